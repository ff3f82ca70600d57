//! Every way a call can fail, as one enum with stable codes.
//!
//! [`Error`] carries what was found and what was expected; [`ErrorCode`] is its published name, with a category,
//! whether a retry can help, and advice that a page can show. What a vendor decides about a document is not an
//! error: see [`crate::vendors::Verdict`].

use crate::vendor::Vendor;

mod code;
mod info;

pub use code::{Category, ErrorCode, HEIC, HEIC_ADVICE, TYPESCRIPT};
pub use info::ErrorInfo;

/// What stopped a call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A key of a request or of options is not known.
    #[error("{field} is not known: expected {expected}")]
    UnknownOption {
        /// The key in the caller's own words.
        field: String,
        /// The keys that are known.
        expected: String,
    },
    /// A request or option holds a value that is not allowed.
    #[error("{field}: found {found}, expected {expected}")]
    InvalidField {
        /// The field in the caller's own words, such as `request.autoDocTypes[2]`.
        field: String,
        /// What was found, without personal data.
        found: String,
        /// What would have been accepted.
        expected: String,
    },
    /// A required field is absent.
    #[error("{field} is missing: expected {expected}")]
    MissingField {
        /// The field in the caller's own words.
        field: String,
        /// What would have been accepted.
        expected: String,
    },
    /// A request holds a vendor's secret, which belongs in the proxy.
    #[error("{field} is a secret and must not reach the browser: add it in the proxy")]
    SecretInRequest {
        /// The field in the caller's own words.
        field: String,
    },
    /// The source has no bytes.
    #[error("the image has 0 bytes")]
    EmptyImage,
    /// The bytes are no image format that is known.
    #[error("the {byte_length} bytes are no known image format")]
    NotAnImage {
        /// Length of the source in bytes.
        byte_length: u64,
    },
    /// The format is known but cannot be read here.
    #[error("{format} cannot be read: {reason}")]
    UnsupportedFormat {
        /// The format's usual name, such as `HEIC`.
        format: String,
        /// Why, and what would be accepted.
        reason: String,
    },
    /// The file is truncated or damaged.
    #[error("the {format} file is damaged: {reason}")]
    DamagedImage {
        /// The format's usual name.
        format: String,
        /// What was found.
        reason: String,
    },
    /// The header promises more pixels than the limit.
    #[error("{width} x {height} pixels exceed the limit of {max_pixels} pixels")]
    TooManyPixels {
        /// Width in pixels, as stored.
        width: u32,
        /// Height in pixels, as stored.
        height: u32,
        /// The limit, width times height.
        max_pixels: u64,
    },
    /// The image does not fit the limit even at the lowest quality allowed.
    #[error("{best} {unit} exceed the limit of {limit} at the lowest quality allowed")]
    OverBudget {
        /// The limit in `unit`.
        limit: u64,
        /// The smallest size that was reached, in `unit`.
        best: u64,
        /// What is counted.
        unit: crate::limits::SizeUnit,
    },
    /// What is wrong with one of several images.
    #[error("{field}: {error}")]
    Image {
        /// The image in the caller's own words, such as `request.back`.
        field: String,
        /// What is wrong with it.
        error: Box<Error>,
    },
    /// The vendor, or the proxy in its place, answered with a failure.
    #[error("{vendor} answered {} ({code})", answer(*status, vendor_code.as_deref()))]
    Vendor {
        /// Which vendor.
        vendor: &'static Vendor,
        /// The published code that the response maps to.
        code: ErrorCode,
        /// The HTTP status.
        status: u16,
        /// The vendor's own code, where it gives one. Never a text that could hold personal data.
        vendor_code: Option<String>,
        /// What was submitted nevertheless, by the vendor's id, where the response names it.
        id: Option<String>,
    },
    /// The proxy answered for itself, in the vendor's place.
    #[error("the proxy answered {} ({code}){}", answer(*status, proxy_code.as_deref()), told(sentence))]
    Proxy {
        /// The vendor that was called through it.
        vendor: &'static Vendor,
        /// The published code that the proxy's own code maps to.
        code: ErrorCode,
        /// The HTTP status.
        status: u16,
        /// The proxy's own code, where it gives one.
        proxy_code: Option<String>,
        /// What the proxy says of it, for a developer; empty where it says nothing.
        sentence: String,
    },
    /// The proxy could not be reached.
    #[error("the proxy could not be reached")]
    NetworkUnreachable,
    /// The caller aborted the call.
    #[error("the call was aborted")]
    Aborted,
    /// The engine itself failed; the next call starts it afresh.
    #[error("the engine failed: {reason}")]
    EngineFailed {
        /// What failed, without personal data.
        reason: String,
    },
}

/// The field of an image that is given as pixels.
const PIXELS: &str = "pixels";

impl Error {
    /// The published code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::UnknownOption { .. } => ErrorCode::UnknownOption,
            Self::InvalidField { .. } => ErrorCode::InvalidField,
            Self::MissingField { .. } => ErrorCode::MissingField,
            Self::SecretInRequest { .. } => ErrorCode::SecretInRequest,
            Self::EmptyImage => ErrorCode::EmptyImage,
            Self::NotAnImage { .. } => ErrorCode::NotAnImage,
            Self::UnsupportedFormat { .. } => ErrorCode::UnsupportedFormat,
            Self::DamagedImage { .. } => ErrorCode::DamagedImage,
            Self::TooManyPixels { .. } => ErrorCode::TooManyPixels,
            Self::OverBudget { .. } => ErrorCode::OverBudget,
            Self::Image { error, .. } => error.code(),
            Self::Vendor { code, .. } | Self::Proxy { code, .. } => *code,
            Self::NetworkUnreachable => ErrorCode::NetworkUnreachable,
            Self::Aborted => ErrorCode::Aborted,
            Self::EngineFailed { .. } => ErrorCode::EngineFailed,
        }
    }

    /// A failure that a vendor tells, or the proxy in its place.
    #[must_use]
    pub fn vendor(vendor: &'static Vendor, code: ErrorCode, status: u16, vendor_code: Option<String>) -> Box<Self> {
        Box::new(Self::Vendor { vendor, code, status, vendor_code, id: None })
    }

    /// The same failure of a vendor, beside which the response names what was submitted.
    #[must_use]
    pub fn beside(mut self: Box<Self>, submitted: Option<String>) -> Box<Self> {
        if let Self::Vendor { id, .. } = &mut *self {
            *id = submitted;
        }
        self
    }

    /// A failure by HTTP status alone, where the body tells nothing more.
    #[must_use]
    pub fn by_status(vendor: &'static Vendor, status: u16, vendor_code: Option<String>) -> Box<Self> {
        Self::vendor(vendor, ErrorCode::by_status(status), status, vendor_code)
    }

    /// The error as that of one image, which `field` names in the caller's own words.
    #[must_use]
    pub fn of(self, field: impl Into<String>) -> Box<Self> {
        Box::new(Self::Image { field: field.into(), error: Box::new(self) })
    }

    /// The same failure as that of one image, if it is an image's: what is wrong with more stays as it is.
    #[must_use]
    pub fn of_image(self: Box<Self>, field: &str) -> Box<Self> {
        let is_pixels = matches!(&*self, Self::InvalidField { field, .. } if field == PIXELS);
        if is_pixels || self.code().category() == Category::Image { self.of(field) } else { self }
    }

    /// The same failure, of a field that is one of `root`: `quality` of `options` is `options.quality`.
    #[must_use]
    pub fn within(mut self: Box<Self>, root: &str) -> Box<Self> {
        if let Self::InvalidField { field, .. } = &mut *self {
            *field = format!("{root}.{field}");
        }
        self
    }

    /// A field whose value is not allowed.
    pub fn invalid(field: impl Into<String>, found: impl Into<String>, expected: impl Into<String>) -> Box<Self> {
        Box::new(Self::InvalidField { field: field.into(), found: found.into(), expected: expected.into() })
    }

    /// A required field that is absent.
    pub fn missing(field: impl Into<String>, expected: impl Into<String>) -> Box<Self> {
        Box::new(Self::MissingField { field: field.into(), expected: expected.into() })
    }

    /// A file that is truncated or damaged.
    pub fn damaged(format: impl Into<String>, reason: impl Into<String>) -> Box<Self> {
        Box::new(Self::DamagedImage { format: format.into(), reason: reason.into() })
    }

    /// A format, or a variant of it, that cannot be read.
    pub fn unsupported(format: impl Into<String>, reason: impl Into<String>) -> Box<Self> {
        Box::new(Self::UnsupportedFormat { format: format.into(), reason: reason.into() })
    }
}

impl From<Box<idsnap_pixels::Error>> for Box<Error> {
    fn from(error: Box<idsnap_pixels::Error>) -> Self {
        use idsnap_pixels::{Error as Pixels, Given};
        match *error {
            Pixels::Invalid { given, found, expected } => {
                let field = match given {
                    Given::Quality => "quality",
                    Given::Size => "size",
                    Given::Samples => PIXELS,
                    Given::Corners => "crop",
                };
                Error::invalid(field, found, expected)
            }
            Pixels::EmptyImage => Error::EmptyImage.into(),
            Pixels::UnsupportedFormat { format, reason } => Error::unsupported(format, reason),
            Pixels::DamagedImage { format, reason } => Error::damaged(format, reason),
            Pixels::OverBudget { limit, best } => {
                Error::OverBudget { limit, best, unit: crate::limits::SizeUnit::Bytes }.into()
            }
            Pixels::EngineFailed { reason } => Error::EngineFailed { reason }.into(),
        }
    }
}

fn answer(status: u16, vendor_code: Option<&str>) -> String {
    match vendor_code {
        Some(code) => format!("{code} with HTTP status {status}"),
        None => format!("HTTP status {status}"),
    }
}

/// A sentence behind what it explains.
fn told(sentence: &str) -> String {
    if sentence.is_empty() { String::new() } else { format!(": {sentence}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::{ImageLimits, MetadataPolicy, SizeUnit};

    #[test]
    fn an_image_is_named_and_an_option_keeps_its_own_name() {
        let error = Error::damaged("JPEG", "it ends early").within("options").of_image("request.back");
        assert_eq!(error.to_string(), "request.back: the JPEG file is damaged: it ends early");
        let error = Error::invalid("quality", "0", "1 to 100").within("options").of_image("request.back");
        assert_eq!(error.to_string(), "options.quality: found 0, expected 1 to 100");
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_by_its_format_and_heic_has_a_remedy() {
        let info = |error: Box<Error>| ErrorInfo::from(error.of("source").as_ref());
        let heic = info(Error::unsupported(HEIC, "x"));
        assert_eq!((heic.format.as_deref(), heic.advice), (Some("HEIC"), HEIC_ADVICE));
        let tiff = info(Error::unsupported("TIFF", "x"));
        assert_eq!((tiff.format.as_deref(), tiff.advice), (Some("TIFF"), ErrorCode::UnsupportedFormat.advice()));
        let damaged = info(Error::damaged(HEIC, "x"));
        assert_eq!((damaged.format.as_deref(), damaged.advice), (Some("HEIC"), ErrorCode::DamagedImage.advice()));
    }

    #[test]
    fn a_message_says_what_was_found_and_what_was_expected() {
        let error = Error::invalid("request.docType", "12 characters", "11 digits");
        assert_eq!(error.to_string(), "request.docType: found 12 characters, expected 11 digits");
    }

    #[test]
    fn a_vendor_failure_keeps_the_vendors_code() {
        static ACME: Vendor = Vendor {
            id: "acme",
            client: "acme",
            name: "Acme",
            limits: ImageLimits::each(1, SizeUnit::Bytes, &[]),
            metadata: MetadataPolicy::Strip,
            secrets: &[],
        };
        let code = Some("REQUEST_TRAFFIC_EXCEED_LIMIT".into());
        let error = Error::vendor(&ACME, ErrorCode::RateLimited, 200, code);
        assert_eq!(error.to_string(), "Acme answered REQUEST_TRAFFIC_EXCEED_LIMIT with HTTP status 200 (rate_limited)");
    }
}
