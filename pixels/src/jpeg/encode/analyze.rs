//! From rows of samples to the coefficients of all components. Each block is transformed once.

use super::fdct;
use super::sparse::{CoefficientOrder, SparseRow};
use super::store::{CoefficientStore, WHOLE};
use super::trellis::weight;
use crate::Result;
use crate::jpeg::shared::dct::Samples;
use crate::jpeg::shared::frame::Block;
use crate::jpeg::shared::lanes;
use crate::rows::{ColorModel, RowSource};

/// How chroma is sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChromaSampling {
    /// Luma blocks of an MCU side by side.
    pub horizontal: usize,
    /// Luma blocks of an MCU on top of each other.
    pub vertical: usize,
}

impl ChromaSampling {
    pub const HALVED: Self = Self { horizontal: 2, vertical: 2 };

    const fn is_reduced(self) -> bool {
        self.horizontal > 1 || self.vertical > 1
    }
}

/// What takes the samples of an image, a row of blocks at a time.
pub trait SampleSink {
    /// Begins a row of MCUs. `progress` is how much of the image is taken after it, in parts of [`WHOLE`].
    fn begin(&mut self, progress: usize) -> Result<()>;

    /// Takes eight rows of samples of a component, in quarters and with the level shift done. Columns of blocks beyond
    /// the component's last one are to be left out.
    fn take(&mut self, component: usize, samples: &[i16]);
}

/// Rows of one component that make one row of MCUs.
#[derive(Debug)]
pub struct Strip {
    width: usize,
    /// In quarters and with the level shift done.
    pub samples: Vec<i16>,
}

/// Gives `sink` all samples of `source`, chroma reduced to `sampling`.
///
/// # Errors
/// What `source` and `sink` fail with.
pub fn analyze(source: &mut dyn RowSource, sampling: ChromaSampling, sink: &mut dyn SampleSink) -> Result<()> {
    let size = source.size();
    let (height, model) = (size.height as usize, source.model());
    let width = (size.width as usize).next_multiple_of(8 * sampling.horizontal);
    let lines = 8 * sampling.vertical;
    let mut strips: Vec<Strip> = (0..model.components()).map(|_| Strip::new(width, lines)).collect();
    let mut row = vec![0; source.row_length()];
    let mut reduced = Vec::new();
    for top in (0..height).step_by(lines) {
        for line in 0..lines {
            if top + line < height {
                source.next_row(&mut row)?;
            }
            fill(&mut strips, line, &row, model);
        }
        sink.begin((top + lines) * WHOLE / height)?;
        for (component, strip) in strips.iter().enumerate() {
            let (mut samples, mut width) = (strip.samples.as_slice(), width);
            if component > 0 && sampling.is_reduced() {
                reduce(samples, width, sampling, &mut reduced);
                (samples, width) = (&reduced, width / sampling.horizontal);
            }
            samples.chunks_exact(width * 8).for_each(|samples| sink.take(component, samples));
        }
    }
    Ok(())
}

/// Gives `sink` all samples of an image that comes as planes: luma, and Cb and Cr of half its width and height.
///
/// # Errors
/// What the planes and `sink` fail with.
pub fn analyze_split(planes: &mut [&mut dyn RowSource; 3], sink: &mut dyn SampleSink) -> Result<()> {
    let height = planes[0].size().height as usize;
    let mut strips = Vec::new();
    let mut row = Vec::new();
    for (component, plane) in planes.iter().enumerate() {
        let (blocks, lines) = if component == 0 { (16, 16) } else { (8, 8) };
        strips.push(Strip::new((plane.size().width as usize).next_multiple_of(blocks), lines));
    }
    for top in (0..height).step_by(16) {
        sink.begin((top + 16) * WHOLE / height)?;
        for (component, (plane, strip)) in planes.iter_mut().zip(&mut strips).enumerate() {
            row.resize(plane.row_length(), 0);
            let lines = strip.samples.len() / strip.width;
            let first = if component == 0 { top } else { top / 2 };
            for line in 0..lines {
                if first + line < plane.size().height as usize {
                    plane.next_row(&mut row)?;
                }
                strip.fill(line, &row);
            }
            strip.samples.chunks_exact(strip.width * 8).for_each(|samples| sink.take(component, samples));
        }
    }
    Ok(())
}

impl Strip {
    pub fn new(width: usize, lines: usize) -> Self {
        Self { width, samples: vec![0; width * lines] }
    }

    fn line(&mut self, line: usize) -> &mut [i16] {
        &mut self.samples[line * self.width..(line + 1) * self.width]
    }

    /// Takes one line and repeats its last sample up to the width.
    pub fn fill(&mut self, line: usize, samples: &[u8]) {
        let out = self.line(line);
        for (out, &sample) in out.iter_mut().zip(samples) {
            *out = (i16::from(sample) - 128) * 4;
        }
        extend(out, samples.len());
    }
}

/// Converts one row of pixels.
fn fill(strips: &mut [Strip], line: usize, row: &[u8], model: ColorModel) {
    let length = row.len() / model.components();
    match (model, strips) {
        (ColorModel::Rgb, [y, cb, cr]) => {
            let (red, rest) = row.split_at(length);
            let (green, blue) = rest.split_at(length);
            // JFIF's matrix in units of 2^-16. One component at a time: loops over more slices are not vectorized.
            weighted([red, green, blue], y.line(line), [19_595, 38_470, 7_471], -512);
            weighted([red, green, blue], cb.line(line), [-11_059, -21_709, 32_768], 0);
            weighted([red, green, blue], cr.line(line), [32_768, -27_439, -5_329], 0);
        }
        (_, strips) => strips.iter_mut().zip(row.chunks_exact(length)).for_each(|(strip, row)| strip.fill(line, row)),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a weighted mean of samples in quarters")]
fn weighted([red, green, blue]: [&[u8]; 3], out: &mut [i16], weights: [i32; 3], offset: i32) {
    for (((out, &red), &green), &blue) in out.iter_mut().zip(red).zip(green).zip(blue) {
        let sum = weights[0] * i32::from(red) + weights[1] * i32::from(green) + weights[2] * i32::from(blue);
        *out = (((sum + (1 << 13)) >> 14) + offset) as i16;
    }
    extend(out, red.len());
}

/// Repeats the last sample of a row behind its end.
fn extend(line: &mut [i16], length: usize) {
    if let Some(&last) = length.checked_sub(1).and_then(|last| line.get(last)) {
        line[length..].fill(last);
    }
}

/// Averages the samples that one chroma sample stands for.
fn reduce(samples: &[i16], width: usize, sampling: ChromaSampling, out: &mut Vec<i16>) {
    out.clear();
    for lines in samples.chunks_exact(width * sampling.vertical) {
        let (above, below) = (&lines[..width], &lines[lines.len() - width..]);
        if sampling.horizontal == 2 {
            let pairs = above.as_chunks::<2>().0.iter().zip(below.as_chunks::<2>().0);
            out.extend(pairs.map(|([a, b], [c, d])| (a + b + c + d + 2) >> 2));
        } else {
            out.extend(above.iter().zip(below).map(|(above, below)| (above + below + 1) >> 1));
        }
    }
}

/// The coefficients of each block in eight rows of samples, in eighths, column by column.
pub fn coefficients(samples: &[i16], columns: usize) -> impl Iterator<Item = Block> {
    let width = samples.len() / 8;
    (0..columns).map(move |block| {
        let lines: Option<Samples<'_>> = line_starts(samples, width, block * 8);
        lines.map_or([0; 64], |lines| fdct::forward(&lines))
    })
}

#[inline(always)]
fn line_starts(samples: &[i16], width: usize, at: usize) -> Option<Samples<'_>> {
    let line = |line: usize| samples.get(line * width + at..)?.first_chunk::<8>();
    Some([line(0)?, line(1)?, line(2)?, line(3)?, line(4)?, line(5)?, line(6)?, line(7)?])
}

/// Keeps the coefficients that matter within a size budget.
#[derive(Debug)]
pub struct StoreSink<'a> {
    pub store: &'a mut CoefficientStore,
    pub max_bytes: u64,
    /// The order in which transformed blocks are kept, and the signs that their coefficients get.
    pub order: CoefficientOrder,
    /// 1 or -1 for each coefficient, column by column. `None` where all keep their signs.
    pub signs: Option<Block>,
}

impl SampleSink for StoreSink<'_> {
    /// # Errors
    /// [`crate::Error::OverBudget`] where the image is too far from fitting to go on.
    fn begin(&mut self, progress: usize) -> Result<()> {
        self.store.check_hope(self.max_bytes)?;
        self.store.set_progress(progress);
        Ok(())
    }

    fn take(&mut self, component: usize, samples: &[i16]) {
        let columns = self.store.planes.get(component).map_or(0, |plane| plane.columns);
        let thresholds = self.order.of_block(&self.store.thresholds[component]);
        let mut row = SparseRow::with_capacity(columns);
        for block in coefficients(samples, columns) {
            let block = self.signs.as_ref().map_or(block, |signs| lanes::multiplied(&block, signs));
            row.push_reaching(&block, &thresholds, &self.order);
            row.weights.push(weight(&block));
        }
        row.shrink();
        self.store.push(component, row);
    }
}
