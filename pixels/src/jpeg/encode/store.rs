//! The coefficients of an image before they are quantized.
//!
//! Memory is bounded by the size budget of the file, not by the pixels of the image: coefficients that only a quality
//! above the budget would need are dropped.

use super::quant::{StepKind, quality_of_scale, scale_of_quality, scales_reaching, scales_within, steps, zigzag};
use super::sparse::{SparsePlane, SparseRow};
use super::target::Target;
use crate::jpeg::shared::frame::{BLOCK, Component, Frame, QuantTable};
use crate::rows::Size;
use crate::{Error, Result};

/// Coefficients, and the thresholds below which they are dropped.
#[derive(Debug)]
pub struct CoefficientStore {
    /// Size and components. The tables are the finest steps of use: 1, or those of a file that is transcoded.
    frame: Frame,
    kinds: Vec<StepKind>,
    /// The coefficients kept.
    pub planes: Vec<SparsePlane>,
    /// The highest quality for which all coefficients that do not become zero are kept.
    pub max_quality: f32,
    /// Smallest magnitudes kept, in eighths and in zigzag order, one table a component.
    pub thresholds: Vec<[u16; BLOCK]>,
    min_quality: f32,
    max_values: usize,
    values: usize,
    is_coarsened: bool,
    bytes_needed: Option<u64>,
    /// How much of the image was taken, in parts of [`WHOLE`].
    progress: usize,
}

/// The progress of an image that was taken whole.
pub const WHOLE: usize = 1024;
/// Coefficients kept for every two bytes of the budget. At the quality that fits, about six reach half a step.
const VALUES_PER_TWO_BYTES: u64 = 9;
/// Coefficients that reach half a step, for every two bytes of a file.
const USUAL_PER_TWO_BYTES: u64 = 6;
/// Coefficients kept whatever the budget.
const MIN_VALUES: u64 = 500_000;
/// Coefficients kept before any is dropped.
const MIN_ROOM: usize = 60_000;
/// The factor by which the finest steps grow while there are too many coefficients.
const COARSER: f32 = 1.1;
/// The factor on the steps of the lowest quality allowed from which the image will not fit.
const HOPELESS: f32 = 1.4;
/// The finest scale of steps at which coefficients are dropped. An image with too many of them never fits at a finer
/// one.
const FINEST_WITHIN_BUDGET: f32 = 0.06;
/// The factor on the steps of a photo that surely takes its size below seven tenths.
const CLEARLY_COARSER: f32 = 1.6;
/// Two sets of steps have the same proportions where their ratios differ by less than this factor.
const SAME_PROPORTIONS: f32 = 1.25;
/// One of so many rows is counted.
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

    /// Room for a file of `max_bytes` within two qualities.
    fn new(frame: Frame, kinds: Vec<StepKind>, (min_quality, max_quality): (f32, f32), max_bytes: u64) -> Self {
        let planes = frame.components.iter().map(|component| SparsePlane::new(&frame, component)).collect();
        let kinds = if max_bytes == u64::MAX { kinds } else { budgeted(kinds, &frame) };
        let max_values = (max_bytes / 2).saturating_mul(VALUES_PER_TWO_BYTES).max(MIN_VALUES);
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

    /// Width and height of the image.
    pub const fn size(&self) -> Size {
        self.frame.size
    }

    /// The same coefficients with their blocks moved, of an image with this frame.
    pub fn moved(mut self, frame: Frame, plane: impl Fn(SparsePlane) -> SparsePlane) -> Self {
        self.frame = frame;
        self.planes = self.planes.into_iter().map(plane).collect();
        self
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

    /// The scales between which requantization looks for a size: the coarsest at which no step exceeds the source's,
    /// and one at which the luma steps are coarser by [`CLEARLY_COARSER`]. `None` where coefficients were dropped.
    pub fn range_of_scales(&self) -> Option<(f32, f32)> {
        let components = || self.frame.components.iter().zip(&self.kinds);
        let fine = components().map(|(one, &kind)| scales_within(kind, &one.quant).fold(f32::INFINITY, f32::min));
        let (luma, &kind) = components().next()?;
        let coarse = scales_within(kind, &luma.quant).fold(0.0, f32::max) * CLEARLY_COARSER;
        (!self.is_coarsened).then(|| (fine.fold(f32::INFINITY, f32::min), coarse))
    }

    /// Whether the luma steps have nearly the proportions of [`steps`]. At a coarser scale they then all change at
    /// once, and no coefficient stays a multiple of its step.
    pub fn has_usual_proportions(&self) -> bool {
        let Some((luma, &kind)) = self.frame.components.first().zip(self.kinds.first()) else { return false };
        let fine = scales_within(kind, &luma.quant).fold(f32::INFINITY, f32::min);
        let coarse = scales_reaching(kind, &luma.quant).fold(0.0, f32::max);
        coarse < fine * SAME_PROPORTIONS
    }

    /// The part of the length at the finest steps from which requantization is better than ordinary rate control. With
    /// 4:4:4 most of what is lost is chroma: at 70 % of the length it gains up to 6 points of SSIMULACRA2. With 4:2:0
    /// it gains -0.3 to 8 points at 97 % of the length, and -2 to 4 at 90 %.
    pub fn requantizes_from(&self) -> f32 {
        if self.kinds.contains(&StepKind::FullChroma) { 0.7 } else { 0.95 }
    }

    /// Half a step, in eighths: a smaller coefficient becomes zero. DC is always kept.
    fn thresholds_at(&self, quality: f32) -> Vec<[u16; BLOCK]> {
        let of_table = |table: &QuantTable| {
            let mut thresholds = zigzag(table).map(|step| step.saturating_mul(4));
            thresholds[0] = 0;
            thresholds
        };
        self.frame_at(quality).components.iter().map(|component| of_table(&component.quant)).collect()
    }

    /// Takes the next row of blocks of a component. Rows below the image are dropped.
    pub fn push(&mut self, component: usize, row: SparseRow) {
        let Some(plane) = self.planes.get_mut(component).filter(|plane| plane.rows.len() < plane.lines) else { return };
        self.values += row.values.len();
        plane.rows.push(row);
        if self.values > self.room() {
            self.coarsen();
        }
    }

    /// Notes how much of the image will be taken after the next rows, in parts of [`WHOLE`].
    pub const fn set_progress(&mut self, progress: usize) {
        self.progress = if progress < WHOLE { progress } else { WHOLE };
    }

    /// The number of coefficients that may be kept at this progress. Dropping early takes little time. The rows to come
    /// may have less detail, though, so that the first rows get up to twice their part.
    const fn room(&self) -> usize {
        if self.max_values == usize::MAX {
            return usize::MAX;
        }
        let share = (self.max_values / WHOLE).saturating_mul(self.progress) / WHOLE * (2 * WHOLE - self.progress);
        if share > MIN_ROOM { share } else { MIN_ROOM }
    }

    /// Whether a quality above `quality` is out of reach only because coefficients were dropped.
    pub fn limits(&self, quality: u8) -> bool {
        self.is_coarsened && f32::from(quality) + 1.0 >= self.max_quality
    }

    /// # Errors
    /// [`Error::OverBudget`] where the image is too far from fitting to read on. Its `best` is an estimate.
    pub fn check_hope(&self, max_bytes: u64) -> Result<()> {
        match self.bytes_needed {
            Some(best) if best > max_bytes => Err(Error::OverBudget { limit: max_bytes, best }.into()),
            _ => Ok(()),
        }
    }

    /// An estimate of the bytes at the lowest quality allowed, from the coefficients taken so far.
    fn bytes_at_min_quality(&self) -> u64 {
        let count = self.count_left(&self.thresholds_at(self.min_quality), SAMPLED) * SAMPLED;
        (count as u64).saturating_mul(WHOLE as u64) / self.progress.max(1) as u64 / USUAL_PER_TWO_BYTES * 2
    }

    /// Coarsens the finest steps, and drops the coefficients that become zero, until there is room again.
    fn coarsen(&mut self) {
        self.is_coarsened = true;
        let mut scale = scale_of_quality(self.max_quality).max(FINEST_WITHIN_BUDGET);
        let room = self.room();
        let hopeless = scale_of_quality(self.min_quality) * HOPELESS;
        while self.values > room / 10 * 9 && scale < COARSEST {
            // The scale is found from a sample of rows: filtering all rows for every scale would be slow.
            loop {
                scale *= COARSER;
                self.max_quality = quality_of_scale(scale);
                self.thresholds = self.thresholds_at(self.max_quality);
                if scale >= COARSEST || self.count_left(&self.thresholds, SAMPLED) * SAMPLED <= room / 6 * 5 {
                    break;
                }
            }
            if scale > hopeless && self.bytes_needed.is_none() {
                self.bytes_needed = Some(self.bytes_at_min_quality());
            }
            self.filter();
        }
        if scale >= COARSEST {
            // No steps make the rest zero.
            self.max_values = usize::MAX;
        }
    }

    /// Coefficients that reach `thresholds`, in every `every`-th row.
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

/// The pixels from which chroma of full size gets coarser steps. A smaller file is mostly headers and DC coefficients:
/// its sizes jump less with three different tables.
const MIN_SHARED: u64 = 100_000;

/// The kinds of steps by which luma and chroma share a budget.
fn budgeted(kinds: Vec<StepKind>, frame: &Frame) -> Vec<StepKind> {
    if frame.size.pixels() < MIN_SHARED {
        return kinds;
    }
    let is_full = |one: &Component| (one.horizontal, one.vertical) == (frame.max_horizontal(), frame.max_vertical());
    let kind = |(kind, component)| match kind {
        StepKind::Chroma if is_full(component) => StepKind::FullChroma,
        kind => kind,
    };
    kinds.into_iter().zip(&frame.components).map(kind).collect()
}
