//! Flat things seen at an angle, and seeing them straight.

mod homography;
mod kernel;
mod rectified;

pub use homography::Homography;
pub use rectified::{Placement, Rectified};
