//! To a JPEG file within a budget: from rows, or from the coefficients of another JPEG file.

use crate::jpeg::{
    self, EncodeOptions, Encoded, Lossless, LosslessOptions, PartialEdges, Subsampling, TranscodeOptions, Transform,
};
use crate::orientation::Orientation;
use crate::rows::RowSource;
use crate::{PixelError, Result};

/// What an encoded picture has to meet.
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
    /// The file, and its quality.
    Fits(Vec<u8>, u8),
    /// It would have so many bytes at the lowest quality allowed.
    TooLarge(u64),
}

/// Encodes a picture at the highest quality that fits. `segments` are whole segments of metadata.
///
/// # Errors
/// What `rows` fails with.
pub fn encode(rows: &mut dyn RowSource, segments: &[Vec<u8>], target: Target) -> Result<Outcome> {
    let metadata: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    let options = EncodeOptions {
        target: target.of_engine(),
        subsampling: Subsampling::Auto,
        metadata: &metadata,
        progressive: PROGRESSIVE,
    };
    outcome(jpeg::encode(rows, &options))
}

/// Makes a JPEG file smaller, at its own size and orientation, at the highest quality that fits.
///
/// # Errors
/// [`DamagedImage`](crate::Error::DamagedImage).
pub fn transcode(file: &[u8], segments: &[Vec<u8>], target: Target) -> Result<Outcome> {
    let metadata: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    let options = TranscodeOptions { target: target.of_engine(), metadata: &metadata, progressive: PROGRESSIVE };
    outcome(jpeg::transcode(file, &options))
}

/// Turns a JPEG file upright without loss, unless a block that is partly outside the picture would come to lie inside.
///
/// # Errors
/// [`DamagedImage`](crate::Error::DamagedImage).
pub fn turn(file: &[u8], segments: &[Vec<u8>], orientation: Orientation) -> Result<Option<Vec<u8>>> {
    let metadata: Vec<&[u8]> = segments.iter().map(Vec::as_slice).collect();
    let transform = Transform::from_exif(u16::from(orientation.to_exif())).unwrap_or_default();
    let options =
        LosslessOptions { transform, edges: PartialEdges::Report, metadata: &metadata, progressive: PROGRESSIVE };
    Ok(match jpeg::transform_lossless(file, &options)? {
        Lossless::Done(encoded) => Some(encoded.bytes),
        Lossless::PartialBlocks { .. } => None,
    })
}

/// Every reader knows progressive files, and they are smaller at the same quality.
const PROGRESSIVE: bool = true;

impl Target {
    const fn of_engine(self) -> jpeg::Target {
        if self.max_bytes == u64::MAX {
            return jpeg::Target::Quality(self.quality);
        }
        let Self { quality, min_quality, max_bytes } = self;
        jpeg::Target::Budget { max_bytes, min_quality, max_quality: quality }
    }
}

fn outcome(result: Result<Encoded, PixelError>) -> Result<Outcome> {
    match result {
        Ok(encoded) => Ok(Outcome::Fits(encoded.bytes, encoded.quality)),
        Err(PixelError::OverBudget { best, .. }) => Ok(Outcome::TooLarge(best)),
        Err(error) => Err(error.into()),
    }
}
