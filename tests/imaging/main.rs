//! Preparing images, through the public interface.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests fail by panicking and report")]

mod corpus;
mod damaged;
mod fitting;
mod formats;
mod hostile;
mod made;
mod metadata;
mod metadata_edges;
mod odd;
mod orientation;
mod prepare;
mod webp;

#[path = "../support"]
mod support {
    pub mod corpus;
    pub mod exif;
    pub mod files;
    pub mod made;
    pub mod picture;
    pub mod skip;
    pub mod webp;
}
