//! Bands of rows with more upright edges than what is above and below them, in strips of an image.

use crate::Luma;

/// Columns of a strip: bands are looked for in each.
pub const STRIP: usize = 24;
/// Heights of characters that are tried, in pixels.
const HEIGHTS: [usize; 4] = [7, 9, 12, 16];
/// The least contrast of a band above its surroundings, in grey levels a pixel.
const LEAST_STEP: f32 = 2.5;
/// How many times the edges of its surroundings a band has.
const LEAST_RATIO: f32 = 1.25;

/// A part of a line in one strip.
#[derive(Debug, Clone, Copy)]
pub struct Band {
    /// The strip, from the left.
    pub strip: usize,
    /// The middle, in pixels.
    pub y: f32,
    /// The height, in pixels.
    pub tall: f32,
    /// How many more edges it has than its surroundings, in grey levels a pixel.
    pub step: f32,
}

/// The upright edges of an image: for each strip and row those above it, added up.
#[derive(Debug)]
pub struct Edges {
    sums: Vec<f32>,
    height: usize,
}

impl Edges {
    /// The edges of an image.
    #[must_use]
    #[inline(never)]
    pub fn new(luma: &Luma) -> Self {
        let (strips, height) = (luma.width() / STRIP, luma.height());
        let mut sums = vec![0.0; strips * (height + 1)];
        let mut edges = vec![0u8; luma.width().saturating_sub(2)];
        for y in 0..height {
            let row = luma.row(y);
            for (edge, (left, right)) in edges.iter_mut().zip(row.iter().zip(row.iter().skip(2))) {
                *edge = left.abs_diff(*right);
            }
            // The last strip may be shorter by two edges.
            for (strip, edges) in edges.chunks(STRIP).take(strips).enumerate() {
                let sum: u16 = edges.iter().map(|edge| u16::from(*edge)).sum();
                if let Some([above, below]) =
                    sums.get_mut(strip * (height + 1) + y..).and_then(<[f32]>::first_chunk_mut)
                {
                    *below = *above + f32::from(sum) / STRIP as f32;
                }
            }
        }
        Self { sums, height }
    }

    /// The bands of a strip.
    #[must_use]
    #[inline(never)]
    pub fn bands(&self, strip: usize) -> Vec<Band> {
        let height = self.height;
        let Some(sums) = self.sums.get(strip * (height + 1)..(strip + 1) * (height + 1)) else { return Vec::new() };
        // There are no edges outside the image.
        let mean = |from: usize, to: usize| (sums[to.min(height)] - sums[from.min(height)]) / (to - from) as f32;
        let mut best: Vec<(f32, usize)> = vec![(0.0, 0); height];
        for tall in HEIGHTS {
            let gap = (tall * 2 / 5).max(3);
            for top in 0..height.saturating_sub(tall) {
                let core = mean(top, top + tall);
                let above = (sums[top] - sums[top.saturating_sub(gap)]) / gap as f32;
                let below = mean(top + tall, top + tall + gap);
                let step = core - (above + below) / 2.0;
                let most = if above > below { above } else { below };
                let middle = &mut best[top + tall / 2];
                if step > LEAST_STEP && core > LEAST_RATIO * most && step > middle.0 {
                    *middle = (step, tall);
                }
            }
        }
        let mut bands = Vec::new();
        for (y, (step, tall)) in best.iter().enumerate().filter(|(_, (step, _))| *step > 0.0) {
            let reach = tall / 2;
            let near = &best[y.saturating_sub(reach)..(y + reach + 1).min(height)];
            let is_peak = near.iter().all(|(other, _)| other <= step);
            let odd = f32::from(u8::from(tall % 2 == 0)) / 2.0;
            if is_peak {
                bands.push(Band { strip, y: y as f32 - odd, tall: *tall as f32, step: *step });
            }
        }
        bands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_is_where_the_stripes_are() {
        let stripes = |x: usize, y: usize| if (30..42).contains(&y) && x % 6 < 3 { 40.0 } else { 200.0 };
        let edges = Edges::new(&Luma::from_fn(72, 80, stripes).unwrap());
        for strip in 0..3 {
            let bands = edges.bands(strip);
            let [band] = bands.as_slice() else { panic!("{bands:?}") };
            assert_eq!(band.tall, 12.0);
            assert!((band.y - 35.5).abs() < 0.6, "{band:?}");
        }
        assert!(edges.bands(3).is_empty());
    }
}
