//! Rate control: the quality that fills a size budget.
//!
//! A sample of rows of MCUs gives an estimate of the quality. Large images are then [steered](super::steering). Small ones
//! are quantized as a whole until one fits and fills the budget. Steps are whole numbers, so that sizes jump from one
//! quality to the next. The weight of distortion against bits is continuous and fills the rest.

use super::quant::{quality_of_scale, scale_of_quality};
use super::quantize::{AllRates, Fineness, quantize, rates_of};
use super::rate_search::RateSearch;
use super::size_model::{STEP_SLOPE, SizeBudget, TARGET_FILL, Trial, ratio_log, slope, to_f32, whole_quality};
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
/// The number of coefficients from which the rows of an image are steered.
const STEERED_FROM: u64 = 1_000_000;
/// The number of coefficients from which an image whose highest quality leaves room in the budget is not tried with
/// trellis quantization.
const DECIDED_ONCE_FROM: u64 = 200_000;
/// The largest error of the estimate that trials begin with, as a logarithm of the size.
const SMALL_ERROR: f32 = 0.01;

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
        let coefficients = self.coefficients((0, 1));
        if coefficients >= STEERED_FROM
            && let Some(made) = self.steered(budget)
        {
            return made;
        }
        if coefficients >= DECIDED_ONCE_FROM
            && let Some(file) = self.at_highest_quality(budget)
        {
            return Ok((file, budget.max_quality));
        }
        let (quality, coder) = self.estimate(budget);
        let mut search = RateSearch::new(budget, quality);
        for _ in 0..MAX_TRIALS {
            let trial = self.trial(search.next, &coder, budget.max_bytes);
            if search.is_over_after(trial) {
                break;
            }
        }
        search.result()
    }

    /// The quality that fills the budget according to a sample of rows, and the statistics there.
    fn estimate(&self, budget: SizeBudget) -> (f32, CodingStatistics) {
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
            if round > 0 && (error.abs() < SMALL_ERROR || (next - at).abs() < SMALL_ERROR / 2.0) {
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
    pub fn coefficients(&self, (first, every): (usize, usize)) -> u64 {
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
