//! What CVS answers, typed.

use super::item::{CvsItem, code, fill, only};
use super::checks::sides;
use super::{ERROR_CODES, VENDOR, WARNINGS, document};
use crate::Result;
use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::decision::Decision;
use crate::vendors::{Answer, Reason, Reply, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

/// What each operation answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CvsData {
    /// `0` for success.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// The vendor's id of the call; not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// `Exception`; not documented.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
    /// What was read, in the vendor's order, which says nothing of front and back: look at `type`.
    pub items: Vec<CvsItem>,
    /// What is not known here, or has another type than documented, unchanged.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>"))]
    pub extra: BTreeMap<String, Json>,
}

/// The response. `one_card` tells that the caller sent both sides of one card.
pub(super) fn reply(response: &HttpResponse<'_>, one_card: bool) -> Result<Reply<CvsData>> {
    let failed = !(200..300).contains(&response.status);
    let json = Json::parse(response.body).filter(|json| matches!(json, Json::Object(_)));
    let Some(raw) = json else {
        return Err(match failed {
            true => Error::by_status(&VENDOR, response.status, None),
            false => failure(ErrorCode::AnswerUnreadable, response.status, None),
        });
    };
    let data = read(&raw);
    refuse_failure(&raw, &data, response.status)?;
    let verdict = Verdict::from_reasons(reasons(&data, one_card));
    let documents = document::normalized(&data.items, one_card);
    Ok(Reply::Ready(Answer { raw, data, documents, checks: Vec::new(), verdict }))
}

fn refuse_failure(raw: &Json, data: &CvsData, status: u16) -> Result<()> {
    // What cannot be read is no 0, and where the code is repeated, the one that is no 0 counts.
    let told = raw.all("errorCode").filter(|code| **code != Json::Null);
    let codes: Vec<String> = told.map(|value| code(only(value)).unwrap_or_else(|| "errorCode".into())).collect();
    let vendor_code = codes.into_iter().find(|code| !matches!(code.as_str(), "0" | ""));
    let has_data = raw.get("data").is_some();
    if let Some(vendor_code) = &vendor_code {
        let known = ERROR_CODES.iter().find(|(code, _)| code == vendor_code);
        if let Some((_, code)) = known {
            return Err(failure(*code, status, Some(vendor_code.clone())));
        }
    }
    match (200..300).contains(&status) {
        false => Err(Error::by_status(&VENDOR, status, vendor_code)),
        true if vendor_code.is_some() => Err(failure(ErrorCode::VendorUnknown, status, vendor_code)),
        true if data.exception.is_some() && data.items.is_empty() => {
            Err(failure(ErrorCode::VendorUnavailable, status, Some("Exception".into())))
        }
        true if data.error_code.is_none() && !has_data => Err(failure(ErrorCode::AnswerUnreadable, status, None)),
        true => Ok(()),
    }
}

fn failure(code: ErrorCode, status: u16, vendor_code: Option<String>) -> Box<Error> {
    Error::vendor(&VENDOR, code, status, vendor_code)
}

fn read(raw: &Json) -> CvsData {
    let mut data = CvsData::default();
    for (key, value) in raw.entries() {
        let placed = match key.to_ascii_lowercase().as_str() {
            "errorcode" => fill(&mut data.error_code, code(only(value)).filter(|code| !code.is_empty())),
            "errormessage" => fill(&mut data.error_message, value.text()),
            "transactionid" => fill(&mut data.transaction_id, value.text()),
            "exception" => blank(value) || fill(&mut data.exception, value.text()),
            "data" => items(&mut data.items, value),
            _ => false,
        };
        if !placed && *value != Json::Null {
            data.extra.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    data
}

/// `data` is an array, or the item itself. Arrays inside the array are looked into, for the shape of a response to a
/// PDF of several pages is not documented.
fn items(items: &mut Vec<CvsItem>, value: &Json) -> bool {
    match value {
        Json::List(list) => {
            for item in list {
                self::items(items, item);
            }
            true
        }
        Json::Object(entries) => {
            if !entries.is_empty() {
                items.push(CvsItem::read(value));
            }
            true
        }
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) | Json::Text(_) => blank(value),
    }
}

fn blank(value: &Json) -> bool {
    value.text().is_none_or(|text| text.trim().is_empty())
}

/// What the vendor found against the documents, and what speaks against them as the sides of one card.
fn reasons(data: &CvsData, one_card: bool) -> Vec<Reason> {
    if data.items.is_empty() {
        return vec![Reason::new(ErrorCode::DocumentNotFound, data.error_code.as_deref().unwrap_or("data"))];
    }
    let mut reasons: Vec<Reason> = Vec::new();
    for reason in data.items.iter().flat_map(of_item).chain(sides(&data.items).filter(|_| one_card)) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

fn of_item(item: &CvsItem) -> Vec<Reason> {
    let known = |code| WARNINGS.iter().find(|(known, ..)| *known == code);
    let published = |code| known(code).map_or(ErrorCode::VendorUnknown, |(.., published)| *published);
    let mut reasons: Vec<Reason> = item.warnings().map(|code| Reason::new(published(code), code)).collect();
    match item.decision {
        Some(Decision::Failed) if reasons.is_empty() => reasons.push(Reason::new(ErrorCode::DocumentBroken, "valid")),
        Some(Decision::Unreadable) => reasons.push(Reason::new(ErrorCode::VendorUnknown, "valid")),
        Some(Decision::Failed | Decision::Passed) | None => {}
    }
    if reasons.is_empty() && !item.is_read {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "info"));
    }
    reasons
}
