//! What is a yes of ZOLOZ.

use super::Expected::{self, No, Pending, Yes};
use super::{Outcome, assert_rows, parse};
use idsnap::document::{CheckKind, CheckStatus};
use idsnap::error::ErrorCode::*;
use idsnap::vendors::zoloz::{ZolozAsyncCheckResult, ZolozAsyncRecognize, ZolozRecognize};

const OK: &str = r#""result":{"resultCode":"SUCCESS","resultStatus":"S"}"#;
const READ: &str = r#""ocrResult":{"ID_NUMBER":"E0000001","NAME":""}"#;
const YES: &str = r#""recognitionResult":"Y""#;

fn rows(rows: &[(&str, Expected)]) -> Vec<(String, Expected)> {
    rows.iter().map(|(body, expected)| (format!("{{{body}}}"), *expected)).collect()
}

#[test]
fn the_recognition_decides_in_each_form() {
    for (value, expected) in [
        (r#""Y""#, Yes),
        (r#"["Y"]"#, Yes),
        ("true", Yes),
        (r#""y""#, Yes),
        ("1", Yes),
        (r#"{"result":"Y"}"#, Yes),
        (r#""N""#, No(VendorUnknown, "recognitionResult")),
        (r#"["N"]"#, No(VendorUnknown, "recognitionResult")),
        ("false", No(VendorUnknown, "recognitionResult")),
        (r#"{"result":"N"}"#, No(VendorUnknown, "recognitionResult")),
        (r#"["Y","N"]"#, No(VendorUnknown, "recognitionResult")),
        (r#""maybe""#, No(VendorUnknown, "recognitionResult")),
        (r#""""#, No(VendorUnknown, "recognitionResult")),
        ("null", No(VendorUnknown, "recognitionResult")),
        ("[]", No(VendorUnknown, "recognitionResult")),
        ("2", No(VendorUnknown, "recognitionResult")),
    ] {
        assert_rows(
            parse::<ZolozRecognize>,
            &rows(&[(&format!(r#"{OK},{READ},"recognitionResult":{value}"#), expected)]),
        );
    }
}

#[test]
fn a_check_against_forgery_counts_in_each_form() {
    for (map, expected) in [
        (r#"{"TAMPER_CHECK":"Y"}"#, Yes),
        (r#"[{"TAMPER_CHECK":"Y","MATERIAL_CHECK":true}]"#, Yes),
        (r#""""#, Yes),
        (r#"{"TAMPER_CHECK":""}"#, Yes),
        (r#"{"TAMPER_CHECK":"FAIL"}"#, No(DocumentNotGenuine, "TAMPER_CHECK")),
        (r#"{"TAMPER_CHECK":{"result":"N"}}"#, No(DocumentNotGenuine, "TAMPER_CHECK")),
        (r#"{"TAMPER_CHECK":["N"]}"#, No(DocumentNotGenuine, "TAMPER_CHECK")),
        (r#"{"TAMPER_CHECK":0}"#, No(DocumentNotGenuine, "TAMPER_CHECK")),
        (r#"{"INFORMATION_CHECK":"N"}"#, No(DocumentInconsistent, "INFORMATION_CHECK")),
        (r#"{"LATER_CHECK":"N"}"#, No(DocumentNotGenuine, "LATER_CHECK")),
        (r#"{"TAMPER_CHECK":"Y","TAMPER_CHECK":"N"}"#, No(DocumentNotGenuine, "TAMPER_CHECK")),
        (r#"{"TAMPER_CHECK":"UNCERTAIN"}"#, No(VendorUnknown, "TAMPER_CHECK")),
        (r#"{"TAMPER_CHECK":0.4}"#, No(VendorUnknown, "TAMPER_CHECK")),
        (r#"[{"TAMPER_CHECK":"Y"},{"TAMPER_CHECK":"N"}]"#, No(DocumentNotGenuine, "TAMPER_CHECK")),
        (r#""N""#, No(DocumentNotGenuine, "spoofResult")),
        ("7", No(VendorUnknown, "spoofResult")),
    ] {
        assert_rows(
            parse::<ZolozRecognize>,
            &rows(&[(&format!(r#"{OK},{READ},{YES},"spoofResult":{map}"#), expected)]),
        );
    }
}

#[test]
fn an_envelope_that_does_not_say_success_is_no_yes() {
    let rest = format!("{READ},{YES}");
    for (envelope, expected) in [
        (r#""result":{"resultStatus":"S"}"#, Yes),
        // Both are mandatory by the vendor's page.
        (r#""result":{"resultCode":"SUCCESS"}"#, No(VendorUnknown, "resultStatus")),
        (r#""result":"SUCCESS""#, No(VendorUnknown, "resultStatus")),
        (r#""result":"S""#, No(VendorUnknown, "resultStatus")),
        (r#""result":"{\"resultStatus\":\"S\"}""#, Yes),
        (r#""result":{"resultStatus":"S","success":false}"#, No(VendorUnknown, "success")),
        (r#""result":{"resultStatus":"S"},"errorCode":"SYSTEM_ERROR""#, No(VendorUnknown, "errorCode")),
        (r#""result":{"resultStatus":"S"},"errorCode":"0","code":200,"message":"success""#, Yes),
        (r#""result":{"resultStatus":"S"},"code":500"#, No(VendorUnknown, "code")),
        (r#""result":{"resultStatus":"S"},"code":"SYSTEM_ERROR""#, No(VendorUnknown, "code")),
        (r#""result":{"resultStatus":"S"},"statusCode":500"#, No(VendorUnknown, "statusCode")),
        (r#""result":{"resultStatus":"S"},"status":500"#, No(VendorUnknown, "status")),
        (r#""result":{"resultStatus":"S"},"status":"FAILED""#, No(VendorUnknown, "status")),
        (r#""result":{"resultStatus":"S"},"message":"Internal Server Error""#, No(VendorUnknown, "message")),
        (r#""result":{"resultStatus":"S"},"spoof_result":{"TAMPER_CHECK":"N"}"#, No(VendorUnknown, "TAMPER_CHECK")),
        (r#""result":{"resultStatus":"S"},"extInfo":{"faces":[{"isLive":"N"}]}"#, No(VendorUnknown, "isLive")),
        (r#""result":[{"resultStatus":["S"]}]"#, Yes),
        (r#""result":{"resultStatus":"S","resultCode":"success"}"#, Yes),
        (r#""result":{"resultStatus":"X"}"#, No(VendorUnknown, "resultStatus")),
        (r#""result":{}"#, No(VendorUnknown, "resultStatus")),
        (r#""result":null"#, No(VendorUnknown, "resultStatus")),
        (r#""result":{"resultStatus":"S","resultCode":"PARTLY"}"#, No(VendorUnknown, "PARTLY")),
        (r#""result":{"resultStatus":"S"},"error":{"code":7}"#, No(VendorUnknown, "error")),
        (r#""result":{"resultStatus":"S"},"success":false"#, No(VendorUnknown, "success")),
        (r#""result":{"resultStatus":"F"}"#, Expected::Error(VendorUnknown)),
        (r#""result":{"resultStatus":["F"]}"#, Expected::Error(VendorUnknown)),
        (r#""result":{"resultStatus":"u"}"#, Expected::Error(VendorUnknown)),
        (r#""result":"FAIL""#, Expected::Error(VendorUnknown)),
        (r#""result":{"resultStatus":"S","resultCode":"SYSTEM_ERROR"}"#, Expected::Error(VendorUnavailable)),
        (r#""result":{"resultStatus":"S","resultStatus":"F"}"#, Expected::Error(VendorUnknown)),
        (r#""result":{"resultStatus":"S"},"result":{"resultStatus":"F"}"#, Expected::Error(VendorUnknown)),
    ] {
        assert_rows(parse::<ZolozRecognize>, &rows(&[(&format!("{envelope},{rest}"), expected)]));
    }
}

#[test]
fn what_was_not_read_is_not_accepted() {
    assert_rows(
        parse::<ZolozRecognize>,
        &rows(&[
            (&format!(r#"{OK},{YES},"ocrResult":{{}}"#), No(DocumentNotFound, "ocrResult")),
            (&format!(r#"{OK},{YES},"ocrResult":null"#), No(DocumentNotFound, "ocrResult")),
            (&format!(r#"{OK},{YES},"ocrResult":"""#), No(DocumentNotFound, "ocrResult")),
            (&format!("{OK},{YES}"), No(DocumentNotFound, "ocrResult")),
            (&format!(r#"{OK},{YES},"ocrResult":{{"NAME":"-","SEX":"None"}}"#), No(DocumentNotFound, "ocrResult")),
            (&format!(r#"{OK},{YES},"ocrResult":{{"NAME":"NULL","SEX":"\u200b"}}"#), No(DocumentNotFound, "ocrResult")),
            (&format!(r#"{OK},{YES},"ocrResult":{{"NAME":"<<<<","SEX":"n/a"}}"#), No(DocumentNotFound, "ocrResult")),
            (&format!(r#"{OK},{YES},"ocrResult":{{"COUNTRY_CODE_IN_ISO":"N"}}"#), No(DocumentNotFound, "ocrResult")),
            (
                &format!(r#"{OK},{YES},"extraImages":{{"CROPPED_FACE_FROM_DOC":"/9j/"}}"#),
                No(DocumentNotFound, "ocrResult"),
            ),
            (&format!(r#"{OK},{YES},"ocrResult":{{"ID_NUMBER":7}}"#), Yes),
            (&format!(r#"{OK},{YES},"ocrResultFormat":{{"NUMBER":"7"}}"#), Yes),
        ]),
    );
}

#[test]
fn a_code_of_the_document_counts_beside_a_yes_and_one_of_the_image_does_not() {
    assert_rows(
        parse::<ZolozRecognize>,
        &rows(&[
            (&format!(r#"{OK},{READ},{YES},"recognitionErrorCode":"BLUR""#), Yes),
            (&format!(r#"{OK},{READ},{YES},"recognitionErrorCode":"None""#), Yes),
            (&format!(r#"{OK},{READ},{YES},"recognitionErrorCode":["BLUR","EXPOSURE"]"#), Yes),
            (&format!(r#"{OK},{READ},{YES},"recognitionErrorCode":"NO_FACE_DETECTED""#), Yes),
            (&format!(r#"{OK},{READ},{YES},"recognitionErrorCode":"0""#), Yes),
            (
                &format!(r#"{OK},{READ},{YES},"recognitionErrorCode":"NOT_REAL_DOC""#),
                No(DocumentNotGenuine, "NOT_REAL_DOC"),
            ),
            (
                &format!(r#"{OK},{READ},{YES},"recognitionErrorCode":["NO_REQUIRED_ID"]"#),
                No(DocumentWrongType, "NO_REQUIRED_ID"),
            ),
        ]),
    );
}

#[test]
fn a_code_of_the_document_counts_in_each_form() {
    for (code, expected) in [
        (r#""not_real_doc""#, No(DocumentNotGenuine, "NOT_REAL_DOC")),
        (r#"["BLUR","NOT_REAL_DOC"]"#, No(DocumentNotGenuine, "NOT_REAL_DOC")),
        (r#""BLUR,NOT_REAL_DOC""#, No(DocumentNotGenuine, "NOT_REAL_DOC")),
        (r#""BLUR; not real doc""#, No(DocumentNotGenuine, "NOT_REAL_DOC")),
        (r#"{"code":"NOT_REAL_DOC"}"#, No(DocumentNotGenuine, "NOT_REAL_DOC")),
        (r#""NOT-REAL-DOC""#, No(DocumentNotGenuine, "NOT_REAL_DOC")),
        (r#""BLUR","recognitionErrorCode":"NOT_REAL_DOC""#, No(DocumentNotGenuine, "NOT_REAL_DOC")),
        (r#""UNKNOWN""#, No(DocumentBroken, "UNKNOWN")),
        (r#""FAKE""#, No(VendorUnknown, "FAKE")),
        (r#""DOCUMENT_EXPIRED""#, No(VendorUnknown, "DOCUMENT_EXPIRED")),
        ("true", No(VendorUnknown, "true")),
        ("7", No(VendorUnknown, "7")),
    ] {
        let body = format!(r#"{OK},{READ},{YES},"recognitionErrorCode":{code}"#);
        assert_rows(parse::<ZolozRecognize>, &rows(&[(&body, expected)]));
    }
    let body = format!(r#"{{{OK},{READ},{YES},"recognitionErrorCode":["BLUR","LATER"]}}"#);
    let (_, open) = parse::<ZolozRecognize>(200, body.as_bytes());
    let expected = [
        (CheckKind::Sharpness, CheckStatus::Failed, "BLUR".to_owned()),
        (CheckKind::Other, CheckStatus::NotRun, "LATER".to_owned()),
    ];
    assert_eq!(open, expected);
}

#[test]
fn a_fault_without_a_result_is_an_error_at_once() {
    let under_way = r#""result":{"resultCode":"PROCESSING","resultStatus":"S"}"#;
    let row = |rest: &str| format!("{under_way},{rest}");
    let id = r#""transactionId":"T""#;
    assert_rows(
        parse::<ZolozAsyncCheckResult>,
        &rows(&[
            (&row(id), Pending),
            (&row(&format!(r#"{id},"error":null,"message":"processing""#)), Pending),
            (&row(&format!(r#"{id},"error":"boom""#)), Expected::Error(VendorUnknown)),
            (&row(&format!(r#"{id},"code":500"#)), Expected::Error(VendorUnknown)),
            (under_way, Expected::Error(AnswerUnreadable)),
            (&row(r#""transactionId":"""#), Expected::Error(AnswerUnreadable)),
            (&row(r#""transactionId":"None""#), Expected::Error(AnswerUnreadable)),
            (&format!(r#"{OK},{id},"error":"boom""#), Expected::Error(VendorUnknown)),
            (r#""code":500"#, Expected::Error(AnswerUnreadable)),
        ]),
    );
    assert_rows(
        parse::<ZolozAsyncRecognize>,
        &rows(&[
            (&format!(r#"{OK},{id},"error":{{"code":1}}"#), Expected::Error(VendorUnknown)),
            (&format!(r#"{OK},{id},"success":false"#), Expected::Error(VendorUnknown)),
        ]),
    );
}

#[test]
fn pending_is_said_by_its_code_and_a_submission_needs_an_id() {
    let code = |status: &str| {
        format!(r#"{{"result":{{"resultCode":"PROCESSING","resultStatus":"{status}"}},"transactionId":"T"}}"#)
    };
    assert_rows(parse::<ZolozRecognize>, &[(code("S"), Pending), (code("F"), Expected::Error(VendorUnknown))]);
    assert_rows(
        parse::<ZolozAsyncRecognize>,
        &rows(&[
            (&format!(r#"{OK},"transactionId":["T"]"#), Pending),
            (&format!(r#"{OK},"transactionId":"""#), Expected::Error(AnswerUnreadable)),
            (&format!(r#"{OK},"transactionId":"None""#), Expected::Error(AnswerUnreadable)),
            (
                r#""result":{"resultCode":"SYSTEM_ERROR","resultStatus":"S"},"transactionId":"T""#,
                Expected::Error(VendorUnavailable),
            ),
        ]),
    );
}

#[test]
fn other_statuses_of_success_are_read_alike() {
    let body = format!("{{{OK},{READ},{YES}}}");
    for status in [201, 202, 206] {
        assert_eq!(parse::<ZolozRecognize>(status, body.as_bytes()).0, Outcome::Accepted, "{status}");
    }
    assert_eq!(parse::<ZolozRecognize>(204, b"").0, Outcome::Error(AnswerUnreadable));
    assert_eq!(parse::<ZolozRecognize>(302, body.as_bytes()).0, Outcome::Error(VendorUnknown));
}

#[test]
fn what_cannot_be_read_is_a_check_that_was_not_run() {
    let body = format!(r#"{{{OK},{READ},{YES},"spoofResult":{{"TAMPER_CHECK":"UNCERTAIN","MATERIAL_CHECK":null}}}}"#);
    let (_, open) = parse::<ZolozRecognize>(200, body.as_bytes());
    let expected = [(CheckKind::Material, "MATERIAL_CHECK"), (CheckKind::Tamper, "TAMPER_CHECK")];
    assert_eq!(open, expected.map(|(kind, name)| (kind, CheckStatus::NotRun, name.to_owned())));
}
