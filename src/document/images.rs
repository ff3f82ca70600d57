//! Images that a vendor returned.

use serde::Serialize;

/// Images that a vendor returned, as file bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DocumentImages {
    /// The portrait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face: Option<DocumentImage>,
    /// The front.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub front: Option<DocumentImage>,
    /// The back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub back: Option<DocumentImage>,
    /// The document, rectified and cropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aligned: Option<DocumentImage>,
}

/// An image that a vendor returned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct DocumentImage {
    /// The file.
    #[serde(with = "serde_bytes")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array<ArrayBuffer>"))]
    pub bytes: Vec<u8>,
    /// The media type by content, or `application/octet-stream`.
    pub mime_type: String,
}
