//! Values as vendors print them, made into one form: dates (ISO 8601), countries (ISO 3166-1 alpha-3), sex (ICAO 9303).
//!
//! A normalized value is never a guess: where the text can be read in two ways, the field keeps it as it is.

use crate::document::Field;
use crate::json::Json;

mod country;
mod date;
mod image;
mod letters;
mod words;

pub use country::{country, is_iso_country};
pub use date::{Calendar, DateOrder, date, date_of, is_calendar_date};
pub use image::image;
pub(crate) use letters::{contains, fold, is_alphanumeric};

/// The sex as in ICAO 9303, `M`, `F` or `X`, from the forms of the vendors' documents in any letter case.
#[must_use]
pub fn sex(raw: &str) -> Option<&'static str> {
    letters::agreed(raw, |raw| {
        let word = letters::words_of(raw).concat();
        let is_in = |words: &str| !word.is_empty() && words.split('|').any(|known| known == word);
        match word.as_str() {
            _ if is_in(words::MALE) => Some("M"),
            _ if is_in(words::FEMALE) => Some("F"),
            "X" => Some("X"),
            _ => (raw.trim() == "<").then_some("X"),
        }
    })
}

/// Whether a text in the place of a date of expiry says that there is none, in a language of the documents or by a year 9999.
#[must_use]
pub fn never_expires(raw: &str) -> bool {
    let words = letters::words_of(raw);
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z'));
    let is_end =
        |word: &String| word == "9999" || (word.len() == 8 && (word.starts_with("9999") || word.ends_with("9999")));
    let name = words.join(" ");
    (words.iter().all(is_number) && words.iter().any(is_end)) || words::NEVER.split('|').any(|known| known == name)
}

/// Whether a text stands for no value: blank, dashes and dots, or a word that software writes for nothing.
///
/// The words count in these letters alone: there are people whose name is Null.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let text = text.trim();
    let is_sign =
        |letter: char| matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '.' | '_' | '*' | '/' | '?' | '\u{2026}');
    text.chars().all(is_sign) || ["None", "none", "null", "N/A", "n/a", "undefined"].contains(&text)
}

/// A field whose value is the text without outer spaces. A text that stands for nothing gives `None`.
#[must_use]
pub fn text_field(raw: &str) -> Option<Field> {
    if is_blank(raw) { None } else { Field::new(raw) }
}

/// A field whose value is the date as ISO 8601, or the text where it is no certain date.
#[must_use]
pub fn date_field(raw: &str, order: DateOrder) -> Option<Field> {
    Some(with_value(text_field(raw)?, date(raw, order)))
}

/// As [`date_field`], of a document that counts its years so.
#[must_use]
pub fn date_field_of(raw: &str, order: DateOrder, calendar: Calendar) -> Option<Field> {
    Some(with_value(text_field(raw)?, date_of(raw, order, calendar)))
}

/// A date of expiry, and whether its text says that there is none; then it is no date.
#[must_use]
pub fn expiry(field: Option<Field>) -> (Option<Field>, bool) {
    let is_never = field.as_ref().is_some_and(|field| never_expires(&field.raw));
    (field.filter(|_| !is_never), is_never)
}

/// A field whose value is the country's ISO 3166-1 alpha-3 code, or the text where it is not known.
#[must_use]
pub fn country_field(raw: &str) -> Option<Field> {
    Some(with_value(text_field(raw)?, country(raw)))
}

/// A field whose value is `M`, `F` or `X`, or the text where it is not known.
#[must_use]
pub fn sex_field(raw: &str) -> Option<Field> {
    Some(with_value(text_field(raw)?, sex(raw)))
}

/// A confidence, where the vendor gives a number from 0 to 1, as a number or as text.
#[must_use]
pub fn confidence(value: &Json) -> Option<f64> {
    as_confidence(value.number()?)
}

/// A number, where it is a confidence: from 0 to 1.
#[must_use]
pub fn as_confidence(number: f64) -> Option<f64> {
    (0.0..=1.0).contains(&number).then_some(number)
}

fn with_value(field: Field, value: Option<impl Into<String>>) -> Field {
    match value {
        Some(value) => Field { value: value.into(), ..field },
        None => field,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sex_is_read_in_each_language() {
        for (raw, expected) in [
            ("M", "M"),
            ("male", "M"),
            ("М", "M"),
            ("МУЖ.", "M"),
            ("Nam", "M"),
            ("F", "F"),
            ("FEMALE", "F"),
            ("Ж", "F"),
            ("Жен", "F"),
            ("Nữ", "F"),
            ("Nu\u{31b}\u{303}", "F"),
            ("x", "X"),
            (" < ", "X"),
        ] {
            assert_eq!(sex(raw), Some(expected), "{raw}");
        }
        for (raw, expected) in [
            ("LAKI-LAKI", "M"),
            ("Lelaki", "M"),
            ("Perempuan", "F"),
            ("ชาย", "M"),
            ("หญิง", "F"),
            ("男", "M"),
            ("女", "F"),
            ("Nữ", "F"),
            ("Nu\u{31b}\u{303}", "F"),
            ("ЕРКЕК", "M"),
            ("әйел", "F"),
            ("Erkak", "M"),
            ("AYOL", "F"),
            ("эркек", "M"),
            ("Аял", "F"),
            ("ប្រុស", "M"),
            ("ស្រី", "F"),
            ("Lalaki", "M"),
            ("babae", "F"),
            ("KİŞİ", "M"),
            ("QADIN", "F"),
            ("Мужской", "M"),
            ("женский", "F"),
            ("Э/M", "M"),
            ("Ж / F", "F"),
        ] {
            assert_eq!(sex(raw), Some(expected), "{raw}");
        }
        for raw in ["", "Gender", "MF", "<<", "1", "M/F", "/", "K"] {
            assert_eq!(sex(raw), None, "{raw}");
        }
    }

    #[test]
    fn no_expiry_is_read_in_each_language() {
        for raw in [
            "Không thời hạn",
            "KHÔNG THỜI HẠN",
            "Kho\u{302}ng tho\u{31b}\u{300}i ha\u{323}n",
            "SEUMUR HIDUP",
            "ตลอดชีพ",
            "长期",
            "長期",
            "Бессрочно",
            "бессрочный.",
            "мерзімсіз",
            "muddatsiz",
            "Мөөнөтсүз",
            "គ្មានកំណត់",
            "NO EXPIRY",
            "Non-expiring",
            "9999-12-31",
            "31.12.9999",
        ] {
            assert!(never_expires(raw), "{raw}");
        }
        for raw in ["", "-", "2030-01-01", "Không", "31.12.2099", "expired"] {
            assert!(!never_expires(raw), "{raw}");
        }
    }

    #[test]
    fn every_word_of_the_tables_is_folded() {
        let lists = [words::MALE, words::FEMALE, words::NEVER, words::COUNTRIES];
        let words = lists
            .iter()
            .flat_map(|list| list.split(['|', ';']))
            .chain(words::MONTHS.iter().flat_map(|names| names.split(' ')));
        for word in words {
            assert_eq!(fold(word), word);
            assert_eq!(letters::words_of(word).join(" "), word);
        }
    }

    #[test]
    fn a_field_keeps_the_text_beside_the_value() {
        let field = date_field(" 01.10.1996", DateOrder::Dmy).unwrap();
        assert_eq!((field.value.as_str(), field.raw.as_str()), ("1996-10-01", " 01.10.1996"));
        assert_eq!(country_field("kz").unwrap().value, "KAZ");
        assert_eq!(sex_field("Ж").unwrap().value, "F");
    }

    #[test]
    fn a_text_that_cannot_be_normalized_stays_as_it_is() {
        assert_eq!(date_field("03/04/2001 ", DateOrder::Unknown).unwrap().value, "03/04/2001");
        assert_eq!(country_field("Atlantis").unwrap().value, "Atlantis");
        assert_eq!(sex_field("Gender").unwrap().value, "Gender");
    }

    #[test]
    fn words_for_nothing_are_no_values() {
        for text in ["", " ", "None", "null", "-", "N/A", "\u{2014}", "...", "***"] {
            assert!(is_blank(text), "{text}");
            assert_eq!(text_field(text), None, "{text}");
        }
        for text in ["0", "A", "No", "NULL", "Нет", "<", "NA"] {
            assert!(!is_blank(text), "{text}");
        }
    }

    #[test]
    fn a_blank_text_is_no_field() {
        assert_eq!(text_field(" \t"), None);
        assert_eq!(date_field("", DateOrder::Dmy), None);
    }

    #[test]
    fn a_confidence_is_a_number_or_text_from_0_to_1() {
        let json = Json::parse(br#"["0.9981", 0.5, 1, "1.0", "0", null, "", 1.01, -1, "high"]"#).unwrap();
        let read: Vec<_> = json.items().iter().map(confidence).collect();
        let expected = [Some(0.9981), Some(0.5), Some(1.0), Some(1.0), Some(0.0), None, None, None, None, None];
        assert_eq!(read, expected);
    }
}
