//! Finding the document, and following it.

use super::shown::Shown;
use crate::corners::{Found, PlanarImage, find_document, follow_document};
use crate::measure::Reduced;
use crate::quad::{Point, Quad};

/// Where a document was detected, in pixels of the whole image.
#[derive(Debug, Clone, Copy)]
pub struct Detected {
    pub corners: Quad,
    /// 0 to 1: how likely the corners are right.
    pub confidence: f64,
}

/// Detects the document. Of a still in two sizes: patterned grounds hide less in the small one, and little else does in
/// the large.
pub fn find(shown: &Shown) -> Option<Detected> {
    let Shown { view, fine, .. } = shown;
    let scale = shown.reduced_scale();
    let coarse = find_document(&planar(view.reduced())).map(|found| detected(found, scale));
    let fine = fine.as_ref().and_then(|fine| find_document(&planar(fine))).map(|found| detected(found, scale / 2.0));
    better(fine, coarse)
}

/// Detects the document that had these corners in the frame before.
pub fn follow(shown: &Shown, before: &Quad) -> Option<Detected> {
    let scale = shown.reduced_scale();
    #[expect(clippy::cast_possible_truncation, reason = "places in an image")]
    let before = before.corners().map(|Point { x, y }| [(x / scale) as f32, (y / scale) as f32]);
    follow_document(&planar(shown.view.reduced()), &before).map(|found| detected(found, scale))
}

/// Whichever is more likely right; the second where both are the same.
pub fn better(one: Option<Detected>, other: Option<Detected>) -> Option<Detected> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if one.confidence > other.confidence { one } else { other }),
        (found, None) | (None, found) => found,
    }
}

fn detected(Found { corners, confidence }: Found, scale: f64) -> Detected {
    let corners = Quad::new(corners.map(|[x, y]| Point { x: f64::from(x) * scale, y: f64::from(y) * scale }));
    Detected { corners, confidence: f64::from(confidence) }
}

const fn planar(Reduced { width, height, luma, cb, cr }: &Reduced) -> PlanarImage<'_> {
    PlanarImage { width: *width, height: *height, luma: luma.as_slice(), cb: cb.as_slice(), cr: cr.as_slice() }
}
