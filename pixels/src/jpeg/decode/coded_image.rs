//! An image as its file holds it: header, tables and scans.

use super::header::{HeaderParser, JpegHeader, Process};
use super::marker::damaged;
use super::scan::ScanDecoder;
use crate::Result;
use crate::jpeg::shared::frame::{BLOCK, Component, Frame, QuantTable};
use crate::jpeg::shared::mcu::{BlockGrid, McuRow};

/// The most scans of an image. Encoders that try for the best order write about 20.
const MAX_SCANS: usize = 100;

/// An image and its scans.
#[derive(Debug)]
pub struct CodedImage<'a> {
    pub header: JpegHeader,
    pub frame: Frame,
    pub grids: Vec<BlockGrid>,
    pub scans: Vec<ScanDecoder<'a>>,
    /// Why not all scans were found, where some are missing.
    pub shortfall: Option<String>,
}

impl<'a> CodedImage<'a> {
    pub fn new(bytes: &'a [u8]) -> Result<Self> {
        let mut parser = HeaderParser::new(bytes)?;
        let parameters = parser.next_scan()?.ok_or_else(|| damaged("no scan"))?;
        let header = parser.header()?;
        let mut quant = vec![None; header.components.len()];
        let mut scans = Vec::new();
        add_scan(&mut parser, parameters, &header, &mut quant, &mut scans)?;
        let shortfall = match add_further_scans(&mut parser, &header, &mut quant, &mut scans) {
            Ok(()) => quant.contains(&None).then(|| "a component has no scan".to_owned()),
            Err(error) => Some(reason(&error)),
        };
        let repeats_ids = header.repeats_ids();
        let components = (1..).zip(&header.components).zip(quant).map(|((number, component), quant)| Component {
            // What is written from it has to be read by others.
            id: if repeats_ids { number } else { component.id },
            horizontal: component.horizontal,
            vertical: component.vertical,
            // Without a scan all coefficients are zero, whatever the steps.
            quant: quant.unwrap_or(QuantTable([1; BLOCK])),
        });
        let frame = Frame { size: header.size, components: components.collect() };
        let grids: Vec<BlockGrid> =
            frame.components.iter().map(|component| BlockGrid::new(&frame, component)).collect();
        let image = Self { header, frame, grids, scans, shortfall };
        image.check_work(bytes.len())?;
        Ok(image)
    }

    /// Refuses small files that take long to decode. With end-of-band runs, a scan of a few bytes covers millions of
    /// blocks, and there may be many scans. A sound file has at least a bit for every block's DC coefficient.
    fn check_work(&self, length: usize) -> Result<()> {
        const STEPS_PER_BYTE: usize = 128;
        const ALWAYS_ALLOWED: usize = 1 << 26;
        let blocks = |index: usize| self.grids[index].coded_columns * self.grids[index].coded_rows;
        let steps = |scan: &ScanDecoder<'_>| {
            scan.component_indices().map(|index| blocks(index).saturating_mul(scan.steps_per_block())).sum::<usize>()
        };
        let all = self.scans.iter().map(steps).fold(0, usize::saturating_add);
        if self.is_one_scan() || all / STEPS_PER_BYTE <= length.max(ALWAYS_ALLOWED / STEPS_PER_BYTE) {
            return Ok(());
        }
        Err(damaged("there are more scans than the file can fill"))
    }

    /// Drops the scans without coefficients before `needed[component]`, in zigzag order.
    pub fn keep_scans_for(&mut self, mut needed: Vec<usize>) {
        self.scans.reverse();
        self.scans.retain(|scan| scan.is_needed(&mut needed));
        self.scans.reverse();
    }

    /// Whether the image has a single scan, sequential and of all components.
    pub fn is_one_scan(&self) -> bool {
        let [scan] = self.scans.as_slice() else { return false };
        self.header.process == Process::Sequential && scan.component_indices().count() == self.frame.components.len()
    }

    /// What was found wrong so far.
    pub fn damage(&self) -> Option<String> {
        let found = self.scans.iter().find_map(ScanDecoder::damage);
        found.map(str::to_owned).or_else(|| self.shortfall.clone())
    }

    pub fn is_damaged(&self) -> bool {
        self.shortfall.is_some() || self.scans.iter().any(|scan| scan.damage().is_some())
    }

    /// Decodes all scans for one row of MCUs. Rows come in order.
    pub fn mcu_row(&mut self, mcu_row: u32, rows: &mut McuRow) {
        rows.reset(&self.grids);
        for scan in &mut self.scans {
            scan.mcu_row(mcu_row, &self.grids, rows);
        }
    }
}

type Quantization = Option<QuantTable>;

fn add_scan<'a>(
    parser: &mut HeaderParser<'a>,
    parameters: &[u8],
    header: &JpegHeader,
    quant: &mut [Quantization],
    scans: &mut Vec<ScanDecoder<'a>>,
) -> Result<()> {
    let source = (parameters, parser.segments.rest());
    let scan = ScanDecoder::new(source, header.process, &header.components, &mut parser.tables)?;
    let is_known = scan.component_indices().all(|index| quant[index].is_some());
    for index in scan.component_indices() {
        // A component keeps the table that was in force at its first scan.
        if quant[index].is_none() {
            quant[index] = Some(parser.tables.quantization(header.components[index].quant)?);
        }
    }
    if header.process == Process::Progressive || !is_known {
        scans.push(scan);
    }
    Ok(())
}

fn add_further_scans<'a>(
    parser: &mut HeaderParser<'a>,
    header: &JpegHeader,
    quant: &mut [Quantization],
    scans: &mut Vec<ScanDecoder<'a>>,
) -> Result<()> {
    let is_sequential = header.process == Process::Sequential;
    while !(is_sequential && quant.iter().all(Option::is_some)) {
        parser.segments.skip_entropy_coded();
        let Some(parameters) = parser.next_scan()? else {
            let is_whole = parser.is_complete || brings_everything(scans, header.components.len());
            return if is_whole { Ok(()) } else { Err(damaged("the file ends before its last scan")) };
        };
        if scans.len() == MAX_SCANS {
            return Err(damaged("there are over 100 scans"));
        }
        add_scan(parser, parameters, header, quant, scans)?;
    }
    Ok(())
}

/// Whether the scans bring every bit of every coefficient, so that none can be missing behind them.
fn brings_everything(scans: &[ScanDecoder<'_>], components: usize) -> bool {
    let brought = |index: usize| scans.iter().fold(0, |brought, scan| brought | scan.finishes(index));
    (0..components).all(|index| brought(index) == u64::MAX)
}

fn reason(error: &crate::Error) -> String {
    match error {
        crate::Error::DamagedImage { reason, .. } | crate::Error::UnsupportedFormat { reason, .. } => reason.clone(),
        other => other.to_string(),
    }
}
