//! The bytes inside the `IDAT` chunks.

use crate::PixelError;
use fdeflate::Decompressor;

/// How far a reference of the deflate format can reach back.
const WINDOW: usize = 32_768;
/// With three windows of new bytes to one that is kept, little is copied.
const BUFFER: usize = 4 * WINDOW;

/// Inflates a stream that is spread over chunks.
pub(super) struct Inflate<'a> {
    decompressor: Decompressor,
    /// What is not inflated yet of the chunk at hand.
    input: &'a [u8],
    chunks: Box<dyn Iterator<Item = &'a [u8]> + 'a>,
    buffer: Vec<u8>,
    /// What is inflated and not yet taken: from here to `end`.
    start: usize,
    end: usize,
}

impl<'a> Inflate<'a> {
    pub fn new(chunks: impl Iterator<Item = &'a [u8]> + 'a) -> Self {
        let mut decompressor = Decompressor::new();
        // The chunks have checksums of their own.
        decompressor.ignore_adler32();
        Self { decompressor, input: &[], chunks: Box::new(chunks), buffer: vec![0; BUFFER], start: 0, end: 0 }
    }

    /// Fills `bytes` with the next ones.
    pub fn take(&mut self, mut bytes: &mut [u8]) -> Result<(), Box<PixelError>> {
        while !bytes.is_empty() {
            if self.start == self.end {
                self.refill()?;
            }
            let length = bytes.len().min(self.end - self.start);
            let (now, later) = bytes.split_at_mut(length);
            now.copy_from_slice(&self.buffer[self.start..self.start + length]);
            self.start += length;
            bytes = later;
        }
        Ok(())
    }

    /// Inflates until there is something to take.
    fn refill(&mut self) -> Result<(), Box<PixelError>> {
        if self.end == BUFFER {
            self.buffer.copy_within(BUFFER - WINDOW.., 0);
            (self.start, self.end) = (WINDOW, WINDOW);
        }
        loop {
            let read = self.decompressor.read(self.input, &mut self.buffer, self.end, false);
            let (consumed, produced) =
                read.map_err(|_| PixelError::damaged("PNG", "its compressed data are broken"))?;
            self.input = &self.input[consumed..];
            self.end += produced;
            if produced > 0 {
                return Ok(());
            }
            let next = self.chunks.next().filter(|_| !self.decompressor.is_done());
            self.input = next.ok_or_else(|| PixelError::damaged("PNG", "it ends early"))?;
        }
    }
}
