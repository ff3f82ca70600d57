//! What a still is found to be worth.

use crate::card::Print;
use crate::stage::{FRAME, Stage};
use idsnap::rows::Size;
use idsnap::scene::{
    AnalyzeOptions, DocumentSize, FrameInput, Hint, ImageAnalysis, Strictness, Thresholds, analyze, analyze_frame,
    analyze_pixels,
};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

fn analyzed(stage: Stage) -> ImageAnalysis {
    analyzed_with(stage, AnalyzeOptions::default())
}

fn analyzed_with(stage: Stage, options: AnalyzeOptions) -> ImageAnalysis {
    analyze_pixels(&stage.rgba(), stage.size, &options).unwrap()
}

fn strictness(strictness: Strictness) -> AnalyzeOptions {
    AnalyzeOptions { strictness: Some(strictness), ..AnalyzeOptions::default() }
}

#[track_caller]
fn hints(stage: Stage, expected: &[Hint]) {
    let analysis = analyzed(stage);
    assert_eq!(analysis.hints, expected, "{stage:?}: {analysis:?}");
}

#[test]
fn a_good_picture_has_no_hint_and_its_numbers_are_those_of_the_scene() {
    for (tilt, rotation) in [(0.0, 0.0), (10.0, 0.0), (0.0, 12.0), (8.0, -7.0)] {
        let stage = Stage { tilt, rotation, pixels_per_mm: 8.8, ..Stage::default() };
        let found = analyzed_with(stage, strictness(Strictness::Strict));
        assert_eq!(found.hints, [], "{tilt} {rotation}: {found:?}");
        let corners = found.corners.unwrap();
        // The corners are found within a hundredth of the picture's longer side.
        assert!(corners.farthest(&stage.quad()) < 13.0, "{tilt} {rotation}: {corners:?} for {:?}", stage.quad());
        assert!((found.tilt - tilt).abs() < 4.0 && (found.rotation - rotation).abs() < 1.0, "{found:?}");
        let coverage = stage.quad().area() / FRAME.pixels() as f64;
        assert!((found.coverage - coverage).abs() < 0.02, "{} for {coverage}", found.coverage);
        let density = found.pixels_per_mm.unwrap();
        assert!((8.0..9.1).contains(&density), "{density}");
    }
}

#[test]
fn each_fault_has_its_hint() {
    hints(Stage { exposure: 0.2, ..Stage::default() }, &[Hint::TooDark]);
    // In the dark nobody can tell how sharp it is.
    hints(Stage { exposure: 0.12, blur: 3.0, noise: 4.0, ..Stage::default() }, &[Hint::TooDark]);
    hints(
        Stage { size: Size { width: 1280, height: 850 }, pixels_per_mm: 14.7, ..Stage::default() },
        &[Hint::TooClose],
    );
    hints(Stage { shift: [300.0, 0.0], ..Stage::default() }, &[Hint::OutOfFrame]);
    hints(Stage { pixels_per_mm: 5.2, ..Stage::default() }, &[Hint::TooFar, Hint::LowResolution]);
    hints(Stage { tilt: 32.0, pixels_per_mm: 8.0, ..Stage::default() }, &[Hint::Tilted]);
    hints(Stage { blur: 3.0, ..Stage::default() }, &[Hint::Blur]);
    hints(Stage { reflection: Some(([50.0, 25.0], 8.0, 1.0)), ..Stage::default() }, &[Hint::Glare]);
    hints(Stage { veil: 0.7, exposure: 0.6, ..Stage::default() }, &[Hint::TooBright]);
}

/// A card of 9 pixels a millimetre in a still of which it takes a sixth.
const SMALL: Stage = Stage { size: Size { width: 1920, height: 1440 }, ..Stage::STILL };

#[test]
fn a_small_document_with_pixels_enough_is_too_far_in_a_frame_and_not_in_a_still() {
    hints(SMALL, &[]);
    hints(Stage { pixels_per_mm: 5.2, ..SMALL }, &[Hint::TooFar, Hint::LowResolution]);
    hints(Stage { blur: 3.0, ..SMALL }, &[Hint::Blur]);
    let frame = analyze_frame(&SMALL.rgba(), SMALL.size, FrameInput::default()).unwrap();
    assert_eq!(frame.analysis.hints, [Hint::TooFar]);
}

#[test]
fn a_small_document_is_too_far_by_a_threshold_of_the_callers_own_and_where_its_size_is_not_known() {
    let own = Thresholds { min_coverage: Some(0.2), ..Thresholds::default() };
    let asked = AnalyzeOptions { thresholds: Some(own), ..AnalyzeOptions::default() };
    let any = AnalyzeOptions { document: Some(DocumentSize::Any), ..AnalyzeOptions::default() };
    for options in [asked, any] {
        assert_eq!(analyzed_with(SMALL, options).hints, [Hint::TooFar], "{options:?}");
    }
}

#[test]
fn a_document_that_leaves_the_frame_is_told_of() {
    for shift in [[300.0, 0.0], [-300.0, 0.0], [0.0, 200.0]] {
        hints(Stage { shift, ..Stage::default() }, &[Hint::OutOfFrame]);
    }
}

#[test]
fn what_lies_at_a_steeper_angle_than_60_degrees_is_no_document() {
    let at = |tilt| analyzed(Stage { tilt, pixels_per_mm: 8.0, ..Stage::default() });
    let seen = at(50.0);
    assert!((seen.tilt - 50.0).abs() < 5.0 && seen.hints.contains(&Hint::Tilted), "{seen:?}");
    let steep = at(68.0);
    assert_eq!((steep.hints.as_slice(), steep.corners), ([Hint::NoDocument].as_slice(), None), "{steep:?}");
}

#[test]
fn a_table_without_a_card_is_no_document() {
    let gone = Stage { shift: [4_000.0, 0.0], ..Stage::default() };
    let found = analyzed(gone);
    assert_eq!((found.hints.as_slice(), found.corners), ([Hint::NoDocument].as_slice(), None));
    assert!(found.coverage == 0.0 && found.tilt == 0.0 && found.pixels_per_mm.is_none());
    hints(Stage { exposure: 0.1, ..gone }, &[Hint::TooDark, Hint::NoDocument]);
}

#[test]
fn more_blur_is_less_sharp_and_noise_is_not_sharpness() {
    let sharpness = |blur: f64, noise: f64| analyzed(Stage { blur, noise, ..Stage::default() }).sharpness;
    let blurred = [0.5, 1.0, 1.5, 2.2, 3.2].map(|blur| sharpness(blur, 1.5));
    assert!(blurred.is_sorted_by(|one, other| one > other), "{blurred:?}");
    for blur in [0.7, 2.2, 3.2] {
        let (clean, noisy) = (sharpness(blur, 0.5), sharpness(blur, 9.0));
        // Where noise hides the weaker edges, those that are left may be a bit sharper.
        assert!(noisy < clean + 0.08, "{blur}: {noisy} for {clean}");
    }
}

#[test]
fn how_much_is_printed_does_not_matter() {
    for blur in [0.7, 1.5, 2.5] {
        let sharpness = |density: f64| {
            analyzed(Stage { blur, print: Print { density, ..Print::default() }, ..Stage::default() }).sharpness
        };
        let found = [0.3, 0.6, 1.0].map(sharpness);
        let spread = found.iter().copied().fold(0.0, f64::max) - found.iter().copied().fold(1.0, f64::min);
        assert!(spread < 0.1, "{blur}: {found:?}");
    }
}

#[test]
fn white_paper_is_no_glare_and_a_reflection_on_it_is() {
    let white = Stage { print: Print { paper: [0.97; 3], ..Print::default() }, ..Stage::default() };
    assert_eq!(analyzed(white).glare, 0.0);
    let scan = Stage { print: Print { paper: [1.0; 3], ..Print::default() }, noise: 0.0, ..white };
    assert_eq!(analyzed(scan).glare, 0.0);
    let paper = Stage { print: Print { paper: [0.85; 3], ..Print::default() }, ..Stage::default() };
    let spots =
        [2.0, 4.0, 8.0].map(|radius| analyzed(Stage { reflection: Some(([55.0, 30.0], radius, 1.6)), ..paper }).glare);
    assert!(spots.is_sorted_by(|one, other| one < other), "{spots:?}");
    // Paper is blown out where 1.6 exp(-r²/64) > 0.13: 505 of 4621 mm². Of print, a fifth of it, a quarter is.
    assert!((spots[2] - 0.093).abs() < 0.02, "{spots:?}");
}

#[test]
fn pixels_and_files_agree() {
    for stage in [
        Stage::default(),
        Stage { blur: 2.5, ..Stage::default() },
        Stage { exposure: 0.6, reflection: Some(([50.0, 25.0], 8.0, 1.0)), ..Stage::default() },
        Stage { size: Size { width: 2560, height: 1440 }, pixels_per_mm: 18.0, ..Stage::default() },
    ] {
        let pixels = analyzed(stage);
        let file = analyze(&jpeg(&stage), &AnalyzeOptions::default()).unwrap();
        assert_eq!(file.hints, pixels.hints, "{stage:?}");
        // Compression takes a little of the finest detail.
        assert!((file.sharpness - pixels.sharpness).abs() < 0.06, "{} {}", file.sharpness, pixels.sharpness);
        assert!((file.glare - pixels.glare).abs() < 0.01, "{} {}", file.glare, pixels.glare);
        assert!((file.brightness - pixels.brightness).abs() < 0.02 && (file.contrast - pixels.contrast).abs() < 0.05);
        assert!(file.corners.unwrap().farthest(&pixels.corners.unwrap()) < 0.01 * f64::from(stage.size.width));
    }
}

#[test]
fn a_turned_file_is_measured_upright() {
    let stage = Stage { shift: [120.0, 40.0], ..Stage::default() };
    let exif = [0xE1, 0, 34].iter().chain(b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0");
    let mut file = jpeg(&stage);
    file.splice(2..2, [0xFF].into_iter().chain(exif.copied()));
    let corners = analyze(&file, &AnalyzeOptions::default()).unwrap().corners.unwrap();
    let middle =
        corners.corners().iter().fold([0.0, 0.0], |sum, corner| [sum[0] + corner.x / 4.0, sum[1] + corner.y / 4.0]);
    // Turned clockwise, (x, y) of 1280 x 720 comes to lie at (720 - y, x).
    let expected = [720.0 - 400.0, 760.0];
    assert!((middle[0] - expected[0]).hypot(middle[1] - expected[1]) < 10.0, "{middle:?} for {expected:?}");
}

#[test]
fn strictness_and_thresholds_decide() {
    let soft = Stage { blur: 1.5, ..Stage::default() };
    let measured = analyzed(soft).sharpness;
    let found = [Strictness::Relaxed, Strictness::Strict, Strictness::Off]
        .map(|level| analyzed_with(Stage { blur: 2.0, ..soft }, strictness(level)).hints.len());
    assert!(found[0] < found[1] && found[2] == 0, "{found:?}");
    for (min_sharpness, is_blurred) in [(measured - 0.01, false), (measured + 0.01, true)] {
        let thresholds = Some(Thresholds { min_sharpness: Some(min_sharpness), ..Thresholds::default() });
        let found = analyzed_with(soft, AnalyzeOptions { thresholds, ..AnalyzeOptions::default() });
        assert_eq!(found.hints.contains(&Hint::Blur), is_blurred, "{min_sharpness}");
        let issue = found.issues.iter().find(|issue| issue.hint == Hint::Blur);
        assert_eq!(
            issue.map(|issue| (issue.measured, issue.threshold)),
            is_blurred.then_some((measured, min_sharpness))
        );
    }
}

#[test]
fn a_threshold_out_of_range_is_refused_by_name() {
    let thresholds = Some(Thresholds { max_glare: Some(1.5), ..Thresholds::default() });
    let error = analyze(&[], &AnalyzeOptions { thresholds, ..AnalyzeOptions::default() }).unwrap_err();
    assert_eq!(error.to_string(), "thresholds.maxGlare: found a number out of range, expected 0 to 1");
}

#[test]
fn pictures_of_any_size_are_measured() {
    for (width, height) in [(1, 1), (1, 700), (900, 1), (2, 3), (31, 33), (400, 7), (2_500, 40)] {
        let rgba: Vec<u8> =
            (0..width * height * 4).map(|at: u32| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let found = analyze_pixels(&rgba, Size { width, height }, &AnalyzeOptions::default()).unwrap();
        assert_eq!((found.width, found.height), (width, height));
        assert!((0.0..=1.0).contains(&found.sharpness) && (0.0..=1.0).contains(&found.glare), "{found:?}");
    }
    for (width, height) in [(0, 0), (0, 5), (2, 2)] {
        assert!(analyze_pixels(&[0; 12], Size { width, height }, &AnalyzeOptions::default()).is_err());
    }
}

#[test]
fn resolution_goes_by_the_documents_size() {
    let density = |document| {
        let options = AnalyzeOptions { document: Some(document), ..AnalyzeOptions::default() };
        analyzed_with(Stage::default(), options).pixels_per_mm
    };
    let [card, passport] = [DocumentSize::Id1, DocumentSize::Id3].map(|document| density(document).unwrap());
    assert!((card - 9.0).abs() < 0.2, "{card}");
    assert!(passport < card * 0.7, "{passport}");
    assert_eq!(density(DocumentSize::Any), None);
}

fn jpeg(stage: &Stage) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 90);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    let (width, height) = (stage.size.width as u16, stage.size.height as u16);
    encoder.encode(&stage.rgba(), width, height, ColorType::Rgba).unwrap();
    file
}
