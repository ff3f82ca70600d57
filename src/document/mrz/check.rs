//! Check digits (ICAO Doc 9303 part 3, section 4.9).

use super::layout::{CheckDigit, Layout};
use super::zone::{MrzCheck, MrzCheckField};
use core::ops::Range;

/// The check digit of `text`, letters counting from 10 and everything else as nothing.
#[must_use]
pub fn check_digit(text: &[u8]) -> u8 {
    digit(text.iter())
}

fn digit<'a>(text: impl Iterator<Item = &'a u8>) -> u8 {
    let sum: u32 = text.zip([7, 3, 1].into_iter().cycle()).map(|(byte, weight)| weight * value(*byte)).sum();
    // A sum modulo 10 is a digit.
    b'0' + u8::try_from(sum % 10).unwrap_or(0)
}

fn value(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or(0)
}

/// Whether the check digit holds. Optional data that is empty may have a filler in its place.
pub(super) fn holds(text: &[u8], check: &CheckDigit) -> bool {
    let covered = || check.covers.iter().flat_map(|range| text.get(range.clone()).unwrap_or_default());
    match text.get(check.position) {
        Some(b'<') => check.field == MrzCheckField::OptionalData && covered().all(|byte| *byte == b'<'),
        Some(found) => digit(covered()) == *found,
        None => false,
    }
}

/// A document number that goes on in the optional data.
pub(super) struct LongNumber {
    /// Its second part, without the check digit.
    pub tail: Range<usize>,
}

/// The long number, if there is one: a filler in the place of the check digit, and more in the optional data, the
/// last of which is the check digit (parts 5 and 6, note on the document number).
pub(super) fn long_number(text: &[u8], layout: &Layout) -> Option<LongNumber> {
    let check = layout.check(MrzCheckField::DocumentNumber)?;
    if !layout.number_may_overflow() || text.get(check.position) != Some(&b'<') {
        return None;
    }
    let optional = layout.optional.first()?.clone();
    let length = text.get(optional.clone())?.iter().take_while(|byte| **byte != b'<').count();
    let end = optional.start.checked_add(length)?.checked_sub(1)?;
    (end > optional.start).then_some(LongNumber { tail: optional.start..end })
}

/// Every check digit of a text.
pub(super) fn all(text: &[u8], layout: &Layout) -> Vec<MrzCheck> {
    let passed = |check: &CheckDigit| match long_number(text, layout) {
        Some(long) if check.field == MrzCheckField::DocumentNumber => long_number_holds(text, layout, &long),
        Some(_) | None => holds(text, check),
    };
    layout.checks.iter().map(|check| MrzCheck { field: check.field, passed: passed(check) }).collect()
}

fn long_number_holds(text: &[u8], layout: &Layout, long: &LongNumber) -> bool {
    let head = text.get(layout.number.clone()).unwrap_or_default();
    let tail = text.get(long.tail.clone()).unwrap_or_default();
    text.get(long.tail.end) == Some(&digit(head.iter().chain(tail)))
}
