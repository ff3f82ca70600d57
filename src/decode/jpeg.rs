//! JPEG.

use crate::raster::{InterleavedRows, PixelLayout};
use crate::rows::{RowSource, Size};
use crate::{Error, Result};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// The rows of a JPEG file.
pub fn rows(bytes: &[u8], _at_least: Size) -> Result<Box<dyn RowSource + '_>> {
    let options = DecoderOptions::new_fast().set_max_width(65_535).set_max_height(65_535);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let gray = decoder.input_colorspace() == Some(ColorSpace::Luma);
    let (space, layout) =
        if gray { (ColorSpace::Luma, PixelLayout::Gray) } else { (ColorSpace::RGB, PixelLayout::Rgb) };
    decoder.set_options(options.jpeg_set_out_colorspace(space));
    let pixels = decoder.decode().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| Error::damaged("JPEG", "it has no size"))?;
    let size = Size { width: u32::try_from(width).unwrap_or(0), height: u32::try_from(height).unwrap_or(0) };
    Ok(Box::new(InterleavedRows::new(size, layout, pixels)?))
}

fn damaged(error: impl core::fmt::Debug) -> Error {
    Error::damaged("JPEG", format!("{error:?}").chars().take(80).collect::<String>())
}
