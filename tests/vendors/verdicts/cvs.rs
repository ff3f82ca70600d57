//! What is a yes of CVS.

use super::Expected::{self, No, Yes};
use super::{Outcome, Parse, assert_rows, parse};
use idsnap::document::{CheckKind, CheckStatus};
use idsnap::error::ErrorCode::*;
use idsnap::vendors::cvs::{CvsCard, CvsCards, CvsItemType, CvsOcrCard};

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
            (r#""?!""#, No(VendorUnknown, "checksum_final_validate")),
            (r#"{"v":false}"#, No(VendorUnknown, "checksum_final_validate")),
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

#[test]
fn a_checksum_counts_on_every_type() {
    for name in CvsItemType::ALL.iter().map(|known| known.name()).chain(["later", ""]) {
        each(
            parse::<CvsCard>,
            &[
                (r#""checksum_final_validate":"True""#, Yes),
                (r#""checksum_final_validate":"False""#, No(DocumentInconsistent, "checksum_final_validate")),
                (r#""Dob_Checksum_Validate":"maybe""#, No(VendorUnknown, "dob_checksum_validate")),
                (r#""later_checksum_validate":"False""#, No(VendorUnknown, "later_checksum_validate")),
            ],
            |value| {
                format!(r#"{{"errorCode":"0","data":{{"type":"{name}","valid":"True","info":{{"id":"1",{value}}}}}}}"#)
            },
        );
    }
}

#[test]
fn a_decision_of_another_name_or_place_counts() {
    let whole = |rest: &str| {
        let data = r#""data":{"type":"passport","info":{"id":"1"},"valid":"True","invalidCode":"0"}"#;
        format!(r#"{{"errorCode":"0",{data},{rest}}}"#)
    };
    let rows = [
        (r#""valid":"True","invalidCode":"0","message":"Success""#, Yes),
        (r#""valid":"False""#, No(VendorUnknown, "valid")),
        (r#""invalidCode":"2""#, No(VendorUnknown, "invalidCode")),
        (r#""code":500"#, No(VendorUnknown, "code")),
        (r#""code":"SYSTEM_ERROR""#, No(VendorUnknown, "code")),
        (r#""statusCode":500"#, No(VendorUnknown, "statusCode")),
        (r#""status":500"#, No(VendorUnknown, "status")),
    ];
    each(parse::<CvsCard>, &rows, whole);
    each(parse::<CvsOcrCard>, &rows, whole);
    each(
        parse::<CvsCard>,
        &[
            (r#""invalid_code":"0","error":null,"errorCode":0"#, Yes),
            (r#""invalid_code":"2""#, No(VendorUnknown, "invalid_code")),
            (r#""error":"x""#, No(VendorUnknown, "error")),
            (r#""errorCode":"1""#, No(VendorUnknown, "errorCode")),
            (r#""quality":{"passed":false}"#, No(VendorUnknown, "passed")),
        ],
        |value| item(&format!(r#""valid":"True",{value}"#)),
    );
    each(
        parse::<CvsCard>,
        &[
            (r#""valid":"True","invalidCode":"0","validity":"10""#, Yes),
            (r#""valid":"False""#, No(VendorUnknown, "valid")),
            (r#""valid":"?!""#, No(VendorUnknown, "valid")),
            (r#""invalidCode":"1""#, No(VendorUnknown, "invalidCode")),
        ],
        |value| {
            format!(r#"{{"errorCode":"0","data":{{"type":"passport","valid":"True","info":{{"id":"1",{value}}}}}}}"#)
        },
    );
    let (_, open) = parse::<CvsCard>(200, item(r#""valid":"True","invalid_code":"2""#).as_bytes());
    assert_eq!(open, [(CheckKind::Other, CheckStatus::Failed, "invalid_code".to_owned())]);
    let body = r#"{"errorCode":"0","data":[],"error":"x"}"#.to_owned();
    assert_rows(parse::<CvsCard>, &[(body, Expected::Error(VendorUnknown))]);
}

#[test]
fn of_two_sides_each_has_to_be_judged_and_told() {
    let sides = |front: &str, back: &str, valid: &str| {
        let item = |name: &str| format!(r#"{{"type":{name},"info":{{"id":"1"}},"invalidCode":"0"{valid}}}"#);
        format!(r#"{{"errorCode":"0","data":[{},{}]}}"#, item(front), item(back))
    };
    let (front, back) = (r#""chip_id_card_front""#, r#""chip_id_card_back""#);
    let yes = r#","valid":"True""#;
    let rows = [
        (sides(front, back, yes), Yes),
        (sides(front, back, ""), No(VendorUnknown, "valid")),
        (sides(front, back, r#","valid":null"#), No(VendorUnknown, "valid")),
        (sides(r#""""#, r#""""#, yes), No(VendorUnknown, "type")),
        (sides("null", "null", yes), No(VendorUnknown, "type")),
        (sides(back, r#""""#, yes), No(VendorUnknown, "type")),
        (sides(r#""xyz""#, r#""xyz""#, yes), No(VendorUnknown, "type")),
    ];
    assert_rows(parse::<CvsCards>, &rows);
    let (_, open) = parse::<CvsCards>(200, sides(r#""xyz""#, r#""xyz""#, yes).as_bytes());
    assert_eq!(open, [(CheckKind::Consistency, CheckStatus::NotRun, "type".to_owned())]);
    let (_, open) = parse::<CvsCards>(200, sides(front, back, "").as_bytes());
    assert_eq!(open, [(CheckKind::Overall, CheckStatus::NotRun, "valid".to_owned())]);
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
