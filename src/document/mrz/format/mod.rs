//! Zones written from fields, with their check digits.

mod names;
pub(super) mod transliterate;

pub use transliterate::transliterate;

use super::check;
use super::dates;
use super::layout::Layout;
use super::layouts::LAYOUTS;
use super::zone::{MrzCheckField, MrzFormat};
use crate::document::normalize;
use crate::input::from_input;
use crate::{Error, Result};
use core::ops::Range;

/// What a zone is written from. What is absent is filler.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MrzFields {
    /// The size and layout: any but the driving licences.
    #[input(ts = r#""TD1" | "TD2" | "TD3" | "MRV-A" | "MRV-B" | "FRA-CNI""#)]
    pub format: MrzFormat,
    /// One or two letters. Absent: `P` on passports, `I` on cards, `V` on visas, `ID` on the French card.
    pub document_code: Option<String>,
    /// The issuing state: its ISO 3166-1 or ICAO code, or its name.
    pub issuing_state: Option<String>,
    /// The primary identifier, in Latin, Cyrillic or Arabic letters.
    pub surname: Option<String>,
    /// The secondary identifier, in Latin, Cyrillic or Arabic letters.
    pub given_names: Option<String>,
    /// The document number. On cards it may be longer than nine characters, and goes on in the optional data then.
    pub document_number: Option<String>,
    /// The nationality, as the issuing state. The French card has none.
    pub nationality: Option<String>,
    /// `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or the six characters themselves.
    pub date_of_birth: Option<String>,
    /// As the date of birth; `999999` for a document that never expires. The French card has none.
    pub date_of_expiry: Option<String>,
    /// `M`, `F` or `X`.
    pub sex: Option<String>,
    /// The optional data; the personal number on passports.
    pub optional_data: Option<String>,
    /// The optional data of the second line, on documents of three lines.
    pub optional_data_2: Option<String>,
}

/// The lines of a zone, with every check digit.
///
/// Names are transliterated, and cut where they are too long, by the rules of ICAO Doc 9303.
///
/// # Errors
/// [`Error::InvalidField`] for what the zone cannot hold: a field that is too long, a letter that is in no table of
/// Doc 9303, a date that is none, a field that the format does not have, and a format that is only read.
pub fn format(fields: &MrzFields) -> Result<Vec<String>> {
    let layout = LAYOUTS.iter().find(|layout| layout.format == fields.format && !is_only_read(layout));
    let layout = layout
        .ok_or_else(|| invalid("format", "a format that is only read", "TD1, TD2, TD3, MRV-A, MRV-B or FRA-CNI"))?;
    let mut zone = Zone { layout, text: vec![b'<'; layout.size()], has_long_number: false };
    zone.put_head(fields)?;
    zone.put_names(fields)?;
    zone.put_number(fields)?;
    zone.put_person(fields)?;
    zone.put_check_digits();
    Ok(layout
        .lines()
        .map(|line| String::from_utf8_lossy(zone.text.get(line).unwrap_or_default()).into_owned())
        .collect())
}

const fn is_only_read(layout: &Layout) -> bool {
    matches!(layout.format, MrzFormat::FrenchDrivingLicence | MrzFormat::SwissDrivingLicence)
}

fn invalid(field: &str, found: &str, expected: &str) -> Box<Error> {
    Error::invalid(format!("fields.{field}"), found, expected)
}

struct Zone {
    layout: &'static Layout,
    text: Vec<u8>,
    /// Whether the document number goes on in the optional data, and has its check digit there.
    has_long_number: bool,
}

impl Zone {
    fn put(&mut self, name: &str, range: Range<usize>, value: &str) -> Result<()> {
        let width = range.len();
        let place = self.text.get_mut(range).and_then(|place| place.get_mut(..value.len()));
        let too_long = || invalid(name, &format!("{} characters", value.len()), &format!("at most {width}"));
        place.ok_or_else(too_long)?.copy_from_slice(value.as_bytes());
        Ok(())
    }

    /// A field that the format may lack.
    fn put_if_any(&mut self, name: &str, range: Option<Range<usize>>, value: Option<String>) -> Result<()> {
        match (range, value) {
            (Some(range), Some(value)) => self.put(name, range, &value),
            (None, Some(_)) => Err(invalid(name, "a value", "none, as the format has no such field")),
            (_, None) => Ok(()),
        }
    }

    fn put_head(&mut self, fields: &MrzFields) -> Result<()> {
        let usual = match self.layout.format {
            MrzFormat::Td3 => "P",
            MrzFormat::MrvA | MrzFormat::MrvB => "V",
            MrzFormat::FrenchIdCard => "ID",
            MrzFormat::Td1 | MrzFormat::Td2 | MrzFormat::FrenchDrivingLicence | MrzFormat::SwissDrivingLicence => "I",
        };
        let code = fields.document_code.as_deref().unwrap_or(usual).to_ascii_uppercase();
        let first = code.bytes().next().is_some_and(|first| self.layout.codes.contains(&first));
        if !first || !code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'<') {
            let letters = String::from_utf8_lossy(self.layout.codes).into_owned();
            return Err(invalid("documentCode", "another code", &format!("letters, the first of {letters}")));
        }
        self.put("documentCode", self.layout.code.clone(), &code)?;
        let issuing = state("issuingState", fields.issuing_state.as_deref())?;
        if self.layout.format == MrzFormat::FrenchIdCard && issuing.as_deref().is_some_and(|state| state != "FRA") {
            return Err(invalid("issuingState", "another state", "FRA"));
        }
        let french = (self.layout.format == MrzFormat::FrenchIdCard).then(|| "FRA".to_owned());
        self.put_if_any("issuingState", Some(self.layout.state.clone()), french.or(issuing))?;
        let nationality = state("nationality", fields.nationality.as_deref())?;
        self.put_if_any("nationality", self.layout.nationality.clone(), nationality)
    }

    fn put_names(&mut self, fields: &MrzFields) -> Result<()> {
        let state = fields.issuing_state.as_deref().and_then(normalize::country).unwrap_or_default();
        let letters = |field: &str, name: &str| {
            let expected = "letters of ICAO Doc 9303 part 3, section 6";
            transliterate(name, state).ok_or_else(|| invalid(field, "a character that is in no table", expected))
        };
        let surname = letters("surname", fields.surname.as_deref().unwrap_or_default())?;
        let given_names = fields.given_names.as_deref().unwrap_or_default();
        match self.layout.names {
            [primary, secondary] => {
                self.put("surname", primary.clone(), &names::cut(&surname, primary.len()))?;
                // On the French card two fillers stand between given names, and one within a name.
                let given = given_names.split_whitespace().map(|name| letters("givenNames", name));
                let given = given.collect::<Result<Vec<_>>>()?.join("<<");
                self.put("givenNames", secondary.clone(), given.get(..secondary.len()).unwrap_or(&given))
            }
            [both] => {
                let names = names::field(&surname, &letters("givenNames", given_names)?, both.len());
                self.put("surname", both.clone(), &names)
            }
            _ => Ok(()),
        }
    }

    fn put_number(&mut self, fields: &MrzFields) -> Result<()> {
        let number = data("documentNumber", fields.document_number.as_deref())?.unwrap_or_default();
        let mut optional = data("optionalData", fields.optional_data.as_deref())?;
        let width = self.layout.number.len();
        let (head, tail) = number.split_at_checked(width).unwrap_or((&number, ""));
        if !tail.is_empty() && self.layout.number_may_overflow() {
            let digit = char::from(check::check_digit(number.as_bytes()));
            let rest = optional.filter(|rest| !rest.is_empty()).map(|rest| format!("<{rest}")).unwrap_or_default();
            optional = Some(format!("{tail}{digit}{rest}"));
            self.has_long_number = true;
            self.put("documentNumber", self.layout.number.clone(), head)?;
        } else {
            self.put("documentNumber", self.layout.number.clone(), &number)?;
        }
        self.put_if_any("optionalData", self.layout.optional.first().cloned(), optional)?;
        let second = data("optionalData2", fields.optional_data_2.as_deref())?;
        self.put_if_any("optionalData2", self.layout.optional.get(1).cloned(), second)
    }

    fn put_person(&mut self, fields: &MrzFields) -> Result<()> {
        let birth = date("dateOfBirth", fields.date_of_birth.as_deref())?;
        self.put_if_any("dateOfBirth", self.layout.birth.clone(), birth)?;
        let expiry = date("dateOfExpiry", fields.date_of_expiry.as_deref())?;
        self.put_if_any("dateOfExpiry", self.layout.expiry.clone(), expiry)?;
        let sex = fields.sex.as_deref().map(|sex| match normalize::sex(sex) {
            Some("X") => Ok("<".to_owned()),
            Some(sex) => Ok(sex.to_owned()),
            None => Err(invalid("sex", "another value", "M, F or X")),
        });
        self.put_if_any("sex", self.layout.sex.map(|at| at..at + 1), sex.transpose()?)
    }

    /// The composite check digit stands last, as it covers the others.
    fn put_check_digits(&mut self) {
        for check in self.layout.checks {
            let long = check.field == MrzCheckField::DocumentNumber && self.has_long_number;
            let empty = check.field == MrzCheckField::OptionalData && check::is_empty(&self.text, check);
            let digit = check::expected(&self.text, check);
            if let (Some(place), Some(digit)) = (self.text.get_mut(check.position), digit)
                && !long
                && !empty
            {
                *place = digit;
            }
        }
    }
}

/// A state as it stands in a zone: Germany is `D`. What is no code that is known stays, if it could be one.
fn state(field: &str, value: Option<&str>) -> Result<Option<String>> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else { return Ok(None) };
    let code = match normalize::country(value) {
        Some("DEU") => "D".to_owned(),
        Some(code) => code.to_owned(),
        None => value.to_ascii_uppercase(),
    };
    let is_code = code.len() <= 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then_some(Some(code)).ok_or_else(|| invalid(field, "another text", "a country or its code"))
}

/// Letters and digits, everything else as filler.
fn data(field: &str, value: Option<&str>) -> Result<Option<String>> {
    let Some(value) = value.map(str::trim) else { return Ok(None) };
    let character = |c: char| match c.to_ascii_uppercase() {
        c if c.is_ascii_alphanumeric() => Some(c),
        c if c.is_ascii() => Some('<'),
        _ => None,
    };
    let data: Option<String> = value.chars().map(character).collect();
    data.map(Some).ok_or_else(|| invalid(field, "another letter", "letters from A to Z and digits"))
}

/// The six characters of a date.
fn date(field: &str, value: Option<&str>) -> Result<Option<String>> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else { return Ok(None) };
    let of_iso = |digits: String| {
        matches!(value.len(), 4 | 7 | 10).then(|| format!("{:<<6}", digits.get(2..).unwrap_or_default()))
    };
    let raw = if value.len() == 6 { Some(value.to_owned()) } else { of_iso(value.replace('-', "")) };
    let never = |raw: &str| field == "dateOfExpiry" && dates::NEVER.contains(&raw);
    let raw = raw.filter(|raw| raw.len() == 6 && (dates::is_date(raw) || never(raw)));
    raw.map(Some).ok_or_else(|| invalid(field, "no date", "YYYY-MM-DD, YYYY-MM, YYYY or YYMMDD"))
}
