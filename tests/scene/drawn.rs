//! Photos of documents on drawn grounds, as JPEG files whose corners are known: what a bare clone has in place of photos.

use crate::scene::score::intersection_over_union;
use crate::scene::{Kind, Sources, damage, scene};
use idsnap::scene::{AnalyzeOptions, ImageAnalysis, analyze};

/// The longest side of a photo, in pixels.
const EDGE: usize = 960;

const PHOTOS: u64 = 12;

/// Other seeds than those that anything was fitted to.
fn photos(kind: Kind) -> impl Iterator<Item = (ImageAnalysis, Option<[[f32; 2]; 4]>)> {
    (0..PHOTOS).map(move |index| {
        let scene = scene(kind, 3_000_001 + 2 * index, EDGE, &Sources::default());
        let file = damage::jpeg_file(&scene.picture, 90);
        (analyze(&file, &AnalyzeOptions::default()).unwrap(), scene.truth)
    })
}

/// How well the corners agree with the truth in the mean; what is not found counts as 0.
fn mean_agreement(kind: Kind) -> f32 {
    let agreements = photos(kind).map(|(found, truth)| {
        let corners = found.corners.map(|quad| quad.corners().map(|corner| [corner.x as f32, corner.y as f32]));
        corners.zip(truth).map_or(0.0, |(corners, truth)| intersection_over_union(&corners, &truth))
    });
    agreements.sum::<f32>() / PHOTOS as f32
}

#[test]
fn documents_on_drawn_grounds_are_found_in_files() {
    // Measured: 0.498 and 0.565. A third of the photos is dark, blurred or veiled beyond use: what is not found counts.
    for (kind, least) in [(Kind::Desk, 0.47), (Kind::Cut, 0.53)] {
        let measured = mean_agreement(kind);
        assert!(measured >= least, "{kind:?}: {measured}");
    }
}

#[test]
fn a_ground_without_a_document_is_no_document() {
    let found = photos(Kind::Nothing).filter(|(found, _)| found.corners.is_some()).count();
    // Measured: 0.
    assert!(found <= 1, "{found} of {PHOTOS}");
}
