//! What is wrong with an image, by thresholds that are data.

use super::content::MIN_PRINT;
use super::options::{AnalyzeOptions, Strictness, Thresholds};
use crate::input::from_input;
use crate::quad::Quad;
use serde::Serialize;

/// What a person can do better. In the order in which it matters: nothing can be told in the dark, nothing be measured
/// of a document that is not found, and a document at another distance or angle will be as sharp as it is then.
#[from_input(rename_all = "SCREAMING_SNAKE_CASE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Hint {
    /// There is not light enough.
    TooDark,
    /// No document is seen.
    NoDocument,
    /// What is seen has the shape of no document, or next to no print.
    NotADocument,
    /// The document fills the image.
    TooClose,
    /// A part of the document is outside the image, or nearly.
    OutOfFrame,
    /// Something lies over a side or a corner: a finger, most often.
    Covered,
    /// The document is small in the image.
    TooFar,
    /// The camera looks at it at an angle.
    Tilted,
    /// Print is not sharp.
    Blur,
    /// A reflection covers a part.
    Glare,
    /// Light has washed the print out.
    TooBright,
    /// The document has too few pixels.
    LowResolution,
    /// A screen shows the document. A warning of stills, which keeps nobody from a photo.
    Screen,
    /// A photocopy of the document is seen. A warning of stills, which keeps nobody from a photo.
    Photocopy,
}

impl Hint {
    /// Every hint, the most important first.
    pub const ALL: [Self; 14] = [
        Self::TooDark,
        Self::NoDocument,
        Self::NotADocument,
        Self::TooClose,
        Self::OutOfFrame,
        Self::Covered,
        Self::TooFar,
        Self::Tilted,
        Self::Blur,
        Self::Glare,
        Self::TooBright,
        Self::LowResolution,
        Self::Screen,
        Self::Photocopy,
    ];
}

/// A threshold that was not met.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Issue {
    /// What is wrong.
    pub hint: Hint,
    /// What was found.
    pub measured: f64,
    /// What it was compared with.
    pub threshold: f64,
    /// Around what is in the way, in pixels of the upright source; left out where that is no one place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Quad>,
}

/// Which side of the threshold is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    AtLeast,
    AtMost,
}

/// A threshold at each strictness. Those of light, sharpness and glare lie between what was measured of generated photos
/// that need the hint and of those that do not: `npm run bench -- --only hints`, docs/performance.md.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    hint: Hint,
    side: Side,
    relaxed: f64,
    normal: f64,
    strict: f64,
    /// A hint on show goes only when the measure is better than the threshold by this.
    slack: f64,
}

/// OCR reads everything down to an eighth of the light of a good photo, where paper comes out at 0.1; people and portraits
/// need more. Of good photos the darkest documents come out at 0.4.
const BRIGHTNESS: Rule =
    Rule { hint: Hint::TooDark, side: Side::AtLeast, relaxed: 0.13, normal: 0.22, strict: 0.32, slack: 0.03 };

/// Without a document the table is measured, and dark wood in a lit room comes out at 0.2.
const BRIGHTNESS_OF_TABLE: Rule =
    Rule { hint: Hint::TooDark, side: Side::AtLeast, relaxed: 0.08, normal: 0.12, strict: 0.15, slack: 0.02 };

/// Whether a document is found: 1 or 0.
const FOUND: Rule =
    Rule { hint: Hint::NoDocument, side: Side::AtLeast, relaxed: 0.5, normal: 0.5, strict: 0.5, slack: 0.0 };

/// How far the shape is outside of what documents have, as a share: ID-2, ID-3 and A4 are 1.42 times as long as wide, and
/// ID-1 is 1.59. Of 190 documents whose corners were found, the shape came out at 1.40 to 1.68; where a part of one was
/// taken for all of it, at 1.42 to 1.95, which is 0.19 outside. A square box is 0.3 outside.
const OFF_SHAPE: Rule =
    Rule { hint: Hint::NotADocument, side: Side::AtMost, relaxed: 0.26, normal: 0.22, strict: 0.22, slack: 0.02 };

/// And how much squarer than ID-3, which 1.40 is by 0.014. Two cards one below the other are by 0.09 to 0.11, and a fan of
/// three by 0.07 and more.
const SQUARER: Rule =
    Rule { hint: Hint::NotADocument, side: Side::AtMost, relaxed: 0.09, normal: 0.075, strict: 0.075, slack: 0.015 };

/// Pieces of lines of print but those of the fullest band, each a sixteenth of the longer side. Drawn and real documents,
/// backs with little print among them, lie above it; boxes, playing cards, tiles and photographs below.
const PRINT: Rule = Rule {
    hint: Hint::NotADocument,
    side: Side::AtLeast,
    relaxed: MIN_PRINT,
    normal: MIN_PRINT,
    strict: MIN_PRINT,
    slack: 0.0,
};

/// A finger is 12 to 18 mm wide, and its tip may reach in with a part of that: 0.076 of a card is 6.5 mm. Of the
/// photos of `tests/scene/covered.rs`, on which it was chosen, 27 of 34 covered documents lie above it, and none of 72
/// that are not; two of these lie at 0.071 and 0.075.
const COVERED: Rule =
    Rule { hint: Hint::Covered, side: Side::AtMost, relaxed: 0.1, normal: 0.076, strict: 0.055, slack: 0.015 };

/// A card fills a frame of 16:9 by 0.89 when it touches top and bottom, and a wide lens bends straight edges near the
/// border.
const MAX_COVERAGE: Rule =
    Rule { hint: Hint::TooClose, side: Side::AtMost, relaxed: 0.97, normal: 0.9, strict: 0.85, slack: 0.03 };

/// Vendors warn of missing corners (CVS 5 and 6). Where a corner is cut off, the edge of the image is often taken for the
/// side of the document: at 0. Corners are found within about half a hundredth of the shorter side, and a corner that is
/// seen whole is that far inside.
const MARGIN: Rule =
    Rule { hint: Hint::OutOfFrame, side: Side::AtLeast, relaxed: 0.002, normal: 0.005, strict: 0.02, slack: 0.008 };

/// At a quarter of a frame of 1280 x 720 pixels a card has 7 pixels a millimetre, and print of passports and cards,
/// which is 2 mm high, 14 pixels.
const MIN_COVERAGE: Rule =
    Rule { hint: Hint::TooFar, side: Side::AtLeast, relaxed: 0.12, normal: 0.22, strict: 0.35, slack: 0.03 };

/// At 20 degrees the far end of a card that fills the frame is a quarter smaller than the near one, and holograms begin
/// to cover the portrait.
const TILT: Rule =
    Rule { hint: Hint::Tilted, side: Side::AtMost, relaxed: 30.0, normal: 20.0, strict: 12.0, slack: 3.0 };

/// Text of 1.5 to 2.7 mm that is blurred with a standard deviation of 0.2 mm begins to be misread by OCR, and comes out at
/// 0.6 to 0.66; of 0.3 mm a third is misread, at 0.5.
const SHARPNESS: Rule =
    Rule { hint: Hint::Blur, side: Side::AtLeast, relaxed: 0.48, normal: 0.63, strict: 0.68, slack: 0.03 };

/// A hundredth of a card is a spot of 7 x 7 mm: a field of it. What is blown out is wider than what cannot be read.
const GLARE: Rule =
    Rule { hint: Hint::Glare, side: Side::AtMost, relaxed: 0.025, normal: 0.009, strict: 0.0035, slack: 0.002 };

/// Print of good photos comes out at 0.3 at most. A veil that takes 0.7 of the contrast lifts it to 0.68.
const PRINT_LEVEL: Rule =
    Rule { hint: Hint::TooBright, side: Side::AtMost, relaxed: 0.75, normal: 0.65, strict: 0.55, slack: 0.04 };

/// ICAO 9303 and recognition want 300 dpi, 11.8 pixels a millimetre; half of that still reads, 4.5 just so.
const PIXELS_PER_MM: Rule =
    Rule { hint: Hint::LowResolution, side: Side::AtLeast, relaxed: 4.5, normal: 6.0, strict: 8.0, slack: 0.3 };

/// Of 19 generated screens 8 lie above it, and none of 36 documents does, whatever lines or dots it is printed in.
const SCREEN: Rule =
    Rule { hint: Hint::Screen, side: Side::AtMost, relaxed: 0.5, normal: 0.4, strict: 0.4, slack: 0.0 };

/// A portrait takes a tenth of a document and more, and half of it is grey in a copy.
const PHOTOCOPY: Rule =
    Rule { hint: Hint::Photocopy, side: Side::AtMost, relaxed: 0.05, normal: 0.03, strict: 0.03, slack: 0.0 };

/// What the hints are decided by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scores {
    pub brightness: f64,
    /// The level of the darkest print.
    pub print_level: f64,
    pub sharpness: f64,
    pub glare: f64,
    /// Around the glare, if there is any.
    pub glare_place: Option<Quad>,
    /// What only a document has.
    pub document: Option<DocumentScores>,
}

/// What only a document has.
#[derive(Debug, Clone, Copy)]
pub struct DocumentScores {
    /// The distance of the corner nearest to the edge of the image, as a share of its shorter side; negative outside.
    pub margin: f64,
    pub coverage: f64,
    pub tilt: f64,
    pub pixels_per_mm: Option<f64>,
    /// How far the shape is outside of what documents have, as a share; 0 where that cannot be told.
    pub off_shape: f64,
    /// How much squarer the shape is than any that documents have, as a share; 0 where that cannot be told.
    pub squarer: f64,
    /// The longest part of the document's edge that is covered, by its longest side.
    pub covered: f64,
    /// Pieces of lines of print; infinite where they were not looked for, or not seen well enough to tell.
    pub print: f64,
    /// Whether the back of a card is seen.
    pub is_back: bool,
    /// Whether little speaks for the front of a document.
    pub is_doubtful: bool,
    /// Around what covers it, if anything does.
    pub covered_place: Option<Quad>,
    /// The share of a still's document through which the waves of a screen go on.
    pub screen: f64,
    /// The share of a still's document that is grey as a portrait is, if it is a photocopy.
    pub photocopy: f64,
    /// Whether it is seen in a still, of which no more pixels are to be had, and not in a frame of a video.
    pub is_still: bool,
    /// Whether the image was cropped to the document: what lies at its edges was put there.
    pub is_cropped: bool,
}

/// A measure beside its threshold.
#[derive(Debug, Clone, Copy)]
pub struct Compared {
    rule: &'static Rule,
    measured: f64,
    threshold: f64,
    /// The rule's slack; for a threshold of the caller's own the same part of it.
    slack: f64,
    place: Option<Quad>,
}

impl Compared {
    pub const fn hint(&self) -> Hint {
        self.rule.hint
    }

    /// Whether the threshold is missed; once the hint is on show, whether it is not yet met with some slack.
    pub fn is_missed(&self, on_show: bool) -> bool {
        let slack = if on_show { self.slack } else { 0.0 };
        match self.rule.side {
            Side::AtLeast => self.measured < self.threshold + slack,
            Side::AtMost => self.measured > self.threshold - slack,
        }
    }

    pub const fn issue(&self) -> Issue {
        let Self { rule, measured, threshold, place, .. } = *self;
        Issue { hint: rule.hint, measured, threshold, place }
    }
}

/// Every check of a scene, in the order of the hints. None if nothing is to be judged.
pub fn checks(scores: &Scores, options: &AnalyzeOptions) -> Vec<Compared> {
    let strictness = options.strictness.unwrap_or_default();
    let own = options.thresholds.unwrap_or_default();
    let check = |rule: &'static Rule, measured: f64, own: Option<f64>| {
        let threshold = match strictness {
            Strictness::Relaxed => rule.relaxed,
            Strictness::Normal => rule.normal,
            Strictness::Strict => rule.strict,
            Strictness::Off => return None,
        };
        let slack = own.map_or(rule.slack, |own| rule.slack * own / threshold);
        let place = match rule.hint {
            Hint::Glare => scores.glare_place,
            Hint::Covered => scores.document.and_then(|document| document.covered_place),
            _ => None,
        };
        Some(Compared { rule, measured, threshold: own.unwrap_or(threshold), slack, place })
    };
    let Some(document) = &scores.document else {
        let all = [check(&BRIGHTNESS_OF_TABLE, scores.brightness, None), check(&FOUND, 0.0, None)];
        return all.into_iter().flatten().collect();
    };
    let mut all = vec![check(&BRIGHTNESS, scores.brightness, own.min_brightness), check(&FOUND, 1.0, None)];
    // In the dark noise hides the edges that sharpness is told by.
    let is_dark = all.iter().flatten().any(|check: &Compared| check.is_missed(false));
    let (rule, off) =
        if document.squarer > 0.0 { (&SQUARER, document.squarer) } else { (&OFF_SHAPE, document.off_shape) };
    let shape = check(rule, off, None).filter(|_| !document.is_cropped);
    // The hint is given once: by the shape, or else by the print.
    let is_off = shape.is_some_and(|shape| shape.is_missed(false));
    all.extend([shape, check(&PRINT, document.print, None).filter(|_| !is_off && !document.is_cropped)]);
    let density = document.pixels_per_mm.and_then(|found| check(&PIXELS_PER_MM, found, own.min_pixels_per_mm));
    // A document that takes a small share of a large still is near enough when it has enough pixels for a millimetre.
    let is_enough = density.is_some_and(|density| !density.is_missed(false));
    let is_near = document.is_still && is_enough && own.min_coverage.is_none();
    let placement = placement(document, &own).into_iter().skip(if document.is_cropped { 3 } else { 0 });
    let asked = placement.filter(|(rule, ..)| rule.hint != Hint::TooFar || !is_near);
    all.extend(asked.map(|(rule, measured, own)| check(rule, measured, own)));
    let sharpness = check(&SHARPNESS, scores.sharpness, own.min_sharpness);
    all.extend([
        sharpness.filter(|_| !is_dark),
        check(&GLARE, scores.glare, own.max_glare),
        check(&PRINT_LEVEL, scores.print_level, own.max_print_level),
    ]);
    all.extend([density, check(&SCREEN, document.screen, None), check(&PHOTOCOPY, document.photocopy, None)]);
    all.into_iter().flatten().collect()
}

/// The rules of where a document lies; first those that a cropped image need not keep.
fn placement(document: &DocumentScores, own: &Thresholds) -> [(&'static Rule, f64, Option<f64>); 5] {
    [
        (&MAX_COVERAGE, document.coverage, own.max_coverage),
        (&MARGIN, document.margin, own.min_margin),
        (&COVERED, document.covered, None),
        (&MIN_COVERAGE, document.coverage, own.min_coverage),
        (&TILT, document.tilt, own.max_tilt),
    ]
}
