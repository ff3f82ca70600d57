//! What ZOLOZ answers, typed.
//!
//! Read in this order: `result.resultStatus`, then `recognitionResult`, then the maps. A status of `S` does not mean
//! that the document was recognized.

use super::{RESULT_CODES, VENDOR, document, is_transaction_id, judgement};
use crate::Result;
use crate::document::DocumentImage;
use crate::document::normalize::is_blank;
use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendors::body::Body;
use crate::vendors::decision::{Decision, only};
use crate::vendors::{Reply, Verdict};
use serde::Serialize;
use std::collections::BTreeMap;

/// What `recognize` and `asyncCheckResult` answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ZolozRecognizeData {
    /// `result.resultCode`
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#""SUCCESS" | "PROCESSING" | "PARAM_MISSING" | "PARAM_ILLEGAL" | "INVALID_ARGUMENT" | "MSG_PARSE_ERROR" | "SIGNATURE_INVALID" | "KEY_NOT_FOUND" | "MERCHANT_NOT_FOUND" | "OAUTH_FAIL" | "OAUTH_RESOURCE_CODE_FAIL" | "ACCESS_DENIED" | "NO_INTERFACE_DEF" | "REQUEST_TRAFFIC_EXCEED_LIMIT" | "PRODUCT_QUOTA_LIMIT" | "PROCESS_TIMEOUT" | "SYSTEM_ERROR" | (string & {})"#,
            optional
        )
    )]
    pub result_code: Option<String>,
    /// `result.resultStatus`: `S`, `F` or `U`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = r#""S" | "F" | "U" | (string & {})"#, optional))]
    pub result_status: Option<String>,
    /// `result.resultMessage`
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result_message: Option<String>,
    /// The vendor's id of the call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction_id: Option<String>,
    /// The docType that was recognized.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#""00000001003" | "00000001006" | "00600000001" | "00600000004" | "00600000007" | "00600000009" | "00600000010" | "00600000011" | "00610000001" | "00620000001" | "00620000004" | "00630000001" | "00630000002" | "00630000004" | "00630000016" | "00630000017" | "00630000020" | "00630000022" | "00630000024" | "00630000031" | "00630000032" | "00640000001" | "00650000001" | "00650000002" | "00660000001" | "00840000001" | "00860000001" | "00860000006" | "00860000007" | "00860000011" | "00860000888" | "08520000001" | "08520000002" | "08530000001" | "08530000002" | "08860000002" | (string & {})"#,
            optional
        )
    )]
    pub cert_type: Option<String>,
    /// The category that was recognized; the vendor may add some.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#""PASSPORT" | "DRIVING_LICENSE" | "ID_CARD" | "RESIDENCE_PERMIT" | "VISA" | (string & {})"#,
            optional
        )
    )]
    pub doc_category: Option<String>,
    /// The edition of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_edition: Option<i64>,
    /// Whether the document was recognized (`Y` or `N`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognition_result: Option<bool>,
    /// Why not; the vendor may add codes, and was seen to send one beside `Y`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#""NO_REQUIRED_ID" | "BLUR" | "NO_FACE_DETECTED" | "NOT_REAL_DOC" | "EXPOSURE" | "UNKNOWN" | (string & {})"#,
            optional
        )
    )]
    pub recognition_error_code: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recognition_error_description: Option<String>,
    /// The fields under the vendor's keys, which depend on the docType. Empty where a field was not read.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#"Partial<Record<"ADDRESS" | "AUTHORITY" | "COUNTRY" | "COUNTRY_CODE" | "COUNTRY_CODE_IN_ISO" | "DATE_OF_BIRTH" | "DATE_OF_EXPIRY" | "DATE_OF_ISSUE" | "DOCUMENT_NUMBER" | "EFIRST_NAME" | "ELAST_NAME" | "EXPIRY_DATE" | "FIRST_NAME" | "FIRST_NAME_EN" | "FULL_NAME" | "FULL_NAME_EN" | "GENDER" | "HK_ID" | "ID_NUMBER" | "ISSUE_DATE" | "ISSUING_AUTHORITY" | "ISSUING_COUNTRY" | "ISSUING_COUNTRY_CODE" | "ISSUING_STATE" | "LAST_NAME" | "LAST_NAME_EN" | "LATEST_ISSUE_DATE" | "LOCAL_NAME" | "MAC_ID" | "MIDDLE_NAME" | "MIDDLE_NAME_EN" | "NAME" | "NAME_CN" | "NAME_EN" | "NATIONALITY" | "NATIONALITY_CODE" | "NIK" | "NUMBER" | "PERSONAL_NUMBER" | "PLACE_OF_BIRTH" | "SEX" | "STANDARDIZED_DATE_OF_BIRTH" | "STANDARDIZED_DATE_OF_EXPIRY" | "STANDARDIZED_DATE_OF_ISSUE" | "STANDARDIZED_EXPIRY_DATE" | "STANDARDIZED_ISSUE_DATE" | "STANDARDIZED_LATEST_ISSUE_DATE" | "TNAME" | (string & {}), string>>"#
        )
    )]
    pub ocr_result: BTreeMap<String, String>,
    /// The same under the vendor's common keys of 2025, where it sends them apart.
    #[cfg_attr(target_arch = "wasm32", tsify(type = r#"ZolozRecognizeData["ocrResult"]"#))]
    pub ocr_result_format: BTreeMap<String, String>,
    /// The fields by where they were read, under the vendor's keys such as `MRZ_ID_NUMBER`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, ZolozOcrDetail>"))]
    pub ocr_result_detail: BTreeMap<String, ZolozOcrDetail>,
    /// The checks against forgery under the vendor's keys: true where nothing is wrong.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#"Partial<Record<"TAMPER_CHECK" | "MATERIAL_CHECK" | "SCREEN_RECAPTURE_CHECK" | "SECURITY_FEATURE_CHECK" | "INFORMATION_CHECK" | "OTHER_CHECK" | (string & {}), boolean>>"#
        )
    )]
    pub spoof_result: BTreeMap<String, bool>,
    /// The images asked for, less those that could not be cut out.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(type = r#"Partial<Record<"CROPPED_FACE_FROM_DOC" | (string & {}), DocumentImage>>"#)
    )]
    pub extra_images: BTreeMap<String, DocumentImage>,
    /// What is not known here, or has another type than documented, unchanged. Keys inside a map come as `map.key`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>"))]
    pub extra: BTreeMap<String, Json>,
}

/// One field as it was read in one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ZolozOcrDetail {
    /// The field's key, as in `ocrResult`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it was read: `MRZ` or `VISUAL`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = r#""MRZ" | "VISUAL" | (string & {})"#, optional))]
    pub source: Option<String>,
    /// The text; empty where it was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What `authenticationTest` answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ZolozAuthenticationTestData {
    /// The body, as the vendor gave it back.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "unknown"))]
    pub body: Json,
}

/// The response of `recognize` and `asyncCheckResult`.
pub(super) fn recognized(response: &HttpResponse<'_>) -> Result<Reply<ZolozRecognizeData>> {
    let body = body(response)?;
    let raw = body.tree();
    if codes(raw).any(|code| code == "PROCESSING") {
        return pending(raw, response.status);
    }
    let has = |keys: &[&str]| keys.iter().any(|key| raw.get(key).is_some());
    let has_result = has(&["recognitionResult", "ocrResult", "ocrResultFormat"]);
    if !has_result && !has(&["result", "transactionId"]) {
        return Err(failure(ErrorCode::AnswerUnreadable, response.status, None));
    }
    if !has_result {
        refuse_fault(raw, response.status)?;
    }
    let data = read(raw);
    let verdict = Verdict::from_reasons(judgement::reasons(raw));
    let (documents, checks) = document::normalized(raw, &data);
    Ok(body.answer(data, documents, (verdict, checks)))
}

/// The response of `asyncRecognize`: an id to ask for.
pub(super) fn submitted(response: &HttpResponse<'_>) -> Result<Reply<ZolozRecognizeData>> {
    body(response).and_then(|body| pending(body.tree(), response.status)).map_err(|error| {
        // What was refused for a reason is not there to be asked for.
        let may_be_there = [ErrorCode::VendorUnknown, ErrorCode::VendorUnavailable, ErrorCode::VendorTimeout];
        let raw = Json::parse(response.body).filter(|_| may_be_there.contains(&error.code()));
        error.beside(raw.as_ref().and_then(transaction_id))
    })
}

/// The response of `authenticationTest`.
pub(super) fn echoed(response: &HttpResponse<'_>) -> Result<Reply<ZolozAuthenticationTestData>> {
    let body = body(response)?;
    let data = ZolozAuthenticationTestData { body: body.raw().clone() };
    Ok(body.answer(data, Vec::new(), (Verdict::from_reasons(Vec::new()), Vec::new())))
}

/// The id to ask for, unless a fault is told beside it.
fn pending(raw: &Json, status: u16) -> Result<Reply<ZolozRecognizeData>> {
    refuse_fault(raw, status)?;
    let id = transaction_id(raw).ok_or_else(|| failure(ErrorCode::AnswerUnreadable, status, None))?;
    Ok(Reply::Pending { id: Some(id) })
}

fn transaction_id(raw: &Json) -> Option<String> {
    read(raw).transaction_id.filter(|id| !is_blank(id) && is_transaction_id(id))
}

fn refuse_fault(raw: &Json, status: u16) -> Result<()> {
    match judgement::found(raw).into_iter().next() {
        Some(fault) => Err(failure(ErrorCode::VendorUnknown, status, Some(fault.name))),
        None => Ok(()),
    }
}

/// The body, unless it or the HTTP status tells of a failure.
fn body(response: &HttpResponse<'_>) -> Result<Body> {
    let failed = !(200..300).contains(&response.status);
    let Some(body) = Body::read(response.body) else {
        return Err(match failed {
            true => Error::by_status(&VENDOR, response.status, None),
            false => failure(ErrorCode::AnswerUnreadable, response.status, None),
        });
    };
    let json = body.tree();
    let vendor_code = codes(json).find(|code| !is_success(code));
    let known = codes(json).find_map(|code| {
        let (_, published) = RESULT_CODES.iter().find(|(name, _)| *name == code)?;
        Some((*published, Some(code)))
    });
    match (known, status(json)) {
        (Some((code, name)), _) => Err(failure(code, response.status, name)),
        (None, _) if failed => Err(Error::by_status(&VENDOR, response.status, vendor_code)),
        (None, Some(Decision::Failed)) => Err(failure(ErrorCode::VendorUnknown, response.status, vendor_code)),
        (None, Some(Decision::Passed | Decision::Unreadable) | None) => Ok(body),
    }
}

/// Every `resultCode`, in upper case.
pub(super) fn codes(raw: &Json) -> impl Iterator<Item = String> {
    let codes = raw.all("result").map(only).flat_map(|result| result.all("resultCode"));
    let texts = codes.filter_map(|code| only(code).text()).filter(|code| !is_blank(code));
    texts.map(|code| code.trim().to_ascii_uppercase())
}

/// Whether a `resultCode` says that nothing went wrong.
pub(super) fn is_success(code: &str) -> bool {
    matches!(code, "SUCCESS" | "PROCESSING")
}

/// What the envelope says: `S` is a success, `F` and `U` are failures, but for a `U` whose codes are all `PROCESSING`.
/// Where it is repeated, the worse one counts. What stands in the place of the envelope can tell a failure and no success.
pub(super) fn status(raw: &Json) -> Option<Decision> {
    let is_under_way = codes(raw).map(|code| code == "PROCESSING").reduce(|all, one| all && one) == Some(true);
    let read = |status: &Json| match only(status).text().as_deref().map(str::trim) {
        Some("S" | "s") => Some(Decision::Passed),
        Some("U" | "u") if is_under_way => Some(Decision::Passed),
        Some("F" | "f" | "U" | "u") => Some(Decision::Failed),
        _ => Decision::read(status),
    };
    let decisions = raw.all("result").map(only).filter_map(|result| match result {
        Json::Object(_) => result.all("resultStatus").filter_map(read).reduce(Decision::worse),
        other => read(other).map(|decision| decision.worse(Decision::Unreadable)),
    });
    decisions.reduce(Decision::worse)
}

fn failure(code: ErrorCode, status: u16, vendor_code: Option<String>) -> Box<Error> {
    Error::vendor(&VENDOR, code, status, vendor_code)
}

fn read(raw: &Json) -> ZolozRecognizeData {
    let mut data = ZolozRecognizeData::default();
    for (key, value) in raw.entries() {
        if !place(&mut data, key, value) && *value != Json::Null {
            data.extra.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    data
}

/// Puts a value where it belongs; false where it belongs nowhere.
fn place(data: &mut ZolozRecognizeData, key: &str, value: &Json) -> bool {
    match key {
        "result" => result(data, value),
        "transactionId" => fill(&mut data.transaction_id, only(value).text()),
        "certType" => fill(&mut data.cert_type, only(value).text()),
        "docCategory" => fill(&mut data.doc_category, value.text()),
        "docEdition" => fill(&mut data.doc_edition, value.safe_integer()),
        "recognitionResult" => fill(&mut data.recognition_result, Decision::read(value).and_then(Decision::flag)),
        "recognitionErrorCode" => fill(&mut data.recognition_error_code, only(value).text()),
        "recognitionErrorDescription" => fill(&mut data.recognition_error_description, value.text()),
        "ocrResult" => fill_map(&mut data.ocr_result, &mut data.extra, (key, value), Json::text),
        "ocrResultFormat" => fill_map(&mut data.ocr_result_format, &mut data.extra, (key, value), Json::text),
        "ocrResultDetail" => {
            for (name, detail) in value.entries() {
                others(&mut data.extra, &format!("{key}.{name}"), detail, &["name", "source", "value"]);
            }
            fill_map(&mut data.ocr_result_detail, &mut data.extra, (key, value), detail)
        }
        "spoofResult" => {
            fill_map(&mut data.spoof_result, &mut data.extra, (key, value), |value| Decision::read(value)?.flag())
        }
        "extraImages" => fill_map(&mut data.extra_images, &mut data.extra, (key, value), picture),
        _ => false,
    }
}

/// The first value counts, where a key is repeated.
fn fill<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let placed = value.is_some();
    if slot.is_none() {
        *slot = value;
    }
    placed
}

fn fill_map<T>(
    map: &mut BTreeMap<String, T>,
    extra: &mut BTreeMap<String, Json>,
    (key, value): (&str, &Json),
    read: impl Fn(&Json) -> Option<T>,
) -> bool {
    for (name, value) in value.entries() {
        match read(value) {
            Some(value) => _ = map.entry(name.clone()).or_insert(value),
            None if empty(value) => {}
            None => _ = extra.insert(format!("{key}.{name}"), value.clone()),
        }
    }
    matches!(value, Json::Object(_)) || empty(value)
}

/// Keeps what is not known of an object, under the object's own key.
fn others(extra: &mut BTreeMap<String, Json>, place: &str, value: &Json, known: &[&str]) {
    let is_known = |key: &str| known.iter().any(|known| known.eq_ignore_ascii_case(key));
    for (key, value) in value.entries().iter().filter(|(key, value)| !is_known(key) && *value != Json::Null) {
        extra.entry(format!("{place}.{key}")).or_insert_with(|| value.clone());
    }
}

/// The vendor writes `""` where there is nothing, also in the place of a map or an image.
fn empty(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Text(text) => text.trim().is_empty(),
        Json::Bool(_) | Json::Integer(_) | Json::Number(_) | Json::List(_) | Json::Object(_) => false,
    }
}

fn picture(value: &Json) -> Option<DocumentImage> {
    let Json::Text(base64) = value else { return None };
    crate::document::normalize::image(base64)
}

fn result(data: &mut ZolozRecognizeData, value: &Json) -> bool {
    others(&mut data.extra, "result", only(value), &["resultCode", "resultStatus", "resultMessage"]);
    let text = |key| only(value).get(key).and_then(|text| only(text).text());
    fill(&mut data.result_code, text("resultCode"));
    fill(&mut data.result_status, text("resultStatus"));
    fill(&mut data.result_message, text("resultMessage"));
    matches!(only(value), Json::Object(_))
}

fn detail(value: &Json) -> Option<ZolozOcrDetail> {
    let text = |key| value.get(key).and_then(Json::text);
    matches!(value, Json::Object(_)).then(|| ZolozOcrDetail {
        name: text("name"),
        source: text("source"),
        value: text("value"),
    })
}
