//! How a camera held the sensor, and turning the image upright.

use crate::Result;
use crate::raster::{Raster, RasterRows};
use crate::rows::{ColorModel, RowSource, Size};

/// What has to be done to the stored image to show it upright (EXIF tag 0x0112).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Orientation {
    /// Nothing.
    #[default]
    Upright,
    /// Mirror left to right.
    FlipHorizontal,
    /// Turn by 180 degrees.
    Rotate180,
    /// Mirror top to bottom.
    FlipVertical,
    /// Mirror at the diagonal from top left to bottom right.
    Transpose,
    /// Turn by 90 degrees clockwise.
    Rotate90,
    /// Mirror at the diagonal from top right to bottom left.
    Transverse,
    /// Turn by 90 degrees anticlockwise.
    Rotate270,
}

impl Orientation {
    /// Every orientation, in the order of its EXIF values.
    pub const ALL: [Self; 8] = [
        Self::Upright,
        Self::FlipHorizontal,
        Self::Rotate180,
        Self::FlipVertical,
        Self::Transpose,
        Self::Rotate90,
        Self::Transverse,
        Self::Rotate270,
    ];

    /// The orientation of an EXIF value, 1 to 8.
    #[must_use]
    pub fn from_exif(value: u32) -> Option<Self> {
        let index = usize::try_from(value).ok()?.checked_sub(1)?;
        Self::ALL.get(index).copied()
    }

    /// The EXIF value, 1 to 8.
    #[must_use]
    pub const fn to_exif(self) -> u8 {
        match self {
            Self::Upright => 1,
            Self::FlipHorizontal => 2,
            Self::Rotate180 => 3,
            Self::FlipVertical => 4,
            Self::Transpose => 5,
            Self::Rotate90 => 6,
            Self::Transverse => 7,
            Self::Rotate270 => 8,
        }
    }

    /// Whether width and height change places.
    #[must_use]
    pub const fn transposes(self) -> bool {
        match self {
            Self::Upright | Self::FlipHorizontal | Self::Rotate180 | Self::FlipVertical => false,
            Self::Transpose | Self::Rotate90 | Self::Transverse | Self::Rotate270 => true,
        }
    }

    /// The size of a stored image once it is upright.
    #[must_use]
    pub const fn upright_size(self, stored: Size) -> Size {
        if self.transposes() { stored.transposed() } else { stored }
    }

    /// Where a place of the upright image stands in the stored one. Both are told in widths and heights.
    #[must_use]
    pub fn stored_place(self, [x, y]: [f64; 2]) -> [f64; 2] {
        let Reading { transposed, flipped_x, flipped_y } = self.reading();
        let [x, y] = if transposed { [y, x] } else { [x, y] };
        [if flipped_x { 1.0 - x } else { x }, if flipped_y { 1.0 - y } else { y }]
    }

    /// Where the rows of the upright image come from.
    const fn reading(self) -> Reading {
        match self {
            Self::Upright => Reading { transposed: false, flipped_x: false, flipped_y: false },
            Self::FlipHorizontal => Reading { transposed: false, flipped_x: true, flipped_y: false },
            Self::Rotate180 => Reading { transposed: false, flipped_x: true, flipped_y: true },
            Self::FlipVertical => Reading { transposed: false, flipped_x: false, flipped_y: true },
            Self::Transpose => Reading { transposed: true, flipped_x: false, flipped_y: false },
            Self::Rotate90 => Reading { transposed: true, flipped_x: false, flipped_y: true },
            Self::Transverse => Reading { transposed: true, flipped_x: true, flipped_y: true },
            Self::Rotate270 => Reading { transposed: true, flipped_x: true, flipped_y: false },
        }
    }
}

/// Which stored sample stands at (x, y): the axes exchanged first, then read from the far end of the stored ones.
#[derive(Debug, Clone, Copy)]
struct Reading {
    transposed: bool,
    flipped_x: bool,
    flipped_y: bool,
}

/// Turns rows upright.
///
/// Mirroring left to right needs no memory; everything else holds the whole image, which is why turning comes
/// after reducing.
///
/// # Errors
/// What `source` fails with, and [`crate::Error::EngineFailed`] when memory runs out.
pub fn upright<'a>(mut source: Box<dyn RowSource + 'a>, orientation: Orientation) -> Result<Box<dyn RowSource + 'a>> {
    let reading = orientation.reading();
    if !reading.transposed && !reading.flipped_y {
        return Ok(if reading.flipped_x { Box::new(Mirrored { source }) } else { source });
    }
    let stored = Raster::collect(source.as_mut())?;
    drop(source);
    let rows: Box<dyn RowSource> = if reading.transposed {
        Box::new(RasterRows::new(transposed(&stored, reading)?))
    } else {
        let turned = RasterRows::from_bottom(stored);
        if reading.flipped_x { Box::new(Mirrored { source: Box::new(turned) }) } else { Box::new(turned) }
    };
    Ok(rows)
}

/// Rows read from right to left.
struct Mirrored<'a> {
    source: Box<dyn RowSource + 'a>,
}

impl RowSource for Mirrored<'_> {
    fn size(&self) -> Size {
        self.source.size()
    }

    fn model(&self) -> ColorModel {
        self.source.model()
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        self.source.next_row(row)?;
        let width = self.source.size().width as usize;
        row.chunks_exact_mut(width.max(1)).for_each(<[u8]>::reverse);
        Ok(())
    }
}

/// Side of the squares that are transposed one by one, so that both images stay in the cache.
const TILE: usize = 32;

fn transposed(stored: &Raster, reading: Reading) -> Result<Raster> {
    let size = stored.size().transposed();
    let (width, height) = (size.width as usize, size.height as usize);
    let mut turned = Raster::blank(size, stored.model())?;
    for component in 0..stored.model().components() {
        for top in (0..height).step_by(TILE) {
            for left in (0..width).step_by(TILE) {
                let (bottom, right) = ((top + TILE).min(height), (left + TILE).min(width));
                for y in top..bottom {
                    let from_x = if reading.flipped_x { height - 1 - y } else { y };
                    let target = &mut turned.plane_row_mut(y, component)[left..right];
                    for (x, sample) in (left..right).zip(target) {
                        let from_y = if reading.flipped_y { width - 1 - x } else { x };
                        *sample = stored.plane_row(from_y, component)[from_x];
                    }
                }
            }
        }
    }
    Ok(turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two rows 1 2 3 and 4 5 6, turned, written row by row.
    fn turned(orientation: Orientation) -> (Size, Vec<u8>) {
        let size = Size { width: 3, height: 2 };
        let raster = Raster::new(size, ColorModel::Gray, vec![1, 2, 3, 4, 5, 6]).unwrap();
        let mut rows = upright(Box::new(RasterRows::new(raster)), orientation).unwrap();
        let turned = Raster::collect(rows.as_mut()).unwrap();
        (turned.size(), turned.into_samples())
    }

    #[test]
    fn every_orientation_is_turned_upright() {
        // Written down from the drawing in the EXIF standard, CIPA DC-008 4.6.5.1, table "Orientation".
        let wide = Size { width: 3, height: 2 };
        let tall = Size { width: 2, height: 3 };
        let expected = [
            (wide, [1, 2, 3, 4, 5, 6]),
            (wide, [3, 2, 1, 6, 5, 4]),
            (wide, [6, 5, 4, 3, 2, 1]),
            (wide, [4, 5, 6, 1, 2, 3]),
            (tall, [1, 4, 2, 5, 3, 6]),
            (tall, [4, 1, 5, 2, 6, 3]),
            (tall, [6, 3, 5, 2, 4, 1]),
            (tall, [3, 6, 2, 5, 1, 4]),
        ];
        for (orientation, (size, samples)) in Orientation::ALL.into_iter().zip(expected) {
            assert_eq!(turned(orientation), (size, samples.to_vec()), "{orientation:?}");
        }
    }

    #[test]
    fn a_place_comes_from_where_its_pixel_comes_from() {
        for orientation in Orientation::ALL {
            let (size, samples) = turned(orientation);
            for (at, sample) in (0u32..).zip(samples) {
                let middle = |at: u32, pixels: u32| (f64::from(at) + 0.5) / f64::from(pixels);
                let upright = [middle(at % size.width, size.width), middle(at / size.width, size.height)];
                let [x, y] = orientation.stored_place(upright);
                let stored = (y * 2.0 - 0.5) * 3.0 + (x * 3.0 - 0.5) + 1.0;
                assert!((stored - f64::from(sample)).abs() < 1e-9, "{orientation:?}: {stored} for {sample}");
            }
        }
    }

    #[test]
    fn exif_values_go_there_and_back() {
        for (orientation, value) in Orientation::ALL.into_iter().zip(1u8..) {
            assert_eq!(orientation.to_exif(), value);
            assert_eq!(Orientation::from_exif(u32::from(value)), Some(orientation));
        }
        for value in [0, 9, 65_535, u32::MAX] {
            assert_eq!(Orientation::from_exif(value), None, "{value}");
        }
    }

    #[test]
    fn the_size_follows_the_orientation() {
        for orientation in Orientation::ALL {
            assert_eq!(
                orientation.upright_size(Size { width: 3, height: 2 }),
                turned(orientation).0,
                "{orientation:?}"
            );
        }
    }
}
