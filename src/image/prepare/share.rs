//! Several images under one limit.

use super::plan::{Budget, Plan};
use super::{PrepareOptions, Prepared, prepare_with};
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
    images.iter().map(|image| prepare_with(image.data, plan).map_err(|error| image.names(error))).collect()
}

fn prepare_shared(images: &[ImageInput<'_>], alone: &Plan, shared: Budget) -> Result<Vec<Prepared>> {
    let mut prepared = prepare_each(images, alone)?;
    let needs: Vec<u64> = prepared.iter().map(|image| shared.unit.measure(image.byte_length)).collect();
    let mut by_need = Vec::new();
    for (index, need) in needs.iter().enumerate() {
        let place = by_need.partition_point(|before: &usize| needs[*before] <= *need);
        by_need.insert(place, index);
    }
    let mut taken = 0;
    for (position, index) in by_need.into_iter().enumerate() {
        let share = (shared.limit - taken) / (needs.len() - position) as u64;
        if needs[index] > share {
            let share = Budget::new(share, shared.unit);
            prepared[index] = prepare_with(images[index].data, &alone.within(share))
                .map_err(|error| images[index].names(shared.exceeded_in(share, taken, error)))?;
        }
        taken += shared.unit.measure(prepared[index].byte_length);
    }
    Ok(prepared)
}

impl ImageInput<'_> {
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
