//! Making a file smaller.

use super::{PICTURES, budget, coefficients, encoded, noise, opened, options, picture};
use idsnap::PixelError as Error;
use idsnap::jpeg::{EncodeOptions, Subsampling, Target, TranscodeOptions, transcode};
use idsnap::rows::ColorModel;

#[test]
fn transcoding_keeps_size_and_sampling_and_fills_the_budget() {
    let mut count = 0;
    for (name, sample) in PICTURES {
        for subsampling in [Subsampling::S444, Subsampling::S420] {
            for progressive in [false, true] {
                let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(95)) };
                let source = encoded(&mut picture(203, 150, ColorModel::Rgb, sample), &options);
                for tenths in [2, 5, 8] {
                    let max_bytes = source.bytes.len() as u64 * tenths / 10;
                    let options = TranscodeOptions { target: budget(max_bytes), metadata: &[], progressive };
                    let Ok(file) = transcode(&source.bytes, &options) else {
                        assert!(max_bytes < 1_000, "{name}: {max_bytes}");
                        continue;
                    };
                    let length = file.bytes.len() as u64;
                    assert!(length <= max_bytes, "{name}: {length} of {max_bytes}");
                    // Most of a file of 1,000 bytes are its tables, and one step more or less is 50 bytes.
                    assert!(length * 100 >= max_bytes * 97 || max_bytes < 1_200, "{name}: {length} of {max_bytes}");
                    let (before, after) = (coefficients(&source.bytes).0, coefficients(&file.bytes).0);
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
    assert!(count >= 24, "{count}");
}

#[test]
fn transcoding_a_damaged_file_is_an_error() {
    let source = encoded(&mut picture(64, 64, ColorModel::Rgb, noise), &options(Target::Quality(90)));
    let options = TranscodeOptions { target: budget(100_000), metadata: &[], progressive: true };
    for length in [0, 1, 20, 300, source.bytes.len() / 2] {
        assert!(transcode(&source.bytes[..length], &options).is_err(), "{length} bytes");
    }
}

#[test]
fn a_picture_far_from_fitting_is_given_up_with_a_fair_guess() {
    let source = encoded(&mut picture(2_000, 1_500, ColorModel::Gray, noise), &options(Target::Quality(90)));
    let transcoded = |max_bytes| {
        let target = Target::Budget { max_bytes, min_quality: 50, max_quality: 100 };
        transcode(&source.bytes, &TranscodeOptions { target, metadata: &[], progressive: false })
    };
    let Err(Error::OverBudget { best, .. }) = transcoded(20_000) else { panic!("20,000 bytes must not suffice") };
    assert!(transcoded(best / 2).is_err(), "half of {best} must not suffice");
    assert!(transcoded(best * 2).is_ok(), "twice {best} must suffice");
}
