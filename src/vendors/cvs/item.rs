//! The items of a response: one per side of a card, or per document.

use super::checks::CHECKSUMS;
use super::info::CvsInfo;
use super::types::CvsItemType;
use crate::document::normalize::{contains, is_blank};
use crate::json::Json;
use crate::vendors::against::{Finding, is_one, within};
use crate::vendors::decision::{Decision, is_read, only};
use serde::Serialize;
use std::collections::BTreeMap;

/// One side of a card, or one document, as the vendor read it. To TypeScript it is a union told apart by `type`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CvsItem {
    /// The type.
    #[serde(rename = "type")]
    pub item_type: CvsItemType,
    /// The vendor's name of a type that is not known here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_type: Option<String>,
    /// The fields.
    pub info: CvsInfo,
    /// Whether the vendor finds the document valid; absent for a PDF, several documents in one image, and `ocrCard`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid: Option<bool>,
    /// Why not: `0` where nothing is wrong; the first code where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_code: Option<String>,
    /// Every code but `0`, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub invalid_codes: Vec<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_message: Option<String>,
    /// What is not known here, or has another type than documented, unchanged.
    pub extra: BTreeMap<String, Json>,
    /// What of it counts for the verdict.
    #[serde(skip)]
    pub(super) judged: Judged,
}

/// What of an item counts for the verdict, in whatever form it stands there.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Judged {
    /// `valid`: the worse one, where it is repeated; nothing where nothing stands there.
    pub(super) valid: Option<Decision>,
    /// The same, where the vendor has to decide: what stands there and holds nothing is unreadable.
    pub(super) required: Option<Decision>,
    /// Every warning but `0`; `invalidCode` for one that cannot be read.
    pub(super) warnings: Vec<String>,
    /// Whether any field was read.
    pub(super) is_read: bool,
    /// `info` as it stands there.
    pub(super) info: Json,
    /// The vendor's name of the type, in lower case.
    pub(super) type_name: String,
    /// What speaks against it beside what the vendor documents.
    pub(super) found: Vec<Finding>,
}

impl Judged {
    /// The checksums of the zone that the vendor tells, each with what it decided, whatever the type of the item.
    pub(super) fn checksums(&self) -> impl Iterator<Item = (&'static str, Decision)> {
        CHECKSUMS.into_iter().filter_map(|name| Some((name, Decision::worst(self.info.all(name))?)))
    }

    fn read(item: &Json, info: &Json, type_name: Option<&str>) -> Self {
        let valid = Decision::worst(item.all("valid"));
        let mut warnings: Vec<String> = codes(item).filter(|code| code != "0").collect();
        let says_nothing = valid.is_none() && item.all("invalidCode").all(|code| *code == Json::Null);
        let is_bad = |message| !matches!(Decision::read(message), None | Some(Decision::Passed));
        if warnings.is_empty() && says_nothing && item.all("invalidMessage").any(is_bad) {
            warnings.push("invalidMessage".into());
        }
        let mut found = Vec::new();
        within(item, |key| is_one("|type|info|valid|invalidcode|invalidmessage|", key), &mut found);
        within(info, |key| CHECKSUMS.contains(&key), &mut found);
        Self {
            found,
            valid,
            required: Decision::required(item.all("valid")),
            warnings,
            is_read: is_read(info, is_no_reading),
            info: info.clone(),
            type_name: type_name.unwrap_or_default().trim().to_ascii_lowercase(),
        }
    }
}

/// Keys of `info` that tell about a field and nothing of the document.
fn is_no_reading(key: &str) -> bool {
    let about = ["_confidence", "_confindence", "_box", "_code", "_validate"];
    key == "image" || key == "confidence" || about.iter().any(|end| key.ends_with(end)) || contains(key, "checksum")
}

impl CvsItem {
    pub(super) fn read(item: &Json) -> Self {
        let vendor_type = item.all("type").find_map(|name| only(name).text());
        let item_type = vendor_type.as_deref().map_or(CvsItemType::Other, CvsItemType::from_name);
        let mut extra = BTreeMap::new();
        let info = only(item.get("info").unwrap_or(&Json::Null));
        let mut codes: Vec<String> = codes(item).collect();
        if codes.iter().any(|code| code != "0") {
            codes.retain(|code| code != "0");
        }
        let mut read = Self {
            item_type,
            judged: Judged::read(item, info, vendor_type.as_deref()),
            vendor_type: vendor_type.filter(|_| item_type == CvsItemType::Other),
            info: CvsInfo::read(item_type, info, &mut extra),
            extra,
            invalid_code: codes.first().cloned(),
            invalid_codes: if codes.len() > 1 { codes } else { Vec::new() },
            ..Self::default()
        };
        for (key, value) in item.entries() {
            if !read.place(&key.to_ascii_lowercase(), value) && *value != Json::Null {
                read.extra.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        read
    }

    fn place(&mut self, key: &str, value: &Json) -> bool {
        match key {
            "type" => only(value).text().is_some(),
            "info" => matches!(only(value), Json::Object(_)),
            "valid" => fill(&mut self.valid, Decision::read(value).and_then(Decision::flag)),
            "invalidcode" => self.invalid_code.is_some() && is_plain(value),
            "invalidmessage" => fill(&mut self.invalid_message, only(value).text()),
            _ => false,
        }
    }
}

/// Every code, in the order of the text, each once; several may stand in a list or in one text.
fn codes(item: &Json) -> impl Iterator<Item = String> {
    let mut codes: Vec<String> = Vec::new();
    for value in item.all("invalidCode") {
        collect(value, &mut codes);
    }
    codes.into_iter()
}

fn collect(value: &Json, codes: &mut Vec<String>) {
    let mut add = |code: &str| {
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    };
    match value {
        Json::Null => {}
        Json::List(items) => items.iter().for_each(|item| collect(item, codes)),
        Json::Object(entries) if entries.is_empty() => {}
        Json::Object(_) => add("invalidCode"),
        Json::Bool(_) | Json::Integer(_) | Json::Number(_) | Json::Text(_) => {
            let text = code(value).unwrap_or_default();
            let parts = || text.split([',', ';', ' ', '|']).filter(|part| !part.is_empty());
            if parts().all(|part| part.bytes().all(|digit| digit.is_ascii_digit())) {
                parts().for_each(|part| add(code(&Json::from(part)).as_deref().unwrap_or(part)));
            } else if !is_blank(&text) {
                add(&text);
            }
        }
    }
}

/// Whether a code is one that the typed data hold: no object.
fn is_plain(value: &Json) -> bool {
    match value {
        Json::List(items) => items.iter().all(is_plain),
        Json::Object(_) => false,
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) | Json::Text(_) => true,
    }
}

/// The first value counts, where a key is repeated.
pub(super) fn fill<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let placed = value.is_some();
    if slot.is_none() {
        *slot = value;
    }
    placed
}

/// A code as text: the vendor sends `"0"`, clients were seen to expect `0`.
pub(super) fn code(value: &Json) -> Option<String> {
    let whole = value.numeric().and_then(|number| number.integer()).map(|code| code.to_string());
    whole.or_else(|| value.text().map(|text| text.trim().to_owned()))
}
