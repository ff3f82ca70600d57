//! Zones with one character covered: what stands there is not to be invented.

use crate::font::Fonts;
use crate::random::Random;
use crate::scene::{self, Order, Scene};
use crate::text::FORMATS;
use crate::{report, write};
use core::ops::Range;
use idsnap_zone::{Luma, Reader, Status};
use std::path::Path;

/// A part of a zone: its name, and by format the row, the first column and the one after the last.
type Part = (&'static str, [Option<(usize, usize, usize)>; FORMATS.len()]);

/// In the order of [`FORMATS`].
const PARTS: [Part; 3] = [
    (
        "number",
        [
            Some((0, 5, 14)),
            Some((1, 0, 9)),
            Some((1, 0, 9)),
            Some((1, 0, 9)),
            Some((1, 0, 9)),
            Some((1, 0, 12)),
            Some((0, 5, 14)),
            Some((1, 5, 17)),
        ],
    ),
    (
        "optional",
        [
            Some((0, 15, 30)),
            Some((1, 28, 35)),
            Some((1, 28, 42)),
            Some((1, 28, 44)),
            Some((1, 28, 36)),
            Some((0, 30, 36)),
            None,
            None,
        ],
    ),
    (
        "names",
        [
            Some((2, 0, 30)),
            Some((0, 5, 36)),
            Some((0, 5, 44)),
            Some((0, 5, 44)),
            Some((0, 5, 36)),
            Some((0, 5, 30)),
            Some((0, 21, 29)),
            Some((2, 0, 30)),
        ],
    ),
];

/// How a character is covered: its name, the grey, how opaque, and from where to where, in its width and its height.
type Cover = (&'static str, f32, f32, [f32; 4]);

const WHOLE: [f32; 4] = [-0.5, 0.5, -0.7, 0.7];
const RIGHT: [f32; 4] = [0.0, 0.5, -0.7, 0.7];
const LOWER: [f32; 4] = [-0.5, 0.5, 0.0, 0.7];
const COVERS: [Cover; 7] = [
    ("black", 10.0, 1.0, WHOLE),
    ("dark", 50.0, 1.0, WHOLE),
    ("grey", 130.0, 1.0, WHOLE),
    ("white", 255.0, 1.0, WHOLE),
    ("right half dark", 30.0, 1.0, RIGHT),
    ("lower half dark", 30.0, 1.0, LOWER),
    ("right half white", 255.0, 1.0, RIGHT),
];

/// Covers one character of each part of the zones of these seeds, and tells how many are called valid. Files of those
/// that are wrongly are written to the folder.
pub fn measure(reader: &Reader, seeds: Range<u64>, folder: Option<&Path>) -> Result<(), String> {
    let fonts = Fonts::load()?;
    // By part and cover: all, those called valid, and those wrongly.
    let mut counts = [[[0; 3]; COVERS.len()]; PARTS.len()];
    for seed in seeds {
        let random = &mut Random::new(seed);
        let format = usize::try_from(seed).unwrap_or_default() % FORMATS.len();
        let pitch = random.range(9.0, 16.0);
        let strength = random.unit() * 0.3;
        let order = Order { format: FORMATS[format], is_document: false, is_any: false, pitch, strength, covered: 0.0 };
        let scene = scene::draw(&order, &fonts, random)?;
        for ((part, places), counts) in PARTS.iter().zip(&mut counts) {
            let Some((row, from, to)) = places[format] else { continue };
            let (column, cover) = (from + random.below(to - from), random.below(COVERS.len()));
            let image = covered(&scene, [row, column], &COVERS[cover]).ok_or("no image")?;
            counts[cover][0] += 1;
            let Some(reading) = reader.read(&image) else { continue };
            if reading.status == Status::Ambiguous {
                continue;
            }
            counts[cover][1] += 1;
            if reading.lines == scene.lines {
                continue;
            }
            counts[cover][2] += 1;
            let name = format!("{seed}-{part}-{}", COVERS[cover].0);
            let likely = reading.confidence.get(row).and_then(|line| line.get(column));
            report(&format!("{name}: {} column {column}, likely {likely:.3?}", order.format));
            scene.lines.iter().chain(&reading.lines).for_each(|line| report(&format!("    {line}")));
            if let Some(folder) = folder {
                write(&folder.join(format!("{name}.png")), &image).map_err(|error| error.to_string())?;
            }
        }
    }
    for ((part, _), counts) in PARTS.iter().zip(counts) {
        for ((cover, ..), [all, valid, wrong]) in COVERS.iter().zip(counts) {
            report(&format!("{part:9} {cover:17}: {all:4}, {valid:4} called valid, {wrong} of them wrong"));
        }
        let sum = |at: usize| counts.iter().map(|count| count[at]).sum::<usize>();
        report(&format!("{part:9} {:17}: {:4}, {:4} called valid, {} of them wrong", "all", sum(0), sum(1), sum(2)));
    }
    Ok(())
}

fn covered(scene: &Scene, [row, column]: [usize; 2], cover: &Cover) -> Option<Luma> {
    let (_, grey, opaque, [left, right, top, bottom]) = *cover;
    let cell = scene.cell(row as f32, column as f32);
    let area = cell.along.x * cell.down.y - cell.along.y * cell.down.x;
    Luma::from_fn(scene.image.width(), scene.image.height(), |x, y| {
        let sample = scene.image.at(x as f32, y as f32);
        let (dx, dy) = (x as f32 - cell.center.x, y as f32 - cell.center.y);
        let along = (dx * cell.down.y - dy * cell.down.x) / area;
        let down = (dy * cell.along.x - dx * cell.along.y) / area;
        let is_inside = (left..right).contains(&along) && (top..bottom).contains(&down);
        if is_inside { sample + (grey - sample) * opaque } else { sample }
    })
}
