//! Lines that have one character too many or too few, which need not be a filler.
//!
//! Where a character was lost or came in, everything behind it stands elsewhere, and one check digit in ten holds by
//! chance. So every reading with one character put in or taken out is tried, at every place: what all check digits allow
//! alone is proved, and what they allow beside others is not.

use super::fillers;
use super::fit::{Candidate, Misfit};
use super::glyph::{is_unknown, look};
use super::layout::Layout;
use super::repair::Repaired;
use super::{check, dates};
use crate::document::normalize;
use core::ops::Range;

/// What may stand in a zone.
const CHARACTERS: &[u8] = b"<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A reading with one character put in or taken out.
#[derive(Debug, Clone)]
pub(super) struct Edit {
    pub layout: &'static Layout,
    pub text: Vec<u8>,
    /// Where the character stands, or stood.
    pub position: usize,
    /// Whether it is a filler where fillers stand, so that nothing else was changed.
    pub is_filler: bool,
}

/// The one part that is a character too long or too short, where that can be all that is wrong.
pub(super) fn misfit(candidate: &Candidate) -> Option<&Misfit> {
    let [only] = candidate.covered_misfits()[..] else { return None };
    (only.place.len().abs_diff(only.read.len()) == 1).then_some(only)
}

/// Every reading with which all check digits hold, that with fillers first. `repaired` was made from the candidate.
pub(super) fn of(repaired: &Repaired) -> Vec<Edit> {
    let Candidate { layout, text, .. } = &repaired.candidate;
    let Some(Misfit { place, read }) = misfit(&repaired.candidate) else { return Vec::new() };
    let fillers = place.clone().rev().find(|position| text.get(*position) == Some(&b'<'));
    let position = fillers.unwrap_or(place.start);
    let mut edits = Edits { layout, place, known: Vec::new() };
    edits.add(Edit { layout, text: text.clone(), position, is_filler: true });
    let is_short = read.len() < place.len();
    // Of characters that are alike it does not matter which is taken out, nor on which side another is put in.
    for index in 0..=read.len() {
        let before = index.checked_sub(1).and_then(|before| read.get(before));
        for character in if is_short { CHARACTERS } else { b"?" } {
            let mut read = read.clone();
            match read.get(index) {
                _ if is_short && before != Some(character) => read.insert(index, *character),
                Some(removed) if !is_short && before != Some(removed) => _ = read.remove(index),
                _ => continue,
            }
            let position = place.start + index.min(place.len() - 1);
            let mut text = text.clone();
            text.splice(place.clone(), read);
            let edit = Edit { layout, text, position, is_filler: false };
            if !(is_short && is_lost_filler(&edit, place)) {
                edits.add(edit);
            }
        }
    }
    // A state that exists tells a reading from those with letters in its place.
    let mut known = edits.known;
    if known.iter().any(has_states) {
        known.retain(has_states);
    }
    known
}

/// Readings that differ in what is told.
struct Edits<'a> {
    layout: &'static Layout,
    place: &'a Range<usize>,
    known: Vec<Edit>,
}

impl Edits<'_> {
    fn add(&mut self, mut edit: Edit) {
        fillers::close_gaps(&mut edit.text, self.layout);
        let holds = stands(&edit.text, self.layout, self.place) && check::all_hold(&edit.text, self.layout);
        if holds && !self.known.iter().any(|known| is_same(known, &edit)) {
            self.known.push(edit);
        }
    }
}

/// Whether the check digit at the end of a line was put in, so that what was read there stands alone behind fillers. A
/// check digit can be made to fit everything: every line in which a filler is missing could be read so.
fn is_lost_filler(edit: &Edit, place: &Range<usize>) -> bool {
    let is_last = edit.position + 1 == place.end && edit.layout.has_check_digit_before(place.end);
    let before = edit.position.checked_sub(2).and_then(|before| edit.text.get(before));
    is_last && !edit.is_filler && before == Some(&b'<')
}

/// Whether two readings say the same where that is told: names, and what no check digit covers, are not compared. A
/// character that counts as much as the filler in whose place it would stand is no other reading.
fn is_same(known: &Edit, other: &Edit) -> bool {
    let layout = known.layout;
    let is_told = |position: usize| {
        layout.is_covered(position)
            || layout.sex == Some(position)
            || states(layout).any(|state| state.contains(&position))
    };
    known.text.iter().zip(&other.text).enumerate().all(|(position, (one, other))| {
        let is_alike = known.is_filler && *one == b'<' && check::value(*other).is_multiple_of(10);
        one == other || is_alike || !is_told(position)
    })
}

fn states(layout: &Layout) -> impl Iterator<Item = &Range<usize>> {
    core::iter::once(&layout.state).chain(&layout.nationality)
}

fn has_states(edit: &Edit) -> bool {
    let Edit { layout, text, .. } = edit;
    states(layout).all(|range| {
        let state = text.get(range.clone()).and_then(|state| str::from_utf8(state).ok());
        state.is_some_and(|state| normalize::country(state).is_some())
    })
}

/// Whether there are letters where letters stand and digits where digits stand. A line of the wrong length is not read
/// without: there what follows it would stand in their places.
pub(super) fn stands(text: &[u8], layout: &Layout, place: &Range<usize>) -> bool {
    let all = |range: &Range<usize>, is: &dyn Fn(u8) -> bool| {
        text.get(range.clone()).is_some_and(|part| part.iter().all(|byte| is(*byte)))
    };
    let is_letter = |byte: u8| byte.is_ascii_uppercase() || byte == b'<';
    // A character of a name that was not read may be a letter.
    let is_name = |byte: u8| is_letter(byte) || (is_unknown(byte) && !look(byte).is_ascii_digit());
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let mut names = layout.names.iter().filter(|names| names.start < place.end && names.end > place.start);
    let first = |range: &Range<usize>| text.get(range.start).copied().unwrap_or_default();
    let number = &layout.number;
    layout.may_begin_with(first(&layout.code))
        && layout.is_marked(text)
        && (!layout.digits.is_empty() || all(&layout.code, &is_letter))
        && layout.digits.iter().all(|digits| all(digits, &is_digit))
        && states(layout).all(|state| all(state, &is_letter) && first(state) != b'<')
        && layout.sex.is_none_or(|at| text.get(at).is_some_and(|sex| b"MFX<".contains(sex)))
        && (first(number) != b'<' || all(number, &|byte| byte == b'<'))
        && names.all(|names| all(names, &is_name))
        && dates::are_dates(text, layout)
}
