//! Numbers made others.

/// The whole part of a number that is not negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates, and coordinates are small")]
#[inline(always)]
pub const fn whole(value: f32) -> usize {
    value as usize
}

/// The nearest sample.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
#[inline(always)]
pub fn byte(value: f32) -> u8 {
    (value + 0.5) as u8
}

/// The nearest whole number of 16 bits.
#[expect(clippy::cast_possible_truncation, reason = "saturates")]
#[inline(always)]
pub fn rounded(value: f32) -> i16 {
    (value + 0.5).floor() as i16
}
