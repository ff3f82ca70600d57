//! `productConfig`: the finer controls of a recognition.

use crate::Result;
use crate::input::{Choice, from_input};
use crate::json::Json;
use crate::vendors::Extra;

/// The finer controls of a recognition. Switches are booleans here, `Y` and `N` on the wire.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, unknown>")]
    pub extra: Option<Extra>,
}

impl ZolozProductConfig {
    /// In the vendor's words.
    pub(super) fn to_json(&self) -> Result<Json> {
        let extra = Extra::named(self.extra.as_ref(), "request.productConfig.extra", &CONTROLS)?;
        let Json::Object(mut controls) = Json::object([
            ("enableOCR", y_or_n(Some(self.enable_ocr.unwrap_or(true)))),
            ("spoofMode", self.spoof_mode.map(|mode| mode.name().into())),
            ("allowExpiredDocument", y_or_n(self.allow_expired_document)),
            ("cropFaceImageFromDoc", y_or_n(self.crop_face_image_from_doc)),
            ("pageInfoCheck", self.page_info_check.as_ref().map(Json::list)),
            ("consistencyCheck", self.consistency_check.as_ref().map(Json::list)),
        ]) else {
            return Ok(Json::default());
        };
        controls.extend_from_slice(extra);
        Ok(Json::Object(controls))
    }
}

/// The controls that have a field.
const CONTROLS: [&str; 6] =
    ["enableOCR", "spoofMode", "allowExpiredDocument", "cropFaceImageFromDoc", "pageInfoCheck", "consistencyCheck"];

/// The names of choices.
pub(super) fn names<T: Choice>(choices: Option<&[T]>) -> Option<Json> {
    choices.map(|choices| Json::list(choices.iter().map(|choice| choice.name())))
}

fn y_or_n(flag: Option<bool>) -> Option<Json> {
    flag.map(|flag| if flag { "Y" } else { "N" }.into())
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

impl From<&ZolozPageInfoCheck> for Json {
    fn from(check: &ZolozPageInfoCheck) -> Self {
        Self::object([("name", Some(check.name.name().into()))])
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
        #[input(ts = "ZolozConsistencyField[]")]
        details: Vec<String>,
    },
    /// The passport's country code and the country that the vendor detects.
    PassportCountryCheck {
        /// The countries allowed, ISO 3166-1 alpha-3.
        value_range: Vec<String>,
    },
}

impl From<&ZolozConsistencyCheck> for Json {
    fn from(check: &ZolozConsistencyCheck) -> Self {
        let kind = |name: &str| ("type", Some(name.into()));
        match check {
            ZolozConsistencyCheck::CommonConsistencyCheck {} => Self::object([kind("commonConsistencyCheck")]),
            ZolozConsistencyCheck::MrzVisualConsistencyCheck { details } => {
                Self::object([kind("mrzVisualConsistencyCheck"), ("details", Some(Self::list(details)))])
            }
            ZolozConsistencyCheck::PassportCountryCheck { value_range } => {
                Self::object([kind("passportCountryCheck"), ("valueRange", Some(Self::list(value_range)))])
            }
        }
    }
}
