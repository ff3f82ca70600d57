//! Real and broken files, and what `djpeg` and its companions of libjpeg-turbo make of them.

use crate::{Pixels, decode};
use idsnap::PixelError as Error;
use idsnap::jpeg::{CoefficientReader, Damaged, McuRow, Process, Scale, read_header};
use idsnap::rows::Size;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Broken headers may promise anything; no sound file of the corpus is larger.
const MAX_PIXELS: u64 = 50_000_000;

const SCALES: [Scale; 4] = [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth];

struct File {
    name: String,
    bytes: Vec<u8>,
}

fn corpus() -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let mut paths = Vec::new();
    if folder.is_dir() {
        files_below(&folder, &mut paths);
    } else {
        println!("skipped: there is no corpus at {}", folder.display());
    }
    let files = paths.into_iter().map(|path| {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        File { name, bytes: std::fs::read(&path).unwrap() }
    });
    files
        .filter(|file| file.bytes.starts_with(&[0xFF, 0xD8]))
        .filter(|file| !read_header(&file.bytes).is_ok_and(|header| header.size.pixels() > MAX_PIXELS))
        .collect()
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, files) } else { files.push(path) }
    }
}

/// The files that nothing is wrong with.
fn sound_files() -> Vec<File> {
    let mut files = corpus();
    files.retain(|file| decode(&file.bytes, Scale::Full, Damaged::Refuse).is_ok());
    files
}

#[track_caller]
fn decode_sound(file: &File, scale: Scale) -> Pixels {
    decode(&file.bytes, scale, Damaged::Refuse).unwrap_or_else(|error| panic!("{} {scale:?}: {error}", file.name))
}

/// What a tool of libjpeg-turbo writes, or `None` where it is not installed.
fn run(tool: &str, arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let mut command = Command::new(tool);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else {
        println!("skipped: {tool} is not installed");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        // A tool that ends early closes the pipe: what it wrote is judged, not what it read.
        scope.spawn(move || std::io::Write::write_all(&mut stdin, input).ok());
        child.wait_with_output().unwrap()
    });
    Some(output.stdout)
}

fn djpeg(bytes: &[u8], scale: &str) -> Option<Pixels> {
    run("djpeg", &["-dct", "int", "-scale", scale, "-pnm"], bytes).map(|output| parse_pnm(&output))
}

fn parse_pnm(bytes: &[u8]) -> Pixels {
    let mut fields = bytes.splitn(4, u8::is_ascii_whitespace);
    let components = if fields.next() == Some(b"P6") { 3 } else { 1 };
    let mut number = || std::str::from_utf8(fields.next().unwrap()).unwrap().parse::<u32>().unwrap();
    let (width, height) = (number(), number());
    let samples = fields.next().unwrap().strip_prefix(b"255\n").unwrap().to_vec();
    Pixels { size: Size { width, height }, components, samples, damage: None }
}

#[test]
fn every_file_gives_pixels_or_a_typed_error() {
    let files = corpus();
    if files.is_empty() {
        return;
    }
    let mut shown = 0;
    for file in &files {
        for damaged in [Damaged::Refuse, Damaged::ShowWhatIsThere] {
            for scale in SCALES {
                match decode(&file.bytes, scale, damaged).map_err(|error| *error) {
                    Ok(pixels) => {
                        let samples = pixels.size.pixels() * pixels.components as u64;
                        assert_eq!(pixels.samples.len() as u64, samples, "{}", file.name);
                        assert!(damaged == Damaged::ShowWhatIsThere || pixels.damage.is_none(), "{}", file.name);
                        shown += 1;
                    }
                    Err(Error::DamagedImage { .. } | Error::UnsupportedFormat { .. }) => {}
                    Err(error) => panic!("{}: {error}", file.name),
                }
            }
        }
        if let Ok(mut reader) = CoefficientReader::new(&file.bytes) {
            let mut rows = McuRow::default();
            while let Ok(true) = reader.next_mcu_row(&mut rows) {}
        }
    }
    println!("{} files, {shown} pictures", files.len());
    assert!(files.len() >= 156 && shown >= 384, "{} files, {shown} pictures", files.len());
}

#[test]
fn full_scale_gives_the_pixels_of_djpeg() {
    let files = sound_files();
    let mut compared = 0;
    for file in &files {
        let Some(theirs) = djpeg(&file.bytes, "1/1") else { return };
        let ours = decode_sound(file, Scale::Full);
        assert_eq!((ours.size, ours.components), (theirs.size, theirs.components), "{}", file.name);
        // No tolerance: transform, upsampling and colour conversion are libjpeg's to the bit.
        assert!(ours.samples == theirs.samples, "{}", file.name);
        compared += 1;
    }
    println!("{compared} files compared");
    assert!(files.is_empty() || compared >= 37, "{compared}");
}

#[test]
fn reduced_scales_are_near_those_of_djpeg() {
    // djpeg gives the mean of 2 x 2 or 4 x 4 samples, this decoder the low-pass picture: they differ by what lies
    // beyond the new limit of resolution. 3.54 and 2.82 levels in the mean are the most a photo of the corpus shows; tiny
    // pictures made of nothing but such detail show more and are left out. The mean of 8 x 8 is the same in both,
    // but for chroma that either takes at twice the size.
    let tolerances = [(Scale::Half, "1/2", 3.6), (Scale::Quarter, "1/4", 2.9), (Scale::Eighth, "1/8", 0.25)];
    let files = sound_files();
    let mut compared = 0;
    for file in files.iter().filter(|file| file.bytes.len() > 20_000) {
        for (scale, name, tolerance) in tolerances {
            let Some(theirs) = djpeg(&file.bytes, name) else { return };
            let ours = decode_sound(file, scale);
            assert_eq!((ours.size, ours.components), (theirs.size, theirs.components), "{}", file.name);
            let pairs = ours.samples.iter().zip(&theirs.samples);
            let difference: u64 = pairs.map(|(ours, theirs)| u64::from(ours.abs_diff(*theirs))).sum();
            let mean = difference as f64 / ours.samples.len() as f64;
            assert!(mean < tolerance, "{} {scale:?}: {mean}", file.name);
            compared += 1;
        }
    }
    assert!(files.is_empty() || compared >= 3 * 24, "{compared}");
}

#[test]
fn a_progressive_copy_has_the_same_coefficients_and_pixels() {
    let files = sound_files();
    let mut compared = 0;
    for file in &files {
        let is_small = read_header(&file.bytes).is_ok_and(|header| header.size.pixels() < 4_000_000);
        if !is_small {
            continue;
        }
        for arguments in [&["-progressive"][..], &["-restart", "3B"]] {
            let Some(copy) = run("jpegtran", arguments, &file.bytes) else { return };
            let is_progressive = read_header(&copy).unwrap().process == Process::Progressive;
            assert_eq!(is_progressive, arguments[0] == "-progressive", "{}", file.name);
            for scale in SCALES {
                let ours = decode_sound(file, scale);
                let copied = decode(&copy, scale, Damaged::Refuse).unwrap();
                assert!(ours.samples == copied.samples, "{} {scale:?} {arguments:?}", file.name);
            }
            compared += 1;
        }
    }
    assert!(files.is_empty() || compared >= 58, "{compared}");
}

#[test]
fn every_sampling_gives_the_pixels_of_djpeg() {
    // Odd sizes, so that every edge is met; djpeg knows no fractional ratios such as 3:2.
    let mut compared = 0;
    for sampling in ["1x1", "2x1", "1x2", "2x2", "4x1", "1x4", "4x2", "2x4", "4x4", "3x1", "1x3"] {
        for (width, height) in [(67, 45), (1, 1), (3, 2), (5, 64), (513, 17)] {
            let header = format!("P6\n{width} {height}\n255\n");
            let mut random = crate::writer::Random(3);
            let noise = (0..width * height * 3).map(|at| u8::try_from(random.below(90) + at % 150).unwrap());
            let picture: Vec<u8> = header.bytes().chain(noise).collect();
            for extra in [&["-baseline"][..], &["-progressive"], &["-restart", "1"], &["-rgb"], &["-grayscale"]] {
                let arguments = [&["-quality", "90", "-sample", sampling], extra].concat();
                let Some(file) = run("cjpeg", &arguments, &picture) else { return };
                if file.is_empty() {
                    // An MCU of over 10 blocks.
                    continue;
                }
                compared += 1;
                let Some(theirs) = djpeg(&file, "1/1") else { return };
                let ours = decode(&file, Scale::Full, Damaged::Refuse).unwrap();
                assert!(ours.samples == theirs.samples, "{sampling} {width} x {height} {extra:?}");
            }
        }
    }
    println!("{compared} pictures compared");
    assert!(compared >= 255, "{compared}");
}

#[test]
fn a_cut_file_shows_as_much_as_djpeg() {
    let mut compared = 0;
    for file in sound_files() {
        let header = read_header(&file.bytes).unwrap();
        if header.process == Process::Progressive || header.size.pixels() > 13_000_000 || file.bytes.len() < 50_000 {
            continue;
        }
        for part in [3, 2] {
            let cut = &file.bytes[..file.bytes.len() - file.bytes.len() / part];
            let Some(theirs) = djpeg(cut, "1/1") else { return };
            let ours = decode(cut, Scale::Full, Damaged::ShowWhatIsThere).unwrap();
            assert!(ours.damage.is_some(), "{}", file.name);
            assert!(ours.samples == theirs.samples, "{} 1/{part}", file.name);
            assert!(matches!(
                decode(cut, Scale::Eighth, Damaged::Refuse).map_err(|error| *error),
                Err(Error::DamagedImage { .. })
            ));
            compared += 1;
        }
    }
    println!("{compared} cuts compared");
}
