//! EXIF blocks, written by hand.

/// A field: tag, kind, count, value as it stands in the block.
pub struct Field(pub u16, pub u16, pub u32, pub Vec<u8>);

/// A block with what a phone writes: orientation, camera, dates, and what must not leave the page.
pub fn phone(orientation: u8, big_endian: bool) -> Vec<u8> {
    let short = |value: u8| if big_endian { vec![0, value] } else { vec![value, 0] };
    let text =
        |tag, text: &str| Field(tag, 2, u32::try_from(text.len() + 1).unwrap(), [text.as_bytes(), b"\0"].concat());
    let picture = vec![
        text(0x010E, "SECRET-DESCRIPTION"),
        text(0x010F, "ACME Imaging"),
        text(0x0110, "Phone 7"),
        Field(0x0112, 3, 1, short(orientation)),
        text(0x0131, "SECRET-SOFTWARE"),
        text(0x0132, "2024:05:06 07:08:09"),
        text(0x013B, "SECRET-ARTIST"),
    ];
    let photo = vec![
        text(0x9003, "2024:05:06 07:08:08"),
        Field(0x927C, 7, 16, b"SECRET-MAKERNOTE".to_vec()),
        text(0xA430, "SECRET-OWNER"),
        text(0xA431, "SECRET-SERIAL"),
    ];
    let position = vec![text(0x001D, "SECRET-GPS")];
    block(picture, photo, position, big_endian)
}

/// A block that says nothing but the orientation.
pub fn orientation(value: u8, big_endian: bool) -> Vec<u8> {
    let short = if big_endian { vec![0, value] } else { vec![value, 0] };
    block(vec![Field(0x0112, 3, 1, short)], Vec::new(), Vec::new(), big_endian)
}

/// The block with a second directory, of a thumbnail, which is a JPEG file.
pub fn with_thumbnail(block: &[u8], thumbnail: &[u8], big_endian: bool) -> Vec<u8> {
    let count: [u8; 2] = block[8..10].try_into().unwrap();
    let count = if big_endian { u16::from_be_bytes(count) } else { u16::from_le_bytes(count) };
    let next_at = 10 + 12 * usize::from(count);
    let u32_bytes = |value: usize| {
        let value = u32::try_from(value).unwrap();
        if big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    };
    let directory_at = block.len();
    let data_at = directory_at + 2 + 3 * 12 + 4;
    let compression = if big_endian { vec![0, 6] } else { vec![6, 0] };
    let fields = [
        Field(0x0103, 3, 1, compression),
        Field(0x0201, 4, 1, u32_bytes(data_at).to_vec()),
        Field(0x0202, 4, 1, u32_bytes(thumbnail.len()).to_vec()),
    ];
    let mut block = block.to_vec();
    block[next_at..next_at + 4].copy_from_slice(&u32_bytes(directory_at));
    push_directory(&mut block, &fields, big_endian);
    block.extend(thumbnail);
    block
}

/// A block of one directory, as it is given.
pub fn directory(fields: &[Field]) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08".to_vec();
    push_directory(&mut block, fields, true);
    block
}

/// A block whose only directory says the orientation once for each value, against the standard.
pub fn orientations(values: &[u8]) -> Vec<u8> {
    directory(&values.iter().map(|value| Field(0x0112, 3, 1, vec![0, *value])).collect::<Vec<_>>())
}

fn block(mut picture: Vec<Field>, photo: Vec<Field>, position: Vec<Field>, big_endian: bool) -> Vec<u8> {
    let u32_bytes = |value: usize| {
        let value = u32::try_from(value).unwrap();
        if big_endian { value.to_be_bytes() } else { value.to_le_bytes() }
    };
    picture.push(Field(0x8769, 4, 1, vec![0; 4]));
    picture.push(Field(0x8825, 4, 1, vec![0; 4]));
    let photo_at = 8 + length(&picture);
    let position_at = photo_at + length(&photo);
    let last = picture.len() - 1;
    picture[last - 1].3 = u32_bytes(photo_at).to_vec();
    picture[last].3 = u32_bytes(position_at).to_vec();
    let mut block = if big_endian { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
    block.extend(u32_bytes(8));
    for fields in [picture, photo, position] {
        push_directory(&mut block, &fields, big_endian);
    }
    block
}

fn length(fields: &[Field]) -> usize {
    let outside = |field: &Field| if field.3.len() > 4 { field.3.len() } else { 0 };
    6 + 12 * fields.len() + fields.iter().map(outside).sum::<usize>()
}

fn push_directory(block: &mut Vec<u8>, fields: &[Field], big_endian: bool) {
    let u16_bytes = |value: u16| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let u32_bytes = |value: u32| if big_endian { value.to_be_bytes() } else { value.to_le_bytes() };
    let mut outside: Vec<u8> = Vec::new();
    let outside_at = block.len() + 6 + 12 * fields.len();
    block.extend(u16_bytes(u16::try_from(fields.len()).unwrap()));
    for Field(tag, kind, count, value) in fields {
        block.extend(u16_bytes(*tag));
        block.extend(u16_bytes(*kind));
        block.extend(u32_bytes(*count));
        if value.len() > 4 {
            block.extend(u32_bytes(u32::try_from(outside_at + outside.len()).unwrap()));
            outside.extend(value);
        } else {
            block.extend(value);
            block.resize(block.len() + 4 - value.len(), 0);
        }
    }
    block.extend([0; 4]);
    block.extend(outside);
}
