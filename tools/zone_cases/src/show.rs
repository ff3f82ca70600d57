//! The scenes of `proof` that are read wrongly, to be looked at.

use crate::font::Fonts;
use crate::measure::{Kind, drawn};
use crate::scene::Scene;
use crate::{report, write};
use core::ops::Range;
use idsnap_zone::{Luma, Reader};
use std::path::Path;

/// Characters beside the one that is shown, and how much larger it is.
const BESIDE: f32 = 2.5;
const LARGER: f32 = 12.0;

/// Writes the scenes of these seeds, and every character that is read as another one with what is beside it.
pub fn show(reader: &Reader, seeds: Range<u64>, folder: &Path) -> Result<(), String> {
    let fonts = Fonts::load()?;
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    for seed in seeds {
        let (_, scene) = drawn(seed, &fonts, Kind::Hidden)?;
        write(&folder.join(format!("{seed}.png")), &scene.image).map_err(|error| error.to_string())?;
        let Some(reading) = reader.read_near(&scene.image, &scene.place()) else { continue };
        report(&format!("{seed}: {:?} {:?}", reading.status, reading.format));
        for (row, (line, read)) in scene.lines.iter().zip(&reading.lines).enumerate() {
            let odd = line.chars().zip(read.chars()).enumerate().filter(|(_, (there, read))| there != read);
            for (column, (there, read)) in odd {
                let likely = reading.confidence.get(row).and_then(|line| line.get(column));
                report(&format!("    row {row} column {column}: {there} read as {read}, likely {likely:.3?}"));
                let part = part(&scene, [row, column]).ok_or("no part")?;
                let name = format!("{seed}-{row}-{column}-{there}-{read}.png");
                write(&folder.join(name), &part).map_err(|error| error.to_string())?;
            }
        }
    }
    Ok(())
}

/// A character and its neighbours, enlarged.
fn part(scene: &Scene, [row, column]: [usize; 2]) -> Option<Luma> {
    let cell = scene.cell(row as f32, column as f32);
    let half = [cell.along.length() * BESIDE, cell.down.length() * 1.3];
    let size = half.map(|half| whole(half * 2.0 * LARGER));
    Luma::from_fn(size[0], size[1], |x, y| {
        let place = [x as f32, y as f32].map(|at| at / LARGER);
        scene.image.at(cell.center.x - half[0] + place[0], cell.center.y - half[1] + place[1])
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part is small")]
const fn whole(pixels: f32) -> usize {
    pixels as usize
}
