//! An address in parts.

use serde::Serialize;

/// An address in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AddressParts {
    /// Province, city or region: the largest unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<AddressPart>,
    /// District.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<AddressPart>,
    /// Ward or commune: the smallest unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ward: Option<AddressPart>,
}

/// One part of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct AddressPart {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The official code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}
