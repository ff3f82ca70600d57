//! Fits the network to characters of drawn scenes, by Adam on batches, and writes its weights.

use crate::adam::{Fitting, fresh, probabilities};
use crate::cover::Harm;
use crate::font::Fonts;
use crate::mine::mine;
use crate::random::Random;
use crate::report;
use crate::scene::{self, Order, Scene};
use crate::text::FORMATS;
use idsnap_zone::Luma;
use idsnap_zone::cell::{Cell, window};
use idsnap_zone::network::*;
use std::path::Path;
use std::time::{Duration, Instant};

/// Seeds of scenes for fitting start here; those of [`CHECK`] are kept back.
const FIRST_SEED: u64 = 1_000_000;
const CHECK: u64 = 900_000;
/// Characters that wait, so that a batch is of many scenes.
const WAITING: usize = 12_000;
pub const BATCH: usize = 32;
/// How often each character is used.
const USES: usize = 3;
/// How many characters are covered, in scenes where some are.
const COVERED: f32 = 0.1;
/// How far weights go in one step, first and last.
const RATES: [f32; 2] = [2e-3, 2e-5];
/// How much smaller the first step is where the weights are fitted already.
const GOING_ON: f32 = 0.25;
/// Characters with more pixels are seen in the image at half its size.
pub const MOST_PITCH: f32 = 20.0;

/// A window, and what is true of it.
pub struct Case {
    pub window: [f32; PIXELS],
    pub class: usize,
    /// Right, down, and the logarithm of how much taller.
    pub place: [f32; 3],
    /// How much is hidden, from 0 to 1.
    pub hidden: f32,
    /// Whether it was searched for, since the network takes it for another character: then it tells only whether a part
    /// is hidden, as what looks like another character is far more often that one.
    pub is_mined: bool,
}

/// Fits for so many seconds and writes the weights to the file; goes on from those in `start`.
pub fn fit(path: &Path, seconds: u64, start: Option<&Path>) -> Result<(), String> {
    let fonts = Fonts::load()?;
    let read = |path| std::fs::read(path).ok().and_then(|bytes| Network::from_bytes(&bytes));
    let network = match start {
        Some(start) => read(start).ok_or("no weights of this network")?,
        None => fresh(&mut Random::new(7)),
    };
    let checks = check_cases(&fonts)?;
    let mut fitting = Fitting::new(network);
    let (started, whole) = (Instant::now(), Duration::from_secs(seconds));
    let (mut waiting, mut seed, mut steps, mut loss) = (Vec::new(), FIRST_SEED + seconds, 0u32, 0.0);
    let random = &mut Random::new(seed);
    while started.elapsed() < whole {
        while waiting.len() < WAITING {
            let (scene, random) = (drawn(seed, &fonts)?, &mut Random::new(seed));
            gather(&scene, &mut waiting, random);
            mine(&scene, &fitting.mean, random, &mut waiting);
            seed += 1;
        }
        let share = started.elapsed().as_secs_f32() / whole.as_secs_f32();
        let rate = rate(share, start.is_some());
        for _ in 0..WAITING / 4 * USES / BATCH {
            let batch: Vec<_> = (0..BATCH).map(|_| random.below(waiting.len())).collect();
            loss += fitting.step(batch.iter().map(|at| &waiting[*at]), rate);
            steps += 1;
            if steps.is_multiple_of(2000) {
                let mined = waiting.iter().filter(|case: &&Case| case.is_mined).count();
                report(&format!(
                    "{mined} mined, {steps} steps, {seed} seeds, {:?}: loss {:.4}",
                    started.elapsed(),
                    loss / 2000.0
                ));
                loss = 0.0;
            }
            if steps.is_multiple_of(6000) {
                check(&fitting.mean, &checks);
                save(&fitting.mean, path)?;
            }
        }
        for _ in 0..WAITING / 4 {
            let at = random.below(waiting.len());
            waiting.swap_remove(at);
        }
    }
    save(&fitting.mean, path)?;
    let rounded = read(path).ok_or("the weights were not written")?;
    check(&rounded, &checks);
    Ok(())
}

/// Writes the weights between two that were fitted from the same start, so far from the first to the other. They read about as
/// well as the better of both, and are as sure as both in the mean.
pub fn mix(path: &Path, [one, other]: [&Path; 2], share: f32) -> Result<(), String> {
    let read = |path| std::fs::read(path).ok().and_then(|bytes| Network::from_bytes(&bytes));
    let (mut network, other) = read(one).zip(read(other)).ok_or("no weights of this network")?;
    let between = |to: &mut Vec<f32>, other: &[f32]| {
        to.iter_mut().zip(other).for_each(|(weight, other)| *weight += share * (other - *weight));
    };
    for (layer, other) in network.layers.iter_mut().zip(&other.layers) {
        between(&mut layer.weights, &other.weights);
        between(&mut layer.biases, &other.biases);
    }
    save(&network, path)
}

/// How far weights go in one step, after a share of the time.
fn rate(share: f32, is_going_on: bool) -> f32 {
    let first = if is_going_on { GOING_ON * RATES[0] } else { RATES[0] };
    RATES[1] + (first - RATES[1]) * 0.5 * (1.0 + (share * core::f32::consts::PI).cos())
}

fn save(network: &Network, path: &Path) -> Result<(), String> {
    std::fs::write(path, network.to_bytes()).map_err(|error| error.to_string())
}

/// A scene for fitting.
pub fn drawn(seed: u64, fonts: &Fonts) -> Result<Scene, String> {
    let random = &mut Random::new(seed);
    let order = Order {
        format: random.pick(&FORMATS),
        is_document: random.happens(0.12),
        is_any: random.happens(0.6),
        pitch: 5.8 * random.range(0.0, 1.4).exp(),
        strength: random.unit() * 1.1,
        covered: if random.happens(0.6) { COVERED } else { 0.0 },
    };
    scene::draw(&order, fonts, random)
}

fn check_cases(fonts: &Fonts) -> Result<[Vec<Case>; 3], String> {
    let mut cases = [Vec::new(), Vec::new(), Vec::new()];
    for seed in CHECK..CHECK + 120 {
        let random = &mut Random::new(seed);
        let strength = random.below(3);
        let order = Order {
            format: random.pick(&FORMATS),
            is_document: false,
            is_any: true,
            pitch: 8.0 * random.range(0.0, 1.0).exp(),
            strength: strength as f32 / 2.0,
            covered: 0.0,
        };
        let scene = scene::draw(&order, fonts, random)?;
        let pyramid = Pyramid::of(&scene.image);
        for (row, line) in scene.lines.iter().enumerate() {
            for (column, character) in line.bytes().enumerate() {
                let cell = jittered(&scene.cell(row as f32, column as f32), 0.25, random).0;
                cases[strength].push(pyramid.case(&cell, class(character), ([0.0; 3], 0.0)));
            }
        }
    }
    Ok(cases)
}

/// How many characters are right, by the strength of damages: 0, a half and 1.
fn check(network: &Network, cases: &[Vec<Case>; 3]) {
    let mut activations = Activations::default();
    let mut shares = Vec::new();
    for cases in cases {
        let (mut right, mut loss) = (0, 0.0);
        for case in cases {
            network.run(&case.window, &mut activations);
            let scores = &activations.outputs[..CLASSES];
            let best = (0..CLASSES).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            right += usize::from(best == Some(case.class));
            loss -= probabilities(&activations.outputs)[case.class].max(1e-9).ln();
        }
        let count = cases.len() as f32;
        shares.push(format!("{:.3} % wrong, loss {:.4}", 100.0 - right as f32 / count * 100.0, loss / count));
    }
    report(&format!("  check: {}", shares.join("; ")));
}

pub fn class(character: u8) -> usize {
    ALPHABET.iter().position(|known| *known == character).unwrap_or(NONE)
}

/// The image at each size.
pub struct Pyramid(Vec<Luma>);

impl Pyramid {
    fn of(image: &Luma) -> Self {
        let mut levels = vec![image.clone()];
        while let Some(half) = levels.last().and_then(Luma::halved).filter(|_| levels.len() < 4) {
            levels.push(half);
        }
        Self(levels)
    }

    fn case(&self, cell: &Cell, class: usize, (place, hidden): ([f32; 3], f32)) -> Case {
        let (mut cell, mut level) = (*cell, 0);
        while cell.along.length() > MOST_PITCH && level + 1 < self.0.len() {
            cell = cell.halved();
            level += 1;
        }
        Case { window: window(&self.0[level], &cell), class, place, hidden, is_mined: false }
    }
}

/// The cell off its place, and how far the character is from the middle then.
fn jittered(cell: &Cell, strength: f32, random: &mut Random) -> (Cell, [f32; 3]) {
    let (dx, dy) = (random.signed() * 0.42 * strength, random.signed() * 0.35 * strength);
    let (wider, taller) = (random.signed() * 0.1 * strength, random.signed() * 0.3 * strength);
    let slant = random.signed() * 0.15 * strength;
    let along = Cell { along: cell.along.plus(cell.along, wider), ..*cell }.along;
    let down = cell.down.plus(cell.down, taller).plus(cell.along, slant);
    let center = cell.center.plus(along, -dx).plus(down, -dy);
    (Cell { center, along, down }, [dx, dy, -(1.0 + taller).ln()])
}

/// Every character of a scene once near its place and once farther off, and what is none.
fn gather(scene: &Scene, cases: &mut Vec<Case>, random: &mut Random) {
    let pyramid = Pyramid::of(&scene.image);
    for (row, line) in scene.lines.iter().enumerate() {
        for (column, character) in line.bytes().enumerate() {
            let cell = scene.cell(row as f32, column as f32);
            let Harm { hidden, is_gone } = scene.harms[row][column];
            let (class, hidden) = if is_gone { (NONE, 0.0) } else { (class(character), hidden) };
            let strengths = if random.happens(0.5) { [0.25, 1.0] } else { [0.25, 0.5] };
            for strength in strengths {
                if character == b'<' && hidden == 0.0 && !is_gone && random.happens(0.3) {
                    continue;
                }
                let (cell, place) = jittered(&cell, strength, random);
                cases.push(pyramid.case(&cell, class, (place, hidden)));
            }
        }
        for _ in 0..8 {
            let (row, column) = beside(scene, row, line.len(), random);
            let cell = jittered(&scene.cell(row, column), 0.5, random).0;
            cases.push(pyramid.case(&cell, NONE, ([0.0; 3], 0.0)));
        }
    }
}

/// A place before or after a line, between lines, or above them all.
fn beside(scene: &Scene, row: usize, length: usize, random: &mut Random) -> (f32, f32) {
    let (row, length) = (row as f32, length as f32);
    match random.below(4) {
        0 => (row, -random.range(0.95, 2.5)),
        1 => (row, length - 1.0 + random.range(0.95, 2.5)),
        2 => (row + 0.5, random.range(0.0, length - 1.0)),
        _ => (-random.range(1.0, 3.0) / scene.plan.spacing - 0.15, random.range(0.0, length - 1.0)),
    }
}
