//! Photos of identity documents, prepared inside a vendor's limits, and the vendors' requests and answers, typed.
//!
//! The crate is the pure core of the `idsnap` browser SDK and works the same on a server: bytes and structs in,
//! structs or [`Error`] out. It does no input or output, reads no clock and draws no random number.
//!
//! The flow: file bytes → [`image::prepare`] → [`image::prepare::Prepared`] → [`vendors`] order → [`http::HttpRequest`] →
//! (the caller's proxy) → [`http::HttpResponse`] → [`vendors::Reply`] with [`document::IdentityDocument`]s.

pub mod compose;
pub mod document;
pub mod error;
pub mod http;
pub mod image;
pub mod input;
pub mod json;
pub mod limits;
pub mod quad;
pub mod scene;
pub mod vendor;
pub mod vendors;
pub mod zone;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use error::{Error, ErrorCode};
pub use idsnap_pixels::{Error as PixelError, corners, jpeg, measure, orientation, perspective, raster, resize, rows};

/// The result of every fallible call of this crate.
pub type Result<T, E = Box<Error>> = core::result::Result<T, E>;
