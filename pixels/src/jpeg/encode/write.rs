//! Writing a JPEG file: marker segments, then scans with Huffman tables of their own (T.81 B.2).

use super::huffman::CodeTable;
use super::quant::zigzag;
use super::sparse::SparsePlane;
use super::symbols::{ScanSource, ScanSpec, SymbolCounter, SymbolWriter, TABLES, walk};
use super::trellis::Rates;
use crate::jpeg::shared::frame::{Frame, QuantTable};

/// JFIF 1.01, square pixels, no thumbnail.
const JFIF: [u8; 18] = [0xFF, 0xE0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

/// The parts of a file other than its coefficients.
#[derive(Debug, Clone, Copy)]
pub struct FileLayout<'a> {
    /// Size, components and their tables.
    pub frame: &'a Frame,
    /// Whole marker segments, written as they are.
    pub metadata: &'a [&'a [u8]],
    /// Whether a JFIF segment is written.
    pub jfif: bool,
}

/// The symbols of all scans of a file, counted.
#[derive(Debug)]
pub struct ScanTally {
    scans: Vec<(ScanSpec, SymbolCounter)>,
}

impl ScanTally {
    /// The symbols of a sequential scan of `planes`, of which all but the DC coefficients are in `counter`.
    pub fn of_sequential(mut counter: SymbolCounter, planes: &[SparsePlane]) -> Self {
        walk(planes, ScanSpec::Dc, &mut counter);
        Self::of_counted(counter)
    }

    /// Nothing counted yet.
    pub fn new(script: &[ScanSpec]) -> Self {
        Self { scans: script.iter().map(|&scan| (scan, SymbolCounter::new())).collect() }
    }

    /// Counts what `planes` have, which may be a part of the image.
    pub fn add(&mut self, planes: &[SparsePlane]) {
        self.scans.iter_mut().for_each(|(scan, counter)| walk(planes, *scan, counter));
    }

    /// The symbols of a sequential scan.
    pub fn of_counted(counter: SymbolCounter) -> Self {
        Self { scans: vec![(ScanSpec::Sequential, counter)] }
    }

    /// Fits the tables, for a file that has the coefficients of `planes`.
    pub fn into_plan<'a, P: ?Sized>(self, layout: FileLayout<'a>, planes: &'a P) -> FilePlan<'a, P> {
        FilePlan { file: self.into_file(layout), planes }
    }

    /// Fits the tables, to measure a file without its coefficients.
    pub fn into_file(self, layout: FileLayout<'_>) -> FittedFile<'_> {
        FittedFile { layout, scans: self.scans.iter().map(FittedScan::new).collect() }
    }
}

/// One scan with the tables fitted to it.
#[derive(Debug)]
struct FittedScan {
    scan: ScanSpec,
    tables: [CodeTable; TABLES],
    bytes: usize,
}

/// A file that is ready to be written.
#[derive(Debug)]
pub struct FilePlan<'a, P: ?Sized = [SparsePlane]> {
    file: FittedFile<'a>,
    planes: &'a P,
}

/// All of a file but the symbols of its scans.
#[derive(Debug)]
pub struct FittedFile<'a> {
    layout: FileLayout<'a>,
    scans: Vec<FittedScan>,
}

impl<'a> FilePlan<'a> {
    /// Counts the symbols of all scans and fits their tables.
    pub fn new(layout: FileLayout<'a>, planes: &'a [SparsePlane], script: &[ScanSpec]) -> Self {
        let mut tally = ScanTally::new(script);
        tally.add(planes);
        tally.into_plan(layout, planes)
    }
}

impl<P: ScanSource + ?Sized> FilePlan<'_, P> {
    /// The file.
    pub fn write(&self) -> Vec<u8> {
        let length = self.file.bytes_without_stuffing();
        let mut bytes = Vec::with_capacity(length + length / 100);
        bytes.extend_from_slice(&self.file.header());
        for scan in &self.file.scans {
            bytes.extend_from_slice(&self.file.scan_header(scan));
            let mut writer = SymbolWriter::new(&scan.tables, &mut bytes);
            self.planes.walk(scan.scan, &mut writer);
            writer.finish();
        }
        bytes.extend_from_slice(&[0xFF, 0xD9]);
        bytes
    }
}

impl<'a, P: ?Sized> core::ops::Deref for FilePlan<'a, P> {
    type Target = FittedFile<'a>;

    fn deref(&self) -> &Self::Target {
        &self.file
    }
}

impl FittedFile<'_> {
    /// Bytes of the file without stuffed zeros.
    pub fn bytes_without_stuffing(&self) -> usize {
        let header = self.header().len();
        header + 2 + self.scans.iter().map(|scan| scan.bytes + self.scan_header(scan).len()).sum::<usize>()
    }

    /// Bytes of the entropy-coded segments alone, without stuffed zeros.
    pub fn data_bytes(&self) -> usize {
        self.scans.iter().map(|scan| scan.bytes).sum()
    }

    /// Bytes of the file that do not depend on the quality.
    pub fn overhead_bytes(&self) -> usize {
        self.header().len() + 2
    }

    /// The rates of the AC symbols of luma and of chroma, by the tables of the first scan.
    pub fn rates(&self) -> [Rates; 2] {
        let tables = self.scans.first().map(|scan| &scan.tables);
        [2, 3].map(|at| tables.map_or_else(Rates::guess, |tables| Rates::of(&tables[at])))
    }

    fn header(&self) -> Vec<u8> {
        let FileLayout { frame, metadata, jfif } = self.layout;
        let progressive = self.scans.iter().any(|scan| scan.scan != ScanSpec::Sequential);
        let mut bytes = vec![0xFF, 0xD8];
        if jfif {
            bytes.extend_from_slice(&JFIF);
        }
        for segment in metadata {
            bytes.extend_from_slice(segment);
        }
        let tables = distinct_tables(frame);
        for (destination, table) in (0..).zip(&tables) {
            quant_segment(&mut bytes, destination, table);
        }
        frame_segment(&mut bytes, frame, &tables, progressive);
        bytes
    }

    fn scan_header(&self, scan: &FittedScan) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (at, table) in (0..).zip(&scan.tables).filter(|(_, table)| !table.symbols.is_empty()) {
            let (class, destination): (u8, u8) = (at / 2, at % 2);
            segment(&mut bytes, 0xC4, &[&[class << 4 | destination], &table.counts[..], &table.symbols].concat());
        }
        let (first, last, only) = match scan.scan {
            ScanSpec::Sequential => (0, 63, None),
            ScanSpec::Dc => (0, 0, None),
            ScanSpec::Ac { component, first, last } => (first, last, Some(component)),
        };
        let mut body = vec![0];
        for (at, component) in self.layout.frame.components.iter().enumerate() {
            if only.is_none_or(|only| only == at) {
                body[0] += 1;
                body.extend_from_slice(&[component.id, if at == 0 { 0 } else { 0x11 }]);
            }
        }
        body.extend_from_slice(&[first, last, 0]);
        segment(&mut bytes, 0xDA, &body);
        bytes
    }
}

/// Ways to divide the AC coefficients of a component into bands: the last position of each band.
const DIVISIONS: [&[u8]; 3] = [&[63], &[5, 63], &[2, 9, 63]];

/// The scans of a file: one, or those of the progressive file that takes the fewest bytes for `planes`.
pub fn script(progressive: bool, planes: &[SparsePlane]) -> Vec<ScanSpec> {
    if !progressive {
        return vec![ScanSpec::Sequential];
    }
    let mut scans = vec![ScanSpec::Dc];
    for component in 0..planes.len() {
        let ways = DIVISIONS.map(|lasts| bands(component, lasts));
        let bytes =
            |way: &Vec<ScanSpec>| way.iter().map(|&scan| fitted(scan, planes).bytes + BAND_OVERHEAD).sum::<usize>();
        scans.extend(ways.into_iter().min_by_key(bytes).unwrap_or_default());
    }
    scans
}

/// Bytes of the headers of a scan and its table.
const BAND_OVERHEAD: usize = 60;

fn bands(component: usize, lasts: &[u8]) -> Vec<ScanSpec> {
    let firsts = core::iter::once(1).chain(lasts.iter().map(|&last| last + 1));
    firsts.zip(lasts).map(|(first, &last)| ScanSpec::Ac { component, first, last }).collect()
}

fn fitted(scan: ScanSpec, planes: &[SparsePlane]) -> FittedScan {
    let mut counter = SymbolCounter::new();
    walk(planes, scan, &mut counter);
    FittedScan::new(&(scan, counter))
}

/// Bytes of the symbols counted, with tables fitted to them.
pub fn coded_bytes(counter: &SymbolCounter) -> u64 {
    FittedScan::new(&(ScanSpec::Sequential, counter.clone())).bytes as u64
}

impl FittedScan {
    fn new((scan, counter): &(ScanSpec, SymbolCounter)) -> Self {
        let (histograms, extra_bits) = counter.counts();
        let tables = histograms.each_ref().map(CodeTable::optimal);
        let code_bits: u64 = tables.iter().zip(&histograms).map(|(table, counts)| table.bits(counts)).sum();
        let bytes = usize::try_from((code_bits + extra_bits).div_ceil(8)).unwrap_or(usize::MAX);
        Self { scan: *scan, tables, bytes }
    }
}

fn segment(bytes: &mut Vec<u8>, marker: u8, body: &[u8]) {
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    bytes.extend_from_slice(&[0xFF, marker]);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(body);
}

fn distinct_tables(frame: &Frame) -> Vec<QuantTable> {
    let mut tables: Vec<QuantTable> = Vec::new();
    for component in &frame.components {
        if !tables.contains(&component.quant) {
            tables.push(component.quant);
        }
    }
    tables
}

/// DQT (T.81 B.2.4.1): 8-bit steps where they suffice.
fn quant_segment(bytes: &mut Vec<u8>, destination: u8, table: &QuantTable) {
    let steps = zigzag(table);
    let body: Vec<u8> = match steps.iter().map(|&step| u8::try_from(step)).collect::<Result<Vec<u8>, _>>() {
        Ok(steps) => [&[destination], steps.as_slice()].concat(),
        Err(_) => {
            core::iter::once(0x10 | destination).chain(steps.iter().flat_map(|step| step.to_be_bytes())).collect()
        }
    };
    segment(bytes, 0xDB, &body);
}

/// SOF0, or SOF1 where a step needs 16 bits, or SOF2 (T.81 B.2.2).
fn frame_segment(bytes: &mut Vec<u8>, frame: &Frame, tables: &[QuantTable], progressive: bool) {
    let wide = tables.iter().any(|table| table.0.iter().any(|&step| step > 255));
    let edge = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX).to_be_bytes();
    let mut body = vec![8];
    body.extend_from_slice(&edge(frame.size.height));
    body.extend_from_slice(&edge(frame.size.width));
    body.push(u8::try_from(frame.components.len()).unwrap_or(u8::MAX));
    for component in &frame.components {
        let table = tables.iter().position(|table| *table == component.quant).unwrap_or(0);
        let sampling = component.horizontal << 4 | component.vertical;
        body.extend_from_slice(&[component.id, sampling, u8::try_from(table).unwrap_or(0)]);
    }
    segment(
        bytes,
        if progressive {
            0xC2
        } else if wide {
            0xC1
        } else {
            0xC0
        },
        &body,
    );
}
