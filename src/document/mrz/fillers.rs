//! Fillers that were read as something else: as a space, or as `C`, `K` or `L`.

use super::check;
use super::glyph::GAP;
use super::layout::{CheckDigit, Layout};
use super::zone::MrzCheckField;
use core::ops::Range;

/// What a filler is read as.
const MISREAD: &[u8] = b"CKL";

/// Gaps become fillers where fillers stand. Elsewhere a gap is a character that was not read.
pub(super) fn close_gaps(text: &mut [u8], layout: &Layout) {
    for line in layout.lines() {
        // Where every filler was read as a space, a space is a filler.
        let known = text.get(line.clone()).unwrap_or_default();
        let only_gaps = !known.contains(&b'<') && known.iter().filter(|byte| **byte == GAP).count() > 1;
        for position in line.filter(|position| text.get(*position) == Some(&GAP)).collect::<Vec<_>>() {
            if is_place_of_filler(text, layout, position, only_gaps)
                && let Some(gap) = text.get_mut(position)
            {
                *gap = b'<';
            }
        }
    }
}

fn is_place_of_filler(text: &[u8], layout: &Layout, position: usize, only_gaps: bool) -> bool {
    let within = |range: &Range<usize>| range.contains(&position);
    let of_check = layout.checks.iter().find(|check| check.position == position);
    if let Some(check) = of_check {
        let overflows = check.field == MrzCheckField::DocumentNumber && layout.number_may_overflow() && only_gaps;
        return overflows || (text.get(position.wrapping_sub(1)) == Some(&b'<') && check::is_empty(text, check));
    }
    if let Some((_, date)) = layout.dates().find(|(_, date)| within(date)) {
        // Year, month or day is not known as a whole.
        let other = date.start + ((position - date.start) ^ 1);
        return matches!(text.get(other), Some(&b'<' | &GAP));
    }
    let Some(field) = [&layout.number].into_iter().chain(layout.optional).find(|range| within(range)) else {
        return true;
    };
    // Nothing but filler may follow; a number also needs another filler before, as its last character is a character.
    let rest = text.get(position..field.end).unwrap_or_default();
    let ends = rest.iter().all(|byte| matches!(*byte, b'<' | GAP));
    let follows = position > field.start && text.get(position - 1) == Some(&b'<');
    ends && (only_gaps || follows || (*field != layout.number && rest.contains(&b'<')))
}

/// `C`, `K` and `L` among the fillers at the end of names and of optional data.
pub(super) fn restore(text: &mut Vec<u8>, layout: &Layout) {
    let mut attempt = text.clone();
    if let [names] = layout.names {
        fill_after_names(attempt.get_mut(names.clone()).unwrap_or_default());
    }
    // A `K` counts as much as a filler. The others are letters where all check digits hold with them.
    let misread: &[u8] = if check::all_hold(text, layout) { b"K" } else { MISREAD };
    for range in layout.optional {
        fill_after_data(attempt.get_mut(range.clone()).unwrap_or_default(), misread);
    }
    if let Some(check) = layout.check(MrzCheckField::OptionalData)
        && attempt.get(check.position).is_some_and(|byte| MISREAD.contains(byte))
        && check::is_empty(&attempt, check)
        && let Some(digit) = attempt.get_mut(check.position)
    {
        *digit = b'<';
    }
    // What a check digit covers is not changed against it.
    let broken = |check: &CheckDigit| check::holds(text, check) && !check::holds(&attempt, check);
    if !layout.checks.iter().any(broken) {
        *text = attempt;
    }
}

fn is_filler(byte: u8, misread: &[u8]) -> bool {
    byte == b'<' || misread.contains(&byte)
}

/// After two fillers that follow the secondary identifier nothing but filler can stand.
fn fill_after_names(names: &mut [u8]) {
    let pairs = |from: usize, names: &[u8]| names.get(from..)?.windows(2).position(|pair| pair == b"<<");
    let Some(first) = pairs(0, names) else { return };
    let Some(second) = pairs(first + 2, names) else { return };
    if let Some(rest) = names.get_mut(first + 2 + second..)
        && rest.iter().all(|byte| is_filler(*byte, MISREAD))
    {
        rest.fill(b'<');
    }
}

/// After two fillers nothing but filler stands, nor after one with which the data start.
fn fill_after_data(data: &mut [u8], misread: &[u8]) {
    let starts_empty = data.first() == Some(&b'<');
    let start = if starts_empty { Some(0) } else { data.windows(2).position(|pair| pair == b"<<") };
    if let Some(rest) = start.and_then(|start| data.get_mut(start..))
        && rest.iter().all(|byte| is_filler(*byte, misread))
    {
        rest.fill(b'<');
    }
}
