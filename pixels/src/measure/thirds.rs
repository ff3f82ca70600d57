//! Luma of a frame in a third or in two thirds of its width and height, as means by area.

use super::sums::add_samples;
use crate::Result;
use crate::rows::{ColorModel, RowSource, Size};

/// The luma of a frame, reduced.
#[derive(Debug)]
pub struct Thirds<'a> {
    size: Size,
    /// How many samples there are for every three of the frame, each way: one or two.
    part: usize,
    samples: &'a [u8],
    stride: usize,
    ninths: Ninths,
    /// Of three rows.
    sums: Vec<u16>,
    given: usize,
}

impl<'a> Thirds<'a> {
    /// Of the samples of a frame with this stride, which has the first size, an image of the second. `None` where that is
    /// neither a third nor two thirds of it.
    pub fn new((samples, stride): (&'a [u8], usize), (full, size): (Size, Size), is_full_range: bool) -> Option<Self> {
        let is_it = |part: u32, full: u32, side: u32| full.is_multiple_of(3) && full / 3 * part == side;
        let is_whole = |part: &u32| is_it(*part, full.width, size.width) && is_it(*part, full.height, size.height);
        let part = [1, 2].into_iter().find(is_whole)? as usize;
        let sums = vec![0; full.width as usize];
        Some(Self { size, part, samples, stride, ninths: Ninths::of(is_full_range), sums, given: 0 })
    }
}

impl RowSource for Thirds<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        ColorModel::Gray
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let y = self.given.min(self.size.height as usize - 1);
        let top = y / self.part * 3;
        // Where a row and a half are taken, the nearer one counts twice.
        let nearest = if y.is_multiple_of(2) { top } else { top + 2 };
        self.sums.fill(0);
        for y in if self.part == 1 { [top, top + 1, top + 2] } else { [nearest, nearest, top + 1] } {
            add_samples(&mut self.sums, &self.samples[y * self.stride..]);
        }
        self.ninths.reduce(&self.sums, self.part, row);
        self.given += 1;
        Ok(())
    }
}

/// What makes full range of a sum of nine samples, in fractions of 2^16.
#[derive(Debug, Clone, Copy)]
struct Ninths {
    factor: i32,
    offset: i32,
}

impl Ninths {
    /// 1/9, or 255/219 of it for what goes from 16 to 235, rounded.
    const fn of(is_full_range: bool) -> Self {
        if is_full_range { Self { factor: 7_282, offset: 32_768 } } else { Self { factor: 8_479, offset: -1_188_163 } }
    }

    /// Of every three sums of three rows one sample, their mean, or two: of the nearest one and half of the middle one.
    fn reduce(self, sums: &[u16], part: usize, row: &mut [u8]) {
        let threes = sums.as_chunks::<3>().0.iter().map(|sums| sums.map(i32::from));
        if part == 1 {
            for (sample, [left, center, right]) in row.iter_mut().zip(threes) {
                *sample = self.of_sum(left + center + right);
            }
        } else {
            for (pair, [left, center, right]) in row.as_chunks_mut::<2>().0.iter_mut().zip(threes) {
                *pair = [self.of_sum(2 * left + center), self.of_sum(2 * right + center)];
            }
        }
    }

    #[inline(always)]
    #[expect(clippy::cast_sign_loss, reason = "clamped to the range of u8")]
    fn of_sum(self, sum: i32) -> u8 {
        ((sum * self.factor + self.offset) >> 16).clamp(0, 255) as u8
    }
}
