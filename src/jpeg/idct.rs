//! From quantized coefficients to samples: 8 x 8, 4 x 4, 2 x 2 or one for a block.
//!
//! The full size is libjpeg's accurate integer method (`islow`), bit for bit: the one-dimensional transform of
//! Loeffler, Ligtenberg and Moschytz with 11 multiplications. The reduced sizes are transforms of as many points over
//! as many coefficients of the lowest frequencies, which is an ideal low-pass filter within the block.

#![expect(clippy::needless_range_loop, reason = "the lanes of several rows are used together")]

use super::frame::{BLOCK, Block, QuantTable};

/// Samples along one side of what a block of coefficients becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BlockSide {
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
    pub(super) const fn samples(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Four => 4,
            Self::Eight => 8,
        }
    }

    /// How many coefficients, in zigzag order, hold all that are used.
    pub(super) const fn coefficients(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 5,
            Self::Four => 25,
            Self::Eight => BLOCK,
        }
    }

    /// Twice as many samples, 8 at most.
    pub(super) const fn doubled(self) -> Self {
        match self {
            Self::One => Self::Two,
            Self::Two => Self::Four,
            Self::Four | Self::Eight => Self::Eight,
        }
    }
}

/// The inverse transform of one component.
#[derive(Debug)]
pub(super) struct Inverse {
    side: BlockSide,
    steps: [i16; BLOCK],
}

impl Inverse {
    #[expect(clippy::cast_possible_wrap, reason = "16-bit products wrap all the same, as in libjpeg-turbo")]
    pub(super) fn new(side: BlockSide, quant: &QuantTable) -> Self {
        Self { side, steps: quant.0.map(|step| step as i16) }
    }

    /// Writes the samples of `block` to the head of `out`, whose rows are `stride` apart. Only the first `used`
    /// coefficients in zigzag order may be other than zero.
    #[inline]
    pub(super) fn apply(&self, block: &Block, used: usize, out: &mut [u8], stride: usize) {
        if used <= 1 {
            return flat(self.dc(block), self.side, out, stride);
        }
        match self.side {
            BlockSide::One => flat(self.dc(block), BlockSide::One, out, stride),
            BlockSide::Two => self.two(block, out, stride),
            BlockSide::Four => self.four(block, out, stride),
            // The first 10 in zigzag order lie in the 4 x 4 corner, and so do all where `used` says 10.
            BlockSide::Eight if used <= 10 => self.eight::<4>(block, out, stride),
            BlockSide::Eight => self.eight::<8>(block, out, stride),
        }
    }

    /// How many coefficients of `block`, in zigzag order, may be other than zero: 1, 10 or 64.
    pub(super) fn used(block: &Block) -> usize {
        let is_zero = |coefficients: &[i16]| coefficients.iter().fold(0, |all, &one| all | one) == 0;
        if is_zero(&block[1..]) {
            1
        } else if is_zero(&block[32..]) && (0..4).all(|row| is_zero(&block[row * 8 + 4..row * 8 + 8])) {
            10
        } else {
            BLOCK
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
        store(&samples, out, stride);
    }

    fn four(&self, block: &Block, out: &mut [u8], stride: usize) {
        let mut values = [[0; 4]; 4];
        for (row, values) in values.iter_mut().enumerate() {
            *values = [0, 1, 2, 3].map(|column| self.dequantized(block, row * 8 + column));
        }
        four_points(&mut values, CONST_BITS - PASS1_BITS);
        let mut values = transposed(&values);
        four_points(&mut values, CONST_BITS + PASS1_BITS + 3);
        store(&transposed(&values).map(|row| row.map(sample)), out, stride);
    }

    /// `N` is 4 where only the 4 x 4 coefficients of the lowest frequencies may be other than zero, else 8.
    fn eight<const N: usize>(&self, block: &Block, out: &mut [u8], stride: usize) {
        let mut values = [[0_i32; 8]; 8];
        for row in 0..N {
            for column in 0..N {
                values[row][column] = self.dequantized(block, row * 8 + column);
            }
        }
        eight_points::<N>(&mut values, CONST_BITS - PASS1_BITS);
        let mut values = transposed(&values);
        eight_points::<N>(&mut values, CONST_BITS + PASS1_BITS + 3);
        store(&transposed(&values).map(|row| row.map(sample)), out, stride);
    }
}

fn flat(sample: u8, side: BlockSide, out: &mut [u8], stride: usize) {
    match side {
        BlockSide::One => store(&[[sample; 1]; 1], out, stride),
        BlockSide::Two => store(&[[sample; 2]; 2], out, stride),
        BlockSide::Four => store(&[[sample; 4]; 4], out, stride),
        BlockSide::Eight => store(&[[sample; 8]; 8], out, stride),
    }
}

#[inline(always)]
fn store<const N: usize>(samples: &[[u8; N]; N], out: &mut [u8], stride: usize) {
    for (row, samples) in samples.iter().enumerate() {
        if let Some(out) = out.get_mut(row * stride..row * stride + N) {
            out.copy_from_slice(samples);
        }
    }
}

/// Level shift and clamp.
#[expect(clippy::cast_sign_loss, reason = "clamped to 0 to 255")]
#[inline(always)]
fn sample(value: i32) -> u8 {
    (value + 128).clamp(0, 255) as u8
}

fn transposed<const N: usize>(values: &[[i32; N]; N]) -> [[i32; N]; N] {
    let mut result = [[0; N]; N];
    for row in 0..N {
        for column in 0..N {
            result[column][row] = values[row][column];
        }
    }
    result
}

/// Fractional bits of the constants.
const CONST_BITS: u32 = 13;
/// Fractional bits kept between the two passes.
const PASS1_BITS: u32 = 2;

#[expect(clippy::cast_possible_truncation, reason = "the constants are below 4")]
const fn fixed(value: f64) -> i32 {
    (value * (1 << CONST_BITS) as f64 + 0.5) as i32
}

/// The 4-point transform of each column, with a factor of the square root of 8 / 4 a dimension left out.
fn four_points(values: &mut [[i32; 4]; 4], shift: u32) {
    const C3: i32 = fixed(0.541196100);
    let round = 1 << (shift - 1);
    for lane in 0..4 {
        let [x0, x1, x2, x3] = [0, 1, 2, 3].map(|row| values[row][lane]);
        let (even, other_even) = ((x0 + x2) << CONST_BITS, (x0 - x2) << CONST_BITS);
        let rotation = (x1 + x3).wrapping_mul(C3);
        let odd = rotation.wrapping_add(x1.wrapping_mul(fixed(0.765366865)));
        let other_odd = rotation.wrapping_sub(x3.wrapping_mul(fixed(1.847759065)));
        values[0][lane] = even.wrapping_add(odd).wrapping_add(round) >> shift;
        values[3][lane] = even.wrapping_sub(odd).wrapping_add(round) >> shift;
        values[1][lane] = other_even.wrapping_add(other_odd).wrapping_add(round) >> shift;
        values[2][lane] = other_even.wrapping_sub(other_odd).wrapping_add(round) >> shift;
    }
}

/// The 8-point transform of each column, all columns side by side. Rows from `N` on are zero.
#[inline(always)]
fn eight_points<const N: usize>(values: &mut [[i32; 8]; 8], shift: u32) {
    let round = 1 << (shift - 1);
    for lane in 0..8 {
        let x: [i32; 8] = std::array::from_fn(|row| if row < N { values[row][lane] } else { 0 });
        let even = even_half([x[0], x[2], x[4], x[6]]);
        let odd = odd_half([x[1], x[3], x[5], x[7]]);
        for row in 0..4 {
            values[row][lane] = even[row].wrapping_add(odd[row]).wrapping_add(round) >> shift;
            values[7 - row][lane] = even[row].wrapping_sub(odd[row]).wrapping_add(round) >> shift;
        }
    }
}

#[inline(always)]
fn even_half([x0, x2, x4, x6]: [i32; 4]) -> [i32; 4] {
    let rotation = x2.wrapping_add(x6).wrapping_mul(fixed(0.541196100));
    let low = rotation.wrapping_sub(x6.wrapping_mul(fixed(1.847759065)));
    let high = rotation.wrapping_add(x2.wrapping_mul(fixed(0.765366865)));
    let sum = x0.wrapping_add(x4) << CONST_BITS;
    let difference = x0.wrapping_sub(x4) << CONST_BITS;
    [sum.wrapping_add(high), difference.wrapping_add(low), difference.wrapping_sub(low), sum.wrapping_sub(high)]
}

#[inline(always)]
fn odd_half([x1, x3, x5, x7]: [i32; 4]) -> [i32; 4] {
    let times = |value: i32, factor: f64| value.wrapping_mul(fixed(factor));
    let all = times(x7.wrapping_add(x3).wrapping_add(x5).wrapping_add(x1), 1.175875602);
    let z1 = times(x7.wrapping_add(x1), 0.899976223);
    let z2 = times(x5.wrapping_add(x3), 2.562915447);
    let z3 = all.wrapping_sub(times(x7.wrapping_add(x3), 1.961570560));
    let z4 = all.wrapping_sub(times(x5.wrapping_add(x1), 0.390180644));
    [
        times(x1, 1.501321110).wrapping_sub(z1).wrapping_add(z4),
        times(x3, 3.072711026).wrapping_sub(z2).wrapping_add(z3),
        times(x5, 2.053119869).wrapping_sub(z2).wrapping_add(z4),
        times(x7, 0.298631336).wrapping_sub(z1).wrapping_add(z3),
    ]
}
