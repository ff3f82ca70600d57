//! To a JPEG file within a budget: from rows, or from the coefficients of another JPEG file.

use crate::jpeg::{
    self, EncodeOptions, Encoded, Lossless, LosslessOptions, PartialEdges, Subsampling, TranscodeOptions, Transform,
};
use crate::orientation::Orientation;
use crate::rows::{RowSource, Size};
use crate::{PixelError, Result};

/// What an encoded image has to meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The quality if the budget allows it, 1 to 100.
    pub quality: u8,
    /// The lowest quality allowed, 1 to 100.
    pub min_quality: u8,
    /// The most bytes allowed.
    pub max_bytes: u64,
}

/// What came of encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The file.
    Fits(Encoded),
    /// It would have so many bytes at the lowest quality allowed.
    TooLarge(u64),
}

/// Encodes an image at the highest quality that fits. `segments` are whole segments of metadata.
///
/// # Errors
/// What `rows` fails with.
pub fn encode(rows: &mut dyn RowSource, segments: &[Vec<u8>], target: Target) -> Result<Outcome> {
    let metadata: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    outcome(jpeg::encode(rows, &target.options(&metadata)))
}

/// As [`encode`], from luma, and Cb and Cr of half its width and height.
///
/// # Errors
/// What `planes` fail with.
pub fn encode_planes(planes: [&mut dyn RowSource; 3], segments: &[Vec<u8>], target: Target) -> Result<Outcome> {
    let metadata: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    outcome(jpeg::encode_split(planes, &target.options(&metadata)))
}

/// Makes a JPEG file smaller and turns it upright, at the highest quality that fits. `halves_chroma` halves the width and
/// height of chroma that has those of luma. The size is that of [`upright_size`].
///
/// # Errors
/// [`DamagedImage`](crate::Error::DamagedImage).
pub fn transcode(file: &Stored<'_>, segments: &[Vec<u8>], target: Target, halves_chroma: bool) -> Result<Outcome> {
    let metadata: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    let options = TranscodeOptions {
        target: target.of_engine(),
        metadata: &metadata,
        progressive: PROGRESSIVE,
        transform: transform(file.orientation),
        halves_chroma,
    };
    outcome(jpeg::transcode(file.bytes, &options))
}

/// A JPEG file as it is stored, and what turns it upright.
#[derive(Debug, Clone, Copy)]
pub struct Stored<'a> {
    /// The file.
    pub bytes: &'a [u8],
    /// How its pixels stand.
    pub orientation: Orientation,
}

/// Turns a JPEG file upright without loss, if it then has at most `max_bytes`. The size is that of [`upright_size`].
///
/// The file is sequential, which is faster to make, unless it would be longer than before.
///
/// # Errors
/// [`DamagedImage`](crate::Error::DamagedImage).
pub fn turn(file: &Stored<'_>, segments: &[Vec<u8>], max_bytes: u64) -> Result<Option<Encoded>> {
    let metadata: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    let options = LosslessOptions {
        transform: transform(file.orientation),
        edges: PartialEdges::Extend,
        metadata: &metadata,
        progressive: false,
        max_sequential_bytes: file.bytes.len() as u64,
        max_bytes,
    };
    Ok(match jpeg::transform_lossless(file.bytes, &options)? {
        Lossless::Done(encoded) => Some(encoded),
        Lossless::PartialBlocks { .. } | Lossless::TooLarge => None,
    })
}

/// Width and height of a JPEG file that is turned upright without loss. Where a side that becomes the left or the top ends
/// within a block, up to 15 pixels (31 in rare files) that the file has beyond its edge stay in the image: without them
/// every pixel would have to be coded anew.
///
/// # Errors
/// [`DamagedImage`](crate::Error::DamagedImage).
pub fn upright_size(file: &Stored<'_>) -> Result<Size> {
    Ok(jpeg::transformed_size(file.bytes, transform(file.orientation))?)
}

fn transform(orientation: Orientation) -> Transform {
    Transform::from_exif(u16::from(orientation.to_exif())).unwrap_or_default()
}

/// Every reader knows progressive files, and they are smaller at the same quality.
const PROGRESSIVE: bool = true;

impl Target {
    /// Whether chroma is encoded at half the width and height of an image of `size`.
    #[must_use]
    pub fn halves_chroma(self, size: Size) -> bool {
        jpeg::halves_chroma(size, self.of_engine())
    }

    const fn options<'a>(self, metadata: &'a [&'a [u8]]) -> EncodeOptions<'a> {
        EncodeOptions { target: self.of_engine(), subsampling: Subsampling::Auto, metadata, progressive: PROGRESSIVE }
    }

    const fn of_engine(self) -> jpeg::Target {
        if self.max_bytes == u64::MAX {
            return jpeg::Target::Quality(self.quality);
        }
        let Self { quality, min_quality, max_bytes } = self;
        jpeg::Target::Budget { max_bytes, min_quality, max_quality: quality }
    }
}

fn outcome(result: Result<Encoded, Box<PixelError>>) -> Result<Outcome> {
    match result {
        Ok(encoded) => Ok(Outcome::Fits(encoded)),
        Err(error) => match *error {
            PixelError::OverBudget { best, .. } => Ok(Outcome::TooLarge(best)),
            _ => Err(error.into()),
        },
    }
}
