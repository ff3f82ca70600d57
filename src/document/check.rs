//! Checks of a document.

use serde::Serialize;

/// One check of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// How it ended.
    pub status: CheckStatus,
    /// The vendor's own name or code for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_code: Option<String>,
    /// Who made it, where that was not the vendor and not the core with the vendor's response alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<CheckSource>,
}

/// Who made a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum CheckSource {
    /// The device, which read the machine readable zone of the photo itself.
    Device,
}

impl Check {
    /// A check with the vendor's name or code for it.
    pub fn new(kind: CheckKind, status: CheckStatus, vendor_code: impl Into<String>) -> Self {
        Self { kind, status, vendor_code: Some(vendor_code.into()), source: None }
    }
}

/// What was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// Not photographed from a screen.
    ScreenRecapture,
    /// Not a photocopy.
    Photocopy,
    /// Not altered.
    Tamper,
    /// The right material.
    Material,
    /// The printed information is plausible.
    Information,
    /// Security features are there.
    SecurityFeature,
    /// No corner is cut off the card.
    CornerCutOff,
    /// No corner is outside the image.
    CornerMissing,
    /// The id number has the right form.
    IdFormat,
    /// The machine readable zone has the right form and check digits.
    MrzFormat,
    /// The machine readable zone and the printed fields agree.
    MrzVisualConsistency,
    /// Parts of the document agree with one another.
    Consistency,
    /// The document has not expired.
    Expired,
    /// The image's metadata speaks for a camera.
    ImageMetadata,
    /// The image is sharp.
    Sharpness,
    /// The image is well exposed.
    Exposure,
    /// The document is of a kind that was asked for.
    DocumentType,
    /// A portrait was found.
    FacePresent,
    /// A live person.
    Liveness,
    /// The faces match.
    FaceMatch,
    /// The vendor's overall judgement.
    Overall,
    /// Anything else; the vendor's code tells.
    Other,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum CheckStatus {
    /// Nothing wrong was found.
    Passed,
    /// Something wrong was found.
    Failed,
    /// Not checked, or the result was not told.
    NotRun,
}

impl CheckStatus {
    /// `Passed` for true, `Failed` for false, `NotRun` for nothing.
    #[must_use]
    pub const fn from_flag(passed: Option<bool>) -> Self {
        match passed {
            Some(true) => Self::Passed,
            Some(false) => Self::Failed,
            None => Self::NotRun,
        }
    }
}
