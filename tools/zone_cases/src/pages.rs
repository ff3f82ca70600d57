//! Pages of text, tables and books, which have no zone: nothing is to be found on them.

use crate::damage;
use crate::font::{self, Fonts, Pen};
use crate::plane::Plane;
use crate::random::Random;
use crate::report;
use crate::text::{ALL, DIGITS, LETTERS};
use ab_glyph::{FontVec, PxScale};
use core::ops::Range;
use idsnap_zone::{Luma, Reader};

/// Reads the pages of these seeds, and tells of those where a zone is found.
pub fn measure(reader: &Reader, seeds: Range<u64>) -> Result<(), String> {
    let fonts = Fonts::load()?;
    let (mut pages, mut found) = (0, 0);
    for seed in seeds {
        let page = draw(&fonts, &mut Random::new(seed)).ok_or("a page without pixels")?;
        pages += 1;
        let Some(reading) = reader.read(&page) else { continue };
        found += 1;
        report(&format!("{seed}: {:?}, support {:.1e}, {}", reading.status, reading.support, reading.lines.join(" ")));
    }
    report(&format!("{pages} pages: a zone is found on {found}"));
    Ok(())
}

/// Columns of words in one font, or a table of numbers and codes, as a camera sees them.
fn draw(fonts: &Fonts, random: &mut Random) -> Option<Luma> {
    let size = [600 + 8 * random.below(100), 500 + 8 * random.below(80)];
    let mut page = Plane::new(size[0], size[1], random.range(170.0, 250.0));
    let mut ink = Plane::new(size[0], size[1], 0.0);
    let mut all: Vec<&FontVec> = fonts.others.iter().chain(&fonts.prints).collect();
    all.push(&fonts.ocr_b);
    let font = random.pick(&all);
    let tall = 9.0 * random.range(0.0, 1.3).exp();
    let columns = 1 + random.below(4);
    let (is_table, is_upper) = (random.happens(0.4), random.happens(0.3));
    let step = tall * random.range(1.1, 2.2);
    let mut y = step;
    while y < size[1] as f32 - step {
        for column in 0..columns {
            let width = size[0] as f32 / columns as f32;
            let text = if is_table { cell(random) } else { sentence(random, width / tall * 1.6, is_upper) };
            let pen = Pen {
                x: column as f32 * width + tall,
                y,
                pitch: tall,
                scale: PxScale { x: tall * 1.3, y: tall * 1.3 },
                digits: 1.0,
                zero: 1.0,
                is_even: false,
            };
            font::draw(&mut ink, font, &pen, &text);
        }
        y += step;
    }
    let dark = random.range(10.0, 90.0);
    page.change(|x, y, sample| sample + (dark - sample) * ink.get(x, y));
    if is_table {
        let every = step.max(2.0);
        page.change(|_, y, sample| if (y as f32 + step / 2.0) % every < 1.5 { sample * 0.5 } else { sample });
    }
    damage::apply(&mut page, tall, random.unit() * 0.8, random);
    Luma::from_fn(page.width, page.height, |x, y| page.get(x, y))
}

fn cell(random: &mut Random) -> String {
    let alphabet = random.pick(&[DIGITS, DIGITS, LETTERS, ALL]);
    let length = 2 + random.below(14);
    random.text(alphabet, length)
}

fn sentence(random: &mut Random, length: f32, is_upper: bool) -> String {
    let mut text = String::new();
    while (text.len() as f32) < length - 10.0 {
        let alphabet = if is_upper { LETTERS } else { "abcdefghijklmnopqrstuvwxyz" };
        let letters = 1 + random.below(10);
        let alphabet = if random.happens(0.08) { DIGITS } else { alphabet };
        text.push_str(&random.text(alphabet, letters));
        text.push(' ');
    }
    text
}
