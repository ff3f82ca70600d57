//! Lines as they come, made to fit the layouts.

use super::confusion;
use super::glyph::{self, INVISIBLE, SPACE, glyph, is_unknown, unknown};
use super::layout::Layout;
use super::layouts::LAYOUTS;

/// A text of the size of a layout.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub layout: &'static Layout,
    /// `A` to `Z`, `0` to `9`, `<` and unknown characters, as long as all lines of the layout.
    pub text: Vec<u8>,
    /// Whether the lines had their full length, so that none had to be filled up or cut.
    pub exact: bool,
}

/// What white space within a line stands for, where the length of the line does not tell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Spaces {
    Nothing,
    Fillers,
}

/// Every layout that the lines can be made to fit.
pub(super) fn candidates(lines: &[&str]) -> Vec<Candidate> {
    // Two fillers are often read as one guillemet, sometimes a single one is.
    let mut candidates = fitting(lines, 2);
    if lines.iter().any(|line| line.contains('«')) {
        candidates.extend(fitting(lines, 1));
    }
    candidates
}

fn fitting(lines: &[&str], guillemet: usize) -> Vec<Candidate> {
    let mut lines: Vec<_> = lines.iter().flat_map(|line| line.lines()).map(|line| glyphs(line, guillemet)).collect();
    lines.retain(|line| !line.is_empty());
    let has_gaps = lines.iter().flatten().any(|byte| is_gap(*byte));
    let readings = if has_gaps { &[Spaces::Fillers, Spaces::Nothing][..] } else { &[Spaces::Nothing] };
    let first = lines.iter().flatten().find(|byte| !is_gap(**byte)).copied();
    let mut candidates: Vec<Candidate> = Vec::new();
    for layout in LAYOUTS.iter().filter(|layout| may_start(layout, first)) {
        let mut fitted: Vec<_> = readings.iter().filter_map(|spaces| fit(&lines, layout, *spaces)).collect();
        fitted.dedup();
        candidates
            .extend(fitted.into_iter().map(|(text, exact)| Candidate { layout, text, exact }).filter(is_plausible));
    }
    candidates
}

/// Whether the layout can start with the character, as far as it looks like it.
fn may_start(layout: &Layout, first: Option<u8>) -> bool {
    let letter = first.map(|first| confusion::as_letter(glyph::look(first)));
    layout.code.start > 0 || letter.is_some_and(|letter| layout.codes.contains(&letter))
}

const fn is_gap(byte: u8) -> bool {
    matches!(byte, SPACE | INVISIBLE)
}

fn glyphs(line: &str, guillemet: usize) -> Vec<u8> {
    let mut glyphs = Vec::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '«' => glyphs.extend(core::iter::repeat_n(b'<', guillemet)),
            c => glyphs.push(glyph(c)),
        }
    }
    if glyphs.iter().all(|byte| is_gap(*byte)) {
        glyphs.clear();
    }
    glyphs
}

fn fit(lines: &[Vec<u8>], layout: &Layout, spaces: Spaces) -> Option<(Vec<u8>, bool)> {
    if lines.len() == layout.widths.len() {
        let read = lines.iter().zip(layout.lines()).map(|(line, place)| (placed(line, place.len(), spaces), place));
        let read: Vec<_> = read.collect();
        let exact = read.iter().all(|(line, place)| line.len() == place.len());
        let fitted = read.into_iter().map(|(line, place)| fit_line(line, place.len(), layout, place.end));
        return Some((fitted.collect::<Option<Vec<_>>>()?.concat(), exact));
    }
    let joined = placed(&lines.concat(), layout.size(), spaces);
    let exact = joined.len() == layout.size();
    let last = layout.lines().last()?;
    let missing = layout.size().checked_sub(joined.len())?;
    if lines.len() > layout.widths.len() || missing >= last.len() || lines.is_empty() {
        return None;
    }
    let (whole, rest) = joined.split_at_checked(last.start)?;
    Some(([whole, &fit_line(rest.to_vec(), last.len(), layout, last.end)?].concat(), exact))
}

/// White space and characters without width left out or kept: the first way in which the line has its full length.
fn placed(line: &[u8], width: usize, spaces: Spaces) -> Vec<u8> {
    if !line.iter().any(|byte| is_gap(*byte)) {
        return line.to_vec();
    }
    let with = |line: &[u8], spaces: Spaces, invisible: bool| -> Vec<u8> {
        let kept = line.iter().filter_map(|byte| match *byte {
            SPACE => (spaces == Spaces::Fillers).then_some(unknown(b'<')),
            INVISIBLE => invisible.then_some(unknown(b'?')),
            other => Some(other),
        });
        kept.collect()
    };
    let trimmed = line.trim_ascii();
    let ways = [(Spaces::Nothing, false), (Spaces::Fillers, false), (Spaces::Nothing, true), (Spaces::Fillers, true)];
    let whole = ways
        .iter()
        .flat_map(|(spaces, invisible)| [line, trimmed].into_iter().map(move |line| with(line, *spaces, *invisible)));
    if let Some(whole) = whole.into_iter().find(|line| line.len() == width) {
        return whole;
    }
    // Fillers are not a third of a line whose last ones are missing: then every character stands apart.
    let apart = trimmed.iter().filter(|byte| **byte == SPACE).count() * 3 > trimmed.len();
    with(trimmed, if apart { Spaces::Nothing } else { spaces }, false)
}

/// Fillers that are missing or too many are put in or taken out where the fillers are: before the check digit at the
/// end of a line, or at its end.
fn fit_line(mut line: Vec<u8>, width: usize, layout: &Layout, line_end: usize) -> Option<Vec<u8>> {
    // A line of which less than a third was read says nothing.
    if line.len() * 3 < width {
        return None;
    }
    let mut end = line.len();
    if layout.has_check_digit_before(line_end) && line.len() != width {
        end = line.iter().rposition(|byte| *byte == b'<')? + 1;
    }
    while line.len() < width {
        line.insert(end, b'<');
    }
    while line.len() > width {
        end = end.checked_sub(1)?;
        if line.get(end) != Some(&b'<') {
            return None;
        }
        line.remove(end);
    }
    Some(line)
}

/// Whether the first letters fit the layout, as far as they look like it, and enough was read at all.
fn is_plausible(candidate: &Candidate) -> bool {
    let Candidate { layout, text, .. } = candidate;
    let letters: Vec<u8> = text.iter().map(|byte| confusion::as_letter(glyph::look(*byte))).collect();
    let marked = |(start, marks): (usize, &[&str])| {
        let rest = letters.get(start..).unwrap_or_default();
        marks.iter().any(|mark| rest.starts_with(mark.as_bytes()))
    };
    let gaps = text.iter().filter(|byte| **byte == unknown(b'<')).count();
    letters.get(layout.code.start).is_some_and(|first| layout.codes.contains(first))
        && layout.mark.is_none_or(marked)
        && is_read(text, gaps)
}

/// Whether all but an eighth of the characters are known, not counting the gaps that may turn out to be fillers.
pub(super) fn is_read(text: &[u8], gaps: usize) -> bool {
    let unread = text.iter().filter(|byte| is_unknown(**byte)).count();
    (unread - gaps) * 8 <= text.len()
}
