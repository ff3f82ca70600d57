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
    let read = |place: usize| text.get(place).copied().map(look).unwrap_or_default();
    let (place, second) = match *places {
        [place] => (place, beside(layout, place)),
        [place, other] => (place, vec![other]),
        _ => return false,
    };
    for digit in confusion::possible(read(place)) {
        if !digit.is_ascii_digit() {
            continue;
        }
        for other in &second {
            let before = attempt.get(*other).copied().unwrap_or_default();
            let mut bytes = confusion::possible(read(*other));
            bytes.push(before);
            for byte in bytes {
                let is_other =
                    attempt.get(place) != Some(&digit) || check::value(byte) % 10 != check::value(before) % 10;
                let mut attempt = attempt.to_vec();
                if let Some(found) = attempt.get_mut(place) {
                    *found = digit;
                }
                if let Some(found) = attempt.get_mut(*other) {
                    *found = byte;
                }
                if is_other && repair::is_sound(&attempt, layout) {
                    return true;
                }
            }
        }
    }
    false
}

/// The places whose check digit is that of this one. The expiry of the French driving licence has none of its own, and
/// the composite one covers so much that something beside it always fits: there one misread character is all that is proved.
fn beside(layout: &Layout, place: usize) -> Vec<usize> {
    let mut beside = Vec::new();
    if let Some(check) = layout.own_check(place) {
        beside.extend(check.positions().chain([check.position]).filter(|other| *other != place));
    }
    beside
}
