//! The bits of entropy-coded data, most significant first, without stuffing (T.81 F.2.2.5).

/// Reads bits from a 64-bit buffer whose next bit is its most significant one.
///
/// At a marker or the end of the data it goes on with zero bits, as decoders do, and counts them.
#[derive(Debug, Clone, Copy)]
pub struct BitReader<'a> {
    data: &'a [u8],
    position: usize,
    buffer: u64,
    /// Bits in the buffer that count as loaded, padding included.
    count: u32,
    /// Zero bits that were added behind the last byte.
    padding: u32,
    met_invalid_code: bool,
}

/// Bits that one refill guarantees: a code of 17 bits at most and 15 additional bits.
const ENOUGH: u32 = 32;

impl<'a> BitReader<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self { data, position: 0, buffer: 0, count: 0, padding: 0, met_invalid_code: false }
    }

    /// The data from the first byte that is not in the buffer.
    pub fn rest(&self) -> &'a [u8] {
        self.data.get(self.position..).unwrap_or_default()
    }

    /// Drops the buffered bits and goes on `bytes` after the first byte that was not in the buffer.
    pub fn restart_after(&mut self, bytes: usize) {
        self.position = self.position.saturating_add(bytes).min(self.data.len());
        (self.buffer, self.count, self.padding) = (0, 0, 0);
    }

    /// Whether bits were used that the data does not have.
    pub fn overran(&self) -> bool {
        self.padding > self.count
    }

    /// Whether [`Self::note_invalid_code`] was called.
    pub fn met_invalid_code(&self) -> bool {
        self.met_invalid_code
    }

    /// Notes that the bits were no code of their table.
    pub fn note_invalid_code(&mut self) {
        self.met_invalid_code = true;
    }

    /// Makes at least 32 bits available.
    #[inline(always)]
    pub fn fill(&mut self) {
        if self.count < ENOUGH {
            self.load();
        }
    }

    /// The buffer: the next bit is the most significant one.
    #[inline(always)]
    pub fn peek(&self) -> u64 {
        self.buffer
    }

    /// Removes bits: at most as many as [`Self::fill`] made available. Only the low 6 bits of `count` are used.
    #[inline(always)]
    pub fn consume(&mut self, count: u32) {
        self.buffer = self.buffer.wrapping_shl(count);
        self.count = self.count.wrapping_sub(count & 63);
    }

    /// The next bit.
    #[inline(always)]
    pub fn bit(&mut self) -> bool {
        self.fill();
        let bit = self.buffer >> 63 != 0;
        self.consume(1);
        bit
    }

    /// The next `count` bits, 15 at most.
    #[inline]
    pub fn bits(&mut self, count: u32) -> u32 {
        self.fill();
        #[expect(clippy::cast_possible_truncation, reason = "at most 15 bits remain after the shift")]
        let value = ((self.buffer >> 1) >> (63 - (count & 15))) as u32;
        self.consume(count & 15);
        value
    }

    #[inline(always)]
    fn load(&mut self) {
        if let Some(bytes) = self.rest().first_chunk::<8>() {
            let word = u64::from_be_bytes(*bytes);
            if !holds_ff(word) {
                // Bits past the last whole byte stay in the buffer uncounted: the next load brings the same ones.
                self.buffer |= word >> self.count;
                let bytes = (63 - self.count) >> 3;
                self.position += bytes as usize;
                self.count += bytes * 8;
                return;
            }
        }
        *self = self.load_bytes();
    }

    /// By value, so that the reader of a hot loop can stay in registers.
    #[cold]
    #[inline(never)]
    fn load_bytes(mut self) -> Self {
        while self.count <= 56 {
            let Some(byte) = self.next_byte() else {
                // Not 64, which would shift the next word out of range.
                self.padding = self.padding.saturating_add(63 - self.count);
                self.count = 63;
                break;
            };
            self.buffer |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
        self
    }

    fn next_byte(&mut self) -> Option<u8> {
        let rest = self.rest();
        match rest {
            [0xFF, ..] => {
                let fill = rest.iter().take_while(|&&byte| byte == 0xFF).count();
                // Fill bytes before a stuffed zero still are one data byte: libjpeg reads them so.
                (rest.get(fill) == Some(&0)).then(|| {
                    self.position += fill + 1;
                    0xFF
                })
            }
            [byte, ..] => {
                self.position += 1;
                Some(*byte)
            }
            [] => None,
        }
    }
}

fn holds_ff(word: u64) -> bool {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    (!word).wrapping_sub(LOW) & word & HIGH != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_bits(data: &[u8]) -> Vec<u8> {
        let mut reader = BitReader::new(data);
        let mut bytes = Vec::new();
        loop {
            let byte = u8::try_from(reader.bits(4) << 4 | reader.bits(4)).unwrap();
            if reader.overran() {
                return bytes;
            }
            bytes.push(byte);
        }
    }

    #[test]
    fn gives_the_bytes_without_stuffing_up_to_the_marker() {
        let data = [1, 2, 0xFF, 0, 3, 4, 5, 6, 7, 8, 9, 10, 0xFF, 0xFF, 0, 11, 0xFF, 0xD9, 12, 13, 14, 15, 16, 17, 18];
        assert_eq!(all_bits(&data), [1, 2, 0xFF, 3, 4, 5, 6, 7, 8, 9, 10, 0xFF, 11]);
        let plain: Vec<u8> = (0..100).collect();
        assert_eq!(all_bits(&plain), plain);
    }

    #[test]
    fn knows_whether_it_went_past_the_end() {
        let mut reader = BitReader::new(&[0xA5]);
        assert_eq!(reader.bits(8), 0xA5);
        assert!(!reader.overran());
        assert!(!reader.bit());
        assert!(reader.overran());
    }

    #[test]
    fn a_restart_forgets_the_bits_before_it() {
        let mut reader = BitReader::new(&[0xA5, 0xFF, 0xD0, 0x80]);
        reader.bits(3);
        reader.restart_after(2);
        assert!(reader.bit());
        assert!(!reader.overran());
    }

    #[test]
    fn sees_every_ff_in_a_word() {
        assert!(!holds_ff(0xFE00_0180_7FFE_FD00));
        for byte in 0..8 {
            assert!(holds_ff(0x00FE_8001_7F00_00FE | 0xFF << (byte * 8)));
        }
    }
}
