//! Every value that the contract lists.

use super::answers::{only, ready, value};
use super::*;

fn item(item_type: &str, info: serde_json::Value) -> serde_json::Value {
    serde_json::json!({ "type": item_type, "info": info })
}

fn envelope(data: serde_json::Value) -> Vec<u8> {
    serde_json::to_vec(&serde_json::json!({ "errorCode": "0", "data": data })).unwrap()
}

#[test]
fn each_type_has_a_kind() {
    use DocumentKind::*;
    for (kind, item_types) in [
        (IdCard, &["9_id_card_front", "9_id_card_back", "12_id_card_front", "12_id_card_back"][..]),
        (IdCard, &["chip_id_card_front", "chip_id_card_back", "chip_id_card_2024_front", "chip_id_card_2024_back"]),
        (DrivingLicence, &["driving_license"]),
        (Passport, &["passport"]),
        (MilitaryId, &["military_id_card_front", "military_id_card_back"]),
        (MilitaryId, &["officer_id_card_front", "officer_id_card_back"]),
        (VehicleRegistration, &["vehicle_registration_front", "vehicle_registration_back"]),
        (Other, &["picertificate", "library_card"]),
    ] {
        for item_type in item_types {
            let answer = ready(CvsOcrCard::parse, &envelope(item(item_type, serde_json::json!({}))));
            let document = only(&answer);
            assert_eq!((document.kind, document.vendor_type.as_deref()), (kind, Some(*item_type)));
        }
    }
}

#[test]
fn the_card_of_2024_has_its_address_on_the_back() {
    let front = item("chip_id_card_2024_front", serde_json::json!({ "id": "099099000001", "name": "MẪU" }));
    let back = item(
        "chip_id_card_2024_back",
        serde_json::json!({ "person_number": "099099000001", "address": "1 Phố Mẫu", "address_town": "Hà Nội" }),
    );
    let answer = ready(CvsCards::parse, &envelope(serde_json::json!([back, front])));
    let document = only(&answer);
    assert_eq!((value(&document.full_name), value(&document.address)), (Some("MẪU"), Some("1 Phố Mẫu")));
    let region = document.address_parts.as_ref().unwrap().region.as_ref().unwrap();
    assert_eq!(region.name.as_deref(), Some("Hà Nội"));
}

#[test]
fn items_are_found_in_an_array_inside_the_array() {
    let passport = |number: &str| item("passport", serde_json::json!({ "id": number }));
    let data = serde_json::json!([[passport("A1"), passport("B2")], passport("C3")]);
    let answer = ready(CvsCard::parse, &envelope(data));
    let numbers: Vec<_> = answer.documents.iter().map(|document| value(&document.document_number)).collect();
    assert_eq!(numbers, [Some("A1"), Some("B2"), Some("C3")]);
}

#[test]
fn an_item_without_validity_is_not_refused_for_it() {
    let answer = ready(CvsCard::parse, &envelope(item("passport", serde_json::json!({ "id": "A1" }))));
    let item = &answer.data.items[0];
    assert_eq!((item.valid, item.invalid_code.as_deref(), item.invalid_message.as_deref()), (None, None, None));
    assert!(answer.verdict.accepted && only(&answer).checks.is_empty());
}

#[test]
fn validity_and_warning_are_read_in_each_form() {
    for (valid, code) in [(r#""True""#, r#""0""#), ("true", "0"), (r#""true""#, r#"" 0 ""#), ("1", "0.0")] {
        let body = format!(
            r#"{{"errorCode": {code}, "data": {{"type": "passport", "info": {{"id": "1"}}, "valid": {valid},
            "invalidCode": {code}, "invalidMessage": "Successful"}}}}"#
        );
        let answer = ready(CvsCard::parse, body.as_bytes());
        let item = &answer.data.items[0];
        assert_eq!((item.valid, item.invalid_code.as_deref()), (Some(true), Some("0")), "{valid} {code}");
        assert_eq!(item.invalid_message.as_deref(), Some("Successful"));
        assert!(answer.verdict.accepted, "{valid} {code}");
    }
    let body = envelope(serde_json::json!([{ "type": "passport", "info": {}, "valid": "False", "invalidCode": 1 }]));
    let reasons = ready(CvsCard::parse, &body).verdict.reasons;
    assert_eq!((reasons[0].code, reasons[0].vendor_code.as_str()), (ErrorCode::DocumentNotGenuine, "1"));
}
