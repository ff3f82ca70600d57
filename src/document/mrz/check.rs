//! Check digits (ICAO Doc 9303 part 3, section 4.9).

use super::glyph::is_unknown;
use super::layout::{CheckDigit, Layout};
use super::zone::{MrzCheck, MrzCheckField};
use core::ops::Range;

const WEIGHTS: [u32; 3] = [7, 3, 1];

/// The check digit of `text`, letters counting from 10 and everything else as nothing.
#[must_use]
pub fn check_digit(text: &[u8]) -> u8 {
    digit(text.iter().copied())
}

fn digit(text: impl Iterator<Item = u8>) -> u8 {
    let sum: u32 = text.zip(WEIGHTS.into_iter().cycle()).map(|(byte, weight)| weight * value(byte)).sum();
    // A sum modulo 10 is a digit.
    b'0' + u8::try_from(sum % 10).unwrap_or(0)
}

/// What a character counts before it is weighted.
pub(super) fn value(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or(0)
}

/// The check digit that the covered characters ask for; `None` where one of them is unknown.
pub(super) fn expected(text: &[u8], check: &CheckDigit) -> Option<u8> {
    let covered = || check.positions().filter_map(|position| text.get(position).copied());
    (!covered().any(is_unknown)).then(|| digit(covered()))
}

/// Whether the check digit holds. Where nothing but filler is covered, a filler may stand in its place.
pub(super) fn holds(text: &[u8], check: &CheckDigit) -> bool {
    match text.get(check.position) {
        Some(b'<') => is_empty(text, check),
        Some(found) => expected(text, check) == Some(*found),
        None => false,
    }
}

/// Whether nothing but filler is covered. A document has a number.
pub(super) fn is_empty(text: &[u8], check: &CheckDigit) -> bool {
    let may_be_empty = !matches!(check.field, MrzCheckField::DocumentNumber | MrzCheckField::Composite);
    may_be_empty && check.positions().all(|position| text.get(position) == Some(&b'<'))
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
    let long = long_number(text, layout);
    let passed = |check: &CheckDigit| match &long {
        Some(long) if check.field == MrzCheckField::DocumentNumber => long_number_holds(text, layout, long),
        Some(_) | None => holds(text, check),
    };
    layout.checks.iter().map(|check| MrzCheck { field: check.field, passed: passed(check) }).collect()
}

/// Whether every check digit holds.
pub(super) fn all_hold(text: &[u8], layout: &Layout) -> bool {
    all(text, layout).iter().all(|check| check.passed)
}

/// Whether at least half of the check digits hold, of those that cover anything.
pub(super) fn mostly_hold(text: &[u8], layout: &Layout) -> bool {
    let checks = layout.checks.iter().zip(all(text, layout)).filter(|(check, _)| !is_empty(text, check));
    let (held, failed): (Vec<_>, Vec<_>) = checks.partition(|(_, result)| result.passed);
    !held.is_empty() && held.len() >= failed.len()
}

/// The filler between the two parts does not count as a position. On some older cards it does
/// (<https://github.com/cheminfo/mrz/pull/70>).
fn long_number_holds(text: &[u8], layout: &Layout, long: &LongNumber) -> bool {
    let head = text.get(layout.number.clone()).unwrap_or_default();
    let tail = text.get(long.tail.clone()).unwrap_or_default();
    let found = text.get(long.tail.end).copied();
    let plain = head.iter().chain(tail).copied();
    let filled = head.iter().chain(b"<").chain(tail).copied();
    !plain.clone().any(is_unknown) && (found == Some(digit(plain)) || found == Some(digit(filled)))
}

/// Whether the composite check digit is a second proof of what stands at the position.
///
/// The weights repeat every three positions. Where a field starts at the same weight in its own check digit and in the
/// composite one, both see every change of it alike, and the second says nothing that the first has not said.
pub(super) fn is_proved_twice(layout: &Layout, position: usize) -> bool {
    let own = layout.own_check(position);
    let composite = layout.check(MrzCheckField::Composite);
    let (Some(own), Some(composite)) = (own, composite) else { return false };
    let weight =
        |check: &CheckDigit| check.positions().position(|at| at == position).map(|index| index % WEIGHTS.len());
    // Its own check digit has no weight: it is compared with the sum.
    weight(composite).is_some() && weight(own) != weight(composite)
}

#[cfg(test)]
mod tests {
    use super::super::layouts::LAYOUTS;
    use super::super::zone::MrzFormat::{self, *};
    use super::*;

    fn proved_twice(format: MrzFormat) -> Vec<MrzCheckField> {
        let layout = LAYOUTS.iter().find(|layout| layout.format == format).unwrap();
        let own = layout.checks.iter().filter(|check| check.field != MrzCheckField::Composite);
        let twice = own.filter(|check| {
            let mut each = check.positions().map(|position| is_proved_twice(layout, position));
            let first = each.next().unwrap();
            assert!(each.all(|other| other == first), "{format:?} {:?}", check.field);
            assert_eq!(is_proved_twice(layout, check.position), layout.check(MrzCheckField::Composite).is_some());
            first
        });
        twice.map(|check| check.field).collect()
    }

    #[test]
    fn the_composite_check_digit_proves_dates_and_never_a_number() {
        use MrzCheckField::{DateOfBirth, DateOfExpiry};
        assert_eq!(proved_twice(Td3), [DateOfBirth, DateOfExpiry]);
        assert_eq!(proved_twice(Td1), [DateOfBirth, DateOfExpiry]);
        assert_eq!(proved_twice(Td2), [DateOfBirth, DateOfExpiry]);
        assert_eq!(proved_twice(FrenchIdCard), []);
        assert_eq!(proved_twice(FrenchDrivingLicence), []);
        assert_eq!(proved_twice(MrvA), []);
        assert_eq!(proved_twice(MrvB), []);
    }
}
