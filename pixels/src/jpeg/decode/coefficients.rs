//! Quantized coefficients, a row of MCUs at a time, as the transcoder reads them.

use super::coded_image::Picture;
use super::header::Header;
use super::marker::damaged;
use super::scan::Scan;
use crate::Result;
use crate::jpeg::shared::frame::Frame;
use crate::jpeg::shared::mcu::McuRow;

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
    pub(in crate::jpeg) fn progress(&self, whole: usize) -> usize {
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
