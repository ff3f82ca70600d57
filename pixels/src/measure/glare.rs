//! Glare, told apart from white paper.
//!
//! Both are blown out in all channels. Around a reflection there is paper that is not, or light that fades; around a
//! white part there is print on it, or more of the same white, which wavers about the end of the scale. On white paper
//! what fades is a reflection where it lifts the level of print too, as uneven light does not.

use super::blob::{extent, is_disc};
use super::ink::InkLevels;
use super::levels::percentile;
use super::region::Region;
use super::view::{Plane, Reduced};
use core::ops::RangeInclusive;

/// Luma from which on nothing is left to read. Noise and compression leave three levels below the end.
const BLOWN_OUT: u8 = 252;

/// How far chroma may be from neutral where all three channels are at their end.
const NEUTRAL: u8 = 8;

/// A document of which half is as bright is a scan, or lit too much, unless light has lifted the print of that half.
const LIGHT_PAPER: u8 = 250;

/// The smallest spot that counts, in parts of the region: 2 mm² of a card, a letter or two.
const SMALLEST: usize = 2_000;

/// The smallest spot that is a reflection because it fades, in parts of the region: prints of pale colors fade into
/// smaller ones.
const SMALLEST_SOFT: usize = 400;

/// From this part of the region on a spot is large enough, whatever fades around it.
const SMALLEST_SURE: usize = 100;

/// How far outside the blown-out part its surroundings are looked at, in pixels of the reduced image.
const BORDER: usize = 2;

/// White that is not lit by a reflection, where it is nearly blown out.
const NEARLY_BLOWN_OUT: u8 = 243;

/// A part with more border, squared, in parts of its size, is paper between print: reflections are compact, at 20 for a
/// disc, and half as ragged as this where print shows through their edge.
const RAGGED: usize = 700;

/// What is darker than the paper by this is print: in the reduced image, fine print is grey.
const PRINT_DEPTH: u8 = 40;

/// So far behind the edge of what fades there is still some light: where a white part ends, there is paper.
const FADE: RangeInclusive<usize> = 2..=8;

/// How far the edge of what is nearly blown out may lie outside what is, in pixels: of the widest reflection, half as
/// wide as a card, it is a quarter of its radius.
const MAX_FADE: usize = 40;

/// On lighter paper a reflection that fades cannot be told from uneven light by its levels.
const FADE_PAPER: u8 = 235;

/// The part of the way from paper to white that takes about half of the contrast of print.
const GROWN_PART: f32 = 0.6;

/// The share, 0 to 1, of the `region` of `luma` that glare takes, and the box around it in pixels of the reduced image:
/// left and top, right and bottom. `image` is the same image reduced, and `paper` the luma
/// of the document's paper where there is none: the middle level, because glare may take much of the document.
#[must_use]
pub fn glare(luma: Plane<'_>, image: &Reduced, region: Region, paper: u8) -> (f32, Option<[[f32; 2]; 2]>) {
    let factor = (luma.width / image.width.max(1)).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a factor of at most 256")]
    let reduced = region.reduced(factor as f32);
    let mut blobs = Blobs::find(image, reduced, paper);
    if blobs.inside == 0 {
        return (0.0, None);
    }
    let ink = InkLevels { luma, region, factor };
    let mut covered = 0;
    for start in 0..blobs.mask.len() {
        if blobs.mask[start] {
            covered += blobs.take(start, &ink);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let share = covered as f32 / blobs.inside as f32;
    (share.min(1.0), blobs.bounds)
}

/// The blown-out pixels of a region.
struct Blobs<'a> {
    image: &'a Reduced,
    /// Blown out, and not yet part of a blob.
    mask: Vec<bool>,
    /// Of the region, and not yet part of a blob that fades.
    is_inside: Vec<bool>,
    /// Pixels of the region.
    inside: usize,
    pending: Vec<usize>,
    paper: u8,
    /// Whether the paper is blown out, or half of the document.
    is_white: bool,
    /// What is lighter is nearly blown out: nearer to the end of the scale than to the paper.
    white: u8,
    /// The box around what was taken off.
    bounds: Option<[[f32; 2]; 2]>,
}

/// What surrounds a blob: pixels of its border, and of those the ones with print or white behind them, and those where
/// it fades.
#[derive(Default)]
struct Border {
    length: usize,
    print: usize,
    white: usize,
    /// To the left and right, and above and below; of so much of the border.
    fading: [usize; 2],
    along: [usize; 2],
}

impl<'a> Blobs<'a> {
    fn find(image: &'a Reduced, region: Region, middle: u8) -> Self {
        let mut mask = vec![false; image.luma.len()];
        let mut is_inside = mask.clone();
        let mut levels = [0_usize; 256];
        let (mut inside, mut below) = (0, 0);
        let (top, bottom) = region.rows(image.height);
        for y in top..bottom {
            let (left, right) = region.span(y, image.width);
            for at in y * image.width + left..y * image.width + right {
                let neutral = |chroma: u8| chroma.abs_diff(128) <= NEUTRAL;
                mask[at] = image.luma[at] >= BLOWN_OUT && neutral(image.cb[at]) && neutral(image.cr[at]);
                is_inside[at] = true;
                if image.luma[at] < BLOWN_OUT {
                    levels[usize::from(image.luma[at])] += 1;
                    below += 1;
                }
            }
            inside += right - left;
        }
        let unlit = percentile(&levels, below / 2);
        let paper = middle.min(unlit);
        let white = NEARLY_BLOWN_OUT.max(paper / 2 + 128);
        let is_white = middle.max(paper) >= LIGHT_PAPER;
        Self { image, mask, is_inside, inside, pending: Vec::new(), paper, white, is_white, bounds: None }
    }

    /// Takes the blob at `start` off the mask. How many pixels of glare it has: none if it is a white part.
    fn take(&mut self, start: usize, ink: &InkLevels<'_>) -> usize {
        let (blob, mut border) = self.blob(start);
        let size = blob.len();
        if border.length * border.length > RAGGED * size || size * SMALLEST < self.inside {
            return 0;
        }
        let is_large = size * SMALLEST_SOFT >= self.inside;
        let is_soft = is_large && self.is_soft(&blob, &border, ink);
        match (is_soft, self.is_white) {
            (true, _) => border.white = 0,
            (false, true) => return 0,
            (false, false) => {}
        }
        let Border { length, print, white, .. } = border;
        let is_white_part = print.max(white) * 2 > length || (print + white) * 4 > length * 3;
        if is_white_part && (white * 2 > length || !(is_large && is_disc(&blob, self.image.width, length))) {
            return 0;
        }
        // What light that fades covers beside it decides where the blown-out part alone is too small.
        let is_small = size * SMALLEST_SURE < self.inside;
        self.widen(&blob);
        if is_soft && is_small && self.paper <= FADE_PAPER { self.grown(blob) } else { size }
    }

    /// Has the box take these pixels in.
    #[expect(clippy::cast_precision_loss, reason = "places in a reduced image")]
    fn widen(&mut self, blob: &[usize]) {
        let (across, down) = extent(blob, self.image.width);
        let [low, high] = [[across.start, down.start], [across.end, down.end]].map(|at| at.map(|place| place as f32));
        let [least, most] = self.bounds.unwrap_or([low, high]);
        self.bounds =
            Some([[0, 1].map(|axis| least[axis].min(low[axis])), [0, 1].map(|axis| most[axis].max(high[axis]))]);
    }

    /// Whether light fades around a blob. On white paper, where uneven light does so too, it has to lift the print.
    fn is_soft(&self, blob: &[usize], border: &Border, ink: &InkLevels<'_>) -> bool {
        let Border { length, fading: [across, down], along, .. } = *border;
        // A white strip with print below and above it may fade along it.
        let is_around = across * 3 > along[0] && down * 3 > along[1];
        (is_around && (across + down) * 5 > length * 2 && self.paper <= FADE_PAPER && !self.is_white)
            || ((across + down) * 4 > length && ink.is_lifted(blob, self.image))
    }

    /// The pixels of the blob at `start`, and what surrounds them.
    fn blob(&mut self, start: usize) -> (Vec<usize>, Border) {
        let (mut blob, mut border) = (Vec::new(), Border::default());
        let print = self.paper.saturating_sub(PRINT_DEPTH);
        self.pending.push(start);
        self.mask[start] = false;
        while let Some(at) = self.pending.pop() {
            blob.push(at);
            for (direction, outward) in self.neighbours(at).into_iter().enumerate() {
                let Some((next, beyond)) = outward else { continue };
                if self.mask[next] {
                    self.mask[next] = false;
                    self.pending.push(next);
                } else if self.image.luma[next] < BLOWN_OUT {
                    border.length += 1;
                    border.print += usize::from(self.image.luma[beyond] < print);
                    border.white += usize::from(self.image.luma[beyond] >= self.white);
                    border.fading[direction / 2] += usize::from(self.fades(next, direction));
                    border.along[direction / 2] += 1;
                }
            }
        }
        (blob, border)
    }

    /// Whether there is still some light where the nearly blown-out pixels end, on the way from one in a direction.
    fn fades(&self, from: usize, direction: usize) -> bool {
        let (width, light) = (self.image.width, self.paper / 2 + self.white / 2..self.white);
        let way = |step: usize| {
            let (x, y) = (from % width, from / width);
            let (x, y) = match direction {
                0 => (x.checked_sub(step)?, y),
                1 => (x + step, y),
                2 => (x, y.checked_sub(step)?),
                _ => (x, y + step),
            };
            let is_inside = x < width && self.is_inside.get(y * width + x).copied()?;
            is_inside.then(|| self.image.luma[y * width + x])
        };
        let end = (0..MAX_FADE).find(|&step| way(step).is_none_or(|luma| luma < self.white));
        end.is_some_and(|end| FADE.filter_map(|step| way(end + step)).any(|luma| light.contains(&luma)))
    }

    /// How many pixels a blob has with the light around it that takes half of the contrast.
    fn grown(&mut self, blob: Vec<usize>) -> usize {
        let (mut count, least) = (0, f32::from(self.paper) + GROWN_PART * f32::from(u8::MAX - self.paper));
        self.pending = blob;
        for &at in &self.pending {
            self.is_inside[at] = false;
        }
        while let Some(at) = self.pending.pop() {
            count += 1;
            for (next, _) in self.neighbours(at).into_iter().flatten() {
                if self.is_inside[next] && f32::from(self.image.luma[next]) >= least {
                    (self.is_inside[next], self.mask[next]) = (false, false);
                    self.pending.push(next);
                }
            }
        }
        count
    }

    /// The four neighbours of a pixel, to the left, to the right, above and below, and what lies behind them.
    fn neighbours(&self, at: usize) -> [Option<(usize, usize)>; 4] {
        let (width, height) = (self.image.width, self.image.height);
        let (x, y) = (at % width, at / width);
        [
            (x >= BORDER).then(|| (at - 1, at - BORDER)),
            (x + BORDER < width).then(|| (at + 1, at + BORDER)),
            (y >= BORDER).then(|| (at - width, at - BORDER * width)),
            (y + BORDER < height).then(|| (at + width, at + BORDER * width)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of luma `paper` with what `bright` puts on it.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an image made by arithmetic")]
    fn glare_on(paper: u8, bright: impl Fn(f32, f32) -> f32) -> f32 {
        let luma = (0..100 * 100u16).map(|at| {
            let added = bright(f32::from(at % 100), f32::from(at / 100));
            (f32::from(paper) + added).min(255.0) as u8
        });
        let image =
            Reduced { width: 100, height: 100, luma: luma.collect(), cb: vec![128; 10_000], cr: vec![128; 10_000] };
        let luma = Plane { width: 100, samples: &image.luma };
        glare(luma, &image, Region::new([[10.0, 10.0], [90.0, 10.0], [90.0, 90.0], [10.0, 90.0]]), paper).0
    }

    fn spot(x: f32, y: f32) -> f32 {
        400.0 * (-((x - 50.0).powi(2) + (y - 50.0).powi(2)) / 128.0).exp()
    }

    /// Light within a rectangle of 30 x 20 pixels, 600 of the region's 6400.
    fn pane(x: f32, y: f32) -> f32 {
        if (30.0..60.0).contains(&x) && (30.0..50.0).contains(&y) { 255.0 } else { 0.0 }
    }

    #[test]
    fn a_reflection_is_glare() {
        let share = glare_on(170, spot);
        // Blown out where 400 exp(-r²/128) > 82: r² < 203, which is 638 of 6400 pixels.
        assert!((share - 0.1).abs() < 0.01, "{share}");
    }

    #[test]
    fn a_reflection_with_a_hard_edge_is_glare_on_dark_and_on_light_paper() {
        for paper in [100, 170, 200, 235, 242] {
            let share = glare_on(paper, pane);
            // Of 30 x 20 pixels one row or column more or less.
            assert!((share - 600.0 / 6400.0).abs() < 0.008, "{paper}: {share}");
        }
    }

    #[test]
    fn white_paper_is_not() {
        assert_eq!(glare_on(255, |_, _| 0.0), 0.0);
        assert_eq!(glare_on(250, spot), 0.0);
    }

    #[test]
    fn a_white_part_with_print_on_it_is_not() {
        let is_print = |y: f32| y % 5.0 < 2.0 || y > 47.0;
        let label = |x: f32, y: f32| if pane(x, y) > 0.0 && is_print(y) { -90.0 } else { pane(x, y) };
        assert_eq!(glare_on(150, label), 0.0);
    }

    #[test]
    fn white_that_wavers_about_the_end_of_the_scale_is_not() {
        // 254 in the middle of the pane, 244 at its ends.
        let wavering = |x: f32, y: f32| {
            let away = ((x - 45.0) / 15.0).powi(2) + ((y - 40.0) / 10.0).powi(2);
            if pane(x, y) > 0.0 { 64.0 - 5.0 * away } else { 0.0 }
        };
        assert_eq!(glare_on(190, wavering), 0.0);
    }

    #[test]
    fn white_paper_between_pale_print_is_not() {
        let is_print = |x: f32, y: f32| x % 4.0 < 2.0 && y % 4.0 < 2.0;
        assert_eq!(glare_on(200, |x, y| if is_print(x, y) { 0.0 } else { 255.0 }), 0.0);
    }

    #[test]
    fn a_dot_is_not() {
        // 3 of 6400 pixels.
        assert_eq!(glare_on(170, |x, y| if y == 40.0 && (40.0..43.0).contains(&x) { 255.0 } else { 0.0 }), 0.0);
    }

    /// The glare, in pixels, on paper of luma 170 where `luma` puts other levels.
    fn glare_pixels(luma: impl Fn(usize, usize) -> Option<u8>) -> usize {
        let luma = (0..100 * 100).map(|at| luma(at % 100, at / 100).unwrap_or(170)).collect();
        let image = Reduced { width: 100, height: 100, luma, cb: vec![128; 10_000], cr: vec![128; 10_000] };
        let region = Region::new([[10.0, 10.0], [90.0, 10.0], [90.0, 90.0], [10.0, 90.0]]);
        let mut blobs = Blobs::find(&image, region, 170);
        let luma = Plane { width: 100, samples: &image.luma };
        let ink = InkLevels { luma, region, factor: 1 };
        (0..10_000).map(|start| if blobs.mask[start] { blobs.take(start, &ink) } else { 0 }).sum()
    }

    /// A pane of 30 x 20 pixels: its border has 100. Around it, the first `print` pixels are dark and the next `white`
    /// nearly blown out, counted along its top, then its left, then its bottom.
    fn surrounded_pane(print: usize, white: usize) -> usize {
        glare_pixels(|x, y| {
            let place = match (x, y) {
                (30..60, 30..50) => return Some(255),
                (30..60, 27..30) => x - 30,
                (27..30, 30..50) => y,
                (30..60, 50..53) => x + 20,
                _ => return None,
            };
            let levels = [(print, 100), (white, 246)];
            let mut rest = place;
            levels.into_iter().find_map(|(count, level)| {
                let is_in = rest < count;
                rest = rest.saturating_sub(count);
                is_in.then_some(level)
            })
        })
    }

    #[test]
    fn glare_has_print_around_at_most_half_of_it() {
        assert_eq!((surrounded_pane(50, 0), surrounded_pane(51, 0)), (600, 0));
    }

    #[test]
    fn glare_has_white_around_at_most_half_of_it() {
        assert_eq!((surrounded_pane(0, 50), surrounded_pane(0, 51)), (600, 0));
    }

    #[test]
    fn glare_has_print_and_white_around_at_most_three_quarters_of_it() {
        assert_eq!((surrounded_pane(50, 25), surrounded_pane(50, 26)), (600, 0));
    }

    /// A line one pixel wide that goes to and fro, with a tail of so many pixels, and a pixel beside it in a corner: its
    /// border is twice its size.
    fn snake(tail: usize) -> usize {
        glare_pixels(|x, y| {
            let is_in = match (x, y) {
                (20..60, 20 | 24 | 28 | 32) | (59, 21..24 | 29..32) | (20, 25..28) | (21, 33) => true,
                (20, 33..) => y < 33 + tail,
                _ => false,
            };
            is_in.then_some(255)
        })
    }

    #[test]
    fn the_border_of_glare_has_at_most_700_times_its_size_when_it_is_squared() {
        // 350 squared is 700 x 175, and 352 squared is more than 700 x 176.
        assert_eq!((snake(5), snake(6)), (175, 0));
    }

    #[test]
    fn the_smallest_glare_takes_a_two_thousandth_of_the_region() {
        // The region has 6,400 pixels: 3 are too few, 4 are enough.
        let line = |length: usize| glare_pixels(|x, y| (y == 40 && (40..40 + length).contains(&x)).then_some(255));
        assert_eq!((line(3), line(4)), (0, 4));
    }

    #[test]
    fn what_lies_beside_the_document_does_not_count() {
        assert_eq!(glare_on(150, |x, y| spot(x + 56.0, y)), 0.0);
    }
}
