//! The responses of Biometric.kz in its own terms.

use crate::document::normalize::is_blank;
use crate::json::Json;
use serde::Serialize;
use std::collections::BTreeMap;

/// A document as version 1 reads it. Every field may be absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BiometricKzParsedDocument {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Patronymic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patronymic: Option<String>,
    /// Identification number, leading zeros kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<String>,
    /// Date of birth, `DD.MM.YYYY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Document number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// Issuing authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    /// Date of issue, `DD.MM.YYYY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_issue: Option<String>,
    /// Date of expiry, `DD.MM.YYYY`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<String>,
    /// The country as it was asked for, alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// What each side was recognised as.
    pub document_type: BiometricKzDocumentTypes,
    /// Images as base64.
    pub images: BiometricKzImages,
    /// What failed: a text, or an object as in the vendor's webhooks. Absent where the vendor says `"None"`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        target_arch = "wasm32",
        tsify(type = r#"string | { type?: string | null; detail?: unknown; [key: string]: unknown }"#, optional)
    )]
    pub failure_reason: Option<Json>,
}

/// What each side was recognised as.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BiometricKzDocumentTypes {
    /// The front.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontside: Option<BiometricKzDocumentType>,
    /// The back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backside: Option<BiometricKzDocumentType>,
}

/// What a side was recognised as.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BiometricKzDocumentType {
    /// How sure the vendor is of the type, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// The type's id, which may be negative.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// The document's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_name: Option<String>,
    /// Whether it has a chip: 0 no, 1 yes, 2 unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = r#"0 | 1 | 2 | (number & {})"#, optional))]
    pub rfid_presence: Option<i64>,
    /// Exposure for ultraviolet light.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uv_exp: Option<i64>,
    /// Light schemes needed to read this type, a bit mask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub necessary_lights: Option<i64>,
    /// Authenticity checks of this type, a bit mask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check_authenticity: Option<i64>,
    /// Light schemes needed to verify this type, a bit mask.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticity_necessary_lights: Option<i64>,
    /// More on the type.
    pub fdsid_list: BiometricKzFdsidList,
}

/// More on a document type.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BiometricKzFdsidList {
    /// Ids of the type in the vendor's reference list.
    pub list: Vec<i64>,
    /// Whether the type has a machine readable zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d_mrz: Option<bool>,
    /// The kind of document: 12 is an identity card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d_type: Option<i64>,
    /// The size: 0 is ID-1, 1 is ID-2, 2 is ID-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = r#"0 | 1 | 2 | (number & {})"#, optional))]
    pub d_format: Option<i64>,
    /// The years of issue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d_year: Option<String>,
    /// The country, alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icao_code: Option<String>,
    /// The kind of document in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d_description: Option<String>,
    /// The country's English name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d_country_name: Option<String>,
    /// The code of a state within the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d_state_code: Option<String>,
    /// The name of a state within the country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub d_state_name: Option<String>,
}

/// Images as base64.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BiometricKzImages {
    /// The portrait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face_photo: Option<String>,
    /// The front.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front_side_image: Option<String>,
    /// The back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back_side_image: Option<String>,
}

/// A document as version 2 reads it. The vendor does not publish its form.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct BiometricKzProcessedDocument {
    /// The response's fields under the vendor's own names.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>"))]
    pub fields: BTreeMap<String, Json>,
}

impl BiometricKzParsedDocument {
    pub(super) fn read(json: &Json) -> Self {
        Self {
            first_name: text(json, "first_name"),
            last_name: text(json, "last_name"),
            patronymic: text(json, "patronymic"),
            personal_number: text(json, "personal_number"),
            date_of_birth: text(json, "date_of_birth"),
            document_number: text(json, "document_number"),
            authority: text(json, "authority"),
            date_of_issue: text(json, "date_of_issue"),
            date_of_expiry: text(json, "date_of_expiry"),
            country_code: text(json, "country_code"),
            document_type: json.get("document_type").map(BiometricKzDocumentTypes::read).unwrap_or_default(),
            images: json.get("images").map(BiometricKzImages::read).unwrap_or_default(),
            failure_reason: json.get("failure_reason").filter(|reason| is_failure(reason)).cloned(),
        }
    }
}

impl BiometricKzDocumentTypes {
    fn read(json: &Json) -> Self {
        let side =
            |key| json.get(key).filter(|side| matches!(side, Json::Object(_))).map(BiometricKzDocumentType::read);
        Self { frontside: side("frontside"), backside: side("backside") }
    }
}

impl BiometricKzDocumentType {
    fn read(json: &Json) -> Self {
        Self {
            p: json.get("p").and_then(Json::number),
            id: integer(json, "id"),
            document_name: text(json, "document_name"),
            rfid_presence: integer(json, "rfid_presence"),
            uv_exp: integer(json, "uv_exp"),
            necessary_lights: integer(json, "necessary_lights"),
            check_authenticity: integer(json, "check_authenticity"),
            authenticity_necessary_lights: integer(json, "authenticity_necessary_lights"),
            fdsid_list: json.get("fdsid_list").map(BiometricKzFdsidList::read).unwrap_or_default(),
        }
    }
}

impl BiometricKzFdsidList {
    fn read(json: &Json) -> Self {
        Self {
            list: json.get("list").map(Json::items).unwrap_or_default().iter().filter_map(Json::safe_integer).collect(),
            d_mrz: json.get("d_mrz").and_then(Json::flag),
            d_type: integer(json, "d_type"),
            d_format: integer(json, "d_format"),
            d_year: text(json, "d_year"),
            icao_code: text(json, "icao_code"),
            d_description: text(json, "d_description"),
            d_country_name: text(json, "d_country_name"),
            d_state_code: text(json, "d_state_code"),
            d_state_name: text(json, "d_state_name"),
        }
    }
}

impl BiometricKzImages {
    /// The vendor's sample has `front_side_image` twice and no `back_side_image`: the second is the back.
    fn read(json: &Json) -> Self {
        let mut fronts = json.all("front_side_image");
        let front_side_image = fronts.next().and_then(Json::text);
        let back_side_image = json.get("back_side_image").or_else(|| fronts.next()).and_then(Json::text);
        Self { face_photo: text(json, "face_photo"), front_side_image, back_side_image }
    }
}

/// The vendor writes no failure as `null` and as the text `None`.
pub(super) fn is_failure(reason: &Json) -> bool {
    match reason {
        Json::Null | Json::Bool(false) => false,
        Json::Text(text) => !is_blank(text) && !matches!(text.trim().to_ascii_lowercase().as_str(), "none" | "null"),
        Json::Object(entries) => entries.iter().any(|(_, value)| is_failure(value)),
        Json::List(items) => items.iter().any(is_failure),
        Json::Bool(true) | Json::Integer(_) | Json::Number(_) => true,
    }
}

fn text(json: &Json, key: &str) -> Option<String> {
    json.get(key).and_then(Json::text)
}

fn integer(json: &Json, key: &str) -> Option<i64> {
    json.get(key).and_then(Json::safe_integer)
}
