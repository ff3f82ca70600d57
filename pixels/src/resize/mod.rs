//! Reducing an image row by row: separable, with a ring of a few rows as its only memory.
//!
//! The filter works on the coded values, not on linear light: JPEG decoding at a scale does too, so both steps agree,
//! and thin dark print keeps its weight where linear light would thin it out.

mod kernel;
mod portable;
mod resampler;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod simd;

pub use resampler::{Resized, resized};
