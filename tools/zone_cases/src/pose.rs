//! Where a point of a page lies in the photo: bent, turned and seen in perspective.

use crate::random::Random;

/// From the page to the image, and back.
#[derive(Debug, Clone)]
pub struct Pose {
    matrix: [[f32; 3]; 3],
    inverse: [[f32; 3]; 3],
    bend: Bend,
}

/// The curl of a page: lines rise in the middle, and characters are narrower at one end.
#[derive(Debug, Clone, Copy)]
struct Bend {
    width: f32,
    rise: f32,
    squeeze: f32,
}

impl Bend {
    fn forward(&self, [s, t]: [f32; 2]) -> [f32; 2] {
        let u = s / self.width;
        [s + self.squeeze * self.width * u * (u - 1.0), t - self.rise * 4.0 * u * (1.0 - u)]
    }

    fn back(&self, [s, t]: [f32; 2]) -> [f32; 2] {
        let mut at = s;
        for _ in 0..5 {
            let u = at / self.width;
            at = s - self.squeeze * self.width * u * (u - 1.0);
        }
        let u = at / self.width;
        [at, t + self.rise * 4.0 * u * (1.0 - u)]
    }
}

impl Pose {
    /// A pose of a page of the size, in pitches, of which one is `pitch` pixels in the middle. `strength` 0 is flat.
    pub fn new(size: [f32; 2], pitch: f32, strength: f32, random: &mut Random) -> Self {
        let mut angle = |most: f32| random.signed() * most * strength;
        let (roll, yaw, tilt) = (angle(0.2), angle(0.55), angle(0.55));
        // Now and then nobody held it straight.
        let roll = if random.happens(0.25) { random.signed() * 0.44 * strength.sqrt() } else { roll };
        let distance = size[0].max(size[1]) * random.range(1.3, 2.5);
        let (sr, cr) = roll.sin_cos();
        let (sy, cy) = yaw.sin_cos();
        let (st, ct) = tilt.sin_cos();
        // Turned in its plane, then about the vertical, then about the horizontal axis.
        let across = [cr * cy, sr * ct + cr * sy * st, sr * st - cr * sy * ct];
        let down = [-sr * cy, cr * ct - sr * sy * st, cr * st + sr * sy * ct];
        let stretch = 1.0 + random.signed() * 0.1;
        let focal = distance * pitch;
        let (middle_s, middle_t) = (size[0] / 2.0, size[1] / 2.0);
        let mut matrix = [[0.0; 3]; 3];
        for (axis, row) in matrix.iter_mut().enumerate() {
            let scale = if axis < 2 { focal } else { 1.0 };
            let (a, d) = (across[axis] * scale, down[axis] * stretch * scale);
            let moved = if axis == 2 { distance } else { 0.0 };
            *row = [a, d, moved - a * middle_s - d * middle_t];
        }
        let bend = Bend {
            width: size[0],
            rise: random.signed() * 1.6 * strength * f32::from(u8::from(random.happens(0.4))),
            squeeze: random.signed() * 0.08 * strength * f32::from(u8::from(random.happens(0.4))),
        };
        Self { inverse: inverse(&matrix), matrix, bend }
    }

    /// Moves the image, so that the page's point `(0, 0)` need not be at its origin.
    pub fn shift(&mut self, x: f32, y: f32) {
        for column in 0..3 {
            self.matrix[0][column] += x * self.matrix[2][column];
            self.matrix[1][column] += y * self.matrix[2][column];
        }
        self.inverse = inverse(&self.matrix);
    }

    /// Where a point of the page lies in the image.
    pub fn image(&self, page: [f32; 2]) -> [f32; 2] {
        project(&self.matrix, self.bend.forward(page))
    }

    /// Which point of the page lies there in the image.
    pub fn page(&self, image: [f32; 2]) -> [f32; 2] {
        self.bend.back(project(&self.inverse, image))
    }

    /// The smallest and the greatest coordinates of a rectangle of the page.
    pub fn bounds(&self, from: [f32; 2], to: [f32; 2]) -> [[f32; 2]; 2] {
        let mut bounds = [[f32::INFINITY; 2], [f32::NEG_INFINITY; 2]];
        for step in 0..=8u8 {
            let u = f32::from(step) / 8.0;
            let s = from[0] + (to[0] - from[0]) * u;
            let t = from[1] + (to[1] - from[1]) * u;
            for point in [[s, from[1]], [s, to[1]], [from[0], t], [to[0], t]] {
                let at = self.image(point);
                for axis in 0..2 {
                    bounds[0][axis] = bounds[0][axis].min(at[axis]);
                    bounds[1][axis] = bounds[1][axis].max(at[axis]);
                }
            }
        }
        bounds
    }
}

fn project(matrix: &[[f32; 3]; 3], [x, y]: [f32; 2]) -> [f32; 2] {
    let row = |row: &[f32; 3]| row[0] * x + row[1] * y + row[2];
    let depth = row(&matrix[2]);
    [row(&matrix[0]) / depth, row(&matrix[1]) / depth]
}

fn inverse(m: &[[f32; 3]; 3]) -> [[f32; 3]; 3] {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a][b] * m[c][d] - m[a][d] * m[c][b];
    // The adjugate: a homography is the same at any scale.
    [
        [minor(1, 1, 2, 2), -minor(0, 1, 2, 2), minor(0, 1, 1, 2)],
        [-minor(1, 0, 2, 2), minor(0, 0, 2, 2), -minor(0, 0, 1, 2)],
        [minor(1, 0, 2, 1), -minor(0, 0, 2, 1), minor(0, 0, 1, 1)],
    ]
}
