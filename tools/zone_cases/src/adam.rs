//! Gradients of the network, and the steps that Adam takes by them.

use crate::fit::{BATCH, Case};
use crate::random::Random;
use idsnap_zone::network::*;

/// How much the places count beside the classes.
const PLACE_SHARE: f32 = 2.0;
/// How much it counts whether a part is hidden.
const HIDDEN_SHARE: f32 = 0.5;
/// The same of what the network takes for another character.
const MINED_SHARE: f32 = 1.5;

/// A network before it is fitted.
pub fn fresh(random: &mut Random) -> Network {
    let layers = LAYERS.map(|(inputs, outputs)| {
        let most = (2.0 / inputs as f32).sqrt();
        Layer { weights: (0..inputs * outputs).map(|_| random.normal() * most).collect(), biases: vec![0.0; outputs] }
    });
    Network { layers }
}

/// The likelihoods of the classes.
pub fn probabilities(outputs: &[f32; OUTPUTS]) -> [f32; CLASSES] {
    let most = outputs[..CLASSES].iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
    let mut all = [0.0; CLASSES];
    for (to, score) in all.iter_mut().zip(outputs) {
        *to = (score - most).exp();
    }
    let sum: f32 = all.iter().sum();
    all.map(|each| each / sum)
}

/// Numbers for each weight and bias, as the network has them.
type Numbers = [Layer; 4];

/// What Adam remembers.
pub struct Fitting {
    pub network: Network,
    /// The mean of the latest networks, which is steadier than the last.
    pub mean: Network,
    /// The weights of each output next to each other, and the gradient likewise.
    turned: Numbers,
    gradient: Numbers,
    moments: [Numbers; 2],
    activations: Box<Activations>,
    steps: i32,
}

fn zeros() -> Numbers {
    LAYERS.map(|(inputs, outputs)| Layer { weights: vec![0.0; inputs * outputs], biases: vec![0.0; outputs] })
}

const fn weights(layer: &mut Layer) -> &mut Vec<f32> {
    &mut layer.weights
}

const fn biases(layer: &mut Layer) -> &mut Vec<f32> {
    &mut layer.biases
}

impl Fitting {
    pub fn new(network: Network) -> Self {
        let mean = network.clone();
        Self {
            network,
            mean,
            turned: zeros(),
            gradient: zeros(),
            moments: [zeros(), zeros()],
            activations: Box::default(),
            steps: 0,
        }
    }

    /// A step by a batch; gives the mean loss.
    pub fn step<'a>(&mut self, batch: impl Iterator<Item = &'a Case>, rate: f32) -> f32 {
        self.gradient = zeros();
        for ((layer, turned), (inputs, outputs)) in self.network.layers.iter().zip(&mut self.turned).zip(LAYERS) {
            turned.weights = transposed(&layer.weights, inputs, outputs);
        }
        let loss: f32 = batch.map(|case| self.add(case)).sum();
        self.steps += 1;
        let correction = (1.0 - 0.999f32.powi(self.steps)).sqrt() / (1.0 - 0.9f32.powi(self.steps));
        let keep = if self.steps < 2000 { 0.99 } else { 0.9995 };
        for (at, (inputs, outputs)) in LAYERS.into_iter().enumerate() {
            self.gradient[at].weights = transposed(&self.gradient[at].weights, outputs, inputs);
            let [first, second] = &mut self.moments;
            for part in [weights as fn(&mut Layer) -> &mut Vec<f32>, biases] {
                let pairs = part(&mut self.network.layers[at]).iter_mut().zip(part(&mut self.mean.layers[at]));
                let moments = part(&mut first[at]).iter_mut().zip(part(&mut second[at]));
                for ((slope, (weight, mean)), (first, second)) in
                    part(&mut self.gradient[at]).iter().zip(pairs).zip(moments)
                {
                    let slope = slope / BATCH as f32;
                    *first += 0.1 * (slope - *first);
                    *second += 0.001 * (slope * slope - *second);
                    *weight -= rate * (correction * *first / (second.sqrt() + 1e-8) + 1e-3 * *weight);
                    *mean += (1.0 - keep) * (*weight - *mean);
                }
            }
        }
        loss / BATCH as f32
    }

    /// Adds the gradient of a case; gives its loss.
    fn add(&mut self, case: &Case) -> f32 {
        self.network.run(&case.window, &mut self.activations);
        let activations = &self.activations;
        let shares = probabilities(&activations.outputs);
        let mut slopes = [0.0; OUTPUTS];
        if !case.is_mined {
            slopes[..CLASSES].copy_from_slice(&shares);
            slopes[case.class] -= 1.0;
        }
        if case.class != NONE {
            for (at, wanted) in case.place.iter().enumerate() {
                slopes[CLASSES + at] = PLACE_SHARE * (activations.outputs[CLASSES + at] - wanted);
            }
            let share = if case.is_mined { MINED_SHARE } else { HIDDEN_SHARE };
            slopes[HIDES] = share * (logistic(activations.outputs[HIDES]) - case.hidden);
        }
        let [first, second, hidden, last] = &mut self.gradient;
        let [_, second_layer, hidden_layer, last_layer] = &self.turned;
        let mut to_hidden = [0.0; HIDDEN];
        back_dense(last_layer, last, &activations.hidden, &slopes, &mut to_hidden);
        mask(&mut to_hidden, &activations.hidden);
        let mut to_pooled = [0.0; POOLED];
        back_dense(hidden_layer, hidden, &activations.pooled, &to_hidden, &mut to_pooled);
        let mut to_second = vec![0.0; ROWS_2 * COLUMNS_2 * SECOND];
        unpool(activations, &to_pooled, &mut to_second);
        let mut to_first = vec![0.0; ROWS_1 * COLUMNS_1 * FIRST];
        let filters = Filters { side: SIDE_2, count: SECOND, columns: COLUMNS_1, depth: FIRST, step: 1 };
        back_filters(filters, second, (&activations.first, &to_second), Some((second_layer, &mut to_first)));
        mask(&mut to_first, &activations.first);
        let filters = Filters { side: SIDE_1, count: FIRST, columns: WIDTH, depth: 1, step: 2 };
        back_filters(filters, first, (&case.window, &to_first), None);
        if case.is_mined { 0.0 } else { -shares[case.class].max(1e-9).ln() }
    }
}

/// Nothing comes back through what was not positive.
fn mask(slopes: &mut [f32], values: &[f32]) {
    for (slope, value) in slopes.iter_mut().zip(values) {
        if *value <= 0.0 {
            *slope = 0.0;
        }
    }
}

/// For each output its weights, so that what is next to each other is worked on together.
fn transposed(weights: &[f32], inputs: usize, outputs: usize) -> Vec<f32> {
    (0..inputs * outputs).map(|at| weights[at % inputs * outputs + at / inputs]).collect()
}

/// Adds so many times the values.
fn add_times(to: &mut [f32], values: &[f32], times: f32) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += times * value;
    }
}

fn back_dense(layer: &Layer, gradient: &mut Layer, from: &[f32], slopes: &[f32], back: &mut [f32]) {
    add_times(&mut gradient.biases, slopes, 1.0);
    let weights = layer.weights.chunks_exact(from.len()).zip(gradient.weights.chunks_exact_mut(from.len()));
    for (slope, (weights, sums)) in slopes.iter().zip(weights).filter(|(slope, _)| **slope != 0.0) {
        add_times(sums, from, *slope);
        add_times(back, weights, *slope);
    }
}

fn unpool(activations: &Activations, slopes: &[f32; POOLED], back: &mut [f32]) {
    for (at, slope) in slopes.iter().enumerate() {
        let (cell, filter) = (at / SECOND, at % SECOND);
        let best = activations.pooled[at];
        if best <= 0.0 {
            continue;
        }
        for corner in 0..4 {
            let (row, column) = (cell / COLUMNS_3 * 2 + corner / 2, cell % COLUMNS_3 * 2 + corner % 2);
            let place = (row * COLUMNS_2 + column) * SECOND + filter;
            if activations.second[place] == best {
                back[place] = *slope;
                break;
            }
        }
    }
}

/// Where filters look: the side of each, how many there are, and the columns, depth and step of what they look at.
#[derive(Clone, Copy)]
struct Filters {
    side: usize,
    count: usize,
    columns: usize,
    depth: usize,
    step: usize,
}

fn back_filters(
    filters: Filters,
    gradient: &mut Layer,
    (from, slopes): (&[f32], &[f32]),
    mut back: Option<(&Layer, &mut Vec<f32>)>,
) {
    let Filters { side, count, columns, depth, step } = filters;
    let wide = (columns - side) / step + 1;
    let run = side * depth;
    for (at, slopes) in slopes.chunks_exact(count).enumerate() {
        add_times(&mut gradient.biases, slopes, 1.0);
        let (row, column) = (at / wide * step, at % wide * step);
        for (filter, slope) in slopes.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
            for line in 0..side {
                let start = ((row + line) * columns + column) * depth;
                let part = (filter * side + line) * run..(filter * side + line + 1) * run;
                add_times(&mut gradient.weights[part.clone()], &from[start..start + run], *slope);
                if let Some((layer, back)) = &mut back {
                    add_times(&mut back[start..start + run], &layer.weights[part], *slope);
                }
            }
        }
    }
}
