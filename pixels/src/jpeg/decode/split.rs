//! Decoding to separate planes, with chroma of half the size. An encoder of 4:2:0 takes them as they are.

use super::decoder::{Damaged, DecodeOptions, Decoder, Scale};
use super::header::ColorSpace;
use super::plane::ComponentPlane;
use crate::Result;
use crate::rows::{ColorModel, RowSource, Size};
use std::cell::RefCell;
use std::rc::Rc;

/// Decodes the JPEG in `bytes` to luma at `scale`, and Cb and Cr of half its width and height, rounded up, or of all of
/// it. `None` where the file has no such components, or where its chroma cannot be had at those sizes.
///
/// # Errors
/// As [`Decoder::new`] with damage refused. The planes fail where the damage is met.
pub fn decode_split(bytes: &[u8], scale: Scale) -> Result<Option<[PlaneRows<'_>; 3]>> {
    let mut decoder = Decoder::new(bytes, DecodeOptions { scale, damaged: Damaged::Refuse })?;
    if decoder.header().color != ColorSpace::YCbCr || !decoder.halve_chroma() {
        return Ok(None);
    }
    let shared = Rc::new(RefCell::new(SharedDecoder { decoder, given: [0; 3], ahead: Default::default() }));
    Ok(Some([0, 1, 2].map(|component| {
        let size = shared.borrow().plane(component).map_or(Size { width: 0, height: 0 }, ComponentPlane::size);
        PlaneRows { shared: Rc::clone(&shared), component, size }
    })))
}

/// The rows of one plane.
#[derive(Debug)]
pub struct PlaneRows<'a> {
    shared: Rc<RefCell<SharedDecoder<'a>>>,
    component: usize,
    size: Size,
}

/// A decoder that three planes are read from.
#[derive(Debug)]
struct SharedDecoder<'a> {
    decoder: Decoder<'a>,
    /// Rows given of each plane.
    given: [usize; 3],
    /// Rows that the decoder no longer holds and that were not given yet.
    ahead: [Ahead; 3],
}

/// Rows of one plane.
#[derive(Debug, Default)]
struct Ahead {
    samples: Vec<u8>,
    /// Samples given of them.
    given: usize,
}

impl Ahead {
    /// Gives the next row, if there is one.
    fn give(&mut self, row: &mut [u8]) -> bool {
        let Some(samples) = self.samples.get(self.given..self.given + row.len()) else { return false };
        row.copy_from_slice(samples);
        self.given += row.len();
        if self.given == self.samples.len() {
            self.samples.clear();
            self.given = 0;
        }
        true
    }
}

impl SharedDecoder<'_> {
    fn plane(&self, component: usize) -> Option<&ComponentPlane> {
        self.decoder.planes().get(component)
    }

    fn row(&mut self, component: usize, row: &mut [u8]) -> Result<()> {
        let y = self.given[component];
        self.given[component] += 1;
        if self.ahead[component].give(row) {
            return Ok(());
        }
        while self.plane(component).is_some_and(|plane| plane.mcu_row_for(y) >= self.decoder.mcu_rows_decoded()) {
            self.save(component);
            self.decoder.decode_mcu_row()?;
        }
        if let Some(plane) = self.plane(component) {
            plane.row(y, row);
        }
        Ok(())
    }

    /// Saves the rows of the other planes that the next row of MCUs overwrites.
    fn save(&mut self, reading: usize) {
        let decoded = self.decoder.mcu_rows_decoded();
        let others = self.decoder.planes().iter().zip(&mut self.ahead).zip(&self.given).enumerate();
        for (_, ((plane, ahead), &given)) in others.filter(|(component, _)| *component != reading) {
            let width = plane.size().width as usize;
            let saved = (ahead.samples.len() - ahead.given) / width;
            for y in given + saved..plane.rows_in(decoded) {
                let start = ahead.samples.len();
                ahead.samples.resize(start + width, 0);
                plane.row(y, &mut ahead.samples[start..]);
            }
        }
    }
}

impl RowSource for PlaneRows<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        ColorModel::Gray
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        self.shared.borrow_mut().row(self.component, row)
    }
}
