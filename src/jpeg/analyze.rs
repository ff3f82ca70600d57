//! From rows of pixels to the coefficients of all components, transformed once.

use super::fdct::{self, Samples};
use super::frame::BLOCK;
use super::sparse::{BlockRow, Plane, TURNED_ZIGZAG, gather};
use crate::Result;
use crate::rows::{ColorModel, RowSource, Size};

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

/// Smallest magnitudes kept, in eighths, one table a component.
pub(super) type Thresholds = [[u16; BLOCK]; 3];

/// Planes that the size and sampling ask for, without rows yet.
pub(super) fn empty_planes(size: Size, components: usize, sampling: Sampling) -> Vec<Plane> {
    let plane = |component: usize| {
        let (horizontal, vertical) = if component == 0 { (sampling.horizontal, sampling.vertical) } else { (1, 1) };
        let blocks = |edge: u32, factor: usize, most: usize| (edge as usize * factor).div_ceil(most).div_ceil(8);
        Plane {
            horizontal,
            vertical,
            columns: blocks(size.width, horizontal, sampling.horizontal),
            lines: blocks(size.height, vertical, sampling.vertical),
            rows: Vec::new(),
        }
    };
    (0..components).map(plane).collect()
}

/// Reads all rows of `source` and gives each row of MCUs to `store`, one list of block rows a component.
pub(super) fn analyze(
    source: &mut dyn RowSource,
    sampling: Sampling,
    thresholds: &mut Thresholds,
    store: &mut dyn FnMut(Vec<Vec<BlockRow>>, &mut Thresholds),
) -> Result<()> {
    let size = source.size();
    let components = source.model().components();
    let mcus = (size.width as usize).div_ceil(8 * sampling.horizontal);
    let width = mcus * 8 * sampling.horizontal;
    let lines = 8 * sampling.vertical;
    let mut strip = Strip { width, planes: vec![vec![0.0; width * lines]; components] };
    let planes = empty_planes(size, components, sampling);
    let mut row = vec![0; source.row_length()];
    for mcu_row in 0..(size.height as usize).div_ceil(lines) {
        for line in 0..lines {
            if mcu_row * lines + line < size.height as usize {
                source.next_row(&mut row)?;
            }
            strip.fill(line, &row, source.model());
        }
        for plane in strip.planes.iter_mut().skip(1) {
            halve(plane, width, sampling);
        }
        let rows = planes.iter().enumerate().map(|(component, plane)| {
            let width = if component == 0 { width } else { width / sampling.horizontal };
            let samples = &strip.planes[component];
            (0..plane.vertical)
                .map(|line| {
                    if mcu_row * plane.vertical + line < plane.lines {
                        block_row(&samples[line * 8 * width..], width, plane, &thresholds[component])
                    } else {
                        BlockRow::default()
                    }
                })
                .collect()
        });
        let rows = rows.collect();
        store(rows, thresholds);
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

/// Transforms one row of blocks.
fn block_row(samples: &[f32], width: usize, plane: &Plane, thresholds: &[u16; BLOCK]) -> BlockRow {
    let blocks = width / 8;
    let mut row = BlockRow { masks: Vec::with_capacity(blocks), ..BlockRow::default() };
    row.weights.reserve_exact(blocks);
    let mut kept = [0; BLOCK];
    for block in 0..plane.columns {
        let lines: Samples = core::array::from_fn(|line| {
            let at = line * width + block * 8;
            samples[at..at + 8].try_into().unwrap_or_default()
        });
        let coefficients = fdct::forward(&lines);
        let (mask, count) = gather(&coefficients, &TURNED_ZIGZAG, thresholds, &mut kept);
        row.push(mask, kept.get(..count).unwrap_or_default());
        row.weights.push(super::trellis::weight(&coefficients));
    }
    row.shrink();
    row
}
