//! Making a JPEG file fit without ever decoding it to pixels.

use super::plan::Plan;
use super::prepared::{Draft, Note, PreparedPath, SourceInfo};
use super::{file_notes, is_acceptable};
use crate::Result;
use crate::image::decode::{Container, Source};
use crate::image::encode::{Outcome, Stored, Target, transcode, turn, upright_size};
use crate::image::metadata::metadata_segments;
use crate::jpeg::Encoded;
use crate::limits::MetadataPolicy;
use crate::orientation::Orientation;

/// What came of transcoding.
pub enum Transcoded {
    /// The file meets every limit.
    Fits(Draft),
    /// It would have so many bytes at the lowest quality allowed.
    TooLarge(u64),
}

/// The file turned upright without loss and, if it has too many bytes, with its coefficients coarsened. Nothing for
/// what is better decoded.
pub fn transcoded(source: &Source<'_>, plan: &Plan) -> Result<Option<Transcoded>> {
    if !can_be_transcoded(source, plan)? {
        return Ok(None);
    }
    let stored = Stored { bytes: source.bytes, orientation: source.metadata.orientation };
    let segments = metadata_segments(&source.metadata, plan.metadata);
    let (length, max_bytes) = (source.bytes.len() as u64, plan.budget.max_bytes);
    if stored.orientation != Orientation::Upright
        && length - length / TABLES_SAVE <= max_bytes
        && let Some(upright) = turn(&stored, &segments, max_bytes)?
    {
        return Ok(Some(Transcoded::Fits(draft(source, upright, false))));
    }
    // No step becomes finer than in the source, so that the highest quality is the source's own.
    let target = Target { quality: 100, min_quality: plan.min_quality, max_bytes };
    Ok(Some(match transcode(&stored, &segments, target, halves_chroma(length, plan))? {
        Outcome::TooLarge(bytes) => Transcoded::TooLarge(bytes),
        Outcome::Fits(made) => Transcoded::Fits(draft(source, made, true)),
    }))
}

/// Whether the image can be turned or coarsened as it is stored, without being reduced.
fn can_be_transcoded(source: &Source<'_>, plan: &Plan) -> Result<bool> {
    let Container::Jpeg(file) = &source.container else { return Ok(false) };
    if !file.is_common() || !is_acceptable(source, plan) || memory(source, plan) > MAX_MEMORY {
        return Ok(false);
    }
    let stored = Stored { bytes: source.bytes, orientation: source.metadata.orientation };
    Ok(upright_size(&stored)?.longest_edge() <= plan.max_edge)
}

/// Whether the file would surely have more than `max_bytes` if nothing of the picture were lost: neither leaving out
/// metadata nor Huffman tables of its own save so much. Never where it would be decoded and encoded anew.
pub fn stays_above(source: &Source<'_>, plan: &Plan, max_bytes: u64) -> bool {
    let length = || {
        let stripped = source.rewritten(MetadataPolicy::Strip).map_or(0, |bytes| bytes.len() as u64);
        stripped - stripped / TABLES_SAVE
    };
    let can_be_kept = plan.cut.is_none() && can_be_transcoded(source, plan).unwrap_or(false);
    can_be_kept && length() > max_bytes
}

/// The part of a file that Huffman tables of its own may save: one in so many bytes. Photos save 2 to 5 %.
const TABLES_SAVE: u64 = 8;

/// The most memory that a file may take to be turned or coarsened: pages get little, on phones above all.
const MAX_MEMORY: u64 = 56 << 20;

/// About the memory that it takes: the file, half a byte for each pixel, and the coefficients, of which a file has not
/// two for each byte and a budget lets nine for two bytes be kept.
fn memory(source: &Source<'_>, plan: &Plan) -> u64 {
    let length = source.bytes.len() as u64;
    let kept = plan.budget.max_bytes.min(length);
    let coefficients = kept.saturating_mul(9).min(length.saturating_mul(4));
    let turned = if source.metadata.orientation == Orientation::Upright { 0 } else { length.saturating_mul(4) };
    length + source.size.pixels() / 2 + turned.max(coefficients.saturating_add(kept.saturating_mul(4)))
}

/// Whether there is no room for chroma of full size: where many bytes have to go, luma that keeps its detail is worth
/// more.
const fn halves_chroma(length: u64, plan: &Plan) -> bool {
    plan.budget.max_bytes < length / 2
}

fn draft(source: &Source<'_>, made: Encoded, is_coarsened: bool) -> Draft {
    let (size, quality) = (made.size, is_coarsened.then_some(made.quality));
    let mut draft = Draft::new(SourceInfo::of_file(source), made.bytes, PreparedPath::Transcoded);
    (draft.size, draft.quality) = (size, quality);
    draft.notes = file_notes(source, source.metadata.profile.is_some());
    draft.notes.extend((size != source.upright_size()).then_some(Note::PaddingKept));
    draft
}
