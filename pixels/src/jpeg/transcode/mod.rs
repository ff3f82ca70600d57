//! From files to files without a way through samples.

mod adobe;
mod lossless;
mod requantize;
mod subsample;
mod transcoder;

pub use lossless::{Lossless, LosslessOptions, PartialEdges, Transform, transform_lossless};
pub use transcoder::{TranscodeOptions, transcode};
