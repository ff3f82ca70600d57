//! A JSON value with its place, and how it is read.

use super::ImageFile;
use crate::json::Json;
use crate::{Error, Result};
use std::borrow::Cow;
use std::cell::RefCell;

/// The images that a request may refer to.
#[derive(Debug, Clone, Copy)]
pub(super) enum Images<'a> {
    /// Copied to where they are wanted.
    Lent(&'a [ImageFile]),
    /// Moved to where they are wanted first.
    Given(&'a [RefCell<Option<ImageFile>>]),
}

impl Images<'_> {
    fn get(self, index: usize) -> Option<ImageFile> {
        match self {
            Self::Lent(images) => images.get(index).cloned(),
            Self::Given(slots) => slots.get(index)?.try_borrow_mut().ok()?.take(),
        }
    }
}

/// A value, where it stands, and the images that it may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    tree: &'a Json,
    place: Place<'a>,
    images: Images<'a>,
}

/// Where a value stands, spelled out only where something is wrong.
#[derive(Debug, Clone, Copy)]
enum Place<'a> {
    Root(&'a str),
    Key(&'a Place<'a>, &'a str),
    Index(&'a Place<'a>, usize),
}

impl Place<'_> {
    fn path(&self) -> String {
        match self {
            Self::Root(name) => (*name).to_owned(),
            Self::Key(object, key) => format!("{}.{key}", object.path()),
            Self::Index(array, index) => format!("{}[{index}]", array.path()),
        }
    }
}

impl<'a> Value<'a> {
    pub(super) const fn new(root: &'a str, tree: &'a Json, images: Images<'a>) -> Self {
        Self { tree, place: Place::Root(root), images }
    }

    /// The value without its place.
    #[must_use]
    pub const fn json(&self) -> &'a Json {
        self.tree
    }

    /// An object of the keys `fields`, every one of them known here.
    ///
    /// # Errors
    /// [`Error::InvalidField`] for what is no object, [`Error::UnknownOption`] for a key that is not known.
    pub fn object(&self, fields: &[&str]) -> Result<Object<'_>> {
        self.object_beside(None, fields)
    }

    /// As [`Value::object`], beside `tag`, the key that tells which fields there are.
    ///
    /// # Errors
    /// As [`Value::object`].
    pub fn object_beside(&self, tag: Option<&str>, fields: &[&str]) -> Result<Object<'_>> {
        let object = self.open()?;
        let is_known = |key: &str| Some(key) == tag || fields.contains(&key);
        match object.entries.iter().find(|(key, _)| !is_known(key)) {
            Some((key, _)) => Err(self.unknown(key, fields)),
            None => Ok(object),
        }
    }

    /// One field of an object, whatever its others are.
    ///
    /// # Errors
    /// What is wrong with the value, and [`Error::MissingField`] where there is none.
    pub fn field<T: FromInput>(&self, name: &str) -> Result<T> {
        let mut object = self.open()?;
        object.take(name).ok_or_else(|| object.failure())
    }

    fn open(&self) -> Result<Object<'_>> {
        let Json::Object(entries) = self.tree else { return Err(self.wrong("an object")) };
        Ok(Object { value: self, entries, wrong: None, missing: None })
    }

    /// Which of `names` the key `tag` of an object holds, as an index.
    ///
    /// # Errors
    /// As [`Value::choice`], and [`Error::MissingField`] where there is no such key.
    pub fn tag(&self, tag: &str, names: &[&str]) -> Result<usize> {
        let object = self.open()?;
        object.find(tag).ok_or_else(|| self.missing(tag))?.index_of_name(names)
    }

    /// The items of an array.
    ///
    /// # Errors
    /// [`Error::InvalidField`] for what is no array.
    pub fn items(&self) -> Result<impl ExactSizeIterator<Item = Value<'_>>> {
        let Json::List(items) = self.tree else { return Err(self.wrong("an array")) };
        let item = |(index, tree)| Value { tree, place: Place::Index(&self.place, index), images: self.images };
        Ok(items.iter().enumerate().map(item))
    }

    /// A string.
    ///
    /// # Errors
    /// [`Error::InvalidField`] for what is no string.
    pub fn text(&self) -> Result<&'a str> {
        match self.tree {
            Json::Text(text) => Ok(text),
            _ => Err(self.wrong("a string")),
        }
    }

    /// The image whose index stands here.
    ///
    /// # Errors
    /// [`Error::InvalidField`] where there is none.
    pub fn image(&self) -> Result<ImageFile> {
        let Json::Integer(index) = self.tree else { return Err(self.wrong("an image")) };
        let image = usize::try_from(*index).ok().and_then(|index| self.images.get(index));
        image.ok_or_else(|| Error::invalid(self.place.path(), "no image", "an image"))
    }

    /// The choice whose name stands here.
    ///
    /// # Errors
    /// [`Error::InvalidField`] for any other name, and for what is no string.
    pub fn choice<T: Choice>(&self) -> Result<T> {
        let index = self.index_of_name(T::NAMES)?;
        T::ALL.get(index).copied().ok_or_else(|| self.wrong("a name"))
    }

    fn index_of_name(&self, names: &[&str]) -> Result<usize> {
        let text = self.text()?;
        names.iter().position(|name| *name == text).ok_or_else(|| {
            let found = if text.len() <= 40 { text.to_owned() } else { format!("{} bytes of text", text.len()) };
            Error::invalid(self.place.path(), found, alternatives(names))
        })
    }

    /// What to say of a value of the wrong type.
    #[must_use]
    pub fn wrong(&self, expected: &str) -> Box<Error> {
        let found = match self.tree {
            Json::Null => "null".to_owned(),
            Json::Bool(flag) => format!("the boolean {flag}"),
            Json::Integer(_) | Json::Number(_) => format!("the number {}", self.tree.text().unwrap_or_default()),
            Json::Text(_) => "a string".to_owned(),
            Json::List(_) => "an array".to_owned(),
            Json::Object(_) => "an object".to_owned(),
        };
        Error::invalid(self.place.path(), found, expected)
    }

    fn unknown(&self, key: &str, fields: &[&str]) -> Box<Error> {
        Error::UnknownOption { field: Place::Key(&self.place, key).path(), expected: alternatives(fields) }.into()
    }

    /// What to say of a field of this object that is absent.
    #[must_use]
    pub fn missing(&self, field: &str) -> Box<Error> {
        Error::missing(Place::Key(&self.place, field).path(), "a value")
    }
}

/// An object whose fields are taken one after another, and what was found wrong with them.
#[derive(Debug)]
pub struct Object<'a> {
    value: &'a Value<'a>,
    entries: &'a [(String, Json)],
    wrong: Option<Box<Error>>,
    missing: Option<Box<Error>>,
}

impl Object<'_> {
    /// Takes the field whose key is `name`. Nothing where something is wrong, which [`Object::failure`]
    /// tells.
    pub fn take<T: FromInput>(&mut self, name: &str) -> Option<T> {
        let Some(value) = self.find(name) else {
            let absent = T::absent();
            if absent.is_none() {
                self.miss(name);
            }
            return absent;
        };
        let taken = T::from_input(&value);
        taken.map_err(|error| self.refuse(error)).ok()
    }

    /// What was wrong first, or else what was missing first.
    #[must_use]
    pub fn failure(self) -> Box<Error> {
        self.wrong.or(self.missing).unwrap_or_else(|| self.value.wrong("an object"))
    }

    fn find(&self, name: &str) -> Option<Value<'_>> {
        let (key, tree) = self.entries.iter().find(|(key, _)| key == name)?;
        Some(Value { tree, place: Place::Key(&self.value.place, key), images: self.value.images })
    }

    /// Out of line, for it is called for every type of field.
    #[inline(never)]
    fn refuse(&mut self, error: Box<Error>) {
        self.wrong.get_or_insert(error);
    }

    #[inline(never)]
    fn miss(&mut self, name: &str) {
        self.missing.get_or_insert_with(|| self.value.missing(name));
    }
}

/// One of several values that have names.
pub trait Choice: Copy + PartialEq + 'static {
    /// The names.
    const NAMES: &'static [&'static str];
    /// The values in the order of their names.
    const ALL: &'static [Self];

    /// The name.
    #[must_use]
    fn name(self) -> &'static str {
        let index = Self::ALL.iter().position(|choice| *choice == self);
        index.and_then(|index| Self::NAMES.get(index)).copied().unwrap_or_default()
    }
}

/// What can stand in a request.
pub trait FromInput: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// What is wrong, the field named in the caller's own words.
    fn from_input(value: &Value<'_>) -> Result<Self>;

    /// What stands for a field that is absent, if it may be.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

impl<T: FromInput> FromInput for Option<T> {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        if *value.json() == Json::Null { Ok(None) } else { T::from_input(value).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: FromInput> FromInput for Vec<T> {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        let mut items = Self::new();
        for item in value.items()? {
            items.push(T::from_input(&item)?);
        }
        Ok(items)
    }
}

impl<T: FromInput + Clone> FromInput for Cow<'static, [T]> {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        Vec::from_input(value).map(Self::Owned)
    }
}

impl FromInput for String {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        value.text().map(str::to_owned)
    }
}

impl FromInput for bool {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        if let Json::Bool(flag) = value.json() { Ok(*flag) } else { Err(value.wrong("a boolean")) }
    }
}

impl FromInput for f64 {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        let number = if let Json::Integer(_) | Json::Number(_) = value.json() { value.json().number() } else { None };
        number.ok_or_else(|| value.wrong("a number"))
    }
}

impl FromInput for Json {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        Ok(value.json().clone())
    }
}

impl FromInput for ImageFile {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        value.image()
    }
}

macro_rules! whole_numbers {
    ($($type:ident)+) => { $(
        impl FromInput for $type {
            fn from_input(value: &Value<'_>) -> Result<Self> {
                let number = if let Json::Integer(number) = value.json() { Self::try_from(*number).ok() } else { None };
                number.ok_or_else(|| value.wrong("a whole number, 0 or more"))
            }
        }
    )+ };
}

whole_numbers! { u8 u32 u64 }

/// `a, b or c`
fn alternatives(names: &[&str]) -> String {
    match names {
        [] => "nothing".into(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
