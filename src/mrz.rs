//! The machine readable zone (ICAO Doc 9303, parts 3 to 7).

use serde::Serialize;

/// A machine readable zone as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Mrz {
    /// The lines.
    pub lines: Vec<String>,
}
