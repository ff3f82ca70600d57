//! Answers of ZOLOZ.

use super::*;
use crate::spelling::plain;

const RECOGNIZED: &[u8] = include_bytes!("../../fixtures/zoloz/recognized.json");
const COMMON_KEYS: &[u8] = include_bytes!("../../fixtures/zoloz/recognized.common-keys.json");
const ACCEPTED_WITH_ERROR: &[u8] = include_bytes!("../../fixtures/zoloz/accepted-with-error-code.json");
const NOT_RECOGNIZED: &[u8] = include_bytes!("../../fixtures/zoloz/not-recognized.json");
const PROCESSING: &[u8] = include_bytes!("../../fixtures/zoloz/processing.json");
const ERROR: &[u8] = include_bytes!("../../fixtures/zoloz/error.json");

fn value(field: &Option<idsnap::document::Field>) -> Option<&str> {
    field.as_ref().map(|field| field.value.as_str())
}

#[track_caller]
fn check(document: &IdentityDocument, kind: CheckKind, code: &str) -> CheckStatus {
    let found = document.checks.iter().find(|it| it.kind == kind && it.vendor_code.as_deref() == Some(code));
    found.unwrap_or_else(|| panic!("no check {kind:?} {code}")).status
}

#[test]
fn a_passport_of_the_older_keys_is_normalized() {
    let answer = ready(RECOGNIZED);
    let document = only(&answer);
    assert!(answer.verdict.accepted);
    assert_eq!(document.kind, DocumentKind::Passport);
    assert_eq!(document.vendor_type.as_deref(), Some("00000001006"));
    assert_eq!(value(&document.surname), Some("SPECIMEN"));
    assert_eq!(value(&document.given_names), Some("ANNA MARIA"));
    assert_eq!(value(&document.local_name), Some("样本"));
    assert_eq!(value(&document.full_name), None);
    assert_eq!(value(&document.document_number), Some("E0000001"));
    assert_eq!(value(&document.issuing_country), Some("MYS"));
    assert_eq!(value(&document.sex), Some("F"));
    assert_eq!(value(&document.date_of_birth), Some("1991-02-07"));
    assert_eq!(document.date_of_birth.as_ref().unwrap().raw, "1991/02/07");
    assert_eq!(value(&document.date_of_expiry), Some("2031-02-06"));
    assert_eq!(document.images.face.as_ref().unwrap().mime_type, "image/jpeg");
    let extra: Vec<&str> = document.extra.keys().map(String::as_str).collect();
    assert_eq!(extra, ["COUNTRY_CODE_IN_ISO", "HK_ID"]);
    assert_eq!(answer.data.extra["addedLater"], Json::parse(br#"{"x":[1]}"#).unwrap());
    assert_eq!(answer.data.doc_edition, Some(2));
}

#[test]
fn the_details_tell_where_a_field_was_read_and_whether_the_zones_agree() {
    let answer = ready(RECOGNIZED);
    let document = only(&answer);
    let source = |field: &Option<idsnap::document::Field>| field.as_ref().unwrap().source;
    assert_eq!(source(&document.document_number), Some(FieldSource::Mrz));
    assert_eq!(source(&document.local_name), Some(FieldSource::Visual));
    assert_eq!(source(&document.date_of_expiry), Some(FieldSource::Mrz));
    assert_eq!(source(&document.surname), None);
    assert_eq!(check(document, CheckKind::MrzVisualConsistency, "ID_NUMBER"), CheckStatus::Passed);
    assert_eq!(check(document, CheckKind::MrzVisualConsistency, "EXPIRY_DATE"), CheckStatus::Failed);
    assert!(!document.checks.iter().any(|check| check.vendor_code.as_deref() == Some("SEX")));
}

#[test]
fn the_checks_against_forgery_have_kinds() {
    let answer = ready(RECOGNIZED);
    let kinds: Vec<CheckKind> = only(&answer).checks.iter().map(|check| check.kind).collect();
    for kind in [
        CheckKind::Tamper,
        CheckKind::Material,
        CheckKind::ScreenRecapture,
        CheckKind::SecurityFeature,
        CheckKind::Information,
        CheckKind::Overall,
    ] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
}

#[test]
fn the_common_keys_tell_latin_and_local_names_apart() {
    let answer = ready(COMMON_KEYS);
    let document = only(&answer);
    assert_eq!(document.kind, DocumentKind::IdCard);
    assert_eq!(value(&document.surname), Some("Tuayang"));
    assert_eq!(value(&document.given_names), Some("Sommot"));
    assert_eq!(document.middle_name, None);
    assert_eq!(value(&document.full_name), Some("Mr. Sommot Tuayang"));
    assert_eq!(value(&document.local_name), Some("นาย สมมติ ตัวอย่าง"));
    assert_eq!(value(&document.document_number), Some("0000000000001"));
    assert_eq!(value(&document.nationality), Some("THA"));
    assert_eq!(value(&document.date_of_issue), Some("2020-01-03"));
    assert_eq!(value(&document.address), Some("1 ถนนตัวอย่าง"));
    assert_eq!(document.extra.keys().collect::<Vec<_>>(), ["COUNTRY_OF_BIRTH", "LASER_NUMBER"]);
}

#[test]
fn an_error_code_beside_a_recognition_is_kept_as_a_check() {
    let answer = ready(ACCEPTED_WITH_ERROR);
    assert!(answer.verdict.accepted && answer.verdict.reasons.is_empty());
    assert_eq!(check(only(&answer), CheckKind::Sharpness, "BLUR"), CheckStatus::Failed);
    assert_eq!(answer.data.recognition_error_code.as_deref(), Some("BLUR"));
}

#[test]
fn a_date_that_can_be_read_in_two_ways_stays_as_it_is() {
    let answer = ready(ACCEPTED_WITH_ERROR);
    let document = only(&answer);
    assert_eq!(value(&document.date_of_birth), Some("03/04/1991"));
    assert_eq!(value(&document.date_of_expiry), Some("310206"));
    assert_eq!(document.date_of_birth.as_ref().unwrap().source, Some(FieldSource::Mrz));
}

#[test]
fn a_refusal_tells_its_reasons_and_holds_no_document() {
    let answer = ready(NOT_RECOGNIZED);
    assert!(!answer.verdict.accepted);
    let reasons: Vec<(ErrorCode, &str)> =
        answer.verdict.reasons.iter().map(|reason| (reason.code, reason.vendor_code.as_str())).collect();
    let expected = [
        (ErrorCode::DocumentNotGenuine, "NOT_REAL_DOC"),
        (ErrorCode::DocumentInconsistent, "INFORMATION_CHECK"),
        (ErrorCode::DocumentNotGenuine, "OTHER_CHECK"),
        (ErrorCode::DocumentNotGenuine, "TAMPER_CHECK"),
    ];
    assert_eq!(reasons, expected);
    assert_eq!(answer.documents, []);
    assert!(answer.checks.iter().any(|check| check.kind == CheckKind::Other && check.status == CheckStatus::Failed));
    assert!(answer.data.extra_images.is_empty() && answer.data.extra.is_empty());
}

#[test]
fn every_recognition_error_code_has_a_published_code() {
    for (vendor_code, code) in [
        ("NO_REQUIRED_ID", ErrorCode::DocumentWrongType),
        ("BLUR", ErrorCode::ImageBlurred),
        ("EXPOSURE", ErrorCode::ImageExposure),
        ("NO_FACE_DETECTED", ErrorCode::FaceNotFound),
        ("NOT_REAL_DOC", ErrorCode::DocumentNotGenuine),
        ("UNKNOWN", ErrorCode::DocumentBroken),
        ("ADDED_LATER", ErrorCode::VendorUnknown),
    ] {
        let body = format!(
            r#"{{"result":{{"resultStatus":"S"}},"recognitionResult":"N","recognitionErrorCode":"{vendor_code}"}}"#
        );
        let reasons = ready(body.as_bytes()).verdict.reasons;
        assert_eq!((reasons[0].code, reasons[0].vendor_code.as_str()), (code, vendor_code));
    }
}

#[test]
fn an_answer_without_a_decision_is_not_an_acceptance() {
    let answer = ready(br#"{"result":{"resultStatus":"S","resultCode":"SUCCESS"},"ocrResult":{"NAME":"A"}}"#);
    assert_eq!(answer.verdict.reasons[0].code, ErrorCode::VendorUnknown);
    assert_eq!(answer.documents.len(), 1);
}

#[test]
fn an_answer_under_way_is_pending() {
    for parse in [ZolozRecognize::parse, ZolozAsyncCheckResult::parse] {
        let reply = parse(&HttpResponse { status: 200, body: PROCESSING }).unwrap();
        assert_eq!(reply, Reply::Pending { id: Some("T-0004".into()) });
    }
}

#[test]
fn a_submission_is_pending_with_its_id_and_unreadable_without() {
    let parse = |body| ZolozAsyncRecognize::parse(&HttpResponse { status: 200, body });
    let body = br#"{"result":{"resultStatus":"S","resultCode":"SUCCESS"},"transactionId":"T-9"}"#;
    assert_eq!(parse(body).unwrap(), Reply::Pending { id: Some("T-9".into()) });
    let error = parse(br#"{"result":{"resultStatus":"S","resultCode":"SUCCESS"}}"#).unwrap_err();
    assert_eq!(error.code(), ErrorCode::AnswerUnreadable);
}

#[test]
fn the_authentication_test_gives_the_body_back() {
    let body = r#"{"title":"hello","description":"данные é"}"#.as_bytes();
    let Reply::Ready(answer) = ZolozAuthenticationTest::parse(&HttpResponse { status: 200, body }).unwrap() else {
        panic!("pending")
    };
    assert!(answer.verdict.accepted);
    assert_eq!(answer.data.body, Json::parse(body).unwrap());
    let error = ZolozAuthenticationTest::parse(&HttpResponse { status: 200, body: ERROR }).unwrap_err();
    assert_eq!(error.code(), ErrorCode::SignatureRejected);
}

#[test]
fn every_documented_result_code_has_a_published_code() {
    for (vendor_code, code) in [
        ("PARAM_MISSING", ErrorCode::RequestRejected),
        ("PARAM_ILLEGAL", ErrorCode::RequestRejected),
        ("INVALID_ARGUMENT", ErrorCode::RequestRejected),
        ("MSG_PARSE_ERROR", ErrorCode::RequestRejected),
        ("SIGNATURE_INVALID", ErrorCode::SignatureRejected),
        ("KEY_NOT_FOUND", ErrorCode::CredentialsRejected),
        ("MERCHANT_NOT_FOUND", ErrorCode::CredentialsRejected),
        ("OAUTH_FAIL", ErrorCode::CredentialsRejected),
        ("OAUTH_RESOURCE_CODE_FAIL", ErrorCode::AccessDenied),
        ("ACCESS_DENIED", ErrorCode::AccessDenied),
        ("NO_INTERFACE_DEF", ErrorCode::NotFound),
        ("REQUEST_TRAFFIC_EXCEED_LIMIT", ErrorCode::RateLimited),
        ("PRODUCT_QUOTA_LIMIT", ErrorCode::QuotaExhausted),
        ("PROCESS_TIMEOUT", ErrorCode::VendorTimeout),
        ("SYSTEM_ERROR", ErrorCode::VendorUnavailable),
        ("ADDED_LATER", ErrorCode::VendorUnknown),
    ] {
        for status in ["F", "U"] {
            let body = format!(r#"{{"result":{{"resultCode":"{vendor_code}","resultStatus":"{status}"}}}}"#);
            let error = parse(body.as_bytes()).unwrap_err();
            let expected = Error::Vendor {
                vendor: &idsnap::vendors::zoloz::VENDOR,
                code,
                status: 200,
                vendor_code: Some(vendor_code.into()),
                id: None,
            };
            assert_eq!(*error, expected);
        }
    }
}

#[test]
fn what_is_no_answer_is_told_by_its_status() {
    for (status, body, code) in [
        (200, "<html>", ErrorCode::AnswerUnreadable),
        (200, "[]", ErrorCode::AnswerUnreadable),
        (200, r#"{"error": "x"}"#, ErrorCode::AnswerUnreadable),
        (401, "", ErrorCode::CredentialsRejected),
        (413, "<html>", ErrorCode::ImageTooLarge),
        (503, r#"{"result":{"resultStatus":"S"}}"#, ErrorCode::VendorUnavailable),
        (503, r#"{"result":{"resultStatus":"F","resultCode":"ACCESS_DENIED"}}"#, ErrorCode::AccessDenied),
        (429, r#"{"result":{"resultStatus":"F","resultCode":"NEW"}}"#, ErrorCode::RateLimited),
    ] {
        let error = ZolozRecognize::parse(&HttpResponse { status, body: body.as_bytes() }).unwrap_err();
        assert_eq!(error.code(), code, "{status} {body}");
    }
}

/// Which fields of the document a key of `ocrResult` can change.
fn document_fields(key: &str) -> &'static [&'static str] {
    match key.strip_prefix("STANDARDIZED_").unwrap_or(key) {
        "LAST_NAME" | "LAST_NAME_EN" => &["surname"],
        "FIRST_NAME" | "FIRST_NAME_EN" => &["givenNames"],
        "MIDDLE_NAME_EN" => &["middleName"],
        "FULL_NAME" | "FULL_NAME_EN" | "NAME" => &["fullName", "localName"],
        "LOCAL_NAME" => &["localName"],
        "NUMBER" | "ID_NUMBER" => &["documentNumber"],
        "COUNTRY" | "COUNTRY_CODE" => &["issuingCountry"],
        "SEX" | "GENDER" => &["sex"],
        "DATE_OF_BIRTH" => &["dateOfBirth"],
        "DATE_OF_EXPIRY" | "EXPIRY_DATE" => &["dateOfExpiry"],
        "DATE_OF_ISSUE" => &["dateOfIssue"],
        "NATIONALITY" | "NATIONALITY_CODE" => &["nationality"],
        "ADDRESS" => &["address"],
        _ => &["extra"],
    }
}

/// The checks that a `recognitionErrorCode` can stand for.
fn check_of_code(leaf: &str) -> bool {
    ["sharpness", "exposure", "face_present", "document_type", "other"]
        .iter()
        .any(|kind| leaf.contains("checks.") && leaf.ends_with(&format!(".{kind}")))
}

fn touched(keys: &[&str], leaf: &str) -> bool {
    let last = keys.last().copied().unwrap_or_default();
    let in_document = |field: &str| leaf.starts_with(&format!("documents.0.{field}"));
    let own = leaf.split('.').any(|part| plain(part) == plain(last));
    match keys {
        // The status and code decide whether the answer is a failure.
        ["result", "resultStatus" | "resultCode"] | ["result"] if leaf == "failure" => true,
        // Where nothing was read there is no document, and its checks are the answer's.
        ["ocrResult"] => own || leaf.starts_with("documents") || leaf.starts_with("checks"),
        ["recognitionResult"] => own || leaf.contains("overall"),
        ["recognitionErrorCode"] => own || check_of_code(leaf),
        ["certType"] => own || in_document("kind") || in_document("vendorType") || leaf.ends_with(".source"),
        ["docCategory"] => own || in_document("kind"),
        ["ocrResult", key] => own || document_fields(key).iter().any(|field| in_document(field)),
        ["ocrResultDetail", key, ..] => {
            leaf.contains(key) || leaf.ends_with(".source") || leaf.contains("mrz_visual_consistency")
        }
        ["spoofResult"] => own || leaf.ends_with(".odd.other"),
        ["spoofResult", key] => leaf.contains(key),
        ["extraImages", ..] => own || in_document("images"),
        // A map that is no map any more goes to `extra` whole, what is odd inside of it under `map.key`.
        _ => own || leaf.starts_with(&format!("data.extra.{}", keys.join("."))),
    }
}

fn read(body: &[u8]) -> Option<serde_json::Value> {
    match parse(body) {
        Ok(Reply::Ready(answer)) => Some(serde_json::json!({
            "data": answer.data, "documents": answer.documents, "checks": answer.checks
        })),
        Ok(Reply::Pending { id }) => Some(serde_json::json!({ "pending": id })),
        Err(_) => None,
    }
}

#[test]
fn one_odd_field_never_costs_its_neighbours() {
    let fixtures = [
        ("recognized", RECOGNIZED),
        ("common keys", COMMON_KEYS),
        ("accepted", ACCEPTED_WITH_ERROR),
        ("not recognized", NOT_RECOGNIZED),
    ];
    let tried: usize = fixtures.map(|(name, body)| changes_that_cost_nothing(name, body)).iter().sum();
    assert!(tried > 500, "{tried}");
}

#[test]
fn one_odd_field_of_a_sample_never_costs_its_neighbours() {
    let Some(samples) = crate::samples::responses("zoloz") else { return };
    let tried: usize = samples.iter().map(|(name, body)| changes_that_cost_nothing(name, body)).sum();
    assert!(tried > 100, "{tried}");
}

#[track_caller]
fn changes_that_cost_nothing(name: &str, body: &[u8]) -> usize {
    // The first text that is read makes a document, and the checks become its own.
    let empty = read(body).is_some_and(|read| read["documents"] == serde_json::json!([]));
    let first = |path: &[&str], leaf: &str| {
        empty && path[0].starts_with("ocrResult") && (leaf.starts_with("documents") || leaf.starts_with("checks"))
    };
    // What is under way holds an id alone: nothing to keep.
    let pending = read(body).is_some_and(|read| read.get("pending").is_some());
    let excused = |_: &Json, path: &[&str], leaf: &str| pending || touched(path, leaf) || first(path, leaf);
    crate::neighbours::assert_neighbours_stay(name, body, read, excused)
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer_or_an_error(status in 100u16..600, body in proptest::collection::vec(any::<u8>(), 0..64)) {
        let response = HttpResponse { status, body: &body };
        let _ = (ZolozRecognize::parse(&response), ZolozAsyncRecognize::parse(&response));
        let _ = (ZolozAsyncCheckResult::parse(&response), ZolozAuthenticationTest::parse(&response));
    }

    #[test]
    fn any_json_gives_an_answer_or_an_error(json in crate::arbitrary::json(&KEYS)) {
        let _ = parse(&serde_json::to_vec(&json).unwrap());
    }
}

const KEYS: [&str; 16] = [
    "result",
    "resultStatus",
    "resultCode",
    "recognitionResult",
    "recognitionErrorCode",
    "certType",
    "ocrResult",
    "ocrResultDetail",
    "spoofResult",
    "extraImages",
    "ID_NUMBER",
    "DATE_OF_BIRTH",
    "MRZ_ID_NUMBER",
    "name",
    "source",
    "value",
];

/// How the first step of two fails, with the id that is kept.
fn submission_failure(status: u16, body: &str) -> Option<(ErrorCode, Option<String>)> {
    let error = ZolozAsyncRecognize::parse(&HttpResponse { status, body: body.as_bytes() }).err()?;
    Some((error.code(), idsnap::error::ErrorInfo::from(&*error).id))
}

#[test]
fn a_failed_submission_keeps_the_id_where_it_may_be_there() {
    for (status, result_status, result_code, code, is_kept) in [
        (200, "F", "SYSTEM_ERROR", ErrorCode::VendorUnavailable, true),
        (500, "F", "SYSTEM_ERROR", ErrorCode::VendorUnavailable, true),
        (200, "U", "PROCESS_TIMEOUT", ErrorCode::VendorTimeout, true),
        (200, "U", "LATER", ErrorCode::VendorUnknown, true),
        (200, "F", "PROCESSING", ErrorCode::VendorUnknown, true),
        (200, "U", "SUCCESS", ErrorCode::VendorUnknown, true),
        (425, "S", "SUCCESS", ErrorCode::VendorUnknown, true),
        (200, "F", "PARAM_ILLEGAL", ErrorCode::RequestRejected, false),
        (200, "F", "REQUEST_TRAFFIC_EXCEED_LIMIT", ErrorCode::RateLimited, false),
        (200, "F", "SIGNATURE_INVALID", ErrorCode::SignatureRejected, false),
    ] {
        let result = format!(r#"{{"resultStatus":"{result_status}","resultCode":"{result_code}"}}"#);
        let body = format!(r#"{{"result":{result},"transactionId":"T1"}}"#);
        let expected = Some((code, is_kept.then(|| "T1".to_owned())));
        assert_eq!(submission_failure(status, &body), expected, "{status} {result}");
    }
}

#[test]
fn processing_is_under_way_also_where_the_status_is_undecided() {
    for status in ["S", "U", "u"] {
        let body =
            format!(r#"{{"result":{{"resultStatus":"{status}","resultCode":"PROCESSING"}},"transactionId":"T1"}}"#);
        let response = HttpResponse { status: 200, body: body.as_bytes() };
        for reply in [ZolozAsyncRecognize::parse(&response), ZolozAsyncCheckResult::parse(&response)] {
            assert_eq!(reply, Ok(Reply::Pending { id: Some("T1".into()) }), "{body}");
        }
    }
    for (result, rest) in [
        (r#"{"resultStatus":"U","resultCode":"PROCESSING"},"result":{"resultStatus":"F"}"#, ""),
        (r#"{"resultStatus":"U","resultCode":["PROCESSING"]},"result":{"resultCode":"LATER"}"#, ""),
        (r#"{"resultStatus":"U"}"#, ""),
        (r#"{"resultStatus":"U","resultCode":"PROCESSING"}"#, r#","error":"boom""#),
    ] {
        let body = format!(r#"{{"result":{result},"transactionId":"T1"{rest}}}"#);
        assert_eq!(submission_failure(200, &body).map(|(code, _)| code), Some(ErrorCode::VendorUnknown), "{body}");
    }
}

#[test]
fn an_id_that_cannot_be_asked_for_is_none() {
    let long = "T".repeat(65);
    for id in [" T1", "T 1", "T1\\u0000", "T\u{e9}", "T1\\n", &long] {
        let body = format!(r#"{{"result":{{"resultStatus":"S","resultCode":"SUCCESS"}},"transactionId":"{id}"}}"#);
        assert_eq!(submission_failure(200, &body), Some((ErrorCode::AnswerUnreadable, None)), "{id}");
        let unescaped = id.replace("\\u0000", "\0").replace("\\n", "\n");
        let json = serde_json::json!({ "transactionId": unescaped }).to_string();
        let request: ZolozAsyncCheckResultRequest = idsnap::input::read("request", json.as_bytes(), &[]).unwrap();
        assert_eq!(ZolozAsyncCheckResult::build(&request).unwrap_err().code(), ErrorCode::InvalidField, "{id}");
    }
    let most = format!(r#"{{"result":{{"resultStatus":"S"}},"transactionId":"{}"}}"#, "T".repeat(64));
    assert_eq!(submission_failure(200, &most), None);
}
