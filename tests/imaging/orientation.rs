//! A picture is turned upright exactly once, whatever the format and the path.

use crate::support::picture::Picture;
use crate::support::{exif, files};
use idsnap::image::prepare::{Limits, Note, PrepareOptions, PreparedPath, prepare};
use idsnap::limits::{ImageFormat, ImageLimits};

fn as_jpeg() -> PrepareOptions {
    let limits = ImageLimits { size: None, max_edge: None, formats: vec![ImageFormat::Jpeg].into() };
    PrepareOptions { limits: Some(Limits::Custom(limits)), quality: Some(95), ..PrepareOptions::default() }
}

/// Tolerance: the steps of quality 95, twice; a wrong turn is beyond 30.
fn assert_shows(file: &[u8], expected: &Picture, case: &str) {
    let difference = Picture::from_jpeg(file).difference_away_from_edges(expected);
    assert!(difference < 3.0, "{case}: {difference}");
}

#[test]
fn every_orientation_of_every_format_is_turned_upright() {
    let stored = Picture::quarters(64, 48);
    for orientation in 1..=8 {
        for big_endian in [false, true] {
            let block = exif::orientation(orientation, big_endian);
            let sources = [
                files::jpeg_with(&stored, 95, &[files::exif_segment(&block)]),
                files::with_chunk(&files::png(&stored), b"eXIf", &block),
            ];
            for source in sources {
                let prepared = prepare(&source, &as_jpeg()).unwrap();
                let case = format!("{:?} {orientation} {:?}", prepared.source.mime_type, prepared.path);
                assert_eq!(prepared.source.orientation, orientation, "{case}");
                assert_eq!((prepared.source.width, prepared.source.height), (64, 48), "{case}");
                let expected = stored.shown(orientation);
                assert_eq!((prepared.width, prepared.height), (expected.width, expected.height), "{case}");
                assert_shows(&prepared.bytes, &expected, &case);
            }
        }
    }
}

/// As in Chromium: tests/browser/colors.test.mjs asks it.
#[test]
fn the_orientation_of_a_webp_is_not_obeyed() {
    let stored = Picture::quarters(64, 48);
    for orientation in 1..=8 {
        let source = files::webp(&stored, Some(exif::orientation(orientation, true)));
        let prepared = prepare(&source, &as_jpeg()).unwrap();
        assert_eq!((prepared.source.orientation, prepared.width, prepared.height), (1, 64, 48), "{orientation}");
        assert_shows(&prepared.bytes, &stored, &orientation.to_string());
    }
}

#[test]
fn every_orientation_is_turned_upright_when_the_picture_is_reduced() {
    let stored = Picture::quarters(256, 192);
    for orientation in 1..=8 {
        let block = exif::orientation(orientation, true);
        let source = files::jpeg_with(&stored, 95, &[files::exif_segment(&block)]);
        let prepared = prepare(&source, &PrepareOptions { max_edge: Some(64), ..as_jpeg() }).unwrap();
        assert_shows(&prepared.bytes, &Picture::quarters(64, 48).shown(orientation), &orientation.to_string());
    }
}

#[test]
fn a_jpeg_of_whole_blocks_is_turned_without_loss() {
    let stored = Picture::busy(64, 48);
    for orientation in 2..=8 {
        let block = exif::phone(orientation, true);
        let source = files::jpeg_with(&stored, 60, &[files::exif_segment(&block)]);
        let prepared = prepare(&source, &as_jpeg()).unwrap();
        assert_eq!((prepared.path, prepared.quality), (PreparedPath::Transcoded, None), "{orientation}");
        // Tolerance: the roundings of an inverse transform along the other axis first.
        let difference =
            Picture::from_jpeg(&prepared.bytes).difference(&Picture::from_jpeg(&source).shown(orientation));
        assert!(difference < 0.5, "{orientation}: {difference}");
        assert!(!prepared.bytes.windows(4).any(|name| name == b"Exif"), "{orientation}");
    }
}

#[test]
fn a_jpeg_is_turned_and_made_smaller_at_once() {
    let stored = Picture::busy(640, 480);
    let source = files::jpeg_with(&stored, 90, &[files::exif_segment(&exif::orientation(6, true))]);
    let max = source.len() * 2 / 3;
    let options = PrepareOptions { max_bytes: Some(max as u64), min_quality: Some(10), ..as_jpeg() };
    let prepared = prepare(&source, &options).unwrap();
    assert_eq!((prepared.path, prepared.width, prepared.height), (PreparedPath::Transcoded, 480, 640));
    assert!(prepared.bytes.len() <= max && prepared.bytes.len() * 100 >= max * 97, "{} of {max}", prepared.bytes.len());
    assert!(Picture::from_jpeg(&prepared.bytes).difference(&stored.shown(6)) < 12.0);
}

#[test]
fn sides_that_are_no_multiple_of_a_block_are_turned_whole() {
    let stored = Picture::quarters(61, 43);
    for orientation in 1..=8 {
        let block = exif::orientation(orientation, false);
        let source = files::jpeg_with(&stored, 95, &[files::exif_segment(&block)]);
        let prepared = prepare(&source, &as_jpeg()).unwrap();
        let expected = stored.shown(orientation);
        let found = Picture::from_jpeg(&prepared.bytes);
        assert_eq!((prepared.source.width, prepared.source.height), (61, 43), "{orientation}");
        assert_eq!((prepared.width, prepared.height), (found.width as u32, found.height as u32), "{orientation}");
        // What the file has beyond its edges stays in the picture, at the left and at the top.
        let (left, top) = (found.width - expected.width, found.height - expected.height);
        let mirrored = [(2, (3, 0)), (3, (3, 5)), (4, (0, 5)), (6, (5, 0)), (7, (5, 3)), (8, (0, 3))];
        let grown = mirrored.iter().find(|(mirrored, _)| *mirrored == orientation).map_or((0, 0), |(_, grown)| *grown);
        assert_eq!((left, top), grown, "{orientation}");
        assert_eq!(prepared.notes.contains(&Note::PaddingKept), grown != (0, 0), "{orientation}");
        let inside = Picture::from_fn(expected.width, expected.height, |x, y| found.pixel(x + left, y + top));
        let difference = inside.difference_away_from_edges(&expected);
        assert!(difference < 3.0, "{orientation}: {difference}");
        if orientation > 1 {
            assert_eq!((prepared.path, prepared.quality), (PreparedPath::Transcoded, None), "{orientation}");
        }
    }
}

#[test]
fn a_turned_picture_never_grows_beyond_the_edge_allowed() {
    let source = files::jpeg_with(&Picture::quarters(61, 43), 95, &[files::exif_segment(&exif::orientation(3, false))]);
    for (max_edge, width) in [(64, 64), (63, 61), (61, 61)] {
        let prepared = prepare(&source, &PrepareOptions { max_edge: Some(max_edge), ..as_jpeg() }).unwrap();
        assert_eq!((prepared.width, prepared.path == PreparedPath::Transcoded), (width, max_edge == 64), "{max_edge}");
    }
}

#[test]
fn what_was_turned_is_not_turned_again() {
    let block = exif::phone(6, true);
    let source = files::jpeg_with(&Picture::quarters(64, 48), 95, &[files::exif_segment(&block)]);
    let camera = idsnap::limits::MetadataPolicy::Camera;
    let options = PrepareOptions { metadata: Some(camera), ..as_jpeg() };
    let once = prepare(&source, &options).unwrap();
    let twice = prepare(&once.bytes, &options).unwrap();
    assert_eq!(twice.source.orientation, 1);
    assert_eq!(twice.bytes, once.bytes);
}

#[test]
fn an_orientation_out_of_range_counts_as_upright() {
    let stored = Picture::quarters(64, 48);
    for value in [0, 9, 255] {
        let source = files::jpeg_with(&stored, 95, &[files::exif_segment(&exif::orientation(value, true))]);
        let prepared = prepare(&source, &as_jpeg()).unwrap();
        assert_eq!((prepared.source.orientation, prepared.width), (1, 64), "{value}");
    }
}
