//! How well the outline is found, over scenes that are drawn: other seeds than those the weights were fitted to.

use crate::scene::score::intersection_over_union;
use crate::scene::{self, Kind, Planes, Sources};
use idsnap::corners::find_document;

/// The longest side of the scenes: larger than the working size, so that reducing averages noise.
const EDGE: usize = 480;

const SCENES: u64 = 30;

/// The agreement of each answer, none where nothing was found.
fn agreements(kind: Kind) -> Vec<Option<f32>> {
    let agreement = |seed: u64| {
        let scene = scene::scene(kind, seed, EDGE, &Sources::default());
        let planes = Planes::of(&scene.picture);
        let corners = find_document(&planes.as_picture())?.corners;
        let outline = planes.enlarged(&corners, &scene.picture);
        Some(scene.truth.map_or(0.0, |truth| intersection_over_union(&outline, &truth)))
    };
    (0..SCENES).map(|index| agreement(1_000_001 + 2 * index)).collect()
}

/// `mean` is the least mean agreement, a missing answer counted as 0; `wrong` the most answers below 0.5.
#[track_caller]
fn assert_found(kind: Kind, mean: f32, wrong: usize) {
    let agreements = agreements(kind);
    let measured = agreements.iter().flatten().sum::<f32>() / agreements.len() as f32;
    let mistaken = agreements.iter().flatten().filter(|&&agreement| agreement < 0.5).count();
    eprintln!("{kind:?}: mean {measured:.3}, {mistaken} wrong");
    assert!(measured >= mean, "{kind:?}: mean agreement {measured}");
    assert!(mistaken <= wrong, "{kind:?}: {mistaken} wrong answers");
}

#[test]
fn finds_documents_on_desks() {
    assert_found(Kind::Desk, 0.74, 3);
}

#[test]
fn finds_documents_under_fingers() {
    assert_found(Kind::Finger, 0.42, 3);
}

#[test]
fn finds_documents_that_are_cut_off() {
    assert_found(Kind::Cut, 0.67, 3);
}

#[test]
fn finds_documents_of_the_colour_of_their_ground() {
    assert_found(Kind::Weak, 0.23, 3);
}

#[test]
fn finds_nothing_where_nothing_lies() {
    let answers = agreements(Kind::Nothing).iter().flatten().count();
    eprintln!("Nothing: {answers} wrong");
    assert!(answers <= 4, "{answers} outlines");
}
