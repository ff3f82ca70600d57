//! How many zones are read, and how many are read wrongly.

use crate::font::Fonts;
use crate::random::Random;
use crate::report;
use crate::scene::{self, Order, Scene};
use crate::text::FORMATS;
use core::ops::Range;
use core::sync::atomic::{AtomicU64, Ordering};
use idsnap_zone::{Luma, Reader, Reading, Status};
use std::sync::Mutex;

/// Which scenes are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Half of them whole documents, half the zone alone.
    Mixed,
    /// The zone alone in a small image, which is drawn faster.
    Small,
    /// The same, read where the zone is known to be, and in half of them characters are hidden in part.
    Hidden,
}

/// A character of which as much is hidden counts as hidden.
const HIDDEN: f32 = 0.5;
/// How many characters have a cover that begins at them, at most.
const MOST_COVERED: f32 = 0.03;

/// Bands of doubt.
const BANDS: usize = 17;
/// As in the reader.
const LEAST_SUPPORT: f32 = 0.01;

/// What became of scenes of one strength.
#[derive(Default, Clone)]
struct Tally {
    scenes: usize,
    /// Read whole, of those that are called valid and of all.
    valid: usize,
    right: usize,
    /// Called valid, and not what is there.
    wrong: usize,
    none: usize,
    /// Characters in a line of the right length, and those that are right.
    characters: usize,
    right_characters: usize,
    /// Of the processor, in seconds.
    time: f64,
}

impl Tally {
    fn add(&mut self, truth: &[String], reading: Option<&Reading>, time: f64) {
        self.scenes += 1;
        self.time += time;
        self.characters += truth.iter().map(String::len).sum::<usize>();
        let Some(reading) = reading else {
            self.none += 1;
            return;
        };
        let is_right = reading.lines == truth;
        self.right += usize::from(is_right);
        let is_sure = reading.status != Status::Ambiguous;
        self.valid += usize::from(is_sure && is_right);
        self.wrong += usize::from(is_sure && !is_right);
        let pairs = truth.iter().zip(&reading.lines).filter(|(truth, line)| truth.len() == line.len());
        self.right_characters +=
            pairs.flat_map(|(truth, line)| truth.bytes().zip(line.bytes())).filter(|(a, b)| a == b).count();
    }

    fn line(&self) -> String {
        let share = |count: usize| 100.0 * count as f32 / self.scenes.max(1) as f32;
        format!(
            "{:6} scenes: {:5.1} % valid, {:5.1} % right, {:5.1} % not found, {} wrong called valid, characters {:.2} %, {:.1} ms",
            self.scenes,
            share(self.valid),
            share(self.right),
            share(self.none),
            self.wrong,
            100.0 * self.right_characters as f32 / self.characters.max(1) as f32,
            self.time * 1000.0 / self.scenes.max(1) as f64,
        )
    }
}

/// What became of many scenes.
struct Tallies {
    by_strength: [Tally; 6],
    by_format: [Tally; FORMATS.len()],
    /// By how many characters are hidden: none, one, two to five, more.
    by_hidden: [Tally; 4],
    all: Tally,
    /// Wrong and right readings, by how doubtful they are.
    by_doubt: [[usize; 2]; BANDS],
}

impl Tallies {
    fn new() -> Self {
        Self {
            by_strength: Default::default(),
            by_format: Default::default(),
            by_hidden: Default::default(),
            all: Tally::default(),
            by_doubt: [[0; 2]; BANDS],
        }
    }

    fn add(&mut self, order: &Order, scene: &Scene, reading: Option<&Reading>, time: f64) {
        let band = [0.2, 0.4, 0.6, 0.8, 1.0].iter().filter(|limit| order.strength >= **limit).count();
        let format = FORMATS.iter().position(|format| *format == order.format).unwrap_or(0);
        let hidden = scene.harms.iter().flatten().filter(|harm| harm.hidden > HIDDEN || harm.is_gone).count();
        let hidden = [1, 2, 6].iter().filter(|limit| hidden >= **limit).count();
        let tallies =
            [&mut self.by_strength[band], &mut self.by_format[format], &mut self.by_hidden[hidden], &mut self.all];
        for tally in tallies {
            tally.add(&scene.lines, reading, time);
        }
        let Some(reading) = reading else { return };
        let doubt = 1.0 - reading.likelihood;
        // Where little speaks for the reading, its likelihood says nothing.
        let band = (0..BANDS - 1).filter(|band| reading.support > LEAST_SUPPORT && doubt < bound(*band)).count();
        self.by_doubt[band][usize::from(reading.lines == scene.lines)] += 1;
    }

    fn report(&self) {
        for (band, tally) in self.by_strength.iter().enumerate() {
            report(&format!("strength from {:.1}: {}", band as f32 / 5.0, tally.line()));
        }
        for (format, tally) in FORMATS.iter().zip(&self.by_format) {
            report(&format!("{format:17}: {}", tally.line()));
        }
        for (name, tally) in ["none", "one", "two to five", "more"].iter().zip(&self.by_hidden) {
            report(&format!("{:17}: {}", format!("hidden {name}"), tally.line()));
        }
        for (band, [wrong, right]) in self.by_doubt.iter().enumerate() {
            let name = match band.checked_sub(1) {
                Some(before) => format!("doubt below {:.0e}", bound(before)),
                None => "little support".to_owned(),
            };
            report(&format!("{name}: {wrong} wrong, {right} right"));
        }
        report(&format!("{:17}: {}", "all", self.all.line()));
    }
}

/// Reads the generated scenes of these seeds, on two cores; tells of those that are wrongly called valid, and where
/// `is_told` of all that are not called valid.
pub fn measure(reader: &Reader, seeds: Range<u64>, kind: Kind, is_told: bool) -> Result<(), String> {
    let fonts = Fonts::load()?;
    let tallies = Mutex::new(Tallies::new());
    let next = AtomicU64::new(seeds.start);
    let work = || -> Result<(), String> {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return Ok(());
            }
            let (order, scene) = drawn(seed, &fonts, kind)?;
            let started = processor_seconds();
            let reading = match kind {
                Kind::Hidden => reader.read_near(&scene.image, &scene.place()),
                Kind::Mixed | Kind::Small => reader.read(&scene.image),
            };
            let time = processor_seconds() - started;
            let is_sure = |reading: &Reading| reading.status != Status::Ambiguous;
            let is_wrong = reading.as_ref().is_some_and(|reading| is_sure(reading) && reading.lines != scene.lines);
            let mut tallies = tallies.lock().map_err(|_| "another thread has ended")?;
            tallies.add(&order, &scene, reading.as_ref(), time);
            if is_wrong || (is_told && !reading.as_ref().is_some_and(is_sure)) {
                tell(seed, &order, &scene, reading.as_ref());
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread has ended".to_owned())?)
    })?;
    tallies.into_inner().map_err(|_| "another thread has ended")?.report();
    Ok(())
}

/// How long photos of 12 megapixels take: a passport that fills them, one that takes a third of their width, and none.
pub fn time(reader: &Reader) -> Result<(), String> {
    const SIZE: [usize; 2] = [4000, 3000];
    let fonts = Fonts::load()?;
    for (name, pitch) in [("fills it", 70.0), ("a third of its width", 28.0), ("no zone", 0.0)] {
        let order = Order {
            format: "TD3",
            is_document: true,
            is_any: false,
            pitch: f32::max(pitch, 20.0),
            strength: 0.2,
            covered: 0.0,
        };
        let scene = scene::draw(&order, &fonts, &mut Random::new(3))?;
        let (left, top) =
            (SIZE[0].saturating_sub(scene.image.width()) / 2, SIZE[1].saturating_sub(scene.image.height()) / 2);
        let photo = Luma::from_fn(SIZE[0], SIZE[1], |x, y| {
            let (x, y) = (x as f32 - left as f32, y as f32 - top as f32);
            let is_upper = y < scene.image.height() as f32 * 0.75;
            if pitch > 0.0 || is_upper { scene.image.at(x, y) } else { 128.0 }
        });
        let photo = photo.ok_or("no photo")?;
        let mut times: Vec<f64> = Vec::new();
        let mut status = None;
        for _ in 0..7 {
            let started = processor_seconds();
            status = reader.read(&photo).map(|reading| (reading.status, reading.lines == scene.lines));
            times.push((processor_seconds() - started) * 1000.0);
        }
        times.sort_by(f64::total_cmp);
        report(&format!("12 MP, {name}: median {:.1} ms, {status:?}", times[times.len() / 2]));
    }
    Ok(())
}

/// What the processor has worked for this thread, in seconds; 0 where the system does not tell.
pub fn processor_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|nanoseconds| nanoseconds.parse::<f64>().ok()).map_or(0.0, |all| all / 1e9)
}

/// The most doubt of a band of readings: three bands a decade.
fn bound(band: usize) -> f32 {
    0.1f32.powf(band as f32 / 3.0)
}

/// The scene of a seed.
pub fn drawn(seed: u64, fonts: &Fonts, kind: Kind) -> Result<(Order, Scene), String> {
    let random = &mut Random::new(seed);
    let mut order = Order {
        format: random.pick(&FORMATS),
        is_document: random.happens(0.5) && kind == Kind::Mixed,
        is_any: false,
        pitch: 8.0 * random.range(0.0, if kind == Kind::Mixed { 1.1 } else { 0.6 }).exp(),
        strength: random.unit() * 1.2,
        covered: 0.0,
    };
    if kind == Kind::Hidden && random.happens(0.5) {
        order.covered = random.range(0.0, MOST_COVERED);
    }
    let scene = scene::draw(&order, fonts, random)?;
    Ok((order, scene))
}

fn tell(seed: u64, order: &Order, scene: &Scene, reading: Option<&Reading>) {
    let (width, height) = (scene.image.width(), scene.image.height());
    report(&format!(
        "{seed}: {} {:.1} px, strength {:.2}, {width} x {height}",
        order.format, order.pitch, order.strength
    ));
    for line in &scene.lines {
        report(&format!("    {line}"));
    }
    let Some(reading) = reading else { return report("    not found") };
    report(&format!("  {:?} {:?}", reading.status, reading.format));
    for line in &reading.lines {
        report(&format!("    {line}"));
    }
    for candidate in &reading.candidates {
        report(&format!("    {:.2e} {}", candidate.likelihood, candidate.lines.join(" ")));
    }
}
