//! Documents of known size: drawn ones with text that OCR reads, and the corpus's own.

use crate::letters;
use crate::scene::canvas::{Canvas, Colour, Noise, mix, scaled};
use crate::scene::corpus;
use crate::scene::random::Random;
use std::path::Path;

/// ID-1, ID-2, ID-3 of ISO/IEC 7810: the name and the sides in millimetres.
const SIZES: [(&str, [f32; 2]); 3] = [("id1", [85.6, 53.98]), ("id2", [105.0, 74.0]), ("id3", [125.0, 88.0])];

/// Pixels of a drawn document for a millimetre: finer than any picture that is taken of it.
pub const DRAWN_PER_MM: f32 = 22.0;

/// The part of a drawn document that has the text, in millimetres from its top left corner: left, top, right, bottom.
pub const TEXT_MM: [f32; 4] = [28.0, 10.0, 83.0, 51.0];

/// Words that no one would take for anybody's name.
const WORDS: [&str; 24] = [
    "HARVEST",
    "MERIDIAN",
    "QUARTZ",
    "BLANKET",
    "JUNCTION",
    "PEWTER",
    "VOLCANO",
    "GRAVITY",
    "TUNDRA",
    "SAXOPHONE",
    "COPPER",
    "LANTERN",
    "ZEPHYR",
    "MAGNET",
    "ORCHARD",
    "WHISKER",
    "FALCON",
    "DYNAMO",
    "BUCKET",
    "PYRAMID",
    "KETTLE",
    "NIMBUS",
    "RAVEN",
    "GLACIER",
];

/// Documents of the corpus that fill their image, with their sizes: to develop on, and to be measured on. Their own
/// pixels are as many as a camera gives.
const OF_CORPUS: [&[(&str, usize)]; 2] = [
    &[
        ("evermeer/DE_identity.jpg", 0),
        ("aws-textractor/tests/fixtures/fake_id.png", 0),
        ("docxpand/id_card_td2_b/front.png", 1),
    ],
    &[
        ("azure-di/id-card/id-license.png", 0),
        ("sidtd/aze01.jpg", 2),
        ("yushulx/examples/official/kyc-api/test_images/passport_eriksson.png", 2),
    ],
];

/// A document from the front.
#[derive(Clone)]
pub struct Document {
    pub face: Canvas,
    pub size: &'static str,
    pub sides_mm: [f32; 2],
    /// What is printed on it, line by line, where that is known.
    pub lines: Vec<String>,
    /// The level of what is lightest on it, the paper or the print, 0 to 255.
    pub light: f32,
}

impl Document {
    /// How many pixels a millimetre of the face has.
    pub fn pixels_per_mm(&self) -> f32 {
        self.face.width as f32 / self.sides_mm[0]
    }
}

/// The documents of the corpus of a half; none in a bare clone.
pub fn of_corpus(half: usize) -> Vec<Document> {
    let Some(root) = corpus::root() else { return Vec::new() };
    let read = |&(name, size): &(&str, usize)| {
        let face = corpus::picture(&root.join("ids").join(name), 2_200);
        let (size, sides_mm) = SIZES[size];
        Document { light: light_of(&face), face, size, sides_mm, lines: Vec::new() }
    };
    OF_CORPUS[half].iter().map(read).collect()
}

/// Documents of the corpus by name, with their sides in millimetres; none in a bare clone. The corpus is looked for beside the
/// project or, for who runs this from the project, beside where they are.
pub fn faces(files: &[(&str, [f32; 2])]) -> Vec<(String, Document)> {
    let beside = || Path::new("../shared/corpus").is_dir().then(|| "../shared/corpus".into());
    let Some(root) = corpus::root().or_else(beside) else { return Vec::new() };
    let read = |&(name, sides_mm): &(&str, [f32; 2])| {
        let face = corpus::picture(&root.join("ids").join(name), 1_100);
        (name.to_owned(), Document { light: 0.0, face, size: "", sides_mm, lines: Vec::new() })
    };
    files.iter().map(read).collect()
}

/// What nine tenths of a face are darker than.
fn light_of(face: &Canvas) -> f32 {
    let mut levels: Vec<f32> = face.pixels.iter().step_by(7).map(|&colour| luma(colour)).collect();
    levels.sort_by(f32::total_cmp);
    levels[levels.len() * 9 / 10]
}

pub fn luma([red, green, blue]: Colour) -> f32 {
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// A card with a header, a portrait, fine lines in its ground and text of 1.5 to 2.7 mm. One in eight is dark with
/// light print, one in four nearly white.
pub fn drawn(random: &mut Random) -> Document {
    let [width, height] = SIZES[0].1.map(|side| (side * DRAWN_PER_MM) as usize);
    let is_dark = random.chance(0.125);
    let paper = match (is_dark, random.chance(0.3)) {
        (true, _) => random.colour(25.0, 70.0),
        (false, true) => [random.range(235.0, 252.0); 3],
        (false, false) => random.colour(165.0, 235.0),
    };
    on_paper(Canvas::new(width, height, paper), is_dark, random)
}

/// A card whose face is of this color; with light print where it is dark.
pub fn of_color(paper: Colour, is_dark: bool, random: &mut Random) -> Document {
    let [width, height] = SIZES[0].1.map(|side| (side * DRAWN_PER_MM) as usize);
    on_paper(Canvas::new(width, height, paper), is_dark, random)
}

fn on_paper(mut face: Canvas, is_dark: bool, random: &mut Random) -> Document {
    let (size, sides_mm) = SIZES[0];
    let paper = face.at(0, 0);
    ground(&mut face, random);
    face.rectangle([0.0, 0.0], [face.width as f32, 7.5 * DRAWN_PER_MM], random.colour(30.0, 190.0));
    portrait(&mut face, random);
    let ink = if is_dark { random.colour(190.0, 235.0) } else { random.colour(5.0, 60.0) };
    let lines = text(&mut face, ink, random);
    Document { face, size, sides_mm, lines, light: luma(paper).max(luma(ink)) }
}

fn ground(face: &mut Canvas, random: &mut Random) {
    let noise = Noise::new(random);
    let tint = random.colour(120.0, 250.0);
    let depth = random.range(0.0, 0.18);
    face.paint(|[x, y], colour| {
        let [x, y] = [x / DRAWN_PER_MM, y / DRAWN_PER_MM];
        let wave = ((x + 3.0 * noise.at([x / 9.0, y / 9.0])) * 3.5).sin() * (y * 2.4).sin();
        mix(colour, tint, depth * (0.5 + 0.5 * wave))
    });
}

fn portrait(face: &mut Canvas, random: &mut Random) {
    let at = |place: f32| place * DRAWN_PER_MM;
    face.rectangle([at(4.0), at(12.0)], [at(22.0), at(28.0)], random.colour(150.0, 225.0));
    face.ellipse([at(15.0), at(37.0)], [at(9.5), at(5.0)], 0.0, random.colour(20.0, 150.0));
    face.ellipse([at(15.0), at(24.0)], [at(6.8), at(9.0)], 0.0, random.colour(20.0, 90.0));
    face.ellipse([at(15.0), at(25.5)], [at(5.2), at(7.0)], 0.0, scaled([220.0, 175.0, 150.0], random.range(0.5, 1.05)));
}

fn text(face: &mut Canvas, ink: Colour, random: &mut Random) -> Vec<String> {
    let [left, top, right, bottom] = TEXT_MM;
    let (mut lines, mut down) = (Vec::new(), top + 1.5);
    loop {
        let height = random.range(1.5, 2.7);
        if down + height > bottom - 1.5 {
            return lines;
        }
        let mut words = Vec::new();
        loop {
            let word = if random.chance(0.75) { (*random.pick(&WORDS)).to_owned() } else { number(random) };
            let line = [words.join(" "), word.clone()].join(" ");
            if left + 1.0 + letters::length(&line) * height > right {
                break;
            }
            words.push(word);
        }
        let line = words.join(" ");
        letters::write(face, &line, [(left + 1.0) * DRAWN_PER_MM, down * DRAWN_PER_MM], (height * DRAWN_PER_MM, ink));
        lines.push(line);
        down += height * random.range(1.7, 2.1);
    }
}

/// Digits that look like no letter.
fn number(random: &mut Random) -> String {
    (0..random.between(3, 7)).map(|_| *random.pick(&['2', '3', '4', '6', '7', '8', '9'])).collect()
}
