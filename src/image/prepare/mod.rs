//! From file bytes to a file inside the limits, with the least damage to the image.
//!
//! In this order, the first that meets every limit is taken:
//! 1. [`PreparedPath::Original`]: the pixels stay bit for bit, only metadata is rewritten. The data of a JPEG are decoded
//!    to see that they are whole, unless [`PrepareOptions::verify`] is `false`.
//! 2. [`PreparedPath::Transcoded`]: a JPEG is turned upright without loss, and coarsened if it has too many bytes,
//!    without decoding it to pixels. Where a side that becomes the left or the top ends within a block, the up to 15
//!    pixels that the file has beyond its edge stay in the image, and its width and height say so.
//! 3. [`PreparedPath::Encoded`]: decoded, reduced if `max_edge` asks for it, turned upright, and encoded as JPEG at
//!    `quality`, or at the highest quality below it that fits, down to `min_quality`.
//! 4. The same in smaller and smaller sizes, as long as the longer side has [`MIN_EDGE`] pixels.
//!
//! A document that is to be cut out ([`PrepareOptions::crop`]) is always encoded.
//!
//! Else [`OverBudget`](crate::Error::OverBudget). The result never exceeds a limit, and a JPEG file does not grow if
//! that can be helped at `min_quality`.
//!
//! ```
//! use idsnap::image::prepare::{PrepareOptions, prepare_pixels};
//! use idsnap::rows::Size;
//!
//! let rgba = vec![200; 64 * 48 * 4];
//! let options = PrepareOptions { max_base64_length: Some(4_000), ..PrepareOptions::default() };
//! let prepared = prepare_pixels(&rgba, Size { width: 64, height: 48 }, &options)?;
//! assert!(prepared.base64_length <= 4_000);
//! # Ok::<(), Box<idsnap::Error>>(())
//! ```

use crate::image::decode::{Container, Source};
use crate::image::metadata::PngColors;
use crate::image::readable::{Readable, fit};
use crate::jpeg::{Damaged, verify};
use crate::limits::ImageFormat;
use crate::orientation::Orientation;
use crate::rows::Size;
use crate::{Error, Result};

mod crop;
mod encoded;
mod options;
mod plan;
mod prepared;
mod share;
mod transcoded;

pub use options::{DEFAULT_CROP_MARGIN, DEFAULT_MIN_QUALITY, DEFAULT_QUALITY, DamagePolicy, Limits, PrepareOptions};
pub use prepared::{Note, Prepared, PreparedPath, SourceInfo, sha256};
pub use share::{ImageData, ImageInput, prepare_all};

use encoded::{Subject, encoded};
use plan::Plan;
use prepared::Draft;
use transcoded::{Transcoded, transcoded};

/// The longer side, in pixels, below which an image is not reduced to meet a size limit: a line of a passport's
/// machine-readable zone has 44 characters, which cannot be read with fewer than about ten pixels each.
pub const MIN_EDGE: u32 = 480;

/// Prepares an image file.
///
/// # Errors
/// `InvalidField` for an option out of range; `EmptyImage`, `NotAnImage`, `UnsupportedFormat`, `DamagedImage` and
/// `TooManyPixels` for the file; `OverBudget` if the size limit cannot be met; `EngineFailed` when memory runs out: see
/// [`Error`].
pub fn prepare(bytes: &[u8], options: &PrepareOptions) -> Result<Prepared> {
    prepare_with(ImageData::File(bytes), &Plan::new(options)?)
}

/// Prepares pixels: red, green, blue and alpha, not premultiplied, already upright.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_pixels(rgba: &[u8], size: Size, options: &PrepareOptions) -> Result<Prepared> {
    prepare_with(ImageData::Pixels { rgba, size }, &Plan::new(options)?)
}

fn prepare_with(image: ImageData<'_>, plan: &Plan) -> Result<Prepared> {
    match image {
        ImageData::File(bytes) => prepare_file(bytes, plan),
        ImageData::Pixels { rgba, size } => {
            let subject = Subject::new(Readable::Pixels { rgba, size }, plan.cut.as_ref())?;
            let info = SourceInfo::of_pixels(size, rgba.len() as u64);
            encoded(&subject, subject.start()?, info, plan).map(Draft::finish)
        }
    }
}

fn prepare_file(bytes: &[u8], plan: &Plan) -> Result<Prepared> {
    let source = Source::inspect(bytes)?.tolerating(plan.damaged);
    let subject = Subject::new(Readable::File(&source), plan.cut.as_ref())?;
    if plan.cut.is_some() {
        let start = within_memory(subject.start()?, plan);
        return encoded(&subject, start, SourceInfo::of_file(&source), plan).map(Draft::finish);
    }
    if let Some(draft) = unless_damaged(original(&source, plan), plan)? {
        return Ok(draft.finish());
    }
    let full = source.upright_size();
    let attempt = unless_damaged(transcoded(&source, plan), plan)?;
    let start = match attempt {
        Some(Transcoded::Fits(draft)) => return Ok(draft.finish()),
        Some(Transcoded::TooLarge(bytes)) => smaller(full, bytes, plan).ok_or_else(|| plan.budget.exceeded(bytes))?,
        None => within_memory(full, plan),
    };
    encoded(&subject, start, SourceInfo::of_file(&source), plan).map(Draft::finish)
}

/// Nothing for a damaged file that is to be shown as far as it goes: coefficients are read whole or not at all, pixels
/// row by row.
fn unless_damaged<T>(outcome: Result<Option<T>>, plan: &Plan) -> Result<Option<T>> {
    match outcome {
        Err(error) if matches!(*error, Error::DamagedImage { .. }) && plan.damaged == Damaged::ShowWhatIsThere => {
            Ok(None)
        }
        outcome => outcome,
    }
}

/// The file with its pixels untouched, if it meets every limit.
fn original(source: &Source<'_>, plan: &Plan) -> Result<Option<Draft>> {
    if source.metadata.orientation != Orientation::Upright || !is_acceptable(source, plan) {
        return Ok(None);
    }
    let Some(bytes) = source.rewritten(plan.metadata) else { return Ok(None) };
    if bytes.len() as u64 > plan.budget.max_bytes {
        return Ok(None);
    }
    if plan.verify && source.format() == ImageFormat::Jpeg {
        verify(source.bytes)?;
    }
    let mut draft = Draft::new(SourceInfo::of_file(source), bytes, PreparedPath::Original);
    (draft.format, draft.size) = (source.format(), source.size);
    draft.notes = file_notes(source, source.metadata.profile.is_some());
    Ok(Some(draft))
}

/// Whether the file meets every limit but perhaps that of its size in bytes, once it is upright.
fn is_acceptable(source: &Source<'_>, plan: &Plan) -> bool {
    plan.formats.contains(&source.format()) && source.size.longest_edge() <= plan.max_edge
}

/// What is worth knowing of the file itself.
fn file_notes(source: &Source<'_>, profile_kept: bool) -> Vec<Note> {
    let trailer_cut = match &source.container {
        Container::Jpeg(file) => file.has_trailer,
        Container::Png(file) => file.has_trailer,
        Container::Webp(file) => file.has_trailer,
        Container::Bmp(_) => false,
    };
    let first_frame_only = match &source.container {
        Container::Png(file) => file.is_animated,
        Container::Webp(file) => file.is_animated,
        Container::Jpeg(_) | Container::Bmp(_) => false,
    };
    let had_profile = source.metadata.profile.is_some() || source.metadata.profile_refused;
    let has_unknown_colors = matches!(&source.container, Container::Png(file) if file.colors == PngColors::Unknown);
    let notes = [
        (trailer_cut, Note::TrailerCut),
        (first_frame_only, Note::FirstFrameOnly),
        (source.has_damage(), Note::Damaged),
        (profile_kept, Note::ColorProfileKept),
        (had_profile && !profile_kept, Note::ColorProfileDropped),
        (has_unknown_colors, Note::ColorsNotConverted),
    ];
    notes.into_iter().filter_map(|(applies, note)| applies.then_some(note)).collect()
}

/// The most pixels of an image that has to fit in a budget and cannot be transcoded in the memory there is: their
/// coefficients are kept while it is found how. Sensors of 48 and 108 megapixels have color filters four or nine pixels
/// large, so that about 12 megapixels is what they see; a card that fills those has 45 pixels a millimetre.
const MAX_BUDGETED_PIXELS: u64 = 12_000_000;

/// The size to start from where memory for more pixels is not to be had.
fn within_memory(size: Size, plan: &Plan) -> Size {
    if plan.budget.max_bytes == u64::MAX || size.pixels() <= MAX_BUDGETED_PIXELS {
        return size;
    }
    #[expect(clippy::cast_precision_loss, reason = "a ratio")]
    let factor = (MAX_BUDGETED_PIXELS as f64 / size.pixels() as f64).sqrt();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a factor below 1")]
    let edge = (f64::from(size.longest_edge()) * factor) as u32;
    fit(size, edge.max(MIN_EDGE))
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
