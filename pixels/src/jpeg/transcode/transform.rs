//! Rotating and mirroring coefficients: blocks move, and coefficients change places and signs.

use crate::jpeg::encode::sparse::{CoefficientOrder, SparsePlane, SparseRow};
use crate::jpeg::shared::frame::{Block, Component, Frame, QuantTable};
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
    pub(in crate::jpeg) const fn flips_of_source(self) -> (bool, bool) {
        if self.transpose {
            (self.flip_vertical, self.flip_horizontal)
        } else {
            (self.flip_horizontal, self.flip_vertical)
        }
    }

    /// The size of an image of `size` after the transform.
    pub(in crate::jpeg) const fn size(self, size: Size) -> Size {
        if self.transpose { size.transposed() } else { size }
    }

    /// The order in which the coefficients of a block of the source stand after the transform.
    pub(in crate::jpeg) const fn order(self) -> CoefficientOrder {
        if self.transpose { CoefficientOrder::TURNED } else { CoefficientOrder::NATURAL }
    }

    /// The sign that each coefficient of a block of the source gets, in natural order: 1 or -1.
    pub(in crate::jpeg) fn signs(self) -> Block {
        core::array::from_fn(|at| {
            let (row, column) = if self.transpose { (at % 8, at / 8) } else { (at / 8, at % 8) };
            let is_negated = (self.flip_horizontal && column % 2 == 1) != (self.flip_vertical && row % 2 == 1);
            if is_negated { -1 } else { 1 }
        })
    }

    /// The component after the transform.
    pub(in crate::jpeg) fn component(self, component: &Component) -> Component {
        if !self.transpose {
            return component.clone();
        }
        Component {
            id: component.id,
            horizontal: component.vertical,
            vertical: component.horizontal,
            quant: QuantTable(core::array::from_fn(|at| component.quant.0[at % 8 * 8 + at / 8])),
        }
    }

    /// The frame after the transform.
    pub(in crate::jpeg) fn frame(self, frame: &Frame) -> Frame {
        let components = frame.components.iter().map(|component| self.component(component)).collect();
        Frame { size: self.size(frame.size), components }
    }

    /// Moves the blocks of a plane without padding, whose coefficients have their places and signs already.
    pub(in crate::jpeg) fn plane(self, plane: SparsePlane) -> SparsePlane {
        let SparsePlane { horizontal, vertical, columns, lines, mut rows } = plane;
        let mut moved = if self.transpose {
            if self.flip_horizontal {
                // The rows of the source become columns.
                rows.reverse();
            }
            let rows = transposed(&mut rows, columns);
            SparsePlane { horizontal: vertical, vertical: horizontal, columns: lines, lines: columns, rows }
        } else {
            if self.flip_horizontal {
                rows.iter_mut().for_each(|row| *row = row.reversed());
            }
            SparsePlane { horizontal, vertical, columns, lines, rows }
        };
        if self.flip_vertical {
            moved.rows.reverse();
        }
        moved
    }
}

/// Columns of blocks as rows. The rows are given back as they are read, so that less is in memory twice.
fn transposed(rows: &mut [SparseRow], columns: usize) -> Vec<SparseRow> {
    let mut moved: Vec<SparseRow> = (0..columns).map(|_| SparseRow::with_capacity(rows.len())).collect();
    for row in rows {
        let row = core::mem::take(row);
        for ((column, block), to) in row.blocks().enumerate().zip(&mut moved) {
            to.push(block.mask, block.values);
            to.weights.extend(row.weights.get(column));
        }
    }
    moved
}
