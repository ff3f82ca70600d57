//! An image quantized by a selection: masks of the coefficients that are kept, beside coefficients that stay as they are.
//!
//! Values are quantized as they are written. So an image is never in memory twice, and any of its rows can be decided anew.

use super::quant::zigzag;
use super::quantize::AllRates;
use super::select::{Selector, StepReciprocals};
use super::sparse::{SparseBlock, SparseBlocks, SparsePlane, SparseRow};
use super::symbols::{ScanSource, ScanSpec, SymbolCounter, SymbolSink, class, dc_symbol, end_symbol, run_symbols};
use crate::jpeg::shared::frame::{BLOCK, Component, Frame};
use core::iter::Flatten;
use core::option::IntoIter;

/// Which coefficients of an image are kept, for a sequential scan.
#[derive(Debug)]
pub struct Selection<'a> {
    planes: &'a [SparsePlane],
    components: Vec<SelectedPlane>,
}

#[derive(Debug)]
struct SelectedPlane {
    steps: StepReciprocals,
    /// Blocks of an MCU side by side, and on top of each other.
    factors: [usize; 2],
    /// For each row and each of its blocks: the coefficients kept, a bit each in zigzag order.
    rows: Vec<Vec<u64>>,
}

impl<'a> Selection<'a> {
    /// Nothing is kept yet of `planes`, which are quantized by the tables of `frame`.
    pub fn new(planes: &'a [SparsePlane], frame: &Frame) -> Self {
        let plane = |(plane, component): (&SparsePlane, &Component)| SelectedPlane {
            steps: StepReciprocals::new(&zigzag(&component.quant)),
            // A scan of one component is never padded to whole MCUs (T.81 A.2.2).
            factors: if planes.len() == 1 { [1, 1] } else { [plane.horizontal, plane.vertical] },
            rows: vec![Vec::new(); plane.rows.len()],
        };
        Self { planes, components: planes.iter().zip(&frame.components).map(plane).collect() }
    }

    /// Rows of MCUs.
    pub fn mcu_rows(&self) -> usize {
        let luma = self.planes.first().zip(self.components.first());
        luma.map_or(0, |(plane, selected)| plane.lines.div_ceil(selected.factors[1]))
    }

    /// Decides every `every`-th row of MCUs from the one numbered `first`, and counts the AC symbols. `weight` is that of
    /// distortion against bits, as a multiple of the usual one.
    pub fn select(&mut self, rates: &AllRates, weight: f32, (first, every): (usize, usize)) -> SymbolCounter {
        let mut counter = SymbolCounter::new();
        for (index, (plane, selected)) in self.planes.iter().zip(&mut self.components).enumerate() {
            let mut selector = Selector::new(selected.steps.clone(), &rates[class(index)]);
            let vertical = selected.factors[1];
            let mcu_rows = plane.rows.chunks(vertical).zip(selected.rows.chunks_mut(vertical));
            for (row, masks) in mcu_rows.skip(first).step_by(every).flat_map(|(rows, masks)| rows.iter().zip(masks)) {
                masks.clear();
                masks.extend(row.blocks().zip(&row.weights).map(|(block, &of_block)| {
                    let mask = selector.select(block, weight * of_block);
                    counter.end(class(index), mask);
                    mask
                }));
            }
            for (run, size, count) in selector.kept() {
                counter.add_runs(class(index), (run, size), count);
            }
        }
        counter
    }

    /// The symbols in every `every`-th row of MCUs, from the one numbered `first`, that do not depend on what is kept: those
    /// of DC coefficients and of padding.
    pub fn count_fixed(&self, rows: (usize, usize)) -> SymbolCounter {
        let mut counter = SymbolCounter::new();
        self.walk_rows(rows, &mut counter, |_, _, _, _| {});
        counter
    }

    fn walk_rows<S: SymbolSink>(
        &self,
        (first, every): (usize, usize),
        sink: &mut S,
        ac: impl Fn(&SelectedPlane, (usize, SparseBlock<'_>), u64, &mut S),
    ) {
        let Some((luma, selected)) = self.planes.first().zip(self.components.first()) else { return };
        let mcus = luma.columns.div_ceil(selected.factors[0]);
        let mut predictions = [0_i16; 4];
        for mcu_row in (first..self.mcu_rows()).step_by(every) {
            let mut cursors = self.cursors(mcu_row);
            for _ in 0..mcus {
                for Cursor { component, class, selected, blocks, masks } in &mut cursors {
                    for _ in 0..selected.factors[0] {
                        let Some(block) = blocks.next() else {
                            // The DC of the block before and no AC take the fewest bits (T.81 A.2.4).
                            dc_symbol(*class, 0, sink);
                            end_symbol(*class, 1, sink);
                            continue;
                        };
                        let dc = selected.steps.quantized(0, block.dc());
                        dc_symbol(*class, dc.wrapping_sub(predictions[*component % 4]), sink);
                        predictions[*component % 4] = dc;
                        ac(selected, (*class, block), masks.next().copied().unwrap_or(1), sink);
                    }
                }
            }
        }
    }

    /// The rows of blocks of a row of MCUs, in the order of an MCU.
    fn cursors(&self, mcu_row: usize) -> Vec<Cursor<'_>> {
        let mut cursors = Vec::new();
        for (component, (plane, selected)) in self.planes.iter().zip(&self.components).enumerate() {
            let vertical = selected.factors[1];
            for line in mcu_row * vertical..(mcu_row + 1) * vertical {
                let blocks = plane.rows.get(line).map(SparseRow::blocks).into_iter().flatten();
                let masks = selected.rows.get(line).map_or([].iter(), |masks| masks.iter());
                cursors.push(Cursor { component, class: class(component), selected, blocks, masks });
            }
        }
        cursors
    }
}

/// A row of blocks, and how far it was walked.
struct Cursor<'a> {
    component: usize,
    class: usize,
    selected: &'a SelectedPlane,
    blocks: Flatten<IntoIter<SparseBlocks<'a>>>,
    masks: core::slice::Iter<'a, u64>,
}

impl ScanSource for Selection<'_> {
    fn walk<S: SymbolSink>(&self, _: ScanSpec, sink: &mut S) {
        self.walk_rows((0, 1), sink, |selected, (class, block), mask, sink| {
            let (mut rest, mut next) = (mask & !1, 1);
            while rest != 0 {
                let at = rest.trailing_zeros();
                rest &= rest - 1;
                let value =
                    block.values.get((block.mask & ((1 << at) - 1)).count_ones() as usize).copied().unwrap_or(0);
                let quantized = selected.steps.quantized(at as usize % BLOCK, value);
                run_symbols(class, at - next, quantized, sink);
                next = at + 1;
            }
            end_symbol(class, next, sink);
        });
    }
}
