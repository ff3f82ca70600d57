//! What a file is made to: a quality or a number of bytes.

use crate::{Error, Given, Result};

/// What the file is made to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A quality from 1 to 100.
    Quality(u8),
    /// The highest quality that fits a number of bytes.
    Budget {
        /// The most bytes the file may have.
        max_bytes: u64,
        /// The lowest quality allowed, from 1.
        min_quality: u8,
        /// The highest quality of use, at most 100.
        max_quality: u8,
    },
}

impl Target {
    /// The most bytes.
    pub(in crate::jpeg) const fn max_bytes(self) -> u64 {
        match self {
            Self::Quality(_) => u64::MAX,
            Self::Budget { max_bytes, .. } => max_bytes,
        }
    }

    /// Whether a file of `length` bytes fills the budget. Always true where there is none.
    pub(in crate::jpeg) const fn is_filled_by(self, length: usize) -> bool {
        match self {
            Self::Quality(_) => true,
            Self::Budget { max_bytes, .. } => length as u64 >= max_bytes / 100 * 97,
        }
    }

    /// Whether a file of `length` bytes has to lose a little less than half of them. Only such a one is
    /// requantized.
    pub(in crate::jpeg) const fn is_near(self, length: usize) -> bool {
        self.max_bytes() > length as u64 / 5 * 3
    }

    /// Whether the budget may be `part` of what is left of a file of `length` bytes with Huffman tables of its own. They
    /// hardly ever save a fifth: typical tables of photos 2 to 15 %.
    #[expect(clippy::cast_precision_loss, reason = "a rough bound")]
    pub(in crate::jpeg) fn may_keep_most_of(self, length: usize, part: f32) -> bool {
        self.max_bytes() as f32 >= part * 0.8 * length as f32
    }

    /// # Errors
    /// [`Error::Invalid`] for qualities out of range.
    pub(in crate::jpeg) fn check(self) -> Result<()> {
        let (least, most) = match self {
            Self::Quality(quality) => (quality, quality),
            Self::Budget { min_quality, max_quality, .. } => (min_quality, max_quality),
        };
        if least < 1 || most > 100 || least > most {
            return Err(Error::invalid(Given::Quality, format!("{least} to {most}"), "1 to 100"));
        }
        Ok(())
    }
}
