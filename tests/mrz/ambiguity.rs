//! What check digits leave open, and what settles it.

use super::zones::{FORMATS, MIXED, Random, value, zone};
use super::{LONG_TD1, TD1, TD2, TD3, cross_check::printed, read};
use idsnap::document::mrz::{Mrz, MrzCheckField, MrzStatus, check_digit, parse};
use idsnap::document::{Check, CheckKind, CheckStatus, PrintedFields, cross_check, cross_check_fields, settle};
use proptest::prelude::*;

/// The lines with one text replaced.
#[track_caller]
fn with(lines: &[&str], from: &str, to: &str) -> Vec<String> {
    assert_eq!(lines.concat().matches(from).count(), 1, "{from}");
    lines.iter().map(|line| line.replace(from, to)).collect()
}

#[track_caller]
fn read_owned(lines: &[String]) -> Mrz {
    read(&lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn td1_with_optional(optional: &str) -> Vec<String> {
    let composite = check_digit([&TD1[0][5..], "7408122", "1204159", "A1203<<<<<<"].concat().as_bytes());
    vec![TD1[0].into(), format!("7408122F1204159UTO{optional:<<11}{}", char::from(composite)), TD1[2].into()]
}

#[test]
fn a_misread_character_that_no_check_digit_tells_leaves_candidates() {
    use MrzCheckField::*;
    for (lines, field, right) in [
        (with(&TD3, "L898902C36", "L8989O2C36"), DocumentNumber, "L898902C3"),
        (with(&TD3, "L898902C36", "L898902G36"), DocumentNumber, "L898902C3"),
        (with(&TD3, "ZE184226B", "ZE184Z26B"), OptionalData, "ZE184226B"),
        (with(&TD3, "7408122", "7403122"), DateOfBirth, "740812"),
        (with(&TD1, "D231458907", "D23I458907"), DocumentNumber, "D23145890"),
        (with(&TD2, "D231458907", "D231458901"), DocumentNumber, "D23145890"),
        (with(&LONG_TD1, "<7349<", "<T349<"), DocumentNumber, "D23145890734"),
        (td1_with_optional("A12O3"), OptionalData, "A1203"),
    ] {
        let mrz = read_owned(&lines);
        assert_eq!((mrz.status, mrz.valid, mrz.repaired, &mrz.lines), (MrzStatus::Ambiguous, false, false, &lines));
        let found = mrz.candidates.iter().find(|candidate| candidate.value == right);
        assert_eq!(found.map(|candidate| candidate.field), Some(field), "{right} {:?}", mrz.candidates);
        for candidate in &mrz.candidates {
            assert!(read_owned(&candidate.lines).valid, "{candidate:?}");
            let (before, after) = (lines.concat(), candidate.lines.concat());
            let changed = before.bytes().zip(after.bytes()).filter(|(one, other)| one != other);
            assert_eq!(changed.count(), 1, "{candidate:?}");
        }
    }
}

#[test]
fn a_zone_that_is_valid_or_wrong_beyond_one_confusion_has_no_candidates() {
    let mrz = read(&TD3);
    assert_eq!((mrz.status, mrz.candidates), (MrzStatus::Valid, vec![]));
    // Two fields fail.
    let mrz = read_owned(&with(&TD3, "L898902C36UTO7408122", "L8989O2C36UTO7403122"));
    assert_eq!((mrz.status, mrz.candidates), (MrzStatus::Invalid, vec![]));
}

#[test]
fn the_likeliest_candidate_stands_first() {
    let mrz = read_owned(&with(&TD3, "L898902C36", "L8989O2C36"));
    assert_eq!(mrz.candidates[0].value, "L898902C3", "{:?}", mrz.candidates);
}

#[track_caller]
fn status(checks: &[Check], name: &str) -> Option<CheckStatus> {
    checks.iter().find(|check| check.vendor_code.as_deref() == Some(name)).map(|check| check.status)
}

#[test]
fn a_printed_field_that_agrees_with_a_candidate_settles_it() {
    for (from, to) in [("L898902C36", "L8989O2C36"), ("L898902C36", "L898902G36"), ("7408122", "7403122")] {
        let mrz = read_owned(&with(&TD3, from, to));
        let checks = cross_check(&mrz, &printed());
        assert_eq!(checks.len(), 9);
        assert!(checks.iter().all(|check| check.status == CheckStatus::Passed), "{to} {checks:?}");
        let settled = settle(&mrz, &PrintedFields::from(&printed())).unwrap();
        assert_eq!(settled, Mrz { repaired: true, ..read(&TD3) });
    }
}

#[test]
fn without_the_printed_field_an_ambiguity_stays_open() {
    let mrz = read_owned(&with(&TD3, "L898902C36", "L8989O2C36"));
    let fields = PrintedFields { document_number: None, ..PrintedFields::from(&printed()) };
    assert_eq!(settle(&mrz, &fields), None);
    let checks = cross_check_fields(&mrz, &fields);
    assert_eq!(checks[0], Check::new(CheckKind::MrzFormat, CheckStatus::NotRun, "mrz"));
    assert_eq!(status(&checks, "documentNumber"), None);
}

#[test]
fn a_printed_field_that_agrees_with_no_candidate_fails_the_zone() {
    let mrz = read_owned(&with(&TD3, "L898902C36", "L8989O2C36"));
    for number in ["X12345678", "L8989O2C3"] {
        let fields = PrintedFields { document_number: Some(number.into()), ..PrintedFields::from(&printed()) };
        assert_eq!(settle(&mrz, &fields), None, "{number}");
        assert_eq!(status(&cross_check_fields(&mrz, &fields), "mrz"), Some(CheckStatus::Failed), "{number}");
    }
}

proptest! {
    /// A check digit cannot tell characters apart that count the same, such as `G` and `6`: those are left out.
    #[test]
    fn no_single_change_makes_a_valid_zone_with_another_number(seed in any::<u64>(), place in any::<usize>(), read in any::<usize>()) {
        let mut random = Random::new(seed);
        let zone = zone(random.pick(&FORMATS), &mut random);
        let text = zone.lines.join("\n");
        let place = place % text.len();
        let read = MIXED.chars().chain(['<']).nth(read % 37).unwrap();
        let before = text[place..].chars().next().unwrap();
        prop_assume!(before != '\n' && value(before) % 10 != value(read) % 10);
        let changed = format!("{}{read}{}", &text[..place], &text[place + 1..]);
        if let Some(mrz) = parse(&[&changed]).filter(|mrz| mrz.valid) {
            prop_assert_eq!(mrz.document_number, Some(zone.number));
        }
    }
}
