//! Balls of light on cards: six cards, six radii, a soft and a hard edge, each beside the same card without one.

use crate::document::{self, Document};
use crate::scene::canvas::{Canvas, Colour, Point, mix, scaled};
use crate::scene::card::Card;
use crate::scene::random::Random;
use crate::scene::{background, place};

/// A frame of live video, and pixels of a millimetre of the card.
const FRAME: [usize; 2] = [1280, 720];
const PIXELS_PER_MM: f32 = 9.0;

/// The radius at which half of the light is left, in pixels: from 1.5 % of the card to a quarter of it.
pub const RADII: [f32; 6] = [42.0, 56.0, 74.0, 98.0, 130.0, 170.0];

/// Cards, and how their paper comes out: three colored ones, white paper that is lit well, white paper that is lit as
/// much as a camera bears, and a dark card with light print.
pub const CARDS: usize = 6;

/// A frame, and whether a ball of light lies on its card.
pub struct Lit {
    pub picture: Canvas,
    pub ball: Option<(f32, bool)>,
    pub card: usize,
}

/// Every frame of the grid of a seed, one after another: 72 with a ball of light and as many without.
pub fn frames(seed: u64, mut take: impl FnMut(&Lit)) {
    for card in 0..CARDS {
        let mut random = Random::new(seed.wrapping_mul(97).wrapping_add(card as u64));
        let document = document_of(card, &mut random);
        for radius in RADII {
            for is_soft in [false, true] {
                let bare = laid(&document, &mut random);
                for ball in [Some((radius, is_soft)), None] {
                    let mut picture = bare.clone();
                    if let Some((radius, is_soft)) = ball {
                        shine(&mut picture, radius, is_soft, &mut random);
                    }
                    expose(&mut picture, &mut random);
                    take(&Lit { picture, ball, card });
                }
            }
        }
    }
}

fn document_of(card: usize, random: &mut Random) -> Document {
    let paper: Colour = match card {
        0 => random.colour(150.0, 180.0),
        1 => random.colour(180.0, 205.0),
        2 => random.colour(205.0, 228.0),
        3 => [random.range(228.0, 240.0); 3],
        4 => [random.range(243.0, 249.0); 3],
        _ => random.colour(30.0, 60.0),
    };
    document::of_color(paper, card == 5, random)
}

/// The card somewhere near the middle of a table, in light that comes more from one side.
pub fn laid(document: &Document, random: &mut Random) -> Canvas {
    let [width, height] = FRAME;
    let mut picture = background::drawn(width, height, false, random);
    let [half_width, half_height] = document.sides_mm.map(|side| side * PIXELS_PER_MM / 2.0);
    let (x, y) = (width as f32 / 2.0 + random.range(-60.0, 60.0), height as f32 / 2.0 + random.range(-30.0, 30.0));
    let (sine, cosine) = random.range(-0.08, 0.08).sin_cos();
    let quad = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[across, down]: Point| {
        let (u, v) = (across * half_width, down * half_height);
        [x + u * cosine - v * sine, y + u * sine + v * cosine]
    });
    let radius = 3.18 / document.sides_mm[0];
    place::draw(&mut picture, &Card { face: document.face.clone(), radius }, &quad);
    let (toward, depth) = (random.range(0.0, 6.3), random.range(0.0, 0.12));
    picture.paint(|[x, y], colour| {
        let away = ((x - 640.0) * toward.cos() + (y - 360.0) * toward.sin()) / 640.0;
        scaled(colour, 1.0 - depth * (0.5 + 0.5 * away))
    });
    picture
}

/// Light that comes on top, or that covers what lies below it, around a place on the card.
fn shine(picture: &mut Canvas, radius: f32, is_soft: bool, random: &mut Random) {
    let centre = [640.0 + random.range(-250.0, 250.0), 360.0 + random.range(-130.0, 130.0)];
    let (strength, covers) = (random.range(250.0, 450.0), random.chance(0.5));
    picture.paint(|[x, y], colour| {
        let away = (x - centre[0]).hypot(y - centre[1]) / radius;
        let share = match (is_soft, covers) {
            (true, true) => (1.5 - away).clamp(0.0, 1.0),
            (true, false) => (-0.69 * away * away).exp(),
            (false, _) => ((1.0 - away) * radius / 4.0 + 0.5).clamp(0.0, 1.0),
        };
        if covers { mix(colour, [255.0; 3], share) } else { colour.map(|part| part + strength * share) }
    });
}

/// What the camera's noise and the end of its scale make of a picture.
pub fn expose(picture: &mut Canvas, random: &mut Random) {
    let noise = random.range(0.8, 2.5);
    for pixel in &mut picture.pixels {
        let shared = noise * random.normal();
        *pixel = pixel.map(|part| (part.min(255.0) + shared).clamp(0.0, 255.0));
    }
}

/// Red, green, blue and alpha.
pub fn rgba(picture: &Canvas) -> Vec<u8> {
    let byte = |part: f32| part.round().clamp(0.0, 255.0) as u8;
    picture.pixels.iter().flat_map(|&[red, green, blue]| [byte(red), byte(green), byte(blue), 255]).collect()
}
