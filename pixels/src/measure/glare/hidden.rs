//! Print that light on white paper lifts step by step: where paper is nearly blown out itself, only print tells light.

use crate::measure::blob::extent;
use crate::measure::ink::{InkLevels, Lifted};
use crate::measure::levels::percentile;
use crate::measure::view::Reduced;

/// The side of a cell, in pixels of the reduced image. In squares of two by two, which overlap, print is looked for.
const CELL: usize = 4;

/// A pixel of the full image that is blown out: noise and compression leave two levels below the end.
const CLIPPED: u8 = 253;

/// A square has print if it is so much darker somewhere than elsewhere.
const PRINT_CONTRAST: u8 = 40;

/// Print in light is lighter by this than nearly all print, and still is no paper.
const LIFT: u8 = 45;
const PAPER: u8 = 245;

/// This part of the squares has print that no light has lifted, in hundredths.
const UNLIT: usize = 15;

/// Of a square in light so many hundredths are blown out: around pale print and portraits paper is not.
const LIT: usize = 25;

/// Of one without print nearly all are.
const BLANK: usize = 90;

/// From square to square light lifts print by so much, twice in the same direction. Prints of two colors differ by more, and
/// squares of one print by less.
const STEP: core::ops::RangeInclusive<u8> = 8..=80;

/// What is lighter is hardly to be seen.
const HIDDEN: u8 = 225;

/// The side of the windows in which steps are counted, in cells: the ring around light of a twentieth of the photo's width.
const WINDOW: usize = 20;

/// Light makes so many steps in a window, in so many hundredths of its places. Documents without come to 29.
const STEPS: usize = 12;
const STEPPING: usize = 34;

/// What is seen in a cell or a square.
#[derive(Clone, Copy)]
struct Seen {
    darkest: u8,
    lightest: u8,
    /// Pixels that are blown out, in hundredths.
    clipped: usize,
    is_inside: bool,
}

impl Seen {
    const OUTSIDE: Self = Self { darkest: u8::MAX, lightest: 0, clipped: 0, is_inside: false };

    fn with(self, other: Self) -> Self {
        Self {
            darkest: self.darkest.min(other.darkest),
            lightest: self.lightest.max(other.lightest),
            clipped: self.clipped + other.clipped,
            is_inside: self.is_inside && other.is_inside,
        }
    }

    const fn has_print(&self) -> bool {
        self.is_inside && self.lightest.saturating_sub(self.darkest) >= PRINT_CONTRAST
    }

    const fn is_blank(&self) -> bool {
        self.is_inside && self.clipped >= BLANK
    }

    const fn tells(&self) -> bool {
        self.has_print() || self.is_blank()
    }
}

/// The squares of a document, a row of cells after another.
struct Squares {
    all: Vec<Seen>,
    columns: usize,
    /// The level from which on print is lifted.
    lifted: u8,
}

impl InkLevels<'_> {
    /// Where light lifts print step by step, on paper that may be as light.
    #[expect(clippy::cast_precision_loss, reason = "places in a reduced image")]
    #[inline(never)]
    pub(super) fn stepping(&self, image: &Reduced) -> Option<Lifted> {
        let squares = self.squares(image)?;
        let (columns, rows) = (squares.columns, squares.all.len() / squares.columns);
        let places: Vec<[usize; 2]> = (0..squares.all.len()).map(|at| squares.places(at)).collect();
        let mut is_stepping = vec![false; places.len()];
        let windows = |length: usize| (0..length.saturating_sub(WINDOW / 2)).step_by(2);
        for (top, left) in windows(rows).flat_map(|top| windows(columns).map(move |left| (top, left))) {
            let [width, height] = [WINDOW.min(columns - left), WINDOW.min(rows - top)];
            let within = || (top..top + height).flat_map(|row| row * columns + left..row * columns + left + width);
            let [steps, count] =
                within().fold([0, 0], |[steps, count], at| [steps + places[at][0], count + places[at][1]]);
            if steps >= STEPS && steps * 100 >= count * STEPPING {
                within().for_each(|at| is_stepping[at] = true);
            }
        }
        let lit: Vec<usize> = (0..places.len()).filter(|&at| is_stepping[at] && squares.is_lit(at)).collect();
        let inside = squares.all.iter().filter(|square| square.is_inside).count();
        let (across, down) = extent(&lit, columns);
        let within = |at: &usize| across.contains(&(at % columns)) && down.contains(&(at / columns));
        let hidden =
            (0..places.len()).filter(|&at| is_stepping[at] && squares.all[at].is_blank()).filter(within).count();
        let place = |x: usize, y: usize| [(x * CELL) as f32, (y * CELL) as f32];
        let bounds = [place(across.start, down.start), place(across.end + 1, down.end + 1)];
        (!lit.is_empty()).then(|| Lifted { share: (lit.len() + hidden) as f32 / inside as f32, bounds })
    }

    /// The squares of an image; nothing where none has print.
    fn squares(&self, image: &Reduced) -> Option<Squares> {
        let [columns, rows] = [image.width, image.height].map(|length| length / CELL);
        let cells: Vec<Seen> = (0..rows * columns).map(|at| self.cell(at % columns, at / columns)).collect();
        let square = |at: usize| {
            // The last of a row ends it: none is inside with the first of the next.
            let seen = [0, 1, columns, columns + 1].map(|by| cells.get(at + by).copied().unwrap_or(Seen::OUTSIDE));
            let all = seen.into_iter().reduce(Seen::with).unwrap_or(Seen::OUTSIDE);
            Seen { clipped: all.clipped / seen.len(), ..all }
        };
        let all: Vec<Seen> = (0..cells.len()).map(square).collect();
        let (mut levels, mut known) = ([0; 256], 0);
        for square in all.iter().filter(|square| square.has_print()) {
            levels[usize::from(square.darkest)] += 1;
            known += 1;
        }
        let lifted = percentile(&levels, known * UNLIT / 100).saturating_add(LIFT);
        (known > 0).then_some(Squares { all, columns, lifted })
    }

    #[inline(never)]
    fn cell(&self, column: usize, row: usize) -> Seen {
        let side = CELL * self.factor;
        let [x, y] = [column * side, row * side];
        let ends = [y, y + side - 1].map(|row| self.region.span(row, self.luma.width));
        if y + side > self.luma.height() || ends.iter().any(|&(left, right)| x < left || x + side > right) {
            return Seen::OUTSIDE;
        }
        let mut seen = Seen { is_inside: true, ..Seen::OUTSIDE };
        for row in y..y + side {
            for &sample in &self.luma.row(row)[x..x + side] {
                (seen.darkest, seen.lightest) = (seen.darkest.min(sample), seen.lightest.max(sample));
                seen.clipped += usize::from(sample >= CLIPPED);
            }
        }
        Seen { clipped: seen.clipped * 100 / (side * side), ..seen }
    }
}

impl Squares {
    fn is_lit(&self, at: usize) -> bool {
        let Seen { darkest, clipped, is_inside, .. } = self.all[at];
        is_inside && (self.lifted..=PAPER).contains(&darkest) && clipped >= LIT
    }

    /// How many of the two ways from a square, to the right and down, are steps of light, and how many tell anything.
    fn places(&self, at: usize) -> [usize; 2] {
        let mut places = [0, 0];
        for by in [2, 2 * self.columns] {
            let way = [at, at + by, at + 2 * by].map(|at| self.all.get(at).copied().unwrap_or(Seen::OUTSIDE));
            let [one, other, third] = way.map(|square| square.darkest);
            let is_known = way.iter().all(Seen::tells) && one.max(other).max(third) >= self.lifted;
            // Where nothing of the print is left, it says nothing more.
            if !is_known || one.min(other).min(third) >= HIDDEN {
                continue;
            }
            let is_even = (one < other) == (other < third);
            let is_step = is_even && STEP.contains(&one.abs_diff(other)) && STEP.contains(&other.abs_diff(third));
            let is_clipped = way[1].clipped.min(way[0].clipped.max(way[2].clipped)) >= LIT;
            places = [places[0] + usize::from(is_step && is_clipped), places[1] + 1];
        }
        places
    }
}
