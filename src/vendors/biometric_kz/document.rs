//! The response of Biometric.kz as a normalized document.

use super::data::{BiometricKzDocumentType, BiometricKzImages, BiometricKzParsedDocument};
use crate::document::normalize::{
    Calendar, DateOrder, contains, country, country_field, date_field_of, expiry, image, text_field,
};
use crate::document::{Check, CheckKind, CheckStatus, DocumentImages, DocumentKind, Field, IdentityDocument};
use crate::error::ErrorCode;
use crate::json::Json;
use crate::vendors::Reason;
use crate::vendors::zone::Zone;
use std::collections::BTreeMap;

/// Every field of the vendor's response.
pub(super) const KEYS: [&str; 13] = [
    "first_name",
    "last_name",
    "patronymic",
    "personal_number",
    "date_of_birth",
    "document_number",
    "authority",
    "date_of_issue",
    "date_of_expiry",
    "country_code",
    "images",
    "failure_reason",
    "document_type",
];

pub(super) fn normalized(raw: &Json, data: &BiometricKzParsedDocument) -> IdentityDocument {
    let text = |value: &Option<String>| value.as_deref().and_then(text_field);
    let issuing_country = issuing_country(data);
    let calendar = Calendar::of_country(issuing_country.as_ref().map(|field| field.value.as_str()));
    let date = |value: &Option<String>| value.as_deref().and_then(|raw| date_field_of(raw, DateOrder::Dmy, calendar));
    let (date_of_expiry, never_expires) = expiry(date(&data.date_of_expiry));
    let zone = Zone::find(raw);
    let document = IdentityDocument {
        kind: sides(data).find_map(kind).unwrap_or_default(),
        vendor_type: sides(data).find_map(|side| side.document_name.clone()),
        issuing_country,
        surname: text(&data.last_name),
        given_names: text(&data.first_name),
        middle_name: text(&data.patronymic),
        document_number: text(&data.document_number),
        personal_number: text(&data.personal_number),
        date_of_birth: date(&data.date_of_birth),
        date_of_issue: date(&data.date_of_issue),
        date_of_expiry,
        never_expires,
        authority: text(&data.authority),
        images: images(&data.images),
        checks: apart(raw)
            .map(|reason| Check::new(CheckKind::Consistency, CheckStatus::Failed, reason.vendor_code))
            .into_iter()
            .collect(),
        extra: extra(raw, &zone),
        ..IdentityDocument::default()
    };
    zone.complete(document)
}

/// What speaks against both sides as those of one document: they were recognised as of two countries, or as a passport
/// and something else.
pub(super) fn apart(raw: &Json) -> Option<Reason> {
    let data = BiometricKzParsedDocument::read(raw);
    let (front, back) = (data.document_type.frontside.as_ref()?, data.document_type.backside.as_ref()?);
    let differs = matches!((state(front), state(back)), (Some(front), Some(back)) if front != back)
        || matches!((kind(front), kind(back)), (Some(front), Some(back)) if front != back);
    differs.then(|| Reason::new(ErrorCode::DocumentInconsistent, "document_type"))
}

/// The country of a side: by its code, its name, or the start of the type's name ("Kazakhstan - Id Card (2014)").
fn state(side: &BiometricKzDocumentType) -> Option<&'static str> {
    let list = &side.fdsid_list;
    let start = |name: &String| {
        let end = name.as_bytes().windows(3).position(|part| part == b" - ").unwrap_or(name.len());
        country(name.get(..end)?)
    };
    let of = |name: &Option<String>| name.as_deref().and_then(country);
    of(&list.icao_code).or_else(|| of(&list.d_country_name)).or_else(|| side.document_name.as_ref().and_then(start))
}

/// The sides that were recognised, the front first.
fn sides(data: &BiometricKzParsedDocument) -> impl Iterator<Item = &BiometricKzDocumentType> {
    [&data.document_type.frontside, &data.document_type.backside].into_iter().flatten()
}

/// By the vendor's description in words; of its numbers, only 12 is known.
fn kind(side: &BiometricKzDocumentType) -> Option<DocumentKind> {
    let words = |text: &Option<String>| text.as_deref().unwrap_or_default().to_ascii_lowercase();
    let description = words(&side.fdsid_list.d_description) + " " + &words(&side.document_name);
    let by_words = [
        ("passport", DocumentKind::Passport),
        ("driving", DocumentKind::DrivingLicence),
        ("driver", DocumentKind::DrivingLicence),
        ("residence", DocumentKind::ResidencePermit),
        ("visa", DocumentKind::Visa),
        ("identity card", DocumentKind::IdCard),
        ("id card", DocumentKind::IdCard),
    ];
    let by_words = by_words.into_iter().find(|(word, _)| contains(&description, word)).map(|(_, kind)| kind);
    by_words.or_else(|| (side.fdsid_list.d_type == Some(12)).then_some(DocumentKind::IdCard))
}

/// What was recognised goes before the code that the vendor echoes.
fn issuing_country(data: &BiometricKzParsedDocument) -> Option<Field> {
    let recognised = sides(data).find_map(|side| side.fdsid_list.icao_code.as_deref().and_then(country_field));
    recognised.or_else(|| data.country_code.as_deref().and_then(country_field))
}

fn images(images: &BiometricKzImages) -> DocumentImages {
    let decoded = |text: &Option<String>| text.as_deref().and_then(image);
    DocumentImages {
        face: decoded(&images.face_photo),
        front: decoded(&images.front_side_image),
        back: decoded(&images.back_side_image),
        aligned: None,
    }
}

/// What has no place above, and what stands in its place in a form that cannot be read. A key inside `images` comes as
/// `images.key`.
fn extra(raw: &Json, zone: &Zone) -> BTreeMap<String, Json> {
    let mut extra = raw.map(|key, value| {
        let mapped = KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
        let kept = match key.to_ascii_lowercase().as_str() {
            "document_type" => true,
            "images" => !matches!(value, Json::Object(_)),
            "failure_reason" => false,
            _ => !mapped || value.text().is_none(),
        };
        (kept && !zone.holds(key) && *value != Json::Null).then(|| value.clone())
    });
    let images = raw.all("images").flat_map(Json::entries);
    let unknown = images.filter(|(key, value)| {
        *value != Json::Null && !["face_photo", "front_side_image", "back_side_image"].contains(&key.as_str())
    });
    extra.extend(unknown.map(|(key, value)| (format!("images.{key}"), value.clone())));
    extra
}
