//! A disc of light on paper that is itself nearly blown out.

use super::{BLOWN_OUT, Blobs, PRINT_DEPTH};
use core::f32::consts::PI;
use core::iter::successors;
use core::ops::Range;

/// Steps from pixel to pixel, along rows and columns and along diagonals, and the scale that they are counted in: Borgefors,
/// "Distance transformations in digital images", 1986.
const STEPS: [u16; 2] = [3, 4];
const SCALE: f32 = 3.0;

/// The smallest disc, in parts of the region.
const SMALLEST: f32 = 120.0;

/// A disc ends all around at so much more than the radius of the largest circle in it, and by so many pixels.
const RIM: (f32, f32) = (1.1, 1.0);

/// In so many directions it is looked at.
const DIRECTIONS: usize = 64;

/// Cosine and sine of the turn from one direction to the next: the functions of the standard library have kilobytes.
const TURN: [f32; 2] = [0.995_184_7, 0.098_017_14];

/// In so many of a hundred of them it has to end: white between print does so in up to 60, a square in 60.
const ENDING: usize = 70;

/// Light hides print where there is print beside it: in so many of the directions, at up to so much more than the rim.
const PRINTED: usize = 8;
const BESIDE: [f32; 4] = [1.0, 1.15, 1.3, 1.45];

impl Blobs<'_> {
    /// How many pixels the discs among print have in what is lighter than paper of a `middle` level, whatever white lies
    /// beside them.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places")]
    #[inline(never)]
    pub(super) fn discs(&mut self, middle: u8) -> usize {
        let width = self.image.width;
        let white = middle.saturating_add(2).clamp(BLOWN_OUT, BLOWN_OUT + 1);
        let is_white: Vec<bool> =
            self.is_inside.iter().zip(&self.image.luma).map(|(is_inside, luma)| *is_inside && *luma >= white).collect();
        let mut depths = depths(&is_white, width);
        let least = (self.inside as f32 / SMALLEST / PI).sqrt();
        let radius_at = |depth: u16| f32::from(depth) / SCALE;
        let mut middles: Vec<usize> = (0..depths.len()).filter(|&at| radius_at(depths[at]) >= least).collect();
        let mut found = 0;
        while let Some(&at) = middles.iter().max_by_key(|&&at| depths[at]) {
            let radius = radius_at(depths[at]);
            let place = |at: usize| [at % width, at / width].map(|place| place as f32);
            let middle_of = place(at);
            let (mut ends, mut printed) = (0, 0);
            let next = |[x, y]: &[f32; 2]| Some([x * TURN[0] - y * TURN[1], x * TURN[1] + y * TURN[0]]);
            for [cosine, sine] in successors(Some([1.0, 0.0]), next).take(DIRECTIONS) {
                let seen = BESIDE.map(|part| {
                    let away = part * (radius * RIM.0 + RIM.1);
                    let [x, y] = [middle_of[0] + away * cosine, middle_of[1] + away * sine].map(f32::round);
                    let is_seen = x >= 0.0 && y >= 0.0 && x < width as f32;
                    is_seen.then_some(y as usize * width + x as usize).filter(|at| *at < is_white.len())
                });
                ends += usize::from(seen[0].is_none_or(|at| !is_white[at]));
                let is_print =
                    |at: usize| self.is_inside[at] && self.image.luma[at].saturating_add(PRINT_DEPTH) < middle;
                printed += usize::from(seen.into_iter().flatten().any(is_print));
            }
            let rows = around(at / width, radius as usize, depths.len() / width);
            let columns = around(at % width, radius as usize, width);
            let square = rows.flat_map(|row| columns.clone().map(move |column| row * width + column));
            let is_near = |at: &usize| {
                let [x, y] = place(*at);
                (x - middle_of[0]).hypot(y - middle_of[1]) <= radius
            };
            let disc: Vec<usize> = square.filter(is_near).collect();
            if ends * 100 >= DIRECTIONS * ENDING && printed >= PRINTED {
                self.widen(&disc);
                found += disc.len();
            }
            disc.into_iter().for_each(|at| depths[at] = 0);
            middles.retain(|&at| depths[at] > 0);
        }
        found
    }
}

/// The places within so many of one, of so many.
fn around(place: usize, reach: usize, length: usize) -> Range<usize> {
    place.saturating_sub(reach)..(place + reach + 1).min(length)
}

/// How far each pixel that is white lies from one that is not, in [`SCALE`].
fn depths(is_white: &[bool], width: usize) -> Vec<u16> {
    let mut depths: Vec<u16> = is_white.iter().map(|is_white| if *is_white { u16::MAX / 2 } else { 0 }).collect();
    // There and back again.
    for _ in 0..2 {
        pass(&mut depths, width);
        depths.reverse();
    }
    depths
}

/// Brings each depth down to what those before it, above and to the left, tell of it.
#[inline(never)]
fn pass(depths: &mut [u16], width: usize) {
    let [straight, diagonal] = STEPS;
    for at in 0..depths.len() {
        if depths[at] > 0 {
            for (by, step) in [(1, straight), (width, straight), (width - 1, diagonal), (width + 1, diagonal)] {
                let nearest = if at < by { 0 } else { depths[at - by] + step };
                depths[at] = depths[at].min(nearest);
            }
        }
    }
}
