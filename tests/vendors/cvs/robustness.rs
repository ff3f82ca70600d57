//! Odd answers of CVS.

use super::answers::{CARDS, MULTI, OBJECT, Parse, WARNING};
use super::*;
use crate::spelling::plain;

/// The field of the document that a vendor's name can change, by its start.
fn document_field(name: &str) -> &'static [&'static str] {
    match name {
        "id" | "document_number" | "person_number" => &["documentNumber", "personalNumber", "extra", "checks"],
        "name" | "full_name" => &["fullName"],
        "sur_name" => &["surname"],
        "given_name" => &["givenNames"],
        "dob" => &["dateOfBirth", "checks"],
        "issue_date" => &["dateOfIssue"],
        "due_date" => &["dateOfExpiry", "neverExpires", "checks"],
        "gender" => &["sex", "checks"],
        "nationality" => &["nationality", "checks"],
        "country" => &["issuingCountry"],
        "issued_at" => &["authority"],
        "place_of_birth" => &["placeOfBirth"],
        "image" => &["images"],
        "checksum_final_validate" => &["extra.checksum_final_validate", "checks.checksum_final_validate"],
        "address" => &["address."],
        name if name.starts_with("address_") => &["addressParts"],
        _ => &["extra"],
    }
}

fn touched(path: &[&str], leaf: &str) -> bool {
    let keys: Vec<String> = path.iter().map(|key| key.to_ascii_lowercase()).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let (place, inside) = match keys.as_slice() {
        ["data", place, rest @ ..] if place.parse::<usize>().is_ok() => (*place, rest),
        ["data", rest @ ..] => ("0", rest),
        _ => ("", &[][..]),
    };
    let last = match inside {
        ["info", name, ..] => name,
        _ => keys.last().copied().unwrap_or_default(),
    };
    let base = last.strip_suffix("_confidence").or_else(|| last.strip_suffix("_box")).unwrap_or(last);
    let named = leaf.split('.').any(|part| plain(part) == plain(base) || plain(part) == plain(last));
    // What has an odd type goes to `extra`, of the item and so of its document.
    let own = named && (leaf.starts_with(&format!("data.items.{place}.")) || leaf.contains(".extra."));
    let in_document = leaf.starts_with("documents.");
    // Whether the sides belong together is told by their types and by what both say.
    let is_across = leaf.starts_with("checks.") && leaf.ends_with(".consistency");
    match inside {
        ["type"] | ["info", "id" | "person_number" | "dob" | "due_date" | "gender" | "nationality"] if is_across => {
            true
        }
        // The type decides what the fields mean and which items are one document.
        ["type"] => leaf != "failure" && (in_document || own || leaf.contains("vendorType") || leaf.contains("extra")),
        ["valid"] => own || (in_document && leaf.contains("checks.") && leaf.ends_with(".overall")),
        ["invalidcode"] => own || (in_document && leaf.contains(".checks.")),
        ["invalidmessage"] => own,
        ["info", "mrz_confidence" | "mrz_confindence" | "confidence"] => {
            own || leaf.contains("mrzConfidence")
                || (in_document
                    && (leaf.ends_with(".confidence") || leaf.ends_with(".source") || leaf.contains("extra")))
        }
        ["info", name, ..] => {
            let base = name.strip_suffix("_confidence").or_else(|| name.strip_suffix("_box")).unwrap_or(name);
            let field = |field: &&str| leaf.split_once('.').is_some_and(|(_, rest)| rest.contains(*field));
            own || (in_document && document_field(base).iter().any(field))
        }
        // An item that holds nothing any more is still an item, of its type.
        ["info"] => own || leaf.contains("extra.info") || leaf.contains("extra.odd"),
        // An item that is none moves those behind it.
        [] if last == "data" || !place.is_empty() => true,
        [] if last == "errorcode" => named || leaf == "failure",
        [] => named,
        _ => own || leaf.contains("extra"),
    }
}

fn read(parse: Parse) -> impl Fn(&[u8]) -> Option<serde_json::Value> {
    move |body| match parse(&HttpResponse { status: 200, body }) {
        Ok(Reply::Ready(answer)) => {
            Some(serde_json::json!({ "data": answer.data, "documents": answer.documents, "checks": answer.checks }))
        }
        Ok(Reply::Pending { .. }) | Err(_) => None,
    }
}

#[test]
fn one_odd_field_never_costs_its_neighbours() {
    let fixtures = [("cards", CARDS), ("object", OBJECT), ("multi", MULTI), ("warning", WARNING)];
    let tried: usize = fixtures.map(|(name, body)| changes_that_cost_nothing(name, body)).iter().sum();
    assert!(tried > 500, "{tried}");
}

#[test]
fn one_odd_field_of_a_sample_never_costs_its_neighbours() {
    let Some(samples) = crate::samples::responses("cvs") else { return };
    let tried: usize = samples.iter().map(|(name, body)| changes_that_cost_nothing(name, body)).sum();
    assert!(tried > 100, "{tried}");
}

#[track_caller]
fn changes_that_cost_nothing(name: &str, body: &[u8]) -> usize {
    crate::neighbours::assert_neighbours_stay(name, body, read(CvsCards::parse), |_, path, leaf| touched(path, leaf))
}

proptest! {
    #[test]
    fn any_bytes_give_an_answer_or_an_error(status in 100u16..600, body in proptest::collection::vec(any::<u8>(), 0..64)) {
        let response = HttpResponse { status, body: &body };
        let _ = (CvsCards::parse(&response), CvsCard::parse(&response), CvsOcrCard::parse(&response));
    }

    #[test]
    fn any_json_gives_an_answer_or_an_error(json in crate::arbitrary::json(&KEYS), one_card in any::<bool>()) {
        let parse: Parse = if one_card { CvsCards::parse } else { CvsOcrCard::parse };
        let _ = parse(&HttpResponse { status: 200, body: &serde_json::to_vec(&json).unwrap() });
    }
}

const KEYS: [&str; 16] = [
    "errorCode",
    "data",
    "type",
    "info",
    "valid",
    "invalidCode",
    "id",
    "id_box",
    "id_confidence",
    "dob",
    "image",
    "mrz_confidence",
    "chip_id_card_front",
    "chip_id_card_back",
    "passport",
    "person_number",
];
