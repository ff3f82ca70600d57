//! Lossy WebP: a key frame of VP8 (RFC 6386).

use super::boolean::BoolDecoder;
use super::filter::{self, Level};
use super::modes::{ModeReader, Modes};
use super::plane::Vp8Plane;
use super::residual::{Neighbours, Residual, Steps};
use super::token_tables::{TOKEN_PROBABILITIES, TokenProbabilities, UPDATE_PROBABILITIES};
use super::{Size, coded_wrongly, ends_early, predict};
use crate::{Error, Result};

/// What stands between the first three bytes of a key frame and its size.
const START_CODE: [u8; 3] = [0x9D, 0x01, 0x2A];
const SIZE_MASK: u16 = 0x3FFF;
const HEADER_BYTES: usize = 10;
/// The parts of an image that can have steps and filter levels of their own.
const SEGMENTS: usize = 4;

/// The size in the header of a key frame.
pub fn size(data: &[u8]) -> Result<Size> {
    let [tag, _, _, start @ .., width_low, width_high, height_low, height_high] =
        *data.first_chunk::<HEADER_BYTES>().ok_or_else(ends_early)?;
    if tag & 1 != 0 {
        return Err(Error::unsupported("WebP", "Non-keyframe frames"));
    }
    let side = |bytes| u32::from(u16::from_le_bytes(bytes) & SIZE_MASK);
    let size = Size { width: side([width_low, width_high]), height: side([height_low, height_high]) };
    if start != START_CODE {
        return Err(coded_wrongly());
    }
    if size.pixels() == 0 { Err(super::contradictory()) } else { Ok(size) }
}

/// Decodes a key frame: Y, U and V, the latter two of half the width and height, in whole macroblocks.
pub fn frame(data: &[u8]) -> Result<[Vp8Plane; 3]> {
    let size = size(data)?;
    let first_length = u32::from_le_bytes([data[0], data[1], data[2], 0]) as usize >> 5;
    let rest = &data[HEADER_BYTES..];
    let (first, behind) = rest.split_at_checked(first_length).ok_or_else(ends_early)?;
    let mut bits = BoolDecoder::new(first);
    let header = Vp8Header::read(&mut bits)?;
    let partitions = partitions(behind, header.partitions)?;
    Vp8Decoder::new(size, header, bits)?.decode(partitions)
}

/// The partitions of tokens: their lengths but the last one's, three bytes each, then the partitions.
fn partitions(bytes: &[u8], count: usize) -> Result<Vec<BoolDecoder<'_>>> {
    let (lengths, mut rest) = bytes.split_at_checked(3 * (count - 1)).ok_or_else(ends_early)?;
    let mut partitions = Vec::new();
    for length in lengths.as_chunks::<3>().0 {
        let length = u32::from_le_bytes([length[0], length[1], length[2], 0]) as usize;
        let (partition, behind) = rest.split_at_checked(length).ok_or_else(ends_early)?;
        partitions.push(BoolDecoder::new(partition));
        rest = behind;
    }
    partitions.push(BoolDecoder::new(rest));
    Ok(partitions)
}

/// The header behind the size (clauses 9.2 to 9.11).
struct Vp8Header {
    has_segment_map: bool,
    segment_probabilities: [u8; 3],
    levels: [Level; SEGMENTS],
    has_simple_filter: bool,
    partitions: usize,
    steps: [Steps; SEGMENTS],
    tokens: Box<TokenProbabilities>,
    /// Probability that a macroblock has coefficients, where some are marked to have none.
    skip_probability: Option<u8>,
}

/// What a segment changes: its step and its level, or what is added to those of the frame.
#[derive(Default)]
struct Segments {
    has_map: bool,
    is_absolute: bool,
    steps: [i32; SEGMENTS],
    levels: [i32; SEGMENTS],
    probabilities: [u8; 3],
}

impl Segments {
    fn read(bits: &mut BoolDecoder<'_>) -> Self {
        let mut segments = Self { probabilities: [255; 3], ..Self::default() };
        if !bits.flag() {
            return segments;
        }
        segments.is_absolute = true;
        segments.has_map = bits.flag();
        if bits.flag() {
            segments.is_absolute = bits.flag();
            segments.steps = core::array::from_fn(|_| bits.optional_signed(7));
            segments.levels = core::array::from_fn(|_| bits.optional_signed(6));
        }
        if segments.has_map {
            segments.probabilities = core::array::from_fn(|_| if bits.flag() { probability(bits) } else { 255 });
        }
        segments
    }

    fn applied(&self, frame: i32, changes: [i32; SEGMENTS]) -> [i32; SEGMENTS] {
        changes.map(|change| if self.is_absolute { change } else { frame + change })
    }
}

impl Vp8Header {
    fn read(bits: &mut BoolDecoder<'_>) -> Result<Self> {
        let is_other_color_space = bits.flag();
        let _needs_no_clamping = bits.flag();
        let segments = Segments::read(bits);
        let has_simple_filter = bits.flag();
        let levels = Self::read_levels(bits, &segments);
        let partitions = 1 << bits.number(2);
        let base = bits.number(7);
        let deltas = core::array::from_fn(|_| bits.optional_signed(4));
        let steps = segments.applied(base, segments.steps).map(|base| Steps::new(base, deltas));
        let _keeps_probabilities = bits.flag();
        let tokens = Self::read_tokens(bits);
        let skip_probability = bits.flag().then(|| probability(bits));
        if is_other_color_space || bits.is_beyond_end() {
            return Err(coded_wrongly());
        }
        Ok(Self {
            has_segment_map: segments.has_map,
            segment_probabilities: segments.probabilities,
            levels,
            has_simple_filter,
            partitions,
            steps,
            tokens,
            skip_probability,
        })
    }

    fn read_levels(bits: &mut BoolDecoder<'_>, segments: &Segments) -> [Level; SEGMENTS] {
        let (frame, sharpness) = (bits.number(6), bits.number(3));
        let mut deltas = [[0; 4]; 2];
        if bits.flag() && bits.flag() {
            deltas.as_flattened_mut().iter_mut().for_each(|delta| *delta = bits.optional_signed(6));
        }
        // Of the reference frames only the key frame itself, of the modes only that of 16 blocks, occur here.
        let [[of_key_frame, ..], [of_blocks, ..]] = deltas;
        if frame == 0 {
            return [Level::OFF; SEGMENTS];
        }
        segments.applied(frame, segments.levels).map(|level| {
            let whole = level.clamp(0, 63) + of_key_frame;
            Level { whole, blocks: whole + of_blocks, sharpness }
        })
    }

    fn read_tokens(bits: &mut BoolDecoder<'_>) -> Box<TokenProbabilities> {
        let mut tokens = Box::new(TOKEN_PROBABILITIES);
        let places = tokens.as_flattened_mut().as_flattened_mut().as_flattened_mut();
        for (place, update) in places.iter_mut().zip(UPDATE_PROBABILITIES.as_flattened().as_flattened().as_flattened())
        {
            if bits.bit(*update) {
                *place = probability(bits);
            }
        }
        tokens
    }
}

fn probability(bits: &mut BoolDecoder<'_>) -> u8 {
    u8::try_from(bits.number(8)).unwrap_or_default()
}

struct Vp8Decoder<'a> {
    header: Vp8Header,
    modes: ModeReader<'a>,
    planes: [Vp8Plane; 3],
    /// Width and height in macroblocks of 16 x 16.
    size: (usize, usize),
    /// What the loop filter does to each macroblock, in their order.
    edges: Vec<filter::Edges>,
}

impl<'a> Vp8Decoder<'a> {
    fn new(size: Size, header: Vp8Header, bits: BoolDecoder<'a>) -> Result<Self> {
        let (width, height) = (size.width.div_ceil(16) as usize, size.height.div_ceil(16) as usize);
        let planes = [
            Vp8Plane::new(16 * width, 16 * height)?,
            Vp8Plane::new(8 * width, 8 * height)?,
            Vp8Plane::new(8 * width, 8 * height)?,
        ];
        let segment_probabilities = header.has_segment_map.then_some(header.segment_probabilities);
        let modes = ModeReader::new(bits, width, segment_probabilities, header.skip_probability);
        Ok(Self { header, modes, planes, size: (width, height), edges: Vec::new() })
    }

    fn decode(mut self, mut partitions: Vec<BoolDecoder<'_>>) -> Result<[Vp8Plane; 3]> {
        let (width, height) = self.size;
        let mut above = vec![Neighbours::default(); width];
        for y in 0..height {
            let tokens = &mut partitions[y & (self.header.partitions - 1)];
            let mut left = Neighbours::default();
            self.modes.start_row();
            for (x, above) in above.iter_mut().enumerate() {
                let modes = self.modes.next(x);
                let steps = &self.header.steps[modes.segment];
                let mut residual = Residual::NONE;
                if modes.is_skipped {
                    above.skip(&mut left, modes.has_blocks());
                } else {
                    residual.read(tokens, &self.header.tokens, (steps, modes.has_blocks()), (above, &mut left));
                }
                self.reconstruct((x, y), &modes, &residual);
                let level = self.header.levels[modes.segment];
                self.edges.push(level.edges(modes.has_blocks(), !residual.is_empty()));
            }
            if self.modes.is_beyond_end() || tokens.is_beyond_end() {
                return Err(ends_early());
            }
        }
        filter::apply(&mut self.planes, &self.edges, (width, self.header.has_simple_filter));
        Ok(self.planes)
    }

    fn reconstruct(&mut self, (x, y): (usize, usize), modes: &Modes, residual: &Residual) {
        let [luma, chroma @ ..] = &mut self.planes;
        if modes.has_blocks() {
            predict::blocks(luma, (16 * x, 16 * y), &modes.blocks, residual);
        } else {
            predict::square::<16>(luma, (16 * x, 16 * y), modes.luma);
            residual.add(0, luma, (16 * x, 16 * y), 4);
        }
        for (plane, first) in chroma.iter_mut().zip([16, 20]) {
            predict::square::<8>(plane, (8 * x, 8 * y), modes.chroma);
            residual.add(first, plane, (8 * x, 8 * y), 2);
        }
    }
}
