//! Both passes in plain Rust.
#![cfg_attr(
    all(target_arch = "wasm32", target_feature = "simd128"),
    expect(dead_code, reason = "the vectors of WebAssembly take the place of all but the rest of a row")
)]

use super::kernel::{Axis, ROW_BITS, TAP_GROUP, WEIGHT_BITS};

/// Samples that the vertical pass sums up at a time, so that the sums stay in registers.
const LANES: usize = 16;

/// The horizontal pass over one component.
pub fn reduce_plane(source: &[u8], reduced: &mut [i16], axis: &Axis) {
    const SHIFT: u32 = WEIGHT_BITS - ROW_BITS;
    for (x, sample) in reduced.iter_mut().enumerate() {
        let weights = axis.weights(x).as_chunks::<{ TAP_GROUP }>().0;
        let start = axis.window(x).0;
        let samples = source[start..start + axis.taps()].as_chunks::<{ TAP_GROUP }>().0;
        let mut sums = [0i32; TAP_GROUP];
        for (weights, samples) in weights.iter().zip(samples) {
            for lane in 0..TAP_GROUP {
                sums[lane] += i32::from(weights[lane]) * i32::from(samples[lane]);
            }
        }
        let sum = (sums.iter().sum::<i32>() + (1 << (SHIFT - 1))) >> SHIFT;
        *sample = saturated(sum);
    }
}

/// The vertical pass: the rows of the ring that start at `taps`, weighted.
pub fn blend_rows(ring: &[i16], taps: &[(usize, i16)], row: &mut [u8]) {
    let (groups, rest) = row.as_chunks_mut::<LANES>();
    let blended = groups.len() * LANES;
    for (index, group) in groups.iter_mut().enumerate() {
        let mut sums = [0i32; LANES];
        for (slot, weight) in taps {
            let start = slot + index * LANES;
            let samples = &ring[start..start + LANES];
            for lane in 0..LANES {
                sums[lane] += i32::from(*weight) * i32::from(samples[lane]);
            }
        }
        for lane in 0..LANES {
            group[lane] = sample_of(sums[lane]);
        }
    }
    blend_rest(ring, taps, (rest, blended));
}

/// The vertical pass over what the groups leave: the samples of `row` from `start` on.
pub fn blend_rest(ring: &[i16], taps: &[(usize, i16)], (row, start): (&mut [u8], usize)) {
    for (x, sample) in row.iter_mut().enumerate() {
        let sum = taps.iter().map(|(slot, weight)| i32::from(*weight) * i32::from(ring[slot + start + x])).sum();
        *sample = sample_of(sum);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "clamped to the range of i16")]
fn saturated(value: i32) -> i16 {
    value.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}

#[expect(clippy::cast_sign_loss, reason = "clamped to the range of u8")]
fn sample_of(sum: i32) -> u8 {
    const SHIFT: u32 = WEIGHT_BITS + ROW_BITS;
    ((sum + (1 << (SHIFT - 1))) >> SHIFT).clamp(0, 255) as u8
}
