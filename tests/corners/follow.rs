//! How well a document is followed from image to image: seeds that nothing was fitted to.

use crate::scene::canvas::Canvas;
use crate::scene::random::Random;
use crate::scene::score::intersection_over_union;
use crate::scene::{Planes, background, card, place};
use idsnap::corners::{find_document, follow_document};

const WIDTH: usize = 480;
const HEIGHT: usize = 270;

/// A card whose middle lies `shift` to the right and half of it down from the middle of a drawn ground.
fn image(seed: u64, shift: f32) -> (Canvas, place::Quad) {
    let mut random = Random::new(seed);
    let mut picture = background::drawn(WIDTH, HEIGHT, true, &mut random);
    let card = card::drawn(&mut random);
    let (x, y) = (WIDTH as f32 / 2.0 + shift, HEIGHT as f32 / 2.0 + shift / 2.0);
    let quad = [[-130.0, -82.0], [130.0, -82.0], [130.0, 82.0], [-130.0, 82.0]].map(|[across, down]| {
        let lean = 1.0 + 0.04 * across / 130.0;
        [x + across, y + down * lean]
    });
    place::draw(&mut picture, &card, &quad);
    (picture, quad)
}

fn agreement(planes: &Planes, corners: &place::Quad, picture: &Canvas, truth: &place::Quad) -> f32 {
    intersection_over_union(&planes.enlarged(corners, picture), truth)
}

#[test]
fn a_document_that_moves_is_followed() {
    let (mut followed, mut astray, mut count) = (0, 0, 0);
    for seed in 2_000_001..2_000_041 {
        let (picture, truth) = image(seed, -20.0);
        let planes = Planes::of(&picture);
        let Some(found) = find_document(&planes.as_picture()) else { continue };
        if agreement(&planes, &found.corners, &picture, &truth) < 0.9 {
            continue;
        }
        count += 1;
        let mut corners = Some(found.corners);
        let mut least = 1.0_f32;
        // 6 pixels a frame are, at 15 frames a second, a fifth of the image's width a second.
        for step in 1..6 {
            let (picture, truth) = image(seed, 6.0 * step as f32 - 20.0);
            let planes = Planes::of(&picture);
            corners =
                corners.and_then(|before| follow_document(&planes.as_picture(), &before)).map(|found| found.corners);
            least = least.min(corners.map_or(0.0, |found| agreement(&planes, &found, &picture, &truth)));
        }
        followed += usize::from(least > 0.9);
        astray += usize::from(corners.is_some() && least <= 0.8);
    }
    eprintln!("{followed} of {count} followed over five images, {astray} astray");
    assert!(count >= 25, "{count} found at first");
    // Measured: 23 of 30, none astray. What is lost is found again in the same image; what is near, a second later.
    assert!(followed >= 22, "{followed} of {count}");
    assert_eq!(astray, 0, "of {count}");
}

#[test]
fn a_document_that_has_gone_is_not_followed() {
    let mut kept = 0;
    for seed in 2_000_001..2_000_021 {
        let (_, truth) = image(seed, 0.0);
        let mut random = Random::new(seed);
        let table = background::drawn(WIDTH, HEIGHT, false, &mut random);
        let planes = Planes::of(&table);
        let scale = 320.0 / WIDTH as f32;
        let before = truth.map(|corner| corner.map(|part| part * scale));
        kept += usize::from(follow_document(&planes.as_picture(), &before).is_some());
    }
    assert_eq!(kept, 0, "of 20");
}
