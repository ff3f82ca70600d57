//! The segments of a JPEG file (ITU-T T.81 annex B): which stay when only metadata is rewritten.

use super::{Metadata, bytes_at};
use crate::Result;
use crate::jpeg::{JpegHeader, find_marker, read_header};
use crate::limits::MetadataPolicy;
use crate::rows::Size;

/// Start of an EXIF segment.
const EXIF: &[u8] = b"Exif\0\0";
/// Start of a color profile segment, before its number and their count.
const PROFILE: &[u8] = b"ICC_PROFILE\0";
/// Most segments of a color profile (ICC.1, annex B.4).
const MAX_PROFILE_PARTS: usize = 255;
/// Most bytes of a color profile in one segment.
const PROFILE_PART: usize = 65_535 - 2 - PROFILE.len() - 2;

/// Room for what is written anew, unless there is a long color profile.
const METADATA_ROOM: usize = 4096;

mod marker {
    pub const DHT: u8 = 0xC4;
    pub const JPG: u8 = 0xC8;
    pub const DAC: u8 = 0xCC;
    pub const SOI: u8 = 0xD8;
    pub const EOI: u8 = 0xD9;
    pub const SOS: u8 = 0xDA;
    pub const DQT: u8 = 0xDB;
    pub const DRI: u8 = 0xDD;
    pub const APP0: u8 = 0xE0;
    pub const APP1: u8 = 0xE1;
    pub const APP2: u8 = 0xE2;
    pub const APP14: u8 = 0xEE;
    pub const APP15: u8 = 0xEF;
}

/// A JPEG file, taken apart down to its segments. Nothing is decoded.
#[derive(Debug, Clone)]
pub struct JpegFile<'a> {
    /// Width and height, as stored.
    pub size: Size,
    /// How many components a pixel has.
    pub components: usize,
    /// Whether the height stands in the frame header, the end marker was found, and the data before it are not plainly
    /// cut short. That they are sound shows only when they are decoded.
    pub is_whole: bool,
    /// What the file says beside its pixels.
    pub metadata: Metadata,
    /// Whether bytes follow the end of the image: gain maps, other frames.
    pub has_trailer: bool,
    /// Version and pixel density of the JFIF segment.
    jfif: Option<[u8; 7]>,
    /// Adobe's segment: its name, version, flags, and how colors are transformed.
    adobe: Option<[u8; 12]>,
    /// Whether components share an id.
    repeats_ids: bool,
    /// The segments that decoding needs, with their markers.
    kept: Vec<&'a [u8]>,
}

#[derive(Default)]
struct Scan<'a> {
    has_height: bool,
    jfif: Option<[u8; 7]>,
    adobe: Option<[u8; 12]>,
    exif: Option<&'a [u8]>,
    /// Number, count of all, and data of each part.
    profile: Vec<(u8, u8, &'a [u8])>,
    kept: Vec<&'a [u8]>,
    end: Option<usize>,
    entropy: EntropyCoded,
}

/// What can be told of entropy-coded data without decoding them.
#[derive(Default)]
struct EntropyCoded {
    scans: usize,
    bytes: usize,
    restart_markers: usize,
    restart_interval: Option<[u8; 2]>,
}

impl EntropyCoded {
    /// Whether there is a bit for every block and, where one scan has the whole image, every restart marker.
    fn fills(&self, header: &JpegHeader) -> bool {
        let factors = || header.components.iter().map(|one| (usize::from(one.horizontal), usize::from(one.vertical)));
        let mcus = |pixels: u32, factor: Option<usize>| (pixels as usize).div_ceil(8 * factor.unwrap_or(1));
        let columns = mcus(header.size.width, factors().map(|(horizontal, _)| horizontal).max());
        let mcus = columns * mcus(header.size.height, factors().map(|(_, vertical)| vertical).max());
        let blocks = mcus * factors().map(|(horizontal, vertical)| horizontal * vertical).sum::<usize>();
        let interval = usize::from(self.restart_interval.map_or(0, u16::from_be_bytes));
        let restarts = if self.scans == 1 && interval > 0 { mcus.div_ceil(interval) - 1 } else { 0 };
        self.bytes >= blocks / 8 && self.restart_markers >= restarts
    }
}

impl<'a> JpegFile<'a> {
    /// Takes a file apart.
    ///
    /// # Errors
    /// As [`read_header`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self> {
        let header = read_header(bytes)?;
        let scan = Scan::run(bytes);
        Ok(Self {
            size: header.size,
            components: header.components.len(),
            is_whole: scan.has_height && scan.end.is_some() && scan.entropy.fills(&header),
            metadata: Metadata::read(scan.exif, scan.joined_profile()),
            has_trailer: scan.end.is_some_and(|end| end < bytes.len()),
            jfif: scan.jfif,
            adobe: scan.adobe,
            repeats_ids: header.repeats_ids(),
            kept: scan.kept,
        })
    }

    /// Whether readers of JPEG differ about which component is which.
    #[must_use]
    pub const fn repeats_ids(&self) -> bool {
        self.repeats_ids
    }

    /// Whether any reader of JPEG will show the image: whole, and gray or of three components.
    #[must_use]
    pub const fn is_common(&self) -> bool {
        self.is_whole && matches!(self.components, 1 | 3)
    }

    /// The same image, bit for bit, with only the metadata that stays under `policy`.
    #[must_use]
    pub fn rewritten(&self, policy: MetadataPolicy) -> Vec<u8> {
        let mut file = Vec::with_capacity(self.kept.iter().map(|part| part.len()).sum::<usize>() + METADATA_ROOM);
        file.extend([0xFF, marker::SOI]);
        if let Some(jfif) = self.jfif {
            // Width and height of the thumbnail: there is none any more.
            file.extend(segment(marker::APP0, &[b"JFIF\0", &jfif[..], &[0, 0]]).unwrap_or_default());
        }
        metadata_segments(&self.metadata, policy).iter().for_each(|segment| file.extend_from_slice(segment));
        if let Some(adobe) = self.adobe {
            file.extend(segment(marker::APP14, &[&adobe]).unwrap_or_default());
        }
        self.kept.iter().for_each(|part| file.extend_from_slice(part));
        file.extend([0xFF, marker::EOI]);
        file
    }
}

/// The segments for the metadata that stays, whole.
#[must_use]
pub fn metadata_segments(metadata: &Metadata, policy: MetadataPolicy) -> Vec<Vec<u8>> {
    let exif = metadata.exif(policy).and_then(|block| segment(marker::APP1, &[EXIF, &block]));
    let parts: Vec<&[u8]> =
        metadata.profile.as_ref().map(|profile| profile.bytes().chunks(PROFILE_PART).collect()).unwrap_or_default();
    let count = u8::try_from(parts.len()).unwrap_or(u8::MAX);
    let profile =
        (1..).zip(parts).filter_map(|(number, part)| segment(marker::APP2, &[PROFILE, &[number, count], part]));
    exif.into_iter().chain(profile).collect()
}

/// A segment with its marker, unless the parts are too long for one.
fn segment(code: u8, parts: &[&[u8]]) -> Option<Vec<u8>> {
    let length = 2 + parts.iter().map(|part| part.len()).sum::<usize>();
    let mut segment = vec![0xFF, code];
    segment.extend(u16::try_from(length).ok()?.to_be_bytes());
    parts.iter().for_each(|part| segment.extend_from_slice(part));
    Some(segment)
}

impl<'a> Scan<'a> {
    fn run(bytes: &'a [u8]) -> Self {
        let mut scan = Self::default();
        let mut at = 2;
        while let Some((code, start)) = next_marker(bytes, at) {
            at = match code {
                marker::EOI => {
                    scan.end = Some(start + 2);
                    break;
                }
                // Another image: the one before has no end marker.
                marker::SOI | 0xC0..=0xC3 if scan.entropy.scans > 0 => {
                    scan.end = Some(start);
                    break;
                }
                0x01 | 0xD0..=marker::SOI => start + 2,
                _ => match scan.segment(bytes, code, start) {
                    Some(end) => end,
                    None => break,
                },
            };
        }
        scan
    }

    /// Takes the segment whose marker stands at `start`. Gives where the next one may begin.
    fn segment(&mut self, bytes: &'a [u8], code: u8, start: usize) -> Option<usize> {
        let length = usize::from(u16::from_be_bytes(bytes_at(bytes, start + 2)?));
        let end = start + 2 + length;
        let payload = bytes.get(start + 4..end)?;
        match code {
            // What describes the image stands before its scans.
            marker::APP0..=marker::APP15 if self.entropy.scans > 0 => {}
            marker::APP0 if payload.starts_with(b"JFIF\0") => self.jfif = self.jfif.or(bytes_at(payload, 5)),
            marker::APP1 if payload.starts_with(EXIF) => self.exif = self.exif.or(payload.get(EXIF.len()..)),
            marker::APP2 if payload.starts_with(PROFILE) => self.profile_part(payload),
            // The last one counts.
            marker::APP14 if payload.starts_with(b"Adobe") => self.adobe = bytes_at(payload, 0).or(self.adobe),
            marker::DHT | marker::DAC | marker::DQT => self.kept.push(bytes.get(start..end)?),
            marker::DRI => {
                self.entropy.restart_interval = bytes_at(payload, 0);
                self.kept.push(bytes.get(start..end)?);
            }
            marker::JPG => {}
            0xC0..=0xCF => {
                self.has_height |= payload.get(1..3).is_some_and(|height| height != [0, 0]);
                self.kept.push(bytes.get(start..end)?);
            }
            marker::SOS => {
                let (data, restart_markers) = (end, &mut self.entropy.restart_markers);
                let end = entropy_end(bytes, data, restart_markers);
                self.entropy.scans += 1;
                self.entropy.bytes += end - data;
                self.kept.push(bytes.get(start..end)?);
                return Some(end);
            }
            _ => {}
        }
        Some(end)
    }

    fn profile_part(&mut self, payload: &'a [u8]) {
        if let Some([number, count, part @ ..]) = payload.get(PROFILE.len()..)
            && self.profile.len() < MAX_PROFILE_PARTS
        {
            let place = self.profile.partition_point(|(before, ..)| before <= number);
            self.profile.insert(place, (*number, *count, part));
        }
    }

    /// The whole profile. An empty one, which is refused, where a part is missing or there twice.
    fn joined_profile(&self) -> Option<Vec<u8>> {
        let parts = &self.profile;
        let (_, count, _) = parts.first()?;
        let is_whole = parts.len() == usize::from(*count)
            && (1..=u8::MAX).zip(parts).all(|(place, (number, of, _))| place == *number && of == count);
        // One byte more than the longest that stays is enough to be refused.
        let bytes = parts.iter().flat_map(|(.., part)| *part).copied().take(super::MAX_PROFILE_BYTES + 1);
        Some(if is_whole { bytes.collect() } else { Vec::new() })
    }
}

/// The next marker at or behind `at`: its code, and where its 0xFF stands. Bytes between segments are skipped, as
/// common decoders do.
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let at = at + find_marker(bytes.get(at..)?)?;
    Some((*bytes.get(at + 1)?, at))
}

/// Where the entropy-coded data that begins at `at` ends: before the next marker other than a restart. Counts those.
fn entropy_end(bytes: &[u8], mut at: usize, restart_markers: &mut usize) -> usize {
    while let Some((code, start)) = next_marker(bytes, at) {
        match code {
            0xD0..=0xD7 => {
                at = start + 2;
                *restart_markers += 1;
            }
            _ => return start,
        }
    }
    bytes.len()
}
