//! Images in grey: what the zone is looked for in.

use crate::number::{byte, whole};

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
    pub(crate) fn row(&self, y: usize) -> &[u8] {
        self.samples.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// The image at half its size, each sample the mean of four. `None` where a side has a single pixel.
    #[must_use]
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
    pub fn turned(&self) -> Self {
        let mut samples = vec![0; self.samples.len()];
        let (width, height) = (self.height, self.width);
        for (y, row) in self.samples.chunks_exact(self.width).enumerate() {
            let column = width - 1 - y;
            for (to, from) in samples.iter_mut().skip(column).step_by(width).zip(row) {
                *to = *from;
            }
        }
        Self { samples, width, height }
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
