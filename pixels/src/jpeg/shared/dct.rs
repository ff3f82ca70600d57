//! One-dimensional DCTs, forward and inverse, over one number or several side by side.
//!
//! Both are libjpeg's accurate integer method (`islow`): the transform of Loeffler, Ligtenberg and Moschytz with 11
//! multiplications.

/// Samples of one block, row by row, in quarters and with the level shift done: -512 to 508.
pub type Samples<'a> = [&'a [i16; 8]; 8];

/// The first pass leaves its output 8^(1/2) times as large, in sixteenths: at most 2^14.
pub const FORWARD_PASS1_SHIFT: u32 = CONST_BITS - 2;
/// Both passes leave their output 8 times as large, so that eighths are left when the sixteenths are taken off.
pub const FORWARD_PASS2_SHIFT: u32 = CONST_BITS + 4;

/// Level shift and clamp.
#[expect(clippy::cast_sign_loss, reason = "clamped to 0 to 255")]
#[inline(always)]
pub fn sample(value: i32) -> u8 {
    (value + 128).clamp(0, 255) as u8
}

/// Fractional bits of the constants.
pub const CONST_BITS: u32 = 13;
/// Fractional bits kept between the two passes.
const PASS1_BITS: u32 = 2;
/// What the first inverse pass takes off.
pub const INVERSE_PASS1_SHIFT: u32 = CONST_BITS - PASS1_BITS;
/// The factor 8 of both passes together is taken out at the end.
pub const INVERSE_PASS2_SHIFT: u32 = CONST_BITS + PASS1_BITS + 3;

#[expect(clippy::cast_possible_truncation, reason = "the constants are below 4")]
pub const fn fixed(value: f64) -> i32 {
    (value * (1 << CONST_BITS) as f64 + 0.5) as i32
}

/// What the transform needs of numbers: one, or several side by side. All wrap.
pub trait Lane: Copy {
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
pub fn four_points<T: Lane>([x0, x1, x2, x3]: [T; 4], shift: u32) -> [T; 4] {
    let rotation = x1.plus(x3).times(fixed(0.541196100));
    let odd = rotation.plus(x1.times(fixed(0.765366865)));
    let other_odd = rotation.minus(x3.times(fixed(1.847759065)));
    let (even, other_even) = (x0.plus(x2).shifted_up(CONST_BITS), x0.minus(x2).shifted_up(CONST_BITS));
    [even.plus(odd), other_even.plus(other_odd), other_even.minus(other_odd), even.minus(odd)]
        .map(|sum| sum.shifted_down(shift))
}

/// The 8-point transform. Inputs from `N` on are zero.
#[inline(always)]
pub fn eight_points<const N: usize, T: Lane>(inputs: [T; 8], shift: u32) -> [T; 8] {
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
pub fn odd_half<T: Lane>([x1, x3, x5, x7]: [T; 4]) -> [T; 4] {
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

/// The one-dimensional transform.
#[inline(always)]
pub fn forward_points<T: Lane>(x: [T; 8], shift: u32) -> [T; 8] {
    let sum = |at: usize| x[at].plus(x[7 - at]);
    let difference = |at: usize| x[at].minus(x[7 - at]);
    let (outer, inner) = (sum(0).plus(sum(3)), sum(1).plus(sum(2)));
    let (high, low) = (sum(0).minus(sum(3)), sum(1).minus(sum(2)));
    let rotation = low.plus(high).times(fixed(0.541196100));
    let odd = odd_half([0, 1, 2, 3].map(difference));
    [
        outer.plus(inner).shifted_up(CONST_BITS),
        odd[0],
        rotation.plus(high.times(fixed(0.765366865))),
        odd[1],
        outer.minus(inner).shifted_up(CONST_BITS),
        odd[2],
        rotation.minus(low.times(fixed(1.847759065))),
        odd[3],
    ]
    .map(|sum| sum.shifted_down(shift))
}
