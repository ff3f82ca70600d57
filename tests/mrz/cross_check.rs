//! A zone against the printed fields.

use super::{TD3, read};
use idsnap::document::cross_check;
use idsnap::document::{Check, CheckKind, CheckStatus, Field, IdentityDocument, PrintedFields, cross_check_fields};

pub fn printed() -> IdentityDocument {
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
    for surname in ["ЭРИКССОН", "ÉRIKSEN"] {
        let document = IdentityDocument { surname: Field::new(surname), ..printed() };
        assert_eq!(status(&TD3, &document, "surname"), Some(CheckStatus::NotRun), "{surname}");
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

#[test]
fn a_name_that_only_begins_like_the_zone_differs_unless_the_zone_is_full() {
    let document = IdentityDocument { surname: Field::new("Erikssonova"), ..printed() };
    assert_eq!(status(&TD3, &document, "surname"), Some(CheckStatus::Failed));
}

#[test]
fn only_the_internal_passport_of_russia_has_its_number_put_together() {
    let lines = [TD3[0].replace("UTO", "RUS"), TD3[1].replace("UTO", "RUS")];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(status(&lines, &printed(), "documentNumber"), Some(CheckStatus::Passed));
}

#[test]
fn a_sex_that_the_zone_leaves_open_is_not_compared() {
    let second = TD3[1].replace("22F", "22<");
    for (sex, expected) in [("F", CheckStatus::NotRun), ("X", CheckStatus::Passed)] {
        let document = IdentityDocument { sex: Field::new(sex), ..printed() };
        assert_eq!(status(&[TD3[0], &second], &document, "sex"), Some(expected), "{sex}");
    }
}

#[test]
fn a_date_that_the_zone_has_in_part_is_not_compared() {
    let second = TD3[1].replace("740812", "7408<<");
    assert_eq!(status(&[TD3[0], &second], &printed(), "dateOfBirth"), Some(CheckStatus::NotRun));
}

#[test]
fn letters_with_marks_agree_however_they_are_encoded() {
    let zone = |names: &str| [format!("P<UTO{names:<<39}"), TD3[1].to_owned()];
    for (names, printed_as, expected) in [
        ("ERIKSSON<<VAN", "ERÍKSSON", CheckStatus::Passed),
        ("NGUYEN<<VAN", "NGUYỄN", CheckStatus::Passed),
        ("NGUYEN<<VAN", "NGUYE\u{302}\u{303}N", CheckStatus::Passed),
        ("NGUYEN<<VAN", "Nguyễn", CheckStatus::Passed),
        ("MUELLER<<VAN", "MÜLLER", CheckStatus::Passed),
        ("MUELLER<<VAN", "MU\u{308}LLER", CheckStatus::Passed),
        ("MULLER<<VAN", "Müller", CheckStatus::Passed),
        ("MULLER<<VAN", "Mu\u{308}ller", CheckStatus::Passed),
        ("DANG<<VAN", "Đặng", CheckStatus::Passed),
        ("STRASSE<<VAN", "Straße", CheckStatus::Passed),
        ("MUXXLLER<<VAN", "MÜLLER", CheckStatus::NotRun),
        ("NGUYEN<<VAN", "NGUYEM", CheckStatus::Failed),
    ] {
        let lines = zone(names);
        let document = IdentityDocument { surname: Field::new(printed_as), ..printed() };
        assert_eq!(status(&[&lines[0], &lines[1]], &document, "surname"), Some(expected), "{names} {printed_as}");
    }
}

#[test]
fn a_print_without_expiry_contradicts_a_zone_with_one() {
    let never = |document: IdentityDocument| IdentityDocument { never_expires: true, date_of_expiry: None, ..document };
    let second = super::dates::zone("740812", "9999990");
    for (lines, document, expected) in [
        (TD3.map(str::to_owned), never(printed()), CheckStatus::Failed),
        (second.clone(), never(printed()), CheckStatus::Passed),
        (second, printed(), CheckStatus::Failed),
    ] {
        assert_eq!(status(&[&lines[0], &lines[1]], &document, "dateOfExpiry"), Some(expected), "{lines:?}");
    }
    let printed = PrintedFields { date_of_expiry: Some("бессрочно".into()), ..PrintedFields::default() };
    let checks = cross_check_fields(&read(&TD3), &printed);
    assert_eq!(checks[1], Check::new(CheckKind::MrzVisualConsistency, CheckStatus::Failed, "dateOfExpiry"));
}
