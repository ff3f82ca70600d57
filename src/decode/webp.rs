//! WebP, whole; of an animation the first frame.

use crate::limits::MAX_RASTER_PIXELS;
use crate::raster::{InterleavedRows, PixelLayout, zeroed};
use crate::rows::{RowSource, Size};
use crate::{Error, Result};
use image_webp::{DecodingError, WebPDecoder};
use std::io::Cursor;

/// Width and height, from the header.
pub fn size(bytes: &[u8]) -> Result<Size> {
    let (width, height) = decoder(bytes)?.dimensions();
    Ok(Size { width, height })
}

/// The rows of a WebP file, on white.
pub fn rows(bytes: &[u8], size: Size) -> Result<Box<dyn RowSource + '_>> {
    let mut decoder = decoder(bytes)?;
    let layout = if decoder.has_alpha() { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let length = decoder.output_buffer_size().ok_or_else(|| Error::damaged("WebP", "its size overflows"))?;
    let mut pixels = zeroed(length)?;
    decoder.read_image(&mut pixels).map_err(failed)?;
    Ok(Box::new(InterleavedRows::new(size, layout, pixels)?))
}

fn decoder(bytes: &[u8]) -> Result<WebPDecoder<Cursor<&[u8]>>> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes)).map_err(failed)?;
    decoder.set_memory_limit(usize::try_from(MAX_RASTER_PIXELS * 4).unwrap_or(usize::MAX));
    Ok(decoder)
}

fn failed(error: DecodingError) -> Error {
    match error {
        DecodingError::MemoryLimitExceeded | DecodingError::ImageTooLarge => {
            Error::EngineFailed { reason: "the WebP file needs too much memory".into() }
        }
        DecodingError::UnsupportedFeature(feature) => Error::unsupported("WebP", feature),
        DecodingError::IoError(_) => Error::damaged("WebP", "it ends early"),
        DecodingError::ChunkMissing | DecodingError::ChunkHeaderInvalid(_) => {
            Error::damaged("WebP", "a chunk is missing or damaged")
        }
        DecodingError::InconsistentImageSizes => Error::damaged("WebP", "its sizes contradict each other"),
        _ => Error::damaged("WebP", "its picture is coded in a way that does not exist"),
    }
}
