//! Quantized coefficients, a row of MCUs at a time, as the transcoder reads them.

use super::frame::{BLOCK, Block, Component, Frame};
use super::header::{Header, Parser, Process};
use super::marker::damaged;
use super::scan::Scan;
use crate::Result;

/// Where the blocks of one component lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grid {
    /// Blocks side by side in an MCU.
    pub(super) horizontal: usize,
    /// Rows of blocks in an MCU.
    pub(super) vertical: usize,
    /// Blocks in a row, padding included.
    pub(super) blocks_per_row: usize,
    /// Blocks in a row without padding.
    pub(super) coded_columns: usize,
    /// Rows of blocks of the whole component without padding.
    pub(super) coded_rows: usize,
}

impl Grid {
    pub(super) fn new(frame: &Frame, component: &Component) -> Self {
        let blocks = |pixels: u32, factor: u8, max: u8| {
            (pixels * u32::from(factor)).div_ceil(u32::from(max)).div_ceil(8) as usize
        };
        Self {
            horizontal: component.horizontal.into(),
            vertical: component.vertical.into(),
            blocks_per_row: frame.blocks_per_row(component) as usize,
            coded_columns: blocks(frame.size.width, component.horizontal, frame.max_horizontal()),
            coded_rows: blocks(frame.size.height, component.vertical, frame.max_vertical()),
        }
    }

    /// Indices, in a row of MCUs, of the blocks of one MCU in the order of the data.
    pub(super) fn blocks_of_mcu(self, mcu: usize) -> impl Iterator<Item = usize> {
        let first = mcu * self.horizontal;
        (0..self.vertical)
            .flat_map(move |row| (0..self.horizontal).map(move |column| row * self.blocks_per_row + first + column))
    }
}

/// The coefficients of one row of MCUs.
#[derive(Debug, Clone, Default)]
pub struct McuRow {
    /// One for each component of the frame.
    pub components: Vec<BlockRows>,
}

/// As many rows of blocks of one component as it has in an MCU: its vertical sampling factor.
#[derive(Debug, Clone)]
pub struct BlockRows {
    /// Row after row, from left to right, padding to whole MCUs included.
    pub blocks: Vec<Block>,
    /// Blocks in a row.
    pub blocks_per_row: usize,
}

impl McuRow {
    /// Room for a row of MCUs, all zeros.
    pub(super) fn reset(&mut self, grids: &[Grid]) {
        let lengths = || grids.iter().map(|grid| (grid.blocks_per_row, grid.blocks_per_row * grid.vertical));
        if self.components.iter().map(|rows| (rows.blocks_per_row, rows.blocks.len())).eq(lengths()) {
            self.components.iter_mut().for_each(|rows| rows.blocks.fill([0; BLOCK]));
        } else {
            let rows = |(blocks_per_row, length)| BlockRows { blocks: vec![[0; BLOCK]; length], blocks_per_row };
            self.components = lengths().map(rows).collect();
        }
    }
}

/// Most scans of a picture. Encoders that search for the best order write about 20.
const MAX_SCANS: usize = 100;

/// A picture and its scans.
#[derive(Debug)]
pub(super) struct Picture<'a> {
    pub(super) header: Header,
    pub(super) frame: Frame,
    pub(super) grids: Vec<Grid>,
    pub(super) scans: Vec<Scan<'a>>,
    /// Why not all scans were found, where some are missing.
    pub(super) shortfall: Option<String>,
}

impl<'a> Picture<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self> {
        let mut parser = Parser::new(bytes)?;
        let parameters = parser.next_scan()?.ok_or_else(|| damaged("no scan"))?;
        let header = parser.header()?;
        let mut quant = vec![None; header.components.len()];
        let mut scans = Vec::new();
        add_scan(&mut parser, parameters, &header, &mut quant, &mut scans)?;
        let shortfall = match add_further_scans(&mut parser, &header, &mut quant, &mut scans) {
            Ok(()) => quant.contains(&None).then(|| "a component has no scan".to_owned()),
            Err(error) => Some(reason(&error)),
        };
        let components = header.components.iter().zip(quant).map(|(component, quant)| Component {
            id: component.id,
            horizontal: component.horizontal,
            vertical: component.vertical,
            // Without a scan all coefficients are zero, whatever the steps.
            quant: quant.unwrap_or(super::frame::QuantTable([1; BLOCK])),
        });
        let frame = Frame { size: header.size, components: components.collect() };
        let grids: Vec<Grid> = frame.components.iter().map(|component| Grid::new(&frame, component)).collect();
        let picture = Self { header, frame, grids, scans, shortfall };
        picture.check_work(bytes.len())?;
        Ok(picture)
    }

    /// Refuses files that are small but would take long: with end-of-band runs a scan of some bytes covers millions of
    /// blocks, and there may be many scans. A sound file spends a bit or more on every block's DC coefficient.
    fn check_work(&self, length: usize) -> Result<()> {
        const STEPS_PER_BYTE: usize = 128;
        const ALWAYS_ALLOWED: usize = 1 << 26;
        let blocks = |index: usize| self.grids[index].coded_columns * self.grids[index].coded_rows;
        let steps = |scan: &Scan<'_>| {
            scan.component_indices().map(|index| blocks(index).saturating_mul(scan.steps_per_block())).sum::<usize>()
        };
        let all = self.scans.iter().map(steps).fold(0, usize::saturating_add);
        if self.is_one_scan() || all / STEPS_PER_BYTE <= length.max(ALWAYS_ALLOWED / STEPS_PER_BYTE) {
            return Ok(());
        }
        Err(damaged("there are more scans than the file can fill"))
    }

    /// Drops the scans that bring nothing before `needed[component]`, in zigzag order.
    pub(super) fn keep_scans_for(&mut self, mut needed: Vec<usize>) {
        self.scans.reverse();
        self.scans.retain(|scan| scan.is_needed(&mut needed));
        self.scans.reverse();
    }

    /// Whether one scan has all that there is of the picture, block by block.
    pub(super) fn is_one_scan(&self) -> bool {
        let [scan] = self.scans.as_slice() else { return false };
        self.header.process == Process::Sequential && scan.component_indices().count() == self.frame.components.len()
    }

    /// What was found wrong so far.
    pub(super) fn damage(&self) -> Option<String> {
        let found = self.scans.iter().find_map(Scan::damage);
        found.map(str::to_owned).or_else(|| self.shortfall.clone())
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.shortfall.is_some() || self.scans.iter().any(|scan| scan.damage().is_some())
    }

    /// Decodes all scans for one row of MCUs. Rows come in order.
    pub(super) fn mcu_row(&mut self, mcu_row: u32, rows: &mut McuRow) {
        rows.reset(&self.grids);
        for scan in &mut self.scans {
            scan.mcu_row(mcu_row, &self.grids, rows);
        }
    }
}

type Quantization = Option<super::frame::QuantTable>;

fn add_scan<'a>(
    parser: &mut Parser<'a>,
    parameters: &[u8],
    header: &Header,
    quant: &mut [Quantization],
    scans: &mut Vec<Scan<'a>>,
) -> Result<()> {
    let source = (parameters, parser.segments.rest());
    let scan = Scan::new(source, header.process, &header.components, &mut parser.tables)?;
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
    parser: &mut Parser<'a>,
    header: &Header,
    quant: &mut [Quantization],
    scans: &mut Vec<Scan<'a>>,
) -> Result<()> {
    let is_sequential = header.process == Process::Sequential;
    while !(is_sequential && quant.iter().all(Option::is_some)) {
        parser.segments.skip_entropy_coded();
        let Some(parameters) = parser.next_scan()? else {
            return if parser.is_complete { Ok(()) } else { Err(damaged("the file ends before its last scan")) };
        };
        if scans.len() == MAX_SCANS {
            return Err(damaged("there are over 100 scans"));
        }
        add_scan(parser, parameters, header, quant, scans)?;
    }
    Ok(())
}

fn reason(error: &crate::Error) -> String {
    match error {
        crate::Error::DamagedImage { reason, .. } | crate::Error::UnsupportedFormat { reason, .. } => reason.clone(),
        other => other.to_string(),
    }
}

/// Reads the quantized coefficients of a file, a row of MCUs at a time. Several scans, as of progressive files, are
/// read side by side: memory is one row of MCUs, whatever the file.
#[derive(Debug)]
pub struct CoefficientReader<'a> {
    picture: Picture<'a>,
    next_row: u32,
}

impl<'a> CoefficientReader<'a> {
    /// Reads the header and finds the scans.
    ///
    /// # Errors
    /// As [`super::read_header`], and [`crate::Error::DamagedImage`] where scans are missing.
    pub fn new(bytes: &'a [u8]) -> Result<Self> {
        let picture = Picture::new(bytes)?;
        match &picture.shortfall {
            Some(reason) => Err(damaged(reason)),
            None => Ok(Self { picture, next_row: 0 }),
        }
    }

    /// What stands before the first scan.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.picture.header
    }

    /// Size, components and tables.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.picture.frame
    }

    /// Decodes the next row of MCUs into `rows`, whatever it held. `false` behind the last one.
    ///
    /// Blocks of padding that the file does not have are zeros.
    ///
    /// # Errors
    /// [`crate::Error::DamagedImage`] where the data ends early or a restart marker is missing.
    pub fn next_mcu_row(&mut self, rows: &mut McuRow) -> Result<bool> {
        if self.next_row >= self.picture.frame.mcu_rows() {
            return Ok(false);
        }
        self.picture.mcu_row(self.next_row, rows);
        self.next_row += 1;
        match self.picture.damage() {
            Some(reason) => Err(damaged(&reason)),
            None => Ok(true),
        }
    }

    /// How much of the picture was read, of `whole`: by bytes where the data is in one place, else by rows.
    pub(super) fn progress(&self, whole: usize) -> usize {
        let rows = self.picture.frame.mcu_rows() as usize;
        let (read, of) = match self.picture.scans.as_slice() {
            [scan] if self.next_row < self.picture.frame.mcu_rows() => scan.bytes_read(),
            _ => (self.next_row as usize, rows),
        };
        read.saturating_mul(whole) / of.max(1)
    }

    /// Goes back to the first row.
    pub fn rewind(&mut self) {
        self.picture.scans.iter_mut().for_each(Scan::rewind);
        self.next_row = 0;
    }
}
