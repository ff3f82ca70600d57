//! JPEG: decoded at the smallest scale that is still large enough.

use crate::Result;
use crate::jpeg::{Damaged, DecodeOptions, Decoder, PlaneRows, Scale, decode_split};
use crate::rows::{RowSource, Size};

/// The rows of a JPEG file.
pub fn rows(bytes: &[u8], stored: Size, at_least: Size) -> Result<Box<dyn RowSource + '_>> {
    let options = DecodeOptions { scale: scale(stored, at_least), damaged: Damaged::Refuse };
    Ok(Box::new(Decoder::new(bytes, options)?))
}

/// Luma, and chroma of half its width and height or more; `None` where the file does not allow it.
pub fn planes(bytes: &[u8], stored: Size, at_least: Size) -> Result<Option<[PlaneRows<'_>; 3]>> {
    Ok(decode_split(bytes, scale(stored, at_least))?)
}

/// The smallest scale at which a picture of `stored` is not smaller than `at_least`.
fn scale(stored: Size, at_least: Size) -> Scale {
    let is_enough = |scale: &Scale| {
        let scaled = scale.apply(stored);
        scaled.width >= at_least.width && scaled.height >= at_least.height
    };
    [Scale::Eighth, Scale::Quarter, Scale::Half].into_iter().find(is_enough).unwrap_or(Scale::Full)
}
