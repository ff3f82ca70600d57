//! Dates as printed, made into ISO 8601.

use super::letters::{contains, is_alphanumeric, words_of};
use super::words::MONTHS;

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

/// The calendar whose years a document counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// The Gregorian calendar alone.
    Gregorian,
    /// As on Thai documents: a year from 2400 on is of the Buddhist era, which is 543 years ahead.
    Thai,
}

impl Calendar {
    /// That of a document of this country, ISO 3166-1 alpha-3.
    #[must_use]
    pub fn of_country(alpha3: Option<&str>) -> Self {
        if alpha3 == Some("THA") { Self::Thai } else { Self::Gregorian }
    }
}

/// The years that a date of a document can be of.
const YEARS: core::ops::RangeInclusive<u16> = 1000..=2399;
/// How many years the Buddhist era is ahead.
const BUDDHIST_YEARS: u16 = 543;

/// The date as `YYYY-MM-DD`, or `None` where it is partial, not of the calendar, or could be read in two ways.
///
/// The parts are digits, the year with four of them, parted by `.`, `-`, `/` or a space. A year that stands first is
/// followed by the month, whatever the order asked for. The month may be a word, in a language of the documents that the
/// vendors read. What stands for the word year, and a time of day, are skipped.
#[must_use]
pub fn date(raw: &str, order: DateOrder) -> Option<String> {
    date_of(raw, order, Calendar::Gregorian)
}

/// The date as [`date`] reads it, of a document that counts its years so.
#[must_use]
pub fn date_of(raw: &str, order: DateOrder, calendar: Calendar) -> Option<String> {
    let text = western(raw.trim());
    // Thai words say that the years are, too.
    let is_thai = calendar == Calendar::Thai || text.chars().any(|c| matches!(c, '\u{E00}'..='\u{E7F}'));
    let is_common_era = contains(&text, "ค.ศ.");
    let calendar = if is_thai && !is_common_era { Calendar::Thai } else { Calendar::Gregorian };
    let text = without_time(&text)?;
    numeric(text, order, calendar).or_else(|| in_words(text, order, calendar))
}

/// Digits of Thai, Khmer and full width as those of ASCII.
fn western(text: &str) -> String {
    let digit = |c: char| {
        let zero = [0xE50, 0x17E0, 0xFF10].into_iter().find(|zero| (*zero..zero + 10).contains(&(c as u32)));
        zero.and_then(|zero| char::from_digit(c as u32 - zero, 10)).unwrap_or(c)
    };
    text.chars().map(digit).collect()
}

/// A date without the time of day that follows it. `None` where the time zone may tell of another day: midnight of a zone
/// in the east is an hour of the afternoon before in UTC.
fn without_time(text: &str) -> Option<&str> {
    let (date, time) = match (text.get(..10), text.get(10..)) {
        (Some(date), Some(time)) if time.starts_with(['T', 't', ' ']) && contains(time, ":") => (date, time.get(1..)?),
        _ => return Some(text),
    };
    let is_utc = time.ends_with(['Z', 'z']) || time.ends_with("+00:00") || time.ends_with("+0000");
    let hour: u8 = time.get(..2)?.parse().ok()?;
    let is_time = time.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | ',' | '+' | '-' | 'Z' | 'z'));
    (is_time && hour < 25 && !(is_utc && hour >= 11)).then_some(date)
}

fn numeric(text: &str, order: DateOrder, calendar: Calendar) -> Option<String> {
    let [first, second, third] = parts(text)?;
    let iso = |year, month, day| iso(year, month, day, calendar);
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

/// Words beside a date that say what its parts are, folded.
const UNITS: [&str; 23] = [
    "Г",
    "ГОД",
    "ГОДА",
    "Ж",
    "ЖЫЛ",
    "ЖЫЛЫ",
    "ЖЫЛҒЫ",
    "И",
    "ИИЛ",
    "YIL",
    "NGAY",
    "THANG",
    "THG",
    "NAM",
    "วันที่",
    "OF",
    "DE",
    "Թ",
    "年",
    "月",
    "日",
    "พศ",
    "คศ",
];

/// A date with a month in words, or with words for day, month and year.
fn in_words(text: &str, order: DateOrder, calendar: Calendar) -> Option<String> {
    let text = parted(text);
    let words = joined(words_of(&text));
    let (mut numbers, mut month, mut has_unit) = (Vec::new(), None, false);
    for word in &words {
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        match (is_number, month_of(word), month) {
            _ if UNITS.contains(&word.as_str()) => has_unit = true,
            (true, _, _) => numbers.push(word.as_str()),
            (false, Some(found), None) => month = Some(found),
            // A second language.
            (false, Some(found), Some(known)) if found == known => {}
            (false, ..) => return None,
        }
    }
    match (numbers.as_slice(), month) {
        ([day, year] | [year, day], Some(month)) if year.len() == 4 => iso(year, &month.to_string(), day, calendar),
        ([_, _, _], None) if has_unit => numeric(&numbers.join(" "), order, calendar),
        _ => None,
    }
}

/// A text with a space between a digit and a letter.
fn parted(text: &str) -> String {
    let mut parted = String::with_capacity(text.len());
    let mut last = None;
    for c in text.chars() {
        let is_seam = last.is_some_and(|last: char| {
            last.is_ascii_digit() != c.is_ascii_digit() && is_alphanumeric(last) && is_alphanumeric(c)
        });
        if is_seam {
            parted.push(' ');
        }
        parted.push(c);
        last = Some(c);
    }
    parted
}

/// Two parts of a Thai abbreviation, such as `ส.ค.` and `พ.ศ.`, as one word.
fn joined(words: Vec<String>) -> Vec<String> {
    let is_part = |word: &str| word.chars().count() <= 2 && word.chars().all(|c| matches!(c, '\u{E00}'..='\u{E7F}'));
    let mut joined: Vec<String> = Vec::new();
    let mut is_open = false;
    for word in words {
        let is_second = is_open && is_part(&word);
        is_open = !is_second && is_part(&word);
        match joined.last_mut() {
            Some(first) if is_second => first.push_str(&word),
            _ => joined.push(word),
        }
    }
    joined
}

/// The month that a word names, whole or by a beginning of three letters that no other month has.
fn month_of(word: &str) -> Option<usize> {
    let named = |test: &dyn Fn(&str) -> bool| {
        let mut found =
            MONTHS.iter().enumerate().filter(|(_, names)| names.split(' ').any(test)).map(|(index, _)| index + 1);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    let whole = named(&|name| name == word);
    whole.or_else(|| (word.chars().count() >= 3).then(|| named(&|name| name.starts_with(word)))?)
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

fn iso(year: &str, month: &str, day: &str, calendar: Calendar) -> Option<String> {
    let year: u16 = number(year, 4..=4)?.try_into().ok()?;
    let year = match calendar {
        Calendar::Thai if !YEARS.contains(&year) => year.checked_sub(BUDDHIST_YEARS)?,
        Calendar::Thai | Calendar::Gregorian => year,
    };
    let (month, day) = (number(month, 1..=2)?.try_into().ok()?, number(day, 1..=2)?.try_into().ok()?);
    (YEARS.contains(&year) && is_calendar_date(year, month, day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
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
    fn a_time_and_words_beside_the_date_cost_nothing() {
        for (raw, expected) in [
            ("1974-08-12T00:00:00Z", "1974-08-12"),
            ("1974-08-12T00:00:00.000+03:00", "1974-08-12"),
            ("1974-08-12 14:30:00", "1974-08-12"),
            ("12.08.1974 00:00:00", "1974-08-12"),
            ("12.08.1974 г.", "1974-08-12"),
            ("12.08.1974г", "1974-08-12"),
            ("12.08.1974 ж.", "1974-08-12"),
            ("12 августа 1974 года", "1974-08-12"),
            ("12 АВГ 1974", "1974-08-12"),
            ("12 Aug 1974", "1974-08-12"),
            ("AUG 12, 1974", "1974-08-12"),
            ("12 AUG / АВГ 1974", "1974-08-12"),
            ("12-Ogos-1974", "1974-08-12"),
            ("12 AGUSTUS 1974", "1974-08-12"),
            ("ngày 12 tháng 8 năm 1974", "1974-08-12"),
            ("1974年8月12日", "1974-08-12"),
            ("12 тамыз 1974", "1974-08-12"),
            ("12 avgust 1974", "1974-08-12"),
            ("12 Agosto 1974", "1974-08-12"),
            ("12 сент. 1974", "1974-09-12"),
            ("12 สิงหาคม 2517", "1974-08-12"),
            ("12 ส.ค. 2517", "1974-08-12"),
            ("๑๒ ส.ค. ๒๕๑๗", "1974-08-12"),
            ("12 สิงหาคม พ.ศ. 2517", "1974-08-12"),
            ("12 សីហា 1974", "1974-08-12"),
        ] {
            assert_eq!(date(raw, Dmy).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn a_thai_year_is_of_the_buddhist_era() {
        for (raw, expected) in
            [("25/09/2533", "1990-09-25"), ("2533-09-25", "1990-09-25"), ("25 Sep. 1990", "1990-09-25")]
        {
            assert_eq!(date_of(raw, Dmy, Calendar::Thai).as_deref(), Some(expected), "{raw}");
        }
        assert_eq!(date("25/09/2533", Dmy), None);
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
            "1 Fee 2001",
            "25/09/2533",
            "1 Ma 2001",
            "1 Ju 2001",
            "12 Jan Feb 2001",
            "1974-08-11T21:00:00Z",
            "1974-08-12Tx:y",
            "BirthDate",
            "٠١.٠٢.٢٠٠١",
            "..",
        ] {
            assert_eq!(date(raw, Dmy), None, "{raw}");
        }
    }
}
