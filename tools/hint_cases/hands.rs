//! Cards on tables and in hands: what lies over them covers them, and what lies behind or beside them does not.

use crate::scene::canvas::{Canvas, Colour, Point, mix, scaled};
use crate::scene::random::Random;
use crate::scene::{background, card, place};

const WIDTH: usize = 960;
const HEIGHT: usize = 600;

/// What is seen besides the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum With {
    /// A fingertip over a side.
    FingerOnSide,
    /// A fingertip over a corner.
    FingerOnCorner,
    /// A thumb that lies over a side and far into the card.
    Thumb,
    /// The cuff of a sleeve, or another cloth.
    Sleeve,
    /// A pen, a coin, a bar.
    Thing,
    Nothing,
    /// Fingers that hold the card from below and show beside it.
    FingersBehind,
    /// A fingertip that ends at the card.
    FingerBeside,
    /// The card lies in an open hand.
    Palm,
    /// Another sheet sticks out below the card.
    SheetBelow,
    /// A finger that lies over a twelfth of a side and reaches far into the card.
    DeepFinger,
}

impl With {
    /// Everything, what covers the card first.
    pub const ALL: [Self; 11] = [
        Self::FingerOnSide,
        Self::FingerOnCorner,
        Self::Thumb,
        Self::Sleeve,
        Self::Thing,
        Self::Nothing,
        Self::FingersBehind,
        Self::FingerBeside,
        Self::Palm,
        Self::SheetBelow,
        Self::DeepFinger,
    ];

    /// Whether the card is covered.
    pub const fn covers(self) -> bool {
        !self.is_below() && !matches!(self, Self::Nothing | Self::FingerBeside)
    }

    const fn is_below(self) -> bool {
        matches!(self, Self::FingersBehind | Self::Palm | Self::SheetBelow)
    }
}

/// Skin by daylight, from light to dark.
const SKIN: [Colour; 9] = [
    [238.0, 200.0, 178.0],
    [226.0, 176.0, 146.0],
    [208.0, 154.0, 122.0],
    [190.0, 132.0, 100.0],
    [162.0, 108.0, 80.0],
    [130.0, 84.0, 62.0],
    [100.0, 64.0, 48.0],
    [74.0, 49.0, 39.0],
    [54.0, 38.0, 32.0],
];

/// A picture, and where the card is in it.
pub struct Seen {
    pub picture: Canvas,
    pub quad: place::Quad,
}

/// The scene of a seed.
pub fn scene(with: With, seed: u64) -> Seen {
    let mut random = Random::new(seed.wrapping_mul(16).wrapping_add(with as u64));
    let mut picture = background::drawn(WIDTH, HEIGHT, false, &mut random);
    if random.chance(0.4) {
        let light = random.range(0.15, 0.5);
        picture.pixels.iter_mut().for_each(|pixel| *pixel = scaled(*pixel, light));
    }
    let document = card::drawn(&mut random);
    let quad = lying(document.face.width as f32 / document.face.height as f32, &mut random);
    let skin = scaled(*random.pick(&SKIN), random.range(0.7, 1.08));
    if with.is_below() {
        add(with, &mut picture, (&quad, skin), &mut random);
    }
    if random.chance(0.5) {
        place::cast_shadow(&mut picture, &quad, &mut random);
    }
    place::draw(&mut picture, &document, &quad);
    if !with.is_below() {
        add(with, &mut picture, (&quad, skin), &mut random);
    }
    expose(&mut picture, &mut random);
    Seen { picture, quad }
}

/// Near the middle, turned and leaning a little.
fn lying(ratio: f32, random: &mut Random) -> place::Quad {
    let [wide, tall] = if ratio > 1.0 { [random.range(250.0, 370.0), 0.0] } else { [0.0, random.range(190.0, 260.0)] };
    let half = if ratio > 1.0 { [wide, (wide / ratio).min(260.0)] } else { [tall * ratio, tall] };
    let (sine, cosine) = random.range(-0.12, 0.12).sin_cos();
    let lean = [random.range(-0.05, 0.05), random.range(-0.05, 0.05)];
    let centre = [WIDTH as f32 / 2.0 + random.range(-25.0, 25.0), HEIGHT as f32 / 2.0 + random.range(-15.0, 15.0)];
    [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[across, down]: Point| {
        let depth = 1.0 + lean[0] * across + lean[1] * down;
        let (x, y) = (across * half[0] / depth, down * half[1] / depth);
        [centre[0] + x * cosine - y * sine, centre[1] + x * sine + y * cosine]
    })
}

fn add(with: With, picture: &mut Canvas, (quad, skin): (&place::Quad, Colour), random: &mut Random) {
    let size = place::area(quad).sqrt();
    let mm = size / 68.0;
    match with {
        With::Nothing => {}
        With::FingerOnSide | With::FingerOnCorner => {
            let share = if with == With::FingerOnCorner { 0.0 } else { random.range(0.08, 0.92) };
            let half = random.range(6.0, 9.0) * mm;
            let reach = random.range(-0.2, 1.4) * half;
            finger(picture, (place_on(quad, share, random), reach, half), skin, random);
        }
        With::Thumb => {
            let half = random.range(8.5, 12.0) * mm;
            finger(
                picture,
                (place_on(quad, random.range(0.1, 0.9), random), random.range(8.0, 26.0) * mm, half),
                skin,
                random,
            );
        }
        With::DeepFinger => {
            let (at, inward) = place_on(quad, random.range(0.15, 0.85), random);
            let half = random.range(2.2, 3.5) * mm;
            finger(picture, ((at, inward), random.range(16.0, 32.0) * mm, half), skin, random);
        }
        With::Sleeve => {
            let cloth = random.colour(15.0, 235.0);
            sleeve(picture, (place_on(quad, random.unit(), random), random.range(2.0, 16.0) * mm), cloth, random);
        }
        With::Thing => thing(picture, (quad, mm), random),
        With::FingersBehind => {
            for _ in 0..random.between(1, 5) {
                let half = random.range(6.0, 9.0) * mm;
                finger(
                    picture,
                    (place_on(quad, random.unit(), random), random.range(0.3, 1.5) * half, half),
                    skin,
                    random,
                );
            }
        }
        With::FingerBeside => {
            let half = random.range(6.0, 9.0) * mm;
            finger(
                picture,
                (place_on(quad, random.range(0.1, 0.9), random), -half - random.range(1.0, 5.0) * mm, half),
                skin,
                random,
            );
        }
        With::Palm => {
            let at = place_on(quad, random.unit(), random).0;
            picture.ellipse(
                at,
                [random.range(25.0, 60.0) * mm, random.range(20.0, 45.0) * mm],
                random.range(0.0, 3.2),
                skin,
            );
            for _ in 0..random.between(2, 5) {
                let half = random.range(6.0, 9.0) * mm;
                finger(
                    picture,
                    (place_on(quad, random.unit(), random), random.range(0.3, 1.5) * half, half),
                    skin,
                    random,
                );
            }
        }
        With::SheetBelow => {
            let (at, inward) = place_on(quad, random.range(0.2, 0.8), random);
            let colour = random.colour(60.0, 248.0);
            let out = random.range(2.0, 12.0) * mm;
            let centre = [at[0] + inward[0] * (20.0 * mm - out), at[1] + inward[1] * (20.0 * mm - out)];
            let turn = inward[1].atan2(inward[0]) + random.range(-0.15, 0.15);
            picture.turned_rectangle(centre, [20.0 * mm, random.range(12.0, 30.0) * mm], turn, colour);
        }
    }
}

/// A place on a side, and the direction from it towards the middle, with some turn.
fn place_on(quad: &place::Quad, share: f32, random: &mut Random) -> (Point, Point) {
    let side = random.between(0, 4);
    let at = place::between(quad[side], quad[(side + 1) % 4], share);
    let next = quad[(side + 1) % 4];
    let along = [next[0] - quad[side][0], next[1] - quad[side][1]];
    let mut angle = along[0].atan2(-along[1]) + random.range(-0.6, 0.6);
    if share == 0.0 {
        let centre = place::between(quad[0], quad[2], 0.5);
        angle = (centre[1] - at[1]).atan2(centre[0] - at[0]) + random.range(-0.6, 0.6);
    }
    (at, [angle.cos(), angle.sin()])
}

/// A finger from outside, with its tip so far inside of a place on the edge; its shadow, its nail, its roundness.
fn finger(
    picture: &mut Canvas,
    ((at, inward), reach, half): ((Point, Point), f32, f32),
    skin: Colour,
    random: &mut Random,
) {
    let tip = [at[0] + inward[0] * reach, at[1] + inward[1] * reach];
    let (round, soft) = (random.range(0.1, 0.45), random.range(0.7, 3.0));
    let (shadow, aside) = (random.range(0.0, 0.5), random.range(-0.3, 0.3) * half);
    let nail = random.chance(0.5);
    let light = random.range(-0.25, 0.25);
    picture.paint(|[x, y], colour| {
        let away = |x: f32, y: f32| {
            let (dx, dy) = (x - tip[0], y - tip[1]);
            let (along, across) = (dx * inward[0] + dy * inward[1], dy * inward[0] - dx * inward[1]);
            (if along > 0.0 { along.hypot(across) } else { across.abs() }, along, across)
        };
        let (dark, ..) = away(x - aside, y - aside.abs());
        let ground = scaled(colour, 1.0 - shadow * (1.3 - dark / half).clamp(0.0, 1.0).min(0.6));
        let (off, along, across) = away(x, y);
        let is_nail = nail && (across / (0.55 * half)).powi(2) + ((along + 0.1 * half) / (0.8 * half)).powi(2) < 1.0;
        let body = if is_nail { mix(skin, [240.0, 215.0, 210.0], 0.35) } else { skin };
        let shade = 1.0 - round * (off / half).min(1.0).powi(2) + light * across / half;
        mix(ground, scaled(body, shade), ((half - off) / soft + 0.5).clamp(0.0, 1.0))
    });
}

/// A straight border of cloth, with folds.
fn sleeve(picture: &mut Canvas, ((at, inward), reach): ((Point, Point), f32), cloth: Colour, random: &mut Random) {
    let half = random.range(60.0, 160.0);
    let (pitch, depth) = (random.range(2.0, 9.0), random.range(0.0, 0.2));
    picture.paint(|[x, y], colour| {
        let (dx, dy) = (x - at[0], y - at[1]);
        let (along, across) = (dx * inward[0] + dy * inward[1] - reach, dy * inward[0] - dx * inward[1]);
        let share = (0.5 - along.max(across.abs() - half)).clamp(0.0, 1.0);
        let weave = 1.0 + depth * (across / pitch).sin() - 0.2 * (across / half).powi(2);
        mix(colour, scaled(cloth, weave), share)
    });
}

fn thing(picture: &mut Canvas, (quad, mm): (&place::Quad, f32), random: &mut Random) {
    let (at, inward) = place_on(quad, random.range(0.05, 0.95), random);
    let colour = random.colour(10.0, 245.0);
    if random.chance(0.4) {
        let half = random.range(8.0, 14.0) * mm;
        let shift = random.range(-0.4, 0.5) * half;
        picture.ellipse([at[0] + inward[0] * shift, at[1] + inward[1] * shift], [half; 2], 0.0, colour);
    } else {
        let turn = inward[1].atan2(inward[0]) + random.range(-0.4, 0.4);
        picture.turned_rectangle(at, [random.range(20.0, 60.0) * mm, random.range(3.5, 7.0) * mm], turn, colour);
    }
}

fn expose(picture: &mut Canvas, random: &mut Random) {
    let (toward, depth) = (random.range(0.0, 6.3), random.range(0.0, 0.25));
    let (gain, noise) = (random.range(0.7, 1.05), random.range(0.8, 3.0));
    let warmth = random.range(-0.1, 0.1);
    let blurred = picture.box_blurred(1);
    *picture = blurred;
    picture.paint(|[x, y], colour| {
        let away = ((x - 480.0) * toward.cos() + (y - 300.0) * toward.sin()) / 480.0;
        let lit = scaled(colour, gain * (1.0 - depth * (0.5 + 0.5 * away)));
        let shared = noise * random.normal();
        let cast = [lit[0] * (1.0 + warmth), lit[1], lit[2] * (1.0 - warmth)];
        cast.map(|part| (part + shared).clamp(0.0, 255.0))
    });
}
