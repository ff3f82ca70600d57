//! Rectification, row by row. Only the rows of the source that a row of the result crosses are in memory.

use super::homography::Homography;
use super::kernel::{PHASES, WEIGHT_BITS, weights};
use crate::raster::zeroed;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Given, Result};

/// The quad that is rectified, and the size of the result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The corners in the source, in its pixels: those that become top left, top right, bottom right and bottom left.
    /// They may lie outside the source.
    pub corners: [[f64; 2]; 4],
    /// The margin around the quad: at its left and right as a part of its width, at its top and bottom of its height.
    pub margin: [f64; 2],
    /// Width and height of the result.
    pub size: Size,
}

/// The rectified rows of another source. Outside the source its nearest pixel is repeated.
pub struct Rectified<'a> {
    source: Box<dyn RowSource + 'a>,
    view: PixelMap,
    window: SourceWindow,
    source_row: Vec<u8>,
    /// The latest rows of the source, cropped to the columns needed.
    ring: Vec<u8>,
    /// The place in the ring of each row of the source, of a row above it and of two below.
    slots: Vec<usize>,
    taken: usize,
    given: usize,
}

impl core::fmt::Debug for Rectified<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Rectified")
            .field("source", &self.source.size())
            .field("view", &self.view)
            .finish_non_exhaustive()
    }
}

impl Placement {
    /// The memory in bytes that rectifying takes of a source of the size and components given.
    ///
    /// # Errors
    /// [`Error::Invalid`] for corners that are no perspective view of a rectangle.
    pub fn memory(&self, source: Size, model: ColorModel) -> Result<u64> {
        let window = SourceWindow::of(&PixelMap::new(self, source)?, source);
        Ok((window.rows * window.columns() * model.components()) as u64)
    }
}

impl<'a> Rectified<'a> {
    /// Rectifies the part of `source` that `placement` gives.
    ///
    /// # Errors
    /// [`Error::Invalid`] for corners that are no perspective view of a rectangle, and [`Error::EngineFailed`] when
    /// memory runs out.
    pub fn new(source: Box<dyn RowSource + 'a>, placement: &Placement) -> Result<Self> {
        let size = source.size();
        let view = PixelMap::new(placement, size)?;
        let window = SourceWindow::of(&view, size);
        let row_length = window.columns() * source.model().components();
        let ring = zeroed(window.rows * row_length)?;
        let last = size.height as usize - 1;
        let slots = (0..last + 4).map(|y| y.saturating_sub(1).min(last) % window.rows * row_length).collect();
        let source_row = zeroed(source.row_length())?;
        Ok(Self { source, view, window, source_row, ring, slots, taken: 0, given: 0 })
    }

    /// Takes the next row of the source into the ring.
    fn take_row(&mut self) -> Result<()> {
        self.source.next_row(&mut self.source_row)?;
        let (width, columns) = (self.source.size().width as usize, self.window.columns());
        let slot = self.slots[self.taken + 1];
        let row = &mut self.ring[slot..slot + columns * self.source.model().components()];
        for (cropped, plane) in row.chunks_exact_mut(columns).zip(self.source_row.chunks_exact(width)) {
            for (sample, x) in cropped.iter_mut().zip(self.window.left..) {
                *sample = plane[x.saturating_sub(1).min(width - 1)];
            }
        }
        self.taken += 1;
        Ok(())
    }
}

impl RowSource for Rectified<'_> {
    fn size(&self) -> Size {
        self.view.size
    }

    fn model(&self) -> ColorModel {
        self.source.model()
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let y = self.given.min(self.view.size.height as usize - 1);
        let (_, last) = self.view.rows_needed(y);
        while self.taken <= last {
            self.take_row()?;
        }
        let (width, columns) = (self.view.size.width as usize, self.window.columns());
        for x in 0..width {
            let place = self.view.place(x, y);
            let column = place.x - self.window.left;
            let slots = [0, 1, 2, 3].map(|tap| self.slots[place.y + tap] + column);
            for (component, sample) in row[x..].iter_mut().step_by(width).enumerate() {
                *sample = blended(&self.ring, slots.map(|slot| slot + component * columns), &place);
            }
        }
        self.given += 1;
        Ok(())
    }
}

/// The sample between four rows, which begin at `starts`, and four columns.
#[inline(always)]
#[expect(clippy::cast_sign_loss, reason = "clamped to the range of u8")]
fn blended(ring: &[u8], starts: [usize; 4], place: &SourcePlace) -> u8 {
    const SHIFT: u32 = 2 * WEIGHT_BITS;
    let mut sum = 1 << (SHIFT - 1);
    for (start, weight) in starts.into_iter().zip(place.down) {
        let taps = &ring[start..start + 4];
        let across: i32 = taps.iter().zip(place.across).map(|(tap, weight)| i32::from(*tap) * weight).sum();
        sum += across * weight;
    }
    (sum >> SHIFT).clamp(0, 255) as u8
}

/// The position of a pixel of the result in the source, between four columns and four rows. `x` and `y` are the second
/// ones.
struct SourcePlace {
    x: usize,
    y: usize,
    across: &'static [i32; 4],
    down: &'static [i32; 4],
}

/// The map from the result's pixels to the source's.
#[derive(Debug, Clone, Copy)]
struct PixelMap {
    map: Homography,
    size: Size,
    source: Size,
    /// Of (u, v): the first pixel's, and the distance to the next.
    first: [f64; 2],
    step: [f64; 2],
}

impl PixelMap {
    fn new(placement: &Placement, source: Size) -> Result<Self> {
        let unseen =
            || Error::invalid(Given::Corners, "corners that no camera sees so", "a convex quadrilateral, clockwise");
        let map = Homography::of_unit_square(placement.corners).ok_or_else(unseen)?;
        let size = placement.size;
        let [step_x, step_y] = [(size.width, placement.margin[0]), (size.height, placement.margin[1])]
            .map(|(pixels, margin)| (1.0 + 2.0 * margin) / f64::from(pixels.max(1)));
        let first = [step_x / 2.0 - placement.margin[0], step_y / 2.0 - placement.margin[1]];
        let ends = placement.margin.map(|margin| [-margin, 1.0 + margin]);
        let is_seen = ends[0].iter().all(|u| ends[1].iter().all(|v| map.depth(*u, *v) > 0.0));
        if size.pixels() == 0 || source.pixels() == 0 || !is_seen {
            return Err(unseen());
        }
        Ok(Self { map, size, source, first, step: [step_x, step_y] })
    }

    /// The position in the source of the middle of a pixel of the result. Middles of the source's pixels are at whole
    /// numbers.
    #[expect(clippy::cast_precision_loss, reason = "a place in an image")]
    fn exact(&self, x: usize, y: usize) -> [f64; 2] {
        let u = self.first[0] + x as f64 * self.step[0];
        let v = self.first[1] + y as f64 * self.step[1];
        let [x, y] = self.map.apply(u, v);
        let clamped = |place: f64, pixels: u32| (place - 0.5).max(0.0).min(f64::from(pixels - 1));
        [clamped(x, self.source.width), clamped(y, self.source.height)]
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the source")]
    fn place(&self, x: usize, y: usize) -> SourcePlace {
        let [x, y] = self.exact(x, y).map(|place| (place * PHASES as f64) as usize);
        let table = weights();
        SourcePlace { x: x / PHASES, y: y / PHASES, across: &table[x % PHASES], down: &table[y % PHASES] }
    }

    /// The first and the last row of the source that row `y` needs. A row is a straight line in the source, so that its
    /// ends are farthest apart.
    fn rows_needed(&self, y: usize) -> (usize, usize) {
        let ends = [0, self.size.width as usize - 1].map(|x| self.place(x, y).y);
        let last = self.source.height as usize - 1;
        (ends[0].min(ends[1]).saturating_sub(1), (ends[0].max(ends[1]) + 2).min(last))
    }
}

/// The part of the source that has to be in memory.
struct SourceWindow {
    rows: usize,
    /// The first column, counted from one before the source's first.
    left: usize,
    /// The last column that is the first of four.
    right: usize,
}

impl SourceWindow {
    fn of(view: &PixelMap, source: Size) -> Self {
        let (right_x, bottom_y) = (view.size.width as usize - 1, view.size.height as usize - 1);
        let xs = [(0, 0), (right_x, 0), (right_x, bottom_y), (0, bottom_y)].map(|(x, y)| view.place(x, y).x);
        let (mut rows, mut taken) = (1, 0);
        for y in 0..=bottom_y {
            let (first, last) = view.rows_needed(y);
            taken = taken.max(last + 1);
            rows = rows.max(taken - first);
        }
        let (left, right) = xs.iter().fold((usize::MAX, 0), |(left, right), x| (left.min(*x), right.max(*x)));
        Self { rows: rows.min(source.height as usize), left, right }
    }

    const fn columns(&self) -> usize {
        self.right - self.left + 4
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raster::{Raster, RasterRows};

    const SOURCE: Size = Size { width: 240, height: 200 };

    /// An image whose two slopes tell where a sample comes from, to a fraction of a pixel.
    fn slopes() -> Raster {
        let rows = (0..200u16).flat_map(|y| {
            let across = (0..240u16).map(|x| u8::try_from(x).unwrap());
            across.chain(core::iter::repeat_n(u8::try_from(y).unwrap(), 240)).chain(core::iter::repeat_n(7, 240))
        });
        Raster::new(SOURCE, ColorModel::Rgb, rows.collect()).unwrap()
    }

    fn rectified(corners: [[f64; 2]; 4], margin: [f64; 2], size: Size) -> Raster {
        let placement = Placement { corners, margin, size };
        let mut rows = Rectified::new(Box::new(RasterRows::new(slopes())), &placement).unwrap();
        Raster::collect(&mut rows).unwrap()
    }

    /// Compares every sample with where it should come from.
    fn assert_places(corners: [[f64; 2]; 4], size: Size) {
        let map = Homography::of_unit_square(corners).unwrap();
        let found = rectified(corners, [0.0; 2], size);
        for y in 0..size.height {
            for x in 0..size.width {
                let (u, v) =
                    ((f64::from(x) + 0.5) / f64::from(size.width), (f64::from(y) + 0.5) / f64::from(size.height));
                let expected = map.apply(u, v).map(|place| place - 0.5);
                let samples = [0, 1].map(|component| found.plane_row(y as usize, component)[x as usize]);
                for (sample, expected) in samples.into_iter().zip(expected) {
                    // Half a level of rounding, and the places between pixels that are told apart.
                    assert!((f64::from(sample) - expected).abs() <= 0.55, "{x} {y}: {sample} for {expected}");
                }
            }
        }
    }

    #[test]
    fn every_pixel_comes_from_its_place() {
        let size = Size { width: 90, height: 60 };
        assert_places([[30.0, 40.0], [200.0, 20.0], [220.0, 160.0], [20.0, 150.0]], size);
        assert_places([[200.0, 20.0], [220.0, 160.0], [20.0, 150.0], [30.0, 40.0]], size);
        assert_places([[220.0, 160.0], [20.0, 150.0], [30.0, 40.0], [200.0, 20.0]], size);
        assert_places([[120.0, 10.0], [220.0, 100.0], [120.0, 190.0], [20.0, 100.0]], size);
        assert_places([[200.0, 20.0], [30.0, 40.0], [20.0, 150.0], [220.0, 160.0]], size);
    }

    #[test]
    fn a_straight_part_at_its_own_size_is_copied() {
        let found = rectified(
            [[40.0, 30.0], [100.0, 30.0], [100.0, 80.0], [40.0, 80.0]],
            [0.0; 2],
            Size { width: 60, height: 50 },
        );
        assert_eq!(found.plane_row(0, 0), (40..100).collect::<Vec<u8>>());
        assert_eq!((found.plane_row(49, 1)[0], found.plane_row(10, 2)[5]), (79, 7));
    }

    #[test]
    fn the_margin_shows_what_lies_around_and_repeats_the_border_outside() {
        let corners = [[40.0, 10.0], [100.0, 10.0], [100.0, 60.0], [40.0, 60.0]];
        let found = rectified(corners, [0.5, 0.5], Size { width: 120, height: 100 });
        assert_eq!(found.plane_row(50, 0), (10..130).collect::<Vec<u8>>());
        let down: Vec<u8> = (0..100).map(|y| found.plane_row(y, 1)[3]).collect();
        assert_eq!((down[0], down[15], down[16], down[99]), (0, 0, 1, 84));
    }

    #[test]
    fn a_straight_part_holds_few_rows_and_a_turned_one_all_that_it_needs() {
        let placement = |corners| Placement { corners, margin: [0.0; 2], size: Size { width: 80, height: 60 } };
        let rows = |corners| placement(corners).memory(SOURCE, ColorModel::Gray).unwrap() / 84;
        let [a, b, c, d] = [[40.0, 40.0], [120.0, 40.0], [120.0, 100.0], [40.0, 100.0]];
        assert!(rows([a, b, c, d]) <= 5, "{}", rows([a, b, c, d]));
        assert!((60..=64).contains(&rows([c, d, a, b])), "{}", rows([c, d, a, b]));
    }

    #[test]
    fn corners_that_no_camera_sees_are_refused() {
        for corners in [
            [[0.0, 0.0], [9.0, 9.0], [9.0, 0.0], [0.0, 9.0]],
            [[0.0, 0.0], [9.0, 0.0], [2.0, 2.0], [0.0, 9.0]],
            [[5.0, 5.0]; 4],
        ] {
            let placement = Placement { corners, margin: [0.0; 2], size: Size { width: 4, height: 4 } };
            assert!(Rectified::new(Box::new(RasterRows::new(slopes())), &placement).is_err(), "{corners:?}");
        }
    }
}
