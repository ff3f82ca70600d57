//! Making the requests that go to the proxy: of gloo-net's for `fetch`, and `XMLHttpRequest`s for bodies.
//!
//! Sending and waiting are JavaScript's. A future of this module would outlive its instance, and its callbacks would
//! then be called on the next one.

use super::convert::{Thrown, thrown};
use crate::http::{Header, Method};
use crate::json::Json;
use crate::{Error, Result};
use gloo_net::http::{Headers, Method as HttpMethod, Request, RequestBuilder};
use js_sys::Uint8Array;
use tsify::Tsify;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, RequestCache, RequestMode, RequestRedirect, XmlHttpRequest, XmlHttpRequestResponseType};

/// What goes to the proxy, less the body.
#[derive(Debug, Clone, Tsify)]
pub struct Outgoing {
    /// The absolute address.
    pub url: String,
    /// The method.
    pub method: Method,
    /// The headers, the caller's own among them.
    pub headers: Vec<Header>,
}

impl Outgoing {
    fn read(json: &str) -> Result<Self> {
        let json = Json::parse(json.as_bytes());
        json.as_ref().and_then(Self::of).ok_or_else(|| Error::invalid("request", "another value", "a request"))
    }

    fn of(json: &Json) -> Option<Self> {
        let method = if json.get("method")?.text()? == "GET" { Method::Get } else { Method::Post };
        let header = |json: &Json| Some(Header { name: json.get("name")?.text()?, value: json.get("value")?.text()? });
        let headers = json.get("headers")?.items().iter().map(header).collect::<Option<Vec<_>>>()?;
        Some(Self { url: json.get("url")?.text()?, method, headers })
    }

    /// A request of gloo-net's that follows no redirect.
    fn builder(&self, method: HttpMethod, signal: &AbortSignal) -> Result<RequestBuilder> {
        let builder = RequestBuilder::new(&self.url).method(method).redirect(RequestRedirect::Manual);
        Ok(builder.abort_signal(Some(signal)).headers(self.fetch_headers()?))
    }

    /// Set one by one: gloo-net's own setter traps on a name or value that no header can have.
    fn fetch_headers(&self) -> Result<Headers> {
        let raw = web_sys::Headers::new().map_err(|_| Error::NetworkUnreachable)?;
        self.each_header(|name, value| raw.set(name, value))?;
        Ok(Headers::from_raw(raw))
    }

    fn each_header(&self, set: impl Fn(&str, &str) -> core::result::Result<(), JsValue>) -> Result<()> {
        for Header { name, value } in &self.headers {
            let field = || format!("options.headers.{name}");
            set(name, value).map_err(|_| Error::invalid(field(), "a name or value that is not allowed", "a header"))?;
        }
        Ok(())
    }
}

/// The request, an [`Outgoing`] as JSON text, for `fetch`. It follows no redirect.
///
/// # Errors
/// `invalid_field` for a header that no request can carry, `network_unreachable` for an address that none can go to.
#[wasm_bindgen(unchecked_return_type = "Request")]
pub fn request(
    request: &str,
    body: Option<Uint8Array>,
    signal: &AbortSignal,
) -> core::result::Result<web_sys::Request, Thrown> {
    let made = || {
        let outgoing = Outgoing::read(request)?;
        let method = match outgoing.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
        };
        let builder = outgoing.builder(method, signal)?;
        sendable(match body {
            Some(body) => builder.body(body),
            None => builder.build(),
        })
    };
    made().map_err(|error| thrown(&error))
}

/// A request for the head of the same resource, which tells whether a redirect stands there. It has no body. A `blind`
/// one tells only whether anybody responds, also where the page may see no response.
///
/// # Errors
/// As [`request()`].
#[wasm_bindgen(unchecked_return_type = "Request")]
pub fn probe(request: &str, signal: &AbortSignal, blind: bool) -> core::result::Result<web_sys::Request, Thrown> {
    let made = || {
        let mut builder = Outgoing::read(request)?.builder(HttpMethod::HEAD, signal)?;
        if blind {
            builder = builder.mode(RequestMode::NoCors).redirect(RequestRedirect::Follow);
        }
        // A redirect that the browser remembers is none of the network's.
        sendable(builder.cache(RequestCache::NoStore).build())
    };
    made().map_err(|error| thrown(&error))
}

/// The request as an opened `XMLHttpRequest`, which alone tells how much of a body was sent. It follows redirects.
///
/// # Errors
/// As [`request()`].
#[wasm_bindgen(unchecked_return_type = "XMLHttpRequest")]
pub fn upload(request: &str) -> core::result::Result<XmlHttpRequest, Thrown> {
    let made = || {
        let outgoing = Outgoing::read(request)?;
        let opened = XmlHttpRequest::new().and_then(|upload| upload.open("POST", &outgoing.url).map(|()| upload));
        let upload = opened.map_err(|_| Error::NetworkUnreachable)?;
        upload.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
        outgoing.each_header(|name, value| upload.set_request_header(name, value))?;
        Ok(upload)
    };
    made().map_err(|error: Box<Error>| thrown(&error))
}

fn sendable(request: core::result::Result<Request, gloo_net::Error>) -> Result<web_sys::Request> {
    // A browser's text of what is wrong may hold the address.
    request.map(web_sys::Request::from).map_err(|_| Box::new(Error::NetworkUnreachable))
}
