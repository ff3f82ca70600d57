//! White documents on white tables, as frames of a video: how soon a capture takes them, and what is wrongly told.

use crate::document::{self, Document};
use crate::lens::Mask;
use crate::pose::Pose;
use crate::scene::canvas::{Canvas, Noise, Point, mix, scaled};
use crate::scene::card::Card;
use crate::scene::place::Quad;
use crate::scene::random::Random;
use crate::scene::{corpus, place};
use idsnap::input;
use idsnap::rows::Size;
use idsnap::scene::{AnalyzeOptions, FrameInput, FrameMemory, FrameReport, Hint, analyze_frame};
use std::path::Path;

/// A frame of live video, and what is drawn around it for a hand that sways.
const FRAME: [usize; 2] = [1280, 720];
const MARGIN: usize = 16;

/// The table alone is seen so long, and then the document.
const BROUGHT_MS: f64 = 1_000.0;
const PATIENCE_MS: f64 = 5_000.0;
const FRAME_MS: f64 = 100.0;

/// As the capture does: the best frame is chosen for so long.
const WINDOW_MS: f64 = 600.0;

/// What is aimed at.
const SOON_MS: f64 = 1_500.0;

/// A series whose faintest side has a smaller step, in levels of luma, shows no outline to anybody.
const MIN_STEP: f32 = 4.0;

/// Documents of the corpus with white paper up to their edges, and their sides in millimetres.
const OF_CORPUS: [(&str, [f32; 2]); 4] = [
    ("azure-di/id-card/id-license.png", [85.6, 53.98]),
    ("aws-textractor/tests/fixtures/fake_id.png", [85.6, 53.98]),
    ("docxpand/id_card_td2_b/front.png", [105.0, 74.0]),
    ("evermeer/DE_identity.jpg", [85.6, 53.98]),
];

/// What came of a series.
#[derive(Default)]
struct Outcome {
    taken_ms: Option<f64>,
    /// Frames that were told as covered, and whether that was on show.
    covered: usize,
    is_covered_shown: bool,
    /// Frames in which no document was found.
    unseen: usize,
    /// Of every corner, in pixels.
    farthest: f32,
    hints: Vec<Hint>,
}

/// Everything that is drawn once.
struct Series {
    name: String,
    table: Canvas,
    laid: Canvas,
    quad: Quad,
    /// The standard deviations of the lens's blur, in pixels, and of the noise, in levels.
    blur: f32,
    noise: f32,
    /// How far a hand sways, in pixels; none lies on a stand.
    sway: f32,
    /// The level of the table, and the steps of luma across the sides.
    level: f32,
    steps: [f32; 4],
}

/// Prints what came of COUNT series from FROM on, and how many were taken soon. With a folder the last frame of each that was
/// late, or told as covered, is written to it.
pub fn measure(from: u64, count: u64, folder: Option<&str>) {
    let faces = of_corpus();
    let (mut soon, mut stuck, mut covered, mut shown) = (0, 0, 0, 0);
    for seed in from..from + count {
        let series = series(seed, &faces);
        let outcome = play(&series, seed);
        soon += usize::from(outcome.taken_ms.is_some_and(|taken| taken <= SOON_MS));
        stuck += usize::from(outcome.taken_ms.is_none());
        covered += usize::from(outcome.covered > 0);
        shown += usize::from(outcome.is_covered_shown);
        let taken = outcome.taken_ms.map_or_else(|| "never".to_owned(), |taken| format!("{:.1} s", taken / 1_000.0));
        println!(
            "{seed} {}: table {:.0}, steps {:.0?}, blur {:.1}, noise {:.1}, sway {:.1}: {taken}, covered {}, unseen {}, off {:.1}, {:?}",
            series.name,
            series.level,
            series.steps,
            series.blur,
            series.noise,
            series.sway,
            outcome.covered,
            outcome.unseen,
            outcome.farthest,
            outcome.hints
        );
        let is_late = outcome.taken_ms.is_none_or(|taken| taken > SOON_MS);
        if let Some(folder) = folder.filter(|_| is_late || outcome.covered > 0) {
            std::fs::write(format!("{folder}/{seed}.ppm"), portable(&series.laid)).expect("the folder is writable");
        }
    }
    println!("{count} series: {soon} within 1.5 s, {stuck} never; covered in {covered}, shown in {shown}");
}

/// The corpus beside the project or, for who runs this from the project, beside where they are.
fn of_corpus() -> Vec<(String, Document)> {
    let beside = || Path::new("../shared/corpus").is_dir().then(|| "../shared/corpus".into());
    let Some(root) = corpus::root().or_else(beside) else { return Vec::new() };
    let read = |&(name, sides_mm): &(&str, [f32; 2])| {
        let face = corpus::picture(&root.join("ids").join(name), 1_100);
        (name.to_owned(), Document { light: 0.0, face, size: "", sides_mm, lines: Vec::new() })
    };
    OF_CORPUS.iter().map(read).collect()
}

/// The series of a seed: the first that shows an outline.
fn series(seed: u64, faces: &[(String, Document)]) -> Series {
    let mut random = Random::new(seed.wrapping_mul(64).wrapping_add(9_000_011));
    loop {
        let series = drawn(&mut random, faces);
        if series.steps.iter().all(|step| step.abs() >= MIN_STEP) {
            let laid = Mask::gaussian(series.blur).applied(&series.laid);
            return Series { laid, ..series };
        }
    }
}

fn drawn(random: &mut Random, faces: &[(String, Document)]) -> Series {
    let (name, document) =
        if !faces.is_empty() && random.chance(0.6) { random.pick(faces).clone() } else { drawn_document(random) };
    let level = random.range(225.0, 250.0);
    let table = table(level, random);
    let pose = Pose {
        coverage: random.range(0.3, 0.55),
        tilt: random.range(0.0, 8.0),
        toward: random.range(0.0, 360.0),
        turn: random.range(-5.0, 5.0),
        shift: [random.range(-30.0, 30.0), random.range(-20.0, 20.0)],
        focal: random.range(0.66, 0.9),
    };
    let lie = pose.lie(document.sides_mm, FRAME);
    let quad = lie.quad.map(|[x, y]| [x + MARGIN as f32, y + MARGIN as f32]);
    let mut laid = table.clone();
    if random.chance(0.3) {
        shade(&mut laid, &quad, random);
    }
    place::draw(&mut laid, &Card { face: document.face.clone(), radius: 3.18 / document.sides_mm[0] }, &quad);
    let blur = random.range(0.06, 0.14) * lie.pixels_per_mm as f32;
    let steps = core::array::from_fn(|side| step(&laid, quad[side], quad[(side + 1) % 4]));
    let sway = if random.chance(0.5) { 0.0 } else { random.range(1.0, 4.0) };
    Series { name, table, laid, quad, blur, noise: random.range(0.8, 2.5), sway, level, steps }
}

/// A card of white paper, every second one without a colored head.
fn drawn_document(random: &mut Random) -> (String, Document) {
    let paper = [random.range(228.0, 252.0); 3];
    let mut document = document::of_color(paper, false, random);
    if random.chance(0.5) {
        let head = [document.face.width as f32, 7.5 * document::DRAWN_PER_MM];
        document.face.rectangle([0.0; 2], head, paper);
    }
    ("drawn".to_owned(), document)
}

/// A white table: lit a little more from one side, and not quite even.
fn table(level: f32, random: &mut Random) -> Canvas {
    let [width, height] = FRAME.map(|side| side + 2 * MARGIN);
    let tint = core::array::from_fn(|_| level + random.range(-3.0, 3.0));
    let (uneven, size) = (Noise::new(random), random.range(30.0, 300.0));
    let (depth, toward, slope) = (random.range(0.0, 1.5), random.range(0.0, 6.3), random.range(0.0, 0.04));
    let mut table = Canvas::new(width, height, tint);
    table.paint(|[x, y], colour| {
        let away = (x * toward.cos() + y * toward.sin()) / width as f32;
        scaled(colour, 1.0 - slope * away).map(|part| (part + depth * uneven.at([x / size, y / size])).min(255.0))
    });
    table
}

/// The faint shadow at two sides that a card's thickness throws.
fn shade(table: &mut Canvas, quad: &Quad, random: &mut Random) {
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

/// Shows a series to the core, and takes a photo as the capture would.
fn play(series: &Series, seed: u64) -> Outcome {
    let mut random = Random::new(seed.wrapping_add(77));
    let noise: Vec<f32> = (0..1 << 20).map(|_| random.normal()).collect();
    let waves: [[f32; 2]; 4] = core::array::from_fn(|_| [random.range(0.0, 7.0), random.range(0.5, 1.5)]);
    let size = Size { width: FRAME[0] as u32, height: FRAME[1] as u32 };
    let (mut memory, mut outcome, mut since) = (FrameMemory::default(), Outcome::default(), None);
    for time_ms in (0..).map(|at| f64::from(at) * FRAME_MS).take_while(|time| *time < BROUGHT_MS + PATIENCE_MS) {
        let by = sway(series.sway, &waves, (time_ms / 1_000.0) as f32);
        let picture = if time_ms < BROUGHT_MS { &series.table } else { &series.laid };
        let rgba = frame(picture, by, |pixel| series.noise * noise[pixel], random.between(0, 1 << 20));
        let input = FrameInput { options: options(), memory, time_ms, layout: None };
        let report = analyze_frame(&rgba, size, input).expect("pixels");
        memory = report.memory.clone();
        if time_ms < BROUGHT_MS {
            continue;
        }
        outcome.see(&report, &series.quad.map(|[x, y]| [x - MARGIN as f32 - by[0], y - MARGIN as f32 - by[1]]));
        if report.analysis.hints.iter().any(|hint| *hint != Hint::Blur) {
            since = None;
        }
        if report.steady {
            let since = *since.get_or_insert(time_ms);
            if time_ms - since >= WINDOW_MS {
                outcome.taken_ms = Some(time_ms - BROUGHT_MS);
                return outcome;
            }
        }
    }
    outcome
}

impl Outcome {
    fn see(&mut self, report: &FrameReport, quad: &Quad) {
        let is_told = report.analysis.hints.contains(&Hint::Covered);
        self.covered += usize::from(is_told);
        self.is_covered_shown |= report.hint == Some(Hint::Covered);
        for hint in &report.analysis.hints {
            if !self.hints.contains(hint) {
                self.hints.push(*hint);
            }
        }
        let Some(corners) = report.analysis.corners else {
            self.unseen += 1;
            return;
        };
        for (found, at) in corners.corners().iter().zip(quad) {
            self.farthest = self.farthest.max((found.x as f32 - at[0]).hypot(found.y as f32 - at[1]));
        }
    }
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
fn portable(picture: &Canvas) -> Vec<u8> {
    let mut file = format!("P6 {} {} 255\n", picture.width, picture.height).into_bytes();
    file.extend(picture.pixels.iter().flatten().map(|part| part.round().clamp(0.0, 255.0) as u8));
    file
}
