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
