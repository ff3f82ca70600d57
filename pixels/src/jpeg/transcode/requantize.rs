//! Budgets near the length of the file whose coefficients are rounded again.
//!
//! What the first rounding took is gone, so that steps a little coarser than the file's own cost next to nothing where
//! every coefficient goes to the nearest one; rounding by rate would take away what is left at the edges of the range. At
//! nine tenths of a file that gains two to four points of SSIMULACRA2. If the file fits with Huffman tables of its own
//! alone, nothing is lost at all.
//!
//! A file whose luma steps have the proportions of those to come is the exception: they all grow at once, by a part of
//! themselves, and every coefficient is off. There the usual way keeps the steps and takes coefficients away.

use crate::jpeg::encode::quant::{quality_of_scale, scale_of_quality};
use crate::jpeg::encode::quantize::{Fineness, PLAIN, requantize, requantize_in_place};
use crate::jpeg::encode::rate_control::{CodingStatistics, RateControl};
use crate::jpeg::encode::size_model::{ratio_log, to_f32};
use crate::jpeg::encode::sparse::SparsePlane;
use crate::jpeg::encode::store::CoefficientStore;
use crate::jpeg::encode::target::Target;
use crate::jpeg::encode::write::ScanTally;
use crate::jpeg::shared::frame::Frame;

/// How to round a whole image, decided before any of it is rounded for good.
#[derive(Debug)]
pub struct Requantization {
    /// The quality of the tables.
    pub quality: f32,
    /// What distortion counts against bits.
    weight: f32,
    /// Of [`SHARES`] rows of MCUs so many are rounded with the usual weight.
    costed: usize,
    /// How to code it.
    pub coder: CodingStatistics,
}

/// What distortion counts against bits, beside what is usual: between two and all, it makes little difference.
const WEIGHT: f32 = 8.0;
/// The part of the budget that is aimed at, that is enough, and that is too much: zeros stuffed behind bytes of ones are
/// not counted, and take up to 0.5 %.
const AIM: f32 = 0.985;
const LEAST: f32 = 0.974;
const MOST: f32 = 0.994;
/// How much a sample of rows may promise above the budget, and the whole be tried at the finest steps nevertheless.
const SAMPLE_ERROR: f32 = 0.02;
/// Samples of rows for one scale, and whole images counted at most.
const MOST_SAMPLES: usize = 12;
const MOST_COUNTS: usize = 3;
/// How far off, as a logarithm, a sample may be.
const TOLERANCE: f32 = 0.006;
/// Logarithms of scales that hardly differ.
const NARROW: f32 = 0.002;
/// Parts in which an image is counted, so that no more than one of them is in memory twice.
const PARTS: usize = 8;
/// Rows of MCUs of which some may be rounded in another way.
const SHARES: usize = 32;

/// A scale, as a logarithm, and the bytes that a sample of rows promises there.
#[derive(Debug, Clone, Copy)]
struct SizePoint {
    at: f32,
    bytes: f32,
}

impl RateControl<'_> {
    /// How to fill a budget near the length of the file; `None` where the usual way is better.
    pub fn near(&self, target: Target) -> Option<Requantization> {
        let Target::Budget { max_bytes, min_quality, max_quality } = target else { return None };
        let log_scale = |quality: u8| scale_of_quality(f32::from(quality)).ln();
        let (fine, coarse) = self.store.range_of_scales()?;
        let fine = fine.ln().max(log_scale(max_quality));
        let coarse = coarse.ln().max(fine).min(log_scale(min_quality));
        let budget = to_f32(max_bytes);
        let (bytes, mut coder) = self.sample(fineness(fine, PLAIN), &CodingStatistics::guess());
        if budget < self.store.near() * bytes || coarse < fine {
            return None;
        }
        let mut counted_to_sampled = 1.0;
        if bytes < budget * (1.0 + SAMPLE_ERROR) {
            let counted = self.counted(fineness(fine, PLAIN), &coder);
            if counted <= MOST * budget {
                return Some(Requantization { quality: max_quality.into(), weight: PLAIN, costed: 0, coder });
            }
            counted_to_sampled = counted / bytes;
        }
        if self.store.has_usual_proportions() {
            return None;
        }
        for _ in 0..MOST_COUNTS {
            let budget = budget / counted_to_sampled;
            let (over, fits) = self.bracket(AIM * budget, (fine, coarse), &coder)?;
            if fits.bytes < LEAST * budget && over.bytes > MOST * budget {
                return self.between(over, budget, coder);
            }
            let point = if over.bytes > MOST * budget { fits } else { over };
            let fineness = fineness(point.at, WEIGHT);
            coder.script = self.sample(fineness, &coder).1.script;
            let counted = self.counted(fineness, &coder) / counted_to_sampled;
            if counted <= MOST * budget && counted >= LEAST * budget {
                return Some(Requantization { quality: fineness.quality, weight: WEIGHT, costed: 0, coder });
            }
            counted_to_sampled *= counted / point.bytes;
        }
        None
    }

    /// Two scales that hardly differ, or one of which promises `bytes`: the first takes more, the second fits.
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
        for _ in 0..MOST_SAMPLES {
            let (above, below) = (ratio_log(over.bytes, bytes), ratio_log(bytes, fits.bytes));
            if above.min(below) < TOLERANCE || fits.at - over.at < NARROW {
                break;
            }
            // Sizes fall late and then fast, so that the straight line between the points is a guess and no more.
            let share = (above / (above + below)).clamp(0.2, 0.8);
            let next = point(over.at + (fits.at - over.at) * share);
            if next.bytes > bytes { over = next } else { fits = next }
        }
        (fits.bytes <= bytes).then_some((over, fits))
    }

    /// Fills the budget where one scale takes too much and the next one leaves it empty: with the finer one, some rows
    /// rounded by rate and distortion.
    fn between(&self, over: SizePoint, budget: f32, coder: CodingStatistics) -> Option<Requantization> {
        let (costed, CodingStatistics { script, .. }) = self.sample(fineness(over.at, 1.0), &coder);
        let share = (over.bytes - AIM * budget) / (over.bytes - costed);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1")]
        (share > 0.0 && share <= 1.0).then(|| Requantization {
            quality: quality_of_scale(over.at.exp()),
            weight: WEIGHT,
            costed: (share * to_f32(SHARES as u64)).ceil() as usize,
            coder: CodingStatistics { script, ..coder },
        })
    }

    /// Bytes that the whole image takes, but for stuffed zeros.
    fn counted(&self, fineness: Fineness, coder: &CodingStatistics) -> f32 {
        let frame = self.store.frame_at(fineness.quality);
        let mut tally = ScanTally::new(&coder.script);
        for part in 0..PARTS {
            tally.add(&requantize(&self.store.planes, &frame, &coder.rates, fineness, (part, PARTS)));
        }
        to_f32(tally.into_plan(self.layout(&frame), &[]).bytes_without_stuffing() as u64)
    }
}

impl Requantization {
    /// Whether every coefficient stays as it is.
    pub fn is_lossless(&self) -> bool {
        self.weight == PLAIN
    }

    /// The image, rounded where it was, and its frame.
    pub fn apply(&self, mut store: CoefficientStore) -> (Frame, Vec<SparsePlane>) {
        let frame = store.frame_at(self.quality);
        let is_costed = |row: usize| row * self.costed % SHARES < self.costed;
        let weight = |row| if is_costed(row) { 1.0 } else { self.weight };
        requantize_in_place(&mut store.planes, &frame, &self.coder.rates, weight);
        (frame, store.planes)
    }
}

fn fineness(at: f32, weight: f32) -> Fineness {
    Fineness { quality: quality_of_scale(at.exp()), weight }
}
