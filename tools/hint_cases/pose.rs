//! Where a document lies before the camera.

use crate::scene::canvas::Point;
use crate::scene::place::Quad;
use crate::scene::random::Random;
use idsnap::perspective::Homography;
use idsnap::scene::{Point as Place, Quad as Outline};

/// How a document is held. Angles in degrees.
#[derive(Clone, Copy)]
pub struct Pose {
    /// The share of the frame that it would take if nothing of it were outside.
    pub coverage: f32,
    pub tilt: f32,
    /// The direction into which it is tilted.
    pub toward: f32,
    pub turn: f32,
    /// Its middle, in pixels from that of the frame.
    pub shift: Point,
    /// Of the camera, in longer sides of the frame.
    pub focal: f32,
}

/// How it lies in the frame.
pub struct Lie {
    pub quad: Quad,
    pub coverage: f64,
    /// Of the corner nearest to the edge of the frame, as a share of its shorter side; negative outside.
    pub margin: f64,
    /// Pixels of a millimetre where they are fewest.
    pub pixels_per_mm: f64,
}

impl Pose {
    /// Held as people hold it who do as they are told: about a third to two thirds of the frame, nearly upright and
    /// flat. Cameras of phones have 0.66 to 0.78 longer sides for stills, up to 0.9 for video, which is cropped.
    pub fn good([width, height]: [usize; 2], random: &mut Random) -> Self {
        let quarter = if height > width { random.chance(0.5) } else { random.chance(0.1) };
        let upside_down = random.chance(0.1);
        let turn = 90.0 * f32::from(u8::from(quarter)) + 180.0 * f32::from(u8::from(upside_down));
        Self {
            coverage: random.range(0.3, 0.68),
            tilt: 8.0 * random.unit(),
            toward: random.range(0.0, 360.0),
            turn: turn + random.range(-8.0, 8.0),
            shift: [width as f32 * random.range(-0.06, 0.06), height as f32 * random.range(-0.06, 0.06)],
            focal: random.range(0.66, 0.9),
        }
    }

    /// Where a document of these sides is seen.
    pub fn lie(&self, sides_mm: [f32; 2], frame: [usize; 2]) -> Lie {
        let [width, height] = frame.map(|side| side as f32);
        let focal = self.focal * width.max(height);
        let scale = (self.coverage * width * height / (sides_mm[0] * sides_mm[1])).sqrt();
        let distance = focal / scale;
        let (tilt, toward) = (self.tilt.to_radians(), self.toward.to_radians());
        let quad = [[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]].map(|[x, y]: Point| {
            let flat = rotated([x * sides_mm[0], y * sides_mm[1]], self.turn.to_radians());
            let [across, along] = rotated(flat, -toward);
            let depth = distance + across * tilt.sin();
            let [x, y] = rotated([across * tilt.cos(), along], toward);
            let [x, y] = [x + self.shift[0] / scale, y + self.shift[1] / scale];
            [width / 2.0 + focal * x / depth, height / 2.0 + focal * y / depth]
        });
        lie(quad, sides_mm, [width, height])
    }
}

fn lie(quad: Quad, sides_mm: [f32; 2], [width, height]: [f32; 2]) -> Lie {
    let outline = Outline::new(quad.map(|[x, y]| Place { x: f64::from(x), y: f64::from(y) }));
    let margins = quad.map(|[x, y]| x.min(width - x).min(y).min(height - y) / width.min(height));
    let [top, right, bottom, left] = outline.sides();
    let [across, down] = sides_mm.map(f64::from);
    Lie {
        quad,
        coverage: outline.area_within(f64::from(width), f64::from(height)) / f64::from(width * height),
        margin: f64::from(margins.into_iter().fold(f32::MAX, f32::min)),
        pixels_per_mm: (top.min(bottom) / across).min(right.min(left) / down),
    }
}

fn rotated([x, y]: Point, by: f32) -> Point {
    [x * by.cos() - y * by.sin(), x * by.sin() + y * by.cos()]
}

/// From the picture back to a document, in millimetres.
pub struct Back {
    rows: [[f64; 3]; 3],
    sides_mm: [f32; 2],
}

impl Back {
    /// The inverse of the projection that takes the document to `quad`.
    pub fn new(quad: &Quad, sides_mm: [f32; 2]) -> Option<Self> {
        let map = Homography::of_unit_square(quad.map(|corner| corner.map(f64::from)))?;
        let [[a, d, g], [b, e, h]] = map.sides();
        let [c, f] = map.apply(0.0, 0.0);
        let rows = [
            [e - f * h, c * h - b, b * f - c * e],
            [f * g - d, a - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ];
        Some(Self { rows, sides_mm })
    }

    pub fn apply(&self, [x, y]: Point) -> Point {
        let [u, v, w] = self.rows.map(|[by_x, by_y, alone]| by_x * f64::from(x) + by_y * f64::from(y) + alone);
        [(u / w) as f32 * self.sides_mm[0], (v / w) as f32 * self.sides_mm[1]]
    }

    /// Whether a place in millimetres is on the document.
    pub fn holds(&self, [x, y]: Point) -> bool {
        (0.0..self.sides_mm[0]).contains(&x) && (0.0..self.sides_mm[1]).contains(&y)
    }
}
