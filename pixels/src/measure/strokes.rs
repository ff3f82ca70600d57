//! Which rows of which blocks have strokes and gaps. Sixteen rows are followed at a time.

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
use portable::*;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
use vectors::*;

use super::thumbnail::Thumbnail;

/// The length of a piece: two to four letters.
pub const BLOCK: usize = 16;

/// Rows at a time.
const ROWS: usize = 16;

/// For one block after another, which rows have `count` strokes and gaps that differ from what is beside them by `swing`
/// levels. `turned` is the image with rows for columns.
pub fn busy(turned: &Thumbnail, swing: u8, count: u8) -> Vec<bool> {
    let (height, blocks) = (turned.width, turned.height / BLOCK);
    let mut busy = vec![false; blocks * height];
    for top in (0..height).step_by(ROWS).map(|top| top.min(height - ROWS)) {
        let levels = |x: usize| load(turned.row(x)[top..].first_chunk().unwrap_or(&[0; ROWS]));
        let least = splat(swing);
        let (mut low, mut high) = (levels(0), levels(0));
        let (mut was_up, mut was_down) = (splat(0), splat(0));
        for block in 0..blocks {
            let mut swings = splat(0);
            for level in (block * BLOCK..(block + 1) * BLOCK).map(levels) {
                (low, high) = (min(low, level), max(high, level));
                let up = and_not(at_least(minus(level, low), least), was_up);
                let down = and_not(at_least(minus(high, level), least), or(was_down, up));
                let is_swing = or(up, down);
                swings = minus(swings, is_swing);
                (low, high) = (select(level, low, is_swing), select(level, high, is_swing));
                (was_up, was_down) = (select(up, was_up, is_swing), select(down, was_down, is_swing));
            }
            let is_busy = stored(at_least(swings, splat(count)));
            let rows = &mut busy[block * height + top..][..ROWS];
            rows.iter_mut().zip(is_busy).for_each(|(row, mask)| *row = mask != 0);
        }
    }
    busy
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    pub use crate::vector::bytes as load;
    use crate::vector::store_bytes;
    use core::arch::wasm32::v128;
    pub use core::arch::wasm32::{
        u8x16_ge as at_least, u8x16_max as max, u8x16_min as min, u8x16_splat as splat, u8x16_sub as minus,
        v128_andnot as and_not, v128_bitselect as select, v128_or as or,
    };

    #[inline(always)]
    pub fn stored(lanes: v128) -> [u8; 16] {
        let mut bytes = [0; 16];
        store_bytes(lanes, &mut bytes);
        bytes
    }
}

/// The same without vectors. A mask is 255 where something holds.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod portable {
    use core::array::from_fn;

    type Lanes = [u8; 16];

    pub const fn load(bytes: &Lanes) -> Lanes {
        *bytes
    }

    pub const fn stored(lanes: Lanes) -> Lanes {
        lanes
    }

    pub const fn splat(value: u8) -> Lanes {
        [value; 16]
    }

    pub fn min(one: Lanes, other: Lanes) -> Lanes {
        from_fn(|lane| one[lane].min(other[lane]))
    }

    pub fn max(one: Lanes, other: Lanes) -> Lanes {
        from_fn(|lane| one[lane].max(other[lane]))
    }

    pub fn minus(one: Lanes, other: Lanes) -> Lanes {
        from_fn(|lane| one[lane].wrapping_sub(other[lane]))
    }

    pub fn at_least(one: Lanes, other: Lanes) -> Lanes {
        from_fn(|lane| if one[lane] >= other[lane] { u8::MAX } else { 0 })
    }

    pub fn or(one: Lanes, other: Lanes) -> Lanes {
        from_fn(|lane| one[lane] | other[lane])
    }

    pub fn and_not(one: Lanes, other: Lanes) -> Lanes {
        from_fn(|lane| one[lane] & !other[lane])
    }

    /// The first where the mask is set, and else the other.
    pub fn select(one: Lanes, other: Lanes, mask: Lanes) -> Lanes {
        from_fn(|lane| one[lane] & mask[lane] | other[lane] & !mask[lane])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same, a row after another and a level after another.
    fn by_rows(image: &Thumbnail, swing: u8, count: u8) -> Vec<bool> {
        let blocks = image.width / BLOCK;
        let mut busy = vec![false; blocks * image.height];
        for y in 0..image.height {
            let row = image.row(y);
            let (mut low, mut high, mut was_up) = (row[0], row[0], None);
            for (block, levels) in row.chunks_exact(BLOCK).enumerate() {
                let mut swings = 0;
                for &level in levels {
                    (low, high) = (low.min(level), high.max(level));
                    let is_up = was_up != Some(true) && level - low >= swing;
                    if is_up || was_up != Some(false) && high - level >= swing {
                        swings += 1;
                        (low, high, was_up) = (level, level, Some(is_up));
                    }
                }
                busy[block * image.height + y] = swings >= count;
            }
        }
        busy
    }

    #[test]
    fn sixteen_rows_at_a_time_are_what_they_are_one_by_one() {
        let (mut state, mut shares) = (7_u32, Vec::new());
        for (width, height, range) in [(256, 161, 40), (256, 64, 255), (256, 180, 12), (161, 256, 60)] {
            let mut level = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                u8::try_from((state >> 16) % range).unwrap_or(0)
            };
            let image = Thumbnail { width, height, luma: (0..width * height).map(|_| level()).collect() };
            for swing in [5, 17, 30] {
                let found = busy(&image.transposed(), swing, 3);
                assert_eq!(found, by_rows(&image, swing, 3), "{width} x {height}, {range} levels, {swing}");
                shares.push(found.iter().filter(|is_busy| **is_busy).count() * 100 / found.len());
            }
        }
        assert!(shares.iter().any(|share| (20..80).contains(share)), "{shares:?}");
    }
}
