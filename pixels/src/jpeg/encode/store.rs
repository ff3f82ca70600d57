//! The coefficients of an image before rounding, in memory that grows with the file to be made, not with the image.

use super::quant::{StepKind, quality_of_scale, scale_of_quality, scales_reaching, scales_within, steps, zigzag};
use super::sparse::{SparsePlane, SparseRow};
use super::target::Target;
use crate::jpeg::shared::frame::{BLOCK, Component, Frame, QuantTable};
use crate::{Error, Result};

/// SparseCoefficients, and which of them are worth keeping.
#[derive(Debug)]
pub struct CoefficientStore {
    /// Size and components; the tables are the finest steps of use, such as those of a file that is transcoded.
    frame: Frame,
    kinds: Vec<StepKind>,
    /// What was kept.
    pub planes: Vec<SparsePlane>,
    /// The quality up to which everything that matters is kept.
    pub max_quality: f32,
    /// Smallest magnitudes kept, in eighths and in zigzag order, one table a component.
    pub thresholds: Vec<[u16; BLOCK]>,
    min_quality: f32,
    max_values: usize,
    values: usize,
    is_coarsened: bool,
    bytes_needed: Option<u64>,
    /// How much of the image is in, of [`WHOLE`].
    progress: usize,
}

/// The progress of an image that is all there.
pub const WHOLE: usize = 1024;
/// SparseCoefficients kept for two bytes of the budget: at the quality that fits, about six reach half a step.
const VALUES_PER_TWO_BYTES: u64 = 9;
/// SparseCoefficients that reach half a step for two bytes of a file.
const USUAL_PER_TWO_BYTES: u64 = 6;
/// SparseCoefficients kept whatever the budget.
const LEAST_VALUES: u64 = 500_000;
/// SparseCoefficients kept before any is dropped.
const LEAST_ROOM: usize = 60_000;
/// How much coarser the finest steps become when there are too many coefficients.
const COARSER: f32 = 1.1;
/// How much coarser than the lowest quality allowed the steps become before nothing can be hoped for.
const HOPELESS: f32 = 1.4;
/// The scale of steps from which dropping begins: finer ones never fit an image with too many coefficients.
const FINEST_WITHIN_BUDGET: f32 = 0.06;
/// How much coarser steps leave less than seven tenths of a photo.
const CLEARLY_COARSER: f32 = 1.6;
/// How far proportions that are nearly the same are apart.
const SAME_PROPORTIONS: f32 = 1.25;
/// Of so many rows one is counted.
const SAMPLED: usize = 8;
/// The scale at which all steps are as coarse as they get.
const COARSEST: f32 = 50.0;

impl CoefficientStore {
    /// Room for the coefficients of an image that is made to `target`; `room` is a factor, usually 1.
    pub fn for_target(target: Target, (frame, kinds): (Frame, Vec<StepKind>), room: u64) -> Self {
        match target {
            Target::Quality(quality) => {
                let quality = f32::from(quality);
                Self::new(frame, kinds, (quality, quality), u64::MAX)
            }
            Target::Budget { max_bytes, min_quality, max_quality } => {
                let qualities = (f32::from(min_quality), f32::from(max_quality));
                Self::new(frame, kinds, qualities, max_bytes.saturating_mul(room))
            }
        }
    }

    /// Room for a file of `max_bytes` whose quality lies between two.
    fn new(frame: Frame, kinds: Vec<StepKind>, (min_quality, max_quality): (f32, f32), max_bytes: u64) -> Self {
        let planes = frame.components.iter().map(|component| SparsePlane::new(&frame, component)).collect();
        let kinds = if max_bytes == u64::MAX { kinds } else { budgeted(kinds, &frame) };
        let max_values = (max_bytes / 2).saturating_mul(VALUES_PER_TWO_BYTES).max(LEAST_VALUES);
        let max_values = if max_bytes == u64::MAX { max_bytes } else { max_values };
        let max_values = usize::try_from(max_values).unwrap_or(usize::MAX);
        let mut store = Self {
            frame,
            kinds,
            planes,
            max_quality,
            thresholds: Vec::new(),
            min_quality,
            max_values,
            values: 0,
            is_coarsened: false,
            bytes_needed: None,
            progress: WHOLE,
        };
        store.thresholds = store.thresholds_at(max_quality);
        store
    }

    /// The frame at `quality`: no step is finer than those the store began with.
    pub fn frame_at(&self, quality: f32) -> Frame {
        let mut frame = self.frame.clone();
        for (component, &kind) in frame.components.iter_mut().zip(&self.kinds) {
            let mut coarser = steps(kind, quality).0.into_iter();
            component.quant =
                QuantTable(component.quant.0.map(|step| coarser.next().map_or(step, |other| other.max(step))));
        }
        frame
    }

    /// The greatest scale at which no step is coarser than those the store began with, and the least at which those of
    /// luma surely are, if nothing was dropped.
    pub fn range_of_scales(&self) -> Option<(f32, f32)> {
        let components = || self.frame.components.iter().zip(&self.kinds);
        let fine = components().map(|(one, &kind)| scales_within(kind, &one.quant).fold(f32::INFINITY, f32::min));
        let (luma, &kind) = components().next()?;
        let coarse = scales_within(kind, &luma.quant).fold(0.0, f32::max) * CLEARLY_COARSER;
        (!self.is_coarsened).then(|| (fine.fold(f32::INFINITY, f32::min), coarse))
    }

    /// Whether the steps of luma have nearly the proportions of [`steps`]: at a scale above theirs all of them change at
    /// once, and coefficients that were multiples of the old ones are all off.
    pub fn has_usual_proportions(&self) -> bool {
        let Some((luma, &kind)) = self.frame.components.first().zip(self.kinds.first()) else { return false };
        let fine = scales_within(kind, &luma.quant).fold(f32::INFINITY, f32::min);
        let coarse = scales_reaching(kind, &luma.quant).fold(0.0, f32::max);
        coarse < fine * SAME_PROPORTIONS
    }

    /// The part of its length at its finest steps that a file has to keep to be near it. With chroma of full size most of
    /// what goes is chroma: at seven tenths it gains up to 6 points of SSIMULACRA2. With halved chroma
    /// the gain is -0.3 to 8 at 97 %, and -2 to 4 at 90 %.
    pub fn near(&self) -> f32 {
        if self.kinds.contains(&StepKind::FullChroma) { 0.7 } else { 0.95 }
    }

    /// Half a step, in eighths: what is smaller is never anything but zero. DC is always kept.
    fn thresholds_at(&self, quality: f32) -> Vec<[u16; BLOCK]> {
        let of_table = |table: &QuantTable| {
            let mut thresholds = zigzag(table).map(|step| step.saturating_mul(4));
            thresholds[0] = 0;
            thresholds
        };
        self.frame_at(quality).components.iter().map(|component| of_table(&component.quant)).collect()
    }

    /// Takes the next row of blocks of a component; rows behind the last line are dropped.
    pub fn push(&mut self, component: usize, row: SparseRow) {
        let Some(plane) = self.planes.get_mut(component).filter(|plane| plane.rows.len() < plane.lines) else { return };
        self.values += row.values.len();
        plane.rows.push(row);
        if self.values > self.room() {
            self.coarsen();
        }
    }

    /// Tells how much of the image will be in after the next rows, of [`WHOLE`].
    pub const fn set_progress(&mut self, progress: usize) {
        self.progress = if progress < WHOLE { progress } else { WHOLE };
    }

    /// SparseCoefficients that there is room for by now. What can be foreseen not to fit is dropped early, while that takes
    /// little time; but what comes may have less detail, so that the first rows get up to twice their share.
    const fn room(&self) -> usize {
        if self.max_values == usize::MAX {
            return usize::MAX;
        }
        let share = (self.max_values / WHOLE).saturating_mul(self.progress) / WHOLE * (2 * WHOLE - self.progress);
        if share > LEAST_ROOM { share } else { LEAST_ROOM }
    }

    /// Whether dropped coefficients keep the image from a quality above `quality`.
    pub fn limits(&self, quality: u8) -> bool {
        self.is_coarsened && f32::from(quality) + 1.0 >= self.max_quality
    }

    /// # Errors
    /// [`Error::OverBudget`] where the image is so far from fitting that there is no use in reading on. The bytes that
    /// it would need are estimated.
    pub fn check_hope(&self, max_bytes: u64) -> Result<()> {
        match self.bytes_needed {
            Some(best) if best > max_bytes => Err(Error::OverBudget { limit: max_bytes, best }.into()),
            _ => Ok(()),
        }
    }

    /// Bytes that the lowest quality allowed may need, judged by the coefficients that are there.
    fn bytes_at_least_quality(&self) -> u64 {
        let count = self.count_left(&self.thresholds_at(self.min_quality), SAMPLED) * SAMPLED;
        (count as u64).saturating_mul(WHOLE as u64) / self.progress.max(1) as u64 / USUAL_PER_TWO_BYTES * 2
    }

    /// Drops coefficients that only a higher quality than can fit would need, until there is room again.
    fn coarsen(&mut self) {
        self.is_coarsened = true;
        let mut scale = scale_of_quality(self.max_quality).max(FINEST_WITHIN_BUDGET);
        let room = self.room();
        let hopeless = scale_of_quality(self.min_quality) * HOPELESS;
        while self.values > room / 10 * 9 && scale < COARSEST {
            // A few rows tell how coarse the steps have to be; filtering all rows for every scale would be slow.
            loop {
                scale *= COARSER;
                self.max_quality = quality_of_scale(scale);
                self.thresholds = self.thresholds_at(self.max_quality);
                if scale >= COARSEST || self.count_left(&self.thresholds, SAMPLED) * SAMPLED <= room / 6 * 5 {
                    break;
                }
            }
            if scale > hopeless && self.bytes_needed.is_none() {
                self.bytes_needed = Some(self.bytes_at_least_quality());
            }
            self.filter();
        }
        if scale >= COARSEST {
            // What is left are coefficients that nothing makes zero.
            self.max_values = usize::MAX;
        }
    }

    /// SparseCoefficients that reach `thresholds`, in every `every`-th row.
    fn count_left(&self, thresholds: &[[u16; BLOCK]], every: usize) -> usize {
        let planes = self.planes.iter().zip(thresholds);
        planes
            .map(|(plane, thresholds)| {
                plane.rows.iter().step_by(every).map(|row| row.count_reaching(thresholds)).sum::<usize>()
            })
            .sum()
    }

    fn filter(&mut self) {
        self.values = 0;
        for (plane, thresholds) in self.planes.iter_mut().zip(&self.thresholds) {
            for row in &mut plane.rows {
                *row = row.filtered(thresholds);
                self.values += row.values.len();
            }
        }
    }
}

/// The least pixels of an image whose full chroma gets less: a smaller file is mostly headers and DC coefficients, and
/// has need of every step that can differ to fill its budget.
const LEAST_SHARED: u64 = 100_000;

/// The kinds by which a budget is shared out.
fn budgeted(kinds: Vec<StepKind>, frame: &Frame) -> Vec<StepKind> {
    if frame.size.pixels() < LEAST_SHARED {
        return kinds;
    }
    let is_full = |one: &Component| (one.horizontal, one.vertical) == (frame.max_horizontal(), frame.max_vertical());
    let kind = |(kind, component)| match kind {
        StepKind::Chroma if is_full(component) => StepKind::FullChroma,
        kind => kind,
    };
    kinds.into_iter().zip(&frame.components).map(kind).collect()
}
