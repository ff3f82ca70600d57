//! Both passes with the vectors of WebAssembly: the compiler does not find the dot product by itself, and a photo takes
//! four times as long with what it finds. The sums are those of the portable passes, bit for bit.

use super::kernel::{Axis, ROW_BITS, TAP_GROUP, WEIGHT_BITS};
use super::portable;
use crate::vector::{self, words};
use core::arch::wasm32::{
    i16x8, i16x8_narrow_i32x4, i16x8_shuffle, i32x4_add, i32x4_dot_i16x8, i32x4_shr, i32x4_shuffle, i32x4_splat,
    u8x16_narrow_i16x8, u64x2_extract_lane, v128,
};

/// Samples that the vertical pass makes at a time.
const LANES: usize = 8;

/// The horizontal pass over one component.
pub fn reduce_plane(source: &[u8], reduced: &mut [i16], axis: &Axis) {
    let (groups, rest) = reduced.as_chunks_mut::<4>();
    let taken = groups.len() * 4;
    for (index, group) in groups.iter_mut().enumerate() {
        // Every check of a bound stands before the arithmetic: V8 would do that anew in each branch behind it.
        let window = |lane| TapWindow::new(source, axis, index * 4 + lane);
        let (a, b, c, d) = (window(0), window(1), window(2), window(3));
        *group = row_samples(sums_of(a.products(), b.products(), c.products(), d.products()));
    }
    for (lane, sample) in rest.iter_mut().enumerate() {
        let sums = TapWindow::new(source, axis, taken + lane).products();
        *sample = row_samples(sums_of(sums, sums, sums, sums))[0];
    }
}

/// The samples that make one sample of the result, and how much each counts.
struct TapWindow<'a> {
    weights: &'a [[i16; TAP_GROUP]],
    samples: &'a [[u8; TAP_GROUP]],
}

impl<'a> TapWindow<'a> {
    #[inline(always)]
    fn new(source: &'a [u8], axis: &'a Axis, x: usize) -> Self {
        let start = axis.window(x).0;
        let samples = source[start..start + axis.taps()].as_chunks().0;
        Self { weights: axis.weights(x).as_chunks().0, samples }
    }

    /// The products, added up to four partial sums.
    #[inline(always)]
    fn products(self) -> v128 {
        let mut sums = i32x4_splat(0);
        for (weights, samples) in self.weights.iter().zip(self.samples) {
            sums = i32x4_add(sums, i32x4_dot_i16x8(words(weights), vector::samples(samples)));
        }
        sums
    }
}

/// The four sums of four times four partial sums.
#[inline(always)]
fn sums_of(a: v128, b: v128, c: v128, d: v128) -> v128 {
    let ab = i32x4_add(i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
    let cd = i32x4_add(i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
    i32x4_add(i32x4_shuffle::<0, 1, 4, 5>(ab, cd), i32x4_shuffle::<2, 3, 6, 7>(ab, cd))
}

/// Sums as samples between the passes.
#[inline(always)]
fn row_samples(sums: v128) -> [i16; 4] {
    const SHIFT: u32 = WEIGHT_BITS - ROW_BITS;
    let rounded = i32x4_shr(i32x4_add(sums, i32x4_splat(1 << (SHIFT - 1))), SHIFT);
    let [a, b, c, d, e, f, g, h] = u64x2_extract_lane::<0>(i16x8_narrow_i32x4(rounded, rounded)).to_le_bytes();
    [i16::from_le_bytes([a, b]), i16::from_le_bytes([c, d]), i16::from_le_bytes([e, f]), i16::from_le_bytes([g, h])]
}

/// The vertical pass: the rows of the ring that start at `taps`, weighted.
pub fn blend_rows(ring: &[i16], taps: &[(usize, i16)], row: &mut [u8]) {
    let pairs = paired(ring, taps, row.len());
    let (groups, rest) = row.as_chunks_mut::<LANES>();
    let blended = groups.len() * LANES;
    for (index, group) in groups.iter_mut().enumerate() {
        let (mut low, mut high) = (i32x4_splat(0), i32x4_splat(0));
        for (one, other, weights) in &pairs {
            let (one, other) = (words(&one[index]), words(&other[index]));
            let first = i16x8_shuffle::<0, 8, 1, 9, 2, 10, 3, 11>(one, other);
            let second = i16x8_shuffle::<4, 12, 5, 13, 6, 14, 7, 15>(one, other);
            low = i32x4_add(low, i32x4_dot_i16x8(first, *weights));
            high = i32x4_add(high, i32x4_dot_i16x8(second, *weights));
        }
        *group = samples(low, high);
    }
    portable::blend_rest(ring, taps, (rest, blended));
}

/// Two rows of the ring, in groups, and their weights side by side.
type Pair<'a> = (&'a [[i16; LANES]], &'a [[i16; LANES]], v128);

/// The rows two by two; an odd one is paired with itself, at no weight.
fn paired<'a>(ring: &'a [i16], taps: &[(usize, i16)], length: usize) -> Vec<Pair<'a>> {
    let groups = |slot: usize| ring[slot..slot + length].as_chunks::<LANES>().0;
    taps.chunks(2)
        .map(|pair| {
            let (first, one) = pair[0];
            let (second, other) = pair.get(1).copied().unwrap_or((first, 0));
            (groups(first), groups(second), i16x8(one, other, one, other, one, other, one, other))
        })
        .collect()
}

/// Sums as samples of the result.
#[inline(always)]
fn samples(low: v128, high: v128) -> [u8; LANES] {
    const SHIFT: u32 = WEIGHT_BITS + ROW_BITS;
    let half = i32x4_splat(1 << (SHIFT - 1));
    let (low, high) = (i32x4_shr(i32x4_add(low, half), SHIFT), i32x4_shr(i32x4_add(high, half), SHIFT));
    let words = i16x8_narrow_i32x4(low, high);
    u64x2_extract_lane::<0>(u8x16_narrow_i16x8(words, words)).to_le_bytes()
}
