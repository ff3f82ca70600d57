//! A line of characters, each in its cell, and what the network sees in them.

use crate::Luma;
use crate::cell::{Cell, Vector, window};
use crate::curve::{Curve, Sample};
use crate::decode::Scores;
use crate::network::{CLASSES, NONE, OUTPUTS, logistic};
use crate::pitch::Row;
use crate::sort::greatest;
use core::cell::OnceCell;
use core::ops::Range;
use idsnap_zone_network::quantized::{Pairs, Quantized};

/// Characters with more pixels are seen in the image at half its size.
const MOST_PITCH: f32 = 20.0;
/// A character that is farther off than this, in its own size, is taken to be another.
const FAR: f32 = 0.28;
/// A character that is as likely is clearly seen.
const CLEAR: f32 = 0.7;

/// The share of clear characters in a line that need not grow, and how far off they are in the mean, in pitches.
const SETTLED: f32 = 0.9;
const NEAR: f32 = 0.1;

/// The network is less sure than it is right: what readings turn out to be says how much larger its logarithms should
/// be, by the zones of `zone_cases fast 40000000`, none of which it was fitted to.
const SHARPNESS: f32 = 1.5;

/// How much smaller they are where a part of the character is hidden: what is left looks like another character, as
/// clearly as if it were one.
const BLUNTNESS: f32 = 0.4;

/// The logarithm of a likelihood that needs no second look.
const CERTAIN: f32 = -1e-4;
/// The same of several looks in the mean.
const SURE: f32 = -3e-4;
/// A character is looked at again where a part of it is hidden with more likelihood.
const WHOLE: f32 = 0.05;
/// Right, down and larger, in characters: where a cell is looked at again.
const LOOKS: [[f32; 3]; 3] = [[0.05, -0.04, 0.05], [-0.05, 0.04, 0.02], [0.0, 0.0, -0.06]];

/// The image at every size, the largest first: upright, or turned by a quarter, which each size is when it is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pyramid<'a> {
    pub upright: &'a [Luma],
    pub turned: Option<&'a [OnceCell<Luma>]>,
}

impl<'a> Pyramid<'a> {
    pub(crate) fn level(&self, level: usize) -> Option<&'a Luma> {
        let upright = self.upright.get(level)?;
        match self.turned {
            Some(turned) => turned.get(level).map(|known| known.get_or_init(|| upright.turned())),
            None => Some(upright),
        }
    }
}

/// What the network sees in cells.
#[derive(Debug)]
pub(crate) struct Eye<'a> {
    pub pyramid: Pyramid<'a>,
    pub network: &'a Quantized,
    /// How much work was done, in windows that the network has looked at.
    pub work: u32,
    pairs: Box<Pairs>,
}

/// What the network sees in one cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight {
    pub scores: Scores,
    /// Where the character is: right, down, and the logarithm of how much taller.
    pub place: [f32; 3],
    /// How likely a part of it is hidden.
    pub hidden: f32,
}

impl Sight {
    /// How likely there is a character.
    pub(crate) fn presence(&self) -> f32 {
        1.0 - self.scores[NONE].exp()
    }

    /// What so many looks together say, of the sums of their scores.
    fn weighed(mut self, count: f32) -> Self {
        self.hidden /= count;
        let times = SHARPNESS * (1.0 - BLUNTNESS * self.hidden * self.hidden) / count;
        self.scores = normalized(self.scores.map(|sum| sum * times));
        self
    }

    /// How likely the likeliest character is.
    pub(crate) fn clarity(&self) -> f32 {
        greatest(self.scores.get(..NONE).unwrap_or_default()).exp()
    }
}

impl<'a> Eye<'a> {
    pub(crate) fn new(pyramid: Pyramid<'a>, network: &'a Quantized) -> Self {
        Self { pyramid, network, work: 0, pairs: Box::default() }
    }

    /// Looks into a cell of the largest image.
    pub(crate) fn look(&mut self, cell: &Cell) -> Option<Sight> {
        self.work += 1;
        let (mut cell, mut level) = (*cell, 0);
        while cell.along.length() > MOST_PITCH && level + 1 < self.pyramid.upright.len() {
            cell = cell.halved();
            level += 1;
        }
        let outputs = self.network.run(&window(self.pyramid.level(level)?, &cell), &mut self.pairs);
        let [.., right, down, taller, hidden] = outputs;
        Some(Sight { scores: logarithms(&outputs), place: [right, down, taller], hidden: logistic(hidden) })
    }
}

impl Eye<'_> {
    /// Looks into a cell several times, from places a little apart: what all see is surer than what one sees.
    pub(crate) fn look_around(&mut self, cell: &Cell) -> Option<Sight> {
        let mut sight = self.look(cell)?;
        if sight.hidden < WHOLE && sight.scores.iter().any(|score| *score > CERTAIN) {
            return Some(sight.weighed(1.0));
        }
        let mut count = 1.0;
        for [right, down, larger] in LOOKS {
            let other = Cell {
                center: cell.center.plus(cell.along, right).plus(cell.down, down),
                along: cell.along.plus(cell.along, larger),
                down: cell.down.plus(cell.down, larger),
            };
            let seen = self.look(&other)?;
            sight.scores.iter_mut().zip(seen.scores).for_each(|(sum, score)| *sum += score);
            sight.hidden += seen.hidden;
            count += 1.0;
            if sight.hidden < WHOLE * count && sight.scores.iter().any(|sum| *sum > SURE * count) {
                break;
            }
        }
        Some(sight.weighed(count))
    }
}

/// The logarithms of the likelihoods of the classes.
fn logarithms(outputs: &[f32; OUTPUTS]) -> Scores {
    let mut scores = [0.0; CLASSES];
    scores.copy_from_slice(outputs.get(..CLASSES).unwrap_or(&[0.0; CLASSES]));
    normalized(scores)
}

/// Likelihoods that are 1 in all, as logarithms.
fn normalized(scores: Scores) -> Scores {
    let most = greatest(&scores);
    let sum: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    scores.map(|score| score - most - sum.ln())
}

/// A line of characters in the largest image.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    x: Curve,
    y: Curve,
    tall: Curve,
    /// How far the bottom of a character is right of its top, in pitches.
    pub skew: Curve,
    /// 1, or -1 for a line that is upside down.
    sign: f32,
    /// Numbers of the first and the last character, about.
    pub first: f32,
    pub last: f32,
}

impl Line {
    /// The line of a row that was found in the image at a size: so many times smaller.
    pub(crate) fn new(row: &Row, scale: f32) -> Self {
        let shift = (scale - 1.0) / 2.0;
        Self {
            x: row.x.scaled(scale, shift),
            y: row.y.scaled(scale, shift),
            tall: Curve::constant(row.tall * scale),
            skew: Curve::constant(0.0),
            sign: 1.0,
            first: row.first,
            last: row.last,
        }
    }

    /// The same line read from its other end.
    pub(crate) fn turned(&self) -> Self {
        Self { sign: -self.sign, first: -self.last, last: -self.first, ..self.clone() }
    }

    /// The part of the line from one number to another.
    pub(crate) fn between(&self, first: f32, last: f32) -> Self {
        Self { first, last, ..self.clone() }
    }

    /// The line moved by so much of a vector.
    pub(crate) fn shifted(&self, by: Vector, share: f32) -> Self {
        self.moved(|number| self.center(number).plus(by, share))
    }

    /// The middle of the character of a number.
    pub(crate) fn center(&self, number: f32) -> Vector {
        let at = number * self.sign;
        Vector { x: self.x.at(at), y: self.y.at(at) }
    }

    /// Where the character of a number stands.
    pub(crate) fn cell(&self, number: f32) -> Cell {
        let along = self.center(number + 0.5).plus(self.center(number - 0.5), -1.0);
        let length = along.length().max(1e-3);
        let times = self.tall.at(number * self.sign) / length;
        let down = Vector { x: -along.y * times, y: along.x * times }.plus(along, self.skew.at(number * self.sign));
        Cell { center: self.center(number), along, down }
    }

    /// Whether it is the other way up.
    pub(crate) const fn is_turned(&self) -> bool {
        self.sign < 0.0
    }

    /// Moves the line to where the network sees its characters.
    pub(crate) fn align(&mut self, sights: &[(f32, Sight)], terms: usize) {
        self.align_by(sights, terms, |_, number| number);
    }

    /// Moves the line to where the network sees its characters, and counts them anew: where the pitch was taken to be
    /// too small, two cells see one character.
    pub(crate) fn count(&mut self, sights: &[(f32, Sight)], terms: usize) {
        let mut last: Option<(Cell, f32)> = None;
        let mut ends = [f32::INFINITY, f32::NEG_INFINITY];
        self.align_by(sights, terms, |seen, number| {
            let count = last.map_or(number, |(before, count)| {
                let (away, along) = (seen.center.plus(before.center, -1.0), seen.along.plus(before.along, 1.0));
                let square = (along.x * along.x + along.y * along.y).max(1e-3) / 2.0;
                count + ((away.x * along.x + away.y * along.y) / square).round()
            });
            last = Some((*seen, count));
            ends = [ends[0].min(count), ends[1].max(count)];
            count
        });
        if ends[0] < ends[1] {
            [self.first, self.last] = [self.first.min(ends[0]), self.last.max(ends[1])];
        }
    }

    /// Whether almost every character is clear and in its cell already.
    pub(crate) fn is_settled(sights: &[(f32, Sight)]) -> bool {
        let (mut present, mut clear, mut away) = (0.0f32, 0.0, 0.0);
        for (_, sight) in sights.iter().filter(|(_, sight)| sight.presence() > 0.5) {
            present += 1.0;
            clear += f32::from(u8::from(sight.clarity() > CLEAR));
            away += sight.place[0].abs();
        }
        clear > SETTLED * present && away < NEAR * present
    }

    /// The longest part without two unclear characters in a row.
    pub(crate) fn clear_part(sights: &[(f32, Sight)]) -> Range<usize> {
        let (mut best, mut from) = (0..0, 0);
        let mut unclear = 0;
        for (at, (_, sight)) in sights.iter().enumerate() {
            unclear = if sight.clarity() > CLEAR { 0 } else { unclear + 1 };
            if unclear > 1 {
                from = at + 1;
            } else if at + 1 - from > best.len() {
                best = from..at + 1;
            }
        }
        best
    }

    /// Moves the line to where the characters of a clear part are, and goes on from there as it bends.
    pub(crate) fn grow(&mut self, clear: &[(f32, Sight)]) {
        let terms = match clear.len() {
            ..20 => 2,
            20..32 => 3,
            _ => 4,
        };
        self.count(clear, terms);
    }

    fn align_by(&mut self, sights: &[(f32, Sight)], terms: usize, mut number: impl FnMut(&Cell, f32) -> f32) {
        let (mut xs, mut ys, mut talls) = (Vec::new(), Vec::new(), Vec::new());
        let mut pitch = 0.0;
        for (at, sight) in sights.iter().filter(|(_, sight)| sight.presence() > 0.5) {
            let cell = self.cell(*at);
            let [right, below, taller] = sight.place;
            let seen = Cell { center: cell.center.plus(cell.along, right).plus(cell.down, below), ..cell };
            let tall = self.tall.at(at * self.sign) * taller.clamp(-0.4, 0.4).exp();
            let at = number(&seen, *at) * self.sign;
            let sample = |value: f32| Sample { at, value, weight: sight.presence() };
            xs.push(sample(seen.center.x));
            ys.push(sample(seen.center.y));
            talls.push(sample(tall));
            pitch = cell.along.length();
        }
        if xs.len() < 5 {
            return;
        }
        let terms = terms.min(xs.len() / 3);
        let x = Curve::robust(&mut xs, terms, pitch * FAR);
        let y = Curve::robust(&mut ys, terms, pitch * FAR);
        let tall = Curve::robust(&mut talls, 2, pitch * FAR);
        if let (Some(x), Some(y), Some(tall)) = (x, y, tall) {
            (self.x, self.y, self.tall) = (x, y, tall);
        }
    }

    /// The line as far above this one as another is below it.
    pub(crate) fn mirrored(&self, below: &Self) -> Self {
        self.moved(|number| {
            let center = self.center(number);
            let other = below.center(below.beside(self, number).0);
            center.plus(center.plus(other, -1.0), 1.0)
        })
    }

    /// The line with its characters counted as those of another are, which are above or below them.
    pub(crate) fn counted_as(&self, other: &Self) -> Self {
        other.moved(|number| self.center(self.beside(other, number).0))
    }

    /// The line with the middle of each character where `place` has its number.
    fn moved(&self, place: impl Fn(f32) -> Vector) -> Self {
        let (mut xs, mut ys) = (Vec::new(), Vec::new());
        for step in 0..=12u8 {
            let number = self.first + (self.last - self.first) * f32::from(step) / 12.0;
            let center = place(number);
            let at = number * self.sign;
            xs.push(Sample { at, value: center.x, weight: 1.0 });
            ys.push(Sample { at, value: center.y, weight: 1.0 });
        }
        let (x, y) = (Curve::through(&xs, 4), Curve::through(&ys, 4));
        Self { x: x.unwrap_or(self.x), y: y.unwrap_or(self.y), ..self.clone() }
    }

    /// Slants the characters as those of another line are below or above them, from these numbers on.
    pub(crate) fn slant(&mut self, other: &Self, [from, to]: [f32; 2], width: usize) {
        let mut samples = Vec::new();
        for column in 0..width {
            let number = from + column as f32;
            let cell = self.cell(number);
            let away = other.center(to + column as f32).plus(cell.center, -1.0);
            let length = cell.along.length().max(1e-3);
            let along = (away.x * cell.along.x + away.y * cell.along.y) / (length * length);
            let across = (away.y * cell.along.x - away.x * cell.along.y) / length;
            let value = along * self.tall.at(number * self.sign) / across;
            if across.abs() > 1.0 {
                samples.push(Sample { at: number * self.sign, value: value.clamp(-0.5, 0.5), weight: 1.0 });
            }
        }
        if let Some(skew) = Curve::through(&samples, 2) {
            self.skew = skew;
        }
    }

    /// The number that is nearest to a point, and how far the line is below the point there, in heights of characters.
    pub(crate) fn nearest(&self, point: Vector) -> (f32, f32) {
        let mut at = (self.first + self.last) / 2.0;
        for _ in 0..4 {
            let along = self.cell(at).along;
            let away = self.center(at).plus(point, -1.0);
            let numbers = (away.x * along.x + away.y * along.y) / (along.x * along.x + along.y * along.y).max(1e-3);
            at -= numbers.clamp(-40.0, 40.0);
        }
        let (down, away) = (self.cell(at).down, self.center(at).plus(point, -1.0));
        (at, (away.x * down.x + away.y * down.y) / (down.x * down.x + down.y * down.y).max(1e-3))
    }

    /// Which number on this line is beside that of another, and how far below it is in heights of characters.
    pub(crate) fn beside(&self, other: &Self, number: f32) -> (f32, f32) {
        let cell = other.cell(number);
        let mut at = (self.first + self.last) / 2.0;
        let square = cell.along.length().powi(2).max(1e-3);
        for _ in 0..4 {
            let away = self.center(at).plus(cell.center, -1.0);
            let along = (away.x * cell.along.x + away.y * cell.along.y) / square;
            at -= along.clamp(-40.0, 40.0);
        }
        let away = self.center(at).plus(cell.center, -1.0);
        let down = away.x * cell.down.x + away.y * cell.down.y;
        (at, down / cell.down.length().powi(2).max(1e-3))
    }
}
