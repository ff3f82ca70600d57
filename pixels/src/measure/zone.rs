//! The back of a card by ICAO 9303-5 (TD1): three lines for machines over its whole width, and no portrait.
//!
//! What tells the lines is that their letters stand evenly, as those of no other print do. That holds whatever the scale
//! and the sharpness, and upside down.

#![expect(clippy::cast_precision_loss, reason = "counts of pixels of a thumbnail")]

use super::content::BLOCK;
use super::order::LevelCounts;
use super::thumbnail::{Thumbnail, WIDTH};
use core::f32::consts::SQRT_2;
use core::ops::{Range, RangeInclusive};

/// The heights of ID-1, which is 256 wide: 161 pixels. A page of a passport has 180.
const CARD: RangeInclusive<usize> = 154..=168;

/// Letters follow each other by 2.54 mm in all lines of a zone, which is 7.6 pixels, and by less where it is printed small:
/// twice the cosine of the turn from one pixel to the next of waves of 6.4 to 8.4 pixels, in steps of 0.2.
const WAVES: [f32; 11] = [1.1111, 1.1601, 1.2053, 1.247, 1.2856, 1.3213, 1.3546, 1.3854, SQRT_2, 1.441, 1.4661];

/// The part of a line's amplitude that such a wave has. Lines of zones have 0.3 and more, however sharp they are, and those
/// whose strokes stand anywhere in their place 0.19; lines of other print 0.12 at most.
const EVEN: f32 = 0.16;

/// The columns that are looked at: at its ends a line may be cut off by corners that are found a little inside.
const COLUMNS: Range<usize> = BLOCK..240;

/// So many rows above and below are taken into the mean of a line. Its letters are 8 pixels high.
const REACH: usize = 2;
const HALF_LINE: usize = 4;

/// The square of the least amplitude, in levels.
const MIN_STRENGTH: f32 = 20.0;

/// A line goes over so many of a hundred blocks: its text has 76 of 85.6 mm. A block of it has this part of its strength.
const WHOLE: usize = 65;
const WRITTEN: f32 = 0.1;

/// From line to line: 4.2 mm, which is 13 pixels. Between them is less than this part of the strength of a line.
const PITCHES: RangeInclusive<usize> = 11..=17;
const GAP: f32 = 0.6;

/// Pixels of a block.
const AREA: u32 = 16 * 16;

/// A portrait takes four blocks by five, 21 by 27 mm, of which most differ from the paper by so many levels.
const PORTRAIT: [usize; 2] = [4, 5];
const PORTRAIT_BLOCKS: usize = 12;
const PORTRAIT_STEP: u8 = 22;

/// A block whose neighbouring pixels differ by so much of what it differs from the paper, in hundredths, has print: in
/// lines of print strokes and gaps take turns, where a portrait has shades.
const PRINTED: u32 = 70;

/// What a row is in the middle of.
#[derive(Default)]
struct Line {
    /// The square of its amplitude along the row.
    strength: f32,
    /// Whether it goes over the whole width.
    is_whole: bool,
    /// The part of its amplitude that each of the waves has.
    evenness: [f32; WAVES.len()],
}

/// What tells the sides of a card apart.
pub struct Side {
    has_zone: bool,
    pub has_portrait: bool,
}

impl Side {
    pub fn is_back(&self) -> bool {
        self.has_zone && !self.has_portrait
    }
}

/// What an image shows of either side; a zone is looked for in those of the shape of ID-1.
pub fn side(image: &Thumbnail) -> Side {
    let zone = if CARD.contains(&image.height) { zone(image) } else { None };
    Side { has_zone: zone.is_some(), has_portrait: has_portrait(image, zone.unwrap_or(0..0)) }
}

/// The rows of three lines of letters that stand as evenly as a zone's and lie at one end, one below the other.
fn zone(image: &Thumbnail) -> Option<Range<usize>> {
    let lines: Vec<Line> = (0..image.height).map(|row| Line::at(image, row)).collect();
    for wave in 0..WAVES.len() {
        for pitch in PITCHES {
            if let Some(top) = first_line(&lines, wave, pitch) {
                return Some(top.saturating_sub(HALF_LINE)..top + 2 * pitch + HALF_LINE);
            }
        }
    }
    None
}

/// The first of three such lines that follow each other by a pitch, with gaps between them.
#[inline(never)]
fn first_line(lines: &[Line], wave: usize, pitch: usize) -> Option<usize> {
    let (height, span) = (lines.len(), 2 * pitch);
    let gap = |top: usize| lines[top + pitch / 2].strength.min(lines[top + pitch.div_ceil(2)].strength);
    (0..height.saturating_sub(span)).find(|&top| {
        let is_at_end = 2 * top >= height || 2 * (top + span) <= height;
        let three = [0, pitch, span].map(|below| &lines[top + below]);
        let is_even = three.iter().all(|line| line.is_whole && line.evenness[wave] >= EVEN);
        let weakest = three.iter().map(|line| line.strength).fold(f32::INFINITY, f32::min);
        is_at_end && is_even && gap(top) + gap(top + pitch) <= 2.0 * GAP * weakest
    })
}

impl Line {
    #[inline(never)]
    fn at(image: &Thumbnail, row: usize) -> Self {
        let Some(rows) = row.checked_sub(REACH).filter(|_| row + REACH < image.height) else { return Self::default() };
        let mut sums = [0_u16; WIDTH];
        for y in rows..=row + REACH {
            sums.iter_mut().zip(image.row(y)).for_each(|(sum, &level)| *sum += u16::from(level));
        }
        // Less the mean around it, so that shades and the light of the scene do not count.
        let around = |x: usize| sums[x - BLOCK / 2..x + BLOCK / 2].iter().map(|&sum| u32::from(sum)).sum::<u32>();
        let height = (2 * REACH + 1) as f32;
        let strokes: Vec<f32> =
            COLUMNS.map(|x| (f32::from(sums[x]) - around(x) as f32 / BLOCK as f32) / height).collect();
        let strength = power(&strokes);
        if strength < MIN_STRENGTH {
            return Self { strength, ..Self::default() };
        }
        let blocks = strokes.chunks_exact(BLOCK);
        let count = blocks.len();
        let written = blocks.filter(|block| power(block) >= WRITTEN * strength).count();
        let whole = strength.sqrt() * strokes.len() as f32;
        let evenness = WAVES.map(|wave| amplitude(&strokes, wave) / whole);
        Self { strength, is_whole: written * 100 >= count * WHOLE, evenness }
    }
}

/// The mean square of samples.
#[inline(never)]
fn power(samples: &[f32]) -> f32 {
    samples.iter().map(|level| level * level).sum::<f32>() / samples.len() as f32
}

/// The amplitude of a wave in samples, by Goertzel's algorithm.
#[inline(never)]
fn amplitude(samples: &[f32], wave: f32) -> f32 {
    let (last, before) =
        samples.iter().fold((0.0, 0.0), |(last, before), sample| (sample + wave * last - before, last));
    (last * last + before * before - wave * last * before).max(0.0).sqrt()
}

/// Whether a portrait is seen outside of the rows of a zone, whose bold letters come out as shades where they are blurred.
fn has_portrait(image: &Thumbnail, zone: Range<usize>) -> bool {
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
        let top = at / columns * BLOCK;
        if top < zone.end && zone.start < top + BLOCK {
            return false;
        }
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

    /// Lines of letters of an alphabet of four, as wide as `step` tells of each, at these rows and over so many blocks.
    fn printed(tops: &[usize], step: fn(usize) -> usize, blocks: usize) -> Thumbnail {
        let mut image = Thumbnail { width: WIDTH, height: 161, luma: vec![220; WIDTH * 161] };
        for (row, &top) in tops.iter().enumerate() {
            let (mut left, mut at) = (0, row * 7);
            while left + 8 < blocks * BLOCK {
                let strokes = [[1, 2, 3, 5], [1, 3, 4, 5], [2, 3, 4, 4], [1, 2, 4, 5]][at * at % 11 % 4];
                for (y, stroke) in (top..top + 8).flat_map(|y| strokes.map(|stroke| (y, stroke))) {
                    image.luma[y * WIDTH + left + stroke] = 90;
                }
                (left, at) = (left + step(at), at + 1);
            }
        }
        image
    }

    fn has_zone(image: &Thumbnail) -> bool {
        zone(image).is_some()
    }

    const EVENLY: fn(usize) -> usize = |_| 8;
    /// As the letters of other print, some of which are narrow.
    const BY_WIDTH: fn(usize) -> usize = |at| [5, 9, 7, 11, 8, 6][at * at * at % 101 % 6];

    #[test]
    fn strokes_with_gaps_are_no_portrait_and_shades_are() {
        let image = |level: fn(usize, usize) -> u8| {
            let is_inside = |x: usize, y: usize| (16..96).contains(&x) && (16..112).contains(&y);
            let luma = |at: usize| if is_inside(at % 256, at / 256) { level(at % 256, at / 256) } else { 220 };
            Thumbnail { width: 256, height: 161, luma: (0..256 * 161).map(luma).collect() }
        };
        let print: fn(usize, usize) -> u8 = |x, y| if x % 4 < 2 && y % 13 < 9 { 40 } else { 220 };
        let shades: fn(usize, usize) -> u8 = |x, y| u8::try_from(60 + (x * 3 + y * 5) % 300 / 4).unwrap_or(60);
        assert!(!has_portrait(&image(print), 0..0));
        assert!(has_portrait(&image(shades), 0..0));
        assert!(!has_portrait(&image(shades), 48..112), "a part of it is the zone's");
    }

    #[test]
    fn lines_of_a_zone_go_over_two_thirds_of_the_width() {
        let zone = |blocks: usize| has_zone(&printed(&[101, 114, 127], EVENLY, blocks));
        assert_eq!([10, 11, 16].map(zone), [false, true, true]);
    }

    #[test]
    fn a_line_that_is_thin_below_is_as_high_as_the_others() {
        let mut image = printed(&[101, 114, 127], EVENLY, 16);
        for y in 131..135 {
            image.luma[y * WIDTH + 9 * BLOCK..(y + 1) * WIDTH].fill(220);
        }
        assert!(has_zone(&image));
    }

    #[test]
    fn small_print_is_no_zone() {
        let zone = [101, 114, 127];
        let is_zone = |tops: &[usize], step| has_zone(&printed(tops, step, 16));
        assert!(is_zone(&zone, EVENLY), "a zone alone");
        assert!(is_zone(&[56, 66, 76, 101, 114, 127], EVENLY), "below four lines");
        assert!(!is_zone(&[101, 110, 119], EVENLY), "3 mm from line to line");
        assert!(!is_zone(&zone, BY_WIDTH), "three lines whose letters stand by their width");
        assert!(!is_zone(&[20, 29, 38, 47, 56, 65, 101, 114, 127], BY_WIDTH), "below seven lines of small print");
    }

    #[test]
    fn a_zone_is_seen_upside_down_blurred_and_pale() {
        let image = printed(&[101, 114, 127], EVENLY, 16);
        let turned = Thumbnail { luma: image.luma.iter().rev().copied().collect(), ..image.clone() };
        let mean = |at: usize| (0..3).map(|x| u32::from(image.luma[(at + x).min(WIDTH * 161 - 1)])).sum::<u32>() / 3;
        let blurred = Thumbnail {
            luma: (0..WIDTH * 161).map(|at| u8::try_from(mean(at)).unwrap_or(0)).collect(),
            ..image.clone()
        };
        let pale = Thumbnail { luma: image.luma.iter().map(|level| 150 + level / 4).collect(), ..image.clone() };
        assert_eq!([&image, &turned, &blurred, &pale].map(has_zone), [true; 4]);
    }
}
