//! What speaks against a response in the forms that no vendor documents and every one may send: told by the names of keys.
//!
//! `docs/vendors.md` has the rule in words, under "What is a yes".

use super::Reason;
use super::decision::{Decision, is_nothing, is_success, only};
use crate::document::normalize::{contains, fold, is_alphanumeric};
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::ErrorCode;
use crate::json::Json;

/// Words that make a key the name of a fault, wherever they stand in it: `error_code`, `failureReason`. All names here are
/// as [`fold`] has them.
const FAULT: &str = "|ERR|ERROR|ERRORS|EXCEPTION|EXCEPTIONS|FAULT|FAULTS|FAIL|FAILED|FAILURE|FAILURES|INVALID|REJECT|\
                     REJECTED|REJECTION|DENIED|REFUSED|BROKEN|EXPIRED|FAKE|FRAUD|SPOOF|SPOOFED|FORGED|TAMPERED|ОШИБКА|ОШИБКИ|";
/// Last words of a key that is the name of a decision: `is_valid`, `checksum_final_validate`.
const DECISION: &str = "|VALID|VALIDATE|VALIDATED|PASS|PASSED|OK|SUCCESS|SUCCESSFUL|SUCCEEDED|ACCEPTED|APPROVED|VERIFIED|\
                        AUTHENTIC|GENUINE|";
/// Last words of a key that may hold a decision or anything else: a plain no counts.
const OPEN: &str = "|RESULT|STATUS|CHECK|CHECKS|VERDICT|DECISION|JUDGEMENT|OUTCOME|MATCH|MATCHED|MATCHES|MATCHING|LIVE|\
                    LIVENESS|AUTHENTICITY|VALIDITY|VERIFICATION|VALIDATION|";
/// Last words of a key in which checks stand under keys of any name: a word of failure counts there.
const GROUP: &str = "|CHECK|CHECKS|VERIFICATION|VERIFICATIONS|VALIDATION|VALIDATIONS|AUTHENTICITY|";
/// Words of a key that tells about a value and decides nothing.
const ABOUT: &str = "|CONFIDENCE|PROBABILITY|THRESHOLD|BOX|";
/// Keys of an envelope that hold a code, without their signs.
const CODE: &str = "|CODE|STATUS|STATUSCODE|HTTPSTATUS|HTTPCODE|HTTPSTATUSCODE|RESULTCODE|RETURNCODE|RESPONSECODE|";
/// Last words of a key of an envelope that holds a text.
const MESSAGE: &str = "|MESSAGE|MESSAGES|MSG|DETAIL|DETAILS|DESCRIPTION|";
/// Parts of the words of a message that tells a fault, in English, Russian and Vietnamese, as [`fold`] has them.
const FAULT_TEXT: [&str; 20] = [
    "ERROR",
    "FAIL",
    "EXCEPTION",
    "INVALID",
    "DENIED",
    "REJECT",
    "REFUSED",
    "FORBIDDEN",
    "UNAUTHORI",
    "NOT FOUND",
    "NOT ALLOWED",
    "UNAVAILABLE",
    "TIMEOUT",
    "TIMED OUT",
    "EXPIRED",
    "EXCEEDED",
    "UNABLE",
    "CANNOT",
    "ОШИБК",
    "LOI ",
];

/// A decision that was found by the name of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The key as the vendor wrote it.
    pub name: String,
    /// Against the document, or unreadable.
    pub decision: Decision,
}

impl Finding {
    /// Why the response is not accepted.
    pub fn reason(&self) -> Reason {
        Reason::new(ErrorCode::VendorUnknown, self.name.as_str())
    }

    /// The check that failed, or whose result was not told.
    pub fn check(&self) -> Check {
        Check::new(CheckKind::Other, CheckStatus::from_flag(self.decision.flag()), self.name.as_str())
    }
}

/// Adds what was found to the reasons and the checks of a response.
pub fn tell(found: &[Finding], reasons: &mut Vec<Reason>, checks: &mut Vec<Check>) {
    for finding in found {
        reasons.push(finding.reason());
        checks.push(finding.check());
    }
}

/// Whether a key, in lower case, is read elsewhere or holds what was read of the document: neither it nor what is in it
/// is looked at.
pub type Known = fn(&str) -> bool;

/// Where a key stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// At the top of a response, where codes and messages stand too.
    Envelope,
    /// Among checks, where a word of failure counts under any name.
    Group,
    /// Anywhere else.
    Part,
}

/// What speaks against a response: everything of [`within`], and a code or a message of a fault in its envelope.
pub fn against(raw: &Json, known: Known) -> Vec<Finding> {
    let mut found = Vec::new();
    walk(raw, known, Place::Envelope, &mut found);
    found
}

/// What speaks against a part of a response, at every depth.
pub fn within(value: &Json, known: Known, found: &mut Vec<Finding>) {
    walk(value, known, Place::Part, found);
}

fn walk(value: &Json, known: Known, place: Place, found: &mut Vec<Finding>) {
    match value {
        Json::List(items) => items.iter().for_each(|item| walk(item, known, place, found)),
        other => {
            for (key, value) in other.entries() {
                if known(&key.to_ascii_lowercase()) {
                    continue;
                }
                let words = words(key);
                let decision = named(&words, value, place);
                if decision.is_none() {
                    let is_group = place == Place::Group || is_last_of(GROUP, &words);
                    walk(value, known, if is_group { Place::Group } else { Place::Part }, found);
                }
                add(found, key, decision);
            }
        }
    }
}

/// What a value decides against the document by the name of its key.
fn named(words: &[String], value: &Json, place: Place) -> Option<Decision> {
    let only = only(value);
    let is_text = matches!(only, Json::Text(_));
    let is_flag = is_text || matches!(only, Json::Bool(_));
    let is_word = || is_text && Decision::read_flag(value) == Some(Decision::Unreadable);
    let is_code = || place == Place::Envelope && is_one(CODE, &words.concat());
    let is_number = || only.numeric().is_some();
    let decision = match () {
        () if words.iter().any(|word| is_one(ABOUT, word)) => None,
        () if has_fault(words) => is_fault(value).then_some(Decision::Failed),
        () if is_last_of(DECISION, words) => Decision::read(value),
        () if is_code() && (is_number() || !is_last_of(OPEN, words)) => code(only),
        () if (is_flag && is_last_of(OPEN, words)) || (place == Place::Group && is_word()) => {
            Decision::read(value).filter(|decision| *decision == Decision::Failed)
        }
        () if place == Place::Envelope && is_last_of(MESSAGE, words) => tells_fault(value).then_some(Decision::Failed),
        () => None,
    };
    decision.filter(|decision| *decision != Decision::Passed)
}

fn is_last_of(list: &str, words: &[String]) -> bool {
    words.last().is_some_and(|last| is_one(list, last))
}

fn has_fault(words: &[String]) -> bool {
    words.iter().any(|word| is_one(FAULT, word))
}

fn add(found: &mut Vec<Finding>, key: &str, decision: Option<Decision>) {
    match (decision, found.iter_mut().find(|known| known.name == key)) {
        (Some(decision), Some(known)) => known.decision = known.decision.worse(decision),
        (Some(Decision::Passed) | None, _) => {}
        (Some(decision), None) => found.push(Finding { name: key.to_owned(), decision }),
    }
}

/// A code has to be one of a success: no vendor documents it, so that any other cannot be read as one.
fn code(value: &Json) -> Option<Decision> {
    match value {
        Json::Integer(_) | Json::Number(_) | Json::Text(_) if is_success(value) => None,
        Json::Text(text) if is_nothing(text) => None,
        Json::Integer(_) | Json::Number(_) | Json::Text(_) => match value.numeric() {
            Some(_) => Some(Decision::Failed),
            None => Decision::read(value),
        },
        Json::Null | Json::Bool(_) | Json::List(_) | Json::Object(_) => None,
    }
}

/// Whether a key is the name of a fault.
pub fn names_fault(key: &str) -> bool {
    has_fault(&words(key))
}

/// Whether a value under the name of a fault tells one: more than nothing, a no, a zero or a word of success.
pub fn is_fault(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => false,
        Json::Bool(true) => true,
        Json::List(items) => items.iter().any(is_fault),
        Json::Object(entries) => entries.iter().any(|(_, value)| is_fault(value)),
        Json::Text(text) if is_nothing(text) || Decision::read_flag(value) == Some(Decision::Failed) => false,
        Json::Integer(_) | Json::Number(_) | Json::Text(_) => !is_success(value),
    }
}

fn tells_fault(value: &Json) -> bool {
    match value {
        Json::Text(text) => {
            let text = fold(text) + " ";
            FAULT_TEXT.iter().any(|part| contains(&text, part))
        }
        Json::List(items) => items.iter().any(tells_fault),
        Json::Object(entries) => entries.iter().any(|(_, value)| tells_fault(value)),
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) => false,
    }
}

/// The words of a key, folded: parted by signs, and by a capital behind a small letter.
fn words(key: &str) -> Vec<String> {
    let (mut words, mut word, mut was_small) = (Vec::new(), String::new(), false);
    for letter in key.chars().chain([' ']) {
        let is_sign = !is_alphanumeric(letter);
        if (is_sign || (was_small && letter.is_ascii_uppercase())) && !word.is_empty() {
            words.push(fold(&word));
            word.clear();
        }
        was_small = letter.is_ascii_lowercase();
        if !is_sign {
            word.push(letter);
        }
    }
    words
}

/// Whether `word` is one of a list, in which a line stands before and behind each.
pub fn is_one(list: &str, word: &str) -> bool {
    contains(list, &["|", word, "|"].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Decision)> {
        let found = against(&Json::parse(text.as_bytes()).unwrap(), |key| key == "data");
        found.into_iter().map(|finding| (finding.name, finding.decision)).collect()
    }

    #[test]
    fn a_fault_or_a_no_speaks_against_the_whole() {
        for (text, name) in [
            (r#"{"error":{"code":7}}"#, "error"),
            (r#"{"Success":"False"}"#, "Success"),
            (r#"{"errorCode":"SYSTEM_ERROR"}"#, "errorCode"),
            (r#"{"failure_reasons":["x"]}"#, "failure_reasons"),
            (r#"{"code":500}"#, "code"),
            (r#"{"code":"-1"}"#, "code"),
            (r#"{"statusCode":"500"}"#, "statusCode"),
            (r#"{"status":500}"#, "status"),
            (r#"{"httpStatus":"500"}"#, "httpStatus"),
            (r#"{"status":"FAILED"}"#, "status"),
            (r#"{"message":"Internal Server Error"}"#, "message"),
            (r#"{"detail":["Not found."]}"#, "detail"),
            (r#"{"message":"Внутренняя ошибка"}"#, "message"),
            (r#"{"ошибка":"x"}"#, "ошибка"),
            (r#"{"pages":[{"checks":{"mrz_check":"False"}}]}"#, "mrz_check"),
            (r#"{"a":[[{"isAuthentic":0}]]}"#, "isAuthentic"),
            (r#"{"authenticity_result":["FAIL"]}"#, "authenticity_result"),
            (r#"{"invalid_code":"2"}"#, "invalid_code"),
            (r#"{"checks":{"mrz":"failed","glare":false}}"#, "mrz"),
            (r#"{"passed":false}"#, "passed"),
        ] {
            assert_eq!(found(text), [(name.to_owned(), Decision::Failed)], "{text}");
        }
        for (text, name) in [
            (r#"{"code":"E500"}"#, "code"),
            (r#"{"a":{"is_valid":"maybe"}}"#, "is_valid"),
            (r#"{"verified":{"a":1}}"#, "verified"),
        ] {
            assert_eq!(found(text), [(name.to_owned(), Decision::Unreadable)], "{text}");
        }
        let twice = r#"{"valid":"True","valid":"maybe","x":{"valid":"False"}}"#;
        assert_eq!(found(twice), [("valid".to_owned(), Decision::Failed)]);
    }

    #[test]
    fn what_is_no_fault_speaks_for_nothing() {
        for text in [
            r#"{"error":0,"errors":[],"exception":"None","status":0,"success":true,"result":7}"#,
            r#"{"error":{"code":0,"message":"Success"},"errorCode":"0","error_code":200,"errorMessage":"OK"}"#,
            r#"{"code":0,"statusCode":200,"resultCode":"SUCCESS","status":"processing","message":"still at work"}"#,
            r#"{"country_code":"kz","valid_until":"2030","validity":"10 years","liveness":0.97,"check_authenticity":524837}"#,
            r#"{"valid_confidence":0.4,"error_probability":0.1,"data":{"valid":false,"error":"x"},"d_mrz":false}"#,
            r#"{"a":{"code":"UTO","message":"error"}}"#,
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
