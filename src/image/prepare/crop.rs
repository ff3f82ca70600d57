//! A document cut out of its image and rectified.

use super::options::{DEFAULT_CROP_MARGIN, PrepareOptions};
use crate::image::readable::{Readable, fit};
use crate::orientation::Orientation;
use crate::perspective::{Placement, Rectified};
use crate::rows::{ColorModel, RowSource, Size};
use crate::scene::{DocumentSize, Point, Quad, aspect};
use crate::{Error, Result};

/// What the caller wants cut out.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    quad: Quad,
    /// A share of the document's longer side.
    margin: f64,
}

/// A side shorter than this, in pixels, shows nothing.
const MIN_SIDE: f64 = 8.0;

/// A corner farther outside the image than this, in images, is a mistake.
const MAX_OUTSIDE: f64 = 1.0;

/// A shape within this of a document's standard one is taken for it: corners are found within about a hundredth.
const SHAPE_TOLERANCE: f64 = 0.05;

/// The result's longer side is not longer than this many of the longest side in the image: what a camera sees at 60
/// degrees is twice as long as it looks.
const MAX_STRETCH: f64 = 2.0;

/// The most memory for rows of the source: what is turned by a quarter needs all of its rows at once.
const MAX_MEMORY: u64 = 16 << 20;

impl Cut {
    /// What the options ask for, if they do.
    pub fn new(options: &PrepareOptions) -> Result<Option<Self>> {
        let margin = options.crop_margin.unwrap_or(DEFAULT_CROP_MARGIN);
        if !(0.0..=0.5).contains(&margin) {
            return Err(Error::invalid("cropMargin", "a number out of range", "0 to 0.5"));
        }
        let Some(quad) = options.crop else { return Ok(None) };
        if !quad.is_convex() || quad.sides().into_iter().any(|side| side < MIN_SIDE) {
            return Err(refused());
        }
        Ok(Some(Self { quad, margin }))
    }
}

fn refused() -> Box<Error> {
    Error::invalid("crop", "corners that no document has", "a convex quadrilateral, clockwise, with sides of 8 pixels")
}

/// A document in an image.
#[derive(Debug, Clone, Copy)]
pub struct Crop<'a> {
    picture: Readable<'a>,
    quad: Quad,
    /// In widths and in heights of the document.
    margin: [f64; 2],
    /// Width and height of the result where nothing is reduced.
    pub size: Size,
}

impl<'a> Crop<'a> {
    /// The document that `cut` tells of.
    pub fn new(picture: Readable<'a>, cut: &Cut) -> Result<Self> {
        let full = picture.upright_size();
        let (width, height) = (f64::from(full.width), f64::from(full.height));
        let reach = |place: f64, pixels: f64| (-MAX_OUTSIDE * pixels..=(1.0 + MAX_OUTSIDE) * pixels).contains(&place);
        if !cut.quad.corners().iter().all(|corner| reach(corner.x, width) && reach(corner.y, height)) {
            return Err(Error::invalid("crop", "corners far outside the picture", "corners in pixels of the picture"));
        }
        let (across, down) = sides(&cut.quad, full).ok_or_else(refused)?;
        let around = cut.margin * across.max(down);
        let margin = [around / across, around / down];
        let size = Size { width: pixels(across + 2.0 * around), height: pixels(down + 2.0 * around) };
        Ok(Self { picture, quad: cut.quad, margin, size })
    }

    /// Upright rows of the document, in a size not larger than its own.
    pub fn rows(&self, size: Size) -> Result<Box<dyn RowSource + 'a>> {
        let (stored, placement) = self.placement(size);
        Ok(Box::new(Rectified::new(self.picture.stored_rows(stored)?, &placement)?))
    }

    /// The size that the source is read in for a result of the size given, and where the document lies in it.
    fn placement(&self, size: Size) -> (Size, Placement) {
        let full = self.picture.upright_size();
        let share = f64::from(size.width) / f64::from(self.size.width);
        let edge = pixels(f64::from(full.longest_edge()) * share);
        let orientation = self.orientation();
        let stored = orientation.upright_size(fit(full, edge));
        let corners = self.quad.corners().map(|Point { x, y }| {
            let [x, y] = orientation.stored_place([x / f64::from(full.width), y / f64::from(full.height)]);
            [x * f64::from(stored.width), y * f64::from(stored.height)]
        });
        (stored, Placement { corners, margin: self.margin, size })
    }

    const fn orientation(&self) -> Orientation {
        match self.picture {
            Readable::File(source) => source.metadata.orientation,
            Readable::Pixels { .. } => Orientation::Upright,
        }
    }

    /// The largest size for which there is memory.
    pub fn within_memory(&self) -> Result<Size> {
        let (stored, placement) = self.placement(self.size);
        let needed = placement.memory(stored, ColorModel::Rgb)?;
        if needed <= MAX_MEMORY {
            return Ok(self.size);
        }
        #[expect(clippy::cast_precision_loss, reason = "a ratio")]
        let share = (MAX_MEMORY as f64 / needed as f64).sqrt();
        Ok(fit(self.size, pixels(f64::from(self.size.longest_edge()) * share)))
    }
}

/// Width and height of the document in pixels, where it is seen largest.
fn sides(quad: &Quad, picture: Size) -> Option<(f64, f64)> {
    let [top, right, bottom, left] = quad.sides();
    let shape = standard(aspect(quad, picture)?);
    let across = top.max(bottom).max(right.max(left) * shape);
    let longest = top.max(right).max(bottom).max(left);
    let across = across.min(MAX_STRETCH * longest).min(MAX_STRETCH * longest * shape);
    Some((across, across / shape))
}

/// The standard shape of a document that is nearest, if it is near.
fn standard(aspect: f64) -> f64 {
    let known = [DocumentSize::Id1, DocumentSize::Id2, DocumentSize::Id3].into_iter();
    let shapes = known.filter_map(DocumentSize::millimetres).map(|(longer, shorter)| longer / shorter);
    let both = shapes.flat_map(|shape| [shape, 1.0 / shape]);
    both.into_iter().find(|shape| (aspect / shape - 1.0).abs() <= SHAPE_TOLERANCE).unwrap_or(aspect)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float clamps when it is cast")]
fn pixels(length: f64) -> u32 {
    length.round().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_near_a_standard_one_becomes_it() {
        for (aspect, expected) in [(1.6, 1.5858), (0.62, 0.6306), (1.45, 1.4189), (1.0, 1.0), (1.78, 1.78)] {
            assert!((standard(aspect) - expected).abs() < 1e-4, "{aspect}: {}", standard(aspect));
        }
    }
}
