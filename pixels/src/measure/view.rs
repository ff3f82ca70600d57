//! Reading an image once for everything that is measured.

use super::luma::{luma_of, luma_of_rgba};
use super::sums::{Area, add_samples};
use super::yuv::YuvFrame;
use crate::raster::zeroed;
use crate::resize::resized;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Given, Result};

/// One component of an image.
#[derive(Debug, Clone, Copy)]
pub struct Plane<'a> {
    /// Samples of a row.
    pub width: usize,
    /// Row by row.
    pub samples: &'a [u8],
}

impl Plane<'_> {
    /// How many rows there are.
    #[must_use]
    pub fn height(&self) -> usize {
        self.samples.len().checked_div(self.width).unwrap_or(0)
    }

    pub(super) fn row(&self, y: usize) -> &[u8] {
        &self.samples[y * self.width..(y + 1) * self.width]
    }
}

/// A reduced image in Y, Cb and Cr of JFIF.
#[derive(Debug, Clone)]
pub struct Reduced {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Luma, row by row.
    pub luma: Vec<u8>,
    /// Blue less luma, row by row.
    pub cb: Vec<u8>,
    /// Red less luma, row by row.
    pub cr: Vec<u8>,
}

impl Reduced {
    fn halved(&self) -> Self {
        let Self { width, .. } = *self;
        let halved = |plane: &[u8]| -> Vec<u8> {
            let rows = plane.chunks_exact(2 * width).map(|rows| rows.split_at(width));
            let cells = rows.flat_map(|(above, below)| above.chunks_exact(2).zip(below.chunks_exact(2)));
            let sums =
                cells.map(|(above, below)| above.iter().chain(below).map(|&level| u16::from(level)).sum::<u16>());
            sums.map(|sum| ((sum + 2) / 4).to_le_bytes()[0]).collect()
        };
        let [luma, cb, cr] = [&self.luma, &self.cb, &self.cr].map(|plane| halved(plane));
        Self { width: width / 2, height: self.height / 2, luma, cb, cr }
    }
}

/// An image as it is measured.
#[derive(Debug, Clone)]
pub struct View {
    size: Size,
    luma: Vec<u8>,
    factor: usize,
    reduced: Reduced,
}

impl View {
    /// Looks at pixels of red, green, blue and alpha. The reduced image's longer side has at most
    /// `reduced_edge` pixels.
    ///
    /// # Errors
    /// [`Error::Invalid`] if there are more or fewer bytes than the size needs, or none; [`Error::EngineFailed`]
    /// when memory runs out.
    pub fn of_rgba(rgba: &[u8], size: Size, reduced_edge: u32) -> Result<Self> {
        if size.pixels() == 0 || rgba.len() as u64 != size.pixels().saturating_mul(4) {
            let found = format!("{} bytes for {} x {} pixels", rgba.len(), size.width, size.height);
            return Err(Error::invalid(Given::Samples, found, "4 bytes a pixel"));
        }
        let width = size.width as usize;
        let layout = RowLayout { model: ColorModel::Rgb, is_interleaved: true, samples: width * 4 };
        let mut reader = ViewReader::new(size, layout, reduced_edge)?;
        for row in rgba.chunks_exact(width * 4) {
            luma_of_rgba(row, reader.luma_row());
            reader.take(row);
        }
        Ok(reader.view)
    }

    /// Looks at every row of `source`. The reduced image's longer side has at most
    /// `reduced_edge` pixels.
    ///
    /// # Errors
    /// What `source` fails with, and [`Error::EngineFailed`] when memory runs out.
    pub fn of_rows(source: &mut dyn RowSource, reduced_edge: u32) -> Result<Self> {
        let (size, model) = (source.size(), source.model());
        let layout = RowLayout { model, is_interleaved: false, samples: source.row_length() };
        let mut reader = ViewReader::new(size, layout, reduced_edge)?;
        let mut row = zeroed(source.row_length())?;
        for _ in 0..size.height {
            source.next_row(&mut row)?;
            copy_luma(&row, model, reader.luma_row());
            reader.take(&row);
        }
        Ok(reader.view)
    }

    /// Looks at a frame, in the size given, which is not larger than the frame's. The reduced image's longer side has at
    /// most `reduced_edge` pixels.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a size that is empty or larger; [`Error::EngineFailed`] when memory runs out.
    pub fn of_yuv(frame: &YuvFrame<'_>, size: Size, reduced_edge: u32) -> Result<Self> {
        let mut luma: Box<dyn RowSource + '_> = match frame.luma_in_thirds(size) {
            Some(thirds) => Box::new(thirds),
            None => resized(Box::new(frame.luma_rows()), size)?,
        };
        let mut view = Self::of_rows(luma.as_mut(), reduced_edge)?;
        #[expect(clippy::cast_precision_loss, reason = "a factor of at most 256")]
        let side = view.factor as f64 * f64::from(frame.size().width) / f64::from(size.width);
        frame.paint(&mut view.reduced, side);
        Ok(view)
    }

    /// Width and height.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Luma, every pixel.
    #[must_use]
    pub fn luma(&self) -> Plane<'_> {
        Plane { width: self.size.width as usize, samples: &self.luma }
    }

    /// The samples of [`Self::luma`] alone.
    #[must_use]
    pub fn into_luma(self) -> Vec<u8> {
        self.luma
    }

    /// The reduced image.
    #[must_use]
    pub const fn reduced(&self) -> &Reduced {
        &self.reduced
    }

    /// Puts an image of half the size into the place of the reduced one, which is returned.
    pub fn halve_reduced(&mut self) -> Reduced {
        self.factor *= 2;
        let half = self.reduced.halved();
        core::mem::replace(&mut self.reduced, half)
    }

    /// How many pixels along a side make one of the reduced image.
    #[must_use]
    pub const fn factor(&self) -> usize {
        self.factor
    }
}

fn copy_luma(row: &[u8], model: ColorModel, luma: &mut [u8]) {
    let width = luma.len();
    match model {
        ColorModel::Gray | ColorModel::YCbCr => luma.copy_from_slice(&row[..width]),
        ColorModel::Rgb => {
            let (reds, rest) = row.split_at(width);
            let (greens, blues) = rest.split_at(width);
            for (((luma, red), green), blue) in luma.iter_mut().zip(reds).zip(greens).zip(blues) {
                *luma = luma_of(*red, *green, *blue);
            }
        }
    }
}

/// How the samples of a row stand.
#[derive(Clone, Copy)]
struct RowLayout {
    model: ColorModel,
    /// Red, green, blue and alpha of a pixel side by side; else one component after another.
    is_interleaved: bool,
    samples: usize,
}

/// The largest factor: more rows of bytes cannot be summed up.
const MAX_FACTOR: u32 = 256;

struct ViewReader {
    view: View,
    layout: RowLayout,
    /// The rows at hand, summed up sample by sample.
    sums: Vec<u16>,
    taken: usize,
}

impl ViewReader {
    fn new(size: Size, layout: RowLayout, reduced_edge: u32) -> Result<Self> {
        let shortest = size.width.min(size.height);
        let factor = size.longest_edge().div_ceil(reduced_edge.max(1)).min(shortest.min(MAX_FACTOR));
        let (width, height) = ((size.width / factor) as usize, (size.height / factor) as usize);
        let plane = || zeroed(width * height);
        let reduced = Reduced { width, height, luma: plane()?, cb: plane()?, cr: plane()? };
        let luma = zeroed(size.width as usize * size.height as usize)?;
        let view = View { size, luma, factor: factor as usize, reduced };
        Ok(Self { view, layout, sums: vec![0; layout.samples], taken: 0 })
    }

    /// Where the luma of the next row belongs.
    fn luma_row(&mut self) -> &mut [u8] {
        let width = self.view.size.width as usize;
        &mut self.view.luma[self.taken * width..(self.taken + 1) * width]
    }

    fn take(&mut self, row: &[u8]) {
        add_samples(&mut self.sums, row);
        self.taken += 1;
        if self.taken.is_multiple_of(self.view.factor) {
            self.reduce(self.taken / self.view.factor - 1);
            self.sums.fill(0);
        }
    }

    fn reduce(&mut self, y: usize) {
        let View { size, factor, reduced, .. } = &mut self.view;
        let (factor, width) = (*factor, reduced.width);
        let (row, area) = (y * width..(y + 1) * width, Area::of(factor * factor));
        let model = self.layout.model;
        let planes = reduced.luma[row.clone()].iter_mut().zip(&mut reduced.cb[row.clone()]).zip(&mut reduced.cr[row]);
        let put = |((luma, cb), cr): ((&mut u8, &mut u8), &mut u8), sums: [u32; 3]| {
            [*luma, *cb, *cr] = ycbcr(sums.map(|sum| area.mean(sum)), model);
        };
        if self.layout.is_interleaved {
            for (pixel, cell) in planes.zip(self.sums.chunks_exact(factor * 4)) {
                let [red, green, blue, _] = total(cell.as_chunks::<4>().0);
                put(pixel, [red, green, blue]);
            }
        } else {
            let mut components = self.sums.chunks_exact(size.width as usize);
            let mut cells = [0; 3].map(|_| components.next().unwrap_or_default().chunks_exact(factor));
            for pixel in planes {
                put(pixel, cells.each_mut().map(|cells| total(cells.next().unwrap_or_default().as_chunks::<1>().0)[0]));
            }
        }
    }
}

/// The sums of pixels of so many components.
#[inline(always)]
fn total<const N: usize>(pixels: &[[u16; N]]) -> [u32; N] {
    let mut totals = [0; N];
    for pixel in pixels {
        for (total, sum) in totals.iter_mut().zip(pixel) {
            *total += u32::from(*sum);
        }
    }
    totals
}

/// A pixel in the components of JFIF.
fn ycbcr(means: [u8; 3], model: ColorModel) -> [u8; 3] {
    match model {
        ColorModel::YCbCr => means,
        ColorModel::Gray => [means[0], 128, 128],
        ColorModel::Rgb => {
            let [red, green, blue] = means;
            let [r, g, b] = means.map(i32::from);
            let chroma = |sum: i32| u8::try_from(((sum + 128) >> 8) + 128).unwrap_or(u8::MAX);
            [luma_of(red, green, blue), chroma(-43 * r - 85 * g + 128 * b), chroma(128 * r - 107 * g - 21 * b)]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{InterleavedRows, PixelLayout};

    fn rgba(width: u32, height: u32) -> Vec<u8> {
        let pixel = |x: u32, y: u32| [x * 5 % 256, y * 3 % 256, (x + y) % 256, 255].map(|v| u8::try_from(v).unwrap());
        (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect()
    }

    #[test]
    fn pixels_and_rows_look_the_same() {
        let size = Size { width: 50, height: 31 };
        let pixels = rgba(50, 31);
        let one = View::of_rgba(&pixels, size, 16).unwrap();
        let mut rows = InterleavedRows::new(size, PixelLayout::Rgba, pixels.as_slice()).unwrap();
        let other = View::of_rows(&mut rows, 16).unwrap();
        assert_eq!((one.factor(), one.reduced.width, one.reduced.height), (4, 12, 7));
        assert_eq!(one.luma, other.luma);
        assert_eq!((one.reduced.luma, one.reduced.cb), (other.reduced.luma, other.reduced.cb));
        assert_eq!(one.reduced.cr, other.reduced.cr);
    }

    #[test]
    fn colours_keep_to_jfif() {
        // Red, green, blue and their Y, Cb, Cr by the formulas of JFIF, rounded; a level more or less is allowed.
        let cases = [([255, 0, 0], [76, 85, 255]), ([0, 255, 0], [150, 44, 21]), ([0, 0, 255], [29, 255, 107])];
        for (rgb, expected) in cases.into_iter().chain([([128; 3], [128; 3]), ([255; 3], [255, 128, 128])]) {
            let found = ycbcr(rgb, ColorModel::Rgb);
            assert!(found.iter().zip(expected).all(|(one, other)| one.abs_diff(other) <= 1), "{rgb:?}: {found:?}");
        }
    }

    #[test]
    fn an_image_smaller_than_asked_for_is_not_reduced() {
        let view = View::of_rgba(&rgba(9, 7), Size { width: 9, height: 7 }, 320).unwrap();
        assert_eq!((view.factor(), view.reduced.width, view.reduced.height), (1, 9, 7));
        assert!(View::of_rgba(&[0; 5], Size { width: 1, height: 1 }, 320).is_err());
        assert!(View::of_rgba(&[], Size { width: 0, height: 1 }, 320).is_err());
    }
}
