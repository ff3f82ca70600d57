//! Values across the boundary.

use crate::Error;
use crate::error::ErrorInfo;
use crate::input::ImageFile;
use js_sys::Uint8Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use tsify::{Ts, Tsify};
use wasm_bindgen::{JsCast, JsValue};

/// What JavaScript catches: an [`ErrorInfo`] object.
pub type Thrown = JsValue;

/// Maps become objects and a JSON `null` stays `null`; a field without a value is left out by its own type.
const SERIALIZER: Serializer = Serializer::new().serialize_maps_as_objects(true).serialize_missing_as_null(true);

/// A value as plain JavaScript data.
pub(super) fn to_js<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Thrown> {
    value.serialize(&SERIALIZER).map_err(|_| thrown(&Error::EngineFailed { reason: "a result could not cross".into() }))
}

/// A value as plain JavaScript data of its TypeScript type.
pub(super) fn to_ts<T: Serialize + Tsify>(value: &T) -> Result<Ts<T>, Thrown> {
    to_js(value).map(Ts::new_unchecked)
}

/// An error as the object that JavaScript rebuilds it from.
pub(super) fn thrown(error: &Error) -> Thrown {
    let info = ErrorInfo::from(error);
    info.serialize(&SERIALIZER).unwrap_or_else(|_| JsValue::from_str(info.code.name()))
}

/// Pictures from their bytes and media types, which stand in the same order.
pub(super) fn image_files(images: &[Uint8Array], mime_types: Vec<String>) -> Vec<ImageFile> {
    let file = |(bytes, mime_type): (&Uint8Array, String)| ImageFile { bytes: bytes.to_vec(), mime_type };
    images.iter().zip(mime_types).map(file).collect()
}

/// Sets a key of a plain object, where a value is made by JavaScript itself.
pub(super) fn set(object: &JsValue, key: &str, value: &JsValue) {
    // Fails only for a frozen object or a proxy; these objects were made a line before.
    let _ = js_sys::Reflect::set(object.unchecked_ref(), &JsValue::from_str(key), value);
}
