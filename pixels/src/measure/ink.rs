//! The level of print beside a spot of light: light on top of it lifts it, as uneven light does not.

use super::blob::extent;
use super::levels::percentile;
use super::region::Region;
use super::view::{Plane, Reduced};
use core::ops::Range;

/// How dark the print is, here and there.
pub struct InkLevels<'a> {
    pub luma: Plane<'a>,
    pub region: Region,
    /// How many pixels along a side make one of the reduced image.
    pub factor: usize,
}

/// The side of the squares whose darkest pixel is looked for, in pixels of the reduced image: about a line of print.
const SQUARE: usize = 8;

/// A square has print if it is so much darker somewhere than elsewhere.
const PRINT_CONTRAST: u8 = 40;

/// Print is lifted if its level is higher by this beside the blob than elsewhere. Light from a side takes paper and print
/// by the same share, which of dark print is next to nothing.
const LIFT: u8 = 45;

/// Fewer squares tell nothing.
const MIN_SQUARES: usize = 4;

impl InkLevels<'_> {
    /// Whether the print beside a blob is lighter than elsewhere, as only light on top of it makes it.
    pub fn is_lifted(&self, blob: &[usize], image: &Reduced) -> bool {
        let (across, down) = extent(blob, image.width);
        let around = across.len().min(down.len()) / 3 + SQUARE;
        let widened = |range: Range<usize>| range.start.saturating_sub(around)..range.end + around;
        let (across, down) = (widened(across), widened(down));
        let (mut near, mut far) = ([0; 256], [0; 256]);
        for y in (0..image.height).step_by(SQUARE) {
            for x in (0..image.width).step_by(SQUARE) {
                let is_near = across.contains(&(x + SQUARE / 2)) && down.contains(&(y + SQUARE / 2));
                if let Some(level) = self.ink(x * self.factor, y * self.factor) {
                    (if is_near { &mut near } else { &mut far })[usize::from(level)] += 1;
                }
            }
        }
        let (Some(near), Some(far)) = (median(&near), median(&far)) else { return false };
        near >= far.saturating_add(LIFT)
    }

    /// The darkest pixel of a square that lies inside and has print.
    fn ink(&self, x: usize, y: usize) -> Option<u8> {
        let side = SQUARE * self.factor;
        let rows = y..(y + side).min(self.luma.height());
        let ends = [rows.start, rows.end.saturating_sub(1)].map(|row| self.region.span(row, self.luma.width));
        if ends.iter().any(|&(left, right)| x < left || x + side > right) {
            return None;
        }
        let (mut darkest, mut lightest) = (u8::MAX, 0);
        for row in rows {
            for sample in &self.luma.row(row)[x..x + side] {
                (darkest, lightest) = (darkest.min(*sample), lightest.max(*sample));
            }
        }
        (lightest >= darkest.saturating_add(PRINT_CONTRAST)).then_some(darkest)
    }
}

fn median(levels: &[usize; 256]) -> Option<u8> {
    let count = levels.iter().sum::<usize>();
    (count >= MIN_SQUARES).then(|| percentile(levels, count / 2))
}
