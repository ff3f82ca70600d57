//! From pixels to a file.

use super::{PICTURES, budget, encoded, noise, opened, options, picture, pnm_samples, text};
use idsnap::PixelError as Error;
use idsnap::jpeg::{EncodeOptions, Process, Subsampling, Target, encode, read_header};
use idsnap::rows::ColorModel;

#[test]
fn every_size_model_and_sampling_opens_without_a_warning() {
    let mut count = 0;
    for (width, height) in [(1, 1), (7, 5), (8, 8), (17, 33), (1, 1000), (1000, 1), (31, 16)] {
        for model in [ColorModel::Gray, ColorModel::Rgb, ColorModel::YCbCr] {
            for subsampling in [Subsampling::S444, Subsampling::S422, Subsampling::S420, Subsampling::Auto] {
                for progressive in [false, true] {
                    let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(80)) };
                    let file = encoded(&mut picture(width, height, model, text), &options);
                    if let Some(pnm) = opened(&file.bytes) {
                        let samples = (width * height) as usize * model.components();
                        assert_eq!(pnm_samples(&pnm).len(), samples, "{width}x{height}");
                    }
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 7 * 3 * 4 * 2);
}

#[test]
fn a_high_quality_gives_back_nearly_the_same_samples() {
    for (name, sample) in PICTURES {
        for (subsampling, model) in [(Subsampling::S444, ColorModel::Rgb), (Subsampling::Auto, ColorModel::Gray)] {
            for progressive in [false, true] {
                let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(100)) };
                let file = encoded(&mut picture(50, 43, model, sample), &options);
                let Some(pnm) = opened(&file.bytes) else { return };
                for (at, &found) in (0..).zip(pnm_samples(&pnm)) {
                    let components = u32::try_from(model.components()).unwrap();
                    let (pixel, component) = (at / components, at % components);
                    let expected = sample(pixel % 50, pixel / 50, component);
                    // Steps of 1 and a rounded colour conversion: measured 3.
                    assert!(found.abs_diff(expected) <= 3, "{name} {pixel}/{component}: {found}, not {expected}");
                }
            }
        }
    }
}

#[test]
fn a_budget_is_never_exceeded_and_well_used() {
    let mut filled = 0;
    for (name, sample) in PICTURES {
        for progressive in [false, true] {
            for max_bytes in [300, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 40_000, 100_000, 1_000_000] {
                let options = EncodeOptions { progressive, ..options(budget(max_bytes)) };
                match encode(&mut picture(200, 150, ColorModel::Rgb, sample), &options).map_err(|error| *error) {
                    Ok(file) => {
                        let length = file.bytes.len() as u64;
                        assert!(length <= max_bytes, "{name}: {length} of {max_bytes}");
                        // In 2,000 bytes all blocks of a gradient change at once.
                        let is_used = length * 100 >= max_bytes * 97 || max_bytes <= 2_000;
                        assert!(is_used || file.quality == 100, "{name}: {length} of {max_bytes} at {}", file.quality);
                        filled += usize::from(is_used);
                        opened(&file.bytes);
                    }
                    Err(Error::OverBudget { limit, best, .. }) => assert!(limit == max_bytes && best > limit, "{name}"),
                    Err(other) => panic!("{name}: {other}"),
                }
            }
        }
    }
    // All that are not too small for the picture, and not larger than it at quality 100.
    assert!(filled >= 34, "{filled}");
}

#[test]
fn the_lowest_quality_fits_exactly_and_a_byte_less_is_over_budget() {
    for progressive in [false, true] {
        let at = |max_bytes| {
            let target = Target::Budget { max_bytes, min_quality: 30, max_quality: 30 };
            encode(&mut picture(64, 48, ColorModel::Rgb, text), &EncodeOptions { progressive, ..options(target) })
        };
        let smallest = at(1_000_000).unwrap().bytes.len() as u64;
        assert_eq!(at(smallest).unwrap().bytes.len() as u64, smallest);
        let Err(Error::OverBudget { limit, best, .. }) = at(smallest - 1).map_err(|error| *error) else {
            panic!("a byte less must not fit")
        };
        assert_eq!((limit, best), (smallest - 1, smallest));
    }
}

#[test]
fn a_higher_quality_takes_more_bytes() {
    let mut before = 0;
    for quality in [1, 10, 30, 50, 70, 80, 90, 95, 100] {
        let file = encoded(&mut picture(160, 120, ColorModel::Rgb, noise), &options(Target::Quality(quality)));
        assert!(file.bytes.len() > before, "quality {quality}");
        assert_eq!(file.quality, quality);
        before = file.bytes.len();
    }
}

#[test]
fn metadata_stands_behind_the_jfif_segment_as_it_was_given() {
    let segment = [0xFF, 0xE1, 0, 6, b'a', b'b', b'c', b'd'];
    let segments: [&[u8]; 1] = [&segment];
    let options = EncodeOptions { metadata: &segments, ..options(Target::Quality(50)) };
    let file = encoded(&mut picture(9, 9, ColorModel::Gray, text), &options);
    assert_eq!(file.bytes[20..28], segment);
    opened(&file.bytes);
}

#[test]
fn sides_and_qualities_out_of_range_are_refused() {
    for (width, height, quality) in [(0, 1, 50), (1, 0, 50), (65_536, 1, 50), (1, 1, 0), (1, 1, 101)] {
        let found = encode(&mut picture(width, height, ColorModel::Gray, text), &options(Target::Quality(quality)));
        assert!(matches!(found.map_err(|error| *error), Err(Error::Invalid { .. })), "{width}x{height} at {quality}");
    }
}

#[test]
fn a_budget_with_room_for_the_highest_quality_takes_one_scan() {
    let within = |max_bytes| {
        let target = Target::Budget { max_bytes, min_quality: 10, max_quality: 90 };
        let made = encoded(&mut picture(640, 480, ColorModel::Rgb, noise), &options(target));
        assert!(made.bytes.len() as u64 <= max_bytes, "{} of {max_bytes}", made.bytes.len());
        opened(&made.bytes);
        (read_header(&made.bytes).unwrap().process, made.quality, made.bytes.len() as u64)
    };
    let (process, quality, length) = within(4_000_000);
    assert_eq!((process, quality), (Process::Sequential, 90));
    assert_eq!(within(length * 10 / 8), (process, quality, length));
    let (process, quality, filled) = within(length * 7 / 10);
    assert_eq!(process, Process::Progressive);
    assert!(quality < 90 && filled * 100 >= length * 7 / 10 * 97, "{quality}, {filled} of {length}");
}
