//! What is asked of Acme.

use super::CARDS_PATH;
use crate::Result;
use crate::http::{HttpRequest, JsonBody};
use crate::input::{ImageFile, from_input};

/// What `submit` takes.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct AcmeSubmitRequest {
    /// The card.
    pub image: ImageFile,
    /// The caller's own id for tracing.
    pub order: Option<String>,
}

/// What `result` takes.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct AcmeResultRequest {
    /// The id that `submit` gave.
    pub card: String,
}

impl AcmeSubmitRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        self.image.refuse_empty("request.image")?;
        let body = JsonBody::default().image("image", Some(&self.image)).member("order", self.order.as_ref());
        Ok(HttpRequest::post_json(CARDS_PATH, body))
    }
}

impl AcmeResultRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        Ok(HttpRequest::get(format!("{CARDS_PATH}/{}", self.card)))
    }
}
