//! Encoding at a fixed quality: coefficients are quantized as soon as they are transformed.

use super::analyze::{SampleSink, coefficients};
use super::fdct::FRACTION;
use super::sparse::{ALL, CoefficientOrder, SparsePlane, SparseRow};
use super::write::{FileLayout, FilePlan, script};
use crate::Result;
use crate::jpeg::shared::frame::{Block, Component, Frame};
use crate::jpeg::shared::lanes;

/// The part of a step by which AC coefficients are brought nearer to zero before they are quantized.
const DEAD_ZONE: f32 = 0.1;
/// One of so many rows of MCUs decides the order of the scans.
const SAMPLED: usize = 16;

/// The quantized coefficients of an image, as far as it was taken.
#[derive(Debug)]
pub struct FixedQuality {
    frame: Frame,
    planes: Vec<SparsePlane>,
    steps: Vec<StepReciprocals>,
}

/// Dead zones and reciprocal steps of a component, column by column as the transform leaves coefficients.
#[derive(Debug)]
struct StepReciprocals {
    dead: Block,
    reciprocals: Block,
}

impl FixedQuality {
    /// Room for an image that is quantized by the tables of `frame`.
    pub fn new(frame: Frame) -> Self {
        let planes = frame.components.iter().map(|component| SparsePlane::new(&frame, component)).collect();
        let steps = frame.components.iter().map(StepReciprocals::new).collect();
        Self { frame, planes, steps }
    }

    /// The file.
    pub fn into_file(mut self, metadata: &[&[u8]], progressive: bool) -> Vec<u8> {
        self.planes.iter_mut().for_each(SparsePlane::pad);
        let sampled: Vec<SparsePlane> = self.planes.iter().map(|plane| plane.sampled(SAMPLED)).collect();
        let script = script(progressive, &sampled);
        FilePlan::new(FileLayout { frame: &self.frame, metadata, jfif: true }, &self.planes, &script).write()
    }
}

impl SampleSink for FixedQuality {
    fn begin(&mut self, _: usize) -> Result<()> {
        Ok(())
    }

    fn take(&mut self, component: usize, samples: &[i16]) {
        let (Some(plane), Some(steps)) = (self.planes.get_mut(component), self.steps.get(component)) else { return };
        if plane.rows.len() == plane.lines {
            return;
        }
        let mut row = SparseRow { masks: Vec::with_capacity(plane.columns), ..SparseRow::default() };
        for block in coefficients(samples, plane.columns) {
            let quantized = lanes::quantized(&block, (&steps.dead, &steps.reciprocals));
            row.push_reaching(&quantized, &ALL, &CoefficientOrder::TURNED);
        }
        row.shrink();
        plane.rows.push(row);
    }
}

impl StepReciprocals {
    #[expect(clippy::cast_possible_truncation, reason = "at most 4096 for the smallest step, and 204 for the largest")]
    fn new(component: &Component) -> Self {
        let step = |at: usize| f32::from(component.quant.0[at % 8 * 8 + at / 8]) * FRACTION;
        let mut dead: Block = core::array::from_fn(|at| (step(at) * DEAD_ZONE) as i16);
        dead[0] = 0;
        Self { dead, reciprocals: core::array::from_fn(|at| (32_768.0 / step(at)).round() as i16) }
    }
}
