//! What ZOLOZ found for and against a document: reasons and checks.

use super::response::{ZolozOcrDetail, ZolozRecognizeData, codes, is_success, status};
use super::{RECOGNITION_ERRORS, SPOOF_CHECKS};
use crate::document::normalize::{DateOrder, contains, country, date, sex};
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::ErrorCode;
use crate::json::Json;
use crate::vendors::Reason;
use crate::vendors::against::{Finding, against, is_one, within};
use crate::vendors::decision::{Decision, is_nothing, is_read, is_success as says_success, plain};
use std::collections::BTreeMap;

/// What the vendor found against the document.
///
/// `recognitionResult` decides. A check against forgery that failed counts against the document all the same, for
/// the vendor's operation modes can switch its own decision off. A response without a decision is not an acceptance.
pub(super) fn reasons(raw: &Json) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = envelope(raw).into_iter().collect();
    let is_accepted = Decision::required(raw.all("recognitionResult")) == Some(Decision::Passed);
    let codes = error_codes(raw);
    if !is_accepted && codes.is_empty() {
        reasons.push(Reason::new(ErrorCode::VendorUnknown, "recognitionResult"));
    }
    let against = codes.into_iter().filter(|code| !is_accepted || !BESIDE_A_YES.contains(&code.as_str()));
    reasons.extend(against.map(|name| {
        let known = known(&name).map_or(ErrorCode::VendorUnknown, |(_, code, _)| *code);
        Reason::new(known, name)
    }));
    reasons.extend(spoof(raw).into_iter().filter_map(|(name, decision)| match decision {
        None | Some(Decision::Passed) => None,
        Some(Decision::Failed) => Some(Reason::new(spoof_reason(name), name)),
        Some(Decision::Unreadable) => Some(Reason::new(ErrorCode::VendorUnknown, name)),
    }));
    let is_read = ["ocrResult", "ocrResultFormat"].iter().flat_map(|key| raw.all(key)).any(|map| is_read(map, is_flag));
    if reasons.is_empty() && !is_read {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "ocrResult"));
    }
    reasons
}

/// The codes of `recognitionErrorCode` that say something of the image alone: the vendor's sample has `BLUR` beside `Y`.
/// What `UNKNOWN`, or a code that is not known here, says of the document cannot be told, and so is no yes.
const BESIDE_A_YES: [&str; 3] = ["BLUR", "EXPOSURE", "NO_FACE_DETECTED"];

/// What the envelope says against the response: it has to say that it is a success.
fn envelope(raw: &Json) -> Vec<Reason> {
    let unknown = |name: &str| Reason::new(ErrorCode::VendorUnknown, name);
    if let Some(code) = codes(raw).find(|code| !is_success(code)) {
        return vec![unknown(&code)];
    }
    if status(raw) != Some(Decision::Passed) {
        return vec![unknown("resultStatus")];
    }
    found(raw).iter().map(Finding::reason).collect()
}

/// What speaks against the response beside what the vendor documents.
pub(super) fn found(raw: &Json) -> Vec<Finding> {
    let mut found = against(raw, |key| is_one(MEMBERS, key));
    raw.all("result").for_each(|result| within(result, |key| is_one(RESULT, key), &mut found));
    found
}

/// The members of a response that are read, or hold what was read.
const MEMBERS: &str = "|result|recognitionresult|recognitionerrorcode|recognitionerrordescription|ocrresult|\
                       ocrresultformat|ocrresultdetail|spoofresult|extraimages|";
/// Those of its `result`.
const RESULT: &str = "|resultcode|resultstatus|resultmessage|";

type KnownCode = (&'static str, ErrorCode, CheckKind);

fn known(code: &str) -> Option<&'static KnownCode> {
    RECOGNITION_ERRORS.iter().find(|(name, ..)| plain(name) == plain(code))
}

/// Every `recognitionErrorCode` once, in whatever form it stands there: several in a list, an object or one text.
fn error_codes(raw: &Json) -> Vec<String> {
    let mut codes = Vec::new();
    raw.all("recognitionErrorCode").for_each(|value| collect(value, &mut codes));
    codes
}

fn collect(value: &Json, codes: &mut Vec<String>) {
    match value {
        Json::List(items) => items.iter().for_each(|item| collect(item, codes)),
        Json::Object(entries) => entries.iter().for_each(|(_, value)| collect(value, codes)),
        Json::Null | Json::Bool(false) => {}
        _ if says_success(value) => {}
        Json::Bool(true) | Json::Integer(_) | Json::Number(_) | Json::Text(_) => {
            let text = value.text().unwrap_or_default();
            for code in text.split([',', ';', '|', '\n']).map(str::trim).filter(|code| !is_nothing(code)) {
                let code = known(code).map_or(code, |(name, ..)| name).to_owned();
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
        }
    }
}

/// Keys of the maps that tell a flag and no text of the document.
fn is_flag(key: &str) -> bool {
    key == "country_code_in_iso"
}

/// The checks against forgery by their names, each once; nothing for one that was not run. What is no map is one check.
fn spoof(raw: &Json) -> BTreeMap<&str, Option<Decision>> {
    let mut checks: BTreeMap<&str, Option<Decision>> = BTreeMap::new();
    let mut add = |name, decision: Option<Decision>| {
        let known = checks.entry(name).or_default();
        *known = Decision::worse_of(*known, decision);
    };
    let maps = raw.all("spoofResult").flat_map(|map| match map {
        Json::List(items) => items.as_slice(),
        other => core::slice::from_ref(other),
    });
    for map in maps {
        match map {
            Json::Object(entries) => entries.iter().for_each(|(name, value)| add(name.as_str(), Decision::read(value))),
            other => {
                if let Some(decision) = Decision::read(other) {
                    add("spoofResult", Some(decision));
                }
            }
        }
    }
    checks
}

fn spoof_reason(name: &str) -> ErrorCode {
    if spoof_kind(name) == CheckKind::Information {
        ErrorCode::DocumentInconsistent
    } else {
        ErrorCode::DocumentNotGenuine
    }
}

fn spoof_kind(name: &str) -> CheckKind {
    SPOOF_CHECKS.iter().find(|(known, _)| *known == name).map_or(CheckKind::Other, |(_, kind)| *kind)
}

/// What was checked, by the vendor and by comparing the machine readable zone with the printed fields.
pub(super) fn checks(raw: &Json, data: &ZolozRecognizeData) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(decision) = Decision::required(raw.all("recognitionResult")) {
        checks.push(Check::new(CheckKind::Overall, CheckStatus::from_flag(decision.flag()), "recognitionResult"));
    }
    for code in error_codes(raw) {
        let known = known(&code);
        let kind = known.map_or(CheckKind::Other, |(.., kind)| *kind);
        checks.push(Check::new(kind, CheckStatus::from_flag(known.map(|_| false)), code));
    }
    for (name, decision) in spoof(raw) {
        checks.push(Check::new(spoof_kind(name), CheckStatus::from_flag(decision.and_then(Decision::flag)), name));
    }
    checks.extend(found(raw).iter().map(Finding::check));
    for (key, mrz) in &data.ocr_result_detail {
        let (Some(name), Some("MRZ")) = (mrz.name.as_deref(), mrz.source.as_deref()) else { continue };
        let visual = data.ocr_result_detail.iter().find(|(other, detail)| *other != key && is_visual(detail, name));
        let values = (text(Some(mrz)), text(visual.map(|(_, detail)| detail)));
        if let (Some(mrz), Some(visual)) = values {
            checks.push(Check::new(CheckKind::MrzVisualConsistency, agreement(name, mrz, visual), name));
        }
    }
    checks
}

fn is_visual(detail: &ZolozOcrDetail, name: &str) -> bool {
    detail.source.as_deref() == Some("VISUAL") && detail.name.as_deref() == Some(name)
}

fn text(detail: Option<&ZolozOcrDetail>) -> Option<&str> {
    detail?.value.as_deref().map(str::trim).filter(|value| !value.is_empty())
}

/// Whether the two texts say the same. `NotRun` where that cannot be told for certain: a date in an open form, or a
/// name in letters that the machine readable zone has to transliterate.
fn agreement(name: &str, mrz: &str, visual: &str) -> CheckStatus {
    let same = match name {
        name if contains(name, "DATE") => both(mrz, visual, |text| date(text, DateOrder::Unknown)),
        name if contains(name, "COUNTRY") || contains(name, "NATION") => both(mrz, visual, country),
        "SEX" | "GENDER" => both(mrz, visual, sex),
        _ if !visual.is_ascii() => None,
        name if contains(name, "NAME") => {
            let (mrz, visual) = (letters(mrz), letters(visual));
            // A long name is cut off in the machine readable zone.
            Some(visual.starts_with(&mrz))
        }
        _ => Some(letters(mrz) == letters(visual)),
    };
    CheckStatus::from_flag(same.or((letters(mrz) == letters(visual) && visual.is_ascii()).then_some(true)))
}

fn both<T: PartialEq>(mrz: &str, visual: &str, read: impl Fn(&str) -> Option<T>) -> Option<bool> {
    Some(read(mrz)? == read(visual)?)
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_zones_agree_only_where_that_is_certain() {
        use CheckStatus::{Failed, NotRun, Passed};
        for (name, mrz, visual, expected) in [
            ("ID_NUMBER", "E1234567", "E 123-4567", Passed),
            ("ID_NUMBER", "E1234567", "E1234568", Failed),
            ("DATE_OF_BIRTH", "1990-09-05", "1990/09/05", Passed),
            ("DATE_OF_BIRTH", "1990-09-05", "1990/09/06", Failed),
            ("DATE_OF_BIRTH", "900905", "05/09/1990", NotRun),
            ("EXPIRY_DATE", "300905", "300905", Passed),
            ("COUNTRY_CODE", "PHL", "Philippines", Passed),
            ("COUNTRY_CODE", "PHL", "MYS", Failed),
            ("SEX", "M", "Male", Passed),
            ("SEX", "M", "F", Failed),
            ("NAME", "DOE JOHN", "DOE, John", Passed),
            ("NAME", "DOE JOHN", "DOE, JOHN QUINCY", Passed),
            ("NAME", "DOE JOHN", "ROE, JOHN", Failed),
            ("NAME", "MUELLER", "Müller", NotRun),
        ] {
            assert_eq!(agreement(name, mrz, visual), expected, "{name} {mrz} {visual}");
        }
    }
}
