//! Images in grey: what the zone is looked for in.

use crate::number::{byte, whole};

/// Rows that are turned together.
const BAND: usize = 32;

/// An image of one sample a pixel, 0 black and 255 white, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luma {
    samples: Vec<u8>,
    width: usize,
    height: usize,
}

impl Luma {
    /// An image of these samples. `None` where they are not `width` times `height`, or there are none.
    #[must_use]
    pub fn new(samples: Vec<u8>, width: usize, height: usize) -> Option<Self> {
        let fits = width > 0 && width.checked_mul(height) == Some(samples.len()) && !samples.is_empty();
        fits.then_some(Self { samples, width, height })
    }

    /// Pixels in a row.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Rows.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// All samples, row by row.
    #[must_use]
    pub fn samples(&self) -> &[u8] {
        &self.samples
    }

    /// The samples of a row; of none where there is no such row.
    pub fn row(&self, y: usize) -> &[u8] {
        self.samples.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// The image at half its size, each sample the mean of four. `None` where a side has a single pixel.
    #[must_use]
    #[inline(never)]
    pub fn halved(&self) -> Option<Self> {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut samples = Vec::with_capacity(width * height);
        for y in 0..height {
            let (upper, lower) = (self.row(2 * y), self.row(2 * y + 1));
            let pairs = upper.chunks_exact(2).zip(lower.chunks_exact(2));
            samples.extend(pairs.map(|(a, b)| {
                let sum = a.iter().chain(b).map(|sample| u16::from(*sample)).sum::<u16>() + 2;
                u8::try_from(sum / 4).unwrap_or(u8::MAX)
            }));
        }
        Self::new(samples, width, height)
    }

    /// The image turned by a quarter, clockwise.
    #[must_use]
    #[inline(never)]
    pub fn turned(&self) -> Self {
        let mut samples = vec![0; self.samples.len()];
        let (width, height) = (self.height, self.width);
        let rows: Vec<_> = self.samples.chunks_exact(self.width).collect();
        // A few rows at a time stay in the processor's cache.
        for (band, rows) in rows.chunks(BAND).enumerate() {
            let end = width - band * BAND;
            for (x, line) in samples.chunks_exact_mut(width).enumerate() {
                let to = line.get_mut(end - rows.len()..end).unwrap_or_default();
                for (to, row) in to.iter_mut().rev().zip(rows) {
                    *to = row.get(x).copied().unwrap_or_default();
                }
            }
        }
        Self { samples, width, height }
    }

    /// The part of the image from a pixel on, at most so large. `None` where the image has no such pixel.
    #[must_use]
    pub fn cropped(&self, [left, top]: [usize; 2], [width, height]: [usize; 2]) -> Option<Self> {
        let width = width.min(self.width.checked_sub(left)?);
        let height = height.min(self.height.checked_sub(top)?);
        let mut samples = Vec::with_capacity(width * height);
        for y in top..top + height {
            samples.extend_from_slice(self.row(y).get(left..left + width)?);
        }
        Self::new(samples, width, height)
    }

    /// The image with each column moved down by [`shear`]: lines that rise by `slope` become level.
    #[inline(never)]
    pub fn sheared(&self, slope: f32) -> Option<Self> {
        let shifts: Vec<_> = (0..self.width).map(|x| whole(shear(slope, x as f32, self.width) + 0.5)).collect();
        let height = self.height + shifts.iter().copied().max()?;
        let mut samples = Vec::with_capacity(self.width * height);
        for y in 0..height {
            samples.extend(shifts.iter().enumerate().map(|(x, shift)| {
                let from = y.saturating_sub(*shift).min(self.height - 1);
                self.samples.get(from * self.width + x).copied().unwrap_or_default()
            }));
        }
        Self::new(samples, self.width, height)
    }

    /// The sample at a place between pixels, whose centres have whole coordinates. The border goes on outside.
    #[must_use]
    pub fn at(&self, x: f32, y: f32) -> f32 {
        let (right, bottom) = (self.width - 1, self.height - 1);
        let (x, y) = (x.clamp(0.0, right as f32), y.clamp(0.0, bottom as f32));
        let (left, top) = (whole(x), whole(y));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let next = usize::from(left < right);
        let start = top * self.width + left;
        let below = start + if top < bottom { self.width } else { 0 };
        let get = |index: usize| f32::from(self.samples.get(index).copied().unwrap_or_default());
        let upper = get(start) + (get(start + next) - get(start)) * fx;
        let lower = get(below) + (get(below + next) - get(below)) * fx;
        upper + (lower - upper) * fy
    }

    /// The same of a place that is inside, by half a pixel at least.
    #[inline(always)]
    pub fn inside(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (whole(x), whole(y));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let start = top * self.width + left;
        let pair = |start: usize| match self.samples.get(start..start + 2) {
            Some(&[left, right]) => (f32::from(left), f32::from(right)),
            _ => (0.0, 0.0),
        };
        let ((a, b), (c, d)) = (pair(start), pair(start + self.width));
        let (upper, lower) = (a + (b - a) * fx, c + (d - c) * fx);
        upper + (lower - upper) * fy
    }

    /// An image of what `sample` gives for each column and row.
    #[must_use]
    pub fn from_fn(width: usize, height: usize, mut sample: impl FnMut(usize, usize) -> f32) -> Option<Self> {
        let mut samples = Vec::with_capacity(width.checked_mul(height)?);
        for y in 0..height {
            samples.extend((0..width).map(|x| byte(sample(x, y))));
        }
        Self::new(samples, width, height)
    }
}

/// How far down a column of an image of the width moves, in pixels: never up.
pub fn shear(slope: f32, x: f32, width: usize) -> f32 {
    slope * if slope > 0.0 { x } else { x - (width - 1) as f32 }
}
