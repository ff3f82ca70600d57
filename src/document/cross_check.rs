//! A machine readable zone against the printed fields.

use super::mrz::{self, Mrz, MrzCandidate, MrzCheckField, MrzStatus};
use super::normalize::{self, is_alphanumeric};
use super::{Check, CheckKind, CheckStatus, Field, IdentityDocument};
use crate::input::from_input;

/// What [`normalize::never_expires`] reads.
const NEVER: &str = "never";

/// What is printed on a document, as far as a zone says it too. Dates are ISO 8601.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintedFields {
    /// The issuing country, by code or name.
    pub issuing_country: Option<String>,
    /// The surname.
    pub surname: Option<String>,
    /// The given names.
    pub given_names: Option<String>,
    /// The patronymic or middle name, where it is printed apart.
    pub middle_name: Option<String>,
    /// The number of the document.
    pub document_number: Option<String>,
    /// The nationality, by code or name.
    pub nationality: Option<String>,
    /// The date of birth.
    pub date_of_birth: Option<String>,
    /// The date of expiry, or that there is none in the words of the document.
    pub date_of_expiry: Option<String>,
    /// `M`, `F` or `X`, or a word for it.
    pub sex: Option<String>,
}

impl From<&IdentityDocument> for PrintedFields {
    fn from(document: &IdentityDocument) -> Self {
        let value = |field: &Option<Field>| field.as_ref().map(|field| field.value.clone());
        Self {
            issuing_country: value(&document.issuing_country),
            surname: value(&document.surname),
            given_names: value(&document.given_names),
            middle_name: value(&document.middle_name),
            document_number: value(&document.document_number),
            nationality: value(&document.nationality),
            date_of_birth: value(&document.date_of_birth),
            date_of_expiry: value(&document.date_of_expiry)
                .or_else(|| document.never_expires.then(|| NEVER.to_owned())),
            sex: value(&document.sex),
        }
    }
}

/// What the zone says about itself, and whether each field that is also printed agrees with it.
///
/// As [`cross_check_fields`], with the fields of the document.
#[must_use]
pub fn cross_check(mrz: &Mrz, document: &IdentityDocument) -> Vec<Check> {
    cross_check_fields(mrz, &PrintedFields::from(document))
}

/// What the zone says about itself, and whether each field that is also printed agrees with it.
///
/// The checks bear the name of the field, that of the zone itself `mrz`. Where the zone is ambiguous and a printed field
/// agrees with a candidate, that candidate counts; where the field is printed and none agrees, the zone fails. Letters with
/// marks agree without them, and in the form that ICAO Doc 9303 names first. A name that is not printed in Latin letters
/// cannot be compared: the zone transliterates it.
#[must_use]
pub fn cross_check_fields(mrz: &Mrz, printed: &PrintedFields) -> Vec<Check> {
    let settled = settle(mrz, printed);
    let format = Check::new(CheckKind::MrzFormat, format(settled.as_ref().unwrap_or(mrz), printed), "mrz");
    let mrz = settled.as_ref().unwrap_or(mrz);
    let compared = [
        ("issuingCountry", country(mrz.issuing_state.as_deref(), printed.issuing_country.as_deref())),
        ("surname", name(mrz.surname.as_deref(), &[&printed.surname])),
        ("givenNames", given_names(mrz, printed)),
        ("documentNumber", number(mrz, printed.document_number.as_deref())),
        ("nationality", country(mrz.nationality.as_deref(), printed.nationality.as_deref())),
        ("dateOfBirth", date(mrz.date_of_birth.as_ref(), printed.date_of_birth.as_deref())),
        ("dateOfExpiry", expiry(mrz, printed.date_of_expiry.as_deref())),
        ("sex", sex(mrz.sex.as_deref(), printed.sex.as_deref())),
    ];
    let compared = compared.into_iter().filter_map(|(field, agrees)| {
        let status = CheckStatus::from_flag(agrees?);
        Some(Check::new(CheckKind::MrzVisualConsistency, status, field))
    });
    core::iter::once(format).chain(compared).collect()
}

/// The zone in the only reading with which the print agrees. `None` where the zone is not ambiguous, where the print says
/// nothing of the field in doubt, or something else, and where it agrees with several readings.
#[must_use]
pub fn settle(mrz: &Mrz, printed: &PrintedFields) -> Option<Mrz> {
    let mut settled =
        mrz.candidates.iter().filter(|candidate| says(mrz, candidate, printed) == Some(true)).filter_map(|one| {
            let lines: Vec<&str> = one.lines.iter().map(String::as_str).collect();
            let settled = mrz::parse(&lines).filter(|settled| settled.valid)?;
            // What differs beside the field in doubt is in doubt too.
            let agreements = [
                number(&settled, printed.document_number.as_deref()),
                date(settled.date_of_birth.as_ref(), printed.date_of_birth.as_deref()),
                expiry(&settled, printed.date_of_expiry.as_deref()),
            ];
            (!agreements.contains(&Some(Some(false)))).then_some(settled)
        });
    let only = settled.next()?;
    settled.all(|other| other.lines == only.lines).then_some(Mrz { repaired: true, ..only })
}

/// Whether the print says what the candidate does; `None` where it does not say it.
fn says(mrz: &Mrz, candidate: &MrzCandidate, printed: &PrintedFields) -> Option<bool> {
    let date = |printed: &Option<String>| Some(six_digits(printed.as_deref()?)? == candidate.value);
    match candidate.field {
        MrzCheckField::DocumentNumber => number(
            &Mrz { document_number: Some(candidate.value.clone()), ..mrz.clone() },
            printed.document_number.as_deref(),
        )?,
        MrzCheckField::DateOfBirth => date(&printed.date_of_birth),
        MrzCheckField::DateOfExpiry => date(&printed.date_of_expiry),
        MrzCheckField::OptionalData | MrzCheckField::Composite => None,
    }
}

fn format(mrz: &Mrz, printed: &PrintedFields) -> CheckStatus {
    let contradicted = || mrz.candidates.iter().all(|candidate| says(mrz, candidate, printed) == Some(false));
    match mrz.status {
        MrzStatus::Valid => CheckStatus::Passed,
        MrzStatus::Invalid => CheckStatus::Failed,
        MrzStatus::Ambiguous if contradicted() => CheckStatus::Failed,
        MrzStatus::Ambiguous | MrzStatus::Unchecked => CheckStatus::NotRun,
    }
}

/// Nothing where a side is missing; nothing within where the sides cannot be compared.
type Agreement = Option<Option<bool>>;

fn country(zone: Option<&str>, printed: Option<&str>) -> Agreement {
    let (zone, printed) = (zone?, printed?);
    Some(normalize::country(zone).zip(normalize::country(printed)).map(|(zone, printed)| zone == printed))
}

/// A name that fills the zone to its end is cut there, so that a shorter one agrees as well.
fn name(zone: Option<&str>, printed: &[&Option<String>]) -> Agreement {
    let zone: String = zone?.chars().filter(char::is_ascii_alphanumeric).collect();
    let printed: Vec<&str> = printed.iter().filter_map(|name| name.as_deref()).collect();
    if printed.is_empty() {
        return None;
    }
    let Some(Printed { plain, written, has_marks }) = Printed::of(&printed.concat()) else { return Some(None) };
    let agrees = |printed: &String| zone == *printed || (zone.len() >= 14 && printed.starts_with(&zone));
    let agrees = agrees(&plain) || agrees(&written);
    // A state may write a letter with a mark in several ways.
    Some((agrees || !has_marks).then_some(agrees))
}

/// A printed name in the letters of a zone.
struct Printed {
    /// Each letter without its mark.
    plain: String,
    /// Each letter in the form that ICAO Doc 9303 names first.
    written: String,
    has_marks: bool,
}

impl Printed {
    /// `None` where a letter is not Latin: its transliteration depends on the state.
    fn of(text: &str) -> Option<Self> {
        let mut name = Self { plain: String::new(), written: String::new(), has_marks: false };
        for c in text.chars() {
            let letter = c.to_ascii_uppercase();
            match (c, name.written.bytes().last()) {
                _ if c.is_ascii_alphanumeric() => {
                    name.plain.push(letter);
                    name.written.push(letter);
                    continue;
                }
                // Beside their letter these are the marks of Ä, Ö, Ü and Å.
                ('\u{308}', Some(b'A' | b'O' | b'U')) => name.written.push('E'),
                ('\u{30A}', Some(b'A')) => name.written.push('A'),
                ('\u{300}'..='\u{36F}', _) => {}
                _ if !is_alphanumeric(c) => continue,
                _ => {
                    let written = mrz::latin(c)?;
                    let plain = normalize::fold(c.encode_utf8(&mut [0; 4]));
                    name.plain.push_str(if plain.is_ascii() { &plain } else { written });
                    name.written.push_str(written);
                }
            }
            name.has_marks = true;
        }
        Some(name)
    }
}

/// The zone has the middle name among the given names; the printed one may stand apart.
fn given_names(mrz: &Mrz, printed: &PrintedFields) -> Agreement {
    let zone = mrz.given_names.as_deref();
    match name(zone, &[&printed.given_names]) {
        Some(Some(false)) if printed.middle_name.is_some() => name(zone, &[&printed.given_names, &printed.middle_name]),
        agreement => agreement,
    }
}

/// The Russian internal passport has the last digit of its series at the start of the optional data.
fn number(mrz: &Mrz, printed: Option<&str>) -> Agreement {
    let zone = alphanumerics(mrz.document_number.as_deref()?);
    let printed = alphanumerics(printed?);
    if mrz.document_code == "PN" && mrz.issuing_state.as_deref() == Some("RUS") {
        let last_of_series = mrz.optional_data.as_deref().and_then(|data| data.get(..1)).unwrap_or_default();
        let (series, number) = zone.split_at_checked(3)?;
        return Some(Some([series, last_of_series, number].concat() == printed));
    }
    Some(Some(zone == printed))
}

/// By year within the century, month and day, which is all that the zone holds. A date that it holds in part can
/// contradict the print, and is too little to agree with it.
fn date(zone: Option<&mrz::MrzDate>, printed: Option<&str>) -> Agreement {
    let (zone, printed) = (zone?, six_digits(printed?));
    if let Some(partial) = &zone.partial {
        let known: String = partial.chars().skip(2).filter(char::is_ascii_digit).collect();
        return Some(printed.filter(|printed| !printed.starts_with(&known)).map(|_| false));
    }
    let comparable = zone.raw.bytes().all(|byte| byte.is_ascii_digit());
    Some(printed.filter(|_| comparable).map(|printed| printed == zone.raw))
}

/// What is printed may say that the document never expires.
fn expiry(mrz: &Mrz, printed: Option<&str>) -> Agreement {
    let zone = mrz.date_of_expiry.as_ref();
    if zone.is_some() && printed.is_some_and(normalize::never_expires) {
        return Some(Some(mrz.never_expires));
    }
    date(zone, printed)
}

/// A printed date as a zone holds it.
fn six_digits(printed: &str) -> Option<String> {
    let iso = normalize::date(printed, normalize::DateOrder::Ymd)?;
    Some(iso.chars().skip(2).filter(char::is_ascii_digit).collect())
}

/// The zone tells no sex in the place of one that is not binary.
fn sex(zone: Option<&str>, printed: Option<&str>) -> Agreement {
    let (zone, printed) = (zone?, printed?);
    let printed = normalize::sex(printed).filter(|printed| zone != "X" || *printed == "X");
    Some(printed.map(|printed| printed == zone))
}

fn alphanumerics(text: &str) -> String {
    text.chars().filter(|c| is_alphanumeric(*c)).map(|c| c.to_ascii_uppercase()).collect()
}
