//! Values across the boundary.

use crate::compose::Attachment;
use crate::error::ErrorInfo;
use crate::raster::PixelLayout;
use crate::rows::Size;
use crate::{Error, Result};
use idsnap_pixels::color_space::{P3, ToSrgb, Transfer};
use js_sys::{Array, Map, Object, Reflect, Uint8Array};
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

/// As [`SERIALIZER`], but for maps: they become `Map`s, which hold any key.
const KEEPING: Serializer = SERIALIZER.serialize_maps_as_objects(false);

/// As [`to_js`], of what holds the key `__proto__`: assigned to an object it would be its prototype and no key.
pub(super) fn to_js_keeping<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Thrown> {
    let lost = || thrown(&Error::EngineFailed { reason: "a result could not cross".into() });
    plain(value.serialize(&KEEPING).map_err(|_| lost())?).map_err(|_| lost())
}

/// A value with objects in the place of its `Map`s.
fn plain(value: JsValue) -> core::result::Result<JsValue, JsValue> {
    if let Some(array) = value.dyn_ref::<Array>() {
        return Ok(array.iter().map(plain).collect::<core::result::Result<Array, _>>()?.into());
    }
    let is_map = value.is_instance_of::<Map>();
    if !is_map && (!value.is_object() || value.is_instance_of::<Uint8Array>()) {
        return Ok(value);
    }
    let entries = if is_map { Array::from(&value) } else { Object::entries(value.unchecked_ref()) };
    let pair = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        Ok(JsValue::from(Array::of2(&entry.get(0), &plain(entry.get(1))?)))
    };
    let pairs = entries.iter().map(pair).collect::<core::result::Result<Array, JsValue>>()?;
    // It defines each key, whatever its name.
    Object::from_entries(&pairs).map(Into::into)
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

/// An image as JavaScript hands it over: an `ImageInput` object.
pub(super) fn attachment(input: &JsValue) -> Result<Attachment> {
    let lost = || Error::EngineFailed { reason: "an image could not cross".into() };
    let bytes = get(input, "bytes").dyn_into::<Uint8Array>().map_err(|_| lost())?;
    let size = match (side(input, "width"), side(input, "height")) {
        (Some(width), Some(height)) => Some(Size { width, height }),
        _ => None,
    };
    let mut bytes = bytes.to_vec();
    if get(input, "displayP3").is_truthy()
        && let Some(colors) = ToSrgb::new(Transfer::Srgb, P3)
    {
        colors.convert(PixelLayout::Rgba, &mut bytes);
    }
    Ok(Attachment { field: text(input, "field"), bytes, size })
}

/// Several of them.
pub(super) fn attachments(inputs: &[JsValue]) -> Result<Vec<Attachment>> {
    inputs.iter().map(attachment).collect()
}

/// A text of a plain object; an empty one where there is none.
pub(super) fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_default()
}

fn side(object: &JsValue, key: &str) -> Option<u32> {
    let side = get(object, key).as_f64().filter(|side| (0.0..=f64::from(u32::MAX)).contains(side))?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is tested a line before")]
    Some(side as u32)
}

fn get(object: &JsValue, key: &str) -> JsValue {
    // Fails only for what is no object, or for a getter that throws.
    Reflect::get(object, &JsValue::from_str(key)).unwrap_or_default()
}

/// Sets a key of a plain object, where a value is made by JavaScript itself.
pub(super) fn set(object: &JsValue, key: &str, value: &JsValue) {
    // Fails only for a frozen object or a proxy; these objects were made a line before.
    let _ = Reflect::set(object.unchecked_ref(), &JsValue::from_str(key), value);
}
