//! The states that texts are in while a zone is decoded, and their likeliest texts.

/// Texts that are told apart in each state.
pub(crate) const BEST: usize = 4;

/// The texts of a state: all together, by the likeliest state of their length, and the best with where they end in the
/// list of characters.
#[derive(Clone)]
pub(crate) struct Slot {
    pub total: f64,
    pub best: [(f32, u32); BEST],
}

pub(crate) const NOTHING: Slot = Slot { total: 0.0, best: [(f32::NEG_INFINITY, 0); BEST] };
/// Where the list of characters begins.
pub(crate) const START: u32 = u32::MAX;

/// The states that texts are in, and their texts.
#[derive(Default)]
pub(crate) struct Slots {
    pub all: Vec<Slot>,
    /// Those that have texts.
    live: Vec<usize>,
}

impl Slots {
    /// Room for so many states, none of which has a text.
    pub(crate) fn clear(&mut self, states: usize) {
        for index in self.live.drain(..) {
            if let Some(slot) = self.all.get_mut(index) {
                *slot = NOTHING;
            }
        }
        if self.all.len() < states {
            self.all.resize(states, NOTHING);
        }
    }

    pub(crate) fn get(&mut self, index: usize) -> Option<&mut Slot> {
        let slot = self.all.get_mut(index)?;
        if slot.total <= 0.0 {
            self.live.push(index);
        }
        Some(slot)
    }

    /// Makes the totals those by the likeliest state; gives the logarithm of what that was.
    pub(crate) fn normalize(&mut self) -> f64 {
        let most = self.live().fold(f64::MIN_POSITIVE, |most, (_, slot)| most.max(slot.total));
        for index in &self.live {
            if let Some(slot) = self.all.get_mut(*index) {
                slot.total /= most;
            }
        }
        most.ln()
    }

    pub(crate) fn live(&self) -> impl Iterator<Item = (usize, &Slot)> {
        self.live.iter().filter_map(|index| Some((*index, self.all.get(*index)?)))
    }
}
