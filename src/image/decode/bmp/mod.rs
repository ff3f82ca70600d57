//! BMP: Windows headers from version 2 to 5 and those of OS/2, in rows.

use crate::rows::{RowSource, Size};
use crate::{Error, Result};

mod channel;
mod header;
mod rle;
mod rows;

use channel::Masks;
use header::BmpHeader;

/// A BMP file, taken apart. Nothing is decoded.
#[derive(Debug, Clone)]
pub struct BmpFile<'a> {
    /// Width and height.
    pub size: Size,
    coding: Coding,
    /// Red, green, blue of each index.
    palette: Vec<[u8; 3]>,
    top_down: bool,
    /// What stands before the pixels.
    head: &'a [u8],
    /// The pixels.
    data: &'a [u8],
    /// Whether header, palette and pixels follow each other without a gap and no color profile is there.
    is_plain: bool,
}

/// How the pixels are written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Coding {
    /// Indices of 1, 2, 4 or 8 bits.
    Indexed { bits: u8 },
    /// Indices of 4 or 8 bits in runs.
    RunLength { bits: u8 },
    /// 24 bits: blue, green, red.
    Bgr,
    /// 16 or 32 bits, of which masks pick the channels.
    Masked { bytes: u8, masks: Masks },
}

impl<'a> BmpFile<'a> {
    /// Reads the headers.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] if they contradict themselves, [`Error::UnsupportedFormat`] for embedded JPEG or PNG
    /// files and for what only OS/2 and cameras' raw files use.
    pub fn parse(bytes: &'a [u8]) -> Result<Self> {
        let header = BmpHeader::parse(bytes)?;
        let coding = header.coding(bytes)?;
        let stored_bytes = row_bytes(&coding, header.size).saturating_mul(header.size.height as usize);
        let pixels_at = header.pixels_at(bytes.len(), &coding, stored_bytes);
        let palette = match coding {
            Coding::Indexed { .. } | Coding::RunLength { .. } => header.palette(bytes, pixels_at),
            Coding::Bgr | Coding::Masked { .. } => Vec::new(),
        };
        let (head, data) = bytes
            .split_at_checked(pixels_at)
            .ok_or_else(|| Error::damaged("BMP", "its pixels are said to stand behind its end"))?;
        let is_plain = header.is_plain(palette.len());
        Ok(Self { size: header.size, coding, palette, top_down: header.top_down, head, data, is_plain })
    }

    /// The rows, in 8 bits, on white.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] if the file ends early.
    pub fn rows(&self) -> Result<Box<dyn RowSource + '_>> {
        match &self.coding {
            Coding::RunLength { bits } => {
                let indices = rle::expand(self.data, self.size, *bits)?;
                Ok(Box::new(rows::RunLengthRows::new(self, indices)))
            }
            Coding::Indexed { .. } | Coding::Bgr | Coding::Masked { .. } => Ok(Box::new(rows::StoredRows::new(self)?)),
        }
    }

    /// The file without what follows its pixels, if it has nothing but header, palette and uncompressed pixels.
    #[must_use]
    pub fn rewritten(&self) -> Option<Vec<u8>> {
        let length = self.row_bytes().checked_mul(usize::try_from(self.size.height).ok()?)?;
        let compressed = matches!(self.coding, Coding::RunLength { .. });
        let pixels = self.data.get(..length).filter(|_| self.is_plain && !compressed)?;
        Some([self.head, pixels].concat())
    }

    /// Bytes of a stored row, which end on a multiple of four.
    fn row_bytes(&self) -> usize {
        row_bytes(&self.coding, self.size)
    }
}

fn row_bytes(coding: &Coding, size: Size) -> usize {
    let bits = match coding {
        Coding::Indexed { bits } | Coding::RunLength { bits } => u64::from(*bits),
        Coding::Bgr => 24,
        Coding::Masked { bytes, .. } => 8 * u64::from(*bytes),
    };
    usize::try_from((u64::from(size.width) * bits).div_ceil(32) * 4).unwrap_or(usize::MAX)
}
