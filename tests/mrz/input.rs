//! A zone as callers hand it back, and options that they write.

use super::dates::zone;
use super::{LONG_TD1, MRV_B, TD1, TD2, TD3};
use idsnap::document::mrz::{Mrz, MrzStatus, ParseOptions, ZoneReading, parse, read_zone};
use idsnap::document::{PrintedFields, cross_check_fields};
use idsnap::input;

/// As JavaScript has it: JSON text, written and read again.
fn handed_back(mrz: &Mrz) -> Mrz {
    input::read("mrz", serde_json::to_string(mrz).unwrap().as_bytes(), &[]).unwrap()
}

#[test]
fn what_was_read_is_the_same_when_it_is_handed_back() {
    let mut lines: Vec<Vec<String>> = [&TD3[..], &TD1, &TD2, &LONG_TD1, &MRV_B]
        .iter()
        .map(|lines| lines.iter().map(|line| (*line).to_owned()).collect())
        .collect();
    lines.push(zone("850417", "<<<<<<<").into());
    lines.push(zone("85<<<<", "9912312").into());
    for at in 0..TD3[1].len() {
        let mut misread = TD3[1].to_owned();
        misread.replace_range(at..=at, if &misread[at..=at] == "B" { "8" } else { "B" });
        lines.push(vec![TD3[0].to_owned(), misread]);
    }
    let (mut ambiguous, mut never) = (0, 0);
    for lines in &lines {
        let mrz = parse(&lines.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
        assert_eq!(handed_back(&mrz), mrz);
        ambiguous += usize::from(mrz.status == MrzStatus::Ambiguous && !mrz.candidates.is_empty());
        never += usize::from(mrz.never_expires);
    }
    assert_eq!((lines.len(), never), (51, 1));
    assert!(ambiguous > 10, "{ambiguous}");
}

#[test]
fn a_zone_that_says_more_than_it_can_know_is_checked_by_what_it_says() {
    let mrz: Mrz = input::read(
        "mrz",
        br#"{"format":"TD3","lines":["?"],"documentCode":"P","checks":[],"status":"ambiguous","valid":false,"repaired":false,
            "candidates":[{"field":"documentNumber","value":"A","lines":["no zone", ""]}]}"#,
        &[],
    )
    .unwrap();
    let printed = PrintedFields { document_number: Some("A".into()), ..PrintedFields::default() };
    // No line of it can be read, so that the number that agrees settles nothing.
    let statuses: Vec<_> =
        cross_check_fields(&mrz, &printed).iter().map(|check| serde_json::to_value(check.status).unwrap()).collect();
    assert_eq!(statuses, ["not_run"]);
}

#[test]
fn today_is_a_date_of_the_calendar() {
    for (today, is_date) in [
        ("2026-11-29", true),
        ("2024-02-29", true),
        ("2026-02-29", false),
        ("2026-11", false),
        ("26-11-29", false),
        ("26-11-29-0", false),
        ("2026-11-29T00:00", false),
        ("", false),
    ] {
        let options = ParseOptions { today: Some(today.into()), repair: None };
        assert_eq!(options.check().is_ok(), is_date, "{today}");
    }
    assert!(ParseOptions::default().check().is_ok());
}

#[test]
fn today_decides_the_century_of_a_birth() {
    let lines = zone("260415", "<<<<<<<");
    for (today, born) in [("2026-04-15", "2026-04-15"), ("2026-04-14", "1926-04-15")] {
        let options = ParseOptions { today: Some(today.into()), repair: None };
        let ZoneReading::Read { mrz } = read_zone(&[&lines[0], &lines[1]], &options) else { panic!("read") };
        assert_eq!(super::iso(&mrz.date_of_birth), Some(born), "{today}");
    }
}
