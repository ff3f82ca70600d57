//! From quantized coefficients to samples: 8 x 8, 4 x 4, 2 x 2 or one for a block.
//!
//! The full size is libjpeg's accurate integer method (`islow`), bit for bit: the one-dimensional transform of
//! Loeffler, Ligtenberg and Moschytz with 11 multiplications. The reduced sizes are transforms of as many points over
//! as many coefficients of the lowest frequencies, which is an ideal low-pass filter within the block.

use crate::jpeg::shared::dct::sample;
use crate::jpeg::shared::frame::{BLOCK, Block, QuantTable};
use crate::jpeg::shared::lanes::{eight, four};

/// Samples along one side of what a block of coefficients becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockSide {
    /// One sample, the mean.
    One,
    /// 2 x 2 samples.
    Two,
    /// 4 x 4 samples.
    Four,
    /// All 8 x 8 samples.
    Eight,
}

impl BlockSide {
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Four, Self::Eight];

    pub const fn samples(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// How many coefficients, in zigzag order, hold all that are used.
    pub const fn coefficients(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 5,
            Self::Four => 25,
            Self::Eight => BLOCK,
        }
    }

    /// Twice as many samples, 8 at most.
    pub const fn doubled(self) -> Self {
        match self {
            Self::One => Self::Two,
            Self::Two => Self::Four,
            Self::Four | Self::Eight => Self::Eight,
        }
    }
}

/// The inverse transform of one component.
#[derive(Debug)]
pub struct Inverse {
    side: BlockSide,
    steps: [i16; BLOCK],
}

impl Inverse {
    #[expect(clippy::cast_possible_wrap, reason = "16-bit products wrap all the same, as in libjpeg-turbo")]
    pub fn new(side: BlockSide, quant: &QuantTable) -> Self {
        Self { side, steps: quant.0.map(|step| step as i16) }
    }

    /// Writes the samples of `block` to the head of `out`, whose rows are `stride` apart. Only the first `used`
    /// coefficients in zigzag order may be other than zero.
    #[inline]
    pub fn apply(&self, block: &Block, used: usize, out: &mut [u8], stride: usize) {
        if used <= 1 {
            return flat(self.dc(block), self.side, out, stride);
        }
        match self.side {
            BlockSide::One => flat(self.dc(block), BlockSide::One, out, stride),
            BlockSide::Two => self.two(block, out, stride),
            BlockSide::Four => store(|| four(block, &self.steps), out, stride),
            // The first 10 in zigzag order lie in the 4 x 4 corner, and so do all where `used` says 10.
            BlockSide::Eight if used <= 10 => store(|| eight::<4>(block, &self.steps), out, stride),
            BlockSide::Eight => store(|| eight::<8>(block, &self.steps), out, stride),
        }
    }

    /// How many coefficients of `block`, in zigzag order, may be other than zero: 1, 10 or 64.
    pub fn used(block: &Block) -> usize {
        let (rows, _) = block.as_chunks::<8>();
        let (mut upper, mut lower) = ([0; 8], [0; 8]);
        for (row, below) in rows.iter().zip(&rows[4..]) {
            for x in 0..8 {
                upper[x] |= row[x];
                lower[x] |= below[x];
            }
        }
        // DC is in use always, and says nothing of the others in its column.
        upper[0] = block[8] | block[16] | block[24];
        let is_zero = |coefficients: &[i16]| coefficients.iter().fold(0, |all, &one| all | one) == 0;
        if !is_zero(&lower) || !is_zero(&upper[4..]) {
            BLOCK
        } else if is_zero(&upper) {
            1
        } else {
            10
        }
    }

    fn dc(&self, block: &Block) -> u8 {
        sample((self.dequantized(block, 0) + 4) >> 3)
    }

    fn dequantized(&self, block: &Block, at: usize) -> i32 {
        i32::from(block[at].wrapping_mul(self.steps[at]))
    }

    fn two(&self, block: &Block, out: &mut [u8], stride: usize) {
        let [a, b, c, d] = [0, 1, 8, 9].map(|at| self.dequantized(block, at));
        let rows = [(a + c, b + d), (a - c, b - d)];
        let samples = rows.map(|(even, odd)| [even + odd, even - odd].map(|sum| sample((sum + 4) >> 3)));
        store(|| samples, out, stride);
    }
}

fn flat(sample: u8, side: BlockSide, out: &mut [u8], stride: usize) {
    match side {
        BlockSide::One => store(|| [[sample; 1]; 1], out, stride),
        BlockSide::Two => store(|| [[sample; 2]; 2], out, stride),
        BlockSide::Four => store(|| [[sample; 4]; 4], out, stride),
        BlockSide::Eight => store(|| [[sample; 8]; 8], out, stride),
    }
}

/// Finds all rows before the samples are worked out: V8 would compute them anew in every branch that stores one.
#[inline(always)]
fn store<const N: usize>(samples: impl FnOnce() -> [[u8; N]; N], out: &mut [u8], stride: usize) {
    let mut rows = out.chunks_mut(stride).map_while(|row| row.first_chunk_mut::<N>());
    let rows: [_; N] = std::array::from_fn(|_| rows.next());
    if rows.iter().any(Option::is_none) {
        return;
    }
    for (row, samples) in rows.into_iter().flatten().zip(samples()) {
        *row = samples;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_coefficient_determines_how_many_are_in_use() {
        for at in 0..BLOCK {
            let mut block: Block = [0; BLOCK];
            block[0] = 5;
            block[at] = -1;
            let expected = match (at, at % 8, at / 8) {
                (0, ..) => 1,
                (_, 0..4, 0..4) => 10,
                _ => BLOCK,
            };
            assert_eq!(Inverse::used(&block), expected, "{at}");
        }
    }
}
