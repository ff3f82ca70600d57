//! The machine readable zone among the fields of a response, whatever the vendor calls them.

use crate::document::mrz::{Mrz, ParseOptions, UnreadableZone, ZoneReading, read_zone};
use crate::document::normalize::{contains, is_blank};
use crate::document::{Check, CheckKind, CheckStatus, IdentityDocument, cross_check};
use crate::json::Json;

/// The name of the checks of a zone itself, as in [`cross_check`].
const NAME: &str = "mrz";
/// Longer texts that no key calls a zone are not looked at: images are long.
const LONGEST: usize = 200;
/// The shortest line, that of a card, has 30 characters; some fillers may be lost.
const SHORTEST_LINE: usize = 26;

/// What a key of a zone may say beside that it is one, in capitals without signs.
const WORDS: [&str; 14] =
    ["LINES", "LINE", "ROW", "CODE", "TEXT", "ZONE", "STRING", "STR", "DATA", "RAW", "FULL", "VALUE", "L", "OCR"];
/// Keys of an object in the place of a zone that hold no line of it.
const ABOUT: [&str; 7] = ["name", "source", "type", "confidence", "box", "format", "valid"];

/// The zone of a document; none where no field holds one.
#[derive(Debug, Default)]
pub struct Zone {
    reading: Option<Result<Box<Mrz>, UnreadableZone>>,
    keys: Vec<String>,
}

/// A text of a zone, with the key it stands under.
struct Line {
    key: String,
    /// What the key calls its place among the lines.
    number: u32,
    text: String,
}

impl Zone {
    /// Looks through `fields` at every depth: first for keys that speak of a zone, then for texts of its form.
    pub fn find(fields: &Json) -> Self {
        let (mut named, mut formed) = (Vec::new(), Vec::new());
        collect(fields, None, &mut named, &mut formed);
        let named = Self::read(in_order(named));
        match named.reading {
            Some(Ok(_)) => named,
            unread => {
                let formed = Self::read(formed);
                match formed.reading {
                    None | Some(Err(_)) if unread.is_some() => Self { reading: unread, keys: Vec::new() },
                    _ => formed,
                }
            }
        }
    }

    fn read(lines: Vec<Line>) -> Self {
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        match read_zone(&texts, &ParseOptions::default()) {
            ZoneReading::Absent => Self::default(),
            ZoneReading::Unreadable { reason } => Self { reading: Some(Err(reason)), keys: Vec::new() },
            ZoneReading::Read { mrz } => {
                Self { reading: Some(Ok(mrz)), keys: lines.into_iter().map(|line| line.key).collect() }
            }
        }
    }

    /// Whether the field of this key is a part of the zone that was read.
    pub fn holds(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known == key)
    }

    /// The document with its zone, and the checks of the zone: what it says of itself, and whether what is printed agrees.
    /// A zone that is there and cannot be read is a check that failed or was not run.
    pub fn complete(self, mut document: IdentityDocument) -> IdentityDocument {
        match self.reading {
            None => {}
            Some(Ok(mrz)) => {
                let checks = cross_check(&mrz, &document);
                document.checks.extend(checks);
                document.never_expires |= mrz.never_expires && document.date_of_expiry.is_none();
                document.mrz = Some(*mrz);
            }
            Some(Err(reason)) => {
                let status = match reason {
                    UnreadableZone::CheckDigits => CheckStatus::Failed,
                    UnreadableZone::TooLong | UnreadableZone::Form => CheckStatus::NotRun,
                };
                document.checks.push(Check::new(CheckKind::MrzFormat, status, NAME));
            }
        }
        document
    }
}

/// A zone that stands where no document was looked for, beside what the vendor documents: that of the one document, or
/// a check of the whole response.
pub fn beside(raw: &Json, documents: &mut Vec<IdentityDocument>, checks: &mut Vec<Check>) {
    let is_own = |check: &Check| check.kind == CheckKind::MrzFormat && check.vendor_code.as_deref() == Some(NAME);
    if documents.iter().any(|document| document.mrz.is_some() || document.checks.iter().any(is_own)) {
        return;
    }
    let zone = Zone::find(raw);
    if let [only] = documents.as_mut_slice() {
        *only = zone.complete(core::mem::take(only));
    } else {
        checks.extend(zone.complete(IdentityDocument::default()).checks);
    }
}

/// The lines by their numbers, those of one number as they came.
fn in_order(lines: Vec<Line>) -> Vec<Line> {
    let mut ordered: Vec<Line> = Vec::new();
    // By insertion: they are few, and the standard library's sorting is large.
    for line in lines {
        let place = ordered.iter().position(|known| known.number > line.number).unwrap_or(ordered.len());
        ordered.insert(place, line);
    }
    ordered
}

/// `within` is the key that calls what stands here a zone.
fn collect(value: &Json, within: Option<(&str, u32)>, named: &mut Vec<Line>, formed: &mut Vec<Line>) {
    match value {
        Json::Object(entries) => {
            for (key, value) in entries.iter().filter(|(key, _)| !contains(&key.to_ascii_lowercase(), "confid")) {
                let number = place(key);
                match (within, number) {
                    (Some(_), _) if ABOUT.iter().any(|about| about.eq_ignore_ascii_case(key)) => {}
                    (Some((zone, _)), number) => {
                        collect(value, Some((zone, number.unwrap_or_else(|| digits(key)))), named, formed);
                    }
                    (None, Some(number)) => collect(value, Some((key, number)), named, formed),
                    (None, None) => collect_under(key, value, named, formed),
                }
            }
        }
        Json::List(items) => items.iter().for_each(|item| collect(item, within, named, formed)),
        Json::Text(text) => {
            if let Some((key, number)) = within.filter(|_| (!is_blank(text) || text.contains('?')) && !is_flag(text)) {
                named.push(Line { key: key.to_owned(), number, text: unescaped(text) });
            }
        }
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) => {}
    }
}

/// What stands under a key that does not speak of a zone: a text of the form of one, or more fields.
fn collect_under(key: &str, value: &Json, named: &mut Vec<Line>, formed: &mut Vec<Line>) {
    match value {
        Json::Text(text) if text.len() <= LONGEST => {
            let text = unescaped(text);
            if has_form(&text) {
                formed.push(Line { key: key.to_owned(), number: 0, text });
            }
        }
        Json::List(items) => items.iter().for_each(|item| collect_under(key, item, named, formed)),
        other => collect(other, None, named, formed),
    }
}

/// The number of the line that a key of a zone names, 0 where it names none; nothing for other keys, such as
/// `mrz_confidence` and `MRZ_ID_NUMBER`.
fn place(key: &str) -> Option<u32> {
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    let names = ["MACHINEREADABLEZONE", "MACHINEREADABLE", "MRZ"];
    let rest = match names.iter().find_map(|name| without(&plain, name)) {
        Some(rest) => rest,
        // The Russian name is short for the same.
        None if key.starts_with("МЧЗ") => plain,
        None => return None,
    };
    let rest = WORDS.iter().fold(rest, |rest, word| without(&rest, word).unwrap_or(rest));
    (rest.len() <= 1 && rest.bytes().all(|digit| digit.is_ascii_digit())).then(|| digits(&rest))
}

/// A text without a word of it; nothing where it does not have the word.
fn without(text: &str, word: &str) -> Option<String> {
    let at = text.as_bytes().windows(word.len()).position(|part| part == word.as_bytes())?;
    Some([text.get(..at)?, text.get(at + word.len()..)?].concat())
}

fn digits(key: &str) -> u32 {
    key.chars().filter_map(|c| c.to_digit(10)).next().unwrap_or(0)
}

/// A flag that tells whether there is a zone is none.
fn is_flag(text: &str) -> bool {
    crate::vendors::decision::Decision::read(&Json::from(text.trim())).is_some_and(|decision| decision.flag().is_some())
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(at) = text.as_bytes().windows(4).position(|part| part.eq_ignore_ascii_case(b"&lt;")) {
        text.replace_range(at..at + 4, "<");
    }
    text
}

/// Whether each line of a text is of the form of a zone's: long, of capitals, digits and fillers, some of them together.
fn has_form(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let is_line = |line: &str| {
        let kept = line.chars().filter(|c| !c.is_ascii_whitespace());
        line.len() >= SHORTEST_LINE
            && kept.clone().all(|c| matches!(c, 'A'..='Z' | '0'..='9' | '<' | '«' | '‹'))
            && kept.filter(|c| matches!(c, '<' | '«' | '‹')).count() >= 2
    };
    lines.peek().is_some() && lines.all(is_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const UPPER: &str = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
    const LOWER: &str = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";

    #[track_caller]
    fn find(json: &str) -> IdentityDocument {
        let json = json.replace("UPPER", UPPER).replace("LOWER", LOWER);
        Zone::find(&Json::parse(json.as_bytes()).unwrap()).complete(IdentityDocument::default())
    }

    #[test]
    fn a_zone_is_found_under_any_key_and_in_any_form() {
        for json in [
            r#"{"MRZ1":"UPPER","MRZ2":"LOWER"}"#,
            r#"{"MRZ2":"LOWER","MRZ1":"UPPER"}"#,
            r#"{"mrz_line_2":"LOWER","mrz_line_1":"UPPER"}"#,
            r#"{"mrz":"UPPER\nLOWER"}"#,
            r#"{"mrzCode":"UPPERLOWER"}"#,
            r#"{"mrz":["UPPER","LOWER"]}"#,
            r#"{"mrz":{"line2":"LOWER","line1":"UPPER","type":"TD3"}}"#,
            r#"{"MRZ_TEXT":{"name":"MRZ_TEXT","source":"MRZ","value":"UPPER\nLOWER"}}"#,
            r#"{"machine_readable_zone":"UPPER\r\nLOWER"}"#,
            r#"{"МЧЗ1":"UPPER","МЧЗ2":"LOWER"}"#,
            r#"{"a":{"b":[{"bottom":"UPPER\nLOWER"}]}}"#,
            r#"{"line_a":"UPPER","line_b":"LOWER"}"#,
            r#"{"mrz":"not read","zone":"UPPER\nLOWER"}"#,
        ] {
            let document = find(json);
            let mrz = document.mrz.unwrap_or_else(|| panic!("{json}"));
            assert!(mrz.valid && mrz.surname.as_deref() == Some("ERIKSSON"), "{json}");
            assert_eq!(document.checks[0], Check::new(CheckKind::MrzFormat, CheckStatus::Passed, "mrz"), "{json}");
        }
        let escaped = UPPER.replace('<', "&lt;");
        assert!(find(&format!(r#"{{"MRZ1":"{escaped}","MRZ2":"LOWER"}}"#)).mrz.is_some());
    }

    #[test]
    fn a_zone_that_cannot_be_read_is_a_check() {
        for (json, status) in [
            (r#"{"MRZ1":"UPPER"}"#, CheckStatus::NotRun),
            (r#"{"MRZ1":"MRZ1","MRZ2":"MRZ2"}"#, CheckStatus::NotRun),
            (r#"{"bottom":"LOWER"}"#, CheckStatus::NotRun),
            (r#"{"mrz":["x"]}"#, CheckStatus::NotRun),
            (r#"{"mrz":"???"}"#, CheckStatus::NotRun),
        ] {
            let document = find(json);
            assert_eq!(document.checks, [Check::new(CheckKind::MrzFormat, status, "mrz")], "{json}");
            assert_eq!(document.mrz, None, "{json}");
        }
        let wrong =
            LOWER.replace("7408122", "7408129").replace("1204159", "1204151").replace("L898902C36", "L898902C31");
        let short = format!(r#"{{"MRZ1":"UPPER","MRZ2":"{}"}}"#, wrong.trim_end_matches('0'));
        assert_eq!(find(&short).checks[0].status, CheckStatus::Failed);
    }

    #[test]
    fn what_speaks_of_a_zone_and_is_none_is_nothing() {
        for json in [
            r#"{"mrz_confidence":0.9,"d_mrz":true,"mrz":"","MRZ1":null,"MRZ2":"-"}"#,
            r#"{"MRZ_ID_NUMBER":{"name":"ID_NUMBER","source":"MRZ","value":"L898902C3"}}"#,
            r#"{"confidences":{"MRZ1":"0.9"},"mrz":"True","has_mrz":"Y","mrz_valid":"x","mrz_box":[1,2,3,4]}"#,
            r#"{"name":"ERIKSSON<<ANNA","address":"A VERY LONG STREET WITHOUT ANY FILLER 12"}"#,
        ] {
            assert_eq!(find(json), IdentityDocument::default(), "{json}");
        }
    }
}
