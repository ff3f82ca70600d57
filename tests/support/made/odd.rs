//! Odd files: against the standard, or such as few programs write, each with what is right for it.

use super::damage::closed;
use super::jpeg::Kind;
use super::metadata::{exif_marker_segment, icc_segments, p3};
use crate::support::exif;
use crate::support::files::{self, bmp_of, exif_segment, with_chunk, with_segments};
use crate::support::picture::Picture;
use jpeg_encoder::SamplingFactor;

/// What every file shows, stored.
pub fn picture() -> Picture {
    Picture::smooth(160, 120)
}

fn jpeg() -> Vec<u8> {
    Kind::PHONE.file(&picture())
}

fn without_end(file: &[u8]) -> Vec<u8> {
    file[..file.len() - 2].to_vec()
}

/// No end marker, and a second file right behind. Right: the first picture alone.
pub fn second_file_behind_no_end() -> Vec<u8> {
    [without_end(&jpeg()), Kind::PHONE.file(&Picture::quarters(32, 24))].concat()
}

/// The same, of which the second file has orientation 6. Right: the first picture, not turned.
pub fn turned_second_file_behind_no_end() -> Vec<u8> {
    let second = Kind::PHONE.file(&Picture::quarters(32, 24));
    let second = with_segments(&second, &[exif_segment(&exif::orientation(6, true))]);
    [without_end(&jpeg()), second].concat()
}

/// An Exif segment between the last scan and the end marker. Right: its orientation is not obeyed.
pub fn exif_behind_the_scan() -> Vec<u8> {
    closed([without_end(&jpeg()), exif_marker_segment(&exif::orientation(6, true))].concat())
}

/// The orientation twice in one directory. Right: the first is obeyed.
pub fn orientation_twice(values: [u8; 2]) -> Vec<u8> {
    with_segments(&jpeg(), &[exif_segment(&exif::orientations(&values))])
}

/// All components have the id 1. Right: they are told by their order.
pub fn repeated_component_ids(orientation: u8) -> Vec<u8> {
    let mut file = Kind { sampling: SamplingFactor::F_1_1, ..Kind::PHONE }.file(&picture());
    let at = |file: &[u8], code: u8| file.windows(2).position(|marker| marker == [0xFF, code]).unwrap();
    let (frame, scan) = (at(&file, 0xC0), at(&file, 0xDA));
    // A frame header has its components at 10, three bytes each; a scan header at 5, two bytes each.
    for component in 0..3 {
        file[frame + 10 + 3 * component] = 1;
        file[scan + 5 + 2 * component] = 1;
    }
    with_segments(&file, &[exif_segment(&exif::orientation(orientation, true))])
}

/// A palette of 256 colours, and the start of the pixels given as `data_at`, which lies before it. Right: the picture, or
/// an error; never another picture.
pub fn bmp_that_starts_too_early(data_at: u32) -> Vec<u8> {
    let palette: Vec<u8> = (0..=255).flat_map(|level| [level, level, level, 0]).collect();
    let picture = picture();
    let levels: Vec<u8> =
        (0..120).flat_map(|y| (0..160).map(move |x| (x, y))).map(|(x, y)| picture.pixel(x, y)[0]).collect();
    let mut file = bmp_of(160, -120, 8, 0, &palette, &levels);
    file[10..14].copy_from_slice(&data_at.to_le_bytes());
    file
}

/// Linear light (gAMA 1.0). Right: as the browser shows it, or a note.
pub fn png_of_linear_light() -> Vec<u8> {
    with_chunk(&files::png(&picture()), b"gAMA", &100_000u32.to_be_bytes())
}

/// Display P3 by its primaries (cHRM), with the transfer function of sRGB. Right: converted, or a note.
pub fn png_with_primaries() -> Vec<u8> {
    let primaries = [31_270u32, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000];
    let data: Vec<u8> = primaries.iter().flat_map(|value| value.to_be_bytes()).collect();
    let file = with_chunk(&files::png(&picture()), b"cHRM", &data);
    with_chunk(&file, b"gAMA", &45_455u32.to_be_bytes())
}

/// Display P3 by its number (cICP, ITU-T H.273: primaries 12, transfer 13). Right: converted, or a note.
pub fn png_with_code_points() -> Vec<u8> {
    with_chunk(&files::png(&picture()), b"cICP", &[12, 13, 0, 1])
}

/// The second of three parts of a colour profile is missing. Right: the profile is dropped, with a note.
pub fn profile_with_a_part_missing() -> Vec<u8> {
    let mut segments = icc_segments(&p3(), 200);
    segments.remove(1);
    with_segments(&jpeg(), &segments)
}

/// Progressive, two bytes short: the end marker is missing. Right: shown whole, as a baseline file is.
pub fn progressive_without_end() -> Vec<u8> {
    without_end(&Kind { progressive: true, ..Kind::PHONE }.file(&picture()))
}

/// Baseline without its end marker. Right: shown whole.
pub fn baseline_without_end() -> Vec<u8> {
    without_end(&jpeg())
}

/// A tenth of the data missing, and an end marker put on again. Right: damaged, whatever is asked for.
pub fn cut_and_closed() -> Vec<u8> {
    closed(super::damage::cut(&Kind::PHONE.file(&Picture::busy(400, 300)), 90))
}

/// Restart markers that were taken out, the interval left in place. Right: damaged.
pub fn restart_markers_missing() -> Vec<u8> {
    let file = Kind { restart_interval: Some(4), ..Kind::PHONE }.file(&picture());
    let scan = file.windows(2).position(|marker| marker == [0xFF, 0xDA]).unwrap();
    let mut without = file[..scan].to_vec();
    let mut at = scan;
    while at < file.len() {
        let is_restart = file[at] == 0xFF && file.get(at + 1).is_some_and(|code| (0xD0..=0xD7).contains(code));
        if !is_restart {
            without.push(file[at]);
        }
        at += if is_restart { 2 } else { 1 };
    }
    without
}

/// Bytes behind the end that are no file. Right: the picture, the rest cut off, with a note.
pub fn garbage_behind_the_end() -> Vec<u8> {
    [jpeg(), b"SECRET-TRAILER".repeat(40)].concat()
}

/// A sound file, baseline or progressive.
pub fn sound(progressive: bool) -> Vec<u8> {
    Kind { progressive, ..Kind::PHONE }.file(&picture())
}

/// Progressive, cut before its last scan header. Right: damaged, for nothing tells that nothing is missing.
pub fn progressive_without_last_scan() -> Vec<u8> {
    let file = sound(true);
    let last = file.windows(2).rposition(|marker| marker == [0xFF, 0xDA]).unwrap();
    file[..last].to_vec()
}

/// A whole color profile between the last scan and the end marker. Right: it does not count.
pub fn profile_behind_the_scan() -> Vec<u8> {
    let mut file = without_end(&jpeg());
    for (code, payload) in icc_segments(&p3(), 60_000) {
        file.extend([0xFF, code]);
        file.extend(u16::try_from(payload.len() + 2).unwrap().to_be_bytes());
        file.extend(payload);
    }
    closed(file)
}

/// 24 bits a pixel, and 0 given as the start of the pixels. Right: the picture.
pub fn true_color_bmp_that_starts_too_early() -> Vec<u8> {
    let mut file = files::bmp(&picture());
    file[10..14].copy_from_slice(&0u32.to_le_bytes());
    file
}

/// A profile with a wrong checksum in a PNG, one that a WebP announces and does not have, and one that is shorter than it
/// says. Right: dropped, with a note.
pub fn unreadable_profiles() -> Vec<Vec<u8>> {
    let mut png = with_chunk(&files::png(&picture()), b"iCCP", b"name\0\0broken");
    // Behind signature and header: length, name and 12 bytes of data.
    png[8 + 25 + 8 + 12] ^= 1;
    let mut webp = files::webp(&picture(), Some(exif::orientation(1, true)));
    webp[20] |= 0x20;
    let mut long = p3();
    long[..4].copy_from_slice(&1_000_000u32.to_be_bytes());
    vec![png, webp, with_segments(&jpeg(), &icc_segments(&long, 60_000))]
}
