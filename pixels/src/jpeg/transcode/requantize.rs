//! Requantizing to a size budget that is a little below the length of the source.
//!
//! The coefficients of the source are multiples of its steps already. Steps that are a little coarser change few of
//! them as long as each goes to the nearest multiple. Quantization by rate and distortion would zero small coefficients
//! besides. At nine tenths of the source's length, the nearest multiple gains two to four points of SSIMULACRA2. Where
//! fitted Huffman tables alone bring the file within the budget, nothing is lost.
//!
//! The exception is a source whose luma steps have the proportions of [`steps`](crate::jpeg::encode::quant::steps). All
//! its steps then grow by the same factor at once, and no coefficient stays a multiple. Ordinary rate control does
//! better there: it keeps the steps and zeros coefficients.

use crate::jpeg::encode::quant::{quality_of_scale, scale_of_quality};
use crate::jpeg::encode::quantize::{Fineness, PLAIN, quantize, quantize_in_place};
use crate::jpeg::encode::rate_control::{CodingStatistics, RateControl};
use crate::jpeg::encode::size_model::{ratio_log, to_f32};
use crate::jpeg::encode::sparse::SparsePlane;
use crate::jpeg::encode::store::CoefficientStore;
use crate::jpeg::encode::target::Target;
use crate::jpeg::encode::write::ScanTally;
use crate::jpeg::shared::frame::Frame;
use crate::logarithm::{exp, ln};

/// How a whole image is requantized. It is decided from samples and counts, before the source is overwritten.
#[derive(Debug)]
pub struct Requantization {
    /// The quality of the tables.
    pub quality: f32,
    /// The weight of distortion against bits.
    weight: f32,
    /// How many of every [`SHARES`] rows of MCUs are quantized with the usual weight.
    costed: usize,
    /// How to code it.
    pub coder: CodingStatistics,
}

/// The weight of distortion, as a multiple of the usual one. From 2 upwards the result hardly changes.
const WEIGHT: f32 = 8.0;
/// The part of the budget that a sample is to fill. Counts leave out stuffed zeros, which take up to 0.5 % of a file.
const TARGET_FILL: f32 = 0.985;
/// The smallest part of the budget that a count may fill.
const MIN_FILL: f32 = 0.974;
/// The largest part of the budget that a count may fill. The rest is for stuffed zeros.
const MAX_FILL: f32 = 0.994;
/// By how much an estimate may exceed the budget for the finest steps to be counted over the whole image.
const ESTIMATE_ERROR: f32 = 0.02;
/// The most estimates for one scale.
const MAX_ESTIMATES: usize = 12;
/// The most counts over the whole image.
const MAX_COUNTS: usize = 3;
/// The largest error of an estimate that is taken, as a logarithm.
const TOLERANCE: f32 = 0.006;
/// Two scales are taken for the same when their logarithms differ by less.
const NARROW: f32 = 0.002;
/// The parts in which an image is counted. Only one part at a time is in memory twice.
const PARTS: usize = 8;
/// The period in rows of MCUs within which some rows may have the usual weight.
const SHARES: usize = 32;

/// A scale, as a logarithm, and the bytes that are estimated there.
#[derive(Debug, Clone, Copy)]
struct SizePoint {
    at: f32,
    bytes: f32,
}

impl RateControl<'_> {
    /// How to requantize to a budget a little below the source's length. `None` where ordinary rate control is better.
    pub fn requantization(&self, target: Target) -> Option<Requantization> {
        let Target::Budget { max_bytes, min_quality, max_quality } = target else { return None };
        let log_scale = |quality: u8| ln(scale_of_quality(f32::from(quality)));
        let (fine, coarse) = self.store.range_of_scales()?;
        let fine = ln(fine).max(log_scale(max_quality));
        let coarse = ln(coarse).max(fine).min(log_scale(min_quality));
        let budget = to_f32(max_bytes);
        let (bytes, mut coder) = self.sample(fineness(fine, PLAIN), &CodingStatistics::guess());
        if budget < self.store.requantizes_from() * bytes || coarse < fine {
            return None;
        }
        let mut counted_to_sampled = 1.0;
        if bytes < budget * (1.0 + ESTIMATE_ERROR) {
            let counted = self.counted(fineness(fine, PLAIN), &coder);
            if counted <= MAX_FILL * budget {
                return Some(Requantization { quality: max_quality.into(), weight: PLAIN, costed: 0, coder });
            }
            counted_to_sampled = counted / bytes;
        }
        if self.store.has_usual_proportions() {
            return None;
        }
        for _ in 0..MAX_COUNTS {
            let budget = budget / counted_to_sampled;
            let (over, fits) = self.bracket(TARGET_FILL * budget, (fine, coarse), &coder)?;
            if fits.bytes < MIN_FILL * budget && over.bytes > MAX_FILL * budget {
                return self.between(over, budget, coder);
            }
            let point = if over.bytes > MAX_FILL * budget { fits } else { over };
            let fineness = fineness(point.at, WEIGHT);
            coder.script = self.sample(fineness, &coder).1.script;
            let counted = self.counted(fineness, &coder) / counted_to_sampled;
            if counted <= MAX_FILL * budget && counted >= MIN_FILL * budget {
                return Some(Requantization { quality: fineness.quality, weight: WEIGHT, costed: 0, coder });
            }
            counted_to_sampled *= counted / point.bytes;
        }
        None
    }

    /// Two scales, of which the first takes more than `bytes` and the second fits. They are narrowed down until one of
    /// them is within the tolerance of `bytes`, or they hardly differ.
    fn bracket(
        &self,
        bytes: f32,
        (fine, coarse): (f32, f32),
        coder: &CodingStatistics,
    ) -> Option<(SizePoint, SizePoint)> {
        let point = |at| SizePoint { at, bytes: self.sample(fineness(at, WEIGHT), coder).0 };
        let (mut over, mut fits) = (point(fine), point(coarse));
        if over.bytes <= bytes {
            return Some((over, over));
        }
        for _ in 0..MAX_ESTIMATES {
            let (above, below) = (ratio_log(over.bytes, bytes), ratio_log(bytes, fits.bytes));
            if above.min(below) < TOLERANCE || fits.at - over.at < NARROW {
                break;
            }
            // Sizes do not fall evenly between the points, so that the interpolation is kept off its ends.
            let share = (above / (above + below)).clamp(0.2, 0.8);
            let next = point(over.at + (fits.at - over.at) * share);
            if next.bytes > bytes { over = next } else { fits = next }
        }
        (fits.bytes <= bytes).then_some((over, fits))
    }

    /// Fills the budget where one scale takes too much and the next one leaves room. The finer scale is taken, and some
    /// rows are quantized with the usual weight.
    fn between(&self, over: SizePoint, budget: f32, coder: CodingStatistics) -> Option<Requantization> {
        let (costed, CodingStatistics { script, .. }) = self.sample(fineness(over.at, 1.0), &coder);
        let share = (over.bytes - TARGET_FILL * budget) / (over.bytes - costed);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1")]
        (share > 0.0 && share <= 1.0).then(|| Requantization {
            quality: quality_of_scale(exp(over.at)),
            weight: WEIGHT,
            costed: (share * to_f32(SHARES as u64)).ceil() as usize,
            coder: CodingStatistics { script, ..coder },
        })
    }

    /// Bytes that the whole image takes, without stuffed zeros.
    fn counted(&self, fineness: Fineness, coder: &CodingStatistics) -> f32 {
        let frame = self.store.frame_at(fineness.quality);
        let mut tally = ScanTally::new(&coder.script);
        for part in 0..PARTS {
            tally.add(&quantize(&self.store.planes, &frame, &coder.rates, fineness, (part, PARTS)));
        }
        to_f32(tally.into_file(self.layout(&frame)).bytes_without_stuffing() as u64)
    }
}

impl Requantization {
    /// Whether every coefficient stays as it is.
    pub fn is_lossless(&self) -> bool {
        self.weight == PLAIN
    }

    /// The image, requantized in place, and its frame.
    pub fn apply(&self, mut store: CoefficientStore) -> (Frame, Vec<SparsePlane>) {
        let frame = store.frame_at(self.quality);
        let is_costed = |row: usize| row * self.costed % SHARES < self.costed;
        let weight = |row| if is_costed(row) { 1.0 } else { self.weight };
        quantize_in_place(&mut store.planes, &frame, &self.coder.rates, weight);
        (frame, store.planes)
    }
}

fn fineness(at: f32, weight: f32) -> Fineness {
    Fineness { quality: quality_of_scale(exp(at)), weight }
}
