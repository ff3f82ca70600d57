//! Confusions of optical character recognition.

use super::{MRV_A, TD1, TD3, read};
use idsnap::document::mrz::{Mrz, MrzCheckField, check_digit};
use proptest::prelude::*;

#[test]
fn confusions_are_undone_where_a_check_digit_proves_it() {
    let expected = read(&TD3);
    for (from, to) in [
        ("7408122F", "74OBI22F"),
        ("1204159", "I2O4IS9"),
        ("L898902C36", "L898902C3G"),
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
    let first = TD1[0].replacen('I', "1", 1);
    let second = TD1[1].replace("7408122", "74O81Z2");
    assert_eq!(read(&[&first, &second, TD1[2]]), Mrz { repaired: true, ..read(&TD1) });
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

proptest! {
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
