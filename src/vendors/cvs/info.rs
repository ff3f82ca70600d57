//! `info`: the fields that were read, by the table of the item's type.

use super::field::{CvsFieldKind, CvsText};
use super::types::CvsItemType;
use crate::document::DocumentImage;
use crate::document::normalize;
use crate::json::{Json, camel_case};
use crate::vendors::decision::{Decision, only};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::BTreeMap;

/// The fields of an item, under the vendor's names in camel case: `due_date` is `dueDate` to JavaScript.
///
/// A field's text, confidence and box stand together. What a type can hold is a table, [`CvsItemType::fields`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CvsInfo(Vec<(&'static str, CvsValue)>);

/// The value of a field.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(super) enum CvsValue {
    Text(CvsText),
    Plain(String),
    /// From 0 to 1.
    Number(Json),
    Flag(bool),
    Image(DocumentImage),
}

impl CvsInfo {
    /// The text field of this vendor's name, such as `due_date`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&CvsText> {
        match self.value(name)? {
            CvsValue::Text(text) => Some(text),
            CvsValue::Plain(_) | CvsValue::Number(_) | CvsValue::Flag(_) | CvsValue::Image(_) => None,
        }
    }

    /// The text, with or without a confidence, of the field of this vendor's name.
    #[must_use]
    pub fn plain(&self, name: &str) -> Option<&str> {
        match self.value(name)? {
            CvsValue::Text(text) => text.value.as_deref(),
            CvsValue::Plain(text) => Some(text),
            CvsValue::Number(_) | CvsValue::Flag(_) | CvsValue::Image(_) => None,
        }
    }

    /// The number of the field of this vendor's name, such as `mrz_confidence`.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.value(name)? {
            CvsValue::Number(number) => number.number(),
            CvsValue::Text(_) | CvsValue::Plain(_) | CvsValue::Flag(_) | CvsValue::Image(_) => None,
        }
    }

    /// The same as the vendor's own number.
    pub(super) fn numeric(&self, name: &str) -> Option<&Json> {
        match self.value(name)? {
            CvsValue::Number(number) => Some(number),
            CvsValue::Text(_) | CvsValue::Plain(_) | CvsValue::Flag(_) | CvsValue::Image(_) => None,
        }
    }

    /// The flag of this vendor's name, such as `checksum_final_validate`.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.value(name)? {
            CvsValue::Flag(flag) => Some(*flag),
            CvsValue::Text(_) | CvsValue::Plain(_) | CvsValue::Number(_) | CvsValue::Image(_) => None,
        }
    }

    /// The rectified image, where `getThumb` asked for it.
    #[must_use]
    pub fn image(&self) -> Option<&DocumentImage> {
        match self.value("image")? {
            CvsValue::Image(image) => Some(image),
            CvsValue::Text(_) | CvsValue::Plain(_) | CvsValue::Number(_) | CvsValue::Flag(_) => None,
        }
    }

    /// The names of the fields that the vendor gave.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    fn value(&self, name: &str) -> Option<&CvsValue> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Reads `info`; what has no place in the table, or another type than documented, goes to `extra`.
    pub(super) fn read(item_type: CvsItemType, info: &Json, extra: &mut BTreeMap<String, Json>) -> Self {
        let table = item_type.fields();
        let mut slots: Vec<Option<CvsValue>> = vec![None; table.len()];
        for (key, value) in info.items().iter().flat_map(Json::entries) {
            let name = key.to_ascii_lowercase();
            if !empty(value) && !place(table, &mut slots, &name, value) {
                extra.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        let filled = table.iter().zip(slots).filter_map(|((name, _), slot)| Some((*name, slot?)));
        Self(filled.collect())
    }
}

/// `null` says nothing. An empty text does: the vendor looked and found none.
fn empty(value: &Json) -> bool {
    *value == Json::Null
}

fn place(table: &[(&str, CvsFieldKind)], slots: &mut [Option<CvsValue>], name: &str, value: &Json) -> bool {
    // The Vietnamese page spells it so once.
    let name = if name == "mrz_confindence" { "mrz_confidence" } else { name };
    let exact = table.iter().position(|(known, _)| *known == name);
    let (base, part) = match exact {
        Some(_) => (name, FieldPart::Value),
        None => match (name.strip_suffix("_confidence"), name.strip_suffix("_box")) {
            (Some(base), _) => (base, FieldPart::Confidence),
            (None, Some(base)) => (base, FieldPart::Bounds),
            (None, None) => return false,
        },
    };
    let Some(index) = table.iter().position(|(known, _)| *known == base) else { return false };
    let (Some((_, kind)), Some(slot)) = (table.get(index), slots.get_mut(index)) else { return false };
    match (kind, part) {
        (CvsFieldKind::Text, part) => place_text(slot, part, value),
        (CvsFieldKind::Plain, FieldPart::Value) => fill(slot, only(value).text().map(CvsValue::Plain)),
        (CvsFieldKind::Number, FieldPart::Value) => {
            fill(slot, normalize::confidence(value).and_then(|_| value.numeric()).map(CvsValue::Number))
        }
        (CvsFieldKind::Flag, FieldPart::Value) => {
            fill(slot, Decision::read(value).and_then(Decision::flag).map(CvsValue::Flag))
        }
        (CvsFieldKind::Image, FieldPart::Value) => blank(value) || fill(slot, picture(value)),
        (_, FieldPart::Confidence | FieldPart::Bounds) => false,
    }
}

#[derive(Clone, Copy)]
enum FieldPart {
    Value,
    Confidence,
    Bounds,
}

fn place_text(slot: &mut Option<CvsValue>, part: FieldPart, value: &Json) -> bool {
    let (text, confidence, bounds) = match part {
        FieldPart::Value => (only(value).text(), None, None),
        // `9_id_card_back` lists `identification_sign_confidence` twice, where the second is meant to be the box.
        FieldPart::Confidence => (None, normalize::confidence(value), rectangle(value)),
        FieldPart::Bounds => (None, None, rectangle(value)),
    };
    if text.is_none() && confidence.is_none() && bounds.is_none() {
        return false;
    }
    if let CvsValue::Text(field) = slot.get_or_insert_with(|| CvsValue::Text(CvsText::default())) {
        field.value = field.value.take().or(text);
        field.confidence = field.confidence.or(confidence);
        field.bounds = field.bounds.or(bounds);
    }
    true
}

/// The first value counts, where a key is repeated.
fn fill(slot: &mut Option<CvsValue>, value: Option<CvsValue>) -> bool {
    let placed = value.is_some();
    if slot.is_none() {
        *slot = value;
    }
    placed
}

fn picture(value: &Json) -> Option<CvsValue> {
    let Json::Text(base64) = value else { return None };
    normalize::image(base64).map(CvsValue::Image)
}

fn rectangle(value: &Json) -> Option<[f64; 4]> {
    let Json::List(sides) = value else { return None };
    let sides: Option<Vec<f64>> = sides.iter().map(Json::number).collect();
    sides?.try_into().ok()
}

fn blank(value: &Json) -> bool {
    value.text().is_some_and(|text| text.trim().is_empty())
}

impl Serialize for CvsInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(&camel_case(name), value)?;
        }
        map.end()
    }
}
