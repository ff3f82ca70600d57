//! Edge points of an image, thinned to one pixel, with place and direction below the pixel.

use super::geometry::{Position, whole};
use super::planes::ReducedPlanes;

/// A point of an edge.
#[derive(Debug, Clone, Copy)]
pub struct Edgel {
    /// Where it is.
    pub at: Position,
    /// Where the brightness (or the color) rises, of length 1.
    pub normal: Position,
    /// How much stronger it is than its surroundings, 0 to 1.
    pub weight: f32,
}

/// The edges of the image in half its size and in a quarter. Coordinates are those of half its size.
#[derive(Debug)]
pub struct Maps {
    pub fine: EdgeMap,
    pub coarse: EdgeMap,
}

/// The edges of an image, and the image itself.
#[derive(Debug)]
pub struct EdgeMap {
    pub width: usize,
    pub height: usize,
    pub edgels: Vec<Edgel>,
    /// For each pixel one more than the index of its edgel, or 0.
    index: Vec<u16>,
    /// Y, Cb and Cr.
    pub planes: [Vec<i16>; 3],
}

/// The gradient that a sharp step of one level of brightness gives.
const STEP: f32 = 16.0;

/// Steps of fewer than 1.2 levels are noise, after JPEG in 8 bits: the square of their gradient.
const MIN_POWER: i32 = 19 * 19;

/// A step of so many levels on a plain ground has half the full weight.
const HALF_STEP: f32 = 2.0;

/// Edges that stand out less are noise or texture.
const MIN_WEIGHT: f32 = 0.1;

/// The side of the blocks over which the mean of the gradient is taken, in pixels.
const BLOCK: usize = 8;

/// Pixels at the border that have no gradient.
const MARGIN: usize = 1;

/// The strongest gradient of the three planes at each pixel.
struct Gradient {
    x: Vec<i16>,
    y: Vec<i16>,
    /// Length squared.
    power: Vec<i32>,
}

impl EdgeMap {
    pub fn new(ReducedPlanes { width, height, planes }: ReducedPlanes) -> Self {
        let gradient = Gradient::new(&planes, width, height);
        let mut map = Self { width, height, edgels: Vec::new(), index: vec![0; width * height], planes };
        map.thin(&gradient);
        map
    }

    /// Y, Cb and Cr of the image at the pixel nearest to a point, unless it lies outside.
    pub fn colour(&self, [x, y]: Position) -> Option<[f32; 3]> {
        let (x, y) = ((x + 0.5).floor(), (y + 0.5).floor());
        (x >= 0.0 && y >= 0.0 && x < self.width as f32 && y < self.height as f32).then(|| {
            let at = whole(y) * self.width + whole(x);
            core::array::from_fn(|plane| f32::from(self.planes[plane][at]))
        })
    }

    /// The index of the edgel of a pixel, which are counted row by row.
    #[inline(always)]
    pub fn edgel_index(&self, pixel: usize) -> Option<usize> {
        usize::from(self.index[pixel]).checked_sub(1)
    }

    /// Keeps the pixels whose gradient is the greatest along its own direction.
    fn thin(&mut self, gradient: &Gradient) {
        let surroundings = Surroundings::new(gradient, self.width, self.height);
        for y in MARGIN..self.height - MARGIN {
            for x in MARGIN..self.width - MARGIN {
                let at = y * self.width + x;
                if gradient.power[at] < MIN_POWER {
                    continue;
                }
                if let Some(edgel) = gradient.crest(x, y, self.width) {
                    let power = gradient.power[at] as f32;
                    let half = HALF_STEP * STEP + surroundings.mean(x, y);
                    let weight = power / (power + half * half);
                    if weight > MIN_WEIGHT {
                        let Ok(number) = u16::try_from(self.edgels.len() + 1) else { return };
                        self.edgels.push(Edgel { weight, ..edgel });
                        self.index[at] = number;
                    }
                }
            }
        }
    }
}

impl Gradient {
    fn new(planes: &[Vec<i16>; 3], width: usize, height: usize) -> Self {
        let mut gradient =
            Self { x: vec![0; width * height], y: vec![0; width * height], power: vec![0; width * height] };
        for plane in planes {
            for y in 1..height - 1 {
                gradient.take_row(plane, y * width..(y + 1) * width, width);
            }
        }
        gradient
    }

    /// Takes the gradient of a row by Sobel's operator where it is stronger than what was there.
    fn take_row(&mut self, plane: &[i16], row: core::ops::Range<usize>, width: usize) {
        let inner = row.start + 1..row.end - 1;
        let count = inner.len();
        let above = &plane[row.start - width..][..width];
        let here = &plane[row.start..][..width];
        let below = &plane[row.start + width..][..width];
        let (to_x, to_y, power) = (&mut self.x[inner.clone()], &mut self.y[inner.clone()], &mut self.power[inner]);
        for i in 0..count {
            let x = (above[i + 2] - above[i]) + 2 * (here[i + 2] - here[i]) + (below[i + 2] - below[i]);
            let y = (below[i] - above[i]) + 2 * (below[i + 1] - above[i + 1]) + (below[i + 2] - above[i + 2]);
            let stronger = i32::from(x) * i32::from(x) + i32::from(y) * i32::from(y);
            // Selected, not branched to: so the loop becomes vectors.
            let is_stronger = stronger > power[i];
            to_x[i] = if is_stronger { x } else { to_x[i] };
            to_y[i] = if is_stronger { y } else { to_y[i] };
            power[i] = if is_stronger { stronger } else { power[i] };
        }
    }

    /// The edgel of a pixel if its gradient is the greatest of the three along it. The place is the peak of the
    /// parabola through the three.
    fn crest(&self, x: usize, y: usize, width: usize) -> Option<Edgel> {
        let at = y * width + x;
        let (gx, gy) = (f32::from(self.x[at]), f32::from(self.y[at]));
        // Sectors of 45 degrees; tan 22.5 = 0.414.
        let step_x = if gx.abs() > 0.414 * gy.abs() { 1 } else { 0 };
        let step_y = if gy.abs() > 0.414 * gx.abs() { 1 } else { 0 };
        let ahead = if (gx > 0.0) == (gy > 0.0) || step_x == 0 || step_y == 0 {
            step_y * width + step_x
        } else {
            step_y * width - step_x
        };
        let (before, here, after) = (self.power[at - ahead], self.power[at], self.power[at + ahead]);
        if before > here || after >= here {
            return None;
        }
        let length = (gx * gx + gy * gy).sqrt();
        let normal = [gx / length, gy / length];
        let [before, here, after] = [before, here, after].map(|power| (power as f32).sqrt());
        let shift = 0.5 * (before - after) / (before - 2.0 * here + after).min(-1.0);
        // From the neighbour's direction to the normal's: the peak lies on the normal.
        let toward_x = if step_x != 0 && step_y != 0 && (gx > 0.0) != (gy > 0.0) { -1.0 } else { step_x as f32 };
        let toward = [toward_x * shift, step_y as f32 * shift];
        let along = toward[0] * normal[0] + toward[1] * normal[1];
        Some(Edgel { at: [x as f32 + along * normal[0], y as f32 + along * normal[1]], normal, weight: 0.0 })
    }
}

/// The mean length of the gradient in blocks, and in the eight blocks around each.
struct Surroundings {
    columns: usize,
    means: Vec<f32>,
}

impl Surroundings {
    fn new(gradient: &Gradient, width: usize, height: usize) -> Self {
        let (columns, rows) = (width.div_ceil(BLOCK), height.div_ceil(BLOCK));
        let mut blocks = vec![0.0; columns * rows];
        for (y, row) in gradient.power.chunks_exact(width).enumerate() {
            let blocks = &mut blocks[y / BLOCK * columns..][..columns];
            for (block, powers) in blocks.iter_mut().zip(row.chunks(BLOCK)) {
                *block += powers.iter().map(|&power| (power as f32).sqrt()).sum::<f32>();
            }
        }
        let around = |centre: usize, count: usize| centre.saturating_sub(1)..(centre + 2).min(count);
        let mut means = vec![0.0; columns * rows];
        for (at, mean) in means.iter_mut().enumerate() {
            let (mut sum, mut count) = (0.0, 0.0);
            for row in around(at / columns, rows) {
                for column in around(at % columns, columns) {
                    sum += blocks[row * columns + column];
                    count += (BLOCK * BLOCK) as f32;
                }
            }
            *mean = sum / count;
        }
        Self { columns, means }
    }

    fn mean(&self, x: usize, y: usize) -> f32 {
        self.means[y / BLOCK * self.columns + x / BLOCK]
    }
}
