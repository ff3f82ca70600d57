//! Answers of CVS.

use super::*;
use idsnap::document::Field;

pub const CARDS: &[u8] = include_bytes!("../../fixtures/cvs/cards.json");
pub const OBJECT: &[u8] = include_bytes!("../../fixtures/cvs/card.object.json");
pub const MULTI: &[u8] = include_bytes!("../../fixtures/cvs/ocr-card.multi.json");
pub const WARNING: &[u8] = include_bytes!("../../fixtures/cvs/warning.json");
const ERROR: &[u8] = include_bytes!("../../fixtures/cvs/error.json");

pub type Parse = fn(&HttpResponse<'_>) -> idsnap::Result<Reply<CvsData>>;

#[track_caller]
pub fn ready(parse: Parse, body: &[u8]) -> Answer<CvsData> {
    match parse(&HttpResponse { status: 200, body }).unwrap() {
        Reply::Ready(answer) => answer,
        Reply::Pending { id } => panic!("pending {id:?}"),
    }
}

#[track_caller]
pub fn only(answer: &Answer<CvsData>) -> &IdentityDocument {
    let [document] = answer.documents.as_slice() else { panic!("{} documents", answer.documents.len()) };
    document
}

pub fn value(field: &Option<Field>) -> Option<&str> {
    field.as_ref().map(|field| field.value.as_str())
}

fn statuses(document: &IdentityDocument) -> Vec<(CheckKind, CheckStatus, &str)> {
    let checks = document.checks.iter();
    checks.map(|check| (check.kind, check.status, check.vendor_code.as_deref().unwrap_or_default())).collect()
}

#[test]
fn both_sides_of_a_card_are_one_document_whatever_their_order() {
    let answer = ready(CvsCards::parse, CARDS);
    assert!(answer.verdict.accepted);
    assert_eq!(answer.data.transaction_id.as_deref(), Some("t-0001"));
    let document = only(&answer);
    assert_eq!(document.kind, DocumentKind::IdCard);
    assert_eq!(document.vendor_type.as_deref(), Some("chip_id_card_front"));
    assert_eq!(value(&document.full_name), Some("TRẦN THỊ MẪU"));
    assert_eq!(value(&document.surname), Some("TRAN"));
    assert_eq!(value(&document.given_names), Some("THI MAU"));
    assert_eq!(value(&document.document_number), Some("099099000001"));
    assert_eq!(value(&document.personal_number), Some("099099000001"));
    assert_eq!(value(&document.date_of_birth), Some("1991-02-07"));
    assert_eq!(value(&document.date_of_issue), Some("2022-02-03"));
    assert_eq!(value(&document.date_of_expiry), Some("2031-02-07"));
    assert_eq!(value(&document.sex), Some("F"));
    assert_eq!(value(&document.nationality), Some("VNM"));
    assert_eq!(document.nationality.as_ref().unwrap().raw, "Việt Nam");
    assert_eq!(value(&document.issuing_country), Some("VNM"));
    assert_eq!(value(&document.authority), Some("CỤC TRƯỞNG CỤC MẪU"));
    assert_eq!(value(&document.address), Some("1 Phố Mẫu, Hà Nội"));
    let parts = document.address_parts.as_ref().unwrap();
    assert_eq!(parts.region.as_ref().unwrap().code.as_deref(), Some("1"));
    assert_eq!(parts.district, None);
    assert_eq!(parts.ward.as_ref().unwrap().name.as_deref(), Some("Phường Mẫu"));
    assert_eq!(document.images.front.as_ref().unwrap().mime_type, "image/jpeg");
    assert_eq!(document.images.back.as_ref().unwrap().mime_type, "image/png");
    let extra: Vec<&str> = document.extra.keys().map(String::as_str).collect();
    let expected = [
        "added_later",
        "checksum_final",
        "checksum_final_validate",
        "document_number",
        "hometown",
        "hometown_town",
        "hometown_town_code",
    ];
    assert_eq!(extra, expected);
}

#[test]
fn fields_carry_their_confidence_box_and_source() {
    let answer = ready(CvsCards::parse, CARDS);
    let document = only(&answer);
    let number = document.document_number.as_ref().unwrap();
    assert_eq!((number.confidence, number.bounds), (Some(0.99), Some([10.0, 20.0, 110.0, 40.0])));
    assert_eq!(number.source, None);
    let name = document.full_name.as_ref().unwrap();
    assert_eq!((name.confidence, name.bounds), (Some(1.0), None));
    let surname = document.surname.as_ref().unwrap();
    assert_eq!((surname.confidence, surname.source), (Some(0.93), Some(FieldSource::Mrz)));
    let issued = document.date_of_issue.as_ref().unwrap();
    assert_eq!((issued.confidence, issued.bounds), (Some(0.91), Some([5.0, 6.0, 70.0, 18.0])));
}

#[test]
fn a_code_of_zero_passes_every_check_of_the_type() {
    use CheckStatus::Passed;
    let answer = ready(CvsCards::parse, CARDS);
    let expected = [
        (CheckKind::Overall, Passed, "valid"),
        (CheckKind::ScreenRecapture, Passed, "1"),
        (CheckKind::Photocopy, Passed, "2"),
        (CheckKind::IdFormat, Passed, "3"),
        (CheckKind::CornerCutOff, Passed, "5"),
        (CheckKind::CornerMissing, Passed, "6"),
        (CheckKind::MrzFormat, Passed, "checksum_final_validate"),
        (CheckKind::MrzVisualConsistency, Passed, "person_number"),
        (CheckKind::MrzVisualConsistency, Passed, "dob"),
        (CheckKind::MrzVisualConsistency, Passed, "due_date"),
        (CheckKind::MrzVisualConsistency, Passed, "gender"),
        (CheckKind::MrzVisualConsistency, Passed, "nationality"),
    ];
    assert_eq!(statuses(only(&answer)), expected);
}

#[test]
fn a_number_that_differs_between_the_sides_fails_the_cross_check() {
    let text = String::from_utf8(CARDS.to_vec()).unwrap();
    let text = text.replace(r#""person_number": "099099000001""#, r#""person_number": "099099000002""#);
    let answer = ready(CvsCards::parse, text.as_bytes());
    let failed: Vec<_> = statuses(only(&answer)).into_iter().filter(|check| check.1 == CheckStatus::Failed).collect();
    assert_eq!(failed, [(CheckKind::MrzVisualConsistency, CheckStatus::Failed, "person_number")]);
    // Not told that both are one card, they are two.
    assert_eq!(ready(CvsOcrCard::parse, text.as_bytes()).documents.len(), 2);
}

#[test]
fn data_may_be_one_object_and_keys_of_any_letter_case() {
    let answer = ready(CvsCard::parse, OBJECT);
    assert_eq!(answer.data.error_code.as_deref(), Some("0"));
    assert!(answer.data.extra.is_empty(), "{:?}", answer.data.extra);
    let document = only(&answer);
    assert_eq!(document.kind, DocumentKind::Passport);
    assert_eq!(value(&document.surname), Some("MUSTERMANN"));
    assert_eq!(value(&document.full_name), Some("MUSTERMANN ERIKA"));
    assert_eq!(value(&document.issuing_country), Some("DEU"));
    assert_eq!(value(&document.date_of_expiry), Some("2034-10-31"));
    assert_eq!(value(&document.place_of_birth), Some("Berlin"));
    let personal = document.personal_number.as_ref().unwrap();
    assert_eq!((personal.value.as_str(), personal.bounds), ("P-1", Some([1.0, 2.0, 3.0, 4.0])));
    let birth = document.date_of_birth.as_ref().unwrap();
    assert_eq!((birth.confidence, birth.source), (Some(0.75), Some(FieldSource::Mrz)));
}

#[test]
fn a_warning_fails_its_own_check_and_tells_nothing_about_the_others() {
    use CheckStatus::{Failed, NotRun};
    let answer = ready(CvsCard::parse, OBJECT);
    let expected = [
        (CheckKind::Overall, Failed, "valid"),
        (CheckKind::ScreenRecapture, NotRun, "1"),
        (CheckKind::Photocopy, NotRun, "2"),
        (CheckKind::IdFormat, NotRun, "3"),
        (CheckKind::MrzFormat, Failed, "4"),
        (CheckKind::CornerCutOff, NotRun, "5"),
        (CheckKind::CornerMissing, NotRun, "6"),
    ];
    assert_eq!(statuses(only(&answer)), expected);
    let reasons: Vec<_> = answer.verdict.reasons.iter().map(|it| (it.code, it.vendor_code.as_str())).collect();
    assert_eq!(reasons, [(ErrorCode::DocumentInconsistent, "4")]);
}

#[test]
fn a_warning_on_either_side_counts_for_the_document() {
    let answer = ready(CvsCards::parse, WARNING);
    let document = only(&answer);
    assert_eq!(document.kind, DocumentKind::MilitaryId);
    assert_eq!(value(&document.date_of_birth), Some("1980-01-01"));
    let status = |kind| document.checks.iter().find(|check| check.kind == kind).unwrap().status;
    assert_eq!(status(CheckKind::Overall), CheckStatus::Failed);
    assert_eq!(status(CheckKind::Photocopy), CheckStatus::Failed);
    assert_eq!(status(CheckKind::CornerMissing), CheckStatus::Failed);
    assert_eq!(status(CheckKind::IdFormat), CheckStatus::NotRun);
    let codes: Vec<ErrorCode> = answer.verdict.reasons.iter().map(|reason| reason.code).collect();
    assert_eq!(codes, [ErrorCode::DocumentCropped, ErrorCode::DocumentNotGenuine]);
}

/// Both sides of a chip card: what is printed, what the zone says, and the code of each.
fn chip_card(front: (&str, &str), back: (&str, &str)) -> Answer<CvsData> {
    let body = serde_json::json!({ "errorCode": "0", "data": [
        { "type": "chip_id_card_front", "info": { "id": front.0 }, "invalidCode": front.1 },
        { "type": "chip_id_card_back", "info": { "person_number": back.0 }, "invalidCode": back.1 },
    ]});
    ready(CvsCards::parse, &serde_json::to_vec(&body).unwrap())
}

#[test]
fn what_was_checked_on_one_side_alone_was_not_run_for_the_document() {
    use CheckStatus::{Failed, NotRun};
    let answer = chip_card(("1", "0"), ("1", "1"));
    let status = |kind| only(&answer).checks.iter().find(|check| check.kind == kind).unwrap().status;
    assert_eq!((status(CheckKind::ScreenRecapture), status(CheckKind::Photocopy)), (Failed, NotRun));
}

#[test]
fn sides_are_compared_where_both_say_something() {
    for (back, expected) in
        [("099", Some(CheckStatus::Passed)), ("098", Some(CheckStatus::Failed)), ("  ", None), ("", None)]
    {
        let answer = chip_card(("099", "0"), (back, "0"));
        let checks = &only(&answer).checks;
        let found = checks.iter().find(|check| check.vendor_code.as_deref() == Some("person_number"));
        assert_eq!(found.map(|check| check.status), expected, "{back:?}");
    }
}

#[test]
fn a_reason_on_both_sides_is_told_once() {
    let reasons = chip_card(("099", "1"), ("099", "1")).verdict.reasons;
    assert_eq!(reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), [ErrorCode::DocumentNotGenuine]);
}

#[test]
fn every_warning_has_a_published_code() {
    for (invalid_code, valid, code) in [
        ("1", "False", Some(ErrorCode::DocumentNotGenuine)),
        ("2", "False", Some(ErrorCode::DocumentNotGenuine)),
        ("3", "False", Some(ErrorCode::DocumentInconsistent)),
        ("4", "False", Some(ErrorCode::DocumentInconsistent)),
        ("5", "False", Some(ErrorCode::DocumentCropped)),
        ("6", "True", Some(ErrorCode::DocumentCropped)),
        ("9", "True", Some(ErrorCode::VendorUnknown)),
        ("0", "False", Some(ErrorCode::DocumentBroken)),
        ("0", "True", None),
    ] {
        let body = format!(
            r#"{{"errorCode":"0","data":[{{"type":"passport","info":{{"id":"1"}},"valid":"{valid}","invalidCode":"{invalid_code}"}}]}}"#
        );
        let verdict = ready(CvsCard::parse, body.as_bytes()).verdict;
        assert_eq!(verdict.accepted, code.is_none(), "{invalid_code}");
        assert_eq!(verdict.reasons.first().map(|reason| reason.code), code, "{invalid_code}");
    }
}

#[test]
fn several_documents_in_one_picture_stay_apart() {
    let answer = ready(CvsOcrCard::parse, MULTI);
    assert!(answer.verdict.accepted);
    let kinds: Vec<_> = answer.documents.iter().map(|document| document.kind).collect();
    let expected =
        [DocumentKind::IdCard, DocumentKind::DrivingLicence, DocumentKind::VehicleRegistration, DocumentKind::Other];
    assert_eq!(kinds, expected);
    let [card, licence, vehicle, other] = answer.documents.as_slice() else { panic!("four documents") };
    assert_eq!(value(&card.document_number), Some("090000001"));
    assert_eq!((value(&card.personal_number), value(&card.authority)), (None, Some("CA Mẫu")));
    assert_eq!(card.checks, []);
    assert_eq!((value(&licence.date_of_expiry), licence.never_expires), (None, true));
    assert_eq!(licence.extra["class"], Json::Text("B2".into()));
    assert_eq!(vehicle.extra["plate"], Json::Text("29A-000.01".into()));
    assert_eq!((other.vendor_type.as_deref(), value(&other.date_of_birth)), (Some("library_card"), Some("1999-12-31")));
    assert_eq!(other.extra["shelf"], Json::Integer(7));
}

#[test]
fn a_confidence_that_is_a_box_is_the_box() {
    let answer = ready(CvsOcrCard::parse, MULTI);
    let sign = answer.data.items[0].info.text("identification_sign").unwrap();
    assert_eq!((sign.confidence, sign.bounds), (Some(0.7), Some([1.0, 2.0, 3.0, 4.0])));
}

#[test]
fn items_are_written_for_javascript_in_camel_case_with_their_type() {
    let answer = ready(CvsCards::parse, CARDS);
    let items = serde_json::to_value(&answer.data.items).unwrap();
    assert_eq!(items[0]["type"], "chip_id_card_back");
    assert_eq!(items[0]["valid"], true);
    assert_eq!(items[0]["info"]["mrzConfidence"], 0.93);
    assert_eq!(items[0]["info"]["checksumFinalValidate"], true);
    let issued = serde_json::json!({ "value": "03-02-2022", "confidence": 0.91, "box": [5.0, 6.0, 70.0, 18.0] });
    assert_eq!(items[0]["info"]["issueDate"], issued);
    assert_eq!(items[1]["info"]["addressTownCode"], "1");
    assert_eq!(items[1]["info"]["image"]["mimeType"], "image/jpeg");
    let other = serde_json::to_value(&ready(CvsOcrCard::parse, MULTI).data.items[4]).unwrap();
    assert_eq!((&other["type"], &other["vendorType"]), (&"other".into(), &"library_card".into()));
}

#[test]
fn every_error_code_has_a_published_code_as_text_or_number() {
    for (vendor_code, code) in [
        (1, ErrorCode::DocumentNotFound),
        (2, ErrorCode::ImageUnreachable),
        (3, ErrorCode::ImageRejected),
        (4, ErrorCode::QuotaExhausted),
        (5, ErrorCode::CredentialsRejected),
        (6, ErrorCode::RequestRejected),
        (77, ErrorCode::VendorUnknown),
    ] {
        for body in [format!(r#"{{"errorCode":"{vendor_code}"}}"#), format!(r#"{{"errorCode":{vendor_code}}}"#)] {
            let error = CvsCards::parse(&HttpResponse { status: 200, body: body.as_bytes() }).unwrap_err();
            let expected = Error::Vendor {
                vendor: &idsnap::vendors::cvs::VENDOR,
                code,
                status: 200,
                vendor_code: Some(vendor_code.to_string()),
                id: None,
            };
            assert_eq!(*error, expected);
        }
    }
    assert!(CvsCards::parse(&HttpResponse { status: 200, body: ERROR }).is_err());
}

#[test]
fn what_is_no_answer_is_told_by_its_status() {
    for (status, body, code) in [
        (200, "<html>", ErrorCode::AnswerUnreadable),
        (200, "{}", ErrorCode::AnswerUnreadable),
        (401, "Unauthorized", ErrorCode::CredentialsRejected),
        (413, "<html>", ErrorCode::ImageTooLarge),
        (500, r#"{"errorCode":"0","data":[]}"#, ErrorCode::VendorUnavailable),
        (400, r#"{"errorCode":"3"}"#, ErrorCode::ImageRejected),
        (200, r#"{"errorCode":"0","Exception":"text","data":null}"#, ErrorCode::VendorUnavailable),
    ] {
        let error = CvsCards::parse(&HttpResponse { status, body: body.as_bytes() }).unwrap_err();
        assert_eq!(error.code(), code, "{status} {body}");
    }
}

#[test]
fn a_success_without_an_item_is_no_acceptance() {
    for data in ["null", "[]", "[null]", "{}", "\"\""] {
        let body = format!(r#"{{"errorCode":"0","data":{data}}}"#);
        let answer = ready(CvsCards::parse, body.as_bytes());
        assert_eq!(answer.verdict.reasons[0].code, ErrorCode::DocumentNotFound, "{data}");
        assert_eq!(answer.documents, []);
    }
}
