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

/// The double-precision number that a number of JSON text names; nothing where it has more digits than such a number, or is
/// very large or small.
pub fn exact(text: &str) -> Option<f64> {
    let decimal = Decimal::read(text)?;
    let is_plain = decimal.significant <= DOUBLE_DIGITS && decimal.exponent.unsigned_abs() <= 19;
    if is_plain || decimal.significant == 0 { nearest(text) } else { None }
}

/// Digits that decide which double-precision number is the nearest (IEEE 754): 767 at most, and whether more follow.
const DECIDING_DIGITS: usize = 800;

/// The double-precision number nearest to a number of JSON text; nothing for one beyond them all.
pub fn nearest(text: &str) -> Option<f64> {
    let Decimal { is_negative, exponent, significant } = Decimal::read(text)?;
    let taken = significant.min(DECIDING_DIGITS);
    let exponent = exponent.saturating_add(i32::try_from(significant - taken).ok()?);
    let digits = text.bytes().take_while(|byte| !matches!(byte, b'e' | b'E')).filter(u8::is_ascii_digit);
    let digits = digits.map(|digit| digit - b'0').skip_while(|digit| *digit == 0).take(taken);
    let value = match exponent.saturating_add(i32::try_from(taken).ok()?) {
        _ if taken == 0 => 0.0,
        311.. => return None,
        ..-330 => 0.0,
        _ => {
            let (quotient, power, is_more) = quotient(digits, exponent);
            rounded(quotient, power, is_more || significant > taken)
        }
    };
    Some(if is_negative { -value } else { value }).filter(|value| value.is_finite())
}

/// A number as its significant digits, read as a whole number, times `10 ^ exponent`.
struct Decimal {
    is_negative: bool,
    exponent: i32,
    significant: usize,
}

impl Decimal {
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
        let significant = all.count().saturating_sub(if fraction.is_empty() { 0 } else { behind });
        let kept = i32::try_from(fraction.len().checked_sub(behind.min(fraction.len()))?).ok()?;
        Some(Self { is_negative, exponent: exponent.saturating_sub(kept), significant })
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
