//! Balls of light on cards and on white paper: seeds that nothing was chosen on.

use crate::grid::{self, CARDS};
use crate::lamps;
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, Hint, analyze_pixels};

/// How often the hint was right, wrong and missed.
#[derive(Debug, Default)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

#[test]
fn balls_of_light_are_glare_and_cards_without_one_have_none() {
    let mut all = Counts::default();
    let mut by_card = [0; CARDS];
    grid::frames(3, |lit| {
        let size = Size { width: lit.picture.width as u32, height: lit.picture.height as u32 };
        let found = analyze_pixels(&grid::rgba(&lit.picture), size, &AnalyzeOptions::default()).unwrap();
        if found.corners.is_none() {
            return;
        }
        match (lit.ball.is_some(), found.hints.contains(&Hint::Glare)) {
            (true, true) => all.right += 1,
            (false, true) => all.wrong += 1,
            (true, false) => {
                all.missed += 1;
                by_card[lit.card] += 1;
            }
            (false, false) => {}
        }
    });
    let Counts { right, wrong, missed } = all;
    assert!(right + missed >= 60, "{all:?} seen");
    // Measured: 67 right, none wrong, 2 missed, both on the lightest paper. Before print told light on white paper, 64 were
    // found.
    assert!(right * 100 >= (right + missed) * 95, "recall: {all:?}, {by_card:?} missed by card");
    assert!(right * 100 >= (right + wrong) * 95, "precision: {all:?}");
}

#[test]
fn light_on_white_paper_is_glare_whatever_its_size_and_white_paper_is_not() {
    let mut all = Counts::default();
    for seed in 4_000_001..4_000_007 {
        lamps::series(seed, &[], |lamp| {
            let size = Size { width: lamp.picture.width as u32, height: lamp.picture.height as u32 };
            let options = AnalyzeOptions { document: Some(lamp.size), ..AnalyzeOptions::default() };
            let found = analyze_pixels(&grid::rgba(&lamp.picture), size, &options).unwrap();
            let (Some(is_due), true) = (lamp.is_due(), found.corners.is_some()) else { return };
            match (is_due, found.hints.contains(&Hint::Glare)) {
                (true, true) => all.right += 1,
                (false, true) => all.wrong += 1,
                (true, false) => all.missed += 1,
                (false, false) => {}
            }
        });
    }
    let Counts { right, wrong, missed } = all;
    println!("glare on white paper: {all:?}");
    assert!(right + missed >= 12, "{all:?} seen");
    assert!(right * 100 >= (right + missed) * 90, "recall: {all:?}");
    assert!(wrong <= 1, "precision: {all:?}");
}
