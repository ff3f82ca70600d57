//! AC coefficients that one look-up decodes whole: most codes with their additional bits are short, and often two of them
//! fit.

use super::huffman::HuffmanEntry;

/// Bits of a look-up.
const PAIR_BITS: u32 = 11;
/// Entries of a table.
const ENTRIES: usize = 1 << PAIR_BITS;
/// How far the end of a block moves the position on: farther than anything else does.
pub const TO_END: usize = 128;

/// One or two coefficients, packed into 64 bits so that a look-up is one load.
///
/// Bits 0 to 5: bits of all codes with their additional bits, 0 where the first is longer than the look-up, or sixteen
/// zeros. Bits 8 to 13: those of the first one. Bits 16 to 23 and 24 to 31: how far each moves the position in zigzag order
/// on. Bits 32 to 47 and 48 to 63: their values. A single one stands in both places, and its second advance is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoefficientPair(u64);

/// For each start of the data, what it means.
#[derive(Debug)]
pub struct PairTable([CoefficientPair; ENTRIES]);

impl PairTable {
    /// Nothing is decoded by a look-up.
    pub const NONE: Self = Self([CoefficientPair(0); ENTRIES]);

    /// `entry` is what the bits at the head of a buffer mean.
    pub fn new(entry: impl Fn(u64) -> HuffmanEntry) -> Self {
        let short = |buffer: u64, room: u32| Short::new(entry(buffer), buffer, room);
        Self(core::array::from_fn(|start| {
            let buffer = (start as u64) << (u64::BITS - PAIR_BITS);
            let Some(first) = short(buffer, PAIR_BITS) else { return CoefficientPair(0) };
            let second =
                if first.advance == TO_END { None } else { short(buffer << first.bits, PAIR_BITS - first.bits) };
            CoefficientPair::new(first, second)
        }))
    }

    /// What the buffer begins with.
    #[inline(always)]
    pub fn at(&self, buffer: u64) -> CoefficientPair {
        self.0[(buffer >> (u64::BITS - PAIR_BITS)) as usize]
    }
}

/// A coefficient, or the end of a block.
#[derive(Debug, Clone, Copy)]
struct Short {
    bits: u32,
    advance: usize,
    value: i16,
}

impl Short {
    /// What `entry` means before the additional bits in `buffer`, if both together have at most `room` bits.
    fn new(entry: HuffmanEntry, buffer: u64, room: u32) -> Option<Self> {
        let bits = entry.total_bits() & 63;
        if entry.is_invalid() || bits > room || entry.size() == 0 && entry.run() == 15 {
            return None;
        }
        if entry.size() == 0 {
            return Some(Self { bits, advance: TO_END, value: 0 });
        }
        Some(Self { bits, advance: entry.run() + 1, value: i16::try_from(entry.extend(buffer)).ok()? })
    }
}

impl CoefficientPair {
    fn new(first: Short, second: Option<Short>) -> Self {
        let Short { bits, advance, value } = second.unwrap_or(Short { bits: 0, advance: 0, ..first });
        let total = u64::from(first.bits + bits) | u64::from(first.bits) << 8;
        let advances = (first.advance as u64) << 16 | (advance as u64) << 24;
        let values = u64::from(first.value.cast_unsigned()) << 32 | u64::from(value.cast_unsigned()) << 48;
        Self(total | advances | values)
    }

    /// Whether the look-up was too short.
    #[inline(always)]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Bits of both. Only the low 6 bits count.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "only the low bits count")]
    pub const fn total_bits(self) -> u32 {
        self.0 as u32
    }

    /// Bits of the first one. Only the low 6 bits count.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "only the low bits count")]
    pub const fn first_bits(self) -> u32 {
        (self.0 >> 8) as u32
    }

    /// Zero coefficients before the first one, and itself; [`TO_END`] at the end of the block.
    #[inline(always)]
    pub const fn first_advance(self) -> usize {
        (self.0 >> 16 & 255) as usize
    }

    /// The same of the second one; 0 where there is none.
    #[inline(always)]
    pub const fn second_advance(self) -> usize {
        (self.0 >> 24 & 255) as usize
    }

    /// The first coefficient; 0 at the end of the block.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "16 of the bits are the value")]
    pub const fn first(self) -> i16 {
        ((self.0 >> 32) as u16).cast_signed()
    }

    /// The second one; the first again where there is none.
    #[inline(always)]
    pub const fn second(self) -> i16 {
        ((self.0 >> 48) as u16).cast_signed()
    }
}
