//! A vendor's request and answer as plain data. The core does no HTTP.

use serde::Serialize;

mod json_body;
mod multipart;

pub use json_body::JsonBody;
pub use multipart::{Multipart, percent_encode};

/// The HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

/// A vendor's request, less its secrets: the proxy adds those.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The vendor's path, with its query string, starting with `/`.
    pub path: String,
    /// Header names in lower case, with their values.
    pub headers: Vec<Header>,
    /// The body, absent for `GET`.
    #[serde(skip_serializing_if = "Option::is_none", with = "optional_bytes")]
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Uint8Array<ArrayBuffer>", optional))]
    pub body: Option<Vec<u8>>,
}

/// One header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct Header {
    /// The name in lower case.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A response, as the proxy returned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpResponse<'a> {
    /// The HTTP status.
    pub status: u16,
    /// The body, untouched.
    pub body: &'a [u8],
}

impl HttpRequest {
    /// A `GET` of `path`.
    #[must_use]
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: Method::Get, path: path.into(), headers: Vec::new(), body: None }
    }

    /// A `POST` of a JSON body.
    #[must_use]
    pub fn post_json(path: impl Into<String>, body: JsonBody) -> Self {
        Self::post(path, "application/json", body.finish())
    }

    /// A `POST` of `body` to `path`.
    #[must_use]
    pub fn post(path: impl Into<String>, content_type: impl Into<String>, body: Vec<u8>) -> Self {
        let header = Header { name: "content-type".into(), value: content_type.into() };
        Self { method: Method::Post, path: path.into(), headers: vec![header], body: Some(body) }
    }
}

mod optional_bytes {
    use serde::{Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde passes the field by reference")]
    pub fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        bytes.as_deref().map(serde_bytes::Bytes::new).serialize(serializer)
    }
}
