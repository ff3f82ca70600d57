//! Encoding rows of pixels within a quality or a number of bytes.

use super::analyze::{Keep, Sampling, Take, analyze, analyze_split};
use super::budget::Job;
use super::frame::{BLOCK, Component, Frame, QuantTable};
use super::quant::{Kind, steps};
use super::rounded::Rounded;
use super::store::Store;
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
    /// [`Self::S444`] from quality 95 or four bits a pixel up, else [`Self::S420`].
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

/// The quality from which simple rounding is as good at equal bytes as rounding by rate and distortion, which takes
/// four times as long. At 60 it costs about one point of SSIMULACRA2.
const ROUNDED_FROM: u8 = 75;

/// Encodes all rows of `source`.
///
/// # Errors
/// [`Error::OverBudget`] where the lowest quality allowed takes more bytes, [`Error::InvalidField`] for a side of 0
/// or more than 65,535 pixels or a quality out of range, and what `source` fails with.
pub fn encode(source: &mut dyn RowSource, options: &EncodeOptions<'_>) -> Result<Encoded> {
    let size = source.size();
    let components = source.model().components();
    let sampling = sampling(size, components, options);
    encode_from((size, components, sampling), options, |taker| analyze(source, sampling, taker))
}

/// Encodes a picture that comes as planes: luma, and Cb and Cr of half its width and height, rounded up. Chroma is
/// sampled as it comes, whatever the options say.
///
/// # Errors
/// As [`encode`].
pub fn encode_split(mut planes: [&mut dyn RowSource; 3], options: &EncodeOptions<'_>) -> Result<Encoded> {
    let size = planes[0].size();
    encode_from((size, planes.len(), Sampling::HALVED), options, |taker| analyze_split(&mut planes, taker))
}

fn encode_from(
    (size, components, sampling): (Size, usize, Sampling),
    options: &EncodeOptions<'_>,
    analyze: impl FnOnce(&mut dyn Take) -> Result<()>,
) -> Result<Encoded> {
    check(size, options.target)?;
    let kinds = [Kind::Luma, Kind::Chroma, Kind::Chroma][..components].to_vec();
    let frame = frame(size, components, sampling);
    let (bytes, quality) = match options.target {
        Target::Quality(quality) if quality >= ROUNDED_FROM => {
            let mut rounded = Rounded::new(at_quality(frame, &kinds, quality));
            analyze(&mut rounded)?;
            (rounded.into_file(options.metadata, options.progressive), quality)
        }
        target => {
            let mut store = target.store(frame, kinds, 1);
            analyze(&mut Keep { store: &mut store, max_bytes: target.max_bytes() })?;
            let job = Job { store: &store, metadata: options.metadata, jfif: true, progressive: options.progressive };
            job.to(target)?
        }
    };
    Ok(Encoded { bytes, quality, size })
}

impl Target {
    /// Room for the coefficients of a picture that is made to this; `room` is a factor, usually 1.
    pub(super) fn store(self, frame: Frame, kinds: Vec<Kind>, room: u64) -> Store {
        match self {
            Self::Quality(quality) => {
                let quality = f32::from(quality);
                Store::new(frame, kinds, (quality, quality), u64::MAX)
            }
            Self::Budget { max_bytes, min_quality, max_quality } => {
                let qualities = (f32::from(min_quality), f32::from(max_quality));
                Store::new(frame, kinds, qualities, max_bytes.saturating_mul(room))
            }
        }
    }

    /// The most bytes.
    pub(super) const fn max_bytes(self) -> u64 {
        match self {
            Self::Quality(_) => u64::MAX,
            Self::Budget { max_bytes, .. } => max_bytes,
        }
    }

    /// Whether a file of `length` bytes uses the budget; always where there is none.
    pub(super) const fn is_filled_by(self, length: usize) -> bool {
        match self {
            Self::Quality(_) => true,
            Self::Budget { max_bytes, .. } => length as u64 >= max_bytes / 100 * 97,
        }
    }

    /// # Errors
    /// [`Error::InvalidField`] for qualities out of range.
    pub(super) fn check(self) -> Result<()> {
        let (least, most) = match self {
            Self::Quality(quality) => (quality, quality),
            Self::Budget { min_quality, max_quality, .. } => (min_quality, max_quality),
        };
        if least < 1 || most > 100 || least > most {
            return Err(Error::invalid("quality", format!("{least} to {most}"), "1 to 100"));
        }
        Ok(())
    }
}

fn check(size: Size, target: Target) -> Result<()> {
    let edges = 1..=65_535;
    if !edges.contains(&size.width) || !edges.contains(&size.height) {
        return Err(Error::invalid("size", format!("{} x {}", size.width, size.height), "sides of 1 to 65535 pixels"));
    }
    target.check()
}

fn sampling(size: Size, components: usize, options: &EncodeOptions<'_>) -> Sampling {
    let full = Sampling { horizontal: 1, vertical: 1 };
    if components == 1 {
        return full;
    }
    match options.subsampling {
        Subsampling::S444 => full,
        Subsampling::S422 => Sampling { horizontal: 2, vertical: 1 },
        Subsampling::S420 => Sampling::HALVED,
        Subsampling::Auto if halves_chroma(size, options.target) => Sampling::HALVED,
        Subsampling::Auto => full,
    }
}

/// Whether [`Subsampling::Auto`] halves the width and height of chroma. Measured with SSIMULACRA2 over photos and
/// specimen documents: up to three bits a pixel its bits are better spent on luma.
#[must_use]
pub fn halves_chroma(size: Size, target: Target) -> bool {
    match target {
        Target::Quality(quality) => quality < 95,
        Target::Budget { max_bytes, max_quality, .. } => max_quality < 95 || max_bytes / 4 < size.pixels() / 8,
    }
}

fn at_quality(mut frame: Frame, kinds: &[Kind], quality: u8) -> Frame {
    for (component, &kind) in frame.components.iter_mut().zip(kinds) {
        component.quant = steps(kind, f32::from(quality));
    }
    frame
}

fn frame(size: Size, components: usize, sampling: Sampling) -> Frame {
    let component = |id: u8| {
        let (horizontal, vertical) = if id == 1 { (sampling.horizontal, sampling.vertical) } else { (1, 1) };
        let factor = |blocks: usize| u8::try_from(blocks).unwrap_or(1);
        let (horizontal, vertical) = (factor(horizontal), factor(vertical));
        Component { id, horizontal, vertical, quant: QuantTable([1; BLOCK]) }
    };
    Frame { size, components: (1..).map(component).take(components).collect() }
}
