//! Pictures that hold nothing, or are none.

use crate::scene::random::Random;
use idsnap::corners::{PlanarImage, find_document};

fn flat(width: usize, height: usize, value: u8) -> Vec<u8> {
    vec![value; width * height]
}

fn noise(length: usize, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    (0..length).map(|_| random.between(0, 256) as u8).collect()
}

#[test]
fn finds_nothing_in_pictures_of_every_small_size() {
    for (width, height) in
        [(0, 0), (1, 1), (0, 5), (1, 400), (400, 1), (2, 2), (31, 31), (32, 32), (33, 320), (320, 33)]
    {
        let plane = flat(width, height, 128);
        let picture = PlanarImage { width, height, luma: &plane, cb: &plane, cr: &plane };
        assert_eq!(find_document(&picture), None, "{width} x {height}");
    }
}

#[test]
fn finds_nothing_where_planes_do_not_have_the_size() {
    let (full, short) = (flat(64, 64, 9), flat(64, 63, 9));
    assert_eq!(find_document(&PlanarImage { width: 64, height: 64, luma: &full, cb: &short, cr: &full }), None);
    assert_eq!(find_document(&PlanarImage { width: usize::MAX, height: 2, luma: &full, cb: &full, cr: &full }), None);
}

#[test]
fn finds_nothing_in_noise() {
    for seed in 0..5 {
        let [luma, cb, cr] = [0, 1, 2].map(|plane| noise(320 * 180, 3 * seed + plane));
        assert_eq!(
            find_document(&PlanarImage { width: 320, height: 180, luma: &luma, cb: &cb, cr: &cr }),
            None,
            "{seed}"
        );
    }
}
