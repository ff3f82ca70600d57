//! The two passes, put together.

use super::kernel::Axis;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use super::portable::{blend_rows, reduce_plane};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use super::simd::{blend_rows, reduce_plane};
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Given, Result};

/// A reduced image.
pub struct Resized<'a> {
    source: Box<dyn RowSource + 'a>,
    size: Size,
    horizontal: Axis,
    vertical: Axis,
    /// The row of the source at hand, with room for the taps that reach over its end.
    source_row: Vec<u8>,
    /// The latest rows, reduced in width: as many as one row of the result needs.
    ring: Vec<i16>,
    ring_rows: usize,
    taken: usize,
    given: usize,
}

impl core::fmt::Debug for Resized<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Resized").field("source", &self.source.size()).field("size", &self.size).finish_non_exhaustive()
    }
}

/// Reduces `source` to `size`. A source that has the size already comes back as it is.
///
/// # Errors
/// [`Error::Invalid`] if the size is empty or larger than the source's: images are never enlarged.
pub fn resized<'a>(source: Box<dyn RowSource + 'a>, size: Size) -> Result<Box<dyn RowSource + 'a>> {
    if source.size() == size { Ok(source) } else { Ok(Box::new(Resized::new(source, size)?)) }
}

impl<'a> Resized<'a> {
    /// Reduces `source` to `size`.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the size is empty or larger than the source's: images are never enlarged.
    pub fn new(source: Box<dyn RowSource + 'a>, size: Size) -> Result<Self> {
        let from = source.size();
        if size.pixels() == 0 || size.width > from.width || size.height > from.height {
            let found = format!("{} x {}", size.width, size.height);
            return Err(Error::invalid(Given::Size, found, format!("1 x 1 to {} x {}", from.width, from.height)));
        }
        let horizontal = Axis::new(from.width, size.width);
        let vertical = Axis::new(from.height, size.height);
        let ring_rows = vertical.taps();
        let row_length = size.width as usize * source.model().components();
        let source_row = vec![0; source.row_length() + horizontal.taps()];
        let ring = vec![0; ring_rows * row_length];
        Ok(Self { source, size, horizontal, vertical, source_row, ring, ring_rows, taken: 0, given: 0 })
    }

    /// Takes the next row of the source into the ring.
    fn take_row(&mut self) -> Result<()> {
        let length = self.source.row_length();
        self.source.next_row(&mut self.source_row[..length])?;
        let (width, reduced) = (self.source.size().width as usize, self.size.width as usize);
        let row_length = self.row_length();
        let slot = self.taken % self.ring_rows * row_length;
        let row = &mut self.ring[slot..slot + row_length];
        for (component, plane) in row.chunks_exact_mut(reduced).enumerate() {
            reduce_plane(&self.source_row[component * width..], plane, &self.horizontal);
        }
        self.taken += 1;
        Ok(())
    }
}

impl RowSource for Resized<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        self.source.model()
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let y = self.given.min(self.size.height as usize - 1);
        let (start, count) = self.vertical.window(y);
        while self.taken < start + count {
            self.take_row()?;
        }
        let row_length = row.len();
        let weights = &self.vertical.weights(y)[..count];
        let slots = (start..start + count).map(|source_y| source_y % self.ring_rows * row_length);
        let taps: Vec<(usize, i16)> = slots.zip(weights.iter().copied()).collect();
        blend_rows(&self.ring, &taps, row);
        self.given += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{Raster, RasterRows};

    fn reduce(size: Size, samples: Vec<u8>, to: Size) -> Vec<u8> {
        let raster = Raster::new(size, ColorModel::Gray, samples).unwrap();
        let mut rows = resized(Box::new(RasterRows::new(raster)), to).unwrap();
        Raster::collect(rows.as_mut()).unwrap().into_samples()
    }

    #[test]
    fn a_flat_image_stays_flat_at_every_size() {
        let size = Size { width: 37, height: 29 };
        for (width, height) in [(37, 29), (36, 28), (19, 3), (1, 29), (37, 1), (1, 1)] {
            for level in [0, 1, 127, 254, 255] {
                let to = Size { width, height };
                assert!(reduce(size, vec![level; 37 * 29], to).iter().all(|sample| *sample == level), "{to:?} {level}");
            }
        }
    }

    #[test]
    fn a_ramp_stays_a_ramp() {
        let size = Size { width: 256, height: 4 };
        let ramp: Vec<u8> = (0..4).flat_map(|_| 0..=255).collect();
        let reduced = reduce(size, ramp, Size { width: 64, height: 2 });
        for (x, sample) in reduced[..64].iter().enumerate().skip(4).take(56) {
            // The middle of the four samples 4x .. 4x + 3.
            let expected = 4.0 * f64::from(u32::try_from(x).unwrap()) + 1.5;
            assert!((f64::from(*sample) - expected).abs() <= 1.0, "{x}: {sample} for {expected}");
        }
    }

    #[test]
    fn both_axes_are_reduced_alike() {
        let size = Size { width: 40, height: 40 };
        let samples: Vec<u8> = (0..1600u32).map(|i| u8::try_from((i / 40) * (i % 40) * 17 % 256).unwrap()).collect();
        let reduced = reduce(size, samples, Size { width: 13, height: 13 });
        for y in 0..13 {
            for x in 0..13 {
                let (one, other) = (reduced[y * 13 + x], reduced[x * 13 + y]);
                assert!(one.abs_diff(other) <= 1, "{x} {y}");
            }
        }
    }

    #[test]
    fn pictures_are_never_enlarged() {
        let raster = Raster::blank(Size { width: 4, height: 4 }, ColorModel::Gray).unwrap();
        for (width, height) in [(5, 4), (4, 5), (0, 4)] {
            let rows = Box::new(RasterRows::new(raster.clone()));
            let error = resized(rows, Size { width, height }).map(|_| ()).unwrap_err();
            assert!(matches!(*error, Error::Invalid { .. }));
        }
    }
}
