//! Markers and their segments (T.81 B.1): where they begin and what they hold.

use crate::{Error, Result};

pub const TEM: u8 = 0x01;
pub const SOF0: u8 = 0xC0;
pub const DHT: u8 = 0xC4;
pub const JPG: u8 = 0xC8;
pub const DAC: u8 = 0xCC;
pub const SOF15: u8 = 0xCF;
pub const RST0: u8 = 0xD0;
pub const RST7: u8 = 0xD7;
pub const SOI: u8 = 0xD8;
pub const EOI: u8 = 0xD9;
pub const SOS: u8 = 0xDA;
pub const DQT: u8 = 0xDB;
pub const DNL: u8 = 0xDC;
pub const DRI: u8 = 0xDD;
pub const APP0: u8 = 0xE0;
pub const APP14: u8 = 0xEE;

/// The format's name in errors.
pub const FORMAT: &str = "JPEG";

pub fn damaged(reason: &str) -> Box<Error> {
    Error::damaged(FORMAT, reason)
}

pub fn unsupported(reason: &str) -> Box<Error> {
    Error::unsupported(FORMAT, reason)
}

/// Walks through the segments of a file.
#[derive(Debug, Clone, Copy)]
pub struct MarkerSegments<'a> {
    bytes: &'a [u8],
    position: usize,
}

impl<'a> MarkerSegments<'a> {
    /// Begins behind SOI.
    pub fn new(bytes: &'a [u8]) -> Result<Self> {
        if bytes.is_empty() {
            return Err(Error::EmptyImage.into());
        }
        if !bytes.starts_with(&[0xFF, SOI]) {
            return Err(damaged("no SOI marker at the start"));
        }
        Ok(Self { bytes, position: 2 })
    }

    /// What follows the last marker or segment read.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    /// The next marker, past fill bytes and whatever does not belong there. `None` at the end of the file.
    pub fn next_marker(&mut self) -> Option<u8> {
        let rest = self.rest();
        let at = find_marker(rest)?;
        let code = *rest.get(at + 1)?;
        self.position += at + 2;
        Some(code)
    }

    /// The parameters of the marker just read.
    pub fn parameters(&mut self) -> Result<&'a [u8]> {
        let rest = self.rest();
        let length = match rest {
            [high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => 0,
        };
        let parameters = rest.get(2..length).ok_or_else(|| damaged("a segment is longer than the file"))?;
        self.position += length;
        Ok(parameters)
    }

    /// Passes over entropy-coded data: the next marker is none that belongs to it.
    pub fn skip_entropy_coded(&mut self) {
        loop {
            let rest = self.rest();
            let Some(at) = find_marker(rest) else {
                self.position = self.bytes.len();
                return;
            };
            let is_restart = rest.get(at + 1).is_some_and(|code| (RST0..=RST7).contains(code));
            if !is_restart {
                self.position += at;
                return;
            }
            self.position += at + 2;
        }
    }
}

/// Index of the 0xFF that directly precedes the next marker's code, past stuffed zeros and fill bytes.
#[must_use]
pub fn find_marker(bytes: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + find_ff(bytes.get(from..)?)?;
        match bytes.get(at + 1)? {
            0x00 => from = at + 2,
            0xFF => from = at + 1,
            _ => return Some(at),
        }
    }
}

fn find_ff(bytes: &[u8]) -> Option<usize> {
    const STEP: usize = 8;
    let (chunks, _) = bytes.as_chunks::<STEP>();
    let clear = chunks.iter().take_while(|chunk| !has_ff(u64::from_le_bytes(**chunk)));
    let from = clear.count() * STEP;
    bytes.iter().skip(from).position(|&byte| byte == 0xFF).map(|at| from + at)
}

/// Whether one of eight bytes is 0xFF, without a branch for each: in the complement it is the byte that borrows.
const fn has_ff(bytes: u64) -> bool {
    const LOWEST_BITS: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGHEST_BITS: u64 = u64::from_le_bytes([0x80; 8]);
    (!bytes).wrapping_sub(LOWEST_BITS) & bytes & HIGHEST_BITS != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_marker_past_stuffing_and_fill_bytes() {
        let mut bytes = vec![7; 40];
        bytes.extend([0xFF, 0x00, 1, 0xFF, 0xFF, EOI]);
        assert_eq!(find_marker(&bytes), Some(44));
        assert_eq!(find_marker(&bytes[..45]), None);
        assert_eq!(find_marker(&[]), None);
    }

    #[test]
    fn restart_markers_belong_to_the_entropy_coded_data() {
        let bytes = [0xFF, SOI, 1, 2, 0xFF, RST0, 3, 0xFF, 0, 0xFF, EOI];
        let mut segments = MarkerSegments::new(&bytes).unwrap();
        segments.skip_entropy_coded();
        assert_eq!(segments.next_marker(), Some(EOI));
        assert_eq!(segments.next_marker(), None);
    }

    #[test]
    fn a_segment_longer_than_the_file_is_refused() {
        let mut segments = MarkerSegments::new(&[0xFF, SOI, 0xFF, DRI, 0, 9, 1]).unwrap();
        assert_eq!(segments.next_marker(), Some(DRI));
        assert!(segments.parameters().is_err());
    }
}
