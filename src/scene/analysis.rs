//! Measuring a scene, and what came of it.

use super::hint::{Compared, DocumentScores, Hint, Issue, Scores, checks};
use super::options::{AnalyzeOptions, DocumentSize};
use super::pose::{Pose, pose};
use super::shape;
use super::shown::Shown;
use crate::measure::{Cover, HardSpot, Levels, Region, covered, glare, levels, photocopy, screen, sharpness};
use crate::quad::{Point, Quad};
use crate::rows::Size;
use serde::Serialize;

/// What an image of a document is worth.
///
/// Without a document the measures are those of the image's middle, and `coverage`, `tilt` and `rotation` are 0.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ImageAnalysis {
    /// Width of the upright source, in pixels.
    pub width: u32,
    /// Height of the upright source, in pixels.
    pub height: u32,
    /// How much of a step between print and paper happens within 0.25 mm, or within 3 pixels where those are more: 1 is
    /// all of it, 0.5 a blur twice as wide. Of rows, columns and both diagonals the least; 0 where there is no print.
    pub sharpness: f64,
    /// The share of the document, 0 to 1, that a reflection covers.
    pub glare: f64,
    /// The level of the document's paper, 0 to 1.
    pub brightness: f64,
    /// The level of the paper less that of the print, 0 to 1.
    pub contrast: f64,
    /// Where the document lies, in pixels of the upright source; null if none is found. Those of the whole source where
    /// that is a still in the shape of a document and none is seen in it: a scan, or a photo cropped by hand.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Quad | null"))]
    pub corners: Option<Quad>,
    /// The share of the image, 0 to 1, that the document takes.
    pub coverage: f64,
    /// The angle between the camera's axis and the document's perpendicular, in degrees. A common focal length is
    /// assumed, and that the image was not cropped.
    pub tilt: f64,
    /// The angle of the document's upper and lower side to the horizontal, clockwise, in degrees.
    pub rotation: f64,
    /// Pixels of the source for a millimetre of the document, where they are fewest; null if its size is not known.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "number | null"))]
    pub pixels_per_mm: Option<f64>,
    /// Whether the back of a card is seen: three lines of an MRZ over its whole width, and no portrait. False where that
    /// cannot be told.
    pub is_back: bool,
    /// Whether little speaks for the front of an identity document of the size asked for: few lines of print, or neither a
    /// portrait nor an MRZ. A capture leaves it to the person then whether to take a photo of it. False for documents of any
    /// size, and where it cannot be told.
    pub is_doubtful: bool,
    /// What a person can do better, the most important first.
    pub hints: Vec<Hint>,
    /// The measure and the threshold behind each hint.
    pub issues: Vec<Issue>,
}

/// Measures, before they are judged.
pub struct Measured {
    pub scores: Scores,
    pub corners: Option<Quad>,
    /// What of the glare may be white print.
    pub hard: Vec<HardSpot>,
    full: Size,
    rotation: f64,
}

/// Without a document this share of each side is measured, in the middle.
const MIDDLE: f64 = 0.6;

/// At a steeper angle, in degrees, nothing can be read of a document: what looks like one is something else.
const MAX_TILT: f64 = 60.0;

/// The border of a document is an edge of its own, and corners are found within about a hundredth.
const INSET: f32 = 0.04;

/// What sharpness looks at, in millimetres: about the width of a stroke of print.
const SPAN_MM: f64 = 0.25;

/// And the least of it in pixels: a sharp edge of a camera takes so many.
const MIN_SPAN_PX: f64 = 3.0;

/// Measures an image in which a document was detected, or not. Only of a still it is asked what it was taken of.
pub fn measure(shown: &Shown, found: Option<Quad>, options: &AnalyzeOptions) -> Measured {
    let &Shown { ref view, full, .. } = shown;
    let scale = shown.scale();
    let (corners, pose) = seen(shown, found, options).unzip();
    let region = region(&corners.unwrap_or_else(|| middle(full)), scale);
    let levels = levels(view.luma(), region);
    let Levels { dark, middle, light } = levels.unwrap_or_default();
    let glare = glare(view.luma(), view.reduced(), region, middle);
    let mut document = pose.map(|pose| pose.scores);
    if let Some(scores) = document.as_mut().filter(|_| shown.is_still) {
        scores.is_still = true;
        scores.screen = f64::from(screen(view.luma(), region));
        scores.photocopy = f64::from(photocopy(view, region, light));
    }
    let scores = Scores {
        brightness: f64::from(light) / 255.0,
        print_level: f64::from(dark) / 255.0,
        sharpness: f64::from(sharpness(view.luma(), region, span(corners.as_ref(), scale, options), light - dark)),
        glare: f64::from(glare.share),
        glare_place: glare.bounds.map(|bounds| place(bounds, shown.reduced_scale())),
        document,
    };
    Measured { scores, corners, full, hard: glare.hard, rotation: pose.map_or(0.0, |Pose { rotation, .. }| rotation) }
}

/// Where the document lies, and how.
fn seen(shown: &Shown, found: Option<Quad>, options: &AnalyzeOptions) -> Option<(Quad, Pose)> {
    let &Shown { full, is_still, .. } = shown;
    let document = options.document;
    let posed = |quad: Quad| {
        let mut pose = pose(&quad, full, document.unwrap_or_default());
        let [squarer, longer] = shape::off(&quad, full, &pose.scores);
        (pose.scores.squarer, pose.scores.off_shape) = (squarer, squarer.max(longer));
        let Cover { part, bounds } = cover(shown, &quad);
        pose.scores.covered = f64::from(part);
        pose.scores.covered_place = bounds.map(|bounds| place(bounds, shown.reduced_scale()));
        (quad, pose)
    };
    let found = found.map(posed).filter(|(_, pose)| pose.scores.tilt <= MAX_TILT);
    let whole = Quad::of_image(full);
    if !is_still || !shape::is_of(document, &whole, full) {
        return found;
    }
    // In a document that fills its image, what has another shape is a part of it, such as the portrait, and what is
    // seen along three sides of the image is one page of two.
    let inner = found.filter(|(quad, _)| shape::is_of(document, quad, full) && shape::sides_reached(quad, full) != 3);
    let (quad, pose) = inner.unwrap_or_else(|| posed(whole));
    Some((quad, Pose { scores: DocumentScores { is_cropped: true, ..pose.scores }, ..pose }))
}

/// What lies over the document's edge.
#[expect(clippy::cast_possible_truncation, reason = "a place in a image")]
fn cover(shown: &Shown, quad: &Quad) -> Cover {
    let scale = shown.reduced_scale();
    let corners = quad.corners().map(|Point { x, y }| [(x / scale) as f32, (y / scale) as f32]);
    covered(shown.view.reduced(), corners)
}

/// A box of an image of which a pixel is so wide, in pixels of the whole image.
fn place([[left, top], [right, bottom]]: [[f32; 2]; 2], scale: f64) -> Quad {
    let corners = [[left, top], [right, top], [right, bottom], [left, bottom]];
    Quad::new(corners.map(|[x, y]| Point { x: f64::from(x) * scale, y: f64::from(y) * scale }))
}

/// Pixels of the view within which a sharp step happens.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length in pixels of a image")]
fn span(corners: Option<&Quad>, scale: f64, options: &AnalyzeOptions) -> usize {
    let sides = options.document.and_then(DocumentSize::millimetres).or(DocumentSize::Id1.millimetres());
    let longest = corners.map_or(0.0, Quad::longest_side) / scale;
    let per_mm = sides.map_or(0.0, |(longer, _)| longest / longer);
    (SPAN_MM * per_mm).max(MIN_SPAN_PX).round() as usize
}

fn middle(full: Size) -> Quad {
    let place = |x: f64, y: f64| Point {
        x: f64::from(full.width) * (0.5 + MIDDLE / 2.0 * x),
        y: f64::from(full.height) * (0.5 + MIDDLE / 2.0 * y),
    };
    Quad::new([place(-1.0, -1.0), place(1.0, -1.0), place(1.0, 1.0), place(-1.0, 1.0)])
}

#[expect(clippy::cast_possible_truncation, reason = "a place in a image")]
fn region(quad: &Quad, scale: f64) -> Region {
    Region::new(quad.corners().map(|Point { x, y }| [(x / scale) as f32, (y / scale) as f32])).inset(INSET)
}

impl Measured {
    /// Takes print off the glare that it was taken for.
    pub fn without(&mut self, printed: &[&HardSpot]) {
        if printed.is_empty() {
            return;
        }
        let share: f32 = printed.iter().map(|spot| spot.share).sum();
        self.scores.glare = (self.scores.glare - f64::from(share)).max(0.0);
        // What is left of a sum is rounding.
        if self.scores.glare < 1e-6 {
            self.scores.glare_place = None;
        }
    }

    /// Every check by the options given.
    pub fn checks(&self, options: &AnalyzeOptions) -> Vec<Compared> {
        checks(&self.scores, options)
    }

    /// The analysis, by its checks.
    pub fn finish(&self, checks: &[Compared]) -> ImageAnalysis {
        let scores = &self.scores;
        let missed: Vec<Issue> = checks.iter().filter(|check| check.is_missed(false)).map(Compared::issue).collect();
        let document = scores.document.as_ref();
        ImageAnalysis {
            width: self.full.width,
            height: self.full.height,
            sharpness: scores.sharpness,
            glare: scores.glare,
            brightness: scores.brightness,
            contrast: scores.brightness - scores.print_level,
            corners: self.corners,
            coverage: document.map_or(0.0, |document| document.coverage),
            tilt: document.map_or(0.0, |document| document.tilt),
            rotation: self.rotation,
            pixels_per_mm: document.and_then(|document| document.pixels_per_mm),
            is_back: document.is_some_and(|document| document.is_back),
            is_doubtful: document.is_some_and(|document| document.is_doubtful),
            hints: missed.iter().map(|issue| issue.hint).collect(),
            issues: missed,
        }
    }
}
