//! Reflections, and what they leave to read.

use crate::case::Damage;
use crate::scene::canvas::Point;
use crate::scene::random::Random;

/// A reflection on a document, in millimetres of it.
#[derive(Debug, Clone, Copy)]
pub struct Reflection {
    shape: Damage,
    centre: Point,
    /// Its extent to each side of the centre.
    half: Point,
    turn: f32,
    /// Levels of 255 that it adds where it is strongest.
    strength: f32,
    /// How wide its edge is.
    edge: f32,
}

/// The width of a hard edge: gloss is not perfectly flat.
const HARD_EDGE_MM: f32 = 0.4;

impl Reflection {
    /// None for a damage that is no reflection.
    pub fn random(damage: Damage, [width, height]: [f32; 2], random: &mut Random) -> Option<Self> {
        // Even chances for each size, from a dot to a fifth of a card.
        let size = random.range(0.8_f32.ln(), 15.0_f32.ln()).exp();
        let half = match damage {
            Damage::Glow | Damage::Lamp | Damage::Window => [size, size * random.range(0.5, 1.0)],
            Damage::Tube => [200.0, 0.4 * size],
            _ => return None,
        };
        Some(Self {
            shape: damage,
            centre: [random.range(0.1, 0.9) * width, random.range(0.1, 0.9) * height],
            half,
            turn: random.range(0.0, 6.3),
            strength: random.range(90.0, 450.0),
            edge: HARD_EDGE_MM * if random.chance(0.6) { 1.0 } else { random.range(1.0, 6.0) },
        })
    }

    /// The levels that it adds at a place.
    pub fn at(&self, [x, y]: Point) -> f32 {
        let (x, y) = (x - self.centre[0], y - self.centre[1]);
        let (sine, cosine) = self.turn.sin_cos();
        let (u, v) = (x * cosine + y * sine, y * cosine - x * sine);
        let [a, b] = self.half;
        let inside = match self.shape {
            Damage::Lamp => (1.0 - (u / a).hypot(v / b)) * a.min(b),
            Damage::Window => (a - u.abs()).min(b - v.abs()).min(u.abs() - 0.06 * a),
            Damage::Tube => b - v.abs(),
            _ => return self.strength * (-(u / a).powi(2) - (v / b).powi(2)).exp(),
        };
        self.strength * (inside / self.edge + 0.5).clamp(0.0, 1.0)
    }
}

/// What paper and print come out at, whichever of them is lighter.
#[derive(Clone, Copy)]
pub struct Ends {
    pub light: f32,
    pub dark: f32,
}

impl Ends {
    /// The share of the contrast that is lost where `added` levels come on top.
    pub fn lost(self, added: f32) -> f32 {
        let after = (self.light + added).min(255.0) - (self.dark + added).min(255.0);
        1.0 - after / (self.light - self.dark)
    }
}
