//! What a vendor can be asked to do.

use super::reply::Reply;
use crate::Result;
use crate::http::{HttpRequest, HttpResponse};
use crate::input::FromInput;
use crate::vendor::Vendor;
use serde::Serialize;

/// One operation of a vendor: a request that can be built, and a response that can be parsed.
pub trait Operation {
    /// The vendor.
    const VENDOR: &'static Vendor;
    /// What generic code has to know of it.
    const PROPERTIES: Properties;
    /// What the caller asks for.
    type Request: FromInput;
    /// What the vendor answers, typed in its own terms.
    type Data: Serialize;

    /// The vendor's request, less its secrets.
    ///
    /// # Errors
    /// What is wrong with the request, the field named in the caller's own words.
    fn build(request: &Self::Request) -> Result<HttpRequest>;

    /// What the vendor's response means.
    ///
    /// # Errors
    /// [`Error::Vendor`](crate::Error::Vendor) where the response holds no result.
    fn parse(response: &HttpResponse<'_>) -> Result<Reply<Self::Data>>;
}

/// What generic code has to know of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Properties {
    /// Whether a call that failed may be made again: it leaves nothing behind each time.
    pub repeat: bool,
    /// Whether it may be answered with [`Reply::Pending`].
    pub pending: bool,
    /// Whether it takes a PDF in the place of an image.
    pub pdf: bool,
    /// The field for the caller's trace id, which is filled in where it is absent.
    pub trace: Option<&'static str>,
    /// The operation that asks for the result of this one.
    pub next: Option<&'static str>,
}

impl Properties {
    /// What is not declared.
    pub const NONE: Self = Self { repeat: false, pending: false, pdf: false, trace: None, next: None };
}

/// Something to do with an operation that is known by its name alone.
pub trait Visitor {
    /// What comes of it.
    type Output;

    /// Does it.
    fn visit<O: Operation>(self) -> Self::Output;
}
