//! How the length of a file depends on its steps and weights, and which lengths fill a size budget.

use crate::logarithm::ln;

/// A size budget, and the qualities within which it is met.
#[derive(Debug, Clone, Copy)]
pub struct SizeBudget {
    /// The most bytes.
    pub max_bytes: u64,
    /// The lowest quality allowed.
    pub min_quality: f32,
    /// The highest quality of use.
    pub max_quality: f32,
}

/// By how much the logarithm of a photo's size falls for one more in the logarithm of the steps.
pub const STEP_SLOPE: f32 = 0.8;
/// By how much it grows for one more in the logarithm of the weight of distortion.
pub const WEIGHT_SLOPE: f32 = 0.16;
/// The part of the budget that a file is to fill.
pub const TARGET_FILL: f32 = 0.99;
/// The part of the budget from which a file is taken without a further trial.
const MIN_FILL: f32 = 0.978;

/// One whole image, quantized.
pub struct Trial {
    /// The length of the file; without stuffed zeros where it does not fit.
    pub bytes: usize,
    /// The bytes that do not depend on the quality.
    pub overhead: usize,
    /// The file, where it fits.
    pub file: Option<Vec<u8>>,
}

/// Whether a file of `bytes` fills the budget.
pub fn fills(bytes: usize, max_bytes: u64) -> bool {
    to_f32(bytes as u64) >= MIN_FILL * to_f32(max_bytes)
}

/// The logarithm of `bytes` as a multiple of `target`.
pub fn ratio_log(bytes: f32, target: f32) -> f32 {
    ln(bytes.max(1.0) / target.max(1.0))
}

/// The slope of the size between two points, at most 2.5 times as steep or flat as `usual`.
pub fn slope(a: (f32, f32), b: (f32, f32), usual: f32) -> f32 {
    let found = (a.1 - b.1) / (b.0 - a.0);
    let ratio = found / usual;
    if ratio.is_finite() && ratio > 0.0 { usual * ratio.clamp(0.4, 2.5) } else { usual }
}

/// The quality that is reported.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 100")]
pub fn whole_quality(quality: f32) -> u8 {
    quality.round() as u8
}

/// A count for arithmetic that needs no more than 24 bits of it.
#[expect(clippy::cast_precision_loss, reason = "sizes are estimates here")]
pub fn to_f32(count: u64) -> f32 {
    count as f32
}
