//! What Beorg answers.

use super::data::{BeorgDocument, BeorgResult, BeorgSubmission};
use super::{
    FAILURES_BY_STATUS, FAILURES_BY_TYPE, STATUS_PENDING, VENDOR, checks, document, is_document_id, is_number,
};
use crate::error::ErrorCode;
use crate::http::HttpResponse;
use crate::json::Json;
use crate::document::normalize::is_blank;
use crate::vendors::decision::{Decision, has_text};
use crate::vendors::{Answer, Reason, Reply, Verdict};
use crate::{Error, Result};

/// A submission is answered with an id alone: there is no document and no verdict yet.
pub(super) fn submission(response: &HttpResponse<'_>) -> Result<Reply<BeorgSubmission>> {
    let raw = body(response)?;
    let document_id = raw.get("document_id").and_then(Json::text).filter(|id| is_document_id(id));
    let document_id = document_id.ok_or_else(|| without_result(response.status, &raw))?;
    let data = BeorgSubmission { document_id };
    Ok(Reply::Ready(Answer { raw, data, documents: Vec::new(), checks: Vec::new(), verdict: Verdict::default() }))
}

/// A success without documents is as little ready as status 425, if it names the submission and tells of no fault.
pub(super) fn result(response: &HttpResponse<'_>) -> Result<Reply<BeorgResult>> {
    if response.status == STATUS_PENDING {
        return Ok(Reply::Pending { id: Json::parse(response.body).as_ref().and_then(document_id) });
    }
    let raw = body(response)?;
    let Some(data) = BeorgResult::read(&raw) else {
        return match (fault(&raw), document_id(&raw)) {
            (None, Some(id)) => Ok(Reply::Pending { id: Some(id) }),
            _ => Err(without_result(response.status, &raw)),
        };
    };
    let read: Vec<_> = BeorgResult::items(&raw).into_iter().zip(&data.documents).collect();
    let mut reasons: Vec<Reason> = read.iter().flat_map(|(item, document)| reasons(item, document)).collect();
    if reasons.is_empty() && !read.iter().all(|(item, _)| is_told(item)) {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "data"));
    }
    let documents = read.iter().map(|(item, document)| document::normalized(item, document)).collect();
    let verdict = Verdict::from_reasons(reasons);
    Ok(Reply::Ready(Answer { raw, data, documents, checks: Vec::new(), verdict }))
}

/// Whether something was read of a document, or a stage that reads nothing told its result.
fn is_told(item: &Json) -> bool {
    item.all("data").any(|data| has_text(data, &["HasPhoto", "HasOwnerSignature"])) || checks::has_stage(item)
}

/// The body of a success, an object.
fn body(response: &HttpResponse<'_>) -> Result<Json> {
    if !(200..300).contains(&response.status) {
        return Err(failure(response.status, &Json::parse(response.body).unwrap_or_default()));
    }
    let unreadable = || error(response.status, ErrorCode::AnswerUnreadable, None);
    Json::parse(response.body).filter(|raw| matches!(raw, Json::Object(_))).ok_or_else(unreadable)
}

fn document_id(raw: &Json) -> Option<String> {
    raw.get("document_id").and_then(Json::text).filter(|id| is_document_id(id))
}

fn failure(status: u16, body: &Json) -> Box<Error> {
    let fault = fault(body);
    let id = fault.and_then(|fault| fault.get("data")?.get("questionary_id")?.text());
    if status == 409 {
        return error(status, ErrorCode::DocumentAlreadySubmitted, id.filter(|id| is_document_id(id) || is_number(id)));
    }
    let name = fault.and_then(name);
    let by_type = FAILURES_BY_TYPE.iter().find(|(known, _)| name.as_deref() == Some(known)).map(|(_, code)| *code);
    let by_status = FAILURES_BY_STATUS.iter().find(|(known, _)| *known == status).map(|(_, code)| *code);
    let code = by_type.or(by_status).unwrap_or_else(|| ErrorCode::by_status(status));
    error(status, code, name)
}

/// A success that holds a fault in place of a result, or neither.
fn without_result(status: u16, raw: &Json) -> Box<Error> {
    let name = fault(raw).and_then(name);
    let by_type = FAILURES_BY_TYPE.iter().find(|(known, _)| name.as_deref() == Some(known)).map(|(_, code)| *code);
    let otherwise = if fault(raw).is_some() { ErrorCode::VendorUnknown } else { ErrorCode::AnswerUnreadable };
    error(status, by_type.unwrap_or(otherwise), name)
}

/// The vendor has its faults under `errors` in one response and under `error` in another.
fn fault(body: &Json) -> Option<&Json> {
    let faults = ["errors", "error"].into_iter().flat_map(|key| body.all(key));
    let mut faults = faults.flat_map(|fault| match fault {
        Json::List(items) => items.as_slice(),
        other => core::slice::from_ref(other),
    });
    faults.find(|fault| match fault {
        Json::Null | Json::Bool(false) => false,
        Json::Object(entries) => !entries.is_empty(),
        Json::List(items) => !items.is_empty(),
        Json::Text(text) => !is_blank(text),
        Json::Bool(true) | Json::Integer(_) | Json::Number(_) => true,
    })
}

/// A fault's type, where it is a plain name: a text could hold personal data.
fn name(fault: &Json) -> Option<String> {
    let plain = |text: &str| text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    ["type", "code"].iter().find_map(|key| fault.get(key)?.text()).filter(|name| !name.is_empty() && plain(name))
}

fn error(status: u16, code: ErrorCode, vendor_code: Option<String>) -> Box<Error> {
    Error::vendor(&VENDOR, code, status, vendor_code)
}

/// What the vendor found against a document: that it is broken, and each check that failed or cannot be read.
fn reasons(item: &Json, document: &BeorgDocument) -> Vec<Reason> {
    let told: Vec<Decision> = item.all("broken").filter_map(Decision::read).collect();
    let texts: Vec<&String> = document.broken_reasons.iter().filter(|text| !is_blank(text)).collect();
    let russian = document.broken_reasons_ru.iter().filter(|text| !is_blank(text));
    let texts = if texts.is_empty() { russian.collect() } else { texts };
    let mut reasons: Vec<Reason> = Vec::new();
    // A yes is against the document here, and reasons without a yes or no are one.
    if told.contains(&Decision::Passed) || (told.is_empty() && !texts.is_empty()) {
        reasons.extend(texts.iter().map(|text| Reason::new(ErrorCode::DocumentBroken, text.as_str())));
        if reasons.is_empty() {
            reasons.push(Reason::new(ErrorCode::DocumentBroken, "broken"));
        }
    } else if told.contains(&Decision::Unreadable) {
        reasons.push(Reason::new(ErrorCode::VendorUnknown, "broken"));
    }
    reasons.extend(checks::reasons(item));
    reasons
}
