//! What is a yes of Beorg.

use super::Expected::{self, No, Pending, Yes};
use super::{Outcome, assert_rows, parse};
use idsnap::document::{CheckKind, CheckStatus};
use idsnap::error::ErrorCode::*;
use idsnap::vendors::beorg::{BeorgAddDocument, BeorgGetResult};

fn document(rest: &str) -> String {
    format!(r#"{{"document_id":"s-1","documents":[{{"type":"PASSPORT","data":{{"LastName":"A"}}{rest}}}]}}"#)
}

#[track_caller]
fn each(rows: &[(&str, Expected)], body: impl Fn(&str) -> String) {
    let rows: Vec<_> = rows.iter().map(|(value, expected)| (body(value), *expected)).collect();
    assert_rows(parse::<BeorgGetResult>, &rows);
}

#[test]
fn verifications_count_in_each_form() {
    each(
        &[
            ("{}", Yes),
            ("null", Yes),
            ("[]", Yes),
            (r#"{"status":0,"status_text":"ok"}"#, Yes),
            (r#"{"status":"0","bad_fields":[]}"#, Yes),
            (r#"{"status":"","bad_fields":[""],"checks":{}}"#, Yes),
            (r#"{"mrz_valid":true,"region_valid":0}"#, Yes),
            (r#"{"checks":{"verify":[{"status":"","key":"a","title":"t"},{"status":0,"key":"b"}]}}"#, Yes),
            (r#"[{"status":0,"key":"a","title":"t"}]"#, Yes),
            (r#"{"status":0,"title":"t","message":"m"}"#, Yes),
            (r#"{"status":1}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"status":"1"}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"status":[1]}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"status_text":"not_ok"}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"status":0,"status_text":"not_ok"}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"status":0,"status":1}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"status":"","bad_fields":["LastName"]}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"bad_fields":"LastName"}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"bad_fields":{"LastName":"x"}}"#, No(DocumentInconsistent, "verifications")),
            (r#"{"status":2}"#, No(VendorUnknown, "verifications")),
            (r#"{"status":"x"}"#, No(VendorUnknown, "verifications")),
            (r#""not_ok""#, No(DocumentInconsistent, "verifications")),
            ("false", No(DocumentInconsistent, "verifications")),
            (r#""?""#, No(VendorUnknown, "verifications")),
            (r#"{"mrz_valid":"False"}"#, No(DocumentInconsistent, "mrz_valid")),
            (r#"{"mrz_valid":1}"#, No(DocumentInconsistent, "mrz_valid")),
            (r#"{"mrz_valid":"нет"}"#, No(DocumentInconsistent, "mrz_valid")),
            (r#"{"mrz_valid":"maybe"}"#, No(VendorUnknown, "mrz_valid")),
            (r#"{"mrz_valid":{"a":1}}"#, No(VendorUnknown, "mrz_valid")),
            (r#"{"mrz_valid":true,"mrz_valid":false}"#, No(DocumentInconsistent, "mrz_valid")),
            (r#"{"checks":{"verify":[{"status":1,"key":"a"}]}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":{"status":1,"key":"a"}}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":[{"status":"1","key":"a"}]}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":["not_ok"]}}"#, No(DocumentInconsistent, "verify")),
            (r#"{"checks":{"verify":false}}"#, No(DocumentInconsistent, "verify")),
            (r#"{"checks":{"verify":[{"status":"?!","key":"a"}]}}"#, No(VendorUnknown, "a")),
            (r#"{"checks":{"verify":[{"status":1,"key":"expiration_date"}]}}"#, No(DocumentExpired, "expiration_date")),
            (r#"[{"status":1,"key":"a"}]"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":{"series_okato":{"status":0}}}}"#, Yes),
            (r#"{"checks":{"verify":{"a":0,"b":true,"c":""}}}"#, Yes),
            (r#"{"checks":{"verify":[{"key":"a","title":"t"}]}}"#, Yes),
            (
                r#"{"status":0,"checks":{"verify_passport":{"series_okato":{"status":1}}}}"#,
                No(DocumentInconsistent, "series_okato"),
            ),
            (r#"{"checks":{"verify":{"a":1}}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":{"a":false}}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":{"a":"not_ok"}}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":{"a":"maybe"}}}"#, No(VendorUnknown, "a")),
            (r#"{"checks":{"a":1}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":[[{"status":1,"key":"a"}]]}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":[{"key":"a","result":false}]}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":[{"key":"a","valid":"False"}]}}"#, No(DocumentInconsistent, "a")),
            (r#"{"checks":{"verify":[{"key":"a","status":0,"errors":["x"]}]}}"#, No(DocumentInconsistent, "a")),
            (r#"{"expired":true}"#, No(DocumentInconsistent, "expired")),
            (r#"{"errors":["x"]}"#, No(DocumentInconsistent, "errors")),
            (r#"{"expired":false,"errors":[]}"#, Yes),
        ],
        |value| document(&format!(r#","broken":false,"metadata":{{"verifications":{value}}}"#)),
    );
}

#[test]
fn stages_count_in_each_form() {
    each(
        &[
            ("true", Yes),
            (r#"{"status":0}"#, Yes),
            (r#""false""#, No(DocumentBroken, "biometry_liveness")),
            ("false", No(DocumentBroken, "biometry_liveness")),
            (r#"["false"]"#, No(DocumentBroken, "biometry_liveness")),
            (r#"{"status":1}"#, No(DocumentBroken, "biometry_liveness")),
            (r#"{"status":0,"live":"False"}"#, No(DocumentBroken, "biometry_liveness")),
            (r#"{"status":0,"errors":["x"]}"#, No(DocumentBroken, "biometry_liveness")),
            (r#"{"score":0.97}"#, No(VendorUnknown, "biometry_liveness")),
            ("0.97", No(VendorUnknown, "biometry_liveness")),
        ],
        |value| document(&format!(r#","metadata":{{"biometry_liveness":{value}}}"#)),
    );
    each(&[(r#""false""#, No(DocumentBroken, "biometry_match")), ("true", Yes)], |value| {
        document(&format!(r#","biometry_match":{value}"#))
    });
}

#[test]
fn verifications_and_stages_count_wherever_they_stand() {
    each(
        &[
            (r#","verifications":{"status":0}"#, Yes),
            (r#","verifications":{"status":1}"#, No(DocumentInconsistent, "verifications")),
            (r#","status_text":"not_ok","bad_fields":["x"]"#, No(DocumentInconsistent, "verifications")),
            (r#","metadata":[{"verifications":{"status":0}}]"#, Yes),
            (r#","metadata":[{"verifications":{"status":1}}]"#, No(DocumentInconsistent, "verifications")),
            (r#","metadata":"{\"verifications\":{\"status\":0}}""#, Yes),
            (r#","metadata":"{\"verifications\":{\"status\":1}}""#, No(DocumentInconsistent, "verifications")),
            (r#","metadata":{"verification":{"status":0}}"#, Yes),
            (r#","metadata":{"verification":{"status":1}}"#, No(DocumentInconsistent, "verification")),
            (r#","metadata":{"verification":false}"#, No(DocumentInconsistent, "verification")),
            (r#","metadata":{"verification":"not_ok"}"#, No(DocumentInconsistent, "verification")),
            (r#","verification":{"status":1}"#, No(DocumentInconsistent, "verification")),
            (r#","Biometry_Liveness":false"#, No(DocumentBroken, "Biometry_Liveness")),
            (r#","metadata":{"stages":{"biometry_match":{"status":1}}}"#, No(DocumentBroken, "biometry_match")),
            (r#","metadata":{"stages":[{"liveness":"?!"}]}"#, No(VendorUnknown, "liveness")),
            (r#","metadata":{"stages":["verification"]}"#, Yes),
            (r#","metadata":{"quality":{"is_valid":"False"}}"#, No(VendorUnknown, "is_valid")),
        ],
        document,
    );
    let beside = |rest: &str| format!(r#"{{"documents":[{{"data":{{"LastName":"A"}}}}],{rest}}}"#);
    each(
        &[
            (r#""verifications":{"status":0},"verification":true"#, Yes),
            (r#""verifications":{"status":1}"#, No(DocumentInconsistent, "verifications")),
            (r#""verification":false"#, No(DocumentInconsistent, "verification")),
            (r#""stages":{"biometry_match":{"status":1}}"#, No(DocumentBroken, "biometry_match")),
            (r#""code":0,"status":"done","message":"Готово""#, Yes),
            (r#""code":500"#, No(VendorUnknown, "code")),
            (r#""code":"SYSTEM_ERROR""#, No(VendorUnknown, "code")),
            (r#""statusCode":500"#, No(VendorUnknown, "statusCode")),
            (r#""status":1"#, No(VendorUnknown, "status")),
            (r#""message":"Внутренняя ошибка""#, No(VendorUnknown, "message")),
        ],
        beside,
    );
    let (_, open) = parse::<BeorgGetResult>(200, beside(r#""verification":"?!""#).as_bytes());
    assert_eq!(open, [(CheckKind::Other, CheckStatus::NotRun, "verification".to_owned())]);
}

#[test]
fn broken_counts_in_each_form() {
    each(
        &[
            (r#""broken":false"#, Yes),
            (r#""broken":null"#, Yes),
            (r#""broken":"""#, Yes),
            (r#""broken":"Нет","broken_reasons":["None",null,""]"#, Yes),
            (r#""broken":["false"]"#, Yes),
            (r#""broken":true"#, No(DocumentBroken, "broken")),
            (r#""broken":"да""#, No(DocumentBroken, "broken")),
            (r#""broken":["True"]"#, No(DocumentBroken, "broken")),
            (r#""broken":{"value":true}"#, No(DocumentBroken, "broken")),
            (r#""broken":false,"broken":true"#, No(DocumentBroken, "broken")),
            (r#""broken":null,"broken_reasons":["blurred"]"#, No(DocumentBroken, "blurred")),
            (r#""broken":false,"broken_reasons":"blurred""#, No(DocumentBroken, "blurred")),
            (r#""broken_reasons":[{"text":"x"}]"#, No(DocumentBroken, "broken_reasons")),
            (r#""broken_reasons_ru":["размыто"]"#, No(DocumentBroken, "размыто")),
            (r#""broken":"error""#, No(VendorUnknown, "broken")),
            (r#""broken":"invalid""#, No(VendorUnknown, "broken")),
            (r#""broken":2"#, No(VendorUnknown, "broken")),
            (r#""broken":{"a":1}"#, No(VendorUnknown, "broken")),
            (r#""broken":[false,"?!"]"#, No(VendorUnknown, "broken")),
        ],
        |value| document(&format!(",{value}")),
    );
}

#[test]
fn what_stands_at_the_top_counts_too() {
    let beside = |rest: &str| format!(r#"{{"documents":[{{"data":{{"LastName":"A"}}}}],{rest}}}"#);
    each(
        &[
            (r#""broken":false"#, Yes),
            (r#""error":null,"errors":[]"#, Yes),
            (r#""broken":true"#, No(DocumentBroken, "broken")),
            (r#""broken_reasons":["blurred"]"#, No(DocumentBroken, "blurred")),
            (r#""metadata":{"verifications":{"status":1}}"#, No(DocumentInconsistent, "verifications")),
            (r#""error":{"type":"X"}"#, No(VendorUnknown, "error")),
            (r#""errors":["x"]"#, No(VendorUnknown, "errors")),
            (r#""success":"false""#, No(VendorUnknown, "success")),
            (r#""status":"error""#, No(VendorUnknown, "status")),
            (r#""documents":[{"data":{"LastName":"B"},"broken":true}]"#, No(DocumentBroken, "broken")),
        ],
        beside,
    );
}

#[test]
fn what_was_not_read_is_not_accepted() {
    each(
        &[
            (r#""data":{}"#, No(DocumentNotFound, "data")),
            (r#""data":null"#, No(DocumentNotFound, "data")),
            (r#""data":[]"#, No(DocumentNotFound, "data")),
            (r#""type":"SNILS""#, No(DocumentNotFound, "data")),
            (r#""data":{"LastName":"","Number":null,"MRZ1":"-"}"#, No(DocumentNotFound, "data")),
            (r#""data":{"LastName":"NULL","Number":"\u200b"}"#, No(DocumentNotFound, "data")),
            (r#""data":{},"metadata":{"verification":{"status":0}}"#, No(DocumentNotFound, "data")),
            (r#""data":{"HasPhoto":"1","HasOwnerSignature":"1"}"#, No(DocumentNotFound, "data")),
            (r#""data":{"Number":7}"#, Yes),
            (r#""data":{},"metadata":{"biometry_liveness":{"status":0}}"#, Yes),
        ],
        |value| format!(r#"{{"document_id":"s-1","documents":[{{"key":"k",{value}}}]}}"#),
    );
    let second = r#"{"documents":[{"data":{"LastName":"A"}},{"data":{"LastName":""}}]}"#;
    assert_rows(parse::<BeorgGetResult>, &[(second.to_owned(), No(DocumentNotFound, "data"))]);
}

#[test]
fn pending_needs_an_id_and_a_fault_is_one_at_once() {
    each(
        &[
            (r#""document_id":"s-7""#, Pending),
            (r#""document_id":"s-7","documents":[],"error":null,"errors":{}"#, Pending),
            (r#""document_id":"s-7","status":"processing","broken_reasons":[]"#, Pending),
            ("", Expected::Error(AnswerUnreadable)),
            (r#""documents":[]"#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":"""#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":null,"documents":null"#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":"s-","documents":[]"#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":"s-7","error":"x""#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","errors":[{"type":"CampaignNotFound"}]"#, Expected::Error(NotFound)),
            (r#""document_id":"s-7","errors":[null,{"type":"X"}]"#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","error":true"#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","status":"error","message":"x""#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","success":false"#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","exception":"x""#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","error_code":13"#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","documents":[],"code":500"#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","documents":[],"message":"Internal error""#, Expected::Error(VendorUnknown)),
            (r#""document_id":"s-7","documents":[],"message":"in progress","code":0"#, Pending),
            (r#""document_id":"s-7","documents":{}"#, Pending),
            (r#""document_id":"s-7","documents":[{}]"#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":"s-7","documents":[null]"#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":"s-7","documents":[[]]"#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":"s-7","documents":"x""#, Expected::Error(AnswerUnreadable)),
            (r#""document_id":"s-7","documents":0"#, Expected::Error(AnswerUnreadable)),
        ],
        |value| format!("{{{value}}}"),
    );
}

#[test]
fn other_statuses_of_success_are_read_alike() {
    for status in [201, 202, 206] {
        assert_eq!(parse::<BeorgGetResult>(status, document("").as_bytes()).0, Outcome::Accepted, "{status}");
        let id = br#"{"document_id":"s-7"}"#;
        assert_eq!(parse::<BeorgGetResult>(status, id).0, Outcome::Pending(Some("s-7".into())), "{status}");
    }
    assert_eq!(parse::<BeorgGetResult>(204, b"").0, Outcome::Error(AnswerUnreadable));
    assert_eq!(parse::<BeorgAddDocument>(202, b"{}").0, Outcome::Error(AnswerUnreadable));
}

#[test]
fn a_submission_is_not_decided_yet() {
    let (outcome, _) = parse::<BeorgAddDocument>(200, br#"{"document_id":"s-1","code":0}"#);
    assert_eq!(outcome, Outcome::Refused(vec![(DocumentPending, "document_id".to_owned())]));
}

#[test]
fn a_submission_with_a_fault_or_an_empty_id_is_none() {
    for (body, code) in [
        (r#"{"document_id":""}"#, AnswerUnreadable),
        (r#"{"document_id":"s-1","error":{"type":"X"}}"#, VendorUnknown),
        (r#"{"document_id":"s-1","success":false}"#, VendorUnknown),
        (r#"{"document_id":"s-1","code":500}"#, VendorUnknown),
        (r#"{"document_id":"s-1","statusCode":"500"}"#, VendorUnknown),
    ] {
        assert_eq!(parse::<BeorgAddDocument>(200, body.as_bytes()).0, Outcome::Error(code), "{body}");
    }
}
