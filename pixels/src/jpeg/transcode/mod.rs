//! From files to files without a way through samples.

mod adobe;
mod extend;
mod lossless;
mod requantize;
mod scattered;
mod subsample;
mod transcoder;
mod transform;

pub use lossless::{Lossless, LosslessOptions, PartialEdges, transform_lossless, transformed_size};
pub use transcoder::{TranscodeOptions, transcode};
pub use transform::Transform;
