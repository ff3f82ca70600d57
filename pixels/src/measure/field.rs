//! White that is printed on a document: its edges run along the document's sides, as those of light do not.

use super::order::middle;
use super::region::Region;
use crate::perspective::Homography;

/// How much of the rectangle around it the ground of a portrait or of a code takes, in hundredths. A rectangle with nothing
/// in it may be a pane of a window.
const FILLED: core::ops::RangeInclusive<usize> = 20..=90;

/// A straight side lies within so much of one line, by the extent across it and in pixels, on so many of a hundred lines
/// across it.
const ASTRAY: f32 = 0.06;
const ASTRAY_PIXELS: (f32, f32) = (0.7, 1.25);
const STRAIGHT: usize = 80;

/// Where a side begins: a pixel beyond it lies no further inside, in pixels.
const BEYOND: f32 = 1.0;

/// A strip that takes so much of the document's longer side ends with the document. Along the shorter side none is printed,
/// while a tube of light may lie so.
const WHOLE: f32 = 0.97;

/// The place of pixels on the document.
pub struct Sheet {
    map: Homography,
    /// Its sides, in pixels.
    sides: [f32; 2],
}

/// What a side is searched along: the first axis or the second, at its low or its high end.
type Side = (usize, f32);

/// The least and the most of some places along an axis.
type Ends = (f32, f32);

const SIDES: [Side; 4] = [(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0)];

impl Sheet {
    /// The document that a region shows; nothing where no camera sees it so.
    pub fn of(region: Region) -> Option<Self> {
        let corners = region.corners();
        let length =
            |from: usize, to: usize| (corners[to][0] - corners[from][0]).hypot(corners[to][1] - corners[from][1]);
        let sides = [length(0, 1).midpoint(length(3, 2)), length(1, 2).midpoint(length(0, 3))];
        let map = Homography::of_unit_square(corners.map(|corner| corner.map(f64::from)))?.inverse()?;
        Some(Self { map, sides })
    }

    /// Whether pixels of an image of `width` are the ground of something that is printed, or a strip across the document.
    #[inline(never)]
    pub fn is_printed(&self, pixels: &[usize], width: usize) -> bool {
        let (places, ends) = self.places(pixels, width);
        let extent = ends.map(|(least, most)| most - least + 1.0);
        let straight = SIDES.map(|side| is_straight(&places, ends, side));
        let is_strip =
            |axis: usize| extent[axis] >= WHOLE * self.sides[axis] && straight[2 - 2 * axis] && straight[3 - 2 * axis];
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an area in pixels")]
        let share = pixels.len() * 100 / (extent[0] * extent[1]).max(1.0) as usize;
        let is_ground = FILLED.contains(&share) && straight.into_iter().filter(|side| *side).count() >= 3;
        is_ground || is_strip(usize::from(self.sides[1] > self.sides[0]))
    }

    /// Which of the pixels around some others lie beyond a straight side of these.
    pub fn beyond_sides(&self, pixels: &[usize], around: &[usize], width: usize) -> Vec<bool> {
        let ((places, ends), (around, _)) = (self.places(pixels, width), self.places(around, width));
        let mut is_beyond = vec![false; around.len()];
        for (axis, sign) in SIDES.into_iter().filter(|side| is_straight(&places, ends, *side)) {
            let (least, most) = ends[axis];
            let end = (sign * least).min(sign * most);
            is_beyond.iter_mut().zip(&around).for_each(|(is, place)| *is |= sign * place[axis] < end + BEYOND);
        }
        is_beyond
    }

    /// The box around pixels, as shares of the document's sides: left and top, right and bottom.
    pub fn bounds(&self, pixels: &[usize], width: usize) -> [[f32; 2]; 2] {
        let (_, ends) = self.places(pixels, width);
        let [across, down] = [0, 1].map(|axis| {
            let (least, most) = ends[axis];
            [least, most].map(|end| end / self.sides[axis])
        });
        [[across[0], down[0]], [across[1], down[1]]]
    }

    /// The middles of pixels, in pixels along the sides, and where they begin and end.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "places in a reduced image")]
    #[inline(never)]
    fn places(&self, pixels: &[usize], width: usize) -> (Vec<[f32; 2]>, [Ends; 2]) {
        let place = |at: &usize| {
            let [u, v] = self.map.apply((at % width) as f64 + 0.5, (at / width) as f64 + 0.5);
            [u as f32 * self.sides[0], v as f32 * self.sides[1]]
        };
        let places: Vec<[f32; 2]> = pixels.iter().map(place).collect();
        let ends = [0, 1].map(|axis| {
            let all = || places.iter().map(|place| place[axis]);
            (all().fold(f32::INFINITY, f32::min), all().fold(f32::NEG_INFINITY, f32::max))
        });
        (places, ends)
    }
}

/// Whether a side is straight and runs along the document's.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a line of a reduced image")]
#[inline(never)]
fn is_straight(places: &[[f32; 2]], ends: [Ends; 2], (axis, sign): Side) -> bool {
    let (first, last) = ends[1 - axis];
    let mut lines = vec![f32::INFINITY; (last - first).max(0.0) as usize + 1];
    for place in places {
        if let Some(line) = lines.get_mut((place[1 - axis] - first).max(0.0) as usize) {
            *line = line.min(sign * place[axis]);
        }
    }
    lines.retain(|line| line.is_finite());
    let (least, most) = ends[axis];
    let astray = (ASTRAY * (most - least)).clamp(ASTRAY_PIXELS.0, ASTRAY_PIXELS.1);
    let Some(middle) = middle(&lines) else { return false };
    let near = lines.iter().filter(|line| (**line - middle).abs() <= astray).count();
    near * 100 >= lines.len() * STRAIGHT
}
