//! Beorg: recognition of documents, in two steps: submit, then ask for the result.
//!
//! Most of it is described at <https://docs.beorg.ru/>; what is known only from other clients says so where it stands.

use crate::document::CheckKind;
use crate::error::ErrorCode;
use crate::limits::{ImageFormat, ImageLimits, MetadataPolicy, SizeUnit};
use crate::vendors::declare::vendor;

mod checks;
mod data;
mod document;
mod request;
mod response;

pub use data::{
    BeorgDocument, BeorgMetadataCheck, BeorgMetadataChecks, BeorgResult, BeorgSubmission, BeorgVerifications,
    BeorgVerifyCheck,
};
pub use request::{BeorgAddDocumentRequest, BeorgDocumentInput, BeorgGetResultRequest, BeorgOptions, BeorgStage};

/// Where documents are submitted.
pub const ADD_DOCUMENT_PATH: &str = "/api/bescan/add_document";

/// Where the result is fetched: the document id follows.
pub const RESULT_PATH: &str = "/api/document/result/";

vendor! {
    /// Beorg. Its project is named by `projectId`, or by the proxy.
    id: "beorg", client: "beorg", name: "Beorg",
    // Our own default, the vendor publishes neither a limit nor the formats. Clients send JPEG.
    limits: ImageLimits::each(5_000_000, SizeUnit::Bytes, &[ImageFormat::Jpeg]),
    // The vendor judges the camera's Exif data.
    metadata: MetadataPolicy::Camera,
    secrets: ["token", "machine_uid"],
    operations: BeorgOperations

    /// Uploads documents: gives a `documentId` to ask for. Never repeated by itself: each upload counts.
    "addDocument" => BeorgAddDocument(BeorgAddDocumentRequest => BeorgSubmission) [next = "getResult"]
        BeorgAddDocumentRequest::build, response::submission;

    /// Asks for the result of an upload: the result, or `state: "pending"`.
    "getResult" => BeorgGetResult(BeorgGetResultRequest => BeorgResult) [repeat, pending]
        BeorgGetResultRequest::build, response::result;
}

/// The HTTP status of a result that is not there yet. Known from other clients.
pub const STATUS_PENDING: u16 = 425;

/// What each HTTP status means where it differs from the usual, or is known from other clients.
pub const FAILURES_BY_STATUS: [(u16, ErrorCode); 4] = [
    (400, ErrorCode::RequestRejected),
    // A wrong token or machine id.
    (401, ErrorCode::CredentialsRejected),
    // An unknown project or document.
    (404, ErrorCode::NotFound),
    // The same image was submitted before; its id stands in `error.data.questionary_id`.
    (409, ErrorCode::DocumentAlreadySubmitted),
];

/// What each `errors.type` means. Known from other clients.
pub const FAILURES_BY_TYPE: [(&str, ErrorCode); 1] = [("CampaignNotFound", ErrorCode::NotFound)];

/// What each check is about. Keys as in the vendor's samples.
pub const CHECKS: [(&str, CheckKind); 7] = [
    ("fields_to_check_valid", CheckKind::Information),
    ("fio_series_number_mrz", CheckKind::MrzVisualConsistency),
    ("series_okato", CheckKind::Consistency),
    ("region_valid", CheckKind::Consistency),
    ("issued_after_14", CheckKind::Consistency),
    ("issued_after_1997", CheckKind::Consistency),
    ("expiration_date", CheckKind::Expired),
];

/// Whether `id` is a document id of the vendor, `s-` and digits: fit for a path and for a log.
fn is_document_id(id: &str) -> bool {
    id.strip_prefix("s-").is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
