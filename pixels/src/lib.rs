//! The pixel work of idsnap: the JPEG engine, resampling and rotating, in rows.
//!
//! A crate of its own, because optimization is set per crate: this one is built for speed, everything else for size.
//! Use it through `idsnap`, which re-exports its modules.

pub mod checksum;
pub mod color_space;
pub mod corners;
pub mod error;
pub mod jpeg;
mod logarithm;
pub mod measure;
pub mod orientation;
pub mod perspective;
pub mod png;
pub mod raster;
pub mod resize;
pub mod rows;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector;

pub use error::{Error, Given, Result};
