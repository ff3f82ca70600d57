//! Real pictures, where they are.

use crate::support::corpus::{File, corpus, root};
use idsnap::scene::{AnalyzeOptions, Hint, ImageAnalysis, analyze};

/// The pictures below a folder of the corpus that are read here: not the lines of print, which are TIFF.
fn pictures(folder: &str) -> Option<Vec<File>> {
    let known = ["jpg", "jpeg", "png"].map(|end| format!(".{end}"));
    let is_known = |(name, _): &File| known.iter().any(|end| name.to_lowercase().ends_with(end));
    Some(corpus(folder)?.into_iter().filter(is_known).collect())
}

fn assert_sensible(analysis: &ImageAnalysis, name: &str) {
    let shares = [analysis.sharpness, analysis.glare, analysis.brightness, analysis.contrast, analysis.coverage];
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{name}: {analysis:?}");
    assert!((0.0..=90.0).contains(&analysis.tilt) && analysis.rotation.abs() <= 180.0, "{name}");
    assert_eq!(analysis.hints.contains(&Hint::NoDocument), analysis.corners.is_none(), "{name}");
    assert!(analysis.issues.iter().map(|issue| issue.hint).eq(analysis.hints.iter().copied()), "{name}");
}

#[test]
fn every_document_and_photo_is_measured() {
    let (Some(ids), Some(photos)) = (pictures("ids"), pictures("photos")) else { return };
    let count = ids.len() + photos.len();
    assert!(count >= 24, "{count} pictures");
    for (name, bytes) in ids.into_iter().chain(photos) {
        let analysis = analyze(&bytes, &AnalyzeOptions::default()).unwrap();
        assert_sensible(&analysis, &name);
    }
}

#[test]
fn no_document_is_taken_for_something_else_or_for_covered_or_for_an_image_of_one() {
    let Some(ids) = pictures("ids") else { return };
    assert!(ids.len() >= 10, "{} documents", ids.len());
    for (name, bytes) in ids {
        let found = analyze(&bytes, &AnalyzeOptions::default()).unwrap();
        let told = [Hint::NotADocument, Hint::Covered, Hint::Screen, Hint::Photocopy];
        assert!(!found.hints.iter().any(|hint| told.contains(hint)), "{name}: {found:?}");
    }
}

#[test]
fn documents_that_fill_their_picture_are_seen() {
    let Some(ids) = pictures("ids") else { return };
    let mut count = 0;
    for (name, bytes) in ids {
        let found = analyze(&bytes, &AnalyzeOptions::default()).unwrap();
        let (longer, shorter) = (found.width.max(found.height), found.width.min(found.height));
        let shape = f64::from(longer) / f64::from(shorter);
        if (1.37..1.47).contains(&shape) || (1.53..1.64).contains(&shape) {
            assert!(found.corners.is_some() && found.coverage > 0.8, "{name}: {found:?}");
            let told = [Hint::TooClose, Hint::OutOfFrame, Hint::Glare, Hint::Blur];
            assert!(!found.hints.iter().any(|hint| told.contains(hint)), "{name}: {found:?}");
            count += 1;
        }
    }
    assert!(count >= 7, "{count} documents");
}

#[test]
fn what_truth_says_of_a_photos_quality_is_found() {
    let Some(corpus) = root() else { return };
    let truth = std::fs::read_to_string(corpus.join("truth.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = truth.lines().map(|line| line.split('\t').collect()).collect();
    let remarks: Vec<&Vec<&str>> = rows.iter().filter(|row| row.get(1) == Some(&"quality")).collect();
    assert!(!remarks.is_empty());
    for row in remarks {
        let path = corpus.join(row[0]);
        let found = analyze(&std::fs::read(&path).unwrap(), &AnalyzeOptions::default()).unwrap();
        for (words, hint) in [("perspective", Hint::Tilted), ("glare", Hint::Glare), ("dark", Hint::TooDark)] {
            assert_eq!(row[2].contains(words), found.hints.contains(&hint), "{}: {} {found:?}", row[0], row[2]);
        }
    }
}
