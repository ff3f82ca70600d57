//! From samples to files, at a quality or within a size budget.

pub mod analyze;
mod bit_writer;
pub mod encoder;
pub mod fdct;
mod fixed_quality;
mod huffman;
pub mod quant;
pub mod quantize;
pub mod rate_control;
mod rate_search;
pub mod select;
pub mod selection;
pub mod short;
pub mod size_model;
pub mod solve;
pub mod sparse;
pub mod steering;
pub mod store;
pub mod symbols;
pub mod target;
pub mod trellis;
pub mod write;

pub use encoder::{EncodeOptions, Encoded, Subsampling, encode, encode_split, halves_chroma};
pub use target::Target;
