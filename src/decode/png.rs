//! PNG: in rows, or whole where the file is interlaced.

use crate::limits::MAX_RASTER_PIXELS;
use crate::raster::{InterleavedRows, PixelLayout};
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, PixelError, Result};
use png::{ColorType, Decoder, DecodingError, Reader, Transformations};
use std::io::Cursor;

/// Memory for anything but the pixels.
const MAX_EXTRA_BYTES: usize = 16_777_216;

/// The rows of a PNG file, in 8 bits, on white.
pub fn rows(bytes: &[u8]) -> Result<Box<dyn RowSource + '_>> {
    let max_bytes = usize::try_from(MAX_RASTER_PIXELS * 8).unwrap_or(usize::MAX).saturating_add(MAX_EXTRA_BYTES);
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), png::Limits { bytes: max_bytes });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let mut reader = decoder.read_info().map_err(failed)?;
    let size = Size { width: reader.info().width, height: reader.info().height };
    let layout = match reader.output_color_type().0 {
        ColorType::Grayscale => PixelLayout::Gray,
        ColorType::GrayscaleAlpha => PixelLayout::GrayAlpha,
        ColorType::Rgb => PixelLayout::Rgb,
        ColorType::Rgba => PixelLayout::Rgba,
        ColorType::Indexed => return Err(Error::damaged("PNG", "it has no palette")),
    };
    if reader.info().interlaced {
        let length = reader.output_buffer_size().ok_or_else(|| Error::damaged("PNG", "its size overflows"))?;
        let mut pixels = crate::raster::zeroed(length)?;
        reader.next_frame(&mut pixels).map_err(failed)?;
        return Ok(Box::new(InterleavedRows::new(size, layout, pixels)?));
    }
    Ok(Box::new(PngRows { reader, size, layout }))
}

struct PngRows<'a> {
    reader: Reader<Cursor<&'a [u8]>>,
    size: Size,
    layout: PixelLayout,
}

impl RowSource for PngRows<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        self.layout.model()
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), PixelError> {
        let pixels =
            self.reader.next_row().map_err(failed)?.ok_or_else(|| PixelError::damaged("PNG", "it ends early"))?;
        self.layout.write_planar(pixels.data(), row);
        Ok(())
    }
}

fn failed(error: DecodingError) -> PixelError {
    match error {
        DecodingError::LimitsExceeded => {
            PixelError::EngineFailed { reason: "the PNG file needs too much memory".into() }
        }
        DecodingError::IoError(_) => PixelError::damaged("PNG", "it ends early"),
        DecodingError::Format(_) | DecodingError::Parameter(_) => {
            PixelError::damaged("PNG", error.to_string().chars().take(120).collect::<String>())
        }
    }
}
