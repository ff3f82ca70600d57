//! Reading images that nobody here has drawn.

use crate::measure::processor_seconds;
use crate::report;
use idsnap_zone::{Luma, Reader, Status};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// A document whose zone is known.
pub struct Document {
    pub path: String,
    pub image: Luma,
    pub lines: Vec<String>,
}

/// Every document whose zone `truth.tsv` knows.
pub fn documents(folder: &Path) -> Result<Vec<Document>, String> {
    let truth = fs::read_to_string(folder.join("truth.tsv")).map_err(|error| error.to_string())?;
    let mut documents = Vec::new();
    for record in truth.lines() {
        let fields: Vec<_> = record.split('\t').collect();
        let [path, kind, value, ..] = fields.as_slice() else { continue };
        if kind.starts_with("mrz") {
            let image = load(&folder.join(path)).map_err(|error| format!("{path}: {error}"))?;
            let lines = value.split("\\n").map(str::to_owned).collect();
            documents.push(Document { path: (*path).to_owned(), image, lines });
        }
    }
    Ok(documents)
}

/// Reads every document, and every single line of `ids/mrzlines`.
pub fn measure(folder: &Path, reader: &Reader) -> Result<(), String> {
    let (mut right, mut valid, mut wrong, mut all) = (0, 0, 0, 0);
    for Document { path, image, lines } in documents(folder)? {
        let reading = reader.read(&image);
        all += 1;
        let is_right = reading.as_ref().is_some_and(|reading| reading.lines == lines);
        let is_sure = reading.as_ref().is_some_and(|reading| reading.status != Status::Ambiguous);
        right += usize::from(is_right);
        valid += usize::from(is_right && is_sure);
        wrong += usize::from(!is_right && is_sure);
        report(&format!("{path} {} x {}: right {is_right}, sure {is_sure}", image.width(), image.height()));
        if !is_right || !is_sure {
            lines.iter().for_each(|line| report(&format!("    {line}")));
            for candidate in reading.iter().flat_map(|reading| &reading.candidates) {
                report(&format!("  {:.2e} {}", candidate.likelihood, candidate.lines.join(" ")));
            }
            for line in reading.iter().flat_map(|reading| &reading.lines) {
                report(&format!("  > {line}"));
            }
        }
    }
    report(&format!("documents: {all}, {right} right, {valid} of them called valid, {wrong} wrong called valid"));
    lines(&folder.join("ids/mrzlines"), reader).map_err(|error| error.to_string())
}

fn lines(folder: &Path, reader: &Reader) -> Result<(), Box<dyn Error>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "tif"));
    paths.sort();
    let (mut right, mut all, mut whole) = (0, 0, 0);
    for path in &paths {
        let truth = fs::read_to_string(path.with_extension("gt.txt"))?;
        let truth = truth.trim();
        let text = reader.line(&load(path)?).map(|line| line.text).unwrap_or_default();
        let same = truth.bytes().zip(text.bytes()).filter(|(a, b)| a == b).count();
        right += same;
        all += truth.len();
        whole += usize::from(truth == text);
        if truth != text {
            report(&format!("{}\n  {truth}\n  {text}", path.display()));
        }
    }
    report(&format!("lines: {}, {whole} whole, {right} of {all} characters", paths.len()));
    Ok(())
}

/// Reads image files, and tells what they hold and how long each takes.
pub fn files(paths: &[&str], reader: &Reader) -> Result<(), String> {
    for path in paths {
        let image = load(Path::new(path)).map_err(|error| format!("{path}: {error}"))?;
        let started = processor_seconds();
        let reading = reader.read(&image);
        let time = (processor_seconds() - started) * 1000.0;
        let status = reading.as_ref().map(|reading| (reading.status, reading.format));
        report(&format!("{path}: {status:?}, {time:.0} ms"));
        for (line, likely) in reading.iter().flat_map(|reading| reading.lines.iter().zip(&reading.confidence)) {
            let least = likely.iter().fold(1.0f32, |least, likely| least.min(*likely));
            report(&format!("    {line} least likely {least:.3}"));
        }
    }
    Ok(())
}

/// An image file in grey.
pub fn load(path: &Path) -> Result<Luma, Box<dyn Error>> {
    let bytes = fs::read(path)?;
    let luma = match bytes.as_slice() {
        [0x89, b'P', ..] => png(&bytes)?,
        [0xFF, 0xD8, ..] => jpeg(&bytes)?,
        _ => tiff(&bytes)?,
    };
    luma.ok_or_else(|| "no image".into())
}

/// The mean of red, green and blue by what the eye sees; transparent parts are white.
fn grey(pixel: &[u8]) -> f32 {
    let weigh = |r: u8, g: u8, b: u8| 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
    match *pixel {
        [grey] => f32::from(grey),
        [grey, alpha] => over_white(f32::from(grey), alpha),
        [r, g, b] => weigh(r, g, b),
        [r, g, b, alpha] => over_white(weigh(r, g, b), alpha),
        _ => 0.0,
    }
}

fn over_white(value: f32, alpha: u8) -> f32 {
    255.0 + (value - 255.0) * f32::from(alpha) / 255.0
}

fn interleaved(samples: &[u8], width: usize, height: usize) -> Option<Luma> {
    let count = samples.len().checked_div(width * height)?;
    Luma::from_fn(width, height, |x, y| {
        samples.get((y * width + x) * count..).and_then(|rest| rest.get(..count)).map_or(0.0, grey)
    })
}

fn png(bytes: &[u8]) -> Result<Option<Luma>, Box<dyn Error>> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut samples = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let info = reader.next_frame(&mut samples)?;
    Ok(interleaved(&samples, usize::try_from(info.width)?, usize::try_from(info.height)?))
}

fn jpeg(bytes: &[u8]) -> Result<Option<Luma>, Box<dyn Error>> {
    let mut decoder = zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(bytes));
    let samples = decoder.decode()?;
    let (width, height) = decoder.dimensions().ok_or("no size")?;
    Ok(interleaved(&samples, width, height))
}

fn tiff(bytes: &[u8]) -> Result<Option<Luma>, Box<dyn Error>> {
    let mut decoder = tiff::decoder::Decoder::new(std::io::Cursor::new(bytes))?;
    let (width, height) = decoder.dimensions()?;
    let tiff::decoder::DecodingResult::U8(samples) = decoder.read_image()? else { return Err("no bytes".into()) };
    Ok(interleaved(&samples, usize::try_from(width)?, usize::try_from(height)?))
}
