//! The JPEG engine (ITU-T T.81): decoding at a scale, in rows; encoding and transcoding within a budget.

mod bits;
mod coefficients;
mod color;
mod decode;
mod entropy;
mod frame;
mod header;
mod huffman;
mod idct;
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
#[path = "portable.rs"]
mod lanes;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "simd.rs"]
mod lanes;
mod lossless;
mod marker;
mod plane;
mod progressive;
mod scan;
mod split;
mod tables;
mod upsample;

pub use coefficients::{BlockRows, CoefficientReader, McuRow};
pub use color::{RgbRows, ycbcr_row_to_rgb};
pub use decode::{Damaged, DecodeOptions, Decoder, Scale};
pub use frame::{BLOCK, Block, Component, Frame, QuantTable, ZIGZAG};
pub use header::{ColorSpace, ComponentHeader, Header, Process, read_header};
pub use marker::find_marker;

mod analyze;
mod bit_writer;
mod budget;
mod encode;
mod fdct;
mod fold;
mod huffman_encode;
mod near;
mod quant;
mod requantize;
mod rounded;
mod search;
mod sparse;
mod store;
mod symbols;
mod transcode;
mod trellis;
mod write;

pub use encode::{EncodeOptions, Encoded, Subsampling, Target, encode, encode_split, halves_chroma};
pub use lossless::{Lossless, LosslessOptions, PartialEdges, Transform, transform_lossless};
pub use split::{PlaneRows, decode_split};
pub use transcode::{TranscodeOptions, transcode};
