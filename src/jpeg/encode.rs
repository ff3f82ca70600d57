//! Encoding rows of pixels within a quality or a number of bytes.

use super::analyze::{Sampling, Thresholds, analyze, empty_planes};
use super::budget;
use super::frame::{Component, Frame};
use super::quant::{Tables, zigzag};
use super::sparse::Plane;
use crate::rows::{RowSource, Size};
use crate::{Error, Result};

/// What the file is made to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A quality from 1 to 100.
    Quality(u8),
    /// As good as fits.
    Budget {
        /// The most bytes the file may have.
        max_bytes: u64,
        /// The lowest quality allowed, from 1.
        min_quality: u8,
        /// The highest quality of use, at most 100.
        max_quality: u8,
    },
}

/// How chroma is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subsampling {
    /// By bytes per pixel or quality.
    Auto,
    /// One sample a pixel.
    S444,
    /// One sample for two pixels side by side.
    S422,
    /// One sample for a square of four pixels.
    S420,
}

/// How to encode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncodeOptions<'a> {
    /// Quality or bytes.
    pub target: Target,
    /// Chroma sampling; gray has none.
    pub subsampling: Subsampling,
    /// Whole marker segments, written before the tables as they are.
    pub metadata: &'a [&'a [u8]],
    /// Progressive or sequential.
    pub progressive: bool,
}

/// An encoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// The quality reached, rounded.
    pub quality: u8,
    /// Width and height in pixels.
    pub size: Size,
}

/// Encodes all rows of `source`.
///
/// # Errors
/// [`Error::OverBudget`] where the lowest quality allowed takes more bytes, [`Error::InvalidField`] for a side of 0
/// or more than 65,535 pixels or a quality out of range, and what `source` fails with.
pub fn encode(source: &mut dyn RowSource, options: &EncodeOptions<'_>) -> Result<Encoded> {
    let size = source.size();
    check(size, options)?;
    let components = source.model().components();
    let sampling = sampling(size, components, options);
    let most = match options.target {
        Target::Quality(quality) => quality,
        Target::Budget { max_quality, .. } => max_quality,
    };
    let mut thresholds = thresholds(&Tables::new(f32::from(most)));
    let mut planes = empty_planes(size, components, sampling);
    analyze(source, sampling, &mut thresholds, &mut |rows, _| {
        for (plane, rows) in planes.iter_mut().zip(rows) {
            plane.rows.extend(rows);
        }
    })?;
    for plane in &mut planes {
        plane.rows.truncate(plane.lines);
    }
    let job = budget::Job { planes: &planes, size, metadata: options.metadata, progressive: options.progressive };
    let (bytes, quality) = match options.target {
        Target::Quality(quality) => (job.at(f32::from(quality)), quality),
        Target::Budget { max_bytes, min_quality, max_quality } => {
            let (min_quality, max_quality) = (f32::from(min_quality), f32::from(max_quality));
            let (bytes, quality) = job.within(budget::Budget { max_bytes, min_quality, max_quality })?;
            (bytes, rounded(quality))
        }
    };
    Ok(Encoded { bytes, quality, size })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 100")]
fn rounded(quality: f32) -> u8 {
    quality.round() as u8
}

fn check(size: Size, options: &EncodeOptions<'_>) -> Result<()> {
    let edges = 1..=65_535;
    if !edges.contains(&size.width) || !edges.contains(&size.height) {
        return Err(Error::invalid("size", format!("{} x {}", size.width, size.height), "sides of 1 to 65535 pixels"));
    }
    let (least, most) = match options.target {
        Target::Quality(quality) => (quality, quality),
        Target::Budget { min_quality, max_quality, .. } => (min_quality, max_quality),
    };
    if least < 1 || most > 100 || least > most {
        return Err(Error::invalid("quality", format!("{least} to {most}"), "1 to 100"));
    }
    Ok(())
}

fn sampling(size: Size, components: usize, options: &EncodeOptions<'_>) -> Sampling {
    let full = Sampling { horizontal: 1, vertical: 1 };
    if components == 1 {
        return full;
    }
    match options.subsampling {
        Subsampling::S444 => full,
        Subsampling::S422 => Sampling { horizontal: 2, vertical: 1 },
        Subsampling::S420 => Sampling { horizontal: 2, vertical: 2 },
        Subsampling::Auto => {
            let _ = size;
            Sampling { horizontal: 2, vertical: 2 }
        }
    }
}

/// Half a step of `tables`, in eighths: what is smaller is never anything but zero. DC is always kept.
fn thresholds(tables: &Tables) -> Thresholds {
    [0, 1, 2].map(|component| {
        let mut thresholds = zigzag(tables.of(component)).map(|step| step * 4);
        thresholds[0] = 0;
        thresholds
    })
}

/// The frame of planes that were rounded to `tables`.
pub(super) fn frame(size: Size, planes: &[Plane], tables: &Tables) -> Frame {
    let component = |(at, plane): (usize, &Plane)| Component {
        id: u8::try_from(at + 1).unwrap_or(u8::MAX),
        horizontal: u8::try_from(plane.horizontal).unwrap_or(1),
        vertical: u8::try_from(plane.vertical).unwrap_or(1),
        quant: *tables.of(at),
    };
    Frame { size, components: planes.iter().enumerate().map(component).collect() }
}
