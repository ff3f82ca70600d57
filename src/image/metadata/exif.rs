//! EXIF (CIPA DC-008): reading the few fields of use here, and writing a block of our own.

use super::bytes_at;
use crate::orientation::Orientation;

/// Longest text of a field that is taken over.
const MAX_TEXT_BYTES: usize = 64;

/// Most entries of a directory that are looked at. Cameras write fewer than 100.
const MAX_ENTRIES: u16 = 512;

mod tag {
    pub const MAKE: u16 = 0x010F;
    pub const MODEL: u16 = 0x0110;
    pub const ORIENTATION: u16 = 0x0112;
    pub const DATE_TIME: u16 = 0x0132;
    pub const EXIF_DIRECTORY: u16 = 0x8769;
    pub const EXIF_VERSION: u16 = 0x9000;
    pub const DATE_TIME_ORIGINAL: u16 = 0x9003;
    pub const OFFSET_TIME: u16 = 0x9010;
    pub const OFFSET_TIME_ORIGINAL: u16 = 0x9011;
    pub const SUB_SEC_TIME: u16 = 0x9290;
    pub const SUB_SEC_TIME_ORIGINAL: u16 = 0x9291;
}

const BYTE: u16 = 1;
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const UNDEFINED: u16 = 7;

/// Which camera took the photo, and when. Printable ASCII of at most 64 characters a field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Camera {
    /// The maker.
    pub make: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// When the file was last changed, `YYYY:MM:DD HH:MM:SS`.
    pub date_time: Option<String>,
    /// When the photo was taken, `YYYY:MM:DD HH:MM:SS`.
    pub date_time_original: Option<String>,
    /// Fractions of a second of `date_time`.
    pub sub_sec_time: Option<String>,
    /// Fractions of a second of `date_time_original`.
    pub sub_sec_time_original: Option<String>,
    /// Offset of `date_time` from UTC, `+HH:MM`.
    pub offset_time: Option<String>,
    /// Offset of `date_time_original` from UTC, `+HH:MM`.
    pub offset_time_original: Option<String>,
}

impl Camera {
    /// An EXIF block with these fields and an upright orientation, or nothing if no field is known.
    #[must_use]
    pub fn to_exif(&self) -> Option<Vec<u8>> {
        if *self == Self::default() {
            return None;
        }
        let picture = [
            Entry::text(tag::MAKE, self.make.as_deref()),
            Entry::text(tag::MODEL, self.model.as_deref()),
            Some(Entry { tag: tag::ORIENTATION, kind: SHORT, count: 1, value: vec![0, 1] }),
            Entry::text(tag::DATE_TIME, self.date_time.as_deref()),
        ];
        let photo = [
            Some(Entry { tag: tag::EXIF_VERSION, kind: UNDEFINED, count: 4, value: b"0232".to_vec() }),
            Entry::text(tag::DATE_TIME_ORIGINAL, self.date_time_original.as_deref()),
            Entry::text(tag::OFFSET_TIME, self.offset_time.as_deref()),
            Entry::text(tag::OFFSET_TIME_ORIGINAL, self.offset_time_original.as_deref()),
            Entry::text(tag::SUB_SEC_TIME, self.sub_sec_time.as_deref()),
            Entry::text(tag::SUB_SEC_TIME_ORIGINAL, self.sub_sec_time_original.as_deref()),
        ];
        write(picture.into_iter().flatten().collect(), &photo.into_iter().flatten().collect::<Vec<_>>())
    }
}

/// Reads orientation and camera from an EXIF block. Whatever is damaged counts as absent.
pub fn read(block: &[u8]) -> (Orientation, Camera) {
    let mut orientation = Orientation::default();
    let mut camera = Camera::default();
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    let Some(tiff) = Tiff::new(block) else { return (orientation, camera) };
    let mut exif_directory = None;
    for field in tiff.fields(tiff.first_directory) {
        match field.tag {
            tag::MAKE => camera.make = field.text(),
            tag::MODEL => camera.model = field.text(),
            tag::DATE_TIME => camera.date_time = field.text(),
            tag::ORIENTATION => orientation = field.number().and_then(Orientation::from_exif).unwrap_or_default(),
            tag::EXIF_DIRECTORY => exif_directory = field.number(),
            _ => {}
        }
    }
    for field in exif_directory.into_iter().flat_map(|at| tiff.fields(at)) {
        match field.tag {
            tag::DATE_TIME_ORIGINAL => camera.date_time_original = field.text(),
            tag::OFFSET_TIME => camera.offset_time = field.text(),
            tag::OFFSET_TIME_ORIGINAL => camera.offset_time_original = field.text(),
            tag::SUB_SEC_TIME => camera.sub_sec_time = field.text(),
            tag::SUB_SEC_TIME_ORIGINAL => camera.sub_sec_time_original = field.text(),
            _ => {}
        }
    }
    (orientation, camera)
}

/// A TIFF structure. Exactly two of its directories are read, so directories that point at each other do no harm.
#[derive(Clone, Copy)]
struct Tiff<'a> {
    block: &'a [u8],
    big_endian: bool,
    first_directory: u32,
}

impl<'a> Tiff<'a> {
    fn new(block: &'a [u8]) -> Option<Self> {
        let big_endian = match block.get(..4)? {
            b"II*\0" => false,
            b"MM\0*" => true,
            _ => return None,
        };
        let mut tiff = Self { block, big_endian, first_directory: 0 };
        tiff.first_directory = tiff.u32_at(4)?;
        Some(tiff)
    }

    fn u16_at(self, at: usize) -> Option<u16> {
        let bytes = bytes_at(self.block, at)?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32_at(self, at: usize) -> Option<u32> {
        let bytes = bytes_at(self.block, at)?;
        Some(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    /// The fields of a directory from the last to the first, so that the first one of a tag is what stays.
    fn fields(self, at: u32) -> impl Iterator<Item = IfdEntry<'a>> {
        let fields: Vec<IfdEntry<'a>> = self.directory(at).collect();
        fields.into_iter().rev()
    }

    fn directory(self, at: u32) -> impl Iterator<Item = IfdEntry<'a>> {
        let start = usize::try_from(at).ok();
        let count = start.and_then(|start| self.u16_at(start)).unwrap_or(0).min(MAX_ENTRIES);
        (0..usize::from(count)).map_while(move |index| {
            let at = start?.checked_add(2 + 12 * index)?;
            let (tag, kind) = (self.u16_at(at)?, self.u16_at(at + 2)?);
            Some(IfdEntry { tiff: self, tag, kind, count: self.u32_at(at + 4)?, value_at: at + 8 })
        })
    }
}

struct IfdEntry<'a> {
    tiff: Tiff<'a>,
    tag: u16,
    kind: u16,
    count: u32,
    value_at: usize,
}

impl IfdEntry<'_> {
    fn number(&self) -> Option<u32> {
        match (self.kind, self.count) {
            (BYTE, 1) => self.tiff.block.get(self.value_at).copied().map(u32::from),
            (SHORT, 1) => self.tiff.u16_at(self.value_at).map(u32::from),
            (LONG, 1) => self.tiff.u32_at(self.value_at),
            _ => None,
        }
    }

    fn text(&self) -> Option<String> {
        let length = usize::try_from(self.count).ok()?;
        if self.kind != ASCII || length > 4 * MAX_TEXT_BYTES {
            return None;
        }
        let at = if length <= 4 { self.value_at } else { usize::try_from(self.tiff.u32_at(self.value_at)?).ok()? };
        let bytes = self.tiff.block.get(at..at.checked_add(length)?)?;
        let bytes = bytes.split(|byte| *byte == 0).next()?.trim_ascii();
        let printable = bytes.iter().all(|byte| (0x20..0x7F).contains(byte));
        if bytes.is_empty() || bytes.len() > MAX_TEXT_BYTES || !printable {
            return None;
        }
        core::str::from_utf8(bytes).ok().map(str::to_owned)
    }
}

/// A directory entry to be written, its value in big-endian order.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

impl Entry {
    fn text(tag: u16, text: Option<&str>) -> Option<Self> {
        let mut value = text?.as_bytes().to_vec();
        value.push(0);
        Some(Self { tag, kind: ASCII, count: u32::try_from(value.len()).ok()?, value })
    }

    fn long(tag: u16, value: u32) -> Self {
        Self { tag, kind: LONG, count: 1, value: value.to_be_bytes().to_vec() }
    }
}

/// Header, directory of the image, directory of the photo. Entries stand in the order of their tags.
fn write(mut picture: Vec<Entry>, photo: &[Entry]) -> Option<Vec<u8>> {
    const HEADER: &[u8] = b"MM\0*\0\0\0\x08";
    picture.push(Entry::long(tag::EXIF_DIRECTORY, 0));
    let photo_at = u32::try_from(HEADER.len() + directory_length(&picture)).ok()?;
    picture.pop();
    picture.push(Entry::long(tag::EXIF_DIRECTORY, photo_at));
    let mut block = HEADER.to_vec();
    write_directory(&mut block, &picture)?;
    write_directory(&mut block, photo)?;
    Some(block)
}

fn directory_length(entries: &[Entry]) -> usize {
    2 + 12 * entries.len() + 4 + entries.iter().map(|entry| outside_length(&entry.value)).sum::<usize>()
}

/// Room for a value that does not fit into its entry, on even offsets as TIFF asks.
fn outside_length(value: &[u8]) -> usize {
    if value.len() <= 4 { 0 } else { value.len().next_multiple_of(2) }
}

fn write_directory(block: &mut Vec<u8>, entries: &[Entry]) -> Option<()> {
    let mut outside = Vec::new();
    let outside_at = block.len() + 2 + 12 * entries.len() + 4;
    block.extend(u16::try_from(entries.len()).ok()?.to_be_bytes());
    for entry in entries {
        block.extend(entry.tag.to_be_bytes());
        block.extend(entry.kind.to_be_bytes());
        block.extend(entry.count.to_be_bytes());
        let mut field = [0; 4];
        if outside_length(&entry.value) == 0 {
            field.iter_mut().zip(&entry.value).for_each(|(to, from)| *to = *from);
        } else {
            field = u32::try_from(outside_at + outside.len()).ok()?.to_be_bytes();
            outside.extend(&entry.value);
            outside.resize(outside.len().next_multiple_of(2), 0);
        }
        block.extend(field);
    }
    block.extend([0; 4]);
    block.extend(outside);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn camera() -> Camera {
        Camera {
            make: Some("ACME".into()),
            model: Some("X".into()),
            date_time: Some("2024:02:03 04:05:06".into()),
            date_time_original: Some("2024:02:03 04:05:05".into()),
            sub_sec_time: Some("12".into()),
            sub_sec_time_original: Some("123456".into()),
            offset_time: Some("+03:00".into()),
            offset_time_original: Some("+05:00".into()),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let block = camera().to_exif().unwrap();
        assert_eq!(read(&block), (Orientation::Upright, camera()));
        assert_eq!(Camera::default().to_exif(), None);
    }

    #[test]
    fn a_little_endian_block_is_read() {
        let mut block = b"II*\0\x08\0\0\0\x01\0".to_vec();
        block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(read(&block), (Orientation::Rotate90, Camera::default()));
    }

    #[test]
    fn directories_that_point_at_themselves_and_values_outside_the_block_count_as_absent() {
        let mut block = b"MM\0*\0\0\0\x08\0\x03".to_vec();
        block.extend([0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 8]);
        block.extend([0x01, 0x0F, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 8]);
        block.extend([0x01, 0x10, 0, 2, 0, 0, 0, 20, 0xFF, 0xFF, 0xFF, 0xF0]);
        assert_eq!(read(&block), (Orientation::Upright, Camera::default()));
    }

    #[test]
    fn every_cut_and_every_changed_byte_of_a_block_is_survived() {
        let block = camera().to_exif().unwrap();
        for at in 0..block.len() {
            read(&block[..at]);
            for value in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut changed = block.clone();
                changed[at] = value;
                read(&changed);
            }
        }
    }
}
