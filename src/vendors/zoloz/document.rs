//! A ZOLOZ answer as a normalized document.

use super::judgement;
use super::response::ZolozRecognizeData;
use crate::document::normalize::{
    Calendar, DateOrder, country, country_field, date, date_of, expiry, sex_field, text_field,
};
use crate::document::{Check, DocumentImages, DocumentKind, Field, FieldSource, IdentityDocument};
use crate::json::Json;
use crate::vendors::zone::Zone;

/// The keys of each field, the best first: the vendor's common keys of 2025, then the older ones.
///
/// Sources: the vendor's pages "Document types supported and OCR results returned" and "Notification on the
/// Standardization of OCR Output Field Names" (phases one to three).
mod keys {
    pub const SURNAME: &[&str] = &["LAST_NAME_EN", "ELAST_NAME", "LAST_NAME"];
    pub const GIVEN_NAMES: &[&str] = &["FIRST_NAME_EN", "EFIRST_NAME", "FIRST_NAME"];
    pub const MIDDLE_NAME: &[&str] = &["MIDDLE_NAME_EN", "MIDDLE_NAME"];
    pub const FULL_NAME: &[&str] = &["FULL_NAME_EN", "NAME_EN", "NAME", "FULL_NAME"];
    pub const LOCAL_NAME: &[&str] = &["LOCAL_NAME", "NAME_CN", "TNAME", "FULL_NAME"];
    pub const NUMBER: &[&str] = &["NUMBER", "ID_NUMBER", "DOCUMENT_NUMBER", "NIK"];
    pub const PERSONAL_NUMBER: &[&str] = &["PERSONAL_NUMBER"];
    pub const BIRTH: &[&str] = &["STANDARDIZED_DATE_OF_BIRTH", "DATE_OF_BIRTH"];
    pub const ISSUE: &[&str] = &[
        "STANDARDIZED_DATE_OF_ISSUE",
        "STANDARDIZED_LATEST_ISSUE_DATE",
        "STANDARDIZED_ISSUE_DATE",
        "DATE_OF_ISSUE",
        "LATEST_ISSUE_DATE",
        "ISSUE_DATE",
    ];
    pub const EXPIRY: &[&str] =
        &["STANDARDIZED_DATE_OF_EXPIRY", "STANDARDIZED_EXPIRY_DATE", "DATE_OF_EXPIRY", "EXPIRY_DATE"];
    pub const SEX: &[&str] = &["GENDER", "SEX"];
    pub const NATIONALITY: &[&str] = &["NATIONALITY_CODE", "NATIONALITY"];
    pub const COUNTRY: &[&str] =
        &["ISSUING_COUNTRY_CODE", "ISSUING_STATE", "ISSUING_COUNTRY", "COUNTRY_CODE", "COUNTRY"];
    pub const AUTHORITY: &[&str] = &["ISSUING_AUTHORITY", "AUTHORITY"];
    pub const BIRTH_PLACE: &[&str] = &["PLACE_OF_BIRTH"];
    pub const ADDRESS: &[&str] = &["ADDRESS"];

    /// Every key that has a place in the document.
    pub const ALL: [&[&str]; 16] = [
        SURNAME,
        GIVEN_NAMES,
        MIDDLE_NAME,
        FULL_NAME,
        LOCAL_NAME,
        NUMBER,
        PERSONAL_NUMBER,
        BIRTH,
        ISSUE,
        EXPIRY,
        SEX,
        NATIONALITY,
        COUNTRY,
        AUTHORITY,
        BIRTH_PLACE,
        ADDRESS,
    ];
}

/// The docType of passports read from the machine readable zone alone.
const MRZ_ONLY: &str = "00000001003";

/// The docType of the Thai identity card.
const THAI_ID_CARD: &str = "00660000001";

/// The kinds of the docTypes known here; the vendor's list grows with nearly every release. Sources: the vendor's page
/// "Document types supported and OCR results returned", and public integrations for the older codes.
const KINDS: [(DocumentKind, &[&str]); 9] = [
    (
        DocumentKind::Passport,
        &[MRZ_ONLY, "00000001006", "00630000031", "00630000032", "00860000888", "08530000002", "08860000002"],
    ),
    (
        DocumentKind::IdCard,
        &[
            "00600000001",
            "00600000009",
            "00620000001",
            "00630000001",
            "00630000016",
            "00630000017",
            "00630000022",
            "00650000001",
            "00650000002",
            "00660000001",
            "00840000001",
            "00860000001",
            "08520000001",
            "08520000002",
            "08530000001",
        ],
    ),
    (DocumentKind::DrivingLicence, &["00600000010", "00610000001", "00630000004", "00640000001"]),
    (DocumentKind::MilitaryId, &["00600000004"]),
    (DocumentKind::ResidencePermit, &["00600000007"]),
    (DocumentKind::Visa, &["00600000011"]),
    (DocumentKind::TravelPermit, &["00860000006", "00860000007", "00860000011"]),
    (DocumentKind::SocialSecurity, &["00630000020", "00630000024"]),
    (DocumentKind::TaxCard, &["00620000004", "00630000002"]),
];

/// The document, if anything of it was read, with its checks; else the checks alone.
pub(super) fn normalized(raw: &Json, data: &ZolozRecognizeData) -> (Vec<IdentityDocument>, Vec<Check>) {
    let checks = judgement::checks(raw, data);
    let read = Texts(data);
    let any = data.ocr_result.keys().chain(data.ocr_result_format.keys()).any(|key| read.get(key).is_some());
    if !any && data.extra_images.is_empty() {
        return (Vec::new(), checks);
    }
    let zone = Zone::find(raw);
    let document = document(&read, checks, &zone);
    (vec![zone.complete(document)], Vec::new())
}

fn document(read: &Texts<'_>, checks: Vec<Check>, zone: &Zone) -> IdentityDocument {
    let full_name = read.field(keys::FULL_NAME, text_field);
    let local_name = read.field(keys::LOCAL_NAME, text_field);
    let (date_of_expiry, never_expires) = expiry(read.date(keys::EXPIRY));
    IdentityDocument {
        kind: kind(read.0),
        vendor_type: read.0.cert_type.clone(),
        key: None,
        issuing_country: read.field(keys::COUNTRY, country_field),
        surname: read.field(keys::SURNAME, text_field),
        given_names: read.field(keys::GIVEN_NAMES, text_field),
        middle_name: read.field(keys::MIDDLE_NAME, text_field),
        local_name: local_name.filter(|local| full_name.as_ref().is_none_or(|full| full.value != local.value)),
        full_name,
        document_number: read.field(keys::NUMBER, text_field),
        personal_number: read.field(keys::PERSONAL_NUMBER, text_field),
        date_of_birth: read.date(keys::BIRTH),
        date_of_issue: read.date(keys::ISSUE),
        date_of_expiry,
        never_expires,
        sex: read.field(keys::SEX, sex_field),
        nationality: read.field(keys::NATIONALITY, country_field),
        authority: read.field(keys::AUTHORITY, text_field),
        place_of_birth: read.field(keys::BIRTH_PLACE, text_field),
        address: read.field(keys::ADDRESS, text_field),
        address_parts: None,
        mrz: None,
        images: DocumentImages {
            face: read.0.extra_images.get("CROPPED_FACE_FROM_DOC").cloned(),
            ..Default::default()
        },
        checks,
        extra: read.rest(zone),
    }
}

fn kind(data: &ZolozRecognizeData) -> DocumentKind {
    match data.doc_category.as_deref() {
        Some("PASSPORT") => return DocumentKind::Passport,
        Some("DRIVING_LICENSE") => return DocumentKind::DrivingLicence,
        Some("RESIDENCE_PERMIT") => return DocumentKind::ResidencePermit,
        Some("VISA") => return DocumentKind::Visa,
        _ => {}
    }
    match (data.cert_type.as_deref().and_then(kind_of), data.doc_category.as_deref()) {
        (Some(kind), _) => kind,
        (None, Some("ID_CARD")) => DocumentKind::IdCard,
        (None, _) => DocumentKind::Other,
    }
}

/// The kind of a docType that is known here.
pub(super) fn kind_of(doc_type: &str) -> Option<DocumentKind> {
    KINDS.iter().find(|(_, codes)| codes.contains(&doc_type)).map(|(kind, _)| *kind)
}

/// The texts that were read, with where they were read.
struct Texts<'a>(&'a ZolozRecognizeData);

impl<'a> Texts<'a> {
    /// The text under a key of either map; nothing where it was not read.
    fn get(&self, key: &str) -> Option<&'a str> {
        let data = self.0;
        let of = |map: &'a std::collections::BTreeMap<String, String>| {
            map.get(key).map(String::as_str).filter(|text| !text.trim().is_empty())
        };
        of(&data.ocr_result).or_else(|| of(&data.ocr_result_format))
    }

    fn field(&self, keys: &[&str], make: impl Fn(&str) -> Option<Field>) -> Option<Field> {
        let (key, field) = keys.iter().find_map(|key| Some((*key, make(self.get(key)?)?)))?;
        Some(Field { source: self.source(key, &field.raw), ..field })
    }

    /// The first text that is a certain date; else the first text. Only `STANDARDIZED_` keys promise an order, and
    /// that of the common keys differs between documents.
    fn date(&self, keys: &[&str]) -> Option<Field> {
        let calendar = self.calendar();
        let certain = keys.iter().find_map(|key| {
            let raw = self.get(key)?;
            Some((key, Field { value: date_of(raw, DateOrder::Unknown, calendar)?, ..text_field(raw)? }))
        });
        match certain {
            Some((key, field)) => Some(Field { source: self.source(key, &field.raw), ..field }),
            None => self.field(keys, text_field),
        }
    }

    fn calendar(&self) -> Calendar {
        let keys = [keys::COUNTRY, keys::NATIONALITY].concat();
        let country = keys.iter().find_map(|key| country(self.get(key)?));
        match self.0.cert_type.as_deref() {
            Some(THAI_ID_CARD) => Calendar::Thai,
            _ => Calendar::of_country(country),
        }
    }

    /// Where a text was read: where only one zone gave it, that one; where both agree, the machine readable zone.
    fn source(&self, key: &str, raw: &str) -> Option<FieldSource> {
        if self.0.cert_type.as_deref() == Some(MRZ_ONLY) {
            return Some(FieldSource::Mrz);
        }
        let key = key.strip_prefix("STANDARDIZED_").unwrap_or(key);
        let gave = |source: &str| {
            self.0.ocr_result_detail.values().any(|detail| {
                detail.name.as_deref() == Some(key)
                    && detail.source.as_deref() == Some(source)
                    && detail.value.as_deref().is_some_and(|value| same_text(value, raw))
            })
        };
        match (gave("MRZ"), gave("VISUAL")) {
            (true, _) => Some(FieldSource::Mrz),
            (false, true) => Some(FieldSource::Visual),
            (false, false) => None,
        }
    }

    fn rest(&self, zone: &Zone) -> std::collections::BTreeMap<String, Json> {
        let keys = self.0.ocr_result.keys().chain(self.0.ocr_result_format.keys());
        let unread = keys.filter(|key| !zone.holds(key));
        let unmapped = unread.filter(|key| !keys::ALL.iter().any(|group| group.contains(&key.as_str())));
        let mut rest = std::collections::BTreeMap::new();
        rest.extend(unmapped.filter_map(|key| Some((key.clone(), Json::Text(self.get(key)?.to_owned())))));
        rest
    }
}

fn same_text(a: &str, b: &str) -> bool {
    let dates = (date(a, DateOrder::Unknown), date(b, DateOrder::Unknown));
    a.trim() == b.trim() || matches!(dates, (Some(a), Some(b)) if a == b)
}
