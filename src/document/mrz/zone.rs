//! What stands in a machine readable zone.

use serde::Serialize;

/// A machine readable zone as it was read. What is filler alone is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Mrz {
    /// The size and layout.
    pub format: MrzFormat,
    /// The lines at their full length, repairs made.
    pub lines: Vec<String>,
    /// The kind of document, such as `P`, `ID` or `V`.
    pub document_code: String,
    /// The issuing state or organization as it stands there: `D` is Germany.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuing_state: Option<String>,
    /// The primary identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// The secondary identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_names: Option<String>,
    /// The document number, also one that overflows into the optional data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// The nationality as it stands there. The French identity card has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// The date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<MrzDate>,
    /// The date of expiry. The French identity card has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<MrzDate>,
    /// The sex: `M`, `F`, or `X` where it is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// The optional data; the personal number on passports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional_data: Option<String>,
    /// The optional data of the second line, on documents of three lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional_data_2: Option<String>,
    /// Every check digit.
    pub checks: Vec<MrzCheck>,
    /// Whether every check digit holds and the dates are of the calendar.
    pub valid: bool,
    /// Whether a character was repaired.
    pub repaired: bool,
}

/// The size and layout of a machine readable zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub enum MrzFormat {
    /// Cards: three lines of 30.
    #[serde(rename = "TD1")]
    Td1,
    /// Larger cards: two lines of 36.
    #[serde(rename = "TD2")]
    Td2,
    /// Passports: two lines of 44.
    #[default]
    #[serde(rename = "TD3")]
    Td3,
    /// Visas: two lines of 44.
    #[serde(rename = "MRV-A")]
    MrvA,
    /// Smaller visas: two lines of 36.
    #[serde(rename = "MRV-B")]
    MrvB,
    /// The French identity card until 2021: two lines of 36.
    #[serde(rename = "FRA-CNI")]
    FrenchIdCard,
}

/// A date of a machine readable zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct MrzDate {
    /// As it stands there: year, month and day, two characters each, `<` for what is not known.
    pub raw: String,
    /// ISO 8601. Absent where a part is not known, or where the century cannot be told.
    ///
    /// A year of expiry is taken as 20YY up to 79, and left open above. Whoever holds the document is taken to be
    /// younger than 100 at its expiry (on the French identity card, at its issue).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso: Option<String>,
}

/// One check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct MrzCheck {
    /// What it covers.
    pub field: MrzCheckField,
    /// Whether it holds.
    pub passed: bool,
}

/// What a check digit covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub enum MrzCheckField {
    /// The document number.
    DocumentNumber,
    /// The date of birth.
    DateOfBirth,
    /// The date of expiry.
    DateOfExpiry,
    /// The optional data.
    OptionalData,
    /// Several fields together.
    Composite,
}
