//! Lines that belong together, and the text that they have.

mod alone;
mod as_seen;
mod ends;

use crate::cell::Vector;
use crate::decode::{Decoded, Scores, Text, decode, log_sum};
use crate::group::{Grown, cells};
use crate::layout::{Format, Layout, layouts};
use crate::line::{Eye, Line, Sight};
use crate::network::{ALPHABET, NONE};
use crate::proof::{Look, has_no_part, proof, twin};
use crate::read::{Candidate, Reading, Status};
use crate::sort::greatest_first;
use crate::twins::{are_told, is_denied, other, with_known_zeros};
pub use alone::LoneLine;
pub(crate) use alone::text;

/// Readings that are offered where none is sure, and how likely each is at least.
const MOST_CANDIDATES: usize = 4;
const LEAST_CANDIDATE: f32 = 1e-4;
/// What the allowed texts have of all that the network sees where there is a zone at all, as a logarithm.
pub(crate) const LEAST_TEXT: f32 = -40.0;
/// The same before the lines are looked at more closely, which makes a zone likelier: the least of 330 zones that were
/// read had -17.
const LEAST_AT_FIRST: f32 = -60.0;
/// Cells before and after a line that are looked at.
const MARGIN: f32 = 4.0;
/// Cells before and after a line that are looked at as well as the line is.
const AROUND: i32 = 2;
/// How likely a cell that nobody looked at is empty.
const UNSEEN: f32 = -1.0;
/// How unlikely a cell outside the lines is empty, at most, as a logarithm: other print may stand there.
const LEAST_EMPTY: f32 = -7.0;
/// How likely characters stand where the format has them and nowhere else, at least, as a logarithm.
const LEAST_RANK: f32 = -60.0;
/// Places of the lines that are decoded.
const MOST_FITS: usize = 6;
/// Places that are less likely by as much, as a logarithm, are not decoded.
const FITS_APART: f32 = 25.0;
/// How unlikely other readings are together, at most, in one that is valid.
const DOUBT: f32 = 1e-3;
/// What the allowed texts have of all that the network sees, at least, as a logarithm.
pub(crate) const LEAST_SUPPORT: f32 = -4.6;
/// How much work it is to decode a place of the lines, in windows of the network.
const DECODING: u32 = 50;
/// The same of a layout whose number goes on elsewhere, which has ten times the states for a part of the way.
const DECODING_LONG: u32 = 150;

/// A line and what is seen of it.
struct Seen {
    line: Line,
    /// The number of the first cell.
    from: f32,
    sights: Vec<Sight>,
}

/// Lines with what is seen of them.
pub(crate) struct Block {
    rows: Vec<Seen>,
    /// Of the image, in pixels.
    size: [f32; 2],
}

/// Where each line of a format starts, in cells from the first that was looked at.
#[derive(Debug, Clone)]
struct Fit {
    widths: &'static [usize],
    starts: Vec<i32>,
    /// How likely everything outside is empty, and that with how likely nothing inside is, as logarithms.
    score: f32,
    rank: f32,
}

const SHAPES: [&[usize]; 5] = [&[44, 44], &[30, 30, 30], &[36, 36], &[30], &[9, 30, 30]];

impl Block {
    /// Reads the lines of a zone.
    pub(crate) fn read(lines: Vec<Grown>, eye: &mut Eye) -> Option<Reading> {
        let mut block = Self::seen(lines, eye)?;
        let fits = block.fits();
        let best = fits.first().filter(|fit| fit.rank > LEAST_RANK)?;
        if !fits.iter().take(MOST_FITS).any(|fit| block.may_be_zone(fit)) && block.as_seen(&fits).is_none() {
            return None;
        }
        block.level(best, eye);
        let fits = block.fits();
        let mut total = f32::NEG_INFINITY;
        let mut found: Vec<(Text, &Fit, Layout)> = Vec::new();
        let least = fits.first().map_or(0.0, |fit| fit.rank) - FITS_APART;
        for fit in fits.iter().take(MOST_FITS).take_while(|fit| fit.rank > least) {
            let scores = block.scores(fit);
            for layout in
                layouts(fit.widths).into_iter().filter(|layout| layout.bound(&scores, LEAST_TEXT) > LEAST_TEXT)
            {
                eye.work += if layout.is_long { DECODING_LONG } else { DECODING };
                let weighed = with_known_zeros(&layout, scores.clone());
                let Some(Decoded { texts, total: all }) = decode(&layout, &weighed) else { continue };
                total = log_sum(total, all + fit.score);
                let texts = texts.into_iter().map(|text| Text { score: text.score + fit.score, ..text });
                found.extend(texts.map(|text| (text, fit, layout.clone())));
            }
        }
        greatest_first(&mut found, |(text, _, _)| text.score);
        block.reading(&merged(found), total).or_else(|| block.as_seen(&fits))
    }

    fn seen(lines: Vec<Grown>, eye: &mut Eye) -> Option<Self> {
        // Every line is looked at as far as any of them goes: a part of one may have been invisible.
        let first = lines.first()?.line.clone();
        let ends = |line: &Line| {
            let [from, to] = [line.first, line.last].map(|end| first.beside(line, end).0);
            (from, to)
        };
        let ends: Vec<_> = lines.iter().map(|grown| ends(&grown.line)).collect();
        let from = ends.iter().fold(f32::INFINITY, |least, end| least.min(end.0));
        let to = ends.iter().fold(f32::NEG_INFINITY, |most, end| most.max(end.1));
        if to - from > 70.0 {
            return None;
        }
        let rows = lines.into_iter().map(|Grown { line, sights: known, .. }| {
            let (from, to) = (line.beside(&first, from).0.min(line.first), line.beside(&first, to).0.max(line.last));
            let numbers = cells(from - MARGIN, to + MARGIN);
            let sight = |number: &f32| match known.iter().find(|(at, _)| at == number) {
                Some((_, sight)) => Some(*sight),
                None => eye.look(&line.cell(*number)),
            };
            let sights = numbers.iter().filter_map(sight).collect();
            Seen { line, from: (from - MARGIN).round(), sights }
        });
        let rows = rows.collect();
        let image = eye.pyramid.level(0)?;
        Some(Self { rows, size: [image.width() as f32, image.height() as f32] })
    }

    /// Looks again, with the characters as slanted as the lines are above each other.
    fn level(&mut self, fit: &Fit, eye: &mut Eye) {
        for (row, (start, width)) in self.rows.iter_mut().zip(fit.starts.iter().zip(fit.widths)) {
            let skipped = usize::try_from(*start).unwrap_or_default();
            let numbered = row.sights.iter().zip(0u8..).map(|(sight, at)| (row.from + f32::from(at), *sight));
            let sights: Vec<_> = numbered.skip(skipped).take(*width).collect();
            row.line.align(&sights, 4);
        }
        let columns: Vec<_> = self.rows.iter().zip(&fit.starts).map(|(row, start)| row.from + *start as f32).collect();
        let lines: Vec<_> = self.rows.iter().map(|row| row.line.clone()).collect();
        for (at, row) in self.rows.iter_mut().enumerate() {
            let other = if at + 1 < lines.len() { at + 1 } else { at.saturating_sub(1) };
            if let (Some(line), Some(from), Some(to)) = (lines.get(other), columns.get(at), columns.get(other))
                && other != at
            {
                let width = fit.widths.get(at).zip(fit.widths.get(other)).map_or(0, |(a, b)| *a.min(b));
                row.line.slant(line, [*from, *to], width);
            }
            let inside = fit.starts.get(at).zip(fit.widths.get(at)).map_or(0..0, |(start, width)| {
                let end = start + i32::try_from(*width).unwrap_or_default();
                start - AROUND..end + AROUND
            });
            for ((at, sight), number) in (0i32..).zip(&mut row.sights).zip(0u16..) {
                if inside.contains(&at) {
                    let number = row.from + f32::from(number);
                    *sight = eye.look_around(&row.line.cell(number)).unwrap_or(*sight);
                }
            }
        }
    }

    /// The places where each shape has its lines, the likeliest first.
    fn fits(&self) -> Vec<Fit> {
        let mut fits = Vec::new();
        let Some(first) = self.rows.first() else { return fits };
        for widths in SHAPES.into_iter().filter(|widths| widths.len() == self.rows.len()) {
            let cells = i32::try_from(first.sights.len()).unwrap_or_default();
            for start in -3..cells {
                let mut fit = Fit { widths, starts: Vec::new(), score: 0.0, rank: 0.0 };
                for (at, (row, width)) in self.rows.iter().zip(widths).enumerate() {
                    // Lines start below each other, or almost.
                    let beside = row.line.beside(&first.line, first.from + start as f32).0 - row.from;
                    let options = if at == 0 { [start; 2] } else { [rounded(beside.floor()), rounded(beside.ceil())] };
                    let [a, b] = options.map(|start| (row.edges(start, *width), start));
                    let ((outside, inside), start) = if a.0.0 + a.0.1 >= b.0.0 + b.0.1 { a } else { b };
                    fit.score += outside;
                    fit.rank += outside + inside;
                    fit.starts.push(start);
                }
                fits.push(fit);
            }
        }
        greatest_first(&mut fits, |fit| fit.rank);
        fits
    }

    /// The scores of each place of a fit.
    fn scores(&self, fit: &Fit) -> Vec<Scores> {
        let unseen = [-(NONE as f32).ln(); NONE + 1];
        let rows = self.rows.iter().zip(&fit.starts).zip(fit.widths);
        rows.flat_map(|((row, start), width)| {
            let width = i32::try_from(*width).unwrap_or_default();
            (*start..*start + width).map(move |at| row.sight(at).map_or(unseen, |sight| sight.scores))
        })
        .collect()
    }

    /// Whether any layout has the characters that are seen at its places, about.
    fn may_be_zone(&self, fit: &Fit) -> bool {
        let scores = self.scores(fit);
        layouts(fit.widths).iter().any(|layout| layout.bound(&scores, LEAST_AT_FIRST) > LEAST_AT_FIRST)
    }

    /// How much the look of the character counts, at each place of a fit: little where a part of it is likely hidden, and
    /// almost in full where that is a mere suspicion, as blur raises it.
    fn whole(&self, fit: &Fit) -> Vec<f32> {
        let rows = self.rows.iter().zip(&fit.starts).zip(fit.widths);
        rows.flat_map(|((row, start), width)| {
            let width = i32::try_from(*width).unwrap_or_default();
            (*start..*start + width).map(move |at| row.sight(at).map_or(0.0, |sight| 1.0 - sight.hidden * sight.hidden))
        })
        .collect()
    }

    fn reading(&self, found: &[(Text, &Fit, Layout)], total: f32) -> Option<Reading> {
        let (text, fit, layout) = found.first()?;
        let support = total - fit.score;
        // What is seen goes against most of it: there is text, and no zone.
        if support.is_nan() || support < LEAST_TEXT {
            return None;
        }
        let likelihood = |score: f32| (score - total).exp().min(1.0);
        let (seen, whole) = (self.scores(fit), self.whole(fit));
        let looks = looks(layout, (&seen, &whole), &text.characters);
        let likely: Vec<_> = looks.iter().map(|look| look.alone).collect();
        let is_likeliest = 1.0 - likelihood(text.score) < DOUBT && support > LEAST_SUPPORT;
        let proof = proof(layout, &looks);
        let is_sure = is_likeliest
            && proof.holds()
            && self.is_whole(fit, layout.format)
            && are_told(layout, &seen, &text.characters);
        let status = match (is_sure, layout.format) {
            (false, _) => Status::Ambiguous,
            (true, Format::SwissDrivingLicence) => Status::Unchecked,
            (true, _) => Status::Valid,
        };
        // A reading is no surer than what is not proved in it.
        let most = if is_sure { 1.0 } else { proof.least };
        let offered = found.iter().take_while(|(text, _, _)| likelihood(text.score) > LEAST_CANDIDATE);
        let candidates = offered.take(MOST_CANDIDATES).map(|(text, _, layout)| Candidate {
            lines: split(&text.characters, layout.widths),
            likelihood: likelihood(text.score).min(most),
        });
        Some(Reading {
            status,
            likelihood: likelihood(text.score).min(most),
            support: support.min(0.0).exp(),
            format: layout.format,
            lines: split(&text.characters, layout.widths),
            confidence: parts(&likely, layout.widths).map(<[f32]>::to_vec).collect(),
            corners: self.corners(fit)?,
            candidates: if is_sure { Vec::new() } else { candidates.collect() },
            has_other: false,
        })
    }

    /// The corners of all lines together, which begin below each other: where the first or the last is shorter than another,
    /// they end where that one does.
    fn corners(&self, fit: &Fit) -> Option<[Vector; 4]> {
        let rows: Vec<_> = self.rows.iter().zip(&fit.starts).zip(fit.widths).collect();
        let longest = rows.iter().max_by_key(|(_, width)| **width)?;
        let ends = |((row, start), width): &((&Seen, &i32), &usize), side: f32| {
            let start = **start as f32;
            [start, start + **width as f32].map(|at| row.corner(at, side))
        };
        let corners = |row: &((&Seen, &i32), &usize), side: f32| {
            let [left, right] = ends(row, side);
            let [begin, end] = ends(longest, side);
            if row.1 == longest.1 { [left, right] } else { [left, left.plus(end, 1.0).plus(begin, -1.0)] }
        };
        let [top_left, top_right] = corners(rows.first()?, -0.6);
        let [bottom_left, bottom_right] = corners(rows.last()?, 0.6);
        Some([top_left, top_right, bottom_right, bottom_left])
    }
}

impl Seen {
    /// The edge before a cell, so far below the middle of its character, in heights of characters.
    fn corner(&self, at: f32, side: f32) -> Vector {
        let cell = self.line.cell(self.from + at - 0.5);
        cell.center.plus(cell.down, side)
    }

    fn sight(&self, at: i32) -> Option<&Sight> {
        self.sights.get(usize::try_from(at).ok()?)
    }

    /// How likely all cells outside the line are empty, and none inside is, as logarithms.
    fn edges(&self, start: i32, width: usize) -> (f32, f32) {
        let end = start + i32::try_from(width).unwrap_or_default();
        let (mut outside, mut inside) = (0.0, 0.0);
        for (at, sight) in (0..).zip(&self.sights) {
            if (start..end).contains(&at) {
                inside += sight.presence().max(1e-4).ln();
            } else {
                outside += sight.scores[NONE].max(LEAST_EMPTY);
            }
        }
        let missing = (start..end).filter(|at| self.sight(*at).is_none()).count();
        (outside, inside + missing as f32 * UNSEEN)
    }
}

fn share(scores: &Scores, character: u8) -> f32 {
    let class = ALPHABET.iter().position(|known| *known == character);
    class.and_then(|class| scores.get(class)).map_or(0.0, |score| score.exp())
}

/// How likely each character is by its look, where what looks alike and may not stand there counts for it; `whole` is how
/// much of it is not hidden. Where the look speaks for the other one of its pair, no check digit makes it this one.
fn looks(layout: &Layout, (seen, whole): (&[Scores], &[f32]), characters: &[u8]) -> Vec<Look> {
    let known = with_known_zeros(layout, seen.to_vec());
    let each = layout.kinds().zip(seen.iter().zip(&known)).zip(whole.iter().zip(characters));
    each.map(|((kind, (scores, known)), (whole, character))| {
        let of = |scores: &Scores, other: Option<u8>| other.map_or(0.0, |other| share(scores, other));
        let whole = if has_no_part(kind) { &1.0 } else { whole };
        let alone = (share(scores, *character) + of(scores, twin(kind, *character))) * whole;
        let paired = if is_denied(known, *character) { alone } else { alone + of(scores, other(*character)) * whole };
        Look { alone, paired }
    })
    .collect()
}

/// What belongs to each line.
fn parts<'a, T>(all: &'a [T], widths: &'a [usize]) -> impl Iterator<Item = &'a [T]> {
    widths.iter().scan(0, |start, width| {
        let line = all.get(*start..*start + width);
        *start += width;
        line
    })
}

fn split(characters: &[u8], widths: &[usize]) -> Vec<String> {
    parts(characters, widths).map(|line| line.iter().copied().map(char::from).collect()).collect()
}

/// The same text may be allowed by two formats: then it is one reading.
fn merged(found: Vec<(Text, &Fit, Layout)>) -> Vec<(Text, &Fit, Layout)> {
    let mut merged: Vec<(Text, &Fit, Layout)> = Vec::new();
    for (text, fit, layout) in found {
        let is_same = |(other, _, same): &&mut (Text, &Fit, Layout)| {
            other.characters == text.characters && same.widths == layout.widths
        };
        match merged.iter_mut().find(is_same) {
            Some((known, _, _)) => known.score = log_sum(known.score, text.score),
            None => merged.push((text, fit, layout)),
        }
    }
    merged
}

#[expect(clippy::cast_possible_truncation, reason = "a number of a character")]
const fn rounded(number: f32) -> i32 {
    number as i32
}

#[cfg(test)]
#[path = "block_tests.rs"]
mod tests;
