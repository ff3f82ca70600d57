//! Zones written from fields.

use super::{LONG_TD1, LONG_TD2, MRV_A, MRV_B, TD1, TD2, TD3, iso, read};
use idsnap::Error;
use idsnap::document::mrz::MrzFormat::{self, *};
use idsnap::document::mrz::{Mrz, MrzFields, format};
use proptest::prelude::*;

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn named(format: MrzFormat, surname: &str, given_names: &str) -> MrzFields {
    MrzFields {
        format,
        issuing_state: some("UTO"),
        surname: some(surname),
        given_names: some(given_names),
        ..MrzFields::default()
    }
}

/// The holder of ICAO's specimens.
fn eriksson(format: MrzFormat) -> MrzFields {
    MrzFields {
        document_number: some("D23145890"),
        nationality: some("UTO"),
        date_of_birth: some("1974-08-12"),
        date_of_expiry: some("2012-04-15"),
        sex: some("F"),
        ..named(format, "Eriksson", "Anna Maria")
    }
}

#[test]
fn the_specimens_of_icao_are_written() {
    let visa = |format| MrzFields {
        document_number: some("L8988901C"),
        nationality: some("XXX"),
        date_of_birth: some("1940-09-07"),
        date_of_expiry: some("961210"),
        ..eriksson(format)
    };
    let stevenson = |format| MrzFields {
        document_number: some("D23145890734"),
        date_of_birth: some("1934-07-12"),
        date_of_expiry: some("1995-07-12"),
        sex: some("M"),
        surname: some("Stevenson"),
        given_names: some("Peter"),
        ..eriksson(format)
    };
    let passport = MrzFields { document_number: some("L898902C3"), optional_data: some("ZE184226B"), ..eriksson(Td3) };
    for (fields, lines) in [
        (passport, &TD3[..]),
        (eriksson(Td1), &TD1),
        (eriksson(Td2), &TD2),
        (MrzFields { optional_data: some("6ZE184226B"), ..visa(MrvA) }, &MRV_A),
        (visa(MrvB), &MRV_B),
        (stevenson(Td1), &LONG_TD1),
        (stevenson(Td2), &LONG_TD2),
    ] {
        assert_eq!(format(&fields).unwrap(), lines, "{fields:?}");
    }
}

#[test]
fn a_french_card_is_written() {
    let fields = MrzFields {
        issuing_state: None,
        document_number: some("940992310285"),
        date_of_birth: some("1965-12-06"),
        sex: some("F"),
        ..named(FrenchIdCard, "Berthier", "Corinne")
    };
    let lines = ["IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "9409923102854CORINNE<<<<<<<6512068F4"];
    assert_eq!(format(&fields).unwrap(), lines);
    let two = MrzFields { given_names: some("Anne-Lise Marie Claire"), ..fields };
    assert_eq!(&format(&two).unwrap()[1][13..27], "ANNE<LISE<<MAR");
}

#[test]
fn what_is_absent_is_filler() {
    let lines = format(&MrzFields { format: Td3, ..MrzFields::default() }).unwrap();
    assert_eq!(lines, ["P<".to_owned() + &"<".repeat(42), "<<<<<<<<<0<<<<<<<<<0<<<<<<<0<<<<<<<<<<<<<<<0".to_owned()]);
}

/// Part 4, section 4.2.2 and following; part 5, the same. The names of the last ones are cut at the issuer's choice: of
/// the ways that the standard shows this is the first.
#[test]
fn names_are_written_and_cut_as_the_standard_shows() {
    for (format_, surname, given_names, expected) in [
        (Td3, "ERIKSSON", "ANNA MARIA", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),
        (Td3, "HENG", "DEBORAH MING LO", "HENG<<DEBORAH<MING<LO<<<<<<<<<<<<<<<<<<"),
        (Td3, "SMITH-JONES", "SUSIE MARGARET", "SMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<"),
        (Td3, "O'CONNOR", "ENYA SIOBHAN", "OCONNOR<<ENYA<SIOBHAN<<<<<<<<<<<<<<<<<<"),
        (Td3, "VAN DER MUELLEN", "MARTIN", "VAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<"),
        (Td3, "AL-BASRI", "HUDA MUHAMMAD JAWAD", "AL<BASRI<<HUDA<MUHAMMAD<JAWAD<<<<<<<<<<"),
        (Td3, "VILARCHAO FERNANDEZ", "JOSE RAMON", "VILARCHAO<FERNANDEZ<<JOSE<RAMON<<<<<<<<"),
        (Td3, "ARKFREITH", "", "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"),
        (Td3, "SATRIYA SUDARPA", "", "SATRIYA<SUDARPA<<<<<<<<<<<<<<<<<<<<<<<<"),
        (Td3, "PAPANDROPOULOUS", "JONATHON WARREN TREVOR", "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        (Td3, "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        (Td3, "NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG", "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        (Td3, LONG, "DINGO POTOROO", "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"),
        (Td1, "PAPANDROPOULOUS", "JONATHON ALEC", "PAPANDROPOULOUS<<JONATHON<ALEC"),
        (Td1, "NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG", "NILAVADHANANANDA<<CHAYAPA<DE<K"),
        (Td1, LONG, "DINGO POTOROO", "BENNELONG<WOOLOOMOOLOO<W<W<<DI"),
        (Td2, "NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG", "NILAVADHANANANDA<<ARNPOL<PETC<C"),
        (Td2, LONG, "DINGO POTOROO", "BENNELONG<WOOLOOMOOLOO<W<W<<D<P"),
        (MrvB, LONG, "", "BENNELONG<WOOLOOMOOLOO<WARRAN<W"),
    ] {
        let lines = format(&named(format_, surname, given_names)).unwrap();
        let names = if format_ == Td1 { lines[2].as_str() } else { &lines[0][5..] };
        assert_eq!(names, expected);
    }
}

const LONG: &str = "BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL";

#[test]
fn a_state_is_written_as_its_code() {
    for (state, expected) in [
        ("UTO", "UTO"),
        ("Atlantis", ""),
        ("Germany", "D<<"),
        ("DEU", "D<<"),
        ("D", "D<<"),
        ("kz", "KAZ"),
        ("Viet Nam", "VNM"),
        ("XOM", "XOM"),
    ] {
        let lines = format(&MrzFields { issuing_state: some(state), ..named(Td3, "A", "") });
        match expected {
            "" => assert!(lines.is_err(), "{state}"),
            expected => assert_eq!(&lines.unwrap()[0][2..5], expected),
        }
    }
}

#[test]
fn dates_are_written_as_far_as_they_are_known() {
    for (date, expected) in [
        ("1974-08-12", "740812"),
        ("1974-08", "7408<<"),
        ("1974", "74<<<<"),
        ("7408<<", "7408<<"),
        ("740800", "740800"),
    ] {
        let lines = format(&MrzFields { date_of_birth: some(date), ..named(Td3, "A", "") }).unwrap();
        assert_eq!(&lines[1][13..19], expected);
    }
    let never = some("999999");
    let lines = format(&MrzFields { date_of_expiry: never.clone(), ..named(Td3, "A", "") }).unwrap();
    assert_eq!(&lines[1][21..27], "999999");
    fails(
        &MrzFields { date_of_birth: never, ..named(Td3, "A", "") },
        "fields.dateOfBirth: found no date, expected YYYY-MM-DD, YYYY-MM, YYYY or YYMMDD",
    );
}

#[track_caller]
fn fails(fields: &MrzFields, message: &str) {
    let error = format(fields).unwrap_err();
    assert!(matches!(*error, Error::InvalidField { .. }), "{error:?}");
    assert_eq!(error.to_string(), message);
}

#[test]
fn what_a_zone_cannot_hold_is_refused() {
    let dates = "YYYY-MM-DD, YYYY-MM, YYYY or YYMMDD";
    let letters = "letters of ICAO Doc 9303 part 3, section 6";
    let none = "none, as the format has no such field";
    let base = || eriksson(Td3);
    fails(
        &MrzFields { format: SwissDrivingLicence, ..base() },
        "fields.format: found a format that is only read, expected TD1, TD2, TD3, MRV-A, MRV-B or FRA-CNI",
    );
    fails(
        &MrzFields { document_code: some("X"), ..base() },
        "fields.documentCode: found another code, expected letters, the first of P",
    );
    fails(
        &MrzFields { document_code: some("PPP"), ..base() },
        "fields.documentCode: found 3 characters, expected at most 2",
    );
    fails(
        &MrzFields { document_number: some("D231458907"), ..base() },
        "fields.documentNumber: found 10 characters, expected at most 9",
    );
    fails(
        &MrzFields { document_number: some("Д23145890"), ..base() },
        "fields.documentNumber: found another letter, expected letters from A to Z and digits",
    );
    fails(
        &MrzFields { optional_data: some("123456789012345"), ..base() },
        "fields.optionalData: found 15 characters, expected at most 14",
    );
    fails(
        &MrzFields { optional_data_2: some("1"), ..base() },
        &format!("fields.optionalData2: found a value, expected {none}"),
    );
    fails(
        &MrzFields { surname: some("山田"), ..base() },
        &format!("fields.surname: found a character that is in no table, expected {letters}"),
    );
    fails(
        &MrzFields { given_names: some("Anna 2"), ..base() },
        &format!("fields.givenNames: found a character that is in no table, expected {letters}"),
    );
    fails(
        &MrzFields { issuing_state: some("Atlantis"), ..base() },
        "fields.issuingState: found another text, expected a country or its code",
    );
    fails(&MrzFields { sex: some("?"), ..base() }, "fields.sex: found another value, expected M, F or X");
    for date in ["1974-13-01", "1974-08-1", "12.08.1974", "74081", "9999-99-99"] {
        fails(
            &MrzFields { date_of_birth: some(date), ..base() },
            &format!("fields.dateOfBirth: found no date, expected {dates}"),
        );
    }
    let french =
        MrzFields { format: FrenchIdCard, date_of_expiry: some("2031-01-01"), ..named(FrenchIdCard, "A", "B") };
    fails(
        &MrzFields { issuing_state: None, ..french.clone() },
        &format!("fields.dateOfExpiry: found a value, expected {none}"),
    );
    fails(&french, "fields.issuingState: found another state, expected FRA");
}

#[test]
fn a_text_of_many_bytes_is_refused_and_no_reason_to_panic() {
    let fields = MrzFields { surname: some(&"Ж".repeat(10_000)), ..eriksson(Td1) };
    assert_eq!(format(&fields).unwrap()[2].len(), 30);
    assert!(format(&MrzFields { document_number: some(&"é".repeat(9)), ..eriksson(Td1) }).is_err());
    assert!(format(&MrzFields { optional_data: some(&"1".repeat(10_000)), ..eriksson(Td1) }).is_err());
}

/// Fields that fit their format without being cut.
fn fields() -> impl Strategy<Value = MrzFields> {
    let formats = [Td1, Td2, Td3, MrvA, MrvB, FrenchIdCard];
    let name = "[A-Z]{1,9}( [A-Z]{1,4})?";
    let date = "(19[6-9][0-9]|20[01][0-9])-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])";
    let expiry = "20[345][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])";
    let number = "[A-Z0-9]{1,9}";
    (0..6usize, (name, "[A-Z]{1,5}( [A-Z]{1,5})?"), (number, "[A-Z0-9]{0,7}"), date, expiry, "[MFX]").prop_map(
        move |(format, (surname, given_names), (number, optional), birth, expiry, sex)| {
            let format = formats[format];
            let french = format == FrenchIdCard;
            MrzFields {
                format,
                issuing_state: some(if french { "FRA" } else { "UTO" }),
                surname: some(&surname),
                given_names: some(&given_names),
                document_number: if french { some(&format!("2007{:0<3.3}12345", number)) } else { some(&number) },
                nationality: some(if french { "" } else { "UTO" }),
                date_of_birth: some(&if french { birth.replace("201", "200") } else { birth }),
                date_of_expiry: some(if french { "" } else { &expiry }),
                sex: some(&sex),
                optional_data: some(&if french { format!("{optional:.6}") } else { optional }),
                ..MrzFields::default()
            }
        },
    )
}

fn back(mrz: &Mrz) -> MrzFields {
    MrzFields {
        format: mrz.format,
        document_code: None,
        issuing_state: mrz.issuing_state.clone(),
        surname: mrz.surname.clone(),
        given_names: mrz.given_names.clone(),
        document_number: mrz.document_number.clone(),
        nationality: mrz.nationality.clone(),
        date_of_birth: iso(&mrz.date_of_birth).map(String::from),
        date_of_expiry: iso(&mrz.date_of_expiry).map(String::from),
        sex: mrz.sex.clone(),
        optional_data: mrz.optional_data.clone(),
        optional_data_2: mrz.optional_data_2.clone(),
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(fields in fields()) {
        let lines = format(&fields).unwrap();
        let mrz = read(&lines.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert!(mrz.valid && !mrz.repaired, "{:?}", mrz);
        prop_assert_eq!(back(&mrz), fields);
    }

    #[test]
    fn a_long_number_is_read_back(number in "[A-Z0-9]{10,15}", rest in "[A-Z0-9]{0,3}") {
        for (format_, longest) in [(Td1, 15), (Td2, 12)] {
            let rest = if format_ == Td1 { rest.clone() } else { String::new() };
            let number = &number[..number.len().min(longest)];
            let fields = MrzFields { document_number: some(number), optional_data: some(&rest), ..eriksson(format_) };
            let lines = format(&fields).unwrap();
            let mrz = read(&lines.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert!(mrz.valid, "{:?}", mrz);
            prop_assert_eq!((mrz.document_number.as_deref(), mrz.optional_data.unwrap_or_default()), (Some(number), rest));
        }
    }

    #[test]
    fn no_name_makes_it_panic(surname in "\\PC{0,60}", given_names in "\\PC{0,60}") {
        for format_ in [Td1, Td3, FrenchIdCard] {
            let fields = MrzFields { issuing_state: None, ..named(format_, &surname, &given_names) };
            if let Ok(lines) = format(&fields) {
                for line in &lines {
                    prop_assert!(line.bytes().all(|byte| byte == b'<' || byte.is_ascii_digit() || byte.is_ascii_uppercase()), "{}", line);
                }
                prop_assert!(idsnap::document::mrz::parse(&lines.iter().map(String::as_str).collect::<Vec<_>>()).is_some());
            }
        }
    }
}
