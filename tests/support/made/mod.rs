//! A small corpus made by code, so that a bare clone tests what real files ask for. Nothing of it is in the repository:
//! every file is made when a test asks for it, the same bytes each time.
//!
//! The writers owe nothing to the crate: `jpeg-encoder`, `png` and `image-webp`, and code here for what they cannot write
//! (interlaced PNG, BMP, lossy WebP, what is odd or damaged). Each file has a name, and says what it is for.

use super::picture::Picture;

pub mod damage;
pub mod jpeg;
pub mod metadata;
pub mod odd;
pub mod raster;

/// A file of the corpus.
pub struct Made {
    /// What it is, in a few words, with its ending.
    pub name: String,
    /// What it is for: what would go wrong.
    pub purpose: &'static str,
    pub bytes: Vec<u8>,
    pub expected: Expected,
}

/// What is right for a file.
pub enum Expected {
    /// The picture, upright.
    Shows(Picture),
    /// Refused as damaged. Where damage is allowed: the upper half as in the picture, or refused all the same.
    Damaged(Option<Picture>),
}

impl Made {
    pub fn shows(name: impl Into<String>, purpose: &'static str, bytes: Vec<u8>, picture: Picture) -> Self {
        Self { name: name.into(), purpose, bytes, expected: Expected::Shows(picture) }
    }
}

/// Every file that is sound.
pub fn sound() -> Vec<Made> {
    [jpeg::files(), jpeg::turned(), raster::png_files(), raster::bmp_files(), raster::webp_files(), metadata::files()]
        .into_iter()
        .flatten()
        .collect()
}

/// Every file.
pub fn all() -> Vec<Made> {
    sound().into_iter().chain(damage::files()).collect()
}
