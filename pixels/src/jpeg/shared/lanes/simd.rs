//! The transforms of 8 x 8 and 4 x 4, and the rounding of blocks, with the vectors of WebAssembly: the compiler does
//! not find the transpositions by itself, and a photo of 11 megapixels takes up to 1.8 times as long with what it finds
//! (190 ms for 107 ms, V8 11.3).

use crate::jpeg::shared::dct::{
    FORWARD_PASS1_SHIFT, FORWARD_PASS2_SHIFT, INVERSE_PASS1_SHIFT, INVERSE_PASS2_SHIFT, Lane, Samples, eight_points,
    forward_points, four_points,
};
use crate::jpeg::shared::frame::{BLOCK, Block};
use crate::vector::{store_words, words};
use std::arch::wasm32::{
    i16x8_abs, i16x8_add_sat, i16x8_bitmask, i16x8_max, i16x8_min, i16x8_mul, i16x8_narrow_i32x4, i16x8_neg,
    i16x8_q15mulr_sat, i16x8_shuffle, i16x8_splat, i16x8_sub, i32x4_add, i32x4_dot_i16x8, i32x4_extend_high_i16x8,
    i32x4_extend_low_i16x8, i32x4_extmul_high_i16x8, i32x4_extmul_low_i16x8, i32x4_extract_lane, i32x4_mul, i32x4_shl,
    i32x4_shr, i32x4_shuffle, i32x4_splat, i32x4_sub, u8x16_narrow_i16x8, u8x16_shuffle, u16x8_ge, u32x4_extract_lane,
    u64x2_extract_lane, v128,
};

/// Four 32-bit numbers side by side.
#[derive(Clone, Copy)]
struct Four(v128);

impl Lane for Four {
    #[inline(always)]
    fn zero() -> Self {
        Self(i32x4_splat(0))
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        Self(i32x4_add(self.0, other.0))
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self(i32x4_sub(self.0, other.0))
    }

    #[inline(always)]
    fn times(self, factor: i32) -> Self {
        Self(i32x4_mul(self.0, i32x4_splat(factor)))
    }

    #[inline(always)]
    fn shifted_up(self, bits: u32) -> Self {
        Self(i32x4_shl(self.0, bits))
    }

    #[inline(always)]
    fn shifted_down(self, bits: u32) -> Self {
        Self(i32x4_shr(i32x4_add(self.0, i32x4_splat(1 << (bits - 1))), bits))
    }
}

/// The samples of the block at half size.
#[inline(always)]
pub fn four(block: &Block, steps: &[i16; BLOCK]) -> [[u8; 4]; 4] {
    let (block, steps) = (block.as_chunks::<8>().0, steps.as_chunks::<8>().0);
    let rows: [Four; 4] =
        std::array::from_fn(|row| Four(i32x4_extend_low_i16x8(i16x8_mul(words(&block[row]), words(&steps[row])))));
    let rows = transposed_fours(four_points(rows, INVERSE_PASS1_SHIFT));
    let [a, b, c, d] = transposed_fours(four_points(rows, INVERSE_PASS2_SHIFT)).map(|row| row.0);
    let [top, bottom] = [i16x8_narrow_i32x4(a, b), i16x8_narrow_i32x4(c, d)];
    let [top, bottom] = [top, bottom].map(|rows| i16x8_add_sat(rows, i16x8_splat(128)));
    let samples = u8x16_narrow_i16x8(top, bottom);
    [
        u32x4_extract_lane::<0>(samples),
        u32x4_extract_lane::<1>(samples),
        u32x4_extract_lane::<2>(samples),
        u32x4_extract_lane::<3>(samples),
    ]
    .map(u32::to_le_bytes)
}

/// The samples of the block. `N` is 4 where only the 4 x 4 coefficients of the lowest frequencies may be other than
/// zero, else 8.
#[inline(always)]
pub fn eight<const N: usize>(block: &Block, steps: &[i16; BLOCK]) -> [[u8; 8]; 8] {
    let (block, steps) = (block.as_chunks::<8>().0, steps.as_chunks::<8>().0);
    let mut rows = [i16x8_splat(0); 8];
    for row in 0..N {
        rows[row] = i16x8_mul(words(&block[row]), words(&steps[row]));
    }
    let columns = pass::<N, N>(rows, INVERSE_PASS1_SHIFT);
    let rows = transposed_words(columns);
    let columns = pass::<N, 8>(rows, INVERSE_PASS2_SHIFT).map(|row| i16x8_add_sat(row, i16x8_splat(128)));
    let [a, b, c, d, e, f, g, h] = columns;
    transposed_bytes([
        u8x16_narrow_i16x8(a, b),
        u8x16_narrow_i16x8(c, d),
        u8x16_narrow_i16x8(e, f),
        u8x16_narrow_i16x8(g, h),
    ])
}

/// The coefficients of the samples, in eighths, horizontal frequency times 8 plus vertical.
#[inline(always)]
pub fn forward(samples: &Samples<'_>) -> Block {
    let columns = forward_pass(samples.map(words), FORWARD_PASS1_SHIFT);
    let rows = forward_pass(transposed_words(columns), FORWARD_PASS2_SHIFT);
    stored(|at| rows[at])
}

#[inline(always)]
fn forward_pass(rows: [v128; 8], shift: u32) -> [v128; 8] {
    let left = forward_points(rows.map(|row| Four(i32x4_extend_low_i16x8(row))), shift);
    let right = forward_points(rows.map(|row| Four(i32x4_extend_high_i16x8(row))), shift);
    std::array::from_fn(|row| i16x8_narrow_i32x4(left[row].0, right[row].0))
}

/// A block of eight vectors.
#[inline(always)]
fn stored(row: impl Fn(usize) -> v128) -> Block {
    let mut block = [0; BLOCK];
    for (at, out) in block.as_chunks_mut::<8>().0.iter_mut().enumerate() {
        store_words(row(at), out);
    }
    block
}

/// Which coefficients of `block` reach `thresholds`: a bit each, in the order of both.
#[inline(always)]
pub fn reaching(block: &Block, thresholds: &[u16; BLOCK]) -> u64 {
    let (block, thresholds) = (block.as_chunks::<8>().0, thresholds.as_chunks::<8>().0);
    let mut mask = 0;
    for at in (0..8).rev() {
        let thresholds = words(&thresholds[at].map(u16::cast_signed));
        mask = mask << 8 | u64::from(i16x8_bitmask(u16x8_ge(i16x8_abs(words(&block[at])), thresholds)));
    }
    mask
}

/// The sum of all squares.
#[inline(always)]
pub fn energy(block: &Block) -> i32 {
    let squares = |row| {
        let row = words(row);
        i32x4_dot_i16x8(row, row)
    };
    let sums = block.as_chunks::<8>().0.iter().map(squares).fold(i32x4_splat(0), |sum, row| i32x4_add(sum, row));
    let half = i32x4_add(sums, i32x4_shuffle::<2, 3, 0, 1>(sums, sums));
    i32x4_extract_lane::<0>(half).wrapping_add(i32x4_extract_lane::<1>(half))
}

/// Each coefficient brought nearer to zero by `dead`, at most to zero, times `reciprocals` / 2^15, rounded.
#[inline(always)]
pub fn quantized(block: &Block, (dead, reciprocals): (&Block, &Block)) -> Block {
    let [block, dead, reciprocals] = [block, dead, reciprocals].map(|block| block.as_chunks::<8>().0);
    stored(|at| {
        let (value, dead) = (words(&block[at]), words(&dead[at]));
        let excess = i16x8_sub(value, i16x8_max(i16x8_min(value, dead), i16x8_neg(dead)));
        i16x8_q15mulr_sat(excess, words(&reciprocals[at]))
    })
}

/// The products with `steps`, saturated.
#[inline(always)]
pub fn multiplied(block: &Block, steps: &Block) -> Block {
    let (block, steps) = (block.as_chunks::<8>().0, steps.as_chunks::<8>().0);
    stored(|at| {
        let (block, steps) = (words(&block[at]), words(&steps[at]));
        i16x8_narrow_i32x4(i32x4_extmul_low_i16x8(block, steps), i32x4_extmul_high_i16x8(block, steps))
    })
}

/// The transform of each column. Rows from `N` on are zero, and so are columns from `COLUMNS` on.
#[inline(always)]
fn pass<const N: usize, const COLUMNS: usize>(rows: [v128; 8], shift: u32) -> [v128; 8] {
    let left = eight_points::<N, Four>(rows.map(|row| Four(i32x4_extend_low_i16x8(row))), shift);
    let mut right = [Four::zero(); 8];
    if COLUMNS > 4 {
        right = eight_points::<N, Four>(rows.map(|row| Four(i32x4_extend_high_i16x8(row))), shift);
    }
    std::array::from_fn(|row| i16x8_narrow_i32x4(left[row].0, right[row].0))
}

#[inline(always)]
fn transposed_fours([a, b, c, d]: [Four; 4]) -> [Four; 4] {
    let low = |a, b| i32x4_shuffle::<0, 4, 1, 5>(a, b);
    let high = |a, b| i32x4_shuffle::<2, 6, 3, 7>(a, b);
    let [a, b, c, d] = [low(a.0, c.0), high(a.0, c.0), low(b.0, d.0), high(b.0, d.0)];
    [low(a, c), high(a, c), low(b, d), high(b, d)].map(Four)
}

// A matrix of 8 x 8 whose first half is interleaved with its second half, three times over, is transposed.

#[inline(always)]
fn transposed_words(rows: [v128; 8]) -> [v128; 8] {
    interleaved_words(interleaved_words(interleaved_words(rows)))
}

#[inline(always)]
fn interleaved_words([a, b, c, d, e, f, g, h]: [v128; 8]) -> [v128; 8] {
    let low = |a, b| i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(a, b);
    let high = |a, b| i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(a, b);
    [low(a, e), high(a, e), low(b, f), high(b, f), low(c, g), high(c, g), low(d, h), high(d, h)]
}

#[inline(always)]
fn transposed_bytes(rows: [v128; 4]) -> [[u8; 8]; 8] {
    let [a, b, c, d] = interleaved_bytes(interleaved_bytes(interleaved_bytes(rows)));
    let [low, high] = [u64x2_extract_lane::<0>, u64x2_extract_lane::<1>];
    [low(a), high(a), low(b), high(b), low(c), high(c), low(d), high(d)].map(u64::to_le_bytes)
}

#[inline(always)]
fn interleaved_bytes([a, b, c, d]: [v128; 4]) -> [v128; 4] {
    let low = |a, b| u8x16_shuffle::<0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23>(a, b);
    let high = |a, b| u8x16_shuffle::<8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31>(a, b);
    [low(a, c), high(a, c), low(b, d), high(b, d)]
}
