//! Documents, seen from the front.

use super::background::mean_around;
use super::canvas::{Canvas, Colour, Noise, mix, scaled};
use super::place::{Quad, between};
use super::random::Random;

/// A document from the front.
pub struct Card {
    pub face: Canvas,
    /// The radius of its corners, by its width.
    pub radius: f32,
}

/// ID-1, ID-2, ID-3, a business card, A4: width by height, and the radius of the corners.
const SHAPES: [(f32, f32); 6] = [
    (85.60 / 53.98, 3.18 / 85.60),
    (85.60 / 53.98, 3.18 / 85.60),
    (105.0 / 74.0, 3.18 / 105.0),
    (125.0 / 88.0, 3.18 / 125.0),
    (85.0 / 55.0, 0.0),
    (297.0 / 210.0, 0.0),
];

const WIDTH: usize = 640;

/// An image of a document, its corners cut round or not.
pub fn from_document(document: &Canvas, random: &mut Random) -> Card {
    Card { face: document.clone(), radius: if random.chance(0.5) { 0.0 } else { random.range(0.0, 0.037) } }
}

/// A drawn document: ground, header, portrait, print, machine readable zone.
pub fn drawn(random: &mut Random) -> Card {
    let &(ratio, radius) = random.pick(&SHAPES);
    let is_upright = random.chance(0.1);
    let (width, height) = (WIDTH, (WIDTH as f32 / ratio) as usize);
    let (width, height) = if is_upright { (height, width) } else { (width, height) };
    let ground = if random.chance(0.8) { random.colour(150.0, 248.0) } else { random.colour(10.0, 140.0) };
    let mut face = Canvas::new(width, height, ground);
    guilloche(&mut face, random);
    let ink = scaled(random.colour(0.0, 60.0), if luma(ground) < 90.0 { 4.0 } else { 1.0 });
    if random.chance(0.5) {
        let band = random.colour(20.0, 200.0);
        face.rectangle([0.0, 0.0], [width as f32, height as f32 * random.range(0.1, 0.25)], band);
    }
    if random.chance(0.75) {
        portrait(&mut face, random);
    }
    print(&mut face, ink, random);
    if random.chance(0.5) {
        machine_readable_zone(&mut face, ink, random);
    }
    if random.chance(0.2) {
        frame(&mut face, ink);
    }
    Card { face, radius }
}

fn luma([r, g, b]: Colour) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}

fn guilloche(face: &mut Canvas, random: &mut Random) {
    let noise = Noise::new(random);
    let tint = random.colour(60.0, 250.0);
    let (depth, size) = (random.range(0.0, 0.3), face.width as f32 * random.range(0.03, 0.3));
    face.paint(|[x, y], colour| {
        let wave = ((x + 30.0 * noise.at([x / size, y / size])) / 6.0).sin() * (y / 9.0).sin();
        mix(colour, tint, depth * (0.5 + 0.25 * wave + 0.25 * noise.at([x / size, y / size])))
    });
}

fn portrait(face: &mut Canvas, random: &mut Random) {
    let (width, height) = (face.width as f32, face.height as f32);
    let size = [width * random.range(0.2, 0.32), height * random.range(0.4, 0.6)];
    let left = if random.chance(0.8) { width * 0.05 } else { width * 0.95 - size[0] };
    let top = height * random.range(0.22, 0.3);
    face.rectangle([left, top], size, random.colour(140.0, 240.0));
    let centre = [left + size[0] / 2.0, top + size[1] * 0.45];
    face.ellipse([centre[0], top + size[1] * 0.95], [size[0] * 0.42, size[1] * 0.22], 0.0, random.colour(20.0, 180.0));
    face.ellipse(centre, [size[0] * 0.3, size[1] * 0.32], 0.0, random.colour(20.0, 90.0));
    face.ellipse([centre[0], centre[1] + 8.0], [size[0] * 0.22, size[1] * 0.24], 0.0, [220.0, 175.0, 150.0]);
}

fn print(face: &mut Canvas, ink: Colour, random: &mut Random) {
    let (width, height) = (face.width as f32, face.height as f32);
    let mut top = height * random.range(0.08, 0.25);
    let size = height * random.range(0.025, 0.05);
    while top < height * 0.72 {
        let mut left = width * 0.38;
        let end = width * random.range(0.45, 0.95);
        while left < end {
            let word = size * random.range(0.4, 0.9);
            face.rectangle([left, top], [word * 0.7, size * random.range(0.7, 1.0)], ink);
            left += word;
        }
        top += size * random.range(1.6, 2.6);
    }
}

fn machine_readable_zone(face: &mut Canvas, ink: Colour, random: &mut Random) {
    let (width, height) = (face.width as f32, face.height as f32);
    if random.chance(0.5) {
        face.rectangle([0.0, height * 0.76], [width, height * 0.24], random.colour(200.0, 250.0));
    }
    for line in 0..random.between(2, 4) {
        let top = height * (0.79 + 0.065 * line as f32);
        let mut left = width * 0.04;
        while left < width * 0.95 {
            face.rectangle([left, top], [width * random.range(0.008, 0.016), height * 0.038], ink);
            left += width * 0.021;
        }
    }
}

/// A printed frame just inside the edge.
fn frame(face: &mut Canvas, ink: Colour) {
    let (width, height, inset, thick) = (face.width as f32, face.height as f32, 12.0, 4.0);
    face.rectangle([inset, inset], [width - 2.0 * inset, thick], ink);
    face.rectangle([inset, height - inset], [width - 2.0 * inset, thick], ink);
    face.rectangle([inset, inset], [thick, height - 2.0 * inset], ink);
    face.rectangle([width - inset, inset], [thick, height - 2.0 * inset], ink);
}

/// Makes the document nearly of the colour of its ground.
pub fn match_ground(card: &mut Card, ground: &Canvas, quad: &Quad, random: &mut Random) {
    let outline: Vec<[f32; 2]> =
        (0..40).map(|at| between(quad[at / 10], quad[(at / 10 + 1) % 4], (at % 10) as f32 / 10.0)).collect();
    let target = mean_around(ground, &outline);
    let face = &mut card.face;
    let (width, height) = (face.width as f32, face.height as f32);
    let rim: Vec<[f32; 2]> = (0..40)
        .map(|at| {
            let corners = [[4.0, 4.0], [width - 4.0, 4.0], [width - 4.0, height - 4.0], [4.0, height - 4.0]];
            between(corners[at / 10], corners[(at / 10 + 1) % 4], (at % 10) as f32 / 10.0)
        })
        .collect();
    let mean = mean_around(face, &rim);
    let offset = random.range(8.0, 25.0) * if random.chance(0.5) { 1.0 } else { -1.0 };
    let depth = random.range(0.4, 1.0);
    face.paint(|_, colour| core::array::from_fn(|c| target[c] + offset + depth * (colour[c] - mean[c])));
}
