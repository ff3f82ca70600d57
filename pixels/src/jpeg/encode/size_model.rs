//! What is known of how the length of a file depends on its steps, and when a length is good enough.

/// What a file is to keep to.
#[derive(Debug, Clone, Copy)]
pub struct SizeBudget {
    /// The most bytes.
    pub max_bytes: u64,
    /// The lowest quality allowed.
    pub min_quality: f32,
    /// The highest quality of use.
    pub max_quality: f32,
}

/// How the logarithm of the size falls with the logarithm of the steps, on photos.
pub const STEP_SLOPE: f32 = 0.8;
/// How it grows with the logarithm of what distortion counts.
pub const WEIGHT_SLOPE: f32 = 0.16;
/// The share of the budget that is aimed at.
pub const AIM: f32 = 0.99;
/// The share of the budget that is good enough.
const ENOUGH: f32 = 0.978;
/// One whole image, rounded.
pub struct Trial {
    pub bytes: usize,
    pub overhead: usize,
    /// The file, where it fits.
    pub file: Option<Vec<u8>>,
}

/// Whether a file uses the budget well.
pub fn is_enough(bytes: usize, max_bytes: u64) -> bool {
    to_f32(bytes as u64) >= ENOUGH * to_f32(max_bytes)
}

/// How far `bytes` lie above `target`, as a logarithm.
pub fn ratio_log(bytes: f32, target: f32) -> f32 {
    (bytes.max(1.0) / target.max(1.0)).ln()
}

/// How fast the size falls from one point to the other, kept near what is usual.
pub fn slope(a: (f32, f32), b: (f32, f32), usual: f32) -> f32 {
    let found = (a.1 - b.1) / (b.0 - a.0);
    let ratio = found / usual;
    if ratio.is_finite() && ratio > 0.0 { usual * ratio.clamp(0.4, 2.5) } else { usual }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 100")]
pub fn rounded(quality: f32) -> u8 {
    quality.round() as u8
}

#[expect(clippy::cast_precision_loss, reason = "sizes are estimates here")]
pub fn to_f32(count: u64) -> f32 {
    count as f32
}
