//! What is a yes of CVS.

use super::Expected::{self, No, Yes};
use super::{Outcome, Parse, assert_rows, parse};
use idsnap::document::{CheckKind, CheckStatus};
use idsnap::error::ErrorCode::*;
use idsnap::vendors::cvs::{CvsCard, CvsCards, CvsOcrCard};

fn item(rest: &str) -> String {
    format!(r#"{{"errorCode":"0","data":[{{"type":"passport","info":{{"id":"C1","name":""}},{rest}}}]}}"#)
}

#[track_caller]
fn each(operation: Parse, rows: &[(&str, Expected)], body: impl Fn(&str) -> String) {
    let rows: Vec<_> = rows.iter().map(|(value, expected)| (body(value), *expected)).collect();
    assert_rows(operation, &rows);
}

#[test]
fn validity_counts_in_each_form() {
    each(
        parse::<CvsCard>,
        &[
            (r#""True""#, Yes),
            ("true", Yes),
            (r#"["True"]"#, Yes),
            (r#"[["True"]]"#, Yes),
            (r#"{"valid":"True"}"#, Yes),
            ("1", Yes),
            ("null", Yes),
            (r#""False""#, No(DocumentBroken, "valid")),
            (r#"["False"]"#, No(DocumentBroken, "valid")),
            (r#""Invalid""#, No(DocumentBroken, "valid")),
            (r#"{"valid":false}"#, No(DocumentBroken, "valid")),
            (r#"["True","False"]"#, No(DocumentBroken, "valid")),
            (r#""Sai""#, No(DocumentBroken, "valid")),
            (r#""Không""#, No(DocumentBroken, "valid")),
            ("0", No(DocumentBroken, "valid")),
            (r#""Fals""#, No(VendorUnknown, "valid")),
            (r#""xxxx""#, No(VendorUnknown, "valid")),
            ("0.7", No(VendorUnknown, "valid")),
            ("[]", No(VendorUnknown, "valid")),
            ("{}", No(VendorUnknown, "valid")),
            (r#""""#, No(VendorUnknown, "valid")),
            (r#"{"a":1}"#, No(VendorUnknown, "valid")),
            (r#""True","valid":"False""#, No(DocumentBroken, "valid")),
        ],
        |value| item(&format!(r#""invalidCode":"0","valid":{value}"#)),
    );
    // Validity is not judged there: an empty text is none.
    each(
        parse::<CvsOcrCard>,
        &[(r#""""#, Yes), (r#""False""#, No(DocumentBroken, "valid")), (r#""?!""#, No(VendorUnknown, "valid"))],
        |value| item(&format!(r#""invalidCode":"","invalidMessage":"","valid":{value}"#)),
    );
}

#[test]
fn warnings_count_in_each_form() {
    each(
        parse::<CvsCard>,
        &[
            (r#""0""#, Yes),
            ("0", Yes),
            (r#"["0"]"#, Yes),
            (r#""0.0""#, Yes),
            ("[]", Yes),
            (r#""""#, Yes),
            (r#""None""#, Yes),
            (r#""1""#, No(DocumentNotGenuine, "1")),
            ("1.0", No(DocumentNotGenuine, "1")),
            (r#"["2"]"#, No(DocumentNotGenuine, "2")),
            (r#"["0","5"]"#, No(DocumentCropped, "5")),
            (r#""2,5""#, No(DocumentCropped, "5")),
            (r#""0","invalidCode":"3""#, No(DocumentInconsistent, "3")),
            (r#""photo copy""#, No(VendorUnknown, "photo copy")),
            (r#"{"code":"1"}"#, No(VendorUnknown, "invalidCode")),
            ("true", No(VendorUnknown, "true")),
            ("9", No(VendorUnknown, "9")),
        ],
        |value| item(&format!(r#""valid":"True","invalidCode":{value}"#)),
    );
    let both = item(r#""valid":["False"],"invalidCode":["2","5"]"#);
    let (outcome, _) = parse::<CvsCard>(200, both.as_bytes());
    let expected = vec![(DocumentNotGenuine, "2".to_owned()), (DocumentCropped, "5".to_owned())];
    assert_eq!(outcome, Outcome::Refused(expected));
}

#[test]
fn a_message_without_a_code_is_no_yes() {
    each(
        parse::<CvsCard>,
        &[
            (r#""invalidMessage":"Photocopy""#, No(VendorUnknown, "invalidMessage")),
            (r#""invalidMessage":["x"],"valid":null"#, No(VendorUnknown, "invalidMessage")),
            (r#""invalidMessage":"","valid":null"#, Yes),
            (r#""invalidMessage":"x","valid":"True","invalidCode":"0""#, Yes),
        ],
        item,
    );
}

#[test]
fn a_checksum_that_the_vendor_finds_wrong_counts() {
    each(
        parse::<CvsCard>,
        &[
            (r#""True""#, Yes),
            (r#""?!""#, Yes),
            (r#""False""#, No(DocumentInconsistent, "checksum_final_validate")),
            (r#"["False"]"#, No(DocumentInconsistent, "checksum_final_validate")),
        ],
        |value| {
            format!(
                r#"{{"errorCode":0,"data":{{"type":["chip_id_card_back"],"valid":"True",
                "info":{{"person_number":["1"],"checksum_final_validate":{value}}}}}}}"#
            )
        },
    );
    let unreadable = r#"{"errorCode":0,"data":{"type":"chip_id_card_back","info":{"person_number":"1","dob_checksum_validate":"?!"}}}"#;
    let (_, open) = parse::<CvsCard>(200, unreadable.as_bytes());
    assert_eq!(open, [(CheckKind::MrzFormat, CheckStatus::NotRun, "dob_checksum_validate".to_owned())]);
}

fn side(name: &str, info: &str) -> String {
    format!(r#"{{"type":"{name}","valid":"True","invalidCode":"0","info":{{{info}}}}}"#)
}

fn sides(front: &str, back: &str) -> String {
    format!(r#"{{"errorCode":"0","data":[{front},{back}]}}"#)
}

#[test]
fn sides_that_do_not_belong_together_are_not_one_card() {
    let front = side("chip_id_card_front", r#""id":"001 090","dob":"05-09-1990""#);
    let back = side("chip_id_card_back", r#""person_number":"001090","dob":"05-09-1990""#);
    let other_back = side("chip_id_card_back", r#""person_number":"001091""#);
    let rows = [
        (sides(&front, &back), Yes),
        (sides(&back, &front), Yes),
        (sides(&front, &side("chip_id_card_back", r#""issue_date":"1""#)), Yes),
        (sides(&side("later_front", r#""id":"1""#), &side("later_back", r#""person_number":"1""#)), Yes),
        (sides(&front, &other_back), No(DocumentInconsistent, "person_number")),
        (sides(&front, &front), No(DocumentWrongSide, "type")),
        (sides(&back, &back), No(DocumentWrongSide, "type")),
        (sides(&front, &side("12_id_card_back", r#""issue_date":"1""#)), No(DocumentInconsistent, "type")),
        (sides(&front, &side("12_id_card_front", r#""id":"1""#)), No(DocumentInconsistent, "type")),
        (sides(&front, &side("later_back", r#""id":"1""#)), No(DocumentInconsistent, "type")),
        (sides(&front, &side("passport", r#""id":"1""#)), No(DocumentInconsistent, "type")),
        (
            sides(&side("later_front", r#""id":"1""#), &side("later_back", r#""person_number":"2""#)),
            No(DocumentInconsistent, "person_number"),
        ),
        (sides(&side("passport", r#""id":"1""#), &side("passport", r#""id":"1""#)), No(DocumentWrongSide, "type")),
        (sides(&front, "null"), No(DocumentNotFound, "data")),
        (format!(r#"{{"errorCode":"0","data":{front}}}"#), No(DocumentNotFound, "data")),
        (sides(&front, &format!("{back},{back}")), No(DocumentInconsistent, "data")),
        (sides(&front, &side("chip_id_card_back", r#""person_number":"""#)), No(DocumentNotFound, "info")),
    ];
    assert_rows(parse::<CvsCards>, &rows);
    let (_, open) = parse::<CvsCards>(200, sides(&front, &front).as_bytes());
    assert_eq!(open, [(CheckKind::Consistency, CheckStatus::Failed, "type".to_owned())]);
    assert_rows(parse::<CvsOcrCard>, &[(sides(&front, &other_back), Yes), (sides(&front, &front), Yes)]);
}

#[test]
fn the_envelope_counts_in_each_form() {
    let rest = r#""data":[{"type":"passport","info":{"id":"1"},"valid":"True","invalidCode":"0"}]"#;
    each(
        parse::<CvsCard>,
        &[
            (r#""errorCode":"0""#, Yes),
            (r#""errorCode":["0"]"#, Yes),
            (r#""errorCode":0.0"#, Yes),
            (r#""errorCode":"0.0","Exception":null"#, Yes),
            (r#""errorCode":"","x":1"#, No(VendorUnknown, "errorCode")),
            (r#""errorCode":null"#, No(VendorUnknown, "errorCode")),
            (r#""x":1"#, No(VendorUnknown, "errorCode")),
            (r#""errorCode":"0","Exception":"x""#, No(VendorUnknown, "Exception")),
            (r#""errorCode":"0","success":false"#, No(VendorUnknown, "success")),
            (r#""errorCode":"1""#, Expected::Error(DocumentNotFound)),
            (r#""errorCode":["5"]"#, Expected::Error(CredentialsRejected)),
            (r#""errorCode":4.0"#, Expected::Error(QuotaExhausted)),
            (r#""errorCode":{"code":1}"#, Expected::Error(VendorUnknown)),
            (r#""errorCode":"x""#, Expected::Error(VendorUnknown)),
            (r#""errorCode":true"#, Expected::Error(VendorUnknown)),
            (r#""errorCode":[]"#, Expected::Error(VendorUnknown)),
            (r#""errorCode":"0","errorCode":"1""#, Expected::Error(DocumentNotFound)),
            (r#""errorCode":"1","ErrorCode":"0""#, Expected::Error(DocumentNotFound)),
        ],
        |value| format!("{{{value},{rest}}}"),
    );
    for (body, code) in [
        (r#"{"message":"Unauthorized"}"#, AnswerUnreadable),
        (r#"{"error":"x"}"#, AnswerUnreadable),
        (r#"{"errorCode":"","errorMessage":"x"}"#, AnswerUnreadable),
    ] {
        assert_eq!(parse::<CvsCard>(200, body.as_bytes()).0, Outcome::Error(code), "{body}");
    }
}

#[test]
fn what_was_not_read_is_not_accepted() {
    each(
        parse::<CvsCard>,
        &[
            ("null", No(DocumentNotFound, "info")),
            ("{}", No(DocumentNotFound, "info")),
            ("[]", No(DocumentNotFound, "info")),
            (r#""""#, No(DocumentNotFound, "info")),
            (r#"{"id":"","name":null,"dob":"-","image":"/9j/"}"#, No(DocumentNotFound, "info")),
            (r#"{"id_confidence":"0.99","id_box":[1,2,3,4],"address_town_code":"1"}"#, No(DocumentNotFound, "info")),
            (r#"{"id":7}"#, Yes),
            (r#"[{"id":"7"}]"#, Yes),
        ],
        |value| format!(r#"{{"errorCode":"0","data":[{{"type":"passport","valid":"True","info":{value}}}]}}"#),
    );
    assert_eq!(parse::<CvsCard>(204, b"").0, Outcome::Error(AnswerUnreadable));
    for status in [201, 202, 206] {
        let body = item(r#""valid":"True""#);
        assert_eq!(parse::<CvsCard>(status, body.as_bytes()).0, Outcome::Accepted, "{status}");
    }
}
