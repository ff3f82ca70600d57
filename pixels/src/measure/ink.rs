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

/// Print in a blob is darker than the paper by more than this.
const PALE: u8 = 8;

/// A blob lies in a square of which it takes one part in so many.
const WITHIN: usize = 4;

/// Fewer squares tell nothing.
const MIN_SQUARES: usize = 4;

/// Where print is lifted: so many of all pixels, as a share, and the box around them in pixels of the reduced image.
pub struct Lifted {
    pub share: f32,
    pub bounds: [[f32; 2]; 2],
}

/// Where print is lighter than elsewhere.
#[derive(Default)]
pub struct Lift {
    /// Around a blob, or between its parts.
    pub beside: bool,
    /// In squares of which a blob takes a part.
    pub within: bool,
}

impl InkLevels<'_> {
    /// Where the print around a blob is lighter than elsewhere, as only light on top of it makes it. What is as light as `paper`
    /// is not known to be print.
    #[inline(never)]
    pub fn lift(&self, blob: &[usize], image: &Reduced, paper: u8) -> Lift {
        let columns = image.width.div_ceil(SQUARE);
        let mut lit = vec![0; columns * image.height.div_ceil(SQUARE)];
        blob.iter().for_each(|at| lit[at / image.width / SQUARE * columns + at % image.width / SQUARE] += 1);
        let (across, down) = extent(blob, image.width);
        let around = across.len().min(down.len()) / 3 + SQUARE;
        let widened = |range: Range<usize>| range.start.saturating_sub(around)..range.end + around;
        let (across, down) = (widened(across), widened(down));
        let (mut beside, mut within) = ([[0; 256]; 2], [[0; 256]; 2]);
        for (at, &lit) in lit.iter().enumerate() {
            let [x, y] = [at % columns, at / columns].map(|place| place * SQUARE);
            let Some(level) = self.ink(x * self.factor, y * self.factor) else { continue };
            let is_beside = across.contains(&(x + SQUARE / 2)) && down.contains(&(y + SQUARE / 2));
            beside[usize::from(is_beside)][usize::from(level)] += 1;
            let is_within = lit * WITHIN >= SQUARE * SQUARE && level.saturating_add(PALE) < paper;
            if lit == 0 || is_within {
                within[usize::from(lit > 0)][usize::from(level)] += 1;
            }
        }
        Lift { beside: is_higher(&beside), within: is_higher(&within) }
    }

    /// The darkest pixel of a square that lies inside and has print.
    #[inline(never)]
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

/// Whether what is near is lifted above what is far.
#[inline(never)]
fn is_higher([far, near]: &[[usize; 256]; 2]) -> bool {
    median(near).zip(median(far)).is_some_and(|(near, far)| near >= far.saturating_add(LIFT))
}

#[inline(never)]
fn median(levels: &[usize; 256]) -> Option<u8> {
    let count = levels.iter().sum::<usize>();
    (count >= MIN_SQUARES).then(|| percentile(levels, count / 2))
}
