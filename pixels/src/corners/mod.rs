//! Detects the boundary of one document in an image: an identity card, a passport page, any sheet with four sides.
//!
//! The stages:
//! 1. The image is reduced to half and to a quarter of its size (`planes`).
//! 2. Edges are found in brightness and color (`edges`), and straight lines through them (`lines`).
//! 3. Quads of four lines become candidates (`quads`).
//! 4. The sides of each candidate are fitted to the edges between its corners, and measured (`measure`).
//! 5. A classifier gives each candidate a score (`classifier`).
//! 6. Where the best is a document without a strip of it, which shows by the pattern around it, it is extended (`ground`).
//! 7. The corners are refined in the full image (`refine`).
//!
//! Where no candidate is likely enough, nothing is found.
//!
//! In a video the boundary is followed from image to image instead (`follow`), and passes stages 4, 5 and 7 alone.

mod classifier;
mod detect;
mod edges;
mod follow;
mod geometry;
mod ground;
mod image;
mod lines;
mod measure;
mod planes;
mod quads;
mod refine;
mod walk;
mod weights;

#[doc(hidden)]
pub use detect::refined_candidates;
pub use detect::{Found, WORKING_EDGE, find_document, follow_document};
pub use geometry::FOCAL_BY_LONGEST_EDGE;
pub use image::PlanarImage;
#[doc(hidden)]
pub use measure::MEASURES;
