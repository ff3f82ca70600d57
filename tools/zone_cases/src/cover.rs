//! What hides a part of a character: blots, scratches, wear, a thumb's edge.

use crate::plane::Plane;
use crate::random::Random;
use idsnap_zone::cell::Cell;

/// What shares of a character's ink do not count as damage, and count as damage for certain.
const HARMLESS: f32 = 0.06;
const HARMFUL: f32 = 0.22;
/// A character with a smaller share of its contrast is not told from the paper, and one with a smaller share of its ink
/// is not there.
const LEAST_KEPT: f32 = 0.15;
const GONE: f32 = 0.15;

/// How far a cell goes from its middle, in the width and the height of a character.
const REACH: [f32; 2] = [0.5, 0.65];

/// Where something covers a cell, in its width and its height from its middle.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Whole,
    /// What is beyond a line: the line's normal, and how far it is from the middle.
    Beyond([f32; 2], f32),
    /// What is within so far of a line.
    Stripe([f32; 2], f32, f32),
    /// An ellipse: its middle and its radii.
    Spot([f32; 2], [f32; 2]),
}

impl Shape {
    fn any(random: &mut Random) -> Self {
        let angle = random.range(0.0, core::f32::consts::TAU);
        let any = [angle.cos(), angle.sin()];
        let straight = random.pick(&[[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]);
        let normal = if random.happens(0.6) { straight } else { any };
        match random.below(12) {
            0 => Self::Whole,
            1..7 => Self::Beyond(normal, random.signed() * 0.33),
            7..9 => Self::Stripe(normal, random.signed() * 0.35, random.range(0.06, 0.2)),
            _ => {
                let middle = [random.signed() * 0.45, random.signed() * 0.5];
                Self::Spot(middle, [random.range(0.15, 0.5), random.range(0.15, 0.5)])
            }
        }
    }

    /// How far inside a place is; negative outside.
    fn depth(self, [along, down]: [f32; 2]) -> f32 {
        match self {
            Self::Whole => 1.0,
            Self::Beyond([x, y], at) => along * x + down * y - at,
            Self::Stripe([x, y], at, half) => half - (along * x + down * y - at).abs(),
            Self::Spot([x, y], [wide, high]) => {
                let away = ((along - x) / wide).hypot((down - y) / high);
                (1.0 - away) * wide.min(high)
            }
        }
    }
}

/// The grey of a cover: of the paper around it, or of its own.
fn grey(paper: f32, random: &mut Random) -> f32 {
    match random.below(10) {
        0..5 => paper,
        5 => 255.0,
        6..8 => random.range(0.0, 70.0),
        _ => random.range(0.0, 255.0),
    }
}

/// Covers a part of the first cell by chance, now and then of those after it as well.
pub fn cover(image: &mut Plane, cells: &[Cell], random: &mut Random) {
    let Some(first) = cells.first() else { return };
    let shape = Shape::any(random);
    let grey = grey(paper(image, first), random);
    let opaque = if random.happens(0.5) { 1.0 } else { random.range(0.6, 1.0) };
    let soft = if random.happens(0.4) { 0.01 } else { random.range(0.02, 0.25) };
    // The upper or the lower part of a line.
    let is_row = random.happens(0.2) && matches!(shape, Shape::Beyond([along, _], _) if along.abs() < 0.3);
    let count = if is_row { 2 + random.below(9) } else { 1 };
    for cell in cells.iter().take(count) {
        for ([x, y], place) in pixels(image, cell) {
            let share = (shape.depth(place) / soft + 0.5).clamp(0.0, 1.0) * opaque;
            let sample = image.get(x, y);
            image.set(x, y, sample + (grey - sample) * share);
        }
    }
}

/// What has become of the character in a cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Harm {
    /// How much of its shape is hidden, from 0, nothing that matters, to 1.
    pub hidden: f32,
    /// Whether it has faded to the paper.
    pub is_gone: bool,
}

/// How a cell has changed. What became paler everywhere has kept its shape.
pub fn harm(before: &Plane, after: &Plane, cell: &Cell) -> Harm {
    let pixels = pixels(before, cell);
    let count = f32::max(pixels.len() as f32, 1.0);
    let mean = |image: &Plane| pixels.iter().map(|([x, y], _)| image.get(*x, *y)).sum::<f32>() / count;
    let (mean_before, mean_after) = (mean(before), mean(after));
    let paper = paper(before, cell);
    let (mut ink, mut left, mut square, mut product) = (0.0, 0.0, 0.0, 0.0);
    for ([x, y], _) in &pixels {
        let (was, is) = (before.get(*x, *y), after.get(*x, *y));
        ink += (paper - was).max(0.0);
        left += (paper - is).abs();
        square += (was - mean_before) * (was - mean_before);
        product += (was - mean_before) * (is - mean_after);
    }
    let kept = (product / f32::max(square, 1.0)).clamp(LEAST_KEPT, 1.0);
    let other = |[x, y]: [usize; 2]| after.get(x, y) - mean_after - kept * (before.get(x, y) - mean_before);
    let changed: f32 = pixels.iter().map(|(pixel, _)| other(*pixel).abs()).sum();
    let share = changed / f32::max(ink * kept, 1.0);
    let is_gone = left < GONE * ink;
    Harm { hidden: ((share - HARMLESS) / (HARMFUL - HARMLESS)).clamp(0.0, 1.0), is_gone }
}

/// The grey of the paper at a cell: that of all but the brightest pixels.
fn paper(image: &Plane, cell: &Cell) -> f32 {
    let mut samples: Vec<_> = pixels(image, cell).into_iter().map(|([x, y], _)| image.get(x, y)).collect();
    samples.sort_by(f32::total_cmp);
    samples.get(samples.len() * 9 / 10).copied().unwrap_or(255.0)
}

/// The pixels of a cell, each with where it is from the middle, in the width and the height of a character.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the image")]
fn pixels(image: &Plane, cell: &Cell) -> Vec<([usize; 2], [f32; 2])> {
    let Cell { center, along, down } = *cell;
    let area = along.x * down.y - along.y * down.x;
    let wide = (along.x.abs() * REACH[0] + down.x.abs() * REACH[1], along.y.abs() * REACH[0] + down.y.abs() * REACH[1]);
    let range = |middle: f32, reach: f32, size: usize| {
        let last = (size - 1) as f32;
        (middle - reach).clamp(0.0, last) as usize..=(middle + reach).clamp(0.0, last) as usize
    };
    let mut all = Vec::new();
    for y in range(center.y, wide.1, image.height) {
        for x in range(center.x, wide.0, image.width) {
            let (dx, dy) = (x as f32 - center.x, y as f32 - center.y);
            let place = [(dx * down.y - dy * down.x) / area, (dy * along.x - dx * along.y) / area];
            if place[0].abs() <= REACH[0] && place[1].abs() <= REACH[1] {
                all.push(([x, y], place));
            }
        }
    }
    all
}
