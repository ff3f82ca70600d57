//! The pixel work of PNG (ISO/IEC 15948): filters undone, stored samples made into 8 bits.

use crate::raster::PixelLayout;

/// Undoes the filter of a row (clause 9). Both rows begin with `pixel_bytes` zeros in the place of a pixel to the left.
///
/// Gives `false` for a filter that is not known.
pub fn unfilter(filter: u8, pixel_bytes: usize, above: &[u8], row: &mut [u8]) -> bool {
    match filter {
        0 => {}
        1 => add(pixel_bytes, above, row, |left, _, _| left),
        2 => add(pixel_bytes, above, row, |_, above, _| above),
        3 => add(pixel_bytes, above, row, |left, above, _| left.midpoint(above)),
        4 => add(pixel_bytes, above, row, paeth),
        _ => return false,
    }
    true
}

/// Adds to each byte what is predicted from the bytes to the left, above, and above to the left.
#[inline(always)]
fn add(pixel_bytes: usize, above: &[u8], row: &mut [u8], predicted: impl Fn(u8, u8, u8) -> u8) {
    let above = &above[..row.len()];
    for at in pixel_bytes..row.len() {
        let left = at - pixel_bytes;
        row[at] = row[at].wrapping_add(predicted(row[left], above[at], above[left]));
    }
}

/// The one of the three that is nearest to `left + above - corner`.
#[inline(always)]
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let [a, b, c] = [left, above, corner].map(i16::from);
    let (to_left, to_above, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}

/// What the samples of a row stand for.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// Gray or colors, with alpha or without.
    Direct(PixelLayout),
    /// As before, but pixels whose stored bytes are these are clear.
    Keyed(PixelLayout, Vec<u8>),
    /// Indices of colors, clear ones among them or not.
    Indexed {
        /// Red, green, blue and alpha of each index.
        palette: Vec<[u8; 4]>,
        /// Whether any is not opaque.
        has_alpha: bool,
    },
}

/// How pixels are stored.
#[derive(Debug, Clone)]
pub struct Storage {
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    pub bits: usize,
    /// What the samples stand for.
    pub meaning: Meaning,
}

impl Storage {
    /// Samples of a pixel, as stored.
    #[must_use]
    pub const fn channels(&self) -> usize {
        match &self.meaning {
            Meaning::Direct(layout) | Meaning::Keyed(layout, _) => layout.channels(),
            Meaning::Indexed { .. } => 1,
        }
    }

    /// What a pixel is once it is unpacked.
    #[must_use]
    pub const fn layout(&self) -> PixelLayout {
        match &self.meaning {
            Meaning::Direct(layout) => *layout,
            Meaning::Keyed(PixelLayout::Gray | PixelLayout::GrayAlpha, _) => PixelLayout::GrayAlpha,
            Meaning::Keyed(..) | Meaning::Indexed { has_alpha: true, .. } => PixelLayout::Rgba,
            Meaning::Indexed { has_alpha: false, .. } => PixelLayout::Rgb,
        }
    }

    /// Bytes of a row.
    #[must_use]
    pub const fn row_bytes(&self, width: usize) -> usize {
        (width * self.channels() * self.bits).div_ceil(8)
    }

    /// The pixels of a row, in 8 bits: `row` itself where it has that form already, else written to `pixels`.
    pub fn unpack<'a>(&self, row: &'a [u8], width: usize, pixels: &'a mut Vec<u8>) -> &'a [u8] {
        if self.bits == 8 && matches!(self.meaning, Meaning::Direct(_)) {
            return row;
        }
        pixels.resize(width * self.layout().channels(), 0);
        if self.bits < 8 {
            let samples: Vec<u8> = (0..width).map(|index| sample(row, index, self.bits)).collect();
            self.write(&samples, pixels);
        } else {
            self.write(row, pixels);
        }
        pixels
    }

    fn write(&self, stored: &[u8], pixels: &mut [u8]) {
        let channels = self.layout().channels();
        let sample_bytes = self.bits.div_ceil(8);
        let stored = stored.chunks_exact(self.channels() * sample_bytes);
        for (pixel, stored) in pixels.chunks_exact_mut(channels).zip(stored) {
            match &self.meaning {
                Meaning::Direct(_) => self.write_direct(stored, pixel),
                Meaning::Keyed(_, clear) => {
                    self.write_direct(stored, pixel);
                    pixel[channels - 1] = if stored == clear { 0 } else { 255 };
                }
                Meaning::Indexed { palette, .. } => {
                    let color = palette.get(usize::from(stored[0])).unwrap_or(&[0, 0, 0, 255]);
                    pixel.copy_from_slice(&color[..channels]);
                }
            }
        }
    }

    /// The higher byte of a wide sample; a narrow one stretched to 8 bits.
    fn write_direct(&self, stored: &[u8], pixel: &mut [u8]) {
        let stretch = if self.bits < 8 { 255 / ((1 << self.bits) - 1) } else { 1 };
        for (sample, stored) in pixel.iter_mut().zip(stored.chunks_exact(self.bits.div_ceil(8))) {
            *sample = stored[0].wrapping_mul(stretch);
        }
    }
}

/// The sample at `index`, of fewer than 8 bits: the first one is in the highest bits.
fn sample(row: &[u8], index: usize, bits: usize) -> u8 {
    let (byte, within) = (index * bits / 8, index * bits % 8);
    row[byte] << within >> (8 - bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_filter_is_undone() {
        let above = [0, 0, 0, 10, 20, 30, 40, 50, 60];
        let stored = [0, 0, 0, 1, 2, 3, 4, 5, 250];
        for (filter, expected) in [
            (0, [1, 2, 3, 4, 5, 250]),
            (1, [1, 2, 3, 5, 7, 253]),
            (2, [11, 22, 33, 44, 55, 54]),
            (3, [6, 12, 18, 27, 36, 33]),
            (4, [11, 22, 33, 44, 55, 54]),
        ] {
            let mut row = stored;
            assert!(unfilter(filter, 3, &above, &mut row));
            assert_eq!(row[3..], expected, "filter {filter}");
        }
        assert!(!unfilter(5, 3, &above, &mut stored.clone()));
    }

    #[track_caller]
    fn unpacks(storage: &Storage, row: &[u8], width: usize, expected: &[u8]) {
        assert_eq!(storage.unpack(row, width, &mut Vec::new()), expected);
    }

    #[test]
    fn samples_of_every_depth_become_8_bits() {
        let gray = |bits| Storage { bits, meaning: Meaning::Direct(PixelLayout::Gray) };
        unpacks(&gray(1), &[0b1010_0000], 3, &[255, 0, 255]);
        unpacks(&gray(2), &[0b0001_1011, 0b0100_0000], 5, &[0, 85, 170, 255, 85]);
        unpacks(&gray(4), &[0x0F, 0x80], 3, &[0, 255, 136]);
        unpacks(&gray(8), &[1, 2], 2, &[1, 2]);
        unpacks(&gray(16), &[1, 200, 2, 100], 2, &[1, 2]);
    }

    #[test]
    fn a_clear_colour_becomes_opacity() {
        let gray = Storage { bits: 2, meaning: Meaning::Keyed(PixelLayout::Gray, vec![1]) };
        unpacks(&gray, &[0b0001_1011], 2, &[0, 255, 85, 0]);
        let rgb = Storage { bits: 16, meaning: Meaning::Keyed(PixelLayout::Rgb, vec![0, 1, 0, 2, 0, 3]) };
        unpacks(&rgb, &[0, 1, 0, 2, 0, 3, 0, 1, 0, 2, 0, 4], 2, &[0, 0, 0, 0, 0, 0, 0, 255]);
    }

    #[test]
    fn an_index_outside_the_palette_is_black() {
        let palette = vec![[1, 2, 3, 255], [4, 5, 6, 9]];
        let opaque = Storage { bits: 8, meaning: Meaning::Indexed { palette: palette.clone(), has_alpha: false } };
        unpacks(&opaque, &[1, 7], 2, &[4, 5, 6, 0, 0, 0]);
        let clear = Storage { bits: 1, meaning: Meaning::Indexed { palette, has_alpha: true } };
        unpacks(&clear, &[0b0100_0000], 2, &[1, 2, 3, 255, 4, 5, 6, 9]);
    }
}
