//! The inside of a quadrilateral as a rectified image of a fixed width.

use super::sums::Area;
use super::view::Plane;
use crate::perspective::Homography;

/// Pixels of its longer side: three for a millimetre of a card, so that lines of print of 1 mm and more are apart.
pub const WIDTH: usize = 256;

/// The most rows: a square has as many as columns.
const MAX_HEIGHT: usize = WIDTH;

/// The side of a square of source pixels that is averaged, at most.
const MAX_REACH: usize = 8;

/// Luma, row by row, with the longer side across.
#[derive(Debug, Clone)]
pub struct Thumbnail {
    pub width: usize,
    pub height: usize,
    pub luma: Vec<u8>,
}

impl Thumbnail {
    /// What lies inside the corners, which follow each other around it. Nothing where they span no area, or too small a
    /// one to fill the thumbnail.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths and places in an image")]
    pub fn of(luma: Plane<'_>, corners: [[f32; 2]; 4]) -> Option<Self> {
        let sides = [0, 1, 2, 3].map(|at| length(corners[at], corners[(at + 1) % 4]));
        let [across, down] = [sides[0].max(sides[2]), sides[1].max(sides[3])];
        let [a, b, c, d] = corners;
        let corners = if across >= down { corners } else { [b, c, d, a] };
        let (longer, shorter) = (across.max(down), across.min(down));
        let height = (WIDTH as f32 * shorter / longer).round() as usize;
        if longer < WIDTH as f32 || height < WIDTH / 4 {
            return None;
        }
        let height = height.min(MAX_HEIGHT);
        let reach = ((longer / WIDTH as f32).round() as usize).clamp(1, MAX_REACH);
        let map = Homography::of_unit_square(corners.map(|corner| corner.map(f64::from)))?;
        let source = Source { luma, height: luma.height(), reach, area: Area::of(reach * reach) };
        let mut samples = Vec::with_capacity(WIDTH * height);
        for y in 0..height {
            let v = (y as f64 + 0.5) / height as f64;
            samples.extend((0..WIDTH).map(|x| source.mean(map.apply((x as f64 + 0.5) / WIDTH as f64, v))));
        }
        Some(Self { width: WIDTH, height, luma: samples })
    }

    /// The same with rows for columns.
    pub fn transposed(&self) -> Self {
        let (width, height) = (self.height, self.width);
        let mut luma = Vec::with_capacity(width * height);
        for column in 0..height {
            luma.extend((0..width).map(|row| self.luma[row * self.width + column]));
        }
        Self { width, height, luma }
    }

    pub fn row(&self, y: usize) -> &[u8] {
        &self.luma[y * self.width..(y + 1) * self.width]
    }
}

/// What a thumbnail is made of.
struct Source<'a> {
    luma: Plane<'a>,
    height: usize,
    /// The side of a square that is averaged.
    reach: usize,
    area: Area,
}

impl Source<'_> {
    /// The mean of a square of pixels around a place; 0 outside the image.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float clamps when it is cast")]
    fn mean(&self, [x, y]: [f64; 2]) -> u8 {
        let &Self { luma: Plane { width, samples }, height, reach, area } = self;
        let half = (reach as f64 - 1.0) / 2.0;
        let start = |place: f64, end: usize| ((place - half) as usize).min(end.saturating_sub(reach));
        let (left, top) = (start(x, width), start(y, height));
        let mask = u64::MAX >> (u64::BITS as usize - 8 * reach.min(width));
        // Four sums of two columns each, side by side in one number.
        let (mut sums, mut at) = (0, top * width + left);
        for _ in 0..reach.min(height) {
            let row = eight(samples.get(at..).unwrap_or_default()) & mask;
            sums += (row & PAIRS) + (row >> 8 & PAIRS);
            at += width;
        }
        area.mean_down((sums.wrapping_mul(ONES) >> 48) as u32)
    }
}

/// The first byte of four numbers of 16 bits, and 1 in each of them.
const PAIRS: u64 = 0x00FF_00FF_00FF_00FF;
const ONES: u64 = 0x0001_0001_0001_0001;

/// The first eight samples in one number; 0 for those behind the end.
#[inline(always)]
fn eight(samples: &[u8]) -> u64 {
    let mut eight = [0; 8];
    match samples.first_chunk() {
        Some(first) => eight = *first,
        None => eight[..samples.len()].copy_from_slice(samples),
    }
    u64::from_le_bytes(eight)
}

fn length([ax, ay]: [f32; 2], [bx, by]: [f32; 2]) -> f32 {
    (bx - ax).hypot(by - ay)
}

/// Where a condition holds along a line, from the first place to behind the last; a single place amiss does not end it.
pub fn runs(length: usize, holds: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in (0..length).filter(|&at| holds(at)) {
        match runs.last_mut() {
            Some((_, end)) if at <= *end + 1 => *end = at + 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}
