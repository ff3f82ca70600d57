//! The chunks of a WebP file (RFC 9649): which stay when only metadata is rewritten.

use super::{Metadata, bytes_at};
use crate::limits::MetadataPolicy;
use crate::orientation::Orientation;

/// Flags of the extended header.
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;

/// A WebP file, taken apart down to its chunks. Nothing is decoded.
///
/// The orientation in its EXIF block is not obeyed: Chromium does not either, and the image that the person saw on the page
/// is the one that is sent.
#[derive(Debug, Clone)]
pub struct WebpFile<'a> {
    /// What the file says beside its pixels.
    pub metadata: Metadata,
    /// Whether it is an animation.
    pub is_animated: bool,
    /// Whether bytes follow the end of the file that its header tells.
    pub has_trailer: bool,
    /// Data of the extended header.
    extended: Option<[u8; 10]>,
    /// Alpha and image, names included.
    kept: Vec<([u8; 4], &'a [u8])>,
}

impl<'a> WebpFile<'a> {
    /// Takes a file apart. What cannot be read counts as absent: the decoder will say what is wrong.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Self {
        let (mut exif, mut profile) = (None, None);
        let (mut rest, has_trailer) = chunks(bytes);
        let mut file =
            Self { metadata: Metadata::default(), is_animated: false, has_trailer, extended: None, kept: Vec::new() };
        while let Some((name, data, behind)) = split_chunk(rest) {
            match &name {
                b"VP8X" => file.extended = file.extended.or(bytes_at(data, 0)),
                // Readers show the first.
                b"ALPH" | b"VP8 " | b"VP8L" if !file.keeps(&name) => file.kept.push((name, data)),
                b"ANIM" | b"ANMF" => file.is_animated = true,
                b"EXIF" => exif = exif.or(Some(data)),
                b"ICCP" => profile = profile.or(Some(data)),
                _ => {}
            }
            rest = behind;
        }
        let announces_profile = file.extended.is_some_and(|header| header[0] & HAS_PROFILE != 0);
        let profile = profile.or(announces_profile.then_some(&[][..]));
        let profile = profile.map(|data: &[u8]| data[..data.len().min(super::MAX_PROFILE_BYTES + 1)].to_vec());
        file.metadata = Metadata::read(exif, profile);
        file.metadata.orientation = Orientation::Upright;
        file
    }

    fn keeps(&self, name: &[u8; 4]) -> bool {
        self.kept.iter().any(|(kept, _)| kept == name)
    }

    /// Whether the chunk of a single image is there to its end, with more than its header.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let header_length = |name: &[u8; 4]| match name {
            b"VP8L" => 5,
            b"VP8 " => 10,
            _ => usize::MAX,
        };
        !self.is_animated && self.kept.iter().any(|(name, data)| data.len() > header_length(name))
    }

    /// The same image, bit for bit, with only the metadata that stays under `policy`.
    #[must_use]
    pub fn rewritten(&self, policy: MetadataPolicy) -> Vec<u8> {
        let exif = self.metadata.exif(policy).filter(|_| self.extended.is_some());
        let profile = self.metadata.profile.as_ref();
        let mut body = b"WEBP".to_vec();
        if let Some(mut header) = self.extended {
            header[0] &= HAS_ALPHA;
            header[0] |= if profile.is_some() { HAS_PROFILE } else { 0 };
            header[0] |= if exif.is_some() { HAS_EXIF } else { 0 };
            push_chunk(&mut body, *b"VP8X", &header);
            if let Some(profile) = profile {
                push_chunk(&mut body, *b"ICCP", profile.bytes());
            }
        }
        self.kept.iter().for_each(|(name, data)| push_chunk(&mut body, *name, data));
        if let Some(exif) = exif {
            push_chunk(&mut body, *b"EXIF", &exif);
        }
        let mut file = Vec::new();
        push_chunk(&mut file, *b"RIFF", &body);
        file
    }
}

/// The chunks up to the end that the header tells, and whether bytes follow it.
fn chunks(bytes: &[u8]) -> (&[u8], bool) {
    let end = bytes_at(bytes, 4).and_then(|length| usize::try_from(u32::from_le_bytes(length)).ok());
    // Some writers tell no length. An odd one is followed by a zero.
    let end = end
        .filter(|length| *length > 12)
        .and_then(|length| length.checked_next_multiple_of(2)?.checked_add(8))
        .unwrap_or(usize::MAX);
    let whole = bytes.get(..end).unwrap_or(bytes);
    (whole.get(12..).unwrap_or_default(), whole.len() < bytes.len())
}

fn split_chunk(bytes: &[u8]) -> Option<([u8; 4], &[u8], &[u8])> {
    let length = usize::try_from(u32::from_le_bytes(bytes_at(bytes, 4)?)).ok()?;
    let data = bytes.get(8..8usize.checked_add(length)?)?;
    let behind = bytes.get(8usize.checked_add(length.checked_next_multiple_of(2)?)?..).unwrap_or_default();
    Some((bytes_at(bytes, 0)?, data, behind))
}

fn push_chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    let Ok(length) = u32::try_from(data.len()) else { return };
    file.extend(name);
    file.extend(length.to_le_bytes());
    file.extend_from_slice(data);
    if data.len() % 2 == 1 {
        file.push(0);
    }
}
