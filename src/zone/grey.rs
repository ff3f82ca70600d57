//! Images as the reader of zones wants them: grey, and no larger than helps.

use crate::image::readable::{Readable, fit};
use crate::measure::luma_of;
use crate::quad::{Point, Quad};
use crate::rows::{ColorModel, Size};
use crate::scene::FrameLayout;
use crate::{Error, Result};
use idsnap_zone::Luma;

/// The longest side, in pixels, of what is searched: that of what `analyze` measures, so that both may decode once. A page
/// of a passport that fills it has 40 pixels a character.
const READ_EDGE: u32 = 1920;
/// How far beyond the corners of the document is searched, as a share of its longer side.
const MARGIN: f64 = 0.02;

/// A grey image, and where it lies in the whole one.
pub(super) struct Grey {
    pub luma: Luma,
    /// Its left and upper edge, in its own pixels.
    origin: [f64; 2],
    /// How many pixels of the whole image one of it is wide and high.
    scale: [f64; 2],
}

impl Grey {
    /// The whole image, or what is inside the corners.
    pub(super) fn of(image: Readable<'_>, corners: Option<&Quad>) -> Result<Self> {
        let full = image.upright_size();
        let bounds =
            corners.map_or([0.0, 0.0, f64::from(full.width), f64::from(full.height)], |quad| within(quad, full));
        let [left, top, right, bottom] = bounds;
        let longest = (right - left).max(bottom - top).max(1.0);
        let edge = f64::from(full.longest_edge()) * f64::from(READ_EDGE) / longest;
        let size = fit(full, whole(edge));
        let scale = [f64::from(full.width) / f64::from(size.width), f64::from(full.height) / f64::from(size.height)];
        let columns = span(left / scale[0], right / scale[0], size.width);
        let lines = span(top / scale[1], bottom / scale[1], size.height);

        let mut rows = image.rows(size)?;
        let (model, mut row) = (rows.model(), vec![0; rows.row_length()]);
        let mut samples = Vec::with_capacity(columns.len() * lines.len());
        for y in 0..lines.end {
            rows.next_row(&mut row)?;
            if lines.contains(&y) {
                samples.extend(columns.clone().map(|x| luma(&row, model, x)));
            }
        }
        let luma = Luma::new(samples, columns.len(), lines.len()).ok_or_else(empty)?;
        Ok(Self { luma, origin: [real(columns.start), real(lines.start)], scale })
    }

    /// The luma of a frame, or of what is inside the corners, in its own size.
    pub(super) fn of_frame(samples: &[u8], size: Size, layout: &FrameLayout, corners: Option<&Quad>) -> Result<Self> {
        let [offset, stride] = *layout.planes.first_chunk().ok_or_else(short)?;
        let bounds =
            corners.map_or([0.0, 0.0, f64::from(size.width), f64::from(size.height)], |quad| within(quad, size));
        let [left, top, right, bottom] = bounds;
        let (columns, lines) = (span(left, right, size.width), span(top, bottom, size.height));
        let mut inside = Vec::with_capacity(columns.len() * lines.len());
        for y in lines.clone() {
            let start = offset as usize + y * stride as usize;
            inside.extend_from_slice(samples.get(start + columns.start..start + columns.end).ok_or_else(short)?);
        }
        let luma = Luma::new(inside, columns.len(), lines.len()).ok_or_else(empty)?;
        Ok(Self { luma, origin: [real(columns.start), real(lines.start)], scale: [1.0, 1.0] })
    }

    /// The grey image of a whole one of the size `full`.
    pub(super) fn of_luma(samples: Vec<u8>, size: Size, full: Size) -> Result<Self> {
        let luma = Luma::new(samples, size.width as usize, size.height as usize).ok_or_else(empty)?;
        let scale = [f64::from(full.width) / f64::from(size.width), f64::from(full.height) / f64::from(size.height)];
        Ok(Self { luma, origin: [0.0, 0.0], scale })
    }

    /// A point in the whole image. Those of the reader are 0 in the middle of the first pixel.
    pub(super) fn point(&self, x: f32, y: f32) -> Point {
        Point {
            x: (f64::from(x) + 0.5 + self.origin[0]) * self.scale[0],
            y: (f64::from(y) + 0.5 + self.origin[1]) * self.scale[1],
        }
    }
}

fn short() -> Box<Error> {
    Error::invalid("layout", "a plane that is not there", "planes inside the samples")
}

fn empty() -> Box<Error> {
    Error::invalid("corners", "no part of the image", "corners inside the image")
}

/// The least rectangle around the corners, a little larger, inside the image: left, top, right, bottom.
fn within(quad: &Quad, full: Size) -> [f64; 4] {
    let margin = quad.sides().iter().fold(0.0, |most: f64, side| most.max(*side)) * MARGIN;
    let side = |values: [f64; 4], most: u32| {
        let (least, greatest) =
            values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), value| (a.min(*value), b.max(*value)));
        let most = f64::from(most);
        [(least - margin).max(0.0).min(most), (greatest + margin).min(most).max(0.0)]
    };
    let [left, right] = side(quad.corners().map(|corner| corner.x), full.width);
    let [top, bottom] = side(quad.corners().map(|corner| corner.y), full.height);
    [left, top, right, bottom]
}

fn span(from: f64, to: f64, most: u32) -> core::ops::Range<usize> {
    let [from, to] = [from.floor(), to.ceil()].map(|place| whole(place).min(most) as usize);
    from..to
}

/// The luma of a pixel, whatever the row holds: to the bit that which `analyze` measures, so that both read alike.
fn luma(row: &[u8], model: ColorModel, x: usize) -> u8 {
    let plane = row.len() / model.components();
    let sample = |component: usize| row.get(component * plane + x).copied().unwrap_or_default();
    match model {
        ColorModel::Gray | ColorModel::YCbCr => sample(0),
        ColorModel::Rgb => luma_of(sample(0), sample(1), sample(2)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, and sides of images are not negative"
)]
const fn whole(side: f64) -> u32 {
    side as u32
}

#[expect(clippy::cast_precision_loss, reason = "a place in an image of at most 1,920 pixels a side")]
const fn real(place: usize) -> f64 {
    place as f64
}
