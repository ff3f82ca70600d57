//! Which samples of the source make one sample of the result, and how much each counts.

/// Fractional bits of a weight.
pub const WEIGHT_BITS: u32 = 14;

/// Fractional bits of the rows between the horizontal and the vertical pass. Overshoot of the filter still fits.
pub const ROW_BITS: u32 = 6;

/// Taps are padded to a multiple of this, so that the horizontal pass works on whole vectors.
pub const TAP_GROUP: usize = 8;

/// Half the width of the filter, in samples of the result.
const SUPPORT: f64 = 3.0;

/// The weights of every sample along one side.
pub struct Axis {
    taps: usize,
    windows: Vec<(usize, usize)>,
    weights: Vec<i16>,
}

impl Axis {
    /// Weights for reducing `from` samples to `to`.
    pub fn new(from: u32, to: u32) -> Self {
        let scale = f64::from(from) / f64::from(to);
        let windows: Vec<(usize, Vec<i16>)> = (0..to).map(|index| window(index, from, scale)).collect();
        let widest = windows.iter().map(|(_, weights)| weights.len()).max().unwrap_or(1);
        let taps = widest.next_multiple_of(TAP_GROUP);
        let mut axis = Self { taps, windows: Vec::with_capacity(windows.len()), weights: Vec::new() };
        for (start, weights) in windows {
            axis.windows.push((start, weights.len()));
            axis.weights.extend(&weights);
            axis.weights.resize(axis.windows.len() * taps, 0);
        }
        axis
    }

    /// How many weights a sample has, padding included.
    pub const fn taps(&self) -> usize {
        self.taps
    }

    /// The first sample of the source that counts for sample `index`, and how many do.
    pub fn window(&self, index: usize) -> (usize, usize) {
        self.windows[index]
    }

    /// The weights of sample `index`, zeros behind them.
    pub fn weights(&self, index: usize) -> &[i16] {
        &self.weights[index * self.taps..(index + 1) * self.taps]
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the samples of the source")]
fn window(index: u32, from: u32, scale: f64) -> (usize, Vec<i16>) {
    let center = (f64::from(index) + 0.5) * scale - 0.5;
    let reach = SUPPORT * scale;
    let first = (center - reach).ceil().max(0.0).min(f64::from(from - 1)) as u32;
    let last = (center + reach).floor().max(f64::from(first)).min(f64::from(from - 1)) as u32;
    let exact: Vec<f64> = (first..=last).map(|at| lanczos((f64::from(at) - center) / scale)).collect();
    (first as usize, quantized(&exact))
}

/// Lanczos with three lobes: the sharpest of the common filters.
fn lanczos(x: f64) -> f64 {
    if x.abs() < 1e-9 {
        return 1.0;
    }
    if x.abs() >= SUPPORT {
        return 0.0;
    }
    let angle = core::f64::consts::PI * x;
    SUPPORT * sin_pi(x) * sin_pi(x / SUPPORT) / (angle * angle)
}

/// The sine of `x` half turns, by the series around the nearest whole number, as far as its terms matter to a weight:
/// the first one left out is below 6e-8. The standard library's exact sine costs 2 KB of download.
fn sin_pi(x: f64) -> f64 {
    let nearest = x.round();
    let angle = core::f64::consts::PI * (x - nearest);
    let square = angle * angle;
    let divisors = [110.0, 72.0, 42.0, 20.0, 6.0];
    let sine = angle * divisors.iter().fold(1.0, |sum, divisor| 1.0 - square / divisor * sum);
    if (nearest / 2.0).fract() == 0.0 { sine } else { -sine }
}

/// Weights that sum up to exactly one, so that flat areas keep their value.
#[expect(clippy::cast_possible_truncation, reason = "a weight is at most about 1.3 x 2^14")]
fn quantized(exact: &[f64]) -> Vec<i16> {
    let unit = 1i32 << WEIGHT_BITS;
    let sum: f64 = exact.iter().sum();
    let mut weights: Vec<i16> = exact.iter().map(|weight| (weight / sum * f64::from(unit)).round() as i16).collect();
    let missing = unit - weights.iter().map(|weight| i32::from(*weight)).sum::<i32>();
    if let Some(largest) = weights.iter_mut().max() {
        *largest = largest.saturating_add(missing.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16);
    }
    weights
}
