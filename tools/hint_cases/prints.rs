//! White that is printed on a card, beside hard light that lies on one.

use crate::document::{self, DRAWN_PER_MM, Document};
use crate::grid;
use crate::scene::canvas::{Canvas, Colour, Point, mix, scaled};
use crate::scene::random::Random;

/// What is white on the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum White {
    /// The ground of a portrait, around a head that may be pale.
    Portrait,
    /// A field with nothing in it, or with a line of print.
    Field,
    /// A strip for a signature.
    Strip,
    /// A code for machines.
    Code,
    /// A lamp on gloss that hides print: a disc with an edge.
    Disc,
    /// A lamp that dims towards its edge.
    Lamp,
    /// A window on gloss, turned.
    Pane,
}

impl White {
    /// What is printed, then what is light.
    pub const ALL: [Self; 7] =
        [Self::Portrait, Self::Field, Self::Strip, Self::Code, Self::Disc, Self::Lamp, Self::Pane];

    /// Whether it is light.
    pub const fn is_glare(self) -> bool {
        matches!(self, Self::Disc | Self::Lamp | Self::Pane)
    }
}

/// The frame of a seed.
pub fn frame(white: White, seed: u64) -> Canvas {
    let mut random = Random::new(seed.wrapping_mul(64).wrapping_add(white as u64));
    let mut document = card(&mut random);
    print(white, &mut document.face, &mut random);
    let mut picture = grid::laid(&document, &mut random);
    let gain = random.range(0.98, 1.1);
    picture.paint(|_, colour| scaled(colour, gain));
    shine(white, &mut picture, &mut random);
    grid::expose(&mut picture, &mut random);
    picture
}

fn card(random: &mut Random) -> Document {
    let is_dark = random.chance(0.15);
    let paper: Colour = if is_dark { random.colour(30.0, 60.0) } else { random.colour(140.0, 235.0) };
    document::of_color(paper, is_dark, random)
}

/// White ink and the paper of photographs.
fn white(random: &mut Random) -> Colour {
    [random.range(248.0, 256.0); 3]
}

fn print(white_part: White, face: &mut Canvas, random: &mut Random) {
    let at = |place: f32| place * DRAWN_PER_MM;
    let mut field = |[left, top]: Point, [width, height]: Point, random: &mut Random| {
        face.rectangle([at(left), at(top)], [at(width), at(height)], white(random));
    };
    match white_part {
        White::Portrait => {
            let (top, width, height) = (random.range(9.0, 14.0), random.range(18.0, 24.0), random.range(24.0, 32.0));
            let left = if random.chance(0.6) { random.range(2.5, 5.0) } else { random.range(56.0, 60.0) };
            field([left, top], [width, height], random);
            head(face, [left, top, width, height], random);
        }
        White::Field => {
            let (left, top) = (random.range(5.0, 50.0), random.range(10.0, 35.0));
            field([left, top], [random.range(10.0, 28.0), random.range(6.0, 14.0)], random);
        }
        White::Strip => field([0.0, random.range(10.0, 38.0)], [86.0, random.range(7.0, 13.0)], random),
        White::Code => {
            let (left, top, side) = (random.range(5.0, 60.0), random.range(9.0, 28.0), random.range(16.0, 23.0));
            field([left, top], [side; 2], random);
            code(face, [left, top, side], random);
        }
        White::Disc | White::Lamp | White::Pane => {}
    }
}

/// A head and shoulders, dark or pale; the shoulders end with the portrait.
fn head(face: &mut Canvas, [left, top, width, height]: [f32; 4], random: &mut Random) {
    let (x, tone) = (left + width * random.range(0.45, 0.55), random.range(0.45, 1.1));
    let skin = scaled([220.0, 178.0, 155.0], tone);
    let hair = if random.chance(0.3) { random.colour(170.0, 225.0) } else { random.colour(20.0, 110.0) };
    let cloth = if random.chance(0.3) { random.colour(190.0, 240.0) } else { random.colour(20.0, 160.0) };
    let before = face.clone();
    let mut oval = |[across, down]: Point, [half_width, half_height]: Point, colour: Colour| {
        let scale = |place: f32| place * DRAWN_PER_MM;
        let half = [scale(half_width * width), scale(half_height * height)];
        face.ellipse([scale(across), scale(top + down * height)], half, 0.0, colour);
    };
    oval([x, 1.0], [0.44, 0.24], cloth);
    oval([x, 0.44], [0.3, 0.34], hair);
    oval([x, 0.48], [0.23, 0.28], skin);
    let bounds = [left, top, left + width, top + height].map(|place| place * DRAWN_PER_MM);
    let outside = |[x, y]: Point| x < bounds[0] || y < bounds[1] || x >= bounds[2] || y >= bounds[3];
    face.paint(|place, colour| if outside(place) { before.at(place[0] as usize, place[1] as usize) } else { colour });
}

/// Squares of 0.8 mm, with a rim of four of them around.
fn code(face: &mut Canvas, [left, top, side]: [f32; 3], random: &mut Random) {
    const SQUARE_MM: f32 = 0.8;
    let count = (side / SQUARE_MM) as usize - 8;
    for at in 0..count * count {
        let [x, y] = [at % count, at / count].map(|place| (place as f32 + 4.0) * SQUARE_MM);
        if random.chance(0.5) {
            let place = [left + x, top + y].map(|place| place * DRAWN_PER_MM);
            face.rectangle(place, [SQUARE_MM * DRAWN_PER_MM; 2], [20.0; 3]);
        }
    }
}

/// Light with an edge of one to four pixels that lets nothing be seen through it.
fn shine(white: White, picture: &mut Canvas, random: &mut Random) {
    if !white.is_glare() {
        return;
    }
    // The text lies to the right of the middle.
    let centre = [640.0 + random.range(-130.0, 260.0), 360.0 + random.range(-100.0, 120.0)];
    let (radius, edge) = (random.range(42.0, 130.0), random.range(1.0, 4.0));
    // Turned by 10 to 80 degrees: what is parallel to the card is an edge case of its own.
    let (sine, cosine) = random.range(0.18, 1.39).sin_cos();
    let (flat, dims) = (random.range(0.55, 1.0), random.range(0.5, 0.75));
    picture.paint(|[x, y], colour| {
        let [x, y] = [x - centre[0], y - centre[1]];
        let [u, v] = [x * cosine + y * sine, y * cosine - x * sine];
        let inside = match white {
            White::Pane => (radius - u.abs()).min(radius * flat - v.abs()),
            _ => radius - x.hypot(y),
        };
        let level = if white == White::Lamp && x.hypot(y) > dims * radius { 249.0 } else { 255.0 };
        mix(colour, [level; 3], (inside / edge + 0.5).clamp(0.0, 1.0))
    });
}
