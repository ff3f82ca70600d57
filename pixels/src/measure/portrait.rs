//! A portrait, by what ICAO 9303-3 asks of one: a head before an even ground, above its shoulders.

use super::order::LevelCounts;
use super::thumbnail::Thumbnail;
use core::ops::Range;

/// The side of a square that is averaged: 1.3 mm of a card, so that print is grey and a head is not.
const CELL: usize = 4;
const AREA: u32 = 4 * 4;

/// The widths that are looked for, in such squares: 16 to 32 mm of a card, and the portrait of a passport.
const WIDTHS: [usize; 4] = [12, 16, 20, 24];

/// From one place that is looked at to the next, in squares.
const STEP: usize = 2;

/// Parts of a portrait, from the left, the top, to the right and the bottom: the ground on both sides of the head, hair,
/// face, neck and shoulders.
const GROUND: [Part; 2] = [[0.04, 0.04, 0.2, 0.5], [0.8, 0.04, 0.96, 0.5]];
const HAIR: Part = [0.32, 0.1, 0.68, 0.28];
const FACE: Part = [0.38, 0.35, 0.62, 0.6];
const NECK: Part = [0.42, 0.64, 0.58, 0.84];
const SHOULDERS: [Part; 2] = [[0.12, 0.84, 0.36, 1.0], [0.64, 0.84, 0.88, 1.0]];

/// Shoulders need differ less from the ground than a head: part of what is behind them is in their rectangle.
const SHOULDERS_GAIN: f32 = 1.2;

/// What one shoulder differs by more than the other counts as far as this many times the lesser: a letter has none on one side.
const SLANT: f32 = 2.0;

/// A neck differs from the ground by half of what the head does: between a chip and the digits below it is ground.
const NECK_GAIN: f32 = 2.0;

/// Shoulders of print have pixels of ink and of paper: this part of their deviation is taken from what they differ by.
const STROKES: f32 = 0.5;

type Part = [f32; 4];

/// What no portrait is looked for in, in pixels: columns and rows.
pub type Without = [Range<usize>; 2];

/// What is most like a portrait.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Portrait {
    /// How many levels hair or face, and the shoulders too, differ from the ground by, less what the ground differs by from
    /// itself. Below 0 where nothing is like a portrait.
    pub levels: f32,
    /// The same as a share of the levels that the document has.
    pub share: f32,
}

/// Fewer levels of a document than these are noise and light from a side.
const MIN_RANGE: f32 = 20.0;

/// Of drawn and real documents with a portrait, worn ones and copies in black and white among them, 5 of 100 have 20 levels or less.
/// Backs without a fingerprint have 18 at most beside an MRZ, payment cards 37 in 95 of 100.
const SEEN: f32 = 28.0;

impl Portrait {
    /// Whether it stands out as portraits do.
    #[must_use]
    pub fn is_seen(&self) -> bool {
        self.levels >= SEEN
    }
}

/// What is most like a portrait anywhere but in some parts, upright or upside down. `range`: the levels that the image has.
pub fn portrait(image: &Thumbnail, without: &[Without], range: f32) -> Portrait {
    let (columns, rows) = (image.width / CELL, image.height / CELL);
    let mut cells: Vec<Cell> = (0..columns * rows).map(|at| cell(image, at % columns, at / columns)).collect();
    let levels = cells.iter().map(|&[level, _]| u8::try_from(level).unwrap_or(u8::MAX));
    let paper = u32::from(LevelCounts::of(levels).at(cells.len() / 2));
    for [across, down] in without {
        for row in down.start / CELL..down.end.div_ceil(CELL).min(rows) {
            let cells = &mut cells[row * columns..(row + 1) * columns];
            cells[across.start / CELL..across.end.div_ceil(CELL).min(columns)].fill([paper, paper * paper]);
        }
    }
    let upright = most(&cells, columns);
    cells.reverse();
    let levels = upright.max(most(&cells, columns));
    Portrait { levels, share: levels / range.max(MIN_RANGE) }
}

/// The mean of the levels of a square, and that of their squares.
type Cell = [u32; 2];

fn cell(image: &Thumbnail, column: usize, row: usize) -> Cell {
    let mut sums = [0; 2];
    for y in row * CELL..(row + 1) * CELL {
        for level in image.row(y)[column * CELL..][..CELL].iter().map(|&level| u32::from(level)) {
            sums = [sums[0] + level, sums[1] + level * level];
        }
    }
    sums.map(|sum| sum / AREA)
}

/// The most of all places and sizes: from the best of some on, for as long as one beside it is better.
fn most(cells: &[Cell], columns: usize) -> f32 {
    let sums = Sums::of(cells, columns);
    let (mut most, mut best) = (f32::MIN, [0; 3]);
    for width in WIDTHS {
        for top in (0..cells.len() / columns).step_by(STEP) {
            for left in (0..columns).step_by(STEP) {
                let found = sums.portrait([left, top, width]);
                if found > most {
                    (most, best) = (found, [left, top, width]);
                }
            }
        }
    }
    loop {
        let beside = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].into_iter().flat_map(|step| {
            let farther: [usize; 3] = core::array::from_fn(|at| best[at] + step[at]);
            let nearer: [usize; 3] = core::array::from_fn(|at| best[at].saturating_sub(step[at]));
            [farther, nearer]
        });
        let better = beside.map(|at| (sums.portrait(at), at)).find(|(found, _)| *found > most);
        let Some(better) = better else { return most };
        (most, best) = better;
    }
}

/// Sums over all that is above and to the left of a place: of the means of squares, of what these are squared, and of the
/// squares of single levels.
struct Sums {
    sums: Vec<[u32; 3]>,
    stride: usize,
}

impl Sums {
    fn of(cells: &[Cell], columns: usize) -> Self {
        let stride = columns + 1;
        let mut sums = vec![[0; 3]; stride];
        for row in cells.chunks_exact(columns) {
            let mut along = [0; 3];
            sums.push(along);
            for [level, square] in row {
                along = [along[0] + level, along[1] + level * level, along[2] + square];
                let above = sums[sums.len() - stride];
                sums.push([0, 1, 2].map(|of| above[of] + along[of]));
            }
        }
        Self { sums, stride }
    }

    /// Mean of a part of a rectangle, and the standard deviation of its squares and of its pixels.
    #[inline(never)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places among cells")]
    fn part(&self, [left, top]: [usize; 2], [width, height]: [usize; 2], part: Part) -> [f32; 3] {
        let [x, right] = [part[0], part[2]].map(|part| left + (part * width as f32 + 0.5) as usize);
        let [y, bottom] = [part[1], part[3]].map(|part| top + (part * height as f32 + 0.5) as usize);
        let at = |x: usize, y: usize| self.sums[y * self.stride + x];
        let count = ((right - x) * (bottom - y)) as f32;
        let [a, b, c, d] = [at(right, bottom), at(x, y), at(right, y), at(x, bottom)];
        let [mean, squares @ ..] = [0, 1, 2].map(|of| (a[of] + b[of] - c[of] - d[of]) as f32 / count);
        let [squares, pixels] = squares.map(|square| (square - mean * mean).max(0.0).sqrt());
        [mean, squares, pixels]
    }

    /// What speaks for a portrait of this place and width.
    fn portrait(&self, [left, top, width]: [usize; 3]) -> f32 {
        // As 35 x 45 mm.
        let sides = [width, width * 9 / 7];
        let [right, bottom] = [left + sides[0], top + sides[1]];
        if right >= self.stride || (bottom + 1) * self.stride > self.sums.len() {
            return f32::MIN;
        }
        let part = |part: Part| self.part([left, top], sides, part);
        let [[left, one, _], [right, other, _]] = GROUND.map(part);
        let ground = left.midpoint(right);
        let differs = |of: Part| (part(of)[0] - ground).abs();
        let [one_side, other_side] = SHOULDERS.map(|of| {
            let [level, _, pixels] = part(of);
            ((level - ground).abs() - STROKES * pixels).max(0.0)
        });
        let shoulders = one_side.midpoint(other_side).min(SLANT * one_side.min(other_side));
        let body = (shoulders * SHOULDERS_GAIN).min(differs(NECK) * NECK_GAIN);
        differs(HAIR).max(differs(FACE)).min(body) - (left - right).abs() - one.midpoint(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 256 x 161 pixels of paper, of which those inside a frame have the level that is given for parts of it.
    fn drawn(frame: [usize; 4], level: impl Fn(f32, f32) -> u8) -> Thumbnail {
        let [left, top, width, height] = frame;
        let luma = |at: usize| {
            let (x, y) = ((at % 256).wrapping_sub(left), (at / 256).wrapping_sub(top));
            let is_inside = x < width && y < height;
            if is_inside { level(x as f32 / width as f32, y as f32 / height as f32) } else { 220 }
        };
        Thumbnail { width: 256, height: 161, luma: (0..256 * 161).map(luma).collect() }
    }

    /// A head above shoulders, before a ground.
    fn head(x: f32, y: f32, [ground, skin, coat]: [u8; 3]) -> u8 {
        if (x - 0.5).hypot(y - 0.4) < 0.24 {
            skin
        } else if (x - 0.5).hypot(y - 1.1) < 0.42 {
            coat
        } else {
            ground
        }
    }

    fn levels(image: &Thumbnail) -> f32 {
        portrait(image, &[], 160.0).levels
    }

    #[test]
    fn a_head_above_shoulders_is_a_portrait_however_it_is_turned() {
        let frame = [20, 40, 80, 103];
        let image = drawn(frame, |x, y| head(x, y, [200, 110, 60]));
        assert!(levels(&image) > 60.0, "{}", levels(&image));
        let turned = Thumbnail { luma: image.luma.iter().rev().copied().collect(), ..image.clone() };
        assert!((levels(&turned) - levels(&image)).abs() < 8.0, "{} {}", levels(&turned), levels(&image));
        let pale = drawn(frame, |x, y| head(x, y, [235, 200, 190]));
        assert!(levels(&pale) > 25.0 && levels(&pale) < 45.0, "{}", levels(&pale));
    }

    #[test]
    fn print_and_slopes_are_none() {
        let level = |level: usize| u8::try_from(level).unwrap();
        let print =
            drawn(
                [10, 10, 230, 140],
                |x, y| if (x * 60.0).fract() < 0.5 && (y * 11.0).fract() < 0.6 { 40 } else { 220 },
            );
        let slope = Thumbnail {
            luma: (0..256 * 161).map(|at| level(60 + at % 256 / 3 + at / 256 / 3)).collect(),
            ..print.clone()
        };
        let all = [&print, &slope].map(levels);
        assert!(all.iter().all(|levels| *levels < SEEN), "{all:?}");
    }

    #[test]
    fn the_rows_of_a_zone_are_no_shoulders() {
        // A letter of 5 x 12 mm above a dark zone.
        let image = drawn([0, 0, 256, 161], |x, y| {
            let is_letter = (0.5..0.56).contains(&x) && (0.3..0.53).contains(&y);
            if is_letter || (0.05..0.95).contains(&x) && (0.63..0.9).contains(&y) { 60 } else { 220 }
        });
        assert!(levels(&image) > SEEN, "{}", levels(&image));
        assert!(!portrait(&image, &[[0..256, 101..145]], 160.0).is_seen());
    }

    fn is_disc(x: f32, y: f32) -> bool {
        (x - 0.5).hypot(y - 0.34) < 0.24
    }

    #[test]
    fn a_head_has_a_neck_and_its_shoulders_are_no_print() {
        let shapes: [fn(f32, f32) -> bool; 3] = [
            |x, y| is_disc(x, y) || y > 0.55,
            |x, y| is_disc(x, y) || y > 0.83,
            |x, y| is_disc(x, y) || y > 0.55 && (x * 40.0).fract() < 0.5,
        ];
        let found = shapes.map(|is_dark| {
            let image = drawn([20, 40, 80, 103], |x, y| if is_dark(x, y) { 90 } else { 220 });
            let cells: Vec<Cell> = (0..64 * 40).map(|at| cell(&image, at % 64, at / 64)).collect();
            Sums::of(&cells, 64).portrait([5, 10, 20])
        });
        assert!(found[0] > 90.0 && found[1] < 10.0 && found[2] < 45.0, "{found:?}");
    }
}
