//! An image as a request carries it.

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
