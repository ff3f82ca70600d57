//! Crests of printed waves in light paper, which are blown out and are no reflections.

use super::Blobs;

/// On lighter paper the crests of printed waves are blown out one by one, in bands of 1 mm. They are no reflections, and where
/// they join one, or the white ground of a portrait, they hide its shape.
const CREST_PAPER: u8 = 220;

/// What is narrower along a row or a column, in pixels of the reduced image, is a crest.
const CREST: usize = 5;

/// Crests take a part of the region that is not less than one in so many: some narrow pixels lie around every reflection.
const MANY_CRESTS: usize = 50;

impl Blobs<'_> {
    /// What is blown out in a band as narrow as a crest: none on darker paper, and where that is little, as it is around every
    /// reflection.
    pub(super) fn crests(&self) -> Vec<usize> {
        if self.paper < CREST_PAPER {
            return Vec::new();
        }
        let (width, height) = (self.image.width, self.image.height);
        let is_crest = |&at: &usize| {
            self.mask[at]
                && (self.is_narrow(at, (1, at % width, width)) || self.is_narrow(at, (width, at / width, height)))
        };
        let crests: Vec<usize> = (0..self.mask.len()).filter(is_crest).collect();
        if crests.len() * MANY_CRESTS < self.inside { Vec::new() } else { crests }
    }

    /// Whether fewer pixels than [`CREST`] are blown out along a line, of which one at `at` has this place.
    fn is_narrow(&self, at: usize, (step, place, length): (usize, usize, usize)) -> bool {
        let ahead = (1..CREST.min(length - place)).take_while(|by| self.mask[at + by * step]).count();
        let behind = (1..=(CREST - 1).min(place)).take_while(|by| self.mask[at - by * step]).count();
        ahead + behind + 1 < CREST
    }
}
