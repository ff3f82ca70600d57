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
        // A quotation mark before a bracket opens a text, for it cannot close one.
        let is_folded = bytes.windows(2).any(|pair| matches!(pair, b"\"{" | b"\"["));
        let unfolded = is_folded.then(|| unfolded(&raw));
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
        let (raw, text_replaced) = self.taken();
        Reply::Ready(Answer { raw, data, documents, checks, verdict, text_replaced })
    }

    /// What crosses. Out of line, for it is called for every operation's data.
    #[inline(never)]
    fn taken(self) -> (Json, bool) {
        (self.raw, self.text_replaced)
    }
}

/// The object, or the list of them, whose JSON text a text is.
fn folded(text: &str) -> Option<Json> {
    let is_object = |json: &Json| matches!(json, Json::Object(_));
    let json = if text.starts_with(['{', '[']) { Json::parse(text.as_bytes())? } else { return None };
    (is_object(&json) || json.items().iter().any(is_object)).then_some(json)
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
