//! Making a JPEG smaller without ever turning it into pixels: its coefficients are rounded again.

use super::budget::Job;
use super::coefficients::{BlockRows, CoefficientReader, McuRow};
use super::encode::{Encoded, Target};
use super::fdct::FRACTION;
use super::frame::{BLOCK, Block, QuantTable, ZIGZAG};
use super::header::{ColorSpace, Header};
use super::quant::{Kind, zigzag};
use super::sparse::BlockRow;
use super::store::{Store, WHOLE};
use super::trellis::weight_of_energy;
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
    let mut tables: Vec<Dequantizer> =
        reader.frame().components.iter().map(|one| Dequantizer::new(&one.quant)).collect();
    let mut rows = McuRow::default();
    while reader.next_mcu_row(&mut rows)? {
        store.check_hope(target.max_bytes())?;
        store.set_progress(reader.progress(WHOLE));
        for (component, (rows, table)) in rows.components.iter().zip(&mut tables).enumerate() {
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

/// Takes the coefficients of a component out of the source.
struct Dequantizer {
    /// The steps of the source in eighths and in zigzag order.
    steps: [i32; BLOCK],
    /// Thresholds of the store in eighths, and the same in steps of the source, rounded up.
    thresholds: ([u16; BLOCK], [u16; BLOCK]),
}

impl Dequantizer {
    #[expect(clippy::cast_possible_truncation, reason = "a whole number")]
    fn new(table: &QuantTable) -> Self {
        let steps = zigzag(table).map(|step| i32::from(step) * FRACTION as i32);
        Self { steps, thresholds: ([0; BLOCK], [0; BLOCK]) }
    }

    fn follow(&mut self, thresholds: &[u16; BLOCK]) {
        if self.thresholds.0 != *thresholds {
            let in_steps =
                |at: usize| i32::from(thresholds[at]).max(1).unsigned_abs().div_ceil(self.steps[at].unsigned_abs());
            self.thresholds = (*thresholds, core::array::from_fn(|at| u16::try_from(in_steps(at)).unwrap_or(u16::MAX)));
            self.thresholds.1[0] = 0;
        }
    }

    /// How much distortion counts in a block given in zigzag order.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "a weight is rough")]
    fn weight(&self, block: &Block) -> f32 {
        let mut lanes = [0.0; 8];
        for (values, steps) in block.chunks_exact(8).zip(self.steps.chunks_exact(8)) {
            for ((lane, &value), &step) in lanes.iter_mut().zip(values).zip(steps) {
                let value = f32::from(value) * step as f32;
                *lane += value * value;
            }
        }
        let dc = f32::from(block[0]) * self.steps[0] as f32;
        weight_of_energy(lanes.iter().sum::<f32>() - dc * dc)
    }

    /// A coefficient in eighths; what no picture has is cut off.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "clamped")]
    fn apply(&self, at: usize, value: i16) -> i16 {
        let value = i32::from(value).saturating_mul(self.steps[at % BLOCK]);
        value.clamp(-i32::from(i16::MAX), i16::MAX.into()) as i16
    }
}

fn keep(rows: &BlockRows, component: usize, table: &mut Dequantizer, store: &mut Store) {
    let columns = store.planes.get(component).map_or(0, |plane| plane.columns);
    for blocks in rows.blocks.chunks_exact(rows.blocks_per_row.max(1)) {
        table.follow(&store.thresholds[component]);
        let mut row = BlockRow::with_capacity(columns);
        for block in blocks.iter().take(columns) {
            let zigzag = ZIGZAG.map(|at| block[usize::from(at) % BLOCK]);
            row.push_scaled(&zigzag, &table.thresholds.1, |at, value| table.apply(at, value));
            row.weights.push(table.weight(&zigzag));
        }
        row.shrink();
        store.push(component, row);
    }
}
