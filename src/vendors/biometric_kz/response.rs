//! What Biometric.kz answers.

use super::data::{BiometricKzParsedDocument, BiometricKzProcessedDocument, is_failure};
use super::{document, failure};
use crate::Result;
use crate::error::ErrorCode;
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::decision::has_text;
use crate::vendors::{Answer, Reason, Reply, Verdict};

pub(super) fn parsed(response: &HttpResponse<'_>) -> Result<Reply<BiometricKzParsedDocument>> {
    let raw = body(response)?;
    if !document::KEYS.iter().any(|key| raw.get(key).is_some()) {
        return Err(failure::of_body(response.status, &raw, ErrorCode::AnswerUnreadable));
    }
    let data = BiometricKzParsedDocument::read(&raw);
    let verdict = verdict(&raw);
    let documents = vec![document::normalized(&raw, &data)];
    Ok(Reply::Ready(Answer { raw, data, documents, checks: Vec::new(), verdict }))
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
    let mut verdict = verdict(&raw);
    verdict.accepted &= has_known_field;
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
    let failures = raw.all("failure_reason").filter(|reason| is_failure(reason));
    let mut reasons: Vec<Reason> = failures.map(reason).collect();
    if reasons.is_empty() && !is_read(raw) {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "document_number"));
    }
    Verdict::from_reasons(reasons)
}

/// Whether a field of the document was read. The country is what the caller asked for, and images are no reading.
fn is_read(raw: &Json) -> bool {
    let fields = document::KEYS.iter().filter(|key| !matches!(**key, "country_code" | "images" | "failure_reason"));
    fields.flat_map(|key| raw.all(key)).any(|value| has_text(value, &[]))
}

/// A text, or the `{type, detail}` of the vendor's webhooks.
fn reason(failure_reason: &Json) -> Reason {
    match failure::known(failure_reason) {
        Some(failure) => Reason::new(failure.code, failure.name),
        None => {
            let name = failure_reason.get("type").unwrap_or(failure_reason).text();
            Reason::new(ErrorCode::DocumentBroken, name.unwrap_or_else(|| "failure_reason".into()))
        }
    }
}
