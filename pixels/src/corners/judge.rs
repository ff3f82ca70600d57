//! Which candidate is the document, and how likely it is one.

use super::Found;
use super::measure::{MEASURES, Measured};

/// Less likely candidates are not given.
const MIN_CONFIDENCE: f32 = 0.5;

/// The likeliest candidate.
pub fn best(candidates: &[Measured]) -> Option<Found> {
    let mut best: Option<Found> = None;
    for Measured { corners, measures } in candidates {
        let confidence = likelihood(measures);
        if confidence > best.map_or(MIN_CONFIDENCE, |best| best.confidence) {
            best = Some(Found { corners: *corners, confidence });
        }
    }
    best
}

fn likelihood(m: &[f32; MEASURES]) -> f32 {
    let sum = 3.0 * m[0] + 2.0 * m[1] + m[4] + m[6] - m[8] - m[10] - m[17] - m[18] + 2.0 * m[20] - m[21] - 3.0;
    1.0 / (1.0 + (-2.0 * sum).exp())
}
