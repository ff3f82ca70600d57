//! From rows of pixels to the coefficients of all components, transformed once.

use super::fdct::{self, Samples};
use super::frame::BLOCK;
use super::sparse::{BlockRow, TURNED_ZIGZAG};
use super::store::{Store, WHOLE};
use super::trellis::weight;
use crate::Result;
use crate::rows::{ColorModel, RowSource};

/// How chroma is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sampling {
    /// Luma blocks of an MCU side by side.
    pub(super) horizontal: usize,
    /// Luma blocks of an MCU on top of each other.
    pub(super) vertical: usize,
}

impl Sampling {
    const fn is_reduced(self) -> bool {
        self.horizontal > 1 || self.vertical > 1
    }
}

/// Rows of pixels that make one row of MCUs, as level-shifted planes in full resolution.
#[derive(Debug)]
struct Strip {
    width: usize,
    planes: Vec<Vec<f32>>,
}

/// Reads all rows of `source` and keeps their coefficients in `store`.
///
/// # Errors
/// [`crate::Error::OverBudget`] where it gets clear that the picture is far from fitting in `max_bytes`, and what
/// `source` fails with.
pub(super) fn analyze(source: &mut dyn RowSource, sampling: Sampling, max_bytes: u64, store: &mut Store) -> Result<()> {
    let size = source.size();
    let (height, model) = (size.height as usize, source.model());
    let width = (size.width as usize).next_multiple_of(8 * sampling.horizontal);
    let lines = 8 * sampling.vertical;
    let mut strip = Strip { width, planes: vec![vec![0.0; width * lines]; model.components()] };
    let mut row = vec![0; source.row_length()];
    let mut reduced = Vec::new();
    for top in (0..height).step_by(lines) {
        for line in 0..lines {
            if top + line < height {
                source.next_row(&mut row)?;
            }
            strip.fill(line, &row, model);
        }
        store.check_hope(max_bytes)?;
        store.set_progress((top + lines) * WHOLE / height);
        for (component, samples) in strip.planes.iter().enumerate() {
            let (mut samples, mut width) = (samples.as_slice(), width);
            if component > 0 && sampling.is_reduced() {
                reduce(samples, width, sampling, &mut reduced);
                (samples, width) = (&reduced, width / sampling.horizontal);
            }
            for samples in samples.chunks_exact(width * 8) {
                let columns = store.planes.get(component).map_or(0, |plane| plane.columns);
                store.push(component, block_row(samples, columns, &store.thresholds[component]));
            }
        }
    }
    Ok(())
}

impl Strip {
    /// Converts one row of pixels and repeats its last sample up to the width.
    fn fill(&mut self, line: usize, row: &[u8], model: ColorModel) {
        let length = row.len() / model.components();
        let range = line * self.width..(line + 1) * self.width;
        match (model, self.planes.as_mut_slice()) {
            (ColorModel::Rgb, [y, cb, cr]) => {
                let (red, rest) = row.split_at(length);
                let (green, blue) = rest.split_at(length);
                convert([red, green, blue], [&mut y[range.clone()], &mut cb[range.clone()], &mut cr[range.clone()]]);
            }
            (_, planes) => {
                for (plane, samples) in planes.iter_mut().zip(row.chunks_exact(length)) {
                    for (out, &sample) in plane[range.clone()].iter_mut().zip(samples) {
                        *out = f32::from(sample) - 128.0;
                    }
                }
            }
        }
        for plane in &mut self.planes {
            let line = &mut plane[range.clone()];
            let last = line[length - 1];
            line[length..].fill(last);
        }
    }
}

/// RGB to YCbCr of JFIF, with the level shift done. One component at a time: loops over more slices are not vectorized.
fn convert(rgb: [&[u8]; 3], [y, cb, cr]: [&mut [f32]; 3]) {
    weighted(rgb, y, [0.299, 0.587, 0.114], -128.0);
    weighted(rgb, cb, [-0.168_735_89, -0.331_264_1, 0.5], 0.0);
    weighted(rgb, cr, [0.5, -0.418_687_59, -0.081_312_41], 0.0);
}

fn weighted([red, green, blue]: [&[u8]; 3], out: &mut [f32], weights: [f32; 3], offset: f32) {
    for (((out, &red), &green), &blue) in out.iter_mut().zip(red).zip(green).zip(blue) {
        *out = weights[0] * f32::from(red) + weights[1] * f32::from(green) + weights[2] * f32::from(blue) + offset;
    }
}

/// Averages the samples that one chroma sample stands for.
fn reduce(samples: &[f32], width: usize, sampling: Sampling, out: &mut Vec<f32>) {
    out.clear();
    for lines in samples.chunks_exact(width * sampling.vertical) {
        let (above, below) = (&lines[..width], &lines[lines.len() - width..]);
        if sampling.horizontal == 2 {
            let pairs = above.chunks_exact(2).zip(below.chunks_exact(2));
            out.extend(pairs.map(|(above, below)| (above[0] + above[1] + below[0] + below[1]) * 0.25));
        } else {
            out.extend(above.iter().zip(below).map(|(above, below)| (above + below) * 0.5));
        }
    }
}

/// Transforms the first `columns` blocks of eight rows of samples.
fn block_row(samples: &[f32], columns: usize, thresholds: &[u16; BLOCK]) -> BlockRow {
    let width = samples.len() / 8;
    let mut row = BlockRow::with_capacity(columns);
    for block in 0..columns {
        let lines: Samples = core::array::from_fn(|line| {
            let at = line * width + block * 8;
            samples[at..at + 8].try_into().unwrap_or_default()
        });
        let coefficients = fdct::forward(&lines);
        let zigzag = TURNED_ZIGZAG.map(|at| coefficients[usize::from(at) % BLOCK]);
        row.push_kept(&zigzag, thresholds);
        row.weights.push(weight(&coefficients));
    }
    row.shrink();
    row
}
