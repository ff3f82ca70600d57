//! Candidates: quadrilaterals of four lines that have edges between their corners.

use super::geometry::{self, Frame, Line, Point, Quad};
use super::lines::TracedLine;

/// The most candidates handed on.
const MAX_CANDIDATES: usize = 64;

/// The least area of a document, by the picture's.
const MIN_AREA: f32 = 0.025;

/// How far outside the picture a corner may lie, by the picture's longest edge.
const MARGIN: f32 = 0.12;

/// Opposite sides differ by at most 40 degrees in direction.
const MIN_OPPOSITE_COSINE: f32 = 0.766;

/// Neighbouring sides differ by at least 35 degrees.
const MIN_NEIGHBOUR_SINE: f32 = 0.574;

/// The least mean weight of the edge along a side, and along all sides together.
const MIN_SIDE_SUPPORT: f32 = 0.18;
const MIN_SUPPORT: f32 = 0.3;

/// The support that a side on the picture's border is taken to have: where a document is cut off.
const BORDER_SUPPORT: f32 = 0.3;

/// Each pixel of a side adds its weight above this to the candidate's score: so a longer outline wins over one inside
/// it as long as it is as well supported.
const NEUTRAL_SUPPORT: f32 = 0.22;

/// How far behind its corners a side must have ended, by its length.
const BEYOND: f32 = 0.25;

/// Candidates whose corners differ by less than this many pixels are the same.
const SAME_CORNER: f32 = 4.0;

/// An outline that might be a document's.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub quad: Quad,
    pub score: f32,
    /// Which sides, each from its corner to the next, are the picture's border.
    pub is_border: [bool; 4],
}

/// A side of a candidate in the making: a line, or the border.
struct Side<'a> {
    line: Line,
    traced: Option<&'a TracedLine>,
}

impl Side<'_> {
    /// The mean weight of the edge between two corners.
    fn support(&self, from: Point, to: Point) -> f32 {
        self.traced.map_or(BORDER_SUPPORT, |traced| traced.support(traced.along(from), traced.along(to)))
    }

    /// How much of an edge there is where the side would go on behind its corners, as a part of its own length: lines of
    /// the ground go on, a document's sides end.
    fn beyond(&self, from: Point, to: Point) -> f32 {
        let Some(traced) = self.traced else { return 0.0 };
        let (from, to) = (traced.along(from), traced.along(to));
        let part = BEYOND * (to - from);
        let gap = 0.2 * part;
        BEYOND * (traced.support(from - part, from - gap) + traced.support(to + gap, to + part))
    }
}

/// A side between two others, and its corners with them.
struct Rung {
    side: usize,
    corners: [Point; 2],
}

/// The candidates of the best scores, best first.
pub fn candidates(lines: &[TracedLine], frame: &Frame) -> Vec<Candidate> {
    let border = |normal: Point, offset: f32| Side { line: Line { normal, offset }, traced: None };
    let mut sides: Vec<Side<'_>> =
        lines.iter().map(|traced| Side { line: traced.line, traced: Some(traced) }).collect();
    sides.extend([
        border([0.0, 1.0], -0.5),
        border([0.0, 1.0], frame.height - 0.5),
        border([1.0, 0.0], -0.5),
        border([1.0, 0.0], frame.width - 0.5),
    ]);
    let mut search = Search { sides, frame: *frame, best: Vec::with_capacity(MAX_CANDIDATES + 1) };
    for first in 0..search.sides.len() {
        for third in first + 1..search.sides.len() {
            search.between(first, third);
        }
    }
    search.best
}

struct Search<'a> {
    sides: Vec<Side<'a>>,
    frame: Frame,
    best: Vec<Candidate>,
}

impl Search<'_> {
    /// Tries all candidates that have these two as opposite sides and later ones between.
    fn between(&mut self, first: usize, third: usize) {
        let (a, c) = (&self.sides[first], &self.sides[third]);
        if geometry::dot(a.line.normal, c.line.normal).abs() < MIN_OPPOSITE_COSINE
            || (a.traced.is_none() && c.traced.is_none())
        {
            return;
        }
        let rungs: Vec<Rung> = (first + 1..self.sides.len()).filter_map(|side| self.rung(first, third, side)).collect();
        for (at, second) in rungs.iter().enumerate() {
            for fourth in &rungs[at + 1..] {
                if let Some(candidate) = self.candidate([first, third], [second, fourth]) {
                    self.keep(candidate);
                }
            }
        }
    }

    fn rung(&self, first: usize, third: usize, side: usize) -> Option<Rung> {
        let rung = &self.sides[side];
        let ends = [&self.sides[first].line, &self.sides[third].line];
        let is_steep = |end: &&Line| geometry::cross(end.normal, rung.line.normal).abs() > MIN_NEIGHBOUR_SINE;
        if side == third || !ends.iter().all(is_steep) {
            return None;
        }
        let corners = [ends[0].meet(&rung.line)?, ends[1].meet(&rung.line)?];
        let margin = MARGIN * self.frame.longest_edge();
        if !corners.iter().all(|&corner| self.frame.holds(corner, margin)) {
            return None;
        }
        (rung.support(corners[0], corners[1]) > MIN_SIDE_SUPPORT).then_some(Rung { side, corners })
    }

    fn candidate(&self, ends: [usize; 2], rungs: [&Rung; 2]) -> Option<Candidate> {
        let [second, fourth] = rungs;
        let quad = [second.corners[0], second.corners[1], fourth.corners[1], fourth.corners[0]];
        let (quad, sides) = if geometry::area(&quad) > 0.0 {
            (quad, [second.side, ends[1], fourth.side, ends[0]])
        } else {
            let [a, b, c, d] = quad;
            ([d, c, b, a], [fourth.side, ends[1], second.side, ends[0]])
        };
        if geometry::area(&quad) < MIN_AREA * self.frame.area() || geometry::sharpest_turn(&quad) < MIN_NEIGHBOUR_SINE {
            return None;
        }
        let mut is_border = sides.map(|side| self.sides[side].traced.is_none());
        if is_border.iter().filter(|&&is_border| is_border).count() > 1 {
            return None;
        }
        let score = self.score(&quad, &sides)?;
        let (mut quad, first) = (quad, geometry::top_left(&quad));
        quad.rotate_left(first);
        is_border.rotate_left(first);
        Some(Candidate { quad, score, is_border })
    }

    fn score(&self, quad: &Quad, sides: &[usize; 4]) -> Option<f32> {
        let (mut score, mut perimeter) = (0.0, 0.0);
        for (at, &side) in sides.iter().enumerate() {
            let (from, to) = (quad[at], quad[(at + 1) % 4]);
            let support = self.sides[side].support(from, to);
            if support < MIN_SIDE_SUPPORT {
                return None;
            }
            let length = geometry::distance(from, to);
            score += length * (support - NEUTRAL_SUPPORT - self.sides[side].beyond(from, to));
            perimeter += length;
        }
        (score > (MIN_SUPPORT - NEUTRAL_SUPPORT) * perimeter).then_some(score)
    }

    /// Puts a candidate in its place, unless a better one is nearly the same.
    fn keep(&mut self, candidate: Candidate) {
        if self.best.len() == MAX_CANDIDATES && self.best.last().is_some_and(|last| last.score >= candidate.score) {
            return;
        }
        let is_same = |other: &Candidate| {
            (0..4).all(|corner| geometry::distance(candidate.quad[corner], other.quad[corner]) < SAME_CORNER)
        };
        if let Some(same) = self.best.iter().position(is_same) {
            if self.best[same].score >= candidate.score {
                return;
            }
            self.best.remove(same);
        }
        let place = self.best.partition_point(|other| other.score >= candidate.score);
        self.best.insert(place, candidate);
        self.best.truncate(MAX_CANDIDATES);
    }
}
