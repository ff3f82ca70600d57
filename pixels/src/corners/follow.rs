//! Following a document from one image of a video to the next, which takes a small part of the time that finding it does.

use super::edges::Maps;
use super::geometry::{self, Corners, ImageExtent, Line, dot, whole};
use super::measure::traced;
use super::quads::QuadCandidate;

/// How far a side may have moved to either side, in pixels of the image in half its size: a hand that moves a document
/// by a tenth of the image's width in a second moves it by 2 in a fifteenth of it.
const REACH: usize = 6;
const SHIFTS: usize = 2 * REACH + 1;

/// How much nearer or farther the document may be, in pixels by which every side moves inward or outward.
const ZOOM: usize = 2;

/// What a pixel of movement takes from the support of four sides: of two edges side by side the one nearer to where the
/// document was is its boundary.
const MOVE_PENALTY: f32 = 0.02;

/// The candidate that `before`, the corners in half the size, has become. Nothing where there is too little edge.
pub fn followed(maps: &Maps, frame: &ImageExtent, before: &Corners) -> Option<QuadCandidate> {
    let sides: [Line; 4] = core::array::from_fn(|at| Line::through(before[at], before[(at + 1) % 4]));
    let supports: [[f32; SHIFTS]; 4] = core::array::from_fn(|at| {
        let range = extent(&sides[at], before[at], before[(at + 1) % 4]);
        core::array::from_fn(|shift| {
            let line = Line { offset: sides[at].offset + signed(shift, REACH), ..sides[at] };
            traced(&maps.fine, &line, range.clone().step_by(2)).0
        })
    });
    let shifts = best_shifts(&sides, &supports);
    let moved: [Line; 4] = core::array::from_fn(|at| Line { offset: sides[at].offset + shifts[at], ..sides[at] });
    QuadCandidate::of_sides(maps, frame, &moved)
}

/// By how much each side has moved, as the document as a whole may move: to the side, up or down, nearer or farther.
fn best_shifts(sides: &[Line; 4], supports: &[[f32; SHIFTS]; 4]) -> [f32; 4] {
    let mut best = (f32::MIN, [0.0; 4]);
    for step in 0..SHIFTS * SHIFTS * (2 * ZOOM + 1) {
        let by = [signed(step % SHIFTS, REACH), signed(step / SHIFTS % SHIFTS, REACH)];
        let zoom = signed(step / (SHIFTS * SHIFTS), ZOOM);
        let shifts = sides.map(|side| dot(side.normal, by) + zoom);
        let support = |at: usize| {
            let cell = shifts[at] + REACH as f32 + 0.5;
            if cell < 0.0 { 0.0 } else { supports[at].get(whole(cell)).copied().unwrap_or(0.0) }
        };
        let total = (0..4).map(support).sum::<f32>() - MOVE_PENALTY * (geometry::length(by) + zoom.abs());
        if total > best.0 {
            best = (total, shifts);
        }
    }
    best.1
}

/// -`reach`, and so on up to `reach`.
fn signed(step: usize, reach: usize) -> f32 {
    step as f32 - reach as f32
}

fn extent(line: &Line, from: geometry::Position, to: geometry::Position) -> core::ops::Range<usize> {
    let axis = if line.is_flat() { 0 } else { 1 };
    whole(from[axis].min(to[axis]))..whole(from[axis].max(to[axis]))
}
