//! Names in the letters of a zone.
//!
//! The tables are those of ICAO Doc 9303 part 3 (eighth edition, amendment 2), section 6: A for Latin, B for Cyrillic and
//! C for Arabic, with the two letters of appendix B. Where a table gives a choice, its first form is taken. Beyond it:
//! Vietnamese letters and the Romanian ones with a comma lose their marks as the others do, `Ѓ` and `Ћ` are what they are
//! in the Latin letters of their languages, and the soft sign, which table B does not have, is left out.
//! <https://www.icao.int/sites/default/files/publications/DocSeries/9303_p3_cons_en.pdf>

use crate::document::normalize;

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// From U+00C0 to U+017F: a letter, or the place of a form in [`LATIN_PAIRS`]. A dot is no letter of the table.
const LATIN: &[u8; 192] =
    b"AAAA010CEEEEIIIIDNOOOO2.2UUU3Y45AAAA010CEEEEIIIIDNOOOO2.2UUU3Y4YAAAAAACCCCCCCCDDDDEEEEEEEEEEGGGG\
    GGGGHHHHIIIIIIIIII66JJKK.LLLLLLLLLLNNNNNN.NNOOOOOO22RRRRRRSSSSSSSSTTTTTTUUUUUUUUUUUUWWYYYZZZZZZ.";

const LATIN_PAIRS: [&str; 7] = ["AE", "AA", "OE", "UE", "TH", "SS", "IJ"];

/// Each letter in upper case with its form behind it.
const CYRILLIC: &str = "ЀE ЁE ЂD ЃG ЄIE ЅDZ ІI ЇI ЈJ ЉLJ ЊNJ ЋC ЌK ЍI ЎU ЏDZ АA БB ВV ГG ДD ЕE ЖZH ЗZ ИI ЙI КK ЛL МM НN ОO \
    ПP РR СS ТT УU ФF ХKH ЦTS ЧCH ШSH ЩSHCH ЪIE ЫY Ь ЭE ЮIU ЯIA ѪU ѴY ҐG ҒG ҺC";

/// What a state writes otherwise. A plus marks what stands at the start of a name alone.
const EXCEPTIONS: [(&str, &str); 6] = [
    ("BLR", "ЁIO ГH"),
    ("BGR", "ЩSHT"),
    ("MKD", "ЃGJ ЌKJ ЏDJ ХH ЦC"),
    ("SRB", "ГH ЖZ ХH ЦC ЧC ШS"),
    ("UKR", "ГH ИY"),
    ("UKR+", "ЄYE ЇYI ЙY ЮYU ЯYA"),
];

/// Each letter with its form behind it. Vowel signs, and letters that are not in use, are not encoded.
const ARABIC: &str = "ءXE آXAA أXAE ؤU إI ئXI اA بB ةXTA تT ثXTH جJ حXH خXKH دD ذXDH رR زZ سS شXSH صXSS ضXDZ طXTT ظXZZ عE \
    غG ـ فF قQ كK لL مM نN هH وW ىXAY يY ٱXXA ٹXXT ټXRT پP ځXKE څXXH چXC ڈXXD ډXDR ڑXXR ړXRR ږXRX ژXJ \
    ښXXS ڜ ڢ ڤV ڥXF ڧ ڨ کXKK ګXXK ڭXNG گXGG ںXNN ڼXXN ھXDO ۀXYH ہXXG ۂXGE ۃXTG یXYA ۍXXY ېY ےXYB ۓXBE \
    \u{64B} \u{64C} \u{64D} \u{64E} \u{64F} \u{650} \u{652} \u{670}";

const SHADDA: char = '\u{651}';
const TEH_MARBUTA: char = 'ة';

/// A name in the letters of a zone, `<` between its parts.
///
/// Hyphens, commas and spaces part it; apostrophes and other punctuation are left out (part 3, section 4.6). The issuing
/// state, as ISO 3166-1 alpha-3, decides where the table of Cyrillic letters differs between languages. `None` where a
/// character is in no table, and for digits, which no name has.
#[must_use]
pub fn transliterate(name: &str, issuing_state: &str) -> Option<String> {
    let mut parts = Vec::new();
    for part in name.split(is_separator).filter(|part| !part.is_empty()) {
        parts.push(component(part, issuing_state)?);
    }
    parts.retain(|part| !part.is_empty());
    Some(parts.join("<"))
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | ',' | '<' | '،' | '\u{2010}'..='\u{2015}')
}

fn component(part: &str, state: &str) -> Option<String> {
    let mut written = String::with_capacity(part.len());
    let mut last = "";
    let mut letters = part.chars().filter(|c| is_letter(*c)).peekable();
    while let Some(letter) = letters.next() {
        if letter != SHADDA {
            let form = form(letter, state, written.is_empty())?;
            last = if letter == TEH_MARBUTA && letters.peek().is_none() { "XAH" } else { form };
        }
        written.push_str(last);
    }
    Some(written)
}

/// Punctuation, letters that only modify others, and marks that combine with one are left out.
fn is_letter(c: char) -> bool {
    normalize::is_alphanumeric(c) && !matches!(c, '\u{2B0}'..='\u{2FF}' | '\u{FE00}'..='\u{FE0F}')
}

fn form(letter: char, state: &str, is_first: bool) -> Option<&'static str> {
    let letter = match letter {
        'а'..='я' => char::from_u32(u32::from(letter) - 32)?,
        'ѐ'..='џ' => char::from_u32(u32::from(letter) - 80)?,
        'ѫ' | 'ѵ' | 'ґ' | 'ғ' | 'һ' => char::from_u32(u32::from(letter) - 1)?,
        other => other.to_ascii_uppercase(),
    };
    let of_state = EXCEPTIONS.iter().filter(|(of, _)| match of.strip_suffix('+') {
        Some(of) => of == state && is_first,
        None => *of == state,
    });
    // What stands at the start alone comes last, and goes before the rest.
    let exception = of_state.rev().find_map(|(_, forms)| listed(forms, letter));
    exception.or_else(|| latin(letter)).or_else(|| listed(CYRILLIC, letter)).or_else(|| listed(ARABIC, letter))
}

fn listed(forms: &'static str, letter: char) -> Option<&'static str> {
    forms.split_ascii_whitespace().find_map(|entry| entry.strip_prefix(letter))
}

/// The form of a Latin letter in either case.
pub(in crate::document) fn latin(letter: char) -> Option<&'static str> {
    let byte = match letter {
        'A'..='Z' | 'a'..='z' => u8::try_from(letter.to_ascii_uppercase()).ok()?,
        '\u{C0}'..='\u{17F}' => *LATIN.get(usize::try_from(u32::from(letter) - 0xC0).ok()?)?,
        '\u{1A0}' | '\u{1A1}' | '\u{1ECC}'..='\u{1EE3}' => b'O',
        '\u{1AF}' | '\u{1B0}' | '\u{1EE4}'..='\u{1EF1}' => b'U',
        '\u{218}' | '\u{219}' => b'S',
        '\u{21A}' | '\u{21B}' => b'T',
        '\u{1E9E}' => b'5',
        '\u{1EA0}'..='\u{1EB7}' => b'A',
        '\u{1EB8}'..='\u{1EC7}' => b'E',
        '\u{1EC8}'..='\u{1ECB}' => b'I',
        '\u{1EF2}'..='\u{1EF9}' => b'Y',
        _ => return None,
    };
    match byte {
        b'A'..=b'Z' => {
            let index = usize::from(byte - b'A');
            ALPHABET.get(index..=index)
        }
        pair => LATIN_PAIRS.get(usize::from(pair.checked_sub(b'0')?)).copied(),
    }
}
