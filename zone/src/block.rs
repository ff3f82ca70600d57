//! Lines that belong together, and the text that they have.

use crate::cell::Vector;
use crate::decode::{Decoded, Scores, Text, decode, log_sum};
use crate::layout::{Format, Layout, layouts};
use crate::line::{Eye, Line, Sight};
use crate::network::{ALPHABET, NONE};
use crate::read::{Candidate, Reading, Status};
use crate::sort::greatest_first;

/// Readings that are offered where none is sure.
const MOST_CANDIDATES: usize = 4;
/// What the allowed texts have of all that the network sees where there is a zone at all, as a logarithm.
const LEAST_TEXT: f32 = -40.0;
/// From line to line, in heights of characters.
const SPACINGS: [f32; 2] = [1.2, 3.4];
/// A line with more characters is not of a card that has 30, as far as its ends are known.
const LONGEST_CARD: f32 = 37.0;
/// How much the pitch, and the spacing, may differ from line to line.
const ALIKE: f32 = 1.25;
/// Cells before and after a line that are looked at.
const MARGIN: f32 = 4.0;
/// How often a line goes on from its clearest part, before its characters are read.
const GROWTHS: usize = 2;
/// Cells of a line at most: no zone has half as many characters in a line.
const MOST_CELLS: usize = 100;
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
const LEAST_SUPPORT: f32 = -4.6;

/// A line of a block.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Member {
    /// One that was found, by its place in the list.
    Found(usize),
    /// One as far above the first as the second is below it.
    Mirrored(usize, usize),
}

/// The lines of an image, each moved to its characters when it is first asked for.
pub(crate) struct Lines {
    found: Vec<Line>,
    grown: Vec<Option<Grown>>,
}

/// A line where its characters are, and what was seen of them there.
#[derive(Clone)]
struct Grown {
    line: Line,
    sights: Vec<(f32, Sight)>,
}

impl Lines {
    pub(crate) fn new(found: Vec<Line>) -> Self {
        Self { grown: vec![None; found.len()], found }
    }

    fn line(&mut self, member: Member, eye: &mut Eye) -> Option<Grown> {
        match member {
            Member::Found(at) => {
                let known = self.grown.get_mut(at)?;
                if known.is_none() {
                    *known = self.found.get(at).map(|line| grown(line.clone(), eye));
                }
                known.clone()
            }
            Member::Mirrored(upper, lower) => {
                let (upper, lower) = (self.found.get(upper)?, self.found.get(lower)?);
                Some(grown(upper.mirrored(lower), eye))
            }
        }
    }

    /// Reads the lines of a block as those of a zone.
    pub(crate) fn read(&mut self, block: &[Member], eye: &mut Eye) -> Option<Reading> {
        let lines: Vec<_> = block.iter().filter_map(|member| self.line(*member, eye)).collect();
        Block::read(lines, eye)
    }

    /// The lines that may be a zone: one, two or three of even spacing.
    pub(crate) fn blocks(&self) -> Vec<Vec<Member>> {
        blocks(&self.found)
    }
}

/// Moves the line to where its characters are.
fn grown(mut line: Line, eye: &mut Eye) -> Grown {
    for _ in 0..GROWTHS {
        let sights = looked(&line, &cells(line.first - 2.0, line.last + 2.0), eye);
        if Line::is_settled(&sights) {
            return Grown { line, sights };
        }
        line.grow(&sights);
    }
    let sights = looked(&line, &cells(line.first - 2.0, line.last + 2.0), eye);
    line.count(&sights, 4);
    Grown { line, sights: Vec::new() }
}

fn blocks(lines: &[Line]) -> Vec<Vec<Member>> {
    let mut pairs = Vec::new();
    for (a, upper) in lines.iter().enumerate() {
        for (b, lower) in lines.iter().enumerate().filter(|(b, _)| *b != a) {
            if let Some(spacing) = spacing(upper, lower) {
                pairs.push((a, b, spacing));
            }
        }
    }
    let mut blocks: Vec<Vec<Member>> = Vec::new();
    for (a, b, above) in &pairs {
        for (_, c, below) in pairs.iter().filter(|(upper, _, _)| upper == b) {
            if is_alike(*above, *below) && c != a {
                blocks.push([*a, *b, *c].map(Member::Found).to_vec());
            }
        }
    }
    for (a, b, _) in &pairs {
        let (upper, lower) = (Member::Found(*a), Member::Found(*b));
        blocks.push(vec![upper, lower]);
        // On the Swiss driving licence a line too short to be found stands above.
        if lines.get(*a).is_some_and(|line| line.last - line.first < LONGEST_CARD) {
            blocks.push(vec![Member::Mirrored(*a, *b), upper, lower]);
        }
    }
    blocks.extend((0..lines.len()).map(|at| vec![Member::Found(at)]));
    blocks
}

/// The likeliest text of a line alone, with how likely each character is, and how clear they are in all.
pub(crate) fn text(line: &Line, eye: &mut Eye) -> Option<(f32, (String, Vec<f32>))> {
    let block = Block::seen(vec![grown(line.clone(), eye)], eye)?;
    let seen = block.rows.first()?;
    let cells = i32::try_from(seen.sights.len()).unwrap_or_default();
    let widths = [44, 36, 30].into_iter();
    let places = widths.flat_map(|width| (0..cells).map(move |start| (start, width)));
    let ranked = places.map(|(start, width)| (seen.edges(start, width), start, width));
    let (_, start, width) = ranked.max_by(|a, b| (a.0.0 + a.0.1).total_cmp(&(b.0.0 + b.0.1)))?;
    let skipped = usize::try_from(start).unwrap_or_default();
    let mut text = String::new();
    let mut likely = Vec::new();
    for sight in seen.sights.iter().skip(skipped).take(width) {
        let known = sight.scores.iter().zip(ALPHABET);
        let (score, character) = known.max_by(|a, b| a.0.total_cmp(b.0))?;
        text.push(char::from(*character));
        likely.push(score.exp());
    }
    Some((likely.iter().sum::<f32>(), (text, likely)))
}

fn is_alike(a: f32, b: f32) -> bool {
    a < b * ALIKE && b < a * ALIKE
}

/// How far the second line is below the first, where both may be of one zone.
fn spacing(upper: &Line, lower: &Line) -> Option<f32> {
    let number = (upper.first + upper.last) / 2.0;
    let (at, below) = lower.beside(upper, number);
    let pitches = [upper.cell(number).along.length(), lower.cell(at).along.length()];
    let is_near = (SPACINGS[0]..SPACINGS[1]).contains(&below) && at > lower.first - 20.0 && at < lower.last + 20.0;
    (upper.is_turned() == lower.is_turned() && is_near && is_alike(pitches[0], pitches[1])).then_some(below)
}

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
    fn read(lines: Vec<Grown>, eye: &mut Eye) -> Option<Reading> {
        let mut block = Self::seen(lines, eye)?;
        let fits = block.fits();
        let best = fits.first().filter(|fit| fit.rank > LEAST_RANK)?;
        block.level(best, eye);
        let fits = block.fits();
        let mut total = f32::NEG_INFINITY;
        let mut found: Vec<(Text, &Fit, Layout)> = Vec::new();
        let least = fits.first().map_or(0.0, |fit| fit.rank) - FITS_APART;
        for fit in fits.iter().take(MOST_FITS).take_while(|fit| fit.rank > least) {
            let scores = block.scores(fit);
            for layout in layouts(fit.widths).into_iter().filter(|layout| layout.may_be(&scores)) {
                let Some(Decoded { texts, total: all }) = decode(&layout, &scores) else { continue };
                total = log_sum(total, all + fit.score);
                let texts = texts.into_iter().map(|text| Text { score: text.score + fit.score, ..text });
                found.extend(texts.map(|text| (text, fit, layout.clone())));
            }
        }
        greatest_first(&mut found, |(text, _, _)| text.score);
        block.reading(&merged(found), total)
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
        let rows = lines.into_iter().map(|Grown { line, sights: known }| {
            let (from, to) = (line.beside(&first, from).0.min(line.first), line.beside(&first, to).0.max(line.last));
            let numbers = cells(from - MARGIN, to + MARGIN);
            let sight = |number: &f32| match known.iter().find(|(at, _)| at == number) {
                Some((_, sight)) => Some(*sight),
                None => eye.look(&line.cell(*number)),
            };
            let sights = numbers.iter().filter_map(sight).collect();
            Seen { line, from: (from - MARGIN).round(), sights }
        });
        Some(Self { rows: rows.collect() })
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

    fn reading(&self, found: &[(Text, &Fit, Layout)], total: f32) -> Option<Reading> {
        let (text, fit, layout) = found.first()?;
        let support = total - fit.score;
        // What is seen goes against most of it: there is text, and no zone.
        if support.is_nan() || support < LEAST_TEXT {
            return None;
        }
        let likelihood = |score: f32| (score - total).exp().min(1.0);
        let is_sure = 1.0 - likelihood(text.score) < DOUBT && support > LEAST_SUPPORT;
        let status = match (is_sure, layout.format) {
            (false, _) => Status::Ambiguous,
            (true, Format::SwissDrivingLicence) => Status::Unchecked,
            (true, _) => Status::Valid,
        };
        let candidates = found.iter().take(MOST_CANDIDATES).map(|(text, _, layout)| Candidate {
            lines: split(&text.characters, layout.widths),
            likelihood: likelihood(text.score),
        });
        let seen = self.scores(fit);
        let likely = seen.iter().zip(&text.characters).map(|(scores, character)| share(scores, *character));
        Some(Reading {
            status,
            likelihood: likelihood(text.score),
            support: support.min(0.0).exp(),
            format: layout.format,
            lines: split(&text.characters, layout.widths),
            confidence: parts(&likely.collect::<Vec<_>>(), layout.widths).map(<[f32]>::to_vec).collect(),
            corners: self.corners(fit)?,
            candidates: if is_sure { Vec::new() } else { candidates.collect() },
        })
    }

    /// The corners of all lines together.
    fn corners(&self, fit: &Fit) -> Option<[Vector; 4]> {
        let corner = |row: usize, is_last: bool, side: f32| {
            let (seen, start) = (self.rows.get(row)?, fit.starts.get(row)?);
            let width = fit.widths.get(row).map_or(0.0, |width| *width as f32);
            let number = seen.from + *start as f32 + if is_last { width - 0.5 } else { -0.5 };
            let cell = seen.line.cell(number);
            Some(cell.center.plus(cell.down, side))
        };
        let last = self.rows.len().checked_sub(1)?;
        Some([corner(0, false, -0.6)?, corner(0, true, -0.6)?, corner(last, true, 0.6)?, corner(last, false, 0.6)?])
    }
}

impl Seen {
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

fn cells(from: f32, to: f32) -> Vec<f32> {
    let mut numbers = Vec::new();
    let mut number = from.round();
    while number <= to.round() && numbers.len() < MOST_CELLS {
        numbers.push(number);
        number += 1.0;
    }
    numbers
}

fn looked(line: &Line, numbers: &[f32], eye: &mut Eye) -> Vec<(f32, Sight)> {
    numbers.iter().filter_map(|number| Some((*number, eye.look(&line.cell(*number))?))).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a number of a character")]
const fn rounded(number: f32) -> i32 {
    number as i32
}
