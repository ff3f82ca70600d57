//! A tree to JSON text (RFC 8259).

use super::Json;

/// Appends `json` as text.
pub fn write(json: &Json, text: &mut Vec<u8>) {
    match json {
        Json::Null => text.extend_from_slice(b"null"),
        Json::Bool(flag) => text.extend_from_slice(if *flag { b"true" } else { b"false" }),
        Json::Integer(number) => text.extend_from_slice(number.to_string().as_bytes()),
        // What a vendor sends beyond JSON is not sent on.
        Json::Number(number) if number.ends_with(|last: char| last.is_ascii_alphabetic()) => {
            text.extend_from_slice(b"null")
        }
        Json::Number(number) => text.extend_from_slice(number.as_bytes()),
        Json::Text(string) => quoted(string, text),
        Json::List(items) => {
            text.push(b'[');
            for (index, item) in items.iter().enumerate() {
                separate(index, text);
                write(item, text);
            }
            text.push(b']');
        }
        Json::Object(entries) => {
            text.push(b'{');
            for (index, (key, value)) in entries.iter().enumerate() {
                separate(index, text);
                quoted(key, text);
                text.push(b':');
                write(value, text);
            }
            text.push(b'}');
        }
    }
}

fn separate(index: usize, text: &mut Vec<u8>) {
    if index > 0 {
        text.push(b',');
    }
}

fn quoted(string: &str, text: &mut Vec<u8>) {
    text.push(b'"');
    for byte in string.bytes() {
        match byte {
            b'"' | b'\\' => text.extend_from_slice(&[b'\\', byte]),
            b'\n' => text.extend_from_slice(br"\n"),
            b'\r' => text.extend_from_slice(br"\r"),
            b'\t' => text.extend_from_slice(br"\t"),
            0..0x20 => text.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => text.push(byte),
        }
    }
    text.push(b'"');
}
