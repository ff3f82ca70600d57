//! Rows of pixels, read from the file as they are asked for.

use super::{BmpFile, Coding, Masks};
use crate::raster::PixelLayout;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, PixelError, Result};

/// Rows of uncompressed pixels.
pub struct StoredRows<'a> {
    file: &'a BmpFile<'a>,
    masks: Option<Masks>,
    /// One row of red, green, blue and, with masks, alpha.
    pixels: Vec<u8>,
    given: usize,
}

impl<'a> StoredRows<'a> {
    pub fn new(file: &'a BmpFile<'a>) -> Result<Self> {
        let rows = file.row_bytes().checked_mul(file.size.height as usize);
        if rows.is_none_or(|length| length > file.data.len()) {
            return Err(Error::damaged("BMP", "it ends early"));
        }
        let masks = match &file.coding {
            Coding::Masked { bytes, masks } => Some(visible(file, *bytes, masks)),
            Coding::Indexed { .. } | Coding::RunLength { .. } | Coding::Bgr => None,
        };
        Ok(Self { file, masks, pixels: Vec::new(), given: 0 })
    }
}

/// Some writers announce alpha and leave it at 0: an image that could not be seen at all is taken for opaque.
fn visible(file: &BmpFile<'_>, bytes: u8, masks: &Masks) -> Masks {
    if pixels(file.data, bytes).any(|pixel| masks.is_visible(pixel)) { masks.clone() } else { masks.clone().opaque() }
}

fn pixels(data: &[u8], bytes: u8) -> impl Iterator<Item = u32> {
    let read = |pixel: &[u8]| pixel.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte));
    data.chunks_exact(usize::from(bytes)).map(read)
}

impl RowSource for StoredRows<'_> {
    fn size(&self) -> Size {
        self.file.size
    }

    fn model(&self) -> ColorModel {
        ColorModel::Rgb
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Box<PixelError>> {
        let last = self.file.size.height as usize - 1;
        let given = self.given.min(last);
        let stored_at = if self.file.top_down { given } else { last - given };
        let start = stored_at * self.file.row_bytes();
        let stored = self.file.data.get(start..start + self.file.row_bytes()).unwrap_or_default();
        let width = self.file.size.width as usize;
        self.pixels.clear();
        match (&self.file.coding, &self.masks) {
            (Coding::Masked { bytes, .. }, Some(masks)) => {
                self.pixels.extend(pixels(stored, *bytes).take(width).flat_map(|pixel| masks.rgba(pixel)));
                PixelLayout::Rgba.write_planar(&self.pixels, row);
            }
            (Coding::Indexed { bits } | Coding::RunLength { bits }, _) => {
                write_indexed(indices(stored, *bits), &self.file.palette, row);
            }
            (Coding::Bgr | Coding::Masked { .. }, _) => {
                self.pixels.extend(stored.as_chunks::<3>().0.iter().take(width).flat_map(|[b, g, r]| [*r, *g, *b]));
                PixelLayout::Rgb.write_planar(&self.pixels, row);
            }
        }
        self.given += 1;
        Ok(())
    }
}

/// Rows of an image in runs, which has been expanded to indices.
pub struct RunLengthRows<'a> {
    file: &'a BmpFile<'a>,
    indices: Vec<u8>,
    given: usize,
}

impl<'a> RunLengthRows<'a> {
    pub const fn new(file: &'a BmpFile<'a>, indices: Vec<u8>) -> Self {
        Self { file, indices, given: 0 }
    }
}

impl RowSource for RunLengthRows<'_> {
    fn size(&self) -> Size {
        self.file.size
    }

    fn model(&self) -> ColorModel {
        ColorModel::Rgb
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Box<PixelError>> {
        let last = self.file.size.height as usize - 1;
        let width = self.file.size.width as usize;
        let start = (last - self.given.min(last)) * width;
        let stored = self.indices.get(start..start + width).unwrap_or_default();
        write_indexed(stored.iter().copied(), &self.file.palette, row);
        self.given += 1;
        Ok(())
    }
}

/// Indices of 1, 2, 4 or 8 bits, the highest bits of a byte first.
fn indices(stored: &[u8], bits: u8) -> impl Iterator<Item = u8> {
    let mask = u8::MAX >> (8 - bits);
    stored.iter().flat_map(move |byte| (1..=8 / bits).map(move |part| (byte >> (8 - part * bits)) & mask))
}

/// An index that the palette does not have is black.
fn write_indexed(indices: impl Iterator<Item = u8>, palette: &[[u8; 3]], row: &mut [u8]) {
    let (reds, rest) = row.split_at_mut(row.len() / 3);
    let (greens, blues) = rest.split_at_mut(reds.len());
    for (((red, green), blue), index) in reds.iter_mut().zip(greens).zip(blues).zip(indices) {
        [*red, *green, *blue] = palette.get(usize::from(index)).copied().unwrap_or_default();
    }
}
