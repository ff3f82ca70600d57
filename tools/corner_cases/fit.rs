//! Fitting the weights of the judge, and printing them as the source of `pixels/src/corners/weights.rs`.

use super::{EDGE, scene, seed};
use idsnap::corners::{MEASURES, refined_candidates};
use scene::random::Random;
use scene::score::intersection_over_union;
use scene::{Kind, Planes, corpus};

/// Seeds from here on are for fitting: those before are for choosing constants.
const FIRST: usize = 100_000;
/// Neurons of the hidden layer.
const NEURONS: usize = 8;
/// The wanted result goes from 0 at the first agreement to 1 at the second.
const WANTED: [f32; 2] = [0.6, 0.9];
const PASSES: usize = 60;
const BATCH: usize = 64;
/// How far weights go in one step, first and last.
const RATES: [f32; 2] = [5e-3, 2e-4];
/// How much each step takes off the weights, by the rate.
const DECAY: f32 = 3e-3;
/// Every tenth scene is kept back, to see whether the fit holds for others.
const KEPT_BACK: usize = 10;

/// A candidate: what was measured, and the result that is wanted.
struct Case {
    measures: [f32; MEASURES],
    wanted: f32,
}

pub fn fit(count: usize, half: usize) {
    let (mut cases, mut kept_back) = (Vec::new(), Vec::new());
    let sources = corpus::sources(half);
    for at in 0..count {
        let to = if at % KEPT_BACK == 0 { &mut kept_back } else { &mut cases };
        for kind in Kind::ALL {
            gather(kind, seed(FIRST + at, half), &sources, to);
        }
        if at % 50 == 49 {
            eprintln!("{} of {count} scenes of each kind", at + 1);
        }
    }
    let judge = fitted(&cases, &kept_back);
    print_source(&judge);
}

fn gather(kind: Kind, seed: u64, sources: &scene::Sources, cases: &mut Vec<Case>) {
    let scene = scene::scene(kind, seed, EDGE, sources);
    let planes = Planes::of(&scene.picture);
    for (corners, measures) in refined_candidates(&planes.as_picture()) {
        let outline = planes.enlarged(&corners, &scene.picture);
        let agreement = scene.truth.map_or(0.0, |truth| intersection_over_union(&outline, &truth));
        let wanted = ((agreement - WANTED[0]) / (WANTED[1] - WANTED[0])).clamp(0.0, 1.0);
        cases.push(Case { measures, wanted });
    }
}

/// One hidden layer of softsigns: for each neuron its weights, its bias and its gain, and last the bias of the result.
struct Judge(Vec<f32>);

/// Numbers of a neuron.
const NEURON: usize = MEASURES + 2;

impl Judge {
    fn new(random: &mut Random) -> Self {
        let spread = (1.0 / MEASURES as f32).sqrt();
        Self((0..=NEURONS * NEURON).map(|_| spread * random.normal()).collect())
    }

    /// The result, and what each neuron got.
    fn judge(&self, measures: &[f32; MEASURES]) -> (f32, [f32; NEURONS]) {
        let mut sum = self.0[NEURONS * NEURON];
        let inputs = core::array::from_fn(|at| {
            let neuron = &self.0[at * NEURON..][..NEURON];
            let input = neuron[MEASURES] + neuron.iter().zip(measures).map(|(a, b)| a * b).sum::<f32>();
            sum += neuron[MEASURES + 1] * softsign(input);
            input
        });
        (1.0 / (1.0 + (-sum).exp()), inputs)
    }

    /// Adds what moves the weights away from the wanted result.
    fn add_slope(&self, case: &Case, slope: &mut [f32]) {
        let (result, inputs) = self.judge(&case.measures);
        let miss = result - case.wanted;
        for (at, input) in inputs.into_iter().enumerate() {
            let gain = self.0[at * NEURON + MEASURES + 1];
            let slope = &mut slope[at * NEURON..][..NEURON];
            let steepness = miss * gain / (1.0 + input.abs()).powi(2);
            for (slope, measure) in slope.iter_mut().zip(&case.measures) {
                *slope += steepness * measure;
            }
            slope[MEASURES] += steepness;
            slope[MEASURES + 1] += miss * softsign(input);
        }
        slope[NEURONS * NEURON] += miss;
    }

    /// The mean cross entropy, in bits.
    fn loss(&self, cases: &[Case]) -> f32 {
        let loss = |case: &Case| {
            let (result, _) = self.judge(&case.measures);
            -case.wanted * result.max(1e-6).log2() - (1.0 - case.wanted) * (1.0 - result).max(1e-6).log2()
        };
        cases.iter().map(loss).sum::<f32>() / cases.len().max(1) as f32
    }
}

fn softsign(value: f32) -> f32 {
    value / (1.0 + value.abs())
}

/// Kingma and Ba, "Adam: a method for stochastic optimization", 2015, with decoupled decay.
fn fitted(cases: &[Case], kept_back: &[Case]) -> Judge {
    let mut random = Random::new(1);
    let mut judge = Judge::new(&mut random);
    let mut moments = vec![[0.0_f32; 2]; judge.0.len()];
    let steps = PASSES * cases.len() / BATCH;
    for step in 0..steps {
        let mut slope = vec![0.0; judge.0.len()];
        (0..BATCH).for_each(|_| judge.add_slope(random.pick(cases), &mut slope));
        let done = step as f32 / steps as f32;
        let rate = RATES[0] * (RATES[1] / RATES[0]).powf(done);
        let unbiased = [0.9_f32, 0.999].map(|keep| 1.0 - keep.powf(step as f32 + 1.0));
        for ((weight, [mean, square]), slope) in judge.0.iter_mut().zip(&mut moments).zip(slope) {
            let slope = slope / BATCH as f32;
            *mean += 0.1 * (slope - *mean);
            *square += 0.001 * (slope * slope - *square);
            *weight -= rate * (*mean / unbiased[0] / ((*square / unbiased[1]).sqrt() + 1e-8) + DECAY * *weight);
        }
        if step % (steps / 10).max(1) == 0 {
            eprintln!("{:3.0} %: {:.4} bits, kept back {:.4}", 100.0 * done, judge.loss(cases), judge.loss(kept_back));
        }
    }
    eprintln!("{} candidates: {:.4} bits, kept back {:.4}", cases.len(), judge.loss(cases), judge.loss(kept_back));
    judge
}

fn print_source(judge: &Judge) {
    println!("/// What is added to the result.\npub const BIAS: f32 = {:.3};\n", judge.0[NEURONS * NEURON]);
    println!("/// The hidden layer.\n#[rustfmt::skip]\npub const NEURONS: [Neuron; {NEURONS}] = [");
    for neuron in judge.0.chunks_exact(NEURON) {
        println!("    Neuron {{\n        weights: [");
        for weights in neuron[..MEASURES].chunks(10) {
            let weights: Vec<String> = weights.iter().map(|weight| format!("{weight:.3}")).collect();
            println!("            {},", weights.join(", "));
        }
        println!(
            "        ],\n        bias: {:.3},\n        gain: {:.3},\n    }},",
            neuron[MEASURES],
            neuron[MEASURES + 1]
        );
    }
    println!("];");
}
