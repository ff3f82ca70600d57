//! Photos of identity documents, prepared inside a vendor's limits, and the vendors' requests and answers, typed.
//!
//! The crate is the pure core of the `idsnap` browser SDK and works the same on a server: bytes and structs in,
//! structs or [`Error`] out. It does no input or output, reads no clock and draws no random number.
//!
//! The flow: file bytes → [`prepare`] → [`prepare::Prepared`] → [`vendor`] order → [`http::HttpRequest`] →
//! (the caller's proxy) → [`http::HttpResponse`] → [`vendor::Reply`] with [`document::IdentityDocument`]s.

pub mod decode;
pub mod document;
pub mod encode;
pub mod error;
pub mod format;
pub mod http;
pub mod input;
pub mod json;
pub mod limits;
pub mod metadata;
pub mod mrz;
pub mod normalize;
pub mod picture;
pub mod prepare;
pub mod scene;
pub mod vendor;

#[cfg(target_arch = "wasm32")]
pub mod wasm;

pub use error::{Error, ErrorCode};
pub use idsnap_pixels::{Error as PixelError, corners, jpeg, measure, orientation, perspective, raster, resize, rows};

/// The result of every fallible call of this crate.
pub type Result<T, E = Box<Error>> = core::result::Result<T, E>;
