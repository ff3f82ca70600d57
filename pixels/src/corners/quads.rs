//! Candidates: quads of four lines that have edges between their corners.

use super::edges::Maps;
use super::geometry::{self, Corners, ImageExtent, Line, Position};
use super::lines::TracedLine;

/// The most candidates of each ranking.
const MAX_RANKED: usize = 32;

/// The least area of a document, by the image's.
const MIN_AREA: f32 = 0.025;

/// The shortest side, in pixels: that of a document of the least area twice as long as wide is 15.
const MIN_SIDE: f32 = 12.0;

/// How far outside the image a corner may lie, by the image's longest edge.
const MARGIN: f32 = 0.12;

/// Opposite sides differ by at most 40 degrees in direction.
const MIN_OPPOSITE_COSINE: f32 = 0.766;

/// Neighbouring sides differ by at least 35 degrees.
const MIN_NEIGHBOUR_SINE: f32 = 0.574;

/// The least mean weight of the edge along a side.
const MIN_SIDE_SUPPORT: f32 = 0.18;

/// Of the sides between two others the best so many are tried.
const MAX_RUNGS: usize = 8;

/// The least score, by the length of all sides.
const MIN_GAIN: f32 = 0.04;

/// The support that a side on the image's border is taken to have: where a document is cut off.
const BORDER_SUPPORT: f32 = 0.3;

/// Each pixel of a side adds its weight less this to the candidate's score. Of two quads with equal support, one inside
/// the other, the outer one has the higher score.
const NEUTRAL_SUPPORT: f32 = 0.22;

/// How far behind its corners a side must have ended, by its length.
const BEYOND: f32 = 0.25;

/// Candidates whose corners differ by less than this many pixels are the same.
const SAME_CORNER: f32 = 4.0;

/// A quad that may be a document.
#[derive(Debug, Clone)]
pub struct QuadCandidate {
    pub quad: Corners,
    /// The sum of the gains of its sides, in pixels: how much more edge there is than chance gives.
    pub score: f32,
    /// The length of all sides, in pixels.
    pub perimeter: f32,
    /// Which sides, each from its corner to the next, are the image's border.
    pub is_border: [bool; 4],
}

impl QuadCandidate {
    /// The candidate of four sides, which follow each other clockwise. `None` where there is too little of an edge.
    #[inline(never)]
    pub fn of_sides(maps: &Maps, frame: &ImageExtent, sides: &[Line; 4]) -> Option<Self> {
        let quad = geometry::corners(sides)?;
        let margin = MARGIN * frame.longest_edge();
        if !geometry::is_convex(&quad) || !quad.iter().all(|&corner| frame.holds(corner, margin)) {
            return None;
        }
        let ends = |at: usize| (quad[at], quad[(at + 1) % 4]);
        let mut score = 0.0;
        for (at, line) in sides.iter().enumerate() {
            let traced = TracedLine::new(maps, *line);
            let (from, to) = ends(at);
            score += CandidateSide { line: *line, traced: Some(&traced) }.gain(from, to)?;
        }
        let perimeter = (0..4).map(ends).map(|(from, to)| geometry::distance(from, to)).sum::<f32>();
        let is_enough = score >= MIN_GAIN * perimeter && geometry::area(&quad) >= MIN_AREA * frame.area();
        let mut quad = quad;
        let first = geometry::top_left(&quad);
        quad.rotate_left(first);
        is_enough.then_some(Self { quad, score, perimeter, is_border: [false; 4] })
    }
}

/// A side of a candidate in the making: a line, or the border.
struct CandidateSide<'a> {
    line: Line,
    traced: Option<&'a TracedLine>,
}

impl CandidateSide<'_> {
    /// How much the side between two corners adds to a candidate's score, unless there is too little of an edge.
    fn gain(&self, from: Position, to: Position) -> Option<f32> {
        let length = geometry::distance(from, to);
        let Some(traced) = self.traced else { return Some(length * (BORDER_SUPPORT - NEUTRAL_SUPPORT)) };
        let (from, to) = (traced.along(from), traced.along(to));
        let support = traced.support(from, to);
        if support < MIN_SIDE_SUPPORT {
            return None;
        }
        // A document's sides end at its corners. Lines of the background go on.
        let part = BEYOND * (to - from);
        let gap = 0.2 * part;
        let beyond = traced.support(from - part, from - gap) + traced.support(to + gap, to + part);
        Some(length * (support - NEUTRAL_SUPPORT - BEYOND * beyond))
    }
}

/// A side between two others, and its corners with them.
struct Rung {
    side: usize,
    corners: [Position; 2],
    gain: f32,
}

/// The candidates with the highest scores, and those with the highest scores for their length. On a striped background
/// long quads of stripes score more than a small document.
pub fn candidates(lines: &[TracedLine], frame: &ImageExtent) -> Vec<QuadCandidate> {
    let border = |normal: Position, offset: f32| CandidateSide { line: Line { normal, offset }, traced: None };
    let mut sides: Vec<CandidateSide<'_>> =
        lines.iter().map(|traced| CandidateSide { line: traced.line, traced: Some(traced) }).collect();
    sides.extend([
        border([0.0, 1.0], -0.5),
        border([0.0, 1.0], frame.height - 0.5),
        border([1.0, 0.0], -0.5),
        border([1.0, 0.0], frame.width - 0.5),
    ]);
    let meetings = meetings(&sides, frame);
    let mut search =
        CandidateSearch { sides, meetings, frame: *frame, best: Ranking(Vec::new()), dense: Ranking(Vec::new()) };
    for first in 0..search.sides.len() {
        for third in first + 1..search.sides.len() {
            search.between(first, third);
        }
    }
    let CandidateSearch { best: Ranking(mut all), dense: Ranking(dense), .. } = search;
    for (_, candidate) in dense {
        if !all.iter().any(|(_, other)| is_same(&candidate, other)) {
            all.push((0.0, candidate));
        }
    }
    all.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The point where each side meets each other one. `None` where the angle or the place is none of a corner.
fn meetings(sides: &[CandidateSide<'_>], frame: &ImageExtent) -> Vec<Option<Position>> {
    let margin = MARGIN * frame.longest_edge();
    let meeting = |one: &Line, other: &Line| {
        let is_steep = geometry::cross(one.normal, other.normal).abs() > MIN_NEIGHBOUR_SINE;
        if is_steep { one.meet(other).filter(|&corner| frame.holds(corner, margin)) } else { None }
    };
    let mut meetings = Vec::with_capacity(sides.len() * sides.len());
    for one in sides {
        meetings.extend(sides.iter().map(|other| meeting(&one.line, &other.line)));
    }
    meetings
}

struct CandidateSearch<'a> {
    sides: Vec<CandidateSide<'a>>,
    meetings: Vec<Option<Position>>,
    frame: ImageExtent,
    best: Ranking,
    dense: Ranking,
}

impl CandidateSearch<'_> {
    /// Tries all candidates with these two as opposite sides. Their other sides come later in the list.
    fn between(&mut self, first: usize, third: usize) {
        let (a, c) = (&self.sides[first], &self.sides[third]);
        if geometry::dot(a.line.normal, c.line.normal).abs() < MIN_OPPOSITE_COSINE
            || (a.traced.is_none() && c.traced.is_none())
        {
            return;
        }
        let mut rungs: Vec<Rung> = Vec::with_capacity(MAX_RUNGS + 1);
        for side in first + 1..self.sides.len() {
            let Some(rung) = self.rung(first, third, side) else { continue };
            let place = rungs.partition_point(|other| other.gain >= rung.gain);
            if place < MAX_RUNGS {
                rungs.insert(place, rung);
                rungs.truncate(MAX_RUNGS);
            }
        }
        for (at, second) in rungs.iter().enumerate() {
            for fourth in &rungs[at + 1..] {
                if let Some(candidate) = self.candidate([first, third], [second, fourth]) {
                    self.dense.keep(candidate.score / candidate.perimeter.sqrt(), &candidate);
                    self.best.keep(candidate.score, &candidate);
                }
            }
        }
    }

    fn rung(&self, first: usize, third: usize, side: usize) -> Option<Rung> {
        let count = self.sides.len();
        let corners = [self.meetings[first * count + side]?, self.meetings[third * count + side]?];
        if geometry::distance(corners[0], corners[1]) < MIN_SIDE {
            return None;
        }
        let rung = &self.sides[side];
        let gain = rung.gain(corners[0], corners[1])?;
        Some(Rung { side, corners, gain })
    }

    fn candidate(&self, ends: [usize; 2], rungs: [&Rung; 2]) -> Option<QuadCandidate> {
        let [second, fourth] = rungs;
        let quad = [second.corners[0], second.corners[1], fourth.corners[1], fourth.corners[0]];
        let area = geometry::area(&quad);
        if area.abs() < MIN_AREA * self.frame.area() {
            return None;
        }
        let mut sides = [second.side, ends[1], fourth.side, ends[0]];
        let mut quad = quad;
        if area < 0.0 {
            quad.reverse();
            sides.swap(0, 2);
        }
        let mut is_border = sides.map(|side| self.sides[side].traced.is_none());
        if is_border.iter().filter(|&&is_border| is_border).count() > 1 {
            return None;
        }
        let score = second.gain
            + fourth.gain
            + self.sides[sides[1]].gain(quad[1], quad[2])?
            + self.sides[sides[3]].gain(quad[3], quad[0])?;
        let perimeter = (0..4).map(|at| geometry::distance(quad[at], quad[(at + 1) % 4])).sum::<f32>();
        if score < MIN_GAIN * perimeter || !geometry::is_convex(&quad) {
            return None;
        }
        let first = geometry::top_left(&quad);
        quad.rotate_left(first);
        is_border.rotate_left(first);
        Some(QuadCandidate { quad, score, perimeter, is_border })
    }
}

/// Whether all corners of two candidates are close.
fn is_same(one: &QuadCandidate, other: &QuadCandidate) -> bool {
    (0..4).all(|corner| geometry::distance(one.quad[corner], other.quad[corner]) < SAME_CORNER)
}

/// The best candidates by some value, best first, no two the same.
struct Ranking(Vec<(f32, QuadCandidate)>);

impl Ranking {
    fn keep(&mut self, value: f32, candidate: &QuadCandidate) {
        let Self(best) = self;
        if best.len() == MAX_RANKED && best.last().is_some_and(|last| last.0 >= value) {
            return;
        }
        if let Some(same) = best.iter().position(|(_, other)| is_same(candidate, other)) {
            if best[same].0 >= value {
                return;
            }
            best.remove(same);
        }
        let place = best.partition_point(|other| other.0 >= value);
        best.insert(place, (value, candidate.clone()));
        best.truncate(MAX_RANKED);
    }
}
