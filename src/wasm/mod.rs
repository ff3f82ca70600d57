//! The boundary to JavaScript: conversions and nothing else.
//!
//! Plain data goes in and out, no object lives on either side, so there is nothing to free. A failure is thrown as an
//! [`ErrorInfo`](crate::error::ErrorInfo) object. A trap leaves the instance unusable: the JavaScript side starts
//! another one, see [`restart`].

use crate::Result;
use crate::compose::Attachment;
use crate::image::prepare;
use crate::input::{self, FromInput};
use crate::rows::Size;
use crate::scene::{self, FrameReport, ImageAnalysis, LumaImage};
use convert::{Thrown, attachment, attachments, set, thrown, to_js, to_ts};
use js_sys::{Object, Uint8Array};
use tsify::Ts;
use wasm_bindgen::prelude::*;

mod convert;
mod memory;
mod mrz;
mod operations;
mod transport;
mod types;
mod zone;

pub use mrz::{cross_check_mrz, format_mrz, read_zone};
pub use operations::{check, compose, parse, refuse};
pub use transport::{Outgoing, probe, request, upload};
pub use zone::{read_mrz, read_mrz_of_frame, read_mrz_of_luma};

/// The version of this module, the same as that of the JavaScript that belongs to it.
#[must_use]
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Makes the next call run on a fresh instance with fresh memory. For an instance that trapped or has grown.
#[wasm_bindgen]
pub fn restart() {
    wasm_bindgen::handler::schedule_reinit();
}

/// The memory of this module in bytes. It never shrinks: only a [`restart`] gives it back.
#[must_use]
#[wasm_bindgen(js_name = memoryBytes)]
pub fn memory_bytes() -> usize {
    core::arch::wasm32::memory_size::<0>() * 65_536
}

/// What the caller calls the options.
const OPTIONS: &str = "options";

/// Prepares images, so that a limit they share is kept by all of them together. `options` is JSON text.
///
/// # Errors
/// What is wrong with the options, or with the first image that fails, or `over_budget`.
#[wasm_bindgen(unchecked_return_type = "Prepared[]")]
pub fn prepare(
    #[wasm_bindgen(unchecked_param_type = "ImageInput[]")] images: Vec<JsValue>,
    options: &str,
) -> Result<JsValue, Thrown> {
    let prepared = || {
        let options = read_options(options)?;
        let images = attachments(&images)?;
        let inputs: Vec<_> = images.iter().map(Attachment::input).collect();
        prepare::prepare_all(&inputs, &options).map_err(|error| error.within(OPTIONS))
    };
    to_js(&prepared().map_err(|error| thrown(&error))?)
}

/// SHA-256 of `bytes` in lower-case hexadecimal digits, for pages that have no Web Cryptography.
#[must_use]
#[wasm_bindgen]
pub fn sha256(bytes: &[u8]) -> String {
    prepare::sha256(bytes)
}

/// Analyzes an image. `options` is JSON text.
///
/// # Errors
/// What is wrong with the options or the image.
#[wasm_bindgen]
pub fn analyze(
    #[wasm_bindgen(unchecked_param_type = "ImageInput")] image: &JsValue,
    options: &str,
) -> Result<Ts<ImageAnalysis>, Thrown> {
    to_ts(&analyzed(image, options).map_err(|error| thrown(&error))?.0)
}

/// Analyzes an image as [`analyze()`] does, and gives the luma that it was measured on, for [`read_mrz_of_luma`].
///
/// # Errors
/// As [`analyze()`].
#[wasm_bindgen(
    js_name = analyzeWithLuma,
    unchecked_return_type = "{ analysis: ImageAnalysis; luma: Uint8Array<ArrayBuffer>; width: number; height: number }"
)]
pub fn analyze_with_luma(
    #[wasm_bindgen(unchecked_param_type = "ImageInput")] image: &JsValue,
    options: &str,
) -> Result<JsValue, Thrown> {
    let (analysis, LumaImage { samples, size }) = analyzed(image, options).map_err(|error| thrown(&error))?;
    let result = JsValue::from(Object::new());
    set(&result, "analysis", &to_js(&analysis)?);
    set(&result, "luma", &Uint8Array::from(samples.as_slice()).into());
    set(&result, "width", &size.width.into());
    set(&result, "height", &size.height.into());
    Ok(result)
}

fn analyzed(image: &JsValue, options: &str) -> Result<(ImageAnalysis, LumaImage)> {
    let options = read_options(options)?;
    let Attachment { field, bytes, size } = attachment(image)?;
    let analysis = match size {
        Some(size) => scene::analyze_pixels_with_luma(&bytes, size, &options),
        None => scene::analyze_with_luma(&bytes, &options),
    };
    analysis.map_err(|error| error.of_image(&field).within(OPTIONS))
}

/// Analyzes a frame of a video, upright. `input` is a [`FrameInput`](scene::FrameInput) as JSON text; it says how the
/// samples stand.
///
/// # Errors
/// As [`analyze()`].
#[wasm_bindgen(js_name = analyzeFrame)]
pub fn analyze_frame(samples: &[u8], width: u32, height: u32, input: &str) -> Result<Ts<FrameReport>, Thrown> {
    let analyzed = || {
        let input = input::read("input", input.as_bytes(), &[])?;
        scene::analyze_frame(samples, Size { width, height }, input).map_err(|error| error.within(OPTIONS))
    };
    to_ts(&analyzed().map_err(|error| thrown(&error))?)
}

fn read_options<T: FromInput>(options: &str) -> Result<T> {
    input::read(OPTIONS, options.as_bytes(), &[])
}
