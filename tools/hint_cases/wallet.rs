//! What lies beside documents in a wallet and on a desk: bank cards, sheets of text, tablets, and several cards at once.

use crate::document;
use crate::letters;
use crate::scene::canvas::{Canvas, Colour, mix};
use crate::scene::random::Random;
use crate::things::{Draw, any_colour, face, lines};

/// All of them; seeds from 1,000 on are held out.
pub const THINGS: [(&str, Draw); 7] = [
    ("bank card", bank_card),
    ("sheet of text", sheet),
    ("open book", open_book),
    ("tablet", tablet),
    ("phone with a chat", chat),
    ("two cards", two_cards),
    ("fan of cards", fan),
];

/// The ratio of ID-1, and the width of a face for a millimetre of it.
const CARD: f32 = 85.6 / 53.98;
const PER_MM: f32 = 1_400.0 / 85.6;

/// A chip, sixteen large digits, a name, a date and the bank's mark, and no portrait.
fn bank_card(random: &mut Random) -> Canvas {
    let (ground, other) = (any_colour(random), any_colour(random));
    let mut face = face(CARD, ground);
    let width = face.width as f32;
    let lean = random.range(-1.0, 1.0);
    face.paint(|[x, y], colour| mix(colour, other, ((x + lean * y) / width).clamp(0.0, 1.0) * 0.6));
    let ink = if document::luma(ground) > 140.0 { random.colour(10.0, 60.0) } else { random.colour(200.0, 250.0) };
    let at = |x: f32, y: f32| [x * PER_MM, y * PER_MM];
    face.rectangle(at(9.0, 18.5), at(12.0, 9.5), [205.0, 170.0, 95.0]);
    for line in 1..4 {
        face.rectangle(at(9.0, 18.5 + 2.4 * line as f32), at(12.0, 0.3), [130.0, 105.0, 50.0]);
    }
    let name: &&str = random.pick(&["ANNA MERIDIAN", "LEO QUARTZ", "MIRA FALCON"]);
    let bank: &&str = random.pick(&["NORTH BANK", "ORCHARD CREDIT"]);
    let digits: String = (0..19)
        .map(|at| if at % 5 == 4 { ' ' } else { *random.pick(&['2', '3', '4', '5', '6', '7', '8', '9']) })
        .collect();
    letters::write(&mut face, &digits, at(8.0, 31.0), (4.2 * PER_MM, ink));
    letters::write(&mut face, "VALID THRU", at(32.0, 39.0), (1.1 * PER_MM, ink));
    letters::write(&mut face, "9 27", at(44.0, 38.0), (2.6 * PER_MM, ink));
    letters::write(&mut face, name, at(8.0, 44.5), (2.6 * PER_MM, ink));
    letters::write(&mut face, bank, at(6.0, 6.0), (3.4 * PER_MM, ink));
    face.ellipse(at(70.0, 44.0), [5.0 * PER_MM; 2], 0.0, any_colour(random));
    face.ellipse(at(76.0, 44.0), [5.0 * PER_MM; 2], 0.0, any_colour(random));
    face
}

/// A page of A4 across, in one or two columns.
fn sheet(random: &mut Random) -> Canvas {
    let mut face = face(297.0 / 210.0, random.colour(225.0, 252.0));
    let (width, height) = (face.width as f32, face.height as f32);
    let ink = random.colour(10.0, 70.0);
    let line = height * random.range(0.012, 0.02);
    let pitch = line * random.range(1.6, 2.2);
    let columns = random.between(1, 3);
    for column in 0..columns {
        let left = width * (0.07 + 0.88 * column as f32 / columns as f32);
        let area = [left, 0.08 * height, left + width * 0.84 / columns as f32, 0.92 * height];
        lines(&mut face, area, (line, pitch), (ink, random));
    }
    face
}

/// Two pages of print with a fold between.
fn open_book(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.42, 1.55), random.colour(215.0, 245.0));
    let (width, height) = (face.width as f32, face.height as f32);
    let ink = random.colour(20.0, 80.0);
    let line = height * random.range(0.014, 0.022);
    let pitch = line * random.range(1.6, 2.0);
    for page in 0..2 {
        let left = width * (0.06 + 0.49 * page as f32);
        lines(&mut face, [left, 0.09 * height, left + 0.4 * width, 0.9 * height], (line, pitch), (ink, random));
    }
    face.paint(|[x, _], colour| mix([60.0; 3], colour, ((x / width - 0.5).abs() * 14.0).clamp(0.45, 1.0)));
    face
}

/// A dark rim, and an app with tiles or a page.
fn tablet(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.42, 1.6), [14.0; 3]);
    let (width, height) = (face.width as f32, face.height as f32);
    let rim = width * random.range(0.03, 0.06);
    if random.chance(0.25) {
        return face;
    }
    face.rectangle([rim, rim], [width - 2.0 * rim, height - 2.0 * rim], any_colour(random));
    if random.chance(0.5) {
        let paper = random.colour(235.0, 252.0);
        face.rectangle([2.0 * rim, 2.0 * rim], [width - 4.0 * rim, height - 4.0 * rim], paper);
        let line = height * random.range(0.015, 0.03);
        let area = [3.0 * rim, 3.0 * rim, width - 3.0 * rim, height - 3.0 * rim];
        lines(&mut face, area, (line, line * random.range(1.7, 2.3)), ([45.0; 3], random));
        return face;
    }
    for at in 0..20_usize {
        let place = [width * (0.1 + 0.17 * (at % 5) as f32), height * (0.1 + 0.21 * (at / 5) as f32)];
        face.rectangle(place, [width * 0.1; 2], any_colour(random));
    }
    face
}

/// A phone that lies across and shows bubbles of text.
fn chat(random: &mut Random) -> Canvas {
    let mut face = face(random.range(1.6, 1.78), [12.0; 3]);
    let (width, height) = (face.width as f32, face.height as f32);
    face.rectangle([0.03 * width, 0.03 * height], [0.94 * width, 0.94 * height], random.colour(215.0, 250.0));
    let line = height * random.range(0.03, 0.045);
    for row in 0..5_usize {
        let left = width * if random.chance(0.5) { 0.06 } else { 0.35 };
        let (top, wide) = (height * (0.07 + 0.18 * row as f32), width * random.range(0.3, 0.55));
        let bubble: Colour = any_colour(random);
        face.rectangle([left, top], [wide, height * 0.14], bubble);
        let ink = if document::luma(bubble) > 130.0 { [30.0; 3] } else { [235.0; 3] };
        let area = [left + 0.01 * width, top + 0.01 * height, left + wide, top + 0.14 * height];
        lines(&mut face, area, (line, 1.5 * line), (ink, random));
    }
    face
}

/// Draws a document into a part of a face.
fn put(face: &mut Canvas, [left, top]: [f32; 2], wide: f32, random: &mut Random) {
    let one = document::drawn(random).face;
    let high = (wide / CARD) as usize;
    let one = one.reduced(wide as usize, high);
    for (at, colour) in one.pixels.iter().enumerate() {
        let (x, y) = (left as usize + at % one.width, top as usize + at / one.width);
        if x < face.width && y < face.height {
            let place = y * face.width + x;
            face.pixels[place] = *colour;
        }
    }
}

/// Two documents, one below the other, with next to nothing between them.
fn two_cards(random: &mut Random) -> Canvas {
    let gap = random.range(4.0, 24.0);
    let high = 1_000.0 / CARD;
    let mut face = Canvas::new(1_000, (2.0 * high + gap) as usize, random.colour(20.0, 200.0));
    put(&mut face, [0.0, 0.0], 1_000.0, random);
    put(&mut face, [0.0, high + gap], 1_000.0, random);
    face
}

/// Three cards that lie over one another, each a piece farther down.
fn fan(random: &mut Random) -> Canvas {
    let step = random.range(60.0, 160.0);
    let high = 1_000.0 / CARD;
    let mut face = Canvas::new(1_000, (high + 2.0 * step) as usize, random.colour(20.0, 200.0));
    for at in 0..3 {
        put(&mut face, [0.0, step * at as f32], 1_000.0, random);
    }
    face
}
