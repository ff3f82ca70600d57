//! The choice of the next trial where the first one does not fill the budget: of its tables first, then of its weight.

use super::quant::{quality_of_scale, scale_of_quality};
use super::quantize::Fineness;
use super::size_model::{STEP_SLOPE, SizeBudget, TARGET_FILL, Trial, WEIGHT_SLOPE, fills, ratio_log, slope, to_f32};
use crate::logarithm::{exp, ln};
use crate::{Error, Result};

/// The largest logarithm of the weight, and its negative is the smallest.
const WEIGHT_RANGE: f32 = 2.0;
/// Two scales or weights are taken for the same when their logarithms differ by less.
const NARROW: f32 = 0.004;

/// What is known from the trials so far.
pub struct RateSearch {
    budget: SizeBudget,
    /// The next trial.
    pub next: Fineness,
    best: Option<(Vec<u8>, f32)>,
    smallest: u64,
    stage: SearchStage,
    /// Whether weights have been varied without filling the budget.
    weighed: bool,
    /// Logarithms of the coarsest scale known to take too much, and of the finest one known to fit.
    scales: (f32, f32),
}

/// What is varied.
#[derive(Debug, Clone, Copy)]
enum SearchStage {
    /// The tables.
    Scale,
    /// The weight: logarithms of the largest one known to fit and of the smallest one known to take too much; and the
    /// last weight tried, as a logarithm, with its error.
    Weight { fits: f32, over: f32, before: (f32, f32) },
}

impl RateSearch {
    pub fn new(budget: SizeBudget, quality: f32) -> Self {
        Self {
            budget,
            next: Fineness { quality, weight: 1.0 },
            best: None,
            smallest: u64::MAX,
            stage: SearchStage::Scale,
            weighed: false,
            scales: (f32::NEG_INFINITY, f32::INFINITY),
        }
    }

    fn is_full(&self, trial: &Trial) -> bool {
        fills(trial.bytes, self.budget.max_bytes)
    }

    pub fn result(self) -> Result<(Vec<u8>, f32)> {
        let (limit, best) = (self.budget.max_bytes, self.smallest);
        self.best.ok_or_else(|| Error::OverBudget { limit, best }.into())
    }

    /// Takes a trial in and chooses the next one; true where there is none.
    pub fn is_over_after(&mut self, trial: Trial) -> bool {
        let SizeBudget { max_bytes, min_quality, max_quality } = self.budget;
        let fits = trial.file.is_some();
        self.smallest = self.smallest.min(trial.bytes as u64);
        let is_full = self.is_full(&trial);
        let data = trial.bytes.saturating_sub(trial.overhead) as u64;
        let error = ratio_log(to_f32(data), TARGET_FILL * to_f32(max_bytes) - to_f32(trial.overhead as u64));
        if let Some(file) = trial.file
            && self.best.as_ref().is_none_or(|(best, _)| best.len() < file.len())
        {
            self.best = Some((file, self.next.quality));
        }
        let is_usual = matches!(self.stage, SearchStage::Scale);
        let is_finest = is_usual && self.next.quality >= max_quality;
        let is_coarsest = is_usual && self.next.quality <= min_quality;
        if (fits && (is_full || is_finest)) || (!fits && is_coarsest) {
            return true;
        }
        match self.stage {
            SearchStage::Scale => self.choose_scale(error, fits),
            SearchStage::Weight { fits: low, over, before } => {
                let at = ln(self.next.weight);
                let slope = -slope(before, (at, error), -WEIGHT_SLOPE);
                let (low, over) = if fits { (at, over) } else { (low, at) };
                self.choose_weight((low, over), (at, error), slope)
            }
        }
    }

    fn choose_scale(&mut self, error: f32, fits: bool) -> bool {
        let at = ln(scale_of_quality(self.next.quality));
        if fits {
            self.scales.1 = self.scales.1.min(at)
        } else {
            self.scales.0 = self.scales.0.max(at)
        }
        let is_narrow = self.scales.1 - self.scales.0 < NARROW;
        if is_narrow && self.weighed {
            // The tables that fit leave room. The next finer ones take too much, but fit with less weight.
            self.next.quality = quality_of_scale(exp(self.scales.0));
            return self.choose_weight((-WEIGHT_RANGE, 0.0), (0.0, 0.04), WEIGHT_SLOPE);
        }
        if !self.weighed && (error.abs() < 0.04 || is_narrow) {
            let range = if fits { (0.0, WEIGHT_RANGE) } else { (-WEIGHT_RANGE, 0.0) };
            return self.choose_weight(range, (0.0, error), WEIGHT_SLOPE);
        }
        let next = within((at - 1.0).max(self.scales.0), (at + 1.0).min(self.scales.1), at + error / STEP_SLOPE);
        let quality = quality_of_scale(exp(next)).max(self.budget.min_quality).min(self.budget.max_quality);
        self.next = Fineness { quality, weight: 1.0 };
        false
    }

    fn choose_weight(&mut self, (fits, over): (f32, f32), (at, error): (f32, f32), slope: f32) -> bool {
        if over - fits < NARROW * 4.0 {
            if self.weighed {
                return true;
            }
            self.weighed = true;
            self.stage = SearchStage::Scale;
            let (over, fits) = self.scales;
            let next = if fits.is_finite() { f32::midpoint(over.max(fits - 0.1), fits) } else { over + 0.05 };
            let quality = quality_of_scale(exp(next)).max(self.budget.min_quality).min(self.budget.max_quality);
            self.next = Fineness { quality, weight: 1.0 };
            return false;
        }
        self.stage = SearchStage::Weight { fits, over, before: (at, error) };
        self.next.weight = exp(within(fits, over, at - error / slope));
        false
    }
}

/// `guess` where it lies well between the bounds, else their middle.
fn within(low: f32, high: f32, guess: f32) -> f32 {
    let margin = (high - low) * 0.02;
    if guess > low + margin && guess < high - margin { guess } else { f32::midpoint(low, high) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUDGET: SizeBudget = SizeBudget { max_bytes: 100_000, min_quality: 1.0, max_quality: 100.0 };
    const OVERHEAD: usize = 700;

    /// How many trials it takes to fill [`BUDGET`] with an image whose size falls with its steps by `slope`, from
    /// `bytes` at quality 75, and the bytes that are found.
    fn trials(bytes: f32, slope: f32) -> (usize, usize) {
        let mut search = RateSearch::new(BUDGET, 75.0);
        for count in 1..30 {
            let Fineness { quality, weight } = search.next;
            let log_size = -slope * (scale_of_quality(quality) / 0.5).ln() + WEIGHT_SLOPE * weight.ln();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some thousands")]
            let bytes = OVERHEAD + (bytes * log_size.exp()) as usize;
            let file = (bytes as u64 <= BUDGET.max_bytes).then(|| vec![0; bytes]);
            if search.is_over_after(Trial { bytes, overhead: OVERHEAD, file }) {
                return (count, search.result().unwrap().0.len());
            }
        }
        panic!("no end");
    }

    #[test]
    fn the_second_trial_fills_the_budget_of_an_image_that_behaves_as_photos_do() {
        for bytes in [60_000.0, 120_000.0, 170_000.0] {
            let (count, found) = trials(bytes, STEP_SLOPE);
            assert!(count == 2 && found >= 97_800, "{bytes}: {count} trials, {found} bytes");
        }
    }

    #[test]
    fn few_trials_fill_the_budget_of_other_images() {
        for (bytes, slope) in [(60_000.0, 0.6), (60_000.0, 1.1), (170_000.0, 0.6), (170_000.0, 1.1), (101_000.0, 0.8)] {
            let (count, found) = trials(bytes, slope);
            assert!(count <= 5 && found >= 97_800, "{bytes} {slope}: {count} trials, {found} bytes");
        }
    }

    #[test]
    fn the_lowest_quality_is_the_last_trial_of_what_does_not_fit() {
        let budget = SizeBudget { min_quality: 50.0, ..BUDGET };
        let mut search = RateSearch::new(budget, 50.0);
        assert!(search.is_over_after(Trial { bytes: 150_000, overhead: 0, file: None }));
        let error = search.result().unwrap_err();
        assert!(matches!(*error, Error::OverBudget { limit: 100_000, best: 150_000 }), "{error}");
    }
}
