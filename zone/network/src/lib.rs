//! The network that reads characters of machine readable zones, and the images that it looks into: the loops in which
//! reading spends its time, in a crate of their own that is optimized for speed.

pub mod cell;
mod lanes;
pub mod luma;
pub mod network;
pub mod number;
pub mod quantized;

pub use luma::Luma;
