//! Letters as documents print them. The tables of the standard library cover all of Unicode at 12 KB of download.

/// The upper case of a letter: Latin, Cyrillic and Vietnamese. Anything else stays as it is.
pub(super) const fn uppercase(letter: char) -> char {
    let below = match letter {
        'а'..='я' => 32,
        'ѐ'..='џ' => 80,
        'à'..='ö' | 'ø'..='þ' => 32,
        // Here upper and lower case stand side by side, the upper one at an even number.
        '\u{100}'..='\u{131}' | '\u{14A}'..='\u{177}' | '\u{1EA0}'..='\u{1EFF}' => letter as u32 % 2,
        '\u{490}'..='\u{4BF}' | '\u{4D0}'..='\u{52F}' => letter as u32 % 2,
        'ơ' | 'ư' => 1,
        _ => return letter.to_ascii_uppercase(),
    };
    match char::from_u32(letter as u32 - below) {
        Some(upper) => upper,
        None => letter,
    }
}

/// The letters under the marks of U+00C0 to U+017F; a dot stands for a letter of its own.
const UNMARKED: &str = "AAAAAA.CEEEEIIII.NOOOOO..UUUUY..AAAAAA.CEEEEIIII.NOOOOO..UUUUY.Y\
    AAAAAACCCCCCCCDD..EEEEEEEEEEGGGGGGGGHH..IIIIIIIIII..JJKK.LLLLLL.\
    ...NNNNNN...OOOOOO..RRRRRRSSSSSSSSTTTT..UUUUUUUUUUUUWWYYYZZZZZZS";

/// Letters as they compare: in upper case, without marks (so that NFC and NFD are alike), apostrophes and what cannot be
/// seen. `scripts/data/letters.mjs` does the same to the words of the tables.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().filter_map(folded).collect()
}

/// The words of a text as they compare, without signs.
pub(super) fn words_of(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c| !is_alphanumeric(c)).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// What `read` makes of the whole, or of the parts between slashes, as documents in two languages have them: those that
/// can be read have to agree.
pub(super) fn agreed<T: PartialEq>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    read(text).or_else(|| {
        let mut parts = text.split('/').filter_map(&read);
        let first = parts.next()?;
        parts.all(|part| part == first).then_some(first)
    })
}

fn folded(letter: char) -> Option<char> {
    let code = letter as u32;
    Some(match letter {
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200F}' | '\u{AD}' | '\u{FEFF}' => return None,
        '\'' | '`' | '\u{2B9}'..='\u{2BF}' | '\u{2018}'..='\u{201B}' => return None,
        '\u{C0}'..='\u{17F}' => match UNMARKED.as_bytes().get(usize::try_from(code - 0xC0).ok()?) {
            Some(b'.') | None => uppercase(letter),
            Some(base) => char::from(*base),
        },
        'Ơ' | 'ơ' => 'O',
        'Ư' | 'ư' => 'U',
        '\u{1EA0}'..='\u{1EB7}' => 'A',
        '\u{1EB8}'..='\u{1EC7}' => 'E',
        '\u{1EC8}'..='\u{1ECB}' => 'I',
        '\u{1ECC}'..='\u{1EE3}' => 'O',
        '\u{1EE4}'..='\u{1EF1}' => 'U',
        '\u{1EF2}'..='\u{1EF9}' => 'Y',
        'ə' => 'Ə',
        'ա'..='ֆ' => char::from_u32(code - 48)?,
        // Full-width forms of ASCII.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code - 0xFEE0)?.to_ascii_uppercase(),
        _ => match uppercase(letter) {
            'Й' | 'Ѝ' | 'Ӣ' => 'И',
            'Ё' | 'Ѐ' => 'Е',
            'Ї' => 'І',
            'Ў' | 'Ӯ' => 'У',
            'Ѓ' => 'Г',
            'Ќ' => 'К',
            upper => upper,
        },
    })
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
    fn composed_and_decomposed_letters_are_alike() {
        for (composed, decomposed, folded) in [
            ("Nữ", "Nu\u{31b}\u{303}", "NU"),
            ("Việt Nam", "Vie\u{323}\u{302}t Nam", "VIET NAM"),
            ("Россий", "Росси\u{438}\u{306}", "РОССИИ"),
            ("Ёлка", "Е\u{308}лка", "ЕЛКА"),
            ("İstanbul ı", "I\u{307}stanbul ı", "ISTANBUL I"),
            ("O‘zbekiston", "O'zbekiston", "OZBEKISTON"),
            ("Қазақстан әйел", "қазақстан Әйел", "ҚАЗАҚСТАН ӘИЕЛ"),
            ("Đồng", "Đo\u{302}\u{300}ng", "ĐONG"),
            ("ＡＢＣ１", "abc1", "ABC1"),
            ("ชาย\u{200b}", "ชาย", "ชาย"),
            ("հայաստան", "ՀԱՅԱՍՏԱՆ", "ՀԱՅԱՍՏԱՆ"),
        ] {
            assert_eq!((fold(composed).as_str(), fold(decomposed).as_str()), (folded, folded));
        }
    }

    #[test]
    fn letters_and_digits_are_told_from_marks() {
        for c in "aZ7éßđаЖ安한ữ.-' <’–\u{300}\u{A0}×、".chars() {
            assert_eq!(is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
        }
    }
}
