//! One rule for what a vendor decided: what cannot be read is not a yes.

use crate::document::normalize::is_blank;
use crate::json::Json;

/// What a vendor decided in one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// In favor of the document.
    Passed,
    /// Against the document.
    Failed,
    /// Something stands there that cannot be read: no acceptance, and no refusal by the vendor either.
    Unreadable,
}

/// Words for yes and for no, in lower case without signs between the letters.
const PASSED: [&str; 10] = ["true", "y", "yes", "1", "pass", "passed", "ok", "valid", "success", "successful"];
const FAILED: [&str; 13] = [
    "false", "n", "no", "0", "fail", "failed", "failure", "notok", "invalid", "notvalid", "error", "reject", "rejected",
];

/// Under which key an object in the place of a value holds it.
const INNER: [&str; 6] = ["result", "value", "valid", "passed", "status", "decision"];

impl Decision {
    /// Reads a decision in any of its forms; nothing where nothing stands there.
    ///
    /// A list or an object around the value is looked through; of several values the one that is worse for the document
    /// counts.
    #[must_use]
    pub fn read(value: &Json) -> Option<Self> {
        match value {
            Json::Null => None,
            Json::Bool(passed) => Some(if *passed { Self::Passed } else { Self::Failed }),
            Json::Integer(_) | Json::Number(_) | Json::Text(_) => Self::of_word(&value.text()?),
            Json::List(items) => Self::worst(items.iter()),
            Json::Object(entries) => {
                let inner: Vec<&Json> = INNER.iter().flat_map(|key| value.all(key)).collect();
                match entries.as_slice() {
                    [] => None,
                    [(_, only)] => Self::read(only),
                    _ if inner.is_empty() => Some(Self::Unreadable),
                    _ => Self::worst(inner.into_iter()),
                }
            }
        }
    }

    /// The decision that counts among several, as where a key is repeated: the worse one for the document.
    pub fn worst<'a>(values: impl Iterator<Item = &'a Json>) -> Option<Self> {
        values.filter_map(Self::read).reduce(Self::worse)
    }

    /// The worse of two for the document.
    #[must_use]
    pub const fn worse(self, other: Self) -> Self {
        match (self, other) {
            (Self::Failed, _) | (_, Self::Failed) => Self::Failed,
            (Self::Unreadable, _) | (_, Self::Unreadable) => Self::Unreadable,
            (Self::Passed, Self::Passed) => Self::Passed,
        }
    }

    /// As a flag; nothing where it cannot be read.
    #[must_use]
    pub const fn flag(self) -> Option<bool> {
        match self {
            Self::Passed => Some(true),
            Self::Failed => Some(false),
            Self::Unreadable => None,
        }
    }

    fn of_word(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|letter| letter.is_alphanumeric());
        let word: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        match word.as_str() {
            _ if text.trim().is_empty() => None,
            word if PASSED.contains(&word) => Some(Self::Passed),
            word if FAILED.contains(&word) => Some(Self::Failed),
            _ => Some(Self::Unreadable),
        }
    }
}

/// Whether any text stands in a value, under whatever key but `except`: whether something was read.
#[must_use]
pub fn has_text(value: &Json, except: &[&str]) -> bool {
    match value {
        Json::Text(text) => !is_blank(text),
        Json::List(items) => items.iter().any(|item| has_text(item, except)),
        Json::Object(entries) => entries
            .iter()
            .any(|(key, value)| !except.iter().any(|name| name.eq_ignore_ascii_case(key)) && has_text(value, except)),
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(text: &str) -> Option<Decision> {
        Decision::read(&Json::parse(text.as_bytes()).unwrap())
    }

    #[test]
    fn a_decision_is_read_in_each_form() {
        for text in
            [r#""True""#, r#""Y""#, "1", r#""ok""#, r#"["True"]"#, r#"{"valid":true}"#, r#"{"result":"PASS","code":7}"#]
        {
            assert_eq!(read(text), Some(Decision::Passed), "{text}");
        }
        for text in [
            r#""False""#,
            r#"["False"]"#,
            r#""Invalid""#,
            r#"{"valid":false}"#,
            r#""FAIL""#,
            r#"{"result":"N"}"#,
            r#""not_ok""#,
            "0",
            r#"["True","False"]"#,
            r#"{"valid":"True","valid":"False","x":1}"#,
        ] {
            assert_eq!(read(text), Some(Decision::Failed), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_yes() {
        for text in [r#""maybe""#, "2", "0.93", r#"{"a":1,"b":2}"#, r#"["True","?"]"#, r#""\u0422""#] {
            assert_eq!(read(text), Some(Decision::Unreadable), "{text}");
        }
        for text in ["null", r#""""#, r#"" ""#, "[]", "{}", "[null]"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn only_what_was_read_is_text() {
        let json = Json::parse(br#"{"image":"abc","box":[1],"name":{"value":"-"}}"#).unwrap();
        assert!(!has_text(&json, &["image"]));
        assert!(has_text(&json, &[]));
    }
}
