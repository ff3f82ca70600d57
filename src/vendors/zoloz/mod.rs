//! ZOLOZ: ID Recognition in API mode.
//!
//! ```
//! use idsnap::vendors::{ImageFile, Operation};
//! use idsnap::vendors::zoloz::{ZolozRecognize, ZolozRecognizeRequest};
//!
//! # fn main() -> idsnap::Result<()> {
//! let front = ImageFile { bytes: vec![0xff, 0xd8, 0xff, 0xd9], mime_type: "image/jpeg".into() };
//! let json = br#"{ "bizId": "order-1", "docType": "00000001003", "front": 0 }"#;
//! let request: ZolozRecognizeRequest = idsnap::input::read("request", json, &[front])?;
//! assert_eq!(ZolozRecognize::build(&request)?.path, "/api/v1/zoloz/idrecognition/recognize");
//! # Ok(())
//! # }
//! ```

use crate::document::CheckKind;
use crate::error::ErrorCode;
use crate::limits::{ImageFormat, ImageLimits, SizeLimit, SizeScope, SizeUnit};
use crate::vendors::{Operation, Reply, VendorId};

mod config;
mod document;
mod judgement;
mod request;
mod response;
mod rules;

pub use config::{
    ZolozConsistencyCheck, ZolozConsistencyField, ZolozPageInfo, ZolozPageInfoCheck, ZolozProductConfig, ZolozSpoofMode,
};
pub use request::{
    ZolozAsyncCheckResultRequest, ZolozAuthenticationTestRequest, ZolozDocCategory, ZolozExtraImage,
    ZolozOperationMode, ZolozRecognizeRequest,
};
pub use response::{ZolozAuthenticationTestData, ZolozOcrDetail, ZolozRecognizeData};

/// Both images together, in base64 characters.
///
/// The vendor's page gives "5MB" as the length of the string fields and for both images together, without a unit;
/// the base64 text is the stricter reading.
/// <https://www.alibabacloud.com/help/en/zoloz-saas/developer-reference/recognize>
pub const MAX_BASE64_CHARACTERS: u64 = 5_000_000;

/// `recognize`: the picture in, the fields out.
pub const RECOGNIZE_PATH: &str = "/api/v1/zoloz/idrecognition/recognize";
/// `asyncrecognize`: the same inputs, answered with a transaction id alone.
pub const ASYNC_RECOGNIZE_PATH: &str = "/api/v1/zoloz/idrecognition/asyncrecognize";
/// `asynccheckresult`: the answer to an earlier `asyncrecognize`.
pub const ASYNC_CHECK_RESULT_PATH: &str = "/api/v1/zoloz/idrecognition/asynccheckresult";
/// `authentication/test`: gives the JSON body back, to test a proxy's signing.
pub const AUTHENTICATION_TEST_PATH: &str = "/api/v1/zoloz/authentication/test";

/// Both images together: [`MAX_BASE64_CHARACTERS`]. The vendor's newest page lists JPEG alone.
#[must_use]
pub fn limits() -> ImageLimits {
    let size = SizeLimit { max: MAX_BASE64_CHARACTERS, unit: SizeUnit::Base64Characters, scope: SizeScope::Request };
    ImageLimits { size: Some(size), max_edge: None, formats: vec![ImageFormat::Jpeg] }
}

/// What `result.resultCode` means where `result.resultStatus` is `F` or `U`.
///
/// Source: the vendor's page "error handling" (common codes) and the page of `recognize` (business codes).
pub const RESULT_CODES: [(&str, ErrorCode); 15] = [
    ("PARAM_MISSING", ErrorCode::RequestRejected),
    ("PARAM_ILLEGAL", ErrorCode::RequestRejected),
    ("INVALID_ARGUMENT", ErrorCode::RequestRejected),
    ("MSG_PARSE_ERROR", ErrorCode::RequestRejected),
    ("SIGNATURE_INVALID", ErrorCode::SignatureRejected),
    ("KEY_NOT_FOUND", ErrorCode::CredentialsRejected),
    ("MERCHANT_NOT_FOUND", ErrorCode::CredentialsRejected),
    ("OAUTH_FAIL", ErrorCode::CredentialsRejected),
    ("OAUTH_RESOURCE_CODE_FAIL", ErrorCode::AccessDenied),
    ("ACCESS_DENIED", ErrorCode::AccessDenied),
    ("NO_INTERFACE_DEF", ErrorCode::NotFound),
    ("REQUEST_TRAFFIC_EXCEED_LIMIT", ErrorCode::RateLimited),
    ("PRODUCT_QUOTA_LIMIT", ErrorCode::QuotaExhausted),
    ("PROCESS_TIMEOUT", ErrorCode::VendorTimeout),
    ("SYSTEM_ERROR", ErrorCode::VendorUnavailable),
];

/// What a `recognitionErrorCode` means, and what was checked. Source: the vendor's page `recognize`.
pub const RECOGNITION_ERRORS: [(&str, ErrorCode, CheckKind); 6] = [
    ("NO_REQUIRED_ID", ErrorCode::DocumentWrongType, CheckKind::DocumentType),
    ("BLUR", ErrorCode::ImageBlurred, CheckKind::Sharpness),
    ("EXPOSURE", ErrorCode::ImageExposure, CheckKind::Exposure),
    ("NO_FACE_DETECTED", ErrorCode::FaceNotFound, CheckKind::FacePresent),
    ("NOT_REAL_DOC", ErrorCode::DocumentNotGenuine, CheckKind::Other),
    ("UNKNOWN", ErrorCode::DocumentBroken, CheckKind::Other),
];

/// The keys of `spoofResult`. The first three are documented, the next two stand in the vendor's sample alone; the
/// map is open. Source: the vendor's page `recognize`.
pub const SPOOF_CHECKS: [(&str, CheckKind); 5] = [
    ("TAMPER_CHECK", CheckKind::Tamper),
    ("MATERIAL_CHECK", CheckKind::Material),
    ("SCREEN_RECAPTURE_CHECK", CheckKind::ScreenRecapture),
    ("SECURITY_FEATURE_CHECK", CheckKind::SecurityFeature),
    ("INFORMATION_CHECK", CheckKind::Information),
];

/// `idrecognition/recognize`.
#[derive(Debug, Clone, Copy)]
pub struct ZolozRecognize;

/// `idrecognition/asyncrecognize`: always answered with [`Reply::Pending`] and the id to ask for.
#[derive(Debug, Clone, Copy)]
pub struct ZolozAsyncRecognize;

/// `idrecognition/asynccheckresult`.
#[derive(Debug, Clone, Copy)]
pub struct ZolozAsyncCheckResult;

/// `authentication/test`.
#[derive(Debug, Clone, Copy)]
pub struct ZolozAuthenticationTest;

impl Operation for ZolozRecognize {
    const VENDOR: VendorId = VendorId::Zoloz;
    const NAME: &'static str = "recognize";
    type Request = ZolozRecognizeRequest;
    type Data = ZolozRecognizeData;

    fn build(request: &Self::Request) -> crate::Result<crate::http::HttpRequest> {
        request.build(RECOGNIZE_PATH)
    }

    fn parse(response: &crate::http::HttpResponse<'_>) -> crate::Result<Reply<Self::Data>> {
        response::recognized(response)
    }
}

impl Operation for ZolozAsyncRecognize {
    const VENDOR: VendorId = VendorId::Zoloz;
    const NAME: &'static str = "asyncRecognize";
    type Request = ZolozRecognizeRequest;
    type Data = ZolozRecognizeData;

    fn build(request: &Self::Request) -> crate::Result<crate::http::HttpRequest> {
        request.build(ASYNC_RECOGNIZE_PATH)
    }

    fn parse(response: &crate::http::HttpResponse<'_>) -> crate::Result<Reply<Self::Data>> {
        response::submitted(response)
    }
}

impl Operation for ZolozAsyncCheckResult {
    const VENDOR: VendorId = VendorId::Zoloz;
    const NAME: &'static str = "asyncCheckResult";
    type Request = ZolozAsyncCheckResultRequest;
    type Data = ZolozRecognizeData;

    fn build(request: &Self::Request) -> crate::Result<crate::http::HttpRequest> {
        request.build()
    }

    fn parse(response: &crate::http::HttpResponse<'_>) -> crate::Result<Reply<Self::Data>> {
        response::recognized(response)
    }
}

impl Operation for ZolozAuthenticationTest {
    const VENDOR: VendorId = VendorId::Zoloz;
    const NAME: &'static str = "authenticationTest";
    type Request = ZolozAuthenticationTestRequest;
    type Data = ZolozAuthenticationTestData;

    fn build(request: &Self::Request) -> crate::Result<crate::http::HttpRequest> {
        request.build()
    }

    fn parse(response: &crate::http::HttpResponse<'_>) -> crate::Result<Reply<Self::Data>> {
        response::echoed(response)
    }
}
