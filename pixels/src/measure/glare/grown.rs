//! A small blown-out part with the light around it.

use super::{Blobs, GROWN_PART};
use crate::measure::ink::InkLevels;

impl Blobs<'_> {
    /// How many pixels of glare a blob has with the light around it: none if that ends where print does.
    pub(super) fn faded(&mut self, blob: &[usize], ink: &InkLevels<'_>) -> usize {
        let grown = self.grown(blob);
        if self.is_outlined(&grown, ink) {
            return 0;
        }
        grown.iter().for_each(|&at| self.is_inside[at] = false);
        self.widen(&grown);
        grown.len()
    }

    /// A blob with the light around it that takes half of the contrast. It is taken off all that may be glare.
    fn grown(&mut self, blob: &[usize]) -> Vec<usize> {
        let least = f32::from(self.paper) + GROWN_PART * f32::from(u8::MAX - self.paper);
        let mut grown = Vec::new();
        self.pending = blob.to_vec();
        let mut is_known = vec![false; self.mask.len()];
        for &at in blob {
            is_known[at] = true;
        }
        while let Some(at) = self.pending.pop() {
            self.mask[at] = false;
            grown.push(at);
            for (next, _) in self.neighbours(at).into_iter().flatten() {
                let is_lit = self.is_inside[next] && f32::from(self.image.luma[next]) >= least;
                if is_lit && !core::mem::replace(&mut is_known[next], true) {
                    self.pending.push(next);
                }
            }
        }
        grown
    }
}
