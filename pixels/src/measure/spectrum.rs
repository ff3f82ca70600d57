//! The spectrum of a square of an image, and the strongest wave in it.

#![expect(clippy::cast_precision_loss, reason = "places in a square of 64 pixels")]

use super::view::Plane;
use core::f32::consts::TAU;

/// The side of a square in pixels.
pub const SIDE: usize = 64;

/// Waves of so many periods in a square: fewer are shades and print, more are the camera's own filter.
const LOWEST: usize = 7;
const HIGHEST: usize = 29;

/// How far around a wave the rest of the spectrum is looked at, and what of it belongs to the wave.
const AROUND: usize = 4;
const OWN: usize = 2;

/// Half a turn to this power, divided by its factorial, is far below the precision of the spectrum.
const TERMS: usize = 26;

/// The blocks of JPEG make waves of a multiple of so many periods across and down.
const JPEG: usize = 8;

/// A wave: its periods across and down a square, and how many times stronger it is than what is around it.
#[derive(Clone, Copy)]
pub struct Peak {
    pub across: f32,
    pub down: f32,
    pub prominence: f32,
}

impl Peak {
    /// How far apart two frequencies are; a wave and its mirror image are the same.
    pub fn away(self, other: Self) -> f32 {
        let apart = |sign: f32| (self.across - sign * other.across).hypot(self.down - sign * other.down);
        apart(1.0).min(apart(-1.0))
    }
}

/// What is computed once for every square.
pub struct Spectrum {
    /// Cosine and sine of each part of a turn.
    turns: [[f32; 2]; SIDE],
    window: [f32; SIDE],
}

type Wave = [f32; 2];

impl Spectrum {
    pub fn new() -> Self {
        let angle = |at: usize| TAU * at as f32 / SIDE as f32;
        Self {
            turns: core::array::from_fn(|at| {
                let [cosine, sine] = turn(angle(at));
                [cosine, -sine]
            }),
            window: core::array::from_fn(|at| 0.5 - 0.5 * turn(angle(at) + TAU / (2 * SIDE) as f32)[0]),
        }
    }

    /// The mean luma of the square at a place, and the strongest wave in it.
    pub fn peak(&self, luma: Plane<'_>, (left, top): (usize, usize)) -> (f32, Peak) {
        let rows = || (top..top + SIDE).map(|y| &luma.row(y)[left..left + SIDE]);
        let sum: u32 = rows().flatten().map(|&sample| u32::from(sample)).sum();
        let mean = sum as f32 / (SIDE * SIDE) as f32;
        let mut waves: Vec<Wave> = Vec::with_capacity(SIDE * SIDE);
        for (row, down) in rows().zip(self.window) {
            waves.extend(
                row.iter().zip(self.window).map(|(&sample, across)| [(f32::from(sample) - mean) * across * down, 0.0]),
            );
        }
        for _ in 0..2 {
            for row in waves.chunks_exact_mut(SIDE) {
                self.transform(row);
            }
            waves = (0..SIDE * SIDE).map(|at| waves[at % SIDE * SIDE + at / SIDE]).collect();
        }
        (mean, strongest(&waves.iter().map(|[a, b]| a * a + b * b).collect::<Vec<f32>>()))
    }

    /// The discrete Fourier transform of a row, in place (Cooley and Tukey 1965).
    fn transform(&self, row: &mut [Wave]) {
        let bits = SIDE.trailing_zeros();
        for at in 0..SIDE {
            let other = at.reverse_bits() >> (usize::BITS - bits);
            if at < other {
                row.swap(at, other);
            }
        }
        let mut half = 1;
        while half < SIDE {
            for start in (0..SIDE).step_by(2 * half) {
                for at in start..start + half {
                    let [cosine, sine] = self.turns[(at - start) * SIDE / (2 * half)];
                    let ([a, b], [c, d]) = (row[at], row[at + half]);
                    let (c, d) = (c * cosine - d * sine, c * sine + d * cosine);
                    (row[at], row[at + half]) = ([a + c, b + d], [a - c, b - d]);
                }
            }
            half *= 2;
        }
    }
}

/// Cosine and sine of an angle of a turn at most, by their series around half a turn: those of the standard library
/// take any angle, and 4 KB for it.
#[expect(clippy::cast_possible_truncation, reason = "to the precision of the spectrum")]
fn turn(angle: f32) -> Wave {
    let angle = f64::from(angle) - core::f64::consts::PI;
    let (mut term, mut sums) = (-1.0, [0.0, 0.0]);
    for power in 0..TERMS {
        sums[power % 2] += if power & 2 == 0 { term } else { -term };
        term *= angle / (power + 1) as f64;
    }
    sums.map(|sum| sum as f32)
}

/// The most prominent wave of a spectrum, which repeats itself behind its ends.
fn strongest(power: &[f32]) -> Peak {
    let mut best = Peak { across: 0.0, down: 0.0, prominence: 0.0 };
    for y in 0..=HIGHEST {
        for x in 0..SIDE {
            let (across, down) = (x.min(SIDE - x), y);
            let is_of_jpeg = [across, down].iter().all(|periods| (periods + 1) % JPEG <= 2);
            let is_in = across.max(down) <= HIGHEST && across * across + down * down >= LOWEST * LOWEST;
            if !is_in || is_of_jpeg {
                continue;
            }
            let here = power[y * SIDE + x];
            let is_top = here >= power[y * SIDE + (x + 1) % SIDE] && here >= power[(y + 1) * SIDE + x];
            if is_top && here > best.prominence {
                let prominence = here / around(power, (x, y)).max(1.0);
                if prominence > best.prominence {
                    let across = if x > SIDE / 2 { x as f32 - SIDE as f32 } else { x as f32 };
                    best = Peak { across, down: y as f32, prominence };
                }
            }
        }
    }
    best
}

/// The mean power around a wave.
fn around(power: &[f32], (x, y): (usize, usize)) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for down in 0..=2 * AROUND {
        for across in 0..=2 * AROUND {
            if down.abs_diff(AROUND).max(across.abs_diff(AROUND)) > OWN {
                let [x, y] = [x + across, y + down].map(|place| (place + SIDE - AROUND) % SIDE);
                sum += power[y * SIDE + x];
                count += 1.0;
            }
        }
    }
    sum / count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_has_the_cosines_and_sines_of_the_standard_library() {
        for step in 0..=2000u16 {
            let angle = TAU * f32::from(step) / 2000.0;
            let [cosine, sine] = turn(angle);
            assert!((cosine - angle.cos()).abs() <= f32::EPSILON, "{angle}: {cosine}");
            assert!((sine - angle.sin()).abs() <= f32::EPSILON, "{angle}: {sine}");
        }
    }
}
