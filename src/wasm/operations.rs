//! The operations across the boundary, found by their names.

use super::convert::{Thrown, set, thrown, to_js};
use super::unknown_operation;
use crate::Result;
use crate::http::{HttpRequest, HttpResponse};
use crate::input::{self, ImageFile};
use crate::vendors::{Answer, Operation, Reply, Visitor, proxy, visit};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const OPERATIONS: &'static str = crate::vendors::TYPESCRIPT;

#[wasm_bindgen(typescript_custom_section)]
const OPERATION_NAME: &'static str =
    "/** The name of an operation. */\nexport type OperationName = keyof Operations;\n";

/// Reads a request, and forgets it.
pub(super) struct Check<'a> {
    pub request: &'a str,
    pub images: &'a [ImageFile],
}

/// Makes the vendor's request.
pub(super) struct Build<'a> {
    pub request: &'a str,
    pub images: &'a [ImageFile],
}

/// Reads the vendor's answer.
pub(super) struct Parse<'a> {
    pub response: HttpResponse<'a>,
}

impl Visitor for Check<'_> {
    type Output = Result<()>;

    fn visit<O: Operation>(self) -> Result<()> {
        read::<O>(self.request, self.images).map(drop)
    }
}

impl Visitor for Build<'_> {
    type Output = Result<HttpRequest>;

    fn visit<O: Operation>(self) -> Result<HttpRequest> {
        O::build(&read::<O>(self.request, self.images)?)
    }
}

impl Visitor for Parse<'_> {
    type Output = Result<JsValue, Thrown>;

    fn visit<O: Operation>(self) -> Result<JsValue, Thrown> {
        let reply = match proxy::failure(O::VENDOR, &self.response) {
            Some(error) => Err(error),
            None => O::parse(&self.response),
        };
        let (reply, data) = match reply.map_err(|error| thrown(&error))? {
            Reply::Pending { id } => (Reply::Pending { id }, None),
            Reply::Ready(Answer { raw, data, documents, checks, verdict }) => {
                (Reply::Ready(Answer { raw, data: (), documents, checks, verdict }), Some(to_js(&data)?))
            }
        };
        joined(&reply, data)
    }
}

fn read<O: Operation>(request: &str, images: &[ImageFile]) -> Result<O::Request> {
    input::read("request", request.as_bytes(), images)
}

/// What differs between vendors crosses apart, so that the code for the rest is there once.
fn joined(reply: &Reply<()>, data: Option<JsValue>) -> Result<JsValue, Thrown> {
    let object = to_js(reply)?;
    if let Some(data) = data {
        set(&object, "data", &data);
    }
    Ok(object)
}

/// Does something with an operation, if there is one of that name.
pub(super) fn with<T, V: Visitor<Output = Result<T>>>(operation: &str, visitor: V) -> Result<T> {
    visit(operation, visitor).unwrap_or_else(|| Err(unknown_operation(operation)))
}
