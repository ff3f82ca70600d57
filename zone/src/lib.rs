//! The machine readable zone of an identity document, read from an image and proved by its check digits.

mod block;
pub mod cell;
mod curve;
mod decode;
mod find;
mod lanes;
mod layout;
mod line;
mod luma;
pub mod network;
mod number;
mod pitch;
mod quantized;
mod read;
mod sort;
mod token;

pub use layout::Format;
pub use luma::Luma;
pub use read::{Candidate, Reader, Reading, Status};
