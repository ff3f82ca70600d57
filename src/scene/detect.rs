//! Finding the document.

use super::shown::Shown;
use crate::corners::{Found, PlanarImage, find_document};
use crate::measure::Reduced;
use crate::quad::{Point, Quad};

/// The corners of the document, in pixels of an image that is `scale` times as large as the view. Of a still in two
/// sizes: patterned grounds hide less in the small one, and little else does in the large.
pub fn find(Shown { view, fine, .. }: &Shown, scale: f64) -> Option<Quad> {
    let factor = view.factor();
    let (mut found, mut factor_of_best) = (found_in(view.reduced()), factor);
    if let Some(fine) = fine.as_ref().and_then(found_in)
        && found.is_none_or(|coarse| fine.confidence > coarse.confidence)
    {
        (found, factor_of_best) = (Some(fine), factor / 2);
    }
    #[expect(clippy::cast_precision_loss, reason = "a factor of at most 512")]
    let scale = scale * factor_of_best as f64;
    Some(Quad::new(found?.corners.map(|[x, y]| Point { x: f64::from(x) * scale, y: f64::from(y) * scale })))
}

fn found_in(Reduced { width, height, luma, cb, cr }: &Reduced) -> Option<Found> {
    find_document(&PlanarImage { width: *width, height: *height, luma, cb, cr })
}
