//! Whether something lies over a side or a corner of a document: a finger, most often.
//!
//! Where it does, both sides of the document's edge have its color, and the ground has another one. What lies beside the
//! document or behind it ends at the edge; and where print of the ground's color reaches the edge, the ground is as it is
//! elsewhere.

#![expect(clippy::cast_precision_loss, reason = "sides of reduced images")]

use super::view::Reduced;

/// Places along a side: two pixels apart on a document that fills a reduced image.
const PLACES: usize = 96;

/// The part of a side at each end where nothing is compared: the ground is seen in the rounded corners of cards, which
/// take 0.037 of their longer side.
const CORNER_PART: f32 = 0.045;

/// How far from the edge colors are compared, in pixels: corners are found within one or two.
const ASIDE: [f32; 2] = [2.5, 4.5];

/// A side that differs less from the ground, in levels, shows no gap.
const MIN_STEP: f32 = 24.0;

/// The step in a gap, as a part of the usual one, and at the most.
const GAP_PART: f32 = 0.3;
const MAX_GAP: f32 = 20.0;

/// How different from the document an object is, as a part of the usual step: much the same cannot be told from the
/// document's own print.
const OBJECT_PART: f32 = 0.4;

/// And how different from the ground, as a part of the usual step, and at the least: a shadow is as dark as some skin.
const GROUND_PART: f32 = 0.15;
const MIN_GROUND: f32 = 14.0;

/// An object's color changes by no more from one place to the next.
const MAX_CHANGE: f32 = 30.0;

/// Luma, and chroma, which differs less: 1.5 times.
type Color = [f32; 3];

/// The longest part of a document's edge that is covered, around corners too, by the length of its longest side: 0 where
/// all of it is seen. The corners, in pixels of the image, go round clockwise.
#[must_use]
pub fn covered(image: &Reduced, corners: [[f32; 2]; 4]) -> f32 {
    let mut places = Vec::with_capacity(4 * PLACES);
    let mut longest = f32::MIN_POSITIVE;
    for at in 0..4 {
        let (from, to) = (corners[at], corners[(at + 1) % 4]);
        let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        let length = (dx * dx + dy * dy).sqrt().max(f32::MIN_POSITIVE);
        longest = longest.max(length);
        add_side(image, (from, [dx, dy], length), &mut places);
    }
    longest_run(&places) / longest
}

/// Adds what covers a side, the object's color, and the length of the side, at each of its places. A side goes from a
/// corner along a vector of this length.
fn add_side(image: &Reduced, (from, along, length): ([f32; 2], [f32; 2], f32), places: &mut Vec<(Option<Color>, f32)>) {
    let inward = [-along[1] / length, along[0] / length];
    let mut pairs = Vec::with_capacity(PLACES);
    for place in 0..PLACES {
        let share = CORNER_PART + (1.0 - 2.0 * CORNER_PART) * place as f32 / (PLACES - 1) as f32;
        let at = [from[0] + share * along[0], from[1] + share * along[1]];
        pairs.push(color(image, at, inward, 1.0).zip(color(image, at, inward, -1.0)));
    }
    let median = |value: &dyn Fn(&(Color, Color)) -> f32| median(pairs.iter().flatten().map(value).collect());
    let usual = median(&|(inside, outside)| distance(*inside, *outside));
    let document = [0, 1, 2].map(|part| median(&|(inside, _)| inside[part]));
    let ground = [0, 1, 2].map(|part| median(&|(_, outside)| outside[part]));
    for pair in &pairs {
        let object = pair.as_ref().filter(|(inside, outside)| {
            usual >= MIN_STEP
                && distance(*inside, *outside) < (GAP_PART * usual).min(MAX_GAP)
                && distance(*inside, document) > OBJECT_PART * usual
                && distance(*outside, ground) > (GROUND_PART * usual).max(MIN_GROUND)
        });
        places.push((object.map(|(_, outside)| *outside), length / PLACES as f32));
    }
}

/// The length of the longest run of places on a ring that one object covers. One place amiss does not end it.
fn longest_run(places: &[(Option<Color>, f32)]) -> f32 {
    let (mut longest, mut run, mut amiss) = (0.0_f32, 0.0, 0.0);
    let mut before: Option<Color> = None;
    for (object, length) in places.iter().chain(places) {
        let is_same = object.zip(before).is_some_and(|(one, other)| distance(one, other) < MAX_CHANGE);
        match object {
            Some(_) if is_same => (run, amiss) = (run + amiss + length, 0.0),
            Some(_) => (run, amiss) = (*length, 0.0),
            None if amiss > 0.0 => before = None,
            None => amiss = *length,
        }
        before = object.or(before);
        longest = longest.max(run);
    }
    longest
}

/// The mean color on one side of a place on the edge; nothing outside the image.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place inside the image")]
#[inline(never)]
fn color(image: &Reduced, at: [f32; 2], inward: [f32; 2], sign: f32) -> Option<Color> {
    let mut sum = [0.0; 3];
    for away in ASIDE {
        let [x, y] = [0, 1].map(|axis| (at[axis] + sign * away * inward[axis]).floor());
        if x < 0.0 || y < 0.0 || x >= image.width as f32 || y >= image.height as f32 {
            return None;
        }
        let pixel = y as usize * image.width + x as usize;
        let color = [f32::from(image.luma[pixel]), 1.5 * f32::from(image.cb[pixel]), 1.5 * f32::from(image.cr[pixel])];
        sum = [0, 1, 2].map(|part| sum[part] + color[part] / ASIDE.len() as f32);
    }
    Some(sum)
}

#[inline(never)]
fn distance(one: Color, other: Color) -> f32 {
    let [a, b, c] = [0, 1, 2].map(|part| one[part] - other[part]);
    (a * a + b * b + c * c).sqrt()
}

fn median(mut values: Vec<f32>) -> f32 {
    let middle = values.len() / 2;
    if values.is_empty() { 0.0 } else { *values.select_nth_unstable_by(middle, f32::total_cmp).1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 100;
    const CORNERS: [[f32; 2]; 4] = [[20.0, 30.0], [80.0, 30.0], [80.0, 70.0], [20.0, 70.0]];

    /// How much is covered of a document of luma 200 on a ground of 60, where `luma` puts other levels.
    fn covered_by(luma: impl Fn(usize, usize) -> Option<u8>) -> f32 {
        let on = |x: usize, y: usize| if (20..80).contains(&x) && (30..70).contains(&y) { 200 } else { 60 };
        let luma: Vec<u8> =
            (0..SIDE * SIDE).map(|at| luma(at % SIDE, at / SIDE).unwrap_or_else(|| on(at % SIDE, at / SIDE))).collect();
        let gray = vec![128; SIDE * SIDE];
        covered(&Reduced { width: SIDE, height: SIDE, luma, cb: gray.clone(), cr: gray }, CORNERS)
    }

    #[test]
    fn what_lies_over_a_side_or_a_corner_covers_as_much_of_it() {
        let over_a_side = covered_by(|x, y| ((40..52).contains(&x) && y < 40).then_some(120));
        assert!((over_a_side - 12.0 / 60.0).abs() < 0.03, "{over_a_side}");
        let over_a_corner = covered_by(|x, y| (x >= 70 && y >= 60).then_some(120));
        assert!((over_a_corner - 20.0 / 60.0).abs() < 0.05, "{over_a_corner}");
    }

    #[test]
    fn what_lies_beside_it_or_behind_it_does_not_cover_it() {
        assert_eq!(covered_by(|_, _| None), 0.0);
        assert_eq!(covered_by(|x, y| ((40..52).contains(&x) && y < 30).then_some(120)), 0.0, "behind");
        assert_eq!(covered_by(|x, y| ((40..52).contains(&x) && y < 24).then_some(120)), 0.0, "beside");
    }

    #[test]
    fn print_that_reaches_the_edge_does_not_cover_it() {
        let band =
            |level: u8| covered_by(move |x, y| ((20..80).contains(&x) && (30..38).contains(&y)).then_some(level));
        assert_eq!([60, 70, 120].map(band), [0.0; 3]);
    }

    #[test]
    fn a_ground_of_the_same_level_tells_nothing() {
        assert_eq!(covered_by(|x, y| if (40..52).contains(&x) && y < 40 { Some(120) } else { Some(200) }), 0.0);
    }
}
