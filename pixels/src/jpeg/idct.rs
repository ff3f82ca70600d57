//! From quantized coefficients to samples: 8 x 8, 4 x 4, 2 x 2 or one for a block.
//!
//! The full size is libjpeg's accurate integer method (`islow`), bit for bit: the one-dimensional transform of
//! Loeffler, Ligtenberg and Moschytz with 11 multiplications. The reduced sizes are transforms of as many points over
//! as many coefficients of the lowest frequencies, which is an ideal low-pass filter within the block.

use super::frame::{BLOCK, Block, QuantTable};
use super::lanes::{eight, four};

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
    pub(super) const ALL: [Self; 4] = [Self::One, Self::Two, Self::Four, Self::Eight];

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
            BlockSide::Four => store(|| four(block, &self.steps), out, stride),
            // The first 10 in zigzag order lie in the 4 x 4 corner, and so do all where `used` says 10.
            BlockSide::Eight if used <= 10 => store(|| eight::<4>(block, &self.steps), out, stride),
            BlockSide::Eight => store(|| eight::<8>(block, &self.steps), out, stride),
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

/// Level shift and clamp.
#[expect(clippy::cast_sign_loss, reason = "clamped to 0 to 255")]
#[inline(always)]
pub(super) fn sample(value: i32) -> u8 {
    (value + 128).clamp(0, 255) as u8
}

/// Fractional bits of the constants.
pub(super) const CONST_BITS: u32 = 13;
/// Fractional bits kept between the two passes.
const PASS1_BITS: u32 = 2;
pub(super) const PASS1_SHIFT: u32 = CONST_BITS - PASS1_BITS;
/// The factor 8 of both passes together is taken out at the end.
pub(super) const PASS2_SHIFT: u32 = CONST_BITS + PASS1_BITS + 3;

#[expect(clippy::cast_possible_truncation, reason = "the constants are below 4")]
pub(super) const fn fixed(value: f64) -> i32 {
    (value * (1 << CONST_BITS) as f64 + 0.5) as i32
}

/// What the transform needs of numbers: one, or several side by side. All wrap.
pub(super) trait Lane: Copy {
    fn zero() -> Self;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn times(self, factor: i32) -> Self;
    fn shifted_up(self, bits: u32) -> Self;
    /// Rounded.
    fn shifted_down(self, bits: u32) -> Self;
}

impl Lane for i32 {
    #[inline(always)]
    fn zero() -> Self {
        0
    }

    #[inline(always)]
    fn plus(self, other: Self) -> Self {
        self.wrapping_add(other)
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        self.wrapping_sub(other)
    }

    #[inline(always)]
    fn times(self, factor: i32) -> Self {
        self.wrapping_mul(factor)
    }

    #[inline(always)]
    fn shifted_up(self, bits: u32) -> Self {
        self << bits
    }

    #[inline(always)]
    fn shifted_down(self, bits: u32) -> Self {
        self.wrapping_add(1 << (bits - 1)) >> bits
    }
}

/// The 4-point transform, with a factor of the square root of 8 / 4 left out.
#[inline(always)]
pub(super) fn four_points<T: Lane>([x0, x1, x2, x3]: [T; 4], shift: u32) -> [T; 4] {
    let rotation = x1.plus(x3).times(fixed(0.541196100));
    let odd = rotation.plus(x1.times(fixed(0.765366865)));
    let other_odd = rotation.minus(x3.times(fixed(1.847759065)));
    let (even, other_even) = (x0.plus(x2).shifted_up(CONST_BITS), x0.minus(x2).shifted_up(CONST_BITS));
    [even.plus(odd), other_even.plus(other_odd), other_even.minus(other_odd), even.minus(odd)]
        .map(|sum| sum.shifted_down(shift))
}

/// The 8-point transform. Inputs from `N` on are zero.
#[inline(always)]
pub(super) fn eight_points<const N: usize, T: Lane>(inputs: [T; 8], shift: u32) -> [T; 8] {
    let x: [T; 8] = std::array::from_fn(|row| if row < N { inputs[row] } else { T::zero() });
    let even = even_half([x[0], x[2], x[4], x[6]]);
    let odd = odd_half([x[1], x[3], x[5], x[7]]);
    std::array::from_fn(|row| match row {
        0..4 => even[row].plus(odd[row]).shifted_down(shift),
        _ => even[7 - row].minus(odd[7 - row]).shifted_down(shift),
    })
}

#[inline(always)]
fn even_half<T: Lane>([x0, x2, x4, x6]: [T; 4]) -> [T; 4] {
    let rotation = x2.plus(x6).times(fixed(0.541196100));
    let low = rotation.minus(x6.times(fixed(1.847759065)));
    let high = rotation.plus(x2.times(fixed(0.765366865)));
    let sum = x0.plus(x4).shifted_up(CONST_BITS);
    let difference = x0.minus(x4).shifted_up(CONST_BITS);
    [sum.plus(high), difference.plus(low), difference.minus(low), sum.minus(high)]
}

#[inline(always)]
pub(super) fn odd_half<T: Lane>([x1, x3, x5, x7]: [T; 4]) -> [T; 4] {
    let all = x7.plus(x3).plus(x5.plus(x1)).times(fixed(1.175875602));
    let z1 = x7.plus(x1).times(fixed(0.899976223));
    let z2 = x5.plus(x3).times(fixed(2.562915447));
    let z3 = all.minus(x7.plus(x3).times(fixed(1.961570560)));
    let z4 = all.minus(x5.plus(x1).times(fixed(0.390180644)));
    [
        x1.times(fixed(1.501321110)).minus(z1).plus(z4),
        x3.times(fixed(3.072711026)).minus(z2).plus(z3),
        x5.times(fixed(2.053119869)).minus(z2).plus(z4),
        x7.times(fixed(0.298631336)).minus(z1).plus(z3),
    ]
}
