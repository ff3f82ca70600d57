//! What Beorg answers.

use super::data::{BeorgResult, BeorgSubmission, is_empty};
use super::{
    FAILURES_BY_STATUS, FAILURES_BY_TYPE, STATUS_PENDING, VENDOR, checks, document, is_document_id, is_number,
};
use crate::document::{Check, DocumentKind};
use crate::error::ErrorCode;
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::body::Body;
use crate::vendors::decision::{Decision, is_read, is_told, only};
use crate::vendors::{Reason, Reply, Verdict};
use crate::{Error, Result};

/// A submission is answered with an id alone: there is no document and no verdict yet.
pub(super) fn submission(response: &HttpResponse<'_>) -> Result<Reply<BeorgSubmission>> {
    submitted(response).map_err(|error| error.beside(Json::parse(response.body).as_ref().and_then(named)))
}

fn submitted(response: &HttpResponse<'_>) -> Result<Reply<BeorgSubmission>> {
    let body = body(response)?;
    let id = document_id(body.tree()).filter(|_| !is_fault(body.tree()));
    let document_id = id.ok_or_else(|| without_result(response.status, body.tree()))?;
    let data = BeorgSubmission { document_id };
    Ok(body.answer(data, Vec::new(), (Verdict::pending("document_id"), Vec::new())))
}

/// A success without documents is as little ready as status 425, if it names the submission and tells of no fault.
pub(super) fn result(response: &HttpResponse<'_>) -> Result<Reply<BeorgResult>> {
    if response.status == STATUS_PENDING {
        return Ok(Reply::Pending { id: Json::parse(response.body).as_ref().and_then(document_id) });
    }
    let body = body(response)?;
    let raw = body.tree();
    let items = BeorgResult::items(raw);
    if items.is_empty() {
        let is_under_way = raw.all("documents").all(is_empty) && !is_fault(raw);
        let id = document_id(raw).filter(|_| is_under_way);
        let id = id.ok_or_else(|| without_result(response.status, raw))?;
        return Ok(Reply::Pending { id: Some(id) });
    }
    let data = BeorgResult::read(raw, &items);
    let (verdict, checks) = verdict(raw, &items);
    let documents = items.iter().zip(&data.documents).map(|(item, document)| document::normalized(item, document));
    let documents = documents.collect();
    Ok(body.answer(data, documents, (verdict, checks)))
}

/// What the vendor found against each document, and what the response tells beside them.
fn verdict(raw: &Json, items: &[&Json]) -> (Verdict, Vec<Check>) {
    let at_the_top = items.iter().any(|item| core::ptr::eq(*item, raw));
    let beside = if at_the_top { Vec::new() } else { judgement(raw) };
    let mut reasons: Vec<Reason> = items.iter().flat_map(|item| judgement(item)).chain(beside).collect();
    // An entry that is no document tells nothing of one.
    if reasons.is_empty() && !items.iter().all(|item| is_told_of(item)) {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "data"));
    }
    (Verdict::from_reasons(reasons), if at_the_top { Vec::new() } else { checks::of(raw) })
}

/// Whether something was read of a document, or a stage passed on an image that has no fields, as that of a face.
fn is_told_of(item: &Json) -> bool {
    let has_fields = item.all("data").any(|data| !data.entries().is_empty())
        || item.all("type").any(|name| document::kind(only(name).text().as_deref()) != DocumentKind::Other);
    item.all("data").any(|data| is_read(data, is_flag)) || (!has_fields && checks::has_stage(item))
}

/// Keys of `data` that tell a flag and no text of the document.
fn is_flag(key: &str) -> bool {
    matches!(key, "hasphoto" | "hasownersignature")
}

/// The body of a success, an object.
fn body(response: &HttpResponse<'_>) -> Result<Body> {
    if !(200..300).contains(&response.status) {
        return Err(failure(response.status, &Json::parse(response.body).unwrap_or_default()));
    }
    let unreadable = || error(response.status, ErrorCode::AnswerUnreadable, None);
    Body::read(response.body).ok_or_else(unreadable)
}

fn document_id(raw: &Json) -> Option<String> {
    raw.get("document_id").and_then(Json::text).filter(|id| is_document_id(id))
}

/// The id that a response names beside a failure: that of the submission, or of an earlier one of the same image.
fn named(raw: &Json) -> Option<String> {
    document_id(raw).or_else(|| earlier(raw).filter(|id| is_document_id(id)))
}

/// The id of an earlier submission of the same image.
fn earlier(body: &Json) -> Option<String> {
    fault(body)?.get("data")?.get("questionary_id")?.text()
}

fn failure(status: u16, body: &Json) -> Box<Error> {
    let fault = fault(body);
    if status == 409 {
        let id = earlier(body).filter(|id| is_document_id(id) || is_number(id));
        return error(status, ErrorCode::DocumentAlreadySubmitted, id);
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
    let otherwise = if is_fault(raw) { ErrorCode::VendorUnknown } else { ErrorCode::AnswerUnreadable };
    error(status, by_type.unwrap_or(otherwise), name)
}

/// Whether a response tells of a fault, in a documented form or another.
fn is_fault(raw: &Json) -> bool {
    fault(raw).is_some() || !checks::found(raw).is_empty()
}

/// The vendor has its faults under `errors` in one response and under `error` in another.
fn fault(body: &Json) -> Option<&Json> {
    let faults = ["errors", "error"].into_iter().flat_map(|key| body.all(key));
    let mut faults = faults.flat_map(|fault| match fault {
        Json::List(items) => items.as_slice(),
        other => core::slice::from_ref(other),
    });
    faults.find(|fault| is_told(fault))
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
fn judgement(item: &Json) -> Vec<Reason> {
    // A yes is against the document here.
    let broken = item.all("broken").filter_map(Decision::read_flag).reduce(Decision::likelier);
    let english: Vec<String> = reasons(item, "broken_reasons");
    let texts = if english.is_empty() { reasons(item, "broken_reasons_ru") } else { english };
    let mut found: Vec<Reason> = Vec::new();
    if broken == Some(Decision::Passed) || !texts.is_empty() {
        found.extend(texts.into_iter().map(|text| Reason::new(ErrorCode::DocumentBroken, text)));
        if found.is_empty() {
            found.push(Reason::new(ErrorCode::DocumentBroken, "broken"));
        }
    } else if broken == Some(Decision::Unreadable) {
        found.push(Reason::new(ErrorCode::VendorUnknown, "broken"));
    }
    found.extend(checks::reasons(item));
    found
}

/// The texts of a list of reasons; its key for a reason that is no text.
fn reasons(item: &Json, key: &str) -> Vec<String> {
    let values = item.all(key).flat_map(|value| match value {
        Json::List(items) => items.as_slice(),
        other => core::slice::from_ref(other),
    });
    let told = values.filter(|value| is_told(value));
    told.map(|value| value.text().unwrap_or_else(|| key.to_owned())).collect()
}
