//! Smooth curves through measured points.

/// Coefficients of a curve at most.
pub(crate) const TERMS: usize = 4;

/// A polynomial of a place along a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Curve {
    coefficients: [f32; TERMS],
    /// The place that the powers are of: 0 in the middle, about -1 and 1 at the ends.
    middle: f32,
    scale: f32,
}

/// A point of a curve and how much it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    pub at: f32,
    pub value: f32,
    pub weight: f32,
}

impl Curve {
    /// The curve that is this number everywhere.
    pub(crate) const fn constant(value: f32) -> Self {
        Self { coefficients: [value, 0.0, 0.0, 0.0], middle: 0.0, scale: 1.0 }
    }

    /// The curve of the values so many times larger, and moved.
    pub(crate) fn scaled(mut self, times: f32, shift: f32) -> Self {
        self.coefficients = self.coefficients.map(|coefficient| coefficient * times);
        self.coefficients[0] += shift;
        self
    }

    /// The curve of `terms` coefficients with the least squares. `None` where the points do not tell.
    pub(crate) fn through(samples: &[Sample], terms: usize) -> Option<Self> {
        let (mut first, mut last) = (f32::INFINITY, f32::NEG_INFINITY);
        for sample in samples.iter().filter(|sample| sample.weight > 0.0) {
            (first, last) = (first.min(sample.at), last.max(sample.at));
        }
        if first > last {
            return None;
        }
        let (middle, scale) = ((first + last) / 2.0, ((last - first) / 2.0).max(1e-3));
        let mut rows = [[0.0f64; TERMS + 1]; TERMS];
        for sample in samples {
            let powers = powers((sample.at - middle) / scale);
            for (row, power) in rows.iter_mut().zip(powers) {
                let weighed = f64::from(power * sample.weight);
                for (sum, other) in row.iter_mut().zip(powers) {
                    *sum += weighed * f64::from(other);
                }
                row[TERMS] += weighed * f64::from(sample.value);
            }
        }
        for (at, row) in rows.iter_mut().enumerate() {
            // A little towards a straight line, so that few points do not bend it.
            row[at] += if at < 2 { 1e-9 } else { 1e-3 };
            if at >= terms {
                *row = [0.0; TERMS + 1];
                row[at] = 1.0;
            }
        }
        solve(&mut rows).map(|coefficients| Self { coefficients, middle, scale })
    }

    /// The value at a place.
    pub(crate) fn at(&self, place: f32) -> f32 {
        let powers = powers((place - self.middle) / self.scale);
        self.coefficients.iter().zip(powers).map(|(coefficient, power)| coefficient * power).sum()
    }

    /// The same curve through fewer outliers: points far off it count no more.
    pub(crate) fn robust(samples: &mut [Sample], terms: usize, far: f32) -> Option<Self> {
        let mut curve = Self::through(samples, terms)?;
        for far in [far * 2.0, far] {
            let mut left = 0;
            for sample in samples.iter_mut() {
                if (curve.at(sample.at) - sample.value).abs() > far {
                    sample.weight *= 0.05;
                } else {
                    left += 1;
                }
            }
            if left < 4 {
                return None;
            }
            curve = Self::through(samples, terms)?;
        }
        Some(curve)
    }
}

fn powers(place: f32) -> [f32; TERMS] {
    [1.0, place, place * place, place * place * place]
}

/// Gauss's elimination.
fn solve(rows: &mut [[f64; TERMS + 1]; TERMS]) -> Option<[f32; TERMS]> {
    for at in 0..TERMS {
        let pivot = (at..TERMS).max_by(|a, b| rows[*a][at].abs().total_cmp(&rows[*b][at].abs()))?;
        rows.swap(at, pivot);
        let row = rows[at];
        if row[at].abs() < 1e-12 {
            return None;
        }
        for (index, other) in rows.iter_mut().enumerate().filter(|(index, _)| *index != at) {
            debug_assert_ne!(index, at);
            let factor = other[at] / row[at];
            for (value, from) in other.iter_mut().zip(row) {
                *value -= factor * from;
            }
        }
    }
    let mut solved = [0.0; TERMS];
    for (at, value) in solved.iter_mut().enumerate() {
        *value = single(rows[at][TERMS] / rows[at][at]);
    }
    Some(solved)
}

#[expect(clippy::cast_possible_truncation, reason = "rounded to 32 bits")]
const fn single(value: f64) -> f32 {
    value as f32
}
