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

/// How much of the rectangle around it the ground of a portrait takes, in hundredths: the head and the shoulders take the rest.
const GROUND: RangeInclusive<usize> = 25..=88;

/// A straight side lies within so much of the outermost pixel, in hundredths of the extent but two pixels at the least, on
/// so many of a hundred lines across it.
const ASTRAY: i32 = 4;
const STRAIGHT: usize = 80;

/// Whether pixels of an image of `width` are a rectangle with something in it whose sides lie in the direction `along`, as
/// the ground of a portrait is. One side may be hidden, by shoulders most often.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "places in a reduced image")]
pub fn is_frame(pixels: &[usize], width: usize, [x, y]: [f32; 2]) -> bool {
    let turned = |at: &usize| {
        let [column, row] = [at % width, at / width].map(|place| place as f32);
        [(column * x + row * y).round() as i32, (row * x - column * y).round() as i32]
    };
    let places: Vec<[i32; 2]> = pixels.iter().map(turned).collect();
    let sides = [(0, 1), (0, -1), (1, 1), (1, -1)].map(|(axis, sign)| is_straight(&places, axis, sign));
    let extents = [0, 1].map(|axis| {
        let (least, most) = ends(&places, axis);
        usize::try_from(most - least + 1).unwrap_or(1)
    });
    let share = pixels.len() * 100 / (extents[0] * extents[1]);
    GROUND.contains(&share) && sides.into_iter().filter(|is_straight| *is_straight).count() >= 3
}

/// Whether the side with the least (`sign` 1) or the greatest (-1) coordinate of an axis is straight.
fn is_straight(places: &[[i32; 2]], axis: usize, sign: i32) -> bool {
    let ((least, most), (first, last)) = (ends(places, axis), ends(places, 1 - axis));
    let end = if sign > 0 { least } else { -most };
    let mut lines = vec![i32::MAX; usize::try_from(last - first + 1).unwrap_or(1)];
    for place in places {
        if let Some(line) = usize::try_from(place[1 - axis] - first).ok().and_then(|line| lines.get_mut(line)) {
            *line = (*line).min(sign * place[axis]);
        }
    }
    let astray = (ASTRAY * (most - least) / 100).max(2);
    let near = lines.iter().filter(|line| **line <= end + astray).count();
    near * 100 >= lines.len() * STRAIGHT
}

fn ends(places: &[[i32; 2]], axis: usize) -> (i32, i32) {
    let all = || places.iter().map(|place| place[axis]);
    (all().min().unwrap_or(0), all().max().unwrap_or(0))
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
        let is_ground = |holds: fn(i32, i32) -> bool| is_frame(&shape(holds).0, 40, [1.0, 0.0]);
        fn head(x: i32, y: i32) -> bool {
            x * x + y * y <= 40 || y > 5 && x * x + (y - 14) * (y - 14) <= 90
        }
        assert!(is_ground(|x, y| x.abs() <= 10 && y.abs() <= 13 && !head(x, y)), "the ground of a portrait");
        assert!(!is_ground(|x, y| x.abs() <= 10 && y.abs() <= 13), "a pane of a window");
        assert!(!is_ground(|x, y| x * x + y * y <= 150 && x % 7 != 0), "a disc over lines of print");
        assert_eq!(extent(&[3 * 40 + 7, 5 * 40 + 2], 40), (2..8, 3..6));
    }
}
