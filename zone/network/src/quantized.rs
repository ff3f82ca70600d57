//! The network in whole numbers: weights of 8 bits and inputs of 16, added up in 32. It gives the same on every machine,
//! as WebAssembly too.

use crate::lanes::{Lanes, Sums, pair};
use crate::network::{
    COLUMNS_1, COLUMNS_3, FIRST, HIDDEN, LAYERS, Layer, Network, OUTPUTS, PIXELS, POOLED, ROWS_1, SECOND, SIDE_1,
    SIDE_2, WIDTH,
};
use crate::number::rounded;

/// Steps a window's standard deviation has.
const WINDOW_STEPS: f32 = 1024.0;
/// Steps of a neuron's unit.
const STEPS: f32 = 256.0;
/// A neuron gives at most as much: with weights up to 127, the sums of a layer stay below 2^31.
const MOST: f32 = 8191.0;
/// Outputs whose sums are added up together.
const GROUP: usize = 4;
/// Pairs of pixels in a row of the window, and those that a row of a filter covers.
const PAIRS_OF_ROW: usize = WIDTH / 2;
const PAIRS_OF_SIDE: usize = SIDE_1.div_ceil(2);
/// Pairs of a place after the first layer.
const PAIRS_OF_PLACE: usize = FIRST / 2;

/// A layer: for each pair of inputs, the weights of all outputs.
#[derive(Debug, Clone)]
struct Weights {
    lanes: Vec<Lanes>,
    /// What a sum counts, and what is added to it, for each output.
    scales: Vec<f32>,
    biases: Vec<f32>,
}

/// The network.
#[derive(Debug, Clone)]
pub struct Quantized {
    layers: [Weights; 4],
}

/// What the layers gave, two numbers in one.
#[derive(Debug, Clone)]
pub struct Pairs {
    window: [i32; PIXELS / 2],
    first: [i32; ROWS_1 * COLUMNS_1 * PAIRS_OF_PLACE],
    pooled: [i32; POOLED / 2],
    hidden: [i32; HIDDEN / 2],
}

impl Default for Pairs {
    fn default() -> Self {
        Self {
            window: [0; PIXELS / 2],
            first: [0; ROWS_1 * COLUMNS_1 * PAIRS_OF_PLACE],
            pooled: [0; POOLED / 2],
            hidden: [0; HIDDEN / 2],
        }
    }
}

impl Quantized {
    /// The network with its weights rounded, as its bytes have them.
    pub fn new(network: &Network) -> Self {
        let [first, second, hidden, last] = &network.layers;
        let [(_, a), (_, b), (_, c), (_, d)] = LAYERS;
        // A row of a filter has an odd number of pixels: the second of its last pair counts nothing.
        let layers = [
            weights(first, a, SIDE_1, [WINDOW_STEPS, STEPS]),
            weights(second, b, SIDE_2 * FIRST, [STEPS, STEPS]),
            weights(hidden, c, POOLED, [STEPS, STEPS]),
            weights(last, d, HIDDEN, [STEPS, 1.0]),
        ];
        Self { layers }
    }

    /// The scores of a window.
    #[inline(never)]
    pub fn run(&self, window: &[f32; PIXELS], to: &mut Pairs) -> [f32; OUTPUTS] {
        let [first, second, hidden, last] = &self.layers;
        for (pair_of, pixels) in to.window.iter_mut().zip(window.as_chunks::<2>().0) {
            let [a, b] = pixels.map(|pixel| rounded((pixel * WINDOW_STEPS).clamp(-MOST, MOST)));
            *pair_of = pair(a, b);
        }
        for (at, out) in to.first.chunks_exact_mut(PAIRS_OF_PLACE).enumerate() {
            let start = at / COLUMNS_1 * 2 * PAIRS_OF_ROW + at % COLUMNS_1;
            let sums = first.sums::<{ FIRST / GROUP }>(&to.window, start, [PAIRS_OF_SIDE, PAIRS_OF_ROW]);
            first.activate(&sums, out);
        }
        for (at, out) in to.pooled.chunks_exact_mut(SECOND / 2).enumerate() {
            let mut best = [Sums::new(i32::MIN); SECOND / GROUP];
            for corner in 0..4 {
                let (row, column) = (at / COLUMNS_3 * 2 + corner / 2, at % COLUMNS_3 * 2 + corner % 2);
                let start = (row * COLUMNS_1 + column) * PAIRS_OF_PLACE;
                let steps = [SIDE_2 * PAIRS_OF_PLACE, COLUMNS_1 * PAIRS_OF_PLACE];
                let sums = second.sums::<{ SECOND / GROUP }>(&to.first, start, steps);
                best.iter_mut().zip(sums).for_each(|(best, sums)| best.greatest(sums));
            }
            second.activate(&best, out);
        }
        let sums = hidden.sums::<{ HIDDEN / GROUP }>(&to.pooled, 0, [POOLED / 2, 0]);
        hidden.activate(&sums, &mut to.hidden);
        let sums = last.sums::<{ OUTPUTS.div_ceil(GROUP) }>(&to.hidden, 0, [HIDDEN / 2, 0]);
        let mut outputs = [0.0; OUTPUTS];
        let scales = last.scales.iter().zip(&last.biases);
        for ((output, sum), (scale, bias)) in
            outputs.iter_mut().zip(sums.iter().flat_map(|sums| sums.get())).zip(scales)
        {
            *output = sum as f32 * scale + bias;
        }
        outputs
    }
}

impl Weights {
    /// The sums of so many groups of outputs: of rows of `run` pairs, each `step` pairs after the one before.
    #[inline(always)]
    fn sums<const GROUPS: usize>(&self, pairs: &[i32], start: usize, [run, step]: [usize; 2]) -> [Sums; GROUPS] {
        let mut sums = [Sums::new(0); GROUPS];
        for (line, weights) in self.lanes.chunks_exact(run * GROUPS).enumerate() {
            let pairs = pairs.get(start + line * step..).unwrap_or_default();
            for (pair, weights) in pairs.iter().zip(weights.as_chunks::<GROUPS>().0) {
                for (sums, weights) in sums.iter_mut().zip(weights) {
                    sums.add(weights, *pair);
                }
            }
        }
        sums
    }

    /// What the neurons give by their sums: nothing below 0.
    #[inline(always)]
    fn activate(&self, sums: &[Sums], to: &mut [i32]) {
        let numbers = self.scales.as_chunks::<GROUP>().0.iter().zip(self.biases.as_chunks::<GROUP>().0);
        for ((out, sums), (scales, biases)) in to.as_chunks_mut::<2>().0.iter_mut().zip(sums).zip(numbers) {
            let mut values = [0; GROUP];
            for (((value, sum), scale), bias) in values.iter_mut().zip(sums.get()).zip(scales).zip(biases) {
                *value = rounded((sum as f32 * scale + bias).clamp(0.0, MOST));
            }
            let [a, b, c, d] = values;
            *out = [pair(a, b), pair(c, d)];
        }
    }
}

/// The weights of a layer of so many outputs, whose inputs come in rows, and the steps of its inputs and outputs.
fn weights(layer: &Layer, outputs: usize, row: usize, [from, to]: [f32; 2]) -> Weights {
    let mut scales = vec![1e-6f32 / 127.0; outputs];
    for weights in layer.weights.chunks_exact(outputs) {
        for (scale, weight) in scales.iter_mut().zip(weights) {
            *scale = scale.max(weight.abs() / 127.0);
        }
    }
    let mut lanes = Vec::new();
    for inputs in layer.weights.chunks_exact(row * outputs) {
        for two in inputs.chunks(2 * outputs) {
            for group in 0..outputs.div_ceil(GROUP) {
                let weight = |at: usize| {
                    let (output, second) = (group * GROUP + at / 2, at % 2);
                    let place = second * outputs + output;
                    let known = two.get(place).zip(scales.get(output)).filter(|_| output < outputs);
                    known.map_or(0, |(weight, scale)| rounded((weight / scale).clamp(-127.0, 127.0)))
                };
                lanes.push(Lanes::new(core::array::from_fn(weight)));
            }
        }
    }
    let scales = scales.iter().map(|scale| scale / from * to).collect();
    Weights { lanes, scales, biases: layer.biases.iter().map(|bias| bias * to).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Activations;

    static WEIGHTS: &[u8] = include_bytes!("../../src/network.bin");

    #[test]
    fn gives_what_the_network_of_fractions_gives() {
        let network = Network::from_bytes(WEIGHTS).unwrap();
        let quantized = Quantized::new(&network);
        let (mut activations, mut pairs) = (Activations::default(), Pairs::default());
        let mut state = 7u32;
        for _ in 0..20 {
            let mut window = [0.0; PIXELS];
            for (at, pixel) in window.iter_mut().enumerate() {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let stripe = if (at % WIDTH / 3).is_multiple_of(2) { 1.2 } else { -0.8 };
                *pixel = stripe + (state >> 24) as f32 / 256.0 - 0.5;
            }
            network.run(&window, &mut activations);
            let outputs = quantized.run(&window, &mut pairs);
            for (exact, rounded) in activations.outputs.iter().zip(outputs) {
                // Steps of 1/256 of a neuron and of 1/127 of an output's largest weight, through four layers.
                assert!((exact - rounded).abs() < 0.1 + 0.01 * exact.abs(), "{exact} {rounded}");
            }
        }
    }
}
