//! From file bytes to a file inside the limits, with the least damage to the picture.
//!
//! In this order, the first that meets every limit is taken:
//! 1. [`PreparedPath::Original`]: the pixels stay bit for bit, only metadata is rewritten.
//! 2. [`PreparedPath::Transcoded`]: an upright JPEG with too many bytes is coarsened without decoding it to pixels.
//! 3. [`PreparedPath::Encoded`]: decoded, reduced if `max_edge` asks for it, turned upright, and encoded as JPEG at
//!    `quality`, or at the highest quality below it that fits, down to `min_quality`.
//! 4. The same in smaller and smaller sizes, as long as the longer side has [`MIN_EDGE`] pixels.
//!
//! Else [`Error::OverBudget`]. The result never exceeds a limit, and a JPEG file does not grow if that can be
//! helped at `min_quality`.
//!
//! ```
//! use idsnap::prepare::{PrepareOptions, prepare_pixels};
//! use idsnap::rows::Size;
//!
//! let rgba = vec![200; 64 * 48 * 4];
//! let options = PrepareOptions { max_base64_length: Some(4_000), ..PrepareOptions::default() };
//! let prepared = prepare_pixels(&rgba, Size { width: 64, height: 48 }, &options)?;
//! assert!(prepared.base64_length <= 4_000);
//! # Ok::<(), idsnap::Error>(())
//! ```

use crate::decode::{Container, Source};
use crate::encode::{Outcome, Target, encode, transcode};
use crate::limits::ImageFormat;
use crate::metadata::{Metadata, metadata_segments};
use crate::orientation::{Orientation, upright};
use crate::raster::{InterleavedRows, PixelLayout};
use crate::resize::resized;
use crate::rows::{RowSource, Size};
use crate::{Error, Result};

mod options;
mod plan;
mod prepared;
mod share;

pub use options::{DEFAULT_MIN_QUALITY, DEFAULT_QUALITY, Limits, PrepareOptions};
pub use prepared::{Note, Prepared, PreparedPath, SourceInfo};
pub use share::prepare_all;

use plan::Plan;
use prepared::Draft;

/// The longer side, in pixels, below which a picture is not reduced to meet a size limit: a line of a passport's
/// machine-readable zone has 44 characters, which cannot be read with fewer than about ten pixels each.
pub const MIN_EDGE: u32 = 480;

/// The longest side that a JPEG file can have, less what readers refuse.
const MAX_JPEG_EDGE: u32 = 65_500;

/// Prepares an image file.
///
/// # Errors
/// [`Error::InvalidField`] for an option out of range; [`Error::EmptyImage`], [`Error::NotAnImage`],
/// [`Error::UnsupportedFormat`], [`Error::DamagedImage`] and [`Error::TooManyPixels`] for the file;
/// [`Error::OverBudget`] if the size limit cannot be met; [`Error::EngineFailed`] when memory runs out.
pub fn prepare(bytes: &[u8], options: &PrepareOptions) -> Result<Prepared> {
    prepare_source(bytes, &Plan::new(options)?)
}

/// Prepares pixels: red, green, blue and opacity, not premultiplied, already upright.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_pixels(rgba: &[u8], size: Size, options: &PrepareOptions) -> Result<Prepared> {
    let plan = Plan::new(options)?;
    let picture = Picture::Pixels { rgba, size };
    let info = SourceInfo::of_pixels(size, rgba.len() as u64);
    encoded(&picture, size, info, &plan).map(Draft::finish)
}

fn prepare_source(bytes: &[u8], plan: &Plan) -> Result<Prepared> {
    let source = Source::inspect(bytes)?;
    if let Some(draft) = original(&source, plan) {
        return Ok(draft.finish());
    }
    let picture = Picture::File(&source);
    let full = source.upright_size();
    let start = match transcoded(&source, plan)? {
        Some(Transcoded::Fits(draft)) => return Ok(draft.finish()),
        Some(Transcoded::TooLarge(bytes)) => smaller(full, bytes, plan).ok_or_else(|| plan.budget.exceeded(bytes))?,
        None => full,
    };
    encoded(&picture, start, SourceInfo::of_file(&source), plan).map(Draft::finish)
}

/// The file with its pixels untouched, if it meets every limit.
fn original(source: &Source<'_>, plan: &Plan) -> Option<Draft> {
    if !is_acceptable(source, plan) {
        return None;
    }
    let bytes = source.rewritten(plan.metadata)?;
    if bytes.len() as u64 > plan.budget.max_bytes {
        return None;
    }
    let mut draft = Draft::new(SourceInfo::of_file(source), bytes, PreparedPath::Original);
    (draft.format, draft.size) = (source.format(), source.size);
    draft.notes = file_notes(source, source.metadata.profile.is_some());
    Some(draft)
}

/// Whether the file meets every limit but perhaps that of its size in bytes.
fn is_acceptable(source: &Source<'_>, plan: &Plan) -> bool {
    source.metadata.orientation == Orientation::Upright
        && plan.formats.contains(&source.format())
        && source.size.longest_edge() <= plan.max_edge
}

/// What came of transcoding.
enum Transcoded {
    Fits(Draft),
    /// It would have so many bytes at the lowest quality allowed.
    TooLarge(u64),
}

/// The file with its coefficients coarsened, if it is a JPEG that has too many bytes and is fine otherwise.
fn transcoded(source: &Source<'_>, plan: &Plan) -> Result<Option<Transcoded>> {
    let is_common = matches!(&source.container, Container::Jpeg(file) if file.is_common());
    if !is_common || !is_acceptable(source, plan) {
        return Ok(None);
    }
    let segments = metadata_segments(&source.metadata, plan.metadata);
    // No step becomes finer than in the source, so that the highest quality is the source's own.
    let target = Target { quality: 100, min_quality: plan.min_quality, max_bytes: plan.budget.max_bytes };
    Ok(Some(match transcode(source.bytes, &segments, target)? {
        Outcome::TooLarge(bytes) => Transcoded::TooLarge(bytes),
        Outcome::Fits(bytes, quality) => {
            let mut draft = Draft::new(SourceInfo::of_file(source), bytes, PreparedPath::Transcoded);
            draft.quality = Some(quality);
            draft.notes = file_notes(source, source.metadata.profile.is_some());
            Transcoded::Fits(draft)
        }
    }))
}

/// What is encoded.
enum Picture<'a> {
    File(&'a Source<'a>),
    Pixels { rgba: &'a [u8], size: Size },
}

impl Picture<'_> {
    /// Upright rows of the size given, which is an upright size too.
    fn rows(&self, size: Size) -> Result<Box<dyn RowSource + '_>> {
        match self {
            Self::File(source) => {
                let orientation = source.metadata.orientation;
                let stored = orientation.upright_size(size);
                upright(resized(source.rows(stored)?, stored)?, orientation)
            }
            Self::Pixels { rgba, size: full } => {
                resized(Box::new(InterleavedRows::new(*full, PixelLayout::Rgba, *rgba)?), size)
            }
        }
    }

    fn upright_size(&self) -> Size {
        match self {
            Self::File(source) => source.upright_size(),
            Self::Pixels { size, .. } => *size,
        }
    }

    /// The metadata of which some stays with rows of `rows`' components.
    fn metadata(&self, rows: &dyn RowSource) -> Metadata {
        let Self::File(source) = self else { return Metadata::default() };
        let mut metadata = source.metadata.clone();
        let is_cmyk = matches!(&source.container, Container::Jpeg(file) if file.components == 4);
        metadata.profile = metadata.profile.filter(|profile| !is_cmyk && profile.fits(rows.model()));
        metadata
    }

    fn notes(&self, kept: &Metadata) -> Vec<Note> {
        match self {
            Self::File(source) => file_notes(source, kept.profile.is_some()),
            Self::Pixels { .. } => Vec::new(),
        }
    }

    /// The length that the result should not exceed if it can be helped: a JPEG has lost quality already, and would
    /// only grow by having its losses kept exactly.
    fn length_to_keep(&self) -> u64 {
        match self {
            Self::File(source) if source.format() == ImageFormat::Jpeg => source.bytes.len() as u64,
            Self::File(_) | Self::Pixels { .. } => u64::MAX,
        }
    }
}

/// What is worth knowing of the file itself.
fn file_notes(source: &Source<'_>, profile_kept: bool) -> Vec<Note> {
    let trailer_cut = matches!(&source.container, Container::Jpeg(file) if file.has_trailer);
    let first_frame_only = match &source.container {
        Container::Png(file) => file.is_animated,
        Container::Webp(file) => file.is_animated,
        Container::Jpeg(_) | Container::Bmp(_) => false,
    };
    let had_profile = source.metadata.profile.is_some() || source.metadata.profile_refused;
    let notes = [
        (trailer_cut, Note::TrailerCut),
        (first_frame_only, Note::FirstFrameOnly),
        (profile_kept, Note::ColorProfileKept),
        (had_profile && !profile_kept, Note::ColorProfileDropped),
    ];
    notes.into_iter().filter_map(|(applies, note)| applies.then_some(note)).collect()
}

/// Decodes, reduces, turns and encodes: as large and as good as the limits allow, and not larger than `start`.
fn encoded(picture: &Picture<'_>, start: Size, info: SourceInfo, plan: &Plan) -> Result<Draft> {
    plan.require_jpeg()?;
    let mut size = fit(start, plan.max_edge.min(MAX_JPEG_EDGE));
    let mut smallest = u64::MAX;
    let mut max_bytes = plan.budget.max_bytes.min(picture.length_to_keep());
    loop {
        let bytes_needed = match encoded_at(picture, size, max_bytes, plan)? {
            Attempt::Fits(file) => return Ok(file.into_draft(info, size != picture.upright_size())),
            Attempt::TooLarge(bytes) => bytes,
        };
        smallest = smallest.min(bytes_needed);
        if max_bytes < plan.budget.max_bytes {
            max_bytes = plan.budget.max_bytes;
        } else {
            size = smaller(size, bytes_needed, plan).ok_or_else(|| plan.budget.exceeded(smallest))?;
        }
    }
}

/// What came of one size.
enum Attempt {
    Fits(EncodedFile),
    /// It would have so many bytes at the lowest quality allowed.
    TooLarge(u64),
}

struct EncodedFile {
    bytes: Vec<u8>,
    size: Size,
    quality: u8,
    notes: Vec<Note>,
}

impl EncodedFile {
    fn into_draft(self, info: SourceInfo, is_reduced: bool) -> Draft {
        let mut draft = Draft::new(info, self.bytes, PreparedPath::Encoded);
        (draft.size, draft.quality, draft.notes) = (self.size, Some(self.quality), self.notes);
        draft.notes.extend(is_reduced.then_some(Note::Reduced));
        draft
    }
}

fn encoded_at(picture: &Picture<'_>, size: Size, max_bytes: u64, plan: &Plan) -> Result<Attempt> {
    let mut rows = picture.rows(size)?;
    let metadata = picture.metadata(rows.as_ref());
    let segments = metadata_segments(&metadata, plan.metadata);
    let target = Target { quality: plan.quality, min_quality: plan.min_quality, max_bytes };
    Ok(match encode(rows.as_mut(), &segments, target)? {
        Outcome::TooLarge(bytes) => Attempt::TooLarge(bytes),
        Outcome::Fits(bytes, quality) => {
            Attempt::Fits(EncodedFile { bytes, size, quality, notes: picture.notes(&metadata) })
        }
    })
}

/// The next size to try, when `size` needs `bytes_needed` at the lowest quality.
fn smaller(size: Size, bytes_needed: u64, plan: &Plan) -> Option<Size> {
    #[expect(clippy::cast_precision_loss, reason = "a guess")]
    let share = plan.budget.max_bytes as f64 / bytes_needed.max(1) as f64;
    // Bytes shrink a little less than the area does.
    let factor = (share.sqrt() * 0.97).clamp(0.25, 0.95);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a factor below 1")]
    let edge = (f64::from(size.longest_edge()) * factor) as u32;
    let edge = if edge < MIN_EDGE && size.longest_edge() > MIN_EDGE { MIN_EDGE } else { edge };
    (edge >= MIN_EDGE).then(|| fit(size, edge))
}

/// The largest size of the same shape whose longer side has at most `max_edge` pixels.
fn fit(size: Size, max_edge: u32) -> Size {
    let longest = u64::from(size.longest_edge());
    if longest <= u64::from(max_edge) {
        return size;
    }
    let scaled = |side: u32| {
        let side = (u64::from(side) * u64::from(max_edge) + longest / 2) / longest;
        u32::try_from(side).unwrap_or(max_edge).max(1)
    };
    Size { width: scaled(size.width), height: scaled(size.height) }
}

impl Plan {
    fn require_jpeg(&self) -> Result<()> {
        if self.formats.contains(&ImageFormat::Jpeg) {
            return Ok(());
        }
        let found = self.formats.iter().map(|format| format.mime_type()).collect::<Vec<_>>().join(", ");
        Err(Error::invalid("limits.formats", found, "image/jpeg among them, for a picture that has to be encoded"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_is_kept_and_no_side_vanishes() {
        let cases = [
            ((4032, 3024), 1920, (1920, 1440)),
            ((3024, 4032), 1920, (1440, 1920)),
            ((1920, 1080), 1920, (1920, 1080)),
            ((1921, 1080), 1920, (1920, 1079)),
            ((65_535, 1), 100, (100, 1)),
            ((3, 2), 1, (1, 1)),
        ];
        for ((width, height), max_edge, (fitted_width, fitted_height)) in cases {
            let fitted = fit(Size { width, height }, max_edge);
            assert_eq!(fitted, Size { width: fitted_width, height: fitted_height }, "{width} x {height}");
        }
    }
}
