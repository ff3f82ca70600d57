//! Coefficients that go from the bits of a file to where they stand in the store, in one step.

use super::transform::Transform;
use crate::Result;
use crate::jpeg::decode::coefficients::CoefficientReader;
use crate::jpeg::decode::sequential::Scatter;
use crate::jpeg::encode::sparse::{ALL, CoefficientOrder, SparseRow};
use crate::jpeg::encode::store::{CoefficientStore, WHOLE};
use crate::jpeg::encode::trellis::weight_of_energy;
use crate::jpeg::shared::frame::{BLOCK, Block, Component, Frame};
use crate::jpeg::shared::lanes;

/// Eighths of a step: [`FRACTION`](crate::jpeg::encode::fdct::FRACTION) as a whole number.
const EIGHTHS: i32 = 8;

/// The rows of blocks of a row of MCUs while they are read.
#[derive(Debug)]
pub struct ScatteredRows {
    order: CoefficientOrder,
    signs: Block,
    scatter: Scatter,
    components: Vec<ComponentRows>,
}

#[derive(Debug)]
struct ComponentRows {
    /// Steps in eighths, in zigzag order after the transform.
    steps: [i32; BLOCK],
    rows: Vec<SparseRow>,
    /// Room for the values of a block.
    values: Block,
    /// The blocks of a row as they are decoded, where the component is not to be stored so.
    dense: Option<Vec<Block>>,
}

impl ScatteredRows {
    /// For an image of `frame`, whose coefficients get the places and signs that `transform` gives them.
    pub fn new(frame: &Frame, transform: Transform) -> Self {
        let (order, signs) = (transform.order(), transform.signs());
        let component = |component: &Component| ComponentRows {
            steps: core::array::from_fn(|at| i32::from(component.quant.0[order.in_block(at)]) * EIGHTHS),
            rows: vec![SparseRow::default(); component.vertical.into()],
            values: [0; BLOCK],
            dense: None,
        };
        Self {
            scatter: Scatter::new(|at| order.zigzag_of(at), &signs),
            order,
            signs,
            components: frame.components.iter().map(component).collect(),
        }
    }

    /// Leaves a component, which has one row of blocks in a row of MCUs, as it is decoded: see [`Self::dense`].
    pub fn keep_dense(&mut self, component: usize, blocks_per_row: usize) {
        if let Some(component) = self.components.get_mut(component) {
            component.dense = Some(vec![[0; BLOCK]; blocks_per_row]);
        }
    }

    /// The last row of blocks of a component that is left as it is decoded.
    pub fn dense(&self, component: usize) -> &[Block] {
        self.components.get(component).and_then(|component| component.dense.as_deref()).unwrap_or_default()
    }

    /// Takes the next row of MCUs of an image with one scan. `false` where the image has several scans.
    ///
    /// # Errors
    /// As [`CoefficientReader::next_mcu_row`].
    pub fn take(&mut self, reader: &mut CoefficientReader<'_>, store: &mut CoefficientStore) -> Result<bool> {
        let Some((scan, grids)) = reader.one_scan() else { return Ok(false) };
        let Some(first) = grids.first() else { return Ok(false) };
        let order: Vec<usize> = scan.component_indices().collect();
        let mut block = [0; BLOCK];
        for mcu in 0..first.blocks_per_row / first.horizontal {
            let has_data = scan.begin_mcu();
            for (nth, &component) in order.iter().enumerate() {
                let horizontal = grids[component].horizontal;
                let (rows, thresholds) = (&mut self.components[component], &store.thresholds[component]);
                if let Some(block) = rows.dense.as_mut().and_then(|blocks| blocks.get_mut(mcu)) {
                    block.fill(0);
                    if has_data {
                        scan.block(nth, BLOCK, block);
                    }
                    continue;
                }
                for row in 0..rows.rows.len() {
                    for _ in 0..horizontal {
                        let mask = if has_data { scan.scattered_block(nth, &self.scatter, &mut block) } else { 0 };
                        rows.push(row, (mask, &block), thresholds);
                    }
                }
            }
            if has_data {
                scan.end_mcu();
            }
        }
        reader.skip_mcu_row()?;
        store.set_progress(reader.progress(WHOLE));
        for (index, component) in self.components.iter_mut().enumerate().filter(|(_, one)| one.dense.is_none()) {
            let columns = store.planes.get(index).map_or(0, |plane| plane.columns);
            for row in &mut component.rows {
                store.push(index, row.first_blocks(columns));
                row.clear();
            }
        }
        Ok(true)
    }

    /// Takes a row of blocks of a component that is decoded already.
    pub fn take_dense(&mut self, component: usize, blocks: &[Block], store: &mut CoefficientStore) {
        let columns = store.planes.get(component).map_or(0, |plane| plane.columns);
        let (order, signs) = (&self.order, &self.signs);
        let Some(rows) = self.components.get_mut(component) else { return };
        for block in blocks.iter().take(columns) {
            let scattered: Block = core::array::from_fn(|at| {
                let at = order.in_block(at);
                block[at].wrapping_mul(signs[at])
            });
            rows.push(0, (lanes::reaching(&scattered, &ALL), &scattered), &store.thresholds[component]);
        }
        if let Some(row) = rows.rows.first_mut() {
            store.push(component, row.first_blocks(columns));
            row.clear();
        }
    }
}

impl ComponentRows {
    /// Adds a block whose coefficients stand in zigzag order; `mask` says which are not zero.
    #[inline]
    fn push(&mut self, row: usize, (mask, block): (u64, &Block), thresholds: &[u16; BLOCK]) {
        let Some(row) = self.rows.get_mut(row) else { return };
        let (mut rest, mut kept) = (mask & !1, 1);
        self.values[0] = saturated(i32::from(block[0]).wrapping_mul(self.steps[0]));
        let (mut count, mut energy) = (1, 0_i32);
        while rest != 0 {
            let at = rest.trailing_zeros() as usize % BLOCK;
            rest &= rest - 1;
            let value = saturated(i32::from(block[at]).wrapping_mul(self.steps[at]));
            energy = energy.wrapping_add(i32::from(value) * i32::from(value));
            let reaches = value.unsigned_abs() >= thresholds[at];
            self.values[count % BLOCK] = value;
            count += usize::from(reaches);
            kept |= u64::from(reaches) << at;
        }
        row.push_padded(kept, (&self.values, count));
        #[expect(clippy::cast_precision_loss, reason = "a weight is rough")]
        row.weights.push(weight_of_energy(energy as f32));
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "clamped")]
fn saturated(value: i32) -> i16 {
    value.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}
