//! Quantized coefficients, a row of MCUs at a time, as the transcoder reads them.

use super::coded_image::CodedImage;
use super::header::JpegHeader;
use super::marker::damaged;
use super::scan::ScanDecoder;
use crate::Result;
use crate::jpeg::shared::frame::Frame;
use crate::jpeg::shared::mcu::{BlockGrid, McuRow};

/// Reads the quantized coefficients of a file, a row of MCUs at a time. Several scans, as of progressive files, are
/// read side by side: memory is one row of MCUs, whatever the file.
#[derive(Debug)]
pub struct CoefficientReader<'a> {
    image: CodedImage<'a>,
    next_row: u32,
}

impl<'a> CoefficientReader<'a> {
    /// Reads the header and finds the scans.
    ///
    /// # Errors
    /// As [`super::read_header`], and [`crate::Error::DamagedImage`] where scans are missing.
    pub fn new(bytes: &'a [u8]) -> Result<Self> {
        let image = CodedImage::new(bytes)?;
        match &image.shortfall {
            Some(reason) => Err(damaged(reason)),
            None => Ok(Self { image, next_row: 0 }),
        }
    }

    /// What stands before the first scan.
    #[must_use]
    pub fn header(&self) -> &JpegHeader {
        &self.image.header
    }

    /// Size, components and tables.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        &self.image.frame
    }

    /// Decodes the next row of MCUs into `rows`, whatever it held. `false` behind the last one.
    ///
    /// Blocks of padding that the file does not have are zeros.
    ///
    /// # Errors
    /// [`crate::Error::DamagedImage`] where the data ends early or a restart marker is missing.
    pub fn next_mcu_row(&mut self, rows: &mut McuRow) -> Result<bool> {
        if self.next_row >= self.image.frame.mcu_rows() {
            return Ok(false);
        }
        self.image.mcu_row(self.next_row, rows);
        self.next_row += 1;
        match self.image.damage() {
            Some(reason) => Err(damaged(&reason)),
            None => Ok(true),
        }
    }

    /// The image, for those who decode its one scan block by block. `None` where it has several.
    pub(in crate::jpeg) fn one_scan(&mut self) -> Option<(&mut ScanDecoder<'a>, &[BlockGrid])> {
        if !self.image.is_one_scan() {
            return None;
        }
        let CodedImage { scans, grids, .. } = &mut self.image;
        scans.first_mut().map(|scan| (scan, grids.as_slice()))
    }

    /// Notes that the next row of MCUs was decoded by way of [`Self::one_scan`].
    ///
    /// # Errors
    /// As [`Self::next_mcu_row`].
    pub(in crate::jpeg) fn skip_mcu_row(&mut self) -> Result<()> {
        self.next_row += 1;
        match self.image.damage() {
            Some(reason) => Err(damaged(&reason)),
            None => Ok(()),
        }
    }

    /// How much of the image was read, of `whole`: by bytes where the data is in one place, else by rows.
    pub(in crate::jpeg) fn progress(&self, whole: usize) -> usize {
        let rows = self.image.frame.mcu_rows() as usize;
        let (read, of) = match self.image.scans.as_slice() {
            [scan] if self.next_row < self.image.frame.mcu_rows() => scan.bytes_read(),
            _ => (self.next_row as usize, rows),
        };
        read.saturating_mul(whole) / of.max(1)
    }

    /// How many bytes of an image with one scan were read, and how many there are. `None` where it has several.
    pub(in crate::jpeg) fn bytes_read(&self) -> Option<(u64, u64)> {
        match self.image.scans.as_slice() {
            [scan] if self.image.is_one_scan() => {
                let (read, length) = scan.bytes_read();
                Some((read as u64, length as u64))
            }
            _ => None,
        }
    }

    /// Goes back to the first row.
    pub fn rewind(&mut self) {
        self.image.scans.iter_mut().for_each(ScanDecoder::rewind);
        self.next_row = 0;
    }
}
