//! Draws photos of documents with one damage of known strength each, for measuring hints.
//!
//! `hint_cases COUNT HALF FOLDER` writes COUNT scenes of each damage: the photo (`NAME.jpg`), the text of the document as
//! the true corners show it (`NAME.pgm`, where the text is known), and a line about each in `truth.jsonl`. Half 0 is for
//! choosing thresholds, half 1 for measuring.
//!
//! `hint_cases grid SEED` measures how often glare is found on a grid of cards and balls of light, `hint_cases covered
//! FROM COUNT` how often fingers and other things over cards are, and `hint_cases screens FROM COUNT` how often screens
//! and photocopies are, `hint_cases prints FROM COUNT` how often white print and hard light are glare, each for COUNT
//! seeds of each kind from FROM on.
//!
//! `hint_cases white FROM COUNT [FOLDER]` plays series of frames of white documents on white tables to the core, and tells
//! how soon a capture takes them, `hint_cases cloth FROM COUNT [FOLDER]` of documents on striped and checked tablecloths.
//!
//! `hint_cases content HALF COUNT [long]` measures how often documents and other things are taken for no document, and
//! `hint_cases sides FROM COUNT [long]` the same of backs, of cards for payment and clubs, and of fronts with chips and codes.

#![expect(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, reason = "a program for the terminal")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "small numbers"
)]

mod case;
mod cloth;
mod content;
mod document;
mod grid;
mod hands;
mod lamps;
mod lens;
mod letters;
mod light;
mod live;
mod pose;
mod prints;
mod screens;
mod sides;
mod things;
mod wallet;
mod white;

#[path = "../../tests/corners/scene/mod.rs"]
#[allow(missing_docs, dead_code, reason = "shared with the tests")]
mod scene;

use case::{Damage, Photo, Sources};
use document::TEXT_MM;
use idsnap::corners::WORKING_EDGE;
use idsnap::measure::{View, covered};
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, Hint, analyze, analyze_pixels};
use scene::canvas::Canvas;

/// Pixels of the text shown for a millimetre: print of 2 mm is then as high as OCR likes it.
const SHOWN_PER_MM: f32 = 16.0;

/// From this part of the longest side on a document is told as covered.
const COVERED: f32 = 0.076;

/// Series of frames, by name: what measures COUNT of them from FROM on, and writes those that went wrong to a folder.
type MeasureFilms = fn(u64, u64, Option<&str>);
const FILMS: [(&str, MeasureFilms); 2] = [("cloth", cloth::measure), ("white", white::measure)];

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
    if let [first, from, count, rest @ ..] = arguments.as_slice()
        && first == "sides"
    {
        return content::measure_sides(
            from.parse().expect("a number"),
            count.parse().expect("a number"),
            !rest.is_empty(),
        );
    }
    if let [first, from, count, rest @ ..] = arguments.as_slice()
        && let Some((_, measure)) = FILMS.iter().find(|(name, _)| name == first)
    {
        let folder = rest.first().map(String::as_str);
        return measure(from.parse().expect("a number"), count.parse().expect("a number"), folder);
    }
    if let [first, half, from, count] = arguments.as_slice()
        && first == "lamps"
    {
        let number = |word: &String| word.parse::<u64>().expect("a number");
        return measure_lamps(number(half), number(from), number(count));
    }
    if let [first, from, count] = arguments.as_slice() {
        let number = |word: &String| word.parse::<u64>().expect("a number");
        match first.as_str() {
            "covered" => return measure_covered(number(from), number(count)),
            "misplaced" => return measure_misplaced(number(from), number(count)),
            "screens" => return measure_screens(number(from), number(count)),
            "prints" => return measure_prints(number(from), number(count)),
            _ => {}
        }
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

/// Prints each error on cards with something over, behind or beside them, and how many there are.
fn measure_covered(from: u64, count: u64) {
    for with in hands::With::ALL {
        let (mut told, mut found) = (0, 0);
        for seed in from..from + count {
            let hands::Seen { picture, quad } = hands::scene(with, seed);
            let size = Size { width: picture.width as u32, height: picture.height as u32 };
            let analysis = analyze_pixels(&grid::rgba(&picture), size, &AnalyzeOptions::default()).expect("pixels");
            let Some(corners) = analysis.corners else { continue };
            let corners = corners.corners().map(|corner| [corner.x as f32, corner.y as f32]);
            let agreement = scene::score::intersection_over_union(&corners, &quad);
            if agreement <= 0.9 {
                continue;
            }
            found += 1;
            let is_told = analysis.hints.contains(&Hint::Covered);
            told += usize::from(is_told);
            if is_told != with.covers() {
                println!("{with:?} {seed}: {} agreement {agreement:.3}", if is_told { "wrong" } else { "missed" });
            }
        }
        println!("{with:?}: {told} told of {found} found of {count}");
    }
}

/// Prints how many cards are told as covered where one of their corners is taken to lie 2 to 4 hundredths of the longest side
/// beside its place, in sharp photos and in shaken ones.
fn measure_misplaced(from: u64, count: u64) {
    for with in [hands::With::Nothing, hands::With::FingerOnSide, hands::With::FingerOnCorner, hands::With::Thumb] {
        for is_shaken in [false, true] {
            let mut told = 0;
            for seed in from..from + count {
                let hands::Seen { mut picture, mut quad } = hands::scene(with, seed);
                let mut random = scene::random::Random::new(seed.wrapping_add(5_000_009));
                if is_shaken {
                    picture = lens::Mask::line(random.range(4.0, 10.0), random.range(0.0, 3.2)).applied(&picture);
                }
                let longest = (quad[1][0] - quad[0][0]).hypot(quad[1][1] - quad[0][1]);
                let (corner, away) = (random.between(0, 4), longest * random.range(0.02, 0.04));
                let toward = random.range(0.0, 6.3);
                quad[corner] = [quad[corner][0] + away * toward.cos(), quad[corner][1] + away * toward.sin()];
                let size = Size { width: picture.width as u32, height: picture.height as u32 };
                let view = View::of_rgba(&grid::rgba(&picture), size, WORKING_EDGE).expect("pixels");
                let scale = view.factor() as f32;
                let part = covered(view.reduced(), quad.map(|corner| corner.map(|place| place / scale))).part;
                told += usize::from(part > COVERED);
            }
            println!("{with:?}{}: {told} told of {count}", if is_shaken { ", shaken" } else { "" });
        }
    }
}

/// Prints each error on cards with white print and on cards with hard light, and how many there are.
fn measure_prints(from: u64, count: u64) {
    for white in prints::White::ALL {
        let (mut told, mut found) = (0, 0);
        for seed in from..from + count {
            let picture = prints::frame(white, seed);
            let size = Size { width: picture.width as u32, height: picture.height as u32 };
            let analysis = analyze_pixels(&grid::rgba(&picture), size, &AnalyzeOptions::default()).expect("pixels");
            if analysis.corners.is_none() {
                continue;
            }
            found += 1;
            let is_told = analysis.hints.contains(&Hint::Glare);
            told += usize::from(is_told);
            if is_told != white.is_glare() {
                let verdict = if is_told { "wrong" } else { "missed" };
                println!("{white:?} {seed}: {verdict}, glare {:.4}", analysis.glare);
            }
        }
        println!("{white:?}: {told} told of {found} found of {count}");
    }
}

/// Prints each error on white paper with and without light, how often larger light measured much less than smaller, and how
/// many errors there are by the size of the light.
fn measure_lamps(half: u64, from: u64, count: u64) {
    let faces = lamps::of_corpus(half as usize);
    let mut told = [[0_usize; 2]; lamps::RADII.len() + 1];
    let mut drops = 0;
    for seed in (from..from + count).map(|at| at * 2 + half) {
        let (mut at, mut most) = (0, 0.0_f64);
        lamps::series(seed, &faces, |lamp| {
            let size = Size { width: lamp.picture.width as u32, height: lamp.picture.height as u32 };
            let options = AnalyzeOptions { document: Some(lamp.size), ..AnalyzeOptions::default() };
            let found = analyze_pixels(&grid::rgba(&lamp.picture), size, &options).expect("pixels");
            let slot = at;
            at += 1;
            let (Some(is_due), true) = (lamp.is_due(), found.corners.is_some()) else { return };
            let is_told = found.hints.contains(&Hint::Glare);
            let is_drop = found.glare * 2.0 < most;
            drops += usize::from(is_drop);
            most = most.max(found.glare);
            told[slot][usize::from(is_told)] += 1;
            if is_told != is_due || is_drop || std::env::var("DEBUG").is_ok() {
                let verdict = if is_told == is_due {
                    "drops"
                } else if is_told {
                    "wrong"
                } else {
                    "missed"
                };
                let lamps::Lamp { face, profile, paper, radius, lost, .. } = lamp;
                println!(
                    "{seed} {face} paper {paper:.0} {profile:?} {radius:?} lost {lost:.3}: {verdict}, glare {:.4}",
                    found.glare
                );
            }
        });
    }
    let [[clean, wrong], lit @ ..] = told;
    for (radius, [missed, right]) in lamps::RADII.iter().zip(lit) {
        println!("light of {radius}: {right} told of {}", right + missed);
    }
    let [missed, right] = [0, 1].map(|at| lit.iter().map(|one| one[at]).sum::<usize>());
    println!("in all: {right} right, {wrong} wrong of {}, {missed} missed, {drops} drops", clean + wrong);
}

/// Prints what is told of screens, of photocopies and of documents, for each seed and in all.
fn measure_screens(from: u64, count: u64) {
    for shown in screens::Shown::ALL {
        let (mut screens, mut copies, mut found) = (0, 0, 0);
        for seed in from..from + count {
            let analysis = analyze(&screens::file(shown, seed), &AnalyzeOptions::default()).expect("a JPEG file");
            if analysis.corners.is_none() {
                continue;
            }
            found += 1;
            screens += usize::from(analysis.hints.contains(&Hint::Screen));
            copies += usize::from(analysis.hints.contains(&Hint::Photocopy));
        }
        println!("{shown:?}: {screens} told as screens, {copies} as photocopies, of {found} found of {count}");
    }
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
