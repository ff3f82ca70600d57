//! The machine readable zone: specimens of ICAO Doc 9303, repairs, tolerance, and documents of the corpus.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod ambiguity;
mod corpus;
mod cross_check;
mod dates;
mod format;
mod input;
mod lengths;
mod licences;
mod odd;
mod reading;
mod repair;
mod samples;
mod seeded;
mod transliteration;
mod zones;

use idsnap::document::mrz::{Mrz, MrzFormat, check_digit, parse};
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

fn iso(date: &Option<idsnap::document::mrz::MrzDate>) -> Option<&str> {
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
fn the_check_digit_of_a_long_number_may_count_the_filler() {
    let head = "D23145890";
    for tail in ["73", "7X", "015"] {
        assert_ne!(zones::digit(&format!("{head}<{tail}")), zones::digit(&format!("{head}{tail}")));
        let first = format!("I<UTO{:<<25}", format!("{head}<{tail}{}", zones::digit(&format!("{head}<{tail}"))));
        let composite = zones::digit(&[&first[5..], "3407127", "9507122", "<<<<<<<<<<<"].concat());
        let mrz = read(&[&first, &format!("{}{composite}", &LONG_TD1[1][..29]), LONG_TD1[2]]);
        assert_eq!((mrz.valid, mrz.document_number), (true, Some(format!("{head}{tail}"))));
    }
}

#[test]
fn a_year_is_given_a_century_only_where_it_can_be_told() {
    // Born 2008 rather than 1908, and 1934 rather than 2034, as the document expires in 2031.
    for (birth, expiry, born, expires) in [
        ("080101", "310101", Some("2008-01-01"), Some("2031-01-01")),
        ("340101", "310101", Some("1934-01-01"), Some("2031-01-01")),
        ("310102", "310101", Some("1931-01-02"), Some("2031-01-01")),
        ("310101", "310101", Some("2031-01-01"), Some("2031-01-01")),
        ("080101", "991231", Some("2008-01-01"), None),
        ("08<<<<", "310101", None, Some("2031-01-01")),
        ("080101", "<<<<<<", Some("2008-01-01"), None),
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
fn the_french_card_has_a_layout_of_its_own() {
    let digit = |text: &str| char::from(check_digit(text.as_bytes()));
    let first = format!("{:<<30}752045", "IDFRAEXEMPLE");
    for (issued, born) in [("0501", "1980-01-01"), ("8901", "1980-01-01"), ("7901", "1980-01-01")] {
        let number = format!("{issued}75200001");
        let second = format!("{number}{}ANNE<<MARIE<<<800101{}F", digit(&number), digit("800101"));
        let second = format!("{second}{}", digit(&[first.as_str(), &second].concat()));
        let mrz = read(&[&first, &second]);
        assert!(mrz.valid, "{mrz:?}");
        assert_eq!((mrz.format, mrz.document_number), (MrzFormat::FrenchIdCard, Some(number)));
        assert_eq!((mrz.surname.as_deref(), mrz.given_names.as_deref()), (Some("EXEMPLE"), Some("ANNE MARIE")));
        assert_eq!((mrz.optional_data.as_deref(), mrz.sex.as_deref()), (Some("752045"), Some("F")));
        assert_eq!((mrz.nationality, &mrz.date_of_expiry), (None, &None));
        assert_eq!(iso(&mrz.date_of_birth), Some(born), "{issued}");
    }
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
            let _ = idsnap::document::cross_check(&mrz, &cross_check::printed());
        }
    }
}
