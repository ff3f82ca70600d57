//! The JPEG engine (ITU-T T.81): decoding at a scale, in rows; encoding and transcoding within a size budget.

mod decode;
mod encode;
mod shared;
mod transcode;

pub use decode::{
    CoefficientReader, ColorSpace, ComponentHeader, Damaged, DecodeOptions, Decoder, JpegHeader, PlaneRows, Process,
    RgbRows, Scale, decode_split, find_marker, read_header, verify, ycbcr_row_to_rgb,
};
pub use encode::{EncodeOptions, Encoded, Subsampling, Target, encode, encode_split, halves_chroma};
pub use shared::{BLOCK, Block, BlockRows, Component, Frame, McuRow, QuantTable, ZIGZAG};
pub use transcode::{
    Lossless, LosslessOptions, PartialEdges, TranscodeOptions, Transform, transcode, transform_lossless,
    transformed_size,
};
