//! What is printed inside a quadrilateral: rows of small even marks, as lines of text are.

use super::order::LevelCounts;
use super::portrait::{Portrait, portrait};
use super::strokes::{BLOCK, busy};
use super::thumbnail::{Thumbnail, runs};
use super::view::Plane;
use super::zone::zone;
use core::ops::RangeInclusive;

/// What was found of print.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Content {
    /// Pieces of lines of print, each a sixteenth of the longer side. Those of the fullest band are not counted: a
    /// title is one line, and documents have several.
    pub pieces: usize,
    /// Those that follow another as closely as print of pages and screens does.
    pub dense: usize,
    /// The share of the area, 0 to 1, that has strokes or a fine pattern.
    pub fine: f32,
    /// Whether it is the back of a card of ID-1: three lines of an MRZ, and no portrait.
    pub is_back: bool,
    /// Whether the two lines of an MRZ are seen that a page of a passport has, or the front of an older identity card.
    pub has_zone: bool,
    /// What is most like a portrait.
    pub portrait: Portrait,
}

/// The height of a title: 7 mm of a card.
const BAND: usize = 20;

/// The height of a line of print: 1 to 4 mm of a card.
const HEIGHTS: RangeInclusive<usize> = 3..=12;

/// Strokes differ from the paper by this part of the range of levels. Pale print, and print that differs by its color
/// more than by its level, needs a small part; where patterns fill the gaps between lines a large one.
const SWING_PARTS: [f32; 3] = [0.04, 0.08, 0.14];
const SWINGS: RangeInclusive<f32> = 5.0..=30.0;

/// A stroke is so many times as strong as noise; the deviation of its second difference is 2.4 times its own.
const NOISE_PART: f32 = 6.0;
const SECOND_DIFFERENCE: f32 = 1.954;

/// The share of the blocks that have nothing but noise, at least; patterns of a background count as noise where they are everywhere.
const QUIET: usize = 5;

/// A document stands on its shorter side if its print does: if the columns have more pieces than the rows, by one for so many.
const MORE: usize = 3;

/// From the top of one line to that of the next: 2.3 mm of a card.
const DENSE_PITCH: usize = 7;

/// What is printed inside four corners, in pixels of the image. Nothing where they have not pixels enough.
#[must_use]
pub fn content(luma: Plane<'_>, corners: [[f32; 2]; 4]) -> Option<Content> {
    let image = Thumbnail::of(luma, corners)?;
    let turned = image.transposed();
    let range = range(&image);
    // Waves in the background are noise to the rows or to the columns.
    let both = [(&image, &turned, noise(&image)), (&turned, &image, noise(&turned))];
    let of_both = SWING_PARTS.map(|part| {
        let swing = (part * range).clamp(*SWINGS.start(), *SWINGS.end());
        both.map(|(image, turned, noise)| of(image, turned, swing.max(NOISE_PART * noise)))
    });
    let most = |side: usize| of_both.iter().map(|both| both[side].pieces).max().unwrap_or(0);
    let is_turned = most(1) * MORE > most(0) * (MORE + 1);
    let mut best = Content::default();
    for found in of_both.as_flattened() {
        let text = if found.pieces > best.pieces { *found } else { best };
        best = Content { fine: best.fine.max(found.fine), ..text };
    }
    let zone = zone(&image);
    let rows = zone.as_ref().map(|zone| zone.rows.clone()).unwrap_or_default();
    let portrait = portrait(if is_turned && zone.is_none() { &turned } else { &image }, &rows, range);
    let is_of_card = zone.map(|zone| zone.is_of_card);
    let is_back = is_of_card == Some(true) && !portrait.is_seen();
    Some(Content { is_back, has_zone: is_of_card == Some(false), portrait, ..best })
}

/// What is printed. `turned` is the image with rows for columns.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "levels of a byte")]
fn of(image: &Thumbnail, turned: &Thumbnail, swing: f32) -> Content {
    let busy = busy(turned, swing as u8);
    let mut content = Content { fine: share(&busy), ..Content::default() };
    let mut tops = vec![0_usize; image.height];
    for rows in busy.chunks_exact(image.height) {
        let mut before: Option<usize> = None;
        for (top, end) in runs(image.height, |y| rows[y]) {
            if HEIGHTS.contains(&(end - top)) && top > 0 && end < image.height {
                content.pieces += 1;
                tops[top] += 1;
                content.dense += usize::from(before.is_some_and(|before| top - before <= DENSE_PITCH));
            }
            before = Some(top);
        }
    }
    let band = |rows: &[usize]| rows.iter().sum::<usize>();
    content.pieces -= tops.windows(BAND.min(tops.len())).map(band).max().unwrap_or(0);
    content
}

fn share(busy: &[bool]) -> f32 {
    busy.iter().filter(|is_busy| **is_busy).count() as f32 / busy.len().max(1) as f32
}

/// From dark to light, without the extremes.
fn range(image: &Thumbnail) -> f32 {
    let levels = || image.luma.iter().step_by(7).copied();
    let (counts, last) = (LevelCounts::of(levels()), levels().len().saturating_sub(1));
    let at = |percent: usize| f32::from(counts.at(last * percent / 100));
    at(95) - at(5)
}

/// The deviation of noise, in levels: by how neighbours differ in the quietest of the blocks.
fn noise(image: &Thumbnail) -> f32 {
    /// Parts of a level, and so many second differences a block has.
    const PARTS: u32 = 8;
    const BENDS: u32 = 16 * 14;
    let (columns, rows) = (image.width / BLOCK, image.height / BLOCK);
    let unevenness = |at: usize| {
        let (left, top) = (at % columns * BLOCK, at / columns * BLOCK);
        let bend = |three: &[u8]| (2 * i32::from(three[1]) - i32::from(three[0]) - i32::from(three[2])).unsigned_abs();
        let sum = |y: usize| image.row(y)[left..left + BLOCK].windows(3).map(bend).sum::<u32>();
        let sum = (top..top + BLOCK).map(sum).sum::<u32>();
        u8::try_from(sum * PARTS / BENDS).unwrap_or(u8::MAX)
    };
    let count = columns * rows;
    let quiet = LevelCounts::of((0..count).map(unevenness)).at(count / QUIET);
    f32::from(quiet) / PARTS as f32 / SECOND_DIFFERENCE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found on paper with noise of so many levels to both sides, and with lines of print or without.
    fn found(noise: u8, has_print: bool) -> Content {
        let mut state = 1_u32;
        let level = |at: usize| {
            let (x, y) = (at % 256, at / 256);
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let grain = u8::try_from((state >> 16) % (2 * u32::from(noise) + 1)).unwrap_or(0);
            let is_ink = has_print && y % 12 < 6 && (20..230).contains(&x) && x % 5 < 2;
            if is_ink { 60 + grain } else { 200 - noise + grain }
        };
        let samples: Vec<u8> = (0..256 * 161).map(level).collect();
        let corners = [[0.0, 0.0], [256.0, 0.0], [256.0, 161.0], [0.0, 161.0]];
        content(Plane { width: 256, samples: &samples }, corners).unwrap_or_default()
    }

    #[test]
    fn noise_is_no_print_and_hides_none() {
        assert_eq!([0, 3, 6].map(|noise| found(noise, false).pieces), [0; 3]);
        let print = [0, 3, 6].map(|noise| found(noise, true).pieces);
        assert!(print.iter().all(|pieces| *pieces > 100), "{print:?}");
    }
}
