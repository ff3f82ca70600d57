//! Beorg.

use crate::limits::{ImageFormat, ImageLimits, SizeLimit, SizeScope, SizeUnit};

/// 5,000,000 bytes an image: our own default, the vendor publishes neither a limit nor the formats. Clients send JPEG.
#[must_use]
pub fn limits() -> ImageLimits {
    ImageLimits {
        size: Some(SizeLimit { max: 5_000_000, unit: SizeUnit::Bytes, scope: SizeScope::Image }),
        max_edge: None,
        formats: vec![ImageFormat::Jpeg],
    }
}
