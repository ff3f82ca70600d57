//! Making a JPEG smaller without ever turning it into pixels: its coefficients are rounded again.

use super::budget::Job;
use super::coefficients::{BlockRows, CoefficientReader, McuRow};
use super::encode::{Encoded, Target};
use super::fdct::FRACTION;
use super::frame::{BLOCK, Block, QuantTable, ZIGZAG};
use super::header::{ColorSpace, Header};
use super::quant::Kind;
use super::sparse::BlockRow;
use super::store::Store;
use super::trellis::weight;
use crate::Result;

/// How to transcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TranscodeOptions<'a> {
    /// Quality or bytes. No step becomes finer than it is in the source, whatever the quality.
    pub target: Target,
    /// Whole marker segments, written before the tables as they are.
    pub metadata: &'a [&'a [u8]],
    /// Progressive or sequential.
    pub progressive: bool,
}

/// Makes a smaller file of the JPEG in `bytes`, at its own size, with its own chroma sampling and orientation.
///
/// # Errors
/// [`crate::Error::OverBudget`] where the lowest quality allowed takes more bytes, and what
/// [`CoefficientReader`] fails with.
pub fn transcode(bytes: &[u8], options: &TranscodeOptions<'_>) -> Result<Encoded> {
    options.target.check()?;
    let mut reader = CoefficientReader::new(bytes)?;
    let size = reader.frame().size;
    let adobe = adobe_segment(reader.header());
    let metadata: Vec<&[u8]> =
        options.metadata.iter().copied().chain(adobe.as_ref().map(<[u8; 16]>::as_slice)).collect();
    let jfif = matches!(reader.header().color, ColorSpace::Gray | ColorSpace::YCbCr);
    let mut room = 1;
    loop {
        let store = read(&mut reader, options.target, room)?;
        let job = Job { store: &store, metadata: &metadata, jfif, progressive: options.progressive };
        let (bytes, quality) = job.to(options.target)?;
        // Where a picture has uncommonly many small coefficients, too many were dropped.
        if room > 64 || !store.limits(quality) || options.target.is_filled_by(bytes.len()) {
            return Ok(Encoded { bytes, quality, size });
        }
        reader.rewind();
        room *= 4;
    }
}

fn read(reader: &mut CoefficientReader<'_>, target: Target, room: u64) -> Result<Store> {
    let mut store = target.store(reader.frame().clone(), kinds(reader.header()), room);
    let tables: Vec<Dequantizer> = reader.frame().components.iter().map(|one| Dequantizer::new(&one.quant)).collect();
    let mut rows = McuRow::default();
    while reader.next_mcu_row(&mut rows)? {
        for (component, (rows, table)) in rows.components.iter().zip(&tables).enumerate() {
            keep(rows, component, table, &mut store);
        }
    }
    Ok(store)
}

fn kinds(header: &Header) -> Vec<Kind> {
    let has_chroma = matches!(header.color, ColorSpace::YCbCr | ColorSpace::Ycck);
    let kind = |component| if has_chroma && (component == 1 || component == 2) { Kind::Chroma } else { Kind::Luma };
    (0..header.components.len()).map(kind).collect()
}

/// APP14 of a picture whose colours need it (Adobe technical note 5116).
pub(super) fn adobe_segment(header: &Header) -> Option<[u8; 16]> {
    let transform = header.adobe_transform?;
    let needs_it = matches!(header.color, ColorSpace::Rgb | ColorSpace::Cmyk | ColorSpace::Ycck);
    needs_it.then_some([0xFF, 0xEE, 0, 14, b'A', b'd', b'o', b'b', b'e', 0, 100, 0, 0, 0, 0, transform])
}

/// The steps of a component of the source, in natural order, times [`FRACTION`].
struct Dequantizer([i32; BLOCK]);

impl Dequantizer {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number")]
    fn new(table: &QuantTable) -> Self {
        Self(table.0.map(|step| i32::from(step) * FRACTION as i32))
    }

    /// Coefficients in eighths and in zigzag order; what no picture has is cut off.
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    fn apply(&self, block: &Block, out: &mut Block) {
        *out = [0; BLOCK];
        let lines = block.chunks_exact(8).zip(self.0.chunks_exact(8)).zip(PLACES.chunks_exact(8));
        for ((values, steps), places) in lines.filter(|((values, _), _)| **values != [0; 8]) {
            for ((&value, &step), &place) in values.iter().zip(steps).zip(places) {
                let value = i32::from(value).saturating_mul(step);
                out[usize::from(place) % BLOCK] = value.clamp(-i32::from(i16::MAX), i16::MAX.into()) as i16;
            }
        }
    }
}

/// The place in zigzag order of each coefficient.
const PLACES: [u8; BLOCK] = {
    let mut places = [0; BLOCK];
    let mut at = 0_u8;
    while (at as usize) < BLOCK {
        places[ZIGZAG[at as usize] as usize] = at;
        at += 1;
    }
    places
};

fn keep(rows: &BlockRows, component: usize, table: &Dequantizer, store: &mut Store) {
    let columns = store.planes.get(component).map_or(0, |plane| plane.columns);
    let mut coefficients = [0; BLOCK];
    for blocks in rows.blocks.chunks_exact(rows.blocks_per_row.max(1)) {
        let mut row = BlockRow::with_capacity(columns);
        for block in blocks.iter().take(columns) {
            table.apply(block, &mut coefficients);
            row.push_kept(&coefficients, &store.thresholds[component]);
            row.weights.push(weight(&coefficients));
        }
        row.shrink();
        store.push(component, row);
    }
}
