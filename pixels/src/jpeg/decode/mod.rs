//! From files to coefficients and samples.

mod bit_reader;
pub mod coded_image;
pub mod coefficients;
pub mod color;
pub mod decoder;
pub mod header;
mod huffman;
pub mod idct;
pub mod marker;
mod pairs;
mod plane;
mod progressive;
pub mod scan;
pub mod sequential;
pub mod split;
mod tables;
mod upsample;
pub mod verify;

pub use coefficients::CoefficientReader;
pub use color::{RgbRows, ycbcr_row_to_rgb};
pub use decoder::{Damaged, DecodeOptions, Decoder, Scale};
pub use header::{ColorSpace, ComponentHeader, JpegHeader, Process, read_header};
pub use marker::find_marker;
pub use split::{PlaneRows, decode_split};
pub use verify::verify;
