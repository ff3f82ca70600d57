//! A serde deserializer over [`Json`] whose errors are ours and name the field.

use crate::json::Json;
use crate::vendor::ImageFile;
use crate::{Error, Result};
use core::fmt::Display;
use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

pub(super) fn read<T: DeserializeOwned>(root: &str, tree: &Json, images: &[ImageFile]) -> Result<T> {
    T::deserialize(Value { tree, path: root.to_owned(), images }).map_err(|fault| fault.at(root))
}

/// What is wrong with a field, and which one it is once that is known.
#[derive(Debug)]
struct Fault {
    error: Error,
    placed: bool,
}

impl Fault {
    fn placed(error: Error) -> Self {
        Self { error, placed: true }
    }

    fn at(self, path: &str) -> Error {
        if self.placed {
            return self.error;
        }
        match self.error {
            Error::InvalidField { field, found, expected } => {
                Error::InvalidField { field: joined(path, &field), found, expected }
            }
            Error::MissingField { field, expected } => Error::MissingField { field: joined(path, &field), expected },
            Error::UnknownOption { field, expected } => Error::UnknownOption { field: joined(path, &field), expected },
            other => other,
        }
    }

    fn place(self, path: &str) -> Self {
        Self::placed(self.at(path))
    }
}

fn joined(path: &str, field: &str) -> String {
    if field.is_empty() { path.to_owned() } else { format!("{path}.{field}") }
}

impl Display for Fault {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.error.fmt(f)
    }
}

impl core::error::Error for Fault {}

impl serde::de::Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self { error: Error::invalid("", "another value", message.to_string()), placed: false }
    }

    fn invalid_type(found: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        use serde::de::Unexpected;
        let found = match found {
            Unexpected::Bool(flag) => format!("the boolean {flag}"),
            Unexpected::Unsigned(number) => format!("the number {number}"),
            Unexpected::Signed(number) => format!("the number {number}"),
            Unexpected::Float(number) => format!("the number {number}"),
            Unexpected::Str(_) => "a string".into(),
            Unexpected::Unit | Unexpected::Option => "null".into(),
            Unexpected::Seq => "an array".into(),
            Unexpected::Map => "an object".into(),
            _ => "another value".into(),
        };
        Self { error: Error::invalid("", found, expectation(&expected.to_string())), placed: false }
    }

    fn invalid_value(found: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let found = if variant.len() <= 40 { variant.to_owned() } else { format!("{} bytes of text", variant.len()) };
        Self { error: Error::invalid("", found, alternatives(expected)), placed: false }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let error = Error::UnknownOption { field: field.to_owned(), expected: alternatives(expected) };
        Self { error, placed: false }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { error: Error::missing(field, "a value"), placed: false }
    }
}

/// serde's words for what was expected, in ours.
fn expectation(serde: &str) -> String {
    match serde {
        text if text.starts_with("struct ") => "an object".into(),
        text if text.contains("internally tagged enum") => "an object with a type".into(),
        "a sequence" => "an array".into(),
        text if text.starts_with("enum ") => "a string".into(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more".into(),
        "i64" | "i32" => "a whole number".into(),
        "f64" | "f32" => "a number".into(),
        other => other.to_owned(),
    }
}

fn alternatives(names: &[&str]) -> String {
    match names {
        [] => "nothing".into(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// A value with its place.
#[derive(Clone)]
struct Value<'a> {
    tree: &'a Json,
    path: String,
    images: &'a [ImageFile],
}

impl<'a> Value<'a> {
    /// A tagged enum fails after its object was read, so the place is added here and not only in the object.
    fn child<S: DeserializeSeed<'a>>(&self, seed: S, tree: &'a Json, path: String) -> Result<S::Value, Fault> {
        let value = Value { tree, path: path.clone(), images: self.images };
        seed.deserialize(value).map_err(|fault| fault.place(&path))
    }

    fn wrong(&self, expected: &str) -> Fault {
        Fault::placed(Error::invalid(self.path.as_str(), describe(self.tree), expected))
    }

    fn image<V: Visitor<'a>>(&self, visitor: V) -> Result<V::Value, Fault> {
        let Json::Integer(index) = self.tree else { return Err(self.wrong("an image")) };
        let image = usize::try_from(*index).ok().and_then(|index| self.images.get(index));
        let image = image.ok_or_else(|| Fault::placed(Error::invalid(self.path.as_str(), "no image", "an image")))?;
        visitor.visit_map(ImageAccess { image, step: 0 })
    }
}

fn describe(tree: &Json) -> &'static str {
    match tree {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Integer(_) | Json::Number(_) => "a number",
        Json::Text(_) => "a string",
        Json::List(_) => "an array",
        Json::Object(_) => "an object",
    }
}

impl<'de> Deserializer<'de> for Value<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let path = self.path.clone();
        let result = match self.tree {
            Json::Null => visitor.visit_unit(),
            Json::Bool(flag) => visitor.visit_bool(*flag),
            Json::Integer(number) => match u64::try_from(*number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_i64(*number),
            },
            Json::Number(number) => visitor.visit_f64(*number),
            Json::Text(text) => visitor.visit_borrowed_str(text),
            Json::List(items) => visitor.visit_seq(ItemAccess { items, next: 0, value: self }),
            Json::Object(entries) => visitor.visit_map(EntryAccess { entries, next: 0, value: self }),
        };
        result.map_err(|fault| fault.place(&path))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if matches!(self.tree, Json::Null) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if name == ImageFile::NAME {
            return self.image(visitor);
        }
        let Json::Object(entries) = self.tree else { return Err(self.wrong("an object")) };
        if let Some((key, _)) = entries.iter().find(|(key, _)| !fields.contains(&key.as_str())) {
            return Err(Fault::unknown_field(key, fields).place(&self.path));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let Json::Text(text) = self.tree else { return Err(self.wrong("a string")) };
        visitor.visit_enum(Variant(text)).map_err(|fault| fault.place(&self.path))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Variant<'a>(&'a str);

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Fault> {
        let name: BorrowedStrDeserializer<'de, Fault> = BorrowedStrDeserializer::new(self.0);
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, _: S) -> Result<S::Value, Fault> {
        Err(Fault::custom("a plain name"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Fault> {
        Err(Fault::custom("a plain name"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Fault> {
        Err(Fault::custom("a plain name"))
    }
}

struct ItemAccess<'a> {
    items: &'a [Json],
    next: usize,
    value: Value<'a>,
}

impl<'de> SeqAccess<'de> for ItemAccess<'de> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(tree) = self.items.get(self.next) else { return Ok(None) };
        let path = format!("{}[{}]", self.value.path, self.next);
        self.next += 1;
        self.value.child(seed, tree, path).map(Some)
    }
}

struct EntryAccess<'a> {
    entries: &'a [(String, Json)],
    next: usize,
    value: Value<'a>,
}

impl<'de> MapAccess<'de> for EntryAccess<'de> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some((key, _)) = self.entries.get(self.next) else { return Ok(None) };
        let key: StrDeserializer<'_, Fault> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some((key, tree)) = self.entries.get(self.next) else { return Err(Fault::custom("a value")) };
        self.next += 1;
        let path = format!("{}.{key}", self.value.path);
        self.value.child(seed, tree, path)
    }
}

struct ImageAccess<'a> {
    image: &'a ImageFile,
    step: u8,
}

impl<'de> MapAccess<'de> for ImageAccess<'de> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(key) = ["bytes", "mimeType"].get(usize::from(self.step)) else { return Ok(None) };
        self.step += 1;
        let key: StrDeserializer<'_, Fault> = (*key).into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        if self.step == 1 {
            seed.deserialize(serde::de::value::BytesDeserializer::<Fault>::new(&self.image.bytes))
        } else {
            let text: StrDeserializer<'_, Fault> = self.image.mime_type.as_str().into_deserializer();
            seed.deserialize(text)
        }
    }
}
