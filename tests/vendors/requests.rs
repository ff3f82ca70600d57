//! Any JSON in the place of a request is read or refused, and what is read is built or refused.

use idsnap::input;
use idsnap::input::ImageFile;
use idsnap::json::Json;
use idsnap::vendors::{Operation, beorg, biometric_kz, cvs, zoloz};
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "bizId",
    "front",
    "back",
    "docType",
    "autoDocTypes",
    "00000001003",
    "productConfig",
    "consistencyCheck",
    "pageInfoCheck",
    "type",
    "name",
    "commonConsistencyCheck",
    "mrzVisualConsistencyCheck",
    "passportCountryCheck",
    "details",
    "valueRange",
    "NAME",
    "transactionId",
    "body",
    "documents",
    "image",
    "options",
    "stages",
    "relation",
    "documentId",
    "s-1",
    "countryCode",
    "kz",
    "files",
    "form",
    "url",
    "frontUrl",
    "backUrl",
    "imageUrl",
    "https://a.b/",
];

/// Whether the request was read.
fn built<O: Operation>(json: &[u8]) -> bool {
    let image = ImageFile { bytes: vec![0xFF, 0xD8, 0xFF], mime_type: "image/jpeg".into() };
    let request = input::read::<O::Request>("request", json, &[image]);
    request.map(|request| _ = O::build(&request)).is_ok()
}

fn all_built(json: &[u8]) -> [bool; 10] {
    [
        built::<zoloz::ZolozRecognize>(json),
        built::<zoloz::ZolozAsyncCheckResult>(json),
        built::<zoloz::ZolozAuthenticationTest>(json),
        built::<beorg::BeorgAddDocument>(json),
        built::<beorg::BeorgGetResult>(json),
        built::<biometric_kz::BiometricKzParseDocument>(json),
        built::<biometric_kz::BiometricKzProcessDocument>(json),
        built::<cvs::CvsCards>(json),
        built::<cvs::CvsCard>(json),
        built::<cvs::CvsOcrCard>(json),
    ]
}

#[test]
fn a_request_of_each_operation_is_read() {
    let mut read = [false; 10];
    for json in [
        r#"{"bizId": "b", "front": 0}"#,
        r#"{"transactionId": "t"}"#,
        r#"{"body": {}}"#,
        r#"{"documents": []}"#,
        r#"{"documentId": "s-1"}"#,
        r#"{"countryCode": "kz"}"#,
        r#"{"files": [0]}"#,
        r#"{"front": 0, "back": 0}"#,
        r#"{"image": 0}"#,
    ] {
        read = core::array::from_fn(|index| read[index] || all_built(json.as_bytes())[index]);
    }
    assert_eq!(read, [true; 10]);
}

/// A request of some of the keys that exist, in which anything stands.
fn request() -> impl Strategy<Value = Json> {
    let key = proptest::sample::select(WORDS).prop_map(str::to_owned);
    proptest::collection::vec((key, crate::arbitrary::json(WORDS)), 0..4).prop_map(Json::Object)
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(json in any::<Vec<u8>>()) {
        all_built(&json);
    }

    #[test]
    fn any_json_is_read_or_refused(any in crate::arbitrary::json(WORDS), request in request()) {
        all_built(&serde_json::to_vec(&any).unwrap());
        all_built(&serde_json::to_vec(&request).unwrap());
    }
}
