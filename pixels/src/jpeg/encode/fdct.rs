//! The forward DCT of one block (T.81 A.3.3): libjpeg's accurate integer method (`islow`) with more fractional bits.

use crate::jpeg::shared::dct::Samples;
use crate::jpeg::shared::frame::Block;
use crate::jpeg::shared::lanes;

/// Coefficients are kept in eighths: DCT output is below 2^13 eighths, and an eighth is finer than any step.
pub const FRACTION: f32 = 8.0;

/// Transforms `samples` into coefficients in eighths, column by column: horizontal frequency times 8 plus vertical.
///
/// Kept out of its callers: a download should have it once.
#[inline(never)]
pub fn forward(samples: &Samples<'_>) -> Block {
    lanes::forward(samples)
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
