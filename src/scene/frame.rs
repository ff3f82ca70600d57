//! Hints for a live video that can be read: each has to last before it shows, stays long enough, and goes only when the
//! scene is clearly better.

use super::analysis::{ImageAnalysis, measure};
use super::cells;
use super::content::{Evidence, told};
use super::fields::Fields;
use super::hint::{Compared, Hint};
use super::layout::FrameLayout;
use super::options::AnalyzeOptions;
use super::shown::Shown;
use super::sight::Sight;
use super::still::Stillness;
use crate::input::from_input;
use serde::Serialize;

/// A hint shows once its cause has prevailed for so long: what passes by sooner is a hand or a blink of the focus.
const RISE_MS: f64 = 400.0;

/// And is over once its cause has been away for so long.
const FALL_MS: f64 = 300.0;

/// A hint stays on show at least so long: five words are read in half a second and understood in a bit more.
const MIN_SHOWN_MS: f64 = 700.0;

/// After a pause as long as this, a hidden tab or a stalled camera, what was known is of no use.
const FORGET_MS: f64 = 1_500.0;

/// What is known of the frames before. Plain data: hand back what the last report gave, nothing at first.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FrameMemory {
    /// When the last frame was.
    pub time_ms: Option<f64>,
    /// Causes of hints that were seen lately.
    pub causes: Vec<Cause>,
    /// The hint on show.
    pub hint: Option<Hint>,
    /// Since when it is on show.
    pub hint_since_ms: f64,
    /// Where the document lies, and since when.
    pub stillness: Stillness,
    /// Where it was seen last, and when it was looked for.
    pub sight: Sight,
    /// What was printed on what was seen.
    pub evidence: Evidence,
    /// White that stays at its place on the document, and may be printed there.
    pub fields: Fields,
}

/// The cause of a hint.
#[from_input]
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cause {
    /// Of which hint.
    pub hint: Hint,
    /// How far it has prevailed: grows to 1 while it is there, falls to 0 while it is not.
    pub weight: f64,
    /// Whether the hint is due: from when the weight reached 1 until it has fallen to 0.
    pub due: bool,
}

/// A frame's surroundings.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrameInput {
    /// How the frame is analyzed.
    pub options: AnalyzeOptions,
    /// What the report of the frame before gave.
    pub memory: FrameMemory,
    /// When the frame was taken, in milliseconds by any clock that does not go back.
    pub time_ms: f64,
    /// How the samples stand; absent: red, green, blue and alpha.
    pub layout: Option<FrameLayout>,
}

/// A frame, in the light of those before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct FrameReport {
    /// The frame by itself.
    pub analysis: ImageAnalysis,
    /// The one hint to show; null if there is none.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Hint | null"))]
    pub hint: Option<Hint>,
    /// Whether the document has been lying still and nothing is wrong: a still may be taken.
    pub steady: bool,
    /// For the next frame.
    pub memory: FrameMemory,
}

/// The report of a frame.
pub fn report(shown: &Shown, input: FrameInput) -> FrameReport {
    let FrameInput { options, memory, time_ms, .. } = input;
    let (mut memory, passed_ms) = memory.at(time_ms);
    let cells = cells::of(shown.view.reduced());
    let mut measured = measure(shown, memory.sight.see(shown, &cells, time_ms), &options);
    memory.fields.see(&mut measured, time_ms);
    let checks = measured.checks(&options);
    let seen = measured.corners.as_ref().filter(|_| memory.evidence.is_due(time_ms));
    let told = seen.and_then(|corners| told(shown, corners, &measured.scores, &checks));
    memory.evidence.see(told, time_ms, &mut measured.scores);
    let checks = measured.checks(&options);
    memory.weigh(&checks, passed_ms);
    memory.choose(time_ms);
    let is_clear = memory.hint.is_none() && !checks.iter().any(|check| check.is_missed(false));
    // What is unclear for a moment, in an image that stays as it is, has not moved.
    let is_still = memory.stillness.see(measured.corners, &cells, time_ms);
    let steady = is_clear && is_still;
    FrameReport { analysis: measured.finish(&checks), hint: memory.hint, steady, memory }
}

impl FrameMemory {
    /// The memory at `time_ms`, and how long ago the frame before was. Fresh after a pause.
    fn at(self, time_ms: f64) -> (Self, f64) {
        let passed_ms = self.time_ms.map(|before| time_ms - before).filter(|passed| (0.0..FORGET_MS).contains(passed));
        let known = if passed_ms.is_some() { self } else { Self::default() };
        (Self { time_ms: Some(time_ms), ..known }, passed_ms.unwrap_or_default())
    }

    /// Lets each cause grow or fall by the time passed, so that the one that prevails wins, whatever the frame rate.
    /// What cannot be checked, because the document is not seen, falls.
    fn weigh(&mut self, checks: &[Compared], passed_ms: f64) {
        let before = core::mem::take(&mut self.causes);
        for hint in Hint::ALL {
            let known = before.iter().find(|cause| cause.hint == hint);
            let mut cause = known.copied().unwrap_or(Cause { hint, weight: 0.0, due: false });
            let is_missed = checks.iter().any(|check| check.hint() == hint && check.is_missed(cause.due));
            let change = if is_missed { passed_ms / RISE_MS } else { -passed_ms / FALL_MS };
            cause.weight = (cause.weight + change).clamp(0.0, 1.0);
            cause.due = if cause.due { cause.weight > 0.0 } else { cause.weight >= 1.0 };
            self.causes.extend((cause.weight > 0.0).then_some(cause));
        }
    }

    /// Puts the most important hint that is due on show, unless the one on show has not been read yet.
    fn choose(&mut self, time_ms: f64) {
        let due = self.causes.iter().find(|cause| cause.due).map(|cause| cause.hint);
        let is_read = self.hint.is_none() || time_ms - self.hint_since_ms >= MIN_SHOWN_MS;
        if due != self.hint && is_read {
            (self.hint, self.hint_since_ms) = (due, time_ms);
        }
    }
}
