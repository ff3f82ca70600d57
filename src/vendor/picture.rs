//! Pictures inside a vendor's answer.

use crate::document::DocumentImage;
use crate::json::Json;
use base64::Engine;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Standard base64, with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A picture given as base64 text: line feeds and a `data:` prefix are let through. An empty text gives `None`.
pub(crate) fn picture(value: &Json) -> Option<DocumentImage> {
    let Json::Text(text) = value else { return None };
    let text = match text.strip_prefix("data:") {
        Some(url) => url.split_once(";base64,")?.1,
        None => text.as_str(),
    };
    let text: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes = BASE64.decode(text).ok().filter(|bytes| !bytes.is_empty())?;
    let mime_type = media_type(&bytes).to_owned();
    Some(DocumentImage { bytes, mime_type })
}

/// The media type by content.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'B', b'M', ..] => "image/bmp",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_read_with_line_feeds_a_prefix_or_no_padding() {
        for text in ["/9j/4A==", "/9j/4A", "/9j/\n4A==\r\n", "data:image/jpeg;base64,/9j/4A=="] {
            let image = picture(&Json::Text(text.into())).unwrap();
            assert_eq!((image.bytes.as_slice(), image.mime_type.as_str()), (&[255, 216, 255, 224][..], "image/jpeg"));
        }
    }

    #[test]
    fn what_is_no_base64_is_no_picture() {
        for text in ["", " ", "/9j/4AA..[omitted]..PxA=", "data:image/jpeg,x", "A"] {
            assert_eq!(picture(&Json::Text(text.into())), None, "{text}");
        }
        assert_eq!(picture(&Json::Integer(1)), None);
    }

    #[test]
    fn the_media_type_comes_from_the_content() {
        for (bytes, expected) in [
            (&b"\x89PNG\r\n"[..], "image/png"),
            (b"BM..", "image/bmp"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"%PDF-1.7", "application/pdf"),
            (b"%PDF", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ] {
            assert_eq!(media_type(bytes), expected);
        }
    }
}
