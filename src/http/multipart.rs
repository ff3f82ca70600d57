//! `multipart/form-data` bodies (RFC 7578) and percent-encoding (RFC 3986).

use sha2::{Digest, Sha256};

/// A `multipart/form-data` body in the making.
#[derive(Debug, Default)]
pub struct Multipart<'a> {
    parts: Vec<BodyPart<'a>>,
}

#[derive(Debug)]
struct BodyPart<'a> {
    head: String,
    content: &'a [u8],
}

impl<'a> Multipart<'a> {
    /// Adds a text part. `name` is one of the vendor's field names.
    #[must_use]
    pub fn text(mut self, name: &str, value: &'a str) -> Self {
        self.parts.push(BodyPart {
            head: format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n"),
            content: value.as_bytes(),
        });
        self
    }

    /// Adds a file part. `name` and `file_name` are ours, so they need no escaping.
    #[must_use]
    pub fn file(mut self, name: &str, file_name: &str, mime_type: &str, content: &'a [u8]) -> Self {
        self.parts.push(BodyPart {
            head: format!(
                "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\nContent-Type: {mime_type}\r\n\r\n"
            ),
            content,
        });
        self
    }

    /// The value of the `content-type` header, and the body.
    ///
    /// The boundary is made from the content's SHA-256, so the same parts give the same bytes, and no part can
    /// hold it but by a collision.
    #[must_use]
    pub fn finish(self) -> (String, Vec<u8>) {
        let boundary = self.boundary();
        let size =
            self.parts.iter().map(|part| part.head.len() + part.content.len() + boundary.len() + 6).sum::<usize>();
        let mut body = Vec::with_capacity(size + boundary.len() + 6);
        for part in &self.parts {
            body.extend_from_slice(b"--");
            body.extend_from_slice(boundary.as_bytes());
            body.extend_from_slice(b"\r\n");
            body.extend_from_slice(part.head.as_bytes());
            body.extend_from_slice(part.content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--");
        body.extend_from_slice(boundary.as_bytes());
        body.extend_from_slice(b"--\r\n");
        (format!("multipart/form-data; boundary={boundary}"), body)
    }

    fn boundary(&self) -> String {
        use core::fmt::Write;
        let mut hash = Sha256::new();
        for part in &self.parts {
            hash.update(part.head.as_bytes());
            hash.update(part.content);
        }
        let mut boundary = String::from("idsnap-");
        for byte in hash.finalize().iter().take(16) {
            // Writing to a String cannot fail.
            let _ = write!(boundary, "{byte:02x}");
        }
        boundary
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986, for a query value.
#[must_use]
pub fn percent_encode(value: &str) -> String {
    use core::fmt::Write;
    let mut encoded = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_between_boundaries() {
        let (content_type, body) = Multipart::default()
            .text("country_code", "kz")
            .file("frontside_image", "front.jpg", "image/jpeg", &[255, 216])
            .finish();
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
        let mut expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"country_code\"\r\n\r\nkz\r\n--{boundary}\r\n\
             Content-Disposition: form-data; name=\"frontside_image\"; filename=\"front.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
        )
        .into_bytes();
        expected.extend_from_slice(&[255, 216]);
        expected.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        assert_eq!(body, expected);
    }

    #[test]
    fn the_same_parts_give_the_same_bytes() {
        let make = || Multipart::default().text("a", "b").finish();
        assert_eq!(make(), make());
    }

    #[test]
    fn reserved_and_non_ascii_characters_are_percent_encoded() {
        assert_eq!(percent_encode("https://a.b/c?d=é&f=~"), "https%3A%2F%2Fa.b%2Fc%3Fd%3D%C3%A9%26f%3D~");
    }
}
