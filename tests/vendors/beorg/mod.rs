//! Beorg: requests built and answers parsed through the public API.

mod contract;
mod odd;
mod response;

use idsnap::http::Method;
use idsnap::input;
use idsnap::input::ImageFile;
use idsnap::json::Json;
use idsnap::vendors::Operation;
use idsnap::vendors::beorg::*;

const FOREIGN_PASSPORT: &str = include_str!("../../fixtures/beorg/foreign-passport.json");
const TWO_SIDES: &str = include_str!("../../fixtures/beorg/two-sides-checked.json");
const BROKEN: &str = include_str!("../../fixtures/beorg/broken-and-others.json");

fn photo(document_type: &str) -> BeorgDocumentInput {
    let image = ImageFile { bytes: vec![0xFF, 0xD8, 0xFF, 0], mime_type: "image/jpeg".into() };
    BeorgDocumentInput { image, document_type: document_type.into(), key: None, options: None }
}

fn request() -> BeorgAddDocumentRequest {
    BeorgAddDocumentRequest { documents: vec![photo("PASSPORT_FRGN")], project_id: None, extra: None }
}

#[track_caller]
fn body(request: &BeorgAddDocumentRequest) -> String {
    String::from_utf8(BeorgAddDocument::build(request).unwrap().body.unwrap()).unwrap()
}

#[track_caller]
fn refused(request: &BeorgAddDocumentRequest, message: &str) {
    assert_eq!(BeorgAddDocument::build(request).unwrap_err().to_string(), message);
}

#[test]
fn photos_and_their_descriptions_stand_in_the_same_order() {
    let mut second = photo("PASSPORT_REG");
    second.image.bytes = vec![1];
    second.key = Some("passport".into());
    second.options = Some(BeorgOptions {
        stages: Some(vec![BeorgStage::Verification, BeorgStage::BiometryMatch, BeorgStage::BiometryLiveness]),
        relation: Json::parse(br#"[{"key": "face"}]"#),
        extra: None,
    });
    let request = BeorgAddDocumentRequest {
        documents: vec![photo("PASSPORT_FRGN"), second],
        project_id: Some("U_RATE_2".into()),
        extra: None,
    };
    let http = BeorgAddDocument::build(&request).unwrap();
    assert_eq!((http.method, http.path.as_str()), (Method::Post, "/api/bescan/add_document"));
    assert_eq!((http.headers[0].name.as_str(), http.headers[0].value.as_str()), ("content-type", "application/json"));
    let expected = concat!(
        r#"{"project_id":"U_RATE_2","images":["/9j/AA==","AQ=="],"process_info":[{"type":"PASSPORT_FRGN"},"#,
        r#"{"key":"passport","type":"PASSPORT_REG","options":{"stages":["verification","biometry_match","#,
        r#""biometry_liveness"],"relation":[{"key":"face"}]}}]}"#
    );
    assert_eq!(body(&request), expected);
}

#[test]
fn what_is_not_asked_for_is_not_in_the_body() {
    assert_eq!(body(&request()), r#"{"images":["/9j/AA=="],"process_info":[{"type":"PASSPORT_FRGN"}]}"#);
}

#[test]
fn two_photos_of_one_document_have_the_same_key_and_type() {
    let side = || BeorgDocumentInput { key: Some("passport".into()), ..photo("PASSPORT_REG") };
    let request = BeorgAddDocumentRequest { documents: vec![side(), side()], project_id: None, extra: None };
    let entry = r#"{"key":"passport","type":"PASSPORT_REG"}"#;
    assert!(body(&request).contains(&format!("[{entry},{entry}]")));
}

#[test]
fn what_is_wrong_with_a_request_is_said_by_field() {
    let none = BeorgAddDocumentRequest { documents: Vec::new(), project_id: None, extra: None };
    refused(&none, "request.documents: found an empty array, expected at least one document");
    let second =
        |document| BeorgAddDocumentRequest { documents: vec![photo("SNILS"), document], project_id: None, extra: None };
    refused(&second(photo(" ")), "request.documents[1].type: found a blank text, expected a text");
    let blank_key = BeorgDocumentInput { key: Some(String::new()), ..photo("SNILS") };
    refused(&second(blank_key), "request.documents[1].key: found a blank text, expected a text");
    let mut empty = photo("SNILS");
    empty.image.bytes.clear();
    refused(&second(empty), "request.documents[1].image: the image has 0 bytes");
    let blank = BeorgAddDocumentRequest { project_id: Some("\t".into()), ..request() };
    refused(&blank, "request.projectId: found a blank text, expected a text");
}

#[test]
fn a_request_is_read_as_callers_write_it() {
    let image = photo("X").image;
    let json = br#"{"documents": [{"image": 0, "type": "PASSPORT_FRGN"}]}"#;
    assert_eq!(input::read::<BeorgAddDocumentRequest>("request", json, core::slice::from_ref(&image)), Ok(request()));
    let json = br#"{"documents": [{"image": 0, "type": "A", "options": {"stages": ["verify"]}}]}"#;
    let error = input::read::<BeorgAddDocumentRequest>("request", json, &[image]).unwrap_err();
    let stages = "verification, biometry_match or biometry_liveness";
    assert_eq!(error.to_string(), format!("request.documents[0].options.stages[0]: found verify, expected {stages}"));
}

#[test]
fn only_an_id_of_the_vendor_gets_into_the_path() {
    let get = |id: &str| BeorgGetResult::build(&BeorgGetResultRequest { document_id: id.into() });
    let http = get("s-12345").unwrap();
    assert_eq!((http.method, http.path.as_str(), http.body), (Method::Get, "/api/document/result/s-12345", None));
    for id in ["", "s-", "12345", "S-1", "s-1/..", "s-1?a", " s-1", "s-1\n", "s-٣", "s-123456789012345678901"] {
        let message = format!("request.documentId: found {} bytes of another form, expected s- and digits", id.len());
        assert_eq!(get(id).unwrap_err().to_string(), message, "{id}");
    }
}
