//! Measures the detector of document corners on generated scenes.
//!
//! `corner_cases measure [COUNT] [HALF] [FOLDER]` prints how well it does for each kind of scene, and writes the worst
//! as PPM files into FOLDER. `corner_cases fit COUNT HALF` fits the weights of the judge and prints them.
//! `corner_cases outline FOLDER FILE...` draws what is found in pictures.
//! `corner_cases write COUNT HALF FOLDER` writes the scenes as JPEG files, and where the corners are into `truth.tsv`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a program for the terminal")]
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers")]

#[path = "../../tests/corners/scene/mod.rs"]
#[allow(missing_docs, dead_code, reason = "shared with the tests")]
mod scene;

mod fit;

use idsnap::corners::{find_document, refined_candidates};
use scene::canvas::Canvas;
use scene::place::Quad;
use scene::score::intersection_over_union;
use scene::{Kind, Planes, Scene, corpus};

const EDGE: usize = 640;
/// The longest side of written scenes: that of a camera's frame.
const WRITTEN_EDGE: usize = 1_280;
/// The quality of written scenes: high, since most have been through a JPEG file already.
const WRITTEN_QUALITY: u8 = 95;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [command, folder, files @ ..] = arguments.as_slice()
        && command == "outline"
    {
        return outline(folder, files);
    }
    let number = |at: usize, default: usize| arguments.get(at).map_or(default, |text| text.parse().expect("a number"));
    let (count, half) = (number(1, 60), number(2, 0));
    match arguments.first().map(String::as_str) {
        Some("repeat") => repeat(count, half),
        Some("fit") => fit::fit(count, half),
        Some("measure") => measure(count, half, arguments.get(3).map(String::as_str)),
        Some("write") => write_scenes(count, half, arguments.get(3).expect("a folder")),
        _ => println!("usage: corner_cases measure|fit|write [COUNT] [HALF] [FOLDER]"),
    }
}

/// The seeds of the halves do not meet.
fn seed(at: usize, half: usize) -> u64 {
    (at * 2 + half) as u64
}

fn measure(count: usize, half: usize, folder: Option<&str>) {
    let sources = corpus::sources(half);
    let mut overall = Vec::new();
    for kind in Kind::ALL {
        let mut agreements = Vec::new();
        let (mut reachable, mut time) = (0, std::time::Duration::ZERO);
        for at in 0..count {
            let scene = scene::scene(kind, seed(at, half), EDGE, &sources);
            let planes = Planes::of(&scene.picture);
            let start = std::time::Instant::now();
            let found = find_document(&planes.as_picture());
            time += start.elapsed();
            let best = best_of(&planes, &scene);
            reachable += usize::from(best > 0.9);
            let outline = found.map(|found| planes.enlarged(&found.corners, &scene.picture));
            let agreement =
                outline.map(|outline| scene.truth.map_or(0.0, |truth| intersection_over_union(&outline, &truth)));
            agreements.push(agreement);
            if let (Some(folder), true) =
                (folder, agreement.is_some_and(|a| a < 0.9) || (agreement.is_none() && scene.truth.is_some()))
            {
                let name = format!(
                    "{kind:?}-{at:03}-{:02}-{:02}",
                    (agreement.unwrap_or(0.0) * 100.0) as u32,
                    (best * 100.0) as u32
                );
                write_overlay(&format!("{folder}/{name}.ppm"), &scene, outline);
            }
        }
        print_line(&format!("{kind:?}"), &agreements);
        let milliseconds = time.as_secs_f64() * 1000.0 / count as f64;
        println!("{:>22}a candidate above 0.9 in {reachable}; {milliseconds:.1} ms a scene", "");
        if kind != Kind::Nothing {
            overall.extend(agreements);
        }
    }
    print_line("all with a document", &overall);
}

/// The best agreement among the candidates.
fn best_of(planes: &Planes, scene: &Scene) -> f32 {
    let Some(truth) = scene.truth else { return 0.0 };
    let agreement = |corners: &Quad| intersection_over_union(&planes.enlarged(corners, &scene.picture), &truth);
    refined_candidates(&planes.as_picture()).iter().map(|(corners, _)| agreement(corners)).fold(0.0, f32::max)
}

fn print_line(name: &str, agreements: &[Option<f32>]) {
    let share = |test: &dyn Fn(f32) -> bool| {
        100.0 * agreements.iter().flatten().filter(|&&a| test(a)).count() as f32 / agreements.len().max(1) as f32
    };
    let mean = agreements.iter().flatten().sum::<f32>() / agreements.len().max(1) as f32;
    let given = share(&|_| true);
    println!(
        "{name:>20}: {:4} scenes, mean {mean:.3}, above 0.9 {:5.1} %, answered {given:5.1} %, wrong answers {:4.1} %",
        agreements.len(),
        share(&|a| a > 0.9),
        share(&|a| a < 0.5),
    );
}

fn write_overlay(path: &str, scene: &Scene, outline: Option<Quad>) {
    let mut picture = scene.picture.clone();
    let mut draw = |quad: &Quad, colour: [f32; 3]| {
        for side in 0..4 {
            for step in 0..2_000 {
                let [x, y] = scene::place::between(quad[side], quad[(side + 1) % 4], step as f32 / 2_000.0);
                picture.rectangle([x - 1.0, y - 1.0], [3.0, 3.0], colour);
            }
        }
    };
    if let Some(truth) = &scene.truth {
        draw(truth, [0.0, 255.0, 0.0]);
    }
    if let Some(outline) = &outline {
        draw(outline, [255.0, 0.0, 0.0]);
    }
    write_ppm(path, &picture);
}

fn write_ppm(path: &str, picture: &Canvas) {
    let mut file = format!("P6 {} {} 255\n", picture.width, picture.height).into_bytes();
    file.extend(picture.pixels.iter().flatten().map(|&part| part as u8));
    std::fs::write(path, file).expect("the folder is writable");
}

/// A JPEG file for each scene, and lines of its name, its kind and its corners, tabs between them.
fn write_scenes(count: usize, half: usize, folder: &str) {
    let sources = corpus::sources(half);
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        for at in 0..count {
            let scene = scene::scene(kind, seed(at, half), WRITTEN_EDGE, &sources);
            let name = format!("{kind:?}-{at:03}.jpg");
            let corners: Vec<String> = scene.truth.iter().flatten().map(|[x, y]| format!("{x:.1},{y:.1}")).collect();
            lines.push(format!("{name}\t{kind:?}\t{}", corners.join(" ")));
            let file = scene::damage::jpeg_file(&scene.picture, WRITTEN_QUALITY);
            std::fs::write(format!("{folder}/{name}"), file).expect("the folder is writable");
        }
    }
    std::fs::write(format!("{folder}/truth.tsv"), lines.join("\n")).expect("the folder is writable");
}

/// The pictures of some files with what is found drawn into them, as PPM files in a folder.
fn outline(folder: &str, files: &[String]) {
    for file in files {
        let path = std::path::Path::new(file);
        let picture = corpus::picture(path, WRITTEN_EDGE);
        let planes = Planes::of(&picture);
        let found = find_document(&planes.as_picture());
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name");
        let outline = found.map(|found| planes.enlarged(&found.corners, &picture));
        println!("{name}: {}", found.map_or("nothing".to_owned(), |found| format!("{:.2}", found.confidence)));
        write_overlay(&format!("{folder}/{name}.ppm"), &Scene { picture, truth: None }, outline);
    }
}

/// Looks for the document of one scene of each kind, for counting instructions.
fn repeat(count: usize, half: usize) {
    let sources = scene::Sources::default();
    for kind in Kind::ALL {
        let planes = Planes::of(&scene::scene(kind, seed(count, half), 400, &sources).picture);
        println!("{kind:?}: {:?}", find_document(&planes.as_picture()));
    }
}
