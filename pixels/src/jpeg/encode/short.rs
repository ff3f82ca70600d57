//! Short runs before small values: nearly all AC coefficients. Each pair of them has an index, by which it is counted and
//! coded in one step.

use super::huffman::Histogram;

/// Runs of up to 15 zeros before values from -16 to 15.
pub const SHORT: usize = 16 << VALUE_BITS;
const VALUE_BITS: u32 = 5;
const LOWEST: i16 = -1 << (VALUE_BITS - 1);

/// The index of a run of zeros and the value behind it; none where either is large.
#[inline(always)]
pub const fn index(run: u32, value: i16) -> Option<usize> {
    let above = value.wrapping_sub(LOWEST).cast_unsigned() as u32;
    if run < 16 && above < 1 << VALUE_BITS { Some((run << VALUE_BITS | above) as usize % SHORT) } else { None }
}

/// The run and the value of an index.
#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "both are small")]
const fn parts(index: usize) -> (u32, i16) {
    ((index >> VALUE_BITS) as u32, (index & ((1 << VALUE_BITS) - 1)) as i16 + LOWEST)
}

/// Size category and additional bits of a coefficient (T.81 F.1.2.1).
#[inline]
pub const fn magnitude(value: i16) -> (u32, u32) {
    let size = u16::BITS - value.unsigned_abs().leading_zeros();
    let extra = if value < 0 { value.wrapping_sub(1) } else { value };
    (size, extra.cast_unsigned() as u32 & ((1 << size) - 1))
}

/// How often each index occurs.
#[derive(Debug, Clone)]
pub struct ShortCounts([u32; SHORT]);

impl ShortCounts {
    /// Nothing counted yet.
    pub const NONE: Self = Self([0; SHORT]);

    /// Counts one.
    #[inline(always)]
    pub const fn add(&mut self, index: usize) {
        self.0[index % SHORT] += 1;
    }

    /// Adds what `other` counted.
    pub fn add_all(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(count, other)| *count += other);
    }

    /// Adds the symbols to `histogram`.
    pub fn add_to(&self, histogram: &mut Histogram) {
        for (index, &count) in self.0.iter().enumerate() {
            let (run, value) = parts(index);
            let (size, _) = magnitude(value);
            histogram.0[(run << 4 | size) as usize % 256] += count;
        }
    }
}

/// For each index: its code with the additional bits, and the length of both in the low 8 bits.
#[derive(Debug)]
pub struct ShortCodes([u32; SHORT]);

impl ShortCodes {
    /// `codes` has for each symbol the code, and its length in the low 8 bits.
    pub fn new(codes: &[u32; 256]) -> Self {
        Self(core::array::from_fn(|index| {
            let (run, value) = parts(index);
            let (size, extra) = magnitude(value);
            let code = codes[(run << 4 | size) as usize % 256];
            ((code >> 8) << size | extra) << 8 | ((code & 255) + size)
        }))
    }

    /// The bits of an index, and how many.
    #[inline(always)]
    pub const fn at(&self, index: usize) -> (u32, u32) {
        let packed = self.0[index % SHORT];
        (packed >> 8, packed & 255)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_run_and_value_has_an_index_of_its_own_and_no_other_has_one() {
        let mut found = [false; SHORT];
        for run in 0..16 {
            for value in -16..16 {
                let index = index(run, value).unwrap();
                assert_eq!(parts(index), (run, value));
                assert!(!core::mem::replace(&mut found[index], true), "{run} {value}");
            }
        }
        for (run, value) in [(16, 1), (0, 16), (0, -17), (63, 1), (3, i16::MAX), (3, i16::MIN)] {
            assert_eq!(index(run, value), None, "{run} {value}");
        }
    }

    #[test]
    fn a_short_code_is_that_of_its_symbol_and_the_additional_bits() {
        let mut codes = [0; 256];
        codes[0x53] = 0b1011 << 8 | 4;
        let short = ShortCodes::new(&codes);
        assert_eq!(short.at(index(5, 6).unwrap()), (0b101_1110, 7));
        assert_eq!(short.at(index(5, -6).unwrap()), (0b101_1001, 7));
    }
}
