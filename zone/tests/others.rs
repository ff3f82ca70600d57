//! Two zones in one image.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use idsnap_zone::{Luma, Reading, Status};
use support::{Cells, PASSPORT, read};

mod support;

/// The passport of another holder: a name has no check digit, so that with an A in place of its I the zone is valid too.
fn another() -> (Luma, [String; 2]) {
    let image = Cells::of_the_passport().with([0, 7], [0, 9]).image;
    (image, PASSPORT.map(|line| line.replace("SKIKA", "SKAKA")))
}

/// Both images on one, so many pixels apart, and so many halves as large.
fn both(first: &Luma, second: &Luma, [right, down]: [usize; 2], halves: usize) -> Reading {
    let size = [right + second.width(), down + second.height()].map(|side| side * halves / 2);
    let inside = |image: &Luma, x: f32, y: f32| {
        let is_there = x >= 0.0 && y >= 0.0 && x < image.width() as f32 && y < image.height() as f32;
        is_there.then(|| image.at(x, y))
    };
    let sample = |x: usize, y: usize| {
        let [x, y] = [x, y].map(|place| place as f32 * 2.0 / halves as f32);
        inside(first, x, y).or_else(|| inside(second, x - right as f32, y - down as f32)).unwrap_or(205.0)
    };
    read(&Luma::from_fn(size[0].max(first.width() * halves / 2), size[1], sample).unwrap()).unwrap()
}

#[test]
fn both_of_two_zones_are_offered_wherever_they_are() {
    let first = Cells::of_the_passport().image;
    let (second, other) = another();
    let reading = read(&second).unwrap();
    assert_eq!((reading.status, reading.lines.as_slice()), (Status::Valid, other.as_slice()));
    let (width, height) = (first.width(), first.height());
    for (apart, halves) in [
        ([0, height + 60], 2),
        ([0, height + 60], 3),
        ([0, height], 3),
        ([0, height + 8], 4),
        ([30, height + 200], 3),
        ([width, 0], 3),
        ([width + 40, 0], 3),
        ([width + 20, height + 20], 3),
    ] {
        for (a, b) in [(&first, &second), (&second, &first)] {
            let reading = both(a, b, apart, halves);
            let mut candidates: Vec<_> = reading.candidates.into_iter().map(|candidate| candidate.lines).collect();
            candidates.sort();
            assert_eq!(reading.status, Status::Ambiguous, "{apart:?}");
            assert_eq!(candidates, [other.to_vec(), PASSPORT.map(str::to_owned).to_vec()], "{apart:?}");
        }
    }
}

#[test]
fn the_same_zone_twice_is_one() {
    let first = Cells::of_the_passport().image;
    assert_eq!(both(&first, &first, [0, first.height() + 60], 3).status, Status::Valid);
}
