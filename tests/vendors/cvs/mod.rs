//! CVS: requests and answers.

mod answers;
mod contract;
mod fields;
mod robustness;

use idsnap::document::{CheckKind, CheckStatus, DocumentKind, FieldSource, IdentityDocument};
use idsnap::http::{HttpRequest, HttpResponse, Method};
use idsnap::input::ImageFile;
use idsnap::json::Json;
use idsnap::vendors::cvs::*;
use idsnap::vendors::{Answer, Operation, Reply};
use idsnap::{Error, ErrorCode};
use proptest::prelude::*;

fn images() -> [ImageFile; 5] {
    let file = |bytes: &[u8], mime_type: &str| ImageFile { bytes: bytes.to_vec(), mime_type: mime_type.into() };
    [
        file(&[0xff, 0xd8, 0xff], "image/jpeg"),
        file(b"\x89PNG\r\n\x1a\n", "image/png"),
        file(b"%PDF-1.7", "application/pdf"),
        file(b"GIF89a", "image/jpeg"),
        file(b"", "image/jpeg"),
    ]
}

fn cards(json: &str) -> idsnap::Result<HttpRequest> {
    CvsCards::build(&idsnap::input::read("request", json.as_bytes(), &images())?)
}

fn card(json: &str) -> idsnap::Result<HttpRequest> {
    CvsCard::build(&idsnap::input::read("request", json.as_bytes(), &images())?)
}

fn ocr_card(json: &str) -> idsnap::Result<HttpRequest> {
    CvsOcrCard::build(&idsnap::input::read("request", json.as_bytes(), &images())?)
}

#[test]
fn both_sides_travel_as_files_unless_told_otherwise() {
    for json in [r#"{"front": 0, "back": 1}"#, r#"{"form": "file", "front": 0, "back": 1, "getThumb": false}"#] {
        let request = cards(json).unwrap();
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.path, "/api/v2/ekyc/cards?format_type=file&get_thumb=false");
        let boundary = request.headers[0].value.strip_prefix("multipart/form-data; boundary=").unwrap();
        let mut expected = Vec::new();
        for (name, file, mime_type, bytes) in [
            ("img1", "front.jpg", "image/jpeg", images()[0].bytes.clone()),
            ("img2", "back.png", "image/png", images()[1].bytes.clone()),
        ] {
            expected.extend_from_slice(
                format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                     Content-Type: {mime_type}\r\n\r\n"
                )
                .as_bytes(),
            );
            expected.extend_from_slice(&bytes);
            expected.extend_from_slice(b"\r\n");
        }
        expected.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        assert_eq!(request.body.unwrap(), expected);
    }
}

#[test]
fn both_sides_travel_as_base64_in_json() {
    let request = cards(r#"{"form": "base64", "front": 0, "back": 1, "getThumb": true}"#).unwrap();
    assert_eq!(request.path, "/api/v2/ekyc/cards?format_type=base64&get_thumb=true");
    assert_eq!(request.headers[0].value, "application/json");
    assert_eq!(request.body.unwrap(), br#"{"img1":"/9j/","img2":"iVBORw0KGgo="}"#);
}

#[test]
fn addresses_travel_in_the_query_percent_encoded() {
    let request =
        cards(r#"{"form": "url", "frontUrl": "https://a.b/f.png?x=1&y=2", "backUrl": "HTTP://a.b/ảnh"}"#).unwrap();
    assert_eq!((request.method, request.body, request.headers.len()), (Method::Get, None, 0));
    assert_eq!(
        request.path,
        "/api/v2/ekyc/cards?img1=https%3A%2F%2Fa.b%2Ff.png%3Fx%3D1%26y%3D2&img2=HTTP%3A%2F%2Fa.b%2F%E1%BA%A3nh\
         &format_type=url&get_thumb=false"
    );
    let request = ocr_card(r#"{"form": "url", "imageUrl": "http://a.b/", "getThumb": true}"#).unwrap();
    assert_eq!(request.path, "/api/v2/ocr/card?img=http%3A%2F%2Fa.b%2F&format_type=url&get_thumb=true");
}

#[test]
fn one_picture_has_the_vendors_name_img() {
    for (request, path) in [
        (card(r#"{"image": 0}"#).unwrap(), "/api/v2/ekyc/card?format_type=file&get_thumb=false"),
        (ocr_card(r#"{"image": 0}"#).unwrap(), "/api/v2/ocr/card?format_type=file&get_thumb=false"),
    ] {
        assert_eq!(request.path, path);
        let body = String::from_utf8_lossy(request.body.as_deref().unwrap()).into_owned();
        assert!(body.contains("name=\"img\"; filename=\"image.jpg\"\r\nContent-Type: image/jpeg"), "{body}");
    }
    let request = card(r#"{"form": "base64", "image": 1}"#).unwrap();
    assert_eq!(request.body.unwrap(), br#"{"img":"iVBORw0KGgo="}"#);
}

#[test]
fn a_pdf_goes_in_the_file_form_of_one_picture_alone() {
    for request in [card(r#"{"image": 2}"#), ocr_card(r#"{"image": 2}"#)] {
        let body = String::from_utf8(request.unwrap().body.unwrap()).unwrap();
        assert!(body.contains("filename=\"image.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7"), "{body}");
    }
    let expected =
        "found application/pdf, expected image/jpeg or image/png; a PDF in the file form of card and ocrCard";
    for (error, field) in [
        (card(r#"{"form": "base64", "image": 2}"#), "image"),
        (cards(r#"{"front": 2, "back": 0}"#), "front"),
        (cards(r#"{"front": 0, "back": 2}"#), "back"),
        (cards(r#"{"form": "base64", "front": 0, "back": 2}"#), "back"),
    ] {
        assert_eq!(error.unwrap_err().to_string(), format!("request.{field}: {expected}"));
    }
}

#[test]
fn a_request_of_the_wrong_shape_is_refused_by_name() {
    let url_keys = "expected form, frontUrl, backUrl, getThumb or extra";
    for (json, message) in [
        (r#"{"front": 0}"#, "request.back is missing: expected a value".to_owned()),
        (r#"{"back": 0}"#, "request.front is missing: expected a value".to_owned()),
        (r#"{"form": "url", "front": 0, "back": 1}"#, format!("request.front is not known: {url_keys}")),
        (r#"{"form": "url", "frontUrl": "http://a"}"#, "request.backUrl is missing: expected a value".to_owned()),
        (
            r#"{"front": 0, "back": 1, "frontUrl": "http://a"}"#,
            "request.frontUrl is not known: expected form, front, back, getThumb or extra".to_owned(),
        ),
        (r#"{"form": "pdf"}"#, "request.form: found pdf, expected file, base64 or url".to_owned()),
        (
            r#"{"form": "url", "frontUrl": "ftp://a", "backUrl": "http://a"}"#,
            "request.frontUrl: found another address, expected an address that starts with http:// or https://"
                .to_owned(),
        ),
        (
            r#"{"front": 0, "back": 3}"#,
            "request.back: found another format, expected image/jpeg or image/png".to_owned(),
        ),
        (r#"{"front": 0, "back": 4}"#, "request.back: the image has 0 bytes".to_owned()),
    ] {
        assert_eq!(cards(json).unwrap_err().to_string(), message, "{json}");
    }
    let error = card(r#"{"image": 0, "imageUrl": "http://a"}"#).unwrap_err().to_string();
    assert_eq!(error, "request.imageUrl is not known: expected form, image, getThumb or extra");
    let error = card(r#"{"form": "url", "image": 0}"#).unwrap_err().to_string();
    assert_eq!(error, "request.image is not known: expected form, imageUrl, getThumb or extra");
}
