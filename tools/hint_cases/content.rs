//! What is printed on documents and on other things, and how often either is taken for no document.

use crate::document;
use crate::grid::rgba;
use crate::letters;
use crate::scene::canvas::{Canvas, Point, mix};
use crate::scene::card::{self, Card};
use crate::scene::corpus;
use crate::scene::random::Random;
use crate::scene::score::intersection_over_union;
use crate::scene::{background, place};
use crate::sides;
use crate::things::{DEVELOPMENT, Draw, HELD_OUT};
use crate::wallet;
use idsnap::measure::{View, content};
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, Hint, analyze_pixels};

const FRAME: [usize; 2] = [1280, 720];

/// How often a thing was found, told from a document, doubted to be the front of one, and told to be a back, and how often
/// nothing speaks against a photo of it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    pub found: usize,
    pub told: usize,
    pub doubtful: usize,
    pub backs: usize,
    pub taken: usize,
}

/// How many of `count` things of a kind are told from documents; each is shown to `look` first.
pub fn count(draw: Draw, seeds: core::ops::Range<u64>, mut look: impl FnMut(u64, &str)) -> Told {
    let mut all = Told::default();
    for seed in seeds {
        let mut random = Random::new(seed);
        let face = draw(&mut random);
        let (picture, truth) = laid(Card { face, radius: 0.0 }, &mut random);
        let size = Size { width: FRAME[0] as u32, height: FRAME[1] as u32 };
        let pixels = rgba(&picture);
        let found = analyze_pixels(&pixels, size, &AnalyzeOptions::default()).unwrap();
        all.taken += usize::from(found.hints.is_empty() && !found.is_doubtful && !found.is_back);
        all.backs += usize::from(found.is_back);
        let Some(corners) = found.corners else { continue };
        let corners = corners.corners().map(|corner| [corner.x as f32, corner.y as f32]);
        if intersection_over_union(&corners, &truth) < 0.9 {
            continue;
        }
        let measured = content(View::of_rgba(&pixels, size, 320).unwrap().luma(), corners);
        all.found += 1;
        let is_told = found.hints.contains(&Hint::NotADocument);
        all.told += usize::from(is_told);
        all.doubtful += usize::from(found.is_doubtful);
        look(seed, &format!("{measured:?} sharpness {:.2} {:?} {}", found.sharpness, found.hints, found.is_doubtful));
    }
    all
}

/// The thing somewhere near the middle of a table, by a camera that is good.
fn laid(card: Card, random: &mut Random) -> (Canvas, place::Quad) {
    let [width, height] = FRAME;
    let mut picture = background::drawn(width, height, false, random);
    let ratio = card.face.width as f32 / card.face.height as f32;
    let half_width = random.range(0.34, 0.42) * (height as f32 * 1.586).min(width as f32);
    let half_height = half_width / ratio;
    let shrink = (0.46 * height as f32 / half_height).min(1.0);
    let (half_width, half_height) = (half_width * shrink, half_height * shrink);
    let (x, y) = (width as f32 / 2.0 + random.range(-40.0, 40.0), height as f32 / 2.0 + random.range(-10.0, 10.0));
    let (sine, cosine) = random.range(-0.06, 0.06).sin_cos();
    let quad = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[across, down]: Point| {
        let (u, v) = (across * half_width, down * half_height);
        [x + u * cosine - v * sine, y + u * sine + v * cosine]
    });
    place::draw(&mut picture, &card, &quad);
    let blurred = if random.chance(0.5) { picture.box_blurred(1) } else { picture };
    let noise = random.range(0.8, 3.0);
    let mut picture = blurred;
    for pixel in &mut picture.pixels {
        let shared = noise * random.normal();
        *pixel = pixel.map(|part| (part.min(255.0) + shared).clamp(0.0, 255.0));
    }
    (picture, quad)
}

/// The documents that are drawn elsewhere in the project.
pub const DOCUMENTS: [(&str, Draw); 6] = [
    ("document", |random| document::drawn(random).face),
    ("card", |random| card::drawn(random).face),
    ("worn document", |random| worn(document::drawn(random).face, random)),
    ("document in black and white", |random| gray(document::drawn(random).face)),
    ("back", back),
    ("worn back", |random| worn(back(random), random)),
];

/// With 0.35 to 0.6 of its contrast.
fn worn(mut face: Canvas, random: &mut Random) -> Canvas {
    let (left, level) = (random.range(0.35, 0.6), random.range(120.0, 220.0));
    face.paint(|_, colour| mix([level; 3], colour, left));
    face
}

fn gray(mut face: Canvas) -> Canvas {
    face.paint(|_, colour| [document::luma(colour); 3]);
    face
}

/// A back with little print: a few lines, or a table, as driving licences have them.
fn back(random: &mut Random) -> Canvas {
    let per_mm = 16.0;
    let mut face = Canvas::new((85.6 * per_mm) as usize, (53.98 * per_mm) as usize, random.colour(170.0, 245.0));
    let ink = random.colour(10.0, 90.0);
    let rows = random.between(4, 9);
    let pitch = random.range(3.2, 5.0) * per_mm;
    let height = random.range(1.2, 2.0) * per_mm;
    let left = random.range(4.0, 30.0) * per_mm;
    for row in 0..rows {
        let down = 6.0 * per_mm + pitch * row as f32;
        let text = &"B 96 2 3 24 8 K 42 C 32 7 46 82 93 2 A"[..random.between(10, 30)];
        letters::write(&mut face, text, [left, down], (height, ink));
        if random.chance(0.5) {
            face.rectangle([left, down - 0.8 * per_mm], [60.0 * per_mm, 2.0], ink);
        }
    }
    face
}

/// Prints what was found on the sides of cards.
pub fn measure_sides(from: u64, count_each: u64, is_long: bool) {
    measure_kinds(sides::OTHERS.into_iter().chain(sides::FRONTS), &(from..from + count_each), is_long);
}

fn measure_kinds(kinds: impl Iterator<Item = (&'static str, Draw)>, seeds: &core::ops::Range<u64>, is_long: bool) {
    for (name, draw) in kinds {
        let told = count(draw, seeds.clone(), |seed, text| {
            if is_long {
                println!("{name} {seed}: {text}");
            }
        });
        let Told { found, told, doubtful, backs, taken } = told;
        let count = seeds.end - seeds.start;
        println!("{name}: {told} of {found} told, {doubtful} doubted, {backs} backs, {taken} of {count} taken");
    }
}

/// Prints what was found on `count` things of each kind of a half, and of documents.
pub fn measure(half: usize, count_each: u64, is_long: bool) {
    let seeds = 1_000 * half as u64..1_000 * half as u64 + count_each;
    let kinds = if half == 0 { DEVELOPMENT } else { HELD_OUT };
    measure_kinds(kinds.into_iter().chain(wallet::THINGS).chain(DOCUMENTS), &seeds, is_long);
    if let Some(root) =
        corpus::root().or_else(|| std::path::Path::new("../shared/corpus").is_dir().then(|| "../shared/corpus".into()))
    {
        of_corpus(&root.join("ids"));
    }
}

fn of_corpus(folder: &std::path::Path) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            of_corpus(&path);
            continue;
        }
        let is_picture = path.extension().is_some_and(|end| ["png", "jpg", "jpeg"].iter().any(|known| end == *known));
        if !is_picture {
            continue;
        }
        let picture = corpus::picture(&path, 1_920);
        let size = Size { width: picture.width as u32, height: picture.height as u32 };
        let pixels = rgba(&picture);
        let found = analyze_pixels(&pixels, size, &AnalyzeOptions::default()).unwrap();
        let corners = found.corners.map(|quad| quad.corners().map(|corner| [corner.x as f32, corner.y as f32]));
        let view = View::of_rgba(&pixels, size, 320).unwrap();
        let measured = corners.and_then(|corners| content(view.luma(), corners));
        println!(
            "{}: {measured:?} sharpness {:.2} {:?} {}",
            path.display(),
            found.sharpness,
            found.hints,
            found.is_doubtful
        );
    }
}
