//! The stages of detection, one after the other.

use super::edges::{EdgeMap, Maps};
use super::geometry::ImageExtent;
use super::image::PlanarImage;
use super::measure::{MEASURES, MeasuredQuad, measured};
use super::planes::ReducedPlanes;
use super::{classifier, follow, ground, lines, quads, refine};

/// The longest side, in pixels, of the image that [`find_document`] takes. The longer side of a document that fills a
/// sixteenth of the frame then has 80 pixels, and 40 in the image of half the size.
pub const WORKING_EDGE: u32 = 320;

/// The smallest side, in pixels, of an image in which anything is looked for.
const MIN_SIDE: usize = 32;

/// The boundary of a document.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// Top left, top right, bottom right, bottom left: x and y in pixels from the image's top left corner. Where the
    /// document is cut off, corners lie outside the image.
    pub corners: [[f32; 2]; 4],
    /// The score of the classifier, 0 to 1: how likely the corners are right.
    pub confidence: f32,
}

/// Detects the document in `image`, which has at most [`WORKING_EDGE`] pixels a side.
///
/// `None` where no candidate is likely enough, or where the planes do not have the size given.
#[must_use]
pub fn find_document(image: &PlanarImage<'_>) -> Option<Found> {
    let (maps, frame) = maps(image)?;
    let candidates = candidates(&maps, &frame);
    let (best, confidence) = classifier::best(&candidates)?;
    let extended = ground::extended(&maps, &frame, best).filter(|extended| classifier::likely(extended).is_some());
    Some(Found { corners: refined(image, extended.as_ref().unwrap_or(best))?, confidence })
}

/// Follows the document whose corners were `before` in an image shortly before this one, as [`Found::corners`] are.
///
/// `None` where it cannot be followed: then [`find_document`] may find it.
#[must_use]
pub fn follow_document(image: &PlanarImage<'_>, before: &[[f32; 2]; 4]) -> Option<Found> {
    let (maps, frame) = maps(image)?;
    let halved = before.map(|corner| corner.map(|part| (part - 1.0) / 2.0));
    let candidate = follow::followed(&maps, &frame, &halved)?;
    let best = measured(&maps, &frame, &candidate, candidate.score)?;
    let confidence = classifier::likely(&best)?;
    Some(Found { corners: refined(image, &best)?, confidence })
}

/// Every candidate of [`find_document`]: its refined corners and its measures. The weights of the classifier are fitted
/// to these.
#[doc(hidden)]
#[must_use]
pub fn refined_candidates(image: &PlanarImage<'_>) -> Vec<([[f32; 2]; 4], [f32; MEASURES])> {
    let candidates = maps(image).map(|(maps, frame)| candidates(&maps, &frame)).unwrap_or_default();
    candidates.iter().filter_map(|one| Some((refined(image, one)?, one.measures))).collect()
}

fn candidates(maps: &Maps, frame: &ImageExtent) -> Vec<MeasuredQuad> {
    let candidates = quads::candidates(&lines::find(maps), frame);
    let best_score = candidates.first().map_or(1.0, |best| best.score);
    candidates.iter().filter_map(|candidate| measured(maps, frame, candidate, best_score)).collect()
}

/// The edges of an image that is large enough, and the size of that in half.
fn maps(image: &PlanarImage<'_>) -> Option<(Maps, ImageExtent)> {
    let pixels = image.width.checked_mul(image.height)?;
    let planes = [image.luma, image.cb, image.cr];
    if image.width.min(image.height) < MIN_SIDE || planes.iter().any(|plane| plane.len() != pixels) {
        return None;
    }
    let half = ReducedPlanes::half(image);
    let frame = ImageExtent::new(half.width, half.height);
    Some((Maps { coarse: EdgeMap::new(half.halved()), fine: EdgeMap::new(half) }, frame))
}

/// The corners of a candidate, refined in the full image. They are given from the image's top left corner, which is
/// half a pixel from the centre of its first pixel.
fn refined(image: &PlanarImage<'_>, candidate: &MeasuredQuad) -> Option<[[f32; 2]; 4]> {
    let quad = candidate.quad.map(|corner| corner.map(|part| 2.0 * part + 0.5));
    let corners = refine::refined(image, &quad, candidate.is_border)?;
    Some(corners.map(|corner| corner.map(|part| part + 0.5)))
}
