//! Several images under one limit.

use super::plan::Plan;
use super::{PrepareOptions, Prepared, prepare_source};
use crate::limits::SizeUnit;
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
    let mut by_need: Vec<usize> = (0..needs.len()).collect();
    by_need.sort_by_key(|index| needs[*index]);
    let mut room = shared.limit;
    for (position, index) in by_need.iter().copied().enumerate() {
        let share = equal_share(room, needs.len() - position);
        if needs[index] > share {
            prepared[index] = prepare_share(sources[index], &alone, share, shared.unit)?;
        }
        room -= shared.unit.measure(prepared[index].byte_length).min(room);
    }
    Ok(prepared)
}

/// The share of each of `count` images.
fn equal_share(room: u64, count: usize) -> u64 {
    room / (count.max(1) as u64)
}

fn prepare_share(bytes: &[u8], plan: &Plan, share: u64, unit: SizeUnit) -> Result<Prepared> {
    if unit.max_bytes(share) == 0 {
        return Err(Error::OverBudget { limit: share, best: unit.measure(bytes.len() as u64), unit });
    }
    prepare_source(bytes, &plan.within(share, unit))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_leaves_goes_to_the_others() {
        assert_eq!(equal_share(5_000_000, 2), 2_500_000);
        assert_eq!(equal_share(4_000_000, 1), 4_000_000);
        assert_eq!(equal_share(5, 0), 5);
    }
}
