//! The decoder over files written by the tests, over real and broken files, and against libjpeg-turbo.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests")]

mod corpus;
mod synthetic;
mod writer;

use idsnap::jpeg::{Damaged, DecodeOptions, Decoder, RgbRows, Scale};
use idsnap::rows::{ColorModel, RowSource, Size};

struct Pixels {
    size: Size,
    components: usize,
    /// Gray, or red, green and blue of one pixel after another.
    samples: Vec<u8>,
    damage: Option<String>,
}

fn decode(bytes: &[u8], scale: Scale, damaged: Damaged) -> Result<Pixels, Box<idsnap::PixelError>> {
    let decoder = Decoder::new(bytes, DecodeOptions { scale, damaged })?;
    let (size, components) = (decoder.size(), if decoder.model() == ColorModel::Gray { 1 } else { 3 });
    let mut rows = RgbRows::new(decoder);
    let mut samples = Vec::new();
    let width = size.width as usize;
    let mut row = vec![0; width * 3];
    for _ in 0..size.height {
        rows.next_row(&mut row)?;
        for x in 0..width {
            samples.extend((0..components).map(|plane| row[plane * width + x]));
        }
    }
    Ok(Pixels { size, components, samples, damage: rows.into_inner().damage() })
}

/// Planar, in the decoder's own colour model.
fn decode_rows(bytes: &[u8], scale: Scale, damaged: Damaged) -> Result<Vec<Vec<u8>>, Box<idsnap::PixelError>> {
    let mut decoder = Decoder::new(bytes, DecodeOptions { scale, damaged })?;
    let mut row = vec![0; decoder.row_length()];
    (0..decoder.size().height).map(|_| decoder.next_row(&mut row).map(|()| row.clone())).collect()
}
