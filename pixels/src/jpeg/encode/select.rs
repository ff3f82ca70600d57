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
    /// Bits of each run and size, additional bits included, by [`run_and_size`].
    rates: [f32; BLOCK * SIZES],
    /// How often each run and size was kept.
    kept: [u32; BLOCK * SIZES],
    /// Room for the coefficients of a block that may be kept, and for the runs and sizes of those that are.
    candidates: [Candidate; BLOCK],
    runs: [u16; BLOCK],
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

/// A candidate, its value and the number of its bits.
#[derive(Debug, Clone, Copy)]
struct Rounded {
    at: u32,
    exact: u32,
    magnitude: u32,
    size: u32,
}

impl Candidate {
    #[inline(always)]
    const fn rounded(self) -> Rounded {
        let Self { at, exact } = self;
        let magnitude = rounded(exact);
        Rounded { at, exact, magnitude, size: u32::BITS - magnitude.leading_zeros() }
    }
}

/// The index of a run of zeros and the size of the value behind it.
#[inline(always)]
const fn run_and_size(run: u32, size: u32) -> usize {
    (run as usize * SIZES + size as usize) % (BLOCK * SIZES)
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
            kept: [0; BLOCK * SIZES],
            candidates: [Candidate::default(); BLOCK],
            runs: [0; BLOCK],
        }
    }

    /// The symbols of all coefficients that were kept: how often there was each run of zeros before a value of each size.
    pub fn kept(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        let runs = (0..).zip(self.kept.as_chunks::<SIZES>().0);
        let counts = runs.flat_map(|(run, sizes)| (0..).zip(sizes).map(move |(size, &count)| (run, size, count)));
        counts.filter(|&(_, _, count)| count > 0)
    }

    /// The coefficients of `block` that are kept, a bit each in zigzag order; DC always is. A squared step of distortion is
    /// worth `weight` bits.
    #[inline]
    pub fn select(&mut self, block: SparseBlock<'_>, weight: f32) -> u64 {
        let found = self.find(block);
        let (mut last, mut mask, mut count) = (0, 1, 0);
        // Bits less what they are worth so far, and the least of it: there the block ends.
        let (mut cost, mut best) = (0.0, (0.0, 1, 0));
        let mut next = self.candidates[0].rounded();
        for index in 1..=found.min(BLOCK - 1) {
            let this = next;
            next = self.candidates[index % BLOCK].rounded();
            let code = run_and_size(this.at.wrapping_sub(last + 1), this.size);
            let rate = self.rates[code];
            let worth = weight * saved(this);
            if this.size == 1 {
                let mut bits = rate;
                if index < found {
                    let rate = |from: u32| self.rates[run_and_size(next.at.wrapping_sub(from + 1), next.size)];
                    bits += rate(this.at) - rate(last);
                }
                if worth < bits {
                    continue;
                }
            }
            cost += rate - worth;
            last = this.at;
            mask |= 1 << (last & 63);
            self.runs[count % BLOCK] = low_word(code);
            self.kept[code] += 1;
            count += 1;
            if cost < best.0 {
                best = (cost, mask, count);
            }
        }
        for &code in self.runs.get(best.2..count).unwrap_or_default() {
            self.kept[usize::from(code) % (BLOCK * SIZES)] -= 1;
        }
        best.1
    }

    /// Finds the candidates of a block, and gives how many.
    #[inline(always)]
    fn find(&mut self, block: SparseBlock<'_>) -> usize {
        let mut found = 0;
        for (at, value) in block.ac() {
            let exact = self.steps.exact(at as usize, value);
            self.candidates[found % BLOCK] = Candidate { at, exact };
            found += usize::from(exact >= HALF);
        }
        found
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "at most 1,023")]
const fn low_word(code: usize) -> u16 {
    code as u16
}

/// The squared error that coding a coefficient saves, in squared steps.
#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "below 2^24 where it matters")]
fn saved(one: Rounded) -> f32 {
    let magnitude = one.magnitude.cast_signed() as f32;
    magnitude * (2.0 / (1 << FRACTION_BITS) as f32 * one.exact.cast_signed() as f32 - magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kept coefficients of a block with these values, in tenths of a step, at the first places behind DC.
    fn kept(tenths: &[i16], weight: f32) -> u64 {
        let steps = StepReciprocals::new(&[100; BLOCK]);
        let values: Vec<i16> = core::iter::once(0).chain(tenths.iter().map(|tenth| tenth * 80)).collect();
        let block = SparseBlock { mask: (1 << values.len()) - 1, values: &values };
        Selector::new(steps, &Rates::guess()).select(block, weight)
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
        let block = SparseBlock { mask: 1 | 1 << 3 | 1 << 4, values: &values };
        let mut selector = Selector::new(steps, &Rates::guess());
        let mask = selector.select(block, 100.0);
        assert_eq!((mask, selector.kept().collect()), (0b1_1001, vec![(0, 1, 1), (2, 2, 1)]));
        // At the end of a block nothing is worth its bits.
        assert_eq!(selector.select(block, 0.01), 1);
        assert_eq!(selector.kept().map(|(_, _, count)| count).sum::<u32>(), 2);
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
