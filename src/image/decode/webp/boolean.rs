//! The boolean decoder of VP8 (RFC 6386, clause 7): each bit with the probability that it is 0, in 256ths.

/// Probability of a bit that is as likely to be set as not.
const EVEN: u8 = 128;

/// A reader of one partition. Behind its end it gives zeros.
#[derive(Default)]
pub struct BoolDecoder<'a> {
    rest: &'a [u8],
    value: u64,
    /// 128 to 255 between two bits.
    range: u32,
    /// How many bits of `value` stand below those that `range` is compared with.
    below: i32,
    /// Bits read from behind the end.
    beyond: i32,
}

impl<'a> BoolDecoder<'a> {
    pub const fn new(partition: &'a [u8]) -> Self {
        Self { rest: partition, value: 0, range: 255, below: -8, beyond: 0 }
    }

    pub fn bit(&mut self, probability: u8) -> bool {
        if self.below < 0 {
            self.refill();
        }
        let split = 1 + (((self.range - 1) * u32::from(probability)) >> 8);
        let aligned = u64::from(split) << self.below;
        let is_set = self.value >= aligned;
        if is_set {
            self.range -= split;
            self.value -= aligned;
        } else {
            self.range = split;
        }
        let shift = self.range.leading_zeros() - 24;
        self.range <<= shift;
        self.below -= shift.cast_signed();
        is_set
    }

    pub fn flag(&mut self) -> bool {
        self.bit(EVEN)
    }

    /// A number of `bits` bits, highest first.
    pub fn number(&mut self, bits: u32) -> i32 {
        (0..bits).fold(0, |number, _| number << 1 | i32::from(self.flag()))
    }

    /// A number with a sign behind it.
    pub fn signed(&mut self, bits: u32) -> i32 {
        let number = self.number(bits);
        if self.flag() { -number } else { number }
    }

    /// A number with a sign, or 0 where a flag says that there is none.
    pub fn optional_signed(&mut self, bits: u32) -> i32 {
        if self.flag() { self.signed(bits) } else { 0 }
    }

    /// A leaf of a tree: a positive entry is the place of the next pair, others are leaves, negated.
    pub fn leaf(&mut self, tree: &[i8], probabilities: &[u8]) -> u8 {
        let mut place = 0;
        loop {
            let next = tree[place + usize::from(self.bit(probabilities[place >> 1]))];
            match usize::try_from(next) {
                Ok(pair @ 1..) => place = pair,
                _ => return next.unsigned_abs(),
            }
        }
    }

    /// Whether more was read than there is; a byte behind the end may be.
    pub const fn is_beyond_end(&self) -> bool {
        self.beyond > 16 + self.below
    }

    fn refill(&mut self) {
        let (bytes, rest) = self.rest.split_at(self.rest.len().min(4));
        let mut word = [0; 4];
        word[..bytes.len()].copy_from_slice(bytes);
        self.rest = rest;
        self.beyond += 8 * (4 - i32::try_from(bytes.len()).unwrap_or_default());
        self.value = self.value << 32 | u64::from(u32::from_be_bytes(word));
        self.below += 32;
    }
}
