//! The fields of a zone.

use super::fit::Candidate;
use super::glyph::shown;
use super::layout::Layout;
use super::zone::{Mrz, MrzStatus};
use super::{ParseOptions, check, dates};
use crate::document::normalize;
use core::ops::Range;

pub(super) fn read(repaired: &super::repair::Repaired, options: &ParseOptions) -> Mrz {
    let Candidate { layout, text, .. } = &repaired.candidate;
    let checks = check::all(text, layout);
    let mut optional = optional_data(text, layout).into_iter();
    let (surname, given_names) = names(text, layout);
    let dates = dates::read(text, layout, options.today.as_deref());
    let holds = dates::are_dates(text, layout) && checks.iter().all(|check| check.passed);
    let valid = holds && !checks.is_empty();
    Mrz {
        format: layout.format,
        lines: layout.lines().map(|line| shown(text.get(line).unwrap_or_default())).collect(),
        document_code: plain(text, &layout.code),
        issuing_state: some(plain(text, &layout.state)),
        surname,
        given_names,
        document_number: some(document_number(text, layout)),
        nationality: layout.nationality.as_ref().and_then(|range| some(plain(text, range))),
        date_of_birth: dates.birth,
        date_of_expiry: dates.expiry,
        never_expires: dates.never_expires,
        sex: layout.sex.and_then(|at| normalize::sex(&with_fillers(text, &(at..at + 1)))).map(str::to_owned),
        optional_data: optional.next().and_then(some),
        optional_data_2: optional.next().and_then(some),
        status: match (valid, holds) {
            (true, _) => MrzStatus::Valid,
            (false, true) => MrzStatus::Unchecked,
            (false, false) => MrzStatus::Invalid,
        },
        valid,
        checks,
        repaired: repaired.changed,
        candidates: Vec::new(),
    }
}

/// The number with the part of it that stands in the optional data.
pub(super) fn document_number(text: &[u8], layout: &Layout) -> String {
    let tail = check::long_number(text, layout).map(|long| plain(text, &long.tail));
    [plain(text, &layout.number), tail.unwrap_or_default()].concat()
}

/// Without the part of the number that stands there, and the filler after it.
fn optional_data(text: &[u8], layout: &Layout) -> Vec<String> {
    let long = check::long_number(text, layout);
    let range = |range: &Range<usize>| match &long {
        Some(long) if range.contains(&long.tail.end) => {
            plain(text, &(long.tail.end + 1..range.end)).trim_start_matches('<').to_owned()
        }
        Some(_) | None => plain(text, range),
    };
    layout.optional.iter().map(range).collect()
}

fn with_fillers(text: &[u8], range: &Range<usize>) -> String {
    shown(text.get(range.clone()).unwrap_or_default())
}

fn plain(text: &[u8], range: &Range<usize>) -> String {
    with_fillers(text, range).trim_end_matches('<').to_owned()
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
