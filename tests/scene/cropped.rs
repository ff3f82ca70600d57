//! Stills that have been cropped to the document.

use crate::stage::Stage;
use idsnap::rows::Size;
use idsnap::scene::{
    AnalyzeOptions, DocumentSize, FrameInput, FrameReport, Hint, ImageAnalysis, analyze_frame, analyze_pixels,
};

/// A card that fills the picture: 85.6 x 53.98 mm of 16 pixels.
const CROPPED: Stage = Stage { size: Size { width: 1370, height: 864 }, pixels_per_mm: 16.0, ..Stage::STILL };

fn analyzed(stage: Stage, document: Option<DocumentSize>) -> ImageAnalysis {
    let options = AnalyzeOptions { document, ..AnalyzeOptions::default() };
    analyze_pixels(&stage.rgba(), stage.size, &options).unwrap()
}

#[test]
fn a_scan_of_a_card_is_the_document_and_nothing_is_wrong_with_it() {
    for document in [None, Some(DocumentSize::Id1), Some(DocumentSize::Any)] {
        let found = analyzed(CROPPED, document);
        assert_eq!(found.hints, [], "{document:?}: {found:?}");
        // The card's own edge may be seen, or the picture's be taken for it.
        assert!(found.corners.unwrap().farthest(&CROPPED.quad()) < 14.0, "{found:?}");
        assert!(found.coverage > 0.97 && found.tilt < 3.0, "{found:?}");
    }
}

#[test]
fn a_crop_that_takes_or_leaves_a_little_is_one_too() {
    for (width, height) in [(1340, 864), (1370, 850), (1400, 880)] {
        let found = analyzed(Stage { size: Size { width, height }, ..CROPPED }, None);
        assert_eq!(found.hints, [], "{width} x {height}: {found:?}");
    }
}

#[test]
fn other_faults_of_a_scan_are_told() {
    assert_eq!(analyzed(Stage { blur: 5.0, ..CROPPED }, None).hints, [Hint::Blur]);
    let small = Stage { size: Size { width: 428, height: 270 }, pixels_per_mm: 5.0, ..CROPPED };
    assert_eq!(analyzed(small, None).hints, [Hint::LowResolution]);
}

#[test]
fn a_table_in_the_shape_of_what_cameras_and_screens_have_is_no_document() {
    for (width, height) in [(1280, 720), (1280, 960), (1280, 800), (960, 1280), (1200, 800)] {
        let table = Stage { size: Size { width, height }, shift: [9_000.0, 0.0], ..Stage::STILL };
        assert_eq!(analyzed(table, None).hints, [Hint::NoDocument], "{width} x {height}");
    }
}

#[test]
fn one_page_of_two_is_not_the_document() {
    // Two pages of a passport above each other: a page with print reaches three sides, the other one is blank.
    let size = Size { width: 1000, height: 1408 };
    let pages = Stage { size, table: [0.85, 0.85, 0.82], pixels_per_mm: 11.5, shift: [0.0, -380.0], ..Stage::STILL };
    let found = analyzed(pages, None);
    assert!(found.coverage > 0.97, "{found:?}");
}

#[test]
fn the_shape_has_to_be_that_of_the_document_asked_for() {
    let table = Stage { shift: [9_000.0, 0.0], ..CROPPED };
    assert_eq!(analyzed(table, Some(DocumentSize::Id3)).hints, [Hint::NoDocument]);
}

#[test]
fn a_frame_of_a_video_has_not_been_cropped() {
    let table = Stage { shift: [9_000.0, 0.0], ..CROPPED };
    let FrameReport { analysis, .. } = analyze_frame(&table.rgba(), table.size, FrameInput::default()).unwrap();
    assert_eq!((analysis.hints.as_slice(), analysis.corners), ([Hint::NoDocument].as_slice(), None));
}
