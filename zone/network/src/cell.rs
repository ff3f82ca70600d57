//! The window around one character, as the network sees it.

use crate::Luma;
use crate::network::{HEIGHT, PIXELS, WIDTH};

/// Pixels of the window from one character to the next.
pub const PITCH_PX: f32 = 14.0;
/// Pixels of the window that the height of a digit has.
pub const TALL_PX: f32 = 15.0;
/// The least standard deviation that a window is stretched from: below it is noise.
const LEAST_CONTRAST: f32 = 4.0;

/// A point or a vector in an image, in pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Vector {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

impl Vector {
    /// `self` and so many times `other`.
    #[must_use]
    pub fn plus(self, other: Self, times: f32) -> Self {
        Self { x: self.x + other.x * times, y: self.y + other.y * times }
    }

    /// The length.
    #[must_use]
    pub fn length(self) -> f32 {
        self.x.hypot(self.y)
    }
}

/// Where a character stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The middle.
    pub center: Vector,
    /// From the middle of one character to that of the next.
    pub along: Vector,
    /// From the top of a digit to its bottom.
    pub down: Vector,
}

impl Cell {
    /// The same cell in the image at half its size.
    #[must_use]
    pub fn halved(self) -> Self {
        let half = |vector: Vector| Vector { x: vector.x / 2.0, y: vector.y / 2.0 };
        let Vector { x, y } = self.center;
        // Centres of pixels have whole coordinates.
        let center = Vector { x: (x - 0.5) / 2.0, y: (y - 0.5) / 2.0 };
        Self { center, along: half(self.along), down: half(self.down) }
    }
}

/// What the network sees of a cell: samples of mean 0 and standard deviation 1.
#[must_use]
#[inline(never)]
pub fn window(luma: &Luma, cell: &Cell) -> [f32; PIXELS] {
    let mut samples = [0.0; PIXELS];
    let (middle_x, middle_y) = ((WIDTH - 1) as f32 / 2.0, (HEIGHT - 1) as f32 / 2.0);
    let is_inside = [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]].into_iter().all(|[right, below]| {
        let corner = cell.center.plus(cell.along, right * middle_x / PITCH_PX);
        let corner = corner.plus(cell.down, below * middle_y / TALL_PX);
        let (last_x, last_y) = (luma.width() as f32 - 1.5, luma.height() as f32 - 1.5);
        (0.5..last_x).contains(&corner.x) && (0.5..last_y).contains(&corner.y)
    });
    for (row, line) in samples.chunks_exact_mut(WIDTH).enumerate() {
        let start = cell.center.plus(cell.down, (row as f32 - middle_y) / TALL_PX);
        for (column, sample) in line.iter_mut().enumerate() {
            let place = start.plus(cell.along, (column as f32 - middle_x) / PITCH_PX);
            *sample = if is_inside { luma.inside(place.x, place.y) } else { luma.at(place.x, place.y) };
        }
    }
    normalize(&mut samples);
    samples
}

fn normalize(samples: &mut [f32; PIXELS]) {
    let mean = samples.iter().sum::<f32>() / PIXELS as f32;
    let square = samples.iter().map(|sample| (sample - mean) * (sample - mean)).sum::<f32>();
    let scale = 1.0 / (square / PIXELS as f32).sqrt().max(LEAST_CONTRAST);
    for sample in samples {
        *sample = (*sample - mean) * scale;
    }
}
