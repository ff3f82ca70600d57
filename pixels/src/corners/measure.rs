//! The measures by which a document's boundary differs from other quads, of each side and of the whole.

use super::edges::{EdgeMap, Maps};
use super::geometry::{self, Corners, ImageExtent, Line, Position, whole};
use super::lines::fitted;
use super::quads::QuadCandidate;
use super::walk::LineWalk;

/// How many numbers are measured on each candidate.
pub const MEASURES: usize = 30;

/// A candidate whose sides have been fitted to the edges between its corners, and what was measured on it.
#[derive(Debug, Clone)]
pub struct MeasuredQuad {
    /// Clockwise from the top left, in pixel centres of the image in half its size.
    pub quad: Corners,
    /// The measures; see the source.
    pub measures: [f32; MEASURES],
    /// Which sides, each from its corner to the next, are the image's border.
    pub is_border: [bool; 4],
}

/// The parts of a side next to a corner are left out: corners are rounded (by 3.18 mm of 53.98 on ID-1), or hidden.
pub const CORNER_PART: f32 = 0.07;

/// The distance from an edge, in pixels, at which the colors on both sides are compared.
const ASIDE: f32 = 2.0;

/// The difference whose contrast is 0.5, in quarters of a level.
const HALF_CONTRAST: f32 = 40.0;

/// How far behind a corner a side is looked for, as a part of its length.
const BEYOND: f32 = 0.15;

/// How far outside parallel edges are looked for, as a part of the square root of the area.
const OUTSIDE: f32 = 0.12;
const OUTSIDE_STEPS: usize = 6;

/// The number of places across, and down, at which the inside is measured.
const CONTENT_STEPS: usize = 12;

/// Aspect ratios: ID-1, ID-2 (and A4), ID-3, business cards of Europe and America.
const RATIOS: [f32; 5] = [85.60 / 53.98, 105.0 / 74.0, 125.0 / 88.0, 85.0 / 55.0, 3.5 / 2.0];

/// Fits the sides of a candidate and measures it. `best_score` is that of the best candidate.
#[inline(never)]
pub fn measured(maps: &Maps, frame: &ImageExtent, candidate: &QuadCandidate, best_score: f32) -> Option<MeasuredQuad> {
    let map = &maps.fine;
    let quad = fitted_quad(map, candidate)?;
    let size = geometry::area(&quad).max(1.0).sqrt();
    let mut measures = [0.0; MEASURES];
    let mut sides = [SideMeasures::default(); 4];
    for (at, side) in sides.iter_mut().enumerate() {
        let (from, to) = (quad[at], quad[(at + 1) % 4]);
        *side = if candidate.is_border[at] { SideMeasures::BORDER } else { SideMeasures::new(maps, from, to, size) };
    }
    for (at, pick) in SideMeasures::ALL.iter().enumerate() {
        let values = sides.map(|side| pick(&side));
        measures[2 * at] = values.iter().sum::<f32>() / 4.0;
        measures[2 * at + 1] = if at < SideMeasures::HIGH_IS_GOOD {
            values.iter().copied().fold(f32::MAX, f32::min)
        } else {
            values.iter().copied().fold(f32::MIN, f32::max)
        };
    }
    let sheet = geometry::sheet(&quad, frame)?;
    let mismatch = |ratio: &f32| (sheet.ratio / ratio).ln().abs();
    let rest = &mut measures[2 * SideMeasures::ALL.len()..];
    rest[0] = geometry::area(&quad) / frame.area();
    rest[1] = RATIOS.iter().map(mismatch).fold(1.0, f32::min);
    rest[2] = sheet.skew;
    rest[3] = (sheet.ratio.min(4.0) - 1.0).max(0.0);
    rest[4] = candidate.score / best_score;
    rest[5] = if candidate.is_border.contains(&true) { 1.0 } else { 0.0 };
    rest[6] = geometry::sharpest_turn(&quad);
    rest[7] = candidate.score / size / 4.0;
    (rest[8], rest[9]) = content(map, &quad);
    Some(MeasuredQuad { quad, measures, is_border: candidate.is_border })
}

fn fitted_quad(map: &EdgeMap, candidate: &QuadCandidate) -> Option<Corners> {
    let quad = &candidate.quad;
    let sides: [Line; 4] = core::array::from_fn(|at| {
        let (from, to) = (quad[at], quad[(at + 1) % 4]);
        let line = Line::through(from, to);
        if candidate.is_border[at] { line } else { fitted(map, line, range_of(&line, from, to), &[2.5, 1.5]) }
    });
    let quad = geometry::corners(&sides)?;
    (geometry::sharpest_turn(&quad) > 0.3).then_some(quad)
}

/// The whole coordinates of the main axis between two corners, less the parts next to them.
pub fn range_of(line: &Line, from: Position, to: Position) -> core::ops::Range<usize> {
    let axis = if line.is_flat() { 0 } else { 1 };
    let (first, last) = (from[axis].min(to[axis]), from[axis].max(to[axis]));
    let part = CORNER_PART * (last - first);
    whole(first + part)..whole(last - part) + 1
}

/// How much the colors inside change, and how much of the inside is edges: a document has print on it.
fn content(map: &EdgeMap, quad: &Corners) -> (f32, f32) {
    let (mut spread, mut edges) = (Spread::default(), 0.0);
    for at in 0..CONTENT_STEPS * CONTENT_STEPS {
        let share = |step: usize| (step as f32 + 1.0) / (CONTENT_STEPS as f32 + 1.0);
        let (u, v) = (share(at % CONTENT_STEPS), share(at / CONTENT_STEPS));
        let blend = |axis: usize| {
            (quad[0][axis] * (1.0 - u) + quad[1][axis] * u) * (1.0 - v)
                + (quad[3][axis] * (1.0 - u) + quad[2][axis] * u) * v
        };
        if let Some(colour) = map.colour([blend(0), blend(1)]) {
            spread.add(colour);
            edges += f32::from(u8::from(map.edgel_index(whole(blend(1)) * map.width + whole(blend(0))).is_some()));
        }
    }
    (spread.unrest(), edges / spread.count.max(1.0))
}

/// What was measured on one side.
#[derive(Debug, Clone, Copy, Default)]
struct SideMeasures {
    /// The mean weight of the edge.
    support: f32,
    /// The share of the side that has an edge.
    covered: f32,
    /// The mean weight of the edge in the first or the last quarter of the side, whichever is less.
    ends: f32,
    /// The mean weight of the edge in a quarter of the image's size.
    coarse: f32,
    /// How different the colors inside and outside are.
    contrast: f32,
    /// How alike the difference is along the side.
    polarity: f32,
    /// The mean weight of the edge where the side would go on behind its corners.
    beyond: f32,
    /// The mean weight of the strongest parallel edge outside.
    outside: f32,
    /// How much the colors outside change along the side.
    unrest_outside: f32,
    /// How much the colors inside change along the side.
    unrest_inside: f32,
}

impl SideMeasures {
    /// All of them. Those of which more is better come first.
    const ALL: [fn(&Self) -> f32; 10] = [
        |side| side.support,
        |side| side.covered,
        |side| side.ends,
        |side| side.coarse,
        |side| side.contrast,
        |side| side.polarity,
        |side| side.beyond,
        |side| side.outside,
        |side| side.unrest_outside,
        |side| side.unrest_inside,
    ];
    const HIGH_IS_GOOD: usize = 6;

    /// What is taken for a side that is the image's border: values in the middle.
    const BORDER: Self = Self {
        support: 0.4,
        covered: 0.6,
        ends: 0.3,
        coarse: 0.4,
        contrast: 0.3,
        polarity: 0.6,
        beyond: 0.0,
        outside: 0.0,
        unrest_outside: 0.2,
        unrest_inside: 0.2,
    };

    fn new(maps: &Maps, from: Position, to: Position, size: f32) -> Self {
        let map = &maps.fine;
        let line = Line::through(from, to);
        let range = range_of(&line, from, to);
        let (support, covered) = traced(map, &line, range.clone());
        let quarter = range.len() / 4;
        let first = support_of(map, &line, range.start..range.start + quarter);
        let last = support_of(map, &line, range.end - quarter..range.end);
        let coarse = support_of(&maps.coarse, &line.halved(), range.start / 2..range.end / 2);
        let mut side = Self { support, covered, ends: first.min(last), coarse, ..Self::default() };
        side.compare_colours(map, &line, range.clone());
        let length = range.len() as f32;
        let reach = whole((BEYOND * length).max(6.0));
        let part = whole(CORNER_PART * length) + 3;
        let before = support_of(map, &line, range.start.saturating_sub(part + reach)..range.start.saturating_sub(part));
        let after = support_of(map, &line, range.end + part..range.end + part + reach);
        side.beyond = before.max(after);
        for step in 1..=OUTSIDE_STEPS {
            let away = 3.0 + OUTSIDE * size * step as f32 / OUTSIDE_STEPS as f32;
            let parallel = Line { offset: line.offset - away, ..line };
            side.outside = side.outside.max(traced(map, &parallel, range.clone().step_by(3)).0);
        }
        side
    }

    fn compare_colours(&mut self, map: &EdgeMap, line: &Line, range: core::ops::Range<usize>) {
        let (mut inside, mut outside, mut difference) = (Spread::default(), Spread::default(), Spread::default());
        for at in range.step_by(2) {
            let here = point_at(line, at as f32);
            let aside = |by: f32| [here[0] + by * line.normal[0], here[1] + by * line.normal[1]];
            let (Some(within), Some(without)) = (map.colour(aside(ASIDE)), map.colour(aside(-ASIDE))) else { continue };
            inside.add(within);
            outside.add(without);
            let step = core::array::from_fn(|plane| within[plane] - without[plane]);
            difference.add(step);
            let step = length(step);
            self.contrast += step / (step + HALF_CONTRAST);
        }
        let count = difference.count.max(1.0);
        self.contrast /= count;
        self.polarity = length(difference.sum) / difference.lengths.max(1.0);
        self.unrest_inside = inside.unrest();
        self.unrest_outside = outside.unrest();
    }
}

/// The point of a line at a coordinate of its main axis.
fn point_at(line: &Line, at: f32) -> Position {
    let across = line.across(at);
    if line.is_flat() { [at, across] } else { [across, at] }
}

fn length(colour: [f32; 3]) -> f32 {
    colour.iter().map(|part| part * part).sum::<f32>().sqrt()
}

/// Sums over colors.
#[derive(Debug, Default)]
pub struct Spread {
    pub count: f32,
    sum: [f32; 3],
    squares: f32,
    lengths: f32,
}

impl Spread {
    pub fn add(&mut self, colour: [f32; 3]) {
        self.count += 1.0;
        for (sum, part) in self.sum.iter_mut().zip(colour) {
            *sum += part;
        }
        self.squares += colour.iter().map(|part| part * part).sum::<f32>();
        self.lengths += length(colour);
    }

    /// The standard deviation, saturating at 1.
    pub fn unrest(&self) -> f32 {
        let count = self.count.max(1.0);
        let mean = length(self.sum) / count;
        let deviation = (self.squares / count - mean * mean).max(0.0).sqrt();
        deviation / (deviation + HALF_CONTRAST)
    }
}

/// The mean weight of the edge along a line, and the share of the line that has one.
pub fn traced(map: &EdgeMap, line: &Line, range: impl Iterator<Item = usize>) -> (f32, f32) {
    let walk = LineWalk::new(map, line);
    let (mut sum, mut found, mut count) = (0.0, 0.0, 0.0);
    for at in range.take_while(|&at| at < walk.len()) {
        if let Some(edgel) = walk.at(at) {
            sum += edgel.weight;
            found += 1.0;
        }
        count += 1.0;
    }
    (sum / f32::max(count, 1.0), found / f32::max(count, 1.0))
}

#[inline(never)]
pub fn support_of(map: &EdgeMap, line: &Line, range: core::ops::Range<usize>) -> f32 {
    traced(map, line, range).0
}
