//! Whether something lies over a side or a corner of a document: a finger, most often.
//!
//! Where it does, both sides of the document's edge have its color, and the ground has another one. What lies beside the
//! document or behind it ends at the edge; and where print of the ground's color reaches the edge, the ground is as it is
//! elsewhere. Around a corner an object is followed by what is seen inside alone.

#![expect(clippy::cast_precision_loss, reason = "sides of reduced images")]

use super::order::middle;
use super::view::Reduced;

/// Places along a side: two pixels apart on a document that fills a reduced image.
const PLACES: usize = 96;

/// The part of a side at each end where nothing is compared, because the ground is seen in the rounded corners of cards:
/// they take 0.037 of their longer side, and most of that is within this. What covers the ends of two sides covers the
/// corner between them.
const CORNER_PART: f32 = 0.028;

/// How far from the edge colors are compared, in pixels: corners are found within one or two.
const ASIDE: [f32; 2] = [1.6, 3.7];

/// What covers an edge comes from outside, and differs from the ground so far out there too, by the longest side: 2.6 mm of a
/// card. Print on which a side was found, because the document's own edge is faint, ends sooner.
const OUT_PART: f32 = 0.03;

/// How much more chroma counts than luma: shadows and folds change luma alone, and fingers and sleeves differ from paper
/// and tables most in color.
const CHROMA: f32 = 5.0;

/// The step in a gap is at most this part of the usual one, within these limits.
const GAP_PART: f32 = 0.35;
const GAP: [f32; 2] = [9.0, 25.0];

/// How different from the document an object is: so many levels at the least, and these parts of the usual step and of
/// the document's own usual variation.
const FROM_DOCUMENT: Apart = Apart { levels: 14.0, step: 0.09, variation: 0.35 };

/// And how different from the ground.
const FROM_GROUND: Apart = Apart { levels: 12.0, step: 0.05, variation: 0.4 };

/// An object's color changes by no more from one place to the next.
const MAX_CHANGE: f32 = 80.0;

/// Around a corner, where one side of the edge alone is looked at, it changes by no more from one place to the next: at 20 the
/// colored head of a card went on as what the ground beside it had begun.
const AROUND: f32 = 12.0;

/// The shade of a finger changes by no more than to this part. Skin of every tone has more red and less blue
/// than grey, and is told where that is so much chroma; what has another color may be two things.
const SHADE: core::ops::RangeInclusive<f32> = 0.6..=1.67;
const COLORED: f32 = 12.0 * CHROMA;

/// A fingernail has another color than the skin on both sides of it: so much of the edge may lie across one, by the
/// longest side: 7 mm of a card. No more of a finger's edge is nail than is skin, and on both sides lie some places of skin;
/// print between specks of the ground's color has less of it.
const NAIL_PART: f32 = 0.08;
const SKIN_PLACES: usize = 2;

/// What reaches inside by more than this, by the longest side, counts as if it covered more of the edge by the same part: 8 mm
/// of a card, as far as a fingertip of that width does.
const DEPTH_PART: f32 = 0.093;

/// It does so where it covers between these parts of the longest side, 2 and 10 mm of a card, and counts as the latter at most.
const NARROW: [f32; 2] = [0.024, 0.12];

/// An object is followed inside for half of the longest side, by so many pixels a step, straight and at two slants.
const MAX_DEPTH_PART: f32 = 0.5;
const DEPTH_STEP: f32 = 2.0;
const SLANTS: [f32; 3] = [0.0, -0.5, 0.5];

/// A corner that was found beside its place leaves the ground inside. What has a color that the ground has elsewhere too, in one
/// of so many places, and reaches inside by less than this, by the longest side, is no object: 4 mm of a card.
const ELSEWHERE: usize = 25;
const SHALLOW_PART: f32 = 0.05;

/// What an object is told from something by.
struct Apart {
    levels: f32,
    step: f32,
    variation: f32,
}

/// Luma, and chroma, which counts more.
type Color = [f32; 3];

/// What lies over the edge of a document.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cover {
    /// The longest part of the edge that is covered, around corners too, by the length of its longest side: 0 where all
    /// of it is seen. What is narrow and reaches far inside counts for more.
    pub part: f32,
    /// The box around that part, in pixels of the image: left and top, right and bottom.
    pub bounds: Option<[[f32; 2]; 2]>,
}

/// A place on the edge, and the colors inside and outside of it.
type Sides = ([f32; 2], Option<(Color, Color)>);

/// A place on the edge.
struct Place {
    at: [f32; 2],
    inward: [f32; 2],
    /// The color outside.
    ground: Option<Color>,
    /// The color of what covers it.
    object: Option<Color>,
    /// The color inside, where it is neither the document's nor the ground's: what covers a corner may end just outside of
    /// one of its sides, so that the ground is seen beside it.
    inside: Option<Color>,
    /// Whether neither document nor ground is seen on its two sides, and their colors differ as those of skin and nail.
    is_uneven: bool,
    length: f32,
    /// The length to the corner, at the ends of a side.
    to_corner: f32,
}

/// What lies over the edge of a document. The corners, in pixels of the image, go round clockwise.
#[must_use]
pub fn covered(image: &Reduced, corners: [[f32; 2]; 4]) -> Cover {
    let mut places = Vec::with_capacity(4 * PLACES);
    let sides: [Side; 4] = core::array::from_fn(|at| Side::new(corners[at], corners[(at + 1) % 4]));
    let longest = sides.iter().map(|side| side.length).fold(f32::MIN_POSITIVE, f32::max);
    for side in &sides {
        add_side(image, side, (OUT_PART * longest).max(ASIDE[1] + 1.0), &mut places);
    }
    drop_ground(image, &mut places, longest);
    // What goes on around a corner does so in one of the two directions.
    let [forth, back] = [false, true].map(|is_back| (longest_run(&places, NAIL_PART * longest, is_back), is_back));
    let ((run, first, behind), is_back) = if back.0.0 > forth.0.0 { back } else { forth };
    let bounds = (first..behind).map(|step| place_at(&places, step, is_back).at).map(|at| [at, at]);
    let bounds = bounds.reduce(|[low, high], [at, _]| {
        [[low[0].min(at[0]), low[1].min(at[1])], [high[0].max(at[0]), high[1].max(at[1])]]
    });
    let objects = (first..behind).map(|step| place_at(&places, step, is_back));
    let area =
        SLANTS.map(|slant| objects.clone().map(|place| place.length * depth(image, place, slant, longest)).sum());
    let deep = area.into_iter().fold(0.0, f32::max) / (DEPTH_PART * longest);
    let [least, most] = NARROW.map(|part| part * longest);
    let part = if run > least { run.max(deep.min(most)) } else { run } / longest;
    Cover { part, bounds }
}

/// Takes off the places where the ground is seen inside, because a corner was found beside its place.
#[inline(never)]
fn drop_ground(image: &Reduced, places: &mut [Place], longest: f32) {
    let ground: Vec<Color> =
        places.iter().filter(|place| place.object.is_none()).filter_map(|place| place.ground).collect();
    for place in places {
        let Some(object) = place.object.or(place.inside) else { continue };
        let alike = ground.iter().filter(|color| distance(**color, object) < FROM_GROUND.levels).count();
        if alike * ELSEWHERE >= ground.len() && depth(image, place, 0.0, longest) < SHALLOW_PART * longest {
            (place.object, place.inside) = (None, None);
        }
    }
}

/// How far the object over a place reaches inside, at a slant.
#[inline(never)]
fn depth(image: &Reduced, place: &Place, slant: f32, longest: f32) -> f32 {
    let (&Place { at, inward: [x, y], .. }, Some(object)) = (place, place.object.or(place.inside)) else { return 0.0 };
    let toward = [x - slant * y, y + slant * x];
    let (mut away, mut before) = (ASIDE[0], object);
    while away < MAX_DEPTH_PART * longest {
        let next = color(image, at, toward, [away, away + 1.0]);
        match next.filter(|next| apart(*next, before) < AROUND && distance(*next, object) < MAX_CHANGE) {
            Some(next) => (away, before) = (away + DEPTH_STEP, next),
            None => break,
        }
    }
    away
}

/// A side: its first corner, the way to the next one, and how long that is.
struct Side {
    from: [f32; 2],
    along: [f32; 2],
    length: f32,
}

impl Side {
    fn new(from: [f32; 2], to: [f32; 2]) -> Self {
        let along @ [dx, dy] = [to[0] - from[0], to[1] - from[1]];
        Self { from, along, length: (dx * dx + dy * dy).sqrt().max(f32::MIN_POSITIVE) }
    }
}

/// Adds the places of a side; what covers it is seen so many pixels outside of it.
fn add_side(image: &Reduced, &Side { from, along, length }: &Side, out: f32, places: &mut Vec<Place>) {
    let inward = [-along[1] / length, along[0] / length];
    let mut pairs = Vec::with_capacity(PLACES);
    let mut beyond = Vec::with_capacity(PLACES);
    for place in 0..PLACES {
        let share = CORNER_PART + (1.0 - 2.0 * CORNER_PART) * place as f32 / (PLACES - 1) as f32;
        let at = [from[0] + share * along[0], from[1] + share * along[1]];
        pairs.push((at, color(image, at, inward, ASIDE).zip(color(image, at, inward, ASIDE.map(|away| -away)))));
        beyond.push((at, color(image, at, inward, [-out, -out - 1.0]).map(|color| (color, color))));
    }
    let far = [0, 1, 2].map(|part| median(&beyond, &|(color, _)| color[part]));
    let median = |value: &dyn Fn(&(Color, Color)) -> f32| median(&pairs, value);
    let usual = median(&|(inside, outside)| distance(*inside, *outside));
    let document = [0, 1, 2].map(|part| median(&|(inside, _)| inside[part]));
    let ground = [0, 1, 2].map(|part| median(&|(_, outside)| outside[part]));
    let least =
        |Apart { levels, step, variation }: Apart, varies: f32| levels.max(step * usual).max(variation * varies);
    let from_document = least(FROM_DOCUMENT, median(&|(inside, _)| distance(*inside, document)));
    let from_ground = least(FROM_GROUND, median(&|(_, outside)| distance(*outside, ground)));
    let gap = (GAP_PART * usual).clamp(GAP[0], GAP[1]);
    for (index, (at, pair)) in pairs.iter().enumerate() {
        let other = pair.as_ref().filter(|(inside, outside)| {
            distance(*inside, document) > from_document && distance(*outside, ground) > from_ground
        });
        let comes_from_outside = beyond[index].1.is_none_or(|(color, _)| distance(color, far) > from_ground);
        let object = other.filter(|(inside, outside)| distance(*inside, *outside) < gap).filter(|_| comes_from_outside);
        let is_end = index == 0 || index + 1 == PLACES;
        places.push(Place {
            at: *at,
            inward,
            ground: pair.as_ref().map(|(_, outside)| *outside),
            object: object.map(|(_, outside)| *outside),
            inside: pair.as_ref().map(|(inside, _)| *inside).filter(|inside| {
                distance(*inside, document) > from_document && distance(*inside, ground) > from_ground
            }),
            is_uneven: object.is_none()
                && other.is_some_and(|(inside, outside)| distance(*inside, *outside) < MAX_CHANGE),
            length: (1.0 - 2.0 * CORNER_PART) * length / PLACES as f32,
            to_corner: if is_end { CORNER_PART * length } else { 0.0 },
        });
    }
}

/// The value in the middle of those of all places that are seen.
#[inline(never)]
fn median(pairs: &[Sides], value: &dyn Fn(&(Color, Color)) -> f32) -> f32 {
    middle(&pairs.iter().filter_map(|(_, pair)| pair.as_ref()).map(value).collect::<Vec<f32>>()).unwrap_or(0.0)
}

/// The place after so many steps along a ring, in one direction or the other.
fn place_at(places: &[Place], step: usize, is_back: bool) -> &Place {
    let at = step % places.len();
    &places[if is_back { places.len() - 1 - at } else { at }]
}

/// The length of the longest run of places on a ring that one object covers, the step at which it begins, and the one behind
/// it. One place amiss does not end it, nor does a nail of this length with the object on both sides.
#[inline(never)]
fn longest_run(places: &[Place], max_nail: f32, is_back: bool) -> (f32, usize, usize) {
    let (mut longest, mut first) = ((0.0_f32, 0, 0), 0);
    let (mut run, mut amiss, mut nail, mut corner) = (0.0, 0.0, 0.0, 0.0);
    // Places of the object in a row, so many as count beside a nail.
    let mut skin = 0;
    let mut before: Option<Color> = None;
    // Whether a corner lies between the beginning of the run and here.
    let mut is_around = false;
    for at in 0..2 * places.len() {
        let &Place { object, inside, is_uneven, length, to_corner, .. } = place_at(places, at, is_back);
        is_around = corner > 0.0 && to_corner > 0.0 || is_around && to_corner == 0.0;
        let goes_on = |inside: &Color| is_around && before.is_some_and(|before| apart(*inside, before) < AROUND);
        let object = object.or_else(|| inside.filter(goes_on));
        let is_same = object.zip(before).is_some_and(|(one, other)| distance(one, other) < MAX_CHANGE);
        let around = if corner > 0.0 && to_corner > 0.0 { corner + to_corner } else { 0.0 };
        match object {
            Some(_) if is_same => {
                (skin, nail) = if amiss > length { (1, nail + amiss) } else { (skin + 1, nail) };
                (run, amiss) = (run + amiss + length + around, 0.0);
            }
            Some(_) => (run, amiss, nail, skin, first) = (length, 0.0, 0.0, 1, at),
            None if amiss > 0.0 && !(is_uneven && amiss < max_nail && skin >= SKIN_PLACES) => before = None,
            None => amiss += length,
        }
        corner = if object.is_some() { to_corner } else { 0.0 };
        before = object.or(before);
        let is_finger = nail == 0.0 || skin >= SKIN_PLACES && 2.0 * nail <= run;
        if object.is_some() && is_finger && run > longest.0 {
            longest = (run, first, (at + 1).min(first + places.len()));
        }
    }
    longest
}

/// The mean color at these distances inward from a place on the edge; nothing outside the image.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place inside the image")]
#[inline(never)]
fn color(image: &Reduced, at: [f32; 2], inward: [f32; 2], aways: [f32; 2]) -> Option<Color> {
    let mut sum = [0.0; 3];
    for away in aways {
        let [x, y] = [0, 1].map(|axis| (at[axis] + away * inward[axis]).floor());
        if x < 0.0 || y < 0.0 || x >= image.width as f32 || y >= image.height as f32 {
            return None;
        }
        let pixel = y as usize * image.width + x as usize;
        let [cb, cr] = [image.cb[pixel], image.cr[pixel]].map(|chroma| CHROMA * f32::from(chroma));
        let color = [f32::from(image.luma[pixel]), cb, cr];
        sum = [0, 1, 2].map(|part| sum[part] + color[part] / aways.len() as f32);
    }
    Some(sum)
}

/// How different the colors of an object are from place to place, apart from the shade that a round finger has: its luma and
/// its chroma change by the same part.
#[inline(never)]
fn apart(one: Color, other: Color) -> f32 {
    let [one, other] = [one, other].map(|[luma, cb, cr]| [luma, cb - CHROMA * 128.0, cr - CHROMA * 128.0]);
    let product = |a: Color, b: Color| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let shade = product(one, other) / product(other, other).max(1.0);
    let is_skin = other[1] < 0.0 && other[2] > 0.0 && other[1].hypot(other[2]) > COLORED;
    let is_shade = is_skin && SHADE.contains(&shade);
    if is_shade { distance(one, other.map(|part| shade * part)) } else { distance(one, other) }
}

#[inline(never)]
fn distance(one: Color, other: Color) -> f32 {
    let [a, b, c] = [0, 1, 2].map(|part| one[part] - other[part]);
    (a * a + b * b + c * c).sqrt()
}

#[cfg(test)]
mod tests;
