//! A machine readable zone against the printed fields.

use super::mrz::Mrz;
use super::normalize::{self, is_alphanumeric};
use super::{Check, CheckKind, CheckStatus, Field, IdentityDocument};

/// What the zone says about itself, and whether each field that is also printed agrees with it.
///
/// The checks bear the name of the field. A name that is not printed in Latin letters cannot be compared: the zone
/// transliterates it.
#[must_use]
pub fn cross_check(mrz: &Mrz, document: &IdentityDocument) -> Vec<Check> {
    let format = Check::new(CheckKind::MrzFormat, CheckStatus::from_flag(Some(mrz.valid)), "mrz");
    let compared = [
        ("issuingCountry", country(mrz.issuing_state.as_deref(), document.issuing_country.as_ref())),
        ("surname", name(mrz.surname.as_deref(), &[&document.surname])),
        ("givenNames", given_names(mrz, document)),
        ("documentNumber", number(mrz, document.document_number.as_ref())),
        ("nationality", country(mrz.nationality.as_deref(), document.nationality.as_ref())),
        ("dateOfBirth", date(mrz.date_of_birth.as_ref(), document.date_of_birth.as_ref())),
        ("dateOfExpiry", date(mrz.date_of_expiry.as_ref(), document.date_of_expiry.as_ref())),
        ("sex", sex(mrz.sex.as_deref(), document.sex.as_ref())),
    ];
    let compared = compared.into_iter().filter_map(|(field, agrees)| {
        let status = CheckStatus::from_flag(agrees?);
        Some(Check::new(CheckKind::MrzVisualConsistency, status, field))
    });
    core::iter::once(format).chain(compared).collect()
}

/// Nothing where a side is missing; nothing within where the sides cannot be compared.
type Agreement = Option<Option<bool>>;

fn country(zone: Option<&str>, printed: Option<&Field>) -> Agreement {
    let (zone, printed) = (zone?, printed?);
    Some(normalize::country(zone).zip(normalize::country(&printed.value)).map(|(zone, printed)| zone == printed))
}

/// A name that fills the zone to its end is cut there, so that a shorter one agrees as well.
fn name(zone: Option<&str>, printed: &[&Option<Field>]) -> Agreement {
    let zone = letters(zone?)?;
    let printed: Vec<&str> = printed.iter().filter_map(|field| Some(field.as_ref()?.value.as_str())).collect();
    if printed.is_empty() {
        return None;
    }
    let Some(printed) = letters(&printed.concat()) else { return Some(None) };
    Some(Some(zone == printed || (zone.len() >= 14 && printed.starts_with(&zone))))
}

/// The zone has the middle name among the given names; the printed one may stand apart.
fn given_names(mrz: &Mrz, document: &IdentityDocument) -> Agreement {
    let zone = mrz.given_names.as_deref();
    match name(zone, &[&document.given_names]) {
        Some(Some(false)) if document.middle_name.is_some() => {
            name(zone, &[&document.given_names, &document.middle_name])
        }
        agreement => agreement,
    }
}

/// The Russian internal passport has the last digit of its series at the start of the optional data.
fn number(mrz: &Mrz, printed: Option<&Field>) -> Agreement {
    let zone = alphanumerics(mrz.document_number.as_deref()?);
    let printed = alphanumerics(&printed?.value);
    if mrz.document_code == "PN" && mrz.issuing_state.as_deref() == Some("RUS") {
        let last_of_series = mrz.optional_data.as_deref().and_then(|data| data.get(..1)).unwrap_or_default();
        let (series, number) = zone.split_at_checked(3)?;
        return Some(Some([series, last_of_series, number].concat() == printed));
    }
    Some(Some(zone == printed))
}

/// By year within the century, month and day, which is all that the zone holds.
fn date(zone: Option<&super::mrz::MrzDate>, printed: Option<&Field>) -> Agreement {
    let (zone, printed) = (zone?, printed?);
    let iso = normalize::date(&printed.value, normalize::DateOrder::Ymd);
    let digits: Option<String> = iso.map(|iso| iso.chars().skip(2).filter(char::is_ascii_digit).collect());
    Some(digits.filter(|_| !zone.raw.contains('<')).map(|digits| digits == zone.raw))
}

/// The zone tells no sex in the place of one that is not binary.
fn sex(zone: Option<&str>, printed: Option<&Field>) -> Agreement {
    let (zone, printed) = (zone?, printed?);
    let printed = normalize::sex(&printed.value).filter(|printed| zone != "X" || *printed == "X");
    Some(printed.map(|printed| printed == zone))
}

/// `None` where a letter is not Latin: its transliteration depends on the state.
fn letters(text: &str) -> Option<String> {
    let letters = text.chars().filter(|c| is_alphanumeric(*c)).map(|c| c.is_ascii().then(|| c.to_ascii_uppercase()));
    letters.collect()
}

fn alphanumerics(text: &str) -> String {
    text.chars().filter(|c| is_alphanumeric(*c)).map(|c| c.to_ascii_uppercase()).collect()
}
