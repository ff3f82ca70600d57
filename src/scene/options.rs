//! What a caller asks for.

use crate::input::from_input;

/// How much an image has to be worth before no hint is given.
#[from_input(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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

/// The document's format by ISO/IEC 7810.
#[from_input(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
#[from_input(default)]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Thresholds {
    /// Less `brightness` is `TOO_DARK`.
    pub min_brightness: Option<f64>,
    /// Darkest print lighter than this is `TOO_BRIGHT`: `brightness` less `contrast`.
    pub max_print_level: Option<f64>,
    /// A corner nearer to the edge of the image is `OUT_OF_FRAME`: a share of the image's shorter side.
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

/// How an image is analyzed.
#[from_input(default)]
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AnalyzeOptions {
    /// Which thresholds the hints go by. Default `normal`.
    pub strictness: Option<Strictness>,
    /// The document's size, by which pixels per millimetre are estimated. Default `id1`.
    pub document: Option<DocumentSize>,
    /// Thresholds of your own.
    pub thresholds: Option<Thresholds>,
}
