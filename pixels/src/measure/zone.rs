//! The back of a card by ICAO 9303-5 (TD1): three lines for machines over its whole width, and no portrait.

use super::content::BLOCK;
use super::order::LevelCounts;
use super::thumbnail::{Thumbnail, runs};
use core::ops::RangeInclusive;

/// The heights of ID-1, which is 256 wide: 161 pixels. A page of a passport has 180.
const CARD: RangeInclusive<usize> = 154..=168;

/// A line goes over so many of a hundred blocks: its text has 76 of 85.6 mm, and some letters are thin.
const WHOLE: usize = 65;

/// Where it goes over fewer, it is still the same line: letters differ in their height.
const PART: usize = 50;

/// From line to line, and by how much one pitch may differ from the other: 4.2 mm, which is 13 pixels.
const PITCHES: RangeInclusive<usize> = 11..=17;
const UNEVEN: usize = 2;

/// Above the zone a card has some lines, and a page of small print has many.
const MAX_LINES: usize = 6;

/// The zone lies in this part of the height at one end, in tenths.
const END_TENTHS: usize = 5;

/// Pixels of a block.
const AREA: u32 = 16 * 16;

/// A portrait takes four blocks by five, 21 by 27 mm, of which most differ from the paper by so many levels.
const PORTRAIT: [usize; 2] = [4, 5];
const PORTRAIT_BLOCKS: usize = 12;
const PORTRAIT_STEP: u8 = 22;

/// A block whose neighbouring pixels differ by so much of what it differs from the paper, in hundredths, has print: in
/// lines of print strokes and gaps take turns, where a portrait has shades.
const PRINTED: u32 = 70;

/// Whether a thumbnail has the shape of ID-1.
pub fn is_card(image: &Thumbnail) -> bool {
    CARD.contains(&image.height)
}

/// Whether three lines are a zone's; `in_line` says of each row how many of its blocks belong to a line of print.
pub fn has_zone(in_line: &[usize], blocks: usize) -> bool {
    let height = in_line.len();
    let count = |y: usize| in_line[y.saturating_sub(1)..(y + 2).min(height)].iter().max().copied().unwrap_or(0);
    let is_whole =
        |(top, end): &(usize, usize)| (*top..*end).filter(|y| count(*y) * 100 >= blocks * WHOLE).count() >= 3;
    let lines = runs(height, |y| count(y) * 100 >= blocks * PART);
    let lines: Vec<usize> = lines.into_iter().filter(is_whole).map(|(top, end)| top + end).collect();
    let turned: Vec<usize> = lines.iter().rev().map(|line| 2 * height - line).collect();
    ends_in_zone(&lines, height) || ends_in_zone(&turned, height)
}

/// Whether the last three lines follow each other as a zone's do, and no fourth before them. A line is given by the sum of
/// its top and its end, which is twice its middle.
fn ends_in_zone(lines: &[usize], height: usize) -> bool {
    let [before @ .., first, second, third] = lines else { return false };
    let pitches = [second - first, third - second].map(|doubled| doubled / 2);
    let is_even = pitches.iter().all(|pitch| PITCHES.contains(pitch)) && pitches[0].abs_diff(pitches[1]) <= UNEVEN;
    let goes_on = before.last().is_some_and(|before| ((first - before) / 2).abs_diff(pitches[0]) <= UNEVEN);
    is_even && !goes_on && before.len() <= MAX_LINES && first * 10 > 2 * height * END_TENTHS
}

/// Whether a portrait is seen somewhere.
pub fn has_portrait(image: &Thumbnail) -> bool {
    let (columns, rows) = (image.width / BLOCK, image.height / BLOCK);
    let mean = |at: usize| {
        let (left, top) = (at % columns * BLOCK, at / columns * BLOCK);
        let sum = |y: usize| image.row(y)[left..left + BLOCK].iter().map(|&level| u32::from(level)).sum::<u32>();
        u8::try_from((top..top + BLOCK).map(sum).sum::<u32>() / AREA).unwrap_or(u8::MAX)
    };
    let means: Vec<u8> = (0..columns * rows).map(mean).collect();
    let paper = LevelCounts::of(means.iter().copied()).at(means.len() / 2);
    let strokes = |at: usize| {
        let (left, top) = (at % columns * BLOCK, at / columns * BLOCK);
        let sum = |y: usize| {
            let row = &image.row(y)[left..left + BLOCK];
            row.windows(2).map(|pair| u32::from(pair[0].abs_diff(pair[1]))).sum::<u32>()
        };
        (top..top + BLOCK).map(sum).sum::<u32>() / AREA
    };
    let is_shade = |at: usize| {
        let step = means[at].abs_diff(paper);
        step >= PORTRAIT_STEP && strokes(at) * 100 < u32::from(step) * PRINTED
    };
    let shades: Vec<bool> = (0..means.len()).map(is_shade).collect();
    let differs = |x: usize, y: usize| usize::from(shades[y * columns + x]);
    let [wide, high] = PORTRAIT;
    (0..=rows - high).any(|top| {
        (0..=columns - wide).any(|left| {
            let inside = (top..top + high).flat_map(|y| (left..left + wide).map(move |x| (x, y)));
            inside.map(|(x, y)| differs(x, y)).sum::<usize>() >= PORTRAIT_BLOCKS
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of which the last is 12 pixels above the lower end of a card, and the others so far above each other.
    fn lines(pitches: &[usize]) -> Vec<usize> {
        let mut lines = vec![2 * 149];
        for pitch in pitches {
            lines.insert(0, lines[0] - 2 * pitch);
        }
        lines
    }

    #[test]
    fn strokes_with_gaps_are_no_portrait_and_shades_are() {
        let image = |level: fn(usize, usize) -> u8| {
            let is_inside = |x: usize, y: usize| (16..96).contains(&x) && (16..112).contains(&y);
            let luma = |at: usize| if is_inside(at % 256, at / 256) { level(at % 256, at / 256) } else { 220 };
            Thumbnail { width: 256, height: 161, luma: (0..256 * 161).map(luma).collect() }
        };
        let print: fn(usize, usize) -> u8 = |x, y| if x % 4 < 2 && y % 13 < 9 { 40 } else { 220 };
        let shades: fn(usize, usize) -> u8 = |x, y| u8::try_from(60 + (x * 3 + y * 5) % 300 / 4).unwrap_or(60);
        assert!(!has_portrait(&image(print)));
        assert!(has_portrait(&image(shades)));
    }

    #[test]
    fn lines_of_a_zone_go_over_two_thirds_of_the_width() {
        let zone = |blocks: usize| {
            let is_line = |y: usize| [101, 116, 131].iter().any(|top| (*top..top + 9).contains(&y));
            let in_line: Vec<usize> = (0..161).map(|y| if is_line(y) { blocks } else { 0 }).collect();
            has_zone(&in_line, 16)
        };
        assert_eq!([10, 11, 16].map(zone), [false, true, true]);
    }

    #[test]
    fn a_line_that_is_thin_below_is_as_high_as_the_others() {
        let blocks = |y: usize| match y {
            101..110 | 116..125 | 131..135 => 12,
            135..140 => 9,
            _ => 0,
        };
        assert!(has_zone(&(0..161).map(blocks).collect::<Vec<usize>>(), 16));
    }

    #[test]
    fn small_print_is_no_zone() {
        assert!(ends_in_zone(&lines(&[13, 13]), 161), "a zone alone");
        assert!(ends_in_zone(&lines(&[13, 13, 25, 10, 10]), 161), "below four lines");
        assert!(!ends_in_zone(&lines(&[9, 9]), 161), "3 mm from line to line");
        let small = [13, 13, 20, 9, 9, 9, 9, 9, 9];
        assert!(!ends_in_zone(&lines(&small), 161), "below seven lines of small print");
    }
}
