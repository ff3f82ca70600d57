//! The decoder over real and broken files, against `djpeg` of libjpeg-turbo where it is installed.

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "helpers of tests")]

use idsnap::jpeg::{Damaged, DecodeOptions, Decoder, RgbRows, Scale, read_header};
use idsnap::rows::{ColorModel, RowSource, Size};
use std::path::{Path, PathBuf};
use std::process::Command;

/// No file of the corpus is larger; broken headers may promise anything.
const MAX_PIXELS: u64 = 50_000_000;

struct Pixels {
    size: Size,
    components: usize,
    /// Interleaved.
    samples: Vec<u8>,
    damage: Option<String>,
}

fn decode(bytes: &[u8], scale: Scale, damaged: Damaged) -> idsnap::Result<Pixels> {
    let decoder = Decoder::new(bytes, DecodeOptions { scale, damaged })?;
    let (size, is_gray) = (decoder.size(), decoder.model() == ColorModel::Gray);
    let components = if is_gray { 1 } else { 3 };
    let mut rows = RgbRows::new(decoder);
    let mut samples = Vec::new();
    let width = size.width as usize;
    let mut row = vec![0; width * 3];
    for _ in 0..size.height {
        rows.next_row(&mut row)?;
        samples.extend(
            (0..width)
                .flat_map(|x| (0..components).map(move |plane| (plane, x)))
                .map(|(plane, x)| row[plane * width + x]),
        );
    }
    Ok(Pixels { size, components, samples, damage: rows.into_inner().damage() })
}

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !folder.is_dir() {
        println!("skipped: there is no corpus at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
    files.sort();
}

fn jpeg_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    files_below(folder, &mut files);
    files.retain(|path| std::fs::read(path).unwrap().starts_with(&[0xFF, 0xD8]));
    files
}

fn djpeg(path: &Path, scale: Scale) -> Option<(Pixels, String)> {
    let scale = match scale {
        Scale::Full => "1/1",
        Scale::Half => "1/2",
        Scale::Quarter => "1/4",
        Scale::Eighth => "1/8",
    };
    let output = Command::new("djpeg").args(["-dct", "int", "-scale", scale, "-pnm"]).arg(path).output().ok()?;
    let warnings = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((parse_pnm(&output.stdout)?, warnings))
}

fn parse_pnm(bytes: &[u8]) -> Option<Pixels> {
    let mut fields = bytes.splitn(4, u8::is_ascii_whitespace);
    let components = if fields.next()? == b"P6" { 3 } else { 1 };
    let mut number = || std::str::from_utf8(fields.next()?).ok()?.parse::<u32>().ok();
    let (width, height) = (number()?, number()?);
    let samples = fields.next()?.strip_prefix(b"255\n")?.to_vec();
    Some(Pixels { size: Size { width, height }, components, samples, damage: None })
}

#[test]
fn gives_the_pixels_of_djpeg() {
    let Some(corpus) = corpus() else { return };
    let mut compared = 0;
    for path in jpeg_files(&corpus) {
        let bytes = std::fs::read(&path).unwrap();
        let name = path.strip_prefix(&corpus).unwrap().display();
        if read_header(&bytes).is_ok_and(|header| header.size.pixels() > MAX_PIXELS) {
            continue;
        }
        let ours = decode(&bytes, Scale::Full, Damaged::ShowWhatIsThere);
        let theirs = djpeg(&path, Scale::Full);
        match (ours, theirs) {
            (Ok(ours), Some((theirs, warnings))) => {
                let size_equal = ours.samples.len() == theirs.samples.len();
                let worst = ours.samples.iter().zip(&theirs.samples).map(|(a, b)| a.abs_diff(*b)).max();
                let count = ours.samples.iter().zip(&theirs.samples).filter(|(a, b)| a != b).count();
                compared += 1;
                if !size_equal || worst != Some(0) {
                    println!(
                        "{name}: {:?} c{} {:?} c{} worst {worst:?} count {count} damage {:?} warnings {warnings:?}",
                        ours.size, ours.components, theirs.size, theirs.components, ours.damage
                    );
                }
            }
            (Ok(ours), None) => println!("{name}: only ours {:?} {:?}", ours.size, ours.damage),
            (Err(error), Some((theirs, w))) => println!("{name}: only theirs {:?} {w}: {error}", theirs.size),
            (Err(error), None) => println!("{name}: neither: {error}"),
        }
    }
    println!("{compared} compared");
}
