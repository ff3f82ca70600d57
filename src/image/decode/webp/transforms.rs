//! The transforms of lossless WebP (RFC 9649, clause 4), undone.

use super::bits::Bits;
use super::entropy_coded::{image, squares, zeroed};
use crate::Result;

const OPAQUE_BLACK: u32 = 0xFF00_0000;

pub enum WebpTransform {
    /// Each pixel is the difference to a prediction; how it is predicted is chosen for each square.
    Predictor(BlockImage),
    /// Red and blue are differences to what green, and red, make expect; by how much is chosen for each square.
    CrossColor(BlockImage),
    /// Red and blue are differences to green.
    SubtractGreen,
    /// Indices of a palette, several in the green of one pixel where the palette is small.
    ColorIndexing { palette: Vec<u32>, packed_bits: u32 },
}

/// One pixel of its own for each square of an image.
pub struct BlockImage {
    side_bits: u32,
    pixels: Vec<u32>,
}

impl BlockImage {
    fn read(bits: &mut Bits<'_>, width: usize, height: usize) -> Result<Self> {
        let side_bits = bits.take(3) + 2;
        let pixels = image(bits, squares(width, side_bits), squares(height, side_bits), false)?;
        Ok(Self { side_bits, pixels })
    }

    /// What there is for the parts of a row, each with the place where it starts.
    fn along(&self, y: usize, width: usize) -> impl Iterator<Item = (usize, u32)> {
        let per_row = squares(width, self.side_bits);
        let row = self.pixels.get((y >> self.side_bits) * per_row..).unwrap_or_default();
        let side_bits = self.side_bits;
        row.iter().take(per_row).enumerate().map(move |(nth, pixel)| (nth << side_bits, *pixel))
    }
}

impl WebpTransform {
    /// The number of the transform in a file.
    pub const fn kind(&self) -> u32 {
        match self {
            Self::Predictor(_) => 0,
            Self::CrossColor(_) => 1,
            Self::SubtractGreen => 2,
            Self::ColorIndexing { .. } => 3,
        }
    }

    /// Reads what the transform needs, and the width of the image that it is applied to.
    pub fn read(kind: u32, bits: &mut Bits<'_>, (width, height): (usize, usize)) -> Result<(Self, usize)> {
        let transform = match kind {
            0 => Self::Predictor(BlockImage::read(bits, width, height)?),
            1 => Self::CrossColor(BlockImage::read(bits, width, height)?),
            2 => Self::SubtractGreen,
            _ => return Self::read_palette(bits, width),
        };
        Ok((transform, width))
    }

    fn read_palette(bits: &mut Bits<'_>, width: usize) -> Result<(Self, usize)> {
        let colors = bits.take(8) as usize + 1;
        let mut palette = image(bits, colors, 1, false)?;
        for at in 1..palette.len() {
            palette[at] = sum(palette[at], palette[at - 1]);
        }
        let packed_bits = match colors {
            ..=2 => 3,
            3..=4 => 2,
            5..=16 => 1,
            _ => 0,
        };
        // An index that the palette does not have is transparent black.
        palette.resize(256, 0);
        Ok((Self::ColorIndexing { palette, packed_bits }, squares(width, packed_bits)))
    }

    /// The image of `width` as it was before the transform.
    pub fn undone(&self, mut pixels: Vec<u32>, width: usize, height: usize) -> Result<Vec<u32>> {
        match self {
            Self::Predictor(squares) => add_predictions(&mut pixels, width, squares),
            Self::CrossColor(squares) => add_cross_color(&mut pixels, width, squares),
            Self::SubtractGreen => {
                pixels.iter_mut().for_each(|pixel| *pixel = sum(*pixel, (*pixel >> 8 & 0xFF) * 0x1_0001))
            }
            Self::ColorIndexing { palette, packed_bits } => {
                return with_colors(&pixels, palette, *packed_bits, (width, height));
            }
        }
        Ok(pixels)
    }
}

/// Component by component, modulo 256.
#[inline(always)]
const fn sum(a: u32, b: u32) -> u32 {
    const EVEN: u32 = 0x00FF_00FF;
    (a & EVEN).wrapping_add(b & EVEN) & EVEN | (a & !EVEN).wrapping_add(b & !EVEN) & !EVEN
}

/// Component by component, rounded down.
#[inline(always)]
const fn average(a: u32, b: u32) -> u32 {
    ((a ^ b) >> 1 & 0x7F7F_7F7F) + (a & b)
}

fn add_predictions(pixels: &mut [u32], width: usize, squares: &BlockImage) {
    for at in 0..pixels.len().min(width) {
        pixels[at] = sum(pixels[at], if at == 0 { OPAQUE_BLACK } else { pixels[at - 1] });
    }
    for y in 1..pixels.len() / width {
        let start = y * width;
        pixels[start] = sum(pixels[start], pixels[start - width]);
        for (x, mode) in squares.along(y, width) {
            let end = (x + (1 << squares.side_bits)).min(width);
            for at in start + x.max(1)..start + end {
                let above = &pixels[at - width - 1..][..3];
                let predicted = predicted(mode >> 8 & 15, pixels[at - 1], [above[0], above[1], above[2]]);
                pixels[at] = sum(pixels[at], predicted);
            }
        }
    }
}

fn predicted(mode: u32, left: u32, [top_left, top, top_right]: [u32; 3]) -> u32 {
    match mode {
        1 => left,
        2 => top,
        3 => top_right,
        4 => top_left,
        5 => average(average(left, top_right), top),
        6 => average(left, top_left),
        7 => average(left, top),
        8 => average(top_left, top),
        9 => average(top, top_right),
        10 => average(average(left, top_left), average(top, top_right)),
        11 => nearer(left, top, top_left),
        12 => by_component([left, top, top_left], |left, top, top_left| left + top - top_left),
        13 => {
            by_component([average(left, top), top_left, 0], |average, top_left, _| average + (average - top_left) / 2)
        }
        _ => OPAQUE_BLACK,
    }
}

/// Of two neighbours, the one nearer to where the plane through all three lies.
fn nearer(left: u32, top: u32, top_left: u32) -> u32 {
    let distance = |a: u32, b: u32| -> u32 {
        a.to_le_bytes().iter().zip(b.to_le_bytes()).map(|(a, b)| u32::from(a.abs_diff(b))).sum()
    };
    if distance(top, top_left) < distance(left, top_left) { left } else { top }
}

fn by_component(pixels: [u32; 3], combined: impl Fn(i32, i32, i32) -> i32) -> u32 {
    let [a, b, c] = pixels.map(u32::to_le_bytes);
    let mut bytes = [0; 4];
    for at in 0..4 {
        bytes[at] = u8::try_from(combined(a[at].into(), b[at].into(), c[at].into()).max(0)).unwrap_or(u8::MAX);
    }
    u32::from_le_bytes(bytes)
}

fn add_cross_color(pixels: &mut [u32], width: usize, squares: &BlockImage) {
    for (y, row) in pixels.chunks_exact_mut(width).enumerate() {
        for (x, multipliers) in squares.along(y, width) {
            let [green_to_red, green_to_blue, red_to_blue, _] = multipliers.to_le_bytes();
            let end = (x + (1 << squares.side_bits)).min(width);
            for pixel in &mut row[x..end] {
                let [blue, green, red, alpha] = pixel.to_le_bytes();
                let red = red.wrapping_add(expected(green_to_red, green));
                let blue = blue.wrapping_add(expected(green_to_blue, green)).wrapping_add(expected(red_to_blue, red));
                *pixel = u32::from_le_bytes([blue, green, red, alpha]);
            }
        }
    }
}

/// The product of two signed components, in 32nds.
fn expected(multiplier: u8, component: u8) -> u8 {
    let product = i32::from(multiplier.cast_signed()) * i32::from(component.cast_signed());
    (product >> 5).to_le_bytes()[0]
}

fn with_colors(
    indices: &[u32],
    palette: &[u32],
    packed_bits: u32,
    (width, height): (usize, usize),
) -> Result<Vec<u32>> {
    let mut pixels = zeroed(width * height)?;
    let bits = 8 >> packed_bits;
    let packed_width = squares(width, packed_bits);
    for (row, packed) in pixels.chunks_exact_mut(width).zip(indices.chunks_exact(packed_width)) {
        for (x, pixel) in row.iter_mut().enumerate() {
            let byte = packed[x >> packed_bits] >> 8 & 0xFF;
            let within = u32::try_from(x).unwrap_or_default() & ((1 << packed_bits) - 1);
            *pixel = palette[(byte >> (within * bits) & ((1 << bits) - 1)) as usize];
        }
    }
    Ok(pixels)
}
