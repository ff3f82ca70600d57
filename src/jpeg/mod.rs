//! The JPEG engine (ITU-T T.81): decoding at a scale, in rows; encoding and transcoding within a budget.

mod frame;

pub use frame::{BLOCK, Block, Component, Frame, QuantTable, ZIGZAG};
