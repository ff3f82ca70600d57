//! From 4:4:4 to 4:2:0, from coefficients to coefficients.
//!
//! Each block of chroma is transformed to 4 x 4 samples, and four of those make a new block. Luma is not touched. At
//! most eight rows of samples are in memory.

use crate::jpeg::decode::header::{ColorSpace, JpegHeader};
use crate::jpeg::decode::idct::{BlockSide, Inverse};
use crate::jpeg::encode::analyze::Strip;
use crate::jpeg::shared::frame::{BLOCK, Block, Component, Frame, QuantTable};

/// One component of chroma while it is subsampled.
#[derive(Debug)]
pub struct ChromaSubsampler {
    inverse: Inverse,
    /// Four rows of samples of whole blocks.
    samples: Vec<u8>,
    /// Samples of a row, without those behind the edge of the image.
    width: usize,
    /// Rows of samples that are still to come.
    rows_left: usize,
    strip: Strip,
    line: usize,
}

/// The rows of samples that a row of blocks becomes.
const ROWS: usize = 4;

impl ChromaSubsampler {
    /// For `component` of a frame for which [`subsampled_frame`] is not `None`.
    pub fn new(frame: &Frame, component: &Component) -> Self {
        let width = frame.size.width.div_ceil(2) as usize;
        Self {
            inverse: Inverse::new(BlockSide::Four, &component.quant),
            samples: vec![0; frame.blocks_per_row(component) as usize * ROWS * ROWS],
            width,
            rows_left: frame.size.height.div_ceil(2) as usize,
            strip: Strip::new(width.next_multiple_of(8), 2 * ROWS),
            line: 0,
        }
    }

    /// Blocks of a row.
    pub const fn blocks_per_row(&self) -> usize {
        self.samples.len() / (ROWS * ROWS)
    }

    /// Takes a row of blocks. After every second one, and after the last, gives eight rows of samples.
    pub fn take(&mut self, blocks: &[Block]) -> Option<&[i16]> {
        let stride = self.samples.len() / ROWS;
        for (column, block) in blocks.iter().enumerate() {
            if let Some(out) = self.samples.get_mut(column * ROWS..) {
                self.inverse.apply(block, used(block), out, stride);
            }
        }
        let rows = self.rows_left.min(ROWS);
        self.rows_left -= rows;
        let is_last = self.rows_left == 0;
        for row in 0..if is_last { 2 * ROWS - self.line } else { ROWS } {
            // Below the edge of the image its last row is repeated.
            let at = row.min(rows.saturating_sub(1)) * stride;
            self.strip.fill(self.line + row, &self.samples[at..at + self.width]);
        }
        self.line = (self.line + ROWS) % (2 * ROWS);
        (is_last || self.line == 0).then_some(&self.strip.samples)
    }
}

/// How many coefficients a transform to 4 x 4 samples has to look at: only those of the 4 x 4 lowest frequencies count.
fn used(block: &Block) -> usize {
    let lowest = [0, 8, 16, 24].map(|at| block[at + 1] | block[at + 2] | block[at + 3]);
    let any = lowest.into_iter().fold(block[8] | block[16] | block[24], |all, one| all | one);
    if any == 0 { 1 } else { BLOCK }
}

/// The frame after subsampling. `None` where the source is not 4:4:4.
pub fn subsampled_frame(frame: &Frame, header: &JpegHeader) -> Option<Frame> {
    let is_full = |component: &Component| component.horizontal == 1 && component.vertical == 1;
    if header.color != ColorSpace::YCbCr || !frame.components.iter().all(is_full) {
        return None;
    }
    let mut subsampled = frame.clone();
    for (index, component) in subsampled.components.iter_mut().enumerate() {
        if index == 0 {
            (component.horizontal, component.vertical) = (2, 2);
        } else {
            // The finest steps of use: a frequency of the new block has half that index in the old ones.
            let steps = component.quant.0;
            component.quant = QuantTable(core::array::from_fn(|at| steps[at / 16 * 8 + at % 8 / 2]));
        }
    }
    Some(subsampled)
}
