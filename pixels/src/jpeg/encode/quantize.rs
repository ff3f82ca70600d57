//! Quantizing sparse planes, whole or in samples of their rows.

use super::huffman::CodeTable;
use super::quant::zigzag;
use super::sparse::{SparsePlane, SparseRow};
use super::symbols::{ScanSpec, SymbolCounter, walk};
use super::trellis::{Quantizer, Rates};
use crate::jpeg::shared::frame::{BLOCK, Frame, QuantTable};

/// How finely an image is quantized.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fineness {
    /// The quality of the tables.
    pub quality: f32,
    /// The weight of distortion against bits, as a multiple of the usual one. At [`PLAIN`] bits count nothing.
    pub weight: f32,
}

/// The weight at which every coefficient goes to the nearest multiple of its step.
pub const PLAIN: f32 = f32::INFINITY;

/// The weight from which coefficients are quantized one by one. So few become zero there that a search over the block
/// gains nothing.
const SIMPLE_FROM: f32 = 4.0;

/// Rates of luma and of chroma.
pub type AllRates = [Rates; 2];

/// Quantizes every `every`-th row of MCUs of `planes`, from the one numbered `first`, by the tables of `frame`.
pub fn quantize(
    planes: &[SparsePlane],
    frame: &Frame,
    rates: &AllRates,
    fineness: Fineness,
    (first, every): (usize, usize),
) -> Vec<SparsePlane> {
    let plane = |(component, plane): (usize, &SparsePlane)| {
        let mut out = plane.emptied();
        let table = frame.components.get(component).map_or(QuantTable([1; BLOCK]), |component| component.quant);
        let mut quantizer = Quantizer::new(&zigzag(&table), &rates[usize::from(component > 0)]);
        for mcu_row in plane.rows.chunks(plane.vertical).skip(first).step_by(every) {
            out.rows.extend(mcu_row.iter().map(|row| quantize_row(row, fineness.weight, &mut quantizer)));
        }
        out.lines = out.lines.min(out.rows.len());
        out.pad();
        out
    };
    planes.iter().enumerate().map(plane).collect()
}

/// Quantizes `planes` in place by the tables of `frame`. `weight` gives the weight for each row of MCUs.
pub fn quantize_in_place(planes: &mut [SparsePlane], frame: &Frame, rates: &AllRates, weight: impl Fn(usize) -> f32) {
    for (index, (plane, component)) in planes.iter_mut().zip(&frame.components).enumerate() {
        let mut quantizer = Quantizer::new(&zigzag(&component.quant), &rates[usize::from(index > 0)]);
        for (line, row) in plane.rows.iter_mut().enumerate() {
            *row = quantize_row(row, weight(line / plane.vertical), &mut quantizer);
        }
        plane.pad();
    }
}

fn quantize_row(row: &SparseRow, factor: f32, quantizer: &mut Quantizer<'_>) -> SparseRow {
    let mut out = SparseRow { masks: Vec::with_capacity(row.masks.len()), ..SparseRow::default() };
    let mut values = [0; BLOCK];
    for (block, &weight) in row.blocks().zip(&row.weights) {
        let weight = weight * factor;
        let (mask, count) = if factor >= SIMPLE_FROM {
            quantizer.quantize_simply(block, weight, &mut values)
        } else {
            quantizer.quantize(block, weight, &mut values)
        };
        out.push(mask, values.get(..count).unwrap_or_default());
    }
    out.shrink();
    out
}

/// The rates of the symbols with Huffman tables fitted to these planes.
pub fn rates_of(planes: &[SparsePlane]) -> AllRates {
    let mut counter = SymbolCounter::new();
    walk(planes, ScanSpec::Sequential, &mut counter);
    let ([_, _, luma, chroma], _) = counter.counts();
    [luma, chroma].map(|histogram| Rates::of(&CodeTable::optimal(&histogram)))
}
