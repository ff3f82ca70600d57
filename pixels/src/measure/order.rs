//! A value by its place in the order of all, without sorting: what the standard library sorts and selects by has
//! kilobytes for each type.

/// How often each level comes.
pub struct LevelCounts {
    counts: [usize; 256],
}

impl LevelCounts {
    pub fn of(levels: impl Iterator<Item = u8>) -> Self {
        let mut counts = [0; 256];
        for level in levels {
            counts[usize::from(level)] += 1;
        }
        Self { counts }
    }

    /// The level at a place, from dark to light; the lightest beyond the last.
    #[inline(never)]
    pub fn at(&self, place: usize) -> u8 {
        let mut below = 0;
        let is_there = |count: &usize| {
            below += count;
            below > place
        };
        let level = self.counts.iter().position(is_there);
        level.and_then(|level| u8::try_from(level).ok()).unwrap_or(u8::MAX)
    }

    /// How many are darker than a level.
    fn below(&self, level: u8) -> usize {
        self.counts.iter().take(usize::from(level)).sum()
    }
}

/// The value in the middle by the total order (IEEE 754-2008), the upper one of two; nothing of none.
pub fn middle(values: &[f32]) -> Option<f32> {
    const SIGN: u32 = 1 << 31;
    let ordered = |value: &f32| {
        let bits = value.to_bits();
        if bits & SIGN == 0 { bits | SIGN } else { !bits }
    };
    // Byte after byte from the first: how many of those that begin alike have which next byte.
    let (mut found, mut rank) = (0, values.len() / 2);
    for shift in [24, 16, 8, 0] {
        let is_alike = |value: &u32| (value ^ found) >> shift >> u8::BITS == 0;
        let alike = values.iter().map(ordered).filter(is_alike);
        let counts = LevelCounts::of(alike.map(|value| (value >> shift).to_le_bytes()[0]));
        let byte = counts.at(rank);
        rank -= counts.below(byte);
        found |= u32::from(byte) << shift;
    }
    let bits = if found & SIGN == 0 { !found } else { found ^ SIGN };
    (!values.is_empty()).then(|| f32::from_bits(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_what_sorting_gives() {
        let some = [0.25, -1.5, 0.0, -0.0, 3.0e9, 1.0e-40, -7.25, 0.25, f32::INFINITY, 0.5, -3.0];
        for length in 1..=some.len() {
            let mut sorted = some[..length].to_vec();
            sorted.sort_by(f32::total_cmp);
            let found = middle(&some[..length]).map(f32::to_bits);
            assert_eq!(found, Some(sorted[length / 2].to_bits()), "of {length}");
        }
        assert_eq!(middle(&[]), None);
    }

    #[test]
    fn the_level_at_a_place_is_what_sorting_gives() {
        let some = [7, 255, 0, 7, 12, 200, 0, 9];
        let mut sorted = some;
        sorted.sort_unstable();
        let counts = LevelCounts::of(some.into_iter());
        assert_eq!(core::array::from_fn(|place| counts.at(place)), sorted);
        assert_eq!(counts.at(8), 255);
    }
}
