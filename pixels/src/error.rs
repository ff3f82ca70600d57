//! Every way that the work on pixels can fail.

use core::fmt;

/// The result of every fallible call of this crate.
pub type Result<T, E = Box<Error>> = core::result::Result<T, E>;

/// What stopped the work on an image. The variants of the same names in `idsnap::Error` say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// Something given has a value that cannot be worked with.
    Invalid {
        /// What was given.
        given: Given,
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

/// What an [`Error::Invalid`] is about. Callers name the argument of their own that it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// The quality of a file to be made.
    Quality,
    /// Width and height.
    Size,
    /// The samples of an image: as many as its size needs.
    Samples,
    /// The four corners of a flat thing.
    Corners,
}

impl fmt::Display for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Quality => "the quality",
            Self::Size => "the size",
            Self::Samples => "the samples",
            Self::Corners => "the corners",
        })
    }
}

impl Error {
    /// Something given that cannot be worked with.
    pub fn invalid(given: Given, found: impl Into<String>, expected: impl Into<String>) -> Box<Self> {
        Box::new(Self::Invalid { given, found: found.into(), expected: expected.into() })
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
            Self::Invalid { given, found, expected } => write!(f, "{given}: found {found}, expected {expected}"),
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
