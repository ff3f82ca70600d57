//! A JSON value that loses nothing: keys keep their order, a repeated key keeps every value, a number its text.
//!
//! Vendors repeat keys, send numbers as strings and objects as arrays. Responses are read into this tree first, and
//! the typed structs are filled from it field by field, so that one odd field never costs its neighbours.

mod divide;
mod number;
mod parse;
mod write;

use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::{BTreeMap, BTreeSet};

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Json {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number, as its text.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object: keys in the order of the text, repeated ones included.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses JSON text as the world sends it; see [`parse_noting`](Self::parse_noting).
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        parse::parse(bytes).map(|(json, _)| json)
    }

    /// Parses JSON text, and tells whether a character of it had to be replaced.
    ///
    /// A byte order mark is skipped; invalid UTF-8 and lone surrogates become U+FFFD; `NaN` and `Infinity` are numbers.
    /// `None` for what is no JSON, and for more than 512 levels: the position in a response is of no use to a caller.
    #[must_use]
    pub fn parse_noting(bytes: &[u8]) -> Option<(Self, bool)> {
        parse::parse(bytes)
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
        write::write(self, text);
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

    /// Whether an object at any depth has this very key.
    #[must_use]
    pub fn holds_key(&self, key: &str) -> bool {
        match self {
            Self::Object(entries) => entries.iter().any(|(name, value)| name == key || value.holds_key(key)),
            Self::List(items) => items.iter().any(|item| item.holds_key(key)),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Number(_) | Self::Text(_) => false,
        }
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
            Self::Number(number) => Some(number.strip_suffix(".0").unwrap_or(number).to_owned()),
            Self::Bool(flag) => Some(flag.to_string()),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The number that this is, or that a string holds in the form of JSON.
    #[must_use]
    pub fn numeric(&self) -> Option<Self> {
        match self {
            Self::Integer(_) | Self::Number(_) => Some(self.clone()),
            Self::Text(text) => number::number(text.trim()),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => None,
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
            Self::Number(number) => return number::nearest(number),
            Self::Text(text) => return number::number(text.trim())?.number(),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => return None,
        };
        Some(number)
    }

    /// A whole number, or a string that holds one.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            #[expect(clippy::cast_possible_truncation, reason = "the range and the missing fraction are tested first")]
            Self::Number(number) => number::exact(number)
                .filter(|number| number.fract() == 0.0 && number.abs() < 9.0e15)
                .map(|number| number as i64),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// As [`integer`](Self::integer), of those that JavaScript tells from their neighbours: below 2^53. A greater one in
    /// typed data would cost the whole result on its way there.
    #[must_use]
    pub fn safe_integer(&self) -> Option<i64> {
        self.integer().filter(|number| number.unsigned_abs() < 1 << 53)
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

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            // Whole numbers that JavaScript does not tell from their neighbours, and decimals of more digits than it has,
            // cross as text.
            Self::Integer(number) => match self.safe_integer() {
                Some(number) => serializer.serialize_i64(number),
                None => serializer.collect_str(number),
            },
            Self::Number(number) => match number::exact(number) {
                Some(value) => serializer.serialize_f64(value),
                None => serializer.serialize_str(number),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => {
                // Where a key is repeated, its first value stands, as in typed data.
                let mut seen = BTreeSet::new();
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries.iter().filter(|(key, _)| seen.insert(key)) {
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
    use proptest::prelude::*;

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
        let nested = |levels| ["[".repeat(levels), "]".repeat(levels)].concat();
        assert!(Json::parse(nested(parse::MAX_DEPTH).as_bytes()).is_some());
        assert_eq!(Json::parse(nested(parse::MAX_DEPTH + 1).as_bytes()), None);
        let objects = [r#"{"a":"#.repeat(400), "1".into(), "}".repeat(400)].concat();
        assert!(Json::parse(objects.as_bytes()).is_some());
    }

    /// The texts of an array, and whether a character was replaced.
    #[track_caller]
    fn texts(bytes: &[u8]) -> (Vec<String>, bool) {
        let (json, replaced) = Json::parse_noting(bytes).unwrap();
        (json.items().iter().filter_map(Json::text).collect(), replaced)
    }

    #[test]
    fn one_odd_character_costs_nothing_but_itself() {
        for (bytes, text, replaced) in [
            (b"\xEF\xBB\xBF[\"a\"]".as_slice(), "a", false),
            (br#"["\ud83d\ude00"]"#, "\u{1f600}", false),
            (br#"["a\ud83db"]"#, "a\u{fffd}b", true),
            (br#"["\ud83d\u0041"]"#, "\u{fffd}A", true),
            (br#"["\udc00"]"#, "\u{fffd}", true),
            (b"[\"a\xFFb\"]", "a\u{fffd}b", true),
            (b"[\"a\nb\x01\"]", "a\nb\u{1}", false),
            (br#"["\u00e9\/\b\f\n\r\t\\\""]"#, "\u{e9}/\u{8}\u{c}\n\r\t\\\"", false),
        ] {
            assert_eq!(texts(bytes), (vec![text.to_owned()], replaced), "{text}");
        }
    }

    #[test]
    fn numbers_that_are_none_in_json_keep_their_text() {
        assert_eq!(
            texts(b"[NaN, -Infinity, 1e400, 18446744073709551616]").0,
            ["NaN", "-Infinity", "1e400", "18446744073709551616"]
        );
        let json = Json::parse(b"[NaN, 1e400]").unwrap();
        assert!(json.items().iter().all(|number| number.number().is_none() && number.integer().is_none()));
    }

    #[test]
    fn numbers_cross_as_they_are_or_as_text() {
        let text = r#"[0.9425698518753053,9007199254740991,9007199254740992,-9007199254740992,9007199254740993,0.1234567890123456789,NaN]"#;
        let crossed = serde_json::to_string(&Json::parse(text.as_bytes()).unwrap()).unwrap();
        let expected = r#"[0.9425698518753053,9007199254740991,"9007199254740992","-9007199254740992","9007199254740993","0.1234567890123456789","NaN"]"#;
        assert_eq!(crossed, expected);
    }

    #[test]
    fn the_first_value_of_a_repeated_key_crosses() {
        let json = Json::parse(br#"{"a":1,"b":2,"a":3}"#).unwrap();
        assert_eq!(serde_json::to_string(&json).unwrap(), r#"{"a":1,"b":2}"#);
    }

    #[test]
    fn what_is_no_json_is_refused_whole() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            r#"{"a":1,}"#,
            r#"{"a" 1}"#,
            "{a:1}",
            "[1] 2",
            "'a'",
            r#"["\x"]"#,
            r#"["\u12"]"#,
            "nul",
            "[1 2]",
        ] {
            assert_eq!(Json::parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn what_is_read_is_written_again() {
        let text = r#"{"b":[1,-2.5,null,1e400,0.10],"a":{"x":"é\"\\\n\u0001"},"a":true,"c":[],"d":{}}"#;
        let mut written = Vec::new();
        Json::parse(text.as_bytes()).unwrap().write(&mut written);
        assert_eq!(String::from_utf8(written).unwrap(), text);
    }

    /// Any value that JSON text can hold.
    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Bool),
            any::<i64>().prop_map(Json::Integer),
            "-?(0|[1-9][0-9]{0,25})\\.[0-9]{1,25}([eE][+-]?[0-9]{1,4})?".prop_map(Json::Number),
            any::<String>().prop_map(Json::Text),
        ];
        leaf.prop_recursive(6, 64, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Json::List),
                proptest::collection::vec((any::<String>(), inner), 0..6).prop_map(Json::Object),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_it_was(json in any_json()) {
            let mut text = Vec::new();
            json.write(&mut text);
            prop_assert_eq!(Json::parse(&text), Some(json));
        }

        #[test]
        fn no_bytes_make_the_reader_panic(bytes in any::<Vec<u8>>()) {
            let _ = Json::parse_noting(&bytes);
        }

        #[test]
        fn bytes_near_json_are_read_or_refused(text in "[\\[\\]{}:,\"\\\\0-9eE.+u dnulltrefasNI\\-]{0,40}") {
            if let Some(json) = Json::parse(text.as_bytes()) {
                let mut written = Vec::new();
                json.write(&mut written);
                prop_assert!(Json::parse(&written).is_some());
            }
        }
    }
}
