//! The headers in front of the pixels.

use super::{Coding, Masks};
use crate::rows::Size;
use crate::{Error, Result};

/// Length of the file header.
const FILE_HEADER: usize = 14;
/// Length of the oldest header, whose palette entries have three bytes.
const CORE: usize = 12;
/// Length of the first header with every field of the common part.
const INFO: usize = 40;
/// The header of OS/2 2.x.
const OS2: usize = 64;
/// The newest header, which can hold or name a color profile.
const V5: usize = 124;

/// Values of the field `biCompression`.
mod compression {
    pub const RLE8: u32 = 1;
    pub const RLE4: u32 = 2;
    pub const BITFIELDS: u32 = 3;
    pub const JPEG: u32 = 4;
    pub const PNG: u32 = 5;
    pub const ALPHA_BITFIELDS: u32 = 6;
}

/// What the headers say.
pub struct BmpHeader {
    pub size: Size,
    pub top_down: bool,
    pub data_at: usize,
    length: usize,
    bits: u16,
    compression: u32,
    colors: u32,
    /// Bytes of the pixels; 0 where the header does not say.
    image_bytes: u32,
}

impl BmpHeader {
    pub fn parse(bytes: &[u8]) -> Result<Self> {
        Self::read(bytes).ok_or_else(|| Error::damaged("BMP", "its header is too short"))?.checked()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let data_at = usize::try_from(u32_at(bytes, 10)?).ok()?;
        let length = usize::try_from(u32_at(bytes, FILE_HEADER)?).ok()?;
        if length < 16 {
            let size = Size { width: u32::from(u16_at(bytes, 18)?), height: u32::from(u16_at(bytes, 20)?) };
            let bits = u16_at(bytes, 24)?;
            return Some(Self {
                size,
                top_down: false,
                data_at,
                length,
                bits,
                compression: 0,
                colors: 0,
                image_bytes: 0,
            });
        }
        // A header may be shorter than the common part: what is cut off counts as 0.
        let field = |at: usize| if at + 4 <= length { u32_at(bytes, FILE_HEADER + at) } else { Some(0) };
        let (width, height) = (field(4)?.cast_signed(), field(8)?.cast_signed());
        Some(Self {
            size: Size { width: u32::try_from(width).unwrap_or(0), height: height.unsigned_abs() },
            top_down: height < 0,
            data_at,
            length,
            bits: u16_at(bytes, FILE_HEADER + 14)?,
            compression: field(16)?,
            colors: field(32)?,
            image_bytes: field(20)?,
        })
    }

    fn checked(self) -> Result<Self> {
        let known = self.length == CORE || (16..=OS2).contains(&self.length) || matches!(self.length, 108 | V5);
        if !known {
            return Err(Error::unsupported("BMP", format!("its header has {} bytes", self.length)));
        }
        if self.size.pixels() == 0 || self.size.width > i32::MAX.unsigned_abs() {
            return Err(Error::damaged("BMP", "it promises no pixels"));
        }
        Ok(self)
    }

    pub fn coding(&self, bytes: &[u8]) -> Result<Coding> {
        let is_os2 = self.length == OS2;
        match (self.bits, self.compression) {
            (_, compression::JPEG) if !is_os2 => Err(Error::unsupported("BMP", "it holds a JPEG file; send that")),
            (_, compression::PNG) if !is_os2 => Err(Error::unsupported("BMP", "it holds a PNG file; send that")),
            (_, 3 | 4) if is_os2 => Err(Error::unsupported("BMP", "its compression is of OS/2 alone")),
            (1 | 2 | 4 | 8, 0) => Ok(Coding::Indexed { bits: self.index_bits() }),
            (8, compression::RLE8) | (4, compression::RLE4) if self.top_down => {
                Err(Error::damaged("BMP", "a compressed picture has to begin at its bottom"))
            }
            (8, compression::RLE8) | (4, compression::RLE4) => Ok(Coding::RunLength { bits: self.index_bits() }),
            (24, 0) => Ok(Coding::Bgr),
            (16, 0) => Ok(Coding::Masked { bytes: 2, masks: Masks::new([0x7C00, 0x03E0, 0x001F, 0])? }),
            (32, 0) => Ok(Coding::Masked { bytes: 4, masks: Masks::new([0xFF_0000, 0xFF00, 0xFF, 0])? }),
            (16 | 32, compression::BITFIELDS | compression::ALPHA_BITFIELDS) => {
                let bytes_per_pixel = if self.bits == 16 { 2 } else { 4 };
                Ok(Coding::Masked { bytes: bytes_per_pixel, masks: self.masks(bytes)? })
            }
            (bits, compression) => {
                Err(Error::unsupported("BMP", format!("it has {bits} bits a pixel and compression {compression}")))
            }
        }
    }

    fn index_bits(&self) -> u8 {
        u8::try_from(self.bits).unwrap_or(8)
    }

    /// The masks stand behind the common part, be that inside a longer header or not.
    fn masks(&self, bytes: &[u8]) -> Result<Masks> {
        let has_alpha = self.length >= 56 || self.compression == compression::ALPHA_BITFIELDS;
        let mask = |index: usize| u32_at(bytes, FILE_HEADER + INFO + 4 * index);
        let masks = (|| Some([mask(0)?, mask(1)?, mask(2)?, if has_alpha { mask(3)? } else { 0 }]))();
        Masks::new(masks.ok_or_else(|| Error::damaged("BMP", "its masks are missing"))?)
    }

    fn palette_at(&self) -> usize {
        let masks = match self.compression {
            compression::BITFIELDS if self.length == INFO => 12,
            compression::ALPHA_BITFIELDS if self.length == INFO => 16,
            _ => 0,
        };
        FILE_HEADER + self.length + masks
    }

    const fn palette_entry(&self) -> usize {
        if self.length == CORE { 3 } else { 4 }
    }

    /// Red, green, blue of each index, as far as they stand before `pixels_at`.
    pub fn palette(&self, bytes: &[u8], pixels_at: usize) -> Vec<[u8; 3]> {
        let entries = bytes.get(self.palette_at()..pixels_at.min(bytes.len())).unwrap_or_default();
        let entry = |entry: &[u8]| Some([*entry.get(2)?, *entry.get(1)?, *entry.first()?]);
        entries.chunks_exact(self.palette_entry()).take(self.palette_count()).filter_map(entry).collect()
    }

    fn palette_count(&self) -> usize {
        let full = 1usize << self.bits.min(8);
        let announced = usize::try_from(self.colors).unwrap_or(full);
        if announced == 0 { full } else { announced.min(full) }
    }

    /// Where the pixels begin: where the file says, unless that lies within the headers, or within the palette of a file
    /// that has room for all of its palette and its pixels. Then behind those.
    pub fn pixels_at(&self, file_length: usize, coding: &Coding, stored_bytes: usize) -> usize {
        let is_indexed = matches!(coding, Coding::Indexed { .. } | Coding::RunLength { .. });
        let palette_bytes = if is_indexed { self.palette_count() * self.palette_entry() } else { 0 };
        let behind_all = self.palette_at() + palette_bytes;
        let pixel_bytes = match coding {
            Coding::RunLength { .. } => usize::try_from(self.image_bytes).unwrap_or(0),
            Coding::Indexed { .. } | Coding::Bgr | Coding::Masked { .. } => stored_bytes,
        };
        let has_room = pixel_bytes > 0 && file_length.saturating_sub(behind_all) >= pixel_bytes;
        let is_wrong = self.data_at <= self.palette_at() || has_room;
        if self.data_at < behind_all && is_wrong { behind_all } else { self.data_at }
    }

    /// Whether nothing but header and palette stands before the pixels and no color profile is announced.
    pub fn is_plain(&self, palette_length: usize) -> bool {
        let end = self.palette_at() + palette_length * self.palette_entry();
        matches!(self.length, CORE | INFO | 108) && end == self.data_at
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
