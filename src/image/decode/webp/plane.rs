//! One component of an image, with the border that predictions look at.

use crate::Result;
use crate::raster::zeroed;

/// What stands above an image, and to its left (RFC 6386, clause 12.2).
const ABOVE: u8 = 127;
const LEFT: u8 = 129;
/// Samples that a prediction may look at beyond the right end of the row above.
const BEYOND: usize = 4;

/// Samples in rows, each with one sample to its left.
pub struct Vp8Plane {
    pub samples: Vec<u8>,
    /// From a sample to the one below it.
    pub stride: usize,
}

impl Vp8Plane {
    pub fn new(width: usize, height: usize) -> Result<Self> {
        let stride = width + 1 + BEYOND;
        let mut samples = zeroed(stride * (height + 1))?;
        for row in samples.chunks_exact_mut(stride) {
            row[0] = LEFT;
        }
        samples[..stride].fill(ABOVE);
        Ok(Self { samples, stride })
    }

    /// Where the sample at `x`, `y` stands.
    pub const fn place(&self, (x, y): (usize, usize)) -> usize {
        (y + 1) * self.stride + x + 1
    }

    /// The samples of a row, the border not among them.
    pub fn row(&self, y: usize) -> &[u8] {
        let start = self.place((0, y));
        &self.samples[start..start + self.stride - 1 - BEYOND]
    }

    pub const fn width(&self) -> usize {
        self.stride - 1 - BEYOND
    }
}

/// A sample within 8 bits.
#[inline(always)]
pub fn clamped(sample: i32) -> u8 {
    u8::try_from(sample.max(0)).unwrap_or(u8::MAX)
}
