//! The texts of a color profile (ISO 15076-1), which no color needs.
//!
//! Whoever calibrates a display names its profile, often after themselves, and what shows an image on it may store that
//! profile with a screenshot. Apple's hold the serial number of the display, too.

use super::bytes_at;

/// Names that standards, cameras and systems give. A profile with one of them was not named by a person.
const COMMON_NAMES: [&str; 10] = [
    "Display P3",
    "Display P3 Gamut with sRGB Transfer",
    "Adobe RGB (1998)",
    "ProPhoto RGB",
    "Apple RGB",
    "eciRGB v2",
    "Rec. ITU-R BT.2020-1",
    "Generic RGB Profile",
    "Dot Gain 20%",
    "Gray Gamma 2.2",
];

/// What a profile is called whose name was taken away.
const NAME: &[u8] = b"color profile";

/// Tags that hold colors and nothing else (ISO 15076-1, clause 9.2; `bkpt` and `gamt` are of version 2, `chrm` of both).
const COLORS: [&[u8; 4]; 31] = [
    b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad", b"chrm", b"cicp",
    b"lumi", b"meas", b"view", b"tech", b"gamt", b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0",
    b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3",
];

/// Where the tags begin, and the most of them that are looked at.
const TAGS: usize = 132;
const MAX_TAGS: u32 = 256;

/// The name and the data of each tag, as ranges that lie within the profile.
fn tags(profile: &[u8]) -> impl Iterator<Item = ([u8; 4], core::ops::Range<usize>)> {
    let count = bytes_at(profile, TAGS - 4).map_or(0, u32::from_be_bytes).min(MAX_TAGS);
    (0..count).filter_map(|index| {
        let at = TAGS + 12 * usize::try_from(index).ok()?;
        let number = |at| usize::try_from(u32::from_be_bytes(bytes_at(profile, at)?)).ok();
        let start = number(at + 4)?;
        let end = start.checked_add(number(at + 8)?)?;
        (end <= profile.len()).then_some((bytes_at(profile, at)?, start..end))
    })
}

/// The data of the tag `desc`: what the profile is called.
pub(super) fn description(profile: &[u8]) -> Option<&[u8]> {
    let (_, range) = tags(profile).find(|(name, _)| name == b"desc")?;
    profile.get(range)
}

/// Blanks everything that is no color, unless the profile has one of the common names. Every length stays.
pub(super) fn blank(profile: &mut [u8]) {
    let name = description(profile).map(name_of).unwrap_or_default();
    if COMMON_NAMES.iter().any(|common| common.as_bytes() == name) {
        return;
    }
    let texts: Vec<_> = tags(profile).filter(|(name, _)| !COLORS.contains(&name)).map(|(_, range)| range).collect();
    for range in texts {
        // The head and the table of the tags stay, wherever a tag claims to be.
        if range.start >= TAGS
            && let Some(data) = profile.get_mut(range)
        {
            blank_tag(data);
        }
    }
    // The checksum of the profile: zeros are none.
    if let Some(id) = profile.get_mut(84..100) {
        id.fill(0);
    }
}

/// The letters of a description, in ASCII or, in one language, in UTF-16.
fn name_of(data: &[u8]) -> Vec<u8> {
    let text = match data.get(..8) {
        Some(b"desc\0\0\0\0") => ascii_length(data).and_then(|length| data.get(12..12 + length)),
        Some(b"mluc\0\0\0\0") => data.get(28..).filter(|_| bytes_at(data, 8) == Some([0, 0, 0, 1])),
        _ => Some(data),
    };
    text.unwrap_or_default().iter().copied().filter(|byte| *byte != 0).collect()
}

fn ascii_length(data: &[u8]) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes_at(data, 8)?)).ok().filter(|length| *length <= data.len())
}

/// The lengths of its texts stay, so that it is read as before.
fn blank_tag(data: &mut [u8]) {
    match data.get(..8) {
        Some(b"desc\0\0\0\0") => {
            // The zero behind the text counts.
            let room = ascii_length(data).unwrap_or_default().saturating_sub(1).min(NAME.len());
            let Some(text) = data.get_mut(12..) else { return };
            text.fill(0);
            text.iter_mut().zip(NAME.iter().take(room)).for_each(|(byte, letter)| *byte = *letter);
        }
        Some(b"mluc\0\0\0\0") => {
            let count = bytes_at(data, 8).map_or(0, u32::from_be_bytes).min(MAX_TAGS);
            let texts = data.get_mut(16 + 12 * count as usize..).unwrap_or_default();
            texts.iter_mut().zip([0, b' '].into_iter().cycle()).for_each(|(byte, blank)| *byte = blank);
        }
        // A type and four zeros.
        Some([_, _, _, _, 0, 0, 0, 0]) => data.get_mut(8..).unwrap_or_default().fill(0),
        _ => data.fill(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A profile of two tags: one of a color and the description.
    fn profile(description: &[u8]) -> Vec<u8> {
        let mut bytes = vec![9; 128];
        bytes.extend([0, 0, 0, 2]);
        let length = u8::try_from(description.len()).unwrap();
        bytes.extend([&b"rXYZ\0\0\0\x9C\0\0\0\x14desc\0\0\0\xB0\0\0\0"[..], &[length]].concat());
        bytes.extend(b"XYZ \0\0\0\0SECRETCOLORS");
        bytes.extend(description);
        bytes
    }

    #[track_caller]
    fn is_blanked_to(description: &[u8], blanked: &[u8]) {
        let (mut found, mut expected) = (profile(description), profile(blanked));
        blank(&mut found);
        expected[84..100].fill(0);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_name_that_a_person_may_have_given_is_blanked_and_its_length_stays() {
        is_blanked_to(
            b"desc\0\0\0\0\0\0\0\x10Jane Roe's iMac\0\0\0\0Roe",
            b"desc\0\0\0\0\0\0\0\x10color profile\0\0\0\0\0\0\0\0\0",
        );
        is_blanked_to(b"desc\0\0\0\0\0\0\0\x04Roe\0", b"desc\0\0\0\0\0\0\0\x04col\0");
        let record = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS\0\0\0\x06\0\0\0\x1C";
        is_blanked_to(&[record, &b"\0R\0o\0e"[..]].concat(), &[record, &b"\0 \0 \0 "[..]].concat());
        is_blanked_to(b"text\0\0\0\0Roe\0", b"text\0\0\0\0\0\0\0\0");
        is_blanked_to(b"Jane Roe", &[0; 8]);
    }

    #[test]
    fn a_profile_with_a_common_name_stays_as_it_is() {
        let in_utf_16: Vec<u8> = b"Display P3".iter().flat_map(|letter| [0, *letter]).collect();
        for description in [
            b"Display P3".to_vec(),
            b"desc\0\0\0\0\0\0\0\x0BDisplay P3\0\0\0\0\0".to_vec(),
            [b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS\0\0\0\x14\0\0\0\x1C", &in_utf_16[..]].concat(),
        ] {
            let mut found = profile(&description);
            blank(&mut found);
            assert_eq!(found, profile(&description));
        }
    }

    #[test]
    fn a_tag_that_claims_the_head_or_what_is_not_there_changes_nothing() {
        for place in [&[0, 0, 0, 0, 0, 0, 0, 200][..], &[0, 0, 0, 200, 0, 0, 0, 200], &[255; 8]] {
            let mut bytes = profile(b"Jane Roe");
            bytes[148..156].copy_from_slice(place);
            let mut found = bytes.clone();
            blank(&mut found);
            bytes[84..100].fill(0);
            assert_eq!(found, bytes, "{place:?}");
        }
    }
}
