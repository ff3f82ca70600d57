//! A zone whose characters are clear, and whose check digits or dates are wrong: no text is allowed that looks like it.

use super::{Block, Fit, parts, share, split};
use crate::decode::Scores;
use crate::layout::{Kind, Layout, layouts};
use crate::network::{ALPHABET, NONE};
use crate::read::{Reading, Status};
use crate::token::{FILLER, rarity};

/// How clear a character is.
const CLEAR: f32 = 0.8;
/// The share of characters that are, at least.
const MOST_CLEAR: f32 = 0.95;
/// How many of them stand where the format does not have them, at most.
const MOST_MISPLACED: usize = 2;

impl Block {
    /// The lines as they look, where almost all their characters are clear and stand where a format has them. Nothing is
    /// proved, and there are no candidates.
    pub(super) fn as_seen(&self, fits: &[Fit]) -> Option<Reading> {
        let fit = fits.first()?;
        let (scores, whole) = (self.scores(fit), self.whole(fit));
        let classes: Vec<_> = scores.iter().map(likeliest).collect();
        let characters: Vec<_> =
            classes.iter().map(|class| ALPHABET.get(*class).copied().unwrap_or_default()).collect();
        let each = scores.iter().zip(&whole).zip(&characters);
        let likely: Vec<_> = each.map(|((scores, whole), character)| share(scores, *character) * whole).collect();
        if !are_clear(&likely) {
            return None;
        }
        let ranked = layouts(fit.widths).into_iter().filter(|layout| !layout.is_long);
        let ranked = ranked.map(|layout| (misplaced(&layout, &classes), layout));
        let (_, layout) = ranked.min_by_key(|(count, _)| *count).filter(|(count, _)| *count <= MOST_MISPLACED)?;
        Some(Reading {
            status: Status::Ambiguous,
            likelihood: 0.0,
            support: 0.0,
            format: layout.format,
            lines: split(&characters, fit.widths),
            confidence: parts(&likely, fit.widths).map(<[f32]>::to_vec).collect(),
            corners: self.corners(fit)?,
            candidates: Vec::new(),
            has_other: false,
        })
    }
}

/// Whether almost all characters are clear that are as likely.
pub(super) fn are_clear(likely: &[f32]) -> bool {
    let clear = likely.iter().filter(|likely| **likely > CLEAR).count();
    clear as f32 >= likely.len() as f32 * MOST_CLEAR
}

/// The likeliest character.
pub(super) fn likeliest(scores: &Scores) -> usize {
    (1..NONE).fold(0, |best, class| if scores[class] > scores[best] { class } else { best })
}

/// How many characters stand where the layout does not have them, whatever the check digits and the calendar say.
fn misplaced(layout: &Layout, classes: &[usize]) -> usize {
    let may_stand = |(kind, class): &(Kind, &usize)| match kind {
        Kind::Year | Kind::MonthAndDay | Kind::LastDay => **class < 10 || **class == FILLER,
        _ => rarity(*kind, **class).is_some(),
    };
    layout.kinds().zip(classes).filter(|place| !may_stand(place)).count()
}
