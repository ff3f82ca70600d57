//! One field of a document.

use serde::Serialize;

/// One field of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The normalized value; the same as `raw` where there is nothing to normalize, or where it would be a guess.
    pub value: String,
    /// The text as the vendor gave it.
    pub raw: String,
    /// How sure the vendor is, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Where it stands on the image, in pixels of the vendor's image: left, top, right, bottom.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[number, number, number, number]", optional))]
    pub bounds: Option<[f64; 4]>,
    /// Where it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<FieldSource>,
}

impl Field {
    /// A field whose value is the vendor's text. An empty or blank text gives `None`.
    #[must_use]
    pub fn new(raw: impl Into<String>) -> Option<Self> {
        let raw = raw.into();
        let value = raw.trim().to_owned();
        (!value.is_empty()).then(|| Self { value, raw, ..Self::default() })
    }
}

/// Where a field was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum FieldSource {
    /// The printed part (ICAO 9303 visual inspection zone).
    Visual,
    /// The machine readable zone.
    Mrz,
}
