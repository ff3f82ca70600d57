//! How the samples of a frame stand.

use super::shown::Shown;
use crate::Result;
use crate::corners::WORKING_EDGE;
use crate::image::readable::fit;
use crate::input::from_input;
use crate::measure::{PlaneLayout, View, YuvColors, YuvFormat, YuvFrame};
use crate::rows::Size;

/// The longest side, in pixels, of what is measured of a frame: enough to judge print, little enough for every frame.
const FRAME_EDGE: u32 = 1280;

/// How the samples of a frame stand in memory, as `VideoFrame.copyTo` of the browser tells it.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct FrameLayout {
    /// Which planes there are. Chroma has half the width and height.
    pub format: FrameFormat,
    /// Where each plane stands.
    pub planes: Vec<FramePlane>,
    /// Whether luma goes from 0 to 255, and not from 16 to 235.
    pub full_range: bool,
    /// Whether luma is weighted as in ITU-R BT.709, and not as in BT.601.
    pub bt709: bool,
}

/// The planes of a frame.
#[from_input(rename_all = "UPPERCASE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameFormat {
    /// Luma, Cb, Cr.
    I420,
    /// Luma, and Cb and Cr side by side.
    Nv12,
}

/// Where a plane of a frame stands.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FramePlane {
    /// Bytes before its first sample.
    pub offset: u32,
    /// Bytes from a row to the next one.
    pub stride: u32,
}

impl FrameLayout {
    /// What is measured of the frame that stands so in `samples`.
    pub(super) fn shown(&self, samples: &[u8], full: Size) -> Result<Shown> {
        let format = match self.format {
            FrameFormat::I420 => YuvFormat::I420,
            FrameFormat::Nv12 => YuvFormat::Nv12,
        };
        let place = |plane: &FramePlane| PlaneLayout { offset: plane.offset as usize, stride: plane.stride as usize };
        let planes: Vec<_> = self.planes.iter().map(place).collect();
        let colors = YuvColors { is_full_range: self.full_range, is_bt709: self.bt709 };
        let frame = YuvFrame::new(samples, full, format, &planes)?.with_colors(colors);
        let view = View::of_yuv(&frame, fit(full, FRAME_EDGE), WORKING_EDGE)?;
        Ok(Shown { view, fine: None, full, is_still: false })
    }
}
