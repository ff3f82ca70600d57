//! Biometric.kz: requests built and answers parsed through the public API.

mod contract;
mod odd;

use idsnap::document::{DocumentKind, IdentityDocument};
use idsnap::error::{Category, ErrorCode, ErrorInfo};
use idsnap::http::{HttpResponse, Method};
use idsnap::input::ImageFile;
use idsnap::vendors::biometric_kz::*;
use idsnap::vendors::{Answer, Operation, Reason, Reply};
use idsnap::{Error, input};

const BOTH_SIDES: &str = include_str!("../../fixtures/biometric_kz/both-sides.json");

fn image(mime_type: &str) -> ImageFile {
    ImageFile { bytes: vec![0xFF, 0xD8, 0xFF], mime_type: mime_type.into() }
}

fn request() -> BiometricKzParseRequest {
    BiometricKzParseRequest {
        front: Some(image("image/jpeg")),
        back: Some(image("image/png")),
        country_code: "kz".into(),
        extra: None,
    }
}

fn parse(status: u16, body: &str) -> idsnap::Result<Reply<BiometricKzParsedDocument>> {
    BiometricKzParseDocument::parse(&HttpResponse { status, body: body.as_bytes() })
}

#[track_caller]
fn answer(body: &str) -> Answer<BiometricKzParsedDocument> {
    match parse(200, body) {
        Ok(Reply::Ready(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn document(body: &str) -> IdentityDocument {
    answer(body).documents.remove(0)
}

#[track_caller]
fn refused(request: &BiometricKzParseRequest, message: &str) {
    assert_eq!(BiometricKzParseDocument::build(request).unwrap_err().to_string(), message);
}

#[test]
fn both_sides_and_the_country_become_a_form() {
    let http = BiometricKzParseDocument::build(&request()).unwrap();
    assert_eq!((http.method, http.path.as_str()), (Method::Post, "/api/v1/backend/document/parse/"));
    let boundary = http.headers[0].value.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = String::from_utf8_lossy(http.body.as_deref().unwrap()).into_owned();
    let parts: Vec<_> = body.split(&format!("--{boundary}")).collect();
    assert_eq!(parts.len(), 5);
    for (part, head) in parts[1..4].iter().zip([
        "\r\nContent-Disposition: form-data; name=\"frontside_image\"; filename=\"front.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n",
        "\r\nContent-Disposition: form-data; name=\"backside_image\"; filename=\"back.png\"\r\nContent-Type: image/png\r\n\r\n",
        "\r\nContent-Disposition: form-data; name=\"country_code\"\r\n\r\nkz\r\n",
    ]) {
        assert!(part.starts_with(head), "{part}");
    }
}

#[test]
fn one_side_is_enough_and_none_is_not() {
    for (front, back) in [(true, false), (false, true)] {
        let mut request = request();
        request.front = request.front.filter(|_| front);
        request.back = request.back.filter(|_| back);
        let body = BiometricKzParseDocument::build(&request).unwrap().body.unwrap();
        let body = String::from_utf8_lossy(&body).into_owned();
        assert_eq!((body.contains("frontside_image"), body.contains("backside_image")), (front, back));
    }
    let none = BiometricKzParseRequest { front: None, back: None, country_code: "kz".into(), extra: None };
    refused(&none, "request.front is missing: expected an image of the front, the back or both");
}

#[test]
fn what_is_wrong_with_a_request_is_said_by_field() {
    let country = "expected an ISO 3166-1 alpha-2 code in lower case, such as kz";
    for (code, found) in [("KZ", "KZ"), ("kaz", "kaz"), ("zz", "zz"), ("", ""), ("Kazakhstan", "10 bytes of text")] {
        let request = BiometricKzParseRequest { country_code: code.into(), ..request() };
        refused(&request, &format!("request.countryCode: found {found}, {country}"));
    }
    let webp = BiometricKzParseRequest { back: Some(image("image/webp")), ..request() };
    refused(&webp, "request.back: found another media type, expected image/jpeg or image/png");
    let empty = ImageFile { bytes: Vec::new(), mime_type: "image/jpeg".into() };
    refused(&BiometricKzParseRequest { front: Some(empty), ..request() }, "request.front: the image has 0 bytes");
}

#[test]
fn a_request_is_read_as_callers_write_it() {
    let read: BiometricKzParseRequest =
        input::read("request", br#"{"front": 0, "countryCode": "kz"}"#, &[image("image/jpeg")]).unwrap();
    assert_eq!(read, BiometricKzParseRequest { back: None, ..request() });
    let error = input::read::<BiometricKzParseRequest>("request", br#"{"front": 0, "api_key": "x"}"#, &[]).unwrap_err();
    assert_eq!(*error, Error::SecretInRequest { field: "request.api_key".into() });
}

#[test]
fn version_2_takes_several_files() {
    let request = BiometricKzProcessRequest { files: vec![image("image/jpeg"), image("image/png")], extra: None };
    let http = BiometricKzProcessDocument::build(&request).unwrap();
    assert_eq!(http.path, "/api/v2/backend/document/process/");
    let body = String::from_utf8_lossy(http.body.as_deref().unwrap()).into_owned();
    assert!(
        body.contains("name=\"file\"; filename=\"page-1.jpg\"")
            && body.contains("name=\"file\"; filename=\"page-2.png\"")
    );
    let none =
        BiometricKzProcessDocument::build(&BiometricKzProcessRequest { files: Vec::new(), extra: None }).unwrap_err();
    assert_eq!(none.to_string(), "request.files: found an empty array, expected at least one image");
    let webp = BiometricKzProcessRequest { files: vec![image("image/jpeg"), image("image/webp")], extra: None };
    let error = BiometricKzProcessDocument::build(&webp).unwrap_err();
    assert_eq!(error.to_string(), "request.files[1]: found another media type, expected image/jpeg or image/png");
}

#[test]
fn an_answer_is_typed_and_normalized() {
    let answer = answer(BOTH_SIDES);
    let front = answer.data.document_type.frontside.as_ref().unwrap();
    assert_eq!((front.p, front.id, front.rfid_presence), (Some(0.91), Some(-42), Some(2)));
    assert_eq!((front.fdsid_list.list.as_slice(), front.fdsid_list.d_mrz), (&[1, 2, 3][..], Some(false)));
    assert_eq!(answer.data.document_type.backside.as_ref().unwrap().p, Some(0.88));
    assert_eq!(answer.data.failure_reason, None);
    assert!(answer.verdict.accepted);
    let document = &answer.documents[0];
    assert_eq!((document.kind, document.vendor_type.as_deref()), (DocumentKind::IdCard, Some("Invented Card (front)")));
    let value =
        |field: &Option<idsnap::document::Field>| field.as_ref().map(|field| field.value.clone()).unwrap_or_default();
    assert_eq!(value(&document.surname), "ВЫМЫШЛЕННЫЙ");
    assert_eq!(value(&document.given_names), "ОБРАЗЕЦ");
    assert_eq!(value(&document.middle_name), "ОБРАЗЦОВИЧ");
    assert_eq!(value(&document.personal_number), "010203999999");
    assert_eq!(value(&document.document_number), "000000001");
    assert_eq!(value(&document.date_of_birth), "2001-02-03");
    assert_eq!(value(&document.date_of_issue), "2019-06-05");
    assert_eq!(value(&document.date_of_expiry), "2029-06-04");
    assert_eq!(value(&document.issuing_country), "KAZ");
    assert_eq!(value(&document.authority), "МВД РК");
    let extra: Vec<_> = document.extra.keys().map(String::as_str).collect();
    assert_eq!(extra, ["document_type", "trace_id"]);
}

#[test]
fn the_repeated_front_is_the_back_where_there_is_no_back() {
    let images = document(BOTH_SIDES).images;
    let last_byte =
        |image: Option<idsnap::document::DocumentImage>| image.and_then(|image| image.bytes.last().copied());
    assert_eq!((last_byte(images.face), last_byte(images.front), last_byte(images.back)), (Some(0), Some(1), Some(2)));
    let with_back = r#"{"images": {"front_side_image": "/9j/AQ==", "front_side_image": "/9j/Ag==", "back_side_image": "/9j/Aw=="}}"#;
    let images = document(with_back).images;
    assert_eq!((last_byte(images.front), last_byte(images.back)), (Some(1), Some(3)));
}

#[test]
fn a_picture_that_is_no_base64_costs_nothing_else() {
    let answer = answer(&BOTH_SIDES.replace("/9j/AA==", "base64"));
    assert_eq!(answer.data.images.face_photo.as_deref(), Some("base64"));
    assert_eq!(answer.documents[0].images.face, None);
    assert!(answer.documents[0].images.front.is_some() && answer.documents[0].surname.is_some());
}

#[test]
fn no_failure_has_several_forms() {
    for none in [r#""None""#, r#"" none ""#, "null", r#""""#, "{}"] {
        let answer = answer(&BOTH_SIDES.replace(r#""None""#, none));
        assert_eq!((answer.verdict.accepted, answer.data.failure_reason), (true, None), "{none}");
    }
}

#[test]
fn a_failure_reason_is_the_vendors_verdict() {
    for (reason, code, vendor_code) in [
        (r#""Frontside document not found""#, ErrorCode::DocumentNotFound, "frontside_not_found"),
        (r#"{"type": "blur", "detail": "x"}"#, ErrorCode::DocumentBroken, "blur"),
        (r#""something else""#, ErrorCode::DocumentBroken, "something else"),
        ("[1]", ErrorCode::DocumentBroken, "failure_reason"),
    ] {
        let answer = answer(&BOTH_SIDES.replace(r#""None""#, reason));
        let found: Vec<_> =
            answer.verdict.reasons.iter().map(|reason| (reason.code, reason.vendor_code.as_str())).collect();
        assert_eq!((answer.verdict.accepted, found.as_slice()), (false, &[(code, vendor_code)][..]), "{reason}");
        assert!(answer.documents[0].surname.is_some(), "{reason}");
    }
}

#[track_caller]
fn fails(status: u16, body: &str, code: ErrorCode, vendor_code: Option<&str>) {
    let expected = Error::Vendor {
        vendor: &idsnap::vendors::biometric_kz::VENDOR,
        code,
        status,
        vendor_code: vendor_code.map(str::to_owned),
        id: None,
    };
    // What is wrong with an image is told of the one that the body names.
    let is_image = matches!(code.category(), Category::Image | Category::Document);
    let sides: Vec<&str> = [("frontside", "request.front"), ("backside", "request.back")]
        .into_iter()
        .filter(|(name, _)| is_image && body.to_lowercase().contains(name))
        .map(|(_, field)| field)
        .collect();
    let expected = if let [field] = sides.as_slice() { *expected.of(*field) } else { expected };
    assert_eq!(*parse(status, body).unwrap_err(), expected, "{status} {body}");
}

#[test]
fn a_failure_of_an_image_names_it_in_the_callers_words() {
    for (status, body, field) in [
        (400, r#"{"detail":"Document image at backside_image field is not backside"}"#, Some("request.back")),
        (400, r#"["Document image at frontside_image field is not frontside"]"#, Some("request.front")),
        (400, "Frontside document not found", Some("request.front")),
        (415, r#"{"backside_image":["Not allowed file, valid extensions: .jpg .png .jpeg"]}"#, Some("request.back")),
        (200, r#"{"message":"Document image at backside_image field is not backside"}"#, Some("request.back")),
        (415, r#"{"detail":"Not allowed file, valid extensions: .jpg .png .jpeg"}"#, None),
        (400, r#"{"frontside_image":["Subscription has not started"]}"#, None),
        (500, r#"{"frontside_image":["x"]}"#, None),
    ] {
        let info = ErrorInfo::from(parse(status, body).unwrap_err().as_ref());
        assert_eq!((info.field.as_deref(), info.status), (field, Some(status)), "{body}");
        assert_eq!(info.vendor, Some("biometric_kz"), "{body}");
    }
}

#[test]
fn each_published_text_is_known_in_each_form_of_body() {
    let mut forms = 0;
    for failure in FAILURES {
        let text = failure.text;
        let status = if failure.code == ErrorCode::ImageRejected { 415 } else { 400 };
        for body in [
            format!(r#"{{"detail": "{text}"}}"#),
            format!(r#"{{"message": " {} "}}"#, text.to_uppercase()),
            format!(r#"{{"error": {{"message": "{text}"}}}}"#),
            format!(r#""{text}""#),
            format!(r#"["{text}"]"#),
            format!(r#"{{"frontside_image": ["{text}"]}}"#),
            format!("  {text}\n"),
            format!("<html><body><h1>{text}</h1></body></html>"),
        ] {
            fails(status, &body, failure.code, Some(failure.name));
            forms += 1;
        }
    }
    assert_eq!(forms, 64);
}

#[test]
fn an_unknown_text_is_not_passed_on() {
    fails(400, r#"{"detail": "VYMYSHLENNY 010203999999"}"#, ErrorCode::VendorUnknown, None);
    fails(400, "", ErrorCode::VendorUnknown, None);
    fails(400, "\u{0}", ErrorCode::VendorUnknown, None);
}

#[test]
fn the_status_goes_before_the_text() {
    for (status, code) in [
        (401, ErrorCode::CredentialsRejected),
        (403, ErrorCode::AccessDenied),
        (413, ErrorCode::ImageTooLarge),
        (415, ErrorCode::ImageRejected),
        (429, ErrorCode::RateLimited),
        (500, ErrorCode::VendorUnavailable),
        (502, ErrorCode::VendorUnavailable),
        (504, ErrorCode::VendorTimeout),
    ] {
        fails(status, "<html>bad gateway</html>", code, None);
        fails(status, "Client does not have subscription", code, Some("no_subscription"));
    }
    fails(404, "", ErrorCode::NotFound, None);
    fails(302, "", ErrorCode::VendorUnknown, None);
}

#[test]
fn a_success_without_a_document_is_unreadable() {
    for body in ["", "<html>", "null", "[]", "{}", r#"{"ok": true}"#, r#""text""#] {
        fails(200, body, ErrorCode::AnswerUnreadable, None);
    }
    fails(
        200,
        r#"{"message": "Subscription has not started"}"#,
        ErrorCode::SubscriptionInactive,
        Some("subscription_not_started"),
    );
}

#[test]
fn version_2_keeps_every_field_and_normalizes_those_it_knows() {
    let body = br#"{"last_name": "X", "pages": [{"focus": 0.5}]}"#;
    let reply = BiometricKzProcessDocument::parse(&HttpResponse { status: 200, body }).unwrap();
    let Reply::Ready(answer) = reply else { panic!("pending") };
    assert_eq!(answer.data.fields.keys().collect::<Vec<_>>(), ["last_name", "pages"]);
    assert_eq!(answer.documents[0].surname.as_ref().unwrap().value, "X");
    assert!(answer.documents[0].extra.contains_key("pages"));
    assert!(answer.verdict.accepted);
    let of = |body: &[u8]| BiometricKzProcessDocument::parse(&HttpResponse { status: 200, body });
    let Ok(Reply::Ready(unknown)) = of(br#"{"pages": [1]}"#) else { panic!("no answer") };
    let reasons = [Reason::new(ErrorCode::VendorUnknown, "fields")];
    assert_eq!((unknown.verdict.accepted, unknown.verdict.reasons.as_slice()), (false, &reasons[..]));
    let code = of(br#"{"detail": "Client does not have subscription"}"#).unwrap_err().code();
    assert_eq!(code, ErrorCode::SubscriptionInactive);
}
