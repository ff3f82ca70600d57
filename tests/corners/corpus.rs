//! The real pictures whose corners are known.

use crate::scene::Planes;
use crate::scene::corpus::{picture, root};
use crate::scene::place::Quad;
use crate::scene::score::intersection_over_union;
use idsnap::corners::find_document;

/// The corners were set by hand, to about 1 % of the long side: a perfect quad could agree as little as 0.92. Measured:
/// 0.973.
const MIN_AGREEMENT: f32 = 0.96;

/// The longest side that pictures are reduced to before they are measured.
const EDGE: usize = 1_280;

/// `191,1045 2817,446 3830,1528 509,2769`
fn quad(text: &str) -> Quad {
    let number = |text: &str| text.parse().unwrap();
    let corner = |text: &str| text.split_once(',').map(|(x, y)| [number(x), number(y)]).unwrap();
    text.split(' ').map(corner).collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn finds_the_corners_of_real_photos() {
    let Some(root) = root() else { return eprintln!("skipped: no corpus beside the project") };
    let truth = std::fs::read_to_string(root.join("truth.tsv")).unwrap();
    let mut count = 0;
    for row in truth.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let &[name, "quad", corners, ..] = columns.as_slice() else { continue };
        let photo = picture(&root.join(name), usize::MAX);
        let planes = Planes::of(&photo.reduced(EDGE, EDGE * photo.height / photo.width));
        let found = find_document(&planes.as_picture()).unwrap_or_else(|| panic!("{name}: nothing found"));
        let agreement = intersection_over_union(&planes.enlarged(&found.corners, &photo), &quad(corners));
        eprintln!("{name}: {agreement:.4}");
        assert!(agreement > MIN_AGREEMENT, "{name}: {agreement}");
        count += 1;
    }
    assert!(count > 0, "truth.tsv names no corners");
}
