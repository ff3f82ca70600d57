//! What decoder, encoder and transcoder have in common.

pub mod dct;
pub mod frame;
pub mod lanes;
pub mod mcu;

pub use frame::{BLOCK, Block, Component, Frame, QuantTable, ZIGZAG};
pub use mcu::{BlockRows, McuRow};
