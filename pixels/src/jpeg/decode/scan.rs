//! Decoding one scan. Several scans of an image are decoded side by side, a row of MCUs at a time.

use super::bit_reader::BitReader;
use super::header::{ComponentHeader, Process};
use super::huffman::HuffmanTable;
use super::marker::{EOI, RST0, RST7, SOF0, damaged, find_marker};
use super::progressive::{Band, ac_first, ac_refine, dc_first, dc_refine};
use super::sequential::{Scatter, scattered_block, sequential_block};
use super::tables::TablesInForce;
use crate::Result;
use crate::jpeg::shared::frame::Block;
use crate::jpeg::shared::mcu::{BlockGrid, McuRow};
use std::sync::Arc;

/// A scan: its parameters, and a position in its entropy-coded segments.
#[derive(Debug)]
pub struct ScanDecoder<'a> {
    components: Vec<ScanComponent>,
    band: Band,
    restart_interval: u32,
    data: &'a [u8],
    bits: BitReader<'a>,
    end_of_band_run: u32,
    mcus_to_restart: u32,
    next_restart: u8,
    is_out_of_data: bool,
    damage: Option<&'static str>,
}

#[derive(Debug)]
struct ScanComponent {
    index: usize,
    coding: BlockCoding,
    prediction: i32,
}

/// How blocks are coded, with their Huffman tables.
#[derive(Debug)]
enum BlockCoding {
    Sequential(Arc<HuffmanTable>, Arc<HuffmanTable>),
    DcFirst(Arc<HuffmanTable>),
    DcRefine,
    AcFirst(Arc<HuffmanTable>),
    AcRefine(Arc<HuffmanTable>),
}

impl BlockCoding {
    /// `selectors` are the numbers of the DC and the AC table.
    fn new((process, start, high): (Process, u8, u8), selectors: u8, tables: &mut TablesInForce) -> Result<Self> {
        let (dc, ac) = (selectors >> 4, selectors & 15);
        Ok(match (process, start, high) {
            (Process::Sequential, ..) => Self::Sequential(tables.dc(dc)?, tables.ac(ac)?),
            (Process::Progressive, 0, 0) => Self::DcFirst(tables.dc(dc)?),
            (Process::Progressive, 0, _) => Self::DcRefine,
            (Process::Progressive, _, 0) => Self::AcFirst(tables.ac(ac)?),
            (Process::Progressive, ..) => Self::AcRefine(tables.ac(ac)?),
        })
    }
}

impl<'a> ScanDecoder<'a> {
    /// Takes the parameters of SOS (T.81 B.2.3) and the data behind it.
    pub fn new(
        (parameters, data): (&[u8], &'a [u8]),
        process: Process,
        frame: &[ComponentHeader],
        tables: &mut TablesInForce,
    ) -> Result<Self> {
        let cut_short = || damaged("a scan header is cut short");
        let (&count, rest) = parameters.split_first().ok_or_else(cut_short)?;
        let (listed, rest) = rest.split_at_checked(2 * usize::from(count)).ok_or_else(cut_short)?;
        let [start, end, approximation, ..] = *rest else { return Err(cut_short()) };
        let (high, low) = (approximation >> 4, approximation & 15);
        if process == Process::Progressive {
            check_progression(start, end, (high, low), count)?;
        }
        let coding = (process, start, high);
        let mut components: Vec<ScanComponent> = Vec::new();
        for &[id, selectors] in listed.as_chunks::<2>().0 {
            let is_new = |index: usize| components.iter().all(|component| component.index != index);
            let index = (0..frame.len()).find(|&index| frame[index].id == id && is_new(index));
            let index = index.ok_or_else(|| damaged("a scan names a component that the frame does not have"))?;
            components.push(ScanComponent {
                index,
                coding: BlockCoding::new(coding, selectors, tables)?,
                prediction: 0,
            });
        }
        if components.is_empty() {
            return Err(damaged("a scan has no component"));
        }
        let mut scan = Self {
            components,
            band: Band { start: start.into(), end: end.into(), low_bit: low.into() },
            restart_interval: u32::from(tables.restart_interval),
            data,
            bits: BitReader::new(data),
            end_of_band_run: 0,
            mcus_to_restart: 0,
            next_restart: 0,
            is_out_of_data: false,
            damage: None,
        };
        scan.rewind();
        Ok(scan)
    }

    /// Goes back to the first MCU.
    pub fn rewind(&mut self) {
        self.bits = BitReader::new(self.data);
        self.mcus_to_restart = self.restart_interval;
        self.next_restart = 0;
        self.is_out_of_data = false;
        self.damage = None;
        self.reset_predictions();
    }

    /// The first damage found so far.
    pub fn damage(&self) -> Option<&'static str> {
        self.damage
    }

    /// How many bytes were read, and how many there are up to the end of the file.
    pub fn bytes_read(&self) -> (usize, usize) {
        (self.data.len() - self.bits.rest().len(), self.data.len())
    }

    /// The components of the frame that the scan has, in the order of its MCUs.
    pub fn component_indices(&self) -> impl Iterator<Item = usize> + '_ {
        self.components.iter().map(|component| component.index)
    }

    /// The coefficients of a component whose lowest bit the scan brings: a bit each, in zigzag order.
    pub fn finishes(&self, index: usize) -> u64 {
        let has_component = self.component_indices().any(|component| component == index);
        let Band { start, end, low_bit: 0 } = self.band else { return 0 };
        // Both are tested to be at most 63 when a progressive scan is read.
        if has_component { (u64::MAX << (start & 63)) & (u64::MAX >> (63 - (end & 63))) } else { 0 }
    }

    /// Whether the scan brings a coefficient before `needed[component]`, in zigzag order. Called from the last scan to
    /// the first: a refinement cannot be read without all coefficients of its band, so that it makes more needed.
    pub fn is_needed(&self, needed: &mut [usize]) -> bool {
        let mut is_needed = false;
        for component in &self.components {
            let Some(needed) = needed.get_mut(component.index) else { continue };
            match component.coding {
                BlockCoding::Sequential(..) | BlockCoding::DcFirst(_) | BlockCoding::DcRefine => is_needed = true,
                BlockCoding::AcFirst(_) => is_needed |= self.band.start < *needed,
                BlockCoding::AcRefine(_) if self.band.start < *needed => {
                    is_needed = true;
                    *needed = (*needed).max(self.band.end + 1);
                }
                BlockCoding::AcRefine(_) => {}
            }
        }
        is_needed
    }

    /// The cost of a block that takes hardly any data, in steps. A refinement visits every coefficient of its band.
    pub fn steps_per_block(&self) -> usize {
        match self.components.first().map(|component| &component.coding) {
            Some(BlockCoding::AcRefine(_)) => 1 + (self.band.end - self.band.start) / 4,
            _ => 1,
        }
    }

    /// Begins an MCU, with a restart where one is due. `false` where there is no data for it: its blocks stay as they
    /// are.
    #[inline(always)]
    pub fn begin_mcu(&mut self) -> bool {
        if self.restart_interval > 0 {
            if self.mcus_to_restart == 0 {
                self.restart();
            }
            self.mcus_to_restart -= 1;
        }
        !self.is_out_of_data
    }

    /// Decodes the next block: of the `nth` component of the scan. Gives how many coefficients in zigzag order may be
    /// other than zero.
    #[inline(always)]
    pub fn block(&mut self, nth: usize, keep: usize, block: &mut Block) -> usize {
        let component = &mut self.components[nth];
        let (bits, prediction, run, band) =
            (&mut self.bits, &mut component.prediction, &mut self.end_of_band_run, self.band);
        match &component.coding {
            BlockCoding::Sequential(dc, ac) => return sequential_block(bits, (dc, ac), prediction, keep, block),
            BlockCoding::DcFirst(dc) => dc_first(bits, dc, prediction, band, block),
            BlockCoding::DcRefine => dc_refine(bits, band, block),
            BlockCoding::AcFirst(ac) => ac_first(bits, ac, run, band, block),
            BlockCoding::AcRefine(ac) => ac_refine(bits, ac, run, band, block),
        }
        band.end + 1
    }

    /// Decodes the next block of a sequential scan, of its `nth` component, to the positions and signs of `scatter`. Gives
    /// which coefficients are not zero: a bit each.
    #[inline(always)]
    pub fn scattered_block(&mut self, nth: usize, scatter: &Scatter, block: &mut Block) -> u64 {
        let component = &mut self.components[nth];
        match &component.coding {
            BlockCoding::Sequential(dc, ac) => {
                scattered_block(&mut self.bits, (dc, ac), &mut component.prediction, (scatter, block))
            }
            BlockCoding::DcFirst(_) | BlockCoding::DcRefine | BlockCoding::AcFirst(_) | BlockCoding::AcRefine(_) => 0,
        }
    }

    /// Ends an MCU: notes whether its data was whole.
    #[inline(always)]
    pub fn end_mcu(&mut self) {
        if self.bits.overran() && !self.is_out_of_data {
            self.is_out_of_data = true;
            self.note("the data of a scan end early");
        } else if self.bits.met_invalid_code() && self.damage.is_none() {
            self.note("a code is in no Huffman table");
        }
    }

    /// Decodes the blocks of this scan in one row of MCUs.
    pub fn mcu_row(&mut self, mcu_row: u32, grids: &[BlockGrid], rows: &mut McuRow) {
        if self.is_out_of_data && self.restart_interval == 0 {
            return;
        }
        match self.components.as_slice() {
            [single] if grids.len() > 1 => self.rows_of_one(single.index, mcu_row, grids, rows),
            _ => self.interleaved_row(grids, rows),
        }
    }

    fn interleaved_row(&mut self, grids: &[BlockGrid], rows: &mut McuRow) {
        let Some(first) = grids.first() else { return };
        for mcu in 0..first.blocks_per_row / first.horizontal {
            if !self.begin_mcu() {
                continue;
            }
            for nth in 0..self.components.len() {
                let index = self.components[nth].index;
                let (grid, target) = (&grids[index], &mut rows.components[index]);
                for at in grid.blocks_of_mcu(mcu) {
                    self.block(nth, 64, &mut target.blocks[at]);
                }
            }
            self.end_mcu();
        }
    }

    /// A scan of one component has no padding blocks: it ends where the component does (T.81 A.2.2).
    fn rows_of_one(&mut self, index: usize, mcu_row: u32, grids: &[BlockGrid], rows: &mut McuRow) {
        let (grid, target) = (&grids[index], &mut rows.components[index]);
        let first = mcu_row as usize * grid.vertical;
        let count = grid.coded_rows.saturating_sub(first).min(grid.vertical);
        for blocks in target.blocks.chunks_mut(grid.blocks_per_row).take(count) {
            for block in blocks.iter_mut().take(grid.coded_columns) {
                if self.begin_mcu() {
                    self.block(0, 64, block);
                    self.end_mcu();
                }
            }
        }
    }

    fn note(&mut self, damage: &'static str) {
        self.damage = self.damage.or(Some(damage));
    }

    fn reset_predictions(&mut self) {
        self.components.iter_mut().for_each(|component| component.prediction = 0);
        self.end_of_band_run = 0;
    }

    /// Skips the restart marker that is due. Where another one is found, decides as libjpeg does what was lost: a
    /// marker ahead is left for its turn, and there is no data until then.
    #[cold]
    #[inline(never)]
    fn restart(&mut self) {
        let expected = self.next_restart;
        let mut at = 0;
        loop {
            let rest = self.bits.rest().get(at..).unwrap_or_default();
            let Some(found) = find_marker(rest) else {
                self.bits.restart_after(self.bits.rest().len());
                self.note("the data of a scan end early");
                break;
            };
            at += found;
            let code = rest.get(found + 1).copied().unwrap_or(EOI);
            let ahead = code.wrapping_sub(RST0).wrapping_sub(expected) & 7;
            match code {
                RST0..=RST7 if ahead == 0 => {
                    self.bits.restart_after(at + 2);
                    self.is_out_of_data = false;
                    break;
                }
                RST0..=RST7 if matches!(ahead, 3..=5) => {
                    self.note("a restart marker is out of sequence");
                    self.bits.restart_after(at + 2);
                    self.is_out_of_data = false;
                    break;
                }
                SOF0..=0xFE if !(matches!(code, RST0..=RST7) && matches!(ahead, 6 | 7)) => {
                    self.note("a restart marker is missing");
                    self.bits.restart_after(at);
                    break;
                }
                _ => at += 2,
            }
        }
        self.reset_predictions();
        self.next_restart = (expected + 1) & 7;
        self.mcus_to_restart = self.restart_interval;
    }
}

fn check_progression(start: u8, end: u8, (high, low): (u8, u8), count: u8) -> Result<()> {
    let is_band = if start == 0 { end == 0 } else { start <= end && end <= 63 && count == 1 };
    let is_approximation = low <= 13 && (high == 0 || high == low + 1);
    if is_band && is_approximation { Ok(()) } else { Err(damaged("a progressive scan has impossible parameters")) }
}
