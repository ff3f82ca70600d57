//! Making an image fit by decoding it and encoding it anew.

use super::crop::{Crop, Cut};
use super::plan::Plan;
use super::prepared::{Draft, Note, PreparedPath, SourceInfo};
use super::{file_notes, smaller};
use crate::image::decode::Container;
use crate::image::encode::{Outcome, Target, encode, encode_planes};
use crate::image::metadata::{Metadata, metadata_segments};
use crate::image::readable::{Planes, Readable, fit};
use crate::jpeg::Encoded;
use crate::limits::ImageFormat;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, Result};

/// The longest side that a JPEG file can have, less what readers refuse.
const MAX_JPEG_EDGE: u32 = 65_500;

impl Readable<'_> {
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

/// What is encoded: an image, or a document that is cut out of it.
pub struct Subject<'a> {
    picture: Readable<'a>,
    crop: Option<Crop<'a>>,
}

impl<'a> Subject<'a> {
    pub fn new(picture: Readable<'a>, cut: Option<&Cut>) -> Result<Self> {
        Ok(Self { picture, crop: cut.map(|cut| Crop::new(picture, cut)).transpose()? })
    }

    /// Its width and height where nothing is reduced.
    const fn size(&self) -> Size {
        match &self.crop {
            Some(crop) => crop.size,
            None => self.picture.upright_size(),
        }
    }

    /// The largest size for which there is memory.
    pub fn start(&self) -> Result<Size> {
        match &self.crop {
            Some(crop) => crop.within_memory(),
            None => Ok(self.picture.upright_size()),
        }
    }

    fn rows(&self, size: Size) -> Result<Box<dyn RowSource + 'a>> {
        match &self.crop {
            Some(crop) => crop.rows(size),
            None => self.picture.rows(size),
        }
    }

    fn planes(&self, size: Size) -> Result<Option<Planes<'a>>> {
        if self.crop.is_some() { Ok(None) } else { self.picture.planes(size) }
    }
}

/// Decodes, reduces, turns and encodes: as large and as good as the limits allow, and not larger than `start`.
pub fn encoded(subject: &Subject<'_>, start: Size, info: SourceInfo, plan: &Plan) -> Result<Draft> {
    plan.require_jpeg()?;
    let mut size = fit(start, plan.max_edge.min(MAX_JPEG_EDGE));
    let mut smallest = u64::MAX;
    let mut max_bytes = plan.budget.max_bytes.min(subject.picture.length_to_keep());
    loop {
        let bytes_needed = match encoded_at(subject, size, max_bytes, plan)? {
            Attempt::Fits(file) => return Ok(file.into_draft(info, size != subject.size())),
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

fn encoded_at(subject: &Subject<'_>, size: Size, max_bytes: u64, plan: &Plan) -> Result<Attempt> {
    let picture = subject.picture;
    let target = Target { quality: plan.quality, min_quality: plan.min_quality, max_bytes };
    let planes = if target.halves_chroma(size) { subject.planes(size)? } else { None };
    let (outcome, metadata) = match planes {
        Some([mut luma, mut cb, mut cr]) => {
            let metadata = picture.metadata(ColorModel::YCbCr);
            let segments = metadata_segments(&metadata, plan.metadata);
            (encode_planes([luma.as_mut(), cb.as_mut(), cr.as_mut()], &segments, target)?, metadata)
        }
        None => {
            let mut rows = subject.rows(size)?;
            let metadata = picture.metadata(rows.model());
            let segments = metadata_segments(&metadata, plan.metadata);
            (encode(rows.as_mut(), &segments, target)?, metadata)
        }
    };
    Ok(match outcome {
        Outcome::TooLarge(bytes) => Attempt::TooLarge(bytes),
        Outcome::Fits(Encoded { bytes, quality, .. }) => {
            Attempt::Fits(EncodedFile { bytes, size, quality, notes: picture.notes(&metadata) })
        }
    })
}

impl Plan {
    /// An image that has to be encoded becomes a JPEG, which has to be accepted.
    fn require_jpeg(&self) -> Result<()> {
        if self.formats.contains(&ImageFormat::Jpeg) {
            return Ok(());
        }
        let found = self.formats.iter().map(|format| format.mime_type()).collect::<Vec<_>>().join(", ");
        Err(Error::invalid("limits.formats", found, "image/jpeg among them, for a picture that has to be encoded"))
    }
}
