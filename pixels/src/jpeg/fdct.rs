//! The forward DCT of one block (T.81 A.3.3), in floating point after Arai, Agui and Nakajima.

use super::frame::BLOCK;

/// One line of eight values: the transform works on eight columns at a time.
type Line = [f32; 8];

/// Samples of one block, row by row, with the level shift done.
pub(super) type Samples = [Line; 8];

/// Coefficients are kept in eighths: DCT output is below 2^13 eighths, and an eighth is finer than any step.
pub(super) const FRACTION: f32 = 8.0;

/// 1 / (s(u) * s(v)), where the transform leaves coefficient k larger by s(k) = sqrt(2) cos(k pi / 16), s(0) = 1.
const SCALE: [Line; 8] = scale();

const fn scale() -> [Line; 8] {
    const S: Line = [1.0, 1.387_039_8, 1.306_563, 1.175_875_6, 1.0, 0.785_695, 0.541_196_1, 0.275_899_38];
    let mut scale = [[0.0; 8]; 8];
    let mut at = 0;
    while at < BLOCK {
        scale[at / 8][at % 8] = 1.0 / (S[at / 8] * S[at % 8]);
        at += 1;
    }
    scale
}

/// Transforms `samples` into coefficients in eighths, column by column: horizontal frequency times 8 plus vertical.
#[inline]
pub(super) fn forward(samples: &Samples) -> [i16; BLOCK] {
    let mut lines = *samples;
    columns(&mut lines);
    let mut turned = [[0.0; 8]; 8];
    for (y, line) in lines.iter().enumerate() {
        for (x, &value) in line.iter().enumerate() {
            turned[x][y] = value;
        }
    }
    columns(&mut turned);
    let mut coefficients = [0; BLOCK];
    for ((out, line), scale) in coefficients.chunks_exact_mut(8).zip(&turned).zip(&SCALE) {
        for ((out, &value), &scale) in out.iter_mut().zip(line).zip(scale) {
            *out = rounded(value * scale);
        }
    }
    coefficients
}

/// Rounds a value below 2^15: adding 1.5 * 2^23 leaves the integer in the low bits of the mantissa.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the low 16 bits are the result")]
fn rounded(value: f32) -> i16 {
    (value + 12_582_912.0).to_bits() as i16
}

#[inline]
fn add(a: Line, b: Line) -> Line {
    core::array::from_fn(|i| a[i] + b[i])
}

#[inline]
fn sub(a: Line, b: Line) -> Line {
    core::array::from_fn(|i| a[i] - b[i])
}

#[inline]
fn mul(a: Line, factor: f32) -> Line {
    a.map(|value| value * factor)
}

/// The one-dimensional transform of all eight columns, with the factors of [`SCALE`] still to be applied.
#[inline]
fn columns(lines: &mut [Line; 8]) {
    let [l0, l1, l2, l3, l4, l5, l6, l7] = *lines;
    let (s0, d0) = (add(l0, l7), sub(l0, l7));
    let (s1, d1) = (add(l1, l6), sub(l1, l6));
    let (s2, d2) = (add(l2, l5), sub(l2, l5));
    let (s3, d3) = (add(l3, l4), sub(l3, l4));

    let (even_sum, even_difference) = (add(s0, s3), sub(s0, s3));
    let (inner_sum, inner_difference) = (add(s1, s2), sub(s1, s2));
    let turn = mul(add(inner_difference, even_difference), core::f32::consts::FRAC_1_SQRT_2);
    lines[0] = add(even_sum, inner_sum);
    lines[4] = sub(even_sum, inner_sum);
    lines[2] = add(even_difference, turn);
    lines[6] = sub(even_difference, turn);

    let (o0, o1, o2) = (add(d3, d2), add(d2, d1), add(d1, d0));
    let shared = mul(sub(o0, o2), 0.382_683_43);
    let low = add(mul(o0, 0.541_196_1), shared);
    let high = add(mul(o2, 1.306_563), shared);
    let middle = mul(o1, core::f32::consts::FRAC_1_SQRT_2);
    let (outer, inner) = (add(d0, middle), sub(d0, middle));
    lines[5] = add(inner, low);
    lines[3] = sub(inner, low);
    lines[1] = add(outer, high);
    lines[7] = sub(outer, high);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(samples: &Samples, horizontal: usize, vertical: usize) -> f64 {
        let mut sum = 0.0;
        for (y, line) in samples.iter().enumerate() {
            for (x, &sample) in line.iter().enumerate() {
                let angle = |at: usize, frequency: usize| {
                    ((2 * at + 1) as f64 * frequency as f64 * core::f64::consts::PI / 16.0).cos()
                };
                sum += f64::from(sample) * angle(x, horizontal) * angle(y, vertical);
            }
        }
        let norm = |frequency: usize| if frequency == 0 { core::f64::consts::FRAC_1_SQRT_2 } else { 1.0 };
        sum * norm(horizontal) * norm(vertical) / 4.0
    }

    #[test]
    fn coefficients_are_the_definition_of_the_standard_to_a_sixteenth() {
        let mut state = 1_u32;
        for round in 0..50 {
            let samples: Samples = core::array::from_fn(|_| {
                core::array::from_fn(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    if round < 2 { f32::from(i16::from(round == 1) * 255 - 128) } else { (state >> 24) as f32 - 128.0 }
                })
            });
            let coefficients = forward(&samples);
            for horizontal in 0..8 {
                for vertical in 0..8 {
                    let found = f64::from(coefficients[horizontal * 8 + vertical]) / f64::from(FRACTION);
                    let expected = reference(&samples, horizontal, vertical);
                    assert!((found - expected).abs() <= 0.0645, "{horizontal},{vertical}: {found}, not {expected}");
                }
            }
        }
    }
}
