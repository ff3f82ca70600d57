//! Draws photos of documents with one damage of known strength each, for measuring hints.
//!
//! `hint_cases COUNT HALF FOLDER` writes COUNT scenes of each damage: the photo (`NAME.jpg`), the text of the document as
//! the true corners show it (`NAME.pgm`, where the text is known), and a line about each in `truth.jsonl`. Half 0 is for
//! choosing thresholds, half 1 for measuring.
//!
//! `hint_cases grid SEED` measures how often glare is found on a grid of cards and balls of light.
//!
//! `hint_cases content HALF COUNT [long]` measures how often documents and other things are taken for no document.

#![expect(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, reason = "a program for the terminal")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]

mod case;
mod content;
mod document;
mod grid;
mod lens;
mod letters;
mod light;
mod pose;
mod things;

#[path = "../../tests/corners/scene/mod.rs"]
#[allow(missing_docs, dead_code, reason = "shared with the tests")]
mod scene;

use case::{Damage, Photo, Sources};
use document::TEXT_MM;
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, Hint, analyze_pixels};
use scene::canvas::Canvas;

/// Pixels of the text shown for a millimetre: print of 2 mm is then as high as OCR likes it.
const SHOWN_PER_MM: f32 = 16.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, seed] = arguments.as_slice()
        && first == "grid"
    {
        return measure_grid(seed.parse().expect("a number"));
    }
    if let [first, half, count, rest @ ..] = arguments.as_slice()
        && first == "content"
    {
        return content::measure(half.parse().expect("0 or 1"), count.parse().expect("a number"), !rest.is_empty());
    }
    let [count, half, folder]: &[String; 3] = arguments.as_slice().try_into().expect("hint_cases COUNT HALF FOLDER");
    let (count, half): (u64, usize) = (count.parse().expect("a number"), half.parse().expect("0 or 1"));
    let sources = Sources { photos: scene::corpus::sources(half).photos, documents: document::of_corpus(half) };
    let mut lines = Vec::new();
    for damage in Damage::ALL {
        for at in 0..count {
            let name = format!("{damage:?}-{at:03}").to_lowercase();
            let photo = case::photo(damage, at * 2 + half as u64, &sources);
            write(&name, &photo, folder);
            let mut truth = serde_json::to_value(&photo.truth).expect("plain data");
            truth["name"] = name.into();
            lines.push(truth.to_string());
        }
    }
    std::fs::write(format!("{folder}/truth.jsonl"), lines.join("\n")).expect("the folder is writable");
}

/// Prints each error on a grid, and how many there are.
fn measure_grid(seed: u64) {
    let (mut right, mut wrong, mut missed, mut unseen) = (0, 0, 0, 0);
    grid::frames(seed, |lit| {
        let size = Size { width: lit.picture.width as u32, height: lit.picture.height as u32 };
        let found = analyze_pixels(&grid::rgba(&lit.picture), size, &AnalyzeOptions::default()).expect("pixels");
        match (found.corners.is_some(), lit.ball.is_some(), found.hints.contains(&Hint::Glare)) {
            (false, ..) => unseen += 1,
            (_, true, true) => right += 1,
            (_, false, false) => {}
            (_, is_due, _) => {
                *(if is_due { &mut missed } else { &mut wrong }) += 1;
                println!("card {}, ball {:?}: glare {:.4}", lit.card, lit.ball, found.glare);
            }
        }
    });
    println!("glare: {right} right, {wrong} wrong, {missed} missed; {unseen} documents not found");
}

fn write(name: &str, photo: &Photo, folder: &str) {
    std::fs::write(format!("{folder}/{name}.jpg"), &photo.file).expect("the folder is writable");
    if !photo.truth.lines.is_empty() {
        std::fs::write(format!("{folder}/{name}.pgm"), text_of(photo)).expect("the folder is writable");
    }
}

/// The text of the document, seen straight, as a grey PGM file.
fn text_of(photo: &Photo) -> Vec<u8> {
    let picture = case::decoded(&photo.file);
    let [left, top, right, bottom] = TEXT_MM;
    let (width, height) = (((right - left) * SHOWN_PER_MM) as usize, ((bottom - top) * SHOWN_PER_MM) as usize);
    let to_picture = photo.map.as_ref().expect("there is a document");
    let mut shown = Canvas::new(width, height, [0.0; 3]);
    shown.paint(|[x, y], _| picture.sample(to_picture([left + x / SHOWN_PER_MM, top + y / SHOWN_PER_MM])));
    let mut file = format!("P5 {width} {height} 255\n").into_bytes();
    file.extend(shown.pixels.iter().map(|&colour| document::luma(colour).round() as u8));
    file
}
