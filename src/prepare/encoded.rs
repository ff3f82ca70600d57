//! Making a picture fit by decoding it and encoding it anew.

use super::plan::Plan;
use super::prepared::{Draft, Note, PreparedPath, SourceInfo};
use super::{file_notes, fit, smaller};
use crate::decode::{Container, Source};
use crate::encode::{Outcome, Target, encode, encode_planes};
use crate::jpeg::PlaneRows;
use crate::limits::ImageFormat;
use crate::metadata::{Metadata, metadata_segments};
use crate::orientation::{Orientation, upright};
use crate::raster::{InterleavedRows, PixelLayout};
use crate::resize::resized;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Result};

/// The longest side that a JPEG file can have, less what readers refuse.
const MAX_JPEG_EDGE: u32 = 65_500;

/// What is encoded.
pub enum Picture<'a> {
    File(&'a Source<'a>),
    Pixels { rgba: &'a [u8], size: Size },
}

type Planes<'a> = [Box<dyn RowSource + 'a>; 3];

impl Picture<'_> {
    /// Upright rows of the size given, which is an upright size too.
    fn rows(&self, size: Size) -> Result<Box<dyn RowSource + '_>> {
        match self {
            Self::File(source) => {
                let orientation = source.metadata.orientation;
                let stored = orientation.upright_size(size);
                Ok(upright(resized(source.rows(stored)?, stored)?, orientation)?)
            }
            Self::Pixels { rgba, size: full } => {
                Ok(resized(Box::new(InterleavedRows::new(*full, PixelLayout::Rgba, *rgba)?), size)?)
            }
        }
    }

    /// Upright planes of the size given: luma, and Cb and Cr of half its width and height. `None` for a picture that
    /// cannot be had so.
    fn planes(&self, size: Size) -> Result<Option<Planes<'_>>> {
        let Self::File(source) = self else { return Ok(None) };
        let orientation = source.metadata.orientation;
        // Mirrored, the chroma of an odd side would lie half a sample off.
        let is_even = size.width.is_multiple_of(2) && size.height.is_multiple_of(2);
        if orientation != Orientation::Upright && !is_even {
            return Ok(None);
        }
        let stored = orientation.upright_size(size);
        let Some(planes) = source.planes(stored)? else { return Ok(None) };
        let halved = Size { width: stored.width.div_ceil(2), height: stored.height.div_ceil(2) };
        let [luma, cb, cr] = planes;
        Ok(Some([plane(luma, stored, orientation)?, plane(cb, halved, orientation)?, plane(cr, halved, orientation)?]))
    }

    fn upright_size(&self) -> Size {
        match self {
            Self::File(source) => source.upright_size(),
            Self::Pixels { size, .. } => *size,
        }
    }

    /// The metadata of which some stays with rows of these components.
    fn metadata(&self, model: ColorModel) -> Metadata {
        let Self::File(source) = self else { return Metadata::default() };
        let mut metadata = source.metadata.clone();
        let is_cmyk = matches!(&source.container, Container::Jpeg(file) if file.components == 4);
        metadata.profile = metadata.profile.filter(|profile| !is_cmyk && profile.fits(model));
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

fn plane(rows: PlaneRows<'_>, size: Size, orientation: Orientation) -> Result<Box<dyn RowSource + '_>> {
    Ok(upright(resized(Box::new(rows), size)?, orientation)?)
}

/// Decodes, reduces, turns and encodes: as large and as good as the limits allow, and not larger than `start`.
pub fn encoded(picture: &Picture<'_>, start: Size, info: SourceInfo, plan: &Plan) -> Result<Draft> {
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
    let target = Target { quality: plan.quality, min_quality: plan.min_quality, max_bytes };
    let planes = if target.halves_chroma(size) { picture.planes(size)? } else { None };
    let (outcome, metadata) = match planes {
        Some([mut luma, mut cb, mut cr]) => {
            let metadata = picture.metadata(ColorModel::YCbCr);
            let segments = metadata_segments(&metadata, plan.metadata);
            (encode_planes([luma.as_mut(), cb.as_mut(), cr.as_mut()], &segments, target)?, metadata)
        }
        None => {
            let mut rows = picture.rows(size)?;
            let metadata = picture.metadata(rows.model());
            let segments = metadata_segments(&metadata, plan.metadata);
            (encode(rows.as_mut(), &segments, target)?, metadata)
        }
    };
    Ok(match outcome {
        Outcome::TooLarge(bytes) => Attempt::TooLarge(bytes),
        Outcome::Fits(bytes, quality) => {
            Attempt::Fits(EncodedFile { bytes, size, quality, notes: picture.notes(&metadata) })
        }
    })
}

impl Plan {
    /// A picture that has to be encoded becomes a JPEG, which has to be accepted.
    fn require_jpeg(&self) -> Result<()> {
        if self.formats.contains(&ImageFormat::Jpeg) {
            return Ok(());
        }
        let found = self.formats.iter().map(|format| format.mime_type()).collect::<Vec<_>>().join(", ");
        Err(Error::invalid("limits.formats", found, "image/jpeg among them, for a picture that has to be encoded"))
    }
}
