//! Writing the bits of entropy-coded data, with byte stuffing (T.81 F.1.2.3).

/// Appends bits, most significant first, and stuffs a zero byte after each 0xFF.
#[derive(Debug)]
pub struct BitWriter<'a> {
    bytes: &'a mut Vec<u8>,
    /// The bits that are not written yet are its lowest ones; what stands above them was written.
    pending: u64,
    /// Bits that there is room for before a word is written: 1 to 64.
    room: u32,
}

impl<'a> BitWriter<'a> {
    /// Starts on a byte boundary at the end of `bytes`.
    pub const fn new(bytes: &'a mut Vec<u8>) -> Self {
        Self { bytes, pending: 0, room: u64::BITS }
    }

    /// Appends the low `count` bits of `bits`; the others must be zero. At most 32 bits.
    #[inline(always)]
    pub fn put(&mut self, bits: u32, count: u32) {
        debug_assert!(count <= 32 && u64::from(bits) >> count == 0);
        let bits = u64::from(bits);
        if count < self.room {
            self.pending = self.pending << (count & 63) | bits;
            self.room -= count;
            return;
        }
        let rest = count - self.room;
        self.push_word(self.pending << (self.room & 63) | bits >> (rest & 63));
        self.pending = bits;
        self.room = u64::BITS - rest;
    }

    /// Fills the last byte with ones.
    pub fn finish(mut self) {
        let padding = self.room % 8;
        self.put((1 << padding) - 1, padding);
        let bytes = self.pending.checked_shl(self.room).unwrap_or(0).to_be_bytes();
        for byte in bytes.into_iter().take(((u64::BITS - self.room) / 8) as usize) {
            self.push_byte(byte);
        }
    }

    #[inline]
    fn push_word(&mut self, word: u64) {
        let bytes = word.to_be_bytes();
        // A byte of `!word` is zero exactly where a byte of `word` is 0xFF.
        if (!word).wrapping_sub(0x0101_0101_0101_0101) & word & 0x8080_8080_8080_8080 == 0 {
            self.bytes.extend_from_slice(&bytes);
        } else {
            for byte in bytes {
                self.push_byte(byte);
            }
        }
    }

    fn push_byte(&mut self, byte: u8) {
        self.bytes.push(byte);
        if byte == 0xFF {
            self.bytes.push(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(pairs: &[(u32, u32)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut writer = BitWriter::new(&mut bytes);
        for &(bits, count) in pairs {
            writer.put(bits, count);
        }
        writer.finish();
        bytes
    }

    #[test]
    fn bits_are_packed_from_the_top_and_padded_with_ones() {
        assert_eq!(written(&[(0b101, 3)]), [0b1011_1111]);
        assert_eq!(written(&[(0x1234_5678, 32), (0, 1)]), [0x12, 0x34, 0x56, 0x78, 0x7F]);
    }

    #[test]
    fn a_zero_follows_every_byte_of_ones() {
        assert_eq!(written(&[(0xFF, 8)]), [0xFF, 0]);
        assert_eq!(written(&[(0x00FF_01FF, 32), (0xFF, 8)]), [0, 0xFF, 0, 1, 0xFF, 0, 0xFF, 0]);
        assert_eq!(written(&[(0x7, 3)]), [0xFF, 0]);
    }

    #[test]
    fn every_word_reads_back_without_its_stuffing() {
        for word in [0, 0xFF00_FF01, 0x0100_FFFE, 0xFEFF_FF00, u32::MAX, 0x8081_FF80] {
            let bytes = written(&[(word, 32)]);
            let mut plain = Vec::new();
            let mut after_ones = false;
            for byte in bytes {
                if !(after_ones && byte == 0) {
                    plain.push(byte);
                }
                after_ones = byte == 0xFF && !after_ones;
            }
            assert_eq!(plain, word.to_be_bytes(), "{word:08x}");
        }
    }
}
