//! How well the outline is found, over generated scenes.

use crate::scene::score::intersection_over_union;
use crate::scene::{self, Kind, Planes, Sources};
use idsnap::corners::find_document;

/// The longest side of the scenes: twice the working size, so that reducing still averages noise.
const EDGE: usize = 640;

fn agreements(kind: Kind, count: u64) -> Vec<Option<f32>> {
    let agreement = |seed: u64| {
        let scene = scene::scene(kind, seed, EDGE, &Sources::default());
        let planes = Planes::of(&scene.picture);
        let corners = find_document(&planes.as_picture())?.corners;
        let outline = planes.enlarged(&corners, &scene.picture);
        Some(scene.truth.map_or(0.0, |truth| intersection_over_union(&outline, &truth)))
    };
    (0..count).map(|index| agreement(10_000 + index)).collect()
}

#[test]
fn finds_documents_on_desks() {
    let agreements = agreements(Kind::Desk, 20);
    let mean = agreements.iter().flatten().sum::<f32>() / agreements.len() as f32;
    assert!(mean > 0.5, "mean agreement {mean}");
}
