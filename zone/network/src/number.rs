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

/// The nearest whole number, of a number from -8192 to 8191.
#[expect(clippy::cast_possible_truncation, reason = "saturates")]
#[inline(always)]
pub const fn rounded(value: f32) -> i16 {
    // A number that is not negative is cut off: rounding down is a call of a function on some processors.
    ((value + 8192.5) as i32 - 8192) as i16
}
