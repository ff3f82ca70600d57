//! `productConfig`: the finer controls of a recognition.

use super::request::{object, text};
use crate::input::{Choice, from_input};
use crate::json::Json;

/// The finer controls of a recognition. Switches are booleans here, `Y` and `N` on the wire.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ZolozProductConfig {
    /// Whether the text is read. Default here: true, and always sent, for the vendor's own default is false.
    #[input(key = "enableOCR")]
    pub enable_ocr: Option<bool>,
    /// How strictly the document is judged to be genuine. Vendor's default: `CLOSED`.
    pub spoof_mode: Option<ZolozSpoofMode>,
    /// Whether an expired document is accepted. Vendor's default: true, but false for docType `00000001003`.
    pub allow_expired_document: Option<bool>,
    /// Whether the portrait is cut out of the document; ask for it in `extraImageControlList` too.
    pub crop_face_image_from_doc: Option<bool>,
    /// What is checked on the page. Hong Kong identity cards only.
    pub page_info_check: Option<Vec<ZolozPageInfoCheck>>,
    /// Which parts of the document have to agree. Some documents only.
    pub consistency_check: Option<Vec<ZolozConsistencyCheck>>,
}

impl ZolozProductConfig {
    /// In the vendor's words.
    pub(super) fn to_json(&self) -> Json {
        object([
            ("enableOCR", y_or_n(Some(self.enable_ocr.unwrap_or(true)))),
            ("spoofMode", text(self.spoof_mode.map(Choice::name))),
            ("allowExpiredDocument", y_or_n(self.allow_expired_document)),
            ("cropFaceImageFromDoc", y_or_n(self.crop_face_image_from_doc)),
            ("pageInfoCheck", list(self.page_info_check.as_deref(), |check| check.to_json())),
            ("consistencyCheck", list(self.consistency_check.as_deref(), ZolozConsistencyCheck::to_json)),
        ])
    }
}

fn y_or_n(flag: Option<bool>) -> Option<Json> {
    text(flag.map(|flag| if flag { "Y" } else { "N" }))
}

fn list<T>(items: Option<&[T]>, to_json: impl Fn(&T) -> Json) -> Option<Json> {
    Some(Json::List(items?.iter().map(to_json).collect()))
}

/// How strictly a document is judged to be genuine. The vendor reserves `LOOSE` and `STRICT` and refuses them today.
#[from_input(rename_all = "UPPERCASE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZolozSpoofMode {
    /// Not judged.
    Closed,
    /// The vendor's recommended level.
    Standard,
}

/// One thing to check on the page of a Hong Kong identity card.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZolozPageInfoCheck {
    /// What is checked.
    pub name: ZolozPageInfo,
}

impl ZolozPageInfoCheck {
    fn to_json(self) -> Json {
        object([("name", text(Some(self.name.name())))])
    }
}

/// What can be checked on the page of a Hong Kong identity card.
#[from_input(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZolozPageInfo {
    /// The number.
    Id,
    /// The symbols.
    Symbol,
    /// The name.
    Name,
}

/// One thing that has to agree with another.
#[from_input(tag = "type")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZolozConsistencyCheck {
    /// The number on the front and on the back of a MyKad.
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

impl ZolozConsistencyCheck {
    fn to_json(&self) -> Json {
        let kind = |name| ("type", text(Some(name)));
        let texts =
            |texts: Vec<&str>| Some(Json::List(texts.into_iter().map(|text| Json::Text(text.into())).collect()));
        match self {
            Self::CommonConsistencyCheck {} => object([kind("commonConsistencyCheck")]),
            Self::MrzVisualConsistencyCheck { details } => {
                let details = details.iter().map(|field| field.name()).collect();
                object([kind("mrzVisualConsistencyCheck"), ("details", texts(details))])
            }
            Self::PassportCountryCheck { value_range } => {
                let value_range = value_range.iter().map(String::as_str).collect();
                object([kind("passportCountryCheck"), ("valueRange", texts(value_range))])
            }
        }
    }
}

/// A field that stands in the machine readable zone and in print.
#[from_input(rename_all = "SCREAMING_SNAKE_CASE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
