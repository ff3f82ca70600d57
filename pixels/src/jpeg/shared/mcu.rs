//! The blocks of a row of MCUs, component by component.

use super::frame::{BLOCK, Block, Component, Frame};

/// Where the blocks of one component lie.
#[derive(Debug, Clone, Copy)]
pub struct BlockGrid {
    /// Blocks side by side in an MCU.
    pub horizontal: usize,
    /// Rows of blocks in an MCU.
    pub vertical: usize,
    /// Blocks in a row, padding included.
    pub blocks_per_row: usize,
    /// Blocks in a row without padding.
    pub coded_columns: usize,
    /// Rows of blocks of the whole component without padding.
    pub coded_rows: usize,
}

impl BlockGrid {
    pub fn new(frame: &Frame, component: &Component) -> Self {
        let blocks = |pixels: u32, factor: u8, max: u8| {
            (pixels * u32::from(factor)).div_ceil(u32::from(max)).div_ceil(8) as usize
        };
        Self {
            horizontal: component.horizontal.into(),
            vertical: component.vertical.into(),
            blocks_per_row: frame.blocks_per_row(component) as usize,
            coded_columns: blocks(frame.size.width, component.horizontal, frame.max_horizontal()),
            coded_rows: blocks(frame.size.height, component.vertical, frame.max_vertical()),
        }
    }

    /// Indices, in a row of MCUs, of the blocks of one MCU in the order of the data.
    pub fn blocks_of_mcu(self, mcu: usize) -> impl Iterator<Item = usize> {
        let first = mcu * self.horizontal;
        (0..self.vertical)
            .flat_map(move |row| (0..self.horizontal).map(move |column| row * self.blocks_per_row + first + column))
    }
}

/// The coefficients of one row of MCUs.
#[derive(Debug, Clone, Default)]
pub struct McuRow {
    /// One for each component of the frame.
    pub components: Vec<BlockRows>,
}

/// As many rows of blocks of one component as it has in an MCU: its vertical sampling factor.
#[derive(Debug, Clone)]
pub struct BlockRows {
    /// Row after row, from left to right, padding to whole MCUs included.
    pub blocks: Vec<Block>,
    /// Blocks in a row.
    pub blocks_per_row: usize,
}

impl McuRow {
    /// Room for a row of MCUs, all zeros.
    pub(in crate::jpeg) fn reset(&mut self, grids: &[BlockGrid]) {
        let lengths = || grids.iter().map(|grid| (grid.blocks_per_row, grid.blocks_per_row * grid.vertical));
        if self.components.iter().map(|rows| (rows.blocks_per_row, rows.blocks.len())).eq(lengths()) {
            self.components.iter_mut().for_each(|rows| rows.blocks.fill([0; BLOCK]));
        } else {
            let rows = |(blocks_per_row, length)| BlockRows { blocks: vec![[0; BLOCK]; length], blocks_per_row };
            self.components = lengths().map(rows).collect();
        }
    }
}
