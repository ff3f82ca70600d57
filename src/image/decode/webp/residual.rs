//! What is added to the predictions: coefficients, and their inverse transforms (RFC 6386, clauses 13 and 14).

use super::boolean::BoolDecoder;
use super::plane::{Vp8Plane, clamped};
use super::tables::{AC_STEPS, DC_STEPS};
use super::token_tables::TokenProbabilities;

/// Blocks of a macroblock: 16 of luma, 4 of each component of chroma.
const BLOCKS: usize = 24;
static ZIGZAG: [u8; 16] = [0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15];
/// The band of each coefficient.
static BANDS: [u8; 16] = [0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7];
/// The least value of each category of large values, and the probabilities of the bits behind it.
static CATEGORIES: [(i32, &[u8]); 6] = [
    (5, &[159]),
    (7, &[165, 145]),
    (11, &[173, 148, 140]),
    (19, &[176, 155, 140, 135]),
    (35, &[180, 157, 141, 134, 130]),
    (67, &[254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129]),
];

/// Kinds of blocks that have probabilities of their own: luma without DC, the DC of luma, chroma, luma with DC.
const LUMA_WITHOUT_DC: usize = 0;
const LUMA_DC: usize = 1;
const CHROMA: usize = 2;
const LUMA: usize = 3;

/// Steps of the coefficients, DC and AC: of luma, of the DC of luma, of chroma.
pub struct Steps([[i32; 2]; 3]);

impl Steps {
    /// The steps for the index `base` and what is added to it for each but the AC of luma (clause 9.6).
    pub fn new(base: i32, [luma_dc, second_dc, second_ac, chroma_dc, chroma_ac]: [i32; 5]) -> Self {
        let at = |index: i32| usize::try_from(index.clamp(0, 127)).unwrap_or_default();
        let dc = |delta| i32::from(DC_STEPS[at(base + delta)]);
        let ac = |delta| i32::from(AC_STEPS[at(base + delta)]);
        Self([
            [dc(luma_dc), ac(0)],
            [2 * dc(second_dc), (ac(second_ac) * 155 / 100).max(8)],
            [dc(chroma_dc).min(132), ac(chroma_ac)],
        ])
    }
}

/// Which blocks at the edge of a macroblock have coefficients: four of luma, two of each component of chroma, and the
/// block of luma's DC.
#[derive(Clone, Copy, Default)]
pub struct Neighbours([u8; 9]);

impl Neighbours {
    const DC: usize = 8;

    /// After a macroblock without coefficients. Where its blocks have their own modes, it has no block of DC.
    pub fn skip(&mut self, left: &mut Self, has_blocks: bool) {
        for edge in [self, left] {
            edge.0 = [0, 0, 0, 0, 0, 0, 0, 0, if has_blocks { edge.0[Self::DC] } else { 0 }];
        }
    }
}

/// The differences of one macroblock to its prediction.
pub struct Residual {
    blocks: [[i32; 16]; BLOCKS],
    /// Whether a block has anything to add.
    is_set: [bool; BLOCKS],
}

impl Residual {
    pub const NONE: Self = Self { blocks: [[0; 16]; BLOCKS], is_set: [false; BLOCKS] };

    pub fn is_empty(&self) -> bool {
        !self.is_set.contains(&true)
    }

    /// Reads the coefficients of a macroblock.
    pub fn read(
        &mut self,
        tokens: &mut BoolDecoder<'_>,
        probabilities: &TokenProbabilities,
        (Steps([luma, second, chroma]), has_blocks): (&Steps, bool),
        (above, left): (&mut Neighbours, &mut Neighbours),
    ) {
        let (mut kind, mut first) = (LUMA, 0);
        if !has_blocks {
            (kind, first) = (LUMA_WITHOUT_DC, 1);
            let mut block = [0; 16];
            let [above, left] = [&mut above.0[Neighbours::DC], &mut left.0[Neighbours::DC]];
            let near = usize::from(*above + *left);
            let is_coded = read_block(tokens, &probabilities[LUMA_DC], (&mut block, 0), (second, near));
            (*above, *left) = (is_coded.into(), is_coded.into());
            inverse_hadamard(&mut block);
            self.blocks.iter_mut().zip(block).for_each(|(block, dc)| block[0] = dc);
        }
        for nth in 0..BLOCKS {
            // Luma has rows of four blocks, chroma of two.
            let (x, y) =
                if nth < 16 { (nth % 4, nth / 4) } else { (4 + (nth - 16) / 4 * 2 + nth % 2, 4 + (nth - 16) / 2) };
            let (kind, first, steps) = if nth < 16 { (kind, first, luma) } else { (CHROMA, 0, chroma) };
            let near = usize::from(above.0[x] + left.0[y]);
            let block = &mut self.blocks[nth];
            let is_coded = read_block(tokens, &probabilities[kind], (block, first), (steps, near));
            (above.0[x], left.0[y]) = (is_coded.into(), is_coded.into());
            self.is_set[nth] = is_coded || block[0] != 0;
            if self.is_set[nth] {
                inverse_dct(block);
            }
        }
    }

    /// Adds a square of `per_row` times `per_row` blocks from `first` on.
    pub fn add(&self, first: usize, plane: &mut Vp8Plane, (x, y): (usize, usize), per_row: usize) {
        for nth in 0..per_row * per_row {
            let place = plane.place((x + 4 * (nth % per_row), y + 4 * (nth / per_row)));
            self.add_block(first + nth, &mut plane.samples, place, plane.stride);
        }
    }

    pub fn add_block(&self, nth: usize, samples: &mut [u8], place: usize, stride: usize) {
        if !self.is_set[nth] {
            return;
        }
        for (row, differences) in samples[place..].chunks_mut(stride).zip(self.blocks[nth].as_chunks::<4>().0) {
            for (sample, difference) in row.iter_mut().zip(differences) {
                *sample = clamped(i32::from(*sample) + difference);
            }
        }
    }
}

/// Reads the coefficients of a block from `first` on; `near` of its two neighbours have some. Whether it has any.
fn read_block(
    tokens: &mut BoolDecoder<'_>,
    probabilities: &[[[u8; 11]; 3]; 8],
    (block, first): (&mut [i32; 16], usize),
    (steps, near): (&[i32; 2], usize),
) -> bool {
    let (mut at, mut context) = (first, near);
    while at < 16 {
        let mut of_token = &probabilities[usize::from(BANDS[at])][context];
        if !tokens.bit(of_token[0]) {
            break;
        }
        // No block ends right behind a zero.
        while !tokens.bit(of_token[1]) {
            at += 1;
            if at == 16 {
                return true;
            }
            of_token = &probabilities[usize::from(BANDS[at])][0];
        }
        let value = large_value(tokens, of_token);
        context = if value > 1 { 2 } else { 1 };
        let value = if tokens.flag() { -value } else { value };
        block[usize::from(ZIGZAG[at])] = value * steps[usize::from(at > 0)];
        at += 1;
    }
    at > first
}

/// A value that is not 0.
fn large_value(tokens: &mut BoolDecoder<'_>, probabilities: &[u8; 11]) -> i32 {
    let mut branch = |nth: usize| tokens.bit(probabilities[nth]);
    if !branch(2) {
        return 1;
    }
    if !branch(3) {
        return if branch(4) { 3 + i32::from(branch(5)) } else { 2 };
    }
    let category = if branch(6) {
        let upper = usize::from(branch(8));
        2 + 2 * upper + usize::from(branch(9 + upper))
    } else {
        usize::from(branch(7))
    };
    let (least, bits) = CATEGORIES[category];
    least + bits.iter().fold(0, |number, probability| number << 1 | i32::from(tokens.bit(*probability)))
}

/// The inverse Walsh-Hadamard transform, which gives the DC of the 16 blocks (clause 14.3).
fn inverse_hadamard(block: &mut [i32; 16]) {
    fn four_points(block: &mut [i32; 16], at: usize, step: usize, rounding: (i32, u32)) {
        let (a, b, c, d) = (block[at], block[at + step], block[at + 2 * step], block[at + 3 * step]);
        let (outer, inner, middle, cross) = (a + d, b + c, b - c, a - d);
        store(block, (at, step), [outer + inner, middle + cross, outer - inner, cross - middle], rounding);
    }
    (0..4).for_each(|column| four_points(block, column, 4, (0, 0)));
    (0..4).for_each(|row| four_points(block, 4 * row, 1, (3, 3)));
}

/// The inverse DCT (clause 14.4).
fn inverse_dct(block: &mut [i32; 16]) {
    fn four_points(block: &mut [i32; 16], at: usize, step: usize, rounding: (i32, u32)) {
        let (a, b, c, d) = (block[at], block[at + step], block[at + 2 * step], block[at + 3 * step]);
        let (even, odd) = (a + c, a - c);
        let falling = times(b, SINE) - d - times(d, COSINE);
        let rising = b + times(b, COSINE) + times(d, SINE);
        store(block, (at, step), [even + rising, odd + falling, odd - falling, even - rising], rounding);
    }
    (0..4).for_each(|column| four_points(block, column, 4, (0, 0)));
    (0..4).for_each(|row| four_points(block, 4 * row, 1, (4, 3)));
}

/// The square root of 2 times the sine of an eighth of a turn, and times its cosine less 1, in 65,536ths.
const SINE: i64 = 35_468;
const COSINE: i64 = 20_091;

#[expect(clippy::cast_possible_truncation, reason = "a coefficient has 21 bits, and no factor reaches 1")]
#[inline(always)]
const fn times(value: i32, factor: i64) -> i32 {
    ((value as i64 * factor) >> 16) as i32
}

#[inline(always)]
fn store(block: &mut [i32; 16], (at, step): (usize, usize), values: [i32; 4], (half, bits): (i32, u32)) {
    block[at] = (values[0] + half) >> bits;
    block[at + step] = (values[1] + half) >> bits;
    block[at + 2 * step] = (values[2] + half) >> bits;
    block[at + 3 * step] = (values[3] + half) >> bits;
}
