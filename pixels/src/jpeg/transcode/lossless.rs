//! Lossless transforms: images are rotated and mirrored by moving blocks and changing the signs of coefficients.

use super::adobe::adobe_segment;
use crate::Result;
use crate::jpeg::decode::coefficients::CoefficientReader;
use crate::jpeg::decode::header::ColorSpace;
use crate::jpeg::encode::encoder::Encoded;
use crate::jpeg::encode::sparse::{ALL, SparsePlane, SparseRow};
use crate::jpeg::encode::write::{FileLayout, FilePlan, script};
use crate::jpeg::shared::frame::{BLOCK, Block, Component, Frame, QuantTable, ZIGZAG};
use crate::jpeg::shared::mcu::{BlockRows, McuRow};
use crate::rows::Size;

/// A lossless transform: rows and columns are exchanged first, then the image is mirrored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Transform {
    /// Rows become columns.
    pub transpose: bool,
    /// Left becomes right.
    pub flip_horizontal: bool,
    /// Top becomes bottom.
    pub flip_vertical: bool,
}

impl Transform {
    /// What sets an image with this EXIF orientation upright; `None` for values other than 1 to 8.
    #[must_use]
    pub const fn from_exif(orientation: u16) -> Option<Self> {
        let (transpose, flip_horizontal, flip_vertical) = match orientation {
            1 => (false, false, false),
            2 => (false, true, false),
            3 => (false, true, true),
            4 => (false, false, true),
            5 => (true, false, false),
            6 => (true, true, false),
            7 => (true, true, true),
            8 => (true, false, true),
            _ => return None,
        };
        Some(Self { transpose, flip_horizontal, flip_vertical })
    }

    /// Whether the source is mirrored along its own width, and along its own height.
    const fn flips_of_source(self) -> (bool, bool) {
        if self.transpose {
            (self.flip_vertical, self.flip_horizontal)
        } else {
            (self.flip_horizontal, self.flip_vertical)
        }
    }
}

/// What to do with partial MCUs at a side that becomes the left or the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialEdges {
    /// Give [`Lossless::PartialBlocks`].
    Report,
    /// Drop the partial MCUs: up to 15 pixels (31 in rare files) are lost.
    Trim,
}

/// How to write the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LosslessOptions<'a> {
    /// What is done to the image.
    pub transform: Transform,
    /// What to do with partial MCUs.
    pub edges: PartialEdges,
    /// Whole marker segments, written before the tables as they are.
    pub metadata: &'a [&'a [u8]],
    /// Progressive or sequential.
    pub progressive: bool,
}

/// The result of a lossless transform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lossless {
    /// The file, with the coefficients of the source. Its `quality` is 100: nothing was lost.
    Done(Encoded),
    /// Blocks that are partly outside the image would come to lie inside.
    PartialBlocks {
        /// The size after the transform that trimming would leave; `None` where nothing would be left.
        trimmed: Option<Size>,
    },
}

/// Transforms the JPEG in `bytes` without loss and codes it with Huffman tables of its own.
///
/// Takes memory for all coefficients that are not zero: about three times the file.
///
/// # Errors
/// What [`CoefficientReader`] fails with.
pub fn transform_lossless(bytes: &[u8], options: &LosslessOptions<'_>) -> Result<Lossless> {
    let mut reader = CoefficientReader::new(bytes)?;
    let (whole, transform) = (reader.frame().clone(), options.transform);
    let kept = trimmed(&whole, transform);
    let partial = kept != Some(whole.size);
    let (Some(size), true) = (kept, !partial || options.edges == PartialEdges::Trim) else {
        return Ok(Lossless::PartialBlocks { trimmed: kept.map(|size| turned_size(size, transform)) });
    };
    let frame = turned_frame(&Frame { size, ..whole.clone() }, transform);
    let mut planes = Vec::new();
    for (source, turned) in whole.components.iter().zip(&frame.components) {
        planes.push(TurnedComponent::new((&whole, size), source, turned, transform));
    }
    let mut rows = McuRow::default();
    while reader.next_mcu_row(&mut rows)? {
        planes.iter_mut().zip(&rows.components).for_each(|(plane, rows)| plane.take(rows));
    }
    let planes: Vec<SparsePlane> = planes.into_iter().map(TurnedComponent::finish).collect();
    let adobe = adobe_segment(reader.header());
    let metadata: Vec<&[u8]> =
        options.metadata.iter().copied().chain(adobe.as_ref().map(<[u8; 16]>::as_slice)).collect();
    let jfif = matches!(reader.header().color, ColorSpace::Gray | ColorSpace::YCbCr);
    let layout = FileLayout { frame: &frame, metadata: &metadata, jfif };
    let bytes = FilePlan::new(layout, &planes, &script(options.progressive, &planes)).write();
    Ok(Lossless::Done(Encoded { bytes, quality: 100, size: frame.size }))
}

/// The part of the source that consists of whole MCUs along the sides that are mirrored; `None` where it is empty.
fn trimmed(frame: &Frame, transform: Transform) -> Option<Size> {
    let (flips_width, flips_height) = transform.flips_of_source();
    let whole = |edge: u32, factor: u8, flips: bool| {
        let mcu = 8 * u32::from(factor);
        if flips { edge / mcu * mcu } else { edge }
    };
    let width = whole(frame.size.width, frame.max_horizontal(), flips_width);
    let height = whole(frame.size.height, frame.max_vertical(), flips_height);
    (width > 0 && height > 0).then_some(Size { width, height })
}

const fn turned_size(size: Size, transform: Transform) -> Size {
    if transform.transpose { size.transposed() } else { size }
}

fn turned_frame(frame: &Frame, transform: Transform) -> Frame {
    if !transform.transpose {
        return frame.clone();
    }
    let component = |component: &Component| Component {
        id: component.id,
        horizontal: component.vertical,
        vertical: component.horizontal,
        quant: QuantTable(core::array::from_fn(|at| component.quant.0[at % 8 * 8 + at / 8])),
    };
    Frame { size: frame.size.transposed(), components: frame.components.iter().map(component).collect() }
}

/// One component while it is transformed.
struct TurnedComponent {
    transform: Transform,
    /// Blocks of the source that are kept of each row, and rows of blocks that are still to come.
    columns: usize,
    lines: usize,
    /// For each place in zigzag order: where the coefficient stands in the source, and whether its sign changes.
    places: [(u8, bool); BLOCK],
    plane: SparsePlane,
}

impl TurnedComponent {
    fn new((whole, size): (&Frame, Size), source: &Component, turned: &Component, transform: Transform) -> Self {
        let blocks = |edge: u32, factor: u8, most: u8| {
            (edge as usize * usize::from(factor)).div_ceil(usize::from(most)).div_ceil(8)
        };
        let columns = blocks(size.width, source.horizontal, whole.max_horizontal());
        let lines = blocks(size.height, source.vertical, whole.max_vertical());
        let shape = if transform.transpose { (lines, columns) } else { (columns, lines) };
        let plane = SparsePlane {
            horizontal: turned.horizontal.into(),
            vertical: turned.vertical.into(),
            columns: shape.0,
            lines: shape.1,
            rows: vec![SparseRow::default(); if transform.transpose { columns } else { 0 }],
        };
        let places = ZIGZAG.map(|at| {
            let (row, column) = (at / 8, at % 8);
            let is_negated =
                (transform.flip_horizontal && column % 2 == 1) != (transform.flip_vertical && row % 2 == 1);
            (if transform.transpose { column * 8 + row } else { at }, is_negated)
        });
        Self { transform, columns, lines, places, plane }
    }

    fn take(&mut self, rows: &BlockRows) {
        for blocks in rows.blocks.chunks_exact(rows.blocks_per_row.max(1)).take(self.lines) {
            self.lines = self.lines.saturating_sub(1);
            let mut row = SparseRow::default();
            for (column, block) in blocks.iter().take(self.columns).enumerate() {
                let turned = self.turned(block);
                let row = if self.transform.transpose { self.plane.rows.get_mut(column) } else { Some(&mut row) };
                if let Some(row) = row {
                    row.push_kept(&turned, &ALL);
                }
            }
            if !self.transform.transpose {
                row.shrink();
                self.plane.rows.push(row);
            }
        }
    }

    fn turned(&self, block: &Block) -> Block {
        self.places.map(|(at, is_negated)| {
            let value = block[usize::from(at) % BLOCK];
            if is_negated { value.saturating_neg() } else { value }
        })
    }

    fn finish(self) -> SparsePlane {
        let mut plane = self.plane;
        if self.transform.flip_horizontal {
            for row in &mut plane.rows {
                *row = row.reversed();
            }
        }
        if self.transform.flip_vertical {
            plane.rows.reverse();
        }
        plane.pad();
        plane
    }
}
