//! What a zone may say whose check digits tell of a misread character without telling which.

use super::edits::Edit;
use super::fit::Candidate;
use super::glyph::{is_unknown, look, shown};
use super::layout::Layout;
use super::zone::{MrzCandidate, MrzCheckField};
use super::{check, confusion, dates, repair};

/// More than a person could choose from.
const MOST: usize = 24;

/// Every reading with one character changed with which all check digits hold, the likeliest first. None where they
/// hold already.
pub(super) fn candidates(text: &[u8], layout: &'static Layout) -> Vec<MrzCandidate> {
    if check::all_hold(text, layout) {
        return Vec::new();
    }
    let unknown: Vec<usize> = (0..text.len()).filter(|position| is_unread(text, layout, *position)).collect();
    let changes: Vec<(usize, u8)> = match unknown.as_slice() {
        [] => confusions(text, doubted(text, layout)),
        [position] => anything(text, *position).map(|byte| (*position, byte)).collect(),
        _ => Vec::new(),
    };
    let mut candidates = Vec::new();
    for (position, byte) in changes {
        let candidate = changed(text, layout, position, byte);
        candidates.extend(candidate.filter(|candidate| !candidates.contains(candidate)));
    }
    candidates.truncate(MOST);
    candidates
}

fn is_unread(text: &[u8], layout: &Layout, position: usize) -> bool {
    let is_checked = |position| layout.checks.iter().any(|check| check.positions().any(|at| at == position));
    let is_check_digit = layout.checks.iter().any(|check| check.position == position);
    text.get(position).is_some_and(|byte| is_unknown(*byte)) && (is_check_digit || is_checked(position))
}

/// The positions one of which is wrong: those of the one field whose own check digit fails. Where only the composite
/// one does, those that have no other.
fn doubted(text: &[u8], layout: &Layout) -> Vec<usize> {
    let checks = check::all(text, layout);
    let failed = |field| checks.iter().any(|check| check.field == field && !check.passed);
    let mut own = layout.checks.iter().filter(|check| check.field != MrzCheckField::Composite && failed(check.field));
    match (own.next(), own.next()) {
        (Some(check), None) => {
            let long = check::long_number(text, layout).filter(|_| check.field == MrzCheckField::DocumentNumber);
            let tail = long.into_iter().flat_map(|long| long.tail.start..=long.tail.end);
            check.positions().chain([check.position]).chain(tail).collect()
        }
        (None, _) => {
            let without = |position: &usize| layout.own_check(*position).is_none();
            let expiry = layout.expiry.clone().into_iter().flatten();
            layout.optional.iter().cloned().flatten().chain(expiry).filter(without).collect()
        }
        (Some(_), Some(_)) => Vec::new(),
    }
}

/// Every confusion of a character at the positions, the likeliest first.
fn confusions(text: &[u8], positions: Vec<usize>) -> Vec<(usize, u8)> {
    let of_position = |position: usize| {
        let plausible = text.get(position).map(|byte| confusion::plausible(*byte));
        plausible.into_iter().flatten().map(move |(rank, other)| (rank, position, other))
    };
    let mut changes = Vec::new();
    // By insertion: they are few, and the standard library's sorting is large.
    for change in positions.into_iter().flat_map(of_position) {
        let place = changes.partition_point(|known| *known <= change);
        changes.insert(place, change);
    }
    changes.into_iter().map(|(_, position, other)| (position, other)).collect()
}

/// Every character, those first that the unknown one looks like.
fn anything(text: &[u8], position: usize) -> impl Iterator<Item = u8> {
    let seen = text.get(position).copied().map_or(b'?', look);
    let likely =
        core::iter::once(seen).chain(confusion::plausible(seen).map(|(_, other)| other)).filter(|byte| *byte != b'?');
    likely.chain(b'0'..=b'9').chain(b'A'..=b'Z').chain([b'<'])
}

/// The reading, if all check digits hold in it and its fields can be what they are.
fn changed(text: &[u8], layout: &'static Layout, position: usize, byte: u8) -> Option<MrzCandidate> {
    let mut text = text.to_vec();
    *text.get_mut(position)? = byte;
    let long = check::long_number(&text, layout).filter(|long| (long.tail.start..=long.tail.end).contains(&position));
    let field = long.map(|_| MrzCheckField::DocumentNumber).or_else(|| layout.field_at(position))?;
    let is_digit = byte.is_ascii_digit() || !layout.digit_places().any(|place| place == position);
    // A number has no gap at its start or within.
    let whole = field != MrzCheckField::DocumentNumber || !has_gap(text.get(layout.number.clone())?);
    if !is_digit || !whole || !check::all_hold(&text, layout) || !dates::are_dates(&text, layout) {
        return None;
    }
    // What is certain now is put right: a letter among fillers is one of them.
    Some(candidate(repair::repaired(Candidate::exact(layout, text)).candidate, field, position))
}

/// What the readings say with one character put in or taken out.
pub(super) fn of_edits(edits: &[Edit]) -> Vec<MrzCandidate> {
    let mut candidates = Vec::new();
    for Edit { layout, text, position, .. } in edits {
        // Behind a character that was taken out the next field may begin.
        let places = [Some(*position), position.checked_sub(1)];
        if let Some(field) = places.into_iter().flatten().find_map(|place| layout.field_at(place)) {
            candidates.push(candidate(
                repair::repaired(Candidate::exact(layout, text.clone())).candidate,
                field,
                *position,
            ));
        }
    }
    candidates.truncate(MOST);
    candidates
}

fn candidate(Candidate { layout, text, .. }: Candidate, field: MrzCheckField, position: usize) -> MrzCandidate {
    let lines = layout.lines().map(|line| shown(text.get(line).unwrap_or_default())).collect();
    MrzCandidate { field, value: value(&text, layout, field, position), lines }
}

fn has_gap(number: &[u8]) -> bool {
    let end = number.iter().rposition(|byte| *byte != b'<').map_or(0, |last| last + 1);
    number.iter().take(end).any(|byte| *byte == b'<')
}

fn value(text: &[u8], layout: &Layout, field: MrzCheckField, position: usize) -> String {
    let check = layout.check(field).filter(|check| check.position == position);
    let range = match field {
        MrzCheckField::DocumentNumber | MrzCheckField::Composite => return super::read::document_number(text, layout),
        MrzCheckField::DateOfBirth => layout.birth.clone(),
        MrzCheckField::DateOfExpiry => layout.expiry.clone(),
        MrzCheckField::OptionalData => match check {
            Some(check) => check.covers.first().cloned(),
            None => layout.optional.iter().find(|range| range.contains(&position)).cloned(),
        },
    };
    let value = shown(range.and_then(|range| text.get(range)).unwrap_or_default());
    value.trim_end_matches('<').to_owned()
}
