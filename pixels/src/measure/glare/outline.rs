//! White with print for its outline: what is printed white ends where other print begins, or along the document's sides,
//! while light lies over print as over paper.

use super::{Blobs, SMALLEST};
use crate::measure::blob::is_disc;
use crate::measure::ink::InkLevels;

/// Print of full contrast is darker than this part of the paper: light that blows paper out lifts what is printed there.
const FULL_PRINT: (u16, u16) = (2, 3);

/// So many hundredths of the outline of printed white are print or straight sides: of light at most 75.
const EXPLAINED: usize = 80;

/// Straight sides alone may be those of a pane: so many hundredths of the outline are print inside of them.
const INSIDE: usize = 30;

/// Or so many are print, wherever it lies, as is the frame around a field.
const AROUND: usize = 75;

/// What lies along the outline of some pixels, in edges of pixels.
#[derive(Default)]
struct Outline {
    length: usize,
    print: usize,
    /// What is no straight side of the document's direction, and what of it is print.
    inner: usize,
    inner_print: usize,
}

impl Outline {
    const fn is_printed(&self) -> bool {
        let explained = self.length - self.inner + self.inner_print;
        let has_print = self.inner_print * 100 > self.length * INSIDE || self.print * 100 > self.length * AROUND;
        has_print && explained * 100 >= self.length * EXPLAINED
    }
}

impl Blobs<'_> {
    /// Takes white with print for its outline off the mask. Of paper that is blown out the outline says nothing.
    pub(super) fn drop_printed(&mut self, ink: &InkLevels<'_>) {
        if self.is_white {
            return;
        }
        let mut rest = self.mask.clone();
        for start in 0..self.mask.len() {
            if !self.mask[start] {
                continue;
            }
            let (blob, _) = self.blob(start);
            if blob.len() * SMALLEST >= self.inside && self.is_outlined(&blob, ink) {
                blob.iter().for_each(|&at| rest[at] = false);
            }
        }
        self.mask = rest;
    }

    /// Whether print is the outline of pixels, as of no disc of light.
    pub(super) fn is_outlined(&self, pixels: &[usize], ink: &InkLevels<'_>) -> bool {
        let outline = self.outline(pixels, ink);
        outline.is_printed() && !is_disc(pixels, self.image.width, outline.length)
    }

    fn outline(&self, pixels: &[usize], ink: &InkLevels<'_>) -> Outline {
        let mut is_in = vec![false; self.mask.len()];
        pixels.iter().for_each(|&at| is_in[at] = true);
        let around = pixels.iter().flat_map(|&at| self.neighbours(at)).flatten();
        let (next, beyond): (Vec<usize>, Vec<usize>) =
            around.filter(|&(next, _)| !is_in[next] && self.is_inside[next]).unzip();
        let on_side = self.sheet.as_ref().map(|sheet| sheet.beyond_sides(pixels, &next, self.image.width));
        let full = u16::from(self.paper) * FULL_PRINT.0 / FULL_PRINT.1;
        let mut outline = Outline::default();
        for (edge, (&next, &beyond)) in next.iter().zip(&beyond).enumerate() {
            let is_print = usize::from([next, beyond].into_iter().any(|at| u16::from(self.darkest(at, ink)) < full));
            let is_inner = usize::from(on_side.as_ref().is_none_or(|is_on_side| !is_on_side[edge]));
            outline.length += 1;
            outline.print += is_print;
            outline.inner += is_inner;
            outline.inner_print += is_inner * is_print;
        }
        outline
    }

    /// The darkest of the image's pixels that make one of the reduced image.
    fn darkest(&self, at: usize, ink: &InkLevels<'_>) -> u8 {
        let side = ink.factor;
        let [x, y] = [at % self.image.width, at / self.image.width].map(|place| place * side);
        let rows = y..(y + side).min(ink.luma.height());
        rows.flat_map(|row| ink.luma.row(row).iter().skip(x).take(side)).min().copied().unwrap_or(u8::MAX)
    }
}
