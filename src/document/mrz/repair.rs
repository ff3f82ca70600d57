//! Confusions of optical character recognition, undone where the check digits prove it.

use super::check::{self, holds};
use super::fit::Candidate;
use super::layout::{CheckDigit, Layout};
use super::zone::MrzCheckField;
use crate::document::normalize;
use core::ops::Range;

/// Characters taken for one another: letter, digit. The likeliest stand first.
const CONFUSIONS: [(u8, u8); 11] = [
    (b'O', b'0'),
    (b'I', b'1'),
    (b'S', b'5'),
    (b'B', b'8'),
    (b'Z', b'2'),
    (b'G', b'6'),
    (b'Q', b'0'),
    (b'D', b'0'),
    (b'L', b'1'),
    (b'T', b'7'),
    (b'A', b'4'),
];

/// How many of [`CONFUSIONS`] are likely enough to be undone where both letters and digits may stand.
const LIKELIEST: usize = 6;

/// A candidate after all repairs that could be proved.
pub(super) struct Repaired {
    pub candidate: Candidate,
    /// Whether a character was changed.
    pub changed: bool,
}

pub(super) fn repaired(candidate: Candidate) -> Repaired {
    let Candidate { layout, mut text, exact } = candidate;
    let before = text.clone();
    repair_letters(&mut text, layout);
    repair_filler(&mut text, layout);
    repair_checked(&mut text, layout);
    let changed = text != before;
    Repaired { candidate: Candidate { layout, text, exact }, changed }
}

/// The code starts with a letter, and states are codes that exist.
fn repair_letters(text: &mut [u8], layout: &Layout) {
    if let Some(first @ b'1') = text.first_mut() {
        *first = b'I';
    }
    let states = [Some(2..5), layout.nationality.clone()];
    for range in states.into_iter().flatten() {
        let Some(state) = text.get_mut(range) else { continue };
        let letters: Vec<u8> = state.iter().map(|byte| letter(*byte).unwrap_or(*byte)).collect();
        if str::from_utf8(&letters).is_ok_and(|letters| normalize::country(letters).is_some()) {
            state.copy_from_slice(&letters);
        }
    }
}

/// After two fillers that follow the secondary identifier nothing but filler can stand: `K` is a filler misread.
fn repair_filler(text: &mut [u8], layout: &Layout) {
    let [names] = layout.names else { return };
    let Some(names) = text.get_mut(names.clone()) else { return };
    let pairs = |from: usize, names: &[u8]| names.get(from..)?.windows(2).position(|pair| pair == b"<<");
    let Some(first) = pairs(0, names) else { return };
    let Some(second) = pairs(first + 2, names) else { return };
    if let Some(rest) = names.get_mut(first + 2 + second..)
        && rest.iter().all(|byte| matches!(byte, b'<' | b'K'))
    {
        rest.fill(b'<');
    }
}

/// All repairs stand or fall with the composite check digit, where there is one.
fn repair_checked(text: &mut Vec<u8>, layout: &Layout) {
    let mut attempt = text.clone();
    for check in layout.checks.iter().filter(|check| check.field != MrzCheckField::Composite) {
        match check.field {
            MrzCheckField::DateOfBirth | MrzCheckField::DateOfExpiry => repair_date(&mut attempt, check),
            MrzCheckField::DocumentNumber if check::long_number(&attempt, layout).is_some() => {}
            MrzCheckField::DocumentNumber | MrzCheckField::OptionalData | MrzCheckField::Composite => {
                repair_text(&mut attempt, check, check.covers);
            }
        }
    }
    let Some(composite) = layout.check(MrzCheckField::Composite) else {
        *text = attempt;
        return;
    };
    if others_hold(&attempt, layout) {
        // Optional data that has no check digit of its own is proved by the composite one.
        let own = layout.check(MrzCheckField::OptionalData).is_some();
        repair_text(&mut attempt, composite, if own { &[] } else { layout.optional });
    }
    if holds(&attempt, composite) {
        *text = attempt;
    }
}

fn others_hold(text: &[u8], layout: &Layout) -> bool {
    check::all(text, layout).iter().all(|check| check.passed || check.field == MrzCheckField::Composite)
}

/// A date has digits alone, so that every letter in it is misread.
fn repair_date(text: &mut Vec<u8>, check: &CheckDigit) {
    let mut attempt = text.clone();
    for position in check.covers.iter().cloned().flatten().chain([check.position]) {
        repair_digit(&mut attempt, position);
    }
    if holds(&attempt, check) {
        *text = attempt;
    }
}

/// Where letters and digits may stand, one check digit proves little: a change is made only where it is the single
/// likely one that makes the check digit hold.
fn repair_text(text: &mut Vec<u8>, check: &CheckDigit, ranges: &[Range<usize>]) {
    let mut start = text.clone();
    repair_digit(&mut start, check.position);
    if holds(&start, check) {
        *text = start;
        return;
    }
    let likely = ranges.iter().flat_map(|range| changes(&start, range));
    let mut proved: Vec<Vec<u8>> = likely.filter(|text| holds(text, check)).collect();
    if let [only] = proved.as_mut_slice() {
        core::mem::swap(text, only);
    }
}

fn repair_digit(text: &mut [u8], position: usize) {
    if let Some(found) = text.get_mut(position)
        && let Some(digit) = digit(*found)
    {
        *found = digit;
    }
}

/// The likely changes within a field: one or two letters between digits or digits between letters, each such place
/// alone and all of them. A `K` counts as much as a filler, so that no check digit tells them apart.
fn changes(text: &[u8], range: &Range<usize>) -> Vec<Vec<u8>> {
    let Some(field) = text.get(range.clone()) else { return Vec::new() };
    let whole = |field: Vec<u8>| {
        let mut text = text.to_vec();
        text.splice(range.clone(), field);
        text
    };
    let mut changes = Vec::new();
    let mut all = field.to_vec();
    let places = misread_places(field);
    for place in &places {
        let mut one = field.to_vec();
        for field in [&mut one, &mut all] {
            field.iter_mut().skip(place.start).take(place.len()).for_each(|byte| *byte = twin(*byte).unwrap_or(*byte));
        }
        changes.push(whole(one));
    }
    if places.len() > 1 {
        changes.push(whole(all));
    }
    changes
}

fn misread_places(field: &[u8]) -> Vec<Range<usize>> {
    let class = |position: usize| field.get(position).map(|byte| (byte.is_ascii_digit(), byte.is_ascii_uppercase()));
    let mut places = Vec::new();
    let mut start = 0;
    while start < field.len() {
        let mut end = start + 1;
        while class(end).is_some() && class(end) == class(start) {
            end += 1;
        }
        let between = start.checked_sub(1).and_then(class).zip(class(end));
        let other = between.is_some_and(|(before, after)| before == after && before != (false, false));
        let twins = field.get(start..end).unwrap_or_default().iter().all(|byte| twin(*byte).is_some());
        if other && twins && end - start <= 2 {
            places.push(start..end);
        }
        start = end;
    }
    places
}

/// The likeliest character that is taken for this one, of the other class.
fn twin(byte: u8) -> Option<u8> {
    let likeliest = CONFUSIONS.iter().take(LIKELIEST);
    likeliest.clone().find(|(letter, _)| *letter == byte).map(|(_, digit)| *digit).or_else(|| letter(byte))
}

fn digit(byte: u8) -> Option<u8> {
    CONFUSIONS.iter().find(|(letter, _)| *letter == byte).map(|(_, digit)| *digit)
}

fn letter(byte: u8) -> Option<u8> {
    CONFUSIONS.iter().take(LIKELIEST).find(|(_, digit)| *digit == byte).map(|(letter, _)| *letter)
}
