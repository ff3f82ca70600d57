//! The vendors' operations, found by their names.

use super::convert::{Thrown, attachments, set, text, thrown, to_js, to_js_keeping};
use crate::compose::{Call, Recipe};
use crate::http::{HttpRequest, HttpResponse};
use crate::image::prepare::Prepared;
use crate::input;
use crate::vendor::Vendor;
use crate::vendors::{Answer, Known, Operation, Reply, Visitor, proxy, visit};
use crate::{Error, Result};
use js_sys::Array;
use wasm_bindgen::prelude::*;

/// Checks a request before anything costly is done for it. `images` is how many images it refers to.
///
/// # Errors
/// What is wrong with the request, the field named in the caller's own words.
#[wasm_bindgen]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "OperationName")] operation: &str,
    #[wasm_bindgen(unchecked_param_type = "OperationCall")] call: &JsValue,
    images: usize,
) -> Result<(), Thrown> {
    let recipe = entry(operation)?.recipe;
    Written::of(call).with(|call| recipe.check(call, images)).map_err(|error| thrown(&error))
}

/// The vendor's request, less its secrets, and its images as they were prepared.
///
/// # Errors
/// What is wrong with the request, the options or an image, the field named in the caller's own words.
#[wasm_bindgen(unchecked_return_type = "Composed")]
pub fn compose(
    #[wasm_bindgen(unchecked_param_type = "OperationName")] operation: &str,
    #[wasm_bindgen(unchecked_param_type = "OperationCall")] call: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "ImageInput[]")] images: Vec<JsValue>,
) -> Result<JsValue, Thrown> {
    let recipe = entry(operation)?.recipe;
    let prepared = Array::new();
    let mut lost = None;
    let mut keep = |image: &Prepared| match to_js(image) {
        Ok(image) => {
            prepared.push(&image);
        }
        Err(error) => lost = Some(error),
    };
    let request = attachments(&images)
        .and_then(|images| Written::of(call).with(|call| recipe.compose(call, images, &mut keep)))
        .map_err(|error| thrown(&error))?;
    match lost {
        Some(error) => Err(error),
        None => composed(&request, &prepared),
    }
}

/// What a vendor's response means. `known` is a [`Known`] as JSON text.
///
/// # Errors
/// What stopped the vendor, or who answered in its place.
#[wasm_bindgen(unchecked_return_type = "Reply<unknown>")]
pub fn parse(
    #[wasm_bindgen(unchecked_param_type = "OperationName")] operation: &str,
    status: u16,
    body: &[u8],
    known: &str,
) -> Result<JsValue, Thrown> {
    let Entry { vendor, parse, .. } = entry(operation)?;
    let known: Known = input::read("known", known.as_bytes(), &[]).map_err(|error| thrown(&error))?;
    let response = HttpResponse { status, body };
    let parsed = match proxy::foreign(vendor, &response) {
        Some(error) => Err(error),
        None => parse(&response),
    };
    let (reply, data) = parsed.map_err(|error| thrown(&error))?;
    joined(&reply.completed(&known), data)
}

/// What a response of the proxy's own means: one with the header `x-idsnap-proxy: error`.
///
/// # Errors
/// Always: what the proxy reports.
#[wasm_bindgen]
pub fn refuse(
    #[wasm_bindgen(unchecked_param_type = "OperationName")] operation: &str,
    status: u16,
    body: &[u8],
) -> Result<(), Thrown> {
    let Entry { vendor, .. } = entry(operation)?;
    Err(thrown(&proxy::failure(vendor, &HttpResponse { status, body })))
}

/// The one key that an assignment to an object does not set.
const PROTOTYPE: &str = "__proto__";

/// What differs between vendors crosses apart, so that the code for the rest is there once.
fn joined(reply: &Reply<()>, data: Option<Result<JsValue, Thrown>>) -> Result<JsValue, Thrown> {
    let object = match reply {
        Reply::Ready(answer) if answer.raw.holds_key(PROTOTYPE) => to_js_keeping(reply)?,
        _ => to_js(reply)?,
    };
    if let Some(data) = data {
        set(&object, "data", &data?);
    }
    Ok(object)
}

/// A reply without its data, and the data.
type Parsed = (Reply<()>, Option<Result<JsValue, Thrown>>);

/// What can be done with an operation.
struct Entry {
    vendor: &'static Vendor,
    recipe: Recipe,
    parse: fn(&HttpResponse<'_>) -> Result<Parsed>,
}

/// Makes an [`Entry`].
struct Find;

impl Visitor for Find {
    type Output = Entry;

    fn visit<O: Operation>(self) -> Entry {
        Entry { vendor: O::VENDOR, recipe: Recipe::of::<O>(), parse: parse_as::<O> }
    }
}

fn entry(operation: &str) -> Result<Entry, Thrown> {
    let unknown = || thrown(&Error::invalid("operation", "another text", "the name of an operation"));
    visit(operation, Find).ok_or_else(unknown)
}

/// A [`Call`] that owns its texts.
struct Written {
    request: String,
    options: String,
    trace_id: String,
}

impl Written {
    fn of(call: &JsValue) -> Self {
        Self { request: text(call, "request"), options: text(call, "options"), trace_id: text(call, "traceId") }
    }

    fn with<T>(&self, work: impl FnOnce(&Call<'_>) -> T) -> T {
        work(&Call { request: &self.request, options: &self.options, trace_id: &self.trace_id })
    }
}

fn composed(request: &HttpRequest, prepared: &Array) -> Result<JsValue, Thrown> {
    let object = js_sys::Object::new().into();
    set(&object, "request", &to_js(request)?);
    set(&object, "prepared", prepared);
    Ok(object)
}

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r"
/** An image as the core reads it: a file, or, with `width` and `height`, pixels: red, green, blue and alpha, upright. */
export interface ImageInput {
    /** What the caller calls it, such as `request.back`. */
    field: string;
    bytes: Uint8Array<ArrayBuffer>;
    width?: number;
    height?: number;
    /** Whether the pixels are in Display P3 instead of sRGB. */
    displayP3?: boolean;
}

/** What a caller writes for an operation. */
export interface OperationCall {
    /** The request as JSON text. A number in the place of an image is its index. */
    request: string;
    /** How the images are prepared, as JSON text. */
    options: string;
    /** An id for tracing that nobody has used, for requests that hold one: 32 hexadecimal digits. */
    traceId: string;
}

/** A vendor's request, and its images as they were prepared. */
export interface Composed {
    request: HttpRequest;
    prepared: Prepared[];
}
";

#[wasm_bindgen(typescript_custom_section)]
const OPERATIONS: &'static str = crate::vendors::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const CODES: &'static str = crate::error::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const OPERATION_NAME: &'static str =
    "/** The name of an operation. */\nexport type OperationName = keyof Operations;\n";

fn parse_as<O: Operation>(response: &HttpResponse<'_>) -> Result<Parsed> {
    Ok(match O::parse(response)? {
        Reply::Pending { id } => (Reply::Pending { id }, None),
        Reply::Ready(Answer { raw, data, documents, checks, verdict, text_replaced }) => {
            let data = if raw.holds_key(PROTOTYPE) { to_js_keeping(&data) } else { to_js(&data) };
            (Reply::Ready(Answer { raw, data: (), documents, checks, verdict, text_replaced }), Some(data))
        }
    })
}
