//! The stages of detection, one after the other.

use super::edges::{EdgeMap, Maps};
use super::geometry::ImageExtent;
use super::image::PlanarImage;
use super::measure::{MEASURES, MeasuredQuad, measured};
use super::planes::ReducedPlanes;
use super::{judge, lines, quads, settle};

/// The longest side, in pixels, of the image that [`find_document`] wants. A document that fills a quarter of the
/// frame is then still 80 pixels long, 40 where its outline is looked for.
pub const WORKING_EDGE: u32 = 320;

/// The smallest side, in pixels, of an image in which anything is looked for.
const MIN_SIDE: usize = 32;

/// The outline of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Top left, top right, bottom right, bottom left: x and y in pixels from the image's top left corner. Where the
    /// document is cut off, corners lie outside the image.
    pub corners: [[f32; 2]; 4],
    /// How likely the outline is right, 0 to 1.
    pub confidence: f32,
}

/// The outline of the document in `image`, which has at most [`WORKING_EDGE`] pixels a side.
///
/// `None` where no document is seen, or none clearly enough, or the planes do not have the size given.
#[must_use]
pub fn find_document(image: &PlanarImage<'_>) -> Option<Found> {
    let candidates = candidates(image)?;
    let (best, confidence) = judge::best(&candidates)?;
    Some(Found { corners: settled(image, best)?, confidence })
}

/// What the choice of [`find_document`] is made from: every candidate's corners, and what was measured on it. The
/// weights of the measures are fitted to these.
#[doc(hidden)]
#[must_use]
pub fn settled_candidates(image: &PlanarImage<'_>) -> Vec<([[f32; 2]; 4], [f32; MEASURES])> {
    let candidates = candidates(image).unwrap_or_default();
    candidates.iter().filter_map(|one| Some((settled(image, one)?, one.measures))).collect()
}

fn candidates(image: &PlanarImage<'_>) -> Option<Vec<MeasuredQuad>> {
    let pixels = image.width.checked_mul(image.height)?;
    let planes = [image.luma, image.cb, image.cr];
    if image.width.min(image.height) < MIN_SIDE || planes.iter().any(|plane| plane.len() != pixels) {
        return None;
    }
    let half = ReducedPlanes::half(image);
    let frame = ImageExtent::new(half.width, half.height);
    let maps = Maps { coarse: EdgeMap::new(half.halved()), fine: EdgeMap::new(half) };
    let candidates = quads::candidates(&lines::find(&maps), &frame);
    let best_score = candidates.first()?.score;
    Some(candidates.iter().filter_map(|candidate| measured(&maps, &frame, candidate, best_score)).collect())
}

/// The corners of a candidate, in the full image: the corner of its first pixel is half a pixel from the centre.
fn settled(image: &PlanarImage<'_>, candidate: &MeasuredQuad) -> Option<[[f32; 2]; 4]> {
    let quad = candidate.quad.map(|corner| corner.map(|part| 2.0 * part + 0.5));
    let corners = settle::settled(image, &quad, candidate.is_border)?;
    Some(corners.map(|corner| corner.map(|part| part + 0.5)))
}
