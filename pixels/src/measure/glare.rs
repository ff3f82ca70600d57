//! Glare, told apart from white paper.
//!
//! Both are blown out in all channels. Around a reflection there is paper that is not, or light that fades; around a
//! white part there is print on it, or more of the same white, which wavers about the end of the scale. On white paper
//! what fades is a reflection where it lifts the level of print too, as uneven light does not.

mod crests;
mod grown;
mod hidden;
mod outline;
mod round;

use super::blob::{extent, is_disc};
use super::field::Sheet;
use super::ink::{InkLevels, Lift, Lifted};
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

/// From this middle level on what light adds to paper is little, and white parts are hardly whiter than it.
const WHITE_PAPER: u8 = 220;

/// What is blown out takes a part of a lamp that is not less than one in so many.
const LAMP: usize = 4;

/// The part of the way from paper to white that takes about half of the contrast of print.
const GROWN_PART: f32 = 0.6;

/// What glare takes of a region.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Glare {
    /// The share of the region, 0 to 1.
    pub share: f32,
    /// The box around it, if there is any: left and top, right and bottom, in pixels of the reduced image.
    pub bounds: Option<[[f32; 2]; 2]>,
    /// What of it has a hard edge, and may be print: white print is told from it by what it does when the camera moves.
    pub hard: Vec<HardSpot>,
}

/// A blown-out part with a hard edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HardSpot {
    /// The share of the region that it takes, 0 to 1.
    pub share: f32,
    /// The box around it on the region, as shares of its sides: left and top, right and bottom.
    pub place: [[f32; 2]; 2],
}

/// What glare takes of the `region` of `luma`. `image` is the same image reduced, and `paper` the luma
/// of the document's paper where there is none: the middle level, because glare may take much of the document.
#[must_use]
pub fn glare(luma: Plane<'_>, image: &Reduced, region: Region, paper: u8) -> Glare {
    let factor = (luma.width / image.width.max(1)).max(1);
    #[expect(clippy::cast_precision_loss, reason = "a factor of at most 256")]
    let reduced = region.reduced(factor as f32);
    let mut blobs = Blobs::find(image, reduced, paper);
    if blobs.inside == 0 {
        return Glare::default();
    }
    let ink = InkLevels { luma, region, factor };
    let blown_out = blobs.mask.iter().filter(|is_blown_out| **is_blown_out).count();
    blobs.drop_printed(&ink);
    let crests = blobs.crests();
    let bare = |mut mask: Vec<bool>| {
        crests.iter().for_each(|&at| mask[at] = false);
        mask
    };
    let whole = blobs.mask.clone();
    if crests.len() * 2 > blown_out {
        blobs.mask = bare(whole.clone());
    }
    let mut covered = blobs.take_all(&ink);
    if covered * SMALLEST_SURE < blobs.inside && !crests.is_empty() {
        blobs.mask = bare(whole);
        covered = blobs.take_all(&ink);
    }
    // Where paper is nearly blown out too, print tells light that lies over it, and a round edge.
    if covered * SMALLEST_SURE < blobs.inside && (blown_out * SMALLEST_SURE >= blobs.inside || paper >= WHITE_PAPER) {
        if let Some(Lifted { share, bounds }) = ink.stepping(image) {
            return Glare { share, bounds: Some(bounds), hard: Vec::new() };
        }
        covered = covered.max(if paper >= WHITE_PAPER { blobs.discs(paper) } else { 0 });
    }
    Glare { share: blobs.share(covered).min(1.0), bounds: blobs.bounds, hard: blobs.hard }
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
    /// Where pixels lie on the document; nothing where no camera sees it so.
    sheet: Option<Sheet>,
    /// The box around what was taken off.
    bounds: Option<[[f32; 2]; 2]>,
    /// What of it has a hard edge.
    hard: Vec<HardSpot>,
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
        let sheet = Sheet::of(region);
        let (pending, bounds, hard) = Default::default();
        Self { image, mask, is_inside, inside, pending, paper, white, is_white, sheet, bounds, hard }
    }

    /// Takes every blob off the mask. How many pixels of glare they have.
    fn take_all(&mut self, ink: &InkLevels<'_>) -> usize {
        (0..self.mask.len()).map(|start| if self.mask[start] { self.take(start, ink) } else { 0 }).sum()
    }

    /// Takes the blob at `start` off the mask. How many pixels of glare it has: none if it is a white part.
    fn take(&mut self, start: usize, ink: &InkLevels<'_>) -> usize {
        let (blob, border) = self.blob(start);
        let is_large = blob.len() * SMALLEST_SOFT >= self.inside;
        if !is_large {
            return self.lit(&blob, border, ink);
        }
        // On light paper what is nearly blown out would be the paper.
        let whole = (self.paper <= FADE_PAPER && !self.is_white).then(|| self.whole(start));
        let is_whole_printed = whole.as_ref().is_some_and(|(whole, border)| self.is_printed(whole, *border));
        if is_whole_printed || self.is_printed(&blob, border.length) {
            return 0;
        }
        match (self.lit(&blob, border, ink), whole) {
            (0, Some((whole, border))) => self.lamp(&blob, &whole, border),
            (size, _) => size,
        }
    }

    /// Whether pixels with so long a border have the shape of what is printed on the document.
    fn is_printed(&self, pixels: &[usize], border: usize) -> bool {
        let width = self.image.width;
        self.sheet.as_ref().is_some_and(|sheet| !is_disc(pixels, width, border) && sheet.is_printed(pixels, width))
    }

    /// How many pixels of glare a blob has by what surrounds it.
    fn lit(&mut self, blob: &[usize], mut border: Border, ink: &InkLevels<'_>) -> usize {
        let size = blob.len();
        let is_ragged = border.length * border.length > RAGGED * size;
        let is_large = size * SMALLEST_SOFT >= self.inside;
        if size * SMALLEST < self.inside || is_ragged && !is_large {
            return 0;
        }
        let lift = if is_large { ink.lift(blob, self.image, self.paper) } else { Lift::default() };
        if is_ragged && !lift.within {
            return 0;
        }
        let is_soft = is_large && self.is_soft(&border, &lift);
        match (is_soft, self.is_white) {
            (true, _) if lift.within => (border.white, border.print) = (0, 0),
            (true, _) => border.white = 0,
            (false, true) => return 0,
            (false, false) => {}
        }
        let Border { length, print, white, .. } = border;
        let is_white_part = print.max(white) * 2 > length || (print + white) * 4 > length * 3;
        if is_white_part && (white * 2 > length || !(is_large && is_disc(blob, self.image.width, length))) {
            return 0;
        }
        // What light that fades covers beside it decides where the blown-out part alone is too small.
        let is_small = size * SMALLEST_SURE < self.inside;
        if is_soft && is_small && self.paper <= FADE_PAPER {
            return self.faded(blob, ink);
        }
        self.widen(blob);
        if is_large && !is_soft {
            self.hard.extend(self.hard_spot(blob));
        }
        size
    }

    /// How many pixels a lamp has that dims towards its edge, so that white surrounds what is blown out: together they are a
    /// disc, which white parts of documents are not.
    fn lamp(&mut self, blob: &[usize], whole: &[usize], border: usize) -> usize {
        // A pale disc with a white middle is print.
        if blob.len() * LAMP < whole.len() || !is_disc(whole, self.image.width, border) {
            return 0;
        }
        whole.iter().for_each(|&at| self.mask[at] = false);
        self.widen(whole);
        whole.len()
    }

    /// The pixels around one that are nearly blown out, and the length of their border.
    fn whole(&mut self, start: usize) -> (Vec<usize>, usize) {
        let (mut whole, mut border, mut is_known) = (Vec::new(), 0, vec![false; self.is_inside.len()]);
        is_known[start] = true;
        self.pending.push(start);
        while let Some(at) = self.pending.pop() {
            whole.push(at);
            for (next, _) in self.neighbours(at).into_iter().flatten() {
                if !self.is_inside[next] || self.image.luma[next] < self.white {
                    border += 1;
                } else if !is_known[next] {
                    is_known[next] = true;
                    self.pending.push(next);
                }
            }
        }
        (whole, border)
    }

    /// So many pixels as a share of the region.
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    fn share(&self, pixels: usize) -> f32 {
        pixels as f32 / self.inside as f32
    }

    /// Where a blob lies; nothing where no camera sees the document so.
    fn hard_spot(&self, blob: &[usize]) -> Option<HardSpot> {
        let place = self.sheet.as_ref()?.bounds(blob, self.image.width);
        Some(HardSpot { share: self.share(blob.len()), place })
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
    fn is_soft(&self, border: &Border, lift: &Lift) -> bool {
        let Border { length, fading: [across, down], along, .. } = *border;
        // A white strip with print below and above it may fade along it.
        let is_around = across * 3 > along[0] && down * 3 > along[1];
        (is_around && (across + down) * 5 > length * 2 && self.paper <= FADE_PAPER && !self.is_white)
            || ((across + down) * 4 > length && lift.beside)
            || lift.within
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
mod tests;
