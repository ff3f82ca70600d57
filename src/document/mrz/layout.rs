//! Where each field stands. Positions count from the start of the first line through all lines.
#![expect(clippy::single_range_in_vec_init, reason = "most fields are one range alone, some are several")]

use super::zone::MrzCheckField::{self, Composite, DateOfBirth, DateOfExpiry, DocumentNumber, OptionalData};
use super::zone::MrzFormat;
use core::ops::Range;

/// One layout.
#[derive(Debug)]
pub(super) struct Layout {
    pub format: MrzFormat,
    /// Characters of a line.
    pub width: usize,
    pub line_count: usize,
    /// The first letters that the document code may have.
    pub codes: &'static [u8],
    /// Both identifiers in one field, or each in its own.
    pub names: &'static [Range<usize>],
    pub number: Range<usize>,
    pub nationality: Option<Range<usize>>,
    pub birth: Range<usize>,
    pub sex: usize,
    pub expiry: Option<Range<usize>>,
    pub optional: &'static [Range<usize>],
    pub checks: &'static [CheckDigit],
}

/// A check digit and what it covers.
#[derive(Debug)]
pub(super) struct CheckDigit {
    pub field: MrzCheckField,
    pub covers: &'static [Range<usize>],
    pub position: usize,
}

impl Layout {
    pub(super) const fn size(&self) -> usize {
        self.width * self.line_count
    }

    pub(super) fn check(&self, field: MrzCheckField) -> Option<&'static CheckDigit> {
        self.checks.iter().find(|check| check.field == field)
    }

    /// Whether the line ends in a check digit rather than in filler.
    pub(super) fn ends_in_check_digit(&self, line: usize) -> bool {
        self.checks.iter().any(|check| check.position + 1 == (line + 1) * self.width)
    }

    /// Whether a document number may overflow into the optional data (parts 5 and 6).
    pub(super) const fn number_may_overflow(&self) -> bool {
        matches!(self.format, MrzFormat::Td1 | MrzFormat::Td2)
    }
}

const fn check(field: MrzCheckField, covers: &'static [Range<usize>], position: usize) -> CheckDigit {
    CheckDigit { field, covers, position }
}

/// Every layout. The French card stands before TD2, which has the same size.
pub(super) static LAYOUTS: [Layout; 6] = [
    // ICAO Doc 9303 part 4, section 4.2.
    Layout {
        format: MrzFormat::Td3,
        width: 44,
        line_count: 2,
        codes: b"P",
        names: &[5..44],
        number: 44..53,
        nationality: Some(54..57),
        birth: 57..63,
        sex: 64,
        expiry: Some(65..71),
        optional: &[72..86],
        checks: &[
            check(DocumentNumber, &[44..53], 53),
            check(DateOfBirth, &[57..63], 63),
            check(DateOfExpiry, &[65..71], 71),
            check(OptionalData, &[72..86], 86),
            check(Composite, &[44..54, 57..64, 65..87], 87),
        ],
    },
    // ICAO Doc 9303 part 5, section 4.2.
    Layout {
        format: MrzFormat::Td1,
        width: 30,
        line_count: 3,
        codes: b"ACI",
        names: &[60..90],
        number: 5..14,
        nationality: Some(45..48),
        birth: 30..36,
        sex: 37,
        expiry: Some(38..44),
        optional: &[15..30, 48..59],
        checks: &[
            check(DocumentNumber, &[5..14], 14),
            check(DateOfBirth, &[30..36], 36),
            check(DateOfExpiry, &[38..44], 44),
            check(Composite, &[5..30, 30..37, 38..45, 48..59], 59),
        ],
    },
    // The French identity card from 1988 to 2021. The number starts with the year and month of issue.
    Layout {
        format: MrzFormat::FrenchIdCard,
        width: 36,
        line_count: 2,
        codes: b"I",
        names: &[5..30, 49..63],
        number: 36..48,
        nationality: None,
        birth: 63..69,
        sex: 70,
        expiry: None,
        optional: &[30..36],
        checks: &[
            check(DocumentNumber, &[36..48], 48),
            check(DateOfBirth, &[63..69], 69),
            check(Composite, &[0..36, 36..71], 71),
        ],
    },
    // ICAO Doc 9303 part 6, section 4.2.
    Layout {
        format: MrzFormat::Td2,
        width: 36,
        line_count: 2,
        codes: b"ACI",
        names: &[5..36],
        number: 36..45,
        nationality: Some(46..49),
        birth: 49..55,
        sex: 56,
        expiry: Some(57..63),
        optional: &[64..71],
        checks: &[
            check(DocumentNumber, &[36..45], 45),
            check(DateOfBirth, &[49..55], 55),
            check(DateOfExpiry, &[57..63], 63),
            check(Composite, &[36..46, 49..56, 57..71], 71),
        ],
    },
    // ICAO Doc 9303 part 7, section 4.2.
    Layout {
        format: MrzFormat::MrvA,
        width: 44,
        line_count: 2,
        codes: b"V",
        names: &[5..44],
        number: 44..53,
        nationality: Some(54..57),
        birth: 57..63,
        sex: 64,
        expiry: Some(65..71),
        optional: &[72..88],
        checks: &[
            check(DocumentNumber, &[44..53], 53),
            check(DateOfBirth, &[57..63], 63),
            check(DateOfExpiry, &[65..71], 71),
        ],
    },
    // ICAO Doc 9303 part 7, section 5.2.
    Layout {
        format: MrzFormat::MrvB,
        width: 36,
        line_count: 2,
        codes: b"V",
        names: &[5..36],
        number: 36..45,
        nationality: Some(46..49),
        birth: 49..55,
        sex: 56,
        expiry: Some(57..63),
        optional: &[64..72],
        checks: &[
            check(DocumentNumber, &[36..45], 45),
            check(DateOfBirth, &[49..55], 55),
            check(DateOfExpiry, &[57..63], 63),
        ],
    },
];
