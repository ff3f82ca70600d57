//! Options of a vendor that are newer than this code.

use crate::input::{FromInput, Value};
use crate::json::Json;
use crate::{Error, Result};

/// Options that are passed to the vendor by their names, unchecked. Secrets are refused like everywhere in a request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Extra(Vec<(String, Json)>);

impl FromInput for Extra {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        match value.json() {
            Json::Object(entries) => Ok(Self(entries.clone())),
            _ => Err(value.wrong("an object")),
        }
    }
}

/// The longest name of an option.
const LONGEST_NAME: usize = 64;

impl Extra {
    /// The options, each once. `own` are the vendor's names of the fields that the request has itself.
    ///
    /// # Errors
    /// [`Error::InvalidField`] for a name that no vendor has, for one of `own`, and for one that stands there twice.
    pub fn named<'a>(extra: Option<&'a Self>, field: &str, own: &[&str]) -> Result<&'a [(String, Json)]> {
        let entries = extra.map_or(&[][..], |extra| extra.0.as_slice());
        for (index, (name, _)) in entries.iter().enumerate() {
            let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
            let is_name = (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(is_sign);
            if !is_name {
                return Err(Error::invalid(field, "a name of another form", "letters, digits, and _ - ."));
            }
            let is_taken = own.iter().any(|own| own.eq_ignore_ascii_case(name));
            if is_taken || entries.iter().take(index).any(|(other, _)| other == name) {
                let field = format!("{field}.{name}");
                return Err(Error::invalid(field, "an option that the request has already", "another option"));
            }
        }
        Ok(entries)
    }

    /// The options as they were given.
    pub fn entries(&self) -> &[(String, Json)] {
        &self.0
    }

    /// The options as texts, as forms and addresses hold them.
    ///
    /// # Errors
    /// As [`named`](Self::named), and for a value that is no text, number or boolean.
    pub fn texts(extra: Option<&Self>, field: &str, own: &[&str]) -> Result<Vec<(String, String)>> {
        let text = |(name, value): &(String, Json)| match value.text() {
            Some(text) => Ok((name.clone(), text)),
            None => Err(Error::invalid(format!("{field}.{name}"), "another value", "a string, a number or a boolean")),
        };
        Self::named(extra, field, own)?.iter().map(text).collect()
    }
}
