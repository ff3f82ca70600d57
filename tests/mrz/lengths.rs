//! Lines with characters too many or too few, and lines that could be those of another format.

use super::zones::{digit, with_digit};
use super::{MRV_A, MRV_B, TD1, TD2, TD3, iso, read};
use idsnap::document::mrz::{Mrz, MrzCheckField, MrzFormat, MrzStatus, ParseOptions, parse, parse_with};

/// The text with a character put in before `place`.
fn added(text: &str, place: usize, c: char) -> String {
    let (before, after) = text.split_at(place);
    format!("{before}{c}{after}")
}

fn lost(text: &str, place: usize) -> String {
    format!("{}{}", &text[..place], &text[place + 1..])
}

fn number(mrz: &Mrz) -> Option<&str> {
    mrz.document_number.as_deref()
}

#[test]
fn a_line_that_lost_a_character_is_no_line_of_another_format() {
    let lines = ["I<KAZMARTIN<<KLAUS<C<<<<<<<<<<<<<<<<", "016706201KAZ7704123M3102271DC6<<<<3"];
    for lines in [&lines[..], &[&lines.concat()]] {
        if let Some(mrz) = parse(lines) {
            assert_eq!((mrz.format, mrz.valid), (MrzFormat::Td2, false), "{mrz:?}");
        }
    }
}

#[test]
fn a_character_too_many_is_taken_out_where_that_alone_makes_all_check_digits_hold() {
    let first = format!("I<UTO{:<<25}", with_digit("8AGOU4T3A"));
    for (birth, expiry) in [("700106", "351118"), ("480916", "330912")] {
        let data = format!("{}M{}UTO<<<<<<<<<<<", with_digit(birth), with_digit(expiry));
        let composite = digit(&[&first[5..], &data[..7], &data[8..15], &data[18..]].concat());
        let data = format!("{data}{composite}");
        let expected = read(&[&first, &data, TD1[2]]);
        assert!(expected.valid, "{expected:?}");
        for (place, c) in (0..30).flat_map(|place| ['P', 'S', 'X', '{', 'Ñ'].map(|c| (place, c))) {
            let mrz = read(&[&first, &added(&data, place, c), TD1[2]]);
            assert!(!mrz.valid || mrz.lines == expected.lines, "{place} {c} {:?}", mrz.lines);
        }
        let mrz = read(&[&first, &added(&data, 13, 'P'), TD1[2]]);
        assert_eq!(mrz, Mrz { repaired: true, ..expected }, "{birth}");
    }
}

#[test]
fn what_check_digits_leave_open_in_a_line_that_is_too_long_is_ambiguous() {
    // Without the 1 of the date it is as good as without a filler behind it.
    let second = "QC17221900VNM7511091<31040135FD<<<<<<<<<<<<<<";
    let mrz = read(&[MRV_A[0], second]);
    assert_eq!((mrz.status, mrz.valid), (MrzStatus::Ambiguous, false), "{mrz:?}");
    let values: Vec<_> = mrz.candidates.iter().map(|one| (one.field, &one.lines[1][21..27])).collect();
    assert!(values.contains(&(MrzCheckField::DateOfExpiry, "310403")), "{values:?}");
    for candidate in &mrz.candidates {
        assert!(read(&candidate.lines.iter().map(String::as_str).collect::<Vec<_>>()).valid, "{candidate:?}");
    }
}

#[test]
fn a_line_that_lost_a_character_is_not_valid_because_a_check_digit_holds_by_chance() {
    for (names, second, right) in [
        (MRV_A[0], "F919754309UTO5112276<3212312FJ<<<<<<<<<<<<<", "321223"),
        (MRV_A[0], "G973286737UTO6006129M3104264RW0JE<<<<<<<<<<", "310428"),
        (MRV_B[0], "WA99716756D<<8110158M3003194EZGN<<<", "300321"),
    ] {
        let mrz = read(&[names, second]);
        assert_eq!((mrz.status, mrz.valid), (MrzStatus::Ambiguous, false), "{mrz:?}");
        let dates: Vec<_> = mrz.candidates.iter().map(|one| &one.lines[1][21..27]).collect();
        assert!(dates.len() > 1 && dates.contains(&right), "{second} {dates:?}");
    }
}

#[test]
fn a_filler_that_was_lost_or_is_too_many_costs_nothing_where_nothing_else_explains_it() {
    for lines in [TD3, TD2] {
        let end = lines[1].rfind('<').unwrap();
        let whole = read(&lines);
        for second in [added(lines[1], end, '<'), lost(lines[1], end)] {
            let mrz = read(&[lines[0], &second]);
            let is_open = mrz.status == MrzStatus::Ambiguous
                && mrz.candidates.iter().all(|one| one.field == MrzCheckField::OptionalData)
                && mrz.candidates[0].lines == whole.lines;
            assert!(mrz == whole || is_open, "{second} {mrz:?}");
        }
    }
    // Without optional data there is no other place where a character could be missing.
    let empty = ["P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0"];
    assert_eq!(read(&[empty[0], &lost(empty[1], 40)]), read(&empty));
    assert_eq!(read(&[empty[0], &added(empty[1], 40, '<')]), read(&empty));
}

#[test]
fn lines_of_the_smaller_visa_with_a_character_too_many_or_too_few_are_not_those_of_the_larger_one() {
    let expected = read(&MRV_B);
    for lines in [
        [lost(MRV_B[0], 35), MRV_B[1].to_owned()],
        [added(MRV_B[0], 35, '<'), MRV_B[1].to_owned()],
        [MRV_B[0].to_owned(), lost(MRV_B[1], 35)],
        [MRV_B[0].to_owned(), added(MRV_B[1], 35, '<')],
        [added(MRV_B[0], 35, '<'), lost(MRV_B[1], 35)],
    ] {
        let mrz = read(&[&lines[0], &lines[1]]);
        assert_eq!((mrz.format, number(&mrz)), (MrzFormat::MrvB, number(&expected)), "{lines:?}");
    }
}

#[test]
fn a_first_letter_that_was_not_read_does_not_make_a_passport_a_card() {
    let lines = ["P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "C01X0006H1D<<6408125F1710319<<<<<<<<<<<<<<<0"];
    for first in ["|‹D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<", "*<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<"] {
        assert_eq!(read(&[first, lines[1]]), Mrz { repaired: true, ..read(&lines) }, "{first}");
    }
    // Which letter a card began with is not known.
    let mrz = read(&[&TD2[0].replacen('I', "*", 1), TD2[1]]);
    assert_eq!((mrz.format, mrz.document_code.as_str(), mrz.valid), (MrzFormat::Td2, "?", true));
}

#[test]
fn a_guillemet_in_a_number_is_a_character_that_was_not_read() {
    let card = ["IDFRABERTHIER<<<<<<<<<<<<<<<<<060976", "22017L51«0630CORINNE<<<<<<<8712046F4"];
    let mrz = read(&card);
    assert!(!mrz.valid, "{mrz:?}");
    assert!(mrz.candidates.iter().all(|one| !one.lines[1][..12].contains('<')), "{mrz:?}");
    // As a speck it is taken out again, wherever it stands.
    for place in 0..44 {
        let mrz = read(&[TD3[0], &added(TD3[1], place, '«')]);
        assert!(!mrz.valid || mrz.lines == TD3, "{place} {mrz:?}");
    }
}

#[test]
fn a_letter_with_its_mark_beside_it_is_one_letter() {
    for names in
        ["P<UTOMUÑOZ<<ÁNGEL<<<<<<<<<<<<<<<<<<<<<<<<<<<", "P<UTOMUN\u{303}OZ<<A\u{301}NGEL<<<<<<<<<<<<<<<<<<<<<<<<<<<"]
    {
        let mrz = read(&[names, TD3[1]]);
        assert_eq!((mrz.surname.as_deref(), mrz.given_names.as_deref()), (Some("MUNOZ"), Some("ANGEL")));
    }
    // In a number both are a character that no zone has.
    let marked = |number: &str| read(&[TD3[0], &TD3[1].replacen('L', number, 1)]);
    assert_eq!(marked("L\u{301}"), marked("Ĺ"));
    assert_eq!(marked("L\u{301}").status, MrzStatus::Ambiguous);
}

#[test]
fn nothing_is_put_in_or_taken_out_where_repairs_are_not_wanted() {
    let as_read = ParseOptions { repair: Some(false), ..ParseOptions::default() };
    let second = added(TD3[1], 13, '9');
    let mrz = parse_with(&[TD3[0], &second], &as_read).unwrap();
    assert!(!mrz.valid && !mrz.candidates.is_empty(), "{mrz:?}");
    let mrz = read(&[TD3[0], &second]);
    assert_eq!((mrz.valid, mrz.repaired, iso(&mrz.date_of_birth)), (true, true, Some("1974-08-12")));
}

#[test]
fn an_ambiguity_of_two_repairs_is_no_repair() {
    // The B is a 6 behind a C, and an 8 behind a G.
    assert_eq!(("WC989V3PH6", "WG989V3PH8"), (&*with_digit("WC989V3PH"), &*with_digit("WG989V3PH")));
    let mrz = read(&[MRV_B[0], &format!("WG989V3PHB{}", &MRV_B[1][10..])]);
    assert_eq!((mrz.valid, mrz.repaired), (false, false), "{mrz:?}");
}

#[test]
fn a_character_behind_the_last_check_digit_is_taken_out() {
    for lines in [TD2, TD3] {
        let mrz = read(&[lines[0], &format!("{}X", lines[1])]);
        assert_eq!(mrz, Mrz { repaired: true, ..read(&lines) });
    }
}
