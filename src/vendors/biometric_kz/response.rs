//! What Biometric.kz answers.

use super::data::{BiometricKzParsedDocument, BiometricKzProcessedDocument, is_failure};
use super::{document, failure};
use crate::Result;
use crate::error::ErrorCode;
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::decision::{against, is_read, is_told, only};
use crate::vendors::{Answer, Reason, Reply, Verdict};

pub(super) fn parsed(response: &HttpResponse<'_>) -> Result<Reply<BiometricKzParsedDocument>> {
    let raw = body(response)?;
    if !document::KEYS.iter().any(|key| raw.get(key).is_some()) {
        return Err(failure::of_body(response.status, &raw, ErrorCode::AnswerUnreadable));
    }
    refuse_fault(&raw, response.status)?;
    let data = BiometricKzParsedDocument::read(&raw);
    let verdict = verdict(&raw);
    let documents = vec![document::normalized(&raw, &data)];
    Ok(Reply::Ready(Answer { raw, data, documents, checks: Vec::new(), verdict }))
}

/// A published text of a failure in a success, where nothing was read beside it.
fn refuse_fault(raw: &Json, status: u16) -> Result<()> {
    let told = raw.entries().iter().filter(|(key, _)| !key.eq_ignore_ascii_case("failure_reason"));
    let is_fault = !has_reading(raw) && told.map(|(_, value)| value).any(|value| failure::known(value).is_some());
    if is_fault { Err(failure::of_body(status, raw, ErrorCode::AnswerUnreadable)) } else { Ok(()) }
}

/// Fields of version 2 are not published: those that have the names of version 1 are read as such. Where there is none,
/// nobody can tell whether the document was accepted.
pub(super) fn processed(response: &HttpResponse<'_>) -> Result<Reply<BiometricKzProcessedDocument>> {
    let raw = body(response)?;
    let has_known_field = document::KEYS.iter().any(|key| raw.get(key).is_some());
    if !has_known_field && failure::known(&raw).is_some() {
        return Err(failure::of_body(response.status, &raw, ErrorCode::AnswerUnreadable));
    }
    let named_alike = BiometricKzParsedDocument::read(&raw);
    let verdict = match has_known_field {
        true => verdict(&raw),
        false => Verdict { accepted: false, reasons: found_against(&raw) },
    };
    let documents = vec![document::normalized(&raw, &named_alike)];
    let data = BiometricKzProcessedDocument { fields: raw.map(|_, value| Some(value.clone())) };
    Ok(Reply::Ready(Answer { raw, data, documents, checks: Vec::new(), verdict }))
}

/// The body of a success, an object with something in it.
fn body(response: &HttpResponse<'_>) -> Result<Json> {
    if !(200..300).contains(&response.status) {
        return Err(failure::of(response));
    }
    let unreadable = || failure::error(response.status, ErrorCode::AnswerUnreadable, None);
    let raw = Json::parse(response.body).ok_or_else(unreadable)?;
    if raw.entries().is_empty() {
        return Err(failure::of_body(response.status, &raw, ErrorCode::AnswerUnreadable));
    }
    Ok(raw)
}

/// What stands as a failure, wherever the key is repeated; where nothing of the document was read, that is one too.
fn verdict(raw: &Json) -> Verdict {
    let mut reasons = found_against(raw);
    if reasons.is_empty() && !has_reading(raw) {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "document_number"));
    }
    Verdict::from_reasons(reasons)
}

fn found_against(raw: &Json) -> Vec<Reason> {
    let failures = raw.all("failure_reason").filter(|reason| is_failure(reason));
    let mut reasons: Vec<Reason> = failures.map(reason).collect();
    reasons.extend(against(raw, &[]).map(|name| Reason::new(ErrorCode::VendorUnknown, name)));
    reasons.extend(document::apart(raw));
    reasons
}

/// Whether a field of the document was read. The country is what the caller asked for, and neither an image nor the
/// name of a type is a reading.
fn has_reading(raw: &Json) -> bool {
    let is_none = |key: &str| matches!(key, "country_code" | "images" | "failure_reason" | "document_type");
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
