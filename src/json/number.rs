//! Numbers of JSON text, exactly.

use super::Json;

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

/// The double-precision number nearest to a number of JSON text; for rare ones, a few units of its last place beside it.
pub fn nearest(text: &str) -> Option<f64> {
    let decimal = Decimal::read(text)?;
    decimal.exact().or_else(|| {
        #[expect(clippy::cast_precision_loss, reason = "an approximation is what is asked for")]
        let value = decimal.digits as f64 * 10f64.powi(decimal.exponent);
        Some(if decimal.is_negative { -value } else { value }).filter(|value| value.is_finite())
    })
}

/// `digits * 10 ^ exponent`, as far as 19 digits go.
struct Decimal {
    is_negative: bool,
    digits: u64,
    exponent: i32,
    /// Significant digits of the text.
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
        let significant = all.clone().count().saturating_sub(if fraction.is_empty() { 0 } else { behind });
        let digits = all.take(significant).take(19).fold(0, |sum: u64, digit| sum * 10 + u64::from(digit - b'0'));
        let dropped = i32::try_from(significant.saturating_sub(19)).ok()?;
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
    let surplus = 75u32.saturating_sub(value.leading_zeros());
    let kept = value >> surplus;
    let half = (1u128 << surplus) >> 1;
    let rest = value & ((1u128 << surplus) - 1);
    let is_up = surplus > 0 && (rest > half || (rest == half && (is_more || kept & 1 == 1)));
    #[expect(clippy::cast_precision_loss, reason = "at most 53 bits, or 54 that end with a zero")]
    let mantissa = (kept + u128::from(is_up)) as f64;
    mantissa * 2f64.powi(exponent + i32::try_from(surplus).unwrap_or_default())
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
    fn a_value_is_near_where_it_cannot_be_exact() {
        for text in ["1e30", "0.12345678901234567891", "123456789012345678901234567890", "2.5e-30"] {
            let (value, exact) = (nearest(text).unwrap(), text.parse::<f64>().unwrap());
            assert!((value / exact - 1.0).abs() < 1e-14, "{text}: {value}");
        }
        assert_eq!(nearest("1e400"), None);
    }
}
