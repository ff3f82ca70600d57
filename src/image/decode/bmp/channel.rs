//! Channels picked out of a pixel by masks.

use crate::{Error, Result};

/// The widest channel that is looked up whole; of a wider one only the highest bits count.
const MAX_BITS: u32 = 11;

/// Red, green, blue and alpha of a pixel of 16 or 32 bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masks {
    red: Channel,
    green: Channel,
    blue: Channel,
    /// Absent if the image is opaque.
    alpha: Option<Channel>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Channel {
    shift: u32,
    mask: u32,
    to_8_bits: Vec<u8>,
}

impl Masks {
    /// Masks of red, green, blue and alpha. A mask of 0 is an absent channel.
    pub fn new([red, green, blue, alpha]: [u32; 4]) -> Result<Self> {
        let alpha = if alpha == 0 { None } else { Some(Channel::new(alpha)?) };
        Ok(Self { red: Channel::new(red)?, green: Channel::new(green)?, blue: Channel::new(blue)?, alpha })
    }

    /// Red, green, blue and alpha in 8 bits.
    pub fn rgba(&self, pixel: u32) -> [u8; 4] {
        let alpha = self.alpha.as_ref().map_or(u8::MAX, |alpha| alpha.get(pixel));
        [self.red.get(pixel), self.green.get(pixel), self.blue.get(pixel), alpha]
    }

    /// Whether the pixel says of itself that it can be seen.
    pub fn is_visible(&self, pixel: u32) -> bool {
        self.alpha.as_ref().is_none_or(|alpha| alpha.get(pixel) > 0)
    }

    /// The same without alpha.
    pub fn opaque(self) -> Self {
        Self { alpha: None, ..self }
    }
}

impl Channel {
    fn new(mask: u32) -> Result<Self> {
        let (low, bits) = (mask.trailing_zeros(), mask.count_ones());
        if mask != 0 && mask >> low != u32::MAX >> (32 - bits) {
            return Err(Error::unsupported("BMP", format!("its mask {mask:#010X} has gaps")));
        }
        let used = bits.min(MAX_BITS);
        let max = (1u32 << used) - 1;
        let level = |value: u32| u8::try_from((value * 255 + max / 2).checked_div(max).unwrap_or(0)).unwrap_or(u8::MAX);
        let shift = if mask == 0 { 0 } else { low + bits - used };
        Ok(Self { shift, mask: max, to_8_bits: (0..=max).map(level).collect() })
    }

    fn get(&self, pixel: u32) -> u8 {
        let index = (pixel >> self.shift) & self.mask;
        self.to_8_bits.get(index as usize).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_value_of_a_channel_is_255() {
        for mask in [1, 0x7C00, 0x07E0, 0xFF, 0x00FF_0000, 0xFFE0_0000, 0xFFFF_FFFF] {
            let channel = Channel::new(mask).unwrap();
            assert_eq!((channel.get(mask), channel.get(!mask)), (255, 0), "{mask:X}");
        }
        assert_eq!(Channel::new(0).unwrap().get(u32::MAX), 0);
        assert!(Channel::new(0b1011).is_err());
    }

    #[test]
    fn five_bits_spread_over_eight() {
        let masks = Masks::new([0x7C00, 0x03E0, 0x001F, 0]).unwrap();
        assert_eq!(masks.rgba(16 << 10 | 1 << 5 | 30), [132, 8, 247, 255]);
    }
}
