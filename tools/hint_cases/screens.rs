//! Documents, screens that show them and photocopies of them, as a camera sees them and JPEG keeps them.

use crate::document::{self, Document, TEXT_MM};
use crate::scene::canvas::{Canvas, Colour, Point, mix, scaled};
use crate::scene::card::Card;
use crate::scene::damage::jpeg_file;
use crate::scene::random::Random;
use crate::scene::{background, place};

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;

/// What is photographed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A document on a screen.
    Screen,
    /// A photocopy of a document.
    Copy,
    /// A document in warm or cold light.
    Document,
    /// Black print on white.
    White,
    /// Fine lines all over the document.
    Lines,
    /// A document printed in dots.
    Halftone,
}

impl Shown {
    /// Everything.
    pub const ALL: [Self; 6] = [Self::Screen, Self::Copy, Self::Document, Self::White, Self::Lines, Self::Halftone];
}

/// The photo of a seed, as a JPEG file.
pub fn file(shown: Shown, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed.wrapping_mul(8).wrapping_add(shown as u64 + 31));
    let mut document = document_of(shown, &mut random);
    let quad = lying(&mut random);
    let mut picture = if shown == Shown::Screen {
        on_screen(&document, &quad, &mut random)
    } else {
        let mut picture = background::drawn(WIDTH, HEIGHT, false, &mut random);
        if shown == Shown::Copy {
            copied(&mut document.face, &mut random);
            sheet(&mut picture, &quad, &mut random);
        }
        place::draw(&mut picture, &Card { face: document.face, radius: 0.0 }, &quad);
        picture
    };
    let quality = random.between(60, 96) as u8;
    expose(&mut picture, shown, &mut random);
    jpeg_file(&picture, quality)
}

fn document_of(shown: Shown, random: &mut Random) -> Document {
    let mut document = document::of_color(random.colour(140.0, 245.0), false, random);
    match shown {
        Shown::Lines => lines(&mut document, random),
        Shown::Halftone => halftone(&mut document, random),
        Shown::White => bleached(&mut document, random),
        Shown::Screen | Shown::Copy | Shown::Document => {}
    }
    document
}

/// Nothing but the text, black on white.
fn bleached(document: &mut Document, random: &mut Random) {
    let paper = random.range(225.0, 250.0);
    let [left, top] = [TEXT_MM[0], TEXT_MM[1]].map(|place| place * document.pixels_per_mm());
    document.face.paint(|[x, y], colour| {
        let is_ink = x > left && y > top && document::luma(colour) < 100.0;
        [if is_ink { document::luma(colour) } else { paper }; 3]
    });
}

/// Lines of a third to one millimetre, straight or waving.
fn lines(document: &mut Document, random: &mut Random) {
    let mm = document.pixels_per_mm();
    let (pitch, depth) = (random.range(0.3, 1.0) * mm, random.range(0.1, 0.4));
    let (sine, cosine) = random.range(0.0, 3.2).sin_cos();
    let (bend, length) = (random.range(0.0, 2.5) * mm, random.range(6.0, 30.0) * mm);
    let ink = random.colour(40.0, 180.0);
    document.face.paint(|[x, y], colour| {
        let (u, v) = (x * cosine + y * sine, y * cosine - x * sine);
        let wave = (v + bend * (u / length).sin()) / pitch * core::f32::consts::TAU;
        mix(colour, ink, depth * (0.5 + 0.5 * wave.sin()))
    });
}

/// Dots whose size follows the level, 5 to 7 of them in a millimetre.
fn halftone(document: &mut Document, random: &mut Random) {
    let pitch = document.pixels_per_mm() / random.range(5.0, 7.0);
    let angles = [0.26, 1.31, 0.79].map(|angle: f32| (angle + random.range(-0.1, 0.1)).sin_cos());
    document.face.paint(|[x, y], colour| {
        core::array::from_fn(|part| {
            let (sine, cosine) = angles[part];
            let wave = |place: f32| (place / pitch * core::f32::consts::TAU).cos();
            let dot = 0.5 + 0.25 * (wave(x * cosine + y * sine) + wave(y * cosine - x * sine));
            255.0 * ((colour[part] / 255.0 - dot) * 4.0 + 0.5).clamp(0.0, 1.0)
        })
    });
}

/// The toner of a copier, which has few greys left.
fn copied(face: &mut Canvas, random: &mut Random) {
    let (middle, steep) = (random.range(110.0, 150.0), random.range(1.0, 1.8));
    let streaks = random.range(0.0, 6.0);
    face.paint(|[x, _], colour| {
        let level = (document::luma(colour) - middle) * steep + 150.0 + streaks * (x / 17.0).sin();
        [level.clamp(18.0, 248.0); 3]
    });
}

/// The sheet that a copy is printed on, wider than the document, or cut along it.
fn sheet(picture: &mut Canvas, quad: &place::Quad, random: &mut Random) {
    let border = random.range(0.0, 0.05);
    let centre = place::between(quad[0], quad[2], 0.5);
    let outer = quad.map(|corner| place::between(corner, centre, -border));
    let white = Canvas::new(64, 40, [random.range(225.0, 250.0); 3]);
    place::draw(picture, &Card { face: white, radius: 0.0 }, &outer);
}

fn lying(random: &mut Random) -> place::Quad {
    let half = random.range(400.0, 520.0);
    let half = [half, half / (85.6 / 53.98)];
    let (sine, cosine) = random.range(-0.12, 0.12).sin_cos();
    let lean = [random.range(-0.05, 0.05), random.range(-0.05, 0.05)];
    let centre = [WIDTH as f32 / 2.0 + random.range(-20.0, 20.0), HEIGHT as f32 / 2.0 + random.range(-10.0, 10.0)];
    [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[across, down]: Point| {
        let depth = 1.0 + lean[0] * across + lean[1] * down;
        let (x, y) = (across * half[0] / depth, down * half[1] / depth);
        [centre[0] + x * cosine - y * sine, centre[1] + x * sine + y * cosine]
    })
}

/// A screen: red, green and blue stripes between black lines, bluish and never quite black.
struct Screen {
    image: Canvas,
    /// The share of a pixel's height, and of a stripe's width, that shines.
    fill: [f32; 2],
    white: Colour,
    glow: f32,
}

impl Screen {
    /// The light, 0 to 1 and linear, from a place in its pixels.
    fn light(&self, [x, y]: Point) -> Colour {
        let stripe = (x.fract() * 3.0) as usize;
        let shines = y.fract() < self.fill[0] && (x.fract() * 3.0).fract() < self.fill[1];
        let colour = self.image.at(x as usize, y as usize);
        core::array::from_fn(|part| {
            let lit = if shines && part == stripe.min(2) { (colour[part] / 255.0).powf(2.2) * 3.0 } else { 0.0 };
            self.glow + self.white[part] * lit / (self.fill[0] * self.fill[1])
        })
    }
}

/// The camera's picture of a screen that shows the document with its corners here, on a page of one color, in a bezel.
fn on_screen(document: &Document, quad: &place::Quad, random: &mut Random) -> Canvas {
    let wide = (quad[1][0] - quad[0][0]).hypot(quad[1][1] - quad[0][1]);
    // Pixels of the camera for one of the screen.
    let pitch = random.range(0.8, 3.0);
    let across = wide / pitch;
    let face = document.face.reduced(across as usize, (across / (85.6 / 53.98)) as usize);
    let (border, page) = (
        across * 0.3,
        if random.chance(0.5) { [random.range(10.0, 60.0); 3] } else { [random.range(225.0, 255.0); 3] },
    );
    let side = |length: usize| length + 2 * border as usize;
    let mut image = Canvas::new(side(face.width), side(face.height), page);
    for y in 0..face.height {
        for x in 0..face.width {
            let at = (y + border as usize) * image.width + x + border as usize;
            image.pixels[at] = face.at(x, y);
        }
    }
    let cold = random.range(0.0, 0.2);
    let screen = Screen {
        fill: [random.range(0.75, 0.95), random.range(0.6, 0.95)],
        white: [1.0 - cold, 1.0 - 0.3 * cold, 1.0],
        glow: random.range(0.0, 0.02),
        image,
    };
    let back = document_map(quad, [face.width as f32, face.height as f32], border.floor());
    let lens = random.range(0.35, 0.8);
    let mut sensed = Canvas::new(WIDTH, HEIGHT, [0.0; 3]);
    sensed.paint(|[x, y], _| seen(&screen, &back, [x, y], lens));
    demosaiced(&sensed)
}

/// From the picture to the pixels of the screen.
fn document_map(quad: &place::Quad, size: Point, border: f32) -> impl Fn(Point) -> Point {
    let back = crate::pose::Back::new(quad, size).unwrap();
    move |point| back.apply(point).map(|place| place + border)
}

/// What a pixel of the camera gets through its lens, which blurs with this standard deviation.
fn seen(screen: &Screen, back: &impl Fn(Point) -> Point, [x, y]: Point, lens: f32) -> Colour {
    let (width, height) = (screen.image.width as f32, screen.image.height as f32);
    let mut sum = [0.0; 3];
    let mut weights = 0.0;
    for at in 0..16 {
        let [dx, dy] = [at % 4, at / 4].map(|step| (step as f32 - 1.5) / 1.5);
        let weight = (-(dx * dx + dy * dy) / (2.0 * lens * lens)).exp();
        let [u, v] = back([x + dx, y + dy]);
        let is_on = (0.0..width).contains(&u) && (0.0..height).contains(&v);
        let light = if is_on { screen.light([u, v]) } else { [0.008; 3] };
        sum = core::array::from_fn(|part| sum[part] + weight * light[part]);
        weights += weight;
    }
    sum.map(|part| 255.0 * (part / weights).clamp(0.0, 1.0).powf(1.0 / 2.2))
}

/// Each pixel senses one color, by Bayer's pattern, and takes the others from its neighbours.
fn demosaiced(sensed: &Canvas) -> Canvas {
    let color_at = |x: usize, y: usize| match (x % 2, y % 2) {
        (0, 0) => 0,
        (1, 1) => 2,
        _ => 1,
    };
    let mut picture = sensed.clone();
    for y in 1..sensed.height - 1 {
        for x in 1..sensed.width - 1 {
            let (mut sums, mut counts) = ([0.0; 3], [0.0; 3]);
            for (dx, dy) in (0..9).map(|at| (at % 3, at / 3)) {
                let (u, v) = (x + dx - 1, y + dy - 1);
                let part = color_at(u, v);
                let weight = [[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]][dy][dx];
                sums[part] += weight * sensed.at(u, v)[part];
                counts[part] += weight;
            }
            picture.pixels[y * sensed.width + x] = core::array::from_fn(|part| sums[part] / counts[part]);
        }
    }
    picture
}

fn expose(picture: &mut Canvas, shown: Shown, random: &mut Random) {
    let (toward, depth) = (random.range(0.0, 6.3), random.range(0.0, 0.2));
    let (gain, noise) = (random.range(0.8, 1.0), random.range(0.5, 2.5));
    let is_tinted = random.chance(0.5) && shown != Shown::Screen;
    let warmth = if is_tinted { random.range(-0.12, 0.12) } else { random.range(-0.02, 0.02) };
    if shown != Shown::Screen {
        picture.pixels = picture
            .box_blurred(1)
            .pixels
            .iter()
            .zip(&picture.pixels)
            .map(|(&soft, &hard)| mix(hard, soft, 0.6))
            .collect();
    }
    picture.paint(|[x, y], colour| {
        let away = ((x - 640.0) * toward.cos() + (y - 360.0) * toward.sin()) / 640.0;
        let lit = scaled(colour, gain * (1.0 - depth * (0.5 + 0.5 * away)));
        let shared = random.normal();
        let cast = [lit[0] * (1.0 + warmth), lit[1], lit[2] * (1.0 - warmth)];
        cast.map(|part| (part + noise * (0.8 * shared + 0.6 * random.normal())).clamp(0.0, 255.0))
    });
}
