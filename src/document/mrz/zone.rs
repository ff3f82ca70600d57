//! What stands in a machine readable zone.

use crate::input::from_input;
use serde::Serialize;

/// A machine readable zone as it was read. What is filler alone is absent.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Mrz {
    /// The size and layout.
    pub format: MrzFormat,
    /// The lines at their full length, repairs made. A character that could not be read is a `?`.
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
    ///
    /// On the Swiss driving licence the holder's number with the version of the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_number: Option<String>,
    /// The nationality as it stands there. The French identity card has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// The date of birth. The French driving licence has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<MrzDate>,
    /// The date of expiry. The French identity card and the Swiss driving licence have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_expiry: Option<MrzDate>,
    /// Whether the date of expiry says that there is none: `999999`, `991231` or `990101`.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    #[input(default)]
    pub never_expires: bool,
    /// The sex: `M`, `F`, or `X` where it is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<String>,
    /// The optional data; the personal number on passports, the number of the blank card on the Swiss driving licence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional_data: Option<String>,
    /// The optional data of the second line, on documents of three lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optional_data_2: Option<String>,
    /// Every check digit.
    pub checks: Vec<MrzCheck>,
    /// How sure the zone is. `valid` is true for [`MrzStatus::Valid`] alone.
    pub status: MrzStatus,
    /// Whether there are check digits, every one of them holds, and the dates are of the calendar.
    pub valid: bool,
    /// Whether a character was repaired.
    pub repaired: bool,
    /// Where one character that was misread, lost or put in explains what is wrong, every reading with which all check
    /// digits hold, the
    /// likeliest first. A printed field that agrees with one settles it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[input(default)]
    pub candidates: Vec<MrzCandidate>,
}

/// How sure a zone is.
#[from_input(rename_all = "snake_case")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum MrzStatus {
    /// Every check digit holds, and the dates are of the calendar.
    Valid,
    /// A character was misread, lost or put in, and the check digits do not tell which: there are candidates.
    Ambiguous,
    /// A check digit fails, a date is none, or a line of the wrong length has letters and digits in each other's places, and
    /// no single character explains it.
    #[default]
    Invalid,
    /// The format has no check digit, so that nothing is proved. Only the Swiss driving licence is like that.
    Unchecked,
}

/// One reading of an ambiguous zone.
#[from_input]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MrzCandidate {
    /// The field that is read otherwise, or whose check digit is.
    pub field: MrzCheckField,
    /// What the field says then, without filler at its end; a date as six characters.
    pub value: String,
    /// The lines with this reading.
    pub lines: Vec<String>,
}

/// The size and layout of a machine readable zone.
#[from_input]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum MrzFormat {
    /// Cards: three lines of 30.
    #[input(key = "TD1")]
    Td1,
    /// Larger cards: two lines of 36.
    #[input(key = "TD2")]
    Td2,
    /// Passports: two lines of 44.
    #[default]
    #[input(key = "TD3")]
    Td3,
    /// Visas: two lines of 44.
    #[input(key = "MRV-A")]
    MrvA,
    /// Smaller visas: two lines of 36.
    #[input(key = "MRV-B")]
    MrvB,
    /// The French identity card until 2021: two lines of 36.
    #[input(key = "FRA-CNI")]
    FrenchIdCard,
    /// The French driving licence since 2013: one line of 30.
    #[input(key = "FRA-DL")]
    FrenchDrivingLicence,
    /// The driving licence of Switzerland and Liechtenstein in the size of a card: lines of 9, 30 and 30.
    #[input(key = "CHE-DL")]
    SwissDrivingLicence,
}

/// A date of a machine readable zone.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MrzDate {
    /// As it stands there: year, month and day, two characters each, `<<` or `00` for what is not known.
    pub raw: String,
    /// ISO 8601. Absent where a part is not known, or where the century cannot be told.
    ///
    /// A year of expiry is taken as 20YY up to 79, and left open above. Whoever holds the document is taken to be
    /// younger than 100 at its expiry (on the French identity card, at its issue), or today where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iso: Option<String>,
    /// What is known of a date that is known in part: `1985`, or `1985-04`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial: Option<String>,
}

/// One check digit.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MrzCheck {
    /// What it covers.
    pub field: MrzCheckField,
    /// Whether it holds.
    pub passed: bool,
}

/// What a check digit covers.
#[from_input(rename_all = "camelCase")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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
