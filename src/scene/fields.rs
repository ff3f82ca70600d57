//! White fields that are printed on a document: they stay at their place on it when the camera moves, as reflections do not.

use super::analysis::Measured;
use crate::input::from_input;
use crate::measure::HardSpot;
use crate::quad::{Point, Quad};
use serde::Serialize;

/// A field is printed where the document has moved by so much of its longest side in the image, and the field by next to
/// nothing on the document. Hands that turn a phone by the wrist move it too: by a quarter of what they move the document
/// in the image. Of that a reflection moves by the part that the lamp's height is of the way over the document to the
/// camera, which is 0.8 in a room: by 0.024 of the document.
const MOVED: f64 = 0.12;

/// How far each side of a field may lie from where it was, as a share of the document's: corners are found within half of
/// it.
const STAYED: f64 = 0.015;

/// It has to be seen there in so many frames.
const AGREED: u8 = 3;

/// What comes so near to the document's edge ends there, wherever the light is.
const MARGIN: f64 = 0.02;

/// So many places are remembered, and for so long after a frame that showed them.
const REMEMBERED: usize = 6;
const HELD_MS: f64 = 3_000.0;

/// A white field with a hard edge, as it was seen first at its place.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WhiteField {
    /// Its upper left corner on the document, as shares of the document's sides.
    pub from: Point,
    /// Its lower right corner.
    pub to: Point,
    /// Where the document was in the image.
    pub corners: Quad,
    /// How many frames showed it there; no more are counted than needed.
    pub frames: u8,
    /// Whether it is known to be printed.
    pub is_printed: bool,
    /// When a frame showed it last.
    pub seen_ms: f64,
}

/// The white fields of the frames before.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Fields {
    /// Each of them, the latest last.
    pub known: Vec<WhiteField>,
}

impl Fields {
    /// Takes a frame in, and takes what is known to be printed off its glare.
    pub(super) fn see(&mut self, measured: &mut Measured, time_ms: f64) {
        let Some(corners) = measured.corners else { return };
        self.known.retain(|field| time_ms - field.seen_ms <= HELD_MS);
        let hard = core::mem::take(&mut measured.hard);
        let printed: Vec<&HardSpot> = hard.iter().filter(|spot| self.is_printed(spot, &corners, time_ms)).collect();
        measured.without(&printed);
    }

    /// Whether a spot has stayed at its place on the document while that has moved in the image.
    fn is_printed(&mut self, spot: &HardSpot, corners: &Quad, time_ms: f64) -> bool {
        let [from, to] = spot.place.map(|[x, y]| Point { x: f64::from(x), y: f64::from(y) });
        let inside = MARGIN..1.0 - MARGIN;
        if ![from.x, from.y, to.x, to.y].iter().all(|end| inside.contains(end)) {
            return false;
        }
        if let Some(field) = self.known.iter_mut().find(|field| field.holds(from, to)) {
            (field.frames, field.seen_ms) = ((field.frames + 1).min(AGREED), time_ms);
            field.is_printed |= field.frames >= AGREED && moved(&field.corners, corners) >= MOVED;
            return field.is_printed;
        }
        if self.known.len() >= REMEMBERED {
            self.known.remove(0);
        }
        self.known.push(WhiteField { from, to, corners: *corners, frames: 1, is_printed: false, seen_ms: time_ms });
        false
    }
}

impl WhiteField {
    fn holds(&self, from: Point, to: Point) -> bool {
        let pairs = [(self.from, from), (self.to, to)];
        pairs.iter().all(|(one, other)| (one.x - other.x).abs() <= STAYED && (one.y - other.y).abs() <= STAYED)
    }
}

/// How far the middle of a document has moved, by its longest side. A camera that comes nearer moves it by nothing: light
/// in the middle of a document may stay there then.
fn moved(from: &Quad, to: &Quad) -> f64 {
    from.middle().distance(to.middle()) / to.longest_side()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A card of 100 x 63 whose left edge is at `x`.
    fn card(x: f64) -> Quad {
        Quad::new([(x, 0.0), (x + 100.0, 0.0), (x + 100.0, 63.0), (x, 63.0)].map(|(x, y)| Point { x, y }))
    }

    /// Whether a spot of a fifth of the card is known as print, in frames of a card at `x` with the spot at `place` on it.
    fn printed(frames: &[(f64, f32)]) -> Vec<bool> {
        let mut fields = Fields::default();
        let times = (0..).map(|at| f64::from(at) * 100.0);
        let spot = |x: f32| HardSpot { share: 0.04, place: [[x, 0.3], [x + 0.2, 0.5]] };
        frames.iter().zip(times).map(|(&(x, place), time)| fields.is_printed(&spot(place), &card(x), time)).collect()
    }

    #[test]
    fn what_stays_on_the_document_while_that_moves_is_print() {
        let moving = [(0.0, 0.2), (4.0, 0.2), (8.0, 0.205), (11.9, 0.2), (12.1, 0.195), (12.1, 0.2)];
        assert_eq!(printed(&moving), [false, false, false, false, true, true]);
        let there_and_back = [(0.0, 0.2), (6.0, 0.2), (12.5, 0.2), (0.0, 0.2)];
        assert_eq!(printed(&there_and_back), [false, false, true, true]);
        assert!(!printed(&[(0.0, 0.2), (30.0, 0.2)]).contains(&true), "in two frames");
    }

    #[test]
    fn what_moves_over_the_document_and_what_lies_still_is_not() {
        // By a fifth of what the document moves in the image, and by all of it.
        for part in [0.2, 1.0] {
            let frames: Vec<(f64, f32)> =
                (0..30_u8).map(|at| (f64::from(at), 0.6 - part * f32::from(at) / 100.0)).collect();
            assert!(!printed(&frames).contains(&true), "{part}");
        }
        assert!(!printed(&[(0.0, 0.2); 30]).contains(&true));
        let at_the_edge: Vec<(f64, f32)> = (0..30_u8).map(|at| (f64::from(at), 0.0)).collect();
        assert!(!printed(&at_the_edge).contains(&true), "it ends with the document");
    }
}
