//! Lines as they come, made to fit the layouts.

use super::MAX_BYTES;
use super::glyph::{GAP, INVISIBLE, SPACE, glyph, is_unknown, unknown};
use super::layout::Layout;
use super::layouts::LAYOUTS;
use core::ops::Range;

/// More fillers than this are no miscounted run: the line is one of a longer format.
const MOST_EXCESS: usize = 5;

/// A text of the size of a layout.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub layout: &'static Layout,
    /// `A` to `Z`, `0` to `9`, `<` and unknown characters, as long as all lines of the layout.
    pub text: Vec<u8>,
    /// What was not as long as in the layout, so that fillers were put in or taken out.
    pub misfits: Vec<Misfit>,
}

/// One line, or several that came in one text, of another length than the layout has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Misfit {
    /// Where it stands in the layout.
    pub place: Range<usize>,
    /// What was read.
    pub read: Vec<u8>,
}

impl Candidate {
    /// A text that has the size of the layout.
    pub(super) const fn exact(layout: &'static Layout, text: Vec<u8>) -> Self {
        Self { layout, text, misfits: Vec::new() }
    }

    /// What does not fit, of that which check digits cover. Names in a line of their own mostly are not.
    pub(super) fn covered_misfits(&self) -> Vec<&Misfit> {
        let is_covered = |misfit: &&Misfit| misfit.place.clone().any(|position| self.layout.is_covered(position));
        self.misfits.iter().filter(is_covered).collect()
    }

    fn is_same(&self, other: &Self) -> bool {
        self.layout.format == other.layout.format && self.text == other.text && self.misfits == other.misfits
    }

    /// In how many places characters are missing or too many, and then how many.
    pub(super) fn distance(&self) -> usize {
        let each = self.misfits.iter().map(|Misfit { place, read }| place.len().abs_diff(read.len()));
        self.misfits.len() * MAX_BYTES + each.sum::<usize>()
    }
}

/// What white space within a line stands for, where the length of the line does not tell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Spaces {
    Nothing,
    Fillers,
}

/// Every layout that the lines can be made to fit.
pub(super) fn candidates(lines: &[&str]) -> Vec<Candidate> {
    // Two fillers are often read as one guillemet, sometimes a single one is; one alone may be a speck.
    let guillemets = lines.iter().map(|line| line.matches('«').count()).sum::<usize>();
    let counts = match guillemets {
        0 => &[2][..],
        1 => &[2, 1, 0],
        _ => &[2, 1],
    };
    let mut candidates = Vec::new();
    for count in counts {
        fitting(lines, *count, &mut candidates);
    }
    candidates
}

fn fitting(lines: &[&str], guillemet: usize, candidates: &mut Vec<Candidate>) {
    let mut lines: Vec<_> = lines.iter().flat_map(|line| line.lines()).map(|line| glyphs(line, guillemet)).collect();
    lines.retain(|line| !line.is_empty());
    let has_gaps = lines.iter().flatten().any(|byte| is_gap(*byte));
    let readings = if has_gaps { &[Spaces::Fillers, Spaces::Nothing][..] } else { &[Spaces::Nothing] };
    let first = lines.iter().flatten().find(|byte| !is_gap(**byte)).copied();
    for layout in LAYOUTS.iter().filter(|layout| may_start(layout, first)) {
        for places in divisions(layout, lines.len()) {
            for spaces in readings {
                let fitted = fit(&lines, layout, &places, *spaces).filter(is_plausible);
                let is_known = |new: &Candidate| candidates.iter().any(|known| known.is_same(new));
                candidates.extend(fitted.filter(|new| !is_known(new)));
            }
        }
    }
}

/// Whether the layout can start with the character, as far as it looks like it or was not read.
fn may_start(layout: &Layout, first: Option<u8>) -> bool {
    layout.code.start > 0 || first.is_some_and(|first| is_unknown(first) || layout.may_begin_with(first))
}

/// Every way in which so many texts may hold the lines of a layout: each one or several of them.
fn divisions(layout: &Layout, texts: usize) -> Vec<Vec<Range<usize>>> {
    let lines: Vec<_> = layout.lines().collect();
    match lines.as_slice() {
        all if all.len() == texts => vec![lines],
        [first, .., last] if texts == 1 => vec![vec![first.start..last.end]],
        [first, second, third] if texts == 2 => {
            vec![vec![first.clone(), second.start..third.end], vec![first.start..second.end, third.clone()]]
        }
        _ => Vec::new(),
    }
}

const fn is_gap(byte: u8) -> bool {
    matches!(byte, SPACE | INVISIBLE)
}

fn glyphs(line: &str, guillemet: usize) -> Vec<u8> {
    let mut glyphs = Vec::with_capacity(line.len());
    for c in line.chars() {
        match (c, glyphs.last_mut()) {
            ('«', _) => glyphs.extend(core::iter::repeat_n(GAP, guillemet)),
            // A letter with its mark beside it is as little of a zone as the two in one.
            ('\u{300}'..='\u{36F}', Some(letter)) if letter.is_ascii_alphanumeric() => *letter = unknown(*letter),
            ('\u{300}'..='\u{36F}', Some(letter)) if is_unknown(*letter) => {}
            _ => glyphs.push(glyph(c)),
        }
    }
    if glyphs.iter().all(|byte| is_gap(*byte)) {
        glyphs.clear();
    }
    glyphs
}

fn fit(lines: &[Vec<u8>], layout: &'static Layout, places: &[Range<usize>], spaces: Spaces) -> Option<Candidate> {
    let mut candidate = Candidate::exact(layout, Vec::with_capacity(layout.size()));
    for (line, place) in lines.iter().zip(places) {
        let read = placed(line, place.len(), spaces);
        if read.len() == place.len() {
            candidate.text.extend(read);
            continue;
        }
        let last = layout.lines().find(|line| line.end == place.end)?;
        let (whole, rest) = read.split_at_checked(last.start - place.start)?;
        candidate.text.extend(whole);
        candidate.text.extend(fit_line(rest.to_vec(), last.len(), layout, last.end)?);
        candidate.misfits.push(Misfit { place: place.clone(), read });
    }
    Some(candidate)
}

/// White space and characters without width left out or kept: the first way in which the line has its full length.
fn placed(line: &[u8], width: usize, spaces: Spaces) -> Vec<u8> {
    if !line.iter().any(|byte| is_gap(*byte)) {
        return line.to_vec();
    }
    let with = |line: &[u8], spaces: Spaces, invisible: bool| -> Vec<u8> {
        let kept = line.iter().filter_map(|byte| match *byte {
            SPACE => (spaces == Spaces::Fillers).then_some(GAP),
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
    if line.len() * 3 < width || line.len() > width + MOST_EXCESS {
        return None;
    }
    let is_filler = |byte: &u8| matches!(*byte, b'<' | GAP);
    // One character may be missing or too many anywhere, which check digits tell.
    let is_open =
        line.len().abs_diff(width) == 1 && (line_end - width..line_end).any(|position| layout.is_covered(position));
    let mut end = line.len();
    if layout.has_check_digit_before(line_end) && line.len() != width {
        let after_fillers = line.iter().rposition(is_filler).map(|last| last + 1);
        end = after_fillers.or_else(|| is_open.then_some(end))?;
    }
    while line.len() < width {
        line.insert(end, b'<');
    }
    while line.len() > width {
        end = end.checked_sub(1)?;
        if !line.get(end).is_some_and(is_filler) && !is_open {
            return None;
        }
        line.remove(end);
    }
    Some(line)
}

/// Whether the first letters fit the layout, as far as they look like it, and enough was read at all.
fn is_plausible(candidate: &Candidate) -> bool {
    let Candidate { layout, text, misfits } = candidate;
    let gaps = text.iter().filter(|byte| **byte == GAP).count();
    let is_unread = |first: &u8| misfits.is_empty() && is_unknown(*first);
    text.get(layout.code.start).is_some_and(|first| is_unread(first) || layout.may_begin_with(*first))
        && layout.is_marked(text)
        && is_read(text, gaps)
}

/// Whether all but an eighth of the characters are known, not counting the gaps that may turn out to be fillers.
pub(super) fn is_read(text: &[u8], gaps: usize) -> bool {
    let unread = text.iter().filter(|byte| is_unknown(**byte)).count();
    (unread - gaps) * 8 <= text.len()
}
