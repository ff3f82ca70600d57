//! ICC color profiles (ISO 15076-1): whether one has to stay with the image.

use super::bytes_at;
use super::profile_text::{blank, description};
use crate::rows::ColorModel;

/// The longest color profile that stays: 64 KiB. Profiles of phones have about 500 bytes; longer ones belong to
/// scanners and presses, and would eat a small limit up.
pub const MAX_PROFILE_BYTES: usize = 65_536;

/// A color profile other than sRGB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    bytes: Vec<u8>,
}

/// What becomes of a profile.
#[derive(Debug)]
pub(super) enum ProfileUse {
    /// It is sRGB, which is what an image without a profile is taken for.
    Plain,
    /// It changes how the image looks.
    Needed(Profile),
    /// It is damaged or too long.
    Refused,
}

impl Profile {
    /// Decides what becomes of a profile. Of one that stays, the texts that a person may have written do not.
    pub(super) fn judge(mut bytes: Vec<u8>) -> ProfileUse {
        let announced = bytes_at(&bytes, 0).map_or(0, u32::from_be_bytes);
        let is_whole = bytes.len() >= 132 && bytes.len() as u64 >= u64::from(announced);
        let has_header = is_whole && bytes.get(36..40) == Some(b"acsp");
        if !has_header || bytes.len() > MAX_PROFILE_BYTES {
            ProfileUse::Refused
        } else if is_srgb(&bytes) {
            ProfileUse::Plain
        } else {
            blank(&mut bytes);
            ProfileUse::Needed(Self { bytes })
        }
    }

    /// The profile itself.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether the profile is made for such components.
    #[must_use]
    pub fn fits(&self, model: ColorModel) -> bool {
        let space = self.bytes.get(16..20);
        match model {
            ColorModel::Gray => space == Some(b"GRAY"),
            ColorModel::Rgb | ColorModel::YCbCr => space == Some(b"RGB "),
        }
    }
}

/// Whether the profile calls itself sRGB. The name is the only mark that all versions of it share.
fn is_srgb(profile: &[u8]) -> bool {
    description(profile).is_some_and(|text| {
        let text: Vec<u8> = text.iter().copied().filter(|byte| *byte != 0).take(1_024).collect();
        text.windows(4).any(|part| part == b"sRGB")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(space: &[u8; 4], name: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; 144];
        bytes[16..20].copy_from_slice(space);
        bytes[36..40].copy_from_slice(b"acsp");
        bytes[131] = 1;
        bytes[132..136].copy_from_slice(b"desc");
        bytes[139] = 144;
        bytes[143] = u8::try_from(name.len()).unwrap();
        bytes.extend(name);
        bytes
    }

    #[test]
    fn srgb_is_known_by_its_name_in_both_encodings() {
        for name in [&b"desc\0\0\0\0\0\0\0\x12sRGB IEC61966-2.1"[..], b"mluc\0\0\0\0\0s\0R\0G\0B\0 \0v\x004"] {
            assert!(matches!(Profile::judge(profile(b"RGB ", name)), ProfileUse::Plain));
        }
        assert!(matches!(Profile::judge(profile(b"RGB ", b"Display P3")), ProfileUse::Needed(_)));
    }

    #[test]
    fn a_profile_fits_components_of_its_own_space() {
        let ProfileUse::Needed(rgb) = Profile::judge(profile(b"RGB ", b"Display P3")) else { panic!("needed") };
        assert!(rgb.fits(ColorModel::YCbCr) && !rgb.fits(ColorModel::Gray));
        let ProfileUse::Needed(cmyk) = Profile::judge(profile(b"CMYK", b"Press")) else { panic!("needed") };
        assert!(!cmyk.fits(ColorModel::YCbCr) && !cmyk.fits(ColorModel::Gray));
    }

    #[test]
    fn a_profile_of_the_greatest_length_stays_and_a_longer_one_does_not() {
        let mut longest = profile(b"RGB ", b"Display P3");
        longest.resize(MAX_PROFILE_BYTES, 0);
        assert!(matches!(Profile::judge(longest.clone()), ProfileUse::Needed(_)));
        longest.push(0);
        assert!(matches!(Profile::judge(longest), ProfileUse::Refused));
        assert!(matches!(Profile::judge(vec![0; 200]), ProfileUse::Refused));
    }
}
