//! What Acme responds.

use super::{VENDOR, document};
use crate::Result;
use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::body::Body;
use crate::vendors::{Reason, Reply, Verdict};
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
    let body = body(response)?;
    let data = AcmeSubmission { card: text(body.tree(), "card", response.status)? };
    Ok(body.answer(data, Vec::new(), (Verdict::pending("card"), Vec::new())))
}

pub(super) fn read(response: &HttpResponse<'_>) -> Result<Reply<AcmeCard>> {
    let body = body(response)?;
    if response.status == 202 {
        return Ok(Reply::Pending { id: None });
    }
    let field = |key| text(body.tree(), key, response.status);
    let (card, state) = (field("card")?, field("state")?);
    let torn = (state != "read").then(|| Reason::new(ErrorCode::DocumentBroken, state.clone()));
    let data = AcmeCard { card, state };
    let documents = vec![document::normalized(&data)];
    let verdict = Verdict::from_reasons(torn.into_iter().collect());
    Ok(body.answer(data, documents, (verdict, Vec::new())))
}

fn body(response: &HttpResponse<'_>) -> Result<Body> {
    match Body::read(response.body) {
        Some(body) if response.status < 300 => Ok(body),
        _ => Err(Error::by_status(&VENDOR, response.status, None)),
    }
}

fn text(json: &Json, key: &str, status: u16) -> Result<String> {
    let unreadable = || Error::vendor(&VENDOR, ErrorCode::AnswerUnreadable, status, None);
    json.get(key).and_then(Json::text).ok_or_else(unreadable)
}
