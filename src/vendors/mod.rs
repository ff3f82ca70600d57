//! The vendors: each a folder of the same shape.
//!
//! `mod` holds the limits, paths and error-code table; `request` the order types and how they become an
//! [`HttpRequest`](crate::http::HttpRequest); `response` the wire structs and how they become a [`Reply`].

use crate::document::{Check, IdentityDocument};
use crate::error::{Error, ErrorCode};
use crate::input;
use crate::json::Json;
use crate::limits::ImageLimits;
use serde::Serialize;

pub mod beorg;
pub mod biometric_kz;
pub mod cvs;
pub mod proxy;
pub mod zoloz;

/// A vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum VendorId {
    /// ZOLOZ
    Zoloz,
    /// Beorg
    Beorg,
    /// Biometric.kz
    BiometricKz,
    /// CVS (computervision.com.vn)
    Cvs,
}

input::choice!(VendorId { "zoloz" => Zoloz, "beorg" => Beorg, "biometric_kz" => BiometricKz, "cvs" => Cvs });

impl VendorId {
    /// Every vendor.
    pub const ALL: [Self; 4] = [Self::Zoloz, Self::Beorg, Self::BiometricKz, Self::Cvs];

    /// What the vendor accepts.
    #[must_use]
    pub fn limits(self) -> ImageLimits {
        match self {
            Self::Zoloz => zoloz::limits(),
            Self::Beorg => beorg::limits(),
            Self::BiometricKz => biometric_kz::limits(),
            Self::Cvs => cvs::limits(),
        }
    }
}

impl core::fmt::Display for VendorId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Zoloz => "ZOLOZ",
            Self::Beorg => "Beorg",
            Self::BiometricKz => "Biometric.kz",
            Self::Cvs => "CVS",
        })
    }
}

/// A picture (or, where a vendor takes one, a PDF) as it goes to a vendor.
#[derive(Clone, PartialEq, Eq)]
pub struct ImageFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub mime_type: String,
}

impl ImageFile {
    /// The file as base64, as RFC 4648 section 4 has it: padded, without line feeds or a `data:` prefix.
    #[must_use]
    pub fn base64(&self) -> String {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(&self.bytes)
    }
}

impl core::fmt::Debug for ImageFile {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ImageFile({}, {} bytes)", self.mime_type, self.bytes.len())
    }
}

/// One operation of a vendor: a request that can be built, and an answer that can be parsed.
pub trait Operation {
    /// The vendor.
    const VENDOR: VendorId;
    /// The operation's name in the SDK, such as `recognize`.
    const NAME: &'static str;
    /// What the caller asks for.
    type Request: input::FromInput;
    /// What the vendor answers, typed in its own terms.
    type Data: Serialize;

    /// The vendor's request, less its secrets.
    ///
    /// # Errors
    /// What is wrong with the request, the field named in the caller's own words.
    fn build(request: &Self::Request) -> crate::Result<crate::http::HttpRequest>;

    /// What the vendor's answer means.
    ///
    /// # Errors
    /// [`Error::Vendor`] where the answer holds no result.
    fn parse(response: &crate::http::HttpResponse<'_>) -> crate::Result<Reply<Self::Data>>;
}

/// What a vendor's answer means for the caller.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Reply<T> {
    /// The vendor has answered.
    Ready(Answer<T>),
    /// The vendor is still at work: ask again.
    Pending {
        /// What to ask for, as the vendor named it in its last answer, if it did.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
}

/// A vendor's answer, typed and normalized.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Answer<T> {
    /// The body as the vendor sent it.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "unknown"))]
    pub raw: Json,
    /// The body, typed in the vendor's own terms.
    pub data: T,
    /// The documents, normalized.
    pub documents: Vec<IdentityDocument>,
    /// The checks that concern the whole answer rather than one document.
    pub checks: Vec<Check>,
    /// What the vendor decided.
    pub verdict: Verdict,
}

/// What a vendor decided about the documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Whether the vendor read the documents and found nothing against them.
    pub accepted: bool,
    /// What it found against them.
    pub reasons: Vec<Reason>,
}

impl Verdict {
    /// Accepted if there is no reason against it.
    #[must_use]
    pub fn from_reasons(reasons: Vec<Reason>) -> Self {
        Self { accepted: reasons.is_empty(), reasons }
    }
}

/// One thing that a vendor found against a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// The published code.
    pub code: ErrorCode,
    /// The vendor's own code.
    pub vendor_code: String,
    /// A sentence for the person in front of the page, in English.
    pub advice: &'static str,
}

impl Reason {
    /// A reason with the published advice of its code.
    pub fn new(code: ErrorCode, vendor_code: impl Into<String>) -> Self {
        Self { code, vendor_code: vendor_code.into(), advice: code.advice() }
    }
}

/// A failure by HTTP status alone, where the body tells nothing more.
#[must_use]
pub fn failure_by_status(vendor: VendorId, status: u16, vendor_code: Option<String>) -> Box<Error> {
    let code = match status {
        400 | 405 | 406 | 422 => ErrorCode::RequestRejected,
        401 => ErrorCode::CredentialsRejected,
        403 => ErrorCode::AccessDenied,
        404 => ErrorCode::NotFound,
        408 | 504 => ErrorCode::VendorTimeout,
        413 => ErrorCode::ImageTooLarge,
        415 => ErrorCode::ImageRejected,
        429 => ErrorCode::RateLimited,
        500..=599 => ErrorCode::VendorUnavailable,
        _ => ErrorCode::VendorUnknown,
    };
    Error::Vendor { vendor, code, status, vendor_code }.into()
}
