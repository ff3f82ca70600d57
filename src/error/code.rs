//! The published list of error codes.

use serde::Serialize;

/// What kind of failure a code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// The call itself is wrong: mend the code that makes it.
    Input,
    /// The image is the problem: take or choose another.
    Image,
    /// The document is the problem.
    Document,
    /// The proxy, the account or the contract with the vendor is the problem.
    Configuration,
    /// A rate limit or quota was reached.
    Quota,
    /// The vendor failed.
    Vendor,
    /// The network failed.
    Network,
    /// The handover to a phone is the problem: begin it anew.
    Handover,
    /// The caller aborted.
    Aborted,
    /// The engine failed.
    Engine,
}

macro_rules! codes {
    ($( $(#[$doc:meta])* $variant:ident, $name:literal, $category:ident, $retryable:literal, $advice:literal; )+) => {
        /// The stable name of a failure. `docs/errors.md` is made from this list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode { $( $(#[$doc])* $variant, )+ }

        impl ErrorCode {
            /// Every code, in the order of the published list.
            pub const ALL: &[Self] = &[ $( Self::$variant, )+ ];

            /// The name on the wire and in the documentation.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $( Self::$variant => $name, )+ } }

            /// What kind of failure it is.
            #[must_use]
            pub const fn category(self) -> Category { match self { $( Self::$variant => Category::$category, )+ } }

            /// Whether the same call can succeed when it is made again without a change.
            #[must_use]
            pub const fn retryable(self) -> bool { match self { $( Self::$variant => $retryable, )+ } }

            /// A sentence for the person in front of the page, in English.
            #[must_use]
            pub const fn advice(self) -> &'static str { match self { $( Self::$variant => $advice, )+ } }
        }

        /// The list as a TypeScript type, from which the build makes the list that JavaScript goes by.
        pub const TYPESCRIPT: &str = concat!(
            "/** What is the same for all failures of a code: its category, whether a retry can help, and its advice. */\n",
            "export interface ErrorCodes {\n",
            $( "  ", $name, ": [\"", stringify!($category), "\", ", stringify!($retryable), ", \"", $advice, "\"];\n", )+
            "  unsupported_format_HEIC: [\"Image\", false, \"", heic_advice!(), "\"];\n",
            "}\n",
        );
    };
}

/// A literal, because texts are joined at compile time.
macro_rules! heic_advice {
    () => {
        "This photo is in the HEIC format, which cannot be read here. On an iPhone, choose Settings › Camera › Formats › Most Compatible and take it again, or share the photo as JPEG."
    };
}

codes! {
    /// An option is not known.
    UnknownOption, "unknown_option", Input, false, "This page asked for something that does not exist. Please tell its operator.";
    /// A field or option holds a value that is not allowed.
    InvalidField, "invalid_field", Input, false, "This page sent something the service does not accept. Please tell its operator.";
    /// A required field is absent.
    MissingField, "missing_field", Input, false, "Something is still missing. Please complete the form.";
    /// A request holds a secret that belongs in the proxy.
    SecretInRequest, "secret_in_request", Input, false, "This page is set up in an unsafe way. Please tell its operator.";
    /// The vendor refused the request's form.
    RequestRejected, "request_rejected", Input, false, "The service did not accept the request. Please tell this page's operator.";
    /// The source could not be read.
    SourceUnreadable, "source_unreadable", Image, false, "The file could not be opened. Please choose it again.";
    /// The source has no bytes.
    EmptyImage, "empty_image", Image, false, "The file is empty. Please choose another one.";
    /// The bytes are no known image format.
    NotAnImage, "not_an_image", Image, false, "This file is not a photo. Please choose a JPEG or PNG photo.";
    /// The format cannot be read here.
    UnsupportedFormat, "unsupported_format", Image, false, "This kind of file cannot be read here. Please choose a JPEG or PNG photo.";
    /// The file is truncated or damaged.
    DamagedImage, "damaged_image", Image, false, "The file is damaged. Please take the photo again.";
    /// The header promises too many pixels.
    TooManyPixels, "too_many_pixels", Image, false, "The picture is too large. Please choose a smaller one.";
    /// The limit cannot be met at the lowest quality allowed.
    OverBudget, "over_budget", Image, false, "The picture cannot be made small enough. Please take a closer photo of the document alone.";
    /// None of the images has a machine readable zone that can be read, and the caller requires one.
    MrzUnreadable, "mrz_unreadable", Image, false, "The lines of letters and signs at the edge of the document could not be read. Please take a sharp photo that shows them whole, without glare.";
    /// The vendor or the proxy found the upload too large.
    ImageTooLarge, "image_too_large", Image, false, "The picture is too large for the service. Please choose a smaller one.";
    /// The vendor could not read the image's format.
    ImageRejected, "image_rejected", Image, false, "The service could not read the picture. Please use a JPEG or PNG photo.";
    /// The vendor found the image blurred.
    ImageBlurred, "image_blurred", Image, false, "The photo is blurred. Hold the phone still and try again.";
    /// The vendor found the image too dark or too bright.
    ImageExposure, "image_exposure", Image, false, "The photo is too dark or has glare. Find even light and try again.";
    /// The vendor found too little detail in the image.
    ImageQuality, "image_quality", Image, false, "The photo is not clear enough. Move closer and try again.";
    /// The vendor could not fetch the image from its address.
    ImageUnreachable, "image_unreachable", Image, true, "The service could not fetch the picture. Please try again.";
    /// No document was found in the image.
    DocumentNotFound, "document_not_found", Document, false, "No document was found in the photo. Place it inside the frame and try again.";
    /// The other side of the document was expected.
    DocumentWrongSide, "document_wrong_side", Document, false, "This is the other side of the document. Please turn it over.";
    /// Another kind of document was expected.
    DocumentWrongType, "document_wrong_type", Document, false, "This is another kind of document. Please use one that is asked for.";
    /// A corner of the document is cut off or outside the image.
    DocumentCropped, "document_cropped", Document, false, "Part of the document is missing. Show all four corners.";
    /// No face was found on the document.
    FaceNotFound, "face_not_found", Document, false, "The portrait on the document was not found. Please photograph the side with the portrait.";
    /// The document looks like a copy, a screen or a forgery.
    DocumentNotGenuine, "document_not_genuine", Document, false, "Please photograph the original document, not a copy or a screen.";
    /// The document's number or machine readable zone has a wrong form.
    DocumentInconsistent, "document_inconsistent", Document, false, "The document could not be read for certain. Please take a sharper photo.";
    /// The document has expired.
    DocumentExpired, "document_expired", Document, false, "The document has expired. Please use a valid one.";
    /// The vendor could not use the document.
    DocumentBroken, "document_broken", Document, false, "The document could not be checked. Please take a new photo.";
    /// The same image was submitted before.
    DocumentAlreadySubmitted, "document_already_submitted", Document, false, "This photo was already submitted.";
    /// The vendor has taken the document and not decided yet: the result is to be asked for.
    DocumentPending, "document_pending", Document, false, "The document is being checked. Please wait a moment.";
    /// The vendor refused the account's credentials.
    CredentialsRejected, "credentials_rejected", Configuration, false, "The service is not set up correctly. Please tell this page's operator.";
    /// The vendor refused the request's signature.
    SignatureRejected, "signature_rejected", Configuration, false, "The service is not set up correctly. Please tell this page's operator.";
    /// The account has no right to this operation.
    AccessDenied, "access_denied", Configuration, false, "The service is not set up correctly. Please tell this page's operator.";
    /// The account's subscription is absent, not started or over.
    SubscriptionInactive, "subscription_inactive", Configuration, false, "The service is not active. Please tell this page's operator.";
    /// The address, project or document id is not known.
    NotFound, "not_found", Configuration, false, "The service was not found. Please tell this page's operator.";
    /// The proxy has no settings for this vendor, or refused the request.
    ProxyRefused, "proxy_refused", Configuration, false, "The service is not set up correctly. Please tell this page's operator.";
    /// The proxy's address leads to another one, which is not followed.
    ProxyRedirected, "proxy_redirected", Configuration, false, "The service sends this page elsewhere. If this network asks for a sign-in, do that first; else tell this page's operator.";
    /// The session with the proxy is over.
    SessionEnded, "session_ended", Configuration, false, "Your session has ended. Please sign in again.";
    /// Too many requests in a short time.
    RateLimited, "rate_limited", Quota, true, "The service is busy. Please try again in a moment.";
    /// The account's quota is used up.
    QuotaExhausted, "quota_exhausted", Quota, false, "The service is not available at present. Please tell this page's operator.";
    /// The vendor failed and may recover.
    VendorUnavailable, "vendor_unavailable", Vendor, true, "The service is not available at present. Please try again in a moment.";
    /// The vendor took too long.
    VendorTimeout, "vendor_timeout", Vendor, true, "The service took too long. Please try again.";
    /// The vendor's response could not be read.
    AnswerUnreadable, "answer_unreadable", Vendor, true, "The service gave an answer that could not be read. Please try again.";
    /// The response is longer than the page takes.
    ResponseTooLarge, "response_too_large", Vendor, false, "The service sent too much. Please tell this page's operator.";
    /// The vendor answered something that is not documented.
    VendorUnknown, "vendor_unknown", Vendor, false, "The service could not process the photo. Please try another one.";
    /// The proxy could not be reached.
    NetworkUnreachable, "network_unreachable", Network, true, "There is no connection. Check the network and try again.";
    /// A web page came in place of a response, as a network that asks for a sign-in sends it.
    UnexpectedPage, "unexpected_page", Network, false, "This network shows a page of its own. Sign in to it or use another network, and try again.";
    /// The request was sent, and nobody knows whether the vendor took it.
    OutcomeUnknown, "outcome_unknown", Network, false, "The connection broke after the photo was sent. Please do not send it again; ask the operator whether it arrived.";
    /// The deadline passed.
    DeadlineExceeded, "deadline_exceeded", Network, true, "The connection is too slow. Please try again.";
    /// The link of a handover is not whole.
    HandoverLinkInvalid, "handover_link_invalid", Handover, false, "This link is not whole. Please scan the code on the computer again.";
    /// The time of a handover is over.
    HandoverExpired, "handover_expired", Handover, false, "The time is over. Please ask for a new code on the computer.";
    /// Another phone has the handover.
    HandoverTaken, "handover_taken", Handover, false, "Another phone is connected already. If it is not yours, please start again on the computer.";
    /// The other side ended the handover.
    HandoverEnded, "handover_ended", Handover, false, "It was ended on the other device. Please start again on the computer.";
    /// What came of a handover is not what was sent.
    HandoverTampered, "handover_tampered", Handover, false, "The photos were changed on their way and were not used. Please start again on the computer.";
    /// The caller aborted the call.
    Aborted, "aborted", Aborted, false, "Cancelled.";
    /// The engine failed; the next call starts it afresh.
    EngineFailed, "engine_failed", Engine, true, "Something went wrong on this page. Please try again.";
    /// The engine could not be loaded, or the browser cannot run it.
    EngineUnavailable, "engine_unavailable", Engine, false, "This browser cannot prepare photos. Please update it or use another one.";
    /// A function that returns at once was called before the code for it was loaded.
    NotLoaded, "not_loaded", Engine, false, "This page was used before it was ready. Please tell its operator.";
    /// The JavaScript and the wasm file are of different versions.
    VersionMismatch, "version_mismatch", Engine, false, "This page is out of date. Please reload it.";
}

/// The name of the format that phones save photos in (ISO/IEC 23008-12, with HEVC).
pub const HEIC: &str = "HEIC";

/// The advice in place of that of [`ErrorCode::UnsupportedFormat`] for the format that phones save photos in: a person can
/// have the phone save another one.
pub const HEIC_ADVICE: &str = heic_advice!();

impl ErrorCode {
    /// The code with a name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// What an HTTP status means by itself.
    #[must_use]
    pub const fn by_status(status: u16) -> Self {
        match status {
            400 | 405 | 406 | 422 => Self::RequestRejected,
            401 => Self::CredentialsRejected,
            403 => Self::AccessDenied,
            404 => Self::NotFound,
            408 | 504 => Self::VendorTimeout,
            413 => Self::ImageTooLarge,
            415 => Self::ImageRejected,
            429 => Self::RateLimited,
            500..=599 => Self::VendorUnavailable,
            _ => Self::VendorUnknown,
        }
    }
}

impl core::fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_name_on_the_wire() {
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.name());
        }
    }

    #[test]
    fn advice_is_whole_sentences() {
        for advice in ErrorCode::ALL.iter().map(|code| code.advice()).chain([HEIC_ADVICE]) {
            assert!(advice.ends_with('.'), "{advice}");
            assert!(advice.chars().next().unwrap().is_uppercase(), "{advice}");
        }
    }

    #[test]
    fn advice_can_stand_between_the_quotes_of_a_typescript_literal() {
        for advice in ErrorCode::ALL.iter().map(|code| code.advice()).chain([HEIC_ADVICE]) {
            assert!(!advice.contains(['"', '\\', '\n']), "{advice}");
        }
    }
}
