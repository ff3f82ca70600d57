//! The segment that says how colors were transformed.

use crate::jpeg::decode::header::{ColorSpace, JpegHeader};

/// APP14 of an image whose colors need it (Adobe technical note 5116).
pub fn adobe_segment(header: &JpegHeader) -> Option<[u8; 16]> {
    let transform = header.adobe_transform?;
    let needs_it = matches!(header.color, ColorSpace::Rgb | ColorSpace::Cmyk | ColorSpace::Ycck);
    needs_it.then_some([0xFF, 0xEE, 0, 14, b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, transform])
}
