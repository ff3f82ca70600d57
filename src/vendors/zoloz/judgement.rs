//! What ZOLOZ found for and against a document: reasons and checks.

use super::response::{ZolozOcrDetail, ZolozRecognizeData};
use super::{RECOGNITION_ERRORS, SPOOF_CHECKS};
use crate::document::normalize::{DateOrder, contains, country, date, sex};
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::ErrorCode;
use crate::json::Json;
use crate::vendors::Reason;
use crate::vendors::decision::{Decision, has_text};
use std::collections::BTreeMap;

/// What the vendor found against the document.
///
/// `recognitionResult` decides. A check against forgery that failed counts against the document all the same, for
/// the vendor's operation modes can switch its own decision off. A response without a decision is not an acceptance.
pub(super) fn reasons(raw: &Json, data: &ZolozRecognizeData) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let statuses = raw.all("result").flat_map(|result| result.all("resultStatus")).filter(|status| **status != Json::Null);
    if !statuses.into_iter().all(|status| *status == Json::from("S")) {
        reasons.push(Reason::new(ErrorCode::VendorUnknown, "resultStatus"));
    }
    let vendor_code = data.recognition_error_code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    if Decision::worst(raw.all("recognitionResult")) != Some(Decision::Passed) {
        let known = RECOGNITION_ERRORS.iter().find(|(name, ..)| Some(*name) == vendor_code);
        let code = known.map_or(ErrorCode::VendorUnknown, |(_, code, _)| *code);
        reasons.push(Reason::new(code, vendor_code.unwrap_or("recognitionResult")));
    }
    reasons.extend(spoof(raw).into_iter().filter_map(|(name, decision)| match decision {
        Decision::Passed => None,
        Decision::Failed => Some(Reason::new(spoof_reason(name), name)),
        Decision::Unreadable => Some(Reason::new(ErrorCode::VendorUnknown, name)),
    }));
    if reasons.is_empty() && !["ocrResult", "ocrResultFormat"].iter().flat_map(|key| raw.all(key)).any(|map| has_text(map, &[])) {
        reasons.push(Reason::new(ErrorCode::DocumentNotFound, "ocrResult"));
    }
    reasons
}

/// The checks against forgery by their names, each once. What is no map is one check that cannot be read.
fn spoof(raw: &Json) -> BTreeMap<&str, Decision> {
    let mut checks = BTreeMap::new();
    let mut add = |name, decision: Option<Decision>| {
        if let Some(decision) = decision {
            checks.entry(name).and_modify(|known: &mut Decision| *known = known.worse(decision)).or_insert(decision);
        }
    };
    for map in raw.all("spoofResult") {
        match map {
            Json::Object(entries) => entries.iter().for_each(|(name, value)| add(name.as_str(), Decision::read(value))),
            other => add("spoofResult", Decision::read(other)),
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
    if let Some(decision) = Decision::worst(raw.all("recognitionResult")) {
        checks.push(Check::new(CheckKind::Overall, CheckStatus::from_flag(decision.flag()), "recognitionResult"));
    }
    if let Some(code) = data.recognition_error_code.as_deref().map(str::trim).filter(|code| !code.is_empty()) {
        let known = RECOGNITION_ERRORS.iter().find(|(name, ..)| *name == code);
        let kind = known.map_or(CheckKind::Other, |(.., kind)| *kind);
        checks.push(Check::new(kind, CheckStatus::Failed, code));
    }
    for (name, decision) in spoof(raw) {
        checks.push(Check::new(spoof_kind(name), CheckStatus::from_flag(decision.flag()), name));
    }
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
