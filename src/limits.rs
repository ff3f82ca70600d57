//! What a vendor accepts, as data.

use crate::input;
use serde::Serialize;

/// What a size limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum SizeUnit {
    /// Bytes of the file.
    Bytes,
    /// Characters of the file's base64 form, padding included.
    Base64Characters,
}

input::choice!(SizeUnit { "bytes" => Bytes, "base64_characters" => Base64Characters });

impl SizeUnit {
    /// How much a file of `byte_length` bytes counts in this unit.
    #[must_use]
    pub const fn measure(self, byte_length: u64) -> u64 {
        match self {
            Self::Bytes => byte_length,
            Self::Base64Characters => byte_length.div_ceil(3).saturating_mul(4),
        }
    }

    /// The longest file, in bytes, that counts at most `limit` in this unit.
    #[must_use]
    pub const fn max_bytes(self, limit: u64) -> u64 {
        match self {
            Self::Bytes => limit,
            Self::Base64Characters => limit / 4 * 3,
        }
    }
}

impl core::fmt::Display for SizeUnit {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Bytes => "bytes",
            Self::Base64Characters => "base64 characters",
        })
    }
}

/// What a size limit applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum SizeScope {
    /// Each image by itself.
    Image,
    /// All images of one request together.
    Request,
}

input::choice!(SizeScope { "image" => Image, "request" => Request });

/// A size limit with its unit and scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct SizeLimit {
    /// The largest size allowed, in `unit`.
    pub max: u64,
    /// What is counted.
    pub unit: SizeUnit,
    /// What it applies to.
    pub scope: SizeScope,
}

input::object!(SizeLimit { max, unit, scope });

/// The format of an image file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum ImageFormat {
    /// JPEG (ITU-T T.81).
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// Windows bitmap.
    #[serde(rename = "image/bmp")]
    Bmp,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
}

input::choice!(ImageFormat {
    "image/jpeg" => Jpeg,
    "image/png" => Png,
    "image/bmp" => Bmp,
    "image/webp" => Webp,
});

impl ImageFormat {
    /// The media type.
    #[must_use]
    pub const fn mime_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Bmp => "image/bmp",
            Self::Webp => "image/webp",
        }
    }

    /// The format's usual name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Bmp => "BMP",
            Self::Webp => "WebP",
        }
    }
}

/// What an image has to meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct ImageLimits {
    /// The size limit, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<SizeLimit>,
    /// The longest side allowed, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_edge: Option<u32>,
    /// The formats accepted. A picture in another format becomes a JPEG.
    pub formats: Vec<ImageFormat>,
}

input::object!(ImageLimits { size, max_edge, formats });

/// The most pixels, width times height, that a header may promise: 16,384 x 16,384.
///
/// The largest phone sensors have 200 million pixels; memory does not grow with this figure for JPEG, and is
/// bounded by [`MAX_RASTER_PIXELS`] for every other format.
pub const MAX_PIXELS: u64 = 268_435_456;

/// The most pixels of a picture that has to be held whole in memory (PNG, BMP, WebP).
pub const MAX_RASTER_PIXELS: u64 = 67_108_864;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_counts_padding() {
        for (bytes, characters) in [(0, 0), (1, 4), (2, 4), (3, 4), (4, 8), (3_750_000, 5_000_000)] {
            assert_eq!(SizeUnit::Base64Characters.measure(bytes), characters, "{bytes} bytes");
        }
    }

    #[test]
    fn the_longest_file_fits_and_one_byte_more_does_not() {
        for limit in [4, 5, 7, 8, 700_000, 5_000_000] {
            let bytes = SizeUnit::Base64Characters.max_bytes(limit);
            assert!(SizeUnit::Base64Characters.measure(bytes) <= limit, "{limit}");
            assert!(SizeUnit::Base64Characters.measure(bytes + 1) > limit, "{limit}");
        }
    }
}
