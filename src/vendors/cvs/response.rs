//! What CVS answers, typed.

use super::checks::sides;
use super::item::{CvsItem, code, fill};
use super::{ERROR_CODES, VENDOR, WARNINGS, document};
use crate::Result;
use crate::document::normalize::is_blank;
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::against::{Finding, against, is_one, tell};
use crate::vendors::body::Body;
use crate::vendors::decision::{Decision, is_told, only};
use crate::vendors::{Reason, Reply, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

/// What each operation answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CvsData {
    /// `0` for success.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(type = r#""0" | "1" | "2" | "3" | "4" | "5" | "6" | (string & {})"#, optional)
    )]
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

/// What a response answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Both sides of one card.
    Cards,
    /// One side, or a PDF.
    Card,
    /// Documents whose validity is not judged.
    Ocr,
}

/// The response to what was asked.
pub(super) fn reply(response: &HttpResponse<'_>, asked: Asked) -> Result<Reply<CvsData>> {
    let failed = !(200..300).contains(&response.status);
    let Some(body) = Body::read(response.body) else {
        return Err(match failed {
            true => Error::by_status(&VENDOR, response.status, None),
            false => failure(ErrorCode::AnswerUnreadable, response.status, None),
        });
    };
    let raw = body.tree();
    let mut data = read(raw);
    refuse_failure(raw, &data, response.status)?;
    let one_card = asked == Asked::Cards;
    if one_card {
        // No PDF and no second document can be there, so that the vendor has to judge.
        let unjudged = data.items.iter_mut().filter(|item| item.judged.warnings.is_empty());
        unjudged.for_each(|item| _ = item.judged.required.get_or_insert(Decision::Unreadable));
    }
    let (mut beside, mut checks) = (Vec::new(), Vec::new());
    tell(&found(raw), &mut beside, &mut checks);
    if let Some(apart) = sides(&data.items).filter(|_| one_card) {
        let status = CheckStatus::from_flag(if apart.code == ErrorCode::VendorUnknown { None } else { Some(false) });
        checks.push(Check::new(CheckKind::Consistency, status, apart.vendor_code.as_str()));
        beside.push(apart);
    }
    let verdict = Verdict::from_reasons(reasons(raw, &data, asked, beside));
    let documents = document::normalized(&data.items, one_card);
    Ok(body.answer(data, documents, (verdict, checks)))
}

/// What speaks against the response beside what the vendor documents, less its items.
fn found(raw: &Json) -> Vec<Finding> {
    against(raw, |key| is_one("|data|errorcode|errormessage|exception|", key))
}

fn refuse_failure(raw: &Json, data: &CvsData, status: u16) -> Result<()> {
    // What cannot be read is no 0, and where the code is repeated, the one that is no 0 counts.
    let told = raw.all("errorCode").filter(|code| **code != Json::Null);
    let codes = told.map(|value| code(only(value)).unwrap_or_else(|| "errorCode".into()));
    let vendor_code = codes.into_iter().find(|code| code != "0" && !is_blank(code));
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
        true if data.items.is_empty() && data.error_code.is_some() && !found(raw).is_empty() => {
            Err(failure(ErrorCode::VendorUnknown, status, None))
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

/// What the vendor found against the documents, and what speaks against them `beside`.
fn reasons(raw: &Json, data: &CvsData, asked: Asked, beside: Vec<Reason>) -> Vec<Reason> {
    if data.items.is_empty() {
        return vec![Reason::new(ErrorCode::DocumentNotFound, data.error_code.as_deref().unwrap_or("data"))];
    }
    let unknown = |name: &str| Reason::new(ErrorCode::VendorUnknown, name);
    let says_success = raw.all("errorCode").any(|told| code(only(told)).as_deref() == Some("0"));
    let mut found: Vec<Reason> = Vec::new();
    if !says_success {
        found.push(unknown("errorCode"));
    }
    if raw.all("Exception").any(is_told) {
        found.push(unknown("Exception"));
    }
    data.items.iter().for_each(|item| found.append(&mut of_item(item, asked)));
    found.extend(beside);
    let mut reasons: Vec<Reason> = Vec::new();
    for reason in found {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

fn of_item(item: &CvsItem, asked: Asked) -> Vec<Reason> {
    let known = |code: &str| WARNINGS.iter().find(|(known, ..)| *known == code);
    let published = |code: &str| known(code).map_or(ErrorCode::VendorUnknown, |(.., published)| *published);
    let warnings = item.judged.warnings.iter();
    let mut reasons: Vec<Reason> = warnings.map(|code| Reason::new(published(code), code.as_str())).collect();
    let decision = if asked == Asked::Ocr { item.judged.valid } else { item.judged.required };
    match decision {
        Some(Decision::Failed) if reasons.is_empty() => reasons.push(Reason::new(ErrorCode::DocumentBroken, "valid")),
        Some(Decision::Unreadable) => reasons.push(Reason::new(ErrorCode::VendorUnknown, "valid")),
        Some(Decision::Failed | Decision::Passed) | None => {}
    }
    item.judged.checksums().for_each(|(name, decision)| match decision {
        Decision::Passed => {}
        Decision::Failed => reasons.push(Reason::new(ErrorCode::DocumentInconsistent, name)),
        Decision::Unreadable => reasons.push(Reason::new(ErrorCode::VendorUnknown, name)),
    });
    item.judged.found.iter().for_each(|finding| reasons.push(finding.reason()));
    if reasons.is_empty() && !item.judged.is_read {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "info"));
    }
    reasons
}
