//! The transforms of 8 x 8 and 4 x 4, and the rounding of blocks, where there are no vectors of WebAssembly.

use crate::jpeg::shared::dct::{
    FORWARD_PASS1_SHIFT, FORWARD_PASS2_SHIFT, INVERSE_PASS1_SHIFT, INVERSE_PASS2_SHIFT, Samples, eight_points,
    forward_points, four_points, sample,
};
use crate::jpeg::shared::frame::{BLOCK, Block};

/// The samples of the block at half size.
pub fn four(block: &Block, steps: &[i16; BLOCK]) -> [[u8; 4]; 4] {
    let rows: [[i32; 4]; 4] = std::array::from_fn(|row| {
        std::array::from_fn(|column| i32::from(block[row * 8 + column].wrapping_mul(steps[row * 8 + column])))
    });
    let columns = transposed(&rows).map(|column| four_points(column, INVERSE_PASS1_SHIFT));
    transposed(&columns).map(|row| four_points(row, INVERSE_PASS2_SHIFT).map(sample))
}

/// The samples of the block. `N` is 4 where only the 4 x 4 coefficients of the lowest frequencies may be other than
/// zero, else 8.
pub fn eight<const N: usize>(block: &Block, steps: &[i16; BLOCK]) -> [[u8; 8]; 8] {
    let mut rows = [[0_i16; 8]; 8];
    for lane in 0..N {
        let inputs = std::array::from_fn(|row| i32::from(block[row * 8 + lane].wrapping_mul(steps[row * 8 + lane])));
        let outputs = eight_points::<N, i32>(inputs, INVERSE_PASS1_SHIFT);
        for row in 0..8 {
            rows[row][lane] = word(outputs[row]);
        }
    }
    let rows = transposed(&rows);
    let mut samples = [[0_u8; 8]; 8];
    for lane in 0..8 {
        let inputs = std::array::from_fn(|row| i32::from(rows[row][lane]));
        let outputs = eight_points::<N, i32>(inputs, INVERSE_PASS2_SHIFT);
        for row in 0..8 {
            samples[row][lane] = sample(outputs[row]);
        }
    }
    transposed(&samples)
}

/// The coefficients of the samples, in eighths, horizontal frequency times 8 plus vertical.
pub fn forward(samples: &Samples<'_>) -> Block {
    let columns = transposed(&samples.map(|row| row.map(i32::from)));
    let rows = transposed(&columns.map(|column| forward_points(column, FORWARD_PASS1_SHIFT)));
    let rows = rows.map(|row| forward_points(row, FORWARD_PASS2_SHIFT).map(word));
    let turned = transposed(&rows);
    core::array::from_fn(|at| turned[at / 8][at % 8])
}

/// Which coefficients of `block` reach `thresholds`: a bit each, in the order of both.
pub fn reaching(block: &Block, thresholds: &[u16; BLOCK]) -> u64 {
    let reaches = |at: usize| u64::from(block[at].unsigned_abs() >= thresholds[at]) << at;
    (0..BLOCK).map(reaches).sum()
}

/// The sum of all squares.
pub fn energy(block: &Block) -> i32 {
    block.iter().fold(0, |sum, &value| sum.wrapping_add(i32::from(value) * i32::from(value)))
}

/// Each coefficient brought nearer to zero by `dead`, at most to zero, times `reciprocals` / 2^15, rounded.
#[expect(clippy::cast_possible_truncation, reason = "a product of 16-bit numbers without its low 15 bits")]
pub fn quantized(block: &Block, (dead, reciprocals): (&Block, &Block)) -> Block {
    core::array::from_fn(|at| {
        let value = i32::from(block[at] - block[at].clamp(-dead[at], dead[at]));
        ((value * i32::from(reciprocals[at]) + (1 << 14)) >> 15) as i16
    })
}

/// The products with `steps`, saturated.
pub fn multiplied(block: &Block, steps: &Block) -> Block {
    core::array::from_fn(|at| block[at].saturating_mul(steps[at]))
}

/// Saturated, as libjpeg-turbo does between the passes.
#[expect(clippy::cast_possible_truncation, reason = "clamped to 16 bits")]
#[inline(always)]
fn word(value: i32) -> i16 {
    value.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

fn transposed<T: Copy + Default, const N: usize>(values: &[[T; N]; N]) -> [[T; N]; N] {
    let mut result = [[T::default(); N]; N];
    for row in 0..N {
        for column in 0..N {
            result[column][row] = values[row][column];
        }
    }
    result
}
