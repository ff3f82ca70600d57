//! The network that reads characters of machine readable zones, and the images that it looks into: the loops in which
//! reading spends its time, in a crate of their own that is optimized for speed. The functions with loops are never
//! inlined, because in a function of another crate they would be optimized for size as that is.

pub mod bands;
pub mod cell;
mod lanes;
pub mod luma;
pub mod network;
pub mod number;
pub mod quantized;

pub use luma::Luma;
