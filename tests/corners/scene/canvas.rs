//! A picture in floating point, and drawing on it.

use super::random::Random;

pub type Colour = [f32; 3];
pub type Point = [f32; 2];

#[derive(Clone)]
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    /// Red, green, blue, 0 to 255.
    pub pixels: Vec<Colour>,
}

impl Canvas {
    pub fn new(width: usize, height: usize, colour: Colour) -> Self {
        Self { width, height, pixels: vec![colour; width * height] }
    }

    pub fn at(&self, x: usize, y: usize) -> Colour {
        self.pixels[y.min(self.height - 1) * self.width + x.min(self.width - 1)]
    }

    /// Bilinear; the border is repeated. Pixel centres lie at halves.
    pub fn sample(&self, [x, y]: Point) -> Colour {
        let x = (x - 0.5).clamp(0.0, (self.width - 1) as f32);
        let y = (y - 0.5).clamp(0.0, (self.height - 1) as f32);
        let (left, top) = (x as usize, y as usize);
        let upper = mix(self.at(left, top), self.at(left + 1, top), x.fract());
        let lower = mix(self.at(left, top + 1), self.at(left + 1, top + 1), x.fract());
        mix(upper, lower, y.fract())
    }

    /// Every pixel from its centre and what it was.
    pub fn paint(&mut self, mut colour: impl FnMut(Point, Colour) -> Colour) {
        for (at, pixel) in self.pixels.iter_mut().enumerate() {
            let centre = [(at % self.width) as f32 + 0.5, (at / self.width) as f32 + 0.5];
            *pixel = colour(centre, *pixel);
        }
    }

    pub fn rectangle(&mut self, [x, y]: Point, [width, height]: Point, colour: Colour) {
        for row in y.max(0.0) as usize..((y + height).max(0.0) as usize).min(self.height) {
            for column in x.max(0.0) as usize..((x + width).max(0.0) as usize).min(self.width) {
                self.pixels[row * self.width + column] = colour;
            }
        }
    }

    /// A rectangle around `centre`, turned, its edges smooth.
    pub fn turned_rectangle(&mut self, centre: Point, half: Point, turn: f32, colour: Colour) {
        let (sine, cosine) = turn.sin_cos();
        let reach = half[0].hypot(half[1]) + 2.0;
        self.patch(centre, reach, |[x, y]| {
            let across = (x * cosine + y * sine).abs() - half[0];
            let down = (y * cosine - x * sine).abs() - half[1];
            ((0.5 - across.max(down)).clamp(0.0, 1.0), colour)
        });
    }

    pub fn ellipse(&mut self, centre: Point, half: Point, turn: f32, colour: Colour) {
        let (sine, cosine) = turn.sin_cos();
        self.patch(centre, half[0].max(half[1]) + 2.0, |[x, y]| {
            let across = (x * cosine + y * sine) / half[0];
            let down = (y * cosine - x * sine) / half[1];
            let edge = (1.0 - across.hypot(down)) * half[0].min(half[1]);
            ((edge + 0.5).clamp(0.0, 1.0), colour)
        });
    }

    /// Blends what `cover` gives, a share and a colour for a place relative to `centre`, within a square.
    pub fn patch(&mut self, centre: Point, reach: f32, cover: impl Fn(Point) -> (f32, Colour)) {
        let span =
            |middle: f32, end: usize| (middle - reach).max(0.0) as usize..((middle + reach).max(0.0) as usize).min(end);
        for y in span(centre[1], self.height) {
            for x in span(centre[0], self.width) {
                let (share, colour) = cover([x as f32 + 0.5 - centre[0], y as f32 + 0.5 - centre[1]]);
                let pixel = &mut self.pixels[y * self.width + x];
                *pixel = mix(*pixel, colour, share);
            }
        }
    }

    /// The mean of the pixels below each pixel of the result.
    pub fn reduced(&self, width: usize, height: usize) -> Self {
        let narrow = shrink_rows(&self.pixels, self.width, width);
        let turned = transpose(&narrow, width);
        let low = shrink_rows(&turned, self.height, height);
        Self { width, height, pixels: transpose(&low, height) }
    }

    /// The mean over boxes of 2 * `radius` + 1, in both directions.
    pub fn box_blurred(&self, radius: usize) -> Self {
        let across = blur_rows(&self.pixels, self.width, radius);
        let down = blur_rows(&transpose(&across, self.width), self.height, radius);
        Self { pixels: transpose(&down, self.height), ..*self }
    }
}

fn shrink_rows(pixels: &[Colour], from: usize, to: usize) -> Vec<Colour> {
    let step = from as f32 / to as f32;
    let mut result = Vec::with_capacity(pixels.len() / from * to);
    for row in pixels.chunks_exact(from) {
        for x in 0..to {
            let (start, end) = (x as f32 * step, (x + 1) as f32 * step);
            let (mut sum, mut weight) = ([0.0; 3], 0.0);
            for (at, colour) in row.iter().enumerate().take((end.ceil() as usize).min(from)).skip(start as usize) {
                let share = (end.min(at as f32 + 1.0) - start.max(at as f32)).max(0.0);
                sum = core::array::from_fn(|c| sum[c] + share * colour[c]);
                weight += share;
            }
            result.push(sum.map(|part: f32| part / weight));
        }
    }
    result
}

fn blur_rows(pixels: &[Colour], width: usize, radius: usize) -> Vec<Colour> {
    let mut result = Vec::with_capacity(pixels.len());
    for row in pixels.chunks_exact(width) {
        for x in 0..width {
            let mut sum = [0.0; 3];
            for at in 0..=2 * radius {
                let colour = row[(x + at).saturating_sub(radius).min(width - 1)];
                sum = core::array::from_fn(|c| sum[c] + colour[c]);
            }
            result.push(sum.map(|part: f32| part / (2 * radius + 1) as f32));
        }
    }
    result
}

fn transpose(pixels: &[Colour], width: usize) -> Vec<Colour> {
    let height = pixels.len() / width;
    (0..pixels.len()).map(|at| pixels[at % height * width + at / height]).collect()
}

pub fn mix(a: Colour, b: Colour, share: f32) -> Colour {
    core::array::from_fn(|c| a[c] + (b[c] - a[c]) * share)
}

pub fn scaled(colour: Colour, factor: f32) -> Colour {
    colour.map(|part| part * factor)
}

/// JFIF.
pub fn ycbcr([r, g, b]: Colour) -> [u8; 3] {
    let luma = 0.299 * r + 0.587 * g + 0.114 * b;
    [luma, 128.0 + 0.564 * (b - luma), 128.0 + 0.713 * (r - luma)].map(|part| part.round().clamp(0.0, 255.0) as u8)
}

/// Smooth noise of one lattice: -1 to 1.
pub struct Noise {
    seed: u64,
}

impl Noise {
    pub fn new(random: &mut Random) -> Self {
        Self { seed: random.next() }
    }

    pub fn at(&self, [x, y]: Point) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let smooth = |t: f32| t * t * (3.0 - 2.0 * t);
        let (u, v) = (smooth(x - left), smooth(y - top));
        let corner = |dx: f32, dy: f32| self.lattice((left + dx) as i32, (top + dy) as i32);
        let upper = corner(0.0, 0.0) * (1.0 - u) + corner(1.0, 0.0) * u;
        let lower = corner(0.0, 1.0) * (1.0 - u) + corner(1.0, 1.0) * u;
        upper * (1.0 - v) + lower * v
    }

    fn lattice(&self, x: i32, y: i32) -> f32 {
        let mut z =
            self.seed ^ (x as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (y as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
        z = (z ^ (z >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z ^= z >> 32;
        (z & 0xFFFF) as f32 / 32_768.0 - 1.0
    }
}
