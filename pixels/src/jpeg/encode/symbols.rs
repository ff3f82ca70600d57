//! The symbols of a scan, in the order of its coefficients (T.81 F.1.2, G.1.2).
//!
//! The same walk counts the symbols first and writes them afterwards, through [`SymbolSink`].

use super::bit_writer::BitWriter;
use super::huffman::{CodeTable, Histogram};
use super::short::{self, ShortCodes, ShortCounts, magnitude};
use super::sparse::{SparseBlocks, SparsePlane};

/// The coefficients of one scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanSpec {
    /// All coefficients of all components, interleaved.
    Sequential,
    /// The DC coefficients of all components, interleaved.
    Dc,
    /// A band of AC coefficients of one component.
    Ac {
        /// Which component.
        component: usize,
        /// First position in zigzag order.
        first: u8,
        /// Last position in zigzag order.
        last: u8,
    },
}

/// Tables of a scan: DC of luma and chroma, then AC of luma and chroma.
pub const TABLES: usize = 4;

/// Takes the symbols of a scan.
pub trait SymbolSink {
    /// Takes a symbol of one of the [`TABLES`] and its extra bits.
    fn put(&mut self, table: usize, symbol: u8, extra: u32, extra_bits: u32);

    /// Takes an AC coefficient behind a short run of zeros, of [`class`] 0 or 1, by its index.
    fn put_short(&mut self, class: usize, index: usize);
}

/// Counts symbols.
#[derive(Debug, Clone)]
pub struct SymbolCounter {
    /// One histogram a table.
    histograms: [Histogram; TABLES],
    /// AC coefficients of luma and chroma that are not in the histograms.
    short: [ShortCounts; 2],
}

impl SymbolCounter {
    /// Nothing counted yet.
    pub const fn new() -> Self {
        Self { histograms: [const { Histogram::new() }; TABLES], short: [ShortCounts::NONE; 2] }
    }

    /// Adds what `other` counted.
    pub fn add(&mut self, other: &Self) {
        for (histogram, other) in self.histograms.iter_mut().zip(&other.histograms) {
            histogram.0.iter_mut().zip(&other.0).for_each(|(count, other)| *count += other);
        }
        self.short.iter_mut().zip(&other.short).for_each(|(short, other)| short.add_all(other));
    }

    /// Counts so many AC coefficients of `size` bits, of [`class`] 0 or 1, each behind `run` zeros.
    pub fn add_runs(&mut self, class: usize, (run, size): (u32, u32), count: u32) {
        let histogram = &mut self.histograms[2 + class % 2].0;
        histogram[0xF0] += run / 16 * count;
        histogram[usize::from(low_byte((run % 16) << 4 | size))] += count;
    }

    /// Counts the end of a block whose coefficients other than zero are in `mask`, a bit each in zigzag order.
    #[inline(always)]
    pub const fn end(&mut self, class: usize, mask: u64) {
        if mask >> 63 == 0 {
            self.histograms[2 + class % 2].0[0] += 1;
        }
    }

    /// One histogram a table, and all extra bits.
    pub fn counts(&self) -> ([Histogram; TABLES], u64) {
        let mut histograms = self.histograms.clone();
        for (short, histogram) in self.short.iter().zip(&mut histograms[2..]) {
            short.add_to(histogram);
        }
        let extra_bits = histograms.iter().map(extra_bits).sum();
        (histograms, extra_bits)
    }
}

/// The extra bits of the symbols of a table.
fn extra_bits(histogram: &Histogram) -> u64 {
    let of_symbol = |(symbol, &count): (u64, &u32)| match (symbol >> 4, symbol & 15) {
        // Sixteen zeros.
        (15, 0) => 0,
        // Ends of so many bands of a progressive scan.
        (bits, 0) | (_, bits) => bits * u64::from(count),
    };
    (0..).zip(&histogram.0).map(of_symbol).sum()
}

impl SymbolSink for SymbolCounter {
    #[inline]
    fn put(&mut self, table: usize, symbol: u8, _: u32, _: u32) {
        self.histograms[table % TABLES].add(symbol);
    }

    #[inline(always)]
    fn put_short(&mut self, class: usize, index: usize) {
        self.short[class % 2].add(index);
    }
}

/// Writes symbols with their codes.
#[derive(Debug)]
pub struct SymbolWriter<'a> {
    /// For each table and symbol: the code, and its length in the low 8 bits.
    codes: [[u32; 256]; TABLES],
    short: [ShortCodes; 2],
    bits: BitWriter<'a>,
}

impl<'a> SymbolWriter<'a> {
    /// Writes with `tables` to the end of `bytes`.
    pub fn new(tables: &[CodeTable; TABLES], bytes: &'a mut Vec<u8>) -> Self {
        let packed = |table: &CodeTable| {
            core::array::from_fn(|symbol| u32::from(table.codes[symbol]) << 8 | u32::from(table.lengths[symbol]))
        };
        let codes = tables.each_ref().map(packed);
        Self { short: [&codes[2], &codes[3]].map(ShortCodes::new), codes, bits: BitWriter::new(bytes) }
    }

    /// Fills the last byte.
    pub fn finish(self) {
        self.bits.finish();
    }
}

impl SymbolSink for SymbolWriter<'_> {
    #[inline]
    fn put(&mut self, table: usize, symbol: u8, extra: u32, extra_bits: u32) {
        let packed = self.codes[table % TABLES][usize::from(symbol)];
        self.bits.put((packed >> 8) << extra_bits | extra, (packed & 255) + extra_bits);
    }

    #[inline(always)]
    fn put_short(&mut self, class: usize, index: usize) {
        let (bits, count) = self.short[class % 2].at(index);
        self.bits.put(bits, count);
    }
}

/// What scans are written from.
pub trait ScanSource {
    /// Passes all symbols of `scan` to `sink`.
    fn walk<S: SymbolSink>(&self, scan: ScanSpec, sink: &mut S);
}

impl ScanSource for [SparsePlane] {
    fn walk<S: SymbolSink>(&self, scan: ScanSpec, sink: &mut S) {
        walk(self, scan, sink);
    }
}

/// Passes all symbols of `scan` to `sink`.
pub fn walk<S: SymbolSink>(planes: &[SparsePlane], scan: ScanSpec, sink: &mut S) {
    match scan {
        ScanSpec::Sequential => interleaved(planes, true, sink),
        ScanSpec::Dc => interleaved(planes, false, sink),
        ScanSpec::Ac { component, first, last } => {
            if let Some(plane) = planes.get(component) {
                band(plane, usize::from(component > 0), (first, last), sink);
            }
        }
    }
}

/// Number of the Huffman tables of a component: 0 for luma, 1 for all others.
pub const fn class(component: usize) -> usize {
    if component == 0 { 0 } else { 1 }
}

fn interleaved<S: SymbolSink>(planes: &[SparsePlane], with_ac: bool, sink: &mut S) {
    let mut predictions = [0_i16; 4];
    // A scan of one component is never padded to whole MCUs (T.81 A.2.2).
    let single = planes.len() == 1;
    let mcu_rows =
        planes.first().map_or(0, |plane| if single { plane.lines } else { plane.rows.len() / plane.vertical });
    for mcu_row in 0..mcu_rows {
        let mut cursors: Vec<(usize, usize, SparseBlocks<'_>)> = Vec::new();
        for (component, plane) in planes.iter().enumerate() {
            let (vertical, horizontal) = if single { (1, 1) } else { (plane.vertical, plane.horizontal) };
            for row in plane.rows.iter().skip(mcu_row * vertical).take(vertical) {
                cursors.push((component, horizontal, row.blocks()));
            }
        }
        let mcus = planes.first().map_or(0, |plane| if single { plane.columns } else { plane.mcu_columns() });
        for _ in 0..mcus {
            for (component, horizontal, blocks) in &mut cursors {
                for block in blocks.take(*horizontal) {
                    let dc = block.dc();
                    dc_symbol(class(*component), dc.wrapping_sub(predictions[*component]), sink);
                    predictions[*component] = dc;
                    if with_ac {
                        ac_symbols(class(*component), block.ac(), sink);
                    }
                }
            }
        }
    }
}

/// Counts a block without AC coefficients so many times.
pub fn count_without_ac(counter: &mut SymbolCounter, component: usize, blocks: usize) {
    let count = &mut counter.histograms[2 + class(component)].0[0];
    *count = count.saturating_add(u32::try_from(blocks).unwrap_or(u32::MAX));
}

/// Passes on the difference of a DC coefficient to the one before.
#[inline]
pub fn dc_symbol<S: SymbolSink>(table: usize, difference: i16, sink: &mut S) {
    let (size, extra) = magnitude(difference);
    sink.put(table, low_byte(size), extra, size);
}

/// AC coefficients of one block of a sequential scan (T.81 F.1.2.2).
#[inline]
fn ac_symbols<S: SymbolSink>(class: usize, coefficients: impl Iterator<Item = (u32, i16)>, sink: &mut S) {
    let mut next = 1;
    for (at, value) in coefficients {
        run_symbols(class, at.wrapping_sub(next), value, sink);
        next = at + 1;
    }
    if next < 64 {
        sink.put(2 + class, 0, 0, 0);
    }
}

/// Passes on the end of a block whose last AC coefficient stands before position `next`.
#[inline]
pub fn end_symbol<S: SymbolSink>(class: usize, next: u32, sink: &mut S) {
    if next < 64 {
        sink.put(2 + class, 0, 0, 0);
    }
}

/// Passes on an AC coefficient of [`class`] 0 or 1 behind `run` zeros.
#[inline(always)]
pub fn run_symbols<S: SymbolSink>(class: usize, run: u32, value: i16, sink: &mut S) {
    match short::index(run, value) {
        Some(index) => sink.put_short(class, index),
        None => long_run_symbols(class, run, value, sink),
    }
}

#[inline(never)]
fn long_run_symbols<S: SymbolSink>(class: usize, mut run: u32, value: i16, sink: &mut S) {
    while run > 15 {
        sink.put(2 + class, 0xF0, 0, 0);
        run -= 16;
    }
    let (size, extra) = magnitude(value);
    sink.put(2 + class, low_byte(run << 4 | size), extra, size);
}

/// A band of AC coefficients, without successive approximation (T.81 G.1.2.2).
fn band<S: SymbolSink>(plane: &SparsePlane, class: usize, (first, last): (u8, u8), sink: &mut S) {
    let table = 2 + class;
    let (first, last) = (u32::from(first), u32::from(last));
    let mut ends = 0;
    for row in plane.rows.iter().take(plane.lines) {
        for block in row.blocks().take(plane.columns) {
            let mut next = first;
            for (at, value) in block.ac() {
                if at < first {
                    continue;
                }
                if at > last {
                    break;
                }
                end_of_bands(table, &mut ends, sink);
                // Most images have one scan: here the code is to be short.
                long_run_symbols(class, at - next, value, sink);
                next = at + 1;
            }
            if next <= last {
                ends += 1;
                if ends == 0x7FFF {
                    end_of_bands(table, &mut ends, sink);
                }
            }
        }
    }
    end_of_bands(table, &mut ends, sink);
}

#[inline]
fn end_of_bands<S: SymbolSink>(table: usize, ends: &mut u32, sink: &mut S) {
    if *ends > 0 {
        let bits = ends.ilog2();
        sink.put(table, low_byte(bits << 4), *ends - (1 << bits), bits);
        *ends = 0;
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "run and size are four bits each")]
const fn low_byte(symbol: u32) -> u8 {
    symbol as u8
}
