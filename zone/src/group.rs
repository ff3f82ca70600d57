//! Lines that stand together as those of a zone do, each moved to where its characters are.

use crate::block::Block;
use crate::line::{Eye, Line, Sight};
use crate::read::Reading;

/// From line to line, in heights of characters.
const SPACINGS: [f32; 2] = [1.2, 3.4];
/// A line with more characters is not of a card that has 30, as far as its ends are known.
const LONGEST_CARD: f32 = 37.0;
/// How much the pitch, and the spacing, may differ from line to line.
const ALIKE: f32 = 1.25;
/// How often a line goes on from its clearest part, before its characters are read.
const GROWTHS: usize = 5;
/// Characters in a line of a zone.
const WIDTHS: [usize; 4] = [44, 36, 30, 9];
/// Other print has fewer characters in a row that are clear, in a line that is taken to be of a zone.
const LEAST_CLEAR: usize = 11;
/// The same of the clearest line of a zone, however short: of 456 zones that were read, the least had 22 at once.
const LEAST_CLEAR_LINE: usize = 16;
/// Where two lines are counted alike, their characters stand as far beside each other everywhere, in characters.
const AGREEING: f32 = 0.6;
/// How much clearer the characters of a line that is counted anew are at least, in all.
const CLEARER: f32 = 0.5;
/// Cells of a line at most: no zone has half as many characters in a line.
const MOST_CELLS: usize = 100;

/// A line of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// A line where its characters are, and what was seen of them there: nothing of one that is not whole.
#[derive(Clone)]
pub(crate) struct Grown {
    pub line: Line,
    pub sights: Vec<(f32, Sight)>,
    /// How many characters its longest clear part has.
    clear: usize,
}

impl Grown {
    /// How clear its characters are in all.
    fn clarity(&self) -> f32 {
        self.sights.iter().filter(|(_, sight)| sight.presence() > 0.5).map(|(_, sight)| sight.clarity()).sum()
    }

    /// Whether it has as many characters as a line of a zone, and almost all of them are clear.
    const fn is_whole(&self) -> bool {
        !self.sights.is_empty()
    }
}

impl Lines {
    pub(crate) fn new(found: Vec<Line>) -> Self {
        Self { grown: vec![None; found.len()], found }
    }

    /// The lines as they were found.
    pub(crate) fn found(&self) -> &[Line] {
        &self.found
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
        let mut lines: Vec<_> = block.iter().filter_map(|member| self.line(*member, eye)).collect();
        if let Some(whole) = lines.iter().find(|grown| grown.is_whole()).map(|grown| grown.line.clone()) {
            for known in lines.iter_mut().filter(|grown| !grown.is_whole()) {
                let counted = grown(known.line.counted_as(&whole), eye);
                if counted.is_whole() {
                    *known = counted;
                }
            }
        }
        if lines.iter().all(|grown| grown.clear < LEAST_CLEAR_LINE) {
            return None;
        }
        recount(&mut lines, eye);
        Block::read(lines, eye)
    }

    /// The lines that may be a zone: one, two or three of even spacing.
    pub(crate) fn blocks(&self) -> Vec<Vec<Member>> {
        blocks(&self.found)
    }
}

/// Moves the line to where its characters are.
pub(crate) fn grown(mut line: Line, eye: &mut Eye) -> Grown {
    let mut longest = 0;
    for _ in 0..GROWTHS {
        let sights = looked(&line, &cells(line.first - 2.0, line.last + 2.0), eye);
        if Line::is_settled(&sights) && is_whole(&sights) {
            return Grown { line, clear: sights.len(), sights };
        }
        let clear = Line::clear_part(&sights);
        if clear.len() <= longest {
            break;
        }
        longest = clear.len();
        if longest < LEAST_CLEAR {
            return Grown { line, sights: Vec::new(), clear: longest };
        }
        line.grow(sights.get(clear).unwrap_or_default());
    }
    let sights = looked(&line, &cells(line.first - 2.0, line.last + 2.0), eye);
    line.count(&sights, 4);
    Grown { line, sights: Vec::new(), clear: longest }
}

/// Counts each line that another does not agree with as that is counted, where its characters are clearer then: with one
/// that was passed over and one too many at its end, a line is as long as it should be.
fn recount(lines: &mut [Grown], eye: &mut Eye) {
    for at in 0..lines.len() {
        let others = lines.iter().enumerate().filter(|(other, _)| *other != at);
        let whole = others.filter(|(_, other)| other.is_whole());
        let is_odd =
            |other: &Grown| lines.get(at).is_some_and(|known| known.is_whole() && disagree(&known.line, &other.line));
        let odd = whole.filter(|(_, other)| is_odd(other));
        let counted: Vec<_> = odd.filter_map(|(_, other)| Some(lines.get(at)?.line.counted_as(&other.line))).collect();
        for line in counted {
            let counted = grown(line, eye);
            if let Some(known) = lines.get_mut(at).filter(|known| counted.clarity() > known.clarity() + CLEARER) {
                *known = counted;
            }
        }
    }
}

/// Whether a character of one line is beside another one of the other line at one end than at the other end.
fn disagree(line: &Line, other: &Line) -> bool {
    let away = |number: f32| other.beside(line, number).0 - number;
    let places = [0.1, 0.5, 0.9].map(|share| away(line.first + (line.last - line.first) * share));
    let (least, most) =
        places.iter().fold((f32::INFINITY, f32::NEG_INFINITY), |(least, most), at| (least.min(*at), most.max(*at)));
    most - least > AGREEING
}

/// Whether there are as many characters as a line of a zone has.
fn is_whole(sights: &[(f32, Sight)]) -> bool {
    let present = sights.iter().filter(|(_, sight)| sight.presence() > 0.5).count();
    WIDTHS.contains(&present)
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

pub(crate) fn cells(from: f32, to: f32) -> Vec<f32> {
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
