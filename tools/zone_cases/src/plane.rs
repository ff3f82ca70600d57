//! Samples as numbers, while an image is drawn.

/// A raster of numbers: 0 is black, 255 is white.
#[derive(Debug, Clone)]
pub struct Plane {
    pub samples: Vec<f32>,
    pub width: usize,
    pub height: usize,
}

impl Plane {
    pub fn new(width: usize, height: usize, value: f32) -> Self {
        Self { samples: vec![value; width * height], width, height }
    }

    pub fn get(&self, x: usize, y: usize) -> f32 {
        self.samples[y * self.width + x]
    }

    pub fn set(&mut self, x: usize, y: usize, value: f32) {
        self.samples[y * self.width + x] = value;
    }

    /// The sample between pixels; the border goes on outside.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the raster")]
    pub fn at(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x.clamp(0.0, (self.width - 1) as f32), y.clamp(0.0, (self.height - 1) as f32));
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (fx, fy) = (x - left as f32, y - top as f32);
        let upper = self.get(left, top) * (1.0 - fx) + self.get(right, top) * fx;
        let lower = self.get(left, bottom) * (1.0 - fx) + self.get(right, bottom) * fx;
        upper * (1.0 - fy) + lower * fy
    }

    /// Changes every sample by its place.
    pub fn change(&mut self, mut to: impl FnMut(usize, usize, f32) -> f32) {
        for (y, row) in self.samples.chunks_exact_mut(self.width).enumerate() {
            for (x, sample) in row.iter_mut().enumerate() {
                *sample = to(x, y, *sample);
            }
        }
    }

    /// A Gaussian blur.
    pub fn blur(&mut self, sigma: f32) {
        if sigma < 0.15 {
            return;
        }
        let kernel = kernel(sigma);
        self.convolve_rows(&kernel);
        self.convolve_columns(&kernel);
    }

    /// Each sample becomes the mean of those on a line through it.
    pub fn smear(&mut self, length: f32, angle: f32) {
        if length < 0.5 {
            return;
        }
        let from = self.clone();
        let (dx, dy) = (angle.cos() * length / 8.0, angle.sin() * length / 8.0);
        self.change(|x, y, _| {
            let steps = (-4..=4i8).map(f32::from);
            steps.map(|step| from.at(x as f32 + dx * step, y as f32 + dy * step)).sum::<f32>() / 9.0
        });
    }

    fn convolve_rows(&mut self, kernel: &[f32]) {
        let radius = kernel.len() / 2;
        let mut padded = vec![0.0; self.width + 2 * radius];
        for row in self.samples.chunks_exact_mut(self.width) {
            padded[..radius].fill(row[0]);
            padded[radius + row.len()..].fill(row[row.len() - 1]);
            padded[radius..radius + row.len()].copy_from_slice(row);
            row.fill(0.0);
            for (tap, weight) in kernel.iter().enumerate() {
                for (to, from) in row.iter_mut().zip(&padded[tap..]) {
                    *to += from * weight;
                }
            }
        }
    }

    fn convolve_columns(&mut self, kernel: &[f32]) {
        let radius = kernel.len() / 2;
        let from = self.samples.clone();
        for (y, row) in self.samples.chunks_exact_mut(self.width).enumerate() {
            row.fill(0.0);
            for (tap, weight) in kernel.iter().enumerate() {
                let line = (y + tap).saturating_sub(radius).min(self.height - 1);
                for (to, from) in row.iter_mut().zip(&from[line * self.width..]) {
                    *to += from * weight;
                }
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a few pixels")]
fn kernel(sigma: f32) -> Vec<f32> {
    let radius = (sigma * 2.5).ceil().max(1.0) as i16;
    let mut kernel: Vec<_> =
        (-radius..=radius).map(|at| (-f32::from(at).powi(2) / (2.0 * sigma * sigma)).exp()).collect();
    let sum: f32 = kernel.iter().sum();
    kernel.iter_mut().for_each(|weight| *weight /= sum);
    kernel
}
