//! Biometric.kz: Document Recognition.
//!
//! <https://guide.biometric.kz/> describes the first version; of the second, only the request is published.

use crate::error::ErrorCode;
use crate::limits::{ImageFormat, ImageLimits, MetadataPolicy, SizeUnit};
use crate::vendors::declare::vendor;

mod data;
mod document;
mod failure;
mod request;
mod response;

pub use data::{
    BiometricKzDocumentType, BiometricKzDocumentTypes, BiometricKzFdsidList, BiometricKzImages,
    BiometricKzParsedDocument, BiometricKzProcessedDocument,
};
pub use request::{BiometricKzParseFields, BiometricKzParseRequest, BiometricKzProcessRequest};

/// Where a document is read, version 1. The trailing slash is the vendor's.
pub const PARSE_PATH: &str = "/api/v1/backend/document/parse/";

/// Where a document is read, version 2.
pub const PROCESS_PATH: &str = "/api/v2/backend/document/process/";

vendor! {
    /// Biometric.kz: Document Recognition.
    id: "biometric_kz", client: "biometricKz", name: "Biometric.kz",
    // Our own default, the vendor publishes no limit. JPEG and PNG are its published formats.
    limits: ImageLimits::each(5_000_000, SizeUnit::Bytes, &[ImageFormat::Jpeg, ImageFormat::Png]),
    metadata: MetadataPolicy::Strip,
    secrets: ["api_key"],
    operations: BiometricKzOperations

    /// Reads one document from its front, its back or both.
    "parseDocument" => BiometricKzParseDocument(BiometricKzParseRequest => BiometricKzParsedDocument) [repeat]
        BiometricKzParseRequest::build, response::parsed;

    /// Reads one document from its pages, with the second version of the interface.
    "processDocument" => BiometricKzProcessDocument(BiometricKzProcessRequest => BiometricKzProcessedDocument) [repeat]
        BiometricKzProcessRequest::build, response::processed;
}

/// A failure that the vendor tells by a text alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// The text as the vendor publishes it.
    pub text: &'static str,
    /// The text in short: what stands as the vendor's code, as the vendor has none.
    pub name: &'static str,
    /// The published code.
    pub code: ErrorCode,
}

const fn failure(text: &'static str, name: &'static str, code: ErrorCode) -> Failure {
    Failure { text, name, code }
}

/// Every text in the part "Errors" of the vendor's page on Document Recognition.
///
/// The vendor answers 400 to all of them but the file extension, which is 415; so the text is all that tells a wrong
/// photo from a missing subscription.
pub const FAILURES: [Failure; 8] = [
    failure("Frontside document not found", "frontside_not_found", ErrorCode::DocumentNotFound),
    failure(
        "Document image at frontside_image field is not frontside",
        "frontside_image_is_not_frontside",
        ErrorCode::DocumentWrongSide,
    ),
    failure(
        "Document image at backside_image field is not backside",
        "backside_image_is_not_backside",
        ErrorCode::DocumentWrongSide,
    ),
    failure("Not allowed file, valid extensions: .jpg .png .jpeg", "not_allowed_file", ErrorCode::ImageRejected),
    failure(
        "Client does not have access to Document Recognition Technology",
        "no_access_to_technology",
        ErrorCode::AccessDenied,
    ),
    failure("Subscription has not started", "subscription_not_started", ErrorCode::SubscriptionInactive),
    failure(
        "No active or future subscription for technology",
        "no_active_subscription",
        ErrorCode::SubscriptionInactive,
    ),
    failure("Client does not have subscription", "no_subscription", ErrorCode::SubscriptionInactive),
];
