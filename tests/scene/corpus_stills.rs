//! Documents of the corpus laid on tables: sharp photos in even light, which have nothing against them.

use crate::grid::rgba;
use crate::scene::canvas::{Canvas, Point};
use crate::scene::card::Card;
use crate::scene::{corpus, place};
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, DocumentSize, Hint, analyze_pixels};

/// Documents with much white print on them: the ground of a portrait beside hair and a frame, a framed zone, and a strip.
const DOCUMENTS: [(&str, DocumentSize); 3] = [
    ("aws-textractor/tests/fixtures/fake_id.png", DocumentSize::Id1),
    ("yushulx/examples/official/kyc-api/test_images/passport_eriksson.png", DocumentSize::Id3),
    ("image-js/id1.jpg", DocumentSize::Id2),
];

/// The share of the photo's width that a document takes, and how far it is turned, in radians.
const POSES: [(f32, f32); 4] = [(0.66, 0.05), (0.62, 0.14), (0.7, -0.07), (0.6, 0.1)];

#[test]
fn white_print_is_no_glare() {
    let Some(root) = corpus::root() else { return };
    let size = Size { width: 1400, height: 1050 };
    for (name, document) in DOCUMENTS {
        let face = corpus::picture(&root.join("ids").join(name), 1400);
        let shape = face.height as f32 / face.width as f32;
        let card = Card { face, radius: 0.0 };
        for (share, turn) in POSES {
            let mut picture = Canvas::new(1400, 1050, [110.0, 85.0, 65.0]);
            let (half_width, (sine, cosine)) = (700.0 * share, turn.sin_cos());
            let quad = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[across, down]: Point| {
                let (u, v) = (across * half_width, down * half_width * shape);
                [700.0 + u * cosine - v * sine, 525.0 + u * sine + v * cosine]
            });
            place::draw(&mut picture, &card, &quad);
            let options = AnalyzeOptions { document: Some(document), ..AnalyzeOptions::default() };
            let found = analyze_pixels(&rgba(&picture), size, &options).unwrap();
            let is_seen = found.corners.is_some() && !found.hints.contains(&Hint::Glare);
            assert!(is_seen, "{name} at {share}, turned by {turn}: {found:?}");
        }
    }
}
