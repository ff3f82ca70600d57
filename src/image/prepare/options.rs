//! What a caller asks for.

use crate::Result;
use crate::input::{FromInput, Value, from_input};
use crate::json::Json;
use crate::limits::{ImageLimits, MetadataPolicy};
use crate::quad::Quad;
use crate::vendors::VendorId;

/// The quality of an encoded image when no limit forces less.
pub const DEFAULT_QUALITY: u8 = 90;

/// The quality below which an image is reduced in size instead.
///
/// It bounds how coarse an image becomes before its size gives way. By SSIMULACRA2 at the source's size, 35 lies between
/// the qualities at which either way is better: `docs/notes/fidelity.md` has the figures. Keeping the size is also two to
/// four times as fast, because a JPEG file is not decoded for it.
pub const DEFAULT_MIN_QUALITY: u8 = 35;

/// The margin around a document that is cut out, as a share of its longer side: 4 mm around a card. Vendors look for the
/// document's edges (CVS warns of missing corners, 5 and 6), and corners are found within about 1 mm of a card.
pub const DEFAULT_CROP_MARGIN: f64 = 0.05;

/// What becomes of a damaged JPEG file.
#[from_input(rename_all = "snake_case")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DamagePolicy {
    /// An error: half a document is not worth a vendor's response.
    #[default]
    Refuse,
    /// As much of the image as is there, with [`Note::Damaged`](super::Note::Damaged): what is missing is gray, or
    /// coarse in a progressive file.
    Allow,
}

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
            Self::Vendor(id) => id.vendor().limits.clone(),
            Self::Custom(limits) => limits.clone(),
        }
    }

    /// What of the metadata stays unless the caller says otherwise.
    #[must_use]
    pub fn metadata(&self) -> MetadataPolicy {
        match self {
            Self::Vendor(id) => id.vendor().metadata,
            Self::Custom(_) => MetadataPolicy::Strip,
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
#[from_input(default)]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PrepareOptions {
    /// What the vendor accepts. Without it every readable format is accepted at any size.
    pub limits: Option<Limits>,
    /// The longest side, in pixels, at least 1.
    pub max_edge: Option<u32>,
    /// The quality of an encoded image when no limit forces less, 1 to 100. Default [`DEFAULT_QUALITY`].
    pub quality: Option<u8>,
    /// The quality below which an image is reduced in size instead, 1 to 100. Default [`DEFAULT_MIN_QUALITY`], or
    /// `quality` if that is lower.
    pub min_quality: Option<u8>,
    /// The most bytes of the file, at least 1.
    pub max_bytes: Option<u64>,
    /// The most characters of the file's base64 form, padding included, at least 4.
    pub max_base64_length: Option<u64>,
    /// What of the metadata stays. Default: what the vendor wants, [`MetadataPolicy::Strip`] without one.
    pub metadata: Option<MetadataPolicy>,
    /// The corners of the document, in pixels of the upright source: it is cropped and rectified. They may lie
    /// outside the image, which is continued there with the pixels of its border.
    pub crop: Option<Quad>,
    /// How much is left around the document that is cut out, as a share of its longer side, 0 to 0.5. Default
    /// [`DEFAULT_CROP_MARGIN`].
    pub crop_margin: Option<f64>,
    /// What becomes of a JPEG file that turns out to be damaged when it is decoded. Default [`DamagePolicy::Refuse`].
    pub damaged: Option<DamagePolicy>,
    /// Whether the data of a JPEG file that could be passed on untouched are decoded to see that they are whole. Default
    /// `true`; `false` is faster, by 2 to 4 ms for each megapixel, and passes on a file whose damage is inside.
    pub verify: Option<bool>,
}
