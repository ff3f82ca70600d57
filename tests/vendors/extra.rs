//! Options of a vendor that are newer than this code.

use idsnap::Error;
use idsnap::http::HttpRequest;
use idsnap::input::{self, ImageFile};
use idsnap::vendors::beorg::BeorgAddDocument;
use idsnap::vendors::biometric_kz::{BiometricKzParseDocument, BiometricKzProcessDocument};
use idsnap::vendors::cvs::{CvsCard, CvsCards};
use idsnap::vendors::zoloz::{ZolozAsyncCheckResult, ZolozRecognize};
use idsnap::vendors::{Operation, Properties};

fn build<O: Operation>(json: &str) -> idsnap::Result<HttpRequest> {
    let _: Properties = O::PROPERTIES;
    let image = ImageFile { bytes: vec![0xff, 0xd8, 0xff], mime_type: "image/jpeg".into() };
    O::build(&input::read("request", json.as_bytes(), &[image])?)
}

type Build = fn(&str) -> idsnap::Result<HttpRequest>;

/// A request of each operation, less what is said in its `extra`, and a name that it has itself.
const REQUESTS: [(Build, &str, &str); 9] = [
    (build::<ZolozRecognize>, r#"{"bizId":"b","front":0,"docType":"00000001003","extra":EXTRA}"#, "docType"),
    (
        build::<ZolozRecognize>,
        r#"{"bizId":"b","front":0,"docType":"00000001003","productConfig":{"extra":EXTRA}}"#,
        "spoofMode",
    ),
    (build::<ZolozAsyncCheckResult>, r#"{"transactionId":"t","extra":EXTRA}"#, "transactionId"),
    (build::<BeorgAddDocument>, r#"{"documents":[{"image":0,"type":"A"}],"extra":EXTRA}"#, "images"),
    (build::<BeorgAddDocument>, r#"{"documents":[{"image":0,"type":"A","options":{"extra":EXTRA}}]}"#, "stages"),
    (build::<BiometricKzParseDocument>, r#"{"front":0,"countryCode":"kz","extra":EXTRA}"#, "country_code"),
    (build::<BiometricKzProcessDocument>, r#"{"files":[0],"extra":EXTRA}"#, "file"),
    (build::<CvsCard>, r#"{"image":0,"extra":EXTRA}"#, "img"),
    (
        build::<CvsCards>,
        r#"{"form":"url","frontUrl":"https://a.b/","backUrl":"https://a.b/","extra":EXTRA}"#,
        "format_type",
    ),
];

#[test]
fn an_option_is_passed_on_by_its_name() {
    for (build, json, _) in REQUESTS {
        let http = build(&json.replace("EXTRA", r#"{"laterOption":"v 1"}"#)).unwrap();
        let body = String::from_utf8_lossy(http.body.as_deref().unwrap_or_default()).into_owned();
        let found = [r#""laterOption":"v 1""#, "name=\"laterOption\"\r\n\r\nv 1\r\n", "&laterOption=v%201"];
        assert!(
            found.iter().any(|text| body.contains(text) || http.path.ends_with(text)),
            "{json}: {} {body}",
            http.path
        );
        let without = build(&json.replace("EXTRA", "{}")).unwrap();
        assert!(!format!("{} {:?}", without.path, without.body).contains("extra"), "{json}");
    }
}

#[test]
fn what_is_no_option_is_refused_by_name() {
    for (build, json, own) in REQUESTS {
        let refused = |extra: &str| build(&json.replace("EXTRA", extra)).unwrap_err();
        assert!(refused(&format!(r#"{{"{own}":1}}"#)).to_string().contains(&format!("extra.{own}")), "{json}");
        assert!(refused(r#"{"later":1,"later":2}"#).to_string().contains("extra.later"), "{json}");
        assert!(refused("[]").to_string().contains("extra: found an array, expected an object"), "{json}");
        for name in ["", "a b", "a\\\"", "ä", &"a".repeat(65)] {
            let error = refused(&format!(r#"{{"{name}":1}}"#)).to_string();
            assert!(error.contains("a name of another form"), "{json} {name}: {error}");
        }
        for secret in
            ["api_key", "API-Secret", "Authorization", "password", "token", "sessionToken", "machine_uid", "Client-Id"]
        {
            let error = refused(&format!(r#"{{"{secret}":"s"}}"#));
            assert!(matches!(*error, Error::SecretInRequest { .. }), "{json} {secret}: {error}");
        }
    }
}

#[test]
fn a_form_and_an_address_hold_texts_alone() {
    for (build, json, _) in REQUESTS.into_iter().skip(5) {
        let error = build(&json.replace("EXTRA", r#"{"later":[1]}"#)).unwrap_err().to_string();
        let expected = "request.extra.later: found another value, expected a string, a number or a boolean";
        assert_eq!(error, expected, "{json}");
    }
}
