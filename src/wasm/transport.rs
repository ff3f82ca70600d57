//! Sending a request to the proxy.

use super::convert::{Thrown, set, thrown, to_js};
use crate::Error;
use crate::http::{Header, Method};
use crate::json::Json;
use gloo_net::http::{Headers, Request};
use js_sys::Uint8Array;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

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

/// What came back, less the body.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Incoming {
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
}

#[wasm_bindgen(typescript_custom_section)]
const INCOMING: &str = r"
/** What the proxy answered. */
export interface Incoming {
    status: number;
    /** The header `retry-after`, where it can be read. */
    retryAfter?: string;
    body: Uint8Array<ArrayBuffer>;
}
";

impl Outgoing {
    fn read(json: &Json) -> Option<Self> {
        let method = if json.get("method")?.text()? == "GET" { Method::Get } else { Method::Post };
        let header = |json: &Json| Some(Header { name: json.get("name")?.text()?, value: json.get("value")?.text()? });
        let headers = json.get("headers")?.items().iter().map(header).collect::<Option<Vec<_>>>()?;
        Some(Self { url: json.get("url")?.text()?, method, headers })
    }
}

/// Sends a request, an [`Outgoing`] as JSON text, and reads the response to its end.
///
/// `signal` must belong to a controller of our own that is aborted without a reason: a reason that is no `Error` traps
/// gloo-net, and the promise never settles.
///
/// # Errors
/// `network_unreachable`, `aborted`, or `invalid_field` for a header that no request can carry.
#[wasm_bindgen(unchecked_return_type = "Incoming")]
pub async fn send(request: &str, body: Option<Uint8Array>, signal: AbortSignal) -> Result<JsValue, Thrown> {
    let refused = || thrown(&Error::invalid("request", "another value", "a request"));
    let outgoing = Json::parse(request.as_bytes()).as_ref().and_then(Outgoing::read).ok_or_else(refused)?;
    let headers = headers(&outgoing.headers).map_err(|error| thrown(&error))?;
    exchange(&outgoing, headers, body, &signal)
        .await
        .map_err(|_| thrown(&if signal.aborted() { Error::Aborted } else { Error::NetworkUnreachable }))
}

/// Set one by one: gloo-net's own setter traps on a name or value that no header can have.
fn headers(pairs: &[Header]) -> crate::Result<Headers> {
    let raw = web_sys::Headers::new().map_err(|_| Error::NetworkUnreachable)?;
    for Header { name, value } in pairs {
        let refused =
            |_| Error::invalid(format!("options.headers.{name}"), "a name or value that is not allowed", "a header");
        raw.set(name, value).map_err(refused)?;
    }
    Ok(Headers::from_raw(raw))
}

async fn exchange(
    outgoing: &Outgoing,
    headers: Headers,
    body: Option<Uint8Array>,
    signal: &AbortSignal,
) -> Result<JsValue, Failed> {
    let builder = match outgoing.method {
        Method::Get => Request::get(&outgoing.url),
        Method::Post => Request::post(&outgoing.url),
    };
    let builder = builder.headers(headers).abort_signal(Some(signal));
    let request = match body {
        Some(body) => builder.body(body)?,
        None => builder.build()?,
    };
    let response = request.send().await?;
    let incoming = Incoming { status: response.status(), retry_after: response.headers().get("retry-after") };
    let object = to_js(&incoming)?;
    // Read on the JavaScript side: gloo-net's own way copies the body into this memory and out again.
    let buffer = JsFuture::from(web_sys::Response::from(response).array_buffer()?).await?;
    set(&object, "body", &Uint8Array::new(&buffer));
    Ok(object)
}

/// Whatever stopped the exchange. A browser does not tell a page why, and its texts hold addresses.
struct Failed;

impl From<gloo_net::Error> for Failed {
    fn from(_: gloo_net::Error) -> Self {
        Self
    }
}

impl From<JsValue> for Failed {
    fn from(_: JsValue) -> Self {
        Self
    }
}
