//! The normalized identity document.

use super::address::AddressParts;
use super::check::Check;
use super::field::Field;
use super::images::DocumentImages;
use super::mrz::Mrz;
use crate::json::Json;
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
    /// Whether the document says that it does not expire. Then there is no date of expiry.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub never_expires: bool,
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
    /// Images that the vendor returned.
    pub images: DocumentImages,
    /// What was checked, by the vendor or by cross-checking its response.
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
