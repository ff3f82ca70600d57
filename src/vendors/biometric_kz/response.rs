//! What Biometric.kz answers.

use super::data::{BiometricKzParsedDocument, BiometricKzProcessedDocument, is_failure};
use super::{Failure, document, failure};
use crate::Result;
use crate::document::Check;
use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::against::{Finding, against, is_fault, tell};
use crate::vendors::body::Body;
use crate::vendors::decision::{is_read, is_told, only};
use crate::vendors::{Reason, Reply, Verdict};

pub(super) fn parsed(response: &HttpResponse<'_>) -> Result<Reply<BiometricKzParsedDocument>> {
    read(response).map_err(|error| failure::of_image(error, response.body))
}

fn read(response: &HttpResponse<'_>) -> Result<Reply<BiometricKzParsedDocument>> {
    let body = body(response)?;
    let raw = body.tree();
    if !has_known_field(raw) {
        return Err(without_result(response.status, raw));
    }
    // A published text of a failure, or another fault, where nothing was read beside it.
    if !has_reading(raw) && (told(raw).is_some() || !found(raw).is_empty()) {
        return Err(without_result(response.status, raw));
    }
    let data = BiometricKzParsedDocument::read(raw);
    let (documents, judgement) = (vec![document::normalized(raw, &data)], verdict(raw));
    Ok(body.answer(data, documents, judgement))
}

/// Fields of version 2 are not published: those that have the names of version 1 are read as such. Where there is none,
/// nobody can tell whether the document was accepted.
pub(super) fn processed(response: &HttpResponse<'_>) -> Result<Reply<BiometricKzProcessedDocument>> {
    let body = body(response)?;
    let raw = body.tree();
    let is_plain = |value: &Json| !matches!(value, Json::List(_) | Json::Object(_));
    let is_fault_alone = || raw.entries().iter().all(|(_, value)| is_plain(value)) && !found(raw).is_empty();
    if !has_known_field(raw) && (failure::known(raw).is_some() || is_fault_alone()) {
        return Err(without_result(response.status, raw));
    }
    let documents = vec![document::normalized(raw, &BiometricKzParsedDocument::read(raw))];
    let judgement = verdict(raw);
    let data = BiometricKzProcessedDocument { fields: body.raw().map(|_, value| Some(value.clone())) };
    Ok(body.answer(data, documents, judgement))
}

fn has_known_field(raw: &Json) -> bool {
    document::KEYS.iter().any(|key| raw.get(key).is_some())
}

/// The body of a success, an object with something in it.
fn body(response: &HttpResponse<'_>) -> Result<Body> {
    if !(200..300).contains(&response.status) {
        return Err(failure::of(response));
    }
    match Body::read(response.body) {
        Some(body) if !body.raw().entries().is_empty() => Ok(body),
        _ => {
            let raw = Json::parse(response.body).unwrap_or_default();
            Err(failure::of_body(response.status, &raw, ErrorCode::AnswerUnreadable))
        }
    }
}

/// A success that holds a fault in place of a result, or neither.
fn without_result(status: u16, raw: &Json) -> Box<Error> {
    let is_fault = !found(raw).is_empty();
    let otherwise = if is_fault { ErrorCode::VendorUnknown } else { ErrorCode::AnswerUnreadable };
    failure::of_body(status, raw, otherwise)
}

/// What stands as a failure, wherever the key is repeated; where nothing of the document was read, that is one too.
fn verdict(raw: &Json) -> (Verdict, Vec<Check>) {
    let (mut reasons, mut checks) = (Vec::new(), Vec::new());
    raw.all(REASON).filter(|told| is_failure(told)).for_each(|told| reasons.push(reason(told)));
    if let Some(failure) = told(raw) {
        reasons.push(Reason::new(failure.code, failure.name));
    }
    tell(&found(raw), &mut reasons, &mut checks);
    reasons.extend(document::apart(raw));
    if reasons.is_empty() && !has_known_field(raw) {
        reasons.push(Reason::new(ErrorCode::VendorUnknown, "fields"));
    }
    if reasons.is_empty() && !has_reading(raw) {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "document_number"));
    }
    (Verdict::from_reasons(reasons), checks)
}

/// Where the vendor tells a failure of the document.
const REASON: &str = "failure_reason";

/// The published failure that stands anywhere but in its own place.
fn told(raw: &Json) -> Option<&'static Failure> {
    raw.entries()
        .iter()
        .filter(|(key, _)| !key.eq_ignore_ascii_case(REASON))
        .find_map(|(_, value)| failure::known(value))
}

/// What speaks against the response beside what the vendor documents. Its reason of failure is read as it is documented,
/// and counts wherever else it stands.
fn found(raw: &Json) -> Vec<Finding> {
    let mut found = against(raw, |key| key == "images");
    if raw.all(REASON).any(is_fault) {
        found.retain(|finding| !finding.name.eq_ignore_ascii_case(REASON));
    }
    found
}

/// Whether a field of the document was read. The country is what the caller asked for, and neither an image nor the
/// name of a type is a reading.
fn has_reading(raw: &Json) -> bool {
    let is_none = |key: &str| matches!(key, "country_code" | "images" | REASON | "document_type");
    let fields = document::KEYS.iter().filter(|key| !is_none(key));
    fields.flat_map(|key| raw.all(key)).any(|value| is_read(value, |_| false))
}

/// A text, or the `{type, detail}` of the vendor's webhooks.
fn reason(failure_reason: &Json) -> Reason {
    match failure::known(failure_reason) {
        Some(failure) => Reason::new(failure.code, failure.name),
        None => {
            let inner = match only(failure_reason) {
                inner @ (Json::Text(_) | Json::Object(_)) => inner,
                _ => failure_reason,
            };
            let name = inner.get("type").filter(|name| is_told(name)).unwrap_or(inner).text();
            Reason::new(ErrorCode::DocumentBroken, name.unwrap_or_else(|| "failure_reason".into()))
        }
    }
}
