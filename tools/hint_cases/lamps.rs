//! Light on documents of white paper: the same photo without light, and with light that grows from 1.5 to 15 % of its width.

use crate::document::{self, Document, luma};
use crate::grid;
use crate::scene::canvas::{Canvas, Point, scaled};
use crate::scene::card::Card;
use crate::scene::random::Random;
use crate::scene::{background, corpus, place};
use idsnap::scene::DocumentSize;
use std::path::Path;

/// Documents whose paper is light: to develop on, and to be measured on.
const OF_CORPUS: [&[(&str, usize)]; 2] = [
    &[
        ("aws-textractor/tests/fixtures/fake_id.png", 0),
        ("azure-di/id-card/Passport.png", 2),
        ("docxpand/id_card_td2_b/front.png", 1),
    ],
    &[
        ("yushulx/examples/official/kyc-api/test_images/passport_eriksson.png", 2),
        ("image-js/id1.jpg", 1),
        ("azure-di/id-card/id-license.png", 0),
        ("sidtd/aze01.jpg", 2),
    ],
];

/// ID-1, ID-2 and ID-3 of ISO/IEC 7810.
const SIZES: [(DocumentSize, [f32; 2]); 3] =
    [(DocumentSize::Id1, [85.6, 53.98]), (DocumentSize::Id2, [105.0, 74.0]), (DocumentSize::Id3, [125.0, 88.0])];

/// Frames of live video, and a still.
const FRAMES: [[usize; 2]; 4] = [[1280, 720], [1280, 720], [1280, 720], [1600, 1200]];

/// Of the light, by the width of the photo.
pub const RADII: [f32; 6] = [0.015, 0.025, 0.04, 0.065, 0.1, 0.15];

/// What is darker than the paper by this is print.
const PRINT: f32 = 50.0;

/// The side of the squares in which print is there or gone, in millimetres.
const SQUARE_MM: f32 = 2.0;

/// A square has print where print takes one part in so many of it.
const HAS_PRINT: usize = 10;

/// Light is due from this share of the document on: where the print of so many squares has lost half of its contrast.
const DUE: f32 = 0.012;

/// A face with its size.
pub type Face = (String, Document, DocumentSize);

/// How bright light is around its middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    Gaussian,
    Disc,
}

/// A photo of a series.
pub struct Lamp {
    pub picture: Canvas,
    pub size: DocumentSize,
    pub face: String,
    pub profile: Profile,
    /// The level of the paper.
    pub paper: f32,
    /// By the width of the photo; none without light.
    pub radius: Option<f32>,
    /// The share of the document whose print it takes.
    pub lost: f32,
}

impl Lamp {
    /// Whether there is glare; nothing where the light takes next to no print.
    pub fn is_due(&self) -> Option<bool> {
        match self.radius {
            None => Some(false),
            Some(_) => (self.lost >= DUE).then_some(true),
        }
    }
}

/// The documents of the corpus of a half, for who runs this from a folder beside it too.
pub fn of_corpus(half: usize) -> Vec<Face> {
    let beside = || Path::new("../shared/corpus").is_dir().then(|| "../shared/corpus".into());
    let Some(root) = corpus::root().or_else(beside) else { return Vec::new() };
    let read = |&(name, size): &(&str, usize)| {
        let face = corpus::picture(&root.join("ids").join(name), 1_600);
        let (size, sides_mm) = SIZES[size];
        (name.to_owned(), Document { light: 0.0, face, size: "", sides_mm, lines: Vec::new() }, size)
    };
    OF_CORPUS[half].iter().map(read).collect()
}

/// The photos of a seed: the one without light first.
pub fn series(seed: u64, faces: &[Face], mut take: impl FnMut(&Lamp)) {
    let mut random = Random::new(seed.wrapping_mul(64).wrapping_add(7_000_003));
    let (face, document, size) =
        if !faces.is_empty() && random.chance(0.5) { random.pick(faces).clone() } else { drawn(&mut random) };
    let (bare, quad, paper) = laid(&document, &mut random);
    let profile = if random.chance(0.5) { Profile::Gaussian } else { Profile::Disc };
    let at = [random.range(0.06, 0.94), random.range(0.06, 0.94)];
    let middle =
        place::between(place::between(quad[0], quad[1], at[0]), place::between(quad[3], quad[2], at[0]), at[1]);
    let (strength, edge) = (random.range(160.0, 450.0), random.range(1.0, 6.0));
    let print = Print::of(&bare, &quad, document.sides_mm, paper);
    for radius in [None].into_iter().chain(RADII.map(Some)) {
        let mut picture = bare.clone();
        let mut lost = 0.0;
        if let Some(radius) = radius {
            let light = Light { middle, radius: radius * bare.width as f32, strength, edge, profile };
            picture.paint(|at, colour| colour.map(|part| part + light.at(at)));
            lost = print.lost(&light);
        }
        grid::expose(&mut picture, &mut random);
        take(&Lamp { picture, size, face: face.clone(), profile, paper, radius, lost });
    }
}

struct Light {
    middle: Point,
    radius: f32,
    strength: f32,
    edge: f32,
    profile: Profile,
}

impl Light {
    /// The levels that it adds at a place.
    fn at(&self, [x, y]: Point) -> f32 {
        let away = (x - self.middle[0]).hypot(y - self.middle[1]);
        self.strength
            * match self.profile {
                Profile::Gaussian => (-0.69 * (away / self.radius).powi(2)).exp(),
                Profile::Disc => ((self.radius - away) / self.edge + 0.5).clamp(0.0, 1.0),
            }
    }
}

/// A card of white paper, every second one without a colored head.
fn drawn(random: &mut Random) -> Face {
    let paper = [random.range(235.0, 254.0); 3];
    let mut document = document::of_color(paper, false, random);
    if random.chance(0.5) {
        let head = [document.face.width as f32, 7.5 * document::DRAWN_PER_MM];
        document.face.rectangle([0.0; 2], head, paper);
    }
    ("drawn".to_owned(), document, DocumentSize::Id1)
}

/// A document near the middle of a table, lit so that its paper comes out at 235 to 254, and more so on one side.
fn laid(document: &Document, random: &mut Random) -> (Canvas, place::Quad, f32) {
    let [width, height] = *random.pick(&FRAMES);
    let mut picture = background::drawn(width, height, false, random);
    let [across, down] = document.sides_mm;
    let fit = (width as f32 / across).min(height as f32 / down) * random.range(0.72, 0.86) / 2.0;
    let (x, y) = (width as f32 * (0.5 + random.range(-0.02, 0.02)), height as f32 * (0.5 + random.range(-0.02, 0.02)));
    let (sine, cosine) = random.range(-0.08, 0.08).sin_cos();
    let quad = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[u, v]: Point| {
        let (u, v) = (u * across * fit, v * down * fit);
        [x + u * cosine - v * sine, y + u * sine + v * cosine]
    });
    let paper = random.range(235.0, 254.0);
    let gain = paper / light_of(&document.face);
    let face =
        Canvas { pixels: document.face.pixels.iter().map(|&colour| scaled(colour, gain)).collect(), ..document.face };
    place::draw(&mut picture, &Card { face, radius: 3.18 / across }, &quad);
    let (toward, depth) = (random.range(0.0, 6.3), random.range(0.0, 0.08));
    picture.paint(|[x, y], colour| {
        let away = ((x / width as f32 - 0.5) * toward.cos() + (y / height as f32 - 0.5) * toward.sin()) * 2.0;
        scaled(colour, 1.0 - depth * away)
    });
    (picture.box_blurred(usize::from(random.chance(0.5))), quad, paper)
}

/// What nine tenths of a face are darker than.
fn light_of(face: &Canvas) -> f32 {
    let mut levels: Vec<f32> = face.pixels.iter().step_by(7).map(|&colour| luma(colour)).collect();
    levels.sort_by(f32::total_cmp);
    levels[levels.len() * 9 / 10]
}

/// The print of a document by squares: places in the photo, and their levels.
struct Print {
    squares: Vec<Vec<(Point, f32)>>,
    paper: f32,
    /// How many squares there are, those without print too.
    count: usize,
}

impl Print {
    fn of(bare: &Canvas, quad: &place::Quad, sides_mm: [f32; 2], paper: f32) -> Self {
        let [columns, rows] = sides_mm.map(|side| (side / SQUARE_MM) as usize);
        const STEPS: usize = 8;
        let place = |u: f32, v: f32| {
            place::between(place::between(quad[0], quad[1], u), place::between(quad[3], quad[2], u), v)
        };
        let square = |at: usize| {
            let [left, top] = [at % columns, at / columns];
            let samples = (0..STEPS * STEPS).map(|step| {
                let share = |start: usize, step: usize, count: usize| {
                    (start as f32 + (step as f32 + 0.5) / STEPS as f32) / count as f32
                };
                let [x, y] = place(share(left, step % STEPS, columns), share(top, step / STEPS, rows));
                ([x, y], luma(bare.at(x as usize, y as usize)))
            });
            samples.filter(|(_, level)| *level < paper - PRINT).collect::<Vec<(Point, f32)>>()
        };
        let squares = (0..columns * rows).map(square).filter(|print| print.len() * HAS_PRINT >= STEPS * STEPS);
        Self { squares: squares.collect(), paper, count: columns * rows }
    }

    /// The share of the document whose print has lost half of its contrast to light.
    fn lost(&self, light: &Light) -> f32 {
        let is_gone = |&(at, level): &(Point, f32)| {
            let added = light.at(at);
            (self.paper + added).min(255.0) - (level + added).min(255.0) < 0.5 * (self.paper - level)
        };
        let is_lost = |print: &&Vec<(Point, f32)>| print.iter().filter(|at| is_gone(at)).count() * 2 > print.len();
        self.squares.iter().filter(is_lost).count() as f32 / self.count as f32
    }
}
