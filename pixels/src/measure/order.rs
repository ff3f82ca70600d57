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
    pub fn at(&self, place: usize) -> u8 {
        let mut below = 0;
        let is_there = |count: &usize| {
            below += count;
            below > place
        };
        let level = self.counts.iter().position(is_there);
        level.and_then(|level| u8::try_from(level).ok()).unwrap_or(u8::MAX)
    }
}

/// The value in the middle by the total order (IEEE 754-2008), the upper one of two; nothing of none.
pub fn middle(values: &[f32]) -> Option<f32> {
    const SIGN: u32 = 1 << 31;
    let ordered = |value: &f32| {
        let bits = value.to_bits();
        if bits & SIGN == 0 { bits | SIGN } else { !bits }
    };
    // The greatest number that at most half of the values are below, bit after bit.
    let mut found = 0;
    for bit in (0..u32::BITS).rev() {
        let more = found | 1 << bit;
        if values.iter().filter(|value| ordered(value) < more).count() <= values.len() / 2 {
            found = more;
        }
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
