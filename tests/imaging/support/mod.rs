//! Fixtures made by code, and decoding that owes nothing to the crate.

pub mod exif;
pub mod files;
pub mod picture;
pub mod webp;
