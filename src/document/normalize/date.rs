//! Dates as printed, made into ISO 8601.

/// The order in which a vendor or a country writes a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// Day, month, year.
    Dmy,
    /// Month, day, year.
    Mdy,
    /// Year, month, day.
    Ymd,
    /// Not told: a date that could be read in two ways is not read.
    Unknown,
}

/// The date as `YYYY-MM-DD`, or `None` where it is partial, not of the calendar, or could be read in two ways.
///
/// The parts are digits, the year with four of them, parted by `.`, `-`, `/` or a space. A year that stands first is
/// followed by the month, whatever the order asked for.
#[must_use]
pub fn date(raw: &str, order: DateOrder) -> Option<String> {
    let [first, second, third] = parts(raw.trim())?;
    if first.len() == 4 {
        return iso(first, second, third);
    }
    match order {
        DateOrder::Dmy => iso(third, second, first),
        DateOrder::Mdy => iso(third, first, second),
        DateOrder::Ymd | DateOrder::Unknown => match (iso(third, second, first), iso(third, first, second)) {
            (Some(date), None) | (None, Some(date)) => Some(date),
            (Some(date), Some(other)) => (date == other).then_some(date),
            (None, None) => None,
        },
    }
}

/// Whether the Gregorian calendar has this day.
#[must_use]
pub fn is_calendar_date(year: u16, month: u8, day: u8) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn parts(text: &str) -> Option<[&str; 3]> {
    let separator = text.chars().find(|c| matches!(c, '.' | '-' | '/'));
    let parts: Vec<&str> = match separator {
        Some(separator) => text.splitn(4, separator).map(str::trim).collect(),
        None => text.split_whitespace().take(4).collect(),
    };
    <[&str; 3]>::try_from(parts).ok()
}

fn iso(year: &str, month: &str, day: &str) -> Option<String> {
    let year: u16 = number(year, 4..=4)?.try_into().ok()?;
    let (month, day) = (number(month, 1..=2)?.try_into().ok()?, number(day, 1..=2)?.try_into().ok()?);
    (year >= 1000 && is_calendar_date(year, month, day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn number(text: &str, lengths: core::ops::RangeInclusive<usize>) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (digits && lengths.contains(&text.len())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use DateOrder::{Dmy, Mdy, Unknown, Ymd};

    #[test]
    fn dates_in_each_order_and_with_each_separator_become_iso() {
        for (raw, order, expected) in [
            ("01.10.1996", Dmy, "1996-10-01"),
            (" 1-2-1990 ", Dmy, "1990-02-01"),
            ("29/02/2000", Dmy, "2000-02-29"),
            ("02 07 2012", Dmy, "2012-07-02"),
            ("01. 02. 1990", Dmy, "1990-02-01"),
            ("03/18/2001", Mdy, "2001-03-18"),
            ("2025/01/02", Ymd, "2025-01-02"),
            ("2025-01-02", Unknown, "2025-01-02"),
            ("2025-01-02", Dmy, "2025-01-02"),
            ("18.03.2001", Unknown, "2001-03-18"),
            ("03/18/2001", Unknown, "2001-03-18"),
            ("05.05.2001", Unknown, "2001-05-05"),
        ] {
            assert_eq!(date(raw, order).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn an_ambiguous_date_is_not_read() {
        assert_eq!(date("03.04.2001", Unknown), None);
        assert_eq!(date("03.04.2001", Ymd), None);
    }

    #[test]
    fn what_is_partial_or_not_of_the_calendar_is_not_read() {
        for raw in [
            "",
            "2001",
            "02.2001",
            "31.04.2001",
            "29.02.1900",
            "00.01.2001",
            "01.13.2001",
            "01.02.90",
            "01.02.20011",
            "01.02.2001.",
            "01.02/2001",
            "001.02.2001",
            "+1.02.2001",
            "01.02.0190",
            "1 Feb 2001",
            "BirthDate",
            "٠١.٠٢.٢٠٠١",
            "..",
        ] {
            assert_eq!(date(raw, Dmy), None, "{raw}");
        }
    }
}
