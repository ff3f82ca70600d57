//! Turning and coding again without loss.

use super::{coefficients, encoded, gradient, opened, options, picture, pnm_samples, text};
use idsnap::jpeg::{
    EncodeOptions, Encoded, Lossless, LosslessOptions, PartialEdges, Subsampling, Target, Transform, transform_lossless,
};
use idsnap::rows::{ColorModel, Size};

fn lossless(file: &[u8], exif: u16, edges: PartialEdges, progressive: bool) -> Lossless {
    let transform = Transform::from_exif(exif).unwrap();
    transform_lossless(file, &LosslessOptions { transform, edges, metadata: &[], progressive }).unwrap()
}

#[track_caller]
fn done(result: Lossless) -> Encoded {
    match result {
        Lossless::Done(file) => file,
        Lossless::PartialBlocks { trimmed } => panic!("partial blocks: {trimmed:?}"),
    }
}

/// The EXIF orientation that undoes another.
const fn inverse(exif: u16) -> u16 {
    match exif {
        6 => 8,
        8 => 6,
        other => other,
    }
}

#[test]
fn coding_again_changes_no_coefficient() {
    for subsampling in [Subsampling::S444, Subsampling::S422, Subsampling::S420] {
        for (from, to) in [(false, false), (false, true), (true, false), (true, true)] {
            let options = EncodeOptions { subsampling, progressive: from, ..options(Target::Quality(85)) };
            let source = encoded(&mut picture(61, 45, ColorModel::Rgb, text), &options);
            let again = done(lossless(&source.bytes, 1, PartialEdges::Report, to));
            assert_eq!(coefficients(&again.bytes), coefficients(&source.bytes));
            opened(&again.bytes);
        }
    }
}

#[test]
fn turning_there_and_back_gives_every_coefficient_back() {
    for exif in 2..=8 {
        for subsampling in [Subsampling::S444, Subsampling::S422, Subsampling::S420] {
            let options = EncodeOptions { subsampling, ..options(Target::Quality(85)) };
            let source = encoded(&mut picture(64, 48, ColorModel::Rgb, text), &options);
            let turned = done(lossless(&source.bytes, exif, PartialEdges::Report, true));
            assert_eq!(turned.size.width, if exif >= 5 { 48 } else { 64 }, "orientation {exif}");
            assert_ne!(coefficients(&turned.bytes).1, coefficients(&source.bytes).1, "orientation {exif}");
            let back = done(lossless(&turned.bytes, inverse(exif), PartialEdges::Report, false));
            assert_eq!(coefficients(&back.bytes), coefficients(&source.bytes), "orientation {exif}");
        }
    }
}

#[test]
fn a_turned_file_shows_the_picture_turned() {
    let (width, height) = (32_u32, 16_u32);
    let options = EncodeOptions { subsampling: Subsampling::S444, ..options(Target::Quality(100)) };
    let source = encoded(&mut picture(width, height, ColorModel::Gray, gradient), &options);
    for exif in 1..=8 {
        let turned = done(lossless(&source.bytes, exif, PartialEdges::Report, false));
        let Some(pnm) = opened(&turned.bytes) else { return };
        let turned_width = turned.size.width;
        for (at, &found) in (0..).zip(pnm_samples(&pnm)) {
            let (x, y) = (at % turned_width, at / turned_width);
            // Where EXIF 2.32, 4.6.4 says that row 0 and column 0 of the source are seen.
            let (source_x, source_y) = match exif {
                1 => (x, y),
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let expected = gradient(source_x, source_y, 0);
            assert!(found.abs_diff(expected) <= 3, "orientation {exif} at {x},{y}: {found}, not {expected}");
        }
    }
}

#[test]
fn partial_blocks_are_reported_or_trimmed() {
    let options = EncodeOptions { subsampling: Subsampling::S420, ..options(Target::Quality(80)) };
    let source = encoded(&mut picture(40, 30, ColorModel::Rgb, text), &options);
    let size = |width, height| Some(Size { width, height });
    let expected = [
        (2, size(32, 30)),
        (3, size(32, 16)),
        (4, size(40, 16)),
        (6, size(16, 40)),
        (7, size(16, 32)),
        (8, size(30, 32)),
    ];
    for (exif, trimmed) in expected {
        let reported = lossless(&source.bytes, exif, PartialEdges::Report, true);
        assert_eq!(reported, Lossless::PartialBlocks { trimmed }, "orientation {exif}");
        let file = done(lossless(&source.bytes, exif, PartialEdges::Trim, true));
        assert_eq!(Some(file.size), trimmed, "orientation {exif}");
        opened(&file.bytes);
    }
    done(lossless(&source.bytes, 5, PartialEdges::Report, true));
    let small = encoded(&mut picture(5, 5, ColorModel::Rgb, text), &options);
    let reported = lossless(&small.bytes, 2, PartialEdges::Trim, true);
    assert_eq!(reported, Lossless::PartialBlocks { trimmed: None });
}
