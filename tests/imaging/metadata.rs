//! What stays beside the pixels, and what never leaves the page.

use crate::support::picture::Picture;
use crate::support::{exif, files};
use idsnap::image::prepare::{Note, PrepareOptions, Prepared, PreparedPath, prepare};
use idsnap::limits::MetadataPolicy;
use idsnap::vendors::VendorId;

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|part| part == needle)
}

fn with(policy: MetadataPolicy) -> PrepareOptions {
    PrepareOptions { metadata: Some(policy), ..PrepareOptions::default() }
}

/// A photo as a phone writes it, with everything that must not leave the page.
fn phone_photo(orientation: u8) -> Vec<u8> {
    let xmp = [&b"http://ns.adobe.com/xap/1.0/\0"[..], b"SECRET-XMP"].concat();
    let jfif = [&b"JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01"[..], b"RGB"].concat();
    let segments = [
        (0xE0, jfif),
        files::exif_segment(&exif::phone(orientation, true)),
        (0xE1, xmp),
        (0xE2, b"MPF\0SECRET-MPF".to_vec()),
        (0xED, b"Photoshop 3.0\0SECRET-IPTC".to_vec()),
        (0xFE, b"SECRET-COMMENT".to_vec()),
    ];
    let mut file = files::jpeg_with(&Picture::quarters(64, 48), 90, &segments);
    file.extend_from_slice(b"SECRET-TRAILER");
    file
}

fn icc(space: &[u8; 4], name: &[u8], length: usize) -> Vec<u8> {
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

fn profile_segments(profile: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let parts: Vec<&[u8]> = profile.chunks(60_000).collect();
    let count = u8::try_from(parts.len()).unwrap();
    let segment = |(number, part): (u8, &&[u8])| (0xE2, [b"ICC_PROFILE\0", &[number, count][..], *part].concat());
    let mut segments: Vec<_> = (1..).zip(&parts).map(segment).collect();
    // Readers have to sort the parts by their numbers.
    segments.reverse();
    segments
}

fn assert_only_camera(prepared: &Prepared, camera: bool, case: &str) {
    assert!(!contains(&prepared.bytes, b"SECRET"), "{case}");
    for kept in [&b"ACME Imaging\0"[..], b"Phone 7\0", b"2024:05:06 07:08:09\0", b"2024:05:06 07:08:08\0"] {
        assert_eq!(contains(&prepared.bytes, kept), camera, "{case}: {}", String::from_utf8_lossy(kept));
    }
}

#[test]
fn only_the_camera_stays_and_only_if_asked_for() {
    for policy in [MetadataPolicy::Strip, MetadataPolicy::Camera] {
        for orientation in [1, 6] {
            for max_edge in [None, Some(32)] {
                let prepared =
                    prepare(&phone_photo(orientation), &PrepareOptions { max_edge, ..with(policy) }).unwrap();
                let case = format!("{policy:?} {orientation} {:?}", prepared.path);
                assert_only_camera(&prepared, policy == MetadataPolicy::Camera, &case);
                assert_eq!(prepared.path == PreparedPath::Original, orientation == 1 && max_edge.is_none(), "{case}");
            }
        }
    }
}

#[test]
fn the_pixels_of_an_acceptable_file_stay_bit_for_bit() {
    let source = phone_photo(1);
    let prepared = prepare(&source, &PrepareOptions::default()).unwrap();
    assert_eq!((prepared.path, prepared.quality), (PreparedPath::Original, None));
    assert_eq!(prepared.notes, [Note::TrailerCut]);
    assert_eq!(Picture::from_jpeg(&prepared.bytes), Picture::from_jpeg(&source));
    assert!(prepared.bytes.starts_with(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"), "the JFIF thumbnail is gone");
    assert!(prepared.bytes.ends_with(b"\xFF\xD9"));
}

#[test]
fn beorg_gets_the_camera_by_default_and_the_others_do_not() {
    for vendor in VendorId::ALL {
        let limits = Some(idsnap::image::prepare::Limits::Vendor(vendor));
        let options = PrepareOptions { limits, ..PrepareOptions::default() };
        let prepared = prepare(&phone_photo(1), &options).unwrap();
        assert_only_camera(&prepared, vendor == VendorId::Beorg, &vendor.to_string());
        let stripped = prepare(&phone_photo(1), &PrepareOptions { metadata: Some(MetadataPolicy::Strip), ..options });
        assert_only_camera(&stripped.unwrap(), false, &vendor.to_string());
    }
}

#[test]
fn chunks_of_png_and_webp_are_filtered_alike() {
    let picture = Picture::quarters(64, 48);
    let block = exif::phone(1, false);
    let png = files::with_chunk(&files::png(&picture), b"tEXt", b"Author\0SECRET-AUTHOR");
    let png = files::with_chunk(&png, b"eXIf", &block);
    for source in [png, files::webp(&picture, Some(block))] {
        for policy in [MetadataPolicy::Strip, MetadataPolicy::Camera] {
            let prepared = prepare(&source, &with(policy)).unwrap();
            let case = format!("{:?} {policy:?}", prepared.mime_type);
            assert_eq!(prepared.path, PreparedPath::Original, "{case}");
            assert_eq!(Some(prepared.mime_type), prepared.source.mime_type, "{case}");
            assert_only_camera(&prepared, policy == MetadataPolicy::Camera, &case);
            let options = PrepareOptions { max_edge: Some(48), quality: Some(95), ..PrepareOptions::default() };
            let (before, after) = (prepare(&source, &options).unwrap(), prepare(&prepared.bytes, &options).unwrap());
            assert_eq!(before.bytes, after.bytes, "{case}: the pixels are the same");
        }
    }
}

#[test]
fn a_wide_gamut_profile_stays_with_the_picture() {
    let p3 = icc(b"RGB ", b"Display P3", 500);
    let source = files::jpeg_with(&Picture::quarters(64, 48), 90, &profile_segments(&p3));
    for max_edge in [None, Some(32)] {
        let prepared = prepare(&source, &PrepareOptions { max_edge, ..PrepareOptions::default() }).unwrap();
        assert!(contains(&prepared.bytes, &p3), "{max_edge:?}");
        assert!(prepared.notes.contains(&Note::ColorProfileKept), "{max_edge:?}");
    }
}

#[test]
fn a_profile_that_is_of_no_use_does_not_stay() {
    let cases = [
        ("sRGB", icc(b"RGB ", b"sRGB IEC61966-2.1", 500), false),
        ("gray in a colour picture", icc(b"GRAY", b"Dot Gain 20%", 500), true),
        ("too long", icc(b"RGB ", b"Scanner", idsnap::image::metadata::MAX_PROFILE_BYTES + 1), true),
    ];
    for (case, profile, said) in cases {
        let source = files::jpeg_with(&Picture::quarters(64, 48), 90, &profile_segments(&profile));
        let prepared = prepare(&source, &PrepareOptions { max_edge: Some(32), ..PrepareOptions::default() }).unwrap();
        assert!(!contains(&prepared.bytes, b"ICC_PROFILE"), "{case}");
        assert_eq!(prepared.notes.contains(&Note::ColorProfileDropped), said, "{case}");
    }
}

#[test]
fn the_longest_profile_that_stays_is_put_together_from_its_parts() {
    let mut profile = icc(b"RGB ", b"Display P3", idsnap::image::metadata::MAX_PROFILE_BYTES);
    *profile.last_mut().unwrap() = 8;
    let source = files::jpeg_with(&Picture::quarters(64, 48), 90, &profile_segments(&profile));
    let once = prepare(&source, &PrepareOptions::default()).unwrap();
    let twice = prepare(&once.bytes, &PrepareOptions::default()).unwrap();
    assert_eq!(once.bytes, twice.bytes);
    assert!(once.byte_length > profile.len() as u64);
    assert!(contains(&once.bytes, &profile[..60_001]), "the parts stand in their order");
}
