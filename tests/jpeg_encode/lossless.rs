//! Turning and coding again without loss.

use super::{Sample, byte, coefficients, encoded, gradient, opened, options, picture, pnm_samples, text};
use idsnap::jpeg::{
    EncodeOptions, Encoded, Lossless, LosslessOptions, PartialEdges, Process, Subsampling, Target, Transform,
    read_header, transform_lossless, transformed_size,
};
use idsnap::rows::{ColorModel, Size};

fn lossless(file: &[u8], exif: u16, edges: PartialEdges, progressive: bool) -> Lossless {
    let transform = Transform::from_exif(exif).unwrap();
    transform_lossless(
        file,
        &LosslessOptions {
            transform,
            edges,
            metadata: &[],
            progressive,
            max_sequential_bytes: u64::MAX,
            max_bytes: u64::MAX,
        },
    )
    .unwrap()
}

#[track_caller]
fn done(result: Lossless) -> Encoded {
    match result {
        Lossless::Done(file) => file,
        Lossless::PartialBlocks { trimmed } => panic!("partial blocks: {trimmed:?}"),
        Lossless::TooLarge => panic!("too large"),
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

/// A file of 64 x 48 pixels that says it has only `width` x `height`: it has samples of its own beyond its edges.
fn with_samples_beyond((width, height): (u8, u8), sample: Sample, options: &EncodeOptions<'_>) -> Vec<u8> {
    let mut file = encoded(&mut picture(64, 48, ColorModel::Rgb, sample), options).bytes;
    let frame = file.windows(2).position(|pair| pair == [0xFF, 0xC0] || pair == [0xFF, 0xC2]).unwrap();
    assert_eq!(file[frame + 5..frame + 9], [0, 48, 0, 64]);
    file[frame + 5..frame + 9].copy_from_slice(&[0, height, 0, width]);
    file
}

/// The size that 61 x 45 pixels are extended to.
const fn extended(exif: u16) -> Size {
    match exif {
        2 => Size { width: 64, height: 45 },
        3 => Size { width: 64, height: 48 },
        4 => Size { width: 61, height: 48 },
        6 => Size { width: 48, height: 61 },
        7 => Size { width: 48, height: 64 },
        8 => Size { width: 45, height: 64 },
        5 => Size { width: 45, height: 61 },
        _ => Size { width: 61, height: 45 },
    }
}

#[test]
fn an_extended_side_keeps_every_block_of_the_source() {
    for exif in 1..=8 {
        for subsampling in [Subsampling::S444, Subsampling::S422, Subsampling::S420] {
            for progressive in [false, true] {
                let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(85)) };
                for source in [
                    encoded(&mut picture(61, 45, ColorModel::Rgb, text), &options).bytes,
                    with_samples_beyond((61, 45), gradient, &options),
                ] {
                    let turned = done(lossless(&source, exif, PartialEdges::Extend, true));
                    assert_eq!(turned.size, extended(exif), "orientation {exif}");
                    let transform = Transform::from_exif(exif).unwrap();
                    assert_eq!(transformed_size(&source, transform), Ok(turned.size), "orientation {exif}");
                    let back = done(lossless(&turned.bytes, inverse(exif), PartialEdges::Extend, false));
                    let (_, before) = coefficients(&source);
                    let (_, after) = coefficients(&back.bytes);
                    for ((columns, before), (stride, after)) in before.iter().zip(&after) {
                        let rows = before.chunks_exact(*columns).zip(after.chunks_exact(*stride));
                        assert!(rows.clone().count() * columns == before.len());
                        for (before, after) in rows {
                            assert_eq!(before, &after[..*columns], "orientation {exif} {subsampling:?}");
                        }
                    }
                    opened(&turned.bytes);
                }
            }
        }
    }
}

/// Gray bars, in a white frame from some column and some row on.
fn framed(x: u32, y: u32, (right, bottom): (u32, u32)) -> u8 {
    if x >= right || y >= bottom { 255 } else { byte(40 + y / 8 * 10 + x / 8 * 6) }
}

#[test]
fn what_is_no_picture_beyond_an_edge_is_replaced_by_the_last_samples() {
    // Without a whole block beyond the edges, and with one.
    let cases: [(Subsampling, (u8, u8), Sample); 3] = [
        (Subsampling::S444, (61, 45), |x, y, _| framed(x, y, (61, 45))),
        (Subsampling::S420, (61, 45), |x, y, _| framed(x, y, (61, 45))),
        (Subsampling::S420, (55, 39), |x, y, _| framed(x, y, (55, 39))),
    ];
    for (subsampling, (right, bottom), sample) in cases {
        let options = EncodeOptions { subsampling, progressive: false, ..options(Target::Quality(95)) };
        let source = with_samples_beyond((right, bottom), sample, &options);
        let turned = done(lossless(&source, 3, PartialEdges::Extend, false));
        assert_eq!((turned.size.width, turned.size.height), (64, 48));
        let (Some(before), Some(after)) = (opened(&source), opened(&turned.bytes)) else { return };
        let (before, after) = (pnm_samples(&before), pnm_samples(&after));
        let (right, bottom) = (usize::from(right), usize::from(bottom));
        for (at, &found) in after.iter().enumerate() {
            let (x, y) = (63 - at / 3 % 64, 47 - at / 3 / 64);
            let expected = before[(y.min(bottom - 1) * right + x.min(right - 1)) * 3 + at % 3];
            let is_coded_anew = x / 8 >= right / 8 || y / 8 >= bottom / 8;
            // A block keeps its coefficients, or is quantized once more in steps of up to 4.
            let bound = if is_coded_anew { 4 } else { 1 };
            assert!(found.abs_diff(expected) <= bound, "{subsampling:?} {x} {y}: {found} for {expected}");
        }
    }
}

#[test]
fn a_file_is_progressive_where_a_sequential_one_takes_too_many_bytes() {
    let options = EncodeOptions { progressive: false, ..options(Target::Quality(85)) };
    let source = encoded(&mut picture(128, 96, ColorModel::Rgb, text), &options).bytes;
    let turned = |max_sequential_bytes| {
        let transform = Transform::from_exif(6).unwrap();
        let edges = PartialEdges::Report;
        let options = LosslessOptions {
            transform,
            edges,
            metadata: &[],
            progressive: false,
            max_sequential_bytes,
            max_bytes: u64::MAX,
        };
        done(transform_lossless(&source, &options).unwrap()).bytes
    };
    let process = |file: &[u8]| read_header(file).unwrap().process;
    let sequential = turned(u64::MAX);
    assert_eq!(process(&sequential), Process::Sequential);
    let length = sequential.len() as u64;
    let stuffed = sequential.windows(2).filter(|pair| pair == &[0xFF, 0]).count() as u64;
    assert_eq!(turned(length - stuffed), sequential);
    let progressive = turned(length - stuffed - 1);
    assert_eq!(process(&progressive), Process::Progressive);
    assert_eq!(coefficients(&progressive), coefficients(&sequential));
}

#[test]
fn a_file_that_exceeds_its_limit_is_not_made() {
    let options = EncodeOptions { progressive: false, ..options(Target::Quality(90)) };
    // Rows enough to tell by the first of them.
    let source = encoded(&mut picture(160, 400, ColorModel::Rgb, text), &options).bytes;
    let turned = |max_bytes| {
        let transform = Transform::from_exif(6).unwrap();
        let edges = PartialEdges::Report;
        let limits = LosslessOptions {
            transform,
            edges,
            metadata: &[],
            progressive: false,
            max_sequential_bytes: u64::MAX,
            max_bytes,
        };
        transform_lossless(&source, &limits).unwrap()
    };
    let whole = done(turned(u64::MAX));
    let length = whole.bytes.len() as u64;
    assert_eq!(turned(length), Lossless::Done(whole));
    for max_bytes in [length - 1, length / 2, 0] {
        assert_eq!(turned(max_bytes), Lossless::TooLarge, "{max_bytes} of {length}");
    }
}
