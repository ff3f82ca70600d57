//! What a caller asks ZOLOZ for, and how it becomes a request.

use super::config::ZolozProductConfig;
use super::{ASYNC_CHECK_RESULT_PATH, AUTHENTICATION_TEST_PATH, rules};
use crate::http::HttpRequest;
use crate::json::Json;
use crate::vendor::ImageFile;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};

/// What `recognize` and `asyncRecognize` ask for.
///
/// The document's kind is told by `docType`, or found by the vendor among `autoDocTypes`, `autoDocCategory` and
/// `autoDocCountrycode`: one way or the other, not both.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ZolozRecognizeRequest {
    /// The caller's own id for tracing, 1 to 32 bytes (a UUID fits without its dashes). The JavaScript client fills
    /// it in; use the same one for a repeated call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub biz_id: Option<String>,
    /// The front.
    pub front: ImageFile,
    /// The back, for documents of two pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<ImageFile>,
    /// The vendor's code of the document, 11 digits, such as `00000001003` for the machine readable zone of any passport.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_type: Option<String>,
    /// The codes among which the vendor shall find the document's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_doc_types: Option<Vec<String>>,
    /// The categories among which the vendor shall find the document's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_doc_category: Option<Vec<ZolozDocCategory>>,
    /// The countries among which the vendor shall find the document's: `ALL` or ISO 3166-1 alpha-3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_doc_countrycode: Option<Vec<String>>,
    /// How strictly the vendor's rules are applied. Vendor's default: `STANDARD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation_mode: Option<ZolozOperationMode>,
    /// The caller's own name of the scene, for the vendor's statistics, at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene_code: Option<String>,
    /// The caller's own id of the person, at most 64 characters: send it hashed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The pictures wanted in the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_image_control_list: Option<Vec<ZolozExtraImage>>,
    /// Finer controls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product_config: Option<ZolozProductConfig>,
}

/// A category of documents for automatic classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ZolozDocCategory {
    /// Passports.
    Passport,
    /// Driving licences.
    DrivingLicense,
    /// Identity cards.
    IdCard,
    /// Residence permits.
    ResidencePermit,
    /// Visas.
    Visa,
    /// Every category.
    All,
}

/// How strictly the vendor's rules are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "UPPERCASE")]
pub enum ZolozOperationMode {
    /// No rules at all: for tests only.
    Closed,
    /// The vendor's recommended level.
    Standard,
    /// Less strict.
    Loose,
    /// Stricter.
    Strict,
}

/// A picture that the vendor can return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ZolozExtraImage {
    /// The portrait; ask for it with `productConfig.cropFaceImageFromDoc` too.
    CroppedFaceFromDoc,
}

/// What `asyncCheckResult` asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ZolozAsyncCheckResultRequest {
    /// The id that `asyncRecognize` gave.
    pub transaction_id: String,
    /// The pictures wanted in the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_image_control_list: Option<Vec<ZolozExtraImage>>,
}

/// What `authenticationTest` sends.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ZolozAuthenticationTestRequest {
    /// Any JSON object; the vendor gives it back.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Record<string, unknown>"))]
    pub body: Json,
}

/// The body of `recognize` in the vendor's own words.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    biz_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_doc_types: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_doc_category: Option<&'a [ZolozDocCategory]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    auto_doc_countrycode: Option<&'a [String]>,
    front_page_image: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    back_page_image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation_mode: Option<ZolozOperationMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scene_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra_image_control_list: Option<&'a [ZolozExtraImage]>,
    product_config: ZolozProductConfig,
}

impl ZolozRecognizeRequest {
    pub(super) fn build(&self, path: &str) -> Result<HttpRequest> {
        rules::check(self)?;
        let mut product_config = self.product_config.clone().unwrap_or_default();
        product_config.enable_ocr.get_or_insert(true);
        let body = Body {
            biz_id: self.biz_id.as_deref().unwrap_or_default(),
            doc_type: self.doc_type.as_deref(),
            auto_doc_types: self.auto_doc_types.as_deref(),
            auto_doc_category: self.auto_doc_category.as_deref(),
            auto_doc_countrycode: self.auto_doc_countrycode.as_deref(),
            front_page_image: self.front.base64(),
            back_page_image: self.back.as_ref().map(ImageFile::base64),
            operation_mode: self.operation_mode,
            scene_code: self.scene_code.as_deref(),
            user_id: self.user_id.as_deref(),
            extra_image_control_list: self.extra_image_control_list.as_deref(),
            product_config,
        };
        post(path, &body)
    }
}

impl ZolozAsyncCheckResultRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        rules::length("request.transactionId", self.transaction_id.chars().count(), 64, "characters")?;
        post(ASYNC_CHECK_RESULT_PATH, self)
    }
}

impl ZolozAuthenticationTestRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        match &self.body {
            Json::Object(_) => post(AUTHENTICATION_TEST_PATH, &self.body),
            Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) | Json::Text(_) | Json::List(_) => {
                Err(Error::invalid("request.body", "another value", "an object"))
            }
        }
    }
}

fn post(path: &str, body: &impl Serialize) -> Result<HttpRequest> {
    // Only a map with keys that are no strings could fail here.
    let body = serde_json::to_vec(body).map_err(|error| Error::EngineFailed { reason: error.to_string() })?;
    Ok(HttpRequest::post(path, "application/json; charset=UTF-8", body))
}
