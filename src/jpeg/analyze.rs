//! From rows of pixels to the coefficients of all components, transformed once.

use super::fdct::{self, Samples};
use super::frame::BLOCK;
use super::sparse::{BlockRow, TURNED_ZIGZAG, gather};
use super::store::Store;
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

/// Rows of pixels that make one row of MCUs, as level-shifted planes in full resolution.
#[derive(Debug)]
struct Strip {
    width: usize,
    planes: Vec<Vec<f32>>,
}

/// Reads all rows of `source` and keeps their coefficients in `store`.
pub(super) fn analyze(source: &mut dyn RowSource, sampling: Sampling, store: &mut Store) -> Result<()> {
    let size = source.size();
    let (height, model) = (size.height as usize, source.model());
    let width = (size.width as usize).next_multiple_of(8 * sampling.horizontal);
    let lines = 8 * sampling.vertical;
    let mut strip = Strip { width, planes: vec![vec![0.0; width * lines]; model.components()] };
    let mut row = vec![0; source.row_length()];
    for top in (0..height).step_by(lines) {
        for line in 0..lines {
            if top + line < height {
                source.next_row(&mut row)?;
            }
            strip.fill(line, &row, model);
        }
        for (component, samples) in strip.planes.iter_mut().enumerate() {
            let is_chroma = component > 0;
            if is_chroma {
                halve(samples, width, sampling);
            }
            let width = if is_chroma { width / sampling.horizontal } else { width };
            for samples in samples.chunks_exact(width * 8).take(if is_chroma { 1 } else { sampling.vertical }) {
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

/// RGB to YCbCr of JFIF, with the level shift done.
fn convert([red, green, blue]: [&[u8]; 3], [y, cb, cr]: [&mut [f32]; 3]) {
    let length = red.len().min(green.len()).min(blue.len());
    let (green, blue) = (&green[..length], &blue[..length]);
    let (y, cb, cr) = (&mut y[..length], &mut cb[..length], &mut cr[..length]);
    for at in 0..length {
        let (r, g, b) = (f32::from(red[at]), f32::from(green[at]), f32::from(blue[at]));
        y[at] = 0.299 * r + 0.587 * g + 0.114 * b - 128.0;
        cb[at] = 0.5 * b - 0.168_735_89 * r - 0.331_264_1 * g;
        cr[at] = 0.5 * r - 0.418_687_59 * g - 0.081_312_41 * b;
    }
}

/// Averages the samples that one chroma sample stands for; the result lies at the start of `plane`.
fn halve(plane: &mut [f32], width: usize, sampling: Sampling) {
    if sampling.vertical == 2 {
        for line in 0..8 {
            let (above, below) = (2 * line * width, (2 * line + 1) * width);
            for x in 0..width {
                let sum = plane[above + x] + plane[below + x];
                plane[line * width + x] = sum * 0.5;
            }
        }
    }
    if sampling.horizontal == 2 {
        for at in 0..width * 8 / 2 {
            plane[at] = (plane[2 * at] + plane[2 * at + 1]) * 0.5;
        }
    }
}

/// Transforms the first `columns` blocks of eight rows of samples.
fn block_row(samples: &[f32], columns: usize, thresholds: &[u16; BLOCK]) -> BlockRow {
    let width = samples.len() / 8;
    let mut row = BlockRow::with_capacity(columns);
    let mut kept = [0; BLOCK];
    for block in 0..columns {
        let lines: Samples = core::array::from_fn(|line| {
            let at = line * width + block * 8;
            samples[at..at + 8].try_into().unwrap_or_default()
        });
        let coefficients = fdct::forward(&lines);
        let (mask, count) = gather(&coefficients, &TURNED_ZIGZAG, thresholds, &mut kept);
        row.push(mask, kept.get(..count).unwrap_or_default());
        row.weights.push(weight(&coefficients));
    }
    row.shrink();
    row
}
