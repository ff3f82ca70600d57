//! ZOLOZ: ID Recognition in API mode.
//!
//! ```
//! use idsnap::input::ImageFile;
//! use idsnap::vendors::Operation;
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
use crate::limits::{ImageFormat, ImageLimits, MetadataPolicy, SizeUnit};
use crate::vendors::declare::vendor;

mod config;
mod document;
mod judgement;
mod request;
mod response;
mod rules;

pub use config::{ZolozConsistencyCheck, ZolozPageInfo, ZolozPageInfoCheck, ZolozProductConfig, ZolozSpoofMode};
pub use request::{
    ZolozAsyncCheckResultRequest, ZolozAuthenticationTestRequest, ZolozDocCategory, ZolozExtraImage,
    ZolozOperationMode, ZolozRecognizeFields, ZolozRecognizeRequest,
};
pub use response::{ZolozAuthenticationTestData, ZolozOcrDetail, ZolozRecognizeData};

/// Both images together, in base64 characters.
///
/// The vendor's page gives "5MB" as the length of the string fields and for both images together, without a unit;
/// the base64 text is the stricter reading.
/// <https://www.alibabacloud.com/help/en/zoloz-saas/developer-reference/recognize>
pub const MAX_BASE64_CHARACTERS: u64 = 5_000_000;

/// `recognize`: the image in, the fields out.
pub const RECOGNIZE_PATH: &str = "/api/v1/zoloz/idrecognition/recognize";
/// `asyncrecognize`: the same inputs, answered with a transaction id alone.
pub const ASYNC_RECOGNIZE_PATH: &str = "/api/v1/zoloz/idrecognition/asyncrecognize";
/// `asynccheckresult`: the answer to an earlier `asyncrecognize`.
pub const ASYNC_CHECK_RESULT_PATH: &str = "/api/v1/zoloz/idrecognition/asynccheckresult";
/// `authentication/test`: gives the JSON body back, to test a proxy's signing.
pub const AUTHENTICATION_TEST_PATH: &str = "/api/v1/zoloz/authentication/test";

vendor! {
    /// ZOLOZ: ID Recognition. A request without `bizId` gets a random one, which its repetitions keep.
    id: "zoloz", client: "zoloz", name: "ZOLOZ",
    // The vendor's newest page lists JPEG alone.
    limits: ImageLimits::together(MAX_BASE64_CHARACTERS, SizeUnit::Base64Characters, &[ImageFormat::Jpeg]),
    metadata: MetadataPolicy::Strip,
    secrets: ["access_key", "client_id", "merchant_private_key", "private_key", "secret_key", "signature"],
    operations: ZolozOperations

    /// Reads a document and checks it against forgery, in one request.
    "recognize" => ZolozRecognize(ZolozRecognizeRequest => ZolozRecognizeData) [repeat, trace = "bizId"]
        |request| rules::check(request).and_then(|()| request.build(RECOGNIZE_PATH)), response::recognized;

    /// The first step of the same in two: `state: "pending"`, with the `transactionId` as `id`.
    "asyncRecognize" => ZolozAsyncRecognize(ZolozRecognizeRequest => ZolozRecognizeData)
        [repeat, pending, trace = "bizId", next = "asyncCheckResult"]
        |request| rules::check(request).and_then(|()| request.build(ASYNC_RECOGNIZE_PATH)), response::submitted;

    /// The second step alone: the result, or `state: "pending"`.
    "asyncCheckResult" => ZolozAsyncCheckResult(ZolozAsyncCheckResultRequest => ZolozRecognizeData) [repeat, pending]
        |request| rules::check_result(request).and_then(|()| request.build()), response::recognized;

    /// Has the vendor echo a body, to try the proxy's signature.
    "authenticationTest" => ZolozAuthenticationTest(ZolozAuthenticationTestRequest => ZolozAuthenticationTestData) [repeat]
        |request| rules::check_test(request).map(|()| request.build()), response::echoed;
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

/// Whether `id` can be asked for: 1 to 64 printable ASCII characters, as far as the vendor and the proxy take them.
fn is_transaction_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}
