//! Lines whose every character is certain.

use crate::block::LEAST_SUPPORT;
use crate::decode::{Scores, decode, log_sum};
use crate::layout::layouts;
use crate::network::{ALPHABET, CLASSES};

/// How unlikely every other character is, as a logarithm.
const OUT_OF_THE_QUESTION: f32 = -30.0;

/// Whether lines are called valid where every character of them is seen clearly: whether they have what a format has at
/// each place, and its check digits hold.
#[must_use]
pub fn allows(lines: &[&str]) -> bool {
    let text = lines.concat();
    let scores: Option<Vec<Scores>> = text.bytes().map(certain).collect();
    let widths: Vec<_> = lines.iter().map(|line| line.len()).collect();
    let totals = scores.into_iter().flat_map(|scores| {
        let read = layouts(&widths).into_iter().filter_map(move |layout| decode(&layout, &scores));
        read.map(|decoded| decoded.total)
    });
    totals.fold(f32::NEG_INFINITY, log_sum) > LEAST_SUPPORT
}

fn certain(character: u8) -> Option<Scores> {
    let class = ALPHABET.iter().position(|known| *known == character)?;
    let mut scores = [OUT_OF_THE_QUESTION; CLASSES];
    *scores.get_mut(class)? = 0.0;
    Some(scores)
}
