//! What Acme responds.

use super::{VENDOR, document};
use crate::Result;
use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::{Answer, Reason, Reply, Verdict};
use serde::Serialize;

/// A card that was submitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct AcmeSubmission {
    /// What to ask for.
    pub card: String,
}

/// A card that was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct AcmeCard {
    /// Its id.
    pub card: String,
    /// `read` or `torn`.
    pub state: String,
}

pub(super) fn submitted(response: &HttpResponse<'_>) -> Result<Reply<AcmeSubmission>> {
    let raw = body(response)?;
    let data = AcmeSubmission { card: text(&raw, "card", response.status)? };
    Ok(Reply::Ready(Answer { raw, data, documents: Vec::new(), checks: Vec::new(), verdict: Verdict::default() }))
}

pub(super) fn read(response: &HttpResponse<'_>) -> Result<Reply<AcmeCard>> {
    let raw = body(response)?;
    if response.status == 202 {
        return Ok(Reply::Pending { id: None });
    }
    let (card, state) = (text(&raw, "card", response.status)?, text(&raw, "state", response.status)?);
    let torn = (state != "read").then(|| Reason::new(ErrorCode::DocumentBroken, state.clone()));
    let data = AcmeCard { card, state };
    let documents = vec![document::normalized(&data)];
    let verdict = Verdict::from_reasons(torn.into_iter().collect());
    Ok(Reply::Ready(Answer { raw, data, documents, checks: Vec::new(), verdict }))
}

fn body(response: &HttpResponse<'_>) -> Result<Json> {
    match Json::parse(response.body) {
        Some(json) if response.status < 300 => Ok(json),
        _ => Err(Error::by_status(&VENDOR, response.status, None)),
    }
}

fn text(json: &Json, key: &str, status: u16) -> Result<String> {
    let unreadable = || Error::vendor(&VENDOR, ErrorCode::AnswerUnreadable, status, None);
    json.get(key).and_then(Json::text).ok_or_else(unreadable)
}
