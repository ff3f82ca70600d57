//! Weights for reading an image between its pixels.

use std::sync::OnceLock;

/// Fractional bits of a weight: two of them and a sample, with overshoot, stay below 2^31.
pub const WEIGHT_BITS: u32 = 10;

/// Places between two pixels that are told apart.
pub const PHASES: usize = 64;

/// The weights of the four pixels around each place: those of Catmull and Rom, which keep print sharp.
pub fn weights() -> &'static [[i32; 4]; PHASES] {
    static TABLE: OnceLock<[[i32; 4]; PHASES]> = OnceLock::new();
    TABLE.get_or_init(|| core::array::from_fn(of_phase))
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a weight is at most 2^10")]
fn of_phase(phase: usize) -> [i32; 4] {
    let t = phase as f64 / PHASES as f64;
    let exact = [
        ((-0.5 * t + 1.0) * t - 0.5) * t,
        (1.5 * t - 2.5) * t * t + 1.0,
        ((-1.5 * t + 2.0) * t + 0.5) * t,
        (0.5 * t - 0.5) * t * t,
    ];
    let unit = 1i32 << WEIGHT_BITS;
    let mut weights = exact.map(|weight: f64| (weight * f64::from(unit)).round() as i32);
    // Flat areas keep their value: what rounding left over goes to the nearer pixel.
    let nearer = if t < 0.5 { 1 } else { 2 };
    weights[nearer] += unit - weights.iter().sum::<i32>();
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_up_to_one_and_a_pixel_is_itself() {
        assert!(weights().iter().all(|weights| weights.iter().sum::<i32>() == 1 << WEIGHT_BITS));
        assert_eq!(weights()[0], [0, 1 << WEIGHT_BITS, 0, 0]);
        assert_eq!(weights()[PHASES / 2], [-64, 576, 576, -64]);
    }
}
