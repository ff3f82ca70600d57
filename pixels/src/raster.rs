//! A whole image in memory, for the formats and turns that cannot be done in rows.

use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Given, Result};

/// An image whose rows are planar, as [`RowSource`] gives them, one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    size: Size,
    model: ColorModel,
    samples: Vec<u8>,
}

impl Raster {
    /// An image of the samples given.
    ///
    /// # Errors
    /// [`Error::EngineFailed`] if there are more or fewer samples than the size needs.
    pub fn new(size: Size, model: ColorModel, samples: Vec<u8>) -> Result<Self> {
        let expected = sample_count(size, model)?;
        if size.pixels() == 0 || samples.len() != expected {
            let reason = format!("{} samples for {} x {} pixels", samples.len(), size.width, size.height);
            return Err(Error::EngineFailed { reason }.into());
        }
        Ok(Self { size, model, samples })
    }

    /// A black image.
    ///
    /// # Errors
    /// [`Error::EngineFailed`] when memory runs out.
    pub fn blank(size: Size, model: ColorModel) -> Result<Self> {
        Self::new(size, model, zeroed(sample_count(size, model)?)?)
    }

    /// Takes every row of `source`.
    ///
    /// # Errors
    /// What `source` fails with, and [`Error::EngineFailed`] when memory runs out.
    pub fn collect(source: &mut dyn RowSource) -> Result<Self> {
        let mut raster = Self::blank(source.size(), source.model())?;
        let row_length = source.row_length();
        raster.samples.chunks_exact_mut(row_length).try_for_each(|row| source.next_row(row))?;
        Ok(raster)
    }

    /// Width and height.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// What the components are.
    #[must_use]
    pub const fn model(&self) -> ColorModel {
        self.model
    }

    /// The samples, row by row.
    #[must_use]
    pub fn into_samples(self) -> Vec<u8> {
        self.samples
    }

    /// The samples of row `y`, one component after another.
    #[must_use]
    pub fn row(&self, y: usize) -> &[u8] {
        let length = self.size.width as usize * self.model.components();
        &self.samples[y * length..(y + 1) * length]
    }

    /// The samples of one component of row `y`.
    #[must_use]
    pub fn plane_row(&self, y: usize, component: usize) -> &[u8] {
        let width = self.size.width as usize;
        let start = (y * self.model.components() + component) * width;
        &self.samples[start..start + width]
    }

    /// The samples of one component of row `y`, to be written.
    pub fn plane_row_mut(&mut self, y: usize, component: usize) -> &mut [u8] {
        let width = self.size.width as usize;
        let start = (y * self.model.components() + component) * width;
        &mut self.samples[start..start + width]
    }
}

/// The rows of a [`Raster`].
#[derive(Debug)]
pub struct RasterRows {
    raster: Raster,
    given: usize,
    from_bottom: bool,
}

impl RasterRows {
    /// Gives the rows from top to bottom.
    #[must_use]
    pub const fn new(raster: Raster) -> Self {
        Self { raster, given: 0, from_bottom: false }
    }

    /// Gives the rows from bottom to top.
    #[must_use]
    pub const fn from_bottom(raster: Raster) -> Self {
        Self { raster, given: 0, from_bottom: true }
    }
}

impl RowSource for RasterRows {
    fn size(&self) -> Size {
        self.raster.size
    }

    fn model(&self) -> ColorModel {
        self.raster.model
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let last = self.raster.size.height as usize - 1;
        let given = self.given.min(last);
        row.copy_from_slice(self.raster.row(if self.from_bottom { last - given } else { given }));
        self.given += 1;
        Ok(())
    }
}

/// How the samples of a pixel stand beside each other in an interleaved row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PixelLayout {
    /// Luma.
    Gray,
    /// Luma, alpha.
    GrayAlpha,
    /// Red, green, blue.
    Rgb,
    /// Red, green, blue, alpha.
    Rgba,
}

impl PixelLayout {
    /// Samples of one pixel.
    #[must_use]
    pub const fn channels(self) -> usize {
        match self {
            Self::Gray => 1,
            Self::GrayAlpha => 2,
            Self::Rgb => 3,
            Self::Rgba => 4,
        }
    }

    /// What is left once the image lies on white.
    #[must_use]
    pub const fn model(self) -> ColorModel {
        match self {
            Self::Gray | Self::GrayAlpha => ColorModel::Gray,
            Self::Rgb | Self::Rgba => ColorModel::Rgb,
        }
    }

    /// Writes interleaved `pixels`, not premultiplied, as a planar row that lies on white.
    pub fn write_planar(self, pixels: &[u8], row: &mut [u8]) {
        match self {
            Self::Gray => row.iter_mut().zip(pixels).for_each(|(sample, gray)| *sample = *gray),
            Self::GrayAlpha => {
                let pixels = pixels.as_chunks::<2>().0;
                row.iter_mut().zip(pixels).for_each(|(sample, [gray, alpha])| *sample = on_white(*gray, *alpha));
            }
            Self::Rgb => write_planes(row, pixels.as_chunks::<3>().0, |pixel| *pixel),
            Self::Rgba => write_planes(row, pixels.as_chunks::<4>().0, |[red, green, blue, alpha]| {
                [on_white(*red, *alpha), on_white(*green, *alpha), on_white(*blue, *alpha)]
            }),
        }
    }
}

fn write_planes<const N: usize>(row: &mut [u8], pixels: &[[u8; N]], rgb: impl Fn(&[u8; N]) -> [u8; 3]) {
    let (reds, rest) = row.split_at_mut(row.len() / 3);
    let (greens, blues) = rest.split_at_mut(reds.len());
    for (((red, green), blue), pixel) in reds.iter_mut().zip(greens).zip(blues).zip(pixels) {
        [*red, *green, *blue] = rgb(pixel);
    }
}

/// `sample` with alpha `alpha` over white, rounded.
fn on_white(sample: u8, alpha: u8) -> u8 {
    let blended = u32::from(sample) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127;
    u8::try_from(blended / 255).unwrap_or(u8::MAX)
}

/// The rows of interleaved pixels, laid on white.
#[derive(Debug)]
pub struct InterleavedRows<'a> {
    size: Size,
    layout: PixelLayout,
    pixels: std::borrow::Cow<'a, [u8]>,
    given: usize,
}

impl<'a> InterleavedRows<'a> {
    /// Rows of `pixels`.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there are more or fewer bytes than the size needs, or none.
    pub fn new(size: Size, layout: PixelLayout, pixels: impl Into<std::borrow::Cow<'a, [u8]>>) -> Result<Self> {
        let pixels = pixels.into();
        let expected = size.pixels().saturating_mul(layout.channels() as u64);
        if expected == 0 || pixels.len() as u64 != expected {
            let found = format!("{} bytes for {} x {} pixels", pixels.len(), size.width, size.height);
            return Err(Error::invalid(Given::Samples, found, format!("{} bytes a pixel", layout.channels())));
        }
        Ok(Self { size, layout, pixels, given: 0 })
    }
}

impl RowSource for InterleavedRows<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        self.layout.model()
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let length = self.size.width as usize * self.layout.channels();
        let start = self.given.min(self.size.height as usize - 1) * length;
        self.layout.write_planar(&self.pixels[start..start + length], row);
        self.given += 1;
        Ok(())
    }
}

/// `length` zeros, or an error instead of an abort when memory runs out.
///
/// # Errors
/// [`Error::EngineFailed`].
pub fn zeroed(length: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(length)
        .map_err(|_| Error::EngineFailed { reason: format!("no memory for {length} bytes") })?;
    bytes.resize(length, 0);
    Ok(bytes)
}

fn sample_count(size: Size, model: ColorModel) -> Result<usize> {
    let count = size.pixels().saturating_mul(model.components() as u64);
    usize::try_from(count).map_err(|_| Error::EngineFailed { reason: format!("no memory for {count} bytes") }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buffer_has_to_match_the_size() {
        let size = Size { width: 2, height: 1 };
        assert!(Raster::new(size, ColorModel::Rgb, vec![0; 6]).is_ok());
        for samples in [5, 7] {
            assert!(Raster::new(size, ColorModel::Rgb, vec![0; samples]).is_err(), "{samples}");
            assert!(InterleavedRows::new(size, PixelLayout::Rgb, vec![0; samples]).is_err(), "{samples}");
        }
        assert!(InterleavedRows::new(Size { width: 0, height: 1 }, PixelLayout::Rgb, Vec::new()).is_err());
    }

    #[test]
    fn transparent_pixels_become_white() {
        let mut row = [0; 6];
        PixelLayout::Rgba.write_planar(&[10, 20, 30, 255, 10, 20, 30, 0], &mut row);
        assert_eq!(row, [10, 255, 20, 255, 30, 255]);
        let mut row = [0; 2];
        PixelLayout::GrayAlpha.write_planar(&[0, 128, 100, 255], &mut row);
        assert_eq!(row, [127, 100]);
    }
}
