//! Coefficients of a whole component, kept sparsely: only those that can matter take memory.

use super::frame::{BLOCK, ZIGZAG};

/// Blocks that stand side by side.
#[derive(Debug, Clone, Default)]
pub(super) struct BlockRow {
    /// One word a block: bit k is set where the k-th coefficient in zigzag order is kept.
    pub(super) masks: Vec<u64>,
    /// The coefficients kept, block after block, in zigzag order.
    pub(super) values: Vec<i16>,
    /// How much distortion in each block counts; empty in a row that is quantized already.
    pub(super) weights: Vec<f32>,
}

/// One block: which coefficients it has, and their values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sparse<'a> {
    /// Bit k is set where the k-th coefficient in zigzag order is kept.
    pub(super) mask: u64,
    /// Their values.
    pub(super) values: &'a [i16],
}

impl Sparse<'_> {
    /// The DC coefficient.
    #[inline]
    pub(super) fn dc(&self) -> i16 {
        if self.mask & 1 == 1 { self.values.first().copied().unwrap_or(0) } else { 0 }
    }

    /// The coefficients at zigzag positions 1 to 63 that are kept.
    #[inline]
    pub(super) fn ac(&self) -> Coefficients<'_> {
        let skipped = usize::from(self.mask & 1 == 1);
        Coefficients { mask: self.mask & !1, values: self.values.get(skipped..).unwrap_or_default().iter() }
    }
}

/// Positions in zigzag order and values.
#[derive(Debug)]
pub(super) struct Coefficients<'a> {
    mask: u64,
    values: core::slice::Iter<'a, i16>,
}

impl Iterator for Coefficients<'_> {
    type Item = (u32, i16);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let &value = self.values.next()?;
        let at = self.mask.trailing_zeros();
        self.mask &= self.mask.wrapping_sub(1);
        Some((at, value))
    }
}

impl BlockRow {
    /// Room for `blocks` blocks and their weights.
    pub(super) fn with_capacity(blocks: usize) -> Self {
        Self { masks: Vec::with_capacity(blocks), values: Vec::new(), weights: Vec::with_capacity(blocks) }
    }

    /// Blocks in order.
    pub(super) const fn blocks(&self) -> Blocks<'_> {
        Blocks { row: self, block: 0, value: 0 }
    }

    /// Adds a block.
    pub(super) fn push(&mut self, mask: u64, values: &[i16]) {
        self.masks.push(mask);
        self.values.extend_from_slice(values);
    }

    /// Adds what reaches `thresholds` of a block; both are in zigzag order.
    #[inline]
    pub(super) fn push_kept(&mut self, coefficients: &[i16; BLOCK], thresholds: &[u16; BLOCK]) {
        self.push_scaled(coefficients, thresholds, |_, value| value);
    }

    /// Adds what reaches `thresholds` of a block, after `scale` has changed it from its place and value.
    #[inline]
    pub(super) fn push_scaled(
        &mut self,
        coefficients: &[i16; BLOCK],
        thresholds: &[u16; BLOCK],
        scale: impl Fn(usize, i16) -> i16,
    ) {
        let mut mask: u64 = 0;
        for (group, (values, thresholds)) in coefficients.chunks_exact(8).zip(thresholds.chunks_exact(8)).enumerate() {
            let mut kept = [0; 8];
            for ((kept, value), &threshold) in kept.iter_mut().zip(values).zip(thresholds) {
                *kept = u8::from(value.unsigned_abs() >= threshold);
            }
            // The product brings the lowest bit of byte i to bit 56 + i.
            let bits = u64::from_le_bytes(kept).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            mask |= bits << (8 * group);
        }
        self.masks.push(mask);
        let mut kept = [0; BLOCK];
        let count = mask.count_ones() as usize;
        for kept in &mut kept[..count] {
            let at = mask.trailing_zeros() as usize % BLOCK;
            *kept = scale(at, coefficients[at]);
            mask &= mask - 1;
        }
        self.values.extend_from_slice(&kept[..count]);
    }

    /// Adds a block that has no coefficient but DC.
    pub(super) fn push_dc(&mut self, dc: i16) {
        self.push(1, &[dc]);
    }

    /// The blocks from right to left.
    pub(super) fn reversed(&self) -> Self {
        let mut blocks: Vec<Sparse<'_>> = self.blocks().collect();
        blocks.reverse();
        let mut out = Self { values: Vec::with_capacity(self.values.len()), ..Self::with_capacity(blocks.len()) };
        blocks.iter().for_each(|block| out.push(block.mask, block.values));
        out
    }

    /// How many coefficients reach `thresholds`, which are in zigzag order.
    pub(super) fn count_reaching(&self, thresholds: &[u16; BLOCK]) -> usize {
        let reaches = |(at, value): &(u32, i16)| value.unsigned_abs() >= thresholds[*at as usize % BLOCK];
        self.blocks().map(|block| 1 + block.ac().filter(reaches).count()).sum()
    }

    /// What reaches `thresholds`, which are in zigzag order.
    pub(super) fn filtered(&self, thresholds: &[u16; BLOCK]) -> Self {
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

    /// Gives back memory that growing took too much.
    pub(super) fn shrink(&mut self) {
        self.values.shrink_to_fit();
    }
}

/// Walks through the blocks of one row.
#[derive(Debug, Clone)]
pub(super) struct Blocks<'a> {
    row: &'a BlockRow,
    block: usize,
    value: usize,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Sparse<'a>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let &mask = self.row.masks.get(self.block)?;
        let end = self.value + mask.count_ones() as usize;
        let values = self.row.values.get(self.value..end)?;
        self.block += 1;
        self.value = end;
        Some(Sparse { mask, values })
    }
}

/// One component: its sampling and its rows of blocks, padding to whole MCUs included.
#[derive(Debug, Clone)]
pub(super) struct Plane {
    /// Horizontal sampling factor.
    pub(super) horizontal: usize,
    /// Vertical sampling factor.
    pub(super) vertical: usize,
    /// Blocks of a row that hold samples: without the padding.
    pub(super) columns: usize,
    /// Rows of blocks that hold samples.
    pub(super) lines: usize,
    /// Rows of blocks.
    pub(super) rows: Vec<BlockRow>,
}

impl Plane {
    /// MCUs of an interleaved scan side by side.
    pub(super) fn mcu_columns(&self) -> usize {
        self.rows.first().map_or(0, |row| row.masks.len() / self.horizontal)
    }

    /// A plane of the same shape without rows.
    pub(super) const fn emptied(&self) -> Self {
        Self { rows: Vec::new(), ..*self }
    }

    /// Fills up to whole MCUs with blocks that cost least: no AC, and the DC of the block coded before (T.81 A.2.4).
    pub(super) fn pad(&mut self) {
        let width = self.columns.next_multiple_of(self.horizontal);
        for row in &mut self.rows {
            let last = row.blocks().last().map_or(0, |block| block.dc());
            for _ in row.masks.len()..width {
                row.push_dc(last);
            }
        }
        while !self.rows.len().is_multiple_of(self.vertical) {
            let mut row = BlockRow::default();
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

/// [`ZIGZAG`] for blocks whose rows and columns are exchanged.
pub(super) const TURNED_ZIGZAG: [u8; BLOCK] = {
    let mut turned = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        turned[at] = ZIGZAG[at] % 8 * 8 + ZIGZAG[at] / 8;
        at += 1;
    }
    turned
};
