//! Files as phones and programs write them: what must not leave the page stands in each as `SECRET`.

use super::Made;
use super::jpeg::Kind;
use crate::support::files::{self, exif_segment, segment, with_chunk, with_segments};
use crate::support::picture::Picture;
use crate::support::{exif, webp};

const SIDES: (u32, u32) = (64, 48);

/// An ICC profile that holds nothing but its header and its name.
pub fn icc(space: &[u8; 4], name: &[u8], length: usize) -> Vec<u8> {
    let mut profile = vec![0; 144];
    profile[16..20].copy_from_slice(space);
    profile[36..40].copy_from_slice(b"acsp");
    profile[131] = 1;
    profile[132..136].copy_from_slice(b"desc");
    profile[139] = 144;
    profile[143] = u8::try_from(name.len()).unwrap();
    profile.extend(name);
    profile.resize(length.max(profile.len()), 7);
    profile
}

/// The segments of a profile in parts of `part_length` bytes, numbered from 1.
pub fn icc_segments(profile: &[u8], part_length: usize) -> Vec<(u8, Vec<u8>)> {
    let parts: Vec<&[u8]> = profile.chunks(part_length).collect();
    let count = u8::try_from(parts.len()).unwrap();
    let segment = |(number, part): (u8, &&[u8])| (0xE2, [b"ICC_PROFILE\0", &[number, count][..], *part].concat());
    (1..).zip(&parts).map(segment).collect()
}

/// Display P3, by its name.
pub fn p3() -> Vec<u8> {
    icc(b"RGB ", b"Display P3", 500)
}

/// Display P3 as somebody has called it who calibrated a display.
pub fn named_by_a_person() -> Vec<u8> {
    icc(b"RGB ", b"desc\0\0\0\0\0\0\0\x10SECRET's screen\0", 500)
}

/// Each kind of metadata alone, and all of it as a phone writes it.
pub fn files() -> Vec<Made> {
    let picture = Picture::smooth(SIDES.0, SIDES.1);
    let jpeg = Kind::PHONE.file(&picture);
    let thumbnail = Kind::PHONE.file(&Picture::quarters(16, 12));
    let thumbnail = with_segments(&thumbnail, &[(0xFE, b"SECRET-THUMBNAIL".to_vec())]);
    let exif = exif_segment(&exif::with_thumbnail(&exif::phone(1, true), &thumbnail, true));
    let little_endian = exif_segment(&exif::with_thumbnail(&exif::phone(1, false), &thumbnail, false));
    let xmp = (0xE1, b"http://ns.adobe.com/xap/1.0/\0SECRET-XMP".to_vec());
    let iptc = (0xED, b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0BSECRET-IPTC\0".to_vec());
    let comment = (0xFE, b"SECRET-COMMENT".to_vec());
    let jfif = (0xE0, [&b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01"[..], b"RGB"].concat());
    let srgb = icc_segments(&icc(b"RGB ", b"sRGB IEC61966-2.1", 500), 60_000);
    let adobe = (0xEE, b"Adobe\0\x64\0\0\0\0\x01SECRET-ADOBE".to_vec());
    let phone =
        [vec![jfif.clone(), exif.clone(), xmp.clone(), iptc.clone(), comment.clone()], icc_segments(&p3(), 200)];
    let with = |name: &str, purpose, segments: &[(u8, Vec<u8>)]| {
        Made::shows(format!("{name}.jpg"), purpose, with_segments(&jpeg, segments), picture.clone())
    };
    let leaves = "nothing of it leaves the page";
    let mut files = vec![
        with("exif", leaves, &[exif]),
        with("exif-little-endian", leaves, &[little_endian]),
        with("xmp", leaves, &[xmp]),
        with("iptc", leaves, &[iptc]),
        with("comment", leaves, &[comment]),
        with("jfif-thumbnail", leaves, &[jfif]),
        with("icc-srgb", "the profile that everybody assumes is no loss", &srgb),
        with("adobe", leaves, &[adobe]),
        with(
            "icc-p3-of-a-person",
            "colours need their profile, not its name",
            &icc_segments(&named_by_a_person(), 200),
        ),
        with("icc-p3", "colours need their profile", &icc_segments(&p3(), 60_000)),
        with("phone", leaves, &phone.concat()),
        ultra_hdr(&jpeg, &picture),
    ];
    files.extend(rasters(&picture));
    files
}

/// A picture that tells of a second one (CIPA DC-007) and has it behind its end: a gain map.
fn ultra_hdr(jpeg: &[u8], picture: &Picture) -> Made {
    let gain_map = with_segments(&Kind::PHONE.file(&Picture::quarters(16, 12)), &[(0xFE, b"SECRET-GAIN-MAP".to_vec())]);
    let file = [with_segments(jpeg, &[(0xE2, b"MPF\0SECRET-MPF".to_vec())]), gain_map].concat();
    Made::shows("ultra-hdr.jpg", "the first of two pictures, and no trace of the other", file, picture.clone())
}

fn rasters(picture: &Picture) -> Vec<Made> {
    let block = exif::phone(1, false);
    let png = files::png(picture);
    let profile = [&b"Display P3\0\0"[..], &fdeflate::compress_to_vec(&p3())].concat();
    let named = [&b"SECRET-NAME\0\0"[..], &fdeflate::compress_to_vec(&named_by_a_person())].concat();
    let extended = [&[0x2C, 0, 0, 0][..], &[63, 0, 0, 47, 0, 0]].concat();
    let webp_image = || files::webp(picture, None)[20..].to_vec();
    let webp_file = webp::riff(&[
        (b"VP8X", extended),
        (b"ICCP", p3()),
        (b"VP8L", webp_image()),
        (b"EXIF", block.clone()),
        (b"XMP ", b"SECRET-XMP".to_vec()),
    ]);
    let header = [&[0x20, 0, 0, 0][..], &[63, 0, 0, 47, 0, 0]].concat();
    let named_webp = webp::riff(&[(b"VP8X", header), (b"ICCP", named_by_a_person()), (b"VP8L", webp_image())]);
    let webp_trailer = [files::webp(picture, None), b"EXIF\x0E\0\0\0SECRET-TRAILER".to_vec()].concat();
    let second_image = webp::riff(&[(b"VP8L", webp_image()), (b"VP8L", b"/SECRET-SECOND".to_vec())]);
    let mut bmp = files::bmp(picture);
    bmp.extend(b"SECRET-TRAILER");
    let text = with_chunk(&png, b"tEXt", b"Author\0SECRET-AUTHOR");
    let made = |name: &str, purpose, bytes| Made::shows(name, purpose, bytes, picture.clone());
    let leaves = "nothing of it leaves the page";
    vec![
        made("exif-and-text.png", leaves, with_chunk(&text, b"eXIf", &block)),
        made("icc-p3.png", "colours need their profile", with_chunk(&png, b"iCCP", &profile)),
        made("icc-p3-exif-xmp.webp", leaves, webp_file),
        made("icc-p3-of-a-person.png", leaves, with_chunk(&png, b"iCCP", &named)),
        made("icc-p3-of-a-person.webp", leaves, named_webp),
        made("trailer.png", leaves, [&png[..], b"SECRET-TRAILER"].concat()),
        made("trailer.webp", leaves, webp_trailer),
        made("second-image.webp", leaves, second_image),
        made("trailer.bmp", leaves, bmp),
    ]
}

/// The segment of an Exif block, with its marker.
pub fn exif_marker_segment(block: &[u8]) -> Vec<u8> {
    let (code, payload) = exif_segment(block);
    segment(code, &payload)
}
