//! What a vendor's response means.

use crate::document::{Check, IdentityDocument};
use crate::error::ErrorCode;
use crate::json::Json;
use crate::vendors::{Known, device, zone};
use serde::Serialize;

/// What a vendor's response means for the caller.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(tag = "state", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Reply<T> {
    /// The vendor has answered.
    Ready(Answer<T>),
    /// The vendor is still at work: ask again.
    Pending {
        /// What to ask for, as the vendor named it in its last response, if it did.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
}

impl<T> Reply<T> {
    /// The reply with what all vendors have in common: a machine readable zone that stands beside the documents is that of
    /// the only one, or a check of the whole response; nobody is born after the date of today, which tells the century of
    /// births in zones; and what the device read of the zone itself is compared with the documents.
    #[must_use]
    pub fn completed(mut self, known: &Known) -> Self {
        if let Self::Ready(answer) = &mut self {
            zone::beside(&answer.raw, &mut answer.documents, &mut answer.checks);
            answer
                .documents
                .iter_mut()
                .filter_map(|document| document.mrz.as_mut())
                .for_each(|mrz| mrz.as_of(&known.today));
            device::compare(&known.mrz, &mut answer.documents, &mut answer.verdict);
        }
        self
    }
}

/// A vendor's response, typed and normalized.
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
    /// The checks that concern the whole response rather than one document.
    pub checks: Vec<Check>,
    /// What the vendor decided.
    pub verdict: Verdict,
    /// Whether characters of the body were no Unicode (invalid UTF-8, half of a surrogate pair): U+FFFD stands in their
    /// place, in `raw` too.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub text_replaced: bool,
}

/// What a vendor decided about the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// Whether the vendor read the documents and found nothing against them.
    pub accepted: bool,
    /// What it found against them: at least one reason where they are not accepted.
    pub reasons: Vec<Reason>,
}

impl Verdict {
    /// Accepted if there is no reason against it.
    #[must_use]
    pub fn from_reasons(reasons: Vec<Reason>) -> Self {
        Self { accepted: reasons.is_empty(), reasons }
    }

    /// Not yet decided: the vendor has taken the documents, and `name` is what tells so.
    #[must_use]
    pub fn pending(name: &str) -> Self {
        Self::from_reasons(vec![Reason::new(ErrorCode::DocumentPending, name)])
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
