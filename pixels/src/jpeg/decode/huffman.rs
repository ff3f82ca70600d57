//! Huffman tables for decoding (T.81 C and F.2.2.3).

use super::marker::damaged;
use super::pairs::{CoefficientPair, PairTable};
use crate::Result;

/// Bits that one look-up decodes. Longer codes are rare and take a search.
const LOOKUP_BITS: u32 = 9;

/// What the decoder does about a code, packed into 32 bits so that a look-up is one load.
///
/// Bits 0 to 5: length of code and additional bits together. Bits 8 to 11: the number of additional bits.
/// Bits 12 to 15: the run of zeros before. Bits 16 to 20: length of the code. Bit 31: no such code exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HuffmanEntry(u32);

impl HuffmanEntry {
    const LONG: Self = Self(0);
    /// What libjpeg takes for a code that does not exist: 17 bits and the symbol 0.
    const INVALID: Self = Self((1 << 31) | (17 << 16) | 17);

    const fn new(symbol: u8, length: u32) -> Self {
        let symbol = symbol as u32;
        Self((length + (symbol & 15)) | (symbol << 8) | (length << 16))
    }

    /// Bits of the code and its additional bits. Only the low 6 bits count.
    #[inline(always)]
    pub const fn total_bits(self) -> u32 {
        self.0
    }

    /// How many additional bits follow the code.
    #[inline(always)]
    pub const fn size(self) -> u32 {
        (self.0 >> 8) & 15
    }

    /// The run of zero coefficients, 0 to 15.
    #[inline(always)]
    pub const fn run(self) -> usize {
        ((self.0 >> 12) & 15) as usize
    }

    /// Bits of the code alone.
    #[inline(always)]
    pub const fn code_bits(self) -> u32 {
        (self.0 >> 16) & 31
    }

    /// Whether the bits are no code of the table.
    #[inline(always)]
    pub const fn is_invalid(self) -> bool {
        self.0 >> 31 != 0
    }

    /// The coefficient that the additional bits stand for (T.81 F.2.2.1, EXTEND), from a buffer that begins with
    /// the code.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves at most 15 bits, or a sign mask")]
    #[expect(clippy::cast_possible_wrap, reason = "the sign of the shifted buffer is the first additional bit")]
    pub const fn extend(self, buffer: u64) -> i32 {
        let after = buffer << self.code_bits();
        let size = self.size();
        let additional = ((after >> 1) >> (63 - size)) as i32;
        let below_half = !((after as i64) >> 63) as i32;
        additional + (below_half & (1 - (1 << size)))
    }
}

/// A table as DHT gives it.
#[derive(Debug, Clone)]
pub struct HuffmanSpec {
    /// How many codes have 1 to 16 bits.
    counts: [u8; 16],
    values: [u8; 256],
}

impl HuffmanSpec {
    /// Takes one table from the parameters of DHT, behind the byte with class and identifier.
    pub fn parse(parameters: &[u8]) -> Result<(Self, &[u8])> {
        let (counts, rest) =
            parameters.split_first_chunk::<16>().ok_or_else(|| damaged("a Huffman table is cut short"))?;
        let total = counts.iter().map(|&count| usize::from(count)).sum();
        let listed = rest.get(..total).ok_or_else(|| damaged("a Huffman table is cut short"))?;
        let mut values = [0; 256];
        values.get_mut(..total).ok_or_else(|| damaged("a Huffman table has over 256 codes"))?.copy_from_slice(listed);
        Ok((Self { counts: *counts, values }, rest.get(total..).unwrap_or_default()))
    }

    fn standard(counts: [u8; 16], listed: &[u8]) -> Self {
        let mut values = [0; 256];
        values.iter_mut().zip(listed).for_each(|(value, &given)| *value = given);
        Self { counts, values }
    }

    /// The typical table of T.81 K.3 that frames of Motion JPEG leave out. `identifier` 0 is luminance.
    pub fn standard_dc(identifier: usize) -> Self {
        let counts = match identifier {
            0 => [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
            _ => [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
        };
        Self::standard(counts, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    }

    /// As [`Self::standard_dc`], for AC coefficients.
    pub fn standard_ac(identifier: usize) -> Self {
        match identifier {
            0 => Self::standard([0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7D], &LUMINANCE_AC),
            _ => Self::standard([0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 0x77], &CHROMINANCE_AC),
        }
    }
}

/// A table ready for decoding.
#[derive(Debug)]
pub struct HuffmanTable {
    lookup: [HuffmanEntry; 1 << LOOKUP_BITS],
    /// For each code length: the first 16 bits that no code of that length, or a shorter one, begins with.
    limits: [u32; 17],
    /// For each code length: what to add to a code for the index of its value.
    offsets: [u32; 17],
    values: [u8; 256],
    /// Coefficients that are decoded by one look-up; none in a table of DC differences.
    pairs: PairTable,
}

impl HuffmanTable {
    /// A table of DC differences, whose symbols are at most 15.
    pub fn dc(spec: &HuffmanSpec) -> Result<Self> {
        let used: usize = spec.counts.iter().map(|&count| usize::from(count)).sum();
        if spec.values.iter().take(used).any(|&symbol| symbol > 15) {
            return Err(damaged("a DC Huffman table has a symbol over 15"));
        }
        Self::new(spec)
    }

    /// A table of AC coefficients.
    pub fn ac(spec: &HuffmanSpec) -> Result<Self> {
        let table = Self::new(spec)?;
        let pairs = PairTable::new(|buffer| table.entry(buffer));
        Ok(Self { pairs, ..table })
    }

    fn new(spec: &HuffmanSpec) -> Result<Self> {
        let mut table = Self {
            lookup: [HuffmanEntry::LONG; 1 << LOOKUP_BITS],
            limits: [0; 17],
            offsets: [0; 17],
            values: spec.values,
            pairs: PairTable::NONE,
        };
        let (mut code, mut index) = (0_u32, 0_u32);
        for (length, &count) in (1_u32..).zip(&spec.counts) {
            let count = u32::from(count);
            table.offsets[length as usize] = index.wrapping_sub(code);
            if code + count > 1 << length {
                return Err(damaged("a Huffman table has more codes than fit"));
            }
            if length <= LOOKUP_BITS {
                table.fill_lookup(code, index, count, length);
            }
            code += count;
            index += count;
            table.limits[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Ok(table)
    }

    fn fill_lookup(&mut self, first_code: u32, first_index: u32, count: u32, length: u32) {
        let span = 1_usize << (LOOKUP_BITS - length);
        for nth in 0..count {
            let Some(&value) = self.values.get((first_index + nth) as usize) else { return };
            let from = (first_code + nth) as usize * span;
            if let Some(entries) = self.lookup.get_mut(from..from + span) {
                entries.fill(HuffmanEntry::new(value, length));
            }
        }
    }

    /// The AC coefficients at the head of `buffer`, if they are short.
    #[inline(always)]
    pub fn pair(&self, buffer: u64) -> CoefficientPair {
        self.pairs.at(buffer)
    }

    /// What the bits at the head of `buffer` mean.
    #[inline(always)]
    pub fn entry(&self, buffer: u64) -> HuffmanEntry {
        let entry = self.lookup[(buffer >> (64 - LOOKUP_BITS)) as usize];
        if entry != HuffmanEntry::LONG { entry } else { self.search(buffer) }
    }

    #[cold]
    #[inline(never)]
    #[expect(clippy::cast_possible_truncation, reason = "the shift leaves 16 bits")]
    fn search(&self, buffer: u64) -> HuffmanEntry {
        let bits = (buffer >> 48) as u32;
        for length in LOOKUP_BITS as usize + 1..=16 {
            if bits < self.limits[length] {
                let index = (bits >> (16 - length)).wrapping_add(self.offsets[length]);
                return HuffmanEntry::new(self.values[index as usize & 255], length as u32);
            }
        }
        HuffmanEntry::INVALID
    }
}

/// T.81 table K.5.
#[rustfmt::skip]
const LUMINANCE_AC: [u8; 162] = [
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
    0x14, 0x32, 0x81, 0x91, 0xA1, 0x08, 0x23, 0x42, 0xB1, 0xC1, 0x15, 0x52, 0xD1, 0xF0, 0x24, 0x33, 0x62, 0x72,
    0x82, 0x09, 0x0A, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x34, 0x35, 0x36, 0x37,
    0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59,
    0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A, 0x83,
    0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A, 0xA2, 0xA3,
    0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xC2, 0xC3,
    0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA, 0xE1, 0xE2,
    0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF1, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
];

/// T.81 table K.6.
#[rustfmt::skip]
const CHROMINANCE_AC: [u8; 162] = [
    0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31, 0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22,
    0x32, 0x81, 0x08, 0x14, 0x42, 0x91, 0xA1, 0xB1, 0xC1, 0x09, 0x23, 0x33, 0x52, 0xF0, 0x15, 0x62, 0x72, 0xD1,
    0x0A, 0x16, 0x24, 0x34, 0xE1, 0x25, 0xF1, 0x17, 0x18, 0x19, 0x1A, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x35, 0x36,
    0x37, 0x38, 0x39, 0x3A, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58,
    0x59, 0x5A, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7A,
    0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9A,
    0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0xAA, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA,
    0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8, 0xD9, 0xDA,
    0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xF2, 0xF3, 0xF4, 0xF5, 0xF6, 0xF7, 0xF8, 0xF9, 0xFA,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_short_and_long_codes_of_the_typical_table() {
        let table = HuffmanTable::ac(&HuffmanSpec::standard_ac(0)).unwrap();
        let decode = |code: u64, length: u32| {
            let entry = table.entry(code << (64 - length));
            (entry.run(), entry.size(), entry.code_bits())
        };
        assert_eq!(decode(0b1010, 4), (0, 0, 4));
        assert_eq!(decode(0b00, 2), (0, 1, 2));
        assert_eq!(decode(0b111_1111_1001, 11), (15, 0, 11));
        assert_eq!(decode(0b1111_1111_1111_1110, 16), (15, 10, 16));
        assert!(table.entry(u64::MAX).is_invalid());
    }

    #[test]
    fn extends_additional_bits_to_signed_values() {
        let entry = HuffmanEntry::new(0x13, 4);
        let value = |bits: u64| entry.extend((0b1010 << 60) | (bits << 57));
        assert_eq!((0..8).map(value).collect::<Vec<_>>(), [-7, -6, -5, -4, 4, 5, 6, 7]);
        assert_eq!(HuffmanEntry::new(0xF0, 4).extend(u64::MAX), 0);
    }

    #[test]
    fn refuses_tables_that_are_no_prefix_code() {
        let mut parameters = [0; 20];
        parameters[0] = 3;
        let (spec, _) = HuffmanSpec::parse(&parameters).unwrap();
        assert!(HuffmanTable::ac(&spec).is_err());
        parameters[0] = 2;
        parameters[17] = 16;
        let (spec, _) = HuffmanSpec::parse(&parameters).unwrap();
        assert!(HuffmanTable::ac(&spec).is_ok());
        assert!(HuffmanTable::dc(&spec).is_err());
        assert!(HuffmanSpec::parse(&parameters[..17]).is_err());
    }
}
