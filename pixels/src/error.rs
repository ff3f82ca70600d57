//! Every way that the work on pixels can fail.

use core::fmt;

/// The result of every fallible call of this crate.
pub type Result<T, E = Box<Error>> = core::result::Result<T, E>;

/// What stopped the work on an image. The variants of the same names in `idsnap::Error` say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// An argument holds a value that is not allowed.
    InvalidField {
        /// The argument.
        field: &'static str,
        /// What was found.
        found: String,
        /// What would have been accepted.
        expected: String,
    },
    /// The source has no bytes.
    EmptyImage,
    /// The format is known but cannot be read here.
    UnsupportedFormat {
        /// The format's usual name.
        format: &'static str,
        /// Why, and what would be accepted.
        reason: String,
    },
    /// The file is truncated or damaged.
    DamagedImage {
        /// The format's usual name.
        format: &'static str,
        /// What was found.
        reason: String,
    },
    /// The image does not fit the limit even at the lowest quality allowed.
    OverBudget {
        /// The limit in bytes.
        limit: u64,
        /// The smallest size that was reached, in bytes.
        best: u64,
    },
    /// The work could not be done.
    EngineFailed {
        /// What failed.
        reason: String,
    },
}

impl Error {
    /// An argument whose value is not allowed.
    pub fn invalid(field: &'static str, found: impl Into<String>, expected: impl Into<String>) -> Box<Self> {
        Box::new(Self::InvalidField { field, found: found.into(), expected: expected.into() })
    }

    /// A file that is truncated or damaged.
    pub fn damaged(format: &'static str, reason: impl Into<String>) -> Box<Self> {
        Box::new(Self::DamagedImage { format, reason: reason.into() })
    }

    /// A format, or a variant of it, that cannot be read.
    pub fn unsupported(format: &'static str, reason: impl Into<String>) -> Box<Self> {
        Box::new(Self::UnsupportedFormat { format, reason: reason.into() })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidField { field, found, expected } => write!(f, "{field}: found {found}, expected {expected}"),
            Self::EmptyImage => f.write_str("the image has 0 bytes"),
            Self::UnsupportedFormat { format, reason } => write!(f, "{format} cannot be read: {reason}"),
            Self::DamagedImage { format, reason } => write!(f, "the {format} file is damaged: {reason}"),
            Self::OverBudget { limit, best } => {
                write!(f, "{best} bytes exceed the limit of {limit} at the lowest quality allowed")
            }
            Self::EngineFailed { reason } => write!(f, "the engine failed: {reason}"),
        }
    }
}

impl core::error::Error for Error {}
