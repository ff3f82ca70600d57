//! Dates that are known in part, documents that never expire, and centuries.

use super::zones::{digit, with_digit};
use super::{TD3, cross_check::printed, iso, read};
use idsnap::document::mrz::{Mrz, ParseOptions, parse_with};
use idsnap::document::{CheckStatus, Field, IdentityDocument, cross_check};

/// `expiry` with its check digit.
pub fn zone(birth: &str, expiry: &str) -> [String; 2] {
    let second = format!("L898902C36UTO{}F{expiry}<<<<<<<<<<<<<<0", with_digit(birth));
    let composite = digit(&[&second[..10], &second[13..20], &second[21..43]].concat());
    [TD3[0].to_owned(), format!("{second}{composite}")]
}

#[track_caller]
fn read_dates(birth: &str, expiry: &str) -> Mrz {
    let lines = zone(birth, expiry);
    read(&[&lines[0], &lines[1]])
}

#[test]
fn a_document_without_expiry_gives_a_date_of_birth() {
    for (expiry, never) in [
        ("<<<<<<<", false),
        ("<<<<<<0", false),
        (with_digit("999999").as_str(), true),
        (with_digit("991231").as_str(), true),
        (with_digit("990101").as_str(), true),
        // A year from 80 on may be of either century.
        (with_digit("850101").as_str(), false),
    ] {
        let mrz = read_dates("850417", expiry);
        assert!(mrz.valid, "{expiry} {mrz:?}");
        assert_eq!((mrz.never_expires, iso(&mrz.date_of_birth)), (never, Some("1985-04-17")), "{expiry}");
        assert_eq!(iso(&mrz.date_of_expiry), None);
    }
}

#[test]
fn a_date_may_be_known_in_part() {
    for (birth, partial) in
        [("850000", "1985"), ("85<<<<", "1985"), ("850400", "1985-04"), ("8504<<", "1985-04"), ("100000", "2010")]
    {
        let mrz = read_dates(birth, &with_digit("310101"));
        assert!(mrz.valid, "{birth} {mrz:?}");
        let date = mrz.date_of_birth.unwrap();
        assert_eq!((date.raw.as_str(), date.iso, date.partial.as_deref()), (birth, None, Some(partial)));
    }
    let mrz = read_dates("850417", &with_digit("3105<<"));
    assert_eq!(mrz.date_of_expiry.unwrap().partial.as_deref(), Some("2031-05"));
}

#[test]
fn a_part_that_no_calendar_has_is_not_valid() {
    for birth in ["851300", "850432", "850012", "85<<12", "8<0417", "85041<", "000230"] {
        let mrz = read_dates(birth, &with_digit("310101"));
        assert!(!mrz.valid && mrz.checks.iter().all(|check| check.passed), "{birth} {mrz:?}");
        let date = mrz.date_of_birth.unwrap();
        assert_eq!((date.iso, date.partial), (None, None), "{birth}");
    }
    // No century has them.
    for birth in ["010229", "030229", "990229"] {
        let mrz = read_dates(birth, &with_digit("310101"));
        assert!(!mrz.valid && mrz.checks.iter().all(|check| check.passed), "{birth} {mrz:?}");
        assert_eq!(iso(&mrz.date_of_birth), None, "{birth}");
        assert!(!read_dates("850417", &with_digit(birth)).valid, "{birth}");
    }
    assert!(read_dates("000229", &with_digit("310101")).valid && read_dates("960229", &with_digit("280229")).valid);
    // The year alone may not be known either.
    assert!(read_dates("<<0417", &with_digit("310101")).valid);
}

#[test]
fn nobody_is_born_after_today() {
    for (birth, expiry, today, born) in [
        ("310417", "360101", "2030-01-01", "1931-04-17"),
        ("290417", "360101", "2030-01-01", "2029-04-17"),
        ("290417", "280101", "2030-01-01", "1929-04-17"),
        ("290417", "999999", "2030-01-01", "2029-04-17"),
        ("290417", "999999", "2029-04-16", "1929-04-17"),
        ("290417", "999999", "2029-04-17", "2029-04-17"),
    ] {
        let lines = zone(birth, &with_digit(expiry));
        let options = ParseOptions { today: Some(today.into()), ..ParseOptions::default() };
        let mrz = parse_with(&[&lines[0], &lines[1]], &options).unwrap();
        assert_eq!(iso(&mrz.date_of_birth), Some(born), "{birth} {expiry} {today}");
    }
}

#[test]
fn a_date_that_is_known_in_part_contradicts_the_print_and_never_agrees() {
    let check = |birth: &str, printed_as: &str| {
        let document = IdentityDocument { date_of_birth: Field::new(printed_as), ..printed() };
        let checks = cross_check(&read_dates(birth, &with_digit("310101")), &document);
        checks.iter().find(|check| check.vendor_code.as_deref() == Some("dateOfBirth")).unwrap().status
    };
    for (birth, printed_as, expected) in [
        ("850417", "1985-04-17", CheckStatus::Passed),
        ("850400", "1985-04-17", CheckStatus::NotRun),
        ("85<<<<", "1985-04-17", CheckStatus::NotRun),
        ("85<<<<", "1986-04-17", CheckStatus::Failed),
        ("850400", "1985-05-17", CheckStatus::Failed),
        ("85<<<<", "1985", CheckStatus::NotRun),
    ] {
        assert_eq!(check(birth, printed_as), expected, "{birth} {printed_as}");
    }
}
