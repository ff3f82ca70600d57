//! Conversions of rows between color models (JFIF 1.02, T.871 clause 7).

use crate::Result;
use crate::rows::{ColorModel, RowSource, Size};

/// The rows of another source as red, green and blue.
#[derive(Debug)]
pub struct RgbRows<S> {
    source: S,
}

impl<S: RowSource> RgbRows<S> {
    /// Converts what `source` gives.
    pub const fn new(source: S) -> Self {
        Self { source }
    }

    /// The source.
    pub fn into_inner(self) -> S {
        self.source
    }
}

impl<S: RowSource> RowSource for RgbRows<S> {
    fn size(&self) -> Size {
        self.source.size()
    }

    fn model(&self) -> ColorModel {
        ColorModel::Rgb
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        match self.source.model() {
            ColorModel::Rgb => self.source.next_row(row),
            ColorModel::YCbCr => {
                self.source.next_row(row)?;
                ycbcr_row_to_rgb(row);
                Ok(())
            }
            ColorModel::Gray => {
                let width = row.len() / 3;
                self.source.next_row(&mut row[..width])?;
                row.copy_within(..width, width);
                row.copy_within(..width, 2 * width);
                Ok(())
            }
        }
    }
}

/// Converts a planar row in place, with the integer arithmetic of libjpeg.
pub fn ycbcr_row_to_rgb(row: &mut [u8]) {
    let width = row.len() / 3;
    let (first, rest) = row.split_at_mut(width);
    let (second, third) = rest.split_at_mut(width);
    for ((first, second), third) in first.iter_mut().zip(second).zip(third) {
        [*first, *second, *third] = rgb(*first, *second, *third);
    }
}

/// Converts a planar row of four components, whose first three then are red, green and blue. 255 is no ink.
pub fn cmyk_row_to_rgb(row: &mut [u8], is_ycck: bool) {
    let (ink, black) = row.split_at_mut(row.len() / 4 * 3);
    if is_ycck {
        ycbcr_row_to_rgb(ink);
        ink.iter_mut().for_each(|sample| *sample = 255 - *sample);
    }
    for plane in ink.chunks_exact_mut(black.len().max(1)) {
        for (sample, &black) in plane.iter_mut().zip(black.iter()) {
            *sample = scaled(*sample, black);
        }
    }
}

/// The product of two fractions of 255, rounded.
#[expect(clippy::cast_possible_truncation, reason = "the quotient is at most 255")]
#[inline(always)]
fn scaled(ink: u8, black: u8) -> u8 {
    ((u32::from(ink) * u32::from(black) + 127) / 255) as u8
}

#[inline(always)]
fn rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    /// The factors with 16 fractional bits.
    const RED_CR: i32 = 91_881;
    const GREEN_CB: i32 = 22_554;
    const GREEN_CR: i32 = 46_802;
    const BLUE_CB: i32 = 116_130;
    const HALF: i32 = 1 << 15;
    let (y, cb, cr) = (i32::from(y), i32::from(cb) - 128, i32::from(cr) - 128);
    [
        clamped(y + ((RED_CR * cr + HALF) >> 16)),
        clamped(y + ((HALF - GREEN_CB * cb - GREEN_CR * cr) >> 16)),
        clamped(y + ((BLUE_CB * cb + HALF) >> 16)),
    ]
}

#[expect(clippy::cast_sign_loss, reason = "clamped to 0 to 255")]
#[inline(always)]
fn clamped(value: i32) -> u8 {
    value.clamp(0, 255) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_the_corners_of_the_cube() {
        for (ycbcr, expected) in [
            ([0, 128, 128], [0, 0, 0]),
            ([255, 128, 128], [255, 255, 255]),
            ([76, 85, 255], [254, 0, 0]),
            ([150, 44, 21], [0, 255, 1]),
            ([29, 255, 107], [0, 0, 254]),
        ] {
            let mut row = ycbcr;
            ycbcr_row_to_rgb(&mut row);
            assert_eq!(row, expected, "{ycbcr:?}");
        }
    }

    #[test]
    fn no_ink_is_white_and_black_ink_is_black() {
        let mut row = [255, 200, 255, 200, 128, 200, 255, 0];
        cmyk_row_to_rgb(&mut row, false);
        assert_eq!(row[..6], [255, 0, 255, 0, 128, 0]);
        let mut row = [0, 128, 128, 255];
        cmyk_row_to_rgb(&mut row, true);
        assert_eq!(row[..3], [255, 255, 255]);
    }
}
