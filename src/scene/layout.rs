//! How the samples of a frame stand.

use super::shown::Shown;
use crate::Result;
use crate::corners::WORKING_EDGE;
use crate::image::readable::fit;
use crate::input::from_input;
use crate::measure::{PlaneLayout, View, YuvColors, YuvFrame};
use crate::rows::Size;

/// The longest side, in pixels, of what is measured of a frame: enough to judge print, little enough for every frame.
const FRAME_EDGE: u32 = 1280;

/// How the samples of a frame stand in memory, as `VideoFrame.copyTo` of the browser tells it: luma, and chroma of half the
/// width and height.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct FrameLayout {
    /// The offset and the stride of each plane, in bytes: of luma, Cb and Cr (I420), or of luma, and Cb and Cr side by side
    /// (NV12).
    pub planes: Vec<u32>,
    /// Whether luma goes from 0 to 255, and not from 16 to 235.
    pub full_range: bool,
    /// Whether luma is weighted as in ITU-R BT.709, and not as in BT.601.
    pub bt709: bool,
}

impl FrameLayout {
    /// What is measured of the frame that stands so in `samples`.
    pub(super) fn shown(&self, samples: &[u8], full: Size) -> Result<Shown> {
        let pairs = self.planes.as_chunks::<2>().0.iter();
        let planes: Vec<_> =
            pairs.map(|&[offset, stride]| PlaneLayout { offset: offset as usize, stride: stride as usize }).collect();
        let colors = YuvColors { is_full_range: self.full_range, is_bt709: self.bt709 };
        let frame = YuvFrame::new(samples, full, &planes)?.with_colors(colors);
        let view = View::of_yuv(&frame, fit(full, FRAME_EDGE), WORKING_EDGE)?;
        Ok(Shown { view, fine: None, full, is_still: false })
    }
}
