//! How the pixels of a PNG file are stored.

use crate::image::metadata::PngFile;
use crate::raster::PixelLayout;
use crate::{Error, Result};
use idsnap_pixels::png::{Meaning, Storage};

/// What the chunks before the pixels say.
pub(super) struct PngHeader {
    /// How pixels are stored.
    pub storage: Storage,
    /// Whether the rows stand in the seven passes of Adam7.
    pub is_interlaced: bool,
}

impl PngHeader {
    pub fn read(file: &PngFile<'_>) -> Result<Self> {
        // Behind width and height: depth, color type, compression, filters, interlacing.
        let Some(&[.., bits, color, 0, 0, interlacing @ 0..=1]) = file.chunks(*b"IHDR").next() else {
            return Err(Error::damaged("PNG", "its header has a value that is not known"));
        };
        let meaning = match (color, bits) {
            (0, 1 | 2 | 4 | 8 | 16) => keyed(file, PixelLayout::Gray, bits),
            (2, 8 | 16) => keyed(file, PixelLayout::Rgb, bits),
            (3, 1 | 2 | 4 | 8) => indexed(file)?,
            (4, 8 | 16) => Meaning::Direct(PixelLayout::GrayAlpha),
            (6, 8 | 16) => Meaning::Direct(PixelLayout::Rgba),
            _ => return Err(Error::damaged("PNG", "its depth is none of its colour type")),
        };
        Ok(Self { storage: Storage { bits: bits.into(), meaning }, is_interlaced: interlacing == 1 })
    }
}

/// The clear color is stored in 16 bits a sample, whatever the depth.
fn keyed(file: &PngFile<'_>, layout: PixelLayout, bits: u8) -> Meaning {
    let clear = file.chunks(*b"tRNS").next().and_then(|chunk| chunk.get(..2 * layout.channels()));
    match clear {
        Some(clear) if bits == 16 => Meaning::Keyed(layout, clear.to_vec()),
        Some(clear) => Meaning::Keyed(layout, clear.iter().skip(1).step_by(2).copied().collect()),
        None => Meaning::Direct(layout),
    }
}

fn indexed(file: &PngFile<'_>) -> Result<Meaning> {
    let colors = file.chunks(*b"PLTE").next().ok_or_else(|| Error::damaged("PNG", "it has no palette"))?;
    let opacity = file.chunks(*b"tRNS").next().unwrap_or_default();
    let opacities = opacity.iter().copied().chain(core::iter::repeat(u8::MAX));
    let colors = colors.as_chunks::<3>().0.iter().zip(opacities);
    let palette = colors.map(|(&[red, green, blue], opacity)| [red, green, blue, opacity]).collect();
    Ok(Meaning::Indexed { palette, has_alpha: !opacity.is_empty() })
}
