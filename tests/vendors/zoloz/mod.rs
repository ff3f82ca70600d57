//! ZOLOZ: requests and answers.

mod answers;
mod contract;

use idsnap::document::{CheckKind, CheckStatus, DocumentKind, FieldSource, IdentityDocument};
use idsnap::http::{HttpRequest, HttpResponse, Method};
use idsnap::input::ImageFile;
use idsnap::json::Json;
use idsnap::vendors::zoloz::*;
use idsnap::vendors::{Answer, Operation, Reply};
use idsnap::{Error, ErrorCode};
use proptest::prelude::*;

fn jpeg(length: usize) -> ImageFile {
    let mut bytes = vec![0; length.max(3)];
    bytes[..3].copy_from_slice(&[0xff, 0xd8, 0xff]);
    ImageFile { bytes, mime_type: "image/jpeg".into() }
}

fn build_with(json: &str, images: &[ImageFile]) -> idsnap::Result<HttpRequest> {
    ZolozRecognize::build(&idsnap::input::read("request", json.as_bytes(), images)?)
}

fn build(fields: &str) -> idsnap::Result<HttpRequest> {
    build_with(&format!(r#"{{"bizId": "b", "front": 0, {fields}}}"#), &[jpeg(3), jpeg(6)])
}

fn body(request: &HttpRequest) -> serde_json::Value {
    serde_json::from_slice(request.body.as_deref().unwrap()).unwrap()
}

#[track_caller]
fn refused(fields: &str, message: &str) {
    assert_eq!(build(fields).unwrap_err().to_string(), message, "{fields}");
}

fn parse(body: &[u8]) -> idsnap::Result<Reply<ZolozRecognizeData>> {
    ZolozRecognize::parse(&HttpResponse { status: 200, body })
}

#[track_caller]
fn ready(body: &[u8]) -> Answer<ZolozRecognizeData> {
    match parse(body).unwrap() {
        Reply::Ready(answer) => answer,
        Reply::Pending { id } => panic!("pending {id:?}"),
    }
}

#[track_caller]
fn only(answer: &Answer<ZolozRecognizeData>) -> &IdentityDocument {
    let [document] = answer.documents.as_slice() else { panic!("{} documents", answer.documents.len()) };
    document
}

#[test]
fn a_request_of_the_required_fields_sends_nothing_else() {
    let request = build(r#""docType": "00000001003""#).unwrap();
    assert_eq!((request.method, request.path.as_str()), (Method::Post, RECOGNIZE_PATH));
    assert_eq!(request.headers[0].name, "content-type");
    assert_eq!(request.headers[0].value, "application/json; charset=UTF-8");
    let expected = r#"{"bizId":"b","docType":"00000001003","frontPageImage":"/9j/","productConfig":{"enableOCR":"Y"}}"#;
    assert_eq!(String::from_utf8(request.body.unwrap()).unwrap(), expected);
}

#[test]
fn a_request_of_every_field_is_spelt_as_the_vendor_spells_it() {
    let request = build(
        r#""back": 1, "docType": "00860000888", "operationMode": "STRICT", "sceneCode": "login", "userId": "h",
        "extraImageControlList": ["CROPPED_FACE_FROM_DOC"], "productConfig": { "enableOCR": false,
        "spoofMode": "STANDARD", "allowExpiredDocument": true, "cropFaceImageFromDoc": true, "consistencyCheck": [
        {"type": "commonConsistencyCheck"}, {"type": "mrzVisualConsistencyCheck", "details": ["ID_NUMBER", "SEX"]},
        {"type": "passportCountryCheck", "valueRange": ["CHN"]}]}"#,
    );
    let expected = serde_json::json!({
        "bizId": "b", "docType": "00860000888", "frontPageImage": "/9j/", "backPageImage": "/9j/AAAA",
        "operationMode": "STRICT", "sceneCode": "login", "userId": "h",
        "extraImageControlList": ["CROPPED_FACE_FROM_DOC"],
        "productConfig": { "enableOCR": "N", "spoofMode": "STANDARD", "allowExpiredDocument": "Y",
            "cropFaceImageFromDoc": "Y", "consistencyCheck": [{ "type": "commonConsistencyCheck" },
            { "type": "mrzVisualConsistencyCheck", "details": ["ID_NUMBER", "SEX"] },
            { "type": "passportCountryCheck", "valueRange": ["CHN"] }] }
    });
    assert_eq!(body(&request.unwrap()), expected);
}

#[test]
fn automatic_classification_takes_types_categories_and_countries() {
    let request = build(
        r#""autoDocTypes": ["08520000001", "08520000002"], "autoDocCategory": ["ID_CARD"], "autoDocCountrycode": ["ALL"],
        "productConfig": {"pageInfoCheck": [{"name": "id"}, {"name": "symbol"}, {"name": "name"}]}"#,
    );
    let expected = serde_json::json!({
        "bizId": "b", "frontPageImage": "/9j/", "autoDocTypes": ["08520000001", "08520000002"],
        "autoDocCategory": ["ID_CARD"], "autoDocCountrycode": ["ALL"],
        "productConfig": { "enableOCR": "Y", "pageInfoCheck": [{"name": "id"}, {"name": "symbol"}, {"name": "name"}] }
    });
    assert_eq!(body(&request.unwrap()), expected);
}

#[test]
fn what_the_vendor_would_refuse_is_refused_by_name() {
    let doc = |rest: &str| format!(r#""docType": "00000001006", "productConfig": {rest}"#);
    refused(r#""sceneCode": "x""#, "request.docType is missing: expected docType, or one of the autoDoc fields");
    refused(
        r#""docType": "00000001003", "autoDocTypes": ["00000001003"]"#,
        "request.autoDocTypes: found a value beside docType, expected one of the two",
    );
    refused(r#""docType": "1003""#, "request.docType: found 4 characters, expected 11 digits");
    refused(r#""docType": "0000000100x""#, "request.docType: found characters that are no digits, expected 11 digits");
    refused(r#""autoDocTypes": []"#, "request.autoDocTypes: found an empty array, expected at least one item");
    refused(
        r#""autoDocTypes": ["00000001003", "7"]"#,
        "request.autoDocTypes[1]: found 1 characters, expected 11 digits",
    );
    refused(
        r#""autoDocCountrycode": ["ALL", "de"]"#,
        "request.autoDocCountrycode[1]: found another form, expected ALL or ISO 3166-1 alpha-3",
    );
    refused(
        r#""autoDocCategory": ["CAT"]"#,
        "request.autoDocCategory[0]: found CAT, expected PASSPORT, DRIVING_LICENSE, ID_CARD, RESIDENCE_PERMIT, VISA or ALL",
    );
    refused(
        r#""docType": "00000001003", "back": 1"#,
        "request.back: found an image, expected none, docType 00000001003 has one page",
    );
    refused(
        r#""docType": "00860000011", "back": 1"#,
        "request.back: found an image, expected none, docType 00860000011 has one page",
    );
    refused(
        &doc(r#"{"spoofMode": "STRICT"}"#),
        "request.productConfig.spoofMode: found STRICT, expected CLOSED or STANDARD",
    );
    refused(
        &doc(r#"{"pageInfoCheck": [{"name": "id"}]}"#),
        "request.productConfig.pageInfoCheck: found a value, expected none, the check is for Hong Kong identity cards",
    );
}

#[test]
fn a_consistency_check_keeps_to_the_fields_and_countries_of_its_doc_type() {
    let with = |doc_type: &str, check: &str| {
        format!(r#""docType": "{doc_type}", "productConfig": {{"consistencyCheck": [{{"type": {check}}}]}}"#)
    };
    let at = "request.productConfig.consistencyCheck[0]";
    for (doc_type, check, message) in [
        ("00600000011", r#""mrzVisualConsistencyCheck""#, format!("{at}.details is missing: expected a value")),
        ("00600000011", r#""passportCountryCheck""#, format!("{at}.valueRange is missing: expected a value")),
        (
            "00600000011",
            r#""mrzVisualConsistencyCheck", "details": []"#,
            format!("{at}.details: found an empty array, expected at least one item"),
        ),
        (
            "00600000011",
            r#""mrzVisualConsistencyCheck", "details": ["NAME", "ID_NUMBER"]"#,
            format!("{at}.details[1]: found ID_NUMBER, expected NAME, SEX for docType 00600000011"),
        ),
        (
            "00000001006",
            r#""mrzVisualConsistencyCheck", "details": ["NAME"]"#,
            format!(
                "{at}.details[0]: found NAME, expected ID_NUMBER, COUNTRY_CODE, EXPIRY_DATE, DATE_OF_BIRTH for docType \
                 00000001006"
            ),
        ),
        (
            "00000001003",
            r#""mrzVisualConsistencyCheck", "details": ["SEX"]"#,
            format!(
                "{at}.details[0]: found SEX, expected no such check, docType 00000001003 is read from the machine \
                 readable zone alone"
            ),
        ),
        (
            "00000001003",
            r#""passportCountryCheck", "valueRange": []"#,
            format!("{at}.valueRange: found an empty array, expected at least one item"),
        ),
        (
            "00000001003",
            r#""passportCountryCheck", "valueRange": ["CHN", "Philippines"]"#,
            format!("{at}.valueRange[1]: found another form, expected ISO 3166-1 alpha-3"),
        ),
        (
            "00000001003",
            r#""passportCountryCheck", "valueRange": ["CHN", "XYZ"]"#,
            format!("{at}.valueRange[1]: found XYZ, expected the ISO 3166-1 alpha-3 code of a country"),
        ),
        (
            "00000001006",
            r#""passportCountryCheck", "valueRange": ["UTO"]"#,
            format!("{at}.valueRange[0]: found UTO, expected the ISO 3166-1 alpha-3 code of a country"),
        ),
        (
            "00600000001",
            r#""passportCountryCheck", "valueRange": ["MYS"]"#,
            format!("{at}.valueRange: found countries, expected none, docType 00600000001 is no passport"),
        ),
        (
            "09990000001",
            r#""mrzVisualConsistencyCheck", "details": ["NAME", " "]"#,
            format!("{at}.details[1]: found a blank text, expected the name of a field"),
        ),
        (
            "08860000002",
            r#""passportCountryCheck", "valueRange": ["CHN"]"#,
            format!("{at}.valueRange[0]: found CHN, expected TWN for docType 08860000002"),
        ),
    ] {
        refused(&with(doc_type, check), &message);
    }
    for (doc_type, check) in [
        ("00600000011", r#""mrzVisualConsistencyCheck", "details": ["NAME", "SEX"]"#),
        ("00000001006", r#""mrzVisualConsistencyCheck", "details": ["ID_NUMBER"]"#),
        ("00000001003", r#""passportCountryCheck", "valueRange": ["CHN", "PHL"]"#),
        ("08530000002", r#""passportCountryCheck", "valueRange": ["CHN"]"#),
        ("09990000001", r#""mrzVisualConsistencyCheck", "details": ["NAME"]"#),
        ("09990000001", r#""mrzVisualConsistencyCheck", "details": ["ADDED_LATER"]"#),
        ("09990000001", r#""passportCountryCheck", "valueRange": ["CHN"]"#),
    ] {
        assert!(build(&with(doc_type, check)).is_ok(), "{doc_type} {check}");
    }
}

#[test]
fn a_consistency_check_takes_the_keys_of_its_own_type_alone() {
    let with = |check: &str| {
        format!(r#""docType": "00000001006", "productConfig": {{"consistencyCheck": [{{"type": {check}}}]}}"#)
    };
    let at = "request.productConfig.consistencyCheck[0]";
    refused(
        &with(r#""commonConsistencyCheck", "details": ["NAME"]"#),
        &format!("{at}.details is not known: expected nothing"),
    );
    refused(
        &with(r#""mrzVisualConsistencyCheck", "details": ["ID_NUMBER"], "valueRange": ["CHN"]"#),
        &format!("{at}.valueRange is not known: expected details"),
    );
    refused(
        &with(r#""passportCountryCheck", "valueRange": ["CHN"], "valuerange": []"#),
        &format!("{at}.valuerange is not known: expected valueRange"),
    );
}

#[test]
fn lengths_are_kept_on_both_sides() {
    let with = |key: &str, value: &str| {
        let biz_id = if key == "bizId" { "" } else { r#""bizId": "b","# };
        let json = format!(r#"{{{biz_id} "front": 0, "docType": "00000001003", "{key}": "{value}"}}"#);
        build_with(&json, &[jpeg(3)])
    };
    for (key, max, unit) in [("bizId", 32, "bytes"), ("sceneCode", 64, "characters"), ("userId", 64, "characters")] {
        assert!(with(key, &"x".repeat(max)).is_ok(), "{key}");
        let error = with(key, &"x".repeat(max + 1)).unwrap_err().to_string();
        assert_eq!(error, format!("request.{key}: found {} {unit}, expected 1 to {max} {unit}", max + 1));
        assert!(with(key, "").is_err(), "{key}");
    }
    assert!(with("userId", &"đ".repeat(64)).is_ok());
    assert!(with("bizId", &"đ".repeat(17)).is_err());
}

#[test]
fn a_request_without_an_id_for_tracing_is_refused() {
    let error = build_with(r#"{"front": 0, "docType": "00000001003"}"#, &[jpeg(3)]).unwrap_err();
    assert_eq!(error, Error::missing("request.bizId", "1 to 32 bytes"));
}

#[test]
fn both_images_together_keep_to_five_million_base64_characters() {
    let json = r#"{"bizId": "b", "front": 0, "back": 1, "docType": "00600000001"}"#;
    let request = build_with(json, &[jpeg(1_875_000), jpeg(1_875_000)]).unwrap();
    let body = body(&request);
    let length = |key: &str| body[key].as_str().unwrap().len();
    assert_eq!(length("frontPageImage") + length("backPageImage"), 5_000_000);
    let error = build_with(json, &[jpeg(1_875_000), jpeg(1_875_001)]).unwrap_err();
    let unit = idsnap::limits::SizeUnit::Base64Characters;
    assert_eq!(*error, Error::OverBudget { limit: 5_000_000, best: 5_000_004, unit });
}

#[test]
fn a_file_of_another_type_is_refused() {
    let pdf = ImageFile { bytes: b"%PDF-1.7".to_vec(), mime_type: "application/pdf".into() };
    let empty = ImageFile { bytes: Vec::new(), mime_type: "image/jpeg".into() };
    let json = r#"{"bizId": "b", "front": 0, "docType": "00000001003"}"#;
    let error = build_with(json, &[pdf]).unwrap_err().to_string();
    assert_eq!(error, "request.front: found a file of another type, expected image/jpeg, image/png or image/bmp");
    assert_eq!(build_with(json, &[empty]).unwrap_err(), Error::EmptyImage.of("request.front"));
}

#[test]
fn the_other_operations_have_their_own_paths() {
    let request = idsnap::input::read("request", br#"{"bizId":"b","front":0,"docType":"00000001003"}"#, &[jpeg(3)]);
    assert_eq!(ZolozAsyncRecognize::build(&request.unwrap()).unwrap().path, ASYNC_RECOGNIZE_PATH);
    let request =
        ZolozAsyncCheckResultRequest { transaction_id: "t".into(), extra_image_control_list: None, extra: None };
    let built = ZolozAsyncCheckResult::build(&request).unwrap();
    assert_eq!(
        (built.path.as_str(), built.body.as_deref()),
        (ASYNC_CHECK_RESULT_PATH, Some(&br#"{"transactionId":"t"}"#[..]))
    );
    let long =
        ZolozAsyncCheckResultRequest { transaction_id: "t".repeat(65), extra_image_control_list: None, extra: None };
    assert!(ZolozAsyncCheckResult::build(&long).is_err());
    let json = r#"{"body":{"title":"hello","description":"данные é"}}"#;
    let request = idsnap::input::read("request", json.as_bytes(), &[]).unwrap();
    let built = ZolozAuthenticationTest::build(&request).unwrap();
    assert_eq!(built.path, AUTHENTICATION_TEST_PATH);
    assert_eq!(built.body.unwrap(), r#"{"title":"hello","description":"данные é"}"#.as_bytes());
}

#[test]
fn the_seed_request_is_refused_for_its_back_page() {
    let Some(sample) = crate::samples::read("zoloz.request.corrected.json") else { return };
    let text = String::from_utf8(sample).unwrap();
    let text = text.replace("\"frontPageImage\": \"/9j/4AA..[omitted]..PxA=\"", "\"front\": 0");
    let text = text.replace("\"backPageImage\": \"/9j/4AA..[omitted]..PxA=\"", "\"back\": 1");
    let text = text.replace("\"Y\"", "true");
    let error = build_with(&text, &[jpeg(3), jpeg(3)]).unwrap_err().to_string();
    assert_eq!(error, "request.back: found an image, expected none, docType 00000001003 has one page");
}
