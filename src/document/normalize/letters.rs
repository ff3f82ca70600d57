//! Letters as documents print them. The tables of the standard library cover all of Unicode at 12 KB of download.

/// The upper case of a letter: Latin, Cyrillic and Vietnamese. Anything else stays as it is.
pub(super) const fn uppercase(letter: char) -> char {
    let below = match letter {
        'а'..='я' => 32,
        'ѐ'..='џ' => 80,
        'à'..='ö' | 'ø'..='þ' => 32,
        // Here upper and lower case stand side by side, the upper one at an even number.
        '\u{102}'..='\u{131}' | '\u{1EA0}'..='\u{1EFF}' => letter as u32 % 2,
        'ơ' | 'ư' => 1,
        _ => return letter.to_ascii_uppercase(),
    };
    match char::from_u32(letter as u32 - below) {
        Some(upper) => upper,
        None => letter,
    }
}

/// Whether it is a letter or digit of any script. Punctuation and marks that combine with a letter are none.
pub fn is_alphanumeric(c: char) -> bool {
    let mark = matches!(c, '\u{80}'..='\u{BF}' | '×' | '÷' | '\u{300}'..='\u{36F}' | '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{303F}');
    c.is_ascii_alphanumeric() || !(c.is_ascii() || mark)
}

/// Whether `word` stands anywhere in `text`. Short texts need no search that is prepared for long ones.
pub fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_documents_have_the_upper_case_of_unicode() {
        for letter in "az09.éøþăđĩươệữựỹаяёїџ".chars() {
            assert_eq!(letter.to_uppercase().to_string(), uppercase(letter).to_string());
            assert_eq!(uppercase(uppercase(letter)), uppercase(letter));
        }
    }

    #[test]
    fn letters_and_digits_are_told_from_marks() {
        for c in "aZ7éßđаЖ安한ữ.-' <’–\u{300}\u{A0}×、".chars() {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
