//! Pictures of a card by a camera of which everything is known.

use crate::card::{CARD, Light, Print, color};
use idsnap::corners::FOCAL_BY_LONGEST_EDGE;
use idsnap::perspective::Homography;
use idsnap::rows::Size;
use idsnap::scene::{Point, Quad};

/// The frame of a live video.
pub const FRAME: Size = Size { width: 1280, height: 720 };

/// What stands before the camera, and what the camera makes of it.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    pub size: Size,
    pub print: Print,
    /// Of the table below the card.
    pub table: Light,
    /// How many pixels a millimetre of the card has in its middle.
    pub pixels_per_mm: f64,
    /// The middle of the card, in pixels from the middle of the picture.
    pub shift: [f64; 2],
    /// About the card's upright axis, in degrees.
    pub tilt: f64,
    /// In the card's plane, in degrees, clockwise.
    pub rotation: f64,
    /// All light is multiplied by it.
    pub exposure: f64,
    /// Light that comes on top everywhere.
    pub veil: f64,
    /// A reflection: its middle in millimetres on the card, its radius, its strength.
    pub reflection: Option<([f64; 2], f64, f64)>,
    /// The standard deviation of the lens's blur, in pixels.
    pub blur: f64,
    /// The standard deviation of the sensor's noise, in levels of 255.
    pub noise: f64,
}

impl Default for Stage {
    fn default() -> Self {
        Self::STILL
    }
}

impl Stage {
    /// A card in front of a camera, everything as it ought to be.
    pub const STILL: Self = Self {
        size: FRAME,
        print: Print::DARK_ON_LIGHT,
        table: [0.3, 0.22, 0.16],
        pixels_per_mm: 9.0,
        shift: [0.0, 0.0],
        tilt: 0.0,
        rotation: 0.0,
        exposure: 1.0,
        veil: 0.0,
        reflection: None,
        blur: 0.7,
        noise: 1.5,
    };

    /// Where the card lies in the picture.
    pub fn quad(&self) -> Quad {
        let focal = f64::from(FOCAL_BY_LONGEST_EDGE) * f64::from(self.size.longest_edge());
        let distance = focal / self.pixels_per_mm;
        let (tilt, rotation) = (self.tilt.to_radians(), self.rotation.to_radians());
        let [half_width, half_height] = CARD.map(|side| side / 2.0);
        let places = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        Quad::new(places.map(|(x, y)| {
            let (x, y) = (x * half_width, y * half_height);
            let (x, y) = (x * rotation.cos() - y * rotation.sin(), x * rotation.sin() + y * rotation.cos());
            let (x, depth) = (x * tilt.cos(), distance + x * tilt.sin());
            Point {
                x: f64::from(self.size.width) / 2.0 + self.shift[0] + focal * x / depth,
                y: f64::from(self.size.height) / 2.0 + self.shift[1] + focal * y / depth,
            }
        }))
    }

    /// Red, green, blue and opacity.
    pub fn rgba(&self) -> Vec<u8> {
        let mut planes = self.light();
        for plane in &mut planes {
            self.blur_plane(plane);
        }
        let mut random = Random(1);
        let pixels = (0..planes[0].len()).flat_map(|at| {
            let noise = self.noise * random.normal();
            let [red, green, blue] =
                [0, 1, 2].map(|part| (planes[part][at] * 255.0 + noise).round().clamp(0.0, 255.0) as u8);
            [red, green, blue, 255]
        });
        pixels.collect()
    }

    fn light(&self) -> [Vec<f64>; 3] {
        let map = Inverse::of(&self.quad());
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let mut planes = [0, 1, 2].map(|_| vec![0.0; width * height]);
        for at in 0..width * height {
            let samples = [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]]
                .map(|[dx, dy]| self.seen(map.apply((at % width) as f64 + dx, (at / width) as f64 + dy)));
            for (part, plane) in planes.iter_mut().enumerate() {
                plane[at] = samples.iter().map(|sample| sample[part]).sum::<f64>() / 4.0;
            }
        }
        planes
    }

    /// What comes from a place, in widths and heights of the card.
    fn seen(&self, [u, v]: [f64; 2]) -> Light {
        let place = [u * CARD[0], v * CARD[1]];
        let is_on_card = (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v);
        let base = if is_on_card { color(&self.print, place) } else { self.table };
        let reflected = self.reflection.map_or(0.0, |([x, y], radius, strength)| {
            let away = ((place[0] - x).powi(2) + (place[1] - y).powi(2)) / radius.powi(2);
            if is_on_card { strength * (-away).exp() } else { 0.0 }
        });
        base.map(|part| part * self.exposure + self.veil + reflected)
    }

    fn blur_plane(&self, plane: &mut Vec<f64>) {
        if self.blur <= 0.0 {
            return;
        }
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        *plane = transposed(&self.blurred_down(plane, width), width);
        *plane = transposed(&self.blurred_down(plane, height), height);
    }

    fn blurred_down(&self, plane: &[f64], width: usize) -> Vec<f64> {
        let reach = (3.0 * self.blur).ceil() as usize;
        let weights: Vec<f64> =
            (0..=2 * reach).map(|at| (-0.5 * ((at as f64 - reach as f64) / self.blur).powi(2)).exp()).collect();
        let sum: f64 = weights.iter().sum();
        let last = plane.len() / width - 1;
        let mut blurred = vec![0.0; plane.len()];
        for (y, row) in blurred.chunks_exact_mut(width).enumerate() {
            for (offset, weight) in weights.iter().enumerate() {
                let from = (y + offset).saturating_sub(reach).min(last) * width;
                row.iter_mut().zip(&plane[from..from + width]).for_each(|(out, sample)| *out += sample * weight / sum);
            }
        }
        blurred
    }
}

fn transposed(plane: &[f64], width: usize) -> Vec<f64> {
    let height = plane.len() / width;
    (0..plane.len()).map(|at| plane[at % height * width + at / height]).collect()
}

/// From the picture back to the card.
struct Inverse([[f64; 3]; 3]);

impl Inverse {
    fn of(quad: &Quad) -> Self {
        let map = Homography::of_unit_square(quad.corners().map(|corner| [corner.x, corner.y])).unwrap();
        let [[a, d, g], [b, e, h]] = map.sides();
        let [c, f] = map.apply(0.0, 0.0);
        Self([
            [e - f * h, c * h - b, b * f - c * e],
            [f * g - d, a - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ])
    }

    fn apply(&self, x: f64, y: f64) -> [f64; 2] {
        let [u, v, w] = self.0.map(|[by_x, by_y, alone]| by_x * x + by_y * y + alone);
        [u / w, v / w]
    }
}

/// Numbers that look random, the same at each run.
pub struct Random(pub u64);

impl Random {
    /// 0 to 1.
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f64 / f64::from(1u32 << 24)
    }

    /// Of mean 0 and standard deviation 1, near enough: the sum of 12.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}
