//! Glare, told apart from white paper.
//!
//! Both are blown out in all channels. Paper is as bright as much of the document is and ends sharply; a reflection is
//! brighter than the paper around it and fades into it.

use super::region::Region;
use super::view::Reduced;

/// Luma from which on nothing is left to read.
const BLOWN_OUT: u8 = 250;

/// How far chroma may be from neutral where all three channels are at their end.
const NEUTRAL: u8 = 8;

/// Glare is brighter than the paper by this at least; a document as bright all over is a scan, or lit too much.
const ABOVE_PAPER: u8 = 6;

/// How far outside the blown-out part its border is looked at, in pixels of the reduced picture.
const BORDER: usize = 2;

/// A border that has come nearer to the paper's level within that distance, in hundredths of the way from where it is
/// blown out, is the edge of something white.
const SOFT_PERCENT: u32 = 35;

/// The share, 0 to 1, of the region that glare takes. `paper` is the luma of the document's paper where there is none:
/// the middle level, because glare may take much of the document.
#[must_use]
pub fn glare(picture: &Reduced, region: Region, paper: u8) -> f32 {
    let mut blobs = Blobs::find(picture, region, paper);
    if blobs.inside == 0 || paper.saturating_add(ABOVE_PAPER) > BLOWN_OUT {
        return 0.0;
    }
    let mut covered = 0;
    for start in 0..blobs.mask.len() {
        if blobs.mask[start] {
            covered += blobs.take(start);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a share")]
    let share = covered as f32 / blobs.inside as f32;
    share
}

/// The blown-out pixels of a region.
struct Blobs<'a> {
    picture: &'a Reduced,
    /// Blown out, and not yet part of a blob.
    mask: Vec<bool>,
    /// Pixels of the region.
    inside: usize,
    pending: Vec<usize>,
    /// What lies outside a blob and is lighter than this belongs to a soft border.
    soft: u8,
}

impl<'a> Blobs<'a> {
    fn find(picture: &'a Reduced, region: Region, paper: u8) -> Self {
        let mut mask = vec![false; picture.luma.len()];
        let mut inside = 0;
        let (top, bottom) = region.rows(picture.height);
        for y in top..bottom {
            let (left, right) = region.span(y, picture.width);
            let row = y * picture.width + left..y * picture.width + right;
            let samples = picture.luma[row.clone()].iter().zip(&picture.cb[row.clone()]).zip(&picture.cr[row.clone()]);
            for (is_blown_out, ((luma, cb), cr)) in mask[row].iter_mut().zip(samples) {
                let neutral = |chroma: &u8| chroma.abs_diff(128) <= NEUTRAL;
                *is_blown_out = *luma >= BLOWN_OUT && neutral(cb) && neutral(cr);
            }
            inside += right - left;
        }
        let rise = u32::from(BLOWN_OUT.saturating_sub(paper)) * SOFT_PERCENT / 100;
        let soft = paper.saturating_add(u8::try_from(rise).unwrap_or(u8::MAX)).saturating_add(ABOVE_PAPER);
        Self { picture, mask, inside, pending: Vec::new(), soft }
    }

    /// Takes the blob at `start` off the mask. How many pixels of glare it has: none if its border is sharp.
    fn take(&mut self, start: usize) -> usize {
        let (mut size, mut border, mut soft) = (0, 0usize, 0usize);
        self.pending.push(start);
        self.mask[start] = false;
        while let Some(at) = self.pending.pop() {
            size += 1;
            for outward in self.neighbours(at) {
                let Some((next, beyond)) = outward else { continue };
                if self.mask[next] {
                    self.mask[next] = false;
                    self.pending.push(next);
                } else if self.picture.luma[next] < BLOWN_OUT {
                    border += 1;
                    soft += usize::from(self.picture.luma[beyond] >= self.soft);
                }
            }
        }
        if soft * 2 >= border { size } else { 0 }
    }

    /// The four neighbours of a pixel, and what lies behind them as seen from it.
    fn neighbours(&self, at: usize) -> [Option<(usize, usize)>; 4] {
        let (width, height) = (self.picture.width, self.picture.height);
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
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a picture made by arithmetic")]
    fn glare_on(paper: u8, bright: impl Fn(f32, f32) -> f32) -> f32 {
        let luma = (0..100 * 100u16).map(|at| {
            let added = bright(f32::from(at % 100), f32::from(at / 100));
            (f32::from(paper) + added).min(255.0) as u8
        });
        let picture =
            Reduced { width: 100, height: 100, luma: luma.collect(), cb: vec![128; 10_000], cr: vec![128; 10_000] };
        glare(&picture, Region::new([[10.0, 10.0], [90.0, 10.0], [90.0, 90.0], [10.0, 90.0]]), paper)
    }

    fn spot(x: f32, y: f32) -> f32 {
        400.0 * (-((x - 50.0).powi(2) + (y - 50.0).powi(2)) / 128.0).exp()
    }

    #[test]
    fn a_reflection_is_glare() {
        let share = glare_on(170, spot);
        // Blown out where 400 exp(-r²/128) > 80: r² < 206, which is 647 of 6400 pixels.
        assert!((share - 0.101).abs() < 0.01, "{share}");
    }

    #[test]
    fn white_paper_and_white_parts_are_not() {
        assert_eq!(glare_on(255, |_, _| 0.0), 0.0);
        assert_eq!(glare_on(250, spot), 0.0);
        let label = |x: f32, y: f32| if (30.0..60.0).contains(&x) && (30.0..50.0).contains(&y) { 255.0 } else { 0.0 };
        assert_eq!(glare_on(150, label), 0.0);
        assert_eq!(glare_on(235, label), 0.0);
    }

    #[test]
    fn what_lies_beside_the_document_does_not_count() {
        assert_eq!(glare_on(150, |x, y| spot(x + 56.0, y)), 0.0);
    }
}
