//! Answers.

use super::{BROKEN, FOREIGN_PASSPORT, TWO_SIDES};
use idsnap::Error;
use idsnap::document::{Check, CheckKind, CheckStatus, DocumentKind, Field};
use idsnap::error::ErrorCode;
use idsnap::http::HttpResponse;
use idsnap::vendors::beorg::*;
use idsnap::vendors::{Answer, Operation, Reply};

fn result(status: u16, body: &str) -> idsnap::Result<Reply<BeorgResult>> {
    BeorgGetResult::parse(&HttpResponse { status, body: body.as_bytes() })
}

#[track_caller]
pub fn answer(body: &str) -> Answer<BeorgResult> {
    match result(200, body) {
        Ok(Reply::Ready(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

fn value(field: &Option<Field>) -> &str {
    field.as_ref().map(|field| field.value.as_str()).unwrap_or_default()
}

pub fn failure(status: u16, code: ErrorCode, vendor_code: Option<&str>) -> Box<Error> {
    Error::Vendor {
        vendor: &idsnap::vendors::beorg::VENDOR,
        code,
        status,
        vendor_code: vendor_code.map(str::to_owned),
        id: None,
    }
    .into()
}

#[test]
fn a_submission_gives_the_id() {
    let parse = |body: &str| BeorgAddDocument::parse(&HttpResponse { status: 200, body: body.as_bytes() });
    let Reply::Ready(answer) = parse(r#"{"document_id": "s-12345"}"#).unwrap() else { panic!("pending") };
    assert_eq!(answer.data.document_id, "s-12345");
    assert!(answer.documents.is_empty());
    for body in ["", "[]", "{}", r#"{"document_id": "../x"}"#, r#"{"document_id": null}"#] {
        assert_eq!(parse(body).unwrap_err(), failure(200, ErrorCode::AnswerUnreadable, None), "{body}");
    }
    let faulty = parse(r#"{"errors": [{"type": "CampaignNotFound"}]}"#).unwrap_err();
    assert_eq!(faulty, failure(200, ErrorCode::NotFound, Some("CampaignNotFound")));
}

#[test]
fn a_failed_submission_keeps_the_id_that_the_response_names() {
    for (status, body, id) in [
        (200, r#"{"document_id": "s-7", "error": {"type": "Odd"}}"#, Some("s-7")),
        (200, r#"{"document_id": "s-7", "errors": [{"type": "CampaignNotFound"}]}"#, Some("s-7")),
        (500, r#"{"document_id": "s-7"}"#, Some("s-7")),
        (425, r#"{"document_id": "s-7"}"#, Some("s-7")),
        (409, r#"{"error": {"data": {"questionary_id": "s-17"}}}"#, Some("s-17")),
        (409, r#"{"error": {"data": {"questionary_id": 17}}}"#, None),
        (200, r#"{"document_id": "s 7"}"#, None),
        (500, "<html>", None),
    ] {
        let error = BeorgAddDocument::parse(&HttpResponse { status, body: body.as_bytes() }).unwrap_err();
        assert_eq!(idsnap::error::ErrorInfo::from(&*error).id.as_deref(), id, "{status} {body}");
    }
    let asked = result(500, r#"{"document_id": "s-7"}"#).unwrap_err();
    assert_eq!(idsnap::error::ErrorInfo::from(&*asked).id, None, "what was asked for is known");
}

#[test]
fn a_result_that_is_not_there_yet_is_pending() {
    for (status, body, id) in [
        (425, "", None),
        (425, "<html>", None),
        (425, r#"{"document_id": "s-7"}"#, Some("s-7")),
        (200, r#"{"document_id": "s-7"}"#, Some("s-7")),
        (200, r#"{"document_id": "s-7", "documents": []}"#, Some("s-7")),
    ] {
        assert_eq!(result(status, body), Ok(Reply::Pending { id: id.map(str::to_owned) }), "{status} {body}");
    }
}

#[test]
fn failures_are_told_apart() {
    for (status, body, code, vendor_code) in [
        (400, "", ErrorCode::RequestRejected, None),
        (401, "{}", ErrorCode::CredentialsRejected, None),
        (
            404,
            r#"{"errors": {"type": "CampaignNotFound", "message": "x"}}"#,
            ErrorCode::NotFound,
            Some("CampaignNotFound"),
        ),
        (404, r#"{"error": {"type": "Other"}}"#, ErrorCode::NotFound, Some("Other")),
        (404, r#"{"errors": {"type": "no plain name"}}"#, ErrorCode::NotFound, None),
        (409, r#"{"error": {"data": {"questionary_id": 17}}}"#, ErrorCode::DocumentAlreadySubmitted, Some("17")),
        (409, r#"{"errors": {"data": {"questionary_id": "s-17"}}}"#, ErrorCode::DocumentAlreadySubmitted, Some("s-17")),
        (409, r#"{"error": {"data": {"questionary_id": "../17"}}}"#, ErrorCode::DocumentAlreadySubmitted, None),
        (409, "", ErrorCode::DocumentAlreadySubmitted, None),
        (413, "", ErrorCode::ImageTooLarge, None),
        (429, "", ErrorCode::RateLimited, None),
        (502, "<html>", ErrorCode::VendorUnavailable, None),
        (200, "<html>", ErrorCode::AnswerUnreadable, None),
        (200, "[]", ErrorCode::AnswerUnreadable, None),
        (200, r#"{"error": {"type": "Odd"}}"#, ErrorCode::VendorUnknown, Some("Odd")),
        (200, "{}", ErrorCode::AnswerUnreadable, None),
        (200, r#"{"document_id": "x y", "documents": null}"#, ErrorCode::AnswerUnreadable, None),
    ] {
        assert_eq!(result(status, body), Err(failure(status, code, vendor_code)), "{status} {body}");
    }
    let upload = BeorgAddDocument::parse(&HttpResponse { status: 425, body: b"" });
    assert_eq!(upload, Err(failure(425, ErrorCode::VendorUnknown, None)));
}

#[test]
fn a_foreign_passport_is_normalized() {
    let answer = answer(FOREIGN_PASSPORT);
    assert!(answer.verdict.accepted);
    assert_eq!(answer.data.document_id.as_deref(), Some("s-31"));
    let document = &answer.documents[0];
    assert_eq!((document.kind, document.vendor_type.as_deref()), (DocumentKind::Passport, Some("PASSPORT_FRGN")));
    assert_eq!(document.key.as_deref(), Some("traveller"));
    for (field, expected) in [
        (&document.issuing_country, "UTO"),
        (&document.document_number, "L898902C3"),
        (&document.personal_number, "ZE184226B"),
        (&document.authority, "MINISTRY OF EXAMPLES"),
        (&document.sex, "F"),
        (&document.surname, "ERIKSSON"),
        (&document.given_names, "ANNA MARIA"),
        (&document.middle_name, ""),
        (&document.date_of_birth, "1974-08-12"),
        (&document.place_of_birth, "ZENITH"),
        (&document.date_of_issue, "2007-04-16"),
        (&document.date_of_expiry, "2012-04-15"),
        (&document.nationality, "UTO"),
    ] {
        assert_eq!(value(field), expected);
    }
    let extra: Vec<_> = document.extra.keys().map(String::as_str).collect();
    assert_eq!(extra, ["HasPhoto"]);
}

#[test]
fn the_series_and_the_number_are_the_document_number() {
    let documents = answer(TWO_SIDES).documents;
    let number = documents[0].document_number.as_ref().unwrap();
    assert_eq!(
        (number.value.as_str(), number.raw.as_str(), number.confidence),
        ("0001000002", "00 01 000002", Some(0.25))
    );
    assert_eq!(value(&answer(BROKEN).documents[1].document_number), "I-АБ000003");
}

#[test]
fn confidences_are_read_in_each_form_and_letter_case() {
    let answer = answer(TWO_SIDES);
    let confidence = |field: &Option<Field>| field.as_ref().unwrap().confidence;
    let document = &answer.documents[0];
    assert_eq!(confidence(&document.surname), Some(0.9981));
    assert_eq!(confidence(&document.given_names), Some(0.5));
    assert_eq!(confidence(&document.sex), Some(0.0));
    assert_eq!((confidence(&document.date_of_birth), confidence(&document.date_of_issue)), (None, None));
    let keys: Vec<_> = answer.data.documents[0].confidences.keys().map(String::as_str).collect();
    assert_eq!(keys, ["FirstName", "Gender", "Number", "Series", "lastname"]);
}

#[test]
fn what_was_not_read_is_absent_and_what_is_odd_stays_raw() {
    let document = &answer(TWO_SIDES).documents[0];
    assert_eq!((&document.middle_name, &document.mrz), (&None, &None));
    assert_eq!(value(&document.date_of_issue), "03.2011");
    let extra: Vec<_> = document.extra.keys().map(String::as_str).collect();
    assert_eq!(extra, ["HasPhoto", "IssueId", "MRZ1"]);
}

#[test]
fn two_sides_of_one_document_stay_apart() {
    let answer = answer(TWO_SIDES);
    assert_eq!((answer.data.documents.len(), answer.documents.len()), (2, 2));
    let [first, second] = answer.documents.as_slice() else { panic!("two documents") };
    assert_eq!((first.key.as_deref(), second.key.as_deref()), (Some("passport"), Some("passport")));
    assert_eq!((value(&first.address), value(&second.address)), ("", "ГОР. ПРИМЕР, УЛ. ПРИМЕРОВ"));
    assert_eq!(second.surname, None);
}

#[test]
fn each_check_is_told() {
    use CheckKind::*;
    use CheckStatus::*;
    let answer = answer(TWO_SIDES);
    let expected = [
        Check::new(Overall, Passed, "verifications"),
        Check::new(ImageMetadata, Passed, "metadata_check"),
        Check::new(Expired, Passed, "expiration_date"),
        Check::new(Information, Passed, "fields_to_check_valid"),
        Check::new(MrzVisualConsistency, NotRun, "fio_series_number_mrz"),
        Check::new(Consistency, Passed, "region_valid"),
        Check::new(FacePresent, Passed, "HasPhoto"),
        Check::new(MrzFormat, NotRun, "mrz"),
    ];
    assert_eq!(answer.documents[0].checks, expected);
    let flat = [Check::new(Other, Failed, "other"), Check::new(Consistency, Passed, "region_valid")];
    assert_eq!(answer.documents[1].checks, flat);
}

#[test]
fn biometric_results_become_checks() {
    let checks = &answer(BROKEN).documents[3].checks;
    let expected = [
        Check::new(CheckKind::Liveness, CheckStatus::Passed, "biometry_liveness"),
        Check::new(CheckKind::FaceMatch, CheckStatus::Failed, "biometry_match"),
    ];
    assert_eq!(checks, &expected);
}

#[test]
fn a_broken_document_keeps_its_fields_and_says_why() {
    let answer = answer(BROKEN);
    let reasons: Vec<_> =
        answer.verdict.reasons.iter().map(|reason| (reason.code, reason.vendor_code.as_str())).collect();
    let expected = [
        (ErrorCode::DocumentBroken, "no metadata"),
        (ErrorCode::DocumentBroken, "blurred"),
        (ErrorCode::DocumentInconsistent, "fields_to_check_valid"),
        (ErrorCode::DocumentExpired, "expiration_date"),
        (ErrorCode::DocumentBroken, "biometry_match"),
    ];
    assert_eq!((answer.verdict.accepted, reasons.as_slice()), (false, &expected[..]));
    assert_eq!(value(&answer.documents[0].surname), "ПРИМЕРОВ");
    assert_eq!(answer.data.documents[0].broken_reasons_ru, ["нет метаданных", "размыто"]);
    assert_eq!(answer.data.documents[0].verifications.bad_fields, ["LastName"]);
}

#[test]
fn a_failed_check_counts_against_the_document_wherever_it_stands() {
    for (metadata, code, vendor_code) in [
        (r#""biometry_liveness": {"status": 1}"#, ErrorCode::DocumentBroken, "biometry_liveness"),
        (r#""verifications": {"region_valid": false}"#, ErrorCode::DocumentInconsistent, "region_valid"),
        (r#""verifications": {"status": 1}"#, ErrorCode::DocumentInconsistent, "verifications"),
    ] {
        let verdict =
            answer(&format!(r#"{{"documents": [{{"type": "PASSPORT", "metadata": {{{metadata}}}}}]}}"#)).verdict;
        let reasons: Vec<_> = verdict.reasons.iter().map(|reason| (reason.code, reason.vendor_code.as_str())).collect();
        assert_eq!((verdict.accepted, reasons.as_slice()), (false, &[(code, vendor_code)][..]));
    }
}

#[test]
fn broken_is_read_in_each_form() {
    for (broken, accepted) in
        [("true", false), ("\"True\"", false), ("1", false), ("false", true), ("null", true), ("[]", true)]
    {
        let body = format!(
            r#"{{"documents": [{{"type": "SNILS", "data": {{"Number": "1"}}, "broken": {broken}, "broken_reasons": null}}]}}"#
        );
        assert_eq!(answer(&body).verdict.accepted, accepted, "{broken}");
    }
}

#[test]
fn each_type_has_its_place() {
    let documents = answer(BROKEN).documents;
    let kinds: Vec<_> = documents.iter().map(|document| document.kind).collect();
    use DocumentKind::*;
    assert_eq!(kinds, [SocialSecurity, BirthCertificate, ResidencePermit, Other]);
    let [snils, birth, permit, other] = documents.as_slice() else { panic!("four documents") };
    assert_eq!((value(&snils.personal_number), value(&snils.document_number)), ("000-000-000 00", "000-000-000 00"));
    assert_eq!(snils.extra.keys().collect::<Vec<_>>(), ["RegistrationDate"]);
    assert_eq!((value(&birth.surname), value(&birth.given_names)), ("ПРИМЕРОВА", "ВЫДУМКА"));
    assert_eq!((value(&birth.middle_name), value(&birth.sex)), ("ПРИМЕРОВНА", "F"));
    assert_eq!((value(&birth.date_of_birth), value(&birth.date_of_issue)), ("2019-08-07", "2019-09-09"));
    assert_eq!((value(&permit.document_number), value(&permit.nationality)), ("4/5", "KAZ"));
    assert_eq!((value(&permit.date_of_expiry), value(&permit.place_of_birth)), ("2023-02-01", "EXAMPLETOWN"));
    assert_eq!(permit.extra.keys().collect::<Vec<_>>(), ["IssueId", "SolutionDate"]);
    assert_eq!((value(&other.surname), other.extra.len()), ("EXAMPLE", 1));
}

#[test]
fn one_document_at_the_top_or_without_an_array_is_read() {
    let at_the_top = r#"{"document_id": "s-1", "type": "SNILS", "data": {"LastName": "A"}, "broken": true}"#;
    let without_an_array = r#"{"documents": {"type": "SNILS", "data": {"LastName": "A"}, "broken": true}}"#;
    for body in [at_the_top, without_an_array] {
        let answer = answer(body);
        assert_eq!((value(&answer.documents[0].surname), answer.verdict.accepted), ("A", false), "{body}");
    }
}

#[test]
fn an_entry_that_is_no_document_keeps_its_place() {
    let answer = answer(r#"{"documents": [null, {"data": {"LastName": "A"}}]}"#);
    assert_eq!((answer.data.documents.len(), value(&answer.documents[1].surname)), (2, "A"));
    let reasons: Vec<_> = answer.verdict.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!((answer.verdict.accepted, reasons.as_slice()), (false, &[ErrorCode::DocumentNotFound][..]));
}

#[test]
fn a_value_that_is_no_text_goes_to_extra() {
    let answer = answer(r#"{"documents": [{"data": {"LastName": {"a": 1}, "FirstName": 7, "Number": 8}}]}"#);
    let document = &answer.documents[0];
    assert_eq!((&document.surname, value(&document.given_names), value(&document.document_number)), (&None, "7", "8"));
    assert_eq!(document.extra.keys().collect::<Vec<_>>(), ["LastName"]);
    assert_eq!(answer.data.documents[0].data.get("LastName"), Some(&None));
}
