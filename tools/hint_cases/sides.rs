//! Backs of cards, cards for payment and for clubs, and fronts with what these have: a chip, a code, waves in the ground.

use crate::document;
use crate::letters;
use crate::scene::canvas::{Canvas, Colour, Noise, mix, scaled};
use crate::scene::random::Random;
use crate::things::{Draw, any_colour};
use core::f32::consts::TAU;

/// What is not the front of a document; seeds from 1,000 on are held out.
pub const OTHERS: [(&str, Draw); 5] = [
    ("back with an MRZ", back_with_mrz),
    ("back with codes", back_with_codes),
    ("back with print alone", back_with_print),
    ("payment card", payment_card),
    ("club card", club_card),
];

/// And what is.
pub const FRONTS: [(&str, Draw); 2] = [("front with a chip", front_with_chip), ("front with a code", front_with_code)];

/// The sides of a card in millimetres, and the pixels of one.
const SIDES: [f32; 2] = [85.6, 53.98];
const PER_MM: f32 = 16.0;

const DIGITS: [char; 8] = ['2', '3', '4', '5', '6', '7', '8', '9'];
const WORDS: [&str; 10] =
    ["STREET", "OFFICE", "ISSUED", "HEIGHT", "CLASSES", "RETURN", "VALLEY", "NORTH", "FINDER", "MINISTRY"];
const FILLER: char = '<';

fn card(paper: Colour) -> Canvas {
    Canvas::new((SIDES[0] * PER_MM) as usize, (SIDES[1] * PER_MM) as usize, paper)
}

fn at(x: f32, y: f32) -> [f32; 2] {
    [x * PER_MM, y * PER_MM]
}

fn number(count: usize, random: &mut Random) -> String {
    (0..count).map(|_| *random.pick(&DIGITS)).collect()
}

/// Words of one line, as long as there is room.
fn words(room: f32, height: f32, random: &mut Random) -> String {
    let mut line = String::new();
    loop {
        let word = if random.chance(0.25) { number(6, random) } else { (*random.pick(&WORDS)).to_owned() };
        if letters::length(&line) + letters::length(&word) > room / height {
            return line;
        }
        line = [line, word, String::new()].join(" ").trim_start().to_owned();
    }
}

/// Fine lines that bend, or rings, over the whole card.
fn waves(face: &mut Canvas, depth: f32, random: &mut Random) {
    let (ink, noise) = (any_colour(random), Noise::new(random));
    let (pitch, lean, bend) = (random.range(0.8, 3.0), random.range(-0.4, 0.4), random.range(0.0, 4.0));
    let rings = random.chance(0.4).then(|| [random.range(0.0, 85.0), random.range(0.0, 54.0)]);
    face.paint(|[x, y], colour| {
        let [x, y] = [x / PER_MM, y / PER_MM];
        let along = match rings {
            Some([left, top]) => (x - left).hypot(y - top),
            None => y + lean * x + bend * noise.at([x / 14.0, y / 14.0]),
        };
        let line = (along / pitch * TAU).sin();
        mix(colour, ink, depth * ((line - 0.3) * 3.0).clamp(0.0, 1.0))
    });
}

/// Lines of small print from a place on.
fn print(face: &mut Canvas, [left, top, right]: [f32; 3], count: usize, (ink, random): (Colour, &mut Random)) {
    let height = random.range(1.3, 2.1);
    let pitch = height * random.range(1.5, 2.3);
    for line in 0..count {
        let text = words((right - left) * random.range(0.5, 1.0), height, random);
        letters::write(face, &text, at(left, top + pitch * line as f32), (height * PER_MM, ink));
    }
}

/// Bars of one to four modules; where they are stacked, in rows of their own.
fn bars(face: &mut Canvas, [left, top, right, bottom]: [f32; 4], (module, row): (f32, f32), random: &mut Random) {
    face.rectangle(
        at(left - 1.0, top - 1.0),
        at(right - left + 2.0, bottom - top + 2.0),
        [random.range(225.0, 250.0); 3],
    );
    let mut down = top;
    while down < bottom {
        let mut across = left;
        while across < right {
            let wide = module * random.between(1, 4) as f32;
            let high = row.min(bottom - down);
            face.rectangle(at(across, down), at(wide.min(right - across), high), [20.0; 3]);
            across += wide + module * random.between(1, 4) as f32;
        }
        down += row;
    }
}

/// One bar code, a stack of them (PDF417), or squares (QR).
fn code(face: &mut Canvas, [left, top]: [f32; 2], room: [f32; 2], random: &mut Random) {
    let [wide, high] = room;
    match random.between(0, 3) {
        0 => bars(face, [left, top, left + wide, top + high.min(random.range(6.0, 11.0))], (0.33, high), random),
        1 => bars(face, [left, top, left + wide, top + high], (0.3, 0.9), random),
        _ => {
            let side = high.min(wide);
            bars(face, [left, top, left + side, top + side], (0.5, 0.5), random);
        }
    }
}

/// Ridges of a finger.
fn fingerprint(face: &mut Canvas, [x, y]: [f32; 2], random: &mut Random) {
    let pitch = random.range(0.45, 0.6) * PER_MM;
    let lean = random.range(-0.4, 0.4);
    face.patch(at(x, y), 9.0 * PER_MM, |[across, down]| {
        let (u, v) = (across / 0.75, down + lean * across);
        let is_inside = u.hypot(v) < 8.5 * PER_MM;
        let ridge = ((u.hypot(v + 3.0 * PER_MM) / pitch) * TAU).sin();
        (if is_inside { (0.5 + ridge).clamp(0.0, 0.8) } else { 0.0 }, [60.0; 3])
    });
}

/// A head and shoulders, `wide` millimetres across.
fn portrait(face: &mut Canvas, [left, top]: [f32; 2], wide: f32, strength: f32, random: &mut Random) {
    let (ground, coat) = (random.colour(170.0, 240.0), random.colour(20.0, 150.0));
    let (hair, skin) = (random.colour(15.0, 110.0), scaled([225.0, 180.0, 150.0], random.range(0.4, 1.0)));
    let (lean, head) = (random.range(-0.03, 0.03), random.range(0.17, 0.23));
    let high = wide * random.range(1.2, 1.35);
    let centre = [left + wide / 2.0, top + high / 2.0];
    face.patch(at(centre[0], centre[1]), high * PER_MM, |[x, y]| {
        let (u, v) = (x / wide / PER_MM + 0.5, y / high / PER_MM + 0.5);
        if !(0.0..1.0).contains(&u) || !(0.0..1.0).contains(&v) {
            return (0.0, ground);
        }
        let x = u - 0.5 - lean;
        let colour = if (x / head).hypot((v - 0.45) / 0.24) < 1.0 && v > 0.32 {
            let is_eye = (v - 0.43).abs() < 0.015 && (x.abs() - 0.08).abs() < 0.03;
            if is_eye { [40.0; 3] } else { skin }
        } else if (x / head / 1.15).hypot((v - 0.4) / 0.28) < 1.0 && v < 0.5 {
            hair
        } else if x.abs() < 0.09 && (0.5..0.8).contains(&v) {
            skin
        } else if (x / 0.42).hypot((v - 1.05) / 0.33) < 1.0 {
            coat
        } else {
            ground
        };
        (strength, colour)
    });
}

/// Six or eight contacts of gold or of grey.
fn chip(face: &mut Canvas, [left, top]: [f32; 2], random: &mut Random) {
    let metal = if random.chance(0.6) { [208.0, 172.0, 100.0] } else { [random.range(150.0, 205.0); 3] };
    let [wide, high] = [random.range(10.0, 13.0), random.range(8.5, 11.0)];
    face.rectangle(at(left, top), at(wide, high), metal);
    let line = scaled(metal, 0.55);
    for row in 1..4 {
        face.rectangle(at(left, top + high * row as f32 / 4.0), at(wide, 0.25), line);
    }
    face.ellipse(at(left + wide / 2.0, top + high / 2.0), at(wide * 0.2, high * 0.3), 0.0, scaled(metal, 0.9));
}

/// Paper and ink of the back of a document.
fn back(random: &mut Random) -> (Canvas, Colour) {
    let mut face = card(random.colour(175.0, 250.0));
    if random.chance(0.7) {
        waves(&mut face, random.range(0.03, 0.15), random);
    }
    (face, random.colour(5.0, 80.0))
}

/// What lies on the upper part of a back.
fn furniture(face: &mut Canvas, ink: Colour, random: &mut Random) {
    let count = random.between(3, 7);
    print(face, [5.0, 4.0, random.range(45.0, 60.0)], count, (ink, random));
    match random.between(0, 5) {
        0 => fingerprint(face, [72.0, 14.0], random),
        1 => portrait(face, [68.0, 4.0], random.range(9.0, 13.0), random.range(0.3, 0.7), random),
        2 => chip(face, [66.0, 8.0], random),
        3 => code(face, [58.0, 5.0], [22.0, 12.0], random),
        _ => face.ellipse(at(71.0, 14.0), at(9.0, 7.0), 0.3, mix(face.at(9, 9), any_colour(random), 0.3)),
    }
}

/// Three lines of 30 letters at 2.54 mm, as ICAO 9303-5 places them.
fn back_with_mrz(random: &mut Random) -> Canvas {
    let (mut face, ink) = back(random);
    furniture(&mut face, ink, random);
    if random.chance(0.4) {
        face.rectangle(at(0.0, 30.8), at(86.0, 24.0), [random.range(225.0, 250.0); 3]);
    }
    let (left, top) = (random.range(4.0, 5.5), random.range(33.0, 36.0));
    for line in 0..3 {
        let end = random.between(14, 29);
        for letter in 0..30 {
            let sign = match (letter > end, random.chance(0.3)) {
                (true, _) => FILLER,
                (false, true) => *random.pick(&DIGITS),
                (false, false) => *random.pick(&['A', 'D', 'E', 'K', 'L', 'M', 'N', 'R', 'S', 'U']),
            };
            let place = at(left + 2.54 * letter as f32, top + 4.23 * line as f32);
            letters::write(&mut face, &sign.to_string(), place, (2.3 * PER_MM, [20.0; 3]));
        }
    }
    face
}

/// One code or two, and some print.
fn back_with_codes(random: &mut Random) -> Canvas {
    let (mut face, ink) = back(random);
    if random.chance(0.3) {
        face.rectangle(at(0.0, 3.0), at(86.0, 11.0), [25.0; 3]);
    } else {
        furniture(&mut face, ink, random);
    }
    let [wide, high] = [random.range(35.0, 70.0), random.range(9.0, 14.0)];
    code(&mut face, [random.range(6.0, 12.0), random.range(32.0, 36.0)], [wide, high], random);
    let count = random.between(1, 4);
    print(&mut face, [8.0, 22.0, 70.0], count, (ink, random));
    face
}

/// Print all over, a table of classes, or an address.
fn back_with_print(random: &mut Random) -> Canvas {
    let (mut face, ink) = back(random);
    furniture(&mut face, ink, random);
    let count = random.between(4, 9);
    print(&mut face, [random.range(5.0, 25.0), 24.0, 80.0], count, (ink, random));
    if random.chance(0.4) {
        for row in 0..6 {
            face.rectangle(at(5.0, 24.0 + 4.5 * row as f32), at(76.0, 0.2), ink);
        }
    }
    face
}

/// A ground of two colors with waves and discs, and light or dark ink on it.
fn of_plastic(random: &mut Random) -> (Canvas, Colour) {
    let ground = any_colour(random);
    let mut face = card(ground);
    let other = any_colour(random);
    let (lean, share) = (random.range(-1.0, 1.0), random.range(0.0, 0.5));
    let width = face.width as f32;
    face.paint(|[x, y], colour| mix(colour, other, share * ((x + lean * y) / width).clamp(0.0, 1.0)));
    for _ in 0..random.between(0, 4) {
        let (centre, half) = (at(random.range(0.0, 85.0), random.range(0.0, 54.0)), random.range(8.0, 45.0) * PER_MM);
        let tint = mix(ground, any_colour(random), 0.35);
        face.ellipse(centre, [half, half * random.range(0.6, 1.0)], random.range(0.0, 3.0), tint);
    }
    waves(&mut face, random.range(0.1, 0.4), random);
    let ink = if document::luma(ground) > 130.0 { random.colour(5.0, 50.0) } else { random.colour(205.0, 250.0) };
    (face, ink)
}

/// A chip at the left, sixteen digits in a line or in four, a name, and the mark of the scheme.
fn payment_card(random: &mut Random) -> Canvas {
    let (mut face, ink) = of_plastic(random);
    let mut text =
        |text: &str, x: f32, y: f32, height: f32| letters::write(&mut face, text, at(x, y), (height * PER_MM, ink));
    let groups: Vec<String> = (0..4).map(|_| number(4, random)).collect();
    if random.chance(0.7) {
        text(&groups.join(" "), 7.0, random.range(29.0, 33.0), random.range(3.4, 4.2));
        text(&number(4, random), random.range(30.0, 45.0), 38.0, 2.4);
    } else {
        groups.iter().enumerate().for_each(|(row, group)| text(group, 60.0, 12.0 + 6.0 * row as f32, 3.0));
    }
    let bank: &&str = random.pick(&["CREDIT UNION", "HARBOR BANK", "SAVER"]);
    let name: &&str = random.pick(&["MIRA FALCON", "ANNA MERIDIAN", "LEO QUARTZ"]);
    text(bank, random.range(5.0, 40.0), 5.0, random.range(2.8, 4.5));
    text(name, 7.0, 45.0, random.range(2.2, 3.0));
    chip(&mut face, [random.range(8.0, 11.0), random.range(17.0, 20.0)], random);
    let (one, other) = (any_colour(random), any_colour(random));
    face.ellipse(at(69.0, 45.0), at(5.5, 5.5), 0.0, one);
    face.ellipse(at(76.0, 45.0), at(5.5, 5.5), 0.0, mix(one, other, 0.7));
    face
}

/// A name, some lines, and a bar code in a white field.
fn club_card(random: &mut Random) -> Canvas {
    let (mut face, ink) = of_plastic(random);
    let name: &&str = random.pick(&["BOOK CLUB", "FRESH MARKET", "SWIM"]);
    letters::write(&mut face, name, at(6.0, 5.0), (random.range(4.0, 6.5) * PER_MM, ink));
    let count = random.between(1, 5);
    print(&mut face, [6.0, 15.0, 70.0], count, (ink, random));
    let wide = random.range(40.0, 70.0);
    code(&mut face, [random.range(5.0, 80.0 - wide), 33.0], [wide, random.range(9.0, 14.0)], random);
    face
}

/// A front with a header, a portrait and print. `extra` is what else is on it, at the right.
fn front(random: &mut Random, extra: fn(&mut Canvas, [f32; 2], &mut Random)) -> Canvas {
    let mut face = card(random.colour(160.0, 250.0));
    waves(&mut face, random.range(0.03, 0.2), random);
    face.rectangle(at(0.0, 0.0), at(86.0, 7.0), random.colour(30.0, 200.0));
    let wide = random.range(20.0, 26.0);
    portrait(&mut face, [random.range(3.0, 6.0), random.range(11.0, 16.0)], wide, random.range(0.75, 1.0), random);
    let ink = random.colour(5.0, 70.0);
    let count = random.between(7, 10);
    print(&mut face, [wide + 9.0, 10.0, random.range(62.0, 80.0)], count, (ink, random));
    extra(&mut face, [random.range(60.0, 66.0), random.range(33.0, 38.0)], random);
    face
}

fn front_with_chip(random: &mut Random) -> Canvas {
    front(random, chip)
}

fn front_with_code(random: &mut Random) -> Canvas {
    front(random, |face, place, random| code(face, place, [18.0, random.range(8.0, 14.0)], random))
}
