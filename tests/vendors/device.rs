//! What the device read of the zone, against the documents of every vendor.

use idsnap::document::mrz::{self, Mrz};
use idsnap::document::{CheckKind, CheckSource, CheckStatus};
use idsnap::error::ErrorCode;
use idsnap::http::HttpResponse;
use idsnap::vendors::beorg::BeorgGetResult;
use idsnap::vendors::biometric_kz::BiometricKzParseDocument;
use idsnap::vendors::cvs::{CvsCard, CvsCards};
use idsnap::vendors::zoloz::ZolozRecognize;
use idsnap::vendors::{Answer, Known, Operation, Reply, Verdict};

const UPPER: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const LOWER: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

/// An answer without what differs between vendors.
type Plain = Answer<()>;

fn read<O: Operation>(body: &str, mrz: Vec<Mrz>) -> Plain {
    let known = Known { today: "2026-11-29".to_owned(), mrz };
    match O::parse(&HttpResponse { status: 200, body: body.as_bytes() }).map(|reply| reply.completed(&known)) {
        Ok(Reply::Ready(Answer { raw, documents, checks, verdict, text_replaced, .. })) => {
            Answer { raw, data: (), documents, checks, verdict, text_replaced }
        }
        Ok(Reply::Pending { .. }) => panic!("pending: {body}"),
        Err(error) => panic!("{error}: {body}"),
    }
}

fn zone() -> Mrz {
    mrz::parse(&[UPPER, LOWER]).unwrap()
}

type Read = fn(&str, Vec<Mrz>) -> Plain;

/// A response of each vendor, and the names of a number and a birth there.
const RESPONSES: [(Read, &str, [&str; 2]); 4] = [
    (
        read::<ZolozRecognize>,
        r#"{"result":{"resultStatus":"S","resultCode":"SUCCESS"},"recognitionResult":"Y","ocrResult":{FIELDS}}"#,
        ["ID_NUMBER", "DATE_OF_BIRTH"],
    ),
    (read::<BeorgGetResult>, r#"{"documents":[{"type":"PASSPORT_FRGN","data":{FIELDS}}]}"#, ["Number", "BirthDate"]),
    (read::<BiometricKzParseDocument>, "{FIELDS}", ["document_number", "date_of_birth"]),
    (read::<CvsCard>, r#"{"errorCode":"0","data":{"type":"passport","valid":"True","info":{FIELDS}}}"#, ["id", "dob"]),
];

/// The answer of each vendor to fields, with what the device read.
fn answers(number: &str, birth: &str, mrz: &[Mrz]) -> Vec<Plain> {
    let answer = |(read, body, [number_key, birth_key]): &(Read, &str, [&str; 2])| {
        let fields = format!(r#""{number_key}":"{number}","{birth_key}":"{birth}""#);
        read(&body.replace("FIELDS", &fields), mrz.to_vec())
    };
    RESPONSES.iter().map(answer).collect()
}

/// The checks of the device: the kind, how it ended, and its name.
fn of_device(answer: &Plain) -> Vec<(CheckKind, CheckStatus, String)> {
    let checks = answer.documents.iter().flat_map(|document| &document.checks);
    let ours = checks.filter(|check| check.source == Some(CheckSource::Device));
    ours.map(|check| (check.kind, check.status, check.vendor_code.clone().unwrap())).collect()
}

fn check(status: CheckStatus, field: &str) -> (CheckKind, CheckStatus, String) {
    (CheckKind::MrzVisualConsistency, status, field.to_owned())
}

#[test]
fn without_a_zone_of_the_device_nothing_is_added() {
    for answer in answers("L898902C3", "1974-08-12", &[]) {
        assert_eq!(of_device(&answer), []);
        assert!(answer.verdict.accepted);
    }
}

#[test]
fn a_zone_that_agrees_is_checks_that_passed() {
    for answer in answers("L898902C3", "1974-08-12", &[zone()]) {
        let format = (CheckKind::MrzFormat, CheckStatus::Passed, "mrz".to_owned());
        let agreed = |field| check(CheckStatus::Passed, field);
        let mut found = of_device(&answer);
        found.retain(|(_, status, _)| *status != CheckStatus::NotRun);
        assert_eq!(found, [format, agreed("documentNumber"), agreed("dateOfBirth")]);
        assert_eq!(answer.verdict, Verdict { accepted: true, reasons: vec![] });
    }
}

#[test]
fn a_proved_field_that_differs_is_no_yes() {
    for (number, birth, field) in
        [("L898902C8", "1974-08-12", "documentNumber"), ("L898902C3", "1974-08-13", "dateOfBirth")]
    {
        for answer in answers(number, birth, &[zone()]) {
            assert!(of_device(&answer).contains(&check(CheckStatus::Failed, field)), "{field}");
            assert!(!answer.verdict.accepted, "{field}");
            let reasons: Vec<_> =
                answer.verdict.reasons.iter().map(|reason| (reason.code, reason.vendor_code.as_str())).collect();
            assert_eq!(reasons, [(ErrorCode::DocumentInconsistent, format!("mrz.{field}").as_str())]);
        }
    }
}

#[test]
fn a_no_of_the_vendor_stays_a_no() {
    let body = r#"{"result":{"resultStatus":"S","resultCode":"SUCCESS"},"recognitionResult":"N","ocrResult":{"ID_NUMBER":"L898902C3"}}"#;
    let before = read::<ZolozRecognize>(body, vec![]);
    let answer = read::<ZolozRecognize>(body, vec![zone()]);
    assert!(!before.verdict.accepted);
    assert_eq!(answer.verdict, before.verdict);
}

#[test]
fn a_name_that_is_spelled_otherwise_is_a_check_alone() {
    let body = r#"{"result":{"resultStatus":"S","resultCode":"SUCCESS"},"recognitionResult":"Y","ocrResult":{"LAST_NAME":"ERICSON"}}"#;
    let answer = read::<ZolozRecognize>(body, vec![zone()]);
    assert!(of_device(&answer).contains(&check(CheckStatus::Failed, "surname")));
    assert!(answer.verdict.accepted);
}

#[test]
fn a_zone_that_is_not_valid_says_nothing() {
    let wrong = mrz::parse(&[UPPER, &LOWER.replace("7408122", "7408129").replace("1204159", "1204151")]).unwrap();
    assert!(!wrong.valid);
    for answer in answers("L898902C3", "1974-08-13", &[wrong]) {
        assert_eq!(of_device(&answer), []);
        assert!(answer.verdict.accepted);
    }
}

#[test]
fn a_number_among_the_optional_data_is_that_of_the_document() {
    // As on cards of Vietnam: the line has a short number, and the whole one behind it.
    let card = mrz::parse(&[
        "IDUTO1234567897001099012345<<3",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ]);
    let card = card.map(|card| Mrz { valid: true, ..card }).unwrap();
    for answer in answers("001099012345", "1974-08-12", std::slice::from_ref(&card)) {
        assert!(of_device(&answer).contains(&check(CheckStatus::Passed, "documentNumber")));
        assert!(answer.verdict.accepted);
    }
    for answer in answers("001099012346", "1974-08-12", &[card]) {
        assert!(!answer.verdict.accepted);
    }
}

#[test]
fn of_several_documents_the_one_that_agrees_is_compared() {
    let card = |number: &str| format!(r#"{{"type":"passport","valid":"True","info":{{"id":"{number}"}}}}"#);
    let body = format!(r#"{{"errorCode":"0","data":[{},{}]}}"#, card("B1234567"), card("L898902C3"));
    let answer = read::<CvsCards>(&body, vec![zone()]);
    assert_eq!(answer.documents.len(), 2);
    assert!(answer.documents[0].checks.iter().all(|check| check.source.is_none()));
    assert!(of_device(&answer).contains(&check(CheckStatus::Passed, "documentNumber")));
    assert!(answer.verdict.reasons.iter().all(|reason| !reason.vendor_code.starts_with("mrz.")));
}
