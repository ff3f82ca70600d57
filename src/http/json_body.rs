//! JSON bodies (RFC 8259).

use crate::input::ImageFile;
use crate::json::Json;

/// A JSON body in the making: an object whose members stand in the order in which they are added.
///
/// An image goes from its bytes to base64 in the body at once, without a text of its own between.
#[derive(Debug, Default)]
pub struct JsonBody {
    text: Vec<u8>,
}

impl JsonBody {
    /// Adds a member where there is a value. `key` is one of the vendor's names, which need no escaping.
    #[must_use]
    pub fn member(mut self, key: &str, value: Option<impl Into<Json>>) -> Self {
        if let Some(value) = value {
            self.key(key);
            value.into().write(&mut self.text);
        }
        self
    }

    /// Adds an image as base64, where there is one.
    #[must_use]
    pub fn image(mut self, key: &str, image: Option<&ImageFile>) -> Self {
        if let Some(image) = image {
            self.key(key);
            self.base64(image);
        }
        self
    }

    /// Adds an array of images as base64.
    #[must_use]
    pub fn images<'a>(mut self, key: &str, images: impl Iterator<Item = &'a ImageFile>) -> Self {
        self.key(key);
        for (index, image) in images.enumerate() {
            self.text.push(if index == 0 { b'[' } else { b',' });
            self.base64(image);
        }
        if self.text.last() == Some(&b':') {
            self.text.push(b'[');
        }
        self.text.push(b']');
        self
    }

    /// The body.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        if self.text.is_empty() {
            self.text.push(b'{');
        }
        self.text.push(b'}');
        self.text
    }

    fn key(&mut self, key: &str) {
        self.text.push(if self.text.is_empty() { b'{' } else { b',' });
        self.text.push(b'"');
        self.text.extend_from_slice(key.as_bytes());
        self.text.extend_from_slice(b"\":");
    }

    fn base64(&mut self, image: &ImageFile) {
        self.text.push(b'"');
        image.append_base64(&mut self.text);
        self.text.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(bytes: &[u8]) -> ImageFile {
        ImageFile { bytes: bytes.to_vec(), mime_type: "image/jpeg".into() }
    }

    #[track_caller]
    fn is(body: JsonBody, text: &str) {
        assert_eq!(String::from_utf8(body.finish()).unwrap(), text);
    }

    #[test]
    fn members_stand_in_the_order_in_which_they_are_added() {
        let body = JsonBody::default().member("b", Some("x\"y")).member("none", None::<bool>).member("a", Some(true));
        is(body, r#"{"b":"x\"y","a":true}"#);
        is(JsonBody::default(), "{}");
    }

    #[test]
    fn images_are_base64() {
        let (front, back) = (image(b"abc"), image(b"a"));
        let body = JsonBody::default().image("front", Some(&front)).image("back", None);
        is(body.images("all", [&front, &back].into_iter()), r#"{"front":"YWJj","all":["YWJj","YQ=="]}"#);
        is(JsonBody::default().images("all", core::iter::empty()), r#"{"all":[]}"#);
    }
}
