//! What can be measured of an image: how sharp, how bright, how much of it is blown out, inside a region.
//!
//! A [`View`] is read once: luma with every pixel for what is fine (sharpness, levels), and all components reduced for
//! what is coarse (finding the document, glare).

mod blob;
mod content;
mod copy;
mod covered;
mod edges;
mod field;
mod glare;
mod ink;
mod levels;
mod luma;
mod order;
mod portrait;
mod region;
mod screen;
mod spectrum;
mod strokes;
mod sums;
mod thirds;
mod thumbnail;
mod view;
mod yuv;
mod zone;

pub use content::{Content, content};
pub use copy::photocopy;
pub use covered::{Cover, covered};
pub use edges::sharpness;
pub use glare::{Glare, HardSpot, glare};
pub use levels::{Levels, levels};
pub use luma::luma_of;
pub use portrait::Portrait;
pub use region::Region;
pub use screen::screen;
pub use view::{Plane, Reduced, View};
pub use yuv::{PlaneLayout, YuvColors, YuvFrame};
