//! ZOLOZ.

use crate::limits::{ImageFormat, ImageLimits, SizeLimit, SizeScope, SizeUnit};

/// Both images together: 5,000,000 base64 characters. The vendor's page says "5MB" for the string fields without a
/// unit; the base64 text is the stricter reading. Its newest page lists JPEG alone.
#[must_use]
pub fn limits() -> ImageLimits {
    ImageLimits {
        size: Some(SizeLimit { max: 5_000_000, unit: SizeUnit::Base64Characters, scope: SizeScope::Request }),
        max_edge: None,
        formats: vec![ImageFormat::Jpeg],
    }
}
