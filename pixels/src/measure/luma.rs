//! Luma of interleaved pixels, by JFIF (ITU-R BT.601): every pixel of every frame passes here.

/// Weights of red, green and blue in 128ths, so that a product of a weight and a sample fits into 16 bits.
const RED: u16 = 38;
const GREEN: u16 = 75;
const BLUE: u16 = 15;
const SHIFT: u32 = 7;

/// The luma of a row of red, green, blue and alpha. Alpha is not looked at: frames have none.
pub fn luma_of_rgba(rgba: &[u8], luma: &mut [u8]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let taken = vectors::luma_of_rgba(rgba, luma);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let taken = 0;
    let pixels = rgba.as_chunks::<4>().0;
    for (sample, [red, green, blue, _]) in luma.iter_mut().zip(pixels).skip(taken) {
        *sample = luma_of(*red, *green, *blue);
    }
}

/// The luma of one pixel.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the weights sum up to 128")]
pub fn luma_of(red: u8, green: u8, blue: u8) -> u8 {
    let sum = u16::from(red) * RED + u16::from(green) * GREEN + u16::from(blue) * BLUE;
    ((sum + (1 << (SHIFT - 1))) >> SHIFT) as u8
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use super::{BLUE, GREEN, RED, SHIFT};
    use crate::vector::bytes;
    use core::arch::wasm32::{
        i16x8_narrow_i32x4, i32x4_add, i32x4_dot_i16x8, i32x4_splat, u8x16_narrow_i16x8, u16x8_shr, u32x4_shr, u64x2,
        u64x2_extract_lane, v128, v128_and,
    };

    /// Pixels at a time.
    const GROUP: usize = 8;

    /// As many pixels as whole groups hold; how many those are.
    pub fn luma_of_rgba(rgba: &[u8], luma: &mut [u8]) -> usize {
        let halves = rgba.as_chunks::<{ GROUP * 2 }>().0;
        let groups = luma.as_chunks_mut::<GROUP>().0;
        let count = groups.len().min(halves.len() / 2);
        for (group, pair) in groups.iter_mut().zip(halves.as_chunks::<2>().0) {
            let words = i16x8_narrow_i32x4(sums(bytes(&pair[0])), sums(bytes(&pair[1])));
            *group = u64x2_extract_lane::<0>(u8x16_narrow_i16x8(words, words)).to_le_bytes();
        }
        count * GROUP
    }

    /// The luma of four pixels.
    #[inline(always)]
    fn sums(pixels: v128) -> v128 {
        const LOW_BYTES: u64 = 0x00FF_00FF_00FF_00FF;
        const RED_BLUE: u64 = (RED as u64 | (BLUE as u64) << 16) * 0x1_0000_0001;
        const GREEN_ONLY: u64 = GREEN as u64 * 0x1_0000_0001;
        let red_blue = i32x4_dot_i16x8(v128_and(pixels, u64x2(LOW_BYTES, LOW_BYTES)), u64x2(RED_BLUE, RED_BLUE));
        let green = i32x4_dot_i16x8(u16x8_shr(pixels, 8), u64x2(GREEN_ONLY, GREEN_ONLY));
        let sum = i32x4_add(i32x4_add(red_blue, green), i32x4_splat(1 << (SHIFT - 1)));
        u32x4_shr(sum, SHIFT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luma_is_that_of_jfif_within_the_coarseness_of_its_weights() {
        for (red, green, blue) in [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (200, 120, 40)] {
            let exact = 0.299 * f64::from(red) + 0.587 * f64::from(green) + 0.114 * f64::from(blue);
            let found = f64::from(luma_of(red, green, blue));
            // The weights are rounded to 128ths, each by at most 0.004: 1 level of 255 at the most.
            assert!((found - exact).abs() <= 1.0, "{red} {green} {blue}: {found} for {exact}");
        }
    }

    #[test]
    fn a_row_is_the_same_in_groups_and_one_by_one() {
        let rgba: Vec<u8> = (0..27u8 * 4).map(|at| at.wrapping_mul(89)).collect();
        let mut row = [0; 27];
        luma_of_rgba(&rgba, &mut row);
        let one_by_one: Vec<u8> = rgba.as_chunks::<4>().0.iter().map(|[r, g, b, _]| luma_of(*r, *g, *b)).collect();
        assert_eq!(row.to_vec(), one_by_one);
    }
}
