//! What every vendor's response has in common once it is normalized: the zone, the calendar, no expiry.

use idsnap::document::{Check, CheckKind, CheckStatus, IdentityDocument};
use idsnap::http::HttpResponse;
use idsnap::vendors::beorg::BeorgGetResult;
use idsnap::vendors::biometric_kz::{BiometricKzParseDocument, BiometricKzProcessDocument};
use idsnap::vendors::cvs::{CvsCard, CvsCards};
use idsnap::vendors::zoloz::ZolozRecognize;
use idsnap::vendors::{Known, Operation, Reply};

const UPPER: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
const LOWER: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

fn on(today: &str) -> Known {
    Known { today: today.to_owned(), mrz: Vec::new() }
}

fn read<O: Operation>(body: &str) -> IdentityDocument {
    match O::parse(&HttpResponse { status: 200, body: body.as_bytes() }).map(|reply| reply.completed(&on("2026-11-29")))
    {
        Ok(Reply::Ready(mut answer)) => answer.documents.remove(0),
        Ok(Reply::Pending { .. }) => panic!("pending: {body}"),
        Err(error) => panic!("{error}: {body}"),
    }
}

type Read = fn(&str) -> IdentityDocument;

/// A response of each operation, less the fields of the document, and the names of a number, an expiry and a birth there.
const RESPONSES: [(Read, &str, [&str; 3]); 6] = [
    (
        read::<ZolozRecognize>,
        r#"{"result":{"resultStatus":"S"},"recognitionResult":"Y","ocrResult":{FIELDS}}"#,
        ["ID_NUMBER", "EXPIRY_DATE", "DATE_OF_BIRTH"],
    ),
    (
        read::<BeorgGetResult>,
        r#"{"documents":[{"type":"PASSPORT_FRGN","data":{FIELDS}}]}"#,
        ["Number", "FutureDate", "BirthDate"],
    ),
    (read::<BiometricKzParseDocument>, "{FIELDS}", ["document_number", "date_of_expiry", "date_of_birth"]),
    (read::<BiometricKzProcessDocument>, "{FIELDS}", ["document_number", "date_of_expiry", "date_of_birth"]),
    (read::<CvsCard>, r#"{"errorCode":0,"data":{"type":"passport","info":{FIELDS}}}"#, ["id", "due_date", "dob"]),
    (
        read::<CvsCards>,
        r#"{"errorCode":0,"data":[{"type":"chip_id_card_front","info":{"name":"A"}},{"type":"chip_id_card_back","info":{FIELDS}}]}"#,
        ["document_number", "due_date", "dob"],
    ),
];

fn mrz_checks(document: &IdentityDocument) -> Vec<&Check> {
    let is_mrz = |check: &&Check| matches!(check.kind, CheckKind::MrzFormat | CheckKind::MrzVisualConsistency);
    document.checks.iter().filter(is_mrz).collect()
}

#[test]
fn a_zone_in_any_field_is_parsed_and_compared() {
    for (read, body, [number, ..]) in RESPONSES {
        for zone in [
            format!(r#""MRZ1":"{UPPER}","MRZ2":"{LOWER}""#),
            format!(r#""mrz":"{UPPER}\n{LOWER}""#),
            format!(r#""later":{{"lines":["{UPPER}","{LOWER}"]}}"#),
        ] {
            for (printed, status) in [("L898 902C3", CheckStatus::Passed), ("L898902C4", CheckStatus::Failed)] {
                let document = read(&body.replace("FIELDS", &format!(r#""{number}":"{printed}",{zone}"#)));
                let mrz = document.mrz.as_ref().unwrap_or_else(|| panic!("{body} {zone}"));
                assert!(mrz.valid && mrz.surname.as_deref() == Some("ERIKSSON"), "{body} {zone}");
                let checks = mrz_checks(&document);
                assert_eq!(checks[0], &Check::new(CheckKind::MrzFormat, CheckStatus::Passed, "mrz"), "{body}");
                let compared = document.document_number.is_some();
                let found = checks.iter().find(|check| check.vendor_code.as_deref() == Some("documentNumber"));
                assert_eq!(found.map(|check| check.status), compared.then_some(status), "{body} {zone}");
                assert!(!document.extra.keys().any(|key| key.starts_with("MRZ") || key == "mrz"), "{body} {zone}");
            }
        }
    }
}

#[test]
fn a_zone_that_cannot_be_read_is_a_check() {
    for (read, body, [number, ..]) in RESPONSES {
        for zone in [format!(r#""MRZ1":"{UPPER}""#), r#""mrz":"blurred""#.into(), r#""mrzCode":["x","y"]"#.into()] {
            let document = read(&body.replace("FIELDS", &format!(r#""{number}":"1",{zone}"#)));
            assert_eq!(
                mrz_checks(&document),
                [&Check::new(CheckKind::MrzFormat, CheckStatus::NotRun, "mrz")],
                "{body} {zone}"
            );
            assert_eq!(document.mrz, None);
        }
        let none = read(&body.replace("FIELDS", &format!(r#""{number}":"1","MRZ1":"","mrz":null"#)));
        assert!(mrz_checks(&none).is_empty(), "{body}");
    }
}

#[test]
fn no_expiry_is_a_state_of_its_own() {
    for (read, body, [number, expiry, _]) in RESPONSES {
        for text in ["Không thời hạn", "БЕССРОЧНО", "ตลอดชีพ", "长期", "SEUMUR HIDUP", "мерзімсіз"]
        {
            let document = read(&body.replace("FIELDS", &format!(r#""{number}":"1","{expiry}":"{text}""#)));
            assert_eq!((document.date_of_expiry, document.never_expires), (None, true), "{body} {text}");
        }
        let dated = read(&body.replace("FIELDS", &format!(r#""{number}":"1","{expiry}":"31.12.2030 г.""#)));
        let date = dated.date_of_expiry.map(|field| field.value);
        assert_eq!((date.as_deref(), dated.never_expires), (Some("2030-12-31"), false), "{body}");
    }
}

/// What a vendor reads is what it reports: the core has no clock, and whether a year can be right is for the caller.
#[test]
fn a_birth_long_ago_or_to_come_is_a_date_and_a_year_of_no_document_is_none() {
    for (read, body, [number, _, birth]) in RESPONSES {
        for (printed, value) in [
            ("1899-12-31", "1899-12-31"),
            ("31.12.1899", "1899-12-31"),
            ("2099-01-02", "2099-01-02"),
            ("0999-01-02", "0999-01-02"),
            ("2400-01-02", "2400-01-02"),
            ("00.00.1899", "00.00.1899"),
        ] {
            let document = read(&body.replace("FIELDS", &format!(r#""{number}":"1","{birth}":"{printed}""#)));
            let field = document.date_of_birth.unwrap_or_else(|| panic!("{body} {printed}"));
            assert_eq!((field.value.as_str(), field.raw.as_str()), (value, printed), "{body}");
        }
    }
}

#[test]
fn a_year_of_a_thai_document_is_of_the_buddhist_era() {
    let born = |document: IdentityDocument| document.date_of_birth.unwrap().value;
    for body in [
        r#"{"result":{"resultStatus":"S"},"certType":"00660000001","ocrResult":{"DATE_OF_BIRTH":"25/09/2533"}}"#,
        r#"{"result":{"resultStatus":"S"},"ocrResult":{"NATIONALITY":"Thai","DATE_OF_BIRTH":"25/09/2533"}}"#,
        r#"{"result":{"resultStatus":"S"},"ocrResult":{"DATE_OF_BIRTH":"25 ก.ย. 2533"}}"#,
    ] {
        assert_eq!(born(read::<ZolozRecognize>(body)), "1990-09-25", "{body}");
    }
    let beorg = r#"{"documents":[{"data":{"Code":"THA","BirthDate":"25.09.2533"}}]}"#;
    assert_eq!(born(read::<BeorgGetResult>(beorg)), "1990-09-25");
    let cvs = r#"{"errorCode":0,"data":{"type":"passport","info":{"country":"THA","dob":"25-09-2533"}}}"#;
    assert_eq!(born(read::<CvsCard>(cvs)), "1990-09-25");
    let kz = r#"{"document_type":{"frontside":{"fdsid_list":{"icao_code":"THA"}}},"date_of_birth":"25.09.2533"}"#;
    assert_eq!(born(read::<BiometricKzParseDocument>(kz)), "1990-09-25");
    // No other document has such a year: the text stays as it is.
    let elsewhere = r#"{"country_code":"kz","date_of_birth":"25.09.2533"}"#;
    assert_eq!(born(read::<BiometricKzParseDocument>(elsewhere)), "25.09.2533");
}

/// The zone stands beside what the vendor documents.
#[test]
fn a_zone_beside_the_documents_is_that_of_the_only_one() {
    let zone = format!(r#""mrz":["{UPPER}","{LOWER}"]"#);
    for (read, body) in [
        (read::<CvsCard> as Read, r#"{"errorCode":0,ZONE,"data":[{"type":"passport","info":{"id":"L898902C3"}}]}"#),
        (read::<CvsCard>, r#"{"errorCode":0,"data":[{"type":"passport",ZONE,"info":{"id":"L898902C3"}}]}"#),
        (read::<BeorgGetResult>, r#"{ZONE,"documents":[{"type":"PASSPORT_FRGN","data":{"Number":"L898902C3"}}]}"#),
        (read::<ZolozRecognize>, r#"{"result":{"resultStatus":"S"},ZONE,"ocrResult":{"ID_NUMBER":"L898902C3"}}"#),
    ] {
        let document = read(&body.replace("ZONE", &zone));
        let checks = mrz_checks(&document);
        assert_eq!(checks.len(), 2, "{body} {checks:?}");
        assert!(checks.iter().all(|check| check.status == CheckStatus::Passed), "{body} {checks:?}");
        assert!(document.mrz.is_some(), "{body}");
        for unread in ["???", "no zone"] {
            let document = read(&body.replace("ZONE", &format!(r#""mrz":"{unread}""#)));
            assert_eq!(
                mrz_checks(&document),
                [&Check::new(CheckKind::MrzFormat, CheckStatus::NotRun, "mrz")],
                "{body}"
            );
        }
    }
}

#[test]
fn a_zone_beside_several_documents_is_a_check_of_the_response() {
    let body = format!(
        r#"{{"mrz":["{UPPER}","{LOWER}"],"documents":[{{"type":"A","data":{{"Number":"1"}}}},{{"type":"B","data":{{"Number":"2"}}}}]}}"#
    );
    let reply = BeorgGetResult::parse(&HttpResponse { status: 200, body: body.as_bytes() });
    let Ok(Reply::Ready(answer)) = reply.map(|reply| reply.completed(&on("2026-11-29"))) else { panic!("{body}") };
    assert_eq!(answer.documents.len(), 2);
    assert!(answer.documents.iter().all(|document| document.mrz.is_none() && mrz_checks(document).is_empty()));
    assert_eq!(answer.checks, [Check::new(CheckKind::MrzFormat, CheckStatus::Passed, "mrz")]);
}

#[test]
fn nobody_in_a_response_is_born_after_today() {
    let zone = |birth: &str, composite: &str| {
        format!(r#""mrz":["{UPPER}","L898902C36UTO{birth}F3501017<<<<<<<<<<<<<<0{composite}"]"#)
    };
    for (birth, composite, today, born) in [
        ("3001018", "8", "2026-11-29", "1930-01-01"),
        ("3001018", "8", "2031-01-01", "2030-01-01"),
        ("7408122", "2", "2026-11-29", "1974-08-12"),
    ] {
        for (read, (_, body, [number, ..])) in [
            (zoned::<ZolozRecognize> as fn(&str, &str) -> IdentityDocument, RESPONSES[0]),
            (zoned::<BeorgGetResult>, RESPONSES[1]),
            (zoned::<BiometricKzParseDocument>, RESPONSES[2]),
            (zoned::<CvsCard>, RESPONSES[4]),
        ] {
            let fields = format!(r#""{number}":"L898902C3",{}"#, zone(birth, composite));
            let mrz = read(&body.replace("FIELDS", &fields), today).mrz.unwrap();
            assert_eq!(mrz.date_of_birth.and_then(|date| date.iso).as_deref(), Some(born), "{body} {today}");
        }
    }
}

fn zoned<O: Operation>(body: &str, today: &str) -> IdentityDocument {
    match O::parse(&HttpResponse { status: 200, body: body.as_bytes() }).map(|reply| reply.completed(&on(today))) {
        Ok(Reply::Ready(mut answer)) => answer.documents.remove(0),
        _ => panic!("{body}"),
    }
}
