//! Dates of two digits for the year, which may be known in part.

use super::glyph::shown;
use super::layout::Layout;
use super::layouts::LAYOUTS;
use super::zone::{Mrz, MrzCheckField, MrzDate, MrzFormat};
use crate::document::normalize;
use core::ops::Range;

/// The latest date of birth where neither the caller nor the zone tells one. The core reads no clock.
const LATEST_BIRTH: &str = "2026-12-31";

/// From this year of two digits on, a date of expiry may be of either century: the first zones were printed about 1980.
const FIRST_YEAR_OF_ZONES: u8 = 80;

/// The French card with a zone was issued from this year of the last century on.
const FIRST_YEAR_OF_FRENCH_CARD: u8 = 88;

/// Dates that documents print which never expire: there is no year 9999 in two digits.
pub(super) const NEVER: [&str; 3] = ["999999", "991231", "990101"];

/// The dates of a zone.
pub(super) struct Dates {
    pub birth: Option<MrzDate>,
    pub expiry: Option<MrzDate>,
    /// Whether the document says that it never expires.
    pub never_expires: bool,
}

pub(super) fn read(text: &[u8], layout: &Layout, today: Option<&str>) -> Dates {
    let expiry = raw(text, layout.expiry.as_ref()).map(|raw| {
        let century = two_digits(&raw, 0).filter(|year| *year < FIRST_YEAR_OF_ZONES).map(|_| 20);
        date(raw, |known| century.map(|century| format!("{century}{known}")))
    });
    let never_expires = expiry.as_ref().is_some_and(|expiry| NEVER.contains(&expiry.raw.as_str()));
    let latest = latest_birth(text, layout, expiry.as_ref(), today);
    let birth = raw(text, layout.birth.as_ref()).map(|raw| date(raw, |known| born_by(known, &latest)));
    Dates { birth, expiry, never_expires }
}

impl Mrz {
    /// Tells the century of the date of birth by today, `YYYY-MM-DD`, after which nobody is born.
    pub fn as_of(&mut self, today: &str) {
        if let Some(layout) = LAYOUTS.iter().find(|layout| layout.format == self.format) {
            self.date_of_birth = read(self.lines.concat().as_bytes(), layout, Some(today)).birth;
        }
    }
}

/// Nobody is born after the document was issued, nor after its expiry, nor after today.
fn latest_birth(text: &[u8], layout: &Layout, expiry: Option<&MrzDate>, today: Option<&str>) -> String {
    let issue = match layout.format {
        MrzFormat::FrenchIdCard => month_of_issue(&shown(text.get(layout.number.clone()).unwrap_or_default())),
        MrzFormat::Td1
        | MrzFormat::Td2
        | MrzFormat::Td3
        | MrzFormat::MrvA
        | MrzFormat::MrvB
        | MrzFormat::FrenchDrivingLicence
        | MrzFormat::SwissDrivingLicence => None,
    };
    let told = [issue, expiry.and_then(|expiry| expiry.iso.clone()), today.map(str::to_owned)];
    told.into_iter().flatten().min().unwrap_or_else(|| LATEST_BIRTH.to_owned())
}

/// The last possible date of birth in the century in which the holder is younger than 100 at `latest`.
fn born_by(known: &str, latest: &str) -> Option<String> {
    let century: u8 = latest.get(..2)?.parse().ok()?;
    let birth = format!("{century:02}{known}");
    if Some(birth.as_str()) <= latest.get(..birth.len()) {
        return Some(birth);
    }
    Some(format!("{:02}{known}", century.checked_sub(1)?))
}

/// The card was issued from 1988 to 2021, so that the year tells its century.
fn month_of_issue(number: &str) -> Option<String> {
    let (year, month) = (two_digits(number, 0)?, two_digits(number, 2)?);
    let century = if year >= FIRST_YEAR_OF_FRENCH_CARD { 19 } else { 20 };
    Some(format!("{century}{year:02}-{month:02}-31"))
}

/// What is known of a date, in ISO 8601 when `century` has put the century before it.
fn date(raw: String, century: impl Fn(&str) -> Option<String>) -> MrzDate {
    let whole = known(&raw).filter(|known| is_calendar(known)).and_then(|known| century(&known));
    let (mut iso, mut partial) = (None, None);
    match whole {
        Some(whole) if whole.len() == 10 => iso = Some(whole).filter(|whole| is_calendar(whole)),
        other => partial = other,
    }
    MrzDate { raw, iso, partial }
}

/// `YY-MM-DD`, `YY-MM` or `YY`: where month or day are not known there is filler, or zeros.
fn known(raw: &str) -> Option<String> {
    let part = |start: usize| raw.get(start..start + 2);
    let is_unknown = |part: &str| matches!(part, "<<" | "00");
    let (year, month, day) = (part(0)?, part(2)?, part(4)?);
    Some(match (is_unknown(month), is_unknown(day)) {
        (false, false) => format!("{year}-{month}-{day}"),
        (false, true) => format!("{year}-{month}"),
        (true, true) => year.to_owned(),
        (true, false) => return None,
    })
}

/// Whether the calendar can have it, with a year of two or four digits. Those of 20YY are leap years where those of 19YY
/// are, and 2000 too.
fn is_calendar(known: &str) -> bool {
    let mut parts = known.split('-');
    let year = parts.next().unwrap_or_default();
    let century: u16 = if year.len() == 2 { 2000 } else { 0 };
    let mut number = |default: u8| match parts.next() {
        Some(part) => two_digits(part, 0).filter(|_| part.len() == 2),
        None => Some(default),
    };
    let (month, day) = (number(1), number(1));
    let year = year.bytes().all(|byte| byte.is_ascii_digit()).then(|| year.parse::<u16>().ok()).flatten();
    let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
    normalize::is_calendar_date(century + year, month, day)
}

/// Whether a text is a date of the calendar as `YYYY-MM-DD`.
pub(super) fn is_iso(text: &str) -> bool {
    text.len() == 10 && text.as_bytes().get(4) == Some(&b'-') && is_calendar(text)
}

/// Whether every date is one of the calendar, as far as it is known, or says that there is no expiry.
pub(super) fn are_dates(text: &[u8], layout: &Layout) -> bool {
    layout.dates().all(|(field, range)| {
        let Some(raw) = raw(text, Some(&range)) else { return true };
        let never = field == MrzCheckField::DateOfExpiry && NEVER.contains(&raw.as_str());
        never || is_date(&raw)
    })
}

/// Whether six characters are a date of the calendar, as far as it is known. The year alone may be unknown too.
pub(super) fn is_date(raw: &str) -> bool {
    let year_is_unknown = raw.strip_prefix("<<").map(|rest| format!("00{rest}"));
    known(year_is_unknown.as_deref().unwrap_or(raw)).is_some_and(|known| is_calendar(&known))
}

fn raw(text: &[u8], range: Option<&Range<usize>>) -> Option<String> {
    let raw = shown(text.get(range?.clone())?);
    (raw != "<<<<<<").then_some(raw)
}

fn two_digits(text: &str, start: usize) -> Option<u8> {
    let digits = text.get(start..start.checked_add(2)?)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}
