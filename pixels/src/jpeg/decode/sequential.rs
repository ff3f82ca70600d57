//! Blocks of sequential scans (T.81 F.2.2).

use super::bit_reader::BitReader;
use super::huffman::{HuffmanTable, TO_END};
use crate::jpeg::shared::frame::{BLOCK, Block, ZIGZAG};

/// [`ZIGZAG`], and for positions past the end the last index: damaged data then spoils that one.
pub const NATURAL: [u8; 256] = {
    let mut natural = [63; 256];
    let mut k = 0;
    while k < BLOCK {
        natural[k] = ZIGZAG[k];
        k += 1;
    }
    natural
};

/// The index of the coefficient at `k` in zigzag order.
#[inline(always)]
pub fn natural(k: usize) -> usize {
    usize::from(NATURAL[k & 255]) & 63
}

/// Decodes one block into `block`, which is all zeros, and gives how many coefficients in zigzag order may be other
/// than zero.
///
/// Coefficients from `keep` on (1 to 64, in zigzag order) are read but not stored.
#[expect(clippy::cast_possible_truncation, reason = "damaged predictions wrap, as in every decoder")]
pub fn sequential_block(
    reader: &mut BitReader,
    (dc, ac): (&HuffmanTable, &HuffmanTable),
    prediction: &mut i32,
    keep: usize,
    block: &mut Block,
) -> usize {
    let mut bits = *reader;
    *prediction = prediction.wrapping_add(dc_difference(&mut bits, dc));
    block[0] = *prediction as i16;
    let mut k = 1;
    while k < keep {
        let (behind, value) = coefficient(&mut bits, ac, k);
        k = behind;
        // At the end of the block this stores a zero where nothing was stored yet.
        block[natural(k - 1)] = value;
    }
    let stored = if k >= TO_END { k - TO_END } else { keep };
    while k < BLOCK {
        k = coefficient(&mut bits, ac, k).0;
    }
    *reader = bits;
    stored
}

/// The positions and signs that the coefficients of a block are decoded to.
#[derive(Debug)]
pub struct Scatter {
    /// For each position in zigzag order, and those past the end: the new position in zigzag order.
    positions: [u8; 256],
    /// For each position in zigzag order: 0, or -1 where the sign changes.
    signs: [i16; 256],
}

impl Scatter {
    /// `position` gives the new position in zigzag order of the coefficient at an index in natural order, `signs` its
    /// sign: 1 or -1.
    pub fn new(position: impl Fn(usize) -> u8, signs: &Block) -> Self {
        Self {
            positions: NATURAL.map(|at| position(usize::from(at)) & 63),
            signs: NATURAL.map(|at| if signs[usize::from(at) % BLOCK] < 0 { -1 } else { 0 }),
        }
    }
}

/// As [`sequential_block`], to the positions and signs of `scatter`. Gives which coefficients of `block` were stored and
/// are not zero: a bit each. DC always is. All other positions of `block` keep what they had.
#[expect(clippy::cast_possible_truncation, reason = "damaged predictions wrap, as in every decoder")]
pub fn scattered_block(
    reader: &mut BitReader,
    (dc, ac): (&HuffmanTable, &HuffmanTable),
    prediction: &mut i32,
    (scatter, block): (&Scatter, &mut Block),
) -> u64 {
    let mut bits = *reader;
    *prediction = prediction.wrapping_add(dc_difference(&mut bits, dc));
    block[0] = *prediction as i16;
    let (mut k, mut mask) = (1, 1);
    while k < BLOCK {
        let (behind, value) = coefficient(&mut bits, ac, k);
        k = behind;
        let from = (k - 1) & 255;
        let (at, sign) = (scatter.positions[from] & 63, scatter.signs[from]);
        block[usize::from(at)] = (value ^ sign).wrapping_sub(sign);
        mask |= u64::from(value != 0) << at;
    }
    *reader = bits;
    mask
}

/// Reads what comes at position `k`: the position behind it, and the value there. Sixteen zeros are a value of 0, and
/// so is the end of the block, [`TO_END`] farther.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "at most 15 bits and a sign")]
fn coefficient(bits: &mut BitReader, ac: &HuffmanTable, k: usize) -> (usize, i16) {
    bits.fill();
    let buffer = bits.peek();
    let whole = ac.whole(buffer);
    if whole.is_whole() {
        bits.consume(whole.total_bits());
        return (k + whole.advance(), whole.value());
    }
    let entry = ac.entry(buffer);
    bits.consume(entry.total_bits());
    if entry.size() == 0 && entry.run() != 15 {
        if entry.is_invalid() {
            bits.note_invalid_code();
        }
        return (k + TO_END, 0);
    }
    (k + entry.run() + 1, if entry.size() == 0 { 0 } else { entry.extend(buffer) as i16 })
}

/// The difference of a DC coefficient to the one before.
#[inline(always)]
pub fn dc_difference(bits: &mut BitReader, dc: &HuffmanTable) -> i32 {
    bits.fill();
    let entry = dc.entry(bits.peek());
    if entry.is_invalid() {
        bits.note_invalid_code();
    }
    let difference = entry.extend(bits.peek());
    bits.consume(entry.total_bits());
    difference
}
