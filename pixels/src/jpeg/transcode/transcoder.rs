//! Transcoding: a smaller file from the coefficients of a JPEG, which is never decoded to samples.

use super::adobe::adobe_segment;
use super::extend::Extension;
use super::lossless::{Lossless, LosslessOptions, PartialEdges, transform_lossless};
use super::scattered::ScatteredRows;
use super::subsample::{ChromaSubsampler, subsampled_frame};
use super::transform::Transform;
use crate::jpeg::decode::coefficients::CoefficientReader;
use crate::jpeg::decode::header::{ColorSpace, JpegHeader};
use crate::jpeg::encode::analyze::{SampleSink, StoreSink};
use crate::jpeg::encode::encoder::Encoded;
use crate::jpeg::encode::quant::StepKind;
use crate::jpeg::encode::rate_control::RateControl;
use crate::jpeg::encode::size_model::whole_quality;
use crate::jpeg::encode::sparse::CoefficientOrder;
use crate::jpeg::encode::store::{CoefficientStore, WHOLE};
use crate::jpeg::encode::target::Target;
use crate::jpeg::encode::write::{FileLayout, FilePlan};
use crate::jpeg::shared::frame::{Block, Component, Frame};
use crate::jpeg::shared::mcu::McuRow;
use crate::{Error, Result};

/// How to transcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TranscodeOptions<'a> {
    /// Quality or bytes. No step becomes finer than it is in the source, whatever the quality.
    pub target: Target,
    /// Whole marker segments, written before the tables as they are.
    pub metadata: &'a [&'a [u8]],
    /// Progressive or sequential. Within a size budget large images are sequential either way.
    pub progressive: bool,
    /// How the image is rotated and mirrored. A side that ends within an MCU and becomes the left or the top is extended as
    /// by [`PartialEdges::Extend`](super::PartialEdges::Extend).
    pub transform: Transform,
    /// Whether 4:4:4 becomes 4:2:0.
    pub halves_chroma: bool,
}

/// Makes a smaller file of the JPEG in `bytes`, without resampling.
///
/// # Errors
/// [`crate::Error::OverBudget`] where the lowest quality allowed takes more bytes, and what
/// [`CoefficientReader`] fails with.
pub fn transcode(bytes: &[u8], options: &TranscodeOptions<'_>) -> Result<Encoded> {
    options.target.check()?;
    let mut reader = CoefficientReader::new(bytes)?;
    if options.halves_chroma && !can_subsample(&reader, options.transform) {
        return transcode_moved(bytes, options);
    }
    let adobe = adobe_segment(reader.header());
    let metadata: Vec<&[u8]> =
        options.metadata.iter().copied().chain(adobe.as_ref().map(<[u8; 16]>::as_slice)).collect();
    let jfif = matches!(reader.header().color, ColorSpace::Gray | ColorSpace::YCbCr);
    let (mut room, mut may_requantize) = (1, options.target.is_near(bytes.len()));
    loop {
        let store = read(&mut reader, options, room)?;
        let job = RateControl { store: &store, metadata: &metadata, jfif, progressive: options.progressive };
        may_requantize = may_requantize && options.target.may_keep_most_of(bytes.len(), store.requantizes_from());
        if may_requantize && let Some(recipe) = job.requantization(options.target) {
            let (frame, planes) = recipe.apply(store);
            let layout = FileLayout { frame: &frame, metadata: &metadata, jfif };
            let bytes = FilePlan::new(layout, &planes, &recipe.coder.script).write();
            let is_filled = options.target.is_filled_by(bytes.len()) || recipe.is_lossless();
            if bytes.len() as u64 <= options.target.max_bytes() && is_filled {
                return Ok(Encoded { bytes, quality: whole_quality(recipe.quality), size: frame.size });
            }
            may_requantize = false;
            reader.rewind();
            continue;
        }
        let (bytes, quality) = job.to(options.target)?;
        if !lacks_room(store.limits(quality), options.target.is_filled_by(bytes.len()), room) {
            return Ok(Encoded { bytes, quality, size: store.size() });
        }
        reader.rewind();
        room *= 4;
    }
}

/// Whether the image is read again with more room: it has uncommonly many small coefficients, and the better ones that
/// were dropped are missing in a file that leaves room in its budget.
const fn lacks_room(is_limited: bool, is_filled: bool, room: u64) -> bool {
    is_limited && !is_filled && room <= MAX_ROOM
}

/// The largest factor of room with which an image is read again.
const MAX_ROOM: u64 = 64;

/// Whether chroma can be subsampled before blocks are moved: extended sides have to end with a whole MCU of the result.
fn can_subsample(reader: &CoefficientReader<'_>, transform: Transform) -> bool {
    let size = Extension::new(reader.frame(), transform).size();
    let (flips_width, flips_height) = transform.flips_of_source();
    let is_whole = |edge: u32, flips: bool| !flips || edge.is_multiple_of(16);
    subsampled_frame(reader.frame(), reader.header()).is_none()
        || is_whole(size.width, flips_width) && is_whole(size.height, flips_height)
}

/// Moves the blocks first, without loss, and transcodes what comes of it.
fn transcode_moved(bytes: &[u8], options: &TranscodeOptions<'_>) -> Result<Encoded> {
    let lossless = LosslessOptions {
        transform: options.transform,
        edges: PartialEdges::Extend,
        metadata: &[],
        progressive: false,
        max_sequential_bytes: u64::MAX,
        max_bytes: u64::MAX,
    };
    match transform_lossless(bytes, &lossless)? {
        Lossless::Done(moved) => {
            transcode(&moved.bytes, &TranscodeOptions { transform: Transform::default(), ..*options })
        }
        Lossless::PartialBlocks { .. } | Lossless::TooLarge => {
            Err(Error::EngineFailed { reason: "a side was not extended".into() }.into())
        }
    }
}

fn read(reader: &mut CoefficientReader<'_>, options: &TranscodeOptions<'_>, room: u64) -> Result<CoefficientStore> {
    let transform = options.transform;
    let extension = Extension::new(reader.frame(), transform);
    let source = Frame { size: extension.size(), ..reader.frame().clone() };
    let subsampled = subsampled_frame(&source, reader.header()).filter(|_| options.halves_chroma);
    let mut subsamplers = subsamplers(&source, subsampled.is_some());
    let frame = subsampled.unwrap_or(source);
    let moved_frame = transform.frame(&frame);
    // Coefficients are moved within their blocks as they are read, and blocks at the end.
    let mut read_frame = frame;
    for (read, moved) in read_frame.components.iter_mut().zip(&moved_frame.components) {
        read.quant = moved.quant;
    }
    let mut store = CoefficientStore::for_target(options.target, (read_frame, kinds(reader.header())), room);
    let max_bytes = options.target.max_bytes();
    let order = if transform.transpose { CoefficientOrder::NATURAL } else { CoefficientOrder::TURNED };
    let signs = (transform != Transform::default()).then(|| transposed(&transform.signs()));
    let last = reader.frame().mcu_rows();
    let mut rows = McuRow::default();
    let mut scattered = ScatteredRows::new(reader.frame(), transform);
    for (component, subsampler) in subsamplers.iter().enumerate() {
        if let Some(subsampler) = subsampler {
            scattered.keep_dense(component, subsampler.blocks_per_row());
        }
    }
    for count in 1..=last {
        store.check_hope(max_bytes)?;
        let is_dense = extension.extends_width() || count == last && extension.extends_height();
        if !is_dense && scattered.take(reader, &mut store)? {
            let mut keep = StoreSink { store: &mut store, max_bytes, order, signs };
            for (component, subsampler) in subsamplers.iter_mut().enumerate() {
                let samples = subsampler.as_mut().and_then(|one| one.take(scattered.dense(component)));
                if let Some(samples) = samples {
                    keep.take(component, samples);
                }
            }
            continue;
        }
        reader.next_mcu_row(&mut rows)?;
        extension.extend(&mut rows, count == last);
        let mut keep = StoreSink { store: &mut store, max_bytes, order, signs };
        keep.begin(reader.progress(WHOLE))?;
        for (component, (rows, subsampler)) in rows.components.iter().zip(&mut subsamplers).enumerate() {
            for blocks in rows.blocks.chunks_exact(rows.blocks_per_row.max(1)) {
                match subsampler {
                    None => scattered.take_dense(component, blocks, keep.store),
                    Some(subsampler) => {
                        if let Some(samples) = subsampler.take(blocks) {
                            keep.take(component, samples);
                        }
                    }
                }
            }
        }
    }
    if transform == Transform::default() {
        return Ok(store);
    }
    Ok(store.moved(moved_frame, |plane| transform.plane(plane)))
}

/// What subsamples each component, if it is subsampled.
fn subsamplers(source: &Frame, subsamples: bool) -> Vec<Option<ChromaSubsampler>> {
    let of = |(index, component): (usize, &Component)| {
        (subsamples && index > 0).then(|| ChromaSubsampler::new(source, component))
    };
    source.components.iter().enumerate().map(of).collect()
}

fn transposed(block: &Block) -> Block {
    core::array::from_fn(|at| block[at % 8 * 8 + at / 8])
}

fn kinds(header: &JpegHeader) -> Vec<StepKind> {
    let has_chroma = matches!(header.color, ColorSpace::YCbCr | ColorSpace::Ycck);
    let kind =
        |component| if has_chroma && (component == 1 || component == 2) { StepKind::Chroma } else { StepKind::Luma };
    (0..header.components.len()).map(kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_read_again_only_where_dropped_coefficients_leave_room_in_the_budget() {
        for (is_limited, is_filled, room, expected) in [
            (true, false, 1, true),
            (true, false, 64, true),
            (true, false, 256, false),
            (false, false, 1, false),
            (true, true, 1, false),
            (false, true, 1, false),
        ] {
            assert_eq!(lacks_room(is_limited, is_filled, room), expected, "{is_limited} {is_filled} {room}");
        }
    }
}
