//! From file bytes to rows: one file a format.

use crate::image::format;
use crate::image::metadata::{JpegFile, Metadata, PngFile, WebpFile};
use crate::jpeg::{Damaged, PlaneRows};
use crate::limits::MetadataPolicy;
use crate::limits::{ImageFormat, MAX_PIXELS, MAX_RASTER_PIXELS};
use crate::rows::{RowSource, Size};
use crate::{Error, Result};
use core::cell::Cell;

mod bmp;
mod jpeg;
mod png;
mod webp;

pub use bmp::BmpFile;

/// Pixels that are decoded however few bytes they come from.
const ALWAYS_DECODED_PIXELS: u64 = 1 << 24;

/// Pixels that one byte may stand for beyond [`ALWAYS_DECODED_PIXELS`], so that a small file costs little time. A page
/// scanned in black and white at 600 dots an inch has some 8,000 in a byte as PNG where it is blank, and a few hundred
/// with a copy of a document on it.
const MOST_PIXELS_PER_BYTE: u64 = 2_048;

/// A file whose header has been read and found within the limits. Nothing is decoded yet.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// Width and height, as stored.
    pub size: Size,
    /// What the file says beside its pixels.
    pub metadata: Metadata,
    /// The file, taken apart.
    pub container: Container<'a>,
    /// What [`Self::rows`] does about a damaged JPEG file.
    damaged: Damaged,
    damage_met: Cell<bool>,
}

/// A file, taken apart as its format asks.
#[derive(Debug, Clone)]
pub enum Container<'a> {
    /// JPEG
    Jpeg(JpegFile<'a>),
    /// PNG
    Png(PngFile<'a>),
    /// BMP
    Bmp(BmpFile<'a>),
    /// WebP
    Webp(WebpFile<'a>),
}

impl<'a> Source<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// What [`format::detect`] fails with; [`Error::DamagedImage`] for a damaged header; [`Error::TooManyPixels`].
    pub fn inspect(bytes: &'a [u8]) -> Result<Self> {
        match format::detect(bytes)? {
            ImageFormat::Jpeg => {
                let file = JpegFile::parse(bytes)?;
                Self::new(bytes, file.size, file.metadata.clone(), Container::Jpeg(file))
            }
            ImageFormat::Png => {
                let file = PngFile::parse(bytes)?;
                Self::new(bytes, file.size, file.metadata.clone(), Container::Png(file))
            }
            ImageFormat::Bmp => {
                let file = BmpFile::parse(bytes)?;
                Self::new(bytes, file.size, Metadata::default(), Container::Bmp(file))
            }
            ImageFormat::Webp => {
                let file = WebpFile::parse(bytes);
                Self::new(bytes, webp::size(bytes)?, file.metadata.clone(), Container::Webp(file))
            }
        }
    }

    fn new(bytes: &'a [u8], size: Size, metadata: Metadata, container: Container<'a>) -> Result<Self> {
        let max_pixels = match container {
            Container::Jpeg(_) => MAX_PIXELS,
            Container::Png(_) | Container::Bmp(_) | Container::Webp(_) => MAX_RASTER_PIXELS,
        };
        if size.pixels() > max_pixels {
            return Err(Error::TooManyPixels { width: size.width, height: size.height, max_pixels }.into());
        }
        let source = Self { bytes, size, metadata, container, damaged: Damaged::Refuse, damage_met: Cell::new(false) };
        if size.pixels() > ALWAYS_DECODED_PIXELS && size.pixels() / MOST_PIXELS_PER_BYTE > bytes.len() as u64 {
            return Err(Error::damaged(source.format().name(), "it has too few bytes for so many pixels"));
        }
        Ok(source)
    }

    /// The same file, of which [`Self::rows`] gives what is there although it is damaged. JPEG alone: other formats lose
    /// everything behind the first wrong byte.
    #[must_use]
    pub fn tolerating(self, damaged: Damaged) -> Self {
        Self { damaged, ..self }
    }

    /// Whether the last row that [`Self::rows`] gave came from a damaged file.
    #[must_use]
    pub const fn has_damage(&self) -> bool {
        self.damage_met.get()
    }

    /// The format.
    #[must_use]
    pub const fn format(&self) -> ImageFormat {
        match self.container {
            Container::Jpeg(_) => ImageFormat::Jpeg,
            Container::Png(_) => ImageFormat::Png,
            Container::Bmp(_) => ImageFormat::Bmp,
            Container::Webp(_) => ImageFormat::Webp,
        }
    }

    /// Width and height of the upright image.
    #[must_use]
    pub const fn upright_size(&self) -> Size {
        self.metadata.orientation.upright_size(self.size)
    }

    /// The rows, as stored: not turned upright. They may come smaller than the file's size, but not smaller than
    /// `at_least`, where the format can be decoded at a scale.
    ///
    /// # Errors
    /// [`Error::DamagedImage`], [`Error::UnsupportedFormat`], and [`Error::EngineFailed`] when memory runs out.
    pub fn rows(&self, at_least: Size) -> Result<Box<dyn RowSource + '_>> {
        match &self.container {
            Container::Jpeg(_) => jpeg::rows(self, at_least),
            Container::Png(file) => png::rows(file),
            Container::Bmp(file) => file.rows(),
            Container::Webp(_) => webp::rows(self.bytes),
        }
    }

    /// Luma, at least of a size, and Cb and Cr of half its width and height or more, all as stored. `None` where the
    /// format does not have them, and for a file that may be damaged, of which [`Self::rows`] tells.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn planes(&self, at_least: Size) -> Result<Option<[PlaneRows<'_>; 3]>> {
        match &self.container {
            Container::Jpeg(_) if self.damaged == Damaged::Refuse => jpeg::planes(self.bytes, self.size, at_least),
            Container::Jpeg(_) | Container::Png(_) | Container::Bmp(_) | Container::Webp(_) => Ok(None),
        }
    }

    /// The file with its pixels bit for bit and only the metadata that stays, if the file is such that any reader
    /// will show it.
    #[must_use]
    pub fn rewritten(&self, policy: MetadataPolicy) -> Option<Vec<u8>> {
        match &self.container {
            Container::Jpeg(file) => (file.is_common() && !file.repeats_ids()).then(|| file.rewritten(policy)),
            Container::Png(file) => file.complete.then(|| file.rewritten(policy)),
            Container::Bmp(file) => file.rewritten(),
            Container::Webp(file) => file.is_whole().then(|| file.rewritten(policy)),
        }
    }
}
