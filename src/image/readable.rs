//! An image to be read: an image file, or pixels.

use crate::Result;
use crate::image::decode::Source;
use crate::jpeg::PlaneRows;
use crate::orientation::{Orientation, upright};
use crate::raster::{InterleavedRows, PixelLayout};
use crate::resize::resized;
use crate::rows::{RowSource, Size};

/// Where the pixels come from.
#[derive(Debug, Clone, Copy)]
pub enum Readable<'a> {
    /// A file whose header has been read.
    File(&'a Source<'a>),
    /// Red, green, blue and alpha, not premultiplied, upright.
    Pixels {
        /// Row by row.
        rgba: &'a [u8],
        /// Width and height.
        size: Size,
    },
}

/// Luma, and Cb and Cr of half its width and height, each read on its own.
pub type Planes<'a> = [Box<dyn RowSource + 'a>; 3];

impl<'a> Readable<'a> {
    /// Width and height of the upright image.
    #[must_use]
    pub const fn upright_size(self) -> Size {
        match self {
            Self::File(source) => source.upright_size(),
            Self::Pixels { size, .. } => size,
        }
    }

    /// Upright rows of the size given, which is an upright size too and not larger than the image.
    ///
    /// # Errors
    /// What decoding fails with, and [`EngineFailed`](crate::Error::EngineFailed) when memory runs out.
    pub fn rows(self, size: Size) -> Result<Box<dyn RowSource + 'a>> {
        match self {
            Self::File(source) => {
                let orientation = source.metadata.orientation;
                Ok(upright(self.stored_rows(orientation.upright_size(size))?, orientation)?)
            }
            Self::Pixels { .. } => self.stored_rows(size),
        }
    }

    /// Upright planes of the size given: luma, and Cb and Cr of half its width and height. `None` for an image that
    /// cannot be had so.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn planes(self, size: Size) -> Result<Option<Planes<'a>>> {
        let Self::File(source) = self else { return Ok(None) };
        let orientation = source.metadata.orientation;
        // Mirrored, the chroma of an odd side would lie half a sample off.
        let is_even = size.width.is_multiple_of(2) && size.height.is_multiple_of(2);
        if orientation != Orientation::Upright && !is_even {
            return Ok(None);
        }
        let stored = orientation.upright_size(size);
        let Some([luma, cb, cr]) = source.planes(stored)? else { return Ok(None) };
        let halved = Size { width: stored.width.div_ceil(2), height: stored.height.div_ceil(2) };
        Ok(Some([plane(luma, stored, orientation)?, plane(cb, halved, orientation)?, plane(cr, halved, orientation)?]))
    }

    /// Rows as they are stored, not turned upright, of the stored size given.
    ///
    /// # Errors
    /// As [`rows`](Self::rows).
    pub fn stored_rows(self, stored: Size) -> Result<Box<dyn RowSource + 'a>> {
        match self {
            Self::File(source) => Ok(resized(source.rows(stored)?, stored)?),
            Self::Pixels { rgba, size } => {
                Ok(resized(Box::new(InterleavedRows::new(size, PixelLayout::Rgba, rgba)?), stored)?)
            }
        }
    }
}

fn plane(rows: PlaneRows<'_>, size: Size, orientation: Orientation) -> Result<Box<dyn RowSource + '_>> {
    Ok(upright(resized(Box::new(rows), size)?, orientation)?)
}

/// The largest size of the same shape whose longer side has at most `max_edge` pixels.
#[must_use]
pub fn fit(size: Size, max_edge: u32) -> Size {
    let longest = u64::from(size.longest_edge());
    if longest <= u64::from(max_edge) {
        return size;
    }
    let scaled = |side: u32| {
        let side = (u64::from(side) * u64::from(max_edge) + longest / 2) / longest;
        u32::try_from(side).unwrap_or(max_edge).max(1)
    };
    Size { width: scaled(size.width), height: scaled(size.height) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_kept_and_no_side_vanishes() {
        let cases = [
            ((4032, 3024), 1920, (1920, 1440)),
            ((3024, 4032), 1920, (1440, 1920)),
            ((1920, 1080), 1920, (1920, 1080)),
            ((1921, 1080), 1920, (1920, 1079)),
            ((65_535, 1), 100, (100, 1)),
            ((3, 2), 1, (1, 1)),
        ];
        for ((width, height), max_edge, (fitted_width, fitted_height)) in cases {
            let fitted = fit(Size { width, height }, max_edge);
            assert_eq!(fitted, Size { width: fitted_width, height: fitted_height }, "{width} x {height}");
        }
    }
}
