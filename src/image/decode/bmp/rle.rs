//! Run-length coding of 4 and 8 bits.

use crate::raster::zeroed;
use crate::rows::Size;
use crate::{Error, Result};

/// The indices of the whole image, a byte each, bottom row first. Pixels that the runs leave out have index 0.
pub fn expand(data: &[u8], size: Size, bits: u8) -> Result<Vec<u8>> {
    let width = size.width as usize;
    let mut picture = IndexedImage {
        width,
        height: size.height as usize,
        indices: zeroed(usize::try_from(size.pixels()).unwrap_or(usize::MAX))?,
        x: 0,
        y: 0,
    };
    let mut reader = data.iter().copied();
    let mut next = || reader.next().ok_or_else(|| Error::damaged("BMP", "it ends within its runs"));
    while picture.y < picture.height {
        match (next()?, next()?) {
            (0, 0) => (picture.x, picture.y) = (0, picture.y + 1),
            (0, 1) => break,
            (0, 2) => {
                picture.x += usize::from(next()?);
                picture.y += usize::from(next()?);
            }
            (0, count) => {
                let bytes = if bits == 4 { count.div_ceil(2) } else { count };
                let mut left = count;
                for _ in 0..bytes {
                    let byte = next()?;
                    let pixels = if bits == 4 { left.min(2) } else { 1 };
                    picture.run(pixels, byte, bits);
                    left -= pixels;
                }
                if bytes % 2 == 1 {
                    next()?;
                }
            }
            (count, byte) => picture.run(count, byte, bits),
        }
    }
    Ok(picture.indices)
}

struct IndexedImage {
    width: usize,
    height: usize,
    indices: Vec<u8>,
    x: usize,
    y: usize,
}

impl IndexedImage {
    /// Writes `count` pixels. What would stand beside the image is left out.
    fn run(&mut self, count: u8, byte: u8, bits: u8) {
        let pair = if bits == 4 { [byte >> 4, byte & 15] } else { [byte; 2] };
        let row = self.y.checked_mul(self.width).and_then(|start| self.indices.get_mut(start..)).unwrap_or_default();
        let end = self.width.min(row.len());
        let row = row.get_mut(self.x.min(end)..end).unwrap_or_default();
        row.iter_mut().zip(pair.into_iter().cycle()).take(usize::from(count)).for_each(|(to, from)| *to = from);
        self.x += usize::from(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 4, height: 2 };

    #[test]
    fn runs_literals_moves_and_ends_are_followed() {
        let data = [3, 7, 0, 0, 0, 2, 1, 0, 0, 3, 1, 2, 3, 0, 0, 1];
        assert_eq!(expand(&data, SIZE, 8), Ok(vec![7, 7, 7, 0, 0, 1, 2, 3]));
        let data = [3, 0x12, 0, 0, 0, 3, 0x45, 0x60, 0, 1];
        assert_eq!(expand(&data, SIZE, 4), Ok(vec![1, 2, 1, 0, 4, 5, 6, 0]));
    }

    #[test]
    fn runs_beside_the_picture_are_left_out_and_a_missing_end_is_damage() {
        assert_eq!(expand(&[255, 9, 0, 0, 0, 1], SIZE, 8), Ok(vec![9, 9, 9, 9, 0, 0, 0, 0]));
        assert_eq!(expand(&[0, 2, 0, 200, 255, 1], SIZE, 8), Ok(vec![0; 8]));
        assert!(matches!(expand(&[4, 1, 0], SIZE, 8).map_err(|error| *error), Err(Error::DamagedImage { .. })));
    }
}
