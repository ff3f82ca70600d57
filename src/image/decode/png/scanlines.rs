//! Rows as they are stored, with their filters undone.

use super::inflate::Inflate;
use crate::PixelError;
use idsnap_pixels::color_space::ToSrgb;
use idsnap_pixels::png::{Storage, unfilter};

pub(super) struct Scanlines<'a> {
    pub storage: Storage,
    data: Inflate<'a>,
    width: usize,
    /// Bytes from one pixel to the next, 1 where several share a byte. As many zeros stand before each row.
    pixel_bytes: usize,
    above: Vec<u8>,
    row: Vec<u8>,
    pixels: Vec<u8>,
    colors: Option<ToSrgb>,
    converted: Vec<u8>,
}

impl<'a> Scanlines<'a> {
    pub fn new(chunks: impl Iterator<Item = &'a [u8]> + 'a, storage: Storage, colors: Option<ToSrgb>) -> Self {
        let pixel_bytes = storage.row_bytes(1);
        let data = Inflate::new(chunks);
        Self {
            storage,
            data,
            width: 0,
            pixel_bytes,
            above: Vec::new(),
            row: Vec::new(),
            pixels: Vec::new(),
            colors,
            converted: Vec::new(),
        }
    }

    /// Starts an image, or a pass of one, whose rows have `width` pixels.
    pub fn start(&mut self, width: usize) {
        self.width = width;
        self.row = vec![0; self.pixel_bytes + self.storage.row_bytes(width)];
        self.above.clone_from(&self.row);
    }

    /// The next row, its pixels in 8 bits.
    pub fn next(&mut self) -> Result<&[u8], Box<PixelError>> {
        core::mem::swap(&mut self.above, &mut self.row);
        let mut filter = [0];
        self.data.take(&mut filter)?;
        self.data.take(&mut self.row[self.pixel_bytes..])?;
        if !unfilter(filter[0], self.pixel_bytes, &self.above, &mut self.row) {
            return Err(PixelError::damaged("PNG", "a row has a filter that is not known"));
        }
        let stored = &self.row[self.pixel_bytes..];
        let pixels = self.storage.unpack(stored, self.width, &mut self.pixels);
        let Some(colors) = &self.colors else { return Ok(pixels) };
        self.converted.clear();
        self.converted.extend_from_slice(pixels);
        colors.convert(self.storage.layout(), &mut self.converted);
        Ok(&self.converted)
    }
}
