//! CVS (computervision.com.vn): eKYC and OCR of cards, API v2.
//!
//! ```
//! use idsnap::input::ImageFile;
//! use idsnap::vendors::Operation;
//! use idsnap::vendors::cvs::{CvsCard, CvsCardRequest};
//!
//! # fn main() -> idsnap::Result<()> {
//! let image = ImageFile { bytes: vec![0xff, 0xd8, 0xff, 0xd9], mime_type: "image/jpeg".into() };
//! let request: CvsCardRequest = idsnap::input::read("request", br#"{ "image": 0 }"#, &[image])?;
//! assert_eq!(CvsCard::build(&request)?.path, "/api/v2/ekyc/card?format_type=file&get_thumb=false");
//! # Ok(())
//! # }
//! ```

use crate::document::CheckKind;
use crate::error::ErrorCode;
use crate::limits::{ImageFormat, ImageLimits, MetadataPolicy, SizeUnit};
use crate::vendors::declare::vendor;

mod checks;
mod document;
mod field;
mod info;
mod item;
mod request;
mod response;
mod types;

pub use field::{CvsFieldKind, CvsText};
pub use info::CvsInfo;
pub use item::CvsItem;
pub use request::{
    CvsCardRequest, CvsCardUpload, CvsCardUrl, CvsCardsRequest, CvsCardsUpload, CvsCardsUrl, CvsUploadForm, CvsUrlForm,
};
use response::Asked;
pub use response::CvsData;
pub use types::CvsItemType;

/// `ekyc/cards`: both sides of a card, with validity checks.
pub const CARDS_PATH: &str = "/api/v2/ekyc/cards";
/// `ekyc/card`: one side or a PDF, with validity checks (but not for a PDF).
pub const CARD_PATH: &str = "/api/v2/ekyc/card";
/// `ocr/card`: one image of one or more documents, or a PDF, without validity checks.
pub const OCR_CARD_PATH: &str = "/api/v2/ocr/card";

vendor! {
    /// CVS (computervision.com.vn). A PDF passes through as it is.
    id: "cvs", client: "cvs", name: "CVS",
    // Our own default, the vendor publishes no limit. Its samples show JPEG and PNG.
    limits: ImageLimits::each(5_000_000, SizeUnit::Bytes, &[ImageFormat::Jpeg, ImageFormat::Png]),
    metadata: MetadataPolicy::Strip,
    secrets: ["api_key", "api_secret"],
    operations: CvsOperations

    /// Reads both sides of one card, with validity checks.
    "cards" => CvsCards(CvsCardsRequest => CvsData) [repeat]
        |request| request.build(CARDS_PATH), |response| response::reply(response, Asked::Cards);

    /// Reads one side, or a PDF. Validity checks for an image only.
    "card" => CvsCard(CvsCardRequest => CvsData) [repeat, pdf]
        |request| request.build(CARD_PATH), |response| response::reply(response, Asked::Card);

    /// Reads one image with one or more documents, or a PDF, without validity checks.
    "ocrCard" => CvsOcrCard(CvsCardRequest => CvsData) [repeat, pdf]
        |request| request.build(OCR_CARD_PATH), |response| response::reply(response, Asked::Ocr);
}

/// What the envelope's `errorCode` means; 0 is success. Source: the vendor's page, "Error code table".
pub const ERROR_CODES: [(&str, ErrorCode); 6] = [
    ("1", ErrorCode::DocumentNotFound),
    ("2", ErrorCode::ImageUnreachable),
    ("3", ErrorCode::ImageRejected),
    ("4", ErrorCode::QuotaExhausted),
    ("5", ErrorCode::CredentialsRejected),
    ("6", ErrorCode::RequestRejected),
];

/// The warnings of an item, its `invalidCode`, which are also the list of what the vendor checks. Source: the vendor's
/// page, "Warning error code table"; 4 stands in the Vietnamese page alone.
pub const WARNINGS: [(&str, CheckKind, ErrorCode); 6] = [
    ("1", CheckKind::ScreenRecapture, ErrorCode::DocumentNotGenuine),
    ("2", CheckKind::Photocopy, ErrorCode::DocumentNotGenuine),
    ("3", CheckKind::IdFormat, ErrorCode::DocumentInconsistent),
    ("4", CheckKind::MrzFormat, ErrorCode::DocumentInconsistent),
    ("5", CheckKind::CornerCutOff, ErrorCode::DocumentCropped),
    ("6", CheckKind::CornerMissing, ErrorCode::DocumentCropped),
];
