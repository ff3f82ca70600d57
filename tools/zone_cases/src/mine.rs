//! Covers under which the network takes a letter for another one: rare, and what it has to learn from most.

use crate::cover::{self, Harm};
use crate::fit::{Case, MOST_PITCH, class, drawn};
use crate::font::Fonts;
use crate::plane::Plane;
use crate::random::Random;
use crate::report;
use crate::scene::Scene;
use core::ops::Range;
use idsnap_zone::Luma;
use idsnap_zone::cell::{Cell, Vector, window};
use idsnap_zone::network::*;

/// Covers that are tried in a scene.
const TRIED: usize = 500;
/// How likely another letter is at least.
const MISTAKEN: f32 = 0.9;
/// How much of a character is hidden at least.
const HIDDEN_LEAST: f32 = 0.5;
/// How far the window of a character reaches, in its width and its height.
const REACH: [f32; 2] = [0.9, 1.0];
/// Cells are off their places by as much, in characters.
const OFF: f32 = 0.06;

/// A letter of a scene.
struct Letter {
    cell: Cell,
    class: usize,
    /// What has become of it in the scene.
    harm: Harm,
}

impl Letter {
    /// What stands at any place, if it is a letter, and of a size that is not reduced before it is seen.
    fn any(scene: &Scene, random: &mut Random) -> Option<Self> {
        let row = random.below(scene.lines.len());
        let line = scene.lines[row].as_bytes();
        let column = random.below(line.len());
        let cell = scene.cell(row as f32, column as f32);
        let is_letter = line[column].is_ascii_uppercase() && cell.along.length() <= MOST_PITCH;
        is_letter.then(|| Self { cell, class: class(line[column]), harm: scene.harms[row][column] })
    }
}

/// Letters of the scene that are taken for another letter when they are covered.
pub fn mine(scene: &Scene, network: &Network, random: &mut Random, to: &mut Vec<Case>) {
    let mut activations = Activations::default();
    for _ in 0..TRIED {
        let Some(Letter { cell, class, .. }) = Letter::any(scene, random) else { continue };
        let Some(case) = covered(&scene.image, &cell, class, random) else { continue };
        network.run(&case.window, &mut activations);
        if takes(&activations.outputs, MISTAKEN).is_some_and(|other| other != case.class) {
            to.push(case);
        }
    }
}

/// How likely a part is hidden, by these bounds: what [`measure`] counts.
const BOUNDS: [f32; 5] = [0.1, 0.2, 0.3, 0.45, 0.6];
/// How likely the other letter is at least in a reading that is valid.
const CERTAIN: f32 = 0.999;

/// Tells how many covered letters are taken for another one, and how many whole ones for covered, by how likely a part of
/// them is hidden.
pub fn measure(network: &Network, seeds: Range<u64>) -> Result<(), String> {
    let fonts = Fonts::load()?;
    let (mut tried, mut mistaken, mut whole, mut suspected) = (0, [0; BOUNDS.len()], 0, [0; BOUNDS.len()]);
    let mut activations = Activations::default();
    for seed in seeds {
        let (scene, random) = (drawn(seed, &fonts)?, &mut Random::new(seed));
        for _ in 0..TRIED {
            let Some(Letter { cell, class, harm }) = Letter::any(&scene, random) else { continue };
            if let Some(case) = covered(&scene.image, &cell, class, random) {
                network.run(&case.window, &mut activations);
                tried += 1;
                count(&mut mistaken, &activations.outputs, |hidden, bound| {
                    hidden < bound && takes(&activations.outputs, CERTAIN).is_some_and(|other| other != class)
                });
            }
            if harm.hidden == 0.0 && !harm.is_gone {
                network.run(&window(&scene.image, &cell), &mut activations);
                if takes(&activations.outputs, CERTAIN) == Some(class) {
                    whole += 1;
                    count(&mut suspected, &activations.outputs, |hidden, bound| hidden >= bound);
                }
            }
        }
    }
    for (bound, (mistaken, suspected)) in BOUNDS.iter().zip(mistaken.iter().zip(suspected)) {
        let share = 100.0 * suspected as f32 / f32::max(whole as f32, 1.0);
        report(&format!(
            "hidden below {bound}: {mistaken} of {tried} covered letters are another; {share:.3} % of {whole} whole ones have more"
        ));
    }
    Ok(())
}

fn count(counts: &mut [u32; BOUNDS.len()], outputs: &[f32; OUTPUTS], counts_at: impl Fn(f32, f32) -> bool) {
    let hidden = logistic(outputs[HIDES]);
    counts.iter_mut().zip(BOUNDS).for_each(|(count, bound)| *count += u32::from(counts_at(hidden, bound)));
}

/// The class that is so likely at least, if it is a character.
fn takes(outputs: &[f32; OUTPUTS], least: f32) -> Option<usize> {
    let likely = crate::adam::probabilities(outputs);
    (0..NONE).find(|class| likely[*class] > least)
}

/// The window of a letter with a cover, where that hides much and not all of it.
fn covered(image: &Luma, cell: &Cell, class: usize, random: &mut Random) -> Option<Case> {
    let (mut before, from) = surroundings(image, cell)?;
    let center = Vector { x: cell.center.x - from[0] as f32, y: cell.center.y - from[1] as f32 };
    let cell = Cell { center, ..*cell };
    let mut after = before.clone();
    cover::cover(&mut after, &[cell], random);
    if random.happens(0.5) {
        let sigma = random.range(0.3, 1.0);
        before.blur(sigma);
        after.blur(sigma);
    }
    let harm = cover::harm(&before, &after, &cell);
    if harm.is_gone || harm.hidden < HIDDEN_LEAST {
        return None;
    }
    let luma = Luma::from_fn(after.width, after.height, |x, y| after.get(x, y))?;
    let place = [random.normal() * OFF, random.normal() * OFF, 0.0];
    let center = cell.center.plus(cell.along, -place[0]).plus(cell.down, -place[1]);
    let window = window(&luma, &Cell { center, ..cell });
    Some(Case { window, class, place, hidden: harm.hidden, is_mined: true })
}

/// The part of the image around a cell, and its first pixel. `None` where the image ends before.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked against the image")]
fn surroundings(image: &Luma, cell: &Cell) -> Option<(Plane, [usize; 2])> {
    let Cell { center, along, down } = *cell;
    let reach = [
        along.x.abs() * REACH[0] + down.x.abs() * REACH[1] + 2.0,
        along.y.abs() * REACH[0] + down.y.abs() * REACH[1] + 2.0,
    ];
    let from = [center.x - reach[0], center.y - reach[1]];
    if from[0] < 0.0 || from[1] < 0.0 {
        return None;
    }
    let from = from.map(|at| at as usize);
    let size = reach.map(|reach| (2.0 * reach) as usize + 2);
    let part = image.cropped(from, size).filter(|part| part.width() == size[0] && part.height() == size[1])?;
    let mut plane = Plane::new(size[0], size[1], 0.0);
    plane.change(|x, y, _| part.row(y).get(x).map_or(0.0, |sample| f32::from(*sample)));
    Some((plane, from))
}
