//! Whether a repair is the only one: two characters that look alike may both be misread, so that check digits hold with
//! another character in each place.

use super::glyph::look;
use super::layout::Layout;
use super::{check, confusion, repair};

/// Whether check digits hold as well where another digit stands in the place that was repaired, and where another of
/// the characters beside it, or the other one that was repaired, was misread too.
///
/// `attempt` is `text` with the characters at `places` repaired. More than two of them are too many to be in doubt.
pub(super) fn exist(text: &[u8], attempt: &[u8], layout: &Layout, places: &[usize]) -> bool {
    let [place, rest @ ..] = places else { return false };
    let second: Vec<usize> = match rest {
        [] => beside(layout, *place),
        [other] => vec![*other],
        _ => return false,
    };
    digits(text, *place).any(|digit| {
        second.iter().any(|other| {
            let before = attempt.get(*other).copied().unwrap_or_default();
            let read = text.get(*other).copied().map_or(before, look);
            confusion::possible(read).chain([before]).any(|byte| {
                let is_other =
                    Some(&digit) != attempt.get(*place) || check::value(byte) % 10 != check::value(before) % 10;
                is_other
                    && with(attempt, [(*place, digit), (*other, byte)])
                        .is_some_and(|text| repair::is_sound(&text, layout))
            })
        })
    })
}

/// The places whose check digit is that of this one. The expiry of the French driving licence has none of its own, and
/// the composite one covers so much that something beside it always fits: there one misread character is all that is proved.
fn beside(layout: &Layout, place: usize) -> Vec<usize> {
    let all = layout.own_check(place).into_iter().flat_map(|check| check.positions().chain([check.position]));
    all.filter(|other| *other != place).collect()
}

/// The digits that the character at a place may be.
fn digits(text: &[u8], place: usize) -> impl Iterator<Item = u8> {
    let read = text.get(place).copied().map(look);
    let known = read.filter(u8::is_ascii_digit);
    known.into_iter().chain(read.into_iter().flat_map(confusion::possible)).filter(u8::is_ascii_digit)
}

fn with(text: &[u8], changes: [(usize, u8); 2]) -> Option<Vec<u8>> {
    let mut text = text.to_vec();
    for (place, byte) in changes {
        *text.get_mut(place)? = byte;
    }
    Some(text)
}
