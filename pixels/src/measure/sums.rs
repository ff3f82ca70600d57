//! Means of samples that lie in a rectangle, by sums of whole rows.

/// So many rows of bytes sum up to less than 2^16.
pub const MAX_ROWS: usize = 256;

/// Adds a row of samples to the sums of at most [`MAX_ROWS`] rows.
#[inline(never)]
pub fn add_samples(sums: &mut [u16], row: &[u8]) {
    #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
    let taken = vectors::add_samples(sums, row);
    #[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
    let taken = 0;
    for (sum, sample) in sums[taken..].iter_mut().zip(&row[taken..]) {
        *sum += u16::from(*sample);
    }
}

/// What makes one mean of so many samples. To divide by their number is to multiply by its inverse, which is faster.
#[derive(Clone, Copy)]
pub struct Area {
    half: u32,
    inverse: u64,
}

impl Area {
    /// The mean of at most 256 squared bytes is exact with so many bits.
    const BITS: u32 = 40;

    #[expect(clippy::cast_possible_truncation, reason = "at most 256 squared")]
    pub const fn of(count: usize) -> Self {
        Self { half: (count / 2) as u32, inverse: (1u64 << Self::BITS).div_ceil(count as u64) }
    }

    /// The mean, rounded.
    #[inline(always)]
    pub const fn mean(&self, sum: u32) -> u8 {
        self.mean_down(sum + self.half)
    }

    /// The mean, rounded down.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a mean of bytes")]
    pub const fn mean_down(&self, sum: u32) -> u8 {
        ((sum as u64 * self.inverse) >> Self::BITS) as u8
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use crate::vector::{samples, store_sums, sums as load};
    use core::arch::wasm32::u16x8_add;

    /// As many samples as whole groups hold; how many those are.
    #[inline(always)]
    pub fn add_samples(sums: &mut [u16], row: &[u8]) -> usize {
        let groups = sums.as_chunks_mut::<8>().0.iter_mut().zip(row.as_chunks::<8>().0);
        groups.map(|(sums, row)| store_sums(u16x8_add(load(sums), samples(row)), sums)).count() * 8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_are_rounded_as_by_a_division() {
        for factor in [1, 3, 4, 7, 255, 256] {
            let (count, area) = (u32::try_from(factor * factor).unwrap(), Area::of(factor * factor));
            // Where the quotient goes up by one, and one less.
            for sum in (0..255).flat_map(|level| [level * count + count / 2, level * count + count.div_ceil(2)]) {
                assert_eq!(u32::from(area.mean(sum)), (sum + count / 2) / count, "{factor} {sum}");
            }
        }
    }

    #[test]
    fn as_many_rows_are_summed_up_as_may_be() {
        let row = [255; 21];
        let mut sums = [0; 20];
        (0..MAX_ROWS).for_each(|_| add_samples(&mut sums, &row));
        assert_eq!(sums, [255 * 256; 20]);
    }
}
