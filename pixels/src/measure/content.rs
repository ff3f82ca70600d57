//! What is printed inside a quadrilateral: rows of small even marks, as lines of text are.

use super::order::LevelCounts;
use super::portrait::{Portrait, Without, portrait};
use super::strokes::{BLOCK, busy};
use super::thumbnail::{Thumbnail, runs};
use super::view::Plane;
use super::zone::{CARD, zone};
use core::ops::RangeInclusive;

/// What was found of print.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Content {
    /// Pieces of lines of print, each a sixteenth of the longer side. Those of the fullest band are not counted: a
    /// title is one line, and documents have several.
    pub pieces: usize,
    /// Pieces, counted so, that the next piece goes on from on the same line: waves of a ground run aslant.
    pub lines: usize,
    /// Pieces that follow another as closely as print of pages and screens does.
    pub dense: usize,
    /// The share of the area, 0 to 1, that has strokes or a fine pattern.
    pub fine: f32,
    /// Whether the three lines of an MRZ are seen that the back of a card of ID-1 has.
    pub has_card_zone: bool,
    /// Whether the two lines of an MRZ are seen that a page of a passport has, or the front of an older identity card.
    pub has_zone: bool,
    /// Whether there is a bar code, or another that machines read.
    pub has_code: bool,
    /// What is most like a portrait.
    pub portrait: Portrait,
}

/// A piece has as many strokes and gaps, in each of its rows.
const MIN_SWINGS: u8 = 3;

/// A code has as many strokes and gaps, in each of so many rows one below another: 5.3 mm of a card.
const MIN_CODE_SWINGS: u8 = 5;
const MIN_CODE_ROWS: usize = 16;

/// And takes this share of the area. Documents have 0.023 at most in their patterns.
const MIN_CODE: f32 = 0.03;

/// The height of a title: 7 mm of a card.
const BAND: usize = 20;

/// The height of a line of print: 1 to 4 mm of a card.
const HEIGHTS: RangeInclusive<usize> = 3..=12;

/// A line of print goes on in the next piece: its top and its end lie within so many pixels.
const ASTRAY: usize = 1;

/// Strokes differ from the paper by this part of the range of levels. Pale print, and print that differs by its color
/// more than by its level, needs a small part; where patterns fill the gaps between lines a large one.
const SWING_PARTS: [f32; 3] = [0.04, 0.08, BOLD];
const BOLD: f32 = 0.14;
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
    let both = [(&turned, noise(&image)), (&image, noise(&turned))];
    let of_both = SWING_PARTS.map(|part| both.map(|(turned, noise)| of(turned, swing(part, range, noise))));
    let most = |side: usize| of_both.iter().map(|both| both[side].lines).max().unwrap_or(0);
    let is_turned = most(1) * MORE > most(0) * (MORE + 1);
    let mut best = Content::default();
    for found in of_both.as_flattened() {
        let text = if found.pieces > best.pieces { *found } else { best };
        best = Content { fine: best.fine.max(found.fine), lines: best.lines.max(found.lines), ..text };
    }
    let zone = zone(&image);
    let is_of_card = zone.as_ref().map(|zone| zone.is_of_card);
    // By columns, lines of small print look like bars, as the two lines of the MRZ of a page do by rows.
    let is_card = CARD.contains(&image.height);
    let mut without = if is_card { code(&turned, both[0].1, range) } else { Vec::new() };
    let has_code = !without.is_empty();
    let is_turned = is_turned && zone.is_none() && !has_code;
    without.extend(zone.map(|zone| [0..image.width, zone.rows]));
    let portrait = if is_turned { portrait(&turned, &[], range) } else { portrait(&image, &without, range) };
    let [has_zone, has_card_zone] = [false, true].map(|of_card| is_of_card == Some(of_card));
    Some(Content { has_zone, has_card_zone, has_code, portrait, ..best })
}

/// By how many levels strokes differ from the paper.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "levels of a byte")]
fn swing(part: f32, range: f32, noise: f32) -> u8 {
    (part * range).clamp(*SWINGS.start(), *SWINGS.end()).max(NOISE_PART * noise) as u8
}

/// What is printed on an image that is given with rows for columns.
fn of(turned: &Thumbnail, swing: u8) -> Content {
    let height = turned.width;
    let busy = busy(turned, swing, MIN_SWINGS);
    let pieces: Vec<_> = busy
        .chunks_exact(height)
        .map(|rows| {
            let mut runs = runs(height, |y| rows[y]);
            runs.retain(|(top, end)| HEIGHTS.contains(&(end - top)) && *top > 0 && *end < height);
            runs
        })
        .collect();
    let mut content = Content { fine: share(&busy), ..Content::default() };
    let mut tops = [vec![0_usize; height], vec![0; height]];
    for (block, lines) in pieces.iter().enumerate() {
        let beside = || pieces[block.saturating_sub(1)..pieces.len().min(block + 2)].iter().flatten();
        let mut before: Option<usize> = None;
        for &(top, end) in lines {
            let near = beside().filter(|line| line.0.abs_diff(top) <= ASTRAY && line.1.abs_diff(end) <= ASTRAY);
            // One of them is the piece itself.
            let of_line = usize::from(near.count() > 1);
            tops[0][top] += 1;
            tops[1][top] += of_line;
            content.dense += usize::from(before.is_some_and(|before| top - before <= DENSE_PITCH));
            before = Some(top);
        }
    }
    let but_band = |rows: &Vec<usize>| {
        let bands = rows.windows(BAND.min(rows.len())).map(|band| band.iter().sum::<usize>());
        rows.iter().sum::<usize>() - bands.max().unwrap_or(0)
    };
    [content.pieces, content.lines] = [0, 1].map(|of| but_band(&tops[of]));
    content
}

/// The parts of a code on an image that is given with rows for columns.
fn code(turned: &Thumbnail, noise: f32, range: f32) -> Vec<Without> {
    let busy = busy(turned, swing(BOLD, range, noise), MIN_CODE_SWINGS);
    let mut parts = Vec::new();
    let mut area = 0;
    for (block, rows) in busy.chunks_exact(turned.width).enumerate() {
        for (top, end) in runs(rows.len(), |y| rows[y]) {
            if end - top >= MIN_CODE_ROWS {
                area += end - top;
                parts.push([block * BLOCK..(block + 1) * BLOCK, top..end]);
            }
        }
    }
    if (area as f32) < MIN_CODE * busy.len() as f32 {
        parts.clear();
    }
    parts
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

    /// What is found on a card of these levels.
    fn drawn(level: impl Fn(usize, usize) -> u8) -> Content {
        let samples: Vec<u8> = (0..256 * 161).map(|at| level(at % 256, at / 256)).collect();
        let corners = [[0.0, 0.0], [256.0, 0.0], [256.0, 161.0], [0.0, 161.0]];
        content(Plane { width: 256, samples: &samples }, corners).unwrap_or_default()
    }

    #[test]
    fn bars_are_a_code_where_they_are_higher_than_print() {
        let is_bar = |x: usize| x % 5 < 2 || x % 7 < 2;
        let has_code = |rows: usize, end: usize| {
            drawn(|x, y| if (20..20 + rows).contains(&y) && x < end && is_bar(x) { 40 } else { 220 }).has_code
        };
        assert_eq!([has_code(12, 240), has_code(20, 32), has_code(20, 240)], [false, false, true]);
        let is_line = |y: usize| y % 12 < 7;
        assert!(!drawn(|x, y| if is_line(y) && is_bar(x) { 40 } else { 220 }).has_code, "lines of print");
        let page: Vec<u8> =
            (0..256 * 180).map(|at| if at / 256 > 150 && is_bar(at % 256) { 40 } else { 220 }).collect();
        let corners = [[0.0, 0.0], [256.0, 0.0], [256.0, 180.0], [0.0, 180.0]];
        let of_page = content(Plane { width: 256, samples: &page }, corners).unwrap_or_default();
        assert!(!of_page.has_code, "the end of a page");
    }

    #[test]
    fn print_goes_on_along_a_line_and_what_runs_aslant_does_not() {
        let stroke = |x: usize, y: usize| if x % 5 < 2 && y % 24 < 6 { 60 } else { 200 };
        let print = drawn(stroke);
        assert!(print.lines > 60 && print.lines == print.pieces, "{print:?}");
        let aslant = drawn(|x, y| stroke(x, y + x / 16 * 7));
        assert!(aslant.pieces > 60 && aslant.lines * 4 < aslant.pieces, "{aslant:?}");
    }
}
