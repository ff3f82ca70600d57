//! Whatever is asked for.

use super::{PICTURES, budget, coefficients, encoded, options, picture, text};
use idsnap::PixelError as Error;
use idsnap::jpeg::{
    EncodeOptions, LosslessOptions, PartialEdges, Target, TranscodeOptions, Transform, encode, transcode,
    transform_lossless,
};
use idsnap::rows::{ColorModel, Size};

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_size_and_budget_keeps_the_limit(
        width in 1_u32..90,
        height in 1_u32..90,
        max_bytes in 100_u64..20_000,
        kind in 0_usize..3,
        progressive: bool,
        is_gray: bool,
    ) {
        let model = if is_gray { ColorModel::Gray } else { ColorModel::Rgb };
        let options = EncodeOptions { progressive, ..options(budget(max_bytes)) };
        match encode(&mut picture(width, height, model, PICTURES[kind].1), &options).map_err(|error| *error) {
            Ok(file) => {
                assert!(file.bytes.len() as u64 <= max_bytes);
                assert_eq!(coefficients(&file.bytes).0.size, Size { width, height });
            }
            Err(Error::OverBudget { best, limit, .. }) => assert!(best > limit),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn any_bytes_are_transcoded_or_refused(change in 0_usize..2_000, value: u8) {
        let mut file = encoded(&mut picture(40, 40, ColorModel::Rgb, text), &options(Target::Quality(70))).bytes;
        let at = change % file.len();
        file[at] = value;
        let target = Target::Budget { max_bytes: 1_500, min_quality: 1, max_quality: 90 };
        if let Ok(made) = transcode(&file, &TranscodeOptions { target, metadata: &[], progressive: false, halves_chroma: false, transform: Transform::default() }) {
            assert!(made.bytes.len() <= 1_500);
        }
        let options = LosslessOptions {
            transform: Transform::from_exif(7).unwrap(), edges: PartialEdges::Trim, metadata: &[], progressive: true, max_sequential_bytes: u64::MAX, max_bytes: u64::MAX };
        let _ = transform_lossless(&file, &options);
    }
}
