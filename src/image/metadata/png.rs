//! The chunks of a PNG file: which stay when only metadata is rewritten.

use super::{Metadata, PngColors, bytes_at};
use crate::limits::MetadataPolicy;
use crate::rows::Size;
use crate::{Error, Result};
use fdeflate::BoundedDecompressionError;
use idsnap_pixels::checksum::crc32;

/// The name of a color profile, which is free text in the file that was given, a zero, and the compression method.
const PROFILE_HEAD: &[u8] = b"color profile\0\0";

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1A\n";

/// A PNG file, taken apart down to its chunks. Nothing is decoded but the color profile.
#[derive(Debug, Clone)]
pub struct PngFile<'a> {
    /// Width and height, as stored.
    pub size: Size,
    /// Whether the end chunk was found.
    pub complete: bool,
    /// What the file says beside its pixels.
    pub metadata: Metadata,
    /// Whether it is an animation.
    pub is_animated: bool,
    /// What the colors are.
    pub colors: PngColors,
    /// Whether bytes follow the end chunk.
    pub has_trailer: bool,
    /// The chunks that decoding needs, whole.
    kept: Vec<&'a [u8]>,
}

impl<'a> PngFile<'a> {
    /// Takes a file apart.
    ///
    /// # Errors
    /// [`Error::DamagedImage`] if the header is missing or promises no pixels, or if the checksum of a chunk that
    /// decoding needs is wrong.
    pub fn parse(bytes: &'a [u8]) -> Result<Self> {
        let size = header_size(bytes).ok_or_else(|| Error::damaged("PNG", "it has no header"))?;
        if size.width == 0 || size.height == 0 {
            return Err(Error::damaged("PNG", format!("its size is {} x {} pixels", size.width, size.height)));
        }
        let mut file = Self {
            size,
            complete: false,
            metadata: Metadata::default(),
            is_animated: false,
            colors: PngColors::Plain,
            has_trailer: false,
            kept: Vec::new(),
        };
        let (exif, has_profile) = file.take_chunks(bytes)?;
        // An empty profile is refused: one that cannot be read was there.
        let profile = file.chunks(*b"iCCP").next().and_then(color_profile).or(has_profile.then(Vec::new));
        let code_points = PngColors::of_code_points(&file);
        let overrides = matches!(code_points, Some(PngColors::Plain | PngColors::Other(..)));
        file.metadata = Metadata::read(exif, profile.filter(|_| !overrides));
        file.colors = match code_points {
            Some(colors) if overrides || file.metadata.profile.is_none() => colors,
            None if !has_profile => PngColors::of_gamma(&file),
            Some(_) | None => PngColors::Plain,
        };
        Ok(file)
    }

    /// Takes the chunks that stay. Gives the EXIF block, and whether there is a color profile, be it damaged.
    fn take_chunks(&mut self, bytes: &'a [u8]) -> Result<(Option<&'a [u8]>, bool)> {
        let (mut exif, mut has_data, mut has_profile) = (None, false, false);
        let mut rest = bytes.get(SIGNATURE.len()..).unwrap_or_default();
        while let Some((chunk, name, behind)) = split_chunk(rest) {
            match &name {
                b"IHDR" | b"PLTE" | b"IDAT" => {
                    if !has_right_checksum(chunk) {
                        return Err(Error::damaged("PNG", "a checksum is wrong"));
                    }
                    has_data |= name == *b"IDAT";
                    self.kept.push(chunk);
                }
                b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"sBIT" | b"cICP" | b"iCCP" => {
                    has_profile |= name == *b"iCCP";
                    self.kept.extend(has_right_checksum(chunk).then_some(chunk));
                }
                b"eXIf" => exif = exif.or(chunk.get(8..chunk.len() - 4)),
                b"acTL" => self.is_animated = true,
                b"IEND" => {
                    self.complete = has_data;
                    self.has_trailer = !behind.is_empty();
                    break;
                }
                _ => {}
            }
            rest = behind;
        }
        Ok((exif, has_profile))
    }

    /// The data of the chunks of a name, of those that decoding needs.
    pub fn chunks(&self, name: [u8; 4]) -> impl Iterator<Item = &'a [u8]> {
        let kept = self.kept.iter().filter(move |chunk| chunk.get(4..8) == Some(&name));
        kept.filter_map(|chunk| chunk.get(8..chunk.len() - 4))
    }

    /// The same image, bit for bit, with only the metadata that stays under `policy`.
    #[must_use]
    pub fn rewritten(&self, policy: MetadataPolicy) -> Vec<u8> {
        let mut file = SIGNATURE.to_vec();
        let mut exif = self.metadata.exif(policy);
        let mut profile = self.metadata.profile.as_ref();
        for chunk in &self.kept {
            let name = chunk.get(4..8);
            if name == Some(b"IDAT")
                && let Some(exif) = exif.take()
            {
                push_chunk(&mut file, *b"eXIf", &exif);
            }
            if name != Some(b"iCCP") {
                file.extend_from_slice(chunk);
            } else if let Some(profile) = profile.take() {
                push_chunk(&mut file, *b"iCCP", &[PROFILE_HEAD, &stored(profile.bytes())].concat());
            }
        }
        push_chunk(&mut file, *b"IEND", &[]);
        file
    }
}

fn header_size(bytes: &[u8]) -> Option<Size> {
    let header: [u8; 8] = bytes_at(bytes, SIGNATURE.len())?;
    if header != *b"\0\0\0\x0DIHDR" {
        return None;
    }
    let width = u32::from_be_bytes(bytes_at(bytes, 16)?);
    Some(Size { width, height: u32::from_be_bytes(bytes_at(bytes, 20)?) })
}

/// The first chunk (length, name, data, checksum), its name, and what follows it.
fn split_chunk(bytes: &[u8]) -> Option<(&[u8], [u8; 4], &[u8])> {
    let length = usize::try_from(u32::from_be_bytes(bytes_at(bytes, 0)?)).ok()?.checked_add(12)?;
    let (chunk, behind) = bytes.split_at_checked(length)?;
    Some((chunk, bytes_at(chunk, 4)?, behind))
}

fn has_right_checksum(chunk: &[u8]) -> bool {
    let Some((body, checksum)) = chunk.split_last_chunk::<4>() else { return false };
    body.get(4..).is_some_and(|covered| crc32(covered) == u32::from_be_bytes(*checksum))
}

fn push_chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let Ok(length) = u32::try_from(data.len()) else { return };
    let start = file.len() + 4;
    file.extend(length.to_be_bytes());
    file.extend(name);
    file.extend_from_slice(data);
    let checksum = crc32(file.get(start..).unwrap_or_default());
    file.extend(checksum.to_be_bytes());
}

/// Bytes in the form of zlib (RFC 1950) without compressing them: most profiles have some 500 bytes.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stored = vec![0x78, 0x01];
    let mut blocks = bytes.chunks(usize::from(u16::MAX)).peekable();
    let (mut sum, mut sum_of_sums) = (1, 0);
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stored.push(u8::from(blocks.peek().is_none()));
        stored.extend(length.to_le_bytes());
        stored.extend((!length).to_le_bytes());
        stored.extend_from_slice(block);
        for byte in block {
            sum = (sum + u32::from(*byte)) % 65_521;
            sum_of_sums = (sum_of_sums + sum) % 65_521;
        }
    }
    stored.extend((sum_of_sums << 16 | sum).to_be_bytes());
    stored
}

/// The profile, inflated: it stands behind its name, a zero and the compression method. The limit keeps a small file
/// from growing into a large one.
fn color_profile(chunk: &[u8]) -> Option<Vec<u8>> {
    let name = chunk.iter().position(|byte| *byte == 0)?;
    match fdeflate::decompress_to_vec_bounded(chunk.get(name + 2..)?, super::MAX_PROFILE_BYTES + 1) {
        Ok(profile) | Err(BoundedDecompressionError::OutputTooLarge { partial_output: profile }) => Some(profile),
        Err(BoundedDecompressionError::DecompressionError { .. }) => None,
    }
}
