//! Characters that no zone has, and fillers that were read as something else.

use super::zones::{digit, with_digit};
use super::{LONG_TD2, MRV_A, TD1, TD2, TD3, read};
use idsnap::document::mrz::{Mrz, MrzCheckField, MrzStatus, ParseOptions, parse_with};

/// The text with the character at `place` replaced.
fn with(text: &str, place: usize, c: char) -> String {
    text.chars().enumerate().map(|(index, old)| if index == place { c } else { old }).collect()
}

#[test]
fn one_odd_character_is_an_unknown_one_at_its_place() {
    let expected = read(&TD3);
    for odd in ['Ñ', '|', 'О', 'С', '日', '\u{200B}', '*', '.', '\u{1F600}'] {
        for place in 0..44 {
            let second = with(TD3[1], place, odd);
            let mrz = read(&[TD3[0], &second]);
            assert_eq!(mrz.lines[0], TD3[0], "{second}");
            assert_eq!(mrz.lines[1].len(), 44, "{second}");
            // The sex and the nationality are covered by no check digit.
            let unchecked = matches!(place, 10..=12 | 20);
            for (index, (found, right)) in mrz.lines[1].chars().zip(TD3[1].chars()).enumerate() {
                assert!(found == right || (index == place && (found == '?' || unchecked)), "{second} {}", mrz.lines[1]);
            }
            assert_eq!(mrz.valid, unchecked || mrz.lines == expected.lines, "{second}");
            if !mrz.valid {
                let right = |candidate: &idsnap::document::mrz::MrzCandidate| candidate.lines == expected.lines;
                assert!(mrz.candidates.iter().any(right) || place == 43, "{second} {mrz:?}");
            }
        }
    }
}

#[test]
fn an_unknown_character_in_a_date_is_told_by_two_check_digits() {
    for place in (13..19).chain(21..27) {
        let mrz = read(&[TD3[0], &with(TD3[1], place, '*')]);
        assert_eq!(mrz, Mrz { repaired: true, ..read(&TD3) }, "{place}");
    }
    // A visa has but one for each.
    for place in (13..19).chain(21..27) {
        let mrz = read(&[MRV_A[0], &with(MRV_A[1], place, '*')]);
        assert_eq!((mrz.status, mrz.candidates.len()), (MrzStatus::Ambiguous, 1), "{place}");
    }
}

#[test]
fn a_name_has_no_letters_of_other_scripts() {
    for (names, surname, given_names) in [
        ("P<UTOERIKSSОN<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ERIKSSON", "ANNA MARIA"),
        ("P<UTOER|KSSON<<АNNA<MAR|A<<<<<<<<<<<<<<<<<<<", "ERIKSSON", "ANNA MARIA"),
        ("P<UTOMUÑOZ<<ÁNGEL<<<<<<<<<<<<<<<<<<<<<<<<<<<", "MUNOZ", "ANGEL"),
        ("P<UTOERIK*SON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ERIK?SON", "ANNA MARIA"),
    ] {
        let mrz = read(&[names, TD3[1]]);
        assert_eq!((mrz.surname.as_deref(), mrz.given_names.as_deref()), (Some(surname), Some(given_names)));
        assert_eq!((mrz.valid, mrz.repaired), (true, !surname.contains('?')), "{mrz:?}");
    }
}

#[test]
fn letters_of_full_width_are_letters() {
    let wide = |c: char| if c == '<' { '＜' } else { char::from_u32(u32::from(c) + 0xFEE0).unwrap() };
    let lines = TD3.map(|line| line.chars().map(wide).collect::<String>());
    assert_eq!(read(&[&lines[0], &lines[1]]), read(&TD3));
}

#[test]
fn a_space_in_the_place_of_a_filler_is_one() {
    for lines in [&TD3[..], &TD1, &TD2, &MRV_A, &LONG_TD2] {
        let spaced: Vec<String> = lines.iter().map(|line| line.replace('<', " ")).collect();
        let trimmed: Vec<&str> = spaced.iter().map(|line| line.trim_end()).collect();
        assert_eq!(read(&spaced.iter().map(String::as_str).collect::<Vec<_>>()), read(lines), "{spaced:?}");
        assert_eq!(read(&trimmed), read(lines), "{trimmed:?}");
        for (index, line) in lines.iter().enumerate() {
            for place in (0..line.len() - 1).filter(|place| line.get(*place..place + 2) == Some("<<")) {
                let mut gapped = lines.to_vec();
                let line = with(line, place + 1, ' ');
                gapped[index] = &line;
                assert_eq!(read(&gapped), read(lines), "{line}");
            }
        }
    }
}

#[test]
fn a_space_in_a_number_is_a_character_that_was_not_read() {
    for place in 0..9 {
        let mrz = read(&[TD3[0], &with(TD3[1], place, ' ')]);
        assert_eq!(mrz.status, MrzStatus::Ambiguous, "{place}");
        assert!(mrz.candidates.iter().any(|candidate| candidate.value == "L898902C3"), "{place} {mrz:?}");
    }
    // A 0 and a filler count the same.
    let second = format!("{}UTO7408122F1204159<<<<<<<<<<<<<<<", with_digit("L89890230"));
    let composite = digit(&[&second[..10], &second[13..20], &second[21..43]].concat());
    let second = format!("{second}{composite}");
    assert_eq!(read(&[TD3[0], &second]).status, MrzStatus::Valid);
    assert_eq!(read(&[TD3[0], &with(&second, 8, ' ')]).status, MrzStatus::Ambiguous);
}

#[test]
fn a_character_without_width_may_stand_between() {
    let second = TD3[1].replace("L8989", "L89\u{200B}89\u{FEFF}");
    assert_eq!(read(&[TD3[0], &second]), read(&TD3));
}

#[test]
fn fillers_read_as_letters_are_fillers() {
    let expected = Mrz { repaired: true, ..read(&TD3) };
    for names in ["<<<<<K<<<<KKK<<<<K<", "<<CCCKKLLL<<<<CCC<<", "<<L<K<C<<<<<<<<<<<<"] {
        let first = TD3[0].replace("<<<<<<<<<<<<<<<<<<<", names);
        assert_eq!(read(&[&first, TD3[1]]), expected, "{first}");
    }
    // An initial is not taken away.
    let first = "P<UTOERIKSSON<<ANNA<K<<<<<<<<<<<<<<<<<<<<<<<";
    assert_eq!(read(&[first, TD3[1]]).given_names.as_deref(), Some("ANNA K"));
    let first = "P<UTOLI<<K<L<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<";
    assert_eq!(read(&[first, TD3[1]]).given_names.as_deref(), Some("K L"));
}

#[test]
fn fillers_read_as_letters_are_no_optional_data() {
    let expected = Mrz { repaired: true, ..read(&TD2) };
    for optional in ["<<<<<<K", "<<<K<<<", "<<<<<<C", "<KLC<<<"] {
        let second = TD2[1].replace("9<<<<<<<6", &format!("9{optional}6"));
        assert_eq!(read(&[TD2[0], &second]), expected, "{optional}");
    }
    let second = TD3[1].replace("ZE184226B<<<<<10", "ZE184226B<<<KL10");
    assert_eq!(read(&[TD3[0], &second]), Mrz { repaired: true, ..read(&TD3) });
    // A check digit in whose place a filler stands, and was misread.
    let empty = "L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8";
    let mrz = read(&[TD3[0], empty]);
    assert!(mrz.valid, "{mrz:?}");
    assert_eq!(read(&[TD3[0], &with(empty, 42, 'K')]), Mrz { repaired: true, ..mrz });
}

#[test]
fn letters_that_a_check_digit_proves_are_optional_data() {
    for optional in ["<<<<<<C", "<<L<<<<", "AB<<C<<", "<<C<<<L", "C<<<<C<"] {
        let composite = digit(&["D231458907", "7408122", "1204159", optional].concat());
        let second = TD2[1].replace("9<<<<<<<6", &format!("9{optional}{composite}"));
        let mrz = read(&[TD2[0], &second]);
        assert_eq!((mrz.valid, mrz.repaired, mrz.lines[1].as_str()), (true, false, second.as_str()));
    }
    // Here both letters together count as nothing, so that the check digit holds without them too.
    for letters in ["<<<CC<<<<<<", "<<<L<<<L<<<"] {
        let composite = digit(&[&TD1[0][5..], "7408122", "1204159", letters].concat());
        assert_eq!(Some(composite), TD1[1].chars().last());
        let second = format!("{}{letters}{composite}", &TD1[1][..18]);
        let mrz = read(&[TD1[0], &second, TD1[2]]);
        assert_eq!((mrz.valid, mrz.repaired, mrz.lines[1].as_str()), (true, false, second.as_str()));
    }
}

#[test]
fn an_unknown_character_among_fillers_is_no_letter_that_is_taken_for_one() {
    let mrz = read(&[TD2[0], &TD2[1].replace("9<<<<<<<6", "9<<<<*<<6")]);
    let values: Vec<&str> = mrz.candidates.iter().map(|candidate| candidate.value.as_str()).collect();
    assert_eq!((mrz.status, values), (MrzStatus::Ambiguous, vec!["<<<<0", "<<<<A", "", "<<<<U"]));
}

#[test]
fn nothing_is_repaired_where_that_is_not_wanted() {
    let second = TD3[1].replace("7408122", "74O8122");
    let as_read = ParseOptions { repair: Some(false), ..ParseOptions::default() };
    let mrz = parse_with(&[TD3[0], &second], &as_read).unwrap();
    assert_eq!((mrz.valid, mrz.repaired, mrz.lines[1].as_str()), (false, false, second.as_str()));
    let failed: Vec<_> = mrz.checks.iter().filter(|check| !check.passed).map(|check| check.field).collect();
    assert_eq!(failed, [MrzCheckField::DateOfBirth, MrzCheckField::Composite]);
}
