//! What a scene is measured on.

use crate::corners::WORKING_EDGE;
use crate::measure::{Reduced, View};
use crate::rows::Size;

/// The longest side, in pixels, of the larger image in which the document of a still is looked for.
pub const STILL_EDGE: u32 = 2 * WORKING_EDGE;

/// What is measured.
pub struct Shown {
    pub view: View,
    /// The reduced image of a still in twice the size, in which documents that are small or faint are found.
    pub fine: Option<Reduced>,
    /// The size of the image that the view shows.
    pub full: Size,
    /// Whether it may have been cropped by hand, as a frame of a video is not.
    pub is_still: bool,
}

impl Shown {
    /// A still, from a view whose reduced image has at most [`STILL_EDGE`] pixels a side.
    pub fn still(mut view: View, full: Size) -> Self {
        let longest = view.reduced().width.max(view.reduced().height);
        let fine = (longest > WORKING_EDGE as usize).then(|| view.halve_reduced());
        Self { view, fine, full, is_still: true }
    }

    /// How many pixels of the whole image one of the view is wide.
    pub fn scale(&self) -> f64 {
        f64::from(self.full.width) / f64::from(self.view.size().width)
    }

    /// How many pixels of the whole image one of the reduced image is wide.
    pub fn reduced_scale(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a factor of at most 512")]
        let factor = self.view.factor() as f64;
        self.scale() * factor
    }
}
