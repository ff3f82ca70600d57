//! The normalized identity document: the same shape whatever the vendor.

use crate::json::Json;
use crate::mrz::Mrz;
use serde::Serialize;
use std::collections::BTreeMap;

/// One document as a vendor read it. What was not read is absent, never an empty string.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct IdentityDocument {
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// The vendor's own name or code for the type, such as `00000001003` or `chip_id_card_front`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_type: Option<String>,
    /// The caller's own label for the document, where the vendor returns one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The issuing country, ISO 3166-1 alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuing_country: Option<Field>,
    /// The surname (ICAO 9303 primary identifier), in Latin script where there is a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<Field>,
    /// The given names (ICAO 9303 secondary identifier).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_names: Option<Field>,
    /// The patronymic or middle name, where the vendor gives it apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<Field>,
    /// The whole name as one text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub full_name: Option<Field>,
    /// The whole name in the local script, where it differs from `full_name`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_name: Option<Field>,
    /// The number of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<Field>,
    /// The holder's personal or national number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_number: Option<Field>,
    /// The date of birth, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<Field>,
    /// The date of issue, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_issue: Option<Field>,
    /// The date of expiry, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<Field>,
    /// The sex as in ICAO 9303: `M`, `F` or `X`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Field>,
    /// The nationality, ISO 3166-1 alpha-3 where it can be told, else as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<Field>,
    /// The issuing authority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<Field>,
    /// The place of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place_of_birth: Option<Field>,
    /// The address as one text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Field>,
    /// The address in parts, where the vendor splits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_parts: Option<AddressParts>,
    /// The machine readable zone (ICAO 9303).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mrz: Option<Mrz>,
    /// Pictures that the vendor returned.
    pub images: DocumentImages,
    /// What was checked, by the vendor or by cross-checking its answer.
    pub checks: Vec<Check>,
    /// What the vendor gave beyond the fields above, unchanged, under the vendor's own keys.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>"))]
    pub extra: BTreeMap<String, Json>,
}

/// What kind of document it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A passport.
    Passport,
    /// A national identity card.
    IdCard,
    /// A driving licence.
    DrivingLicence,
    /// A residence permit or card.
    ResidencePermit,
    /// A visa.
    Visa,
    /// A travel permit other than a passport.
    TravelPermit,
    /// A military or officer's identity card.
    MilitaryId,
    /// A birth certificate.
    BirthCertificate,
    /// A social security or insurance card or certificate.
    SocialSecurity,
    /// A tax card.
    TaxCard,
    /// A vehicle registration.
    VehicleRegistration,
    /// Anything else, or not told.
    #[default]
    Other,
}

/// One field of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The normalized value; the same as `raw` where there is nothing to normalize, or where it would be a guess.
    pub value: String,
    /// The text as the vendor gave it.
    pub raw: String,
    /// How sure the vendor is, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Where it stands on the picture, in pixels of the vendor's picture: left, top, right, bottom.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[number, number, number, number]", optional))]
    pub bounds: Option<[f64; 4]>,
    /// Where it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<FieldSource>,
}

impl Field {
    /// A field whose value is the vendor's text. An empty or blank text gives `None`.
    #[must_use]
    pub fn new(raw: impl Into<String>) -> Option<Self> {
        let raw = raw.into();
        let value = raw.trim().to_owned();
        (!value.is_empty()).then(|| Self { value, raw, ..Self::default() })
    }
}

/// Where a field was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum FieldSource {
    /// The printed part (ICAO 9303 visual inspection zone).
    Visual,
    /// The machine readable zone.
    Mrz,
}

/// An address in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AddressParts {
    /// Province, city or region: the largest unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<AddressPart>,
    /// District.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<AddressPart>,
    /// Ward or commune: the smallest unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ward: Option<AddressPart>,
}

/// One part of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AddressPart {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The official code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Pictures that a vendor returned, as file bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DocumentImages {
    /// The portrait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face: Option<DocumentImage>,
    /// The front.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<DocumentImage>,
    /// The back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<DocumentImage>,
    /// The document, straightened and cropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aligned: Option<DocumentImage>,
}

/// A picture that a vendor returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DocumentImage {
    /// The file.
    #[serde(with = "serde_bytes")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array<ArrayBuffer>"))]
    pub bytes: Vec<u8>,
    /// The media type by content, or `application/octet-stream`.
    pub mime_type: String,
}

/// One check of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// How it ended.
    pub status: CheckStatus,
    /// The vendor's own name or code for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_code: Option<String>,
}

impl Check {
    /// A check with the vendor's name or code for it.
    pub fn new(kind: CheckKind, status: CheckStatus, vendor_code: impl Into<String>) -> Self {
        Self { kind, status, vendor_code: Some(vendor_code.into()) }
    }
}

/// What was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Not photographed from a screen.
    ScreenRecapture,
    /// Not a photocopy.
    Photocopy,
    /// Not altered.
    Tamper,
    /// The right material.
    Material,
    /// The printed information is plausible.
    Information,
    /// Security features are there.
    SecurityFeature,
    /// No corner is cut off the card.
    CornerCutOff,
    /// No corner is outside the picture.
    CornerMissing,
    /// The id number has the right form.
    IdFormat,
    /// The machine readable zone has the right form and check digits.
    MrzFormat,
    /// The machine readable zone and the printed fields agree.
    MrzVisualConsistency,
    /// Parts of the document agree with one another.
    Consistency,
    /// The document has not expired.
    Expired,
    /// The picture's metadata speaks for a camera.
    ImageMetadata,
    /// The picture is sharp.
    Sharpness,
    /// The picture is well exposed.
    Exposure,
    /// The document is of a kind that was asked for.
    DocumentType,
    /// A portrait was found.
    FacePresent,
    /// A live person.
    Liveness,
    /// The faces match.
    FaceMatch,
    /// The vendor's overall judgement.
    Overall,
    /// Anything else; the vendor's code tells.
    Other,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Nothing wrong was found.
    Passed,
    /// Something wrong was found.
    Failed,
    /// Not checked, or the result was not told.
    NotRun,
}

impl CheckStatus {
    /// `Passed` for true, `Failed` for false, `NotRun` for nothing.
    #[must_use]
    pub const fn from_flag(passed: Option<bool>) -> Self {
        match passed {
            Some(true) => Self::Passed,
            Some(false) => Self::Failed,
            None => Self::NotRun,
        }
    }
}
