//! Images in vendors' responses.

use crate::document::DocumentImage;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The image in a base64 text (RFC 4648 section 4), also with line feeds or after a `data:` prefix.
///
/// `None` for what is not base64, such as the placeholder `base64` in a vendor's sample.
#[must_use]
pub fn image(base64: &str) -> Option<DocumentImage> {
    let text = match base64.trim_start().strip_prefix("data:") {
        Some(url) => url.split_once(',').filter(|(start, _)| start.ends_with(";base64"))?.1,
        None => base64,
    };
    let packed: String;
    let text = if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
        packed = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        &packed
    } else {
        text
    };
    let bytes = STANDARD.decode(text).ok().filter(|bytes| !bytes.is_empty())?;
    let mime_type = mime_type(&bytes).to_owned();
    Some(DocumentImage { bytes, mime_type })
}

fn mime_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'B', b'M', ..] => "image/bmp",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_media_type_comes_from_the_content() {
        for (base64, bytes, mime_type) in [
            ("/9j/", &[0xFF, 0xD8, 0xFF][..], "image/jpeg"),
            ("data:image/jpeg;base64,iVBORw==", &[0x89, b'P', b'N', b'G'], "image/png"),
            ("/9\nj/\r\n", &[0xFF, 0xD8, 0xFF], "image/jpeg"),
            ("AQI=", &[1, 2], "application/octet-stream"),
        ] {
            let expected = DocumentImage { bytes: bytes.to_vec(), mime_type: mime_type.into() };
            assert_eq!(image(base64), Some(expected), "{base64}");
        }
    }

    #[test]
    fn what_is_no_base64_is_no_picture() {
        for text in ["", "base64", "AQI", "AQ*=", "data:image/jpeg,AQI="] {
            assert_eq!(image(text), None, "{text}");
        }
    }
}
