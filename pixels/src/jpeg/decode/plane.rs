//! The samples of one component: the rows of one or two rows of MCUs, for as long as they are needed.

use super::idct::{BlockSide, Inverse};
use super::upsample::{Ratio, Upsampling};
use crate::jpeg::shared::frame::{Block, Component, Frame};
use crate::rows::Size;

#[derive(Debug)]
pub struct ComponentPlane {
    inverse: Inverse,
    side: BlockSide,
    upsampling: Upsampling,
    width: usize,
    height: usize,
    stride: usize,
    rows_per_mcu: usize,
    /// Two rows of MCUs where rows are blended with their neighbours, else one.
    mcu_rows_held: usize,
    samples: Vec<u8>,
    /// Where the row of MCUs being decoded begins.
    start: usize,
}

impl ComponentPlane {
    /// `side` is what becomes of the blocks of a component that is not subsampled.
    pub fn new(frame: &Frame, component: &Component, side: BlockSide) -> Self {
        let (horizontal, vertical) = (usize::from(component.horizontal), usize::from(component.vertical));
        let max = (usize::from(frame.max_horizontal()), usize::from(frame.max_vertical()));
        let own_side = own_side(side, (horizontal, vertical), max);
        Self::with_sides(frame, component, (own_side, side))
    }

    /// The plane of half the width and height of a component that is not subsampled, or of all of it where blocks would
    /// become smaller than 4 x 4: transforms of two points lose too much. `None` where no scale gives it.
    pub fn halved(frame: &Frame, component: &Component, side: BlockSide) -> Option<Self> {
        let is = |part: usize, own: BlockSide, factor: u8, max: u8| {
            part * own.samples() * usize::from(factor) == side.samples() * usize::from(max)
        };
        let find = |part: usize| {
            BlockSide::ALL.into_iter().find(|&own| {
                is(part, own, component.horizontal, frame.max_horizontal())
                    && is(part, own, component.vertical, frame.max_vertical())
            })
        };
        let own_side = find(2).filter(|&own| own >= BlockSide::Four).or_else(|| find(1))?;
        Some(Self { upsampling: Upsampling::None, ..Self::with_sides(frame, component, (own_side, side)) })
    }

    fn with_sides(frame: &Frame, component: &Component, (own_side, side): (BlockSide, BlockSide)) -> Self {
        let (horizontal, vertical) = (usize::from(component.horizontal), usize::from(component.vertical));
        let max = (usize::from(frame.max_horizontal()), usize::from(frame.max_vertical()));
        let ratio = |factor: usize, max: usize| Ratio {
            numerator: factor * own_side.samples(),
            denominator: max * side.samples(),
        };
        let length = |pixels: u32, factor: usize, max: usize| {
            let samples = pixels as u64 * (factor * own_side.samples()) as u64;
            usize::try_from(samples.div_ceil(8 * max as u64)).unwrap_or(usize::MAX)
        };
        let width = length(frame.size.width, horizontal, max.0);
        let (columns, rows) = (ratio(horizontal, max.0), ratio(vertical, max.1));
        let upsampling = Upsampling::new(columns, rows, width, side != BlockSide::One);
        Self {
            inverse: Inverse::new(own_side, &component.quant),
            side: own_side,
            upsampling,
            width,
            height: length(frame.size.height, vertical, max.1),
            stride: frame.blocks_per_row(component) as usize * own_side.samples(),
            rows_per_mcu: vertical * own_side.samples(),
            mcu_rows_held: 1,
            samples: Vec::new(),
            start: 0,
        }
    }

    /// Width and height before it is enlarged.
    pub fn size(&self) -> Size {
        // Neither is more than the image's own.
        let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Size { width: side(self.width), height: side(self.height) }
    }

    /// Rows of the plane in the first `mcu_rows` rows of MCUs.
    pub fn rows_in(&self, mcu_rows: usize) -> usize {
        (mcu_rows * self.rows_per_mcu).min(self.height)
    }

    /// How many coefficients of a block, in zigzag order, hold all that are used.
    pub fn coefficients(&self) -> usize {
        self.side.coefficients()
    }

    /// Whether rows are blended with rows that may lie in another row of MCUs.
    pub fn blends_rows(&self) -> bool {
        matches!(self.upsampling, Upsampling::Vertical | Upsampling::Both)
    }

    /// Holds on to the row of MCUs before the one being decoded.
    pub fn hold_two(&mut self) {
        self.mcu_rows_held = 2;
    }

    /// Makes room for a row of MCUs, in place of the oldest one.
    pub fn start(&mut self, mcu_row: u32) {
        let length = self.rows_per_mcu * self.stride;
        if self.samples.is_empty() {
            self.samples = vec![0; length * self.mcu_rows_held];
        }
        self.start = mcu_row as usize % self.mcu_rows_held * length;
    }

    /// Transforms the block in row `row` and column `column` of the row of MCUs.
    #[inline(always)]
    pub fn put(&mut self, row: usize, column: usize, block: &Block, used: usize) {
        let side = self.side.samples();
        let at = self.start + row * side * self.stride + column * side;
        if let Some(out) = self.samples.get_mut(at..) {
            self.inverse.apply(block, used, out, self.stride);
        }
    }

    /// The last row of MCUs that row `y` of the image needs.
    pub fn mcu_row_for(&self, y: usize) -> usize {
        let (near, direction) = self.upsampling.source_rows(y);
        near.saturating_add_signed(direction.max(0)).min(self.height - 1) / self.rows_per_mcu
    }

    /// Writes row `y` of the image.
    pub fn row(&self, y: usize, out: &mut [u8]) {
        let (near, direction) = self.upsampling.source_rows(y);
        let far = near.saturating_add_signed(direction);
        self.upsampling.row(self.own_row(near), (self.own_row(far), direction), out);
    }

    fn own_row(&self, row: usize) -> &[u8] {
        let row = row.min(self.height - 1) % (self.rows_per_mcu * self.mcu_rows_held);
        self.samples.get(row * self.stride..row * self.stride + self.width).unwrap_or_default()
    }
}

/// A subsampled component is scaled down by less, where that spares enlarging it again.
fn own_side(side: BlockSide, factors: (usize, usize), max: (usize, usize)) -> BlockSide {
    let mut own = side;
    while own < BlockSide::Eight
        && (max.0 * side.samples()).is_multiple_of(factors.0 * own.samples() * 2)
        && (max.1 * side.samples()).is_multiple_of(factors.1 * own.samples() * 2)
    {
        own = own.doubled();
    }
    own
}
