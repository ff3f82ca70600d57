//! From rows to a JPEG file within a budget.

use crate::raster::Raster;
use crate::rows::{ColorModel, RowSource};
use crate::{Error, Result};
use jpeg_encoder::{ColorType, Encoder, EncodingError};

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

/// Encodes a picture at the highest quality that fits.
///
/// # Errors
/// What `rows` fails with.
pub fn encode(rows: &mut dyn RowSource, segments: &[(u8, Vec<u8>)], target: Target) -> Result<Outcome> {
    let picture = Raster::collect(rows)?;
    let fits = |bytes: &Vec<u8>| bytes.len() as u64 <= target.max_bytes;
    let first = encode_at(&picture, segments, target.quality)?;
    if fits(&first) {
        return Ok(Outcome::Fits(first, target.quality));
    }
    let (mut low, mut high) = (target.min_quality, target.quality);
    let mut best = encode_at(&picture, segments, low)?;
    if !fits(&best) {
        return Ok(Outcome::TooLarge(best.len() as u64));
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        let bytes = encode_at(&picture, segments, middle)?;
        if fits(&bytes) { (low, best) = (middle, bytes) } else { high = middle }
    }
    Ok(Outcome::Fits(best, low))
}

fn encode_at(picture: &Raster, segments: &[(u8, Vec<u8>)], quality: u8) -> Result<Vec<u8>> {
    let too_large = || Error::EngineFailed { reason: "the picture has a side of more than 65,535 pixels".into() };
    let width = u16::try_from(picture.size().width).map_err(|_| too_large())?;
    let height = u16::try_from(picture.size().height).map_err(|_| too_large())?;
    let (color, components) = match picture.model() {
        ColorModel::Gray => (ColorType::Luma, 1),
        ColorModel::Rgb => (ColorType::Rgb, 3),
        ColorModel::YCbCr => (ColorType::Ycbcr, 3),
    };
    let mut pixels = crate::raster::zeroed(usize::from(width) * usize::from(height) * components)?;
    let row_length = usize::from(width) * components;
    for (y, row) in pixels.chunks_exact_mut(row_length).enumerate() {
        for component in 0..components {
            let plane = picture.plane_row(y, component);
            row[component..].iter_mut().step_by(components).zip(plane).for_each(|(to, from)| *to = *from);
        }
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    for (code, payload) in segments {
        encoder.add_app_segment(code - 0xE0, payload.clone()).map_err(failed)?;
    }
    encoder.encode(&pixels, width, height, color).map_err(failed)?;
    Ok(file)
}

fn failed(error: EncodingError) -> Error {
    Error::EngineFailed { reason: error.to_string() }
}
