//! The machine readable zone: specimens of ICAO Doc 9303, repairs, tolerance, and documents of the corpus.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use idsnap::document::{Check, CheckKind, CheckStatus, Field, IdentityDocument};
use idsnap::mrz::{Mrz, MrzCheckField, MrzFormat, check_digit, cross_check, parse};
use proptest::prelude::*;

const TD3: [&str; 2] = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const TD1: [&str; 3] =
    ["I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"];
const TD2: [&str; 2] = ["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"];
const MRV_A: [&str; 2] =
    ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE184226B<<<<<<"];
const MRV_B: [&str; 2] = ["V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"];
const LONG_TD1: [&str; 3] =
    ["I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<<<<<<<<<<<<<<"];
const LONG_TD2: [&str; 2] = ["I<UTOSTEVENSON<<PETER<<<<<<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8"];

#[track_caller]
fn read(lines: &[&str]) -> Mrz {
    parse(lines).unwrap()
}

fn iso(date: &Option<idsnap::mrz::MrzDate>) -> Option<&str> {
    date.as_ref().and_then(|date| date.iso.as_deref())
}

#[test]
fn the_specimens_of_icao_hold() {
    use MrzFormat::*;
    for (lines, format, checks, number) in [
        (&TD3[..], Td3, 5, "L898902C3"),
        (&TD1, Td1, 4, "D23145890"),
        (&TD2, Td2, 4, "D23145890"),
        (&MRV_A, MrvA, 3, "L8988901C"),
        (&MRV_B, MrvB, 3, "L8988901C"),
        (&LONG_TD1, Td1, 4, "D23145890734"),
        (&LONG_TD2, Td2, 4, "D23145890734"),
    ] {
        let mrz = read(lines);
        assert!(mrz.valid && !mrz.repaired, "{mrz:?}");
        assert_eq!((mrz.format, mrz.checks.len(), mrz.document_number.as_deref()), (format, checks, Some(number)));
        assert_eq!(mrz.lines, lines);
        assert_eq!(mrz.issuing_state.as_deref(), Some("UTO"));
    }
}

#[test]
fn each_field_stands_in_its_place() {
    let mrz = read(&TD3);
    assert_eq!((mrz.document_code.as_str(), mrz.nationality.as_deref()), ("P", Some("UTO")));
    assert_eq!((mrz.surname.as_deref(), mrz.given_names.as_deref()), (Some("ERIKSSON"), Some("ANNA MARIA")));
    assert_eq!((iso(&mrz.date_of_birth), iso(&mrz.date_of_expiry)), (Some("1974-08-12"), Some("2012-04-15")));
    assert_eq!((mrz.sex.as_deref(), mrz.optional_data.as_deref()), (Some("F"), Some("ZE184226B")));
    let mrz = read(&LONG_TD1);
    assert_eq!((&mrz.optional_data, &mrz.optional_data_2), (&None, &None));
    assert_eq!(read(&MRV_A).optional_data.as_deref(), Some("6ZE184226B"));
}

#[test]
fn a_year_is_given_a_century_only_where_it_can_be_told() {
    // Born 2008 rather than 1908, and 1934 rather than 2034, as the document expires in 2031.
    for (birth, expiry, born, expires) in [
        ("080101", "310101", Some("2008-01-01"), Some("2031-01-01")),
        ("340101", "310101", Some("1934-01-01"), Some("2031-01-01")),
        ("310102", "310101", Some("1931-01-02"), Some("2031-01-01")),
        ("310101", "310101", Some("2031-01-01"), Some("2031-01-01")),
        ("080101", "991231", None, None),
        ("08<<<<", "310101", None, Some("2031-01-01")),
        ("080101", "<<<<<<", None, None),
        ("000229", "310101", Some("2000-02-29"), Some("2031-01-01")),
    ] {
        let mrz = read(&td3_with_dates(birth, expiry).iter().map(String::as_str).collect::<Vec<_>>());
        assert!(mrz.valid, "{birth} {expiry} {mrz:?}");
        assert_eq!((iso(&mrz.date_of_birth), iso(&mrz.date_of_expiry)), (born, expires), "{birth} {expiry}");
        assert_eq!(mrz.date_of_birth.unwrap().raw, birth);
    }
}

fn td3_with_dates(birth: &str, expiry: &str) -> [String; 2] {
    let digit = |text: &str| char::from(check_digit(text.as_bytes()));
    let number = "L898902C36";
    let dates = [format!("{birth}{}", digit(birth)), format!("{expiry}{}<<<<<<<<<<<<<<0", digit(expiry))];
    let composite = digit(&[number, &dates[0], &dates[1]].concat());
    [TD3[0].to_owned(), format!("{number}UTO{}F{}{composite}", dates[0], dates[1])]
}

#[test]
fn a_date_that_no_calendar_has_is_not_valid() {
    let lines = td3_with_dates("741332", "310101");
    let mrz = read(&[&lines[0], &lines[1]]);
    assert!(!mrz.valid && mrz.checks.iter().all(|check| check.passed));
    assert_eq!(iso(&mrz.date_of_birth), None);
}

#[test]
fn lines_are_read_however_they_come() {
    let expected = read(&TD3);
    let joined = TD3.concat();
    let with_line_feed = TD3.join("\r\n");
    let lower = joined.to_lowercase();
    let spaced = TD3.map(|line| line.chars().flat_map(|c| [c, ' ']).collect::<String>());
    let guillemets = TD3.map(|line| line.replace("<<", "«"));
    let short_names = TD3[0].trim_end_matches('<');
    let short_data = TD3[1].replace("<<<<<", "<<");
    let long_names = format!("{}<<<", TD3[0]);
    let long_data = TD3[1].replace("<<<<<", "<<<<<<<");
    for lines in [
        &[joined.as_str()][..],
        &[&with_line_feed],
        &[&lower],
        &[&spaced[0], &spaced[1]],
        &[&guillemets[0], &guillemets[1]],
        &[short_names, TD3[1]],
        &[TD3[0], &short_data],
        &[&long_names, TD3[1]],
        &[TD3[0], &long_data],
        &["", TD3[0], " ", TD3[1], ""],
    ] {
        assert_eq!(read(lines), expected, "{lines:?}");
    }
}

#[test]
fn joined_lines_of_each_format_are_told_apart() {
    for lines in [&TD3[..], &TD1, &TD2, &MRV_A, &MRV_B] {
        assert_eq!(read(&[&lines.concat()]), read(lines));
        // What is last on cards is a name, so that fillers may be missing at its end.
        if lines.len() == 3 {
            assert_eq!(read(&[lines.concat().trim_end_matches('<')]), read(lines));
            assert_eq!(read(&[&lines[..2].concat(), lines[2]]), read(lines));
        }
    }
}

#[test]
fn a_guillemet_may_stand_for_one_filler() {
    let single = TD3.map(|line| line.replace('<', "«"));
    assert_eq!(read(&[&single[0], &single[1]]), read(&TD3));
}

#[test]
fn confusions_are_undone_where_a_check_digit_proves_it() {
    let expected = read(&TD3);
    for (from, to) in [
        ("L898902C36", "L8989O2C36"),
        ("7408122F", "74OBI22F"),
        ("1204159", "I2O4IS9"),
        ("L898902C36", "L898902C3G"),
        ("ZE184226B", "ZE184Z26B"),
        ("<<<<<10", "<<<<<I0"),
        ("<<<<<10", "<<<<<1O"),
        ("UTO", "UT0"),
    ] {
        let second = TD3[1].replacen(from, to, 1);
        assert_ne!(second, TD3[1]);
        let mrz = read(&[TD3[0], &second]);
        assert_eq!(mrz, Mrz { repaired: true, ..expected.clone() }, "{to}");
    }
    let mrz = read(&["P<UT0ERIKSSON<<ANNA<MARIA<<<<<K<<<<KKK<<<<K<<", TD3[1]].map(|line| &line[..44]));
    assert_eq!(mrz, Mrz { repaired: true, ..expected });
}

#[test]
fn cards_are_repaired_too() {
    let first = TD1[0].replacen('I', "1", 1).replace("145", "I45");
    assert_eq!(read(&[&first, TD1[1], TD1[2]]), Mrz { repaired: true, ..read(&TD1) });
    // Only the composite check digit covers the optional data.
    let with_optional = |optional: &str, digit: char| format!("7408122F1204159UTO{optional:<<11}{digit}");
    let composite = [&TD1[0][5..], "7408122", "1204159", "A1203<<<<<<"].concat();
    let digit = char::from(check_digit(composite.as_bytes()));
    let expected = read(&[TD1[0], &with_optional("A1203", digit), TD1[2]]);
    assert!(expected.valid && !expected.repaired);
    let mrz = read(&[TD1[0], &with_optional("A12O3", digit), TD1[2]]);
    assert_eq!(mrz, Mrz { repaired: true, ..expected });
}

#[test]
fn what_no_check_digit_proves_stays() {
    // 3 and 4 are no confusion of one another.
    let second = TD3[1].replace("L898902C3", "L898902C4");
    let mrz = read(&[TD3[0], &second]);
    assert!(!mrz.valid && !mrz.repaired);
    let failed: Vec<_> = mrz.checks.iter().filter(|check| !check.passed).map(|check| check.field).collect();
    assert_eq!(failed, [MrzCheckField::DocumentNumber, MrzCheckField::Composite]);
    assert_eq!(mrz.document_number.as_deref(), Some("L898902C4"));
    // Digits in a name stay: the Russian transliteration has some.
    let names = TD3[0].replace("ERIKSSON", "ER1K550N");
    assert_eq!(read(&[&names, TD3[1]]).surname.as_deref(), Some("ER1K550N"));
}

#[test]
fn a_repair_that_two_changes_would_prove_is_not_made() {
    // Either O could be a 0: both have the weight 1, so that either makes the check digit hold.
    let wanted = check_digit(b"12012O123");
    assert_eq!(wanted, check_digit(b"12O120123"));
    assert_ne!(wanted, check_digit(b"12O12O123"));
    let second = format!("12O12O123{}{}", char::from(wanted), &MRV_A[1][10..]);
    let mrz = read(&[MRV_A[0], &second]);
    assert_eq!((mrz.repaired, mrz.document_number.as_deref()), (false, Some("12O12O123")));
}

#[test]
fn a_repair_needs_the_composite_as_well() {
    let second = TD3[1].replace("L898902C3", "L8989O2C3").replace("<10", "<11");
    let mrz = read(&[TD3[0], &second]);
    assert_eq!((mrz.repaired, mrz.document_number.as_deref()), (false, Some("L8989O2C3")));
}

#[test]
fn what_is_no_zone_gives_nothing() {
    for lines in [
        &[][..],
        &[""],
        &["MRZ1", "MRZ2"],
        &["not read"],
        &[TD3[0]],
        &[TD3[1]],
        &[TD3[0], "<"],
        &["ERIKSSON", "ANNA MARIA"],
        &["X<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", TD3[1]],
        &["P<UTO.....", TD3[1]],
        &["ПАСПОРТ", TD3[1]],
        &[TD3[0], TD3[1], TD3[1], TD3[1]],
        &[TD1[0], TD1[1]],
    ] {
        assert_eq!(parse(lines), None, "{lines:?}");
    }
    assert_eq!(parse(&["<".repeat(1_000_000).as_str()]), None);
}

fn printed() -> IdentityDocument {
    let field = |text: &str| Field::new(text);
    IdentityDocument {
        issuing_country: field("UTO"),
        surname: field("Eriksson"),
        given_names: field("Anna"),
        middle_name: field("Maria"),
        document_number: field("L898902C3"),
        nationality: field("UTO"),
        date_of_birth: field("1974-08-12"),
        date_of_expiry: field("2012-04-15"),
        sex: field("F"),
        ..IdentityDocument::default()
    }
}

#[track_caller]
fn status(lines: &[&str], document: &IdentityDocument, name: &str) -> Option<CheckStatus> {
    let checks = cross_check(&read(lines), document);
    checks.iter().find(|check| check.vendor_code.as_deref() == Some(name)).map(|check| check.status)
}

#[test]
fn a_zone_that_agrees_with_the_print_passes_each_check() {
    let checks = cross_check(&read(&TD3), &printed());
    assert_eq!(checks.len(), 9);
    assert_eq!(checks[0], Check::new(CheckKind::MrzFormat, CheckStatus::Passed, "mrz"));
    for check in &checks[1..] {
        assert_eq!((check.kind, check.status), (CheckKind::MrzVisualConsistency, CheckStatus::Passed), "{check:?}");
    }
}

#[test]
fn each_field_that_differs_fails_alone() {
    let other = |text: &str| Field::new(text);
    type Place = fn(&mut IdentityDocument) -> &mut Option<Field>;
    let changes: [(&str, Place, &str); 7] = [
        ("issuingCountry", |document| &mut document.issuing_country, "KAZ"),
        ("surname", |document| &mut document.surname, "ERIKSEN"),
        ("givenNames", |document| &mut document.given_names, "ANNE"),
        ("documentNumber", |document| &mut document.document_number, "L898902C4"),
        ("dateOfBirth", |document| &mut document.date_of_birth, "1974-08-13"),
        ("dateOfExpiry", |document| &mut document.date_of_expiry, "2013-04-15"),
        ("sex", |document| &mut document.sex, "M"),
    ];
    for (name, field, text) in changes {
        let mut document = printed();
        *field(&mut document) = other(text);
        let checks = cross_check(&read(&TD3), &document);
        let failed: Vec<_> = checks.iter().filter(|check| check.status != CheckStatus::Passed).collect();
        assert_eq!(failed, [&Check::new(CheckKind::MrzVisualConsistency, CheckStatus::Failed, name)]);
        *field(&mut document) = None;
        assert_eq!(status(&TD3, &document, name), None, "{name}");
    }
}

#[test]
fn what_cannot_be_compared_is_not_judged() {
    for (surname, expected) in [("ЭРИКССОН", CheckStatus::NotRun), ("ERÍKSSON", CheckStatus::NotRun)] {
        let document = IdentityDocument { surname: Field::new(surname), ..printed() };
        assert_eq!(status(&TD3, &document, "surname"), Some(expected), "{surname}");
    }
    let unread = IdentityDocument { date_of_birth: Field::new("08.1974"), ..printed() };
    assert_eq!(status(&TD3, &unread, "dateOfBirth"), Some(CheckStatus::NotRun));
}

#[test]
fn the_number_of_a_russian_internal_passport_is_put_together() {
    let second = "4509123450RUS7408122F<<<<<<<9110416770123<54";
    let lines = ["PNRUSPRIMEROVA<<PRIMERA<<<<<<<<<<<<<<<<<<<<<", second];
    let document =
        |number: &str| IdentityDocument { document_number: Field::new(number), ..IdentityDocument::default() };
    assert_eq!(status(&lines, &document("4509 912345"), "documentNumber"), Some(CheckStatus::Passed));
    assert_eq!(status(&lines, &document("4509 123450"), "documentNumber"), Some(CheckStatus::Failed));
    assert_eq!(status(&lines, &document("4509912345"), "documentNumber"), Some(CheckStatus::Passed));
}

#[test]
fn a_zone_whose_check_digit_fails_fails_the_format() {
    let second = TD3[1].replace("L898902C3", "L898902C4");
    assert_eq!(status(&[TD3[0], &second], &printed(), "mrz"), Some(CheckStatus::Failed));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(lines in proptest::collection::vec("\\PC{0,100}", 0..4)) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let _ = parse(&lines);
    }

    #[test]
    fn no_text_of_the_right_letters_makes_it_panic(text in "[PIACV][A-Z<][A-Z0-9<]{28,86}") {
        if let Some(mrz) = parse(&[&text]) {
            prop_assert_eq!(mrz.valid, mrz.checks.iter().all(|check| check.passed) && mrz.valid);
            let _ = cross_check(&mrz, &printed());
        }
    }

    #[test]
    fn a_zone_that_is_valid_is_not_changed(number in "[A-Z0-9]{9}", birth in 0..28u8, optional in "[A-Z0-9]{14}") {
        let second = data_line(&number, birth, &optional);
        let mrz = read(&[TD3[0], &second]);
        prop_assert!(mrz.valid && !mrz.repaired);
        prop_assert_eq!(mrz.document_number, Some(number));
        prop_assert_eq!(mrz.lines[1].as_str(), second.as_str());
    }

    #[test]
    fn a_letter_in_a_date_is_always_undone(number in "[A-Z0-9]{9}", birth in 0..28u8, optional in "[A-Z0-9]{14}") {
        let second = data_line(&number, birth, &optional);
        let misread: String = second.char_indices().map(|(index, c)| match c {
            '0' if (13..27).contains(&index) => 'O',
            '1' if (13..27).contains(&index) => 'I',
            other => other,
        }).collect();
        let mrz = read(&[TD3[0], &misread]);
        prop_assert!(mrz.valid && mrz.repaired);
        prop_assert_eq!(mrz.lines[1].as_str(), second.as_str());
    }
}

fn data_line(number: &str, day: u8, optional: &str) -> String {
    let with_digit = |text: &str| format!("{text}{}", char::from(check_digit(text.as_bytes())));
    let (number, birth) = (with_digit(number), with_digit(&format!("8001{:02}", day + 1)));
    let rest = with_digit("310101") + &with_digit(optional);
    let composite = with_digit(&[number.as_str(), &birth, &rest].concat());
    format!("{number}UTO{birth}F{rest}{}", composite.chars().last().unwrap())
}
