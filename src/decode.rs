//! From file bytes to rows: one file a format.

use crate::format;
use crate::jpeg::PlaneRows;
use crate::limits::{ImageFormat, MAX_PIXELS, MAX_RASTER_PIXELS};
use crate::metadata::{JpegFile, Metadata, MetadataPolicy, PngFile, WebpFile};
use crate::rows::{RowSource, Size};
use crate::{Error, Result};

mod bmp;
mod jpeg;
mod png;
mod webp;

pub use bmp::BmpFile;

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
            return Err(Error::TooManyPixels { width: size.width, height: size.height, max_pixels });
        }
        Ok(Self { bytes, size, metadata, container })
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

    /// Width and height of the upright picture.
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
            Container::Jpeg(_) => jpeg::rows(self.bytes, self.size, at_least),
            Container::Png(_) => png::rows(self.bytes),
            Container::Bmp(file) => file.rows(),
            Container::Webp(_) => webp::rows(self.bytes, self.size),
        }
    }

    /// Luma, at least of a size, and Cb and Cr of half its width and height or more, all as stored. `None` where the
    /// format does not have them.
    ///
    /// # Errors
    /// As [`Self::rows`].
    pub fn planes(&self, at_least: Size) -> Result<Option<[PlaneRows<'_>; 3]>> {
        match &self.container {
            Container::Jpeg(_) => jpeg::planes(self.bytes, self.size, at_least),
            Container::Png(_) | Container::Bmp(_) | Container::Webp(_) => Ok(None),
        }
    }

    /// The file with its pixels bit for bit and only the metadata that stays, if the file is such that any reader
    /// will show it.
    #[must_use]
    pub fn rewritten(&self, policy: MetadataPolicy) -> Option<Vec<u8>> {
        match &self.container {
            Container::Jpeg(file) => file.is_common().then(|| file.rewritten(policy)),
            Container::Png(file) => file.complete.then(|| file.rewritten(policy)),
            Container::Bmp(file) => file.rewritten(),
            Container::Webp(file) => (!file.is_animated).then(|| file.rewritten(policy)),
        }
    }
}
