//! The decoder: rows of samples from a file, at a scale, in the memory of a few rows of MCUs.
//!
//! The scans of a progressive file are read side by side, each from its own place in the file, so that no file takes
//! more than one row of MCUs of coefficients, at any scale.

use super::coded_image::CodedImage;
use super::color::cmyk_row_to_rgb;
use super::header::{ColorSpace, JpegHeader};
use super::idct::{BlockSide, Inverse};
use super::marker::damaged;
use super::plane::ComponentPlane;
use crate::Result;
use crate::jpeg::shared::frame::{BLOCK, Block};
use crate::jpeg::shared::mcu::McuRow;
use crate::rows::{ColorModel, RowSource, Size};

/// How much smaller the image is made while it is decoded. Sides are rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Its own size.
    Full,
    /// Half of width and height.
    Half,
    /// A quarter of width and height.
    Quarter,
    /// An eighth of width and height.
    Eighth,
}

impl Scale {
    /// The size that an image of `size` gets.
    #[must_use]
    pub fn apply(self, size: Size) -> Size {
        let samples = self.block_side().samples() as u64;
        // A quotient of at most the side given.
        let scaled = |side: u32| u32::try_from((u64::from(side) * samples).div_ceil(8)).unwrap_or(side);
        Size { width: scaled(size.width), height: scaled(size.height) }
    }

    const fn block_side(self) -> BlockSide {
        match self {
            Self::Full => BlockSide::Eight,
            Self::Half => BlockSide::Four,
            Self::Quarter => BlockSide::Two,
            Self::Eighth => BlockSide::One,
        }
    }
}

/// What to do about a damaged file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Damaged {
    /// End with an error where the damage is met.
    Refuse,
    /// Go on: what is missing is gray, or coarse in a progressive file.
    ShowWhatIsThere,
}

/// How to decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecodeOptions {
    /// How much smaller.
    pub scale: Scale,
    /// What to do about damage.
    pub damaged: Damaged,
}

/// Gives the rows of a JPEG file: YCbCr files as YCbCr, gray ones as gray, RGB, CMYK and YCCK ones as RGB.
#[derive(Debug)]
pub struct Decoder<'a> {
    image: CodedImage<'a>,
    options: DecodeOptions,
    size: Size,
    planes: Vec<ComponentPlane>,
    coefficients: McuRow,
    four_components: Vec<u8>,
    next_mcu_row: u32,
    next_row: usize,
}

impl<'a> Decoder<'a> {
    /// Reads the header and finds the scans. Test the size with [`super::read_header`] before: the first row takes
    /// memory for some rows of MCUs.
    ///
    /// # Errors
    /// As [`super::read_header`], and [`crate::Error::DamagedImage`] where no scan can be read, or where scans are
    /// missing and damage is refused.
    pub fn new(bytes: &'a [u8], options: DecodeOptions) -> Result<Self> {
        let mut image = CodedImage::new(bytes)?;
        if let (Damaged::Refuse, Some(reason)) = (options.damaged, &image.shortfall) {
            return Err(damaged(reason));
        }
        let side = options.scale.block_side();
        let frame = &image.frame;
        let mut planes: Vec<ComponentPlane> =
            frame.components.iter().map(|component| ComponentPlane::new(frame, component, side)).collect();
        if planes.iter().any(ComponentPlane::blends_rows) {
            planes.iter_mut().for_each(ComponentPlane::hold_two);
        }
        image.keep_scans_for(planes.iter().map(ComponentPlane::coefficients).collect());
        Ok(Self {
            size: options.scale.apply(image.frame.size),
            image,
            options,
            planes,
            coefficients: McuRow::default(),
            four_components: Vec::new(),
            next_mcu_row: 0,
            next_row: 0,
        })
    }

    /// What stands before the first scan.
    #[must_use]
    pub fn header(&self) -> &JpegHeader {
        &self.image.header
    }

    /// What was found wrong in the part that was decoded so far.
    #[must_use]
    pub fn damage(&self) -> Option<String> {
        self.image.damage()
    }

    /// Whether anything was found wrong in the part that was decoded so far.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.image.is_damaged()
    }

    /// Decodes to planes instead of rows of the image, with chroma of half the size where that is possible. `false`
    /// where the components do not allow it. To be called before anything is decoded.
    pub(in crate::jpeg) fn halve_chroma(&mut self) -> bool {
        let (frame, side) = (&self.image.frame, self.options.scale.block_side());
        let [luma, chroma @ ..] = frame.components.as_slice() else { return false };
        let is_whole = luma.horizontal == frame.max_horizontal() && luma.vertical == frame.max_vertical();
        let halved: Option<Vec<ComponentPlane>> =
            chroma.iter().map(|one| ComponentPlane::halved(frame, one, side)).collect();
        let Some(halved) = halved.filter(|halved| is_whole && !halved.is_empty()) else { return false };
        self.planes = core::iter::once(ComponentPlane::new(frame, luma, side)).chain(halved).collect();
        true
    }

    pub(in crate::jpeg) fn planes(&self) -> &[ComponentPlane] {
        &self.planes
    }

    pub(in crate::jpeg) fn mcu_rows_decoded(&self) -> usize {
        self.next_mcu_row as usize
    }

    /// Decodes the next row of MCUs into the planes.
    pub(in crate::jpeg) fn decode_mcu_row(&mut self) -> Result<()> {
        if self.image.is_one_scan() {
            self.one_scan();
        } else {
            self.several_scans();
        }
        self.next_mcu_row += 1;
        match self.damage() {
            Some(reason) if self.options.damaged == Damaged::Refuse => Err(damaged(&reason)),
            _ => Ok(()),
        }
    }

    fn decode_until(&mut self, mcu_row: usize) -> Result<()> {
        while self.mcu_rows_decoded() <= mcu_row {
            self.decode_mcu_row()?;
        }
        Ok(())
    }

    /// Each block is transformed as it is decoded: no coefficients are stored.
    fn one_scan(&mut self) {
        let (planes, grids) = (&mut self.planes, &self.image.grids);
        let (Some(scan), Some(grid)) = (self.image.scans.first_mut(), grids.first()) else { return };
        planes.iter_mut().for_each(|plane| plane.start(self.next_mcu_row));
        let order: Vec<usize> = scan.component_indices().collect();
        let mut block: Block = [0; BLOCK];
        for mcu in 0..grid.blocks_per_row / grid.horizontal {
            let has_data = scan.begin_mcu();
            for (nth, &index) in order.iter().enumerate() {
                let (plane, grid) = (&mut planes[index], &grids[index]);
                for row in 0..grid.vertical {
                    for column in 0..grid.horizontal {
                        block.fill(0);
                        let used = if has_data { scan.block(nth, plane.coefficients(), &mut block) } else { 0 };
                        plane.put(row, mcu * grid.horizontal + column, &block, used);
                    }
                }
            }
            if has_data {
                scan.end_mcu();
            }
        }
    }

    fn several_scans(&mut self) {
        self.image.mcu_row(self.next_mcu_row, &mut self.coefficients);
        for (plane, component) in self.planes.iter_mut().zip(&self.coefficients.components) {
            plane.start(self.next_mcu_row);
            for (row, blocks) in component.blocks.chunks(component.blocks_per_row).enumerate() {
                for (column, block) in blocks.iter().enumerate() {
                    plane.put(row, column, block, Inverse::used(block));
                }
            }
        }
    }
}

impl RowSource for Decoder<'_> {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        match self.image.header.color {
            ColorSpace::Gray => ColorModel::Gray,
            ColorSpace::YCbCr => ColorModel::YCbCr,
            ColorSpace::Rgb | ColorSpace::Cmyk | ColorSpace::Ycck => ColorModel::Rgb,
        }
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<()> {
        let y = self.next_row.min((self.size.height as usize).saturating_sub(1));
        let mcu_row = self.planes.iter().map(|plane| plane.mcu_row_for(y)).max().unwrap_or(0);
        self.decode_until(mcu_row)?;
        self.next_row += 1;
        let width = self.size.width as usize;
        let is_ycck = match self.image.header.color {
            ColorSpace::Gray | ColorSpace::YCbCr | ColorSpace::Rgb => {
                copy_rows(&self.planes, y, width, row);
                return Ok(());
            }
            ColorSpace::Cmyk => false,
            ColorSpace::Ycck => true,
        };
        self.four_components.resize(4 * width, 0);
        copy_rows(&self.planes, y, width, &mut self.four_components);
        cmyk_row_to_rgb(&mut self.four_components, is_ycck);
        row.iter_mut().zip(&self.four_components).for_each(|(sample, &rgb)| *sample = rgb);
        Ok(())
    }
}

fn copy_rows(planes: &[ComponentPlane], y: usize, width: usize, row: &mut [u8]) {
    for (plane, out) in planes.iter().zip(row.chunks_exact_mut(width)) {
        plane.row(y, out);
    }
}
