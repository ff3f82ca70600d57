//! What is a yes of Biometric.kz.

use super::Expected::{self, No, Yes};
use super::{Outcome, assert_rows, parse};
use idsnap::document::{CheckKind, CheckStatus};
use idsnap::error::ErrorCode::*;
use idsnap::vendors::biometric_kz::{BiometricKzParseDocument, BiometricKzProcessDocument};

#[track_caller]
fn each(rows: &[(&str, Expected)], body: impl Fn(&str) -> String) {
    let rows: Vec<_> = rows.iter().map(|(value, expected)| (body(value), *expected)).collect();
    assert_rows(parse::<BiometricKzParseDocument>, &rows);
    assert_rows(parse::<BiometricKzProcessDocument>, &rows);
}

fn with(rest: &str) -> String {
    format!(r#"{{"last_name":"A","country_code":"kz",{rest}}}"#)
}

#[test]
fn a_reason_of_failure_counts_in_each_form() {
    each(
        &[
            (r#""failure_reason":"None""#, Yes),
            (r#""failure_reason":"NONE""#, Yes),
            (r#""failure_reason":null"#, Yes),
            (r#""failure_reason":"-""#, Yes),
            (r#""failure_reason":"N/A""#, Yes),
            (r#""failure_reason":[]"#, Yes),
            (r#""failure_reason":["None"]"#, Yes),
            (r#""failure_reason":{"type":null,"detail":"None"}"#, Yes),
            (r#""failure_reason":false"#, Yes),
            (r#""failure_reason":"blur""#, No(DocumentBroken, "blur")),
            (r#""failure_reason":["blur"]"#, No(DocumentBroken, "blur")),
            (r#""failure_reason":{"type":"blur"}"#, No(DocumentBroken, "blur")),
            (r#""failure_reason":{"type":null,"detail":"x"}"#, No(DocumentBroken, "failure_reason")),
            (r#""failure_reason":["None",{"type":"blur"}]"#, No(DocumentBroken, "failure_reason")),
            (r#""failure_reason":"False""#, No(DocumentBroken, "False")),
            (r#""failure_reason":true"#, No(DocumentBroken, "true")),
            (r#""failure_reason":7"#, No(DocumentBroken, "7")),
            (r#""failure_reason":"None","failure_reason":"blur""#, No(DocumentBroken, "blur")),
            (r#""failure_reason":"blur","failure_reason":"None""#, No(DocumentBroken, "blur")),
            (r#""Failure_Reason":"blur""#, No(DocumentBroken, "blur")),
            (r#""failure_reason":"Frontside document not found""#, No(DocumentNotFound, "frontside_not_found")),
        ],
        with,
    );
}

#[test]
fn a_fault_beside_the_fields_counts() {
    each(
        &[
            (r#""error":null,"errors":[],"success":true,"status":"ok""#, Yes),
            (r#""error":"x""#, No(VendorUnknown, "error")),
            (r#""errors":{"front":["x"]}"#, No(VendorUnknown, "errors")),
            (r#""success":false"#, No(VendorUnknown, "success")),
            (r#""status":"failed""#, No(VendorUnknown, "status")),
            (r#""is_valid":"False""#, No(VendorUnknown, "is_valid")),
            (r#""result":["N"]"#, No(VendorUnknown, "result")),
        ],
        with,
    );
}

#[test]
fn a_fault_of_another_name_or_place_counts() {
    let side = "Document image at frontside_image field is not frontside";
    let text = |key: &str| format!(r#""{key}":"{side}""#);
    let rows = [
        (text("detail"), No(DocumentWrongSide, "frontside_image_is_not_frontside")),
        (text("message"), No(DocumentWrongSide, "frontside_image_is_not_frontside")),
        (format!(r#""frontside_image":["{side}"]"#), No(DocumentWrongSide, "frontside_image_is_not_frontside")),
    ];
    each(&rows.each_ref().map(|(value, expected)| (value.as_str(), *expected)), with);
    each(
        &[
            (r#""failureReason":"None","failure_reasons":[],"passed":true,"code":200,"detail":"ok""#, Yes),
            (r#""pages":[{"failure_reason":"None","focus":0.5,"mrz_check":"True"}]"#, Yes),
            (r#""failureReason":"x""#, No(VendorUnknown, "failureReason")),
            (r#""failure_reasons":["x"]"#, No(VendorUnknown, "failure_reasons")),
            (r#""passed":false"#, No(VendorUnknown, "passed")),
            (r#""is_authentic":false"#, No(VendorUnknown, "is_authentic")),
            (r#""is_authentic":"maybe""#, No(VendorUnknown, "is_authentic")),
            (r#""authenticity_result":"FAIL""#, No(VendorUnknown, "authenticity_result")),
            (r#""mrz_check":"False""#, No(VendorUnknown, "mrz_check")),
            (r#""pages":[{"failure_reason":"x"}]"#, No(VendorUnknown, "failure_reason")),
            (r#""pages":[{"checks":{"authenticity":"not_ok"}}]"#, No(VendorUnknown, "authenticity")),
            (r#""checks":{"mrz":"passed","blur":false}"#, Yes),
            (r#""checks":[{"mrz":"failed"}]"#, No(VendorUnknown, "mrz")),
            (r#""code":500"#, No(VendorUnknown, "code")),
            (r#""code":"SYSTEM_ERROR""#, No(VendorUnknown, "code")),
            (r#""statusCode":500"#, No(VendorUnknown, "statusCode")),
            (r#""status":500"#, No(VendorUnknown, "status")),
            (r#""detail":"Not found.""#, No(VendorUnknown, "detail")),
        ],
        with,
    );
    let (_, open) = parse::<BiometricKzProcessDocument>(200, with(r#""is_authentic":"maybe""#).as_bytes());
    assert_eq!(open, [(CheckKind::Other, CheckStatus::NotRun, "is_authentic".to_owned())]);
}

#[test]
fn of_version_2_there_is_a_reason_where_there_is_no_yes() {
    let rows = [
        (r#"{"pages":[{"last_name":"A"}]}"#, No(VendorUnknown, "fields")),
        (r#"{"pages":[{"failure_reason":"x"}]}"#, No(VendorUnknown, "failure_reason")),
        (r#"{"code":500,"message":"x"}"#, Expected::Error(VendorUnknown)),
    ];
    assert_rows(parse::<BiometricKzProcessDocument>, &rows.map(|(body, expected)| (body.to_owned(), expected)));
    let body = r#"{"last_name":"","error":"x"}"#.to_owned();
    assert_rows(parse::<BiometricKzParseDocument>, &[(body, Expected::Error(VendorUnknown))]);
}

#[test]
fn what_was_not_read_is_not_accepted() {
    each(
        &[
            (r#""first_name":null,"last_name":"""#, No(DocumentNotFound, "document_number")),
            (r#""country_code":"kz","images":{"face_photo":"/9j/"}"#, No(DocumentNotFound, "document_number")),
            (r#""last_name":"None","document_number":"-""#, No(DocumentNotFound, "document_number")),
            (r#""document_type":{"frontside":{"document_name":"Card"}}"#, No(DocumentNotFound, "document_number")),
            (r#""last_name":[],"document_number":{}"#, No(DocumentNotFound, "document_number")),
            (r#""document_number":7"#, Yes),
        ],
        |value| format!("{{{value}}}"),
    );
}

#[test]
fn a_published_text_in_a_success_is_an_error_at_once() {
    let body = r#"{"first_name":null,"document_number":"","detail":"Subscription has not started"}"#.to_owned();
    assert_rows(parse::<BiometricKzParseDocument>, &[(body, Expected::Error(SubscriptionInactive))]);
}

#[test]
fn sides_of_two_countries_or_kinds_are_not_one_document() {
    let sides = |front: &str, back: &str| {
        let side = |text: &str| format!(r#"{{"fdsid_list":{{{text}}}}}"#);
        with(&format!(r#""document_type":{{"frontside":{},"backside":{}}}"#, side(front), side(back)))
    };
    let named = |front: &str, back: &str| {
        let side = |name: &str| format!(r#"{{"document_name":"{name}"}}"#);
        with(&format!(r#""document_type":{{"frontside":{},"backside":{}}}"#, side(front), side(back)))
    };
    let (kaz, uzb) = (r#""icao_code":"KAZ","d_description":"Identity Card""#, r#""icao_code":"UZB""#);
    assert_rows(
        parse::<BiometricKzParseDocument>,
        &[
            (sides(kaz, kaz), Yes),
            (sides(kaz, ""), Yes),
            (sides(kaz, uzb), No(DocumentInconsistent, "document_type")),
            (sides(kaz, r#""d_description":"Passport""#), No(DocumentInconsistent, "document_type")),
            (sides(kaz, r#""d_country_name":"Kazakhstan""#), Yes),
            (sides(kaz, r#""d_country_name":"Uzbekistan""#), No(DocumentInconsistent, "document_type")),
            (named("Kazakhstan - Id Card (2014-2022)", "Kazakhstan - Id Card (2014) Side B"), Yes),
            (named("Kazakhstan - Id Card", "Id Card"), Yes),
            (named("Kazakhstan - Id Card", "Uzbekistan - Id Card"), No(DocumentInconsistent, "document_type")),
        ],
    );
    let (_, open) = parse::<BiometricKzParseDocument>(200, sides(kaz, uzb).as_bytes());
    assert_eq!(open, [(CheckKind::Consistency, CheckStatus::Failed, "document_type".to_owned())]);
}

#[test]
fn other_statuses_of_success_are_read_alike() {
    for status in [201, 202, 206] {
        let body = with(r#""failure_reason":"None""#);
        assert_eq!(parse::<BiometricKzParseDocument>(status, body.as_bytes()).0, Outcome::Accepted, "{status}");
    }
    assert_eq!(parse::<BiometricKzParseDocument>(204, b"").0, Outcome::Error(AnswerUnreadable));
}
