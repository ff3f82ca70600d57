//! Screens, photocopies and documents in color, of seeds that nothing was chosen on.

use crate::screen_scenes::{Shown, file};
use idsnap::scene::{AnalyzeOptions, Hint, analyze};

/// How many of the first photos of a kind are told as screens, and as photocopies.
fn told(shown: Shown, count: u64) -> [usize; 2] {
    let mut told = [0; 2];
    for seed in 5_001..5_001 + count {
        let found = analyze(&file(shown, seed), &AnalyzeOptions::default()).unwrap();
        for (told, hint) in told.iter_mut().zip([Hint::Screen, Hint::Photocopy]) {
            *told += usize::from(found.hints.contains(&hint));
        }
    }
    told
}

#[test]
fn documents_are_neither_screens_nor_photocopies() {
    for shown in [Shown::Document, Shown::White, Shown::Lines, Shown::Halftone] {
        assert_eq!(told(shown, 3), [0, 0], "{shown:?}");
    }
}
