//! A small convolutional network: which character a window shows, and how far it is from the middle.
//!
//! Two layers of filters, a pooling of four, a hidden layer, and the scores. The weights are fitted by `zone_cases fit`.

/// Columns of the window.
pub const WIDTH: usize = 20;
/// Rows of the window.
pub const HEIGHT: usize = 24;
/// Pixels of the window.
pub const PIXELS: usize = WIDTH * HEIGHT;

/// Filters of the first layer, 5 by 5, every second pixel.
pub const FIRST: usize = 16;
/// Filters of the second layer, 3 by 3.
pub const SECOND: usize = 32;
/// Neurons of the hidden layer.
pub const HIDDEN: usize = 64;
/// The characters, and last what is none.
pub const CLASSES: usize = 38;
/// The scores of the classes; how far the character is right of and below the middle, and the logarithm of how much
/// taller it is; and how certain it is that a part of the character is hidden.
pub const OUTPUTS: usize = CLASSES + 4;
/// The output that tells whether a part is hidden, as the logarithm of the odds.
pub const HIDES: usize = OUTPUTS - 1;

/// Side of the first filters.
pub const SIDE_1: usize = 5;
/// Side of the second filters.
pub const SIDE_2: usize = 3;
/// Rows after the first layer.
pub const ROWS_1: usize = (HEIGHT - SIDE_1) / 2 + 1;
/// Columns after the first layer.
pub const COLUMNS_1: usize = (WIDTH - SIDE_1) / 2 + 1;
/// Rows after the second layer.
pub const ROWS_2: usize = ROWS_1 - SIDE_2 + 1;
/// Columns after the second layer.
pub const COLUMNS_2: usize = COLUMNS_1 - SIDE_2 + 1;
/// Rows after pooling.
pub const ROWS_3: usize = ROWS_2 / 2;
/// Columns after pooling.
pub const COLUMNS_3: usize = COLUMNS_2 / 2;
/// What goes into the hidden layer.
pub const POOLED: usize = ROWS_3 * COLUMNS_3 * SECOND;

/// Weights of each layer, one after the other: inputs of the layer, and its outputs.
pub const LAYERS: [(usize, usize); 4] =
    [(SIDE_1 * SIDE_1, FIRST), (SIDE_2 * SIDE_2 * FIRST, SECOND), (POOLED, HIDDEN), (HIDDEN, OUTPUTS)];

/// The weights of a layer, and what is added to each output.
#[derive(Debug, Clone)]
pub struct Layer {
    /// For each input the weight of each output.
    pub weights: Vec<f32>,
    /// Of each output.
    pub biases: Vec<f32>,
}

/// All weights.
#[derive(Debug, Clone)]
pub struct Network {
    /// From the window to the scores.
    pub layers: [Layer; 4],
}

/// What each layer gave.
#[derive(Debug, Clone)]
pub struct Activations {
    /// After the first filters.
    pub first: [f32; ROWS_1 * COLUMNS_1 * FIRST],
    /// After the second filters.
    pub second: [f32; ROWS_2 * COLUMNS_2 * SECOND],
    /// After pooling.
    pub pooled: [f32; POOLED],
    /// After the hidden layer.
    pub hidden: [f32; HIDDEN],
    /// The scores.
    pub outputs: [f32; OUTPUTS],
}

impl Default for Activations {
    fn default() -> Self {
        Self {
            first: [0.0; ROWS_1 * COLUMNS_1 * FIRST],
            second: [0.0; ROWS_2 * COLUMNS_2 * SECOND],
            pooled: [0.0; POOLED],
            hidden: [0.0; HIDDEN],
            outputs: [0.0; OUTPUTS],
        }
    }
}

impl Network {
    /// The scores of a window, left in `to.outputs`.
    pub fn run(&self, window: &[f32; PIXELS], to: &mut Activations) {
        let [first, second, hidden, last] = &self.layers;
        convolve::<SIDE_1, FIRST>(first, &Plane { samples: window, columns: WIDTH, depth: 1, step: 2 }, &mut to.first);
        let plane = Plane { samples: &to.first, columns: COLUMNS_1, depth: FIRST, step: 1 };
        convolve::<SIDE_2, SECOND>(second, &plane, &mut to.second);
        pool(&to.second, &mut to.pooled);
        dense::<HIDDEN>(hidden, &to.pooled, &mut to.hidden);
        rectify(&mut to.hidden);
        dense::<OUTPUTS>(last, &to.hidden, &mut to.outputs);
    }
}

/// What a layer of filters works on: rows of columns of samples.
struct Plane<'a> {
    samples: &'a [f32],
    columns: usize,
    depth: usize,
    step: usize,
}

fn convolve<const SIDE: usize, const FILTERS: usize>(layer: &Layer, plane: &Plane, to: &mut [f32]) {
    let columns = (plane.columns - SIDE) / plane.step + 1;
    let run = SIDE * plane.depth;
    for (at, out) in to.chunks_exact_mut(FILTERS).enumerate() {
        let (row, column) = (at / columns * plane.step, at % columns * plane.step);
        let mut sums = [0.0; FILTERS];
        sums.copy_from_slice(&layer.biases);
        for (line, weights) in layer.weights.chunks_exact(run * FILTERS).enumerate() {
            let start = ((row + line) * plane.columns + column) * plane.depth;
            let samples = plane.samples.get(start..start + run).unwrap_or_default();
            for (sample, weights) in samples.iter().zip(weights.chunks_exact(FILTERS)) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += sample * weight;
                }
            }
        }
        rectify(&mut sums);
        out.copy_from_slice(&sums);
    }
}

fn rectify(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}

/// The greatest of each four.
fn pool(from: &[f32], to: &mut [f32; POOLED]) {
    for (at, out) in to.chunks_exact_mut(SECOND).enumerate() {
        out.fill(0.0);
        for corner in 0..4 {
            let (row, column) = (at / COLUMNS_3 * 2 + corner / 2, at % COLUMNS_3 * 2 + corner % 2);
            let start = (row * COLUMNS_2 + column) * SECOND;
            for (best, value) in out.iter_mut().zip(from.get(start..start + SECOND).unwrap_or_default()) {
                *best = best.max(*value);
            }
        }
    }
}

fn dense<const NEURONS: usize>(layer: &Layer, from: &[f32], to: &mut [f32; NEURONS]) {
    to.copy_from_slice(&layer.biases);
    for (value, weights) in from.iter().zip(layer.weights.chunks_exact(NEURONS)) {
        for (sum, weight) in to.iter_mut().zip(weights) {
            *sum += value * weight;
        }
    }
}

/// The likelihood of something by the logarithm of its odds.
#[must_use]
pub fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// What the network knows, in the order of its scores. The class after them is no character.
pub const ALPHABET: &[u8; CLASSES - 1] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<";
/// The class of what is no character.
pub const NONE: usize = CLASSES - 1;

/// The greatest weight of each layer as it is written. The hidden layer has most of the weights, of which 5 or 6 bits tell as
/// much as 8 do, and take less room after compression.
const GREATEST: [f32; 4] = [127.0, 127.0, 19.0, 127.0];
/// Bytes of an output beside its weights: its scale and its bias.
const BYTES_OF_OUTPUT: usize = 8;

impl Network {
    /// The network of the weights as [`Self::to_bytes`] writes them; `None` for bytes of another size.
    #[must_use]
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut layer = |(inputs, outputs): (usize, usize)| {
            let (head, rest) = bytes.split_at_checked(outputs * BYTES_OF_OUTPUT)?;
            let (weights, rest) = rest.split_at_checked(inputs * outputs)?;
            bytes = rest;
            let (numbers, _) = head.as_chunks::<4>();
            let numbers: Vec<_> = numbers.iter().map(|number| f32::from_le_bytes(*number)).collect();
            let (scales, biases) = numbers.split_at_checked(outputs)?;
            let weight = |(weight, scale): (&u8, &f32)| f32::from(i8::from_le_bytes([*weight])) * scale;
            let weights = weights.iter().zip(scales.iter().cycle()).map(weight).collect();
            Some(Layer { weights, biases: biases.to_vec() })
        };
        let [first, second, hidden, last] = LAYERS.map(&mut layer);
        let network = Self { layers: [first?, second?, hidden?, last?] };
        bytes.is_empty().then_some(network)
    }

    /// The weights in a byte each: of each layer the scale of each output, its bias, and the weights by the scale.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for ((layer, (_, outputs)), greatest) in self.layers.iter().zip(LAYERS).zip(GREATEST) {
            let most =
                |output: usize| layer.weights.iter().skip(output).step_by(outputs).fold(0.0f32, |a, b| a.max(b.abs()));
            let scales: Vec<_> = (0..outputs).map(|output| most(output).max(1e-6) / greatest).collect();
            bytes.extend(scales.iter().chain(&layer.biases).flat_map(|number| number.to_le_bytes()));
            let scaled =
                layer.weights.iter().zip(scales.iter().cycle()).map(|(weight, scale)| (weight / scale).round());
            bytes.extend(scaled.flat_map(|weight| signed(weight).to_le_bytes()));
        }
        bytes
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates, and no scaled weight is above 127")]
const fn signed(weight: f32) -> i8 {
    weight as i8
}
