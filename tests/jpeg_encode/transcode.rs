//! Making a file smaller.

use super::{
    PICTURES, blocks, budget, byte, coefficients, encoded, noise, opened, options, picture, pnm_samples, text,
};
use idsnap::PixelError as Error;
use idsnap::jpeg::{
    Block, EncodeOptions, Lossless, LosslessOptions, PartialEdges, Subsampling, Target, TranscodeOptions, Transform,
    transcode, transform_lossless,
};
use idsnap::rows::ColorModel;

#[test]
fn transcoding_keeps_size_and_sampling_and_fills_the_budget() {
    let mut count = 0;
    for (name, sample) in PICTURES {
        for subsampling in [Subsampling::S444, Subsampling::S420] {
            for progressive in [false, true] {
                let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(95)) };
                let source = encoded(&mut picture(203, 150, ColorModel::Rgb, sample), &options);
                for tenths in [2, 5, 8, 9] {
                    let max_bytes = source.bytes.len() as u64 * tenths / 10;
                    let options = TranscodeOptions {
                        target: budget(max_bytes),
                        metadata: &[],
                        progressive,
                        halves_chroma: false,
                        transform: Transform::default(),
                    };
                    let Ok(file) = transcode(&source.bytes, &options) else {
                        assert!(max_bytes < 1_000, "{name}: {max_bytes}");
                        continue;
                    };
                    let length = file.bytes.len() as u64;
                    assert!(length <= max_bytes, "{name}: {length} of {max_bytes}");
                    let (before, after) = (coefficients(&source.bytes), coefficients(&file.bytes));
                    // Most of a file of 1,000 bytes are its tables, and one step more or less is 50 bytes. A file that
                    // lost nothing cannot be better.
                    let is_full = length * 100 >= max_bytes * 97 || max_bytes < 1_200;
                    assert!(is_full || before == after, "{name}: {length} of {max_bytes}");
                    let (before, after) = (before.0, after.0);
                    assert_eq!(before.size, after.size);
                    for (before, after) in before.components.iter().zip(&after.components) {
                        assert_eq!((before.horizontal, before.vertical), (after.horizontal, after.vertical));
                        let mut steps = before.quant.0.iter().zip(&after.quant.0);
                        assert!(steps.all(|(before, after)| before <= after), "{name}: a step became finer");
                    }
                    opened(&file.bytes);
                    count += 1;
                }
            }
        }
    }
    // All but the gradient in two tenths of its length.
    assert!(count >= 44, "{count}");
}

#[test]
fn a_file_that_fits_with_tables_of_its_own_keeps_every_coefficient() {
    let options = EncodeOptions { progressive: false, ..options(Target::Quality(90)) };
    let source = encoded(&mut picture(640, 480, ColorModel::Rgb, blocks), &options).bytes;
    let transcoded = |max_bytes| {
        let target = budget(max_bytes);
        transcode(
            &source,
            &TranscodeOptions {
                target,
                metadata: &[],
                progressive: true,
                halves_chroma: false,
                transform: Transform::default(),
            },
        )
        .unwrap()
    };
    let lossless = transcoded(source.len() as u64);
    assert_eq!(coefficients(&lossless.bytes), coefficients(&source));
    assert_eq!(lossless.quality, 100);
    // As many bytes suffice, but for those that stuffed zeros may take: 0.6 %.
    let length = lossless.bytes.len() as u64;
    assert_eq!(transcoded(length * 1_006 / 1_000).bytes, lossless.bytes);
    let smaller = transcoded(length * 99 / 100).bytes;
    assert_ne!(coefficients(&smaller), coefficients(&source));
    assert!(smaller.len() as u64 * 100 >= length * 99 / 100 * 97, "{} of {}", smaller.len(), length * 99 / 100);
}

/// Mean squared error of luma, from the coefficients: the transform keeps it.
fn luma_error(one: &[u8], other: &[u8]) -> f64 {
    let luma = |file| {
        let (frame, planes) = coefficients(file);
        let steps = frame.components[0].quant.0.map(f64::from);
        let blocks = planes[0].1.iter().flatten().zip(steps.iter().cycle());
        blocks.map(|(&value, step)| f64::from(value) * step).collect::<Vec<_>>()
    };
    let (one, other) = (luma(one), luma(other));
    let squares: f64 = one.iter().zip(&other).map(|(one, other)| (one - other).powi(2)).sum();
    squares / f64::from(u32::try_from(one.len()).unwrap())
}

#[test]
fn near_its_own_length_a_file_loses_little() {
    // Measured: 1.005 and 0.057. Steps a little coarser, of which no coefficient is a multiple, gave 1.9.
    for (subsampling, bound) in [(Subsampling::S420, 1.1), (Subsampling::S444, 0.07)] {
        let options = EncodeOptions { subsampling, ..options(Target::Quality(90)) };
        let source = encoded(&mut picture(640, 480, ColorModel::Rgb, blocks), &options).bytes;
        let target = budget(source.len() as u64 * 97 / 100);
        let options = TranscodeOptions {
            target,
            metadata: &[],
            progressive: true,
            halves_chroma: false,
            transform: Transform::default(),
        };
        let file = transcode(&source, &options).unwrap().bytes;
        let error = luma_error(&source, &file);
        assert!(error <= bound, "{subsampling:?}: {error}");
    }
}

#[test]
fn transcoding_a_damaged_file_is_an_error() {
    let source = encoded(&mut picture(64, 64, ColorModel::Rgb, noise), &options(Target::Quality(90)));
    let options = TranscodeOptions {
        target: budget(100_000),
        metadata: &[],
        progressive: true,
        halves_chroma: false,
        transform: Transform::default(),
    };
    for length in [0, 1, 20, 300, source.bytes.len() / 2] {
        assert!(transcode(&source.bytes[..length], &options).is_err(), "{length} bytes");
    }
}

#[test]
fn a_picture_far_from_fitting_is_given_up_with_a_fair_guess() {
    let source = encoded(&mut picture(2_000, 1_500, ColorModel::Gray, noise), &options(Target::Quality(90)));
    let transcoded = |max_bytes| {
        let target = Target::Budget { max_bytes, min_quality: 50, max_quality: 100 };
        transcode(
            &source.bytes,
            &TranscodeOptions {
                target,
                metadata: &[],
                progressive: false,
                halves_chroma: false,
                transform: Transform::default(),
            },
        )
    };
    let Err(Error::OverBudget { best, .. }) = transcoded(20_000).map_err(|error| *error) else {
        panic!("20,000 bytes must not suffice")
    };
    assert!(transcoded(best * 2 / 3).is_err(), "two thirds of {best} must not suffice");
    assert!(transcoded(best * 4 / 3).is_ok(), "four thirds of {best} must suffice");
}

/// Colours that change slowly, at one brightness or nearly.
fn slow_colors(x: u32, y: u32, component: u32) -> u8 {
    byte([60 + x, 110 + y / 2 - x / 2, 200 - y][component as usize % 3])
}

#[test]
fn chroma_of_full_size_is_halved_where_that_is_asked_for() {
    for (width, height) in [(99, 85), (16, 16), (33, 8), (1, 1)] {
        let source = options(Target::Quality(90));
        let source = EncodeOptions { subsampling: Subsampling::S444, ..source };
        let file = encoded(&mut picture(width, height, ColorModel::Rgb, slow_colors), &source).bytes;
        let target = Target::Quality(90);
        let halved = TranscodeOptions {
            target,
            metadata: &[],
            progressive: true,
            halves_chroma: true,
            transform: Transform::default(),
        };
        let made = transcode(&file, &halved).unwrap().bytes;
        let (frame, _) = coefficients(&made);
        let factors: Vec<_> = frame.components.iter().map(|one| (one.horizontal, one.vertical)).collect();
        assert_eq!(factors, [(2, 2), (1, 1), (1, 1)], "{width} x {height}");
        let (Some(before), Some(after)) = (opened(&file), opened(&made)) else { return };
        let (before, after) = (pnm_samples(&before), pnm_samples(&after));
        // Colours change slowly here, so that chroma of half the size is off by little: measured 0.47 levels in the mean.
        let off: u64 = before.iter().zip(after).map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
        assert!(off * 2 <= before.len() as u64, "{width} x {height}: {off} of {}", before.len());
    }
}

/// Noise in the top tenth of 1,600 lines, and nothing below.
fn top_heavy(x: u32, y: u32, component: u32) -> u8 {
    if y < 160 { noise(x, y, component) } else { 200 }
}

#[test]
fn a_file_with_all_its_detail_at_the_top_fills_the_budget() {
    // By the progress of the rows, most of the coefficients of the noise are dropped at first.
    let source = encoded(&mut picture(1_600, 1_600, ColorModel::Gray, top_heavy), &options(Target::Quality(90))).bytes;
    for tenths in [5, 7] {
        let max_bytes = source.len() as u64 * tenths / 10;
        let options = TranscodeOptions {
            target: budget(max_bytes),
            metadata: &[],
            progressive: true,
            halves_chroma: false,
            transform: Transform::default(),
        };
        let length = transcode(&source, &options).unwrap().bytes.len() as u64;
        assert!(length <= max_bytes && length * 100 >= max_bytes * 97, "{length} of {max_bytes}");
    }
}

#[test]
fn turning_at_once_is_turning_first() {
    let mut count = 0;
    for (width, height, sequential) in [(208, 160, false), (203, 150, false), (203, 150, true)] {
        for subsampling in [Subsampling::S444, Subsampling::S420] {
            let options = EncodeOptions { subsampling, progressive: !sequential, ..options(Target::Quality(92)) };
            let source = encoded(&mut picture(width, height, ColorModel::Rgb, blocks), &options).bytes;
            for exif in 1..=8 {
                let transform = Transform::from_exif(exif).unwrap();
                let lossless = LosslessOptions {
                    transform,
                    edges: PartialEdges::Extend,
                    metadata: &[],
                    progressive: !sequential,
                    max_sequential_bytes: u64::MAX,
                    max_bytes: u64::MAX,
                };
                let Ok(Lossless::Done(turned)) = transform_lossless(&source, &lossless) else { panic!("{exif}") };
                for (tenths, halves_chroma) in [(3, true), (3, false), (6, false), (9, false)] {
                    let target = budget(source.len() as u64 * tenths / 10);
                    let options = TranscodeOptions {
                        target,
                        metadata: &[],
                        progressive: true,
                        transform: Transform::default(),
                        halves_chroma,
                    };
                    let expected = transcode(&turned.bytes, &options).unwrap();
                    let found = transcode(&source, &TranscodeOptions { transform, ..options }).unwrap();
                    let case =
                        format!("{width} x {height} {sequential} {subsampling:?} {exif} {tenths} {halves_chroma}");
                    if halves_chroma && subsampling == Subsampling::S444 {
                        // The samples that are subsampled are rounded in another order.
                        assert_eq!(found.size, expected.size, "{case}");
                        let error = luma_error(&found.bytes, &expected.bytes);
                        assert!(error < 20.0, "{case}: {error}");
                    } else {
                        assert!(found == expected, "{case}");
                    }
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 3 * 2 * 8 * 4);
}

/// Noise on a picture with detail: small coefficients of equal size, of which a little more in the steps takes all at once.
fn grain(x: u32, y: u32, component: u32) -> u8 {
    byte(u32::from(blocks(x, y, component)) / 2 + 60 + u32::from(noise(x, y, component)) / 24)
}

#[test]
fn a_large_image_fills_the_budget_at_once_whatever_its_shape() {
    let mut count = 0;
    for (name, sample) in [("noise", noise as fn(u32, u32, u32) -> u8), ("grain", grain), ("text", text)] {
        for (model, subsampling) in [
            (ColorModel::Gray, Subsampling::S444),
            (ColorModel::Rgb, Subsampling::S444),
            (ColorModel::Rgb, Subsampling::S422),
            (ColorModel::Rgb, Subsampling::S420),
        ] {
            // Neither side is a whole number of blocks, and rows and columns of padding fill the last MCUs.
            let options = EncodeOptions { subsampling, progressive: false, ..options(Target::Quality(93)) };
            let source = encoded(&mut picture(1_601, 1_099, model, sample), &options).bytes;
            for tenths in [3, 5, 6] {
                let max_bytes = source.len() as u64 * tenths / 10;
                let options = TranscodeOptions {
                    target: budget(max_bytes),
                    metadata: &[],
                    progressive: false,
                    halves_chroma: false,
                    transform: Transform::default(),
                };
                let file = transcode(&source, &options).unwrap().bytes;
                let (length, case) = (file.len() as u64, format!("{name} {model:?} {subsampling:?} {tenths}"));
                assert!(length <= max_bytes && length * 1_000 >= max_bytes * 975, "{case}: {length} of {max_bytes}");
                let ((before, source), (after, made)) = (coefficients(&source), coefficients(&file));
                assert_eq!(before.size, after.size, "{case}");
                let blocks =
                    |planes: &[(usize, Vec<Block>)]| planes.iter().map(|plane| plane.1.len()).collect::<Vec<_>>();
                assert_eq!(blocks(&source), blocks(&made), "{case}");
                opened(&file);
                count += 1;
            }
        }
    }
    assert_eq!(count, 3 * 4 * 3);
}
