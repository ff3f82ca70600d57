//! Fingers, thumbs, sleeves and other things over cards; and what lies behind or beside them. Seeds that nothing was
//! chosen on.

use crate::grid;
use crate::hand_scenes::{Seen, With, scene};
use crate::scene::score::intersection_over_union;
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, Hint, analyze_pixels};

/// Seeds of each kind.
const SEEDS: core::ops::Range<u64> = 2_001..2_009;

#[test]
fn what_lies_over_a_card_covers_it_and_what_lies_elsewhere_does_not() {
    let (mut right, mut wrong, mut missed) = (0, 0, 0);
    for with in With::ALL {
        for seed in SEEDS {
            let Seen { picture, quad } = scene(with, seed);
            let size = Size { width: picture.width as u32, height: picture.height as u32 };
            let found = analyze_pixels(&grid::rgba(&picture), size, &AnalyzeOptions::default()).unwrap();
            let Some(corners) = found.corners else { continue };
            let corners = corners.corners().map(|corner| [corner.x as f32, corner.y as f32]);
            if intersection_over_union(&corners, &quad) <= 0.9 {
                continue;
            }
            match (with.covers(), found.hints.contains(&Hint::Covered)) {
                (true, true) => right += 1,
                (true, false) => missed += 1,
                (false, true) => wrong += 1,
                (false, false) => {}
            }
        }
    }
    println!("covered: {right} right, {wrong} wrong, {missed} missed");
    assert!(right + missed >= 30, "{} seen", right + missed);
    assert!(right * 100 >= (right + missed) * 70, "recall: {right} of {}", right + missed);
    assert!(wrong <= 1, "{wrong} wrong");
}
