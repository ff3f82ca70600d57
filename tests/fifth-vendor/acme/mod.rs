//! Acme: a vendor that does not exist. It shows what one more vendor takes: this folder, one in TypeScript, and a line in
//! each registry.

use crate::limits::{ImageFormat, ImageLimits, MetadataPolicy, SizeUnit};
use crate::vendors::declare::vendor;

mod document;
mod request;
mod response;

pub use request::{AcmeResultRequest, AcmeSubmitRequest};
pub use response::{AcmeCard, AcmeSubmission};

/// Where a card is submitted; behind it and a slash, where its result is fetched.
pub const CARDS_PATH: &str = "/v1/cards";

vendor! {
    /// Acme: reads cards that do not exist.
    id: "acme", client: "acme", name: "Acme",
    limits: ImageLimits::each(100_000, SizeUnit::Bytes, &[ImageFormat::Jpeg]),
    metadata: MetadataPolicy::Strip,
    secrets: ["acme_key"],
    operations: AcmeOperations

    /// Submits one card: gives its `card` to ask for.
    "submit" => AcmeSubmit(AcmeSubmitRequest => AcmeSubmission) [trace = "order", next = "result"]
        AcmeSubmitRequest::build, response::submitted;

    /// Asks for the result: the card, or `state: "pending"`.
    "result" => AcmeResult(AcmeResultRequest => AcmeCard) [repeat, pending]
        AcmeResultRequest::build, response::read;
}
