//! The coefficients of a whole component in sparse form: zeros, and those below a threshold, take no memory.

use crate::jpeg::shared::frame::{BLOCK, Block, Component, Frame, ZIGZAG};
use crate::jpeg::shared::lanes;

/// A row of blocks.
#[derive(Debug, Clone, Default)]
pub struct SparseRow {
    /// One word a block: bit k is set where the k-th coefficient in zigzag order is kept.
    pub masks: Vec<u64>,
    /// The coefficients kept, block after block, in zigzag order.
    pub values: Vec<i16>,
    /// The weight of distortion in each block. Empty in a row that is quantized.
    pub weights: Vec<f32>,
}

/// Coefficients of a block that room is made for at first.
const USUAL_VALUES: usize = 4;

/// One block: which coefficients it has, and their values.
#[derive(Debug, Clone, Copy)]
pub struct SparseBlock<'a> {
    /// Bit k is set where the k-th coefficient in zigzag order is kept.
    pub mask: u64,
    /// Their values.
    pub values: &'a [i16],
}

impl SparseBlock<'_> {
    /// The DC coefficient.
    #[inline]
    pub fn dc(&self) -> i16 {
        if self.mask & 1 == 1 { self.values.first().copied().unwrap_or(0) } else { 0 }
    }

    /// The coefficients at zigzag positions 1 to 63 that are kept.
    #[inline]
    pub fn ac(&self) -> SparseCoefficients<'_> {
        let skipped = usize::from(self.mask & 1 == 1);
        SparseCoefficients { mask: self.mask & !1, values: self.values.get(skipped..).unwrap_or_default().iter() }
    }
}

/// Positions in zigzag order and values.
#[derive(Debug)]
pub struct SparseCoefficients<'a> {
    mask: u64,
    values: core::slice::Iter<'a, i16>,
}

impl Iterator for SparseCoefficients<'_> {
    type Item = (u32, i16);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let &value = self.values.next()?;
        let at = self.mask.trailing_zeros();
        self.mask &= self.mask.wrapping_sub(1);
        Some((at, value))
    }
}

impl SparseRow {
    /// Room for `blocks` blocks and their weights.
    pub fn with_capacity(blocks: usize) -> Self {
        Self { masks: Vec::with_capacity(blocks), values: Vec::new(), weights: Vec::with_capacity(blocks) }
    }

    /// Room for `blocks` quantized blocks: for their masks, and a few values each.
    pub fn with_room(blocks: usize) -> Self {
        Self {
            masks: Vec::with_capacity(blocks),
            values: Vec::with_capacity(blocks * USUAL_VALUES + BLOCK),
            weights: Vec::new(),
        }
    }

    /// Blocks in order.
    pub const fn blocks(&self) -> SparseBlocks<'_> {
        SparseBlocks { row: self, block: 0, value: 0 }
    }

    /// Adds a block.
    pub fn push(&mut self, mask: u64, values: &[i16]) {
        self.masks.push(mask);
        self.values.extend_from_slice(values);
    }

    /// Adds a block whose `count` coefficients stand at the head of `values`. All of them are copied: a length that is known
    /// when this is compiled takes no call.
    #[inline(always)]
    pub fn push_padded(&mut self, mask: u64, (values, count): (&Block, usize)) {
        self.masks.push(mask);
        let length = self.values.len() + count;
        self.values.extend_from_slice(values);
        self.values.truncate(length);
    }

    /// Adds the coefficients of a block that reach `thresholds`. Both are in `order`.
    #[inline]
    pub fn push_reaching(&mut self, block: &Block, thresholds: &[u16; BLOCK], order: &CoefficientOrder) {
        let mut mask = lanes::reaching(block, thresholds);
        let mut zigzag = 0;
        while mask != 0 {
            zigzag |= 1 << order.in_zigzag[mask.trailing_zeros() as usize % BLOCK];
            mask &= mask - 1;
        }
        self.push_masked(zigzag, |at| block[usize::from(order.in_block[at]) % BLOCK]);
    }

    #[inline]
    fn push_masked(&mut self, mut mask: u64, value: impl Fn(usize) -> i16) {
        self.masks.push(mask);
        self.values.extend((0..mask.count_ones()).map(|_| {
            let at = mask.trailing_zeros() as usize % BLOCK;
            mask &= mask.wrapping_sub(1);
            value(at)
        }));
    }

    /// Adds a block that has no coefficient but DC.
    pub fn push_dc(&mut self, dc: i16) {
        self.push(1, &[dc]);
    }

    /// The DC coefficient of the last block.
    fn last_dc(&self) -> i16 {
        let Some(&mask) = self.masks.last() else { return 0 };
        let first = self.values.len().saturating_sub(mask.count_ones() as usize);
        SparseBlock { mask, values: self.values.get(first..).unwrap_or_default() }.dc()
    }

    /// The blocks from right to left.
    pub fn reversed(&self) -> Self {
        let mut blocks: Vec<SparseBlock<'_>> = self.blocks().collect();
        blocks.reverse();
        let mut out = Self { values: Vec::with_capacity(self.values.len()), ..Self::with_capacity(blocks.len()) };
        blocks.iter().for_each(|block| out.push(block.mask, block.values));
        out.weights.extend(self.weights.iter().rev());
        out
    }

    /// Reverses the order of the blocks and that of all values.
    pub fn reverse(&mut self) {
        self.masks.reverse();
        self.values.reverse();
    }

    /// How many coefficients reach `thresholds`, which are in zigzag order.
    pub fn count_reaching(&self, thresholds: &[u16; BLOCK]) -> usize {
        let reaches = |(at, value): &(u32, i16)| value.unsigned_abs() >= thresholds[*at as usize % BLOCK];
        self.blocks().map(|block| 1 + block.ac().filter(reaches).count()).sum()
    }

    /// The coefficients that reach `thresholds`, which are in zigzag order.
    pub fn filtered(&self, thresholds: &[u16; BLOCK]) -> Self {
        let mut out =
            Self { masks: Vec::with_capacity(self.masks.len()), values: Vec::new(), weights: self.weights.clone() };
        for block in self.blocks() {
            let mut mask = block.mask & 1;
            out.values.extend(block.values.iter().take(usize::from(mask == 1)));
            for (at, value) in block.ac() {
                if value.unsigned_abs() >= thresholds[at as usize % BLOCK] {
                    mask |= 1 << at;
                    out.values.push(value);
                }
            }
            out.masks.push(mask);
        }
        out.shrink();
        out
    }

    /// The first `count` blocks, in no more memory than they need.
    pub fn first_blocks(&self, count: usize) -> Self {
        let masks = self.masks.get(..count).unwrap_or(&self.masks);
        let values = masks.iter().map(|mask| mask.count_ones() as usize).sum();
        Self {
            masks: masks.to_vec(),
            values: self.values.get(..values).unwrap_or_default().to_vec(),
            weights: self.weights.get(..masks.len()).unwrap_or_default().to_vec(),
        }
    }

    /// Drops all blocks, and keeps the memory.
    pub fn clear(&mut self) {
        self.masks.clear();
        self.values.clear();
        self.weights.clear();
    }

    /// Gives back the memory that is not used.
    pub fn shrink(&mut self) {
        self.values.shrink_to_fit();
    }
}

/// Walks through the blocks of one row.
#[derive(Debug, Clone)]
pub struct SparseBlocks<'a> {
    row: &'a SparseRow,
    block: usize,
    value: usize,
}

impl<'a> Iterator for SparseBlocks<'a> {
    type Item = SparseBlock<'a>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let &mask = self.row.masks.get(self.block)?;
        let end = self.value + mask.count_ones() as usize;
        let values = self.row.values.get(self.value..end)?;
        self.block += 1;
        self.value = end;
        Some(SparseBlock { mask, values })
    }
}

/// One component: its sampling and its rows of blocks, padding to whole MCUs included.
#[derive(Debug, Clone)]
pub struct SparsePlane {
    /// Horizontal sampling factor.
    pub horizontal: usize,
    /// Vertical sampling factor.
    pub vertical: usize,
    /// Blocks of a row that hold samples: without the padding.
    pub columns: usize,
    /// Rows of blocks that hold samples.
    pub lines: usize,
    /// Rows of blocks.
    pub rows: Vec<SparseRow>,
}

impl SparsePlane {
    /// The plane of `component`, without rows yet.
    pub fn new(frame: &Frame, component: &Component) -> Self {
        let blocks = |edge: u32, factor: u8, most: u8| {
            (edge as usize * usize::from(factor)).div_ceil(usize::from(most)).div_ceil(8)
        };
        Self {
            horizontal: component.horizontal.into(),
            vertical: component.vertical.into(),
            columns: blocks(frame.size.width, component.horizontal, frame.max_horizontal()),
            lines: blocks(frame.size.height, component.vertical, frame.max_vertical()),
            rows: Vec::new(),
        }
    }

    /// Every `every`-th row of MCUs.
    pub fn sampled(&self, every: usize) -> Self {
        let mut sampled = self.emptied();
        sampled.rows = self.rows.chunks(self.vertical).step_by(every).flatten().cloned().collect();
        sampled.lines = self.lines.min(sampled.rows.len());
        sampled
    }

    /// MCUs of an interleaved scan side by side.
    pub fn mcu_columns(&self) -> usize {
        self.rows.first().map_or(0, |row| row.masks.len() / self.horizontal)
    }

    /// A plane of the same shape without rows.
    pub const fn emptied(&self) -> Self {
        Self { rows: Vec::new(), ..*self }
    }

    /// Adds padding up to whole MCUs: blocks without AC, with the DC of the block coded before, which take the fewest
    /// bits (T.81 A.2.4).
    pub fn pad(&mut self) {
        let width = self.columns.next_multiple_of(self.horizontal);
        for row in &mut self.rows {
            let last = row.last_dc();
            for _ in row.masks.len()..width {
                row.push_dc(last);
            }
        }
        while !self.rows.len().is_multiple_of(self.vertical) {
            let mut row = SparseRow::default();
            if let Some(above) = self.rows.last() {
                let dcs: Vec<i16> = above.blocks().map(|block| block.dc()).collect();
                for mcu in dcs.chunks(self.horizontal) {
                    (0..mcu.len()).for_each(|_| row.push_dc(mcu.last().copied().unwrap_or(0)));
                }
            }
            self.rows.push(row);
        }
    }
}

/// The order of the coefficients of a block.
#[derive(Debug, Clone, Copy)]
pub struct CoefficientOrder {
    /// For each place in zigzag order: where in the block it stands.
    in_block: [u8; BLOCK],
    /// For each place in the block: where in zigzag order it stands.
    in_zigzag: [u8; BLOCK],
}

impl CoefficientOrder {
    /// Row by row.
    pub const NATURAL: Self = Self::of(ZIGZAG);
    /// Column by column.
    pub const TURNED: Self = {
        let mut turned = ZIGZAG;
        let mut at = 0;
        while at < BLOCK {
            turned[at] = ZIGZAG[at] % 8 * 8 + ZIGZAG[at] / 8;
            at += 1;
        }
        Self::of(turned)
    };

    const fn of(in_block: [u8; BLOCK]) -> Self {
        let mut in_zigzag = [0; BLOCK];
        let mut at: u8 = 0;
        while (at as usize) < BLOCK {
            in_zigzag[in_block[at as usize] as usize] = at;
            at += 1;
        }
        Self { in_block, in_zigzag }
    }

    /// The index in the block of the coefficient at a position in zigzag order.
    pub fn in_block(&self, position: usize) -> usize {
        usize::from(self.in_block[position % BLOCK]) % BLOCK
    }

    /// The position in zigzag order of the coefficient at `at` in the block.
    pub const fn zigzag_of(&self, at: usize) -> u8 {
        self.in_zigzag[at % BLOCK]
    }

    /// A table in zigzag order brought into the order of the block.
    pub fn of_block<T: Copy>(&self, zigzag: &[T; BLOCK]) -> [T; BLOCK] {
        self.in_zigzag.map(|at| zigzag[usize::from(at) % BLOCK])
    }
}

/// Thresholds that keep DC and all that is not zero.
pub const ALL: [u16; BLOCK] = {
    let mut all = [1; BLOCK];
    all[0] = 0;
    all
};
