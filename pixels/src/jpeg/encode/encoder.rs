//! Encoding rows of samples at a quality or within a size budget.

use super::analyze::{ChromaSampling, SampleSink, StoreSink, analyze, analyze_split};
use super::fixed_quality::FixedQuality;
use super::quant::{StepKind, steps};
use super::rate_control::RateControl;
use super::sparse::CoefficientOrder;
use super::store::CoefficientStore;
use super::target::Target;
use crate::jpeg::shared::frame::{BLOCK, Component, Frame, QuantTable};
use crate::rows::{RowSource, Size};
use crate::{Error, Given, Result};

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
    /// Progressive or sequential. Within a size budget large images are sequential either way.
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

/// The quality from which a dead zone is as good at equal bytes as trellis quantization, which takes four times as
/// long. At 60 it costs about one point of SSIMULACRA2.
const FIXED_FROM: u8 = 75;

/// Encodes all rows of `source`.
///
/// # Errors
/// [`Error::OverBudget`] where the lowest quality allowed takes more bytes, [`Error::Invalid`] for a side of 0
/// or more than 65,535 pixels or a quality out of range, and what `source` fails with.
pub fn encode(source: &mut dyn RowSource, options: &EncodeOptions<'_>) -> Result<Encoded> {
    let size = source.size();
    let components = source.model().components();
    let sampling = sampling(size, components, options);
    encode_from((size, components, sampling), options, |sink| analyze(source, sampling, sink))
}

/// Encodes an image that comes as planes: luma, and Cb and Cr of half its width and height, rounded up. Chroma is
/// sampled as it comes, whatever the options say.
///
/// # Errors
/// As [`encode`].
pub fn encode_split(mut planes: [&mut dyn RowSource; 3], options: &EncodeOptions<'_>) -> Result<Encoded> {
    let size = planes[0].size();
    encode_from((size, planes.len(), ChromaSampling::HALVED), options, |sink| analyze_split(&mut planes, sink))
}

fn encode_from(
    (size, components, sampling): (Size, usize, ChromaSampling),
    options: &EncodeOptions<'_>,
    analyze: impl FnOnce(&mut dyn SampleSink) -> Result<()>,
) -> Result<Encoded> {
    check(size, options.target)?;
    let kinds = [StepKind::Luma, StepKind::Chroma, StepKind::Chroma][..components].to_vec();
    let frame = frame(size, components, sampling);
    let (bytes, quality) = match options.target {
        Target::Quality(quality) if quality >= FIXED_FROM => {
            let mut fixed = FixedQuality::new(at_quality(frame, &kinds, quality));
            analyze(&mut fixed)?;
            (fixed.into_file(options.metadata, options.progressive), quality)
        }
        target => {
            let mut store = CoefficientStore::for_target(target, (frame, kinds), 1);
            analyze(&mut StoreSink {
                store: &mut store,
                max_bytes: target.max_bytes(),
                order: CoefficientOrder::TURNED,
                signs: None,
            })?;
            let job =
                RateControl { store: &store, metadata: options.metadata, jfif: true, progressive: options.progressive };
            job.to(target)?
        }
    };
    Ok(Encoded { bytes, quality, size })
}

fn check(size: Size, target: Target) -> Result<()> {
    let edges = 1..=65_535;
    if !edges.contains(&size.width) || !edges.contains(&size.height) {
        return Err(Error::invalid(
            Given::Size,
            format!("{} x {}", size.width, size.height),
            "sides of 1 to 65535 pixels",
        ));
    }
    target.check()
}

fn sampling(size: Size, components: usize, options: &EncodeOptions<'_>) -> ChromaSampling {
    let full = ChromaSampling { horizontal: 1, vertical: 1 };
    if components == 1 {
        return full;
    }
    match options.subsampling {
        Subsampling::S444 => full,
        Subsampling::S422 => ChromaSampling { horizontal: 2, vertical: 1 },
        Subsampling::S420 => ChromaSampling::HALVED,
        Subsampling::Auto if halves_chroma(size, options.target) => ChromaSampling::HALVED,
        Subsampling::Auto => full,
    }
}

/// Whether [`Subsampling::Auto`] means 4:2:0. Measured with SSIMULACRA2 over photos and specimen documents: up to three
/// bits a pixel, the bits of 4:4:4 are better spent on luma.
#[must_use]
pub fn halves_chroma(size: Size, target: Target) -> bool {
    match target {
        Target::Quality(quality) => quality < 95,
        Target::Budget { max_bytes, max_quality, .. } => max_quality < 95 || max_bytes / 4 < size.pixels() / 8,
    }
}

fn at_quality(mut frame: Frame, kinds: &[StepKind], quality: u8) -> Frame {
    for (component, &kind) in frame.components.iter_mut().zip(kinds) {
        component.quant = steps(kind, f32::from(quality));
    }
    frame
}

fn frame(size: Size, components: usize, sampling: ChromaSampling) -> Frame {
    let component = |id: u8| {
        let (horizontal, vertical) = if id == 1 { (sampling.horizontal, sampling.vertical) } else { (1, 1) };
        let factor = |blocks: usize| u8::try_from(blocks).unwrap_or(1);
        let (horizontal, vertical) = (factor(horizontal), factor(vertical));
        Component { id, horizontal, vertical, quant: QuantTable([1; BLOCK]) }
    };
    Frame { size, components: (1..).map(component).take(components).collect() }
}
