//! The transforms of 8 x 8 and 4 x 4 where there are no vectors of WebAssembly.

use super::frame::{BLOCK, Block};
use super::idct::{PASS1_SHIFT, PASS2_SHIFT, eight_points, four_points, sample};

/// The samples of the block at half size.
pub(super) fn four(block: &Block, steps: &[i16; BLOCK]) -> [[u8; 4]; 4] {
    let rows: [[i32; 4]; 4] = std::array::from_fn(|row| {
        std::array::from_fn(|column| i32::from(block[row * 8 + column].wrapping_mul(steps[row * 8 + column])))
    });
    let columns = transposed(&rows).map(|column| four_points(column, PASS1_SHIFT));
    transposed(&columns).map(|row| four_points(row, PASS2_SHIFT).map(sample))
}

/// The samples of the block. `N` is 4 where only the 4 x 4 coefficients of the lowest frequencies may be other than
/// zero, else 8.
pub(super) fn eight<const N: usize>(block: &Block, steps: &[i16; BLOCK]) -> [[u8; 8]; 8] {
    let mut rows = [[0_i16; 8]; 8];
    for lane in 0..N {
        let inputs = std::array::from_fn(|row| i32::from(block[row * 8 + lane].wrapping_mul(steps[row * 8 + lane])));
        let outputs = eight_points::<N, i32>(inputs, PASS1_SHIFT);
        for row in 0..8 {
            rows[row][lane] = word(outputs[row]);
        }
    }
    let rows = transposed(&rows);
    let mut samples = [[0_u8; 8]; 8];
    for lane in 0..8 {
        let inputs = std::array::from_fn(|row| i32::from(rows[row][lane]));
        let outputs = eight_points::<N, i32>(inputs, PASS2_SHIFT);
        for row in 0..8 {
            samples[row][lane] = sample(outputs[row]);
        }
    }
    transposed(&samples)
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
