//! What a PNG file says of its colors beside a profile: `cICP`, `gAMA` and `cHRM` (PNG 3rd edition, 11.3.2).

use super::{PngFile, bytes_at};
use idsnap_pixels::color_space::{BT2020, D65, P3, Primaries, SRGB, Transfer};

/// What the colors of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum PngColors {
    /// sRGB, or those of the profile.
    #[default]
    Plain,
    /// Such as can be converted.
    Other(Transfer, Primaries),
    /// Such as are not: HDR, another white.
    Unknown,
}

/// How far chromaticities may be from those of a space that they are taken for.
const NEAR: f32 = 0.002;

/// What writers of sRGB put into `gAMA` (PNG 3rd edition, 11.3.2.2).
const GAMMA_OF_SRGB: f32 = 0.454_55;

impl PngColors {
    /// The code points of `cICP` (ITU-T H.273), where they are known.
    pub fn of_code_points(file: &PngFile<'_>) -> Option<Self> {
        let (primaries, transfer) = match *file.chunks(*b"cICP").next()? {
            [primaries, transfer, 0, 1] => (primaries, transfer),
            _ => return Some(Self::Unknown),
        };
        let primaries = match primaries {
            1 => SRGB,
            9 => BT2020,
            12 => P3,
            _ => return Some(Self::Unknown),
        };
        let transfer = match transfer {
            // BT.709 as it is shown (ITU-R BT.1886).
            1 => Transfer::Power(2.4),
            4 => Transfer::Power(2.2),
            5 => Transfer::Power(2.8),
            8 => Transfer::Power(1.0),
            13 => Transfer::Srgb,
            _ => return Some(Self::Unknown),
        };
        Some(Self::new(transfer, primaries))
    }

    /// `gAMA` and `cHRM`, which `sRGB` overrides. As browsers have it, `cHRM` counts with `gAMA` alone, and a gamma of 1/2.2
    /// without it stands for sRGB.
    pub fn of_gamma(file: &PngFile<'_>) -> Self {
        if file.chunks(*b"sRGB").next().is_some() {
            return Self::Plain;
        }
        let Some(chunk) = file.chunks(*b"gAMA").next() else { return Self::Plain };
        let Some(gamma) = fraction(chunk, 0).filter(|gamma| (0.1..=10.0).contains(gamma)) else { return Self::Unknown };
        let transfer = Transfer::Power(1.0 / gamma);
        let primaries = match file.chunks(*b"cHRM").next() {
            None if (gamma - GAMMA_OF_SRGB).abs() <= NEAR => return Self::Plain,
            None => SRGB,
            Some(chunk) => match chromaticities(chunk) {
                Some([white, primaries @ ..]) if are_near(&[white], &[D65]) => primaries,
                _ => return Self::Unknown,
            },
        };
        Self::new(transfer, primaries)
    }

    fn new(transfer: Transfer, primaries: Primaries) -> Self {
        let primaries = if are_near(&primaries, &SRGB) { SRGB } else { primaries };
        if transfer == Transfer::Srgb && primaries == SRGB { Self::Plain } else { Self::Other(transfer, primaries) }
    }
}

fn are_near(found: &[[f32; 2]], known: &[[f32; 2]]) -> bool {
    found.iter().flatten().zip(known.iter().flatten()).all(|(found, known)| (found - known).abs() <= NEAR)
}

/// White, red, green and blue.
fn chromaticities(chunk: &[u8]) -> Option<[[f32; 2]; 4]> {
    let mut all = [[0.0; 2]; 4];
    for (nth, value) in all.iter_mut().flatten().enumerate() {
        *value = fraction(chunk, 4 * nth)?;
    }
    Some(all)
}

/// A number in hundred-thousandths.
#[expect(clippy::cast_precision_loss, reason = "five digits are told apart")]
fn fraction(chunk: &[u8], at: usize) -> Option<f32> {
    Some(u32::from_be_bytes(bytes_at(chunk, at)?) as f32 / 100_000.0)
}
