//! Finds the outline of one document in an image: an identity card, a passport page, any sheet with four sides.
//!
//! The steps: the image in half and in a quarter of its size → edges in brightness and colour → straight lines →
//! candidates, quadrilaterals of four lines → each candidate's sides fitted to the edges between its corners, and judged
//! by what a document's outline looks like → the sides of the best settled in the full image. Nothing is found rather
//! than a wrong outline.

mod detect;
mod edges;
mod geometry;
mod image;
mod judge;
mod lines;
mod measure;
mod planes;
mod quads;
mod settle;
mod walk;
mod weights;

#[doc(hidden)]
pub use detect::settled_candidates;
pub use detect::{Found, WORKING_EDGE, find_document};
pub use geometry::FOCAL_BY_LONGEST_EDGE;
pub use image::PlanarImage;
#[doc(hidden)]
pub use measure::MEASURES;
