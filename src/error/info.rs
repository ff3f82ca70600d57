//! The plain data that crosses to JavaScript in place of an error object.

use super::{Category, Error, ErrorCode, HEIC, HEIC_ADVICE};
use serde::Serialize;

/// An [`Error`] as plain data: what JavaScript rebuilds its `IdSnapError` from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ErrorInfo {
    /// The stable code.
    pub code: ErrorCode,
    /// What kind of failure it is.
    pub category: Category,
    /// What was found and what was expected, for a developer. Holds no personal data.
    pub message: String,
    /// Whether the same call can succeed when it is made again.
    pub retryable: bool,
    /// A sentence for the person in front of the page, in English.
    pub advice: &'static str,
    /// The vendor that answered, by its name on the wire.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "VendorId"))]
    pub vendor: Option<&'static str>,
    /// The HTTP status of the response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The vendor's own code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_code: Option<String>,
    /// The proxy's own code, where the proxy answered in the vendor's place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_code: Option<String>,
    /// The vendor's id of what was submitted, where the response names it beside the failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The field at fault, in the caller's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The format of the file that cannot be read, by its usual name, such as `HEIC`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// The smallest size that was reached, in the limit's unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<u64>,
    /// The limit that was not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

impl From<&Error> for ErrorInfo {
    fn from(error: &Error) -> Self {
        if let Error::Image { field, error: cause } = error {
            return Self { message: error.to_string(), field: Some(field.clone()), ..Self::from(cause.as_ref()) };
        }
        let code = error.code();
        let mut info = Self {
            code,
            category: code.category(),
            message: error.to_string(),
            retryable: code.retryable(),
            advice: code.advice(),
            vendor: None,
            status: None,
            vendor_code: None,
            proxy_code: None,
            id: None,
            field: None,
            format: None,
            best: None,
            limit: None,
        };
        match error {
            Error::UnknownOption { field, .. }
            | Error::InvalidField { field, .. }
            | Error::MissingField { field, .. }
            | Error::SecretInRequest { field } => {
                info.field = Some(field.clone());
            }
            Error::Vendor { vendor, status, vendor_code, id, .. } => {
                info.vendor = Some(vendor.id);
                info.status = Some(*status);
                info.vendor_code.clone_from(vendor_code);
                info.id.clone_from(id);
            }
            Error::Proxy { vendor, status, proxy_code, .. } => {
                info.vendor = Some(vendor.id);
                info.status = Some(*status);
                info.proxy_code.clone_from(proxy_code);
            }
            Error::OverBudget { limit, best, .. } => {
                info.limit = Some(*limit);
                info.best = Some(*best);
            }
            Error::UnsupportedFormat { format, .. } | Error::DamagedImage { format, .. } => {
                if code == ErrorCode::UnsupportedFormat && format == HEIC {
                    info.advice = HEIC_ADVICE;
                }
                info.format = Some(format.clone());
            }
            Error::TooManyPixels { max_pixels, .. } => info.limit = Some(*max_pixels),
            Error::EmptyImage
            | Error::Image { .. }
            | Error::NotAnImage { .. }
            | Error::NetworkUnreachable
            | Error::Aborted
            | Error::EngineFailed { .. } => {}
        }
        info
    }
}
