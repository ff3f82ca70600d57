//! White documents on white tables, as frames of a video: how soon a capture takes them, and what is wrongly told.

use crate::document::{self, Document};
use crate::lens::Mask;
use crate::live::{self, FRAME, Film, MARGIN};
use crate::scene::canvas::{Canvas, Noise, scaled};
use crate::scene::place::Quad;
use crate::scene::random::Random;
use idsnap::scene::{FrameReport, Hint};

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
    film: Film,
    /// The standard deviation of the lens's blur, in pixels.
    blur: f32,
    /// The level of the table, and the steps of luma across the sides.
    level: f32,
    steps: [f32; 4],
}

/// Prints what came of COUNT series from FROM on, and how many were taken soon. With a folder the last frame of each that was
/// late, or told as covered, is written to it.
pub fn measure(from: u64, count: u64, folder: Option<&str>) {
    let faces = document::faces(&OF_CORPUS);
    let (mut soon, mut stuck, mut covered, mut shown) = (0, 0, 0, 0);
    for seed in from..from + count {
        let series = series(seed, &faces);
        let mut outcome = Outcome::default();
        outcome.taken_ms = live::play(&series.film, seed, |report, quad| outcome.see(report, quad));
        soon += usize::from(outcome.taken_ms.is_some_and(|taken| taken <= live::SOON_MS));
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
            series.film.noise,
            series.film.sway,
            outcome.covered,
            outcome.unseen,
            outcome.farthest,
            outcome.hints
        );
        let is_late = outcome.taken_ms.is_none_or(|taken| taken > live::SOON_MS);
        if let Some(folder) = folder.filter(|_| is_late || outcome.covered > 0) {
            std::fs::write(format!("{folder}/{seed}.ppm"), live::portable(&series.film.laid))
                .expect("the folder is writable");
        }
    }
    println!("{count} series: {soon} within 1.5 s, {stuck} never; covered in {covered}, shown in {shown}");
}

/// The series of a seed: the first that shows an outline.
fn series(seed: u64, faces: &[(String, Document)]) -> Series {
    let mut random = Random::new(seed.wrapping_mul(64).wrapping_add(9_000_011));
    loop {
        let series = drawn(&mut random, faces);
        if series.steps.iter().all(|step| step.abs() >= MIN_STEP) {
            let laid = Mask::gaussian(series.blur).applied(&series.film.laid);
            return Series { film: Film { laid, ..series.film }, ..series };
        }
    }
}

fn drawn(random: &mut Random, faces: &[(String, Document)]) -> Series {
    let (name, document) =
        if !faces.is_empty() && random.chance(0.6) { random.pick(faces).clone() } else { drawn_document(random) };
    let level = random.range(225.0, 250.0);
    let table = table(level, random);
    let (lie, quad) = live::lie(&live::pose(random), document.sides_mm);
    let laid = live::laid(&table, &document, &quad, random);
    let blur = random.range(0.06, 0.14) * lie.pixels_per_mm as f32;
    let steps = live::steps(&laid, &quad);
    let sway = live::swaying(random);
    let film = Film { table, laid, quad, noise: random.range(0.8, 2.5), sway };
    Series { name, film, blur, level, steps }
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
        match live::farthest(report, quad) {
            Some(away) => self.farthest = self.farthest.max(away),
            None => self.unseen += 1,
        }
    }
}
