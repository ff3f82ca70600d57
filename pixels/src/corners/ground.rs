//! A document that lies on a pattern, and a straight edge of its print that was taken for a side: the head of a card, mostly.
//!
//! Beside a side of the document the pattern goes on; beside an edge of its print it does not. The side then lies farther out,
//! where the pattern begins.

use super::edges::{EdgeMap, Maps};
use super::geometry::{self, Corners, ImageExtent, Line, Position, whole};
use super::measure::{CORNER_PART, MeasuredQuad, Spread, measured, range_of, support_of};
use super::quads::QuadCandidate;

/// The least unrest along the opposite side: that of a pattern of 12 levels. What lies there else has less.
const MIN_PATTERN: f32 = 0.3;

/// Beside an edge of print there is at most this part of the pattern's unrest, and from the side on at least that part.
const CALM: f32 = 0.6;
const PATTERN: f32 = 0.7;

/// The distance from the edge at which the pattern is looked for first, and the farthest, as a part of the root of the area.
const NEAREST: usize = 2;
const FARTHEST: f32 = 0.25;

/// The least mean weight of the edge along the side, and where one of its neighbours goes on up to it.
const MIN_SUPPORT: f32 = 0.15;

/// The corners of cards are rounded: neighbours are followed over this part of their way.
const STRAIGHT_PART: f32 = 0.6;

/// The number of places along a side at which colors are read.
const PLACES: usize = 48;

/// The document of which this is all but a strip at one side.
#[cold]
pub fn extended(maps: &Maps, frame: &ImageExtent, found: &MeasuredQuad) -> Option<MeasuredQuad> {
    if found.is_border.contains(&true) {
        return None;
    }
    (0..4).find_map(|side| {
        let mut sides = core::array::from_fn(|at| Line::through(found.quad[at], found.quad[(at + 1) % 4]));
        sides[side] = outer_side(&maps.fine, &found.quad, &sides, side)?;
        let candidate = QuadCandidate::of_sides(maps, frame, &sides)?;
        measured(maps, frame, &candidate, candidate.score)
    })
}

/// Where a side lies at which the pattern of the opposite one begins farther out.
#[cold]
fn outer_side(map: &EdgeMap, quad: &Corners, sides: &[Line; 4], side: usize) -> Option<Line> {
    let unrest = |side: usize, away: usize| {
        let (from, to) = ends(sides, side, away as f32)?;
        unrest(map, from, to)
    };
    let pattern = unrest((side + 2) % 4, NEAREST)?;
    if pattern < MIN_PATTERN || unrest(side, NEAREST)? > CALM * pattern {
        return None;
    }
    let farthest = whole(FARTHEST * geometry::area(quad).max(0.0).sqrt());
    let begin =
        (NEAREST + 1..farthest).find(|&away| unrest(side, away).is_some_and(|here| here > PATTERN * pattern))?;
    let (mut support, mut away) = (0.0, begin);
    for place in begin.saturating_sub(3)..=begin + 1 {
        let (from, to) = ends(sides, side, place as f32)?;
        let line = outward(&sides[side], place as f32);
        let here = support_of(map, &line, range_of(&line, from, to));
        if here > support {
            (support, away) = (here, place);
        }
    }
    let (from, to) = ends(sides, side, away as f32)?;
    let goes_on = |neighbour: usize, inner: Position, outer: Position| {
        let end: Position = core::array::from_fn(|axis| inner[axis] + STRAIGHT_PART * (outer[axis] - inner[axis]));
        let line = &sides[neighbour];
        let axis = if line.is_flat() { 0 } else { 1 };
        let (first, last) = (f32::min(inner[axis], end[axis]), f32::max(inner[axis], end[axis]));
        support_of(map, line, whole(first)..whole(last) + 1) > MIN_SUPPORT
    };
    let neighbours = [(3, quad[side], from), (1, quad[(side + 1) % 4], to)];
    let is_side = support > MIN_SUPPORT
        && neighbours.into_iter().any(|(turn, inner, outer)| goes_on((side + turn) % 4, inner, outer));
    is_side.then(|| outward(&sides[side], away as f32))
}

fn outward(line: &Line, away: f32) -> Line {
    Line { offset: line.offset - away, ..*line }
}

/// Where a side that is moved outward meets its neighbours.
#[cold]
fn ends(sides: &[Line; 4], side: usize, away: f32) -> Option<(Position, Position)> {
    let line = outward(&sides[side], away);
    Some((line.meet(&sides[(side + 3) % 4])?, line.meet(&sides[(side + 1) % 4])?))
}

/// How much the colors change between two points. `None` where most of the way is out of sight.
#[cold]
fn unrest(map: &EdgeMap, from: Position, to: Position) -> Option<f32> {
    let mut spread = Spread::default();
    for place in 0..PLACES {
        let share = CORNER_PART + (1.0 - 2.0 * CORNER_PART) * place as f32 / (PLACES - 1) as f32;
        let at = core::array::from_fn(|axis| from[axis] + share * (to[axis] - from[axis]));
        if let Some(colour) = map.colour(at) {
            spread.add(colour);
        }
    }
    (spread.count > PLACES as f32 / 2.0).then(|| spread.unrest())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corners::image::PlanarImage;
    use crate::corners::planes::ReducedPlanes;

    const WIDTH: usize = 320;
    const HEIGHT: usize = 180;

    /// A card with a dark head, in pixels of the image in half its size.
    const CARD: Corners = [[30.0, 20.0], [130.0, 20.0], [130.0, 75.0], [30.0, 75.0]];
    const HEAD: f32 = 9.0;

    /// What is found for a card, of which `cut` pixels at the top were left out, on checks of so many levels.
    fn found(levels: f32, cut: f32) -> Option<Corners> {
        let luma: Vec<u8> = (0..WIDTH * HEIGHT)
            .map(|at| {
                let [x, y] = [at % WIDTH, at / WIDTH].map(|part| (part as f32 - 0.5) / 2.0);
                let is_card = x > CARD[0][0] && x < CARD[2][0] && y > CARD[0][1] && y < CARD[2][1];
                let checks = [x, y].map(|along| f32::from(u8::from((along + 0.03 * x).rem_euclid(12.0) < 6.0)));
                let level = match (is_card, y < CARD[0][1] + HEAD) {
                    (true, true) => 60.0,
                    (true, false) => 200.0,
                    (false, _) => 110.0 + levels * (checks[0] + checks[1]) / 2.0,
                };
                u8::try_from(whole(level)).unwrap()
            })
            .collect();
        let gray = vec![128; WIDTH * HEIGHT];
        let image = PlanarImage { width: WIDTH, height: HEIGHT, luma: &luma, cb: &gray, cr: &gray };
        let half = ReducedPlanes::half(&image);
        let frame = ImageExtent::new(half.width, half.height);
        let maps = Maps { coarse: EdgeMap::new(half.halved()), fine: EdgeMap::new(half) };
        let [left_top, right_top, right_bottom, left_bottom] = CARD;
        let quad = [[left_top[0], left_top[1] + cut], [right_top[0], right_top[1] + cut], right_bottom, left_bottom];
        let sides = core::array::from_fn(|at| Line::through(quad[at], quad[(at + 1) % 4]));
        let candidate = QuadCandidate::of_sides(&maps, &frame, &sides).unwrap();
        let measured = measured(&maps, &frame, &candidate, candidate.score).unwrap();
        extended(&maps, &frame, &measured).map(|found| found.quad)
    }

    #[test]
    fn the_head_of_a_card_on_a_pattern_belongs_to_it() {
        for levels in [40.0, 60.0, 80.0] {
            let quad = found(levels, HEAD).unwrap();
            for (corner, truth) in quad.iter().zip(&CARD) {
                // Two hundredths of the longest side.
                assert!(geometry::distance(*corner, *truth) < 2.0, "{levels} levels: {corner:?} for {truth:?}");
            }
        }
    }

    #[test]
    fn a_whole_card_on_a_pattern_stays_as_it_is() {
        for levels in [40.0, 60.0, 80.0] {
            assert_eq!(found(levels, 0.0), None, "{levels} levels");
        }
    }

    #[test]
    fn a_plain_ground_tells_nothing() {
        assert_eq!(found(0.0, HEAD), None);
    }
}
