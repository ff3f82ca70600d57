//! Machine-readable zones: one whose check digits hold is read the same again, a candidate is valid, and what is written
//! from fields is read. Others may fit several layouts.
#![no_main]

use idsnap::document::mrz::{self, MrzFields, MrzFormat, ParseOptions};
use idsnap::document::{PrintedFields, cross_check_fields, settle};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let lines: Vec<&str> = input.lines().collect();
    read(&lines);
    write(&lines);
});

fn read(lines: &[&str]) {
    let _ = mrz::read_zone(lines, &ParseOptions { today: Some("2030-01-01".into()), repair: Some(false) });
    let Some(read) = mrz::parse(lines) else { return };
    let printed =
        PrintedFields { document_number: lines.first().map(|line| (*line).to_owned()), ..PrintedFields::default() };
    let _ = (cross_check_fields(&read, &printed), settle(&read, &printed));
    let valid = core::iter::once(&read.lines).filter(|_| read.valid);
    for lines in valid.chain(read.candidates.iter().map(|candidate| &candidate.lines)) {
        let again: Vec<&str> = lines.iter().map(String::as_str).collect();
        let again = mrz::parse(&again).expect("lines of our own");
        assert_eq!((&again.lines, again.valid), (lines, true));
    }
}

/// The lines are the fields, in the order of the struct.
fn write(lines: &[&str]) {
    let mut values = lines.iter().map(|line| (!line.is_empty()).then(|| (*line).to_owned()));
    let mut next = || values.next().flatten();
    let format = match next().as_deref() {
        Some("1") => MrzFormat::Td1,
        Some("2") => MrzFormat::Td2,
        Some("A") => MrzFormat::MrvA,
        Some("B") => MrzFormat::MrvB,
        Some("F") => MrzFormat::FrenchIdCard,
        _ => MrzFormat::Td3,
    };
    let fields = MrzFields {
        format,
        document_code: next(),
        issuing_state: next(),
        surname: next(),
        given_names: next(),
        document_number: next(),
        nationality: next(),
        date_of_birth: next(),
        date_of_expiry: next(),
        sex: next(),
        optional_data: next(),
        optional_data_2: next(),
    };
    if let Ok(lines) = mrz::format(&fields) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert!(mrz::parse(&lines).is_some(), "{lines:?}");
    }
}
