//! Several images under one limit.

use super::plan::{Budget, Plan};
use super::transcoded::stays_above;
use super::{PrepareOptions, Prepared, prepare_with};
use crate::image::decode::Source;
use crate::rows::Size;
use crate::{Error, Result};

/// An image to be prepared.
#[derive(Debug, Clone, Copy)]
pub struct ImageInput<'a> {
    /// The file or the pixels.
    pub data: ImageData<'a>,
    /// What the caller calls the image, such as `request.back`. What is wrong with the image then names it.
    pub field: Option<&'a str>,
}

/// What an image is made of.
#[derive(Debug, Clone, Copy)]
pub enum ImageData<'a> {
    /// The bytes of a file.
    File(&'a [u8]),
    /// Red, green, blue and alpha, not premultiplied, upright.
    Pixels {
        /// Row by row.
        rgba: &'a [u8],
        /// Width and height.
        size: Size,
    },
}

impl<'a> From<&'a [u8]> for ImageInput<'a> {
    fn from(file: &'a [u8]) -> Self {
        Self { data: ImageData::File(file), field: None }
    }
}

impl<'a> From<&'a Vec<u8>> for ImageInput<'a> {
    fn from(file: &'a Vec<u8>) -> Self {
        file.as_slice().into()
    }
}

/// Prepares the images of one request, so that all of them together meet a limit of scope
/// [`Request`](crate::limits::SizeScope::Request) too.
///
/// An image that needs less than an equal share of the room keeps what it needs, and the others share what it leaves.
///
/// # Errors
/// As [`prepare`](super::prepare), for the first image that fails.
pub fn prepare_all<'a, I: Copy + Into<ImageInput<'a>>>(
    images: &[I],
    options: &PrepareOptions,
) -> Result<Vec<Prepared>> {
    let images: Vec<ImageInput<'a>> = images.iter().map(|image| (*image).into()).collect();
    let plan = Plan::new(options)?;
    match plan.shared {
        Some(shared) if images.len() > 1 => prepare_shared(&images, &plan.without_shared(options)?, shared),
        // A limit of a whole request limits its only image.
        Some(_) | None => prepare_each(&images, &plan),
    }
}

fn prepare_each(images: &[ImageInput<'_>], plan: &Plan) -> Result<Vec<Prepared>> {
    images.iter().map(|image| image.prepare(plan)).collect()
}

fn prepare_shared(images: &[ImageInput<'_>], alone: &Plan, shared: Budget) -> Result<Vec<Prepared>> {
    let equal = Budget::new(shared.limit / images.len().max(1) as u64, shared.unit);
    let mut prepared = Vec::with_capacity(images.len());
    let mut by_need: Vec<(u64, usize)> = Vec::with_capacity(images.len());
    for (index, image) in images.iter().enumerate() {
        let is_too_large = equal.max_bytes < alone.budget.max_bytes && needs_more(image, alone, equal.max_bytes);
        let alone = if is_too_large { None } else { Some(image.prepare(alone)?) };
        let need = shared.unit.measure(alone.as_ref().map_or(image.length(), |alone| alone.byte_length));
        by_need.insert(by_need.partition_point(|(before, _)| *before <= need), (need, index));
        prepared.push(alone);
    }
    // Those with less than an equal share come first: they leave room.
    let mut taken = 0;
    for (position, (need, index)) in by_need.into_iter().enumerate() {
        let share = Budget::new((shared.limit - taken) / (images.len() - position) as u64, shared.unit);
        if need > share.limit || prepared[index].is_none() {
            let made = prepare_with(images[index].data, &alone.within(share));
            prepared[index] = Some(made.map_err(|error| images[index].names(shared.exceeded_in(share, taken, error)))?);
        }
        taken += prepared[index].as_ref().map_or(0, |made| shared.unit.measure(made.byte_length));
    }
    Ok(prepared.into_iter().flatten().collect())
}

/// Whether an image alone surely needs more than `max_bytes`, as its length tells: it does not have to be prepared to know.
fn needs_more(image: &ImageInput<'_>, alone: &Plan, max_bytes: u64) -> bool {
    let ImageData::File(bytes) = image.data else { return false };
    Source::inspect(bytes).is_ok_and(|source| stays_above(&source, alone, max_bytes))
}

impl ImageInput<'_> {
    fn prepare(&self, plan: &Plan) -> Result<Prepared> {
        prepare_with(self.data, plan).map_err(|error| self.names(error))
    }

    /// The length of the file or the pixels in bytes.
    const fn length(&self) -> u64 {
        match self.data {
            ImageData::File(bytes) | ImageData::Pixels { rgba: bytes, .. } => bytes.len() as u64,
        }
    }

    fn names(&self, error: Box<Error>) -> Box<Error> {
        match self.field {
            Some(field) => error.of_image(field),
            None => error,
        }
    }
}

impl Budget {
    /// A failure within a share, told of the limit that all images have together, of which `taken` are used up.
    fn exceeded_in(self, share: Self, taken: u64, error: Box<Error>) -> Box<Error> {
        match *error {
            Error::OverBudget { limit, best, unit } if limit == share.limit && unit == share.unit => {
                Error::OverBudget { limit: self.limit, best: taken.saturating_add(best), unit }.into()
            }
            _ => error,
        }
    }
}

impl Plan {
    /// The plan for images whose common limit is kept in another way.
    fn without_shared(&self, options: &PrepareOptions) -> Result<Self> {
        let mut limits = options.limits.as_ref().map(super::Limits::resolved);
        if let Some(limits) = &mut limits {
            limits.size = None;
        }
        let alone = Self::new(&PrepareOptions { limits: limits.map(super::Limits::Custom), ..options.clone() })?;
        Ok(Self { metadata: self.metadata, ..alone })
    }
}
