//! The lines for machines of ICAO 9303: three over the width of a card (9303-5, TD1), two over that of a page (9303-4 and -6).
//!
//! What tells the lines is that their letters stand evenly, as those of no other print do. That holds whatever the scale
//! and the sharpness, and upside down.

#![expect(clippy::cast_precision_loss, reason = "counts of pixels of a thumbnail")]

use super::strokes::BLOCK;
use super::thumbnail::{Thumbnail, WIDTH};
use core::f32::consts::SQRT_2;
use core::ops::{Range, RangeInclusive};

/// The heights of ID-1, which is 256 wide: 161 pixels. A page of a passport has 180.
pub const CARD: RangeInclusive<usize> = 154..=168;

/// Letters follow each other by 2.54 mm in all lines of a zone, which is 7.6 pixels, and by less where it is printed small:
/// twice the cosine of the turn from one pixel to the next of waves of 6.4 to 8.4 pixels, in steps of 0.2.
const WAVES: [f32; 11] = [1.1111, 1.1601, 1.2053, 1.247, 1.2856, 1.3213, 1.3546, 1.3854, SQRT_2, 1.441, 1.4661];

/// The same for pages, on which letters follow each other by 5.2 pixels, or by 6.2: waves of 4.8 to 6.8 pixels.
const PAGE_WAVES: [f32; 11] = [0.5176, 0.618, 0.7092, 0.7929, 0.8678, 0.9369, 1.0, 1.0583, 1.1111, 1.1601, 1.2053];

/// The part of a line's amplitude that such a wave has. Lines of zones have 0.3 and more, however sharp they are, and those
/// whose strokes stand anywhere in their place 0.19; lines of other print 0.12 at most.
const EVEN: f32 = 0.16;

/// The columns that are looked at: at its ends a line may be cut off by corners that are found a little inside.
const COLUMNS: Range<usize> = BLOCK..240;

/// So many rows above and below are taken into the mean of a line. Its letters are 6 to 8 pixels high.
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

/// What a row is in the middle of.
#[derive(Default)]
struct Line {
    /// The square of its amplitude along the row.
    strength: f32,
    /// Levels along the row less the mean around them; nothing where it does not go over the whole width.
    strokes: Option<Vec<f32>>,
}

/// Lines for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Whether they are the three on the back of a card (TD1), and not the two on the front of an older identity card or on
    /// a page of a passport (TD2, TD3).
    pub is_of_card: bool,
    /// The rows that they take.
    pub rows: Range<usize>,
}

/// Lines of letters that stand as evenly as a zone's and lie at one end, one below the other.
pub fn zone(image: &Thumbnail) -> Option<Zone> {
    let is_of_card = CARD.contains(&image.height);
    let (waves, count) = if is_of_card { (WAVES, 3) } else { (PAGE_WAVES, 2) };
    let lines: Vec<Line> = (0..image.height).map(|row| Line::at(image, row)).collect();
    let mut places = Vec::new();
    for pitch in PITCHES {
        for top in 0..image.height.saturating_sub((count - 1) * pitch) {
            if are_spaced(&lines, top, pitch, count) {
                places.push((top, pitch));
            }
        }
    }
    let mut evenness = vec![None; lines.len()];
    for wave in 0..waves.len() {
        for &(top, pitch) in &places {
            let is_even = |row: usize| evenness[row].get_or_insert_with(|| lines[row].evenness(&waves))[wave] >= EVEN;
            if (0..count).map(|line| top + line * pitch).all(is_even) {
                let bottom = top + (count - 1) * pitch;
                return Some(Zone { is_of_card, rows: top.saturating_sub(HALF_LINE)..bottom + HALF_LINE });
            }
        }
    }
    None
}

/// Whether so many lines go over the width, lie at one end and follow each other by a pitch, with gaps between them.
fn are_spaced(lines: &[Line], top: usize, pitch: usize, count: usize) -> bool {
    let (height, bottom) = (lines.len(), top + (count - 1) * pitch);
    let (mut weakest, mut gaps) = (f32::INFINITY, 0.0);
    for row in (top..=bottom).step_by(pitch) {
        if lines[row].strokes.is_none() {
            return false;
        }
        weakest = weakest.min(lines[row].strength);
        if row < bottom {
            gaps += lines[row + pitch / 2].strength.min(lines[row + pitch.div_ceil(2)].strength);
        }
    }
    (2 * top >= height || 2 * bottom <= height) && gaps <= GAP * weakest * (count - 1) as f32
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
        let blocks = strokes.chunks_exact(BLOCK);
        let count = blocks.len();
        let written = blocks.filter(|block| power(block) >= WRITTEN * strength).count();
        let is_whole = strength >= MIN_STRENGTH && written * 100 >= count * WHOLE;
        Self { strength, strokes: is_whole.then_some(strokes) }
    }

    /// The part of its amplitude that each of the waves has.
    fn evenness(&self, waves: &[f32; WAVES.len()]) -> [f32; WAVES.len()] {
        let strokes = self.strokes.as_deref().unwrap_or_default();
        let whole = self.strength.sqrt() * strokes.len() as f32;
        waves.map(|wave| amplitude(strokes, wave) / whole)
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
    fn two_lines_of_small_letters_are_the_zone_of_a_page() {
        let page = |step: fn(usize) -> usize| {
            let mut image = Thumbnail { width: WIDTH, height: 180, luma: vec![220; WIDTH * 180] };
            for top in [140, 153] {
                let mut left = 8;
                for at in 0..44 {
                    let strokes = [[0, 2], [1, 2], [0, 1], [1, 3]][at * at % 11 % 4];
                    for (y, stroke) in (top..top + 6).flat_map(|y| strokes.map(|stroke| (y, stroke))) {
                        image.luma[y * WIDTH + left + stroke] = 90;
                    }
                    left += step(at);
                }
            }
            zone(&image)
        };
        assert_eq!(page(|_| 5), Some(Zone { is_of_card: false, rows: 137..156 }));
        assert_eq!(page(|at| [3, 6, 4, 8, 5, 4][at * at * at % 101 % 6]), None);
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
