//! Bits from the lowest to the highest of each byte.

use crate::Result;

/// A reader of bits. Behind the last byte it gives zeros, until [`Self::check`] tells.
pub struct Bits<'a> {
    rest: &'a [u8],
    buffer: u64,
    /// Bits in `buffer`.
    count: u32,
    /// Those of them that are not of the data.
    beyond: u32,
}

impl<'a> Bits<'a> {
    pub const fn new(data: &'a [u8]) -> Self {
        Self { rest: data, buffer: 0, count: 0, beyond: 0 }
    }

    /// At least 16 bits, the next one lowest.
    #[inline(always)]
    pub fn peek(&mut self) -> usize {
        if self.count < 32 {
            self.refill();
        }
        (self.buffer & 0xFFFF) as usize
    }

    #[inline(always)]
    pub const fn skip(&mut self, count: u32) {
        self.buffer >>= count;
        self.count -= count;
    }

    /// A number of at most 24 bits.
    pub fn take(&mut self, count: u32) -> u32 {
        self.peek();
        let number = self.buffer & ((1 << count) - 1);
        self.skip(count);
        u32::try_from(number).unwrap_or_default()
    }

    pub fn flag(&mut self) -> bool {
        self.take(1) == 1
    }

    /// Whether all bits so far were there.
    pub fn check(&self) -> Result<()> {
        if self.count < self.beyond { Err(super::ends_early()) } else { Ok(()) }
    }

    fn refill(&mut self) {
        let (bytes, rest) = self.rest.split_at(self.rest.len().min(4));
        let mut word = [0; 4];
        word[..bytes.len()].copy_from_slice(bytes);
        self.rest = rest;
        self.buffer |= u64::from(u32::from_le_bytes(word)) << self.count;
        self.count += 32;
        self.beyond += 32 - 8 * u32::try_from(bytes.len()).unwrap_or_default();
    }
}
