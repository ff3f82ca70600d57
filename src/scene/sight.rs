//! What is seen from frame to frame: a document that was found is followed, and looked for again only now and then.

use super::cells;
use super::detect::{Detected, better, find, follow};
use super::shown::Shown;
use crate::input::from_input;
use crate::quad::Quad;
use serde::Serialize;

/// A document that is followed is looked for again so long after it was found, because another outline may fit better
/// by then. Finding takes as long as all the rest, so that it should be rare.
const FOUND_MS: f64 = 1_000.0;

/// And in an image that has stayed the same, so long after: what was found is what will be found.
const FOUND_STILL_MS: f64 = 3_000.0;

/// Where there is no document, it is looked for again so soon: nobody notices.
const MISSED_MS: f64 = 95.0;

/// And in an image that has stayed the same, so long after: noise may let it be found.
const MISSED_STILL_MS: f64 = 300.0;

/// An image that has stayed the same differs by no more, in levels of luma. Noise comes to less than 0.5.
const SAME_LEVELS: f64 = 0.75;

/// What was seen in the frames before.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Sight {
    /// Where the document was in the frame before, if there was one.
    pub corners: Option<Quad>,
    /// When a document was last looked for in the whole image.
    pub looked_ms: f64,
    /// The image of that time in a few cells; none at first.
    pub cells: Vec<u8>,
}

impl Sight {
    /// Takes a frame in, of which these are the cells; where the document is in it.
    pub(super) fn see(&mut self, shown: &Shown, cells: &[u8], time_ms: f64) -> Option<Quad> {
        let is_same = cells::difference(cells, &self.cells) <= SAME_LEVELS;
        let passed_ms = time_ms - self.looked_ms;
        let is_recent = |moved_ms: f64, still_ms: f64| passed_ms < if is_same { still_ms } else { moved_ms };
        let followed = self.corners.and_then(|corners| follow(shown, &corners));
        let is_enough = match (followed, self.corners) {
            (Some(_), _) => is_recent(FOUND_MS, FOUND_STILL_MS),
            (None, Some(_)) => false,
            (None, None) => !self.cells.is_empty() && is_recent(MISSED_MS, MISSED_STILL_MS),
        };
        let seen = if is_enough { followed } else { better(find(shown), followed) };
        if !is_enough {
            self.looked_ms = time_ms;
            self.cells = cells.to_vec();
        }
        self.corners = seen.map(|Detected { corners, .. }| corners);
        self.corners
    }
}
