//! What a caller asks for.

use crate::input;

/// How much a picture has to be worth before no hint is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "lowercase"))]
pub enum Strictness {
    /// What people can just read.
    Relaxed,
    /// What recognition reads.
    #[default]
    Normal,
    /// What recognition reads with a margin, as for security features.
    Strict,
    /// Measure only: no hint is ever given.
    Off,
}

input::choice!(Strictness { "relaxed" => Relaxed, "normal" => Normal, "strict" => Strict, "off" => Off });

/// The document's format by ISO/IEC 7810.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "lowercase"))]
pub enum DocumentSize {
    /// Bank and identity cards, driving licences: 85.60 x 53.98 mm.
    #[default]
    Id1,
    /// Older identity cards, visas: 105 x 74 mm.
    Id2,
    /// The page of a passport: 125 x 88 mm.
    Id3,
    /// Not known: pixels per millimetre are not estimated.
    Any,
}

input::choice!(DocumentSize { "id1" => Id1, "id2" => Id2, "id3" => Id3, "any" => Any });

impl DocumentSize {
    /// The longer and the shorter side in millimetres (ISO/IEC 7810:2019, 5).
    #[must_use]
    pub const fn millimetres(self) -> Option<(f64, f64)> {
        match self {
            Self::Id1 => Some((85.6, 53.98)),
            Self::Id2 => Some((105.0, 74.0)),
            Self::Id3 => Some((125.0, 88.0)),
            Self::Any => None,
        }
    }
}

/// Thresholds of the caller's own, in place of those of the strictness.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase", default))]
pub struct Thresholds {
    /// Less `brightness` is `TOO_DARK`.
    pub min_brightness: Option<f64>,
    /// Darkest print lighter than this is `TOO_BRIGHT`: `brightness` less `contrast`.
    pub max_print_level: Option<f64>,
    /// A corner nearer to the edge of the picture is `OUT_OF_FRAME`: a share of the picture's shorter side.
    pub min_margin: Option<f64>,
    /// More `coverage` is `TOO_CLOSE`.
    pub max_coverage: Option<f64>,
    /// Less `coverage` is `TOO_FAR`.
    pub min_coverage: Option<f64>,
    /// More `tilt`, in degrees, is `TILTED`.
    pub max_tilt: Option<f64>,
    /// Less `sharpness` is `BLUR`.
    pub min_sharpness: Option<f64>,
    /// More `glare` is `GLARE`.
    pub max_glare: Option<f64>,
    /// Less `pixelsPerMm` is `LOW_RESOLUTION`.
    pub min_pixels_per_mm: Option<f64>,
}

input::object!(Thresholds {
    min_brightness,
    max_print_level,
    min_margin,
    max_coverage,
    min_coverage,
    max_tilt,
    min_sharpness,
    max_glare,
    min_pixels_per_mm,
});

/// How a picture is analyzed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase", default))]
pub struct AnalyzeOptions {
    /// Which thresholds the hints go by. Default `normal`.
    pub strictness: Option<Strictness>,
    /// The document's size, by which pixels per millimetre are estimated. Default `id1`.
    pub document: Option<DocumentSize>,
    /// Thresholds of your own.
    pub thresholds: Option<Thresholds>,
}

input::object!(AnalyzeOptions { strictness, document, thresholds });
