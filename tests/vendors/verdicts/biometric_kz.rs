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
    let (kaz, uzb) = (r#""icao_code":"KAZ","d_description":"Identity Card""#, r#""icao_code":"UZB""#);
    assert_rows(
        parse::<BiometricKzParseDocument>,
        &[
            (sides(kaz, kaz), Yes),
            (sides(kaz, ""), Yes),
            (sides(kaz, uzb), No(DocumentInconsistent, "document_type")),
            (sides(kaz, r#""d_description":"Passport""#), No(DocumentInconsistent, "document_type")),
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
