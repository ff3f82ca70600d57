//! Nothing of a response is lost, whatever the vendor and the operation.

use idsnap::http::HttpResponse;
use idsnap::vendors::beorg::{BeorgAddDocument, BeorgGetResult};
use idsnap::vendors::biometric_kz::{BiometricKzParseDocument, BiometricKzProcessDocument};
use idsnap::vendors::cvs::{CvsCard, CvsCards, CvsOcrCard};
use idsnap::vendors::zoloz::{ZolozAsyncCheckResult, ZolozAuthenticationTest, ZolozRecognize};
use idsnap::vendors::{Operation, Reply};
use proptest::prelude::*;
use serde_json::Value;

/// The reply as JavaScript gets it; nothing for an error.
fn parse<O: Operation>(body: &[u8]) -> Option<Value> {
    O::parse(&HttpResponse { status: 200, body }).ok().map(|reply: Reply<O::Data>| serde_json::to_value(reply).unwrap())
}

type Parse = fn(&[u8]) -> Option<Value>;

const ZOLOZ: &str = r#"{"result":{"resultCode":"SUCCESS","resultStatus":"S"},"recognitionResult":"Y","docEdition":X,
    "ocrResult":{"ID_NUMBER":"1","A":X},"ocrResultDetail":{"A":{"name":"A","value":X}},"x":X}"#;
const BEORG: &str = r#"{"document_id":"s-1","documents":[{"data":{"LastName":"A","B":X},"metadata":{"confidences":{"B":X},
    "verifications":{"b":X,"checks":{"g":[{"status":X,"key":"k"}]}},"metadata_check":{"status":X,
    "checks":{"source_check":X}}},"x":X}],"x":X}"#;
const BIOMETRIC: &str = r#"{"last_name":"A","personal_number":X,"document_type":{"frontside":{"id":X,"p":X,"uv_exp":X,
    "fdsid_list":{"list":[X],"d_type":X}}},"images":{"x":X},"x":X}"#;
const CVS: &str = r#"{"errorCode":"0","data":{"type":"passport","valid":"True","info":{"id":"1","name":X,"id_confidence":X,
    "id_box":[X,1,2,3],"mrz_confidence":X},"x":X},"x":X}"#;

/// A response of each operation, in which a value stands in each kind of place as `X`.
const RESPONSES: [(&str, Parse, &str); 10] = [
    ("recognize", parse::<ZolozRecognize>, ZOLOZ),
    ("asyncCheckResult", parse::<ZolozAsyncCheckResult>, ZOLOZ),
    ("authenticationTest", parse::<ZolozAuthenticationTest>, r#"{"a":X}"#),
    ("addDocument", parse::<BeorgAddDocument>, r#"{"document_id":"s-1","x":X}"#),
    ("getResult", parse::<BeorgGetResult>, BEORG),
    ("parseDocument", parse::<BiometricKzParseDocument>, BIOMETRIC),
    ("processDocument", parse::<BiometricKzProcessDocument>, BIOMETRIC),
    ("cards", parse::<CvsCards>, CVS),
    ("card", parse::<CvsCard>, CVS),
    ("ocrCard", parse::<CvsOcrCard>, CVS),
];

/// Every whole number in a value.
fn integers(value: &Value, found: &mut Vec<i128>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| integers(item, found)),
        Value::Object(entries) => entries.values().for_each(|value| integers(value, found)),
        Value::Number(number) => found.extend(number.as_i128()),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[test]
fn no_whole_number_is_too_great_to_cross() {
    let limit = 1i128 << 53;
    for number in [limit - 1, limit, limit + 1, -limit, 1 - limit, i128::from(i64::MAX), i128::from(i64::MIN)] {
        for (name, parse, body) in RESPONSES {
            let reply = parse(body.replace('X', &number.to_string()).as_bytes()).unwrap_or_else(|| panic!("{name}"));
            let mut found = Vec::new();
            integers(&reply, &mut found);
            let greatest = found.iter().map(|number| number.abs()).max().unwrap_or_default();
            assert!(greatest < limit, "{name}: {number}");
            assert_eq!(found.contains(&number), number.abs() < limit, "{name}: {number}");
            assert!(reply["raw"].to_string().contains(&number.to_string()), "{name}: {number}");
        }
    }
}

#[test]
fn text_that_was_replaced_is_noted() {
    for (name, parse, body) in RESPONSES {
        for (text, is_replaced) in [
            (b"\"a\"".as_slice(), false),
            (b"\"\xEF\xBF\xBD\"", false),
            (b"\"a\xFF\"", true),
            (br#""\ud83d\ude00""#, false),
            (br#""\ud83d""#, true),
        ] {
            let parts: Vec<&[u8]> = body.split('X').map(str::as_bytes).collect();
            let reply = parse(&parts.join(text)).unwrap_or_else(|| panic!("{name}"));
            let expected = is_replaced.then_some(Value::Bool(true));
            assert_eq!(reply.get("textReplaced"), expected.as_ref(), "{name}: {}", String::from_utf8_lossy(text));
        }
    }
}

#[test]
fn what_is_not_known_is_kept_at_every_level() {
    for (parse, body, count) in [
        (
            parse::<ZolozRecognize> as Parse,
            r#"{"result":{"resultStatus":"S","u_1":1},"u_2":{"u_3":1},"ocrResult":{"ID_NUMBER":"1","u_4":"x","u_5":{"u_6":1}},
            "ocrResultDetail":{"A":{"name":"A","value":"x","u_7":1}},"spoofResult":{"u_8":"Y"},"recognitionResult":"Y"}"#,
            8,
        ),
        (
            parse::<BeorgGetResult>,
            r#"{"document_id":"s-1","u_1":1,"documents":[{"u_2":1,"key":"a","data":{"LastName":"A","u_3":"x","u_4":{"u_5":1}},
            "metadata":{"u_6":1,"confidences":{"u_7":0.5},"verifications":{"u_8":0,"checks":{"g":[{"status":0,"key":"k",
            "u_9":1}],"h":{"u_10":{"status":0}}}},"metadata_check":{"status":0,"u_11":1,"checks":{"u_12":1}}}}]}"#,
            12,
        ),
        (
            parse::<BiometricKzParseDocument>,
            r#"{"first_name":"A","u_1":{"u_2":1},"document_type":{"u_3":1,"frontside":{"u_4":1,"fdsid_list":{"u_5":1}}},
            "images":{"u_6":"QUJD"}}"#,
            6,
        ),
        (
            parse::<CvsCard>,
            r#"{"errorCode":"0","u_1":1,"data":{"type":"passport","u_2":1,"info":{"id":"1","u_3":"x","u_4":{"u_5":1}}}}"#,
            5,
        ),
    ] {
        let mut reply = parse(body.as_bytes()).unwrap();
        reply["raw"] = Value::Null;
        let reply = reply.to_string();
        let lost: Vec<_> = (1..=count).filter(|number| !reply.contains(&format!("u_{number}\":"))).collect();
        assert!(lost.is_empty(), "{lost:?} of {reply}");
        assert!(body.contains(&format!("u_{count}\"")) && !body.contains(&format!("u_{}\"", count + 1)));
    }
}

const WORDS: &[&str] = &[
    "result",
    "resultStatus",
    "S",
    "recognitionResult",
    "Y",
    "ocrResult",
    "spoofResult",
    "transactionId",
    "documents",
    "data",
    "document_id",
    "s-1",
    "metadata",
    "verifications",
    "status",
    "checks",
    "LastName",
    "broken",
    "last_name",
    "pages",
    "failure_reason",
    "errorCode",
    "0",
    "type",
    "info",
    "valid",
    "True",
    "passport",
    "id",
    "code",
    "error",
    "None",
];

proptest! {
    #[test]
    fn what_is_not_accepted_has_a_reason(json in crate::arbitrary::json(WORDS)) {
        let mut body = Vec::new();
        json.write(&mut body);
        for (name, parse, _) in RESPONSES {
            let Some(reply) = parse(&body).filter(|reply| reply["state"] == "ready") else { continue };
            let (accepted, reasons) = (&reply["verdict"]["accepted"], reply["verdict"]["reasons"].as_array());
            prop_assert_eq!(accepted == &Value::Bool(true), reasons.is_some_and(Vec::is_empty), "{}", name);
        }
    }

    /// Only with an id is there something to ask for.
    #[test]
    fn what_is_pending_has_an_id(json in crate::arbitrary::json(WORDS)) {
        let mut body = Vec::new();
        json.write(&mut body);
        for (name, parse, _) in RESPONSES {
            let Some(reply) = parse(&body).filter(|reply| reply["state"] == "pending") else { continue };
            prop_assert!(reply["id"].as_str().is_some_and(|id| !id.trim().is_empty()), "{}", name);
        }
    }
}
