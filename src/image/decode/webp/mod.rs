//! WebP (RFC 9649), whole; of an animation the first frame.

use crate::raster::PixelLayout;
use crate::rows::{ColorModel, RowSource, Size};
use crate::{Error, PixelError, Result};
use container::{Coded, WebpContainer};
use plane::Vp8Plane;

mod alpha;
mod bits;
mod boolean;
mod colors;
mod container;
mod entropy_coded;
mod filter;
mod lossless;
mod lossy;
mod modes;
mod plane;
mod predict;
mod prefix;
mod residual;
mod tables;
mod token_tables;
mod transforms;

/// Width and height, from the header.
pub fn size(bytes: &[u8]) -> Result<Size> {
    Ok(WebpContainer::read(bytes)?.size)
}

/// The rows of a WebP file, on white.
pub fn rows(bytes: &[u8]) -> Result<Box<dyn RowSource>> {
    let container = WebpContainer::read(bytes)?;
    if container.coded.header()?.0 != container.frame {
        return Err(contradictory());
    }
    let pixels = Pixels::decode(&container)?;
    let interleaved = vec![[u8::MAX; 4]; container.size.width as usize];
    Ok(Box::new(WebpRows { size: container.size, place: container.place, pixels, interleaved, given: 0 }))
}

/// A decoded frame.
enum Pixels {
    /// Rows of alpha, red, green and blue, from the highest byte to the lowest.
    Lossless {
        width: usize,
        pixels: Vec<u32>,
        has_alpha: bool,
    },
    Lossy {
        width: usize,
        height: usize,
        planes: [Vp8Plane; 3],
        alpha: Option<Vec<u8>>,
    },
}

impl Pixels {
    fn decode(container: &WebpContainer<'_>) -> Result<Self> {
        let (width, height) = (container.frame.width as usize, container.frame.height as usize);
        match container.coded {
            Coded::Lossless(data) => {
                Ok(Self::Lossless { width, pixels: lossless::picture(data)?, has_alpha: container.has_alpha })
            }
            Coded::Lossy(data) => {
                let alpha = container.alpha.filter(|_| container.has_alpha);
                let alpha = alpha.map(|data| alpha::plane(data, (width, height))).transpose()?;
                Ok(Self::Lossy { width, height, planes: lossy::frame(data)?, alpha })
            }
        }
    }

    /// Writes row `y` as red, green, blue and alpha, from the start of `row` on; nothing below the frame.
    fn write_row(&self, y: usize, row: &mut [[u8; 4]]) {
        match self {
            Self::Lossless { width, pixels, has_alpha } => {
                let pixels = pixels.get(y * width..(y + 1) * width).unwrap_or_default();
                for (interleaved, pixel) in row.iter_mut().zip(pixels) {
                    let [blue, green, red, alpha] = pixel.to_le_bytes();
                    *interleaved = [red, green, blue, if *has_alpha { alpha } else { u8::MAX }];
                }
            }
            Self::Lossy { width, height, planes, alpha } if y < *height => {
                colors::write_row(planes, (y, *height), &mut row[..*width]);
                let alpha = alpha.as_ref().map_or(&[][..], |alpha| &alpha[y * width..]);
                row.iter_mut().zip(&alpha[..alpha.len().min(*width)]).for_each(|(pixel, alpha)| pixel[3] = *alpha);
            }
            Self::Lossy { .. } => {}
        }
    }
}

/// The rows of an image, in which a frame of an animation may take a part alone.
struct WebpRows {
    size: Size,
    /// Columns to the left of the frame, and rows above it.
    place: (usize, usize),
    pixels: Pixels,
    interleaved: Vec<[u8; 4]>,
    given: usize,
}

impl RowSource for WebpRows {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        ColorModel::Rgb
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Box<PixelError>> {
        let (left, top) = self.place;
        self.interleaved.fill([u8::MAX; 4]);
        if let Some(y) = self.given.checked_sub(top) {
            self.pixels.write_row(y, &mut self.interleaved[left..]);
        }
        PixelLayout::Rgba.write_planar(self.interleaved.as_flattened(), row);
        self.given += 1;
        Ok(())
    }
}

fn ends_early() -> Box<Error> {
    Error::damaged("WebP", "it ends early")
}

fn chunk_missing() -> Box<Error> {
    Error::damaged("WebP", "a chunk is missing or damaged")
}

fn contradictory() -> Box<Error> {
    Error::damaged("WebP", "its sizes contradict each other")
}

fn coded_wrongly() -> Box<Error> {
    Error::damaged("WebP", "its picture is coded in a way that does not exist")
}

fn out_of_memory() -> Box<Error> {
    Error::EngineFailed { reason: "the WebP file needs too much memory".into() }.into()
}
