//! `productConfig`: the finer controls of a recognition.

use super::request::{object, text};
use crate::Result;
use crate::input::{self, Choice, FromInput, Value};
use crate::json::Json;

/// The finer controls of a recognition. Switches are booleans here, `Y` and `N` on the wire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct ZolozProductConfig {
    /// Whether the text is read. Default here: true, and always sent, for the vendor's own default is false.
    #[cfg_attr(target_arch = "wasm32", serde(rename = "enableOCR"), tsify(optional))]
    pub enable_ocr: Option<bool>,
    /// How strictly the document is judged to be genuine. Vendor's default: `CLOSED`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub spoof_mode: Option<ZolozSpoofMode>,
    /// Whether an expired document is accepted. Vendor's default: true, but false for docType `00000001003`.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub allow_expired_document: Option<bool>,
    /// Whether the portrait is cut out of the document; ask for it in `extraImageControlList` too.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub crop_face_image_from_doc: Option<bool>,
    /// What is checked on the page. Hong Kong identity cards only.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub page_info_check: Option<Vec<ZolozPageInfoCheck>>,
    /// Which parts of the document have to agree. Some documents only.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub consistency_check: Option<Vec<ZolozConsistencyCheck>>,
}

input::object!(ZolozProductConfig {
    enable_ocr as "enableOCR",
    spoof_mode,
    allow_expired_document,
    crop_face_image_from_doc,
    page_info_check,
    consistency_check,
});

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "UPPERCASE"))]
pub enum ZolozSpoofMode {
    /// Not judged.
    Closed,
    /// The vendor's recommended level.
    Standard,
}

input::choice!(ZolozSpoofMode { "CLOSED" => Closed, "STANDARD" => Standard });

/// One thing to check on the page of a Hong Kong identity card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct ZolozPageInfoCheck {
    /// What is checked.
    pub name: ZolozPageInfo,
}

input::object!(ZolozPageInfoCheck { name });

impl ZolozPageInfoCheck {
    fn to_json(self) -> Json {
        object([("name", text(Some(self.name.name())))])
    }
}

/// What can be checked on the page of a Hong Kong identity card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "lowercase"))]
pub enum ZolozPageInfo {
    /// The number.
    Id,
    /// The symbols.
    Symbol,
    /// The name.
    Name,
}

input::choice!(ZolozPageInfo { "id" => Id, "symbol" => Symbol, "name" => Name });

/// One thing that has to agree with another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    target_arch = "wasm32",
    derive(tsify::Tsify),
    serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")
)]
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
        let kind = |kind: ConsistencyCheckType| ("type", text(Some(kind.name())));
        let texts =
            |texts: Vec<&str>| Some(Json::List(texts.into_iter().map(|text| Json::Text(text.into())).collect()));
        match self {
            Self::CommonConsistencyCheck {} => object([kind(ConsistencyCheckType::Common)]),
            Self::MrzVisualConsistencyCheck { details } => {
                let details = details.iter().map(|field| field.name()).collect();
                object([kind(ConsistencyCheckType::MrzVisual), ("details", texts(details))])
            }
            Self::PassportCountryCheck { value_range } => {
                let value_range = value_range.iter().map(String::as_str).collect();
                object([kind(ConsistencyCheckType::PassportCountry), ("valueRange", texts(value_range))])
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum ConsistencyCheckType {
    Common,
    MrzVisual,
    PassportCountry,
}

input::choice!(ConsistencyCheckType {
    "commonConsistencyCheck" => Common,
    "mrzVisualConsistencyCheck" => MrzVisual,
    "passportCountryCheck" => PassportCountry,
});

impl FromInput for ZolozConsistencyCheck {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        let kind = value.field("type")?;
        let fields: &[&str] = match kind {
            ConsistencyCheckType::Common => &[],
            ConsistencyCheckType::MrzVisual => &["details"],
            ConsistencyCheckType::PassportCountry => &["value_range"],
        };
        value.object_beside(Some("type"), fields)?;
        Ok(match kind {
            ConsistencyCheckType::Common => Self::CommonConsistencyCheck {},
            ConsistencyCheckType::MrzVisual => Self::MrzVisualConsistencyCheck { details: value.field("details")? },
            ConsistencyCheckType::PassportCountry => {
                Self::PassportCountryCheck { value_range: value.field("value_range")? }
            }
        })
    }
}

/// A field that stands in the machine readable zone and in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "SCREAMING_SNAKE_CASE"))]
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

input::choice!(ZolozConsistencyField {
    "NAME" => Name,
    "SEX" => Sex,
    "ID_NUMBER" => IdNumber,
    "COUNTRY_CODE" => CountryCode,
    "EXPIRY_DATE" => ExpiryDate,
    "DATE_OF_BIRTH" => DateOfBirth,
});
