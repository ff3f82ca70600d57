//! The fields of a zone.

use super::check;
use super::fit::Candidate;
use super::layout::Layout;
use super::zone::{Mrz, MrzDate, MrzFormat};
use crate::document::normalize;
use core::ops::Range;

pub(super) fn read(repaired: &super::repair::Repaired) -> Mrz {
    let Candidate { layout, text, .. } = &repaired.candidate;
    let checks = check::all(text, layout);
    let long = check::long_number(text, layout).map(|long| long.tail);
    let number =
        [plain(text, &layout.number), long.as_ref().map(|tail| plain(text, tail)).unwrap_or_default()].concat();
    let mut optional = layout.optional.iter().map(|range| match &long {
        Some(tail) if range.contains(&tail.end) => plain(text, &(tail.end + 1..range.end)),
        Some(_) | None => plain(text, range),
    });
    let (surname, given_names) = names(text, layout);
    let (date_of_birth, date_of_expiry) = dates(text, layout);
    let dates_hold = [&date_of_birth, &date_of_expiry].into_iter().flatten().all(is_date);
    Mrz {
        format: layout.format,
        lines: text.chunks(layout.width).map(|line| String::from_utf8_lossy(line).into_owned()).collect(),
        document_code: plain(text, &(0..2)),
        issuing_state: some(plain(text, &(2..5))),
        surname,
        given_names,
        document_number: some(number),
        nationality: layout.nationality.as_ref().and_then(|range| some(plain(text, range))),
        date_of_birth,
        date_of_expiry,
        sex: normalize::sex(&plain_with_fillers(text, &(layout.sex..layout.sex + 1))).map(str::to_owned),
        optional_data: optional.next().and_then(some),
        optional_data_2: optional.next().and_then(some),
        valid: dates_hold && checks.iter().all(|check| check.passed),
        checks,
        repaired: repaired.changed,
    }
}

fn plain_with_fillers(text: &[u8], range: &Range<usize>) -> String {
    String::from_utf8_lossy(text.get(range.clone()).unwrap_or_default()).into_owned()
}

fn plain(text: &[u8], range: &Range<usize>) -> String {
    plain_with_fillers(text, range).trim_end_matches('<').to_owned()
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Two fillers part the identifiers, one parts the words of each.
fn names(text: &[u8], layout: &Layout) -> (Option<String>, Option<String>) {
    let words = |text: &str| some(text.split('<').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    match layout.names {
        [surname, given_names] => (words(&plain(text, surname)), words(&plain(text, given_names))),
        [both] => {
            let both = plain(text, both);
            let end = both.as_bytes().windows(2).position(|pair| pair == b"<<").unwrap_or(both.len());
            let (surname, given_names) = both.split_at_checked(end).unwrap_or_default();
            (words(surname), words(given_names))
        }
        _ => (None, None),
    }
}

fn dates(text: &[u8], layout: &Layout) -> (Option<MrzDate>, Option<MrzDate>) {
    let raw = |range: &Range<usize>| {
        let raw = plain_with_fillers(text, range);
        (raw != "<<<<<<").then_some(raw)
    };
    let expiry = layout.expiry.as_ref().and_then(raw).map(|raw| {
        let century = two_digits(&raw, 0).filter(|year| *year < 80).map(|_| 20);
        MrzDate { iso: iso(&raw, century), raw }
    });
    let latest = match layout.format {
        MrzFormat::FrenchIdCard => month_of_issue(&plain_with_fillers(text, &layout.number)),
        MrzFormat::Td1 | MrzFormat::Td2 | MrzFormat::Td3 | MrzFormat::MrvA | MrzFormat::MrvB => {
            expiry.as_ref().and_then(|expiry| expiry.iso.clone())
        }
    };
    let birth = raw(&layout.birth).map(|raw| {
        let iso = latest.and_then(|latest| born_by(&raw, &latest));
        MrzDate { iso, raw }
    });
    (birth, expiry)
}

/// The last possible date of birth in the century in which the holder is younger than 100 at `latest`.
fn born_by(raw: &str, latest: &str) -> Option<String> {
    let in_century = |century| iso(raw, Some(century));
    let century: u8 = latest.get(..2)?.parse().ok()?;
    in_century(century).filter(|birth| birth.as_str() <= latest).or_else(|| in_century(century.checked_sub(1)?))
}

/// The card was issued from 1988 to 2021, so that the year tells its century.
fn month_of_issue(number: &str) -> Option<String> {
    let (year, month) = (two_digits(number, 0)?, two_digits(number, 2)?);
    let century = if year >= 88 { 19 } else { 20 };
    Some(format!("{century}{year:02}-{month:02}-31"))
}

fn iso(raw: &str, century: Option<u8>) -> Option<String> {
    let (year, month, day) = (two_digits(raw, 0)?, two_digits(raw, 2)?, two_digits(raw, 4)?);
    let year = u16::from(century?) * 100 + u16::from(year);
    normalize::is_calendar_date(year, month, day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn two_digits(text: &str, start: usize) -> Option<u8> {
    let digits = text.get(start..start.checked_add(2)?)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Whether each part is two digits that the calendar can have, or not known. 2000 is a leap year, as any other may be.
fn is_date(date: &MrzDate) -> bool {
    let part = |start| match date.raw.get(start..start + 2) {
        Some("<<") => Some(None),
        Some(_) => two_digits(&date.raw, start).map(Some),
        None => None,
    };
    match (part(0), part(2), part(4)) {
        (Some(_), Some(month), Some(day)) => normalize::is_calendar_date(2000, month.unwrap_or(1), day.unwrap_or(1)),
        _ => false,
    }
}
