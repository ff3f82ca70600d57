//! The boundary to JavaScript: conversions and nothing else.
//!
//! Plain data goes in and out, no object lives on either side, so there is nothing to free. A failure is thrown as an
//! [`ErrorInfo`](crate::error::ErrorInfo) object. A trap leaves the instance unusable: the JavaScript side starts
//! another one, see [`restart`].

use crate::error::{Category, ErrorCode};
use crate::http::HttpResponse;
use crate::image::prepare::{self, Prepared};
use crate::input::{self, ImageFile};
use crate::limits::ImageLimits;
use crate::rows::Size;
use crate::scene::{self, FrameReport, ImageAnalysis};
use crate::vendors::VendorId;
use crate::{Error, Result};
use convert::{Thrown, image_files, thrown, to_js, to_ts};
use js_sys::Uint8Array;
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::prelude::*;

mod convert;
mod operations;
mod transport;
mod types;

pub use transport::{Outgoing, send};

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

/// One published error code.
#[derive(Debug, Clone, Copy, Serialize, Tsify)]
pub struct CodeEntry {
    /// The stable code.
    pub code: ErrorCode,
    /// What kind of failure it is.
    pub category: Category,
    /// Whether the same call can succeed when it is made again.
    pub retryable: bool,
    /// A sentence for the person in front of the page, in English.
    pub advice: &'static str,
}

/// Every published error code.
///
/// # Errors
/// None that is known.
#[wasm_bindgen(unchecked_return_type = "CodeEntry[]")]
pub fn codes() -> Result<JsValue, Thrown> {
    let entry = |&code: &ErrorCode| {
        let (category, retryable, advice) = (code.category(), code.retryable(), code.advice());
        CodeEntry { code, category, retryable, advice }
    };
    to_js(&ErrorCode::ALL.iter().map(entry).collect::<Vec<_>>())
}

/// What a vendor accepts.
///
/// # Errors
/// An `invalid_field` for a vendor that is not known.
#[wasm_bindgen]
pub fn limits(#[wasm_bindgen(unchecked_param_type = "VendorId")] vendor: &str) -> Result<Ts<ImageLimits>, Thrown> {
    let id: VendorId = input::read("vendor", &quoted(vendor), &[]).map_err(|error| thrown(&error))?;
    to_ts(&id.vendor().limits)
}

/// Prepares an image file. `options` is JSON text.
///
/// # Errors
/// What is wrong with the options or the file, or `over_budget`.
#[wasm_bindgen]
pub fn prepare(bytes: &[u8], options: &str) -> Result<Ts<Prepared>, Thrown> {
    converted(|| prepare::prepare(bytes, &read_options(options)?))
}

/// Prepares pixels: red, green, blue and opacity, not premultiplied, upright. `options` is JSON text.
///
/// # Errors
/// As [`prepare()`].
#[wasm_bindgen(js_name = preparePixels)]
pub fn prepare_pixels(rgba: &[u8], width: u32, height: u32, options: &str) -> Result<Ts<Prepared>, Thrown> {
    converted(|| prepare::prepare_pixels(rgba, Size { width, height }, &read_options(options)?))
}

/// Prepares the image files of one request, so that a limit they share is kept. `options` is JSON text.
///
/// # Errors
/// As [`prepare()`], for the first image that fails.
#[wasm_bindgen(js_name = prepareAll, unchecked_return_type = "Prepared[]")]
pub fn prepare_all(sources: Vec<Uint8Array>, options: &str) -> Result<JsValue, Thrown> {
    let all = || {
        let options = read_options(options)?;
        let sources: Vec<Vec<u8>> = sources.iter().map(Uint8Array::to_vec).collect();
        let sources: Vec<&[u8]> = sources.iter().map(Vec::as_slice).collect();
        prepare::prepare_all(&sources, &options)
    };
    to_js(&all().map_err(|error| thrown(&error))?)
}

/// SHA-256 of `bytes` in lower-case hexadecimal digits, for pages that have no Web Cryptography.
#[must_use]
#[wasm_bindgen]
pub fn sha256(bytes: &[u8]) -> String {
    prepare::sha256(bytes)
}

/// Analyzes an image file. `options` is JSON text.
///
/// # Errors
/// What is wrong with the options or the file.
#[wasm_bindgen]
pub fn analyze(bytes: &[u8], options: &str) -> Result<Ts<ImageAnalysis>, Thrown> {
    converted(|| scene::analyze(bytes, &read_options(options)?))
}

/// Analyzes pixels: red, green, blue and opacity, upright. `options` is JSON text.
///
/// # Errors
/// As [`analyze()`].
#[wasm_bindgen(js_name = analyzePixels)]
pub fn analyze_pixels(rgba: &[u8], width: u32, height: u32, options: &str) -> Result<Ts<ImageAnalysis>, Thrown> {
    converted(|| scene::analyze_pixels(rgba, Size { width, height }, &read_options(options)?))
}

/// Analyzes a frame of a video. `input` is a [`FrameInput`](scene::FrameInput) as JSON text.
///
/// # Errors
/// As [`analyze()`].
#[wasm_bindgen(js_name = analyzeFrame)]
pub fn analyze_frame(rgba: &[u8], width: u32, height: u32, input: &str) -> Result<Ts<FrameReport>, Thrown> {
    converted(|| {
        let input = input::read("input", input.as_bytes(), &[])?;
        scene::analyze_frame(rgba, Size { width, height }, input)
    })
}

fn read_options<T: input::FromInput>(options: &str) -> Result<T> {
    input::read("options", options.as_bytes(), &[])
}

fn converted<T: Serialize + Tsify>(make: impl FnOnce() -> Result<T>) -> Result<Ts<T>, Thrown> {
    to_ts(&make().map_err(|error| thrown(&error))?)
}

/// Checks a request before anything costly is done for it. `images` is how many pictures it refers to.
///
/// # Errors
/// What is wrong with the request, the field named in the caller's own words.
#[wasm_bindgen]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "OperationName")] operation: &str,
    request: &str,
    images: usize,
) -> Result<(), Thrown> {
    let blank = ImageFile { bytes: Vec::new(), mime_type: String::new() };
    let images = &vec![blank; images.min(MAX_IMAGES)];
    operations::with(operation, operations::Check { request, images }).map_err(|error| thrown(&error))
}

/// The vendor's request, less its secrets. A number in the place of a picture is its index in `images`.
///
/// # Errors
/// What is wrong with the request, the field named in the caller's own words.
#[wasm_bindgen]
pub fn build(
    #[wasm_bindgen(unchecked_param_type = "OperationName")] operation: &str,
    request: &str,
    images: Vec<Uint8Array>,
    mime_types: Vec<String>,
) -> Result<Ts<crate::http::HttpRequest>, Thrown> {
    let images = &image_files(&images, mime_types);
    let request = operations::with(operation, operations::Build { request, images }).map_err(|error| thrown(&error))?;
    to_ts(&request)
}

/// What a vendor's answer means.
///
/// # Errors
/// What stopped the vendor, or the proxy in its place.
#[wasm_bindgen(unchecked_return_type = "Reply<unknown>")]
pub fn parse(
    #[wasm_bindgen(unchecked_param_type = "OperationName")] operation: &str,
    status: u16,
    body: &[u8],
) -> Result<JsValue, Thrown> {
    let response = HttpResponse { status, body };
    crate::vendors::visit(operation, operations::Parse { response })
        .unwrap_or_else(|| Err(thrown(&unknown_operation(operation))))
}

/// More pictures than any vendor takes in one request.
const MAX_IMAGES: usize = 64;

fn quoted(text: &str) -> Vec<u8> {
    let mut quoted = Vec::new();
    crate::json::Json::from(text).write(&mut quoted);
    quoted
}

fn unknown_operation(operation: &str) -> Box<Error> {
    Error::invalid("operation", format!("{} bytes of text", operation.len()), "the name of an operation")
}
