//! Colors of other color spaces, converted to sRGB (IEC 61966-2-1).

use crate::logarithm::pow;
use crate::raster::PixelLayout;

/// How a sample stands for light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Transfer {
    /// That of sRGB.
    Srgb,
    /// Light is the sample to this power. 1 is linear light.
    Power(f32),
}

impl Transfer {
    fn to_light(self, sample: f32) -> f32 {
        match self {
            Self::Srgb if sample <= 0.040_45 => sample / 12.92,
            Self::Srgb => pow((sample + 0.055) / 1.055, 2.4),
            Self::Power(power) => pow(sample, power),
        }
    }
}

/// Chromaticities (CIE 1931 x and y) of red, green and blue. White is D65.
pub type Primaries = [[f32; 2]; 3];

/// sRGB and ITU-R BT.709.
pub const SRGB: Primaries = [[0.64, 0.33], [0.30, 0.60], [0.15, 0.06]];
/// Display P3 (SMPTE EG 432-1 with the white of D65).
pub const P3: Primaries = [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06]];
/// ITU-R BT.2020.
pub const BT2020: Primaries = [[0.708, 0.292], [0.17, 0.797], [0.131, 0.046]];
/// The white that all of them have.
pub const D65: [f32; 2] = [0.3127, 0.329];

type Matrix = [[f32; 3]; 3];

/// From CIE XYZ to linear sRGB.
const XYZ_TO_SRGB: Matrix =
    [[3.240_97, -1.537_383, -0.498_611], [-0.969_244, 1.875_968, 0.041_555], [0.055_63, -0.203_977, 1.056_972]];

/// Steps of light that are told apart on the way to sRGB: in the dark, where samples are densest, about one a sample.
const STEPS: usize = 4_096;

/// A conversion to sRGB.
#[derive(Debug, Clone)]
pub struct ToSrgb {
    /// The light of each sample.
    light: [f32; 256],
    /// From linear light of the source to that of sRGB. Rows sum up to 1: white stays white.
    matrix: Matrix,
    /// The sample for each step of light.
    samples: Vec<u8>,
}

impl ToSrgb {
    /// A conversion. `None` where the primaries span no space.
    #[must_use]
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tables")]
    pub fn new(transfer: Transfer, primaries: Primaries) -> Option<Self> {
        let light = core::array::from_fn(|level| transfer.to_light(level as f32 / 255.0));
        let sample = |light: f32| {
            if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * pow(light, 1.0 / 2.4) - 0.055 }
        };
        let samples = (0..STEPS).map(|step| (255.0 * sample(step as f32 / (STEPS - 1) as f32) + 0.5) as u8).collect();
        Some(Self { light, matrix: matrix(primaries)?, samples })
    }

    /// Converts pixels in place.
    pub fn convert(&self, layout: PixelLayout, pixels: &mut [u8]) {
        for pixel in pixels.chunks_exact_mut(layout.channels()) {
            match pixel {
                [red, green, blue, ..] => {
                    let light = [
                        self.light[usize::from(*red)],
                        self.light[usize::from(*green)],
                        self.light[usize::from(*blue)],
                    ];
                    [*red, *green, *blue] =
                        self.matrix.map(|row| self.sample(row[0] * light[0] + row[1] * light[1] + row[2] * light[2]));
                }
                [gray, ..] => *gray = self.sample(self.light[usize::from(*gray)]),
                [] => {}
            }
        }
    }

    /// What sRGB does not have is clipped.
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    fn sample(&self, light: f32) -> u8 {
        let step = (light.clamp(0.0, 1.0) * (STEPS - 1) as f32 + 0.5) as usize;
        self.samples.get(step).copied().unwrap_or(u8::MAX)
    }
}

/// From linear light of the primaries to that of sRGB (SMPTE RP 177).
fn matrix(primaries: Primaries) -> Option<Matrix> {
    let columns = primaries.map(|[x, y]| [x / y, 1.0, (1.0 - x - y) / y]);
    let [red, green, blue] = columns;
    let white = [D65[0] / D65[1], 1.0, (1.0 - D65[0] - D65[1]) / D65[1]];
    // Cramer's rule: how much light of each primary white has.
    let whole = determinant([red, green, blue]);
    let scales = [
        determinant([white, green, blue]) / whole,
        determinant([red, white, blue]) / whole,
        determinant([red, green, white]) / whole,
    ];
    let cell = |row: &[f32; 3], nth: usize| -> f32 {
        row.iter().zip(&columns[nth]).map(|(weight, value)| weight * value).sum::<f32>() * scales[nth]
    };
    let matrix = XYZ_TO_SRGB.map(|row| [cell(&row, 0), cell(&row, 1), cell(&row, 2)]);
    matrix.iter().flatten().all(|cell| cell.abs() < 16.0).then_some(matrix)
}

fn determinant([a, b, c]: Matrix) -> f32 {
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn converts(transfer: Transfer, primaries: Primaries, from: [u8; 3], to: [u8; 3]) {
        let mut pixel = from;
        ToSrgb::new(transfer, primaries).unwrap().convert(PixelLayout::Rgb, &mut pixel);
        assert!(pixel.iter().zip(to).all(|(found, expected)| found.abs_diff(expected) <= 1), "{from:?}: {pixel:?}");
    }

    #[test]
    fn srgb_stays_and_white_stays_white() {
        for level in 0..=255 {
            converts(Transfer::Srgb, SRGB, [level, 255 - level, 128], [level, 255 - level, 128]);
        }
        for primaries in [P3, BT2020] {
            converts(Transfer::Srgb, primaries, [255; 3], [255; 3]);
            converts(Transfer::Srgb, primaries, [90; 3], [90; 3]);
        }
    }

    #[test]
    fn display_p3_becomes_what_css_color_4_gives() {
        // color(display-p3 0.6 0.4 0.2) is rgb(162 99 38); pure green is outside of sRGB.
        converts(Transfer::Srgb, P3, [153, 102, 51], [162, 99, 38]);
        converts(Transfer::Srgb, P3, [0, 255, 0], [0, 255, 0]);
    }

    #[test]
    fn light_becomes_samples_and_alpha_stays() {
        converts(Transfer::Power(1.0), SRGB, [55, 127, 255], [128, 187, 255]);
        let mut pixels = [55, 9];
        ToSrgb::new(Transfer::Power(1.0), SRGB).unwrap().convert(PixelLayout::GrayAlpha, &mut pixels);
        assert_eq!(pixels, [128, 9]);
    }

    #[test]
    fn primaries_that_span_no_space_are_none() {
        for primaries in [[[0.3, 0.3]; 3], [[0.0, 0.0]; 3]] {
            assert!(ToSrgb::new(Transfer::Srgb, primaries).is_none());
        }
    }
}
