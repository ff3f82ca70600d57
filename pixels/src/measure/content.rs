//! What is printed inside a quadrilateral: rows of small even marks, as lines of text are.

use super::order::LevelCounts;
use super::thumbnail::{Thumbnail, runs};
use super::view::Plane;
use super::zone::side;
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
    /// Whether a portrait is seen.
    pub has_portrait: bool,
}

/// The length of a piece: two to four letters.
pub const BLOCK: usize = 16;

/// A piece has as many strokes and gaps, in each of its rows.
const MIN_SWINGS: u8 = 3;

/// The height of a title: 7 mm of a card.
const BAND: usize = 20;

/// The height of a line of print: 1 to 4 mm of a card.
const HEIGHTS: RangeInclusive<usize> = 3..=12;

/// Strokes differ from the paper by this part of the range of levels. Pale print, and print that differs by its color
/// more than by its level, needs a small part; where patterns fill the gaps between lines a large one.
const SWING_PARTS: [f32; 3] = [0.04, 0.08, 0.14];
const SWINGS: RangeInclusive<f32> = 5.0..=30.0;

/// From the top of one line to that of the next: 2.3 mm of a card.
const DENSE_PITCH: usize = 7;

/// What is printed inside four corners, in pixels of the image. Nothing where they have not pixels enough.
#[must_use]
pub fn content(luma: Plane<'_>, corners: [[f32; 2]; 4]) -> Option<Content> {
    let image = Thumbnail::of(luma, corners)?;
    let turned = image.transposed();
    let range = range(&image);
    let mut best = Content::default();
    for part in SWING_PARTS {
        let swing = (part * range).clamp(*SWINGS.start(), *SWINGS.end());
        for image in [&image, &turned] {
            let found = of(image, swing);
            let text = if found.pieces > best.pieces { found } else { best };
            best = Content { fine: best.fine.max(found.fine), ..text };
        }
    }
    let side = side(&image);
    Some(Content { is_back: side.is_back(), has_portrait: side.has_portrait, ..best })
}

/// What is printed.
fn of(image: &Thumbnail, swing: f32) -> Content {
    let blocks = image.width / BLOCK;
    let busy = busy(image, blocks, swing);
    let mut content = Content { fine: share(&busy), ..Content::default() };
    let mut tops = vec![0_usize; image.height];
    for block in 0..blocks {
        let mut before: Option<usize> = None;
        for (top, end) in runs(image.height, |y| busy[y * blocks + block]) {
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

/// Which blocks of each row have strokes and gaps like print.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "levels of a byte")]
fn busy(image: &Thumbnail, blocks: usize, swing: f32) -> Vec<bool> {
    let least = swing as u8;
    let mut busy = Vec::with_capacity(blocks * image.height);
    for y in 0..image.height {
        let row = image.row(y);
        let (mut low, mut high, mut was_up) = (row[0], row[0], None);
        for block in row.chunks_exact(BLOCK) {
            let mut swings = 0_u8;
            for &level in block {
                (low, high) = (low.min(level), high.max(level));
                let is_up = was_up != Some(true) && level - low >= least;
                if is_up || was_up != Some(false) && high - level >= least {
                    swings += 1;
                    (low, high, was_up) = (level, level, Some(is_up));
                }
            }
            busy.push(swings >= MIN_SWINGS);
        }
    }
    busy
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
