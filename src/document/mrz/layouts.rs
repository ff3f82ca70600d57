//! The layouts of ICAO Doc 9303 and of the French and Swiss cards that have their own.
#![expect(clippy::single_range_in_vec_init, reason = "most fields are one range alone, some are several")]

use super::layout::{CheckDigit, Layout};
use super::zone::MrzCheckField::{self, Composite, DateOfBirth, DateOfExpiry, DocumentNumber, OptionalData};
use super::zone::MrzFormat;
use core::ops::Range;

const fn check(field: MrzCheckField, covers: &'static [Range<usize>], position: usize) -> CheckDigit {
    CheckDigit { field, covers, position }
}

/// Every layout. The French card stands before TD2, which has the same size.
pub(super) static LAYOUTS: [Layout; 8] = [
    // ICAO Doc 9303 part 4, section 4.2.
    Layout {
        format: MrzFormat::Td3,
        widths: &[44, 44],
        code: 0..2,
        codes: b"P",
        mark: None,
        state: 2..5,
        names: &[5..44],
        number: 44..53,
        digits: &[],
        nationality: Some(54..57),
        birth: Some(57..63),
        sex: Some(64),
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
        widths: &[30, 30, 30],
        code: 0..2,
        codes: b"ACI",
        mark: None,
        state: 2..5,
        names: &[60..90],
        number: 5..14,
        digits: &[],
        nationality: Some(45..48),
        birth: Some(30..36),
        sex: Some(37),
        expiry: Some(38..44),
        optional: &[15..30, 48..59],
        checks: &[
            check(DocumentNumber, &[5..14], 14),
            check(DateOfBirth, &[30..36], 36),
            check(DateOfExpiry, &[38..44], 44),
            check(Composite, &[5..30, 30..37, 38..45, 48..59], 59),
        ],
    },
    // The French identity card from 1988 to 2021. The number is year and month of issue, the place of issue, and five
    // digits.
    Layout {
        format: MrzFormat::FrenchIdCard,
        widths: &[36, 36],
        code: 0..2,
        codes: b"I",
        mark: Some((1, &["DFRA"])),
        state: 2..5,
        names: &[5..30, 49..63],
        number: 36..48,
        digits: &[36..40, 43..48],
        nationality: None,
        birth: Some(63..69),
        sex: Some(70),
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
        widths: &[36, 36],
        code: 0..2,
        codes: b"ACI",
        mark: None,
        state: 2..5,
        names: &[5..36],
        number: 36..45,
        digits: &[],
        nationality: Some(46..49),
        birth: Some(49..55),
        sex: Some(56),
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
        widths: &[44, 44],
        code: 0..2,
        codes: b"V",
        mark: None,
        state: 2..5,
        names: &[5..44],
        number: 44..53,
        digits: &[],
        nationality: Some(54..57),
        birth: Some(57..63),
        sex: Some(64),
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
        widths: &[36, 36],
        code: 0..2,
        codes: b"V",
        mark: None,
        state: 2..5,
        names: &[5..36],
        number: 36..45,
        digits: &[],
        nationality: Some(46..49),
        birth: Some(49..55),
        sex: Some(56),
        expiry: Some(57..63),
        optional: &[64..72],
        checks: &[
            check(DocumentNumber, &[36..45], 45),
            check(DateOfBirth, &[49..55], 55),
            check(DateOfExpiry, &[57..63], 63),
        ],
    },
    // The French driving licence since 2013. The number is two digits, two letters and five digits. Only what fits of
    // the surname is there.
    Layout {
        format: MrzFormat::FrenchDrivingLicence,
        widths: &[30],
        code: 0..2,
        codes: b"ABD",
        mark: Some((2, &["FRA"])),
        state: 2..5,
        names: &[21..29],
        number: 5..14,
        digits: &[1..2, 5..7, 9..14],
        nationality: None,
        birth: None,
        sex: None,
        expiry: Some(15..21),
        optional: &[],
        checks: &[check(DocumentNumber, &[0..14], 14), check(Composite, &[0..29], 29)],
    },
    // The Swiss driving licence in the size of a card: the number of the blank card and its language; the holder's
    // number and the version of the card. It has no check digit.
    Layout {
        format: MrzFormat::SwissDrivingLicence,
        widths: &[9, 30, 30],
        code: 9..11,
        codes: b"F",
        mark: Some((10, &["ACHE", "ALIE"])),
        state: 11..14,
        names: &[39..69],
        number: 14..26,
        digits: &[3..6, 14..26],
        nationality: None,
        birth: Some(28..34),
        sex: None,
        expiry: None,
        optional: &[0..7],
        checks: &[],
    },
];
