//! Characters as they come, made into the bytes that a zone is read from.
//!
//! A character that no zone has is an unknown one at its place. What it looks like is kept beside it, in the low seven
//! bits: that counts where nothing but letters can stand, and never proves a number.

use super::format::transliterate::latin;

/// White space within a line.
pub(super) const SPACE: u8 = b' ';
/// A character without width.
pub(super) const INVISIBLE: u8 = 1;
/// A space, or what looks like a filler and is none: where fillers stand it is one.
pub(super) const GAP: u8 = unknown(b'<');
/// Nothing in a zone looks like it.
const NOTHING: char = '?';

/// What letters of other scripts look like, in upper case: each letter before its look-alike.
const LOOK_ALIKES: &str = "АAВBЕEЗ3ІIЈJКKМMНHОOРPСCЅSТTУYХXЧ4Б6ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX|I!I¦I$S€C";

/// `A` to `Z`, `0` to `9`, `<`, [`SPACE`], [`INVISIBLE`], or an unknown character.
pub(super) fn glyph(c: char) -> u8 {
    match c.to_ascii_uppercase() {
        upper @ ('A'..='Z' | '0'..='9' | '<') => low_byte(upper),
        // The forms of full width stand in the order of ASCII.
        wide @ ('０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ') => {
            low_byte(char::from_u32(u32::from(wide) - 0xFEE0).map_or(NOTHING, |narrow| narrow.to_ascii_uppercase()))
        }
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => INVISIBLE,
        c if c.is_whitespace() => SPACE,
        '‹' | '＜' | '(' | '{' | '[' | '-' | '_' | '~' => GAP,
        c => unknown(low_byte(look_alike(c).unwrap_or(NOTHING))),
    }
}

/// An unknown character that looks like `look`.
pub(super) const fn unknown(look: u8) -> u8 {
    look | 0x80
}

pub(super) const fn is_unknown(byte: u8) -> bool {
    byte >= 0x80
}

/// What the character looks like; the character itself where it is known.
pub(super) const fn look(byte: u8) -> u8 {
    byte & 0x7F
}

/// The text with `?` for what is unknown.
pub(super) fn shown(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| if is_unknown(*byte) { NOTHING } else { char::from(*byte) }).collect()
}

fn low_byte(c: char) -> u8 {
    u8::try_from(c).unwrap_or(b'?')
}

fn look_alike(c: char) -> Option<char> {
    let upper = match c {
        'а'..='я' => u32::from(c) - 32,
        'ѐ'..='џ' => u32::from(c) - 80,
        _ => u32::from(c),
    };
    let mut alike = LOOK_ALIKES.chars();
    while let (Some(letter), Some(look)) = (alike.next(), alike.next()) {
        if u32::from(letter) == upper {
            return Some(look);
        }
    }
    latin(c).and_then(|letters| letters.chars().next())
}
