//! Which coefficients of a block are worth their bits: one look ahead in place of a search over the block.
//!
//! Trellis quantization compares all ways to code a block. Here each coefficient is decided once, from front to back, with
//! the next one in view. It takes a fifth of the time, and what it keeps is written down as a mask: the coefficients
//! themselves stay as they are, so that a block can be decided anew.

use super::sparse::SparseBlock;
use super::trellis::Rates;
use crate::jpeg::shared::frame::BLOCK;

/// Decides blocks of one component.
#[derive(Debug)]
pub struct Selector {
    steps: StepReciprocals,
    /// Bits of each run and size, additional bits included: `run * SIZES + size`.
    rates: [f32; BLOCK * SIZES],
    /// Room for the coefficients of a block that may be kept, and for the runs and sizes of those that are.
    candidates: [Candidate; BLOCK],
    runs: [(u32, u32); BLOCK],
}

/// The sizes of coefficients: their numbers of bits.
const SIZES: usize = 16;

/// Divides coefficients in eighths by their steps, which are in zigzag order.
#[derive(Debug, Clone)]
pub struct StepReciprocals([u32; BLOCK]);

/// Fractional bits of a coefficient in steps.
const FRACTION_BITS: u32 = 16;
/// Half of a step. It is a little less, since quotients may be.
const HALF: u32 = (1 << (FRACTION_BITS - 1)) - 2;
/// What is added from two steps on before a coefficient is rounded down: fewer bits are worth more there than the
/// distortion. It gains up to 0.7 points of SSIMULACRA2 at equal bytes.
const LESS_THAN_HALF: u32 = HALF / 5 * 4;

/// A coefficient that may become other than zero.
#[derive(Debug, Clone, Copy, Default)]
struct Candidate {
    at: u32,
    /// In steps, with [`FRACTION_BITS`].
    exact: u32,
}

impl Candidate {
    #[inline(always)]
    const fn magnitude(self) -> u32 {
        rounded(self.exact)
    }

    /// Its number of bits.
    #[inline(always)]
    const fn size(self) -> u32 {
        u32::BITS - self.magnitude().leading_zeros()
    }
}

/// Whole steps.
#[inline(always)]
const fn rounded(exact: u32) -> u32 {
    let one = (exact + (1 << FRACTION_BITS) - HALF) >> FRACTION_BITS;
    if one > 1 { (exact + LESS_THAN_HALF) >> FRACTION_BITS } else { one }
}

impl StepReciprocals {
    /// `steps` are in zigzag order.
    pub fn new(steps: &[u16; BLOCK]) -> Self {
        // The quotient of the largest coefficient by the smallest step just fits 32 bits before 4 of them are dropped.
        Self(steps.map(|step| ((1 << 17) - 1 + u32::from(step) / 2) / u32::from(step.max(1))))
    }

    /// In steps, with [`FRACTION_BITS`].
    #[inline(always)]
    fn exact(&self, at: usize, value: i16) -> u32 {
        u32::from(value.unsigned_abs()).wrapping_mul(self.0[at % BLOCK]) >> 4
    }

    /// The quantized value of the coefficient at a position in zigzag order.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "at most 4096")]
    pub const fn quantized(&self, at: usize, value: i16) -> i16 {
        let magnitude = rounded((value.unsigned_abs() as u32).wrapping_mul(self.0[at % BLOCK]) >> 4) as i16;
        if value < 0 { -magnitude } else { magnitude }
    }
}

impl Selector {
    /// Decides by these steps and rates.
    pub fn new(steps: StepReciprocals, rates: &Rates) -> Self {
        let rate = |index: usize| rates.of_run(index / SIZES, index % SIZES);
        Self {
            steps,
            rates: core::array::from_fn(rate),
            candidates: [Candidate::default(); BLOCK],
            runs: [(0, 0); BLOCK],
        }
    }

    #[inline(always)]
    fn rate(&self, run: u32, size: u32) -> f32 {
        self.rates[(run as usize * SIZES + size as usize) % (BLOCK * SIZES)]
    }

    /// The coefficients of `block` that are kept, a bit each in zigzag order; DC always is. A squared step of distortion is
    /// worth `weight` bits. `count` is given the run and the size of each AC coefficient kept.
    #[inline]
    pub fn select(&mut self, block: SparseBlock<'_>, weight: f32, mut count: impl FnMut(u32, u32)) -> u64 {
        let mut found = 0;
        for (at, value) in block.ac() {
            let exact = self.steps.exact(at as usize, value);
            self.candidates[found % BLOCK] = Candidate { at, exact };
            found += usize::from(exact >= HALF);
        }
        let (mut last, mut kept) = (0, 0);
        // Bits less what they are worth so far, and the least of it: there the block ends.
        let (mut cost, mut best) = (0.0, (0.0, 0));
        for index in 0..found.min(BLOCK - 1) {
            let candidate = self.candidates[index];
            let (run, size) = (candidate.at.wrapping_sub(last + 1), candidate.size());
            let rate = self.rate(run, size);
            let worth = weight * saved(candidate);
            if size == 1 {
                let mut bits = rate;
                if index + 1 < found {
                    let next = self.candidates[index + 1];
                    let size = next.size();
                    bits += self.rate(next.at.wrapping_sub(candidate.at + 1), size)
                        - self.rate(next.at.wrapping_sub(last + 1), size);
                }
                if worth < bits {
                    continue;
                }
            }
            cost += rate - worth;
            last = candidate.at;
            self.runs[kept % BLOCK] = (run, size);
            kept += 1;
            if cost < best.0 {
                best = (cost, kept);
            }
        }
        let (mut mask, mut at) = (1, 0);
        for &(run, size) in &self.runs[..best.1 % BLOCK] {
            at += run + 1;
            mask |= 1 << (at & 63);
            count(run, size);
        }
        mask
    }
}

/// The squared error that coding a coefficient saves, in squared steps.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "below 2^24 where it matters")]
fn saved(candidate: Candidate) -> f32 {
    let magnitude = candidate.magnitude() as f32;
    magnitude * (2.0 / (1 << FRACTION_BITS) as f32 * candidate.exact as f32 - magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kept coefficients of a block with these values, in tenths of a step, at the first places behind DC.
    fn kept(tenths: &[i16], weight: f32) -> u64 {
        let steps = StepReciprocals::new(&[100; BLOCK]);
        let values: Vec<i16> = core::iter::once(0).chain(tenths.iter().map(|tenth| tenth * 80)).collect();
        let block = SparseBlock { mask: (1 << values.len()) - 1, values: &values };
        Selector::new(steps, &Rates::guess()).select(block, weight, |_, _| {})
    }

    #[test]
    fn a_coefficient_is_kept_where_its_distortion_is_worth_its_bits() {
        assert_eq!(kept(&[30, 20, 9, 4], 12.0), 0b1111);
        assert_eq!(kept(&[30, 20, 6, 4], 2.0), 0b111);
        assert_eq!(kept(&[6, 6, 6], 0.5), 1);
    }

    #[test]
    fn one_that_shortens_the_run_of_the_next_is_cheap() {
        // Alone it is not worth its bits. Before a large one the longer run would take some of them.
        assert_eq!(kept(&[0, 0, 0, 8], 5.0), 1);
        assert_eq!(kept(&[0, 0, 0, 8, 90], 8.0), 0b11_0001);
    }

    #[test]
    fn the_run_and_size_of_each_kept_coefficient_are_counted() {
        let steps = StepReciprocals::new(&[10; BLOCK]);
        let values = [800, 240, -80];
        let mut counted = Vec::new();
        let block = SparseBlock { mask: 1 | 1 << 3 | 1 << 4, values: &values };
        let mask = Selector::new(steps, &Rates::guess()).select(block, 100.0, |run, size| counted.push((run, size)));
        assert_eq!((mask, counted), (0b1_1001, vec![(2, 2), (0, 1)]));
    }

    #[test]
    fn quotients_are_rounded_and_fit_at_both_ends() {
        for (step, value, expected) in
            [(1, i16::MAX, 4_096), (1, i16::MIN, -4_096), (1, 4, 1), (1, 3, 0), (1, -12, -1), (1, 13, 2)]
        {
            assert_eq!(StepReciprocals::new(&[step; BLOCK]).quantized(5, value), expected, "{value} / {step}");
        }
        assert_eq!(StepReciprocals::new(&[u16::MAX; BLOCK]).quantized(5, i16::MAX), 0);
        assert_eq!(StepReciprocals::new(&[255; BLOCK]).quantized(5, 255 * 8 * 3), 3);
    }
}
