//! One rule for what a vendor decided: what cannot be read is not a yes.
//!
//! `docs/vendors.md` has the rule in words, under "What is a yes".

use crate::document::normalize::{contains, fold, is_alphanumeric, is_blank};
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

/// Yes and no in the vendors' languages, as [`fold`] has them.
const YES: [&str; 10] = ["TRUE", "Y", "YES", "ДА", "ИСТИНА", "ИӘ", "CO", "ĐUNG", "YA", "是"];
const NO: [&str; 10] = ["FALSE", "N", "NO", "НЕТ", "ЛОЖЬ", "ЖОҚ", "KHONG", "SAI", "TIDAK", "否"];

/// Words of a judgement, as [`fold`] has them, without signs between the letters.
const PASSED: [&str; 6] = ["PASS", "PASSED", "OK", "VALID", "SUCCESS", "SUCCESSFUL"];
const FAILED: [&str; 14] = [
    "FAIL", "FAILED", "FAILURE", "NOTOK", "NOK", "INVALID", "NOTVALID", "ERROR", "REJECT", "REJECTED", "DENIED",
    "REFUSED", "FAKE", "BAD",
];

/// Under which key an object in the place of a value holds it.
pub const INNER: [&str; 16] = [
    "result",
    "value",
    "valid",
    "is_valid",
    "passed",
    "status",
    "status_text",
    "decision",
    "match",
    "is_match",
    "live",
    "is_live",
    "verified",
    "success",
    "ok",
    "outcome",
];

/// What a key beside the value speaks of where the value is doubtful.
const DOUBT: [&str; 7] = ["error", "reason", "fail", "invalid", "reject", "warning", "fake"];

impl Decision {
    /// Reads a decision in any of its forms; nothing where nothing stands there.
    ///
    /// A list or an object around the value is looked through; of several values the one that is worse for the document
    /// counts.
    #[must_use]
    pub fn read(value: &Json) -> Option<Self> {
        Self::read_by(value, Self::of_word, Self::worse)
    }

    /// Reads what is a yes or a no and no judgement, as whether a document is broken: `ok` is neither there. Of several
    /// values a yes counts first.
    #[must_use]
    pub fn read_flag(value: &Json) -> Option<Self> {
        Self::read_by(value, Self::of_flag, Self::likelier)
    }

    fn read_by(value: &Json, of_word: fn(&str) -> Self, combine: fn(Self, Self) -> Self) -> Option<Self> {
        let read = |value| Self::read_by(value, of_word, combine);
        match value {
            Json::Null => None,
            Json::Bool(passed) => Some(if *passed { Self::Passed } else { Self::Failed }),
            Json::Integer(_) | Json::Number(_) => Some(Self::of_number(value)),
            Json::Text(text) if is_blank(text) && !text.contains('?') => None,
            Json::Text(text) => Some(if value.numeric().is_some() { Self::of_number(value) } else { of_word(text) }),
            Json::List(items) => items.iter().filter_map(read).reduce(combine),
            Json::Object(entries) if entries.is_empty() => None,
            Json::Object(entries) => {
                let inner = INNER.iter().flat_map(|key| value.all(key)).filter_map(read);
                let is_doubtful = entries.iter().any(|(key, value)| is_doubt(key) && is_told(value));
                let found = inner.reduce(combine).unwrap_or(Self::Unreadable);
                Some(if is_doubtful { combine(found, Self::Unreadable) } else { found })
            }
        }
    }

    /// The decision that counts among several, as where a key is repeated: the worse one for the document.
    pub fn worst<'a>(values: impl Iterator<Item = &'a Json>) -> Option<Self> {
        values.filter_map(Self::read).reduce(Self::worse)
    }

    /// As [`worst`](Self::worst), where a value has to stand: what is there and holds nothing, such as `""`, is unreadable.
    pub fn required<'a>(values: impl Iterator<Item = &'a Json>) -> Option<Self> {
        let there = values.filter(|value| **value != Json::Null);
        there.map(|value| Self::read(value).unwrap_or(Self::Unreadable)).reduce(Self::worse)
    }

    /// The worse of two for the document, where both are there.
    #[must_use]
    pub const fn worse_of(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (Some(one), Some(other)) => Some(one.worse(other)),
            (Some(decision), None) | (None, Some(decision)) => Some(decision),
            (None, None) => None,
        }
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

    /// The one of two that is nearer to a yes.
    #[must_use]
    pub const fn likelier(self, other: Self) -> Self {
        match (self, other) {
            (Self::Passed, _) | (_, Self::Passed) => Self::Passed,
            (Self::Unreadable, _) | (_, Self::Unreadable) => Self::Unreadable,
            (Self::Failed, Self::Failed) => Self::Failed,
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

    fn of_number(value: &Json) -> Self {
        match value.numeric().and_then(|number| number.integer()) {
            Some(1) => Self::Passed,
            Some(0) => Self::Failed,
            _ => Self::Unreadable,
        }
    }

    fn of_flag(text: &str) -> Self {
        let word = fold(text.trim());
        match word.as_str() {
            word if YES.contains(&word) => Self::Passed,
            word if NO.contains(&word) => Self::Failed,
            _ => Self::Unreadable,
        }
    }

    fn of_word(text: &str) -> Self {
        let flag = Self::of_flag(text);
        if flag != Self::Unreadable {
            return flag;
        }
        match plain(text).as_str() {
            word if PASSED.contains(&word) => Self::Passed,
            word if FAILED.contains(&word) => Self::Failed,
            _ => Self::Unreadable,
        }
    }

    /// Whether a text is a judgement in favor, and not only a yes.
    fn is_passed(text: &str) -> bool {
        PASSED.contains(&plain(text).as_str())
    }
}

/// A word as it compares, without signs between its letters.
pub fn plain(text: &str) -> String {
    fold(text.trim()).chars().filter(|c| !matches!(c, ' ' | '_' | '-')).collect()
}

fn is_doubt(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    DOUBT.iter().any(|word| contains(&key, word))
}

/// The value in a list of one: vendors' pages print values so.
#[must_use]
pub fn only(value: &Json) -> &Json {
    match value {
        Json::List(items) => match items.as_slice() {
            [one] => only(one),
            _ => value,
        },
        _ => value,
    }
}

/// Whether a value says something, and more than a plain no: `[]`, `""`, `"None"`, `false` and `0` do not.
#[must_use]
pub fn is_told(value: &Json) -> bool {
    match value {
        Json::Null => false,
        Json::List(items) => items.iter().any(is_told),
        Json::Object(entries) => entries.iter().any(|(_, value)| is_told(value)),
        Json::Bool(_) | Json::Integer(_) | Json::Number(_) | Json::Text(_) => {
            !matches!(Decision::read_flag(value), None | Some(Decision::Failed))
        }
    }
}

/// Whether a text is nothing that could have been read: no letter and no digit, or a word that software writes for nothing,
/// in any letter case.
#[must_use]
pub fn is_nothing(text: &str) -> bool {
    let word = fold(text.trim());
    !word.chars().any(is_alphanumeric) || ["NONE", "NULL", "N/A", "NAN", "NIL", "UNDEFINED"].contains(&word.as_str())
}

/// Whether a value is a code of success: zero, a status of HTTP 2xx, or a word for it.
#[must_use]
pub fn is_success(value: &Json) -> bool {
    match value.numeric() {
        Some(number) => matches!(number.integer(), Some(0 | 200..=299)),
        None => matches!(value, Json::Text(text) if Decision::is_passed(text)),
    }
}

/// Whether a text or a number stands in a value, under whatever key but those that `is_no_reading` names: whether
/// something was read.
#[must_use]
pub fn is_read(value: &Json, is_no_reading: fn(&str) -> bool) -> bool {
    match value {
        Json::Text(text) => !is_nothing(text),
        Json::Integer(_) | Json::Number(_) => value.number().is_some(),
        Json::List(items) => items.iter().any(|item| is_read(item, is_no_reading)),
        Json::Object(entries) => entries
            .iter()
            .any(|(key, value)| !is_no_reading(&key.to_ascii_lowercase()) && is_read(value, is_no_reading)),
        Json::Null | Json::Bool(_) => false,
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
        for text in [
            r#""True""#,
            r#""Y""#,
            "1",
            r#""1.0""#,
            r#""ok""#,
            r#""Да""#,
            r#""Có""#,
            r#""Co\u0301""#,
            r#"["True"]"#,
            r#"{"valid":true}"#,
            r#"{"result":"PASS","code":7}"#,
            r#"{"valid":"True","error":null,"reason":"None"}"#,
        ] {
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
            r#""NOT-OK""#,
            r#""нет""#,
            r#""Không""#,
            r#""жоқ""#,
            "0",
            r#""0.0""#,
            r#"["True","False"]"#,
            r#"{"valid":"True","valid":"False","x":1}"#,
        ] {
            assert_eq!(read(text), Some(Decision::Failed), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_yes() {
        for text in [
            r#""maybe""#,
            "2",
            "-1",
            r#""-1""#,
            "0.93",
            r#""valid?""#,
            r#""100%""#,
            r#"{"a":1,"b":2}"#,
            r#"{"invalid":true}"#,
            r#"{"failed":false}"#,
            r#"{"valid":"True","error":"fake"}"#,
            r#"["True","?!"]"#,
            r#""\u0422rue""#,
            "NaN",
        ] {
            assert_eq!(read(text), Some(Decision::Unreadable), "{text}");
        }
        for text in ["null", r#""""#, r#"" ""#, r#""None""#, r#""-""#, "[]", "{}", "[null]"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_judgement_is_no_flag() {
        let flag = |text: &str| Decision::read_flag(&Json::parse(text.as_bytes()).unwrap());
        assert_eq!((flag(r#""True""#), flag("0")), (Some(Decision::Passed), Some(Decision::Failed)));
        for text in [r#""ok""#, r#""error""#, r#""fail""#] {
            assert_eq!(flag(text), Some(Decision::Unreadable), "{text}");
        }
    }

    #[test]
    fn where_a_value_has_to_stand_nothing_is_unreadable() {
        let required = |text: &str| Decision::required([Json::parse(text.as_bytes()).unwrap()].iter());
        assert_eq!((required(r#""True""#), required("null")), (Some(Decision::Passed), None));
        for text in [r#""""#, "[]", "{}", r#""N/A""#, "[null]"] {
            assert_eq!(required(text), Some(Decision::Unreadable), "{text}");
        }
    }

    #[test]
    fn only_what_was_read_is_a_reading() {
        let json =
            r#"{"image":"abc","BOX":[1],"name":{"value":"-"},"flag":true,"n":NaN,"a":"NULL","b":"\u200b","c":"<<"}"#;
        let json = Json::parse(json.as_bytes()).unwrap();
        assert!(!is_read(&json, |key| matches!(key, "image" | "box")));
        assert!(is_read(&json, |key| key == "image"));
    }
}
