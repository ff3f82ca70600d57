//! Metadata at the edges: twice, damaged, too long, in another form.

use super::made::{decoded, to_jpeg};
use crate::support::exif::{self, Field};
use crate::support::files::{self, exif_segment, with_chunk, with_segments};
use crate::support::made::{jpeg, metadata};
use crate::support::picture::Picture;
use crate::support::webp::riff;
use idsnap::ErrorCode;
use idsnap::image::prepare::{PrepareOptions, PreparedPath, prepare};
use idsnap::limits::MetadataPolicy;

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle)
}

fn with_camera() -> PrepareOptions {
    PrepareOptions { metadata: Some(MetadataPolicy::Camera), ..PrepareOptions::default() }
}

fn smooth() -> Picture {
    Picture::smooth(64, 48)
}

/// A photo whose Exif block has these fields alone.
fn photo(fields: &[Field]) -> Vec<u8> {
    with_segments(&jpeg::Kind::PHONE.file(&smooth()), &[exif_segment(&exif::directory(fields))])
}

#[test]
fn the_first_of_two_exif_segments_counts() {
    let segments = [6, 3].map(|value| exif_segment(&exif::orientation(value, true)));
    let file = with_segments(&jpeg::Kind::PHONE.file(&smooth()), &segments);
    assert_eq!(prepare(&file, &PrepareOptions::default()).unwrap().source.orientation, 6);
}

#[test]
fn a_text_of_64_bytes_stays_and_a_longer_one_does_not() {
    for (length, stays) in [(1, true), (3, true), (4, true), (64, true), (65, false)] {
        let text = [vec![b'A'; length], vec![0]].concat();
        let field = Field(0x010F, 2, u32::try_from(text.len()).unwrap(), text.clone());
        let prepared = prepare(&photo(&[field]), &with_camera()).unwrap();
        assert_eq!(contains(&prepared.bytes, &text), stays, "{length}");
        assert_eq!(contains(&prepared.bytes, b"Exif"), stays, "{length}");
    }
}

#[test]
fn an_orientation_is_read_in_each_form_of_a_number() {
    for (kind, value) in [(1, vec![6]), (3, vec![0, 6]), (4, vec![0, 0, 0, 6])] {
        let prepared = prepare(&photo(&[Field(0x0112, kind, 1, value)]), &PrepareOptions::default()).unwrap();
        assert_eq!(prepared.source.orientation, 6, "{kind}");
    }
}

/// ITU-T T.81 B.2.5: a height of 0, and the lines told behind the first scan.
#[test]
fn a_height_behind_the_scan_is_read_and_such_a_file_is_not_passed_on() {
    let mut file = jpeg::Kind::PHONE.file(&smooth());
    let frame = file.windows(2).position(|marker| marker == [0xFF, 0xC0]).unwrap();
    file[frame + 5..frame + 7].fill(0);
    let end = file.len() - 2;
    file.splice(end..end, [0xFF, 0xDC, 0, 4, 0, 48]);
    assert!(decoded(&file).unwrap().difference(&smooth()) < 2.0);
    let prepared = prepare(&file, &PrepareOptions::default()).unwrap();
    assert_eq!((prepared.path, prepared.width, prepared.height), (PreparedPath::Encoded, 64, 48));
}

#[test]
fn a_chunk_that_is_not_vital_goes_where_its_checksum_is_wrong() {
    let sound = with_chunk(&files::png(&smooth()), b"gAMA", &45_455u32.to_be_bytes());
    let mut changed = sound.clone();
    // The first byte of its data, behind its length and name.
    changed[33 + 8] ^= 1;
    for (file, stays) in [(sound, true), (changed, false)] {
        let prepared = prepare(&file, &PrepareOptions::default()).unwrap();
        assert_eq!((prepared.path, contains(&prepared.bytes, b"gAMA")), (PreparedPath::Original, stays));
    }
}

#[test]
fn the_profile_of_a_png_goes_where_it_is_srgb() {
    for (profile, stays) in [(metadata::p3(), true), (metadata::icc(b"RGB ", b"sRGB IEC61966-2.1", 500), false)] {
        let data = [&b"a profile\0\0"[..], &fdeflate::compress_to_vec(&profile)].concat();
        let file = with_chunk(&files::png(&smooth()), b"iCCP", &data);
        let prepared = prepare(&file, &PrepareOptions::default()).unwrap();
        assert_eq!((prepared.path, contains(&prepared.bytes, b"iCCP")), (PreparedPath::Original, stays));
    }
}

#[test]
fn a_png_keeps_its_profile_and_not_the_name_that_somebody_gave_it() {
    // The longest needs two blocks of zlib.
    for length in [500, 65_535, 65_536] {
        let profile = metadata::icc(b"RGB ", b"Display P3", length);
        let data = [&b"SECRET-NAME\0\0"[..], &fdeflate::compress_to_vec(&profile)].concat();
        let file = with_chunk(&files::png(&smooth()), b"iCCP", &data);
        let prepared = prepare(&file, &PrepareOptions::default()).unwrap();
        assert_eq!((prepared.path, contains(&prepared.bytes, b"SECRET")), (PreparedPath::Original, false));
        let reader = png::Decoder::new(std::io::Cursor::new(&prepared.bytes)).read_info().unwrap();
        assert!(reader.info().icc_profile.as_deref() == Some(&profile[..]), "{length}");
    }
}

#[test]
fn what_adobe_says_of_the_colors_stays_and_nothing_behind_it() {
    let file = jpeg::Kind::PHONE.file(&smooth());
    // JFIF would go before it.
    let jfif = file.windows(2).position(|marker| marker == [0xFF, 0xE0]).map_or(2..2, |start| {
        let length = usize::from(u16::from_be_bytes([file[start + 2], file[start + 3]]));
        start..start + 2 + length
    });
    let plain = [&file[..jfif.start], &file[jfif.end..]].concat();
    // The last segment of at least twelve bytes counts: 1 is YCbCr, 0 is RGB.
    let adobe = |transform: u8| (0xEE, [&b"Adobe\0\x64\0\0\0\0"[..], &[transform], b"SECRET"].concat());
    let rgb = with_segments(&plain, &[adobe(1), adobe(0), (0xEE, b"Adobe\0".to_vec())]);
    assert!(decoded(&rgb).unwrap() != decoded(&plain).unwrap());
    let prepared = prepare(&rgb, &PrepareOptions::default()).unwrap();
    assert_eq!((prepared.path, contains(&prepared.bytes, b"SECRET")), (PreparedPath::Original, false));
    assert!(decoded(&prepared.bytes).unwrap() == decoded(&rgb).unwrap());
}

#[test]
fn of_two_images_in_a_webp_the_first_stays() {
    let files = metadata::files();
    let file = &files.iter().find(|file| file.name == "second-image.webp").unwrap().bytes;
    let prepared = prepare(file, &PrepareOptions::default()).unwrap();
    let images = prepared.bytes.windows(4).filter(|name| name == b"VP8L").count();
    assert_eq!((prepared.path, images), (PreparedPath::Original, 1));
}

#[test]
fn a_png_without_data_is_damaged() {
    let png = files::png(&smooth());
    let file = [&png[..33], &files::chunk(b"IEND", &[])].concat();
    for options in [PrepareOptions::default(), to_jpeg(PrepareOptions::default())] {
        let code = prepare(&file, &options).map(|prepared| prepared.path).map_err(|error| error.code());
        assert_eq!(code, Err(ErrorCode::DamagedImage));
    }
}

#[test]
fn the_flags_of_a_webp_tell_of_what_is_left_in_it() {
    let files = metadata::files();
    let file = &files.iter().find(|file| file.name == "icc-p3-exif-xmp.webp").unwrap().bytes;
    // RFC 9649: 0x20 a profile, 0x08 Exif, 0x04 XMP.
    assert_eq!(file[20], 0x2C);
    for (options, flags) in [(PrepareOptions::default(), 0x20), (with_camera(), 0x28)] {
        let prepared = prepare(file, &options).unwrap();
        assert_eq!((prepared.path, prepared.bytes[20]), (PreparedPath::Original, flags));
    }
}

#[test]
fn a_webp_of_nothing_but_a_header_is_damaged() {
    // Five bytes of VP8L: 64 x 48 pixels; ten bytes of VP8: the same.
    let lossless = riff(&[(b"VP8L", vec![0x2F, 63, 0xC0, 11, 0])]);
    let lossy = riff(&[(b"VP8 ", vec![0x10, 0, 0, 0x9D, 0x01, 0x2A, 64, 0, 48, 0])]);
    for file in [lossless, lossy] {
        let code =
            prepare(&file, &PrepareOptions::default()).map(|prepared| prepared.path).map_err(|error| error.code());
        assert_eq!(code, Err(ErrorCode::DamagedImage));
    }
}
