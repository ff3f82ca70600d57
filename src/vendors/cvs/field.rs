//! What a field of `info` can be.

/// A text with how sure the vendor is of it, and where it stands.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct CvsText {
    /// The text; absent where the vendor gave none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How sure the vendor is, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Left, top, right, bottom, in pixels of the vendor's image.
    #[serde(rename = "box", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "[number, number, number, number]", optional))]
    pub bounds: Option<[f64; 4]>,
}

/// What kind of value a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CvsFieldKind {
    /// A text with a confidence and a box: `x`, `x_confidence`, `x_box`.
    Text,
    /// A text alone, such as a code.
    Plain,
    /// A number from 0 to 1.
    Number,
    /// `"True"` or `"False"`.
    Flag,
    /// An image as base64 text.
    Image,
}
