//! What a caller asks for.

use crate::Result;
use crate::input::{self, FromInput, Value};
use crate::json::Json;
use crate::limits::ImageLimits;
use crate::metadata::MetadataPolicy;
use crate::vendor::VendorId;

/// The quality of an encoded picture when no limit forces less.
pub const DEFAULT_QUALITY: u8 = 90;

/// The quality below which a picture is reduced in size instead. At equal bytes a photo of 11 megapixels at this quality
/// and a smaller one at a higher quality were equally far from the original; below it, the smaller one was closer.
pub const DEFAULT_MIN_QUALITY: u8 = 50;

/// What a vendor accepts: by the vendor's name, or spelled out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(target_arch = "wasm32", serde(untagged))]
pub enum Limits {
    /// The published limits of a vendor.
    Vendor(VendorId),
    /// Limits of the caller's own.
    Custom(ImageLimits),
}

impl Limits {
    /// The limits, spelled out.
    #[must_use]
    pub fn resolved(&self) -> ImageLimits {
        match self {
            Self::Vendor(vendor) => vendor.limits(),
            Self::Custom(limits) => limits.clone(),
        }
    }
}

impl FromInput for Limits {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        match value.json() {
            Json::Text(_) => VendorId::from_input(value).map(Self::Vendor),
            Json::Object(_) => ImageLimits::from_input(value).map(Self::Custom),
            _ => Err(value.wrong("a vendor's name or limits")),
        }
    }
}

/// What an image has to meet. Where several limits are given, every one is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase", default))]
pub struct PrepareOptions {
    /// What the vendor accepts. Without it every readable format is accepted at any size.
    pub limits: Option<Limits>,
    /// The longest side, in pixels, at least 1.
    pub max_edge: Option<u32>,
    /// The quality of an encoded picture when no limit forces less, 1 to 100. Default [`DEFAULT_QUALITY`].
    pub quality: Option<u8>,
    /// The quality below which a picture is reduced in size instead, 1 to 100. Default [`DEFAULT_MIN_QUALITY`], or
    /// `quality` if that is lower.
    pub min_quality: Option<u8>,
    /// The most bytes of the file, at least 1.
    pub max_bytes: Option<u64>,
    /// The most characters of the file's base64 form, padding included, at least 4.
    pub max_base64_length: Option<u64>,
    /// What of the metadata stays. Default [`MetadataPolicy::Strip`], for Beorg [`MetadataPolicy::Camera`] because it
    /// judges a photo by them.
    pub metadata: Option<MetadataPolicy>,
}

input::object!(PrepareOptions { limits, max_edge, quality, min_quality, max_bytes, max_base64_length, metadata });
