//! CRC-32 of PNG chunks (ISO/IEC 15948, annex D), eight bytes at a step.

use std::sync::LazyLock;

/// The polynomial, its bits in reverse order.
const POLYNOMIAL: u32 = 0xEDB8_8320;

type CrcTables = [[u32; 256]; 8];

/// Made by the first call: as constants they would be 8 KB that do not compress.
static TABLES: LazyLock<CrcTables> = LazyLock::new(tables);

/// The checksum of some bytes.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    let tables = &*TABLES;
    let (steps, rest) = bytes.as_chunks::<8>();
    let mut crc = !0;
    for step in steps {
        let step = u64::from_le_bytes(*step) ^ u64::from(crc);
        // The last byte has no byte behind it, the first one seven.
        let bytes = step.to_be_bytes();
        crc = tables.iter().zip(bytes).fold(0, |crc, (table, byte)| crc ^ table[usize::from(byte)]);
    }
    rest.iter().fold(crc, |crc, byte| next(crc ^ u32::from(*byte), &tables[0])) ^ !0
}

/// The first table is that of a byte, each further one that of a byte with one more zero behind it.
fn tables() -> CrcTables {
    let mut tables: CrcTables = [[0; 256]; 8];
    for (byte, entry) in (0..).zip(&mut tables[0]) {
        *entry = (0..8).fold(byte, |crc, _| (crc >> 1) ^ ((crc & 1) * POLYNOMIAL));
    }
    let first = tables[0];
    for step in 1..8 {
        tables[step] = tables[step - 1].map(|crc| next(crc, &first));
    }
    tables
}

/// Goes on by one byte, which is in the lowest bits.
fn next(crc: u32, table: &[u32; 256]) -> u32 {
    (crc >> 8) ^ table[usize::from(crc.to_le_bytes()[0])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_polynomial_comes_out() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn every_length_agrees_with_the_bitwise_definition() {
        let bytes: Vec<u8> = (0..40_u8).map(|index| index.wrapping_mul(37)).collect();
        for end in 0..bytes.len() {
            let bitwise = bytes[..end].iter().fold(!0_u32, |crc, byte| {
                (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ ((crc & 1) * POLYNOMIAL))
            });
            assert_eq!(crc32(&bytes[..end]), !bitwise, "{end}");
        }
    }
}
