//! Stills: files and pixels.

use crate::support::files::{png, with_chunk};
use crate::support::{exif, picture::Picture};
use crate::{CARD, PASSPORT, fixture, picture, placed};
use idsnap::document::mrz::{MrzFormat, MrzStatus};
use idsnap::quad::{Point, Quad};
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, analyze_pixels_with_luma, analyze_with_luma};
use idsnap::zone::{MrzReading, ReadMrzOptions, ReadStatus, read, read_luma, read_pixels};
use idsnap::{Error, ErrorCode};

fn options() -> ReadMrzOptions {
    ReadMrzOptions { today: Some("2026-11-30".to_owned()), ..ReadMrzOptions::default() }
}

fn read_picture(picture: &Picture, options: &ReadMrzOptions) -> MrzReading {
    read_pixels(&picture.rgba(), Size { width: picture.width, height: picture.height }, options).unwrap()
}

fn rectangle(left: f64, top: f64, right: f64, bottom: f64) -> Quad {
    Quad::new([(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| Point { x, y }))
}

/// Whether the zone lies within this rectangle, and takes most of its width.
fn assert_lies(reading: &MrzReading, [left, top, right, bottom]: [f64; 4]) {
    let quad = reading.quad.unwrap();
    let is_inside = |point: Point| (left..right).contains(&point.x) && (top..bottom).contains(&point.y);
    assert!(quad.corners().into_iter().all(is_inside), "{quad:?}");
    assert!(quad.area() > 0.3 * (right - left) * (bottom - top), "{quad:?}");
}

#[test]
fn a_file_gives_the_zone_its_fields_and_where_it_is() {
    let reading = read(&fixture("passport-flat.png"), &options()).unwrap();
    assert_eq!((reading.status, reading.format), (ReadStatus::Valid, Some(MrzFormat::Td3)));
    assert_eq!(reading.lines, PASSPORT);
    let mrz = reading.mrz.as_ref().unwrap();
    assert_eq!((mrz.status, mrz.repaired), (MrzStatus::Valid, false));
    assert_eq!(mrz.surname.as_deref(), Some("SKIKABEK"));
    assert_eq!(mrz.document_number.as_deref(), Some("ZVAU0O2"));
    assert_eq!(mrz.date_of_birth.as_ref().unwrap().iso.as_deref(), Some("1986-08-04"));
    assert_eq!(reading.confidence.iter().map(Vec::len).collect::<Vec<_>>(), [44, 44]);
    assert!(reading.confidence.iter().flatten().all(|one| (0.0..=1.0).contains(one)));
    assert!(reading.candidates.is_empty() && reading.likelihood > 0.99, "{reading:?}");
    let size = picture("passport-flat.png");
    assert_lies(&reading, [0.0, 0.0, f64::from(size.width), f64::from(size.height)]);
}

#[test]
fn every_quarter_turn_is_read_also_where_exif_tells_it() {
    let flat = picture("card-on-a-table.png");
    for orientation in [1, 3, 6, 8] {
        let turned = flat.shown(orientation);
        let reading = read_picture(&turned, &options());
        assert_eq!(
            (reading.status, &*reading.lines),
            (ReadStatus::Valid, &CARD.map(str::to_owned)[..]),
            "{orientation}"
        );
        let quad = reading.quad.unwrap();
        // The text runs from the top left to the top right corner, whichever way that is.
        let way = (quad.top_right.x - quad.top_left.x, quad.top_right.y - quad.top_left.y);
        let expected = match orientation {
            1 => way.0 > way.1.abs(),
            3 => -way.0 > way.1.abs(),
            6 => way.1 > way.0.abs(),
            _ => -way.1 > way.0.abs(),
        };
        assert!(expected, "{orientation}: {quad:?}");

        let file = with_chunk(&png(&flat), b"eXIf", &exif::orientation(orientation, true));
        let stored = read(&file, &options()).unwrap();
        assert_eq!((stored.status, stored.quad), (reading.status, reading.quad), "{orientation}");
    }
}

#[test]
fn places_are_those_of_the_whole_image_also_where_a_part_is_read() {
    let flat = picture("passport-flat.png");
    let (width, height) = (2 * flat.width + 2400, flat.height + 1900);
    let whole = placed(&flat, (width, height), (1900, 1300));
    let [left, top] = [1900.0, 1300.0];
    let [right, bottom] = [left + f64::from(flat.width), top + f64::from(flat.height)];
    let corners = Some(rectangle(left - 40.0, top - 300.0, right + 40.0, bottom + 40.0));
    let reading = read_picture(&whole, &ReadMrzOptions { corners, ..options() });
    assert_eq!(reading.status, ReadStatus::Valid, "{:?}", reading.lines);
    assert_lies(&reading, [left, top, right, bottom]);

    let elsewhere = Some(rectangle(10.0, 10.0, 1500.0, 1000.0));
    assert_eq!(read_picture(&whole, &ReadMrzOptions { corners: elsewhere, ..options() }).status, ReadStatus::None);
}

#[test]
fn only_wanted_formats_count() {
    let with = |format| ReadMrzOptions { formats: Some(vec![MrzFormat::Td1, format]), ..options() };
    let file = fixture("passport-flat.png");
    assert_eq!(read(&file, &with(MrzFormat::Td3)).unwrap().status, ReadStatus::Valid);
    let other = read(&file, &with(MrzFormat::Td2)).unwrap();
    assert_eq!((other.status, other.mrz, other.quad), (ReadStatus::None, None, None));
    let error = read(&file, &ReadMrzOptions { formats: Some(Vec::new()), ..options() }).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidField, "{error}");
}

#[test]
fn what_has_no_zone_gives_none() {
    for picture in [Picture::busy(800, 600), Picture::smooth(640, 480), Picture::quarters(30, 20)] {
        let reading = read_picture(&picture, &options());
        assert_eq!(reading.status, ReadStatus::None, "{:?}", reading.lines);
        assert!(reading.lines.is_empty() && reading.quad.is_none());
    }
}

#[test]
fn a_line_that_is_covered_is_not_proved() {
    let flat = picture("passport-flat.png");
    let glare = Picture::from_fn(flat.width, flat.height, |x, y| {
        let is_lit = (flat.width / 3..flat.width / 2).contains(&x);
        if is_lit { [250; 3] } else { flat.pixel(x, y) }
    });
    let reading = read_picture(&glare, &options());
    assert_ne!(reading.status, ReadStatus::Valid);
    assert_eq!(reading.mrz, None);
}

#[test]
fn the_luma_of_an_analysis_reads_as_the_file_does() {
    let file = fixture("card-on-a-table.png");
    let (analysis, luma) = analyze_with_luma(&file, &AnalyzeOptions::default()).unwrap();
    let full = Size { width: analysis.width, height: analysis.height };
    let reading = read_luma(luma.samples, luma.size, full, &options()).unwrap();
    assert_eq!(reading, read(&file, &options()).unwrap());
    assert_eq!(reading.format, Some(MrzFormat::Td1));
}

#[test]
fn what_is_wrong_with_the_options_or_the_file_is_told() {
    let file = fixture("french-licence.png");
    let code = |options: &ReadMrzOptions| read(&file, options).map_err(|error| error.code());
    let crossed = Quad::new([(0.0, 0.0), (9.0, 9.0), (9.0, 0.0), (0.0, 9.0)].map(|(x, y)| Point { x, y }));
    for corners in [crossed, rectangle(-500.0, -500.0, -100.0, -100.0)] {
        assert_eq!(code(&ReadMrzOptions { corners: Some(corners), ..options() }), Err(ErrorCode::InvalidField));
    }
    assert_eq!(code(&ReadMrzOptions { today: Some("today".to_owned()), ..options() }), Err(ErrorCode::InvalidField));
    assert!(matches!(*read(b"no image at all", &options()).unwrap_err(), Error::NotAnImage { .. }));
}

#[test]
fn what_was_analyzed_gives_the_same_reading_to_the_last_bit() {
    let grey = picture("passport-flat.png");
    // Print of many colors on paper of a color: luma that is rounded otherwise is another one.
    let picture = Picture::from_fn(grey.width, grey.height, |x, y| {
        let [level, ..] = grey.pixel(x, y).map(u32::from);
        [level * 9 / 10, level * 31 / 32, level * (40 + x % 20) / 60].map(|level| u8::try_from(level).unwrap())
    });
    let size = Size { width: picture.width, height: picture.height };
    let (_, luma) = analyze_pixels_with_luma(&picture.rgba(), size, &AnalyzeOptions::default()).unwrap();
    let reading = read_luma(luma.samples, luma.size, size, &options()).unwrap();
    assert_eq!(reading.status, ReadStatus::Valid);
    assert_eq!(reading, read_picture(&picture, &options()));
}

#[test]
fn one_line_alone_is_given_as_it_looks() {
    let passport = picture("passport-flat.png");
    let (middle, mut read_lines) = (passport.height / 2, Vec::new());
    for (top, bottom) in [(0, middle), (middle, passport.height)] {
        let strip = Picture::from_fn(passport.width, bottom - top, |x, y| passport.pixel(x, top + y));
        let reading = read_picture(&strip, &options());
        assert_eq!((reading.status, reading.format, &reading.mrz), (ReadStatus::Ambiguous, None, &None));
        assert_eq!((reading.likelihood, reading.candidates.len(), reading.confidence[0].len()), (0.0, 0, 44));
        assert_lies(&reading, [0.0, 0.0, f64::from(strip.width), f64::from(strip.height)]);
        read_lines.extend(reading.lines);
        let passports = ReadMrzOptions { formats: Some(vec![MrzFormat::Td3]), ..options() };
        assert_eq!(read_picture(&strip, &passports).status, ReadStatus::None, "a line has no format");
    }
    assert_eq!(read_lines, PASSPORT);
}
