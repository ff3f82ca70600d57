//! What a file says beside its pixels, and what of it stays.
//!
//! Under [`MetadataPolicy::Strip`] only what the image needs stays: the orientation is baked into the pixels, and
//! a color profile stays unless it is sRGB, belongs to other components than the output has, or is longer than
//! [`MAX_PROFILE_BYTES`]. Its texts are blanked unless it has a name that cameras and standards give. Under [`MetadataPolicy::Camera`] a freshly written EXIF block joins it, with make, model and
//! dates. Position, thumbnail, serial numbers, names, maker notes, XMP, comments and everything behind the end of the
//! image (gain maps, other frames) never stay.

use crate::limits::MetadataPolicy;
use crate::orientation::Orientation;

mod exif;
mod jpeg;
mod png;
mod png_colors;
mod profile;
mod profile_text;
mod webp;

pub use exif::Camera;
pub use jpeg::{JpegFile, metadata_segments};
pub use png::PngFile;
pub use png_colors::PngColors;
pub use profile::{MAX_PROFILE_BYTES, Profile};
pub use webp::WebpFile;

/// What a file says beside its pixels, as far as it is of use here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// How the camera was held.
    pub orientation: Orientation,
    /// Which camera, and when.
    pub camera: Camera,
    /// The color profile, unless it is sRGB or of no use.
    pub profile: Option<Profile>,
    /// Whether a color profile was there that does not stay because it is damaged or too long.
    pub profile_refused: bool,
}

impl Metadata {
    /// Reads an EXIF block (a TIFF header with its directories) and a color profile, if there are any.
    #[must_use]
    pub fn read(exif: Option<&[u8]>, profile: Option<Vec<u8>>) -> Self {
        let (orientation, camera) = exif.map(exif::read).unwrap_or_default();
        let verdict = profile.map_or(profile::ProfileUse::Plain, Profile::judge);
        let profile_refused = matches!(verdict, profile::ProfileUse::Refused);
        let profile = match verdict {
            profile::ProfileUse::Needed(profile) => Some(profile),
            profile::ProfileUse::Plain | profile::ProfileUse::Refused => None,
        };
        Self { orientation, camera, profile, profile_refused }
    }

    /// The EXIF block that stays under `policy`, for pixels that are upright.
    #[must_use]
    pub fn exif(&self, policy: MetadataPolicy) -> Option<Vec<u8>> {
        match policy {
            MetadataPolicy::Strip => None,
            MetadataPolicy::Camera => self.camera.to_exif(),
        }
    }
}

/// The byte at `at` and those behind it, as a fixed number.
fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}
