//! Several images under one limit.

use super::plan::{Budget, Plan};
use super::{PrepareOptions, Prepared, prepare_source};
use crate::{Error, Result};

/// Prepares the images of one request, so that all of them together meet a limit of scope
/// [`Request`](crate::limits::SizeScope::Request) too.
///
/// An image that needs less than an equal share of the room keeps what it needs, and the others share what it leaves.
///
/// # Errors
/// As [`prepare`](super::prepare), for the first image that fails.
pub fn prepare_all(sources: &[&[u8]], options: &PrepareOptions) -> Result<Vec<Prepared>> {
    let plan = Plan::new(options)?;
    let Some(shared) = plan.shared else {
        return sources.iter().map(|bytes| prepare_source(bytes, &plan)).collect();
    };
    let alone = plan.without_shared(options)?;
    let mut prepared: Vec<Prepared> =
        sources.iter().map(|bytes| prepare_source(bytes, &alone)).collect::<Result<_>>()?;
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
            prepared[index] =
                prepare_share(sources[index], &alone, Budget::new(share, shared.unit), shared.exceeded_by(taken))?;
        }
        taken += shared.unit.measure(prepared[index].byte_length);
    }
    Ok(prepared)
}

/// Prepares an image within its share. A failure speaks of the limit that all images share.
fn prepare_share(bytes: &[u8], plan: &Plan, share: Budget, exceeded: impl Fn(u64) -> Box<Error>) -> Result<Prepared> {
    prepare_source(bytes, &plan.within(share)).map_err(|error| match *error {
        Error::OverBudget { limit, best, unit } if limit == share.limit && unit == share.unit => exceeded(best),
        _ => error,
    })
}

impl Budget {
    /// The error for images of which `taken` are used up, in the limit's unit, when the next one takes so much more.
    fn exceeded_by(self, taken: u64) -> impl Fn(u64) -> Box<Error> {
        move |more| Error::OverBudget { limit: self.limit, best: taken.saturating_add(more), unit: self.unit }.into()
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
