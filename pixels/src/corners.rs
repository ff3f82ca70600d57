//! Finds the outline of one document in a picture: an identity card, a passport page, any sheet with four sides.
//!
//! The steps: edges in brightness and colour → straight lines → candidates, quadrilaterals
//! of four lines → each candidate's sides fitted to the edges between its corners, and judged by what a
//! document's outline looks like. Nothing is found rather than a wrong outline.

mod edges;
mod geometry;
mod judge;
mod lines;
mod measure;
mod quads;
mod weights;

use edges::EdgeMap;
pub use geometry::FOCAL_BY_LONGEST_EDGE;
use geometry::Frame;
use measure::measured;
#[doc(hidden)]
pub use measure::{MEASURES, Measured};

/// The longest side, in pixels, of the picture that [`find_document`] wants. A document that fills a quarter of the
/// frame is then still 80 pixels long, and noise of the sensor is averaged away.
pub const WORKING_EDGE: u32 = 320;

/// The smallest side, in pixels, of a picture in which anything is looked for.
const MIN_SIDE: usize = 32;

/// A planar picture, three planes of the same size, in the colours of JFIF.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Y, row by row.
    pub luma: &'a [u8],
    /// Cb, row by row.
    pub cb: &'a [u8],
    /// Cr, row by row.
    pub cr: &'a [u8],
}

/// The outline of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Top left, top right, bottom right, bottom left: x and y in pixels from the picture's top left corner. Where the
    /// document is cut off, corners lie outside the picture.
    pub corners: [[f32; 2]; 4],
    /// How likely the outline is right, 0 to 1.
    pub confidence: f32,
}

/// The outline of the document in `picture`, which has at most [`WORKING_EDGE`] pixels a side.
///
/// `None` where no document is seen, or none clearly enough, or the planes do not have the size given.
#[must_use]
pub fn find_document(picture: &Picture<'_>) -> Option<Found> {
    judge::best(&candidates(picture)?)
}

/// What the choice of [`find_document`] is made from: every candidate's corners, and what was measured on it. The
/// weights of the measures are fitted to these.
#[doc(hidden)]
#[must_use]
pub fn measured_candidates(picture: &Picture<'_>) -> Vec<Measured> {
    candidates(picture).unwrap_or_default()
}

fn candidates(picture: &Picture<'_>) -> Option<Vec<Measured>> {
    let pixels = picture.width.checked_mul(picture.height)?;
    let planes = [picture.luma, picture.cb, picture.cr];
    if picture.width.min(picture.height) < MIN_SIDE || planes.iter().any(|plane| plane.len() != pixels) {
        return None;
    }
    let frame = Frame::new(picture.width, picture.height);
    let map = EdgeMap::new(picture);
    let candidates = quads::candidates(&lines::find(&map), &frame);
    let best_score = candidates.first()?.score;
    Some(candidates.iter().filter_map(|candidate| measured(&map, &frame, candidate, best_score)).collect())
}
