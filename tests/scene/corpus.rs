//! Real pictures, where they are.

use idsnap::scene::{AnalyzeOptions, Hint, ImageAnalysis, analyze};
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if corpus.is_dir() {
        return Some(corpus);
    }
    eprintln!("SKIPPED: there is no corpus at ../shared/corpus");
    None
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|end| ["jpg", "jpeg", "png"].iter().any(|known| end.eq_ignore_ascii_case(known)))
        {
            found.push(path);
        }
    }
    found
}

fn assert_sensible(analysis: &ImageAnalysis, path: &Path) {
    let shares = [analysis.sharpness, analysis.glare, analysis.brightness, analysis.contrast, analysis.coverage];
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{}: {analysis:?}", path.display());
    assert!((0.0..=90.0).contains(&analysis.tilt) && analysis.rotation.abs() <= 180.0, "{}", path.display());
    assert_eq!(analysis.hints.contains(&Hint::NoDocument), analysis.corners.is_none(), "{}", path.display());
    assert!(analysis.issues.iter().map(|issue| issue.hint).eq(analysis.hints.iter().copied()), "{}", path.display());
}

#[test]
fn every_document_and_photo_is_measured() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for path in ["ids", "photos"].iter().flat_map(|folder| files(&corpus.join(folder))) {
        let analysis = analyze(&std::fs::read(&path).unwrap(), &AnalyzeOptions::default()).unwrap();
        assert_sensible(&analysis, &path);
        count += 1;
    }
    assert!(count >= 20, "{count} pictures");
}

#[test]
fn documents_that_fill_their_picture_are_seen() {
    let Some(corpus) = corpus() else { return };
    let mut count = 0;
    for path in files(&corpus.join("ids")) {
        let found = analyze(&std::fs::read(&path).unwrap(), &AnalyzeOptions::default()).unwrap();
        let (longer, shorter) = (found.width.max(found.height), found.width.min(found.height));
        let shape = f64::from(longer) / f64::from(shorter);
        if (1.37..1.47).contains(&shape) || (1.53..1.64).contains(&shape) {
            assert!(found.corners.is_some() && found.coverage > 0.8, "{}: {found:?}", path.display());
            let told = [Hint::TooClose, Hint::OutOfFrame, Hint::Glare, Hint::Blur];
            assert!(!found.hints.iter().any(|hint| told.contains(hint)), "{}: {found:?}", path.display());
            count += 1;
        }
    }
    assert!(count >= 7, "{count} documents");
}

#[test]
fn what_truth_says_of_a_photos_quality_is_found() {
    let Some(corpus) = corpus() else { return };
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
