//! An image as a request carries it.

use crate::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// An image (or, where a vendor takes one, a PDF) as it goes to a vendor.
#[derive(Clone, PartialEq, Eq)]
pub struct ImageFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub mime_type: String,
}

impl ImageFile {
    /// Appends the file as base64, as RFC 4648 section 4 has it: padded, without line feeds or a `data:` prefix.
    pub fn append_base64(&self, text: &mut Vec<u8>) {
        let start = text.len();
        text.resize(start + self.bytes.len().div_ceil(3) * 4, b'=');
        // The room is exact, so this does not fail.
        let _ = text.get_mut(start..).map(|room| STANDARD.encode_slice(&self.bytes, room));
    }

    /// Refuses a file without bytes.
    ///
    /// # Errors
    /// [`Error::EmptyImage`], with the image's `field` in the caller's own words.
    pub fn refuse_empty(&self, field: &str) -> Result<()> {
        if self.bytes.is_empty() { Err(Error::EmptyImage.of(field)) } else { Ok(()) }
    }
}

impl core::fmt::Debug for ImageFile {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ImageFile({}, {} bytes)", self.mime_type, self.bytes.len())
    }
}
