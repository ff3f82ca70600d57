//! Requests and options as callers write them, checked field by field.
//!
//! They arrive as JSON text, the images apart: a number in the place of an image is its index. Every failure
//! names the field in the caller's own words, such as `request.autoDocTypes[2]`: an unknown key, a wrong type, a
//! missing field, and a vendor's secret, which has no place in a browser.

use crate::json::Json;
use crate::{Error, Result};
use std::cell::RefCell;

mod image;
mod value;

pub(crate) use idsnap_derive::from_input;
pub use image::ImageFile;
use value::Images;
pub use value::{Choice, FromInput, Object, Value};

/// Reads a request or options object.
///
/// `root` is what the caller calls it (`request`, `options`), and `images` the images that it refers to.
///
/// # Errors
/// [`Error::UnknownOption`], [`Error::InvalidField`], [`Error::MissingField`] or [`Error::SecretInRequest`], each
/// naming the field.
pub fn read<T: FromInput>(root: &str, json: &[u8], images: &[ImageFile]) -> Result<T> {
    read_from(root, &parse(root, json)?, Images::Lent(images))
}

/// The text as a tree.
///
/// # Errors
/// [`Error::InvalidField`] for text that is not JSON.
pub fn parse(root: &str, json: &[u8]) -> Result<Json> {
    Json::parse(json).ok_or_else(|| Error::invalid(root, "text that is not JSON", "an object"))
}

/// As [`read`], of images that are moved into what is read, each of them once: they are large.
///
/// # Errors
/// As [`read`].
pub fn read_moving<T: FromInput>(root: &str, tree: &Json, images: Vec<ImageFile>) -> Result<T> {
    let slots: Vec<_> = images.into_iter().map(|image| RefCell::new(Some(image))).collect();
    let value = read_from(root, tree, Images::Given(&slots))?;
    match slots.iter().all(|slot| slot.borrow().is_none()) {
        true => Ok(value),
        // It would be sent as the number that stands for it.
        false => Err(Error::invalid(root, "an image where none belongs", "plain data there")),
    }
}

fn read_from<T: FromInput>(root: &str, tree: &Json, images: Images<'_>) -> Result<T> {
    refuse_secrets(root, tree, &SECRETS)?;
    T::from_input(&Value::new(root, tree, images))
}

/// Names that a secret has wherever there is one, with those of every vendor's: a secret of one has no place in a request of
/// another. A vendor declares its own besides.
const SECRETS: [&str; 10] = [
    "access_key",
    "api_key",
    "authorization",
    "client_id",
    "cookie",
    "machine_uid",
    "merchant_private_key",
    "private_key",
    "secret_key",
    "signature",
];

/// How names of secrets end, whatever stands before: `sessionToken`.
const SECRET_ENDS: [&str; 3] = ["token", "secret", "password"];

/// Refuses a value that holds a secret, told by its key: one of `names`, or one that ends as secrets do, without regard to
/// case, dashes and underscores.
///
/// # Errors
/// [`Error::SecretInRequest`], naming the field below `path`.
pub fn refuse_secrets(path: &str, tree: &Json, names: &[&str]) -> Result<()> {
    for (key, value) in tree.entries() {
        let field = format!("{path}.{key}");
        let plain: String = letters(key).collect();
        let is_secret = SECRET_ENDS.iter().any(|end| plain.ends_with(end));
        if is_secret || names.iter().any(|name| letters(name).eq(letters(key))) {
            return Err(Error::SecretInRequest { field }.into());
        }
        refuse_secrets(&field, value, names)?;
    }
    if let Json::List(items) = tree {
        for (index, item) in items.iter().enumerate() {
            refuse_secrets(&format!("{path}[{index}]"), item, names)?;
        }
    }
    Ok(())
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|letter| !matches!(letter, '-' | '_')).map(|letter| letter.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[from_input]
    #[derive(Debug, PartialEq)]
    struct Request {
        front: ImageFile,
        doc_types: Option<Vec<String>>,
        mode: Option<Mode>,
        #[input(key = "maxEDGE")]
        max_edge: Option<u8>,
    }

    #[from_input(rename_all = "UPPERCASE")]
    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Mode {
        Closed,
        Strict,
    }

    fn image() -> ImageFile {
        ImageFile { bytes: vec![1, 2], mime_type: "image/jpeg".into() }
    }

    #[track_caller]
    fn fails(json: &str, message: &str) {
        let error = read::<Request>("request", json.as_bytes(), &[image()]).unwrap_err();
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn a_picture_stands_where_its_index_stands() {
        let json = br#"{"front": 0, "docTypes": ["x"], "mode": "STRICT", "maxEDGE": 255}"#;
        let request: Request = read("request", json, &[image()]).unwrap();
        let doc_types = Some(vec!["x".into()]);
        let expected = Request { front: image(), doc_types, mode: Some(Mode::Strict), max_edge: Some(255) };
        assert_eq!(request, expected);
    }

    #[test]
    fn a_moved_image_is_there_once_and_a_lent_one_as_often_as_wanted() {
        let lent: Vec<ImageFile> = read("request", b"[0, 0]", &[image()]).unwrap();
        assert_eq!(lent, [image(), image()]);
        let moved: Vec<ImageFile> = read_moving("request", &parse("request", b"[0]").unwrap(), vec![image()]).unwrap();
        assert_eq!(moved, [image()]);
        let tree = parse("request", b"[0, 0]").unwrap();
        let twice = read_moving::<Vec<ImageFile>>("request", &tree, vec![image()]).unwrap_err();
        assert_eq!(twice.to_string(), "request[1]: found no image, expected an image");
    }

    #[test]
    fn the_field_is_named_in_the_callers_words() {
        fails(r#"{"front": 0, "docTypes": ["a", 7]}"#, "request.docTypes[1]: found the number 7, expected a string");
        fails(r#"{"docTypes": []}"#, "request.front is missing: expected a value");
        fails(r#"{"front": "x"}"#, "request.front: found a string, expected an image");
        fails(r#"{"front": 4}"#, "request.front: found no image, expected an image");
        fails(r#"{"front": 0, "mode": "OPEN"}"#, "request.mode: found OPEN, expected CLOSED or STRICT");
        let expected = "expected a whole number, 0 or more";
        fails(r#"{"front": 0, "maxEDGE": 256}"#, &format!("request.maxEDGE: found the number 256, {expected}"));
        fails(r#"{"front": 0, "maxEDGE": 1.5}"#, &format!("request.maxEDGE: found the number 1.5, {expected}"));
        fails(r#"[]"#, "request: found an array, expected an object");
    }

    #[track_caller]
    fn options_fail(json: &str, message: &str) {
        let error = read::<crate::image::prepare::PrepareOptions>("options", json.as_bytes(), &[]).unwrap_err();
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn limits_are_a_vendors_name_or_spelled_out() {
        for json in [r#"{"limits": "cvs"}"#, r#"{"limits": {"formats": ["image/jpeg"], "maxEdge": 9}}"#] {
            assert!(read::<crate::image::prepare::PrepareOptions>("options", json.as_bytes(), &[]).is_ok(), "{json}");
        }
        options_fail(r#"{"limits": "moon"}"#, "options.limits: found moon, expected zoloz, beorg, biometric_kz or cvs");
        options_fail(r#"{"limits": {"formats": 1}}"#, "options.limits.formats: found the number 1, expected an array");
        options_fail(r#"{"limits": {}}"#, "options.limits.formats is missing: expected a value");
        options_fail(r#"{"limits": {"max": 1}}"#, "options.limits.max is not known: expected size, maxEdge or formats");
        options_fail(r#"{"limits": 7}"#, "options.limits: found the number 7, expected a vendor's name or limits");
    }

    #[track_caller]
    fn is_named_alike<T: Choice + serde::Serialize>() {
        assert_eq!(serde_json::to_value(T::ALL).unwrap(), serde_json::to_value(T::NAMES).unwrap());
    }

    #[test]
    fn a_choice_has_the_name_that_it_has_in_results() {
        is_named_alike::<crate::vendors::VendorId>();
        is_named_alike::<crate::limits::SizeUnit>();
        is_named_alike::<crate::limits::SizeScope>();
        is_named_alike::<crate::limits::ImageFormat>();
        is_named_alike::<crate::scene::Hint>();
    }

    #[test]
    fn what_may_be_absent_has_its_default() {
        let input: crate::scene::FrameInput =
            read("input", br#"{"timeMs": 1.5, "memory": {"causes": []}}"#, &[]).unwrap();
        assert_eq!(input, crate::scene::FrameInput { time_ms: 1.5, ..Default::default() });
        let error = read::<crate::scene::FrameInput>("input", br#"{"memory": {"timeMs": "1"}}"#, &[]).unwrap_err();
        assert_eq!(error.to_string(), "input.memory.timeMs: found a string, expected a number");
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        fails(r#"{"front": 0, "font": 1}"#, "request.font is not known: expected front, docTypes, mode or maxEDGE");
    }

    #[test]
    fn a_secret_is_refused_wherever_it_stands() {
        for key in [
            "api_key",
            "apiKey",
            "Authorization",
            "private-key",
            "accessToken",
            "token",
            "idToken",
            "api_secret",
            "secret",
            "client_secret",
            "Password",
            "machine_uid",
            "Client-Id",
            "signature",
        ] {
            let error =
                read::<Request>("request", format!(r#"{{"a": [{{"{key}": 1}}]}}"#).as_bytes(), &[]).unwrap_err();
            assert_eq!(*error, Error::SecretInRequest { field: format!("request.a[0].{key}") });
        }
    }
}
