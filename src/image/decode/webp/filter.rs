//! The loop filter (RFC 6386, clause 15): smooths the edges of macroblocks and of the blocks in them.

use super::plane::{Vp8Plane, clamped};

/// How strongly a segment is filtered; 0 or less for not at all.
#[derive(Clone, Copy)]
pub struct Level {
    /// Of macroblocks that are predicted as a whole.
    pub whole: i32,
    /// Of macroblocks whose blocks have their own modes.
    pub blocks: i32,
    pub sharpness: i32,
}

/// What is done at the edges of one macroblock.
#[derive(Clone, Copy)]
pub struct Edges {
    level: i32,
    /// The greatest difference between neighbours that is no edge of the image.
    interior: i32,
    /// Whether the edges between its blocks are filtered as well.
    has_inner: bool,
}

impl Level {
    pub const OFF: Self = Self { whole: 0, blocks: 0, sharpness: 0 };

    /// What is done at the edges of a macroblock.
    pub fn edges(self, has_blocks: bool, has_residual: bool) -> Edges {
        let level = if has_blocks { self.blocks } else { self.whole }.clamp(0, 63);
        let shift = match self.sharpness {
            0 => 0,
            1..=4 => 1,
            _ => 2,
        };
        let most = if self.sharpness > 0 { 9 - self.sharpness } else { level };
        Edges { level, interior: (level >> shift).min(most).max(1), has_inner: has_blocks || has_residual }
    }
}

/// One kind of filtering: limits, and whether it reaches over the edge of a macroblock.
struct Filter {
    is_simple: bool,
    is_outer: bool,
    /// The greatest difference over the edge.
    edge: i32,
    interior: i32,
    /// Above it, a neighbouring difference is left as it is.
    variance: i32,
}

/// Filters a frame. Macroblocks come in `edges` row by row.
pub fn apply(planes: &mut [Vp8Plane; 3], edges: &[Edges], (width, is_simple): (usize, bool)) {
    for (nth, edges) in edges.iter().enumerate().filter(|(_, edges)| edges.level > 0) {
        let at = (nth % width, nth / width);
        let [luma, u, v] = planes;
        edges.filter(luma, at, 16, is_simple);
        if !is_simple {
            edges.filter(u, at, 8, false);
            edges.filter(v, at, 8, false);
        }
    }
}

impl Edges {
    /// Filters one macroblock in one plane: its left edge, the upright ones in it, its upper edge, the level ones in it.
    fn filter(&self, plane: &mut Vp8Plane, (x, y): (usize, usize), side: usize, is_simple: bool) {
        let (place, stride) = (plane.place((x * side, y * side)), plane.stride);
        for (is_inside, across, along) in [(x > 0, 1, stride), (y > 0, stride, 1)] {
            if is_inside {
                self.along(true, is_simple).edge(&mut plane.samples, place, (across, along), side);
            }
            for inner in (4..side).step_by(4).take_while(|_| self.has_inner) {
                self.along(false, is_simple).edge(&mut plane.samples, place + inner * across, (across, along), side);
            }
        }
    }

    const fn along(&self, is_outer: bool, is_simple: bool) -> Filter {
        let edge = 2 * (self.level + if is_outer { 2 } else { 0 }) + self.interior;
        let variance = match self.level {
            ..=14 => 0,
            15..=39 => 1,
            _ => 2,
        };
        Filter { is_simple, is_outer, edge, interior: self.interior, variance }
    }
}

impl Filter {
    /// Filters `count` places of an edge, `along` it from `place` on; the samples of each lie `across` it.
    fn edge(&self, samples: &mut [u8], place: usize, (across, along): (usize, usize), count: usize) {
        for nth in 0..count {
            let start = place + nth * along - 4 * across;
            self.place(&mut samples[start..=start + 7 * across], across);
        }
    }

    /// Filters one place: four samples before the edge and four behind it.
    fn place(&self, samples: &mut [u8], step: usize) {
        let (p1, p0) = (sample(samples, 2 * step), sample(samples, 3 * step));
        let (q0, q1) = (sample(samples, 4 * step), sample(samples, 5 * step));
        if 2 * (p0 - q0).abs() + (p1 - q1).abs() / 2 > self.edge {
            return;
        }
        let mut is_varied = true;
        if !self.is_simple {
            let (p3, p2) = (sample(samples, 0), sample(samples, step));
            let (q2, q3) = (sample(samples, 6 * step), sample(samples, 7 * step));
            let before = (p3 - p2).abs().max((p2 - p1).abs()).max((p1 - p0).abs());
            let behind = (q1 - q0).abs().max((q2 - q1).abs()).max((q3 - q2).abs());
            if before.max(behind) > self.interior {
                return;
            }
            is_varied = (p1 - p0).abs().max((q1 - q0).abs()) > self.variance;
            if self.is_outer && !is_varied {
                let width = signed(signed(p1 - q1) + 3 * (q0 - p0));
                change(samples, (3 * step, 4 * step), (27 * width + 63) >> 7);
                change(samples, (2 * step, 5 * step), (18 * width + 63) >> 7);
                change(samples, (step, 6 * step), (9 * width + 63) >> 7);
                return;
            }
        }
        let outer = if self.is_outer || is_varied { signed(p1 - q1) } else { 0 };
        let difference = signed(outer + 3 * (q0 - p0));
        let behind = signed(difference + 4) >> 3;
        samples[3 * step] = clamped(p0 + (signed(difference + 3) >> 3));
        samples[4 * step] = clamped(q0 - behind);
        if !is_varied {
            change(samples, (2 * step, 5 * step), (behind + 1) >> 1);
        }
    }
}

#[inline(always)]
fn sample(samples: &[u8], at: usize) -> i32 {
    i32::from(samples[at])
}

/// Adds to the sample before the edge, and takes away from the one behind it.
fn change(samples: &mut [u8], (before, behind): (usize, usize), by: i32) {
    let by = signed(by);
    samples[before] = clamped(sample(samples, before) + by);
    samples[behind] = clamped(sample(samples, behind) - by);
}

/// Within the range of a signed byte.
#[inline(always)]
fn signed(value: i32) -> i32 {
    value.clamp(-128, 127)
}
