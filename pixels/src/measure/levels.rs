//! How light and how dark a region is.

use super::region::Region;
use super::view::Plane;

/// Robust ends of the levels, 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Levels {
    /// What nearly everything is lighter than: the print.
    pub dark: u8,
    /// What half is darker than.
    pub middle: u8,
    /// What most is darker than: the paper.
    pub light: u8,
}

/// Print takes a few hundredths of a document, and single pixels are noise.
const DARK_PERMILLE: usize = 20;

/// A glare that takes less than a tenth does not pass for the paper.
const LIGHT_PERMILLE: usize = 900;

/// Every so many pixels along each side count: enough for a percentile.
const STEP: usize = 3;

/// The levels inside `region`; nothing where it has no pixel.
#[must_use]
pub fn levels(luma: Plane<'_>, region: Region) -> Option<Levels> {
    let mut counts = [0usize; 256];
    let (top, bottom) = region.rows(luma.height());
    for y in (top..bottom).step_by(STEP) {
        let (left, right) = region.span(y, luma.width);
        for sample in luma.row(y)[left..right].iter().step_by(STEP) {
            counts[usize::from(*sample)] += 1;
        }
    }
    let total: usize = counts.iter().sum();
    let at = |permille: usize| percentile(&counts, total * permille / 1000);
    (total > 0).then(|| Levels { dark: at(DARK_PERMILLE), middle: at(500), light: at(LIGHT_PERMILLE) })
}

/// The level that `rank` samples are below or at.
#[inline(never)]
pub(super) fn percentile(counts: &[usize; 256], rank: usize) -> u8 {
    let mut below = 0;
    let reaches = |count: &usize| {
        below += count;
        below > rank
    };
    counts.iter().position(reaches).and_then(|level| u8::try_from(level).ok()).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paper_and_print_are_told_whatever_lies_around() {
        let mut samples = vec![0; 90 * 90];
        for (at, sample) in samples.iter_mut().enumerate() {
            let (x, y) = (at % 90, at / 90);
            let inside = (30..60).contains(&x) && (30..60).contains(&y);
            *sample = if !inside {
                255
            } else if x % 6 == 0 {
                40
            } else {
                180
            };
        }
        let luma = Plane { width: 90, samples: &samples };
        let region = Region::new([[30.0, 30.0], [60.0, 30.0], [60.0, 60.0], [30.0, 60.0]]);
        assert_eq!(levels(luma, region), Some(Levels { dark: 40, middle: 180, light: 180 }));
        assert_eq!(levels(luma, Region::new([[0.0; 2]; 4])), None);
    }
}
