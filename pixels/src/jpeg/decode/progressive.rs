//! Blocks of progressive scans (T.81 G.1.2 and G.2).

use super::bit_reader::BitReader;
use super::huffman::{HuffmanEntry, HuffmanTable};
use super::sequential::{dc_difference, natural};
use crate::jpeg::shared::frame::Block;

/// Which coefficients and which of their bits a scan brings.
#[derive(Debug, Clone, Copy)]
pub struct Band {
    /// First coefficient in zigzag order.
    pub start: usize,
    /// Last coefficient in zigzag order, 63 at most.
    pub end: usize,
    /// Position of the lowest bit given, 13 at most.
    pub low_bit: u32,
}

#[expect(clippy::cast_possible_truncation, reason = "damaged predictions wrap, as in every decoder")]
pub fn dc_first(bits: &mut BitReader, dc: &HuffmanTable, prediction: &mut i32, band: Band, block: &mut Block) {
    *prediction = prediction.wrapping_add(dc_difference(bits, dc));
    block[0] = prediction.wrapping_shl(band.low_bit) as i16;
}

pub fn dc_refine(bits: &mut BitReader, band: Band, block: &mut Block) {
    block[0] |= i16::from(bits.bit()) << band.low_bit;
}

#[expect(clippy::cast_possible_truncation, reason = "damaged coefficients wrap, as in every decoder")]
pub fn ac_first(reader: &mut BitReader, ac: &HuffmanTable, end_of_band_run: &mut u32, band: Band, block: &mut Block) {
    if *end_of_band_run > 0 {
        *end_of_band_run -= 1;
        return;
    }
    let mut bits = *reader;
    let mut k = band.start;
    while k <= band.end {
        bits.fill();
        let buffer = bits.peek();
        let entry = ac.entry(buffer);
        bits.consume(entry.total_bits());
        if entry.size() == 0 && entry.run() != 15 {
            *end_of_band_run = end_of_band(&mut bits, entry) - 1;
            break;
        }
        k += entry.run();
        if entry.size() != 0 {
            block[natural(k)] = entry.extend(buffer).wrapping_shl(band.low_bit) as i16;
        }
        k += 1;
    }
    *reader = bits;
}

pub fn ac_refine(reader: &mut BitReader, ac: &HuffmanTable, end_of_band_run: &mut u32, band: Band, block: &mut Block) {
    let mut bits = *reader;
    let mut k = band.start;
    while *end_of_band_run == 0 && k <= band.end {
        bits.fill();
        let entry = ac.entry(bits.peek());
        bits.consume(entry.code_bits());
        if entry.size() == 0 && entry.run() != 15 {
            *end_of_band_run = end_of_band(&mut bits, entry);
            break;
        }
        let step = 1_i16 << band.low_bit;
        let new = (entry.size() != 0).then(|| if bits.bit() { step } else { -step });
        k = refine_nonzero(&mut bits, Band { start: k, ..band }, Some(entry.run()), block);
        if let Some(value) = new {
            block[natural(k)] = value;
        }
        k += 1;
    }
    if *end_of_band_run > 0 {
        refine_nonzero(&mut bits, Band { start: k, ..band }, None, block);
        *end_of_band_run -= 1;
    }
    *reader = bits;
}

/// Refines the coefficients that are not zero, up to the zero behind `zeros` zeros, whose place it gives.
#[inline(always)]
fn refine_nonzero(bits: &mut BitReader, band: Band, mut zeros: Option<usize>, block: &mut Block) -> usize {
    let step = 1_i16 << band.low_bit;
    let mut k = band.start;
    while k <= band.end {
        let coefficient = &mut block[natural(k)];
        if *coefficient != 0 {
            if bits.bit() && *coefficient & step == 0 {
                *coefficient = coefficient.wrapping_add(if *coefficient >= 0 { step } else { -step });
            }
        } else if let Some(left) = &mut zeros {
            if *left == 0 {
                break;
            }
            *left -= 1;
        }
        k += 1;
    }
    k
}

/// How many blocks end here, this one included: 1 to 32,767.
#[inline]
fn end_of_band(bits: &mut BitReader, entry: HuffmanEntry) -> u32 {
    if entry.is_invalid() {
        bits.note_invalid_code();
    }
    #[expect(clippy::cast_possible_truncation, reason = "the run has 4 bits")]
    let run = entry.run() as u32;
    (1 << run) + bits.bits(run)
}
