//! Blocks of sequential scans (T.81 F.2.2).

use super::bit_reader::BitReader;
use super::huffman::HuffmanTable;
use super::pairs::TO_END;
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
/// Those from `keep` on (1 to 64, in zigzag order) do not count. They may be stored too.
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
    let used = ac_coefficients(&mut bits, ac, |k, value| block[natural(k)] = value);
    *reader = bits;
    used.min(keep)
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
    let mut mask = 1;
    ac_coefficients(&mut bits, ac, |k, value| {
        let (at, sign) = (scatter.positions[k & 255] & 63, scatter.signs[k & 255]);
        block[usize::from(at)] = (value ^ sign).wrapping_sub(sign);
        mask |= 1 << at;
    });
    *reader = bits;
    mask
}

/// Reads the AC coefficients of a block. `store` is given those that are not zero, with their positions in zigzag order;
/// damaged data may have one past the end. Gives how many coefficients may be other than zero.
#[inline(always)]
fn ac_coefficients(bits: &mut BitReader, ac: &HuffmanTable, mut store: impl FnMut(usize, i16)) -> usize {
    let mut k = 1;
    while k < BLOCK {
        bits.fill();
        let pair = ac.pair(bits.peek());
        if pair.is_none() {
            let (advance, value) = long_coefficient(bits, ac);
            if advance == TO_END {
                return k;
            }
            k += advance;
            if value != 0 {
                store(k - 1, value);
            }
            continue;
        }
        let first = k + pair.first_advance();
        if first >= BLOCK {
            bits.consume(pair.first_bits());
            if first >= TO_END {
                return k;
            }
            store(first - 1, pair.first());
            break;
        }
        store(first - 1, pair.first());
        bits.consume(pair.total_bits());
        k = first + pair.second_advance();
        if k >= TO_END {
            return first;
        }
        // Where there is only one, it is stored again.
        store(k - 1, pair.second());
    }
    BLOCK
}

/// Reads a coefficient that takes more bits than a look-up, or sixteen zeros: how far the position moves on, and the value
/// there.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "at most 15 bits and a sign")]
fn long_coefficient(bits: &mut BitReader, ac: &HuffmanTable) -> (usize, i16) {
    let buffer = bits.peek();
    let entry = ac.entry(buffer);
    bits.consume(entry.total_bits());
    if entry.size() == 0 && entry.run() != 15 {
        if entry.is_invalid() {
            bits.note_invalid_code();
        }
        return (TO_END, 0);
    }
    (entry.run() + 1, if entry.size() == 0 { 0 } else { entry.extend(buffer) as i16 })
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
