//! Flat things seen at an angle.

mod homography;

pub use homography::Homography;
