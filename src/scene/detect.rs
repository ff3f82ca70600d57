//! Finding the document.

use super::quad::{Point, Quad};
use crate::corners::{Found, Picture, find_document};
use crate::measure::View;

/// The corners of the document, in pixels of a picture that is `scale` times as large as the view.
pub fn find(view: &View, scale: f64) -> Option<Quad> {
    let reduced = view.reduced();
    let (width, height) = (reduced.width, reduced.height);
    let picture = Picture { width, height, luma: &reduced.luma, cb: &reduced.cb, cr: &reduced.cr };
    let Found { corners, .. } = find_document(&picture)?;
    #[expect(clippy::cast_precision_loss, reason = "a factor of at most 256")]
    let scale = scale * view.factor() as f64;
    Some(Quad::new(corners.map(|[x, y]| Point { x: f64::from(x) * scale, y: f64::from(y) * scale })))
}
