//! Lossless WebP (RFC 9649, clause 3): an entropy-coded image and the transforms before it.
//!
//! A pixel is one number: alpha, red, green and blue, from the highest byte to the lowest.

use super::bits::Bits;
use super::entropy_coded::image;
use super::transforms::WebpTransform;
use super::{Size, coded_wrongly};
use crate::Result;

/// The byte that every lossless image starts with.
const SIGNATURE: u32 = 0x2F;
/// What the header says: the size, and whether any pixel may be translucent.
pub fn header(data: &[u8]) -> Result<(Size, bool)> {
    let mut bits = Bits::new(data);
    read_header(&mut bits)
}

/// The pixels of a lossless image of its own.
pub fn picture(data: &[u8]) -> Result<Vec<u32>> {
    let mut bits = Bits::new(data);
    let (size, _) = read_header(&mut bits)?;
    pixels(&mut bits, size.width as usize, size.height as usize)
}

/// The pixels behind a header, or of an image that has none.
pub fn pixels(bits: &mut Bits<'_>, width: usize, height: usize) -> Result<Vec<u32>> {
    let mut transforms: Vec<(WebpTransform, usize)> = Vec::new();
    let mut coded_width = width;
    while bits.flag() {
        let kind = bits.take(2);
        if transforms.iter().any(|(transform, _)| transform.kind() == kind) {
            return Err(coded_wrongly());
        }
        let (transform, narrower) = WebpTransform::read(kind, bits, (coded_width, height))?;
        transforms.push((transform, coded_width));
        coded_width = narrower;
    }
    let mut picture = image(bits, coded_width, height, true)?;
    for (transform, width) in transforms.iter().rev() {
        picture = transform.undone(picture, *width, height)?;
    }
    Ok(picture)
}

fn read_header(bits: &mut Bits<'_>) -> Result<(Size, bool)> {
    let signature = bits.take(8);
    let size = Size { width: bits.take(14) + 1, height: bits.take(14) + 1 };
    let has_alpha = bits.flag();
    if signature != SIGNATURE || bits.take(3) != 0 {
        return Err(coded_wrongly());
    }
    bits.check()?;
    Ok((size, has_alpha))
}
