//! Answers with odd fields.

use super::{BROKEN, FOREIGN_PASSPORT, TWO_SIDES};
use idsnap::http::HttpResponse;
use idsnap::json::Json;
use idsnap::vendors::beorg::*;
use idsnap::vendors::{Operation, Reply};
use proptest::prelude::*;

fn read_result(body: &[u8]) -> Option<serde_json::Value> {
    match BeorgGetResult::parse(&HttpResponse { status: 200, body }) {
        Ok(Reply::Ready(answer)) => Some(serde_json::json!({ "data": answer.data, "documents": answer.documents })),
        Ok(Reply::Pending { .. }) | Err(_) => None,
    }
}

/// Where there is one document, there is no result without it.
fn is_vital(path: &[&str]) -> bool {
    matches!(path, ["documents"] | ["documents", "0"])
}

/// Whether `leaf` is one of the field's own places, which go with a slash, or below it.
fn touched(body: &Json, path: &[&str], leaf: &str) -> bool {
    if leaf == "failure" {
        return is_vital(path);
    }
    own(body, path)
        .iter()
        .map(|own| own.replace('/', "."))
        .any(|own| leaf.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

fn own(body: &Json, path: &[&str]) -> Vec<String> {
    let ["documents", index, path @ ..] = path else { return own_at_the_top(path) };
    let typed = |place: &str| format!("data/documents/{index}/{place}");
    let normalized = |place: &str| format!("documents/{index}/{place}");
    match path {
        [] => vec![format!("data/documents/{index}"), format!("documents/{index}")],
        ["key"] => vec![typed("key"), normalized("key")],
        ["type"] => vec![typed("type"), normalized("vendorType"), normalized("kind"), normalized("personalNumber")],
        ["data"] => vec![typed("data"), normalized("extra")],
        ["data", key] => {
            let own = [typed(&format!("data/{key}")), normalized(&format!("extra/{key}"))].into_iter();
            own.chain(places(key).iter().map(|place| normalized(place))).collect()
        }
        ["metadata", "confidences", key, ..] => {
            let fields = places(key).iter().map(|place| normalized(&format!("{place}/confidence")));
            core::iter::once(typed(&format!("confidences/{key}"))).chain(fields).collect()
        }
        ["metadata", "confidences"] => vec![typed("confidences")],
        ["metadata", "verifications", "checks", group] => {
            // A group that is a map has a check under each of its keys.
            vec![typed(&format!("verifications/checks/{group}")), normalized("checks/odd")]
        }
        ["metadata", "verifications", "checks", group, rest @ ..] => {
            let position = rest.first().copied().filter(|position| position.parse::<usize>().is_ok()).unwrap_or("0");
            let name = name_of_check(body, index, group, position).unwrap_or_default();
            // A check without its own keys is a map of checks.
            let checks = [group, name.as_str(), "odd"].map(|name| normalized(&format!("checks/{name}")));
            checks.into_iter().chain([typed(&format!("verifications/checks/{group}/{position}"))]).collect()
        }
        ["metadata", "verifications", "checks"] => {
            vec![typed("verifications/checks"), normalized("checks/odd"), normalized("checks/checks")]
        }
        ["metadata", "verifications", key] => {
            let flag = [typed(&format!("verifications/flags/{key}")), normalized(&format!("checks/{key}"))];
            let named = [typed(&format!("verifications/{}", camel_case(key))), normalized("checks/verifications")];
            flag.into_iter().chain(named).collect()
        }
        ["metadata", "verifications", key, item] => vec![typed(&format!("verifications/{}/{item}", camel_case(key)))],
        ["metadata", "verifications"] => {
            vec![typed("verifications/flags/odd"), normalized("checks/odd"), normalized("checks/verifications")]
        }
        ["metadata", "metadata_check", rest @ ..] => {
            let place: Vec<_> = rest.iter().map(|key| camel_case(key)).collect();
            let overall = (rest == ["status"]).then(|| normalized("checks/metadata_check"));
            // What is not known of an object is kept as its `extra`.
            let kept = matches!(rest, [] | ["checks"])
                .then(|| typed(&["metadataCheck", &place.join("/"), "extra/odd"].join("/").replace("//", "/")));
            core::iter::once(typed(&format!("metadataCheck/{}", place.join("/")))).chain(overall).chain(kept).collect()
        }
        ["metadata", key, ..] => vec![typed(&format!("otherMetadata/{key}")), normalized(&format!("checks/{key}"))],
        ["metadata"] => vec![typed("otherMetadata/odd")],
        [key, ..] => vec![typed(&camel_case(key))],
    }
}

fn own_at_the_top(path: &[&str]) -> Vec<String> {
    match path {
        ["document_id"] => vec!["data/documentId".into()],
        _ => Vec::new(),
    }
}

/// A check that loses its key goes by its group.
fn name_of_check(body: &Json, index: &str, group: &str, position: &str) -> Option<String> {
    let document = body.get("documents")?.items().get(index.parse::<usize>().ok()?)?;
    let group = document.get("metadata")?.get("verifications")?.get("checks")?.get(group)?;
    group.items().get(position.parse::<usize>().ok()?)?.get("key")?.text()
}

fn camel_case(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

/// Where a field stands in the normalized document.
fn places(key: &str) -> &'static [&'static str] {
    match key.to_ascii_lowercase().as_str() {
        "code" => &["issuingCountry", "checks/issuingCountry"],
        "lastname" | "childlastname" => &["surname", "checks/surname"],
        "firstname" | "childfirstname" => &["givenNames", "checks/givenNames"],
        "middlename" | "childmiddlename" => &["middleName", "checks/givenNames"],
        "gender" | "childgender" => &["sex", "checks/sex"],
        "birthdate" | "childbirthdate" => &["dateOfBirth", "checks/dateOfBirth"],
        "issuedate" => &["dateOfIssue"],
        "expirydate" | "futuredate" => &["dateOfExpiry", "checks/dateOfExpiry"],
        "nationality" | "citizenship" => &["nationality", "checks/nationality"],
        "issuedby" => &["authority"],
        "birthplace" => &["placeOfBirth"],
        "address" => &["address"],
        "idnumber" => &["personalNumber"],
        "number" => &["documentNumber", "personalNumber", "checks/documentNumber", "extra/Series"],
        "series" | "solutionnumber" => &["documentNumber"],
        "hasphoto" => &["checks/HasPhoto"],
        "mrz1" | "mrz2" => &["mrz", "checks", "extra/MRZ1", "extra/MRZ2"],
        _ => &[],
    }
}

#[test]
fn an_odd_field_costs_none_of_its_neighbours() {
    for (name, body, fields) in
        [("foreign-passport", FOREIGN_PASSPORT, 29), ("two-sides", TWO_SIDES, 78), ("broken", BROKEN, 93)]
    {
        assert_eq!(
            crate::neighbours::assert_neighbours_stay(name, body.as_bytes(), read_result, touched),
            8 * fields,
            "{name}"
        );
    }
}

#[test]
fn a_text_stands_for_a_list_of_one() {
    let body = r#"{"documents": [{"type": "SNILS", "broken": true, "broken_reasons": "no metadata",
        "broken_reasons_ru": "нет метаданных", "metadata": {"verifications": {"bad_fields": "LastName"}}}]}"#;
    let document = &super::response::answer(body).data.documents[0];
    assert_eq!(
        (&document.broken_reasons[..], &document.broken_reasons_ru[..]),
        (&["no metadata".to_owned()][..], &["нет метаданных".to_owned()][..])
    );
    assert_eq!(document.verifications.bad_fields, ["LastName"]);
}

#[test]
fn a_blank_reason_gives_none_but_that_it_is_broken() {
    let body = r#"{"documents": [{"type": "SNILS", "broken": true, "broken_reasons": ["", "  "]}]}"#;
    let reasons = super::response::answer(body).verdict.reasons;
    assert_eq!(reasons.iter().map(|reason| reason.vendor_code.as_str()).collect::<Vec<_>>(), ["broken"]);
}

#[test]
fn a_whole_number_stays_up_to_the_largest_that_javascript_has() {
    for (status, expected) in [("9007199254740991", Some((1 << 53) - 1)), ("9007199254740992", None)] {
        let body = format!(
            r#"{{"documents": [{{"type": "SNILS", "metadata": {{"verifications": {{"status": {status}}}}}}}]}}"#
        );
        assert_eq!(super::response::answer(&body).data.documents[0].verifications.status, expected, "{status}");
    }
}

#[test]
fn a_null_beside_what_is_known_is_nothing() {
    let body = r#"{"documents": [{"type": "SNILS", "metadata": {"later": null, "other": 1}}]}"#;
    let document = &super::response::answer(body).data.documents[0];
    assert_eq!(document.other_metadata.keys().collect::<Vec<_>>(), ["other"]);
}

#[test]
fn the_name_of_a_fault_is_told_up_to_64_letters() {
    for (length, is_told) in [(64, true), (65, false)] {
        let name = "a".repeat(length);
        let body = format!(r#"{{"errors": [{{"type": "{name}"}}]}}"#);
        let error = BeorgGetResult::parse(&HttpResponse { status: 500, body: body.as_bytes() }).unwrap_err();
        let idsnap::Error::Vendor { vendor_code, .. } = *error else { panic!("{error}") };
        assert_eq!(vendor_code, is_told.then_some(name), "{length}");
    }
}

#[test]
fn an_odd_field_of_a_sample_costs_none_of_its_neighbours() {
    let Some(samples) = crate::samples::responses("beorg") else { return };
    for (name, body) in samples {
        assert!(crate::neighbours::assert_neighbours_stay(&name, &body, read_result, touched) > 0);
    }
}

const WORDS: &[&str] = &[
    "document_id",
    "documents",
    "key",
    "type",
    "data",
    "metadata",
    "confidences",
    "verifications",
    "status",
    "checks",
    "metadata_check",
    "broken",
    "broken_reasons",
    "LastName",
    "Number",
    "Series",
    "MRZ1",
    "MRZ2",
    "BirthDate",
    "s-1",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "01.02.1990",
    "PASSPORT",
    "errors",
    "error",
    "questionary_id",
    "CampaignNotFound",
    "true",
    "0",
];

fn parses(status: u16, body: &[u8]) {
    let response = HttpResponse { status, body };
    if let Ok(reply) = BeorgAddDocument::parse(&response) {
        serde_json::to_vec(&reply).unwrap();
    }
    if let Ok(reply) = BeorgGetResult::parse(&response) {
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
