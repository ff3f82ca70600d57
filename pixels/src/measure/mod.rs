//! What can be measured of an image: how sharp, how bright, how much of it is blown out, inside a region.
//!
//! A [`View`] is read once: luma with every pixel for what is fine (sharpness, levels), and all components reduced for
//! what is coarse (finding the document, glare).

mod blob;
mod content;
mod covered;
mod edges;
mod glare;
mod ink;
mod levels;
mod luma;
mod region;
mod thumbnail;
mod view;
mod zone;

pub use content::{Content, content};
pub use covered::covered;
pub use edges::sharpness;
pub use glare::glare;
pub use levels::{Levels, levels};
pub use region::Region;
pub use view::{Plane, Reduced, View};
