//! `productConfig`: the finer controls of a recognition.

use serde::{Deserialize, Serialize, Serializer};

/// The finer controls of a recognition. Switches are booleans here, `Y` and `N` on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ZolozProductConfig {
    /// Whether the text is read. Default here: true, and always sent, for the vendor's own default is false.
    #[serde(rename = "enableOCR", skip_serializing_if = "Option::is_none", serialize_with = "y_or_n")]
    pub enable_ocr: Option<bool>,
    /// How strictly the document is judged to be genuine. Vendor's default: `CLOSED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoof_mode: Option<ZolozSpoofMode>,
    /// Whether an expired document is accepted. Vendor's default: true, but false for docType `00000001003`.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "y_or_n")]
    pub allow_expired_document: Option<bool>,
    /// Whether the portrait is cut out of the document; ask for it in `extraImageControlList` too.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "y_or_n")]
    pub crop_face_image_from_doc: Option<bool>,
    /// What is checked on the page. Hong Kong identity cards only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_info_check: Option<Vec<ZolozPageInfoCheck>>,
    /// Which parts of the document have to agree. Some documents only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consistency_check: Option<Vec<ZolozConsistencyCheck>>,
}

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn y_or_n<S: Serializer>(flag: &Option<bool>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(if *flag == Some(true) { "Y" } else { "N" })
}

/// How strictly a document is judged to be genuine. The vendor reserves `LOOSE` and `STRICT` and refuses them today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "UPPERCASE")]
pub enum ZolozSpoofMode {
    /// Not judged.
    Closed,
    /// The vendor's recommended level.
    Standard,
}

/// One thing to check on the page of a Hong Kong identity card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ZolozPageInfoCheck {
    /// What is checked.
    pub name: ZolozPageInfo,
}

/// What can be checked on the page of a Hong Kong identity card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum ZolozPageInfo {
    /// The number.
    Id,
    /// The symbols.
    Symbol,
    /// The name.
    Name,
}

/// One thing that has to agree with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum ZolozConsistencyCheck {
    /// The number on the front and on the back of a MyKad.
    // Braces, because serde takes any key beside the tag of a variant without them.
    CommonConsistencyCheck {},
    /// The machine readable zone and the printed fields.
    MrzVisualConsistencyCheck {
        /// The fields to compare; which are allowed depends on the docType.
        details: Vec<ZolozConsistencyField>,
    },
    /// The passport's country code and the country that the vendor detects.
    PassportCountryCheck {
        /// The countries allowed, ISO 3166-1 alpha-3.
        value_range: Vec<String>,
    },
}

/// A field that stands in the machine readable zone and in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ZolozConsistencyField {
    /// The name.
    Name,
    /// The sex.
    Sex,
    /// The number.
    IdNumber,
    /// The country code.
    CountryCode,
    /// The date of expiry.
    ExpiryDate,
    /// The date of birth.
    DateOfBirth,
}

impl ZolozConsistencyField {
    /// The vendor's name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Name => "NAME",
            Self::Sex => "SEX",
            Self::IdNumber => "ID_NUMBER",
            Self::CountryCode => "COUNTRY_CODE",
            Self::ExpiryDate => "EXPIRY_DATE",
            Self::DateOfBirth => "DATE_OF_BIRTH",
        }
    }
}
