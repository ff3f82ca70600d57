//! Things of a shape that documents have, and that are none.

use crate::letters;
use crate::scene::canvas::{Canvas, Colour, Noise, Point, mix, scaled};
use crate::scene::random::Random;

/// The width of a drawn thing, in pixels: finer than any image that is taken of it.
const WIDTH: f32 = 1_400.0;

/// How a kind of thing is drawn.
pub type Draw = fn(&mut Random) -> Canvas;

/// What the limits of the measures were chosen on.
pub const DEVELOPMENT: [(&str, Draw); 6] = [
    ("game box", game_box),
    ("windows on a monitor", windows),
    ("playing card", playing_card),
    ("tile", tile),
    ("notebook", notebook),
    ("photograph", photograph),
];

/// And what they are measured on.
pub const HELD_OUT: [(&str, Draw); 6] = [
    ("book cover", book_cover),
    ("page on a monitor", page),
    ("keyboard", keyboard),
    ("phone", phone),
    ("receipt", receipt),
    ("envelope", envelope),
];

const WORDS: [&str; 12] =
    ["THE", "HOUSE", "UNDER", "WATER", "SECRET", "NIGHT", "GARDEN", "WINTER", "RIVER", "KINGDOM", "STORM", "LIGHT"];

pub fn face(ratio: f32, colour: Colour) -> Canvas {
    Canvas::new(WIDTH as usize, (WIDTH / ratio) as usize, colour)
}

pub fn any_colour(random: &mut Random) -> Colour {
    core::array::from_fn(|_| random.range(10.0, 245.0))
}

/// A word in the middle of a line.
fn title(face: &mut Canvas, down: f32, height: f32, ink: Colour, random: &mut Random) {
    let word = *random.pick(&WORDS);
    let width = face.width as f32;
    let height = height.min(0.9 * width / letters::length(word));
    letters::write(face, word, [(width - letters::length(word) * height) / 2.0, down], (height, ink));
}

/// Lines of words from a place down to an end.
pub fn lines(
    face: &mut Canvas,
    [left, top, right, bottom]: [f32; 4],
    (height, pitch): (f32, f32),
    (ink, random): (Colour, &mut Random),
) {
    let mut down = top;
    while down + height < bottom {
        let mut text = String::new();
        let end = left + (right - left) * random.range(0.5, 1.0);
        while left + letters::length(&text) * height < end {
            text = [text, (*random.pick(&WORDS)).to_owned()].join(" ");
        }
        let fits = ((right - left) / height / letters::length("A")) as usize;
        let text: String = text.trim().chars().take(fits).collect();
        letters::write(face, &text, [left, down], (height, ink));
        down += pitch;
    }
}

/// Large shapes, a title, a rim.
fn game_box(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.42, 1.65), any_colour(random));
    let (width, height) = (face.width as f32, face.height as f32);
    let other = any_colour(random);
    let lean = random.range(-1.0, 1.0);
    face.paint(|[x, y], colour| if x + lean * y > width * 0.45 { other } else { colour });
    for _ in 0..random.between(2, 7) {
        let place = [random.range(0.1, 0.9) * width, random.range(0.3, 0.9) * height];
        let size = random.range(0.04, 0.2) * width;
        face.ellipse(place, [size, size * random.range(0.5, 1.0)], random.range(0.0, 3.0), any_colour(random));
    }
    let size = height * random.range(0.12, 0.22);
    title(&mut face, height * 0.08, size, any_colour(random), random);
    face
}

/// A rim, a bar, a few windows with pictures, buttons and a list.
fn windows(random: &mut Random) -> Canvas {
    let mut face = face(*random.pick(&[16.0 / 9.0, 1.6]), [18.0; 3]);
    let (width, height) = (face.width as f32, face.height as f32);
    let rim = width * random.range(0.012, 0.025);
    face.rectangle([rim, rim], [width - 2.0 * rim, height - 2.0 * rim], any_colour(random));
    face.rectangle([rim, rim], [width - 2.0 * rim, height * 0.04], random.colour(40.0, 230.0));
    for _ in 0..random.between(1, 4) {
        let (left, top) = (width * random.range(0.05, 0.4), height * random.range(0.1, 0.4));
        let size = [width * random.range(0.3, 0.5), height * random.range(0.3, 0.5)];
        face.rectangle([left, top], size, random.colour(200.0, 252.0));
        face.rectangle([left, top], [size[0], height * 0.05], random.colour(40.0, 200.0));
        let area = [left + 0.02 * width, top + height * 0.08, left + size[0] - 0.02 * width, top + size[1]];
        let line = height * random.range(0.011, 0.018);
        lines(&mut face, area, (line, line * random.range(1.7, 2.4)), ([50.0; 3], random));
    }
    face
}

/// Pips in two or three columns, and a letter in two corners.
fn playing_card(random: &mut Random) -> Canvas {
    let mut face = face(88.0 / 63.0, random.colour(225.0, 250.0));
    let (width, height) = (face.width as f32, face.height as f32);
    let ink = if random.chance(0.5) { [190.0, 20.0, 30.0] } else { [20.0; 3] };
    let size = width * random.range(0.035, 0.05);
    for column in 0..random.between(2, 5) {
        for row in 0..random.between(1, 4) {
            let place = [width * (0.2 + 0.2 * column as f32), height * (0.25 + 0.25 * row as f32)];
            face.ellipse(place, [size, size * 0.8], 0.0, ink);
            face.ellipse([place[0], place[1] - size * 0.7], [size * 0.6; 2], 0.0, ink);
        }
    }
    letters::write(&mut face, "7", [width * 0.03, height * 0.04], (width * 0.06, ink));
    letters::write(&mut face, "7", [width * 0.9, height * 0.88], (width * 0.06, ink));
    face
}

/// Stone or a pattern of large shapes.
fn tile(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.42, 1.62), any_colour(random));
    let (noise, other) = (Noise::new(random), any_colour(random));
    let (size, depth) = (WIDTH * random.range(0.05, 0.3), random.range(0.05, 0.8));
    let is_pattern = random.chance(0.5);
    face.paint(|[x, y], colour| {
        let wave =
            if is_pattern { ((x / size).sin() * (y / size).cos()).signum() } else { noise.at([x / size, y / size]) };
        mix(colour, other, depth * (0.5 + 0.5 * wave))
    });
    face
}

/// Ruled lines, and writing by hand on some of them.
fn notebook(random: &mut Random) -> Canvas {
    let mut face = face(1.414, random.colour(225.0, 250.0));
    let (width, height) = (face.width as f32, face.height as f32);
    let (pitch, rule, ink) =
        (height * random.range(0.04, 0.07), random.colour(120.0, 190.0), random.colour(10.0, 80.0));
    let noise = Noise::new(random);
    let mut down = height * 0.1;
    while down < height * 0.95 {
        face.rectangle([0.0, down], [width, 2.0], rule);
        let (from, to) = (width * 0.06, width * random.range(0.1, 0.9));
        let mut along = from;
        while along < to {
            let lift = noise.at([along / pitch * 2.4, down]) * 0.32 - 0.3;
            let slow = noise.at([along / pitch * 0.7, down + 9.0]);
            if slow > -0.5 {
                face.ellipse([along, down + lift * pitch], [pitch * 0.05; 2], 0.0, ink);
            }
            along += 1.5;
        }
        down += pitch;
    }
    face
}

/// A landscape with a rim of white.
fn photograph(random: &mut Random) -> Canvas {
    let mut face = face(1.5, [245.0; 3]);
    let (width, height) = (face.width as f32, face.height as f32);
    let lattices: Vec<Noise> = (0..5).map(|_| Noise::new(random)).collect();
    let (sky, land, other) = (any_colour(random), any_colour(random), any_colour(random));
    let rim = if random.chance(0.5) { width * 0.03 } else { 0.0 };
    face.paint(|[x, y], colour| {
        if x < rim || y < rim || x > width - rim || y > height - rim {
            return colour;
        }
        let sum: f32 = (0..5)
            .map(|at| lattices[at].at([x, y].map(|part| part * (1 << at) as f32 / 400.0)) / (1 << at) as f32)
            .sum();
        let horizon = height * 0.45 + 60.0 * lattices[0].at([x / 250.0, 3.0]);
        if y < horizon { scaled(sky, 1.0 + 0.1 * sum) } else { mix(land, other, (0.5 + 0.5 * sum).clamp(0.0, 1.0)) }
    });
    face
}

/// A title, an author, and shapes or a face.
fn book_cover(random: &mut Random) -> Canvas {
    let mut face = face(1.5, any_colour(random));
    let (width, height) = (face.width as f32, face.height as f32);
    let (ink, other) = (any_colour(random), any_colour(random));
    if random.chance(0.5) {
        face.ellipse(
            [width * 0.5, height * 0.6],
            [width * 0.13, height * 0.25],
            0.0,
            scaled([220.0, 175.0, 150.0], 0.9),
        );
        face.ellipse([width * 0.5, height * 0.42], [width * 0.14, height * 0.12], 0.0, [40.0, 30.0, 20.0]);
    } else {
        face.rectangle([0.0, height * 0.4], [width, height * 0.35], other);
    }
    let large = height * random.range(0.1, 0.16);
    title(&mut face, height * 0.08, large, ink, random);
    let small = height * random.range(0.05, 0.08);
    title(&mut face, height * 0.86, small, ink, random);
    face
}

/// A page of text in a window that fills a monitor.
fn page(random: &mut Random) -> Canvas {
    let mut face = face(*random.pick(&[16.0 / 9.0, 1.6]), [14.0; 3]);
    let (width, height) = (face.width as f32, face.height as f32);
    let rim = width * random.range(0.01, 0.025);
    let is_dark = random.chance(0.3);
    let paper = if is_dark { [38.0; 3] } else { [250.0; 3] };
    face.rectangle([rim, rim], [width - 2.0 * rim, height - 2.0 * rim], paper);
    face.rectangle([rim, rim], [width - 2.0 * rim, height * 0.06], random.colour(60.0, 200.0));
    let ink = if is_dark { [205.0; 3] } else { [40.0; 3] };
    let line = height * random.range(0.011, 0.02);
    let left = width * random.range(0.04, 0.2);
    let area = [left, height * 0.1, width - left, height * 0.95];
    lines(&mut face, area, (line, line * random.range(1.6, 2.2)), (ink, random));
    face
}

/// Keys with a letter each.
fn keyboard(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.5, 1.7), random.colour(20.0, 210.0));
    let (width, height) = (face.width as f32, face.height as f32);
    let (key, ink) = if random.chance(0.5) { ([30.0; 3], [220.0; 3]) } else { ([235.0; 3], [60.0; 3]) };
    let (columns, rows) = (random.between(4, 12), random.between(3, 6));
    let [across, down] = [width / columns as f32, height / rows as f32];
    for at in 0..columns * rows {
        let place: Point = [(at % columns) as f32 * across, (at / columns) as f32 * down];
        face.rectangle([place[0] + 0.08 * across, place[1] + 0.08 * down], [0.84 * across, 0.84 * down], key);
        let letter = char::from(b'A' + (random.next() % 26) as u8).to_string();
        letters::write(
            &mut face,
            &letter,
            [place[0] + 0.25 * across, place[1] + 0.2 * down],
            (0.3 * down.min(across), ink),
        );
    }
    face
}

/// A screen of icons with short names, or one that is off.
fn phone(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.6, 1.78), [12.0; 3]);
    let (width, height) = (face.width as f32, face.height as f32);
    if random.chance(0.3) {
        return face;
    }
    face.rectangle([0.03 * width, 0.04 * height], [0.94 * width, 0.92 * height], any_colour(random));
    for at in 0..24_usize {
        let place = [width * (0.08 + 0.15 * (at % 6) as f32), height * (0.08 + 0.23 * (at / 6) as f32)];
        face.rectangle(place, [width * 0.08, width * 0.08], any_colour(random));
        if random.chance(0.7) {
            letters::write(&mut face, "MAIL", [place[0], place[1] + width * 0.09], (height * 0.025, [240.0; 3]));
        }
    }
    face
}

/// A column of words and one of numbers on white.
fn receipt(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.45, 1.65), random.colour(215.0, 250.0));
    let (width, height) = (face.width as f32, face.height as f32);
    let line = height * random.range(0.022, 0.04);
    let pitch = line * random.range(1.4, 1.9);
    let ink = random.colour(30.0, 90.0);
    lines(&mut face, [0.05 * width, 0.05 * height, 0.6 * width, 0.95 * height], (line, pitch), (ink, random));
    let mut down = 0.05 * height;
    while down + line < 0.95 * height {
        letters::write(&mut face, "3 45", [0.8 * width, down], (line, ink));
        down += pitch;
    }
    face
}

/// A stamp and nothing else, or three lines of writing.
fn envelope(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.41, 1.6), random.colour(150.0, 245.0));
    let (width, height) = (face.width as f32, face.height as f32);
    face.rectangle([0.82 * width, 0.06 * height], [0.12 * width, 0.2 * height], any_colour(random));
    face.rectangle([0.84 * width, 0.09 * height], [0.08 * width, 0.1 * height], any_colour(random));
    if random.chance(0.5) {
        let line = height * random.range(0.06, 0.09);
        let ink = random.colour(20.0, 90.0);
        lines(&mut face, [0.4 * width, 0.5 * height, 0.9 * width, 0.85 * height], (line, line * 1.6), (ink, random));
    }
    face
}
