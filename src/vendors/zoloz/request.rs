//! What a caller asks ZOLOZ for, and how it becomes a request.

use super::config::{ZolozProductConfig, names};
use super::{ASYNC_CHECK_RESULT_PATH, AUTHENTICATION_TEST_PATH};
use crate::Result;
use crate::http::{HttpRequest, JsonBody};
use crate::input::ImageFile;
use crate::input::{Choice, from_input};
use crate::json::Json;
use crate::vendors::Extra;

/// What `recognize` and `asyncRecognize` ask for.
///
/// The document's kind is determined by `docType`, or found by the vendor among `autoDocTypes`, `autoDocCategory` and
/// `autoDocCountrycode`: one way or the other, not both.
pub type ZolozRecognizeRequest = ZolozRecognizeFields;

/// The type for JavaScript: never made, only described.
#[cfg(target_arch = "wasm32")]
#[allow(dead_code, reason = "only its description is used, of which the lint does not know")]
mod typescript {
    /// What `recognize` and `asyncRecognize` ask for. The document's kind is determined by `docType`, or found by the
    /// vendor among at least one of the `autoDoc` fields: one way or the other, not both.
    #[derive(tsify::Tsify)]
    struct ZolozRecognizeRequest(
        #[tsify(type = r#"ZolozRecognizeFields & (
    | { docType: string; autoDocTypes?: never; autoDocCategory?: never; autoDocCountrycode?: never }
    | ({ docType?: never } & (
          | { autoDocTypes: string[] }
          | { autoDocCategory: ZolozDocCategory[] }
          | { autoDocCountrycode: string[] }
      ))
)"#)]
        (),
    );

    /// A field that stands in the machine readable zone and in print. The vendor may add some.
    #[derive(tsify::Tsify)]
    struct ZolozConsistencyField(
        #[tsify(
            type = r#""NAME" | "SEX" | "ID_NUMBER" | "COUNTRY_CODE" | "EXPIRY_DATE" | "DATE_OF_BIRTH" | (string & {})"#
        )]
        (),
    );
}

/// The fields of a [`ZolozRecognizeRequest`].
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct ZolozRecognizeFields {
    /// The caller's own id for tracing, 1 to 32 bytes (a UUID fits without its dashes). The JavaScript client fills
    /// it in; use the same one for a repeated call.
    pub biz_id: Option<String>,
    /// The front.
    pub front: ImageFile,
    /// The back, for documents of two pages.
    pub back: Option<ImageFile>,
    /// The vendor's code of the document, 11 digits, such as `00000001003` for the machine readable zone of any passport.
    pub doc_type: Option<String>,
    /// The codes among which the vendor shall find the document's.
    pub auto_doc_types: Option<Vec<String>>,
    /// The categories among which the vendor shall find the document's.
    pub auto_doc_category: Option<Vec<ZolozDocCategory>>,
    /// The countries among which the vendor shall find the document's: `ALL` or ISO 3166-1 alpha-3.
    pub auto_doc_countrycode: Option<Vec<String>>,
    /// How strictly the vendor's rules are applied. Vendor's default: `STANDARD`.
    pub operation_mode: Option<ZolozOperationMode>,
    /// The caller's own name of the scene, for the vendor's statistics, at most 64 characters.
    pub scene_code: Option<String>,
    /// The caller's own id of the person, at most 64 characters: send it hashed.
    pub user_id: Option<String>,
    /// The images wanted in the response.
    pub extra_image_control_list: Option<Vec<ZolozExtraImage>>,
    /// Finer controls.
    pub product_config: Option<ZolozProductConfig>,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, unknown>")]
    pub extra: Option<Extra>,
}

/// A category of documents for automatic classification.
#[from_input(rename_all = "SCREAMING_SNAKE_CASE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[from_input(rename_all = "UPPERCASE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// An image that the vendor can return.
#[from_input(rename_all = "SCREAMING_SNAKE_CASE")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZolozExtraImage {
    /// The portrait; ask for it with `productConfig.cropFaceImageFromDoc` too.
    CroppedFaceFromDoc,
}

/// What `asyncCheckResult` asks for.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct ZolozAsyncCheckResultRequest {
    /// The id that `asyncRecognize` gave.
    pub transaction_id: String,
    /// The images wanted in the response.
    pub extra_image_control_list: Option<Vec<ZolozExtraImage>>,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, unknown>")]
    pub extra: Option<Extra>,
}

/// What `authenticationTest` sends.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct ZolozAuthenticationTestRequest {
    /// Any JSON object; the vendor gives it back.
    #[input(ts = "Record<string, unknown>")]
    pub body: Json,
}

/// The members of the body that have a field.
const MEMBERS: [&str; 12] = [
    "bizId",
    "docType",
    "autoDocTypes",
    "autoDocCategory",
    "autoDocCountrycode",
    "frontPageImage",
    "backPageImage",
    "operationMode",
    "sceneCode",
    "userId",
    "extraImageControlList",
    "productConfig",
];

/// The vendor's own spelling of the media type.
const JSON: &str = "application/json; charset=UTF-8";

impl ZolozRecognizeFields {
    pub(super) fn build(&self, path: &str) -> Result<HttpRequest> {
        let config = self.product_config.clone().unwrap_or_default().to_json()?;
        let extra = Extra::named(self.extra.as_ref(), "request.extra", &MEMBERS)?;
        let body = JsonBody::default()
            .member("bizId", self.biz_id.as_ref())
            .member("docType", self.doc_type.as_ref())
            .member("autoDocTypes", self.auto_doc_types.as_ref().map(Json::list))
            .member("autoDocCategory", names(self.auto_doc_category.as_deref()))
            .member("autoDocCountrycode", self.auto_doc_countrycode.as_ref().map(Json::list))
            .image("frontPageImage", Some(&self.front))
            .image("backPageImage", self.back.as_ref())
            .member("operationMode", self.operation_mode.map(Choice::name))
            .member("sceneCode", self.scene_code.as_ref())
            .member("userId", self.user_id.as_ref())
            .member("extraImageControlList", names(self.extra_image_control_list.as_deref()))
            .member("productConfig", Some(config));
        let body = extra.iter().fold(body, |body, (name, value)| body.member(name, Some(value.clone())));
        Ok(HttpRequest::post(path, JSON, body.finish()))
    }
}

impl ZolozAsyncCheckResultRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        let own = ["transactionId", "extraImageControlList"];
        let extra = Extra::named(self.extra.as_ref(), "request.extra", &own)?;
        let body = JsonBody::default()
            .member("transactionId", Some(&self.transaction_id))
            .member("extraImageControlList", names(self.extra_image_control_list.as_deref()));
        let body = extra.iter().fold(body, |body, (name, value)| body.member(name, Some(value.clone())));
        Ok(HttpRequest::post(ASYNC_CHECK_RESULT_PATH, JSON, body.finish()))
    }
}

impl ZolozAuthenticationTestRequest {
    pub(super) fn build(&self) -> HttpRequest {
        let mut body = Vec::new();
        self.body.write(&mut body);
        HttpRequest::post(AUTHENTICATION_TEST_PATH, JSON, body)
    }
}
