//! The forward DCT of one block (T.81 A.3.3): libjpeg's accurate integer method (`islow`) with more fractional bits.

use super::frame::Block;
use super::idct::{CONST_BITS, Lane, fixed, odd_half};
use super::lanes;

/// Samples of one block, row by row, in quarters and with the level shift done: -512 to 508.
pub(super) type Samples<'a> = [&'a [i16; 8]; 8];

/// Coefficients are kept in eighths: DCT output is below 2^13 eighths, and an eighth is finer than any step.
pub(super) const FRACTION: f32 = 8.0;

/// The first pass leaves its output 8^(1/2) times as large, in sixteenths: at most 2^14.
pub(super) const PASS1_SHIFT: u32 = CONST_BITS - 2;
/// Both passes leave their output 8 times as large, so that eighths are left when the sixteenths are taken off.
pub(super) const PASS2_SHIFT: u32 = CONST_BITS + 4;

/// Transforms `samples` into coefficients in eighths, column by column: horizontal frequency times 8 plus vertical.
///
/// Kept out of its callers: a download should have it once.
#[inline(never)]
pub(super) fn forward(samples: &Samples<'_>) -> Block {
    lanes::forward(samples)
}

/// The one-dimensional transform.
#[inline(always)]
pub(super) fn forward_points<T: Lane>(x: [T; 8], shift: u32) -> [T; 8] {
    let sum = |at: usize| x[at].plus(x[7 - at]);
    let difference = |at: usize| x[at].minus(x[7 - at]);
    let (outer, inner) = (sum(0).plus(sum(3)), sum(1).plus(sum(2)));
    let (high, low) = (sum(0).minus(sum(3)), sum(1).minus(sum(2)));
    let rotation = low.plus(high).times(fixed(0.541196100));
    let odd = odd_half([0, 1, 2, 3].map(difference));
    [
        outer.plus(inner).shifted_up(CONST_BITS),
        odd[0],
        rotation.plus(high.times(fixed(0.765366865))),
        odd[1],
        outer.minus(inner).shifted_up(CONST_BITS),
        odd[2],
        rotation.minus(low.times(fixed(1.847759065))),
        odd[3],
    ]
    .map(|sum| sum.shifted_down(shift))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(samples: &[[i16; 8]; 8], horizontal: usize, vertical: usize) -> f64 {
        let mut sum = 0.0;
        for (y, line) in samples.iter().enumerate() {
            for (x, &sample) in line.iter().enumerate() {
                let angle = |at: usize, frequency: usize| {
                    ((2 * at + 1) as f64 * frequency as f64 * core::f64::consts::PI / 16.0).cos()
                };
                sum += f64::from(sample) / 4.0 * angle(x, horizontal) * angle(y, vertical);
            }
        }
        let norm = |frequency: usize| if frequency == 0 { core::f64::consts::FRAC_1_SQRT_2 } else { 1.0 };
        sum * norm(horizontal) * norm(vertical) / 4.0
    }

    #[test]
    fn coefficients_are_the_definition_of_the_standard_to_a_tenth() {
        let mut state = 1_u32;
        let mut most: f64 = 0.0;
        for round in 0..50 {
            let samples: [[i16; 8]; 8] = core::array::from_fn(|_| {
                core::array::from_fn(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let sample = if round < 2 { i16::from(round == 1) * 255 } else { i16::from((state >> 24) as u8) };
                    (sample - 128) * 4
                })
            });
            let coefficients = forward(&samples.each_ref());
            for horizontal in 0..8 {
                for vertical in 0..8 {
                    let found = f64::from(coefficients[horizontal * 8 + vertical]) / f64::from(FRACTION);
                    let expected = reference(&samples, horizontal, vertical);
                    most = most.max((found - expected).abs());
                }
            }
        }
        // Rounding to eighths takes 0.0625, constants of 13 fractional bits another 1024 / 2^14 / 2 at most.
        assert!(most <= 0.0625 + 0.03125 + 0.002, "{most}");
    }
}
