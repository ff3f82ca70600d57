//! A JSON value that loses nothing: keys keep their order, a repeated key keeps every value.
//!
//! Vendors repeat keys, send numbers as strings and objects as arrays. Answers are read into this tree first, and
//! the typed structs are filled from it field by field, so that one odd field never costs its neighbours.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::BTreeMap;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object: keys in the order of the text, repeated ones included.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses JSON text (a leading byte order mark is skipped).
    ///
    /// # Errors
    /// What is not JSON gives `None`: the position in a response is of no use to a caller.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).ok()
    }

    /// An object of the members that have a value, in this order.
    #[must_use]
    pub fn object<const N: usize>(members: [(&str, Option<Self>); N]) -> Self {
        Self::Object(members.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
    }

    /// An array of `items`.
    #[must_use]
    pub fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// Appends the value as JSON text.
    pub fn write(&self, text: &mut Vec<u8>) {
        // Neither memory nor keys, which are texts, can fail here.
        let _ = serde_json::to_writer(text, self);
    }

    /// The first value under `key`, whatever its letter case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.all(key).next()
    }

    /// Every value under `key`, whatever its letter case, in the order of the text.
    pub fn all<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a Self> {
        let key = key.to_owned();
        self.entries().iter().filter(move |(name, _)| name.eq_ignore_ascii_case(&key)).map(|(_, value)| value)
    }

    /// The keys and values of an object; nothing for any other value.
    #[must_use]
    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) => entries,
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => &[],
        }
    }

    /// The entries of an object whose values can be read. Where a key is repeated, its first value stands.
    pub(crate) fn map<T>(&self, read: impl Fn(&str, &Self) -> Option<T>) -> BTreeMap<String, T> {
        let mut map = BTreeMap::new();
        for (key, value) in self.entries() {
            if let Some(value) = read(key, value) {
                map.entry(key.clone()).or_insert(value);
            }
        }
        map
    }

    /// The items of an array, an object as its only item; nothing for any other value.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Object(_) => core::slice::from_ref(self),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) | Self::Text(_) => &[],
        }
    }

    /// A string as it is, a number or boolean as text; nothing for any other value.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Integer(number) => Some(number.to_string()),
            Self::Number(_) => {
                let text = serde_json::to_string(self).ok()?;
                Some(text.strip_suffix(".0").unwrap_or(&text).to_owned())
            }
            Self::Bool(flag) => Some(flag.to_string()),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// A finite number, or a string that holds one in the form of JSON.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        let number = match self {
            #[expect(
                clippy::cast_precision_loss,
                reason = "a rounded 64-bit integer is the nearest number JavaScript has"
            )]
            Self::Integer(number) => *number as f64,
            Self::Number(number) => *number,
            Self::Text(text) => {
                Self::parse(text.trim().as_bytes()).filter(|json| !matches!(json, Self::Text(_)))?.number()?
            }
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => return None,
        };
        number.is_finite().then_some(number)
    }

    /// A whole number, or a string that holds one.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            #[expect(clippy::cast_possible_truncation, reason = "the range and the missing fraction are tested first")]
            Self::Number(number) => (number.fract() == 0.0 && number.abs() < 9.0e15).then_some(*number as i64),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// A boolean, also as `"True"`, `"false"`, `"Y"`, `"N"`, `1`, `"0"`.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        match self.text()?.trim().to_ascii_lowercase().as_str() {
            "true" | "y" | "yes" | "1" => Some(true),
            "false" | "n" | "no" | "0" => Some(false),
            _ => None,
        }
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Bool(flag)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Json, E> {
        Ok(Json::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Json, E> {
        #[expect(clippy::cast_precision_loss, reason = "a rounded number is the nearest one JavaScript has")]
        Ok(i64::try_from(number).map_or(Json::Number(number as f64), Json::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Json, E> {
        Ok(Json::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Json, E> {
        Ok(Json::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Json::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Json, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Json::Object(entries))
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            #[expect(
                clippy::cast_precision_loss,
                reason = "JavaScript has no whole number above 2^53 that JSON text gives"
            )]
            Self::Integer(number) if number.unsigned_abs() > 1 << 53 => serializer.serialize_f64(*number as f64),
            Self::Integer(number) => serializer.serialize_i64(*number),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
        }
    }
}

/// A name of words joined by `_` as serde's `rename_all = "camelCase"` has it.
pub(crate) fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let mut joined = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at_checked(1).unwrap_or_default();
        joined.push_str(&first.to_ascii_uppercase());
        joined.push_str(rest);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_key_keeps_every_value() {
        let json = Json::parse(br#"{"a": 1, "A": 2}"#).unwrap();
        assert_eq!(json.all("a").filter_map(Json::integer).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn numbers_flags_and_texts_are_read_in_each_form() {
        let json = Json::parse(br#"["0.9981", 0.5, 1, "True", "N", 7]"#).unwrap();
        let [a, b, c, d, e, f] = json.items() else { panic!("six items") };
        assert_eq!((a.number(), b.number(), c.number()), (Some(0.9981), Some(0.5), Some(1.0)));
        assert_eq!((c.flag(), d.flag(), e.flag(), f.flag()), (Some(true), Some(true), Some(false), None));
        assert_eq!(f.text().as_deref(), Some("7"));
    }

    #[test]
    fn deep_nesting_is_refused_without_a_crash() {
        assert_eq!(Json::parse("[".repeat(100_000).as_bytes()), None);
    }

    #[test]
    fn what_is_read_is_written_again() {
        let text = r#"{"b":[1,-2.5,null],"a":{"x":"é"},"a":true}"#;
        assert_eq!(serde_json::to_string(&Json::parse(text.as_bytes()).unwrap()).unwrap(), text);
    }
}
