//! PNG: in rows, or whole where the file is interlaced.

use crate::image::metadata::{PngColors, PngFile};
use crate::raster::{InterleavedRows, zeroed};
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, PixelError, Result};
use header::PngHeader;
use idsnap_pixels::color_space::ToSrgb;
use scanlines::Scanlines;

mod header;
mod inflate;
mod scanlines;

/// The rows of a PNG file, in 8 bits, on white.
pub fn rows<'a>(file: &'a PngFile<'a>) -> Result<Box<dyn RowSource + 'a>> {
    let PngHeader { storage, is_interlaced } = PngHeader::read(file)?;
    let colors = match file.colors {
        PngColors::Other(transfer, primaries) => ToSrgb::new(transfer, primaries),
        PngColors::Plain | PngColors::Unknown => None,
    };
    let mut lines = Scanlines::new(file.chunks(*b"IDAT"), storage, colors);
    if is_interlaced {
        let pixels = interlaced(&mut lines, file.size)?;
        return Ok(Box::new(InterleavedRows::new(file.size, lines.storage.layout(), pixels)?));
    }
    lines.start(file.size.width as usize);
    Ok(Box::new(PngRows { lines, size: file.size }))
}

struct PngRows<'a> {
    lines: Scanlines<'a>,
    size: Size,
}

impl RowSource for PngRows<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        self.lines.storage.layout().model()
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Box<PixelError>> {
        let layout = self.lines.storage.layout();
        layout.write_planar(self.lines.next()?, row);
        Ok(())
    }
}

/// The passes of Adam7 (ISO/IEC 15948, clause 8): the first column and row of each, and the steps from one to the next.
const PASSES: [[usize; 4]; 7] =
    [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]];

fn interlaced(lines: &mut Scanlines<'_>, size: Size) -> Result<Vec<u8>> {
    let (width, height) = (size.width as usize, size.height as usize);
    let channels = lines.storage.layout().channels();
    let length = width.checked_mul(height).and_then(|pixels| pixels.checked_mul(channels));
    let mut picture = zeroed(length.ok_or_else(|| Error::damaged("PNG", "its size overflows"))?)?;
    for [left, top, right, down] in PASSES {
        if left >= width {
            continue;
        }
        lines.start((width - left).div_ceil(right));
        for row in picture.chunks_exact_mut(width * channels).skip(top).step_by(down) {
            let places = row.chunks_exact_mut(channels).skip(left).step_by(right);
            places.zip(lines.next()?.chunks_exact(channels)).for_each(|(place, pixel)| place.copy_from_slice(pixel));
        }
    }
    Ok(picture)
}
