//! Answers with odd fields.

use super::*;
use idsnap::json::Json;
use proptest::prelude::*;

fn read(body: &[u8]) -> Option<serde_json::Value> {
    match BiometricKzParseDocument::parse(&HttpResponse { status: 200, body }) {
        Ok(Reply::Ready(answer)) => Some(serde_json::json!({ "data": answer.data, "documents": answer.documents })),
        Ok(Reply::Pending { .. }) | Err(_) => None,
    }
}

/// Whether `leaf` is one of the field's own places, which go with a slash, or below it.
fn touched(body: &Json, path: &[&str], leaf: &str) -> bool {
    own(body, path)
        .iter()
        .map(|own| own.replace('/', "."))
        .any(|own| leaf.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

fn own(_: &Json, path: &[&str]) -> Vec<String> {
    let camel_case = |key: &str| {
        let mut words = key.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
    };
    let typed: Vec<String> = path.iter().map(|key| camel_case(key)).collect();
    let mut own = vec![format!("data/{}", typed.join("/")), format!("documents/0/extra/{}", path.join("/"))];
    let places: &[&str] = match path {
        ["first_name"] => &["givenNames"],
        ["last_name"] => &["surname"],
        ["patronymic"] => &["middleName"],
        ["personal_number"] => &["personalNumber"],
        ["date_of_birth"] => &["dateOfBirth"],
        ["document_number"] => &["documentNumber"],
        ["authority"] => &["authority"],
        ["date_of_issue"] => &["dateOfIssue"],
        ["date_of_expiry"] => &["dateOfExpiry"],
        ["images", "face_photo"] => &["images/face"],
        // The two of the same name are told apart by their order alone.
        ["images", "front_side_image"] => &["images/front", "images/back"],
        ["document_type", .., "icao_code"] => &["issuingCountry"],
        ["document_type", .., "d_description" | "d_type"] => &["kind"],
        ["document_type", .., "document_name"] => &["kind", "vendorType"],
        _ => &[],
    };
    own.extend(places.iter().map(|place| format!("documents/0/{place}")));
    if path == ["images", "front_side_image"] {
        own.push("data/images/backSideImage".into());
    }
    own
}

#[test]
fn an_odd_field_costs_none_of_its_neighbours() {
    let changes = crate::neighbours::assert_neighbours_stay("both-sides.json", BOTH_SIDES.as_bytes(), read, touched);
    assert_eq!(changes, 8 * 58);
}

#[test]
fn an_odd_field_of_a_sample_costs_none_of_its_neighbours() {
    let Some(samples) = crate::samples::responses("biometric_kz") else { return };
    for (name, body) in samples {
        assert!(crate::neighbours::assert_neighbours_stay(&name, &body, read, touched) > 0);
    }
}

const WORDS: &[&str] = &[
    "first_name",
    "last_name",
    "date_of_birth",
    "country_code",
    "document_type",
    "frontside",
    "backside",
    "p",
    "id",
    "fdsid_list",
    "list",
    "icao_code",
    "images",
    "face_photo",
    "front_side_image",
    "back_side_image",
    "failure_reason",
    "type",
    "None",
    "kz",
    "KAZ",
    "01.02.1990",
    "/9j/",
    "detail",
    "Frontside document not found",
];

fn parses(status: u16, body: &[u8]) {
    let response = HttpResponse { status, body };
    if let Ok(reply) = BiometricKzParseDocument::parse(&response) {
        serde_json::to_vec(&reply).unwrap();
    }
    if let Ok(reply) = BiometricKzProcessDocument::parse(&response) {
        serde_json::to_vec(&reply).unwrap();
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(status in any::<u16>(), body in any::<Vec<u8>>()) {
        parses(status, &body);
        parses(200, &body);
    }

    #[test]
    fn any_json_is_answered(status in 200..600u16, json in crate::arbitrary::json(WORDS)) {
        let body = serde_json::to_vec(&json).unwrap();
        parses(status, &body);
        parses(200, &body);
    }
}
