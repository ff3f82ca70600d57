//! CVS items as normalized documents: the front and the back of one card are one document.

use super::checks;
use super::field::CvsFieldKind;
use super::info::CvsInfo;
use super::item::CvsItem;
use super::types::{CardSide, CvsItemType};
use crate::document::normalize::{Calendar, DateOrder, country_field, date_field_of, expiry, sex_field, text_field};
use crate::document::{AddressPart, AddressParts, DocumentImages, DocumentKind, Field, FieldSource, IdentityDocument};
use crate::json::Json;
use crate::vendors::zone::Zone;
use std::collections::BTreeMap;

/// The documents, in the order of their first item. Sides are told by their type, never by their place.
pub(super) fn normalized(items: &[CvsItem], one_card: bool) -> Vec<IdentityDocument> {
    let mut documents = Vec::new();
    let mut used = vec![false; items.len()];
    for (index, item) in items.iter().enumerate() {
        if used.get(index) != Some(&false) {
            continue;
        }
        let other = partner(items, &used, index, one_card);
        for index in [Some(index), other].into_iter().flatten() {
            if let Some(used) = used.get_mut(index) {
                *used = true;
            }
        }
        let other = other.and_then(|other| items.get(other));
        documents.push(match (item.item_type.side(), other) {
            (CardSide::Back, Some(front)) => document(front, Some(item)),
            (CardSide::Front | CardSide::Back | CardSide::Only, other) => document(item, other),
        });
    }
    documents
}

/// The other side of the same card: the one with the same number; else the only one of its family, unless its number
/// speaks against it and the caller did not say that both are one card.
fn partner(items: &[CvsItem], used: &[bool], index: usize, one_card: bool) -> Option<usize> {
    let item = items.get(index)?;
    let wanted = match item.item_type.side() {
        CardSide::Front => CardSide::Back,
        CardSide::Back => CardSide::Front,
        CardSide::Only => return None,
    };
    let of_family = |other: &CvsItem| other.item_type.family() == item.item_type.family();
    let free = |other: usize| used.get(other) == Some(&false);
    let candidates: Vec<usize> = (0..items.len())
        .filter(|other| free(*other))
        .filter(|other| items.get(*other).is_some_and(|it| of_family(it) && it.item_type.side() == wanted))
        .collect();
    let same = |other: &&usize| items.get(**other).and_then(|other| same_number(item, other));
    if let Some(other) = candidates.iter().find(|other| same(other) == Some(true)) {
        return Some(*other);
    }
    let alone = items.iter().filter(|it| of_family(it)).count() == 2;
    let [only] = candidates.as_slice() else { return None };
    (alone && (one_card || same(&only).is_none())).then_some(*only)
}

fn same_number(item: &CvsItem, other: &CvsItem) -> Option<bool> {
    Some(number_of(item)? == number_of(other)?)
}

/// The fields that hold the citizen's number: on a citizen's card it is the number of the document.
fn personal_number(item_type: CvsItemType) -> &'static [&'static str] {
    let is_citizen = matches!(item_type.family(), "12_id_card" | "chip_id_card" | "chip_id_card_2024");
    match item_type.side() {
        CardSide::Front | CardSide::Only if is_citizen => &["id", "person_number"],
        CardSide::Front | CardSide::Only | CardSide::Back => &["person_number"],
    }
}

/// The citizen's number: `id` on the front, `person_number` on the back.
fn number_of(item: &CvsItem) -> Option<String> {
    let name = if item.item_type.side() == CardSide::Back { "person_number" } else { "id" };
    checks::number(item.info.plain(name)?)
}

fn document(item: &CvsItem, back: Option<&CvsItem>) -> IdentityDocument {
    let read = Sides { first: item, second: back };
    let issuing_country = read.field(&["country"], country_field);
    let nationality = read.field(&["nationality"], country_field);
    let calendar =
        Calendar::of_country(issuing_country.as_ref().or(nationality.as_ref()).map(|field| field.value.as_str()));
    // `DD-MM-YYYY` in every example; the vendor states no form.
    let dmy = |raw: &str| date_field_of(raw, DateOrder::Dmy, calendar);
    let (date_of_expiry, never_expires) = expiry(read.field(&["due_date"], dmy));
    let zone = Zone::find(&Json::list(read.items().map(|item| item.judged.info.clone())));
    let document = IdentityDocument {
        kind: kind(item.item_type),
        vendor_type: vendor_type(item),
        key: None,
        issuing_country,
        surname: read.field(&["sur_name"], text_field),
        given_names: read.field(&["given_name"], text_field),
        middle_name: None,
        full_name: read.field(&["name", "full_name"], text_field),
        local_name: None,
        document_number: read.field(&["id", "document_number"], text_field),
        personal_number: read.field(personal_number(item.item_type), text_field),
        date_of_birth: read.field(&["dob"], dmy),
        date_of_issue: read.field(&["issue_date"], dmy),
        date_of_expiry,
        never_expires,
        sex: read.field(&["gender"], sex_field),
        nationality,
        authority: read.field(&["issued_at"], text_field),
        place_of_birth: read.field(&["place_of_birth"], text_field),
        address: read.field(&["address"], text_field),
        address_parts: read.address_parts(),
        mrz: None,
        images: images(item, back),
        checks: checks::checks(item, back),
        extra: read.rest(&zone),
    };
    zone.complete(document)
}

fn kind(item_type: CvsItemType) -> DocumentKind {
    match item_type {
        CvsItemType::IdCard9Front
        | CvsItemType::IdCard9Back
        | CvsItemType::IdCard12Front
        | CvsItemType::IdCard12Back
        | CvsItemType::ChipIdCardFront
        | CvsItemType::ChipIdCardBack
        | CvsItemType::ChipIdCard2024Front
        | CvsItemType::ChipIdCard2024Back => DocumentKind::IdCard,
        CvsItemType::DrivingLicense => DocumentKind::DrivingLicence,
        CvsItemType::Passport => DocumentKind::Passport,
        CvsItemType::MilitaryIdCardFront
        | CvsItemType::MilitaryIdCardBack
        | CvsItemType::OfficerIdCardFront
        | CvsItemType::OfficerIdCardBack => DocumentKind::MilitaryId,
        CvsItemType::VehicleRegistrationFront | CvsItemType::VehicleRegistrationBack => {
            DocumentKind::VehicleRegistration
        }
        CvsItemType::Picertificate | CvsItemType::Other => DocumentKind::Other,
    }
}

fn vendor_type(item: &CvsItem) -> Option<String> {
    match item.item_type {
        CvsItemType::Other => item.vendor_type.clone(),
        known => Some(known.name().to_owned()),
    }
}

fn images(item: &CvsItem, back: Option<&CvsItem>) -> DocumentImages {
    let image = item.info.image().cloned();
    let second = back.and_then(|back| back.info.image()).cloned();
    match item.item_type.side() {
        CardSide::Front => DocumentImages { front: image, back: second, ..Default::default() },
        CardSide::Back => DocumentImages { back: image, ..Default::default() },
        CardSide::Only => DocumentImages { aligned: image, ..Default::default() },
    }
}

/// The fields of the back of a chip card that come from its machine readable zone. Source: the vendor's page lists
/// one `mrz_confidence` for them in place of a confidence and a box each.
const MRZ_FIELDS: [&str; 9] = [
    "country",
    "document_number",
    "person_number",
    "dob",
    "gender",
    "due_date",
    "nationality",
    "sur_name",
    "given_name",
];

/// The items of one document, the one whose fields count first.
struct Sides<'a> {
    first: &'a CvsItem,
    second: Option<&'a CvsItem>,
}

impl<'a> Sides<'a> {
    fn items(&self) -> impl Iterator<Item = &'a CvsItem> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// The first of the names that either side gives.
    fn field(&self, names: &[&'static str], make: impl Fn(&str) -> Option<Field>) -> Option<Field> {
        let places = names.iter().flat_map(|name| self.items().map(move |item| (*name, item)));
        places.filter_map(|(name, item)| placed(item, name, make(item.info.plain(name)?)?)).next()
    }

    fn address_parts(&self) -> Option<AddressParts> {
        let part = |info: &CvsInfo, name: &str, code: &str| {
            let text = |key| info.plain(key).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
            let part = AddressPart { name: text(name), code: text(code) };
            (part != AddressPart::default()).then_some(part)
        };
        self.items().find_map(|item| {
            let info = &item.info;
            let parts = AddressParts {
                region: part(info, "address_town", "address_town_code"),
                district: part(info, "address_district", "address_district_code"),
                ward: part(info, "address_ward", "address_ward_code"),
            };
            (parts != AddressParts::default()).then_some(parts)
        })
    }

    /// What has no place of its own, and what a second side says under a name that is taken, under `type.name`.
    fn rest(&self, zone: &Zone) -> BTreeMap<String, Json> {
        let mut rest = BTreeMap::new();
        for item in self.items() {
            let unplaced = item.info.names().filter(|name| !PLACED.contains(name));
            let fields = unplaced.filter_map(|name| Some((name.to_owned(), json(item, name)?)));
            let extra = item.extra.clone().into_iter().filter(|(name, _)| !zone.holds(name));
            for (name, value) in fields.chain(extra) {
                match rest.get(&name) {
                    Some(first) if *first != value => {
                        rest.insert(format!("{}.{name}", item.item_type.name()), value);
                    }
                    Some(_) => {}
                    None => _ = rest.insert(name, value),
                }
            }
        }
        rest
    }
}

/// The names that have a place in the document.
const PLACED: [&str; 24] = [
    "id",
    "name",
    "full_name",
    "sur_name",
    "given_name",
    "person_number",
    "dob",
    "issue_date",
    "due_date",
    "gender",
    "nationality",
    "country",
    "issued_at",
    "place_of_birth",
    "address",
    "address_town",
    "address_town_code",
    "address_district",
    "address_district_code",
    "address_ward",
    "address_ward_code",
    "image",
    "confidence",
    "mrz_confidence",
];

/// A field that is not placed, as the vendor gave it.
fn json(item: &CvsItem, name: &str) -> Option<Json> {
    let kind = item.item_type.fields().iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)?;
    match kind {
        CvsFieldKind::Text | CvsFieldKind::Plain => {
            let text = item.info.plain(name).filter(|text| !text.trim().is_empty())?;
            Some(Json::Text(text.to_owned()))
        }
        CvsFieldKind::Number => item.info.numeric(name).cloned(),
        CvsFieldKind::Flag => item.info.flag(name).map(Json::Bool),
        CvsFieldKind::Image => None,
    }
}

/// The field with its box, its confidence and where it was read.
fn placed(item: &CvsItem, name: &str, field: Field) -> Option<Field> {
    let text = item.info.text(name)?;
    let of_mrz = item.info.number("mrz_confidence").or_else(|| item.info.number("confidence"));
    let own = text.confidence.is_some() || text.bounds.is_some();
    let from_mrz = match item.item_type {
        CvsItemType::Passport => item.info.number("mrz_confidence").is_some(),
        _ => item.item_type.side() == CardSide::Back && MRZ_FIELDS.contains(&name),
    };
    Some(Field {
        confidence: if own { text.confidence } else { of_mrz.filter(|_| from_mrz || is_passport(item)) },
        bounds: text.bounds,
        source: (!own && from_mrz).then_some(FieldSource::Mrz),
        ..field
    })
}

fn is_passport(item: &CvsItem) -> bool {
    item.item_type == CvsItemType::Passport
}
