//! JSON text to a tree, as the world sends it.
//!
//! Beyond RFC 8259 it takes a byte order mark, invalid UTF-8 and lone surrogates (each becomes U+FFFD), raw control
//! characters in strings, `NaN` and `Infinity`. What is otherwise no JSON is refused whole.

use super::Json;
use super::number::number;

/// The deepest nesting that is read. What holds the tree works itself through it by recursion.
pub const MAX_DEPTH: usize = 512;

/// Parses JSON text, and tells whether a character of it had to be replaced.
pub fn parse(bytes: &[u8]) -> Option<(Json, bool)> {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut parser = Parser { text, at: 0, replaced: false };
    let value = parser.value(0)?;
    parser.space();
    (parser.at == text.len()).then_some((value, parser.replaced))
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    replaced: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        self.space();
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(Json::Text),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut entries = Vec::new();
        self.at += 1;
        if depth == MAX_DEPTH {
            return None;
        }
        if self.take(b'}').is_some() {
            return Some(Json::Object(entries));
        }
        loop {
            self.space();
            let key = (self.peek()? == b'"').then(|| self.string())??;
            self.take(b':')?;
            entries.push((key, self.value(depth + 1)?));
            if self.take(b',').is_none() {
                return self.take(b'}').map(|()| Json::Object(entries));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.at += 1;
        if depth == MAX_DEPTH {
            return None;
        }
        if self.take(b']').is_some() {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(b',').is_none() {
                return self.take(b']').map(|()| Json::List(items));
            }
        }
    }

    /// A number, or one of the words that stand for a value.
    fn word(&mut self) -> Option<Json> {
        let rest = self.text.get(self.at..)?;
        let is_end = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b',' | b']' | b'}' | b':' | b'"');
        let length = rest.iter().position(is_end).unwrap_or(rest.len());
        let word = core::str::from_utf8(rest.get(..length)?).ok()?;
        self.at += length;
        match word {
            "null" => Some(Json::Null),
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            _ => number(word),
        }
    }

    /// A string, whose opening quotation mark stands here.
    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut bytes = Vec::new();
        loop {
            let rest = self.text.get(self.at..)?;
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
            bytes.extend_from_slice(rest.get(..plain)?);
            self.at += plain + 1;
            if rest.get(plain) == Some(&b'"') {
                break;
            }
            let letter = self.escape()?;
            bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Some(String::from_utf8(bytes).unwrap_or_else(|error| {
            self.replaced = true;
            String::from_utf8_lossy(error.as_bytes()).into_owned()
        }))
    }

    fn escape(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += 1;
        Some(match letter {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => self.unicode_escape()?,
            _ => return None,
        })
    }

    /// One UTF-16 code unit, or a pair of surrogates.
    fn unicode_escape(&mut self) -> Option<char> {
        let unit = self.hexadecimal()?;
        if let Some(letter) = char::from_u32(unit) {
            return Some(letter);
        }
        let behind = self.at;
        if unit < 0xDC00 && self.text.get(behind..behind + 2) == Some(br"\u") {
            self.at += 2;
            let low = self.hexadecimal()?;
            if (0xDC00..0xE000).contains(&low) {
                return char::from_u32(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            }
            // Another letter, which is read by itself.
            self.at = behind;
        }
        self.replaced = true;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = core::str::from_utf8(self.text.get(self.at..self.at + 4)?).ok()?;
        self.at += 4;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
    }
}
