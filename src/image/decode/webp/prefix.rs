//! Prefix codes (RFC 9649, clause 3.7.2.1): canonical, at most 15 bits long.

use super::bits::Bits;
use super::coded_wrongly;
use crate::Result;

const MAX_LENGTH: usize = 15;
/// Codes of up to so many bits are read by one look-up. Few symbols have longer ones.
const TABLE_BITS: usize = 9;
/// In which order the lengths of the code for lengths are written.
static ORDER: [u8; 19] = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

pub struct PrefixCode {
    /// By the next bits: the symbol times 16, and the length of its code; or [`Self::LONGER`].
    table: Vec<u16>,
    /// How many symbols have each length.
    counts: [u16; MAX_LENGTH + 1],
    /// The symbols by length, then by number.
    symbols: Vec<u16>,
}

impl PrefixCode {
    /// In the table, for the start of a code that is longer than its index. No symbol has the number 4,095.
    const LONGER: u16 = u16::MAX;

    /// Reads the code of `symbols` symbols.
    pub fn read(bits: &mut Bits<'_>, symbols: usize) -> Result<Self> {
        let mut lengths = vec![0; symbols];
        if bits.flag() {
            let has_two = bits.flag();
            let width = if bits.flag() { 8 } else { 1 };
            *lengths.get_mut(bits.take(width) as usize).ok_or_else(coded_wrongly)? = 1;
            if has_two {
                *lengths.get_mut(bits.take(8) as usize).ok_or_else(coded_wrongly)? = 1;
            }
        } else {
            read_lengths(bits, &mut lengths)?;
        }
        Self::new(&lengths)
    }

    /// The code in which each symbol has a length. One symbol alone takes no bits.
    fn new(lengths: &[u8]) -> Result<Self> {
        let mut counts = [0; MAX_LENGTH + 1];
        lengths.iter().for_each(|length| counts[usize::from(*length)] += 1);
        counts[0] = 0;
        let mut places = [0; MAX_LENGTH + 2];
        for length in 1..=MAX_LENGTH {
            places[length + 1] = places[length] + usize::from(counts[length]);
        }
        let mut symbols = vec![0; places[MAX_LENGTH + 1]];
        for (symbol, length) in lengths.iter().enumerate().filter(|(_, length)| **length > 0) {
            let place = &mut places[usize::from(*length)];
            symbols[*place] = u16::try_from(symbol).unwrap_or_default();
            *place += 1;
        }
        let mut code = Self { table: Vec::new(), counts, symbols };
        code.fill_table()?;
        Ok(code)
    }

    fn fill_table(&mut self) -> Result<()> {
        if let [symbol] = self.symbols[..] {
            self.table = vec![symbol << 4];
            return Ok(());
        }
        let longest = self.counts.iter().rposition(|count| *count > 0).unwrap_or_default();
        self.table = vec![Self::LONGER; 1 << longest.min(TABLE_BITS)];
        let (mut code, mut symbols) = (0_usize, self.symbols.iter());
        for length in 1..=MAX_LENGTH {
            for symbol in symbols.by_ref().take(usize::from(self.counts[length])) {
                if length <= TABLE_BITS {
                    let start = code.reverse_bits() >> (usize::BITS as usize - length);
                    let entry = symbol << 4 | u16::try_from(length).unwrap_or_default();
                    self.table.iter_mut().skip(start).step_by(1 << length).for_each(|place| *place = entry);
                }
                code += 1;
            }
            code <<= 1;
        }
        // The codes of a whole tree, and no more, fill all numbers of the greatest length.
        if code == 2 << MAX_LENGTH { Ok(()) } else { Err(coded_wrongly()) }
    }

    /// The next symbol.
    pub fn symbol(&self, bits: &mut Bits<'_>) -> u32 {
        let next = bits.peek();
        match self.table[next & (self.table.len() - 1)] {
            Self::LONGER => self.long_symbol(next, bits),
            entry => {
                bits.skip(u32::from(entry & 15));
                u32::from(entry >> 4)
            }
        }
    }

    /// A symbol whose code is longer than the table's index, bit by bit.
    fn long_symbol(&self, next: usize, bits: &mut Bits<'_>) -> u32 {
        let (mut code, mut first, mut place) = (0, 0, 0);
        for length in 1..=MAX_LENGTH {
            code = code << 1 | (next >> (length - 1) & 1);
            let count = usize::from(self.counts[length]);
            first <<= 1;
            if code - first < count {
                bits.skip(u32::try_from(length).unwrap_or_default());
                return self.symbols.get(place + code - first).copied().map_or(0, u32::from);
            }
            first += count;
            place += count;
        }
        0
    }

    /// The symbol of a code that has no other.
    pub fn only_symbol(&self) -> Option<u32> {
        match self.symbols[..] {
            [symbol] => Some(u32::from(symbol)),
            _ => None,
        }
    }
}

/// Lengths by a code of their own, with runs.
fn read_lengths(bits: &mut Bits<'_>, lengths: &mut [u8]) -> Result<()> {
    let mut of_lengths = [0; ORDER.len()];
    let count = 4 + bits.take(4) as usize;
    for place in ORDER.iter().take(count) {
        of_lengths[usize::from(*place)] = u8::try_from(bits.take(3)).unwrap_or_default();
    }
    let code = PrefixCode::new(&of_lengths)?;
    let mut left = lengths.len();
    if bits.flag() {
        let width = 2 + 2 * bits.take(3);
        left = 2 + bits.take(width) as usize;
        if left > lengths.len() {
            return Err(coded_wrongly());
        }
    }
    let (mut at, mut previous) = (0, 8);
    while at < lengths.len() && left > 0 {
        left -= 1;
        let (length, times) = match code.symbol(bits) {
            16 => (previous, 3 + bits.take(2)),
            17 => (0, 3 + bits.take(3)),
            18 => (0, 11 + bits.take(7)),
            length => (u8::try_from(length).unwrap_or_default(), 1),
        };
        if length > 0 {
            previous = length;
        }
        let end = at + times as usize;
        lengths.get_mut(at..end).ok_or_else(coded_wrongly)?.fill(length);
        at = end;
    }
    Ok(())
}
