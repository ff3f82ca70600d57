//! Natural logarithm and exponential function, the same to the bit on every platform.
//!
//! The standard library leaves both to the platform, whose results differ in the last bit. One bit decides whether rate
//! control tries another quality, and then the file is a different one. These use addition, multiplication and division
//! alone, which IEEE 754 rounds in one way, in 64 bits.

use core::f64::consts::{LN_2, SQRT_2};

/// Bits of a 64-bit float below its exponent.
const MANTISSA_BITS: u32 = 52;
/// What is added to an exponent to store it.
const BIAS: i32 = 1023;
/// The largest exponent whose power fits 32 bits, and its negative is the smallest: larger ones are taken for it.
const MAX_EXPONENT: f64 = 80.0;

/// The natural logarithm. Negative infinity for what is not above 0.
#[expect(clippy::cast_possible_truncation, reason = "rounded to 32 bits; an exponent has 11 bits")]
#[inline(never)]
pub fn ln(number: f32) -> f32 {
    if number.is_nan() || number <= 0.0 {
        return f32::NEG_INFINITY;
    }
    if number.is_infinite() {
        return number;
    }
    let bits = f64::from(number).to_bits();
    let mut exponent = (bits >> MANTISSA_BITS) as i32 - BIAS;
    let mut mantissa = f64::from_bits(bits & ((1 << MANTISSA_BITS) - 1) | (BIAS as u64) << MANTISSA_BITS);
    if mantissa > SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), whose series is cut where it is below 2^-40.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..8).rev().fold(0.0, |sum, term| sum * s * s + 1.0 / f64::from(2 * term + 1));
    (f64::from(exponent) * LN_2 + 2.0 * s * series) as f32
}

/// The exponential function. Exponents beyond [`MAX_EXPONENT`] count as it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the power of two is from 2^-116 to 2^116")]
#[inline(never)]
pub fn exp(exponent: f32) -> f32 {
    let exponent = f64::from(exponent).clamp(-MAX_EXPONENT, MAX_EXPONENT);
    let twos = (exponent / LN_2).round() as i32;
    let rest = exponent - f64::from(twos) * LN_2;
    // The series for at most half of ln 2 is cut where it is below 2^-40.
    let series = (1..=10).rev().fold(1.0, |sum, term| 1.0 + sum * rest / f64::from(term));
    (series * f64::from_bits(((twos + BIAS) as u64) << MANTISSA_BITS)) as f32
}

/// `base` to the power of `exponent`, above 0; 0 for a base that is not above 0.
pub fn pow(base: f32, exponent: f32) -> f32 {
    if base > 0.0 { exp(exponent * ln(base)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 32-bit floats from 1e-30 to 1e30, some thousands, and those around 1.
    #[expect(clippy::cast_possible_truncation, reason = "the nearest 32-bit float is meant")]
    fn numbers() -> impl Iterator<Item = f32> {
        let wide = (-30_000..30_000).map(|step| 10_f64.powf(f64::from(step) / 1000.0) as f32);
        wide.chain((-500..500).map(|step| 1.0 + step as f32 * 1e-5))
    }

    #[test]
    fn logarithms_are_the_nearest_floats_or_all_but() {
        for number in numbers() {
            let expected = f64::from(number).ln();
            let error = (f64::from(ln(number)) - expected).abs();
            assert!(error <= expected.abs() * f64::from(f32::EPSILON) / 2.0 + 1e-12, "{number}: {error:e}");
        }
    }

    #[test]
    fn powers_of_any_base_are_near() {
        assert_eq!((pow(0.0, 2.4), pow(-1.0, 2.0), pow(1.0, 0.3)), (0.0, 0.0, 1.0));
        for level in 1..=255_u16 {
            for exponent in [0.45, 1.0 / 2.4, 1.0, 2.2, 2.4] {
                let (base, expected) = (f32::from(level) / 255.0, (f64::from(level) / 255.0).powf(f64::from(exponent)));
                assert!((f64::from(pow(base, exponent)) - expected).abs() < 2e-6, "{level} {exponent}");
            }
        }
    }

    #[test]
    fn powers_are_the_nearest_floats_or_all_but() {
        for exponent in numbers().filter(|number| *number <= 80.0).flat_map(|number| [number, -number]) {
            let expected = f64::from(exponent).max(-80.0).exp();
            let error = (f64::from(exp(exponent)) - expected).abs();
            assert!(error <= expected * f64::from(f32::EPSILON) * 0.501, "{exponent}: {error:e}");
        }
    }

    #[test]
    fn the_ends_of_the_range_are_no_surprise() {
        assert_eq!(ln(0.0), f32::NEG_INFINITY);
        assert_eq!(ln(-1.0), f32::NEG_INFINITY);
        assert_eq!(ln(f32::INFINITY), f32::INFINITY);
        assert_eq!(ln(1.0), 0.0);
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f32::INFINITY), exp(80.0));
        assert!(exp(f32::NEG_INFINITY) < 1e-34);
    }

    #[test]
    fn the_last_bits_are_the_same_everywhere() {
        let bits = |sum: u32, number: f32| sum.rotate_left(5).wrapping_mul(0x9E37_79B1) ^ number.to_bits();
        let exponents = || (-8000_i16..8000).map(|step| f32::from(step) / 100.0);
        let powers = exponents().map(exp).fold(0, bits);
        let logarithms = (1_u16..=u16::MAX).map(|number| ln(f32::from(number) / 256.0)).fold(0, bits);
        assert_eq!([powers, logarithms], [410_430_430, 2_202_400_042]);
    }
}
