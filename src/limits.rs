//! What a vendor accepts, as data.

use crate::input::from_input;
use serde::Serialize;
use std::borrow::Cow;

/// What a size limit counts.
#[from_input(rename_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SizeUnit {
    /// Bytes of the file.
    Bytes,
    /// Characters of the file's base64 form, padding included.
    Base64Characters,
}

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
#[from_input(rename_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SizeScope {
    /// Each image by itself.
    Image,
    /// All images of one request together.
    Request,
}

/// A size limit with its unit and scope.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SizeLimit {
    /// The largest size allowed, in `unit`.
    pub max: u64,
    /// What is counted.
    pub unit: SizeUnit,
    /// What it applies to.
    pub scope: SizeScope,
}

/// The format of an image file.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum ImageFormat {
    /// JPEG (ITU-T T.81).
    #[input(key = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[input(key = "image/png")]
    Png,
    /// Windows bitmap.
    #[input(key = "image/bmp")]
    Bmp,
    /// WebP.
    #[input(key = "image/webp")]
    Webp,
}

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
#[from_input]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImageLimits {
    /// The size limit, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<SizeLimit>,
    /// The longest side allowed, in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_edge: Option<u32>,
    /// The formats accepted. An image in another format becomes a JPEG.
    #[input(ts = "ImageFormat[]")]
    pub formats: Cow<'static, [ImageFormat]>,
}

impl ImageLimits {
    /// Each image by itself: at most `max` of `unit`, in one of `formats`.
    #[must_use]
    pub const fn each(max: u64, unit: SizeUnit, formats: &'static [ImageFormat]) -> Self {
        Self::sized(SizeLimit { max, unit, scope: SizeScope::Image }, formats)
    }

    /// All images of a request together: at most `max` of `unit`, each in one of `formats`.
    #[must_use]
    pub const fn together(max: u64, unit: SizeUnit, formats: &'static [ImageFormat]) -> Self {
        Self::sized(SizeLimit { max, unit, scope: SizeScope::Request }, formats)
    }

    const fn sized(size: SizeLimit, formats: &'static [ImageFormat]) -> Self {
        Self { size: Some(size), max_edge: None, formats: Cow::Borrowed(formats) }
    }
}

/// What of a file's metadata stays.
#[from_input(rename_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum MetadataPolicy {
    /// Nothing but what the image needs.
    #[default]
    Strip,
    /// Also make and model of the camera and when the photo was taken.
    Camera,
}

/// The most pixels, width times height, that a header may promise: 16,384 x 16,384.
///
/// The largest phone sensors have 200 million pixels; memory does not grow with this figure for JPEG, and is
/// bounded by [`MAX_RASTER_PIXELS`] for every other format.
pub const MAX_PIXELS: u64 = 268_435_456;

/// The most pixels of an image that has to be held whole in memory (PNG, BMP, WebP).
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
