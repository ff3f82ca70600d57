//! Images as rows from top to bottom: how the stages of the pipeline hand pixels on.
//!
//! No stage but a transposing one holds the whole image. A row is planar: all samples of the first component,
//! then all of the second, then all of the third, so that every stage works on runs of one component.

use crate::Result;

/// Width and height in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl Size {
    /// Width times height.
    #[must_use]
    pub const fn pixels(self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// The longer side in pixels.
    #[must_use]
    pub const fn longest_edge(self) -> u32 {
        if self.width > self.height { self.width } else { self.height }
    }

    /// Width and height exchanged.
    #[must_use]
    pub const fn transposed(self) -> Self {
        Self { width: self.height, height: self.width }
    }
}

/// What the components of a row are. 8 bits a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColorModel {
    /// One component: luma.
    Gray,
    /// Red, green, blue.
    Rgb,
    /// Y, Cb, Cr of JFIF (ITU-R BT.601, full range).
    YCbCr,
}

impl ColorModel {
    /// How many components a row has.
    #[must_use]
    pub const fn components(self) -> usize {
        match self {
            Self::Gray => 1,
            Self::Rgb | Self::YCbCr => 3,
        }
    }
}

/// An image that gives its rows one after another.
pub trait RowSource {
    /// Width and height of the rows given.
    fn size(&self) -> Size;

    /// What the components are.
    fn model(&self) -> ColorModel;

    /// Writes the next row into `row`, which has `width * components` samples: one component after another.
    ///
    /// Called at most `height` times.
    ///
    /// # Errors
    /// [`crate::Error::DamagedImage`] where the image ends early and the source was not told to go on.
    fn next_row(&mut self, row: &mut [u8]) -> Result<()>;

    /// Samples of one row.
    fn row_length(&self) -> usize {
        self.size().width as usize * self.model().components()
    }
}
