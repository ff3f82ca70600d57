//! The responses of Beorg in its own terms.

use crate::document::normalize::is_blank;
use crate::json::Json;
use crate::vendors::decision::Decision;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a submission is answered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BeorgSubmission {
    /// The id to ask for: `s-` and digits.
    pub document_id: String,
}

/// The result of a submission.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BeorgResult {
    /// The id of the submission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// The documents in the vendor's order. Two photos of one document are two entries with the same key and type.
    pub documents: Vec<BeorgDocument>,
    /// What is not known here, unchanged.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>", optional))]
    pub extra: BTreeMap<String, Json>,
}

/// One document as the vendor read it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BeorgDocument {
    /// The label given with the photo, or its type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The type of document, which may differ from the one asked for.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#""PASSPORT_FRGN" | "PASSPORT" | "PASSPORT_REG" | "SNILS" | "BRTH" | "RVP" | (string & {})"#,
            optional
        )
    )]
    pub document_type: Option<String>,
    /// What was read: `null` or an empty text is unread.
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#"Partial<Record<"Address" | "BirthDate" | "BirthPlace" | "ChildBirthDate" | "ChildFirstName" | "ChildGender" | "ChildLastName" | "ChildMiddleName" | "Citizenship" | "Code" | "ExpiryDate" | "FirstName" | "FutureDate" | "Gender" | "HasOwnerSignature" | "HasPhoto" | "IDNumber" | "IssueDate" | "IssueId" | "IssuedBy" | "LastName" | "MRZ1" | "MRZ2" | "MiddleName" | "Nationality" | "Number" | "RegistrationDate" | "Series" | "SolutionDate" | "SolutionNumber" | (string & {}), string | null>>"#
        )
    )]
    pub data: BTreeMap<String, Option<String>>,
    /// How sure the vendor is of each field, 0 to 1. The keys may differ from those of `data` in letter case.
    #[cfg_attr(target_arch = "wasm32", tsify(type = r#"{ [Key in keyof BeorgDocument["data"]]?: number }"#))]
    pub confidences: BTreeMap<String, f64>,
    /// The checks of what was read.
    pub verifications: BeorgVerifications,
    /// The check of the photo's Exif data.
    pub metadata_check: BeorgMetadataCheck,
    /// What else the vendor tells about the document, such as the results of biometric stages, whose form it does not
    /// publish.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>"))]
    pub other_metadata: BTreeMap<String, Json>,
    /// Whether the vendor could not use the document. Its fields may be read nonetheless.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub broken: Option<bool>,
    /// Why, in English.
    pub broken_reasons: Vec<String>,
    /// Why, in Russian.
    pub broken_reasons_ru: Vec<String>,
    /// What is not known here, unchanged.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>", optional))]
    pub extra: BTreeMap<String, Json>,
}

/// The checks of what was read.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BeorgVerifications {
    /// 0 if all is well, 1 if not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "0 | 1 | (number & {})", optional))]
    pub status: Option<i64>,
    /// `ok` or `not_ok`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = r#""ok" | "not_ok" | (string & {})"#, optional))]
    pub status_text: Option<String>,
    /// The checks by group.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, BeorgVerifyCheck[]>"))]
    pub checks: BTreeMap<String, Vec<BeorgVerifyCheck>>,
    /// The fields in which something is wrong.
    pub bad_fields: Vec<String>,
    /// Results that stand beside the checks: the flat form that the vendor documents.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, boolean | number>"))]
    pub flags: BTreeMap<String, Json>,
}

/// One check of what was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BeorgVerifyCheck {
    /// 0 passed, 1 failed; absent if it was not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "0 | 1 | (number & {})", optional))]
    pub status: Option<i64>,
    /// The check's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(
            type = r#""fields_to_check_valid" | "fio_series_number_mrz" | "series_okato" | "region_valid" | "issued_after_14" | "issued_after_1997" | "expiration_date" | (string & {})"#,
            optional
        )
    )]
    pub key: Option<String>,
    /// What would be wrong, in Russian: it stands there also when the check passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is not known here, unchanged.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>", optional))]
    pub extra: BTreeMap<String, Json>,
}

/// The check of a photo's Exif data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BeorgMetadataCheck {
    /// 0 if all is well, 1 if not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "0 | 1 | (number & {})", optional))]
    pub status: Option<i64>,
    /// What was found.
    pub checks: BeorgMetadataChecks,
    /// What is not known here, unchanged.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>", optional))]
    pub extra: BTreeMap<String, Json>,
}

/// What was found in a photo's Exif data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BeorgMetadataChecks {
    /// The check of the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_check: Option<i64>,
    /// Whether software that edits images left its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspicious_app_detection: Option<i64>,
    /// The name that it left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspicious_value: Option<String>,
    /// When the photo was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create_date: Option<String>,
    /// The camera's maker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make: Option<String>,
    /// The camera's model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// What is not known here, unchanged.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>", optional))]
    pub extra: BTreeMap<String, Json>,
}

impl BeorgResult {
    pub(super) fn read(json: &Json, items: &[&Json]) -> Self {
        let at_the_top = items.iter().any(|item| core::ptr::eq(*item, json));
        Self {
            document_id: text(json, "document_id"),
            documents: items.iter().map(|item| BeorgDocument::read(item)).collect(),
            extra: if at_the_top { BTreeMap::new() } else { others(json, &RESULT) },
        }
    }

    /// What the documents are read from, in the same order, so that each stays the counterpart of its photo. Nothing
    /// where none of them tells anything: the result is not ready yet. Where the key is repeated, those of each value
    /// follow one another.
    pub(super) fn items(json: &Json) -> Vec<&Json> {
        let items: Vec<&Json> = json.all("documents").flat_map(Json::items).collect();
        if items.iter().any(|item| !item.entries().is_empty()) {
            return items;
        }
        // Another client finds the one document's fields at the top of the response.
        let at_the_top = ["data", "broken", "broken_reasons", "broken_reasons_ru"];
        let is_told = |value: &Json| !matches!(value, Json::Null | Json::List(_)) || !is_empty(value);
        if at_the_top.iter().any(|key| json.all(key).any(is_told)) { vec![json] } else { Vec::new() }
    }
}

/// The keys of a result, and those of a document.
const RESULT: [&str; 2] = ["document_id", "documents"];
const DOCUMENT: [&str; 9] =
    ["key", "type", "data", "metadata", "broken", "broken_reasons", "broken_reasons_ru", "document_id", "documents"];

/// Whether nothing stands there, not even an entry that tells nothing.
pub(super) fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::Text(text) => is_blank(text),
        Json::List(items) => items.is_empty(),
        Json::Object(entries) => entries.is_empty(),
        Json::Bool(_) | Json::Integer(_) | Json::Number(_) => false,
    }
}

impl BeorgDocument {
    fn read(json: &Json) -> Self {
        let metadata = json.get("metadata").unwrap_or(&Json::Null);
        Self {
            key: text(json, "key"),
            document_type: text(json, "type"),
            data: map(json.get("data"), |value| Some(value.text())),
            confidences: map(metadata.get("confidences"), Json::number),
            verifications: metadata.get("verifications").map(BeorgVerifications::read).unwrap_or_default(),
            metadata_check: metadata.get("metadata_check").map(BeorgMetadataCheck::read).unwrap_or_default(),
            other_metadata: others(metadata, &["confidences", "verifications", "metadata_check"]),
            broken: json.get("broken").and_then(Decision::read_flag).and_then(Decision::flag),
            broken_reasons: texts(json.get("broken_reasons")),
            broken_reasons_ru: texts(json.get("broken_reasons_ru")),
            extra: others(json, &DOCUMENT),
        }
    }
}

impl BeorgVerifications {
    fn read(json: &Json) -> Self {
        Self {
            status: integer(json, "status"),
            status_text: text(json, "status_text"),
            checks: map(json.get("checks"), |group| Some(group.items().iter().map(BeorgVerifyCheck::read).collect())),
            bad_fields: texts(json.get("bad_fields")),
            flags: others(json, &["status", "status_text", "checks", "bad_fields"]),
        }
    }
}

impl BeorgVerifyCheck {
    fn read(json: &Json) -> Self {
        let extra = others(json, &["status", "key", "title"]);
        Self { status: integer(json, "status"), key: text(json, "key"), title: text(json, "title"), extra }
    }
}

impl BeorgMetadataCheck {
    fn read(json: &Json) -> Self {
        let checks = json.get("checks").unwrap_or(&Json::Null);
        let checks = BeorgMetadataChecks {
            source_check: integer(checks, "source_check"),
            suspicious_app_detection: integer(checks, "suspicious_app_detection"),
            suspicious_value: text(checks, "suspicious_value"),
            create_date: text(checks, "create_date"),
            make: text(checks, "make"),
            model: text(checks, "model"),
            extra: others(checks, &EXIF),
        };
        Self { status: integer(json, "status"), checks, extra: others(json, &["status", "checks"]) }
    }
}

const EXIF: [&str; 6] =
    ["source_check", "suspicious_app_detection", "suspicious_value", "create_date", "make", "model"];

fn text(json: &Json, key: &str) -> Option<String> {
    json.get(key).and_then(Json::text)
}

fn integer(json: &Json, key: &str) -> Option<i64> {
    json.get(key).and_then(Json::safe_integer)
}

/// The texts of a list, or a text alone.
fn texts(json: Option<&Json>) -> Vec<String> {
    match json {
        Some(Json::List(items)) => items.iter().filter_map(Json::text).collect(),
        Some(Json::Text(text)) if !text.is_empty() => vec![text.clone()],
        Some(_) | None => Vec::new(),
    }
}

fn map<T>(json: Option<&Json>, read: impl Fn(&Json) -> Option<T>) -> BTreeMap<String, T> {
    json.unwrap_or(&Json::Null).map(|_, value| read(value))
}

fn others(json: &Json, known: &[&str]) -> BTreeMap<String, Json> {
    let is_known = |key: &str| known.iter().any(|name| name.eq_ignore_ascii_case(key));
    json.map(|key, value| (!is_known(key) && *value != Json::Null).then(|| value.clone()))
}
