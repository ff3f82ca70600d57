//! Draws machine readable zones, fits the network that reads them, and measures how well they are read.
//!
//! - `zone_cases draw FOLDER FIRST COUNT`: writes the scenes of so many seeds as PNG, with their text.
//! - `zone_cases measure FIRST COUNT [FILE]`: reads the scenes of so many seeds, with the weights of a file.
//! - `zone_cases fast FIRST COUNT [FILE]`: the same with zones alone in small images, which are drawn faster.
//! - `zone_cases tell FIRST COUNT [FILE]`: the same as `measure`, and tells every scene that is not read.
//! - `zone_cases proof FIRST COUNT [FILE]`: as `fast`, read where the zone is, with characters hidden in part in
//!   half of the scenes.
//! - `zone_cases show FIRST COUNT FOLDER`: writes the scenes of `proof`, and what is read wrongly in them, enlarged.
//! - `zone_cases pages FIRST COUNT [FILE]`: reads pages of text that have no zone.
//! - `zone_cases covers FIRST COUNT [FOLDER]`: reads zones with one character covered; writes those read wrongly.
//! - `zone_cases parts FIRST COUNT FILE`: covers letters, and tells how many are taken for another letter with the weights
//!   of a file, and how many whole ones seem to be covered.
//! - `zone_cases photos CORPUS FIRST COUNT [FOLDER]`: reads photos of the documents of a corpus; writes those not read.
//! - `zone_cases files FILE..`: reads images.
//! - `zone_cases time [FILE]`: tells how long photos of 12 megapixels take.
//! - `zone_cases corpus FOLDER [FILE]`: reads the documents and lines of a corpus that has a `truth.tsv`.
//! - `zone_cases fit FILE SECONDS [START]`: fits the network, and writes its weights; goes on from those in `START`.
//! - `zone_cases mix FILE ONE OTHER SHARE`: writes the weights so far from those of `ONE` to those of `OTHER`.

mod adam;
mod corpus;
mod cover;
mod covers;
mod damage;
mod fit;
mod font;
mod jpeg;
mod measure;
mod mine;
mod page;
mod pages;
mod photos;
mod plane;
mod pose;
mod random;
mod scene;
mod show;
mod text;

use core::ops::Range;
use idsnap_zone::Luma;
use idsnap_zone::network::Network;
use measure::Kind;
use std::path::Path;

fn main() -> Result<(), String> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["draw", folder, first, count] => draw(Path::new(folder), seeds(first, count)?),
        [verb @ ("measure" | "tell" | "fast" | "proof" | "pages"), first, count, weights @ ..] => {
            let (reader, seeds) = (reader(weights.first().copied())?, seeds(first, count)?);
            let kind = match *verb {
                "pages" => return pages::measure(&reader, seeds),
                "fast" => Kind::Small,
                "proof" => Kind::Hidden,
                _ => Kind::Mixed,
            };
            measure::measure(&reader, seeds, kind, *verb == "tell")
        }
        ["covers", first, count, folder @ ..] => {
            covers::measure(&reader(None)?, seeds(first, count)?, folder.first().map(Path::new))
        }
        ["photos", corpus, first, count, folder @ ..] => {
            let output = folder.first().map(Path::new);
            photos::measure(&reader(None)?, Path::new(corpus), seeds(first, count)?, output)
        }
        ["parts", first, count, weights] => mine::measure(&network(weights)?, seeds(first, count)?),
        ["show", first, count, folder] => show::show(&reader(None)?, seeds(first, count)?, Path::new(folder)),
        ["files", files @ ..] => corpus::files(files, &reader(None)?),
        ["time", weights @ ..] => measure::time(&reader(weights.first().copied())?),
        ["corpus", folder, weights @ ..] => corpus::measure(Path::new(folder), &reader(weights.first().copied())?),
        ["mix", file, one, other, share] => {
            let share = share.parse().map_err(|_| "SHARE is no number")?;
            fit::mix(Path::new(file), [one, other].map(Path::new), share)
        }
        ["fit", file, seconds, start @ ..] => {
            let seconds = seconds.parse().map_err(|_| "SECONDS is no number")?;
            fit::fit(Path::new(file), seconds, start.first().map(Path::new))
        }
        _ => {
            let verbs = [
                "draw | measure | tell | fast | proof | show | pages | covers | parts | photos | files | time | corpus",
                "fit | mix",
            ]
            .join(" | ");
            Err(format!("zone_cases {verbs}: see its first lines"))
        }
    }
}

fn reader(weights: Option<&str>) -> Result<idsnap_zone::Reader, String> {
    let Some(path) = weights else { return idsnap_zone::Reader::new().ok_or_else(|| "no weights".to_owned()) };
    Ok(idsnap_zone::Reader::with(network(path)?))
}

fn network(path: &str) -> Result<Network, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    Network::from_bytes(&bytes).ok_or_else(|| "no weights of this network".to_owned())
}

fn seeds(first: &str, count: &str) -> Result<Range<u64>, String> {
    let number = |text: &str| text.parse::<u64>().map_err(|_| "FIRST and COUNT are numbers");
    let first = number(first)?;
    Ok(first..first + number(count)?)
}

fn draw(folder: &Path, seeds: Range<u64>) -> Result<(), String> {
    let fonts = font::Fonts::load()?;
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    for seed in seeds {
        let (order, scene) = measure::drawn(seed, &fonts, Kind::Mixed)?;
        let name = format!("{seed:05}-{}", order.format);
        write(&folder.join(format!("{name}.png")), &scene.image).map_err(|error| error.to_string())?;
        std::fs::write(folder.join(format!("{name}.txt")), scene.lines.join("\n"))
            .map_err(|error| error.to_string())?;
        report(&format!("{name} {:.1} px, strength {:.2}", order.pitch, order.strength));
    }
    Ok(())
}

fn write(path: &Path, image: &Luma) -> Result<(), Box<dyn std::error::Error>> {
    let size = |pixels: usize| u32::try_from(pixels);
    let file = std::fs::File::create(path)?;
    let mut encoder = png::Encoder::new(file, size(image.width())?, size(image.height())?);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header()?.write_image_data(image.samples())?;
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a program's result")]
fn report(text: &str) {
    println!("{text}");
}
