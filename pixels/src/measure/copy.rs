//! Whether a document is a photocopy: it has no color in a scene that has, and the greys of a portrait.
//!
//! Light of a color tints what is grey in proportion to its level; print of a color is tinted otherwise. A back of black
//! print on white paper has no color either, but no greys.

#![expect(clippy::cast_precision_loss, reason = "counts of pixels of a reduced image")]

use super::region::Region;
use super::view::{Plane, Reduced, View};

/// How far from the tint of the light chroma is of what has a color, in levels, on the document and around it:
/// compression adds 3 levels.
const COLORED: f32 = 7.0;
const COLORED_AROUND: f32 = 14.0;

/// The share of a copy that has color all the same, and the share of its surroundings that has.
const MAX_INSIDE: f32 = 0.004;
const MIN_AROUND: f32 = 0.15;

/// The strongest tint of paper that is the light's and not the paper's own, in levels of chroma.
const MAX_TINT: f32 = 12.0;

/// In less light, by the level of paper, color fades.
const MIN_PAPER: f32 = 90.0;

/// The side of the squares that are of one grey, and the levels of grey, by that of paper.
const SQUARE: usize = 4;
const GREYS: core::ops::Range<f32> = 0.15..0.82;

/// From pixel to pixel a portrait changes by less than this part of what it differs from the paper. Bars and squares of
/// codes, which are grey where the image is reduced, change by more.
const MAX_CHANGE: f32 = 0.1;

/// The share of a document, 0 to 1, that is grey as a portrait is, where the document has no color and what is around it
/// has; else 0. `region` is that of the view's luma, `paper` the level of the document's paper.
#[must_use]
pub fn photocopy(view: &View, region: Region, paper: u8) -> f32 {
    let (factor, paper) = (view.factor(), f32::from(paper));
    let shades = Shades { luma: view.luma(), factor, paper };
    copied(view.reduced(), region.reduced(factor as f32), paper, |x, y| shades.at(x, y))
}

/// What changes slowly, as a portrait does.
struct Shades<'a> {
    luma: Plane<'a>,
    factor: usize,
    paper: f32,
}

impl Shades<'_> {
    /// Whether there are nothing but shades in the square at a place of the reduced image.
    #[inline(never)]
    fn at(&self, x: usize, y: usize) -> bool {
        let [left, top, side] = [x, y, SQUARE].map(|length| length * self.factor);
        let (mut sum, mut change, mut count) = (0.0, 0.0, 0.0);
        for row in top..(top + side).min(self.luma.height()) {
            for pair in self.luma.row(row)[left..(left + side + 1).min(self.luma.width)].windows(2) {
                sum += f32::from(pair[0]);
                change += f32::from(pair[0].abs_diff(pair[1]));
                count += 1.0;
            }
        }
        change <= MAX_CHANGE * (self.paper * count - sum)
    }
}

/// The same in a reduced image, in which `is_shade` tells the squares of shades.
fn copied(image: &Reduced, region: Region, paper: f32, is_shade: impl Fn(usize, usize) -> bool) -> f32 {
    let inside = |visit: &mut dyn FnMut(usize)| {
        each(
            image,
            |at, is_inside| {
                if is_inside {
                    visit(at)
                }
            },
            region,
        )
    };
    let [mut squares, mut blue, mut red, mut count] = [0.0_f32; 4];
    inside(&mut |at| {
        let [luma, cb, cr] = color(image, at);
        squares += luma * luma;
        blue += luma * cb;
        red += luma * cr;
        count += 1.0;
    });
    if paper < MIN_PAPER || count < 1.0 {
        return 0.0;
    }
    let tint = [blue / squares, red / squares];
    let off = |at: usize| {
        let [luma, cb, cr] = color(image, at);
        (cb - tint[0] * luma).abs().max((cr - tint[1] * luma).abs())
    };
    let [mut colored, mut colored_around, mut around] = [0.0_f32; 3];
    each(
        image,
        |at, is_inside| {
            if is_inside {
                colored += f32::from(u8::from(off(at) > COLORED));
            } else {
                colored_around += f32::from(u8::from(off(at) > COLORED_AROUND));
                around += 1.0;
            }
        },
        region,
    );
    let is_light = tint.iter().all(|part| (part * paper).abs() <= MAX_TINT);
    let is_copy = is_light && colored <= MAX_INSIDE * count && colored_around > MIN_AROUND * around;
    if is_copy { grey(image, region, paper, is_shade) / count } else { 0.0 }
}

/// How many pixels are in squares of nothing but grey.
fn grey(image: &Reduced, region: Region, paper: f32, is_shade: impl Fn(usize, usize) -> bool) -> f32 {
    let mut pixels = 0.0;
    let (top, bottom) = region.rows(image.height);
    for y in (top..bottom.saturating_sub(SQUARE)).step_by(SQUARE) {
        let (left, right) = region.span(y, image.width);
        for x in (left..right.saturating_sub(SQUARE)).step_by(SQUARE) {
            let is_grey = |at: usize| GREYS.contains(&(f32::from(image.luma[at]) / paper));
            let is_grey = (0..SQUARE * SQUARE).all(|at| is_grey((y + at / SQUARE) * image.width + x + at % SQUARE));
            if is_grey && is_shade(x, y) {
                pixels += (SQUARE * SQUARE) as f32;
            }
        }
    }
    pixels
}

/// Luma, and chroma from neutral.
fn color(image: &Reduced, at: usize) -> [f32; 3] {
    [f32::from(image.luma[at]), f32::from(image.cb[at]) - 128.0, f32::from(image.cr[at]) - 128.0]
}

/// Every pixel, and whether it is inside the region.
fn each(image: &Reduced, mut visit: impl FnMut(usize, bool), region: Region) {
    for y in 0..image.height {
        let (left, right) = region.span(y, image.width);
        for x in 0..image.width {
            visit(y * image.width + x, (left..right).contains(&x));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIDE: usize = 100;

    /// What is measured of a document of paper and a portrait of this share of grey and these chroma, on a ground of a
    /// color.
    fn measured(portrait: [u8; 3], ground: [u8; 3]) -> f32 {
        let pixel = |x: usize, y: usize| match (x, y) {
            (24..44, 36..60) => portrait,
            (20..80, 30..70) => [220, 128, 128],
            _ => ground,
        };
        let plane = |part: usize| (0..SIDE * SIDE).map(|at| pixel(at % SIDE, at / SIDE)[part]).collect();
        let image = Reduced { width: SIDE, height: SIDE, luma: plane(0), cb: plane(1), cr: plane(2) };
        copied(&image, Region::new([[20.0, 30.0], [80.0, 30.0], [80.0, 70.0], [20.0, 70.0]]), 220.0, |_, _| true)
    }

    const GREY: [u8; 3] = [120, 128, 128];
    const WOOD: [u8; 3] = [110, 100, 150];

    #[test]
    fn a_grey_portrait_on_wood_is_a_copy_by_its_share() {
        // 20 x 24 of 60 x 40 pixels.
        let share = measured(GREY, WOOD);
        assert!((share - 0.2).abs() < 0.05, "{share}");
    }

    #[test]
    fn skin_is_none_and_neither_is_a_scene_without_color_nor_paper_without_greys() {
        assert_eq!(measured([150, 115, 145], WOOD), 0.0, "skin");
        assert_eq!(measured(GREY, [110, 128, 128]), 0.0, "a scene without color");
        assert_eq!(measured([10, 128, 128], WOOD), 0.0, "black alone");
    }

    #[test]
    fn small_squares_of_a_code_are_no_shades_and_a_portrait_is() {
        let is_shade = |level: fn(usize, usize) -> u8| {
            let samples: Vec<u8> = (0..SIDE * SIDE).map(|at| level(at % SIDE, at / SIDE)).collect();
            let luma = Plane { samples: &samples, width: SIDE };
            Shades { luma, factor: 4, paper: 240.0 }.at(8, 8)
        };
        assert!(is_shade(|x, y| u8::try_from(90 + (x * 2 + y) / 4).unwrap_or(0)), "a portrait");
        assert!(!is_shade(|x, y| if (x / 2 * 7 + y / 2 * 5) % 3 == 0 { 60 } else { 180 }), "a code");
        assert!(!is_shade(|x, _| if x % 4 < 2 { 110 } else { 150 }), "blurred bars");
        assert!(!is_shade(|_, _| 250), "paper");
    }
}
