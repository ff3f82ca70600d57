//! Documents on striped and checked tablecloths, as frames of a video: whether the corners that are found are theirs, and how soon
//! a capture takes them.

use crate::document::{self, Document};
use crate::lens::Mask;
use crate::live::{self, FRAME, Film, MARGIN};
use crate::pose::Back;
use crate::scene::canvas::{Canvas, Colour, Noise, Point, mix};
use crate::scene::random::Random;
use idsnap::scene::{FrameReport, Hint};

/// Corners are right that lie within this part of the longest side of their places.
const RIGHT: f32 = 0.02;

/// Series of fewer levels between a side and the mean of the cloth beside it show no outline to anybody.
const MIN_STEP: f32 = 6.0;

/// Documents of the corpus that fill their image, and their sides in millimetres.
const OF_CORPUS: [(&str, [f32; 2]); 6] = [
    ("evermeer/DE_identity.jpg", [85.6, 53.98]),
    ("aws-textractor/tests/fixtures/fake_id.png", [85.6, 53.98]),
    ("azure-di/id-card/id-license.png", [85.6, 53.98]),
    ("docxpand/id_card_td2_b/front.png", [105.0, 74.0]),
    ("sidtd/aze01.jpg", [125.0, 88.0]),
    ("yushulx/examples/official/kyc-api/test_images/passport_eriksson.png", [125.0, 88.0]),
];

/// The threads of a cloth: bands of another color in one direction, or in two.
struct Weave {
    is_checked: bool,
    pitch_mm: f32,
    /// The part of a pitch that a band has.
    band: f32,
    turn: f32,
    colours: [Colour; 2],
    /// The difference of luma between the two colors.
    contrast: f32,
    /// How far the cloth is pulled out of shape, in millimetres.
    pull_mm: f32,
    folds: [Noise; 2],
    folds_mm: f32,
}

/// Everything that is drawn once.
struct Series {
    name: String,
    weave: Weave,
    film: Film,
}

/// What was seen in the frames of a series.
#[derive(Default)]
struct Outcome {
    frames: usize,
    right: usize,
    other: usize,
    /// Whether the corners of the latest frame are right.
    is_right: bool,
    hints: Vec<Hint>,
    shown: Vec<Hint>,
}

/// Prints what came of COUNT series from FROM on. With a folder each that was not taken soon, or with other corners, is written
/// to it.
pub fn measure(from: u64, count: u64, folder: Option<&str>) {
    let faces = document::faces(&OF_CORPUS);
    let (mut soon, mut stuck, mut wrong) = (0, 0, 0);
    let [mut frames, mut right, mut other] = [0; 3];
    for seed in from..from + count {
        let series = series(seed, &faces);
        let mut outcome = Outcome::default();
        let taken_ms = live::play(&series.film, seed, |report, quad| outcome.see(report, quad));
        let is_wrong = taken_ms.is_some() && !outcome.is_right;
        let is_soon = taken_ms.is_some_and(|taken| taken <= live::SOON_MS) && !is_wrong;
        soon += usize::from(is_soon);
        stuck += usize::from(taken_ms.is_none());
        wrong += usize::from(is_wrong);
        frames += outcome.frames;
        right += outcome.right;
        other += outcome.other;
        let taken = taken_ms.map_or_else(|| "never".to_owned(), |taken| format!("{:.1} s", taken / 1_000.0));
        let Weave { is_checked, pitch_mm, turn, contrast, .. } = series.weave;
        println!(
            "{seed} {} on {} of {pitch_mm:.0} mm, {contrast:.0} levels, turned by {:.0}: {taken}{}, corners right in {} and other in {} of {} frames, {:?}, shown {:?}",
            series.name,
            if is_checked { "gingham" } else { "stripes" },
            turn.to_degrees(),
            if is_wrong { " WRONG" } else { "" },
            outcome.right,
            outcome.other,
            outcome.frames,
            outcome.hints,
            outcome.shown,
        );
        if let Some(folder) = folder.filter(|_| !is_soon) {
            let file = live::portable(&series.film.laid);
            std::fs::write(format!("{folder}/{seed}.ppm"), file).expect("the folder is writable");
        }
    }
    println!(
        "{count} series: {soon} within 1.5 s, {stuck} never, {wrong} with other corners; of {frames} frames {right} right, {other} other"
    );
}

impl Outcome {
    fn see(&mut self, report: &FrameReport, quad: &live::Quad) {
        let longest = (0..4).map(|at| {
            let ([x, y], [to_x, to_y]) = (quad[at], quad[(at + 1) % 4]);
            (to_x - x).hypot(to_y - y)
        });
        let most = RIGHT * longest.fold(0.0, f32::max);
        let away = live::farthest(report, quad);
        self.is_right = away.is_some_and(|away| away <= most);
        self.frames += 1;
        self.right += usize::from(self.is_right);
        self.other += usize::from(away.is_some() && !self.is_right);
        for hint in &report.analysis.hints {
            if !self.hints.contains(hint) {
                self.hints.push(*hint);
            }
        }
        self.shown.extend(report.hint.filter(|hint| !self.shown.contains(hint)));
    }
}

/// The series of a seed: the first that shows an outline.
fn series(seed: u64, faces: &[(String, Document)]) -> Series {
    let mut random = Random::new(seed.wrapping_mul(64).wrapping_add(12_000_017));
    loop {
        let mut series = drawn(&mut random, faces);
        if live::steps(&series.film.laid, &series.film.quad).iter().all(|step| step.abs() >= MIN_STEP) {
            let lens = Mask::gaussian(random.range(0.5, 1.2));
            series.film.table = lens.applied(&series.film.table);
            series.film.laid = lens.applied(&series.film.laid);
            return series;
        }
    }
}

fn drawn(random: &mut Random, faces: &[(String, Document)]) -> Series {
    let (name, document) = if !faces.is_empty() && random.chance(0.6) {
        random.pick(faces).clone()
    } else {
        ("drawn".to_owned(), document::drawn(random))
    };
    let weave = Weave::random(random);
    let (_, quad) = live::lie(&live::pose(random), document.sides_mm);
    let table = weave.spread(&Back::new(&quad, document.sides_mm).expect("a document has an area"), random);
    let laid = live::laid(&table, &document, &quad, random);
    let sway = live::swaying(random);
    let film = Film { table, laid, quad, noise: random.range(0.8, 2.5), sway };
    Series { name, weave, film }
}

impl Weave {
    /// Every second cloth lies nearly along the document.
    fn random(random: &mut Random) -> Self {
        let contrast = random.range(15.0, 90.0);
        let light = random.colour(contrast + 30.0, 245.0);
        let tint: Colour = core::array::from_fn(|_| random.range(0.2, 1.8));
        let by = contrast / document::luma(tint);
        let dark = core::array::from_fn(|at| (light[at] - by * tint[at]).max(0.0));
        let is_checked = random.chance(0.5);
        Self {
            is_checked,
            pitch_mm: random.range(5.0, 25.0),
            band: if is_checked { 0.5 } else { random.range(0.3, 0.7) },
            turn: if random.chance(0.5) { random.range(-0.1, 0.1) } else { random.range(-0.8, 0.8) }
                + if random.chance(0.5) { core::f32::consts::FRAC_PI_2 } else { 0.0 },
            colours: [light, dark],
            contrast,
            pull_mm: random.range(0.0, 2.0),
            folds: [Noise::new(random), Noise::new(random)],
            folds_mm: random.range(40.0, 120.0),
        }
    }

    /// The table that this cloth covers, seen as the document is.
    fn spread(&self, to_mm: &Back, random: &mut Random) -> Canvas {
        let [width, height] = FRAME.map(|side| side + 2 * MARGIN);
        let threads = Noise::new(random);
        let depth = random.range(0.0, 3.0);
        let mut table = Canvas::new(width, height, [0.0; 3]);
        table.paint(|[x, y], _| {
            let corners = [(0.25, 0.25), (-0.25, 0.25), (0.25, -0.25), (-0.25, -0.25)];
            let shares = corners.map(|(by_x, by_y)| self.share(to_mm.apply([x + by_x, y + by_y])));
            let share = shares.iter().sum::<f32>() / 4.0;
            let thread = depth * threads.at([x / 2.0, y / 2.0]);
            mix(self.colours[0], self.colours[1], share).map(|part| (part + thread).clamp(0.0, 255.0))
        });
        table
    }

    /// How much of the second color there is at a place in millimetres.
    fn share(&self, place: Point) -> f32 {
        let at = place.map(|part| part / self.folds_mm);
        let [x, y]: Point = core::array::from_fn(|axis| place[axis] + self.pull_mm * self.folds[axis].at(at));
        let (sine, cosine) = self.turn.sin_cos();
        let is_band = |along: f32| f32::from(u8::from((along / self.pitch_mm).rem_euclid(1.0) < self.band));
        let across = is_band(x * cosine + y * sine);
        if self.is_checked { (across + is_band(y * cosine - x * sine)) / 2.0 } else { across }
    }
}
