//! What decoder, encoder and transcoder share: the frame, its components and tables.

use crate::rows::Size;

/// Coefficients of one block.
pub const BLOCK: usize = 64;

/// Quantized DCT coefficients of one 8 x 8 block, row by row (natural order, not zigzag).
pub type Block = [i16; BLOCK];

/// Natural index of the k-th coefficient in zigzag order (T.81 figure A.6).
pub const ZIGZAG: [u8; BLOCK] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21,
    28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54,
    47, 55, 62, 63,
];

/// Quantization steps of one component, in natural order. 1 to 65,535.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuantTable(pub [u16; BLOCK]);

/// One component of a frame (T.81 B.2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Component identifier.
    pub id: u8,
    /// Horizontal sampling factor, 1 to 4.
    pub horizontal: u8,
    /// Vertical sampling factor, 1 to 4.
    pub vertical: u8,
    /// The quantization table in force for the component.
    pub quant: QuantTable,
}

/// A frame: its size and components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Width and height in pixels, as stored.
    pub size: Size,
    /// One to four components.
    pub components: Vec<Component>,
}

impl Frame {
    /// The largest horizontal sampling factor.
    #[must_use]
    pub fn max_horizontal(&self) -> u8 {
        self.components.iter().map(|component| component.horizontal).max().unwrap_or(1)
    }

    /// The largest vertical sampling factor.
    #[must_use]
    pub fn max_vertical(&self) -> u8 {
        self.components.iter().map(|component| component.vertical).max().unwrap_or(1)
    }

    /// How many MCUs of an interleaved scan stand side by side.
    #[must_use]
    pub fn mcus_per_row(&self) -> u32 {
        self.size.width.div_ceil(8 * u32::from(self.max_horizontal()))
    }

    /// How many rows of MCUs an interleaved scan has.
    #[must_use]
    pub fn mcu_rows(&self) -> u32 {
        self.size.height.div_ceil(8 * u32::from(self.max_vertical()))
    }

    /// Blocks of `component` in one row of blocks, padding to whole MCUs included.
    #[must_use]
    pub fn blocks_per_row(&self, component: &Component) -> u32 {
        self.mcus_per_row() * u32::from(component.horizontal)
    }
}
