//! The JPEG engine (ITU-T T.81): decoding at a scale, in rows; encoding and transcoding within a budget.

mod frame;

pub use frame::{BLOCK, Block, Component, Frame, QuantTable, ZIGZAG};

mod analyze;
mod bit_writer;
mod budget;
mod encode;
mod fdct;
mod huffman_encode;
mod quant;
mod requantize;
mod sparse;
mod symbols;
mod trellis;
mod write;

pub use encode::{EncodeOptions, Encoded, Subsampling, Target, encode};
