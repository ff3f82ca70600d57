//! The quality that fills a number of bytes.
//!
//! A few rows of MCUs tell the quality nearly; then whole pictures are rounded until one fits and fills the budget.
//! Steps are whole numbers and jump; the last per cent is filled by how much distortion counts against bits.

use super::encode::frame;
use super::quant::{Tables, quality_of_scale, scale_of_quality};
use super::requantize::{AllRates, Fineness, rates_of, requantize};
use super::sparse::Plane;
use super::trellis::Rates;
use super::write::{Layout, Plan};
use crate::limits::SizeUnit;
use crate::rows::Size;
use crate::{Error, Result};

/// Coefficients that are to become a file.
#[derive(Debug)]
pub(super) struct Job<'a> {
    /// The planes, not rounded yet.
    pub(super) planes: &'a [Plane],
    /// Width and height in pixels.
    pub(super) size: Size,
    /// Whole marker segments.
    pub(super) metadata: &'a [&'a [u8]],
    /// Progressive or sequential.
    pub(super) progressive: bool,
}

/// What a file is to keep to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// The most bytes.
    pub(super) max_bytes: u64,
    /// The lowest quality allowed.
    pub(super) min_quality: f32,
    /// The highest quality of use.
    pub(super) max_quality: f32,
}

/// How the logarithm of the size falls with the logarithm of the steps, on photos.
const STEP_SLOPE: f32 = 0.8;
/// How it grows with the logarithm of what distortion counts.
const WEIGHT_SLOPE: f32 = 0.11;
/// The share of the budget that is aimed at.
const AIM: f32 = 0.994;
/// The share of the budget that is good enough.
const ENOUGH: f32 = 0.983;
/// MCU rows that stand for the whole picture.
const SAMPLED_ROWS: usize = 12;
/// Whole pictures that are rounded at most; a photo takes two.
const MOST_TRIALS: usize = 16;

/// One whole picture, rounded.
struct Trial {
    bytes: usize,
    overhead: usize,
    file: Option<Vec<u8>>,
}

impl Job<'_> {
    /// The file at `quality`.
    pub(super) fn at(&self, quality: f32) -> Vec<u8> {
        let (_, rates) = self.sample(quality, &[Rates::guess(), Rates::guess()]);
        let (_, rates) = self.sample(quality, &rates);
        self.trial(Fineness { quality, weight: 1.0 }, &rates, u64::MAX).file.unwrap_or_default()
    }

    /// The best file within `budget`, and its quality.
    pub(super) fn within(&self, budget: Budget) -> Result<(Vec<u8>, f32)> {
        let (quality, rates) = self.estimate(budget);
        let mut search = Search::new(budget, quality);
        for _ in 0..MOST_TRIALS {
            let trial = self.trial(search.next, &rates, budget.max_bytes);
            if search.is_over_after(trial) {
                break;
            }
        }
        let smallest = search.smallest;
        search.best.ok_or(Error::OverBudget { limit: budget.max_bytes, best: smallest, unit: SizeUnit::Bytes })
    }

    /// The quality that a sample of rows promises, and the rates there.
    fn estimate(&self, budget: Budget) -> (f32, AllRates) {
        let log_scale = |quality: f32| scale_of_quality(quality).ln();
        let range = (log_scale(budget.max_quality), log_scale(budget.min_quality));
        let mut at = log_scale(75.0).clamp(range.0, range.1);
        let mut rates = [Rates::guess(), Rates::guess()];
        let mut before: Option<(f32, f32)> = None;
        for round in 0..7 {
            let (bytes, next_rates) = self.sample(quality_of_scale(at.exp()), &rates);
            rates = next_rates;
            let error = ratio_log(bytes, AIM * to_f32(budget.max_bytes));
            let slope = before.map_or(STEP_SLOPE, |(other, size)| slope((other, size), (at, error), STEP_SLOPE));
            if round > 0 {
                before = Some((at, error));
            }
            let next = (at + error / slope).clamp(range.0, range.1);
            if round > 0 && (error.abs() < 0.01 || (next - at).abs() < 0.005) {
                break;
            }
            at = next;
        }
        (quality_of_scale(at.exp()), rates)
    }

    /// Bytes that the whole picture may have at `quality`, judged by some of its rows, and the rates found.
    fn sample(&self, quality: f32, rates: &AllRates) -> (f32, AllRates) {
        let frame = frame(self.size, self.planes, &Tables::new(quality));
        let rows = self.planes.first().map_or(1, |plane| plane.rows.len().div_ceil(plane.vertical));
        let every = (rows / SAMPLED_ROWS).max(1);
        let planes = requantize(self.planes, &frame, rates, Fineness { quality, weight: 1.0 }, every);
        let plan = Plan::new(self.layout(&frame), &planes);
        let data = to_f32((plan.bytes_without_stuffing() - plan.overhead_bytes()) as u64);
        let share = to_f32(rows as u64) / to_f32(rows.div_ceil(every) as u64);
        (data * share + to_f32(plan.overhead_bytes() as u64), rates_of(&planes))
    }

    fn trial(&self, fineness: Fineness, rates: &AllRates, max_bytes: u64) -> Trial {
        let frame = frame(self.size, self.planes, &Tables::new(fineness.quality));
        let planes = requantize(self.planes, &frame, rates, fineness, 1);
        let plan = Plan::new(self.layout(&frame), &planes);
        let (mut bytes, overhead) = (plan.bytes_without_stuffing(), plan.overhead_bytes());
        let mut file = None;
        if bytes as u64 <= max_bytes {
            let written = plan.write();
            bytes = written.len();
            file = (bytes as u64 <= max_bytes).then_some(written);
        }
        Trial { bytes, overhead, file }
    }

    fn layout<'a>(&'a self, frame: &'a super::frame::Frame) -> Layout<'a> {
        Layout { frame, metadata: self.metadata, jfif: true, progressive: self.progressive }
    }
}

/// Where the search stands.
struct Search {
    budget: Budget,
    next: Fineness,
    best: Option<(Vec<u8>, f32)>,
    smallest: u64,
    /// Logarithms of scales known to be too fine and coarse enough, at weight 1.
    bracket: (f32, f32),
    before: Option<(f32, f32)>,
    weight_moves: usize,
}

impl Search {
    fn new(budget: Budget, quality: f32) -> Self {
        Self {
            budget,
            next: Fineness { quality, weight: 1.0 },
            best: None,
            smallest: u64::MAX,
            bracket: (f32::NEG_INFINITY, f32::INFINITY),
            before: None,
            weight_moves: 0,
        }
    }

    /// Takes a trial in and chooses the next one; true where there is none.
    fn is_over_after(&mut self, trial: Trial) -> bool {
        let Budget { max_bytes, min_quality, max_quality } = self.budget;
        let bytes = trial.bytes as u64;
        self.smallest = self.smallest.min(bytes);
        let fits = trial.file.is_some();
        if let Some(file) = trial.file
            && self.best.as_ref().is_none_or(|(best, _)| best.len() < file.len())
        {
            self.best = Some((file, self.next.quality));
        }
        let error = ratio_log(
            (trial.bytes.saturating_sub(trial.overhead)) as f32,
            AIM * to_f32(max_bytes) - trial.overhead as f32,
        );
        let at_best = self.next.quality >= max_quality && self.next.weight >= 1.0;
        if fits && (to_f32(bytes) >= ENOUGH * to_f32(max_bytes) || at_best) {
            return true;
        }
        if !fits && self.next.quality <= min_quality && self.next.weight <= 1.0 {
            return true;
        }
        self.choose(error, fits);
        false
    }

    fn choose(&mut self, error: f32, fits: bool) {
        let at = scale_of_quality(self.next.quality).ln();
        if self.next.weight == 1.0 {
            if fits { self.bracket.1 = self.bracket.1.min(at) } else { self.bracket.0 = self.bracket.0.max(at) }
        }
        if error.abs() < 0.04 && self.weight_moves < 4 {
            let log_weight = self.next.weight.ln();
            let slope = self.before.map_or(WEIGHT_SLOPE, |before| -slope(before, (log_weight, error), -WEIGHT_SLOPE));
            self.before = Some((log_weight, error));
            self.weight_moves += 1;
            self.next.weight = (log_weight - error / slope).clamp(-1.0, 1.0).exp();
            return;
        }
        self.before = None;
        self.weight_moves = 0;
        let mut next = at + error / STEP_SLOPE;
        if next <= self.bracket.0 || next >= self.bracket.1 {
            next = (self.bracket.0.max(at - 1.0) + self.bracket.1.min(at + 1.0)) / 2.0;
        }
        let quality = quality_of_scale(next.exp()).clamp(self.budget.min_quality, self.budget.max_quality);
        self.next = Fineness { quality, weight: 1.0 };
    }
}

/// How far `bytes` lie above `target`, as a logarithm.
fn ratio_log(bytes: f32, target: f32) -> f32 {
    (bytes.max(1.0) / target.max(1.0)).ln()
}

/// How fast the size falls from one point to the other, kept near what is usual.
fn slope(a: (f32, f32), b: (f32, f32), usual: f32) -> f32 {
    let found = (a.1 - b.1) / (b.0 - a.0);
    let ratio = found / usual;
    if ratio.is_finite() && ratio > 0.0 { usual * ratio.clamp(0.4, 2.5) } else { usual }
}

#[expect(clippy::cast_precision_loss, reason = "sizes are estimates here")]
fn to_f32(count: u64) -> f32 {
    count as f32
}
