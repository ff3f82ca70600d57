//! The body of a response, as all vendors' are read.

use super::reply::{Answer, Reply, Verdict};
use crate::document::{Check, IdentityDocument};
use crate::json::Json;

/// The body of a response, an object.
#[derive(Debug)]
pub struct Body {
    raw: Json,
    unfolded: Option<Json>,
    text_replaced: bool,
}

impl Body {
    /// Reads JSON text; nothing for what is no object.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (raw, text_replaced) = Json::parse_noting(bytes)?;
        let unfolded = holds_folded(&raw).then(|| unfolded(&raw));
        matches!(raw, Json::Object(_)).then_some(Self { raw, unfolded, text_replaced })
    }

    /// The body as the vendor sent it.
    pub const fn raw(&self) -> &Json {
        &self.raw
    }

    /// What is read of it: the body, with the object in the place of a text that holds the JSON text of one.
    pub fn tree(&self) -> &Json {
        self.unfolded.as_ref().unwrap_or(&self.raw)
    }

    /// The reply that the vendor has answered.
    pub fn answer<T>(
        self,
        data: T,
        documents: Vec<IdentityDocument>,
        (verdict, checks): (Verdict, Vec<Check>),
    ) -> Reply<T> {
        Reply::Ready(Answer { raw: self.raw, data, documents, checks, verdict, text_replaced: self.text_replaced })
    }
}

/// The object, or the list of them, whose JSON text a text is.
fn folded(text: &str) -> Option<Json> {
    let start = text.trim_start().strip_prefix('[').unwrap_or(text).trim_start();
    let json = if start.starts_with('{') { Json::parse(text.as_bytes())? } else { return None };
    Some(json)
}

fn holds_folded(json: &Json) -> bool {
    match json {
        Json::Text(text) => folded(text).is_some(),
        Json::List(items) => items.iter().any(holds_folded),
        Json::Object(entries) => entries.iter().any(|(_, value)| holds_folded(value)),
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) => false,
    }
}

fn unfolded(json: &Json) -> Json {
    match json {
        Json::Text(text) => folded(text).unwrap_or_else(|| json.clone()),
        Json::List(items) => Json::List(items.iter().map(unfolded).collect()),
        Json::Object(entries) => {
            Json::Object(entries.iter().map(|(key, value)| (key.clone(), unfolded(value))).collect())
        }
        Json::Null | Json::Bool(_) | Json::Integer(_) | Json::Number(_) => json.clone(),
    }
}
