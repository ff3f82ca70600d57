//! Perspective views of flat things, and their rectification.

mod homography;
mod kernel;
mod rectified;

pub use homography::Homography;
pub use rectified::{Placement, Rectified};
