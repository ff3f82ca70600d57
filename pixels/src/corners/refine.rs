//! Refinement: the sides of a quad are moved to the strongest edge in the full image.

use super::geometry::{self, Corners, Line, Position};
use super::image::PlanarImage;

/// How far each end of a side may move to either side, in pixels.
const REACH: usize = 3;
const SHIFTS: usize = 2 * REACH + 1;

/// The places along a side at which the difference across it is measured.
const PLACES: usize = 60;
/// The places in a part of a side. Within a part differences of opposite signs cancel out.
const PART: usize = 10;

/// The part of a side next to each corner at which nothing is measured: corners are round or hidden.
const CORNER_PART: f32 = 0.08;

/// The part of an edge's strength that is subtracted for each pixel by which the farther end moves.
const MOVE_PENALTY: f32 = 0.02;

/// The quad with every side refined, except those that are the border of the image.
pub fn refined(image: &PlanarImage<'_>, quad: &Corners, is_border: [bool; 4]) -> Option<Corners> {
    let sides = core::array::from_fn(|at| {
        let (from, to) = (quad[at], quad[(at + 1) % 4]);
        if is_border[at] { Line::through(from, to) } else { side(image, from, to) }
    });
    geometry::corners(&sides)
}

fn side(image: &PlanarImage<'_>, from: Position, to: Position) -> Line {
    let line = Line::through(from, to);
    let steps = steps(image, &line, from, to);
    let mut best = (f32::MIN, [0.0; 2]);
    let strength = |a: usize, b: usize| {
        let away = a.abs_diff(REACH).max(b.abs_diff(REACH)) as f32;
        strength(&steps, a, b) * (1.0 - MOVE_PENALTY * away)
    };
    for a in 0..SHIFTS {
        for b in 0..SHIFTS {
            let here = strength(a, b);
            if here > best.0 {
                let shift_a = a as f32
                    + peak(here, (a > 0).then(|| strength(a - 1, b)), (a + 1 < SHIFTS).then(|| strength(a + 1, b)));
                let shift_b = b as f32
                    + peak(here, (b > 0).then(|| strength(a, b - 1)), (b + 1 < SHIFTS).then(|| strength(a, b + 1)));
                best = (here, [shift_a, shift_b]);
            }
        }
    }
    let moved = |at: Position, shift: f32| {
        let shift = shift - REACH as f32;
        [at[0] + shift * line.normal[0], at[1] + shift * line.normal[1]]
    };
    Line::through(moved(from, best.1[0]), moved(to, best.1[1]))
}

/// The distance from the middle one of three neighbours to the peak of the parabola through them.
fn peak(here: f32, before: Option<f32>, after: Option<f32>) -> f32 {
    let (Some(before), Some(after)) = (before, after) else { return 0.0 };
    let bend = before - 2.0 * here + after;
    if bend < 0.0 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 }
}

type StepsAcross = [[[i16; 3]; SHIFTS]; PLACES];

/// The differences across the line, at each place along it and for each shift.
fn steps(image: &PlanarImage<'_>, line: &Line, from: Position, to: Position) -> StepsAcross {
    let mut steps = [[[0; 3]; SHIFTS]; PLACES];
    for (place, steps) in steps.iter_mut().enumerate() {
        let share = CORNER_PART + (1.0 - 2.0 * CORNER_PART) * place as f32 / (PLACES - 1) as f32;
        let at = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
        let colours: [Option<[i16; 3]>; SHIFTS + 2] = core::array::from_fn(|shift| {
            let away = shift as f32 - (REACH + 1) as f32;
            colour(image, [at[0] + away * line.normal[0], at[1] + away * line.normal[1]])
        });
        for (shift, step) in steps.iter_mut().enumerate() {
            if let (Some(before), Some(after)) = (colours[shift], colours[shift + 2]) {
                *step = core::array::from_fn(|plane| after[plane] - before[plane]);
            }
        }
    }
    steps
}

fn colour(image: &PlanarImage<'_>, [x, y]: Position) -> Option<[i16; 3]> {
    let (x, y) = ((x + 0.5).floor(), (y + 0.5).floor());
    (x >= 0.0 && y >= 0.0 && x < image.width as f32 && y < image.height as f32).then(|| {
        let at = geometry::whole(y) * image.width + geometry::whole(x);
        [image.luma, image.cb, image.cr].map(|plane| i16::from(plane[at]))
    })
}

/// The strength of the edge along the line whose ends are shifted by `a` and `b`.
fn strength(steps: &StepsAcross, a: usize, b: usize) -> f32 {
    let mut strength = 0.0;
    for (part, places) in steps.chunks(PART).enumerate() {
        let mut sum = [0; 3];
        for (place, shifts) in places.iter().enumerate() {
            let place = part * PART + place;
            let shift = (a * (PLACES - 1 - place) + b * place + PLACES / 2) / (PLACES - 1);
            for (sum, step) in sum.iter_mut().zip(shifts[shift]) {
                *sum += i32::from(step);
            }
        }
        strength += sum.map(|sum| (sum * sum) as f32).iter().sum::<f32>().sqrt();
    }
    strength
}
