//! Values across the boundary.

use crate::compose::Attachment;
use crate::error::ErrorInfo;
use crate::raster::PixelLayout;
use crate::rows::Size;
use crate::{Error, Result};
use idsnap_pixels::color_space::{P3, ToSrgb, Transfer};
use js_sys::{Reflect, Uint8Array};
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
