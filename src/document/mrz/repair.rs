//! What was misread for certain, put right where the check digits prove it.
//!
//! A character that cannot stand where it was read is misread for certain: a letter in a date or in the place of a check
//! digit. A number of letters and digits has no such place. One check digit tells that something in it is wrong, never
//! what: of the 36 characters three or four have the value that is missing, at every position of the number. So nothing
//! is put right in it; [`super::ambiguity`] gives the candidates.

use super::check::{self, holds};
use super::fillers;
use super::fit::Candidate;
use super::glyph::{is_unknown, look};
use super::layout::{CheckDigit, Layout};
use super::zone::MrzCheckField;
use super::{confusion, dates, rivals};
use crate::document::normalize;
use core::ops::Range;

/// A candidate after all repairs that could be proved.
pub(super) struct Repaired {
    pub candidate: Candidate,
    /// Whether a character was changed.
    pub changed: bool,
}

pub(super) fn repaired(candidate: Candidate) -> Repaired {
    let Candidate { layout, mut text, misfits } = candidate;
    fillers::close_gaps(&mut text, layout);
    let before = text.clone();
    repair_letters(&mut text, layout);
    fillers::restore(&mut text, layout);
    let candidate = Candidate { layout, text, misfits };
    // What stands in a line of another length may stand in another place: nothing tells what is misread there.
    let unsure: Vec<Range<usize>> =
        candidate.covered_misfits().into_iter().map(|misfit| misfit.place.clone()).collect();
    let Candidate { mut text, misfits, .. } = candidate;
    for place in unsure.iter().cloned() {
        if let (Some(after), Some(before)) = (text.get_mut(place.clone()), before.get(place)) {
            after.copy_from_slice(before);
        }
    }
    repair_digits(&mut text, layout, &unsure);
    let changed = text != before;
    Repaired { candidate: Candidate { layout, text, misfits }, changed }
}

/// The text as it was read, with fillers in place of the spaces alone.
pub(super) fn as_read(mut candidate: Candidate) -> Repaired {
    fillers::close_gaps(&mut candidate.text, candidate.layout);
    Repaired { candidate, changed: false }
}

/// The code starts with a letter, states are codes that exist, and a name has no characters of other scripts.
fn repair_letters(text: &mut [u8], layout: &Layout) {
    if let Some(first) = text.get_mut(layout.code.start) {
        match layout.codes {
            _ if layout.may_begin_with(*first) => *first = confusion::as_letter(look(*first)),
            // A letter that was not read can be no other.
            [only] => *first = *only,
            _ => {}
        }
    }
    for range in [Some(layout.state.clone()), layout.nationality.clone()].into_iter().flatten() {
        let Some(state) = text.get_mut(range) else { continue };
        let letters: Vec<u8> = state.iter().map(|byte| confusion::as_letter(look(*byte))).collect();
        if str::from_utf8(&letters).is_ok_and(|letters| normalize::country(letters).is_some()) {
            state.copy_from_slice(&letters);
        }
    }
    for range in layout.names {
        let names = text.get_mut(range.clone()).into_iter().flatten();
        names.filter(|byte| is_unknown(**byte) && look(**byte) != b'?').for_each(|byte| *byte = look(*byte));
    }
}

/// Where nothing but a digit can stand, everything else is misread; so is a digit in a name that a check digit covers.
fn repair_digits(text: &mut Vec<u8>, layout: &Layout, unsure: &[Range<usize>]) {
    // A filler is what stands there where something is not known.
    let is_none = |byte: u8| !byte.is_ascii_digit() && byte != b'<';
    let read_as = |position: &usize, wrong: &dyn Fn(u8) -> bool| {
        !unsure.iter().any(|place| place.contains(position)) && text.get(*position).is_some_and(|byte| wrong(*byte))
    };
    let places: Vec<usize> = layout.digit_places().filter(|position| read_as(position, &is_none)).collect();
    let letters = layout.proved_names().filter(|position| read_as(position, &|byte| byte.is_ascii_digit()));
    let letters: Vec<usize> = letters.collect();
    if places.is_empty() && letters.is_empty() {
        return;
    }
    let mut attempt = text.clone();
    change(&mut attempt, &places, |byte| confusion::digit(look(byte)).unwrap_or_else(|| seen_digit(byte)));
    change(&mut attempt, &letters, confusion::as_letter);
    let has_rival = |attempt: &[u8]| rivals::exist(text, attempt, layout, &places);
    if layout.checks.is_empty() || is_sound(&attempt, layout) {
        if !has_rival(&attempt) {
            *text = attempt;
        }
        return;
    }
    // A check digit that fits whatever stands before it proves nothing.
    let of_check = |place: usize| layout.checks.iter().any(|check| check.position == place);
    let solved = match places.as_slice() {
        [place] if !of_check(*place) => solve(text, layout, *place),
        _ => None,
    };
    match solved.filter(|solved| !has_rival(solved)) {
        Some(solved) => *text = solved,
        None => keep_what_holds(text, &attempt, layout),
    }
}

fn change(text: &mut [u8], places: &[usize], to: impl Fn(u8) -> u8) {
    for place in places {
        if let Some(byte) = text.get_mut(*place) {
            *byte = to(*byte);
        }
    }
}

/// The digit that an unknown character looks like.
fn seen_digit(byte: u8) -> u8 {
    if look(byte).is_ascii_digit() { look(byte) } else { byte }
}

pub(super) fn is_sound(text: &[u8], layout: &Layout) -> bool {
    check::all_hold(text, layout) && dates::are_dates(text, layout)
}

/// The text with the one digit with which everything holds, where two check digits say so independently.
fn solve(text: &[u8], layout: &Layout, position: usize) -> Option<Vec<u8>> {
    let with = |digit: u8| {
        let mut attempt = text.to_vec();
        *attempt.get_mut(position)? = digit;
        Some(attempt)
    };
    let mut sound = (b'0'..=b'9').filter_map(with).filter(|attempt| is_sound(attempt, layout));
    let only = sound.next().filter(|_| check::is_proved_twice(layout, position))?;
    sound.next().is_none().then_some(only)
}

/// Where something else is wrong, the composite check digit says nothing: what a field's own one proves is kept.
fn keep_what_holds(text: &mut [u8], attempt: &[u8], layout: &Layout) {
    let own = |check: &&CheckDigit| check.field != MrzCheckField::Composite;
    for check in layout.checks.iter().filter(own).filter(|check| holds(attempt, check)) {
        for position in check.positions().chain([check.position]) {
            if let (Some(kept), Some(repaired)) = (text.get_mut(position), attempt.get(position)) {
                *kept = *repaired;
            }
        }
    }
}
