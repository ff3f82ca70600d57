//! Which candidate is the document, and how likely it is one: a network of one hidden layer over the measures.

use super::Found;
use super::measure::{MEASURES, Measured};
use super::weights::{BIAS, NEURONS, Neuron};

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

/// How likely an outline agrees with a document's: the weights are fitted so that 0.5 stands for an intersection over
/// union of 0.75.
fn likelihood(measures: &[f32; MEASURES]) -> f32 {
    let mut sum = BIAS;
    for Neuron { weights, bias, gain } in &NEURONS {
        let input = weights.iter().zip(measures).map(|(weight, measure)| weight * measure).sum::<f32>() + bias;
        sum += gain * input / (1.0 + input.abs());
    }
    1.0 / (1.0 + (-sum).exp())
}
