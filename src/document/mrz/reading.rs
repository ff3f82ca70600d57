//! A zone that was given: read, or why it could not be.

use super::fit;
use super::zone::Mrz;
use super::{MAX_BYTES, ParseOptions, parse_with};
use serde::Serialize;

/// What became of a zone that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ZoneReading {
    /// Nothing was given: no text, or white space and fillers alone.
    Absent,
    /// It was read. Whether it can be relied on is told by its `status`.
    Read {
        /// What stands in it.
        mrz: Box<Mrz>,
    },
    /// Something was given, and it cannot be read as a zone. That is a check that did not pass, not the absence of one.
    Unreadable {
        /// Why.
        reason: UnreadableZone,
    },
}

/// Why a zone cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum UnreadableZone {
    /// It is far longer than any zone.
    TooLong,
    /// Its lines are those of no format: their number, their length, what the first letters say, or too many
    /// characters that no zone has.
    Form,
    /// Its lines had to be filled up or cut to those of a format, and then most check digits fail.
    CheckDigits,
}

/// Reads a zone, and tells a zone that cannot be read from none.
#[must_use]
pub fn read_zone(lines: &[&str], options: &ParseOptions) -> ZoneReading {
    let is_blank = |line: &&str| line.chars().all(|c| c.is_whitespace() || matches!(c, '<' | '«' | '‹'));
    if lines.iter().all(is_blank) {
        return ZoneReading::Absent;
    }
    if let Some(mrz) = parse_with(lines, options) {
        return ZoneReading::Read { mrz: Box::new(mrz) };
    }
    let reason = if lines.iter().map(|line| line.len()).sum::<usize>() > MAX_BYTES {
        UnreadableZone::TooLong
    } else if fit::candidates(lines).is_empty() {
        UnreadableZone::Form
    } else {
        UnreadableZone::CheckDigits
    };
    ZoneReading::Unreadable { reason }
}
