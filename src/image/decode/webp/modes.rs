//! How the macroblocks are predicted (RFC 6386, clause 11).

use super::boolean::BoolDecoder;
use super::tables::BLOCK_MODE_PROBABILITIES;

/// Modes of a whole square; the last one is for luma alone: each block of 4 x 4 has a mode of its own.
pub const DC: u8 = 0;
pub const VERTICAL: u8 = 1;
pub const HORIZONTAL: u8 = 2;
pub const TRUE_MOTION: u8 = 3;
const BLOCKS: u8 = 4;

/// Modes of a block. The directional ones behind these two are listed in [`super::predict`].
pub const BLOCK_DC: u8 = 0;
pub const BLOCK_TRUE_MOTION: u8 = 1;
const BLOCK_VERTICAL: u8 = 2;
const BLOCK_HORIZONTAL: u8 = 3;

static SEGMENT_TREE: [i8; 6] = [2, 4, 0, -1, -2, -3];
static LUMA_TREE: [i8; 8] = [-4, 2, 4, 6, 0, -1, -2, -3];
static LUMA_PROBABILITIES: [u8; 4] = [145, 156, 163, 128];
static CHROMA_TREE: [i8; 6] = [0, 2, -1, 4, -2, -3];
static CHROMA_PROBABILITIES: [u8; 3] = [142, 114, 183];
static BLOCK_TREE: [i8; 18] = [0, 2, -1, 4, -2, 6, 8, 12, -3, 10, -5, -6, -4, 14, -7, 16, -8, -9];

/// What a macroblock says before its coefficients.
pub struct Modes {
    pub segment: usize,
    /// Whether it has no coefficients.
    pub is_skipped: bool,
    pub luma: u8,
    /// Modes of the blocks, where they have their own.
    pub blocks: [u8; 16],
    pub chroma: u8,
}

impl Modes {
    pub const fn has_blocks(&self) -> bool {
        self.luma == BLOCKS
    }
}

pub struct ModeReader<'a> {
    bits: BoolDecoder<'a>,
    segment_probabilities: Option<[u8; 3]>,
    skip_probability: Option<u8>,
    /// Modes of the lowest blocks of the row above, and of the rightmost ones of the macroblock to the left.
    above: Vec<[u8; 4]>,
    left: [u8; 4],
}

impl<'a> ModeReader<'a> {
    pub fn new(
        bits: BoolDecoder<'a>,
        width: usize,
        segment_probabilities: Option<[u8; 3]>,
        skip_probability: Option<u8>,
    ) -> Self {
        let above = vec![[BLOCK_DC; 4]; width];
        Self { bits, segment_probabilities, skip_probability, above, left: [BLOCK_DC; 4] }
    }

    pub const fn start_row(&mut self) {
        self.left = [BLOCK_DC; 4];
    }

    pub const fn is_beyond_end(&self) -> bool {
        self.bits.is_beyond_end()
    }

    /// The modes of the next macroblock, which is the one at `x` of its row.
    pub fn next(&mut self, x: usize) -> Modes {
        let bits = &mut self.bits;
        let segment = self.segment_probabilities.map_or(0, |probabilities| bits.leaf(&SEGMENT_TREE, &probabilities));
        let is_skipped = self.skip_probability.is_some_and(|probability| bits.bit(probability));
        let luma = bits.leaf(&LUMA_TREE, &LUMA_PROBABILITIES);
        let blocks = if luma == BLOCKS { self.blocks(x) } else { self.same(x, luma) };
        let chroma = self.bits.leaf(&CHROMA_TREE, &CHROMA_PROBABILITIES);
        Modes { segment: usize::from(segment), is_skipped, luma, blocks, chroma }
    }

    fn blocks(&mut self, x: usize) -> [u8; 16] {
        let mut blocks = [BLOCK_DC; 16];
        let above = &mut self.above[x];
        for (row, left) in blocks.as_chunks_mut::<4>().0.iter_mut().zip(&mut self.left) {
            for (block, above) in row.iter_mut().zip(above.iter_mut()) {
                let probabilities = &BLOCK_MODE_PROBABILITIES[usize::from(*above)][usize::from(*left)];
                *block = self.bits.leaf(&BLOCK_TREE, probabilities);
                (*above, *left) = (*block, *block);
            }
        }
        blocks
    }

    /// The mode that the blocks of a macroblock count as where it is predicted as one.
    fn same(&mut self, x: usize, luma: u8) -> [u8; 16] {
        let mode = match luma {
            VERTICAL => BLOCK_VERTICAL,
            HORIZONTAL => BLOCK_HORIZONTAL,
            TRUE_MOTION => BLOCK_TRUE_MOTION,
            _ => BLOCK_DC,
        };
        self.above[x] = [mode; 4];
        self.left = [mode; 4];
        [mode; 16]
    }
}
