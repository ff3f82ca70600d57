//! The chunks of a WebP file (RFC 9649, clause 2): where its image, or the first frame of it, stands.

use super::{Size, chunk_missing, contradictory, lossless, lossy};
use crate::Result;

/// Flags of the extended header.
const HAS_ALPHA: u8 = 0x10;
const IS_ANIMATED: u8 = 0x02;

/// What stands in front of the chunks of a frame.
const FRAME_HEADER_BYTES: usize = 16;

/// A coded image.
#[derive(Clone, Copy)]
pub enum Coded<'a> {
    Lossy(&'a [u8]),
    Lossless(&'a [u8]),
}

/// A file of one image, or the first frame of an animation.
pub struct WebpContainer<'a> {
    /// Size of the whole image.
    pub size: Size,
    /// Columns to the left of the frame, and rows above it.
    pub place: (usize, usize),
    /// Size of the frame.
    pub frame: Size,
    pub coded: Coded<'a>,
    /// The alpha of a lossy image, coded.
    pub alpha: Option<&'a [u8]>,
    /// Whether any pixel may be translucent.
    pub has_alpha: bool,
}

impl<'a> WebpContainer<'a> {
    /// Finds the image. Nothing of it is decoded but its size.
    pub fn read(bytes: &'a [u8]) -> Result<Self> {
        let chunks = Chunks(bytes.get(12..).unwrap_or_default());
        if let Some((b"VP8X", header)) = chunks.clone().next() {
            return Self::extended(chunks, header);
        }
        let (coded, alpha) = chunks.picture()?;
        let (size, has_alpha) = coded.header()?;
        Ok(Self { size, place: (0, 0), frame: size, coded, alpha, has_alpha })
    }

    fn extended(mut chunks: Chunks<'a>, header: &[u8]) -> Result<Self> {
        let size = sides(header, 4)?;
        let has_alpha = header[0] & HAS_ALPHA != 0;
        if header[0] & IS_ANIMATED == 0 {
            let (coded, alpha) = chunks.picture()?;
            return Ok(Self { size, place: (0, 0), frame: size, coded, alpha, has_alpha });
        }
        let (_, data) = chunks.find(|(name, _)| *name == b"ANMF").ok_or_else(chunk_missing)?;
        let (left, top, frame) = (2 * number(data, 0)?, 2 * number(data, 3)?, sides(data, 6)?);
        if left + frame.width > size.width || top + frame.height > size.height {
            return Err(contradictory());
        }
        let (coded, alpha) = Chunks(data.get(FRAME_HEADER_BYTES..).unwrap_or_default()).picture()?;
        Ok(Self { size, place: (left as usize, top as usize), frame, coded, alpha, has_alpha })
    }
}

impl Coded<'_> {
    /// The size, and whether any pixel may be translucent, by the image's own header.
    pub fn header(self) -> Result<(Size, bool)> {
        match self {
            Self::Lossy(data) => Ok((lossy::size(data)?, false)),
            Self::Lossless(data) => lossless::header(data),
        }
    }
}

/// Width and height less 1, three bytes each.
fn sides(bytes: &[u8], at: usize) -> Result<Size> {
    Ok(Size { width: number(bytes, at)? + 1, height: number(bytes, at + 3)? + 1 })
}

fn number(bytes: &[u8], at: usize) -> Result<u32> {
    match bytes.get(at..at + 3) {
        Some(&[low, middle, high]) => Ok(u32::from_le_bytes([low, middle, high, 0])),
        _ => Err(chunk_missing()),
    }
}

/// Chunks one after another; the last one may be cut off.
#[derive(Clone)]
struct Chunks<'a>(&'a [u8]);

impl<'a> Chunks<'a> {
    /// The image among them, and the alpha that stands apart from it.
    fn picture(self) -> Result<(Coded<'a>, Option<&'a [u8]>)> {
        let mut alpha = None;
        for (name, data) in self {
            match name {
                b"ALPH" => alpha = Some(data),
                b"VP8 " => return Ok((Coded::Lossy(data), alpha)),
                b"VP8L" => return Ok((Coded::Lossless(data), None)),
                _ => {}
            }
        }
        Err(chunk_missing())
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a [u8; 4], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, rest) = self.0.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let (data, behind) = rest.split_at(length.min(rest.len()));
        self.0 = behind.get(length % 2..).unwrap_or_default();
        Some((name, data))
    }
}
