//! What came of it.

use crate::image::decode::Source;
use crate::limits::{ImageFormat, SizeUnit};
use crate::rows::Size;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// How much of the image was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum PreparedPath {
    /// The pixels are those of the file, bit for bit.
    Original,
    /// The coefficients of the file were turned or coarsened, without decoding to pixels.
    Transcoded,
    /// The image was decoded and encoded anew.
    Encoded,
}

/// Something worth knowing that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The image has fewer pixels than the source.
    Reduced,
    /// Bytes behind the end of the image were cut off: a gain map, other frames, or something hidden.
    TrailerCut,
    /// The file is an animation; its first frame was taken.
    FirstFrameOnly,
    /// The file is damaged: what is missing is gray, or coarse in a progressive file.
    Damaged,
    /// The color profile stays with the image.
    ColorProfileKept,
    /// The color profile does not stay: damaged, too long, or for other components.
    ColorProfileDropped,
    /// The file says that its colors are in a space that is not converted: HDR, or with another white.
    ColorsNotConverted,
    /// Turned without loss, the image keeps the padding that a JPEG stores beyond its right and lower edge: up to 15
    /// pixels more at the left or at the top.
    PaddingKept,
}

/// What the source was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct SourceInfo {
    /// Width in pixels, as stored.
    pub width: u32,
    /// Height in pixels, as stored.
    pub height: u32,
    /// The format, told by the content. Absent for pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mime_type: Option<ImageFormat>,
    /// Length in bytes.
    pub byte_length: u64,
    /// The EXIF orientation, 1 to 8.
    pub orientation: u8,
}

impl SourceInfo {
    pub(super) const fn of_file(source: &Source<'_>) -> Self {
        Self {
            width: source.size.width,
            height: source.size.height,
            mime_type: Some(source.format()),
            byte_length: source.bytes.len() as u64,
            orientation: source.metadata.orientation.to_exif(),
        }
    }

    pub(super) const fn of_pixels(size: Size, byte_length: u64) -> Self {
        Self { width: size.width, height: size.height, mime_type: None, byte_length, orientation: 1 }
    }
}

/// An image that meets every limit it was prepared for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Prepared {
    /// The file.
    #[serde(with = "serde_bytes")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array<ArrayBuffer>"))]
    pub bytes: Vec<u8>,
    /// The format of the file.
    pub mime_type: ImageFormat,
    /// Width in pixels. The image is upright.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Length of the file in bytes.
    pub byte_length: u64,
    /// Length of the file's base64 form in characters, padding included.
    pub base64_length: u64,
    /// The quality it was encoded at, 1 to 100. Absent if it was not encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<u8>,
    /// How much of the image was touched.
    pub path: PreparedPath,
    /// What the source was.
    pub source: SourceInfo,
    /// What else was done.
    pub notes: Vec<Note>,
}

impl Prepared {
    /// SHA-256 of the file, in lower-case hexadecimal digits.
    #[must_use]
    pub fn sha256(&self) -> String {
        sha256(&self.bytes)
    }
}

/// SHA-256 in lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    Sha256::digest(bytes).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A result whose lengths are still to be measured.
pub struct Draft {
    pub info: SourceInfo,
    pub bytes: Vec<u8>,
    pub format: ImageFormat,
    pub size: Size,
    pub quality: Option<u8>,
    pub path: PreparedPath,
    pub notes: Vec<Note>,
}

impl Draft {
    pub fn new(info: SourceInfo, bytes: Vec<u8>, path: PreparedPath) -> Self {
        let size = Size { width: info.width, height: info.height };
        Self { info, bytes, format: ImageFormat::Jpeg, size, quality: None, path, notes: Vec::new() }
    }

    pub fn finish(self) -> Prepared {
        let byte_length = self.bytes.len() as u64;
        Prepared {
            mime_type: self.format,
            width: self.size.width,
            height: self.size.height,
            byte_length,
            base64_length: SizeUnit::Base64Characters.measure(byte_length),
            quality: self.quality,
            path: self.path,
            source: self.info,
            notes: self.notes,
            bytes: self.bytes,
        }
    }
}
