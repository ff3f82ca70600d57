//! A call's first half: a request is checked, its images are prepared, and the vendor's request is built of them.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use idsnap::compose::{Attachment, Call, Recipe};
use idsnap::error::{ErrorCode, ErrorInfo};
use idsnap::http::HttpRequest;
use idsnap::image::prepare::{PrepareOptions, Prepared, PreparedPath, prepare_pixels};
use idsnap::rows::Size;
use idsnap::vendors::beorg::BeorgAddDocument;
use idsnap::vendors::biometric_kz::{BiometricKzParseDocument, BiometricKzProcessDocument};
use idsnap::vendors::cvs::{CvsCard, CvsCards};
use idsnap::vendors::zoloz::ZolozRecognize;

const ZOLOZ: Recipe = Recipe::of::<ZolozRecognize>();
const BEORG: Recipe = Recipe::of::<BeorgAddDocument>();
const BIOMETRIC_KZ: Recipe = Recipe::of::<BiometricKzParseDocument>();
const PAGES: Recipe = Recipe::of::<BiometricKzProcessDocument>();
const CARD: Recipe = Recipe::of::<CvsCard>();
const CARDS: Recipe = Recipe::of::<CvsCards>();

const TRACE_ID: &str = "0123456789abcdef0123456789abcdef";

fn call<'a>(request: &'a str, options: &'a str) -> Call<'a> {
    Call { request, options, trace_id: TRACE_ID }
}

fn image(field: &str, bytes: impl Into<Vec<u8>>) -> Attachment {
    Attachment { field: field.into(), bytes: bytes.into(), size: None }
}

fn jpeg() -> Vec<u8> {
    let rgba: Vec<u8> = (0..64 * 48_u32).flat_map(|at| [(at % 251) as u8, 90, 120, 255]).collect();
    prepare_pixels(&rgba, Size { width: 64, height: 48 }, &PrepareOptions::default()).unwrap().bytes
}

/// The same file with the maker of the camera in its Exif data.
fn jpeg_of_a_camera() -> Vec<u8> {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x0f\x01\x02\0\x05\0\0\0\x1a\0\0\0\0\0\0\0Acme\0".to_vec();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let mut file = vec![0xff, 0xd8, 0xff, 0xe1, length[0], length[1]];
    file.append(&mut exif);
    file.extend_from_slice(&jpeg()[2..]);
    file
}

fn compose(recipe: Recipe, call: &Call<'_>, images: Vec<Attachment>) -> idsnap::Result<(HttpRequest, Vec<Prepared>)> {
    let mut prepared = Vec::new();
    let request = recipe.compose(call, images, &mut |image| prepared.push(image.clone()))?;
    Ok((request, prepared))
}

#[track_caller]
fn refused(recipe: Recipe, call: &Call<'_>, images: Vec<Attachment>) -> (ErrorCode, String) {
    let info = ErrorInfo::from(&*compose(recipe, call, images).unwrap_err());
    (info.code, info.field.unwrap_or_default())
}

#[test]
fn every_rule_of_a_request_is_checked_before_its_images_are_there() {
    let front = r#"{"front": 0, "docType": "123"}"#;
    let cases = [
        (ZOLOZ, front, 1, "request.docType"),
        (ZOLOZ, r#"{"front": 1, "docType": "00000001003"}"#, 1, "request.front"),
        (BEORG, r#"{"documents": []}"#, 0, "request.documents"),
        (BEORG, r#"{"documents": [{"image": 0, "type": " "}]}"#, 1, "request.documents[0].type"),
        (BIOMETRIC_KZ, r#"{"front": 0, "countryCode": "KZ"}"#, 1, "request.countryCode"),
        (CARDS, r#"{"front": 0}"#, 1, "request.back"),
    ];
    for (recipe, request, images, field) in cases {
        let error = recipe.check(&call(request, "{}"), images).unwrap_err();
        assert_eq!(ErrorInfo::from(&*error).field.as_deref(), Some(field), "{request}");
    }
    ZOLOZ.check(&call(r#"{"front": 0, "docType": "00000001003"}"#, "{}"), 1).unwrap();
    CARD.check(&call(r#"{"image": 0, "form": "base64"}"#, "{}"), 1).unwrap();
}

#[test]
fn an_empty_image_has_the_same_code_for_every_vendor_and_names_its_field() {
    let cases = [
        (ZOLOZ, r#"{"front": 0, "docType": "00000001003"}"#, "request.front"),
        (BEORG, r#"{"documents": [{"image": 0, "type": "PASSPORT"}]}"#, "request.documents[0].image"),
        (BIOMETRIC_KZ, r#"{"back": 0, "countryCode": "kz"}"#, "request.back"),
        (PAGES, r#"{"files": [0]}"#, "request.files[0]"),
        (CARD, r#"{"image": 0}"#, "request.image"),
    ];
    for (recipe, request, field) in cases {
        let found = refused(recipe, &call(request, "{}"), vec![image(field, [])]);
        assert_eq!(found, (ErrorCode::EmptyImage, field.to_owned()));
    }
}

#[test]
fn what_is_wrong_with_an_image_names_that_image() {
    let request = call(r#"{"front": 0, "back": 1}"#, r#"{"maxBytes": 400, "minQuality": 90}"#);
    let with = |back: Vec<u8>| vec![image("request.front", jpeg()), image("request.back", back)];
    let damaged = jpeg()[..300].to_vec();
    let cases = [(b"hello".to_vec(), ErrorCode::NotAnImage), (damaged, ErrorCode::DamagedImage)];
    for (back, code) in cases {
        assert_eq!(refused(CARDS, &call(request.request, "{}"), with(back)), (code, "request.back".into()));
    }
    assert_eq!(refused(CARDS, &request, with(jpeg())), (ErrorCode::OverBudget, "request.front".into()));
}

#[test]
fn options_are_named_as_those_of_the_call() {
    let request = r#"{"image": 0}"#;
    for (options, code, field) in [
        (r#"{"maxBytes": 0}"#, ErrorCode::InvalidField, "options.prepare.maxBytes"),
        (r#"{"maxByte": 1}"#, ErrorCode::UnknownOption, "options.prepare.maxByte"),
        (r#"{"quality": "90"}"#, ErrorCode::InvalidField, "options.prepare.quality"),
        (
            r#"{"limits": {"formats": ["image/png"]}, "maxEdge": 20}"#,
            ErrorCode::InvalidField,
            "options.prepare.limits.formats",
        ),
    ] {
        let found = refused(CARD, &call(request, options), vec![image("request.image", jpeg())]);
        assert_eq!(found, (code, field.to_owned()), "{options}");
    }
}

#[test]
fn images_are_kept_inside_the_vendors_limits_as_the_vendor_wants_them() {
    let bitmap = Attachment {
        field: "request.front".into(),
        bytes: [200, 90, 60, 255].repeat(40 * 30),
        size: Some(Size { width: 40, height: 30 }),
    };
    let (_, prepared) = compose(ZOLOZ, &call(r#"{"front": 0, "docType": "00000001003"}"#, "{}"), vec![bitmap]).unwrap();
    assert_eq!(prepared[0].mime_type.mime_type(), "image/jpeg");
    let has_maker = |recipe: Recipe, request: &str, options: &str| {
        let images = vec![image("request.image", jpeg_of_a_camera())];
        let (_, prepared) = compose(recipe, &call(request, options), images).unwrap();
        assert_eq!(prepared[0].path, PreparedPath::Original);
        prepared[0].bytes.windows(4).any(|window| window == b"Acme")
    };
    let (beorg, cvs) = (r#"{"documents": [{"image": 0, "type": "PASSPORT"}]}"#, r#"{"image": 0}"#);
    let own_limits = r#"{"limits": {"formats": ["image/jpeg"]}}"#;
    assert!(has_maker(BEORG, beorg, "{}"));
    assert!(has_maker(BEORG, beorg, own_limits), "the vendor's wish does not depend on the limits");
    assert!(!has_maker(BEORG, beorg, r#"{"metadata": "strip"}"#));
    assert!(!has_maker(CARD, cvs, "{}"));
}

#[test]
fn the_body_holds_the_bytes_that_were_prepared() {
    let images = vec![image("request.front", jpeg()), image("request.back", jpeg_of_a_camera())];
    let (request, prepared) = compose(CARDS, &call(r#"{"front": 0, "back": 1}"#, "{}"), images).unwrap();
    let body = request.body.unwrap();
    assert_eq!(prepared.len(), 2);
    for image in &prepared {
        let places = body.windows(image.bytes.len()).filter(|window| *window == image.bytes).count();
        assert!(places >= 1, "{} bytes", image.bytes.len());
    }
}

#[test]
fn a_pdf_passes_as_it_is_where_one_is_taken() {
    let pdf = b"%PDF-1.7 of a licence";
    let (request, prepared) =
        compose(CARD, &call(r#"{"image": 0}"#, "{}"), vec![image("request.image", *pdf)]).unwrap();
    assert!(request.body.unwrap().windows(pdf.len()).any(|window| window == pdf));
    assert!(prepared.is_empty());
    let images = vec![image("request.front", jpeg()), image("request.back", *pdf)];
    let found = refused(CARDS, &call(r#"{"front": 0, "back": 1}"#, "{}"), images);
    assert_eq!(found, (ErrorCode::UnsupportedFormat, "request.back".into()));
    let base64 = call(r#"{"image": 0, "form": "base64"}"#, "{}");
    let found = refused(CARD, &base64, vec![image("request.image", *pdf)]);
    assert_eq!(found, (ErrorCode::InvalidField, "request.image".into()));
}

#[test]
fn a_trace_id_is_filled_in_where_there_is_none() {
    let sent = |request: &str| {
        let (request, _) = compose(ZOLOZ, &call(request, "{}"), vec![image("request.front", jpeg())]).unwrap();
        let body: serde_json::Value = serde_json::from_slice(&request.body.unwrap()).unwrap();
        body["bizId"].as_str().unwrap().to_owned()
    };
    assert_eq!(sent(r#"{"front": 0, "docType": "00000001003"}"#), TRACE_ID);
    assert_eq!(sent(r#"{"front": 0, "docType": "00000001003", "bizId": "order-1"}"#), "order-1");
    let (request, _) = compose(CARD, &call(r#"{"image": 0}"#, "{}"), vec![image("request.image", jpeg())]).unwrap();
    assert!(!String::from_utf8_lossy(&request.body.unwrap()).contains(TRACE_ID));
}

#[test]
fn pixels_that_are_none_name_their_image() {
    let nothing =
        Attachment { field: "request.front".into(), bytes: Vec::new(), size: Some(Size { width: 0, height: 0 }) };
    let short = Attachment { size: Some(Size { width: 4, height: 4 }), ..image("request.front", vec![0; 7]) };
    for pixels in [nothing, short] {
        let (_, field) = refused(BIOMETRIC_KZ, &call(r#"{"countryCode": "kz", "front": 0}"#, "{}"), vec![pixels]);
        assert_eq!(field, "request.front");
    }
}

#[test]
fn the_secrets_that_a_vendor_declares_are_refused_wherever_they_stand() {
    for (recipe, key, field) in [
        (BEORG, "machineUid", "request.a[0].machineUid"),
        (ZOLOZ, "merchant-private-key", "request.a[0].merchant-private-key"),
        (CARD, "API_SECRET", "request.a[0].API_SECRET"),
        (PAGES, "apiKey", "request.a[0].apiKey"),
    ] {
        let request = format!(r#"{{"a": [{{"{key}": 1}}]}}"#);
        assert_eq!(refused(recipe, &call(&request, "{}"), Vec::new()), (ErrorCode::SecretInRequest, field.to_owned()));
    }
}

#[test]
fn an_image_in_a_place_for_plain_data_is_no_number() {
    let test = Recipe::of::<idsnap::vendors::zoloz::ZolozAuthenticationTest>();
    let asked = call(r#"{"body": {"a": {"x": 0}}}"#, "{}");
    assert_eq!(
        refused(test, &asked, vec![image("request.body.a.x", jpeg())]),
        (ErrorCode::InvalidField, "request".to_owned())
    );
    assert!(test.check(&asked, 1).is_err());
    assert!(compose(test, &asked, Vec::new()).is_ok());
}
