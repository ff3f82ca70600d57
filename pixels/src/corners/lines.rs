//! Straight lines through many edge points, by a Hough transform. A point votes only near its own direction.

use super::edges::{EdgeMap, Edgel, Maps};
use super::geometry::{Line, Position, dot, length, sub, whole};
use super::walk::LineWalk;
use core::f32::consts::PI;
use core::ops::Range;

/// The most lines taken from the image in half its size. On a patterned background the four sides of a small document
/// are not among the strongest.
const MAX_LINES: usize = 48;
/// The most lines taken from the image in a quarter of its size.
const MAX_COARSE_LINES: usize = 32;

/// The number of directions in half a turn: one every 1.4 degrees.
const DIRECTIONS: usize = 128;

/// Cosine and sine of the angle from one direction to the next.
const STEP: [f32; 2] = [0.999_698_8, 0.024_541_229];

/// Each edge point votes for so many directions on both sides of its own: the direction of a weak edge is uncertain
/// by about 4 degrees.
const SPREAD: usize = 2;

/// The least votes of a line, as a part of the longest edge of the image. Fewer are chance.
const MIN_VOTES_BY_EDGE: f32 = 0.018;

/// A straight line of the image, and where on it there are edges.
#[derive(Debug)]
pub struct TracedLine {
    pub line: Line,
    /// For each whole coordinate of the main axis, the sum of the weights of the edge points before it. The mean of any
    /// part then takes two look-ups.
    sums: Vec<f32>,
}

impl TracedLine {
    pub fn new(Maps { fine, coarse }: &Maps, line: Line) -> Self {
        let (fine, coarse) = (LineWalk::new(fine, &line), LineWalk::new(coarse, &line.halved()));
        let mut sums = Vec::with_capacity(fine.len() + 1);
        let (mut sum, mut coarse_weight) = (0.0, 0.0);
        sums.push(sum);
        for at in 0..fine.len() {
            if at % 2 == 0 {
                coarse_weight = coarse.weight(at / 2);
            }
            sum += fine.weight(at).max(coarse_weight);
            sums.push(sum);
        }
        Self { line, sums }
    }

    /// The coordinate of a point along the line's main axis.
    #[inline(always)]
    pub fn along(&self, point: Position) -> f32 {
        if self.line.is_flat() { point[0] } else { point[1] }
    }

    /// The mean weight of the edge between two coordinates of the main axis: 0 where there is no edge, near 1 where it
    /// is strong all along. What lies outside the image does not count.
    pub fn support(&self, from: f32, to: f32) -> f32 {
        let last = self.sums.len() - 1;
        let clamp = |at: f32| whole(at + 0.5);
        let (from, to) = (clamp(from.min(to)).min(last), clamp(from.max(to)).min(last));
        (self.sums[to] - self.sums[from]) / (to - from).max(1) as f32
    }
}

/// The strongest lines of the image in half its size, and in a quarter. In a quarter, the end of a pattern is an edge,
/// and noise hides weak edges less.
pub fn find(maps: &Maps) -> Vec<TracedLine> {
    let mut lines = strongest(&maps.fine, MAX_LINES);
    lines.extend(strongest(&maps.coarse, MAX_COARSE_LINES).iter().map(Line::doubled));
    lines.into_iter().map(|line| TracedLine::new(maps, line)).collect()
}

fn strongest(map: &EdgeMap, most: usize) -> Vec<Line> {
    let mut votes = Votes::new(map);
    let mut is_used = vec![false; map.edgels.len()];
    map.edgels.iter().for_each(|edgel| votes.add(edgel, 1.0));
    let min_votes = MIN_VOTES_BY_EDGE * map.width.max(map.height) as f32;
    let mut lines = Vec::with_capacity(most);
    while lines.len() < most {
        let Some(rough) = votes.peak(min_votes) else { break };
        let line = fitted(map, rough, 0..usize::MAX, &[2.0]);
        take_edgels(map, &line, &mut votes, &mut is_used);
        votes.clear_peak();
        lines.push(line);
    }
    lines
}

/// Fits the line to the edge points near it, within a range of its main axis, once for each reach in pixels.
pub fn fitted(map: &EdgeMap, mut line: Line, range: Range<usize>, reaches: &[f32]) -> Line {
    for reach in reaches {
        let mut moments = Moments::default();
        let walk = LineWalk::new(map, &line);
        for at in range.start..range.end.min(walk.len()) {
            if let Some(edgel) = walk.at(at) {
                let miss = line.distance(edgel.at) / reach;
                moments.add(edgel.at, edgel.weight * (1.0 - miss * miss).max(0.0));
            }
        }
        line = moments.line(&line).unwrap_or(line);
    }
    line
}

/// Takes back the votes of the edge points of a line.
fn take_edgels(map: &EdgeMap, line: &Line, votes: &mut Votes, is_used: &mut [bool]) {
    let walk = LineWalk::new(map, line);
    for at in 0..walk.len() {
        while let Some(index) = walk.index_at(at).filter(|&index| !is_used[index]) {
            is_used[index] = true;
            votes.add(&map.edgels[index], -1.0);
        }
    }
}

/// Weighted sums over points, for the line that fits them best.
#[derive(Debug, Default)]
struct Moments {
    weight: f32,
    sum: Position,
    squares: Position,
    product: f32,
}

impl Moments {
    fn add(&mut self, [x, y]: Position, weight: f32) {
        self.weight += weight;
        self.sum = [self.sum[0] + weight * x, self.sum[1] + weight * y];
        self.squares = [self.squares[0] + weight * x * x, self.squares[1] + weight * y * y];
        self.product += weight * x * y;
    }

    /// The line of least squared distances, its normal on the side of `like`'s; nothing from too few points.
    fn line(&self, like: &Line) -> Option<Line> {
        if self.weight < 2.0 {
            return None;
        }
        let centre = self.sum.map(|sum| sum / self.weight);
        let xx = self.squares[0] - self.weight * centre[0] * centre[0];
        let yy = self.squares[1] - self.weight * centre[1] * centre[1];
        let xy = self.product - self.weight * centre[0] * centre[1];
        let [cosine, sine] = half_turn([xx - yy, 2.0 * xy]);
        let normal = [-sine, cosine];
        let normal = if dot(normal, like.normal) < 0.0 { normal.map(|part| -part) } else { normal };
        Some(Line { normal, offset: dot(normal, centre) })
    }
}

/// Cosine and sine of half the angle at which a vector points, without the 2 KB of trigonometry: whichever is larger
/// is taken from the cosine of the angle.
fn half_turn([x, y]: [f32; 2]) -> [f32; 2] {
    let length = x.hypot(y);
    let (whole_cosine, whole_sine) = if length > 0.0 { (x / length, y / length) } else { (1.0, 0.0) };
    let larger = ((1.0 + whole_cosine.abs()) / 2.0).sqrt();
    if whole_cosine >= 0.0 {
        [larger, whole_sine / (2.0 * larger)]
    } else {
        [whole_sine.abs() / (2.0 * larger), larger.copysign(whole_sine)]
    }
}

/// The accumulator: directions by offsets.
struct Votes {
    centre: Position,
    offsets: usize,
    cells: Vec<f32>,
    normals: Vec<Position>,
    /// The most votes in each direction, or none where its votes have changed.
    peaks: Vec<Option<f32>>,
    best: usize,
}

impl Votes {
    fn new(map: &EdgeMap) -> Self {
        let centre = [map.width as f32 / 2.0, map.height as f32 / 2.0];
        let offsets = 2 * (whole(length(centre)) + 2);
        // Each direction is the one before, turned by a step: rounding adds up to less than 1e-5.
        let turned =
            |[cosine, sine]: &Position| Some([cosine * STEP[0] - sine * STEP[1], cosine * STEP[1] + sine * STEP[0]]);
        let normals = core::iter::successors(Some([1.0, 0.0]), turned);
        Self {
            centre,
            offsets,
            cells: vec![0.0; DIRECTIONS * offsets],
            normals: normals.take(DIRECTIONS).collect(),
            peaks: vec![None; DIRECTIONS],
            best: 0,
        }
    }

    /// Adds the votes of an edge point, or takes them back.
    fn add(&mut self, edgel: &Edgel, sign: f32) {
        let at = sub(edgel.at, self.centre);
        let direction = whole(angle(edgel.normal) * (DIRECTIONS as f32 / PI) + 0.5);
        for spread in 0..=2 * SPREAD {
            let direction = (direction + DIRECTIONS + spread - SPREAD) % DIRECTIONS;
            let share = 1.0 - spread.abs_diff(SPREAD) as f32 / (SPREAD + 1) as f32;
            let offset = dot(self.normals[direction], at) + (self.offsets / 2) as f32;
            let cell = direction * self.offsets + whole(offset);
            let part = offset - whole(offset) as f32;
            self.cells[cell] += sign * share * edgel.weight * (1.0 - part);
            self.cells[cell + 1] += sign * share * edgel.weight * part;
            self.peaks[direction] = None;
        }
    }

    /// The line with the most votes, if they are enough.
    fn peak(&mut self, min_votes: f32) -> Option<Line> {
        let mut best = (min_votes, None);
        for direction in 0..DIRECTIONS {
            let votes = self.peaks[direction].unwrap_or_else(|| most(self.row(direction)));
            self.peaks[direction] = Some(votes);
            if votes > best.0 {
                best = (votes, Some(direction));
            }
        }
        let direction = best.1?;
        let offset = 1 + self.row(direction).windows(3).position(|near| around(near) >= best.0)?;
        self.best = direction * self.offsets + offset;
        let normal = self.normals[direction];
        Some(Line { normal, offset: offset as f32 - (self.offsets / 2) as f32 + dot(normal, self.centre) })
    }

    fn row(&self, direction: usize) -> &[f32] {
        &self.cells[direction * self.offsets..][..self.offsets]
    }

    /// Empties the cells of the latest peak, so that it is not found again.
    fn clear_peak(&mut self) {
        self.cells[self.best - 1..=self.best + 1].fill(0.0);
        self.peaks[self.best / self.offsets] = None;
    }
}

/// The votes of a cell and half of those beside it.
fn around(near: &[f32]) -> f32 {
    0.5 * near[0] + near[1] + 0.5 * near[2]
}

/// The most votes around any cell of a row, in lanes that the compiler can put into vectors.
fn most(row: &[f32]) -> f32 {
    const LANES: usize = 8;
    let mut lanes = [0.0_f32; LANES];
    let mut at = 0;
    while at + LANES + 2 <= row.len() {
        let near = &row[at..at + LANES + 2];
        for (lane, most) in lanes.iter_mut().enumerate() {
            let votes = 0.5 * near[lane] + near[lane + 1] + 0.5 * near[lane + 2];
            *most = if votes > *most { votes } else { *most };
        }
        at += LANES;
    }
    let rest = row[at..].windows(3).map(around);
    lanes.into_iter().chain(rest).fold(0.0, f32::max)
}

/// The angle of a direction regardless of its sign, 0 to pi. Off by at most 0.004 radians: a sixth of a cell.
fn angle([x, y]: Position) -> f32 {
    let (x, y) = if y < 0.0 { (-x, -y) } else { (x, y) };
    let octant = |small: f32, large: f32| {
        let ratio = small / large.max(f32::MIN_POSITIVE);
        ratio * (PI / 4.0 + 0.273 * (1.0 - ratio))
    };
    let first = if x.abs() >= y { octant(y, x.abs()) } else { PI / 2.0 - octant(x.abs(), y) };
    if x < 0.0 { PI - first } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corners::image::PlanarImage;
    use crate::corners::planes::ReducedPlanes;

    const WIDTH: usize = 120;
    const HEIGHT: usize = 90;

    /// A step of 40 levels where `x + y / 8 = 50.25`, smooth over a pixel as a lens makes it.
    fn slanted() -> Vec<u8> {
        let level = |at: usize| {
            let (x, y) = ((at % WIDTH) as f32, (at / WIDTH) as f32);
            100.0 + 40.0 * (x + y / 8.0 - 50.25 + 0.5).clamp(0.0, 1.0)
        };
        (0..WIDTH * HEIGHT).map(|at| u8::try_from(whole(level(at).round())).unwrap()).collect()
    }

    /// The maps of an image of twice the width and height, each sample four times.
    fn maps(planes: [&[u8]; 3]) -> Maps {
        let doubled = |plane: &[u8]| -> Vec<u8> {
            let at = |pixel: usize| plane[pixel / (2 * WIDTH) / 2 * WIDTH + pixel % (2 * WIDTH) / 2];
            (0..4 * WIDTH * HEIGHT).map(at).collect()
        };
        let [luma, cb, cr] = planes.map(doubled);
        let half =
            ReducedPlanes::half(&PlanarImage { width: 2 * WIDTH, height: 2 * HEIGHT, luma: &luma, cb: &cb, cr: &cr });
        Maps { coarse: EdgeMap::new(half.halved()), fine: EdgeMap::new(half) }
    }

    #[test]
    fn half_an_angle_needs_no_trigonometry() {
        for degrees in -179..180_i16 {
            let angle = f32::from(degrees).to_radians();
            let [cosine, sine] = half_turn([3.0 * angle.cos(), 3.0 * angle.sin()]);
            // Rounding of 32-bit floating point.
            assert!((cosine - (angle / 2.0).cos()).abs() < 1e-6, "{degrees}");
            assert!((sine - (angle / 2.0).sin()).abs() < 1e-6, "{degrees}");
        }
        assert_eq!(half_turn([0.0, 0.0]), [1.0, 0.0]);
    }

    #[test]
    fn a_step_is_the_angle_between_directions() {
        let (sine, cosine) = (PI / DIRECTIONS as f32).sin_cos();
        assert!((STEP[0] - cosine).abs() < 1e-7 && (STEP[1] - sine).abs() < 1e-7);
    }

    #[test]
    fn finds_a_slanted_edge_to_a_part_of_a_pixel() {
        let (luma, gray) = (slanted(), vec![128; WIDTH * HEIGHT]);
        let lines = find(&maps([&luma, &gray, &gray]));
        let line = lines.first().unwrap().line;
        for y in [10.0, 45.0, 80.0] {
            let truth = 50.25 - y / 8.0;
            // A quarter of a pixel: the levels are whole numbers.
            assert!((line.across(y) - truth).abs() < 0.25, "{} for {truth}", line.across(y));
        }
        assert!(lines[0].support(5.0, 85.0) > 0.5);
    }

    #[test]
    fn finds_colours_of_one_brightness() {
        let (gray, cb) = (vec![128; WIDTH * HEIGHT], slanted());
        assert!(!find(&maps([&gray, &cb, &gray])).is_empty());
    }

    #[test]
    fn angles_are_within_a_quarter_of_a_degree() {
        for step in 0..360 {
            let (sine, cosine) = (step as f32).to_radians().sin_cos();
            let truth = (step as f32).to_radians().rem_euclid(PI);
            let miss = (angle([cosine, sine]) - truth).abs();
            assert!(miss.min(PI - miss) < 0.0045, "{step} degrees: {miss}");
        }
    }
}
