//! Blocks of sequential scans (T.81 F.2.2).

use super::bits::BitReader;
use super::frame::{BLOCK, Block, ZIGZAG};
use super::huffman::HuffmanTable;

/// [`ZIGZAG`], and for runs that lead past the end the last index: damaged data then spoils that one.
pub(super) const NATURAL: [u8; 128] = {
    let mut natural = [63; 128];
    let mut k = 0;
    while k < BLOCK {
        natural[k] = ZIGZAG[k];
        k += 1;
    }
    natural
};

/// Decodes one block into `block`, which is all zeros, and gives how many coefficients in zigzag order may be other
/// than zero.
///
/// Coefficients from `keep` on (1 to 64, in zigzag order) are read but not stored.
#[expect(clippy::cast_possible_truncation, reason = "damaged predictions wrap, as in every decoder")]
pub(super) fn sequential_block(
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
    let mut stored = keep;
    while k < keep {
        bits.fill();
        let buffer = bits.peek();
        let entry = ac.entry(buffer);
        bits.consume(entry.total_bits());
        k += entry.run();
        if entry.size() == 0 {
            if entry.run() != 15 {
                if entry.is_invalid() {
                    bits.note_invalid_code();
                }
                stored = k - entry.run();
                k = BLOCK;
                break;
            }
        } else {
            block[usize::from(NATURAL[k & 127]) & 63] = entry.extend(buffer) as i16;
        }
        k += 1;
    }
    skip_coefficients(&mut bits, ac, k);
    *reader = bits;
    stored
}

fn skip_coefficients(bits: &mut BitReader, ac: &HuffmanTable, mut k: usize) {
    while k < BLOCK {
        bits.fill();
        let entry = ac.entry(bits.peek());
        bits.consume(entry.total_bits());
        if entry.size() == 0 && entry.run() != 15 {
            return;
        }
        k += entry.run() + 1;
    }
}

/// The difference of a DC coefficient to the one before.
#[inline(always)]
pub(super) fn dc_difference(bits: &mut BitReader, dc: &HuffmanTable) -> i32 {
    bits.fill();
    let entry = dc.entry(bits.peek());
    if entry.is_invalid() {
        bits.note_invalid_code();
    }
    let difference = entry.extend(bits.peek());
    bits.consume(entry.total_bits());
    difference
}
