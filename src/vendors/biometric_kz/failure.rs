//! What the failures of Biometric.kz mean.

use super::{FAILURES, Failure, VENDOR};
use crate::Error;
use crate::document::normalize::contains;
use crate::error::{Category, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;

/// The failure in a response whose status is no success.
///
/// The form of the body is not published, so the text is looked for wherever one can stand: in JSON as well as in
/// plain text or a gateway's HTML.
pub(super) fn of(response: &HttpResponse<'_>) -> Box<Error> {
    let body =
        Json::parse(response.body).unwrap_or_else(|| Json::Text(String::from_utf8_lossy(response.body).into_owned()));
    let undocumented = match response.status {
        400 => ErrorCode::VendorUnknown,
        status => ErrorCode::by_status(status),
    };
    of_body(response.status, &body, undocumented)
}

/// The failure that a body tells by one of the published texts, or else `undocumented`.
///
/// A status that says more than that something is wrong with the request goes before the text.
pub(super) fn of_body(status: u16, body: &Json, undocumented: ErrorCode) -> Box<Error> {
    let known = known(body);
    let code = match (status, known) {
        (401 | 403 | 408 | 413 | 415 | 429 | 500.., _) | (_, None) => undocumented,
        (_, Some(failure)) => failure.code,
    };
    error(status, code, known.map(|failure| failure.name.to_owned()))
}

/// The vendor's names of the sides, in its fields as well as in its texts, and the caller's.
const SIDES: [(&[u8], &str); 2] = [(b"frontside", "request.front"), (b"backside", "request.back")];

/// A failure of an image as that of the one that the body names.
pub(super) fn of_image(error: Box<Error>, body: &[u8]) -> Box<Error> {
    if !matches!(error.code().category(), Category::Image | Category::Document) {
        return error;
    }
    let is_named = |name: &[u8]| body.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name));
    let mut sides = SIDES.iter().filter(|(name, _)| is_named(name));
    match (sides.next(), sides.next()) {
        (Some((_, field)), None) => error.of(*field),
        _ => error,
    }
}

pub(super) fn error(status: u16, code: ErrorCode, vendor_code: Option<String>) -> Box<Error> {
    Error::vendor(&VENDOR, code, status, vendor_code)
}

/// The published failure whose text stands anywhere in `json`, letter case and white space aside.
pub(super) fn known(json: &Json) -> Option<&'static Failure> {
    match json {
        Json::Text(text) => {
            let text = words(text);
            FAILURES.iter().find(|failure| contains(&text, &words(failure.text)))
        }
        Json::List(items) => items.iter().find_map(known),
        Json::Object(entries) => entries.iter().find_map(|(_, value)| known(value)),
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) => None,
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase()
}
