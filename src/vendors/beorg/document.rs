//! The documents of Beorg's answer as normalized documents.

use super::checks;
use super::data::BeorgDocument;
use crate::document::normalize::{
    self, Calendar, DateOrder, country_field, date_field_of, expiry, sex_field, text_field,
};
use crate::document::{DocumentKind, Field, IdentityDocument};
use crate::json::Json;
use crate::vendors::zone::Zone;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// `raw` is what `document` was read from: it holds what has no place in typed fields.
pub(super) fn normalized(raw: &Json, document: &BeorgDocument) -> IdentityDocument {
    let zone = Zone::find(raw);
    let fields = Fields { document, used: RefCell::default() };
    let kind = kind(document.document_type.as_deref());
    let document_number = fields.number();
    let issuing_country = fields.read(&["Code"], country_field);
    let nationality = fields.read(&["Nationality", "Citizenship"], country_field);
    let calendar =
        Calendar::of_country(issuing_country.as_ref().or(nationality.as_ref()).map(|field| field.value.as_str()));
    let date = |raw: &str| date_field_of(raw, DateOrder::Dmy, calendar);
    let (date_of_expiry, never_expires) = expiry(fields.read(&["ExpiryDate", "FutureDate"], date));
    // The number of the insurance is the number of its certificate.
    let insurance_number = document_number.clone().filter(|_| kind == DocumentKind::SocialSecurity);
    let mut normalized = IdentityDocument {
        kind,
        vendor_type: document.document_type.clone(),
        key: document.key.clone(),
        issuing_country,
        surname: fields.read(&["LastName", "ChildLastName"], text_field),
        given_names: fields.read(&["FirstName", "ChildFirstName"], text_field),
        middle_name: fields.read(&["MiddleName", "ChildMiddleName"], text_field),
        document_number,
        personal_number: fields.read(&["IDNumber"], text_field).or(insurance_number),
        date_of_birth: fields.read(&["BirthDate", "ChildBirthDate"], date),
        date_of_issue: fields.read(&["IssueDate"], date),
        date_of_expiry,
        never_expires,
        sex: fields.read(&["Gender", "ChildGender"], sex_field),
        nationality,
        authority: fields.read(&["IssuedBy"], text_field),
        place_of_birth: fields.read(&["BirthPlace"], text_field),
        address: fields.read(&["Address"], text_field),
        checks: checks::of(raw),
        ..IdentityDocument::default()
    };
    normalized.extra = fields.rest(raw.get("data").unwrap_or(&Json::Null), &zone);
    zone.complete(normalized)
}

pub(super) fn kind(document_type: Option<&str>) -> DocumentKind {
    match document_type {
        Some("PASSPORT" | "PASSPORT_REG" | "PASSPORT_FRGN") => DocumentKind::Passport,
        Some("SNILS") => DocumentKind::SocialSecurity,
        Some("BRTH") => DocumentKind::BirthCertificate,
        Some("RVP") => DocumentKind::ResidencePermit,
        Some(_) | None => DocumentKind::Other,
    }
}

/// The fields of a document, and which of them have found their place.
struct Fields<'a> {
    document: &'a BeorgDocument,
    used: RefCell<Vec<&'a str>>,
}

impl<'a> Fields<'a> {
    /// The first of `names` that was read, with its confidence.
    fn read(&self, names: &[&str], normalize: impl Fn(&str) -> Option<Field>) -> Option<Field> {
        names.iter().find_map(|name| {
            let (key, text) = self.find(name)?;
            let field = normalize(text)?;
            self.used.borrow_mut().push(key);
            Some(Field { confidence: self.confidence(name), ..field })
        })
    }

    fn find(&self, name: &str) -> Option<(&'a str, &'a str)> {
        let mut entries = self.document.data.iter();
        let (key, text) = entries.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        Some((key, text.as_deref().filter(|text| !text.trim().is_empty())?))
    }

    fn confidence(&self, name: &str) -> Option<f64> {
        let mut entries = self.document.confidences.iter();
        let (_, confidence) = entries.find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        normalize::as_confidence(*confidence)
    }

    /// A series belongs to the number: together they name the document.
    fn number(&self) -> Option<Field> {
        let number = self.read(&["Number", "SolutionNumber"], text_field)?;
        let Some(series) = self.read(&["Series"], text_field) else { return Some(number) };
        let value = [series.value.as_str(), number.value.as_str()].concat().split_whitespace().collect();
        let raw = format!("{} {}", series.raw, number.raw);
        let confidence = series.confidence.zip(number.confidence).map(|(series, number)| series.min(number));
        Some(Field { value, raw, confidence, ..Field::default() })
    }

    /// What was read and has found no place.
    fn rest(&self, data: &Json, zone: &Zone) -> BTreeMap<String, Json> {
        let used = self.used.borrow();
        let unread = |value: &Json| value.text().map_or(*value == Json::Null, |text| text.trim().is_empty());
        data.map(|key, value| (!used.contains(&key) && !zone.holds(key) && !unread(value)).then(|| value.clone()))
    }
}
