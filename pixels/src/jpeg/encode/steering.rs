//! Rate control of large images: every row is decided once, and steered so that the whole fills the budget.
//!
//! A sample of rows gives the steps, then the weight of distortion against bits. The rows are decided in four turns. The
//! bytes of the turns so far correct the weight of the next one. What is still missed is met by deciding a turn anew.
//!
//! Files are sequential: progressive ones of this length are at most 2 % smaller or larger, and take three times as long to
//! count and write.

use super::quant::{quality_of_scale, scale_of_quality};
use super::quantize::{AllRates, Fineness};
use super::rate_control::RateControl;
use super::selection::Selection;
use super::size_model::{SizeBudget, ratio_log, to_f32};
use super::solve::{Point, solve, usual_or};
use super::symbols::SymbolCounter;
use super::trellis::Rates;
use super::write::ScanTally;
use crate::jpeg::shared::frame::Frame;
use crate::logarithm::{exp, ln};
use crate::{Error, Result};

/// The least number of rows of MCUs in a sample.
const SAMPLED_ROWS: usize = 9;
/// The order in which rows of MCUs are decided: every fourth one, from the one numbered so.
const TURNS: [usize; 4] = [0, 2, 1, 3];
/// The part of the budget to be filled, without stuffed zeros, which take up to 0.5 %.
const FILL: f32 = 0.988;
/// The parts between which a count is taken as it is.
const TAKEN: (f32, f32) = (0.977, 0.996);
/// The largest error of a sample that the steps are taken with, as a logarithm. The weight mends it.
const STEP_TOLERANCE: f32 = 0.06;
/// The same for the weight. Turns mend it.
const WEIGHT_TOLERANCE: f32 = 0.012;
/// By how much the logarithm of the size of a large image usually falls for one more in that of the steps.
const USUAL_STEP_SLOPE: f32 = 1.3;
/// By how much the logarithm of the size usually grows for one more in that of the weight.
const USUAL_SLOPE: f32 = 0.4;
/// The least that is taken for that slope.
const LEAST_SLOPE: f32 = 0.2;
/// The lowest quality at which rows are decided once though the budget would allow a better search.
const ONCE_FROM: f32 = 75.0;
/// The part of the budget that an estimate may fill for the image to fit surely.
const LOOSE: f32 = 0.9;
/// By how much the size may fall short at any weight before finer steps are taken, as a logarithm.
const SATURATED: f32 = 0.02;
/// By how much they are finer, as a logarithm.
const FINER: f32 = 0.2;
/// The range of the weight, as a logarithm.
const WEIGHT_RANGE: f32 = 2.0;
/// The most by which the weight of a turn may differ from the first, as a logarithm.
const TURN_RANGE: f32 = 0.3;
/// The most by which a correction may change the weight of a single turn, as a logarithm.
const CORRECTION_RANGE: f32 = 0.7;
/// How often turns are decided anew.
const MAX_CORRECTIONS: usize = 6;
/// The largest error at the lowest quality allowed that a smaller weight mends, as a logarithm.
const HOPELESS: f32 = 0.06;
/// The error of a sample there from which the image is not counted to know that it does not fit.
const SURELY_HOPELESS: f32 = 0.3;

impl RateControl<'_> {
    /// The best file within `budget` and its quality, for a large image. `None` where no turn meets the budget.
    pub fn steered(&self, budget: SizeBudget) -> Option<Result<(Vec<u8>, f32)>> {
        let target = FILL * to_f32(budget.max_bytes);
        let log_scale = |quality: f32| ln(scale_of_quality(quality));
        let (fine, coarse) = (log_scale(budget.max_quality), log_scale(budget.min_quality));
        let mut rates = [Rates::guess(), Rates::guess()];
        let start = (log_scale(80.0), -USUAL_STEP_SLOPE, None);
        let mut steps =
            solve(&mut |at| self.error_at((at, 0.0), target, &mut rates), start, (fine, coarse), STEP_TOLERANCE);
        if steps.at >= coarse
            && let Some(best) = self.bytes_over(budget.max_bytes, steps, &rates)
        {
            return Some(Err(Error::OverBudget { limit: budget.max_bytes, best }.into()));
        }
        // A transcoded file may use its room up: at its own steps and a greater weight nothing of it is lost.
        let is_finest = steps.error < 0.0 && steps.at <= fine && budget.max_quality < 100.0;
        let mut weight = Point { at: 0.0, error: steps.error, slope: USUAL_SLOPE };
        if !is_finest {
            weight = self.weighed(steps, target, &mut rates);
        }
        while weight.error < -SATURATED && steps.at > fine && !is_finest {
            // All that these steps leave is kept, and there is room. Finer ones leave more.
            steps.at = (steps.at - FINER).max(fine);
            steps.error = self.error_at((steps.at, 0.0), target, &mut rates);
            weight = if steps.error > -SATURATED { self.weighed(steps, target, &mut rates) } else { weight };
        }
        let quality = quality_of_scale(exp(steps.at));
        let frame = self.store.frame_at(quality);
        let mut image = SteeredImage::new((self, &frame), rates, budget.max_bytes);
        image.take_turns(weight, is_finest);
        image.corrected(is_finest).map(|file| Ok((file, quality)))
    }

    /// By how much the image misses `target` at the logarithms of a scale of steps and of a weight, as a logarithm.
    fn error_at(&self, (steps, weight): (f32, f32), target: f32, rates: &mut AllRates) -> f32 {
        let fineness = Fineness { quality: quality_of_scale(exp(steps)), weight: exp(weight) };
        ratio_log(self.sampled(fineness, rates), target)
    }

    /// The weight at which the image meets `target` with these steps.
    fn weighed(&self, steps: Point, target: f32, rates: &mut AllRates) -> Point {
        let known = Point { at: 0.0, error: steps.error, slope: USUAL_SLOPE };
        let start = (-steps.error / USUAL_SLOPE, USUAL_SLOPE, Some(known));
        let range = (-WEIGHT_RANGE, 2.0 * WEIGHT_RANGE);
        solve(&mut |at| self.error_at((steps.at, at), target, rates), start, range, WEIGHT_TOLERANCE)
    }

    /// What the image needs at these steps, where a smaller weight will not bring it to `max_bytes`.
    fn bytes_over(&self, max_bytes: u64, steps: Point, rates: &AllRates) -> Option<u64> {
        if steps.error <= HOPELESS {
            return None;
        }
        let target = FILL * to_f32(max_bytes);
        let needed = if steps.error > SURELY_HOPELESS {
            exp(steps.error) * target
        } else {
            let frame = self.store.frame_at(quality_of_scale(exp(steps.at)));
            SteeredImage::new((self, &frame), rates.clone(), max_bytes).counted()
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes, about")]
        (ratio_log(needed, target) > HOPELESS).then_some(needed as u64)
    }

    /// The file at the highest quality allowed, where it leaves room in the budget and the image is not coarse enough for
    /// trellis quantization to gain much. Every row is decided once.
    pub fn at_highest_quality(&self, budget: SizeBudget) -> Option<Vec<u8>> {
        let (quality, max_bytes) = (budget.max_quality, budget.max_bytes);
        if quality < ONCE_FROM {
            return None;
        }
        let mut rates = [Rates::guess(), Rates::guess()];
        if self.sampled(Fineness { quality, weight: 1.0 }, &mut rates) > LOOSE * to_f32(max_bytes) {
            return None;
        }
        let frame = self.store.frame_at(quality);
        let mut image = SteeredImage::new((self, &frame), rates, max_bytes);
        image.take_turns(Point { at: 0.0, error: 0.0, slope: USUAL_SLOPE }, true);
        image.written()
    }

    /// An estimate of the bytes of the whole image at `fineness` from a sample of its rows. Leaves the rates found there.
    fn sampled(&self, fineness: Fineness, rates: &mut AllRates) -> f32 {
        let frame = self.store.frame_at(fineness.quality);
        let mut selection = Selection::new(&self.store.planes, &frame);
        let every = (selection.mcu_rows() / SAMPLED_ROWS).max(1);
        let rows = (every / 2, every);
        let mut counter = selection.select(rates, fineness.weight, rows);
        counter.add(&selection.count_fixed(rows));
        let file = ScanTally::of_counted(counter).into_file(self.layout(&frame));
        *rates = file.rates();
        let data = to_f32(file.data_bytes() as u64);
        let headers = file.bytes_without_stuffing() - file.data_bytes();
        data * to_f32(self.coefficients((0, 1))) / to_f32(self.coefficients(rows)) + to_f32(headers as u64)
    }
}

/// A large image while its rows are decided.
struct SteeredImage<'a> {
    control: &'a RateControl<'a>,
    frame: &'a Frame,
    selection: Selection<'a>,
    rates: AllRates,
    max_bytes: u64,
    /// The symbols that do not depend on what is kept, and those of each turn.
    fixed: SymbolCounter,
    turns: [SymbolCounter; TURNS.len()],
    /// The weight of each turn, as a logarithm.
    log_weights: [f32; TURNS.len()],
    /// The slope of the size by the weight, both as logarithms.
    slope: f32,
}

impl<'a> SteeredImage<'a> {
    fn new((control, frame): (&'a RateControl<'a>, &'a Frame), rates: AllRates, max_bytes: u64) -> Self {
        let selection = Selection::new(&control.store.planes, frame);
        let fixed = SymbolCounter::new();
        Self {
            control,
            frame,
            selection,
            rates,
            max_bytes,
            fixed,
            turns: [const { SymbolCounter::new() }; TURNS.len()],
            log_weights: [0.0; TURNS.len()],
            slope: USUAL_SLOPE,
        }
    }

    /// The bytes at the usual weight.
    fn counted(&mut self) -> f32 {
        self.take_turns(Point { at: 0.0, error: 0.0, slope: USUAL_SLOPE }, true);
        self.bytes(TURNS.len())
    }

    /// Decides all rows, beginning at the weight found. `is_fixed` keeps it.
    fn take_turns(&mut self, weight: Point, is_fixed: bool) {
        self.slope = weight.slope.max(LEAST_SLOPE);
        self.fixed = self.selection.count_fixed((0, 1));
        let (mut log_weight, mut decided, mut before) = (weight.at, 0.0, self.bytes(0));
        let all = to_f32(self.control.coefficients((0, 1)));
        for (turn, first) in TURNS.into_iter().enumerate() {
            self.decide(turn, log_weight);
            if is_fixed {
                continue;
            }
            let part = to_f32(self.control.coefficients((first, TURNS.len())));
            decided += part;
            let bytes = self.bytes(turn + 1);
            let room = FILL * to_f32(self.max_bytes) - bytes;
            let error = ratio_log((bytes - before) / part * (all - decided), room);
            before = bytes;
            log_weight = (log_weight - error / self.slope).max(weight.at - TURN_RANGE).min(weight.at + TURN_RANGE);
        }
    }

    #[inline(never)]
    fn decide(&mut self, turn: usize, log_weight: f32) {
        self.log_weights[turn] = log_weight;
        self.turns[turn] = self.selection.select(&self.rates, exp(log_weight), (TURNS[turn], TURNS.len()));
    }

    /// The bytes of so many turns, without stuffed zeros.
    fn bytes(&self, turns: usize) -> f32 {
        to_f32(self.tally(turns).into_file(self.control.layout(self.frame)).bytes_without_stuffing() as u64)
    }

    fn tally(&self, turns: usize) -> ScanTally {
        let mut counter = self.fixed.clone();
        self.turns.iter().take(turns).for_each(|turn| counter.add(turn));
        ScanTally::of_counted(counter)
    }

    /// The file, unless stuffed zeros bring it over the budget.
    fn written(&self) -> Option<Vec<u8>> {
        let plan = self.tally(TURNS.len()).into_plan(self.control.layout(self.frame), &self.selection);
        Some(plan.write()).filter(|file| file.len() as u64 <= self.max_bytes)
    }

    /// The file, once turns were decided anew until it fills the budget. With `is_filled` whatever fits does.
    fn corrected(&mut self, is_filled: bool) -> Option<Vec<u8>> {
        let budget = to_f32(self.max_bytes);
        let (mut before, mut target) = (None::<(f32, f32)>, FILL);
        for correction in 0..MAX_CORRECTIONS {
            let bytes = self.bytes(TURNS.len());
            if bytes <= TAKEN.1 * budget && (is_filled || bytes >= TAKEN.0 * budget) {
                if let Some(file) = self.written() {
                    return Some(file);
                }
                target -= 0.005;
            }
            let mean = self.log_weights.iter().sum::<f32>() / to_f32(TURNS.len() as u64);
            if let Some((at, size)) = before {
                self.slope = usual_or(ratio_log(bytes, size) / (mean - at), self.slope).max(LEAST_SLOPE);
            }
            before = Some((mean, bytes));
            let change = -ratio_log(bytes, target * budget) / self.slope;
            let of_turn = change * to_f32(TURNS.len() as u64);
            if of_turn.abs() < CORRECTION_RANGE {
                let turn = TURNS.len() - 1 - correction % TURNS.len();
                self.decide(turn, self.log_weights[turn] + of_turn);
            } else {
                let log_weights = self.log_weights;
                (0..TURNS.len()).for_each(|turn| self.decide(turn, log_weights[turn] + change));
            }
        }
        None
    }
}
