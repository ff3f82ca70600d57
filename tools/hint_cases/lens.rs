//! Blur: a picture weighed with a small mask.

use crate::scene::canvas::Canvas;

/// Weights of neighbours: across, down, weight.
pub struct Mask(Vec<(isize, isize, f32)>);

/// Samples of a pixel along each side where a mask has an edge.
const FINE: isize = 4;

impl Mask {
    /// A lens that is sharp but for a Gaussian of so many pixels.
    pub fn gaussian(sigma: f32) -> Self {
        Self::of((3.0 * sigma).ceil() as isize, |x, y| (-(x * x + y * y) / (2.0 * sigma * sigma)).exp())
    }

    /// A lens out of focus: a disc of so many pixels.
    pub fn disc(radius: f32) -> Self {
        Self::of(radius.ceil() as isize + 1, |x, y| f32::from(x.hypot(y) <= radius.max(0.5)))
    }

    /// A shaken camera: a line of so many pixels, in a direction in radians.
    pub fn line(length: f32, direction: f32) -> Self {
        let (sine, cosine) = direction.sin_cos();
        Self::of((length / 2.0).ceil() as isize + 1, |x, y| {
            let (along, across) = (x * cosine + y * sine, y * cosine - x * sine);
            f32::from(along.abs() <= (length / 2.0).max(0.5) && across.abs() <= 0.5)
        })
    }

    fn of(reach: isize, weight: impl Fn(f32, f32) -> f32) -> Self {
        let mut taps = Vec::new();
        let offsets = || (0..FINE).map(|step| (step as f32 + 0.5) / FINE as f32 - 0.5);
        for y in -reach..=reach {
            for x in -reach..=reach {
                let fine = offsets().flat_map(|dy| offsets().map(move |dx| (x as f32 + dx, y as f32 + dy)));
                let sum: f32 = fine.map(|(x, y)| weight(x, y)).sum();
                if sum > 0.0 {
                    taps.push((x, y, sum));
                }
            }
        }
        let total: f32 = taps.iter().map(|tap| tap.2).sum();
        Self(taps.into_iter().map(|(x, y, weight)| (x, y, weight / total)).collect())
    }

    /// The picture seen so; its border is repeated.
    pub fn applied(&self, picture: &Canvas) -> Canvas {
        let mut result = Canvas::new(picture.width, picture.height, [0.0; 3]);
        let width = picture.width as isize;
        for (y, row) in result.pixels.chunks_exact_mut(picture.width).enumerate() {
            for &(across, down, weight) in &self.0 {
                let from = (y as isize + down).clamp(0, picture.height as isize - 1) as usize * picture.width;
                let source = &picture.pixels[from..from + picture.width];
                for (x, pixel) in row.iter_mut().enumerate() {
                    let near = source[(x as isize + across).clamp(0, width - 1) as usize];
                    for (part, sample) in pixel.iter_mut().zip(near) {
                        *part += weight * sample;
                    }
                }
            }
        }
        result
    }
}
