//! Lossless transforms: images are rotated and mirrored by moving blocks and changing the signs of coefficients.

use super::adobe::adobe_segment;
use super::extend::{Extension, extended_size};
use super::transform::Transform;
use crate::Result;
use crate::jpeg::decode::coefficients::CoefficientReader;
use crate::jpeg::decode::header::{ColorSpace, read_header};
use crate::jpeg::decode::sequential::Scatter;
use crate::jpeg::encode::encoder::Encoded;
use crate::jpeg::encode::sparse::{ALL, CoefficientOrder, SparsePlane, SparseRow};
use crate::jpeg::encode::symbols::{SymbolCounter, class, count_without_ac, run_symbols};
use crate::jpeg::encode::write::{FileLayout, FilePlan, ScanTally, coded_bytes, script};
use crate::jpeg::shared::frame::{BLOCK, Block, Component, Frame};
use crate::jpeg::shared::lanes;
use crate::jpeg::shared::mcu::{BlockGrid, McuRow};
use crate::rows::Size;

/// What to do with partial MCUs at a side that becomes the left or the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartialEdges {
    /// Give [`Lossless::PartialBlocks`].
    Report,
    /// Keep what the file has beyond the edge, up to whole MCUs: the image grows by up to 15 pixels (31 in rare files). Where
    /// that does not go on plausibly, the last samples of the image are repeated.
    Extend,
    /// Drop the partial MCUs: up to 15 pixels (31 in rare files) are lost.
    Trim,
}

/// How to write the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LosslessOptions<'a> {
    /// What is done to the image.
    pub transform: Transform,
    /// What to do with partial MCUs.
    pub edges: PartialEdges,
    /// Whole marker segments, written before the tables as they are.
    pub metadata: &'a [&'a [u8]],
    /// Progressive or sequential.
    pub progressive: bool,
    /// The bytes from which a sequential file is made progressive, which takes fewer; `u64::MAX` to leave it sequential.
    pub max_sequential_bytes: u64,
    /// The most bytes of the file; `u64::MAX` where there is no limit.
    pub max_bytes: u64,
}

/// The result of a lossless transform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lossless {
    /// The file, with the coefficients of the source. Its `quality` is 100: nothing was lost.
    Done(Encoded),
    /// Blocks that are partly outside the image would come to lie inside.
    PartialBlocks {
        /// The size after the transform that trimming would leave; `None` where nothing would be left.
        trimmed: Option<Size>,
    },
    /// The file would have more than [`LosslessOptions::max_bytes`]. It is not written, and often not read to its end.
    TooLarge,
}

/// Transforms the JPEG in `bytes` without loss and codes it with Huffman tables of its own.
///
/// Takes memory for all coefficients that are not zero: about three times the file.
///
/// # Errors
/// What [`CoefficientReader`] fails with.
pub fn transform_lossless(bytes: &[u8], options: &LosslessOptions<'_>) -> Result<Lossless> {
    let mut reader = CoefficientReader::new(bytes)?;
    let (source, transform) = (reader.frame().clone(), options.transform);
    let size = match options.edges {
        PartialEdges::Extend => Extension::new(&source, transform).size(),
        PartialEdges::Trim | PartialEdges::Report => match trimmed(&source, transform) {
            Some(size) if size == source.size || options.edges == PartialEdges::Trim => size,
            trimmed => {
                return Ok(Lossless::PartialBlocks { trimmed: trimmed.map(|size| transform.size(size)) });
            }
        },
    };
    let mut blocks = MovedBlocks::new(&Frame { size, ..source.clone() }, transform);
    let extension = Extension::new(&Frame { size: source.size, ..source }, transform);
    if !blocks.read(&mut reader, &extension, options.max_bytes)? {
        return Ok(Lossless::TooLarge);
    }
    let adobe = adobe_segment(reader.header());
    let metadata: Vec<&[u8]> =
        options.metadata.iter().copied().chain(adobe.as_ref().map(<[u8; 16]>::as_slice)).collect();
    let jfif = matches!(reader.header().color, ColorSpace::Gray | ColorSpace::YCbCr);
    Ok(blocks.into_file(options, (&metadata, jfif)).map_or(Lossless::TooLarge, Lossless::Done))
}

/// The size that the JPEG in `bytes` has after [`transform_lossless`] with [`PartialEdges::Extend`].
///
/// # Errors
/// As [`read_header`].
pub fn transformed_size(bytes: &[u8], transform: Transform) -> Result<Size> {
    let header = read_header(bytes)?;
    let most =
        |factor: fn(&crate::jpeg::ComponentHeader) -> u8| header.components.iter().map(factor).max().unwrap_or(1);
    let factors = [most(|component| component.horizontal), most(|component| component.vertical)];
    Ok(transform.size(extended_size(header.size, factors, transform)))
}

/// The part of the source that consists of whole MCUs along the sides that are mirrored; `None` where it is empty.
fn trimmed(frame: &Frame, transform: Transform) -> Option<Size> {
    let (flips_width, flips_height) = transform.flips_of_source();
    let whole = |edge: u32, factor: u8, flips: bool| {
        let mcu = 8 * u32::from(factor);
        if flips { edge / mcu * mcu } else { edge }
    };
    let width = whole(frame.size.width, frame.max_horizontal(), flips_width);
    let height = whole(frame.size.height, frame.max_vertical(), flips_height);
    (width > 0 && height > 0).then_some(Size { width, height })
}

/// The part of the rows of MCUs, one in so many, after which it is told whether the file may fit.
const SAMPLED_PART: u32 = 8;

/// One of so many rows of MCUs decides the order of the scans of a progressive file.
const SCRIPT_SAMPLE: usize = 16;

/// The coefficients of an image after a transform, and the symbols that a sequential scan has for those that are not DC.
struct MovedBlocks {
    frame: Frame,
    transform: Transform,
    order: CoefficientOrder,
    signs: Block,
    planes: Vec<MovedPlane>,
    counter: SymbolCounter,
    /// Room for the coefficients of a block.
    values: Block,
}

/// One component, its blocks moved but for mirroring.
struct MovedPlane {
    /// Blocks of the source that are kept of each row, and rows of blocks that are kept.
    columns: usize,
    lines: usize,
    plane: SparsePlane,
}

impl MovedBlocks {
    /// Room for the part of an image that is kept, which is all that `kept` has.
    fn new(kept: &Frame, transform: Transform) -> Self {
        let frame = transform.frame(kept);
        let planes = kept.components.iter().zip(&frame.components);
        Self {
            transform,
            order: transform.order(),
            signs: transform.signs(),
            planes: planes.map(|(source, moved)| MovedPlane::new((kept, source), (&frame, moved), transform)).collect(),
            counter: SymbolCounter::new(),
            values: [0; BLOCK],
            frame,
        }
    }

    /// Reads the whole image. `false` where its first part shows that it takes more than `max_bytes`.
    fn read(&mut self, reader: &mut CoefficientReader<'_>, extension: &Extension, max_bytes: u64) -> Result<bool> {
        let last = reader.frame().mcu_rows().saturating_sub(1);
        let mut rows = McuRow::default();
        for mcu_row in 0..=last {
            if mcu_row == last / SAMPLED_PART && self.bytes_expected(reader) > max_bytes {
                return Ok(false);
            }
            let is_dense = mcu_row == last && extension.extends_height();
            if is_dense || !self.read_scattered(reader, (mcu_row, extension))? {
                reader.next_mcu_row(&mut rows)?;
                extension.extend(&mut rows, mcu_row == last);
                self.take_row(mcu_row, &rows);
            }
        }
        Ok(true)
    }

    /// The least bytes to expect, from the part of the image that was read: its AC symbols with tables of its own, as if the
    /// rest of the file shrank as much. 0 where that cannot be told.
    fn bytes_expected(&self, reader: &CoefficientReader<'_>) -> u64 {
        match reader.bytes_read() {
            Some((read, length)) if read > 0 => coded_bytes(&self.counter).saturating_mul(length) / read,
            Some(_) | None => 0,
        }
    }

    /// Takes a row of MCUs that is decoded already.
    fn take_row(&mut self, mcu_row: u32, rows: &McuRow) {
        for (component, rows) in rows.components.iter().enumerate() {
            let stride = rows.blocks_per_row.max(1);
            let vertical = rows.blocks.len() / stride;
            for (line, blocks) in rows.blocks.chunks_exact(stride).enumerate() {
                for (column, block) in blocks.iter().enumerate() {
                    self.take_dense(component, (column, mcu_row as usize * vertical + line), block);
                }
            }
        }
    }

    /// Decodes a row of MCUs of an image with one scan, each coefficient to where it belongs. `false` where the image has
    /// several scans.
    fn read_scattered(
        &mut self,
        reader: &mut CoefficientReader<'_>,
        (mcu_row, extension): (u32, &Extension),
    ) -> Result<bool> {
        let scatter = Scatter::new(|at| self.order.zigzag_of(at), &self.signs);
        let Some((scan, grids)) = reader.one_scan() else { return Ok(false) };
        let Some(first) = grids.first() else { return Ok(false) };
        let order: Vec<usize> = scan.component_indices().collect();
        let mcus = first.blocks_per_row / first.horizontal;
        let mut scratch = [0; BLOCK];
        for mcu in 0..mcus {
            let has_data = scan.begin_mcu();
            let is_extended = mcu + 1 == mcus && extension.extends_width();
            for (nth, &component) in order.iter().enumerate() {
                let grid = &grids[component];
                let top = mcu_row as usize * grid.vertical;
                if is_extended {
                    let mut blocks = vec![[0; BLOCK]; grid.horizontal * grid.vertical];
                    for block in blocks.iter_mut().filter(|_| has_data) {
                        scan.block(nth, BLOCK, block);
                    }
                    extension.extend_mcu(component, &mut blocks);
                    for (at, block) in blocks.iter().enumerate() {
                        let place = (mcu * grid.horizontal + at % grid.horizontal, top + at / grid.horizontal);
                        self.take_dense(component, place, block);
                    }
                    continue;
                }
                for at in 0..grid.horizontal * grid.vertical {
                    let mask = if has_data { scan.scattered_block(nth, &scatter, &mut scratch) } else { 0 };
                    let place = (mcu * grid.horizontal + at % grid.horizontal, top + at / grid.horizontal);
                    self.take(component, place, mask, &scratch);
                }
            }
            if has_data {
                scan.end_mcu();
            }
        }
        reader.skip_mcu_row()?;
        Ok(true)
    }

    /// Takes a block of the source.
    fn take_dense(&mut self, component: usize, place: (usize, usize), block: &Block) {
        let signed = lanes::multiplied(block, &self.signs);
        let order = &self.order;
        let scattered: Block = core::array::from_fn(|at| signed[order.in_block(at)]);
        self.take(component, place, lanes::reaching(&scattered, &ALL), &scattered);
    }

    /// Takes a block whose coefficients are in zigzag order after the transform; `mask` says which are not zero.
    #[inline]
    fn take(&mut self, component: usize, (column, line): (usize, usize), mask: u64, block: &Block) {
        let Some(MovedPlane { columns, lines, plane }) = self.planes.get_mut(component) else { return };
        if column >= *columns || line >= *lines {
            return;
        }
        let row = if self.transform.transpose { column } else { line };
        let Some(row) = plane.rows.get_mut(row) else { return };
        let mask = mask | 1;
        let (mut rest, count) = (mask & !1, mask.count_ones() as usize);
        // The row is reversed as a whole at the end.
        let (mut to, step) = if self.transform.flip_horizontal { (count - 1, BLOCK - 1) } else { (0, 1) };
        self.values[to % BLOCK] = block[0];
        let (class, mut next) = (class(component), 1);
        while rest != 0 {
            let at = rest.trailing_zeros();
            rest &= rest - 1;
            let value = block[at as usize % BLOCK];
            to += step;
            self.values[to % BLOCK] = value;
            run_symbols(class, at - next, value, &mut self.counter);
            next = at + 1;
        }
        self.counter.end(class, mask);
        row.push_padded(mask, (&self.values, count));
    }

    /// The file, unless it is too large.
    fn into_file(self, options: &LosslessOptions<'_>, (metadata, jfif): (&[&[u8]], bool)) -> Option<Encoded> {
        let Self { frame, transform, planes, mut counter, .. } = self;
        let is_interleaved = planes.len() > 1;
        let mut moved = Vec::new();
        for (component, MovedPlane { mut plane, .. }) in planes.into_iter().enumerate() {
            if transform.flip_horizontal {
                plane.rows.iter_mut().for_each(SparseRow::reverse);
            }
            if transform.flip_vertical {
                plane.rows.reverse();
            }
            let blocks = |plane: &SparsePlane| plane.rows.iter().map(|row| row.masks.len()).sum::<usize>();
            let before = blocks(&plane);
            plane.pad();
            if is_interleaved {
                count_without_ac(&mut counter, component, blocks(&plane) - before);
            }
            moved.push(plane);
        }
        let layout = FileLayout { frame: &frame, metadata, jfif };
        let mut plan = ScanTally::of_sequential(counter, &moved).into_plan(layout, moved.as_slice());
        if options.progressive || plan.bytes_without_stuffing() as u64 > options.max_sequential_bytes {
            let sampled: Vec<SparsePlane> = moved.iter().map(|plane| plane.sampled(SCRIPT_SAMPLE)).collect();
            plan = FilePlan::new(layout, &moved, &script(true, &sampled));
        }
        let fits = |bytes: usize| bytes as u64 <= options.max_bytes;
        let bytes = fits(plan.bytes_without_stuffing()).then(|| plan.write()).filter(|bytes| fits(bytes.len()))?;
        Some(Encoded { bytes, quality: 100, size: frame.size })
    }
}

impl MovedPlane {
    fn new((kept, source): (&Frame, &Component), (frame, moved): (&Frame, &Component), transform: Transform) -> Self {
        let grid = BlockGrid::new(kept, source);
        let mut plane = SparsePlane::new(frame, moved);
        let (mut rows, mut blocks) = (grid.coded_rows, grid.coded_columns);
        if transform.transpose {
            (rows, blocks) = (blocks, rows);
        }
        plane.rows.extend((0..rows).map(|_| SparseRow::with_room(blocks)));
        Self { columns: grid.coded_columns, lines: grid.coded_rows, plane }
    }
}
