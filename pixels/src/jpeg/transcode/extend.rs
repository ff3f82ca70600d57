//! Extending an image to whole MCUs, so that a side that ends within an MCU can become the left or the top.
//!
//! A file has samples beyond the edge of its image, up to whole MCUs. Encoders write what they like there: most repeat the
//! last samples, some cameras go on with the image, and some write anything. Blocks whose samples beyond the edge go on
//! plausibly stay as they are, to the bit. In all others those samples are replaced by the last ones of the image, and the
//! block is coded again.

use super::transform::Transform;
use crate::jpeg::decode::idct::{BlockSide, Inverse};
use crate::jpeg::encode::fdct::{self, FRACTION};
use crate::jpeg::shared::dct::Samples;
use crate::jpeg::shared::frame::{BLOCK, Block, Component, Frame};
use crate::jpeg::shared::mcu::McuRow;
use crate::rows::Size;

/// Which sides of an image are extended, and how.
#[derive(Debug)]
pub struct Extension {
    size: Size,
    /// Whether the width, and whether the height, ends within an MCU and is extended.
    extends: [bool; 2],
    components: Vec<Edges>,
}

/// One component.
#[derive(Debug)]
struct Edges {
    inverse: Inverse,
    /// The quantization steps, in natural order.
    steps: [u16; BLOCK],
    /// Sampling factors: blocks of an MCU side by side, and on top of each other.
    factors: [usize; 2],
    /// Samples of the image along its width and its height.
    samples: [usize; 2],
}

impl Extension {
    /// Extends the sides of an image of `frame` that `transform` mirrors.
    pub fn new(frame: &Frame, transform: Transform) -> Self {
        let (flips_width, flips_height) = transform.flips_of_source();
        let size = extended_size(frame.size, [frame.max_horizontal(), frame.max_vertical()], transform);
        let extends = [flips_width && size.width != frame.size.width, flips_height && size.height != frame.size.height];
        let components = frame.components.iter().map(|component| Edges::new(frame, component)).collect();
        Self { size, extends, components }
    }

    /// The size of the source once it is extended.
    pub const fn size(&self) -> Size {
        self.size
    }

    /// Whether the last MCU of each row is extended.
    pub const fn extends_width(&self) -> bool {
        self.extends[0]
    }

    /// Whether the last row of MCUs is extended.
    pub const fn extends_height(&self) -> bool {
        self.extends[1]
    }

    /// Makes the blocks beyond the edges of a row of MCUs fit to be shown.
    pub fn extend(&self, rows: &mut McuRow, is_last: bool) {
        for (edges, rows) in self.components.iter().zip(&mut rows.components) {
            let stride = rows.blocks_per_row;
            if self.extends_width() {
                let first = stride.saturating_sub(edges.factors[0]);
                edges.extend_width(&mut rows.blocks, stride, first);
            }
            if is_last && self.extends_height() {
                edges.extend_height(&mut rows.blocks, stride);
            }
        }
    }

    /// The same for the last MCU of a row alone, whose blocks of a component stand side by side in `blocks`.
    pub fn extend_mcu(&self, component: usize, blocks: &mut [Block]) {
        if let Some(edges) = self.components.get(component) {
            edges.extend_width(blocks, edges.factors[0], 0);
        }
    }
}

/// The size of an image of `size` and these largest sampling factors, once the sides that `transform` mirrors are extended.
pub fn extended_size(size: Size, [horizontal, vertical]: [u8; 2], transform: Transform) -> Size {
    let (flips_width, flips_height) = transform.flips_of_source();
    let whole = |edge: u32, factor: u8, flips: bool| {
        if flips { edge.next_multiple_of(8 * u32::from(factor)) } else { edge }
    };
    Size { width: whole(size.width, horizontal, flips_width), height: whole(size.height, vertical, flips_height) }
}

/// The way in which an image is extended.
#[derive(Debug, Clone, Copy)]
enum Direction {
    Width,
    Height,
}

impl Direction {
    /// Samples whose lines run along the direction, or the other way round.
    fn lengthwise(self, patch: &Patch) -> Patch {
        match self {
            Self::Width => *patch,
            Self::Height => transposed(patch),
        }
    }
}

/// The samples of a block.
type Patch = [u8; BLOCK];

/// How much farther than usual within a block the samples beyond its edge may be from the last ones of the image, in the
/// mean: what quantization makes of a repetition.
const TOLERANCE: u32 = 12;

impl Edges {
    fn new(frame: &Frame, component: &Component) -> Self {
        let factors = [component.horizontal, component.vertical];
        let length =
            |pixels: u32, factor: u8, most: u8| (pixels * u32::from(factor)).div_ceil(u32::from(most)) as usize;
        Self {
            inverse: Inverse::new(BlockSide::Eight, &component.quant),
            steps: component.quant.0,
            factors: factors.map(usize::from),
            samples: [
                length(frame.size.width, factors[0], frame.max_horizontal()),
                length(frame.size.height, factors[1], frame.max_vertical()),
            ],
        }
    }

    /// Extends each row of blocks of the last MCU of a row, whose first block is at `first`.
    fn extend_width(&self, blocks: &mut [Block], stride: usize, first: usize) {
        let within = within_mcu(self.samples[0], self.factors[0]);
        for row in blocks.chunks_exact_mut(stride.max(1)) {
            self.extend_line(row, within, (Direction::Width, first, 1));
        }
    }

    /// Extends each column of blocks of the last row of MCUs.
    fn extend_height(&self, blocks: &mut [Block], stride: usize) {
        let within = within_mcu(self.samples[1], self.factors[1]);
        for column in 0..stride {
            self.extend_line(blocks, within, (Direction::Height, column, stride));
        }
    }

    /// Extends blocks that follow each other along `direction`: `first`, and every `step`-th from there. Of their samples along
    /// it the image has `within`.
    fn extend_line(&self, blocks: &mut [Block], within: usize, (direction, first, step): (Direction, usize, usize)) {
        let mut last = [128; 8];
        for nth in 0..self.factors[direction as usize] {
            let Some(block) = blocks.get_mut(first + nth * step) else { return };
            let inside = within.saturating_sub(8 * nth).min(8);
            let mut patch = direction.lengthwise(&self.samples_of(block));
            if inside > 0 {
                last = core::array::from_fn(|line| patch[line * 8 + inside - 1]);
            }
            if inside < 8 && !goes_on(&patch, inside, &last) {
                repeat(&mut patch, inside, &last);
                *block = self.coded(&direction.lengthwise(&patch));
            }
        }
    }

    fn samples_of(&self, block: &Block) -> Patch {
        let mut patch = [0; BLOCK];
        self.inverse.apply(block, Inverse::used(block), &mut patch, 8);
        patch
    }

    /// The quantized coefficients of samples.
    fn coded(&self, patch: &Patch) -> Block {
        let lines: [[i16; 8]; 8] =
            core::array::from_fn(|y| core::array::from_fn(|x| (i16::from(patch[y * 8 + x]) - 128) * 4));
        let samples: Samples<'_> = lines.each_ref();
        let coefficients = fdct::forward(&samples);
        core::array::from_fn(|at| {
            // The transform leaves them column by column.
            let exact = f32::from(coefficients[at % 8 * 8 + at / 8]) / (FRACTION * f32::from(self.steps[at]));
            #[expect(clippy::cast_possible_truncation, reason = "below 2^11, or 0")]
            let quantized = exact.round() as i16;
            quantized
        })
    }
}

/// How many of the `samples` of a component lie in its last MCU.
const fn within_mcu(samples: usize, factor: usize) -> usize {
    let mcu = 8 * factor;
    if samples.is_multiple_of(mcu) { mcu } else { samples % mcu }
}

/// Whether the columns of a block from `inside` on go on from the last ones of the image, in their mean distance: no
/// farther than twice what the columns inside are away, and [`TOLERANCE`].
fn goes_on(patch: &Patch, inside: usize, last: &[u8; 8]) -> bool {
    let distance = |columns: core::ops::Range<usize>| {
        let count = u32::try_from(columns.len() * 8).unwrap_or(1).max(1);
        let of_line = |(line, &last): (usize, &u8)| -> u32 {
            columns.clone().map(|column| u32::from(patch[line * 8 + column].abs_diff(last))).sum()
        };
        last.iter().enumerate().map(of_line).sum::<u32>() / count
    };
    distance(inside..8) <= TOLERANCE + 2 * distance(0..inside)
}

/// Replaces the columns from `inside` on by the last ones of the image.
fn repeat(patch: &mut Patch, inside: usize, last: &[u8; 8]) {
    for (line, &last) in patch.chunks_exact_mut(8).zip(last) {
        line[inside..].fill(last);
    }
}

fn transposed(patch: &Patch) -> Patch {
    core::array::from_fn(|at| patch[at % 8 * 8 + at / 8])
}
