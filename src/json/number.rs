//! Numbers of JSON text, exactly.

use super::Json;
use super::divide::quotient;

/// The most significant digits that tell one double-precision number from every other (IEEE 754).
const DOUBLE_DIGITS: usize = 17;

/// A number of JSON text.
pub fn number(text: &str) -> Option<Json> {
    let is_word = matches!(text, "NaN" | "Infinity" | "-Infinity");
    let has_fraction = text.contains(['.', 'e', 'E']);
    let whole = if has_fraction { None } else { text.parse().ok().map(Json::Integer) };
    (is_word || Decimal::read(text).is_some()).then(|| whole.unwrap_or_else(|| Json::Number(text.to_owned())))
}

/// The double-precision number that a number of JSON text names; nothing where none has just this value.
pub fn exact(text: &str) -> Option<f64> {
    Decimal::read(text)?.exact()
}

/// Digits that decide which double-precision number is the nearest (IEEE 754): 767 at most, and whether more follow.
const DECIDING_DIGITS: usize = 800;

/// The double-precision number nearest to a number of JSON text; nothing for one beyond them all.
pub fn nearest(text: &str) -> Option<f64> {
    let decimal = Decimal::read(text)?;
    if let Some(value) = decimal.exact() {
        return Some(value);
    }
    let mantissa = text.split(['e', 'E']).next()?;
    let taken = decimal.significant.min(DECIDING_DIGITS);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').skip_while(|digit| *digit == 0);
    let exponent = decimal.exponent.saturating_sub(i32::try_from(taken.saturating_sub(Decimal::KEPT)).ok()?);
    let value = match exponent.saturating_add(i32::try_from(taken).ok()?) {
        311.. => return None,
        ..-330 => 0.0,
        _ => {
            let (quotient, power, is_more) = quotient(digits.take(taken), exponent);
            rounded(quotient, power, is_more || decimal.significant > taken)
        }
    };
    Some(if decimal.is_negative { -value } else { value }).filter(|value| value.is_finite())
}

/// `digits * 10 ^ exponent`, as far as [`Decimal::KEPT`] digits go.
struct Decimal {
    is_negative: bool,
    digits: u64,
    exponent: i32,
    /// Significant digits of the text.
    significant: usize,
}

impl Decimal {
    /// The digits that `u64` has room for.
    const KEPT: usize = 19;

    /// Reads a number by the grammar of RFC 8259, section 6.
    fn read(text: &str) -> Option<Self> {
        let (is_negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (mantissa, ""),
        };
        let is_whole = whole == "0" || (!whole.is_empty() && !whole.starts_with('0'));
        if !is_whole || !whole.bytes().chain(fraction.bytes()).all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        let all = whole.bytes().chain(fraction.bytes()).skip_while(|digit| *digit == b'0');
        let behind = fraction.bytes().rev().take_while(|digit| *digit == b'0').count();
        let significant = all.clone().count().saturating_sub(if fraction.is_empty() { 0 } else { behind });
        let digits =
            all.take(significant).take(Self::KEPT).fold(0, |sum: u64, digit| sum * 10 + u64::from(digit - b'0'));
        let dropped = i32::try_from(significant.saturating_sub(Self::KEPT)).ok()?;
        let kept = i32::try_from(fraction.len().checked_sub(behind.min(fraction.len()))?).ok()?;
        Some(Self { is_negative, digits, exponent: exponent.saturating_sub(kept).saturating_add(dropped), significant })
    }

    /// The double-precision number, where at most [`DOUBLE_DIGITS`] digits name it and the arithmetic is exact.
    fn exact(&self) -> Option<f64> {
        if self.significant > DOUBLE_DIGITS {
            return None;
        }
        let value = match self.exponent {
            _ if self.digits == 0 => 0.0,
            0..=19 => rounded(u128::from(self.digits) * 10u128.pow(self.exponent.unsigned_abs()), 0, false),
            -19..=-1 => {
                // As many bits as there is room for; what is left over of the division decides a tie.
                let shift = u128::from(self.digits).leading_zeros();
                let divisor = 10u128.pow(self.exponent.unsigned_abs());
                let dividend = u128::from(self.digits) << shift;
                rounded(dividend / divisor, -i32::try_from(shift).ok()?, dividend % divisor != 0)
            }
            _ => return None,
        };
        Some(if self.is_negative { -value } else { value })
    }
}

/// `value * 2 ^ exponent`, rounded half to even; `is_more` tells that the true value is a little above.
fn rounded(value: u128, exponent: i32, is_more: bool) -> f64 {
    // The smallest numbers have fewer bits: none is below 2 ^ -1074.
    let missing = u32::try_from((-1074i32).saturating_sub(exponent)).unwrap_or_default();
    let surplus = 75u32.saturating_sub(value.leading_zeros()).max(missing).min(127);
    let kept = value >> surplus;
    let half = (1u128 << surplus) >> 1;
    let rest = value & ((1u128 << surplus) - 1);
    let is_up = surplus > 0 && (rest > half || (rest == half && (is_more || kept & 1 == 1)));
    #[expect(clippy::cast_precision_loss, reason = "at most 53 bits, or 54 that end with a zero")]
    let mantissa = (kept + u128::from(is_up)) as f64;
    // In two steps, for no number is as small as the smallest factor.
    let power = exponent.saturating_add(i32::try_from(surplus).unwrap_or_default());
    mantissa * 2f64.powi(power / 2) * 2f64.powi(power - power / 2)
}

/// Beyond what any double-precision number has, an exponent is as good as another.
fn exponent_of(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let size = digits.parse().unwrap_or(100_000).min(100_000);
    Some(if text.starts_with('-') { -size } else { size })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_the_nearest_number() {
        let texts = [
            "0.9425698518753053",
            "0.1",
            "-2.5",
            "0.9999999999999999",
            "123456.789",
            "1e-7",
            "9007199254740993.0",
            "0.30000000000000004",
            "5e-19",
            "1.7976931348623157e1",
            "-0.0",
            "100.50",
            "12345678901234567e-19",
            "1e19",
            "9.999999999999999e18",
        ];
        for text in texts {
            assert_eq!(exact(text).map(f64::to_bits), Some(text.parse::<f64>().unwrap().to_bits()), "{text}");
            assert_eq!(number(text), Some(Json::Number(text.into())));
        }
    }

    #[test]
    fn what_no_number_stands_for_keeps_its_text() {
        for text in ["0.1234567890123456789", "1e400", "NaN", "-Infinity", "123456789012345678901234567890", "1e30"] {
            assert_eq!((number(text), exact(text)), (Some(Json::Number(text.into())), None));
        }
        assert_eq!(number("9223372036854775807"), Some(Json::Integer(i64::MAX)));
    }

    #[test]
    fn the_grammar_is_that_of_json() {
        for text in ["", "-", "01", "1.", ".5", "1e", "+1", "0x1", "1_0", "1e+", "--1", "nan"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_is_the_nearest_where_no_number_is_exact() {
        let long =
            ["1".repeat(1000), format!("0.{}1", "0".repeat(340)), format!("9007199254740993.{}1", "0".repeat(900))];
        for text in [
            "1e30",
            "1e300",
            "-1e300",
            "0.12345678901234567891",
            "123456789012345678901234567890",
            "2.5e-30",
            "1.7976931348623157e308",
            "1.7976931348623159e308",
            "2.2250738585072011e-308",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-400",
            "9007199254740993e10",
            "0e999",
        ]
        .into_iter()
        .chain(long.iter().map(String::as_str))
        {
            let parsed = text.parse::<f64>().ok().filter(|value| value.is_finite());
            assert_eq!(nearest(text).map(f64::to_bits), parsed.map(f64::to_bits), "{text}");
        }
        assert_eq!(nearest("1e400"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_decimal_is_the_nearest_number(text in "-?[1-9][0-9]{0,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?") {
            let parsed = text.parse::<f64>().ok().filter(|value| value.is_finite());
            proptest::prop_assert_eq!(nearest(&text).map(f64::to_bits), parsed.map(f64::to_bits), "{}", text);
        }
    }
}
