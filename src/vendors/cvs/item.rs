//! The items of a response: one per side of a card, or per document.

use super::info::CvsInfo;
use super::types::CvsItemType;
use crate::json::Json;
use crate::vendors::decision::{Decision, has_text};
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
    /// The decision on the document, in whatever form it stands there.
    #[serde(skip)]
    pub(super) decision: Option<Decision>,
    /// Whether any text was read.
    #[serde(skip)]
    pub(super) is_read: bool,
}

impl CvsItem {
    pub(super) fn read(item: &Json) -> Self {
        let vendor_type = item.all("type").find_map(|name| only(name).text());
        let item_type = vendor_type.as_deref().map_or(CvsItemType::Other, CvsItemType::from_name);
        let mut extra = BTreeMap::new();
        let info = only(item.get("info").unwrap_or(&Json::Null));
        let codes = codes(item);
        let mut read = Self {
            item_type,
            vendor_type: vendor_type.filter(|_| item_type == CvsItemType::Other),
            info: CvsInfo::read(item_type, info, &mut extra),
            extra,
            invalid_code: codes.first().cloned(),
            invalid_codes: if codes.len() > 1 { codes } else { Vec::new() },
            decision: Decision::worst(item.all("valid")),
            is_read: has_text(info, &["image"]),
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
            "info" => !value.items().is_empty(),
            "valid" => fill(&mut self.valid, self.decision.and_then(Decision::flag)),
            "invalidcode" => self.invalid_code.is_some(),
            "invalidmessage" => fill(&mut self.invalid_message, only(value).text()),
            _ => false,
        }
    }

    /// The warnings, each code but `0`.
    pub(super) fn warnings(&self) -> impl Iterator<Item = &str> {
        let several = self.invalid_codes.iter();
        let one = self.invalid_code.iter().filter(|_| self.invalid_codes.is_empty());
        one.chain(several).map(String::as_str).filter(|code| !matches!(*code, "0" | ""))
    }
}

/// The value in a list of one: the vendor's page prints values so.
pub(super) fn only(value: &Json) -> &Json {
    match value {
        Json::List(items) => match items.as_slice() {
            [only] => only,
            _ => value,
        },
        _ => value,
    }
}

/// Every code, those that say something first; several may stand in a list or in one text.
fn codes(item: &Json) -> Vec<String> {
    let mut codes = Vec::new();
    for value in item.all("invalidCode").flat_map(|value| match value {
        Json::List(items) => items.as_slice(),
        other => core::slice::from_ref(other),
    }) {
        let text = code(value).unwrap_or_default();
        codes.extend(text.split([',', ';', ' ', '|']).filter(|code| !code.is_empty()).map(str::to_owned));
    }
    if codes.iter().any(|code| code != "0") {
        codes.retain(|code| code != "0");
    }
    codes.dedup();
    codes
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
    value.integer().map(|code| code.to_string()).or_else(|| value.text().map(|text| text.trim().to_owned()))
}
