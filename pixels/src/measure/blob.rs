//! The shape of a set of connected pixels.

use core::ops::{Range, RangeInclusive};

/// What a disc takes of the square around it, in hundredths: 79.
const DISC: RangeInclusive<usize> = 72..=85;

/// Whether pixels of an image of `width`, with a border of so many edges, are a disc: as lamps are and white parts of
/// documents are not, whatever surrounds them.
pub fn is_disc(pixels: &[usize], width: usize, border: usize) -> bool {
    let (across, down) = extent(pixels, width);
    let (width, height) = (across.len(), down.len());
    let is_filled = DISC.contains(&(pixels.len() * 100 / (width * height).max(1)));
    // Of every convex shape in steps of pixels the border is that of the rectangle around it.
    let is_smooth = border * 5 < 2 * (width + height) * 6;
    is_filled && is_smooth && width.max(height) * 4 < width.min(height) * 5
}

/// The columns and the rows of some pixels.
pub fn extent(pixels: &[usize], width: usize) -> (Range<usize>, Range<usize>) {
    let places = || pixels.iter().map(|at| (at % width, at / width));
    let range = |one: fn((usize, usize)) -> usize| {
        let (first, last) = (places().map(one).min().unwrap_or(0), places().map(one).max().unwrap_or(0));
        first..last + 1
    };
    (range(|(x, _)| x), range(|(_, y)| y))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pixels of an image of 40 x 40 for which this holds, and the edges of their border.
    fn shape(holds: impl Fn(i32, i32) -> bool) -> (Vec<usize>, usize) {
        let is_in = |at: i32| holds(at % 40 - 20, at / 40 - 20);
        let pixels: Vec<i32> = (0..1_600).filter(|&at| is_in(at)).collect();
        let edges = |at: &i32| [at - 1, at + 1, at - 40, at + 40].into_iter().filter(|&next| !is_in(next)).count();
        let border = pixels.iter().map(edges).sum();
        (pixels.into_iter().filter_map(|at| usize::try_from(at).ok()).collect(), border)
    }

    #[test]
    fn a_disc_is_one_and_a_rectangle_an_ellipse_and_a_star_are_not() {
        let is_one = |holds: fn(i32, i32) -> bool| {
            let (pixels, border) = shape(holds);
            is_disc(&pixels, 40, border)
        };
        assert!(is_one(|x, y| x * x + y * y <= 150), "a disc");
        assert!(!is_one(|x, y| x.abs() <= 12 && y.abs() <= 12), "a square");
        assert!(!is_one(|x, y| x * x + 4 * y * y <= 196), "an ellipse");
        assert!(!is_one(|x, y| x.abs() <= 12 && y.abs() <= 12 && x % 5 != 0), "stripes");
        assert_eq!(extent(&[3 * 40 + 7, 5 * 40 + 2], 40), (2..8, 3..6));
    }
}
