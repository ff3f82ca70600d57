//! Frames of live video: a table alone, and then with a document. A capture takes a photo of it.

use crate::document::{self, Document};
use crate::pose::{Lie, Pose};
use crate::scene::canvas::{Canvas, Point, mix, scaled};
use crate::scene::card::Card;
use crate::scene::place;
pub use crate::scene::place::Quad;
use crate::scene::random::Random;
use idsnap::input;
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, FrameInput, FrameMemory, FrameReport, Hint, analyze_frame};

/// A frame of live video, and what is drawn around it for a hand that sways.
pub const FRAME: [usize; 2] = [1280, 720];
pub const MARGIN: usize = 16;

/// The table alone is seen so long, and then the document.
const BROUGHT_MS: f64 = 1_000.0;
const PATIENCE_MS: f64 = 5_000.0;
const FRAME_MS: f64 = 100.0;

/// As the capture does: the best frame is chosen for so long.
const WINDOW_MS: f64 = 600.0;

/// What is aimed at.
pub const SOON_MS: f64 = 1_500.0;

/// A table, and a document on it: larger than a frame by the margin all around.
pub struct Film {
    pub table: Canvas,
    pub laid: Canvas,
    pub quad: Quad,
    /// The standard deviation of the noise, in levels.
    pub noise: f32,
    /// How far a hand sways, in pixels; none lies on a stand.
    pub sway: f32,
}

/// Where a document is laid, nearly upright and flat.
pub fn pose(random: &mut Random) -> Pose {
    Pose {
        coverage: random.range(0.3, 0.55),
        tilt: random.range(0.0, 8.0),
        toward: random.range(0.0, 360.0),
        turn: random.range(-5.0, 5.0),
        shift: [random.range(-30.0, 30.0), random.range(-20.0, 20.0)],
        focal: random.range(0.66, 0.9),
    }
}

/// How a document lies on a table, and where its corners are on that.
pub fn lie(pose: &Pose, sides_mm: [f32; 2]) -> (Lie, Quad) {
    let lie = pose.lie(sides_mm, FRAME);
    let quad = lie.quad.map(|[x, y]| [x + MARGIN as f32, y + MARGIN as f32]);
    (lie, quad)
}

/// A table with a document on it, three of ten with a shadow.
pub fn laid(table: &Canvas, document: &Document, quad: &Quad, random: &mut Random) -> Canvas {
    let mut laid = table.clone();
    if random.chance(0.3) {
        shade(&mut laid, quad, random);
    }
    place::draw(&mut laid, &Card { face: document.face.clone(), radius: 3.18 / document.sides_mm[0] }, quad);
    laid
}

/// How far a hand sways: every second one not at all.
pub fn swaying(random: &mut Random) -> f32 {
    if random.chance(0.5) { 0.0 } else { random.range(1.0, 4.0) }
}

/// The mean step of luma across each side, inward.
pub fn steps(picture: &Canvas, quad: &Quad) -> [f32; 4] {
    core::array::from_fn(|side| step(picture, quad[side], quad[(side + 1) % 4]))
}

/// Shows a film to the core, and takes a photo as the capture would: how long after the document came. `see` is given each frame
/// with a document, and where that is.
pub fn play(film: &Film, seed: u64, mut see: impl FnMut(&FrameReport, &Quad)) -> Option<f64> {
    let mut random = Random::new(seed.wrapping_add(77));
    let noise: Vec<f32> = (0..1 << 20).map(|_| random.normal()).collect();
    let waves: [[f32; 2]; 4] = core::array::from_fn(|_| [random.range(0.0, 7.0), random.range(0.5, 1.5)]);
    let size = Size { width: FRAME[0] as u32, height: FRAME[1] as u32 };
    let (mut memory, mut since) = (FrameMemory::default(), None);
    for time_ms in (0..).map(|at| f64::from(at) * FRAME_MS).take_while(|time| *time < BROUGHT_MS + PATIENCE_MS) {
        let by = sway(film.sway, &waves, (time_ms / 1_000.0) as f32);
        let picture = if time_ms < BROUGHT_MS { &film.table } else { &film.laid };
        let rgba = frame(picture, by, |pixel| film.noise * noise[pixel], random.between(0, 1 << 20));
        let input = FrameInput { options: options(), memory, time_ms, layout: None };
        let report = analyze_frame(&rgba, size, input).expect("pixels");
        memory = report.memory.clone();
        if time_ms < BROUGHT_MS {
            continue;
        }
        see(&report, &film.quad.map(|[x, y]| [x - MARGIN as f32 - by[0], y - MARGIN as f32 - by[1]]));
        if report.analysis.hints.iter().any(|hint| *hint != Hint::Blur) {
            since = None;
        }
        if report.steady {
            let since = *since.get_or_insert(time_ms);
            if time_ms - since >= WINDOW_MS {
                return Some(time_ms - BROUGHT_MS);
            }
        }
    }
    None
}

/// How far the farthest corner that was found is from its place, in pixels.
pub fn farthest(report: &FrameReport, quad: &Quad) -> Option<f32> {
    let corners = report.analysis.corners?.corners();
    let away = corners.iter().zip(quad).map(|(found, at)| (found.x as f32 - at[0]).hypot(found.y as f32 - at[1]));
    Some(away.fold(0.0, f32::max))
}

/// The faint shadow at two sides that a card's thickness throws.
pub fn shade(table: &mut Canvas, quad: &Quad, random: &mut Random) {
    let (dark, soft) = (random.range(0.04, 0.15), random.range(1.5, 5.0));
    let by = [random.range(-2.0, 2.0), random.range(0.5, 2.5)];
    let lines: Vec<(Point, Point)> = (0..4)
        .map(|at| {
            let (from, to) = (quad[at], quad[(at + 1) % 4]);
            let length = (to[0] - from[0]).hypot(to[1] - from[1]);
            (from, [(to[1] - from[1]) / length, (from[0] - to[0]) / length])
        })
        .collect();
    table.paint(|[x, y], colour| {
        let out =
            |(from, normal): &(Point, Point)| (x - by[0] - from[0]) * normal[0] + (y - by[1] - from[1]) * normal[1];
        let outside = lines.iter().map(out).fold(f32::MIN, f32::max);
        mix(colour, scaled(colour, 1.0 - dark), (1.0 - outside / soft).clamp(0.0, 1.0))
    });
}

/// The mean step of luma across a side, inward.
fn step(picture: &Canvas, from: Point, to: Point) -> f32 {
    let [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    let inward = [-dy / dx.hypot(dy), dx / dx.hypot(dy)];
    let places = (5..=95).map(|share| place::between(from, to, share as f32 / 100.0));
    let luma = |[x, y]: Point, by: f32| document::luma(picture.sample([x + by * inward[0], y + by * inward[1]]));
    places.map(|at| luma(at, 6.0) - luma(at, -6.0)).sum::<f32>() / 91.0
}

/// What the capture asks for of a frame of this size.
fn options() -> AnalyzeOptions {
    let json = br#"{"thresholds": {"minPixelsPerMm": 0, "minCoverage": 0.25, "maxCoverage": 0.9}}"#;
    input::read("options", json, &[]).expect("options")
}

/// How a hand trembles: slowly and far, fast and little.
fn sway(strength: f32, waves: &[[f32; 2]; 4], seconds: f32) -> Point {
    [0, 2].map(|at| {
        let ([phase, speed], [other, fast]) = (waves[at], waves[at + 1]);
        let turn = core::f32::consts::TAU * seconds;
        strength * (phase + speed * turn).sin() + 0.25 * strength * (other + 12.0 * fast * turn).sin()
    })
}

/// A frame as pixels: red, green, blue and alpha.
fn frame(picture: &Canvas, by: Point, noise: impl Fn(usize) -> f32, from: usize) -> Vec<u8> {
    let [width, height] = FRAME;
    let mut rgba = Vec::with_capacity(width * height * 4);
    for at in 0..width * height {
        let (x, y) = ((at % width + MARGIN) as f32 + 0.5, (at / width + MARGIN) as f32 + 0.5);
        let colour =
            if by == [0.0; 2] { picture.at(x as usize, y as usize) } else { picture.sample([x + by[0], y + by[1]]) };
        let level = noise((at + from) & ((1 << 20) - 1));
        rgba.extend(colour.map(|part| (part + level).round().clamp(0.0, 255.0) as u8));
        rgba.push(255);
    }
    rgba
}

/// A picture as a PPM file.
pub fn portable(picture: &Canvas) -> Vec<u8> {
    let mut file = format!("P6 {} {} 255\n", picture.width, picture.height).into_bytes();
    file.extend(picture.pixels.iter().flatten().map(|part| part.round().clamp(0.0, 255.0) as u8));
    file
}
