//! Whether a document lies still: what is asked is that the image is still, not that it is measured the same each time.

use super::cells;
use crate::input::from_input;
use crate::quad::Quad;
use serde::Serialize;

/// The document has to lie still for so long: a hand that lets go or presses a button moves for about as long.
const STILL_MS: f64 = 500.0;

/// Still is what moves less than this share of the document's longest side: corners jitter by a third of it, and a restless
/// hand sways by nearly as much. What that does to print is told by sharpness.
const STILL_SHARE: f64 = 0.03;

/// In an image that is still, corners that jump by no more than this share were found elsewhere, not moved: white paper on
/// a white table gives one of two answers, which lie up to 0.06 apart.
const JUMP_SHARE: f64 = 0.1;

/// A still image differs by no more than this from the one before, in levels of luma. Noise comes to less than 0.5; a card
/// that moves by a fiftieth of its side to more than 1.5.
const STILL_LEVELS: f64 = 1.0;

/// Another place that lasts so long is where the document lies now; what passes by sooner was an error of one frame.
const MOVED_MS: f64 = 200.0;

/// Where a document lies, and since when.
#[from_input]
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Place {
    /// Its corners.
    pub corners: Quad,
    /// The image in a few cells.
    pub cells: Vec<u8>,
    /// Since when.
    pub since_ms: f64,
}

/// What is known of where the document lies.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Stillness {
    /// Where it has been lying.
    pub place: Option<Place>,
    /// Where it seems to lie instead.
    pub other: Option<Place>,
    /// When it last seemed to lie elsewhere.
    pub strayed_ms: Option<f64>,
}

impl Place {
    /// Whether a frame with these corners and cells shows the document in this place.
    fn holds(&self, corners: &Quad, cells: &[u8]) -> bool {
        let moved = corners.farthest(&self.corners) / corners.longest_side();
        moved <= STILL_SHARE || moved <= JUMP_SHARE && cells::difference(cells, &self.cells) <= STILL_LEVELS
    }
}

impl Stillness {
    /// Takes a frame in; whether the document lies still in it. One frame without a document changes nothing.
    pub fn see(&mut self, corners: Option<Quad>, cells: &[u8], time_ms: f64) -> bool {
        let Some(corners) = corners else { return false };
        if let Some(place) = self.place.as_ref().filter(|place| place.holds(&corners, cells)) {
            let is_still = time_ms - place.since_ms >= STILL_MS;
            self.other = None;
            return is_still;
        }
        if !self.other.as_ref().is_some_and(|other| other.holds(&corners, cells)) {
            // Once is an error of one frame; soon again is a hand that trembles.
            if let Some(place) = &mut self.place {
                let before = self.strayed_ms.replace(time_ms);
                if before.is_some_and(|before| time_ms - before < STILL_MS) {
                    place.since_ms = time_ms;
                }
            }
            self.other = Some(Place { corners, cells: cells.to_vec(), since_ms: time_ms });
        }
        let is_there = |other: &Place| self.place.is_none() || time_ms - other.since_ms >= MOVED_MS;
        if self.other.as_ref().is_some_and(is_there) {
            self.place = self.other.take();
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quad::Point;

    /// A card of 100 x 63 whose left edge is at `x`.
    fn card(x: f64) -> Option<Quad> {
        let corners = [(x, 0.0), (x + 100.0, 0.0), (x + 100.0, 63.0), (x, 63.0)];
        Some(Quad::new(corners.map(|(x, y)| Point { x, y })))
    }

    /// Cells of an image in which something light lies at `at`.
    fn image(at: usize) -> Vec<u8> {
        (0..192).map(|cell| if cell / 16 == at { 220 } else { 90 }).collect()
    }

    /// Which of the frames, 100 ms apart, show a document that lies still.
    fn still(frames: &[(Option<Quad>, usize)]) -> Vec<bool> {
        let mut stillness = Stillness::default();
        let times = (0..).map(|at| f64::from(at) * 100.0);
        frames.iter().zip(times).map(|((corners, at), time)| stillness.see(*corners, &image(*at), time)).collect()
    }

    #[test]
    fn corners_that_alternate_in_a_still_image_are_still() {
        let frames: Vec<_> = (0..8).map(|at| (card(if at % 2 == 0 { 0.0 } else { 5.7 }), 3)).collect();
        assert_eq!(still(&frames), [false, false, false, false, false, true, true, true]);
        let moving: Vec<_> = (0..8).map(|at| (card(if at % 2 == 0 { 0.0 } else { 5.7 }), at % 2)).collect();
        assert!(!still(&moving).contains(&true), "the image moves too");
        let jumping: Vec<_> = (0..8).map(|at| (card(if at % 2 == 0 { 0.0 } else { 12.0 }), 3)).collect();
        assert!(!still(&jumping)[1], "too far for an error of the corners");
    }

    #[test]
    fn one_frame_that_is_wrong_or_shows_nothing_does_not_begin_the_wait_again() {
        let mut frames = vec![(card(0.0), 3); 8];
        frames[3] = (card(40.0), 5);
        frames[4] = (None, 5);
        assert_eq!(still(&frames), [false, false, false, false, false, true, true, true]);
    }

    #[test]
    fn a_document_that_is_put_elsewhere_waits_from_when_it_lies_there() {
        let mut frames = vec![(card(0.0), 3); 3];
        frames.extend(vec![(card(40.0), 5); 7]);
        let expected = [[false; 8].as_slice(), &[true; 2]].concat();
        assert_eq!(still(&frames), expected, "500 ms after the third frame");
    }

    #[test]
    fn a_slow_drift_is_no_rest() {
        let frames: Vec<_> = (0..30).map(|at| (card(f64::from(at)), usize::try_from(at).unwrap_or(0) % 12)).collect();
        assert!(!still(&frames).contains(&true));
    }
}
