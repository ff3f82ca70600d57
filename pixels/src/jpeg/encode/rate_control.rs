//! Rate control: the quality that fills a size budget.
//!
//! A sample of rows of MCUs gives an estimate of the quality. Whole images are then quantized until one fits and fills
//! the budget. Steps are whole numbers, so that sizes jump from one quality to the next. The weight of distortion
//! against bits is continuous and fills the rest.

use super::quant::{quality_of_scale, scale_of_quality};
use super::quantize::{AllRates, Fineness, interleaved, quantize, rates_of, replace};
use super::rate_search::RateSearch;
use super::size_model::{
    STEP_SLOPE, SizeBudget, TARGET_FILL, Trial, WEIGHT_SLOPE, fills, ratio_log, slope, to_f32, whole_quality,
};
use super::sparse::SparsePlane;
use super::store::CoefficientStore;
use super::symbols::ScanSpec;
use super::target::Target;
use super::trellis::Rates;
use super::write::{FileLayout, FilePlan, script};
use crate::Result;
use crate::jpeg::shared::frame::Frame;
use crate::logarithm::{exp, ln};

/// Coefficients that are to become a file.
#[derive(Debug, Clone, Copy)]
pub struct RateControl<'a> {
    /// The coefficients, not quantized yet.
    pub store: &'a CoefficientStore,
    /// Whole marker segments.
    pub metadata: &'a [&'a [u8]],
    /// Whether a JFIF segment is written.
    pub jfif: bool,
    /// Progressive or sequential.
    pub progressive: bool,
}

/// The least number of rows of MCUs in a sample.
const SAMPLED_ROWS: usize = 12;
/// The most whole images that are quantized. A photo takes two.
const MAX_TRIALS: usize = 24;
/// The order in which a steered trial quantizes: every fourth row of MCUs, from the one numbered so.
const TURNS: [usize; 4] = [0, 2, 1, 3];
/// The number of coefficients from which a trial is steered. In a large image one trial less is worth more than the
/// same weight in all rows.
const STEERED_FROM: u64 = 1_000_000;
/// The largest logarithm of the weight that steering may choose, and its negative is the smallest.
const STEERING_RANGE: f32 = 0.4;
/// The largest error of the estimate that a steered trial begins with, as a logarithm of the size.
const STEERED_ERROR: f32 = 0.03;
/// The largest error of the estimate that other trials begin with, as a logarithm of the size.
const SMALL_ERROR: f32 = 0.01;
/// The part of the budget that a steered trial is to fill. It does not count stuffed zeros, one byte of 256.
const STEERED_FILL: f32 = 0.985;
/// How often the last turn may be repeated to meet the budget.
const MAX_CORRECTIONS: usize = 3;
/// The largest logarithm of the weight of a repeated turn, and its negative is the smallest.
const CORRECTION_RANGE: f32 = 0.8;

/// What is known of the entropy coding before an image is quantized.
#[derive(Debug)]
pub struct CodingStatistics {
    /// Bits of the symbols.
    pub rates: AllRates,
    /// The order of the scans.
    pub script: Vec<ScanSpec>,
}

impl CodingStatistics {
    pub fn guess() -> Self {
        Self { rates: [Rates::guess(), Rates::guess()], script: Vec::new() }
    }
}

impl RateControl<'_> {
    /// The file made to `target`, and its quality.
    pub fn to(&self, target: Target) -> Result<(Vec<u8>, u8)> {
        match target {
            Target::Quality(quality) => Ok((self.at(f32::from(quality)), quality)),
            Target::Budget { max_bytes, min_quality, max_quality } => {
                let max_quality = f32::from(max_quality).min(self.store.max_quality);
                let min_quality = f32::from(min_quality).min(max_quality);
                let (bytes, quality) = self.within(SizeBudget { max_bytes, min_quality, max_quality })?;
                Ok((bytes, whole_quality(quality)))
            }
        }
    }

    /// The file at `quality`.
    fn at(&self, quality: f32) -> Vec<u8> {
        let fineness = Fineness { quality, weight: 1.0 };
        let coder = self.sample(fineness, &CodingStatistics::guess()).1;
        let coder = self.sample(fineness, &coder).1;
        self.trial(fineness, &coder, u64::MAX).file.unwrap_or_default()
    }

    /// The best file within `budget`, and its quality.
    fn within(&self, budget: SizeBudget) -> Result<(Vec<u8>, f32)> {
        let is_large = self.coefficients((0, 1)) >= STEERED_FROM;
        let (quality, coder) = self.estimate(budget, if is_large { STEERED_ERROR } else { SMALL_ERROR });
        let mut search = RateSearch::new(budget, quality);
        if is_large && budget.min_quality < quality && quality < budget.max_quality {
            let trial = self.steered_trial(quality, &coder, budget.max_bytes);
            if search.is_filled_by(trial) {
                return search.result();
            }
        }
        for _ in 0..MAX_TRIALS {
            let trial = self.trial(search.next, &coder, budget.max_bytes);
            if search.is_over_after(trial) {
                break;
            }
        }
        search.result()
    }

    /// The quality that fills the budget according to a sample of rows, and the statistics there. `tolerance` is the
    /// largest error of the size, as a logarithm.
    fn estimate(&self, budget: SizeBudget, tolerance: f32) -> (f32, CodingStatistics) {
        let log_scale = |quality: f32| ln(scale_of_quality(quality));
        let range = (log_scale(budget.max_quality), log_scale(budget.min_quality));
        let mut at = log_scale(75.0).max(range.0).min(range.1);
        let mut coder = CodingStatistics::guess();
        let mut before: Option<(f32, f32)> = None;
        for round in 0..7 {
            let (bytes, next_coder) = self.sample(Fineness { quality: quality_of_scale(exp(at)), weight: 1.0 }, &coder);
            coder = next_coder;
            let error = ratio_log(bytes, TARGET_FILL * to_f32(budget.max_bytes));
            let slope = before.map_or(STEP_SLOPE, |(other, size)| slope((other, size), (at, error), STEP_SLOPE));
            before = Some((at, error));
            let next = (at + error / slope).max(range.0).min(range.1);
            if round > 0 && (error.abs() < tolerance || (next - at).abs() < tolerance / 2.0) {
                break;
            }
            at = next;
        }
        (quality_of_scale(exp(at)), coder)
    }

    /// An estimate of the bytes of the whole image at `fineness` from a sample of its rows, and its statistics.
    pub fn sample(&self, fineness: Fineness, coder: &CodingStatistics) -> (f32, CodingStatistics) {
        let frame = self.store.frame_at(fineness.quality);
        let rows = self.store.planes.first().map_or(1, |plane| plane.rows.len().div_ceil(plane.vertical));
        let every = (rows / SAMPLED_ROWS).max(1);
        let planes = quantize(&self.store.planes, &frame, &coder.rates, fineness, (0, every));
        let script = script(self.progressive, &planes);
        let plan = FilePlan::new(self.layout(&frame), &planes, &script);
        let data = to_f32((plan.bytes_without_stuffing() - plan.overhead_bytes()) as u64);
        let share = to_f32(self.coefficients((0, 1))) / to_f32(self.coefficients((0, every)));
        (data * share + to_f32(plan.overhead_bytes() as u64), CodingStatistics { rates: rates_of(&planes), script })
    }

    /// The number of coefficients in every `every`-th row of MCUs, from the one numbered `first`. Bytes follow it more
    /// closely than they follow the number of rows.
    fn coefficients(&self, (first, every): (usize, usize)) -> u64 {
        let of_plane = |plane: &SparsePlane| {
            let mcu_rows = plane.rows.chunks(plane.vertical).skip(first).step_by(every);
            mcu_rows.flatten().map(|row| row.values.len() as u64).sum::<u64>()
        };
        self.store.planes.iter().map(of_plane).sum::<u64>().max(1)
    }

    fn trial(&self, fineness: Fineness, coder: &CodingStatistics, max_bytes: u64) -> Trial {
        let frame = self.store.frame_at(fineness.quality);
        let planes = quantize(&self.store.planes, &frame, &coder.rates, fineness, (0, 1));
        self.measured(&frame, &planes, coder, max_bytes)
    }

    /// Quantizes the image in turns of a quarter of its rows. The bytes of the turns so far decide the weight of the
    /// next turn. Where the whole misses the budget, the last turn is repeated.
    fn steered_trial(&self, quality: f32, coder: &CodingStatistics, max_bytes: u64) -> Trial {
        let frame = self.store.frame_at(quality);
        let (mut parts, mut data, mut quantized) = (Vec::new(), 0.0, 0.0);
        let all = to_f32(self.coefficients((0, 1)));
        let (mut log_weight, mut last) = (0.0_f32, (0.0_f32, (0, TURNS.len())));
        for first in TURNS {
            let rows = (first, TURNS.len());
            last = (log_weight, rows);
            let fineness = Fineness { quality, weight: exp(log_weight) };
            let part = quantize(&self.store.planes, &frame, &coder.rates, fineness, rows);
            let place = parts.partition_point(|&(before, _)| before < first);
            parts.insert(place, (first, part));
            let Some((_, part)) = parts.get(place).filter(|_| parts.len() < TURNS.len()) else { break };
            let plan = FilePlan::new(self.layout(&frame), part, &coder.script);
            data += to_f32(plan.data_bytes() as u64);
            quantized += to_f32(self.coefficients(rows));
            let headers = plan.bytes_without_stuffing() - plan.data_bytes();
            let room = STEERED_FILL * to_f32(max_bytes) - to_f32(headers as u64) - data;
            let error = ratio_log(data / quantized * (all - quantized), room);
            log_weight = (log_weight - error / WEIGHT_SLOPE).clamp(-STEERING_RANGE, STEERING_RANGE);
        }
        let mut planes = interleaved(&self.store.planes, parts.into_iter().map(|(_, part)| part).collect());
        let mut trial = self.measured(&frame, &planes, coder, max_bytes);
        let (mut log_weight, rows) = last;
        for _ in 0..MAX_CORRECTIONS {
            if trial.file.is_some() && fills(trial.bytes, max_bytes) {
                break;
            }
            let error = ratio_log(to_f32(trial.bytes as u64), TARGET_FILL * to_f32(max_bytes));
            let correction = error * to_f32(TURNS.len() as u64) / WEIGHT_SLOPE;
            log_weight = (log_weight - correction).clamp(-CORRECTION_RANGE, CORRECTION_RANGE);
            let fineness = Fineness { quality, weight: exp(log_weight) };
            replace(&mut planes, quantize(&self.store.planes, &frame, &coder.rates, fineness, rows), rows);
            trial = self.measured(&frame, &planes, coder, max_bytes);
        }
        trial
    }

    fn measured(&self, frame: &Frame, planes: &[SparsePlane], coder: &CodingStatistics, max_bytes: u64) -> Trial {
        let plan = FilePlan::new(self.layout(frame), planes, &coder.script);
        let (mut bytes, overhead) = (plan.bytes_without_stuffing(), plan.overhead_bytes());
        let mut file = None;
        if bytes as u64 <= max_bytes {
            let written = plan.write();
            bytes = written.len();
            file = (bytes as u64 <= max_bytes).then_some(written);
        }
        Trial { bytes, overhead, file }
    }

    pub fn layout<'a>(&'a self, frame: &'a Frame) -> FileLayout<'a> {
        FileLayout { frame, metadata: self.metadata, jfif: self.jfif }
    }
}
