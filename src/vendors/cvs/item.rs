//! The items of a response: one per side of a card, or per document.

use super::info::CvsInfo;
use super::types::CvsItemType;
use crate::json::Json;
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
    /// Why not: `0` where nothing is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_code: Option<String>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invalid_message: Option<String>,
    /// What is not known here, or has another type than documented, unchanged.
    pub extra: BTreeMap<String, Json>,
}

impl CvsItem {
    pub(super) fn read(item: &Json) -> Self {
        let vendor_type = item.all("type").find_map(Json::text);
        let item_type = vendor_type.as_deref().map_or(CvsItemType::Other, CvsItemType::from_name);
        let mut extra = BTreeMap::new();
        let info = item.get("info").unwrap_or(&Json::Null);
        let mut read = Self {
            item_type,
            vendor_type: vendor_type.filter(|_| item_type == CvsItemType::Other),
            info: CvsInfo::read(item_type, info, &mut extra),
            extra,
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
            "type" => value.text().is_some(),
            "info" => !value.items().is_empty(),
            "valid" => fill(&mut self.valid, value.flag()),
            "invalidcode" => fill(&mut self.invalid_code, code(value)),
            "invalidmessage" => fill(&mut self.invalid_message, value.text()),
            _ => false,
        }
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
    value.integer().map(|code| code.to_string()).or_else(|| value.text().map(|text| text.trim().to_owned()))
}
