//! Whether what is seen is a document at all, and which side of it, by what is printed on it.

use super::hint::{Compared, DocumentScores, Hint, Scores};
use super::shown::Shown;
use crate::input::from_input;
use crate::measure::{Content, Portrait, content};
use crate::quad::{Point, Quad};
use serde::Serialize;

/// Frames are judged so often: it takes a millisecond, and hints need longer to show.
const JUDGE_MS: f64 = 120.0;

/// So many frames have to agree before a thing is no document or a side is the back, and so many are remembered. What the
/// first frame shows holds until the next: it is not praised before it is known, and no hint shows so soon.
const AGREED: u8 = 3;
const REMEMBERED: u8 = 4;

/// The back has been told by so many frames, and is so until the document has gone for so long, two clear frames show a
/// portrait, or clear frames have not shown it for so long. Frames that are not clear change nothing.
const BACK_AGREED: u8 = 2;
const BACK_GONE_MS: f64 = 600.0;
const BACK_HELD_MS: f64 = 1_000.0;

/// A frame that says otherwise takes so many away: a document must never be held up.
const TAKEN: u8 = 2;

/// With strokes and fine patterns on more of its area, a thing may be a document whose print was not recognized. Documents
/// with little print have 0.09 to 0.17, boxes, photographs and playing cards 0 to 0.06.
const MAX_FINE: f32 = 0.08;

/// Strokes on less of its area are those of a few large letters and pictures, whose edges look like pieces of print here
/// and there: a piece then counts for less. Documents have 0.07 and more.
const SPARSE: f32 = 0.055;
const SPARSE_PART: f64 = 0.4;

/// A page of small print has strokes nearly everywhere, and few lines are as high as those of documents: where half of the
/// area has strokes, fewer pieces than so many times its share. Documents have 70 times and more.
const PAGE_FINE: f32 = 0.5;
const PAGE_PIECES: f32 = 50.0;

/// The front of a document has so many pieces of lines of print: bank and loyalty cards and covers have fewer. With fewer, or
/// with a code, a portrait has to stand out clearly, or lines of an MRZ have to be seen.
const FEW_OF_FRONT: usize = 12;

/// What stands out by such a share of the levels is clearly a portrait, if it does by so many levels: more for each piece of
/// print that is missing.
const CLEAR_SHARE: f32 = 0.33;
const CLEAR_LEVELS: f32 = 25.0;
const LEVELS_OF_PIECE: f32 = 2.5;

/// Beside the MRZ of a back a portrait has to stand out by so many: fingerprints do by up to 50.
const CLEAR_BESIDE_ZONE: f32 = 55.0;

/// And what stands out less than both of these is none: letters, receipts, pages and backs have less than one of them.
const MIN_LEVELS: f32 = 18.0;
const MIN_SHARE: f32 = 0.22;

/// Out of the shape of documents by so much, as a share: monitors of 16:9 are by 0.108.
const SCREEN_SHAPE: f64 = 0.07;

/// What content tells of one image.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Pieces of lines of print that speak for a document; nothing where it is not seen well enough to count them.
    print: Option<f64>,
    is_back: bool,
    has_portrait: bool,
    /// Whether little speaks for the front of a document.
    is_doubtful: bool,
}

impl Told {
    /// Whether so few pieces tell that it is no document.
    fn is_other(&self) -> bool {
        self.print.is_some_and(|print| print < MIN_PRINT)
    }
}

/// What the frames before told.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Evidence {
    /// When a frame was judged last.
    pub judged_ms: Option<f64>,
    /// How many frames showed no document.
    pub other: u8,
    /// How many frames showed little of what the front of a document has.
    pub doubtful: u8,
    /// How many frames showed the back.
    pub back: u8,
    /// When a frame showed it last.
    pub back_ms: Option<f64>,
}

/// The least of what documents have: by the hint's threshold of normal strictness.
pub const MIN_PRINT: f64 = 5.0;

/// Judges a still by its content. `checks` are those of its other measures.
pub fn judge_still(shown: &Shown, corners: Option<&Quad>, scores: &mut Scores, checks: &[Compared]) {
    let told = corners.and_then(|corners| told(shown, corners, scores, checks));
    if let (Some(told), Some(document)) = (told, &mut scores.document) {
        (document.print, document.is_back) = (told.print.unwrap_or(f64::INFINITY), told.is_back);
        document.is_doubtful = told.print.is_some() && told.is_doubtful;
    }
}

impl Evidence {
    /// Takes a frame in, and puts into its scores what the frames up to it tell together.
    pub(super) fn see(&mut self, told: Option<Told>, time_ms: f64, scores: &mut Scores) {
        let Some(document) = &mut scores.document else {
            let is_gone = self.back_ms.is_none_or(|seen| time_ms - seen > BACK_GONE_MS);
            let side = if is_gone { (0, None) } else { (self.back, self.back_ms) };
            *self = Self { back: side.0, back_ms: side.1, ..Self::default() };
            return;
        };
        if let Some(told) = told {
            let is_first = self.judged_ms.replace(time_ms).is_none();
            self.see_side(told, is_first, time_ms);
            if told.print.is_some() {
                let counted = |before: u8, is_so: bool| match (is_so, is_first) {
                    (true, true) => AGREED,
                    (true, false) => (before + 1).min(REMEMBERED),
                    (false, _) => before.saturating_sub(TAKEN),
                };
                (self.other, self.doubtful) =
                    (counted(self.other, told.is_other()), counted(self.doubtful, told.is_doubtful));
            }
        }
        document.print = if self.other >= AGREED { 0.0 } else { f64::INFINITY };
        document.is_doubtful = self.doubtful >= AGREED;
        self.back_ms = self.back_ms.filter(|seen| time_ms - seen <= BACK_HELD_MS);
        self.back = if self.back_ms.is_some() { self.back } else { 0 };
        document.is_back = self.back >= BACK_AGREED;
    }

    /// Takes in what a judged frame tells of the side. The first one that shows the back counts as enough until the next.
    fn see_side(&mut self, told: Told, is_first: bool, time_ms: f64) {
        let is_told = self.back >= BACK_AGREED;
        match told {
            Told { is_back: true, .. } => {
                self.back_ms = Some(time_ms);
                self.back = if is_first { BACK_AGREED } else { (self.back + 1).min(REMEMBERED) };
            }
            Told { print: None, .. } if is_told => self.back_ms = Some(time_ms),
            Told { print: Some(_), has_portrait: true, .. } => {
                self.back = if self.back > BACK_AGREED { BACK_AGREED } else { 0 };
            }
            Told { .. } => {}
        }
    }

    /// Whether another frame is to be judged.
    pub(super) fn is_due(&self, time_ms: f64) -> bool {
        self.judged_ms.is_none_or(|judged| time_ms - judged >= JUDGE_MS)
    }
}

/// What the inside of the corners tells; nothing where it has too few pixels.
pub fn told(shown: &Shown, corners: &Quad, scores: &Scores, checks: &[Compared]) -> Option<Told> {
    let document = scores.document.as_ref()?;
    let hides = |hint: Hint| match hint {
        Hint::Blur | Hint::TooDark | Hint::TooBright | Hint::Glare | Hint::Covered | Hint::Tilted => true,
        Hint::NoDocument
        | Hint::NotADocument
        | Hint::TooClose
        | Hint::OutOfFrame
        | Hint::TooFar
        | Hint::LowResolution
        | Hint::Screen
        | Hint::Photocopy => false,
    };
    let is_hidden = checks.iter().any(|check| hides(check.hint()) && check.is_missed(true));
    let scale = shown.scale();
    #[expect(clippy::cast_possible_truncation, reason = "a place in an image")]
    let corners = corners.corners().map(|Point { x, y }| [(x / scale) as f32, (y / scale) as f32]);
    let found = content(shown.view.luma(), corners)?;
    let print = (!is_hidden).then(|| print(&found, document));
    let is_doubtful = document.pixels_per_mm.is_some() && is_doubtful(&found);
    let has_portrait = found.portrait.is_seen();
    Some(Told { print, is_back: found.has_card_zone && !has_portrait, has_portrait, is_doubtful })
}

/// Whether little speaks for the front of a document: few lines of print, a code, or the MRZ of a back, where no portrait is
/// clear; or neither a portrait nor an MRZ.
fn is_doubtful(found: &Content) -> bool {
    let &Content { lines, has_zone, has_card_zone, has_code, portrait: Portrait { levels, share }, .. } = found;
    #[expect(clippy::cast_precision_loss, reason = "a few")]
    let missing = FEW_OF_FRONT.saturating_sub(lines) as f32;
    let least = CLEAR_LEVELS + LEVELS_OF_PIECE * missing;
    let is_unclear = match (has_card_zone, has_code || missing > 0.0) {
        (true, _) => !is_clear(found, CLEAR_BESIDE_ZONE),
        (false, is_asked) => is_asked && !is_clear(found, least),
    };
    !has_zone && (is_unclear || levels < MIN_LEVELS && share < MIN_SHARE)
}

/// Whether a portrait stands out clearly: by so many levels, and by its share of them.
fn is_clear(found: &Content, levels: f32) -> bool {
    found.portrait.levels >= levels && found.portrait.share >= CLEAR_SHARE
}

/// Pieces of print that speak for a document: all, but on screens and pages of small print.
fn print(found: &Content, document: &DocumentScores) -> f64 {
    let &Content { pieces, dense, fine, .. } = found;
    #[expect(clippy::cast_precision_loss, reason = "some hundred")]
    let count = pieces as f32;
    // A document whose upper edge was found below its header is as long as a screen, and one with a patterned ground has
    // strokes everywhere, but they have a portrait.
    let is_screen = document.off_shape > SCREEN_SHAPE && dense * 2 > pieces;
    let is_page = fine > PAGE_FINE && count < PAGE_PIECES * fine;
    let is_other = (is_screen || is_page) && !is_clear(found, CLEAR_LEVELS);
    let print = f64::from(count);
    match (is_other, fine > MAX_FINE) {
        (true, _) => 0.0,
        (false, true) => print.max(MIN_PRINT),
        (false, false) if fine < SPARSE => print * SPARSE_PART,
        (false, false) => print,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::Size;
    use crate::scene::DocumentSize;
    use crate::scene::pose::pose;

    /// A frame that shows the back, one that is clear and does not, one that is not clear, and one with a portrait.
    const BACK: Told = Told { print: Some(50.0), is_back: true, has_portrait: false, is_doubtful: false };
    const OTHER: Told = Told { is_back: false, ..BACK };
    const UNCLEAR: Told = Told { print: None, ..OTHER };
    const PORTRAIT: Told = Told { has_portrait: true, ..OTHER };

    /// Whether frames 120 ms apart are said to show the back; nothing is a frame without a document.
    fn told_of(frames: &[Option<Told>]) -> Vec<bool> {
        let size = Size { width: 1280, height: 720 };
        let document = pose(&Quad::of_image(size), size, DocumentSize::Id1).scores;
        let mut evidence = Evidence::default();
        let see = |(at, told): (usize, &Option<Told>)| {
            let mut scores = Scores { document: told.map(|_| document), ..Scores::default() };
            #[expect(clippy::cast_precision_loss, reason = "a few frames")]
            evidence.see(*told, 1_000.0 + JUDGE_MS * at as f64, &mut scores);
            scores.document.is_some_and(|document| document.is_back)
        };
        frames.iter().enumerate().map(see).collect()
    }

    /// The same of frames of which each shows the back or does not.
    fn sides(frames: &[bool]) -> Vec<bool> {
        told_of(&frames.iter().map(|is_back| Some(if *is_back { BACK } else { OTHER })).collect::<Vec<_>>())
    }

    /// Frames of the back, then others; how many of the latter are still said to show it.
    fn held(backs: usize, others: impl Fn(usize) -> Option<Told>) -> usize {
        let frames: Vec<_> = (0..backs).map(|_| Some(BACK)).chain((0..40).map(others)).collect();
        told_of(&frames)[backs..].iter().rposition(|is_back| *is_back).map_or(0, |last| last + 1)
    }

    #[test]
    fn a_back_stays_one_while_nothing_is_clear_and_a_portrait_ends_it() {
        assert_eq!(held(9, |_| Some(UNCLEAR)), 40);
        assert_eq!(held(9, |at| Some(if at < 20 { UNCLEAR } else { PORTRAIT })), 21);
        assert_eq!(held(1, |_| Some(PORTRAIT)), 0);
        assert_eq!(held(0, |_| Some(UNCLEAR)), 0, "what was never told");
    }

    #[test]
    fn a_back_is_held_for_a_second_and_ends_with_the_document() {
        assert_eq!([3, 5, 9].map(|backs| held(backs, |_| Some(OTHER))), [8, 8, 8]);
        // A frame in which the document is not found is no end, and half a second without it is one.
        assert_eq!(held(9, |at| if at == 0 { None } else { Some(OTHER) }), 8);
        assert_eq!(held(9, |at| if at < 6 { None } else { Some(OTHER) }), 0);
    }

    #[test]
    fn a_few_pieces_among_large_shapes_are_no_print_and_among_strokes_they_are() {
        let size = Size { width: 1280, height: 720 };
        let document = pose(&Quad::of_image(size), size, DocumentSize::Id1).scores;
        let pieces =
            |pieces: usize, fine: f32| print(&Content { pieces, fine, ..Content::default() }, &document) >= MIN_PRINT;
        assert_eq!([pieces(8, 0.03), pieces(12, 0.05), pieces(13, 0.05)], [false, false, true]);
        assert_eq!([pieces(4, 0.06), pieces(5, 0.06), pieces(0, 0.09)], [false, true, true]);
    }

    #[test]
    fn a_front_has_print_and_a_portrait_or_an_mrz() {
        let is_doubtful = |lines: usize, levels: f32, share: f32, has_zone: bool| {
            is_doubtful(&Content { lines, has_zone, portrait: Portrait { levels, share }, ..Content::default() })
        };
        assert!(!is_doubtful(40, 60.0, 0.5, false), "a card");
        assert!(!is_doubtful(40, 17.0, 0.25, false), "a pale one");
        assert!(is_doubtful(60, 12.0, 0.12, false), "a letter");
        assert!(!is_doubtful(60, 12.0, 0.12, true), "a page whose portrait is not recognized");
        assert_eq!([0, 8, 9, 12].map(|lines| is_doubtful(lines, 33.0, 0.5, false)), [true, true, false, false]);
        assert!(!is_doubtful(0, 60.0, 0.5, false), "a clear portrait and hardly any print");
    }

    #[test]
    fn beside_the_mrz_of_a_back_a_portrait_has_to_be_clear() {
        let is_doubtful = |levels: f32| {
            let portrait = Portrait { levels, share: 0.5 };
            is_doubtful(&Content { lines: 40, has_card_zone: true, portrait, ..Content::default() })
        };
        assert_eq!([10.0, 50.0, 60.0].map(is_doubtful), [true, true, false]);
    }

    #[test]
    fn a_code_is_doubted_where_no_portrait_is_clear() {
        let is_doubtful = |levels: f32, share: f32, has_zone: bool| {
            let portrait = Portrait { levels, share };
            is_doubtful(&Content { lines: 40, has_code: true, has_zone, portrait, ..Content::default() })
        };
        assert_eq!([is_doubtful(22.0, 0.5, false), is_doubtful(26.0, 0.3, false)], [true, true]);
        assert!(!is_doubtful(26.0, 0.35, false), "a front");
        assert!(!is_doubtful(10.0, 0.1, true), "a page with an MRZ");
    }

    #[test]
    fn what_has_the_shape_of_a_screen_and_a_portrait_is_a_document() {
        let size = Size { width: 1280, height: 720 };
        let scores = pose(&Quad::of_image(size), size, DocumentSize::Id1).scores;
        let document = DocumentScores { off_shape: 0.108, ..scores };
        let is_print = |levels: f32| {
            let portrait = Portrait { levels, share: levels / 150.0 };
            print(&Content { pieces: 60, dense: 40, fine: 0.4, portrait, ..Content::default() }, &document) >= MIN_PRINT
        };
        assert_eq!([0.0, 30.0, 60.0].map(is_print), [false, false, true]);
    }

    #[test]
    fn strokes_all_over_a_portrait_are_those_of_a_patterned_ground() {
        let size = Size { width: 1280, height: 720 };
        let document = pose(&Quad::of_image(size), size, DocumentSize::Id1).scores;
        let is_print = |levels: f32| {
            let portrait = Portrait { levels, share: levels / 80.0 };
            print(&Content { pieces: 22, fine: 0.65, portrait, ..Content::default() }, &document) >= MIN_PRINT
        };
        assert_eq!([20.0, 26.0, 60.0].map(is_print), [false, false, true]);
    }

    #[test]
    fn pages_of_small_print_are_no_documents() {
        let size = Size { width: 1280, height: 720 };
        let document = pose(&Quad::of_image(size), size, DocumentSize::Id1).scores;
        let is_print = |found: Content| print(&found, &document) >= MIN_PRINT;
        let page = |pieces: usize, fine: f32| is_print(Content { pieces, fine, ..Content::default() });
        assert_eq!([page(25, 0.6), page(31, 0.6), page(48, 0.98), page(49, 0.98)], [false, true, false, true]);
        assert!(page(25, 0.49), "less than half of it has strokes");
    }

    #[test]
    fn a_back_that_is_told_by_every_third_frame_is_the_back_in_all_of_them() {
        let frames: Vec<bool> = (0..18).map(|at| at % 3 == 1).collect();
        let seen = sides(&frames);
        assert_eq!(seen.iter().position(|is_back| *is_back), Some(4), "{seen:?}");
        assert!(seen[4..].iter().all(|is_back| *is_back), "{seen:?}");
    }

    #[test]
    fn one_frame_tells_no_back_and_a_front_is_one_a_second_later() {
        let mut frames = [false; 14];
        frames[2] = true;
        assert_eq!(sides(&frames), [false; 14]);
        (frames[3], frames[4]) = (true, true);
        let seen = sides(&frames);
        assert_eq!((seen[3], seen[12], seen[13]), (true, true, false), "{seen:?}");
    }
}
