//! Damaged JPEG files: refused with a typed error, or shown as far as they go where the caller allows it.

use crate::support::files;
use crate::support::picture::Picture;
use crate::support::skip::skipped;
use idsnap::Error;
use idsnap::image::prepare::{DamagePolicy, Note, PrepareOptions, Prepared, PreparedPath, prepare};
use idsnap::jpeg::{EncodeOptions, Subsampling, Target, encode};
use idsnap::raster::{InterleavedRows, PixelLayout};
use idsnap::rows::Size;
use jpeg_encoder::{ColorType, Encoder};
use std::io::Write;
use std::process::{Command, Stdio};

fn allowing() -> PrepareOptions {
    PrepareOptions { damaged: Some(DamagePolicy::Allow), quality: Some(95), ..PrepareOptions::default() }
}

#[track_caller]
fn assert_refused(file: &[u8], options: &PrepareOptions) {
    let outcome = prepare(file, options).map_err(|error| *error);
    assert!(matches!(outcome, Err(Error::DamagedImage { .. })), "{outcome:?}");
}

#[track_caller]
fn shown(file: &[u8]) -> Prepared {
    let prepared = prepare(file, &allowing()).unwrap();
    assert_eq!(prepared.path, PreparedPath::Encoded);
    assert!(prepared.notes.contains(&Note::Damaged), "{:?}", prepared.notes);
    prepared
}

/// The upper half of both.
fn difference_of_upper_halves(one: &Picture, two: &Picture) -> f64 {
    let upper = |picture: &Picture| Picture::from_fn(picture.width, picture.height / 2, |x, y| picture.pixel(x, y));
    upper(one).difference(&upper(two))
}

fn progressive(picture: &Picture) -> Vec<u8> {
    let size = Size { width: picture.width, height: picture.height };
    let mut rows = InterleavedRows::new(size, PixelLayout::Rgb, picture.rgb.as_slice()).unwrap();
    let target = Target::Quality(90);
    let options = EncodeOptions { target, subsampling: Subsampling::S420, metadata: &[], progressive: true };
    encode(&mut rows, &options).unwrap().bytes
}

/// Restart markers after every fourth MCU.
fn with_restarts(picture: &Picture) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 90);
    encoder.set_restart_interval(4);
    let side = |edge: u32| u16::try_from(edge).unwrap();
    encoder.encode(&picture.rgb, side(picture.width), side(picture.height), ColorType::Rgb).unwrap();
    file
}

fn cut(file: &[u8], per_cent: usize) -> Vec<u8> {
    file[..file.len() * per_cent / 100].to_vec()
}

#[test]
fn a_file_cut_short_is_refused_unless_damage_is_allowed() {
    let picture = Picture::busy(320, 240);
    let file = cut(&files::jpeg(&picture, 90), 80);
    assert_refused(&file, &PrepareOptions::default());
    assert_refused(&file, &PrepareOptions { max_edge: Some(100), ..PrepareOptions::default() });
    let there = Picture::from_jpeg(&shown(&file).bytes);
    // Tolerance: that of two encodings, one with chroma of half the width and height.
    let difference = difference_of_upper_halves(&there, &picture);
    assert!(difference < 12.0, "{difference}");
    // What is missing has no colour.
    let [red, green, blue] = there.pixel(310, 236);
    assert!(red.abs_diff(green) < 8 && green.abs_diff(blue) < 8, "{red} {green} {blue}");
}

#[test]
fn a_progressive_file_cut_short_is_shown_whole_but_coarse() {
    let picture = Picture::busy(320, 240);
    let file = cut(&progressive(&picture), 75);
    assert_refused(&file, &PrepareOptions::default());
    let there = Picture::from_jpeg(&shown(&file).bytes);
    // Tolerance: what refinements of half of the coefficients make; a picture of one gray is beyond 50.
    assert!(there.difference(&picture) < 30.0, "{}", there.difference(&picture));
}

#[test]
fn damage_is_noted_whatever_the_size_of_the_result() {
    let file = cut(&files::jpeg(&Picture::busy(640, 480), 90), 50);
    for max_edge in [640, 320, 160, 80] {
        let prepared = prepare(&file, &PrepareOptions { max_edge: Some(max_edge), ..allowing() }).unwrap();
        assert!(prepared.notes.contains(&Note::Damaged), "{max_edge}");
    }
    let turned =
        [&file[..2], &[0xFF, 0xE1, 0, 34], b"Exif\0\0", &crate::support::exif::orientation(6, true), &file[2..]];
    let prepared = prepare(&turned.concat(), &allowing());
    assert!(prepared.is_ok_and(|prepared| prepared.notes.contains(&Note::Damaged)));
}

#[test]
fn a_budget_is_kept_for_a_damaged_file_too() {
    let file = cut(&with_restarts(&Picture::busy(640, 480)), 90);
    let whole = [file.as_slice(), &[0xFF, 0xD9]].concat();
    let prepared = prepare(&whole, &PrepareOptions { max_bytes: Some(50_000), ..allowing() }).unwrap();
    assert!(prepared.bytes.len() <= 50_000);
    assert!(prepared.notes.contains(&Note::Damaged));
}

#[test]
fn a_sound_file_has_no_note_and_stays_as_it_is() {
    for file in [files::jpeg(&Picture::busy(64, 48), 90), with_restarts(&Picture::busy(64, 48))] {
        let prepared = prepare(&file, &allowing()).unwrap();
        assert_eq!((prepared.path, prepared.notes.as_slice()), (PreparedPath::Original, [].as_slice()));
        let reduced = prepare(&file, &PrepareOptions { max_edge: Some(32), ..allowing() }).unwrap();
        assert_eq!(reduced.notes, [Note::Reduced]);
    }
}

#[test]
fn a_file_whose_end_was_put_on_again_is_not_passed_through() {
    let picture = Picture::busy(320, 240);
    let restarts = cut(&with_restarts(&picture), 90);
    // 1,200 blocks of each component, and some 150 bytes behind the tables.
    let nearly_empty = files::jpeg(&picture, 90)[..780].to_vec();
    for mut file in [restarts, nearly_empty] {
        file.extend([0xFF, 0xD9]);
        assert_refused(&file, &PrepareOptions::default());
        shown(&file);
    }
}

#[test]
fn other_formats_are_refused_whatever_is_allowed() {
    let picture = Picture::busy(64, 48);
    for file in [files::png(&picture), files::webp(&picture, None), files::bmp(&picture)] {
        assert_refused(&cut(&file, 70), &allowing());
    }
}

#[test]
fn what_is_shown_is_what_libjpeg_turbo_shows() {
    let picture = Picture::busy(320, 240);
    let sequential = cut(&with_restarts(&picture), 70);
    let mut hole = with_restarts(&picture);
    let middle = hole.len() / 2;
    hole[middle..middle + 40].fill(0x55);
    for (case, file) in [("cut", sequential), ("hole", hole), ("progressive", cut(&progressive(&picture), 70))] {
        let Some(reference) = djpeg(&file) else { return };
        let options = PrepareOptions { max_edge: Some(319), ..allowing() };
        let ours = Picture::from_jpeg(&prepare(&file, &options).unwrap().bytes);
        let full = Picture::from_jpeg(&shown_or_whole(&file).bytes);
        // Tolerance: one encoding at quality 95, with chroma of half the width and height; a lost row is beyond 20.
        assert!(full.difference(&reference) < 6.0, "{case}: {}", full.difference(&reference));
        assert_eq!(ours.width, 319, "{case}");
    }
}

/// Decoded and encoded, even where the markers are whole.
fn shown_or_whole(file: &[u8]) -> Prepared {
    let length = file.len() as u64;
    prepare(file, &PrepareOptions { max_bytes: Some(length - 1), min_quality: Some(90), ..allowing() }).unwrap()
}

fn djpeg(file: &[u8]) -> Option<Picture> {
    let mut command = Command::new("djpeg");
    command.args(["-dct", "int", "-pnm"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else {
        skipped("djpeg is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(file).unwrap();
    let output = child.wait_with_output().unwrap().stdout;
    let pixels = output.strip_prefix(b"P6\n320 240\n255\n".as_slice()).unwrap();
    Some(Picture { width: 320, height: 240, rgb: pixels.to_vec() })
}
