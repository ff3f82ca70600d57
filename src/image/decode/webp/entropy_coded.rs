//! Entropy-coded images of lossless WebP (RFC 9649, clause 5): prefix codes, a cache of colors, references back.

use super::bits::Bits;
use super::coded_wrongly;
use super::prefix::PrefixCode;
use crate::Result;

/// Codes of lengths, behind the 256 values of a component.
const LENGTHS: usize = 24;
const DISTANCES: usize = 40;
/// Longer distances are counted along the rows; up to here they name a pixel nearby.
const NEARBY: usize = 120;
/// For each nearby pixel, nearest first: rows up, and 8 less columns to the left, four bits each.
#[rustfmt::skip]
static NEARBY_PIXELS: [u8; NEARBY] = [
    0x18, 0x07, 0x17, 0x19, 0x28, 0x06, 0x27, 0x29, 0x16, 0x1a, 0x26, 0x2a, 0x38, 0x05, 0x37, 0x39, 0x15, 0x1b, 0x36, 0x3a,
    0x25, 0x2b, 0x48, 0x04, 0x47, 0x49, 0x14, 0x1c, 0x35, 0x3b, 0x46, 0x4a, 0x24, 0x2c, 0x58, 0x45, 0x4b, 0x34, 0x3c, 0x03,
    0x57, 0x59, 0x13, 0x1d, 0x56, 0x5a, 0x23, 0x2d, 0x44, 0x4c, 0x55, 0x5b, 0x33, 0x3d, 0x68, 0x02, 0x67, 0x69, 0x12, 0x1e,
    0x66, 0x6a, 0x22, 0x2e, 0x54, 0x5c, 0x43, 0x4d, 0x65, 0x6b, 0x32, 0x3e, 0x78, 0x01, 0x77, 0x79, 0x53, 0x5d, 0x11, 0x1f,
    0x64, 0x6c, 0x42, 0x4e, 0x76, 0x7a, 0x21, 0x2f, 0x75, 0x7b, 0x31, 0x3f, 0x63, 0x6d, 0x52, 0x5e, 0x00, 0x74, 0x7c, 0x41,
    0x4f, 0x10, 0x20, 0x62, 0x6e, 0x30, 0x73, 0x7d, 0x51, 0x5f, 0x40, 0x72, 0x7e, 0x61, 0x6f, 0x50, 0x71, 0x7f, 0x60, 0x70,
];

/// The five codes in force in one part of an image: green, lengths and cached colors; red; blue; alpha; distance.
struct Codes([PrefixCode; 5]);

impl Codes {
    fn read(bits: &mut Bits<'_>, cached: usize) -> Result<Self> {
        let mut code = |symbols| PrefixCode::read(bits, symbols);
        Ok(Self([code(256 + LENGTHS + cached)?, code(256)?, code(256)?, code(256)?, code(DISTANCES)?]))
    }

    /// The one color that these codes can stand for, which takes no bits.
    fn only_color(&self) -> Option<u32> {
        let [green, red, blue, alpha, _] = &self.0;
        let green = green.only_symbol().filter(|green| *green < 256)?;
        Some(color(alpha.only_symbol()?, red.only_symbol()?, green, blue.only_symbol()?))
    }
}

const fn color(alpha: u32, red: u32, green: u32, blue: u32) -> u32 {
    alpha << 24 | red << 16 | green << 8 | blue
}

/// Which codes are in force where: an index for each square of an image.
struct EntropyImage {
    side_bits: u32,
    per_row: usize,
    codes: Vec<u32>,
}

impl EntropyImage {
    fn read(bits: &mut Bits<'_>, width: usize, height: usize) -> Result<Self> {
        let side_bits = bits.take(3) + 2;
        let (per_row, rows) = (squares(width, side_bits), squares(height, side_bits));
        let mut codes = image(bits, per_row, rows, false)?;
        codes.iter_mut().for_each(|pixel| *pixel = *pixel >> 8 & 0xFFFF);
        Ok(Self { side_bits, per_row, codes })
    }

    fn whole() -> Self {
        Self { side_bits: u32::BITS - 1, per_row: 1, codes: vec![0] }
    }

    fn at(&self, x: usize, y: usize) -> usize {
        self.codes.get((y >> self.side_bits) * self.per_row + (x >> self.side_bits)).map_or(0, |index| *index as usize)
    }
}

/// How many squares it takes to cover a side.
pub fn squares(side: usize, side_bits: u32) -> usize {
    side.div_ceil(1 << side_bits)
}

/// One coded image: the main one, or one that a transform or the choice of codes is kept in.
pub(super) fn image(bits: &mut Bits<'_>, width: usize, height: usize, is_main: bool) -> Result<Vec<u32>> {
    let mut cache = Cache::read(bits)?;
    let squares = if is_main && bits.flag() { EntropyImage::read(bits, width, height)? } else { EntropyImage::whole() };
    let groups = squares.codes.iter().max().map_or(1, |most| most + 1);
    let mut codes = Vec::new();
    for _ in 0..groups {
        codes.push(Codes::read(bits, cache.colors.len())?);
        bits.check()?;
    }
    let mut pixels = zeroed(width * height)?;
    let mut at = 0;
    while at < pixels.len() {
        let (x, y) = (at % width, at / width);
        let end = ((x | ((1 << squares.side_bits) - 1)) + 1).min(width) + y * width;
        let codes = codes.get(squares.at(x, y)).ok_or_else(coded_wrongly)?;
        if let Some(color) = codes.only_color() {
            pixels[at..end].fill(color);
            cache.insert(color);
            at = end;
        } else {
            at = run(bits, codes, &mut cache, Run { pixels: &mut pixels, at, end, width })?;
        }
        bits.check()?;
    }
    Ok(pixels)
}

/// The part of a row in which the same codes are in force; a reference may reach beyond it.
struct Run<'a> {
    pixels: &'a mut [u32],
    at: usize,
    end: usize,
    width: usize,
}

fn run(bits: &mut Bits<'_>, codes: &Codes, cache: &mut Cache, run: Run<'_>) -> Result<usize> {
    let Run { pixels, mut at, end, width } = run;
    let [greens, reds, blues, alphas, distances] = &codes.0;
    while at < end {
        let symbol = greens.symbol(bits) as usize;
        if symbol < 256 {
            let (red, blue, alpha) = (reds.symbol(bits), blues.symbol(bits), alphas.symbol(bits));
            pixels[at] = color(alpha, red, u32::try_from(symbol).unwrap_or_default(), blue);
            cache.insert(pixels[at]);
            at += 1;
        } else if let Some(index) = symbol.checked_sub(256 + LENGTHS) {
            pixels[at] = *cache.colors.get(index).ok_or_else(coded_wrongly)?;
            at += 1;
        } else {
            let length = with_extra_bits(symbol - 256, bits);
            let distance = with_extra_bits(distances.symbol(bits) as usize, bits);
            at = copy(pixels, at, length, in_pixels(distance, width)).ok_or_else(coded_wrongly)?;
            pixels[at - length..at].iter().for_each(|color| cache.insert(*color));
        }
    }
    Ok(at)
}

/// Lengths and distances: a symbol, and the low bits of the larger ones behind it.
fn with_extra_bits(symbol: usize, bits: &mut Bits<'_>) -> usize {
    if symbol < 4 {
        return symbol + 1;
    }
    let extra = (symbol - 2) >> 1;
    ((2 + (symbol & 1)) << extra) + bits.take(u32::try_from(extra).unwrap_or_default()) as usize + 1
}

fn in_pixels(distance: usize, width: usize) -> usize {
    match NEARBY_PIXELS.get(distance - 1) {
        Some(place) => (usize::from(place >> 4) * width + 8).saturating_sub(usize::from(place & 15)).max(1),
        None => distance - NEARBY,
    }
}

/// Repeats what stands `distance` pixels back; the two may overlap. The place behind the copy.
fn copy(pixels: &mut [u32], at: usize, length: usize, distance: usize) -> Option<usize> {
    let from = at.checked_sub(distance)?;
    let part = pixels.get_mut(from..at + length)?;
    if distance >= length {
        part.copy_within(..length, distance);
    } else {
        (distance..part.len()).for_each(|place| part[place] = part[place - distance]);
    }
    Some(at + length)
}

/// The colors that were seen last, by a hash.
struct Cache {
    colors: Vec<u32>,
    shift: u32,
}

impl Cache {
    fn read(bits: &mut Bits<'_>) -> Result<Self> {
        if !bits.flag() {
            return Ok(Self { colors: Vec::new(), shift: 0 });
        }
        match bits.take(4) {
            size @ 1..=11 => Ok(Self { colors: vec![0; 1 << size], shift: 32 - size }),
            _ => Err(coded_wrongly()),
        }
    }

    fn insert(&mut self, color: u32) {
        if let Some(place) = self.colors.get_mut((color.wrapping_mul(0x1E35_A7BD) >> self.shift) as usize) {
            *place = color;
        }
    }
}

pub(super) fn zeroed(count: usize) -> Result<Vec<u32>> {
    let mut pixels = Vec::new();
    pixels.try_reserve_exact(count).map_err(|_| super::out_of_memory())?;
    pixels.resize(count, 0);
    Ok(pixels)
}
