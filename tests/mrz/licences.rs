//! The driving licences of France and Switzerland, which have layouts of their own.

use super::read;
use idsnap::document::mrz::{MrzFormat, MrzStatus, parse};
use idsnap::document::{CheckStatus, PrintedFields, cross_check_fields};

const FRENCH: &str = "D1FRA13AA000026181231MARTIN<<9";
const SWISS: [&str; 3] = ["AAA001D<<", "FACHE305142128097<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"];

#[test]
fn a_french_driving_licence_is_read() {
    let mrz = read(&[FRENCH]);
    assert_eq!(
        (mrz.format, mrz.status, mrz.lines.as_slice()),
        (MrzFormat::FrenchDrivingLicence, MrzStatus::Valid, &[FRENCH.to_owned()][..])
    );
    assert_eq!((mrz.document_code.as_str(), mrz.issuing_state.as_deref()), ("D1", Some("FRA")));
    assert_eq!((mrz.document_number.as_deref(), mrz.surname.as_deref()), (Some("13AA00002"), Some("MARTIN")));
    assert_eq!(mrz.date_of_expiry.and_then(|date| date.iso).as_deref(), Some("2018-12-31"));
    assert_eq!((mrz.given_names, mrz.date_of_birth, mrz.sex, mrz.nationality), (None, None, None, None));
}

#[test]
fn letters_among_the_digits_of_a_french_driving_licence_are_undone() {
    for (from, to) in
        [("181231", "1B1231"), ("13AA", "I3AA"), ("AA00002", "AA0O002"), ("D1FRA", "DIFRA"), ("<<9", "<<g")]
    {
        let line = FRENCH.replacen(from, to, 1);
        let mrz = read(&[&line]);
        assert_eq!(mrz.valid, to != "<<g", "{line} {mrz:?}");
        assert_eq!(mrz.repaired, to != "<<g", "{line}");
    }
    let mrz = read(&[&FRENCH.replace("AA", "AB")]);
    assert!(!mrz.valid && !mrz.repaired, "{mrz:?}");
}

#[test]
fn a_swiss_driving_licence_is_read_and_nothing_proves_it() {
    for lines in [&SWISS[..], &[&SWISS.concat()], &[&SWISS.join("\n").to_lowercase()]] {
        let mrz = read(lines);
        assert_eq!((mrz.format, mrz.status, mrz.valid), (MrzFormat::SwissDrivingLicence, MrzStatus::Unchecked, false));
        assert_eq!(mrz.lines, SWISS);
        assert_eq!((mrz.document_code.as_str(), mrz.issuing_state.as_deref()), ("FA", Some("CHE")));
        assert_eq!(
            (mrz.document_number.as_deref(), mrz.optional_data.as_deref()),
            (Some("305142128097"), Some("AAA001D"))
        );
        assert_eq!((mrz.surname.as_deref(), mrz.given_names.as_deref()), (Some("MARCHAND"), Some("FABIENNE")));
        assert_eq!(mrz.date_of_birth.and_then(|date| date.iso).as_deref(), Some("1980-01-26"));
        assert!(mrz.checks.is_empty() && mrz.candidates.is_empty());
    }
    let liechtenstein = [SWISS[0], &SWISS[1].replace("CHE", "LIE"), SWISS[2]];
    assert_eq!(read(&liechtenstein).issuing_state.as_deref(), Some("LIE"));
}

#[test]
fn a_swiss_driving_licence_is_neither_passed_nor_failed() {
    let printed = PrintedFields { document_number: Some("305142128097".into()), ..PrintedFields::default() };
    let checks = cross_check_fields(&read(&SWISS), &printed);
    assert_eq!(checks.iter().map(|check| check.status).collect::<Vec<_>>(), [CheckStatus::NotRun, CheckStatus::Passed]);
    let mrz = read(&[SWISS[0], &SWISS[1].replace("800126", "801326"), SWISS[2]]);
    assert_eq!(mrz.status, MrzStatus::Invalid);
}

#[test]
fn digits_of_a_swiss_driving_licence_are_digits() {
    let mrz = read(&["AAA0O1D<<", "FACHE30S142IZBO97<<8OO12G<<<<<", SWISS[2]]);
    assert_eq!((mrz.lines.as_slice(), mrz.repaired), (&SWISS.map(String::from)[..], true));
}

#[test]
fn other_lines_of_that_size_are_no_licence() {
    for lines in [
        &["D1NLD13AA000026181231MARTIN<<9"][..],
        &["AAA001D<<", "FADEU305142128097<<800126<<<<<", SWISS[2]],
        &[SWISS[0], SWISS[1]],
    ] {
        assert_eq!(parse(lines), None, "{lines:?}");
    }
}
