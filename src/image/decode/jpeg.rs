//! JPEG: decoded at the smallest scale that is still large enough.

use super::Source;
use crate::jpeg::{DecodeOptions, Decoder, PlaneRows, Scale, decode_split};
use crate::rows::{ColorModel, RowSource, Size};
use crate::{PixelError, Result};
use core::cell::Cell;

/// The rows of a JPEG file.
pub fn rows<'a>(source: &'a Source<'_>, at_least: Size) -> Result<Box<dyn RowSource + 'a>> {
    let options = DecodeOptions { scale: scale(source.size, at_least), damaged: source.damaged };
    Ok(Box::new(Watched { decoder: Decoder::new(source.bytes, options)?, damage_met: &source.damage_met }))
}

/// A decoder whose damage can be asked for when it is gone.
struct Watched<'a> {
    decoder: Decoder<'a>,
    damage_met: &'a Cell<bool>,
}

impl RowSource for Watched<'_> {
    fn size(&self) -> Size {
        self.decoder.size()
    }

    fn model(&self) -> ColorModel {
        self.decoder.model()
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Box<PixelError>> {
        self.decoder.next_row(row)?;
        self.damage_met.set(self.decoder.is_damaged());
        Ok(())
    }
}

/// Luma, and chroma of half its width and height or more; `None` where the file does not allow it.
pub fn planes(bytes: &[u8], stored: Size, at_least: Size) -> Result<Option<[PlaneRows<'_>; 3]>> {
    Ok(decode_split(bytes, scale(stored, at_least))?)
}

/// The smallest scale at which an image of `stored` is not smaller than `at_least`.
fn scale(stored: Size, at_least: Size) -> Scale {
    let is_enough = |scale: &Scale| {
        let scaled = scale.apply(stored);
        scaled.width >= at_least.width && scaled.height >= at_least.height
    };
    [Scale::Eighth, Scale::Quarter, Scale::Half].into_iter().find(is_enough).unwrap_or(Scale::Full)
}
