//! The page that is photographed: ground, print and the zone, flat.

use crate::font::{self, Fonts, Pen};
use crate::plane::Plane;
use crate::random::Random;
use crate::text::{DIGITS, LETTERS};
use ab_glyph::{FontVec, PxScale};

/// How the zone lies on the page. Lengths are in pitches.
#[derive(Debug, Clone)]
pub struct Plan {
    pub size: [f32; 2],
    /// The middle of the first character.
    pub start: [f32; 2],
    /// From line to line.
    pub spacing: f32,
    /// The height of a digit.
    pub tall: f32,
    /// Whether there is anything beside the zone.
    pub is_document: bool,
}

/// Numbers that change slowly from place to place.
pub struct Clouds {
    grid: Vec<f32>,
    side: usize,
}

impl Clouds {
    pub fn new(side: usize, random: &mut Random) -> Self {
        Self { grid: (0..side * side).map(|_| random.signed()).collect(), side }
    }

    /// From -1 to 1, at a place from 0 to 1.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the grid")]
    pub fn at(&self, u: f32, v: f32) -> f32 {
        let last = (self.side - 2) as f32;
        let (x, y) = (u.clamp(0.0, 1.0) * last, v.clamp(0.0, 1.0) * last);
        let (left, top) = (x as usize, y as usize);
        let (fx, fy) = (x - left as f32, y - top as f32);
        let get = |x: usize, y: usize| self.grid[y.min(self.side - 1) * self.side + x.min(self.side - 1)];
        let upper = get(left, top) * (1.0 - fx) + get(left + 1, top) * fx;
        let lower = get(left, top + 1) * (1.0 - fx) + get(left + 1, top + 1) * fx;
        upper * (1.0 - fy) + lower * fy
    }
}

/// Draws the page with `pixels` a pitch.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page is small")]
pub fn draw(
    plan: &Plan,
    lines: &[String],
    pixels: f32,
    (fonts, strength): (&Fonts, f32),
    random: &mut Random,
) -> Plane {
    let (width, height) = ((plan.size[0] * pixels) as usize, (plan.size[1] * pixels) as usize);
    let mut page = Plane::new(width, height, random.range(190.0, 250.0));
    ground(&mut page, pixels, strength, random);
    if plan.is_document {
        print(&mut page, plan, pixels, fonts, random);
    }
    let mut ink = Plane::new(width, height, 0.0);
    let print = match fonts.prints.len() {
        count if count > 0 && random.happens(0.1) => &fonts.prints[random.below(count)],
        _ => &fonts.ocr_b,
    };
    let em = font::scale(print, pixels);
    let narrow = random.range(0.88, 1.08);
    let digits = if random.happens(0.5) { random.range(0.91, 1.02) } else { 1.0 };
    let zero = if random.happens(0.15) { 1.0 + (font::round(print) - 1.0) * random.range(0.5, 1.1) } else { 1.0 };
    for (row, line) in lines.iter().enumerate() {
        let pen = Pen {
            x: plan.start[0] * pixels,
            y: (plan.start[1] + plan.spacing * row as f32) * pixels,
            pitch: pixels,
            scale: PxScale { x: em * narrow, y: em * plan.tall / font::tall(print) },
            digits,
            zero,
            is_even: true,
        };
        font::draw(&mut ink, print, &pen, line);
    }
    weigh(&mut ink, pixels, random);
    let (dark, patchy) = (random.range(10.0, 30.0 + 60.0 * strength), random.range(0.0, 0.25 * strength));
    // Pale print is as far from its ground as this.
    let contrast = if random.happens(0.2 * strength) { random.range(25.0, 90.0) } else { 255.0 };
    let clouds = Clouds::new(40, random);
    page.change(|x, y, sample| {
        let worn = 1.0 - patchy * (0.5 + 0.5 * clouds.at(x as f32 / width as f32, y as f32 / height as f32));
        let covered = ink.get(x, y) * worn;
        sample + (dark.max(sample - contrast).min(sample - 20.0) - sample) * covered
    });
    if random.happens(0.15) {
        stamp(&mut page, plan.start[1] * pixels, pixels, random);
    }
    page
}

/// Strokes across the zone, whose first line is there, as of a word that is stamped or printed over it, darker or paler than what is there.
pub fn stamp(page: &mut Plane, top: f32, pixels: f32, random: &mut Random) {
    let strokes: Vec<[f32; 4]> = (0..2 + random.below(8))
        .map(|_| {
            let angle = random.range(0.0, core::f32::consts::PI);
            let (x, y) = (random.unit() * page.width as f32, top + random.range(-1.0, 4.0) * pixels);
            [angle.cos(), angle.sin(), x * angle.cos() + y * angle.sin(), pixels * random.range(0.1, 0.5)]
        })
        .collect();
    let (is_dark, most) = (random.happens(0.7), random.range(0.1, 0.55));
    let grey = if is_dark { random.range(20.0, 160.0) } else { random.range(180.0, 255.0) };
    page.change(|x, y, sample| {
        let (x, y) = (x as f32, y as f32);
        let depth = |[cosine, sine, at, half]: &[f32; 4]| half - (x * cosine + y * sine - at).abs();
        let inside = strokes.iter().map(depth).fold(-1.0, f32::max);
        let mixed = sample + (grey - sample) * most * (inside + 0.5).clamp(0.0, 1.0);
        if is_dark { mixed.min(sample) } else { mixed }
    });
}

/// Ink runs, or was spared: strokes are wider or thinner than the font's.
fn weigh(ink: &mut Plane, pixels: f32, random: &mut Random) {
    ink.blur(pixels * random.range(0.01, 0.05));
    let (gain, level) = (random.range(1.2, 3.0), random.range(0.25, 0.62));
    ink.change(|_, _, sample| ((sample - level) * gain + 0.5).clamp(0.0, 1.0).min(sample * 6.0));
}

/// Clouds of grey, waves as on banknotes, and fine lines.
fn ground(page: &mut Plane, pixels: f32, strength: f32, random: &mut Random) {
    let (width, height) = (page.width as f32, page.height as f32);
    let clouds = Clouds::new(4 + random.below(8), random);
    let depth = random.range(0.0, 40.0);
    let waves: Vec<[f32; 5]> = (0..random.below(4))
        .map(|_| {
            let period = pixels * random.range(0.2, 2.5);
            let (angle, bend) = (random.range(0.0, 3.2), random.range(0.0, 2.5));
            let most = 14.0 + 26.0 * strength;
            [angle.cos() / period, angle.sin() / period, random.range(2.0, most), bend, random.range(0.5, 3.0)]
        })
        .collect();
    let sharp = random.range(0.0, 1.0);
    page.change(|x, y, sample| {
        let (u, v) = (x as f32 / width, y as f32 / height);
        let cloud = clouds.at(u, v);
        let mut sample = sample + cloud * depth;
        for [across, down, height, bend, turns] in &waves {
            let phase = x as f32 * across + y as f32 * down + bend * (cloud + (u * turns * 6.0).sin());
            let wave = (phase * core::f32::consts::TAU).sin();
            let line = (wave - 0.75).max(0.0) * 4.0 - 0.3;
            sample -= height * 0.5 * (wave * (1.0 - sharp) + line * sharp);
        }
        sample.clamp(30.0, 255.0)
    });
}

/// Labels, values, a portrait, a band and a big word across, as documents have them.
fn print(page: &mut Plane, plan: &Plan, pixels: f32, fonts: &Fonts, random: &mut Random) {
    let (width, height) = (page.width as f32, page.height as f32);
    let above = (plan.start[1] - 1.2 * plan.tall) * pixels;
    portrait(page, [width * 0.06, height * 0.2, width * 0.3, above * 0.9], random);
    let mut ink = Plane::new(page.width, page.height, 0.0);
    let mut y = height * 0.06;
    while y < above - pixels {
        let size = pixels * random.range(0.5, 1.6);
        let font = if random.happens(0.15) || fonts.others.is_empty() {
            &fonts.ocr_b
        } else {
            &fonts.others[random.below(fonts.others.len())]
        };
        label(&mut ink, font, [width * random.range(0.33, 0.6), y, size], random);
        y += size * random.range(1.1, 2.4);
    }
    let grey = random.range(20.0, 90.0);
    page.change(|x, y, sample| sample + (grey - sample) * ink.get(x, y));
    if let Some(font) = fonts.others.get(1).filter(|_| random.happens(0.3)) {
        let mut mark = Plane::new(page.width, page.height, 0.0);
        label(&mut mark, font, [width * 0.1, height * random.range(0.3, 0.95), pixels * 4.0], random);
        let faint = random.range(10.0, 50.0);
        page.change(|x, y, sample| sample - faint * mark.get(x, y));
    }
    if random.happens(0.3) {
        let (top, tone) = (above, random.range(225.0, 255.0));
        page.change(|_, y, sample| if y as f32 > top { sample * 0.2 + tone * 0.8 } else { sample });
    }
}

fn label(ink: &mut Plane, font: &FontVec, [x, y, size]: [f32; 3], random: &mut Random) {
    let words: Vec<_> = (0..1 + random.below(3))
        .map(|_| {
            let alphabet = random.pick(&[LETTERS, "abcdefghijklmnopqrstuvwxyz", DIGITS]);
            let length = 2 + random.below(9);
            random.text(alphabet, length)
        })
        .collect();
    let pen = Pen {
        x,
        y: y + size / 2.0,
        pitch: size,
        scale: PxScale { x: size, y: size },
        digits: 1.0,
        zero: 1.0,
        is_even: false,
    };
    font::draw(ink, font, &pen, &words.join(" "));
}

fn portrait(page: &mut Plane, [left, top, right, bottom]: [f32; 4], random: &mut Random) {
    let clouds = Clouds::new(12, random);
    let base = random.range(70.0, 170.0);
    page.change(|x, y, sample| {
        let (u, v) = ((x as f32 - left) / (right - left), (y as f32 - top) / (bottom - top));
        let inside = (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v);
        if inside { base + 60.0 * clouds.at(u, v) } else { sample }
    });
}
