//! Boxes, cards for games and documents: what is printed on them tells them apart.

use crate::content::{DOCUMENTS, count};
use crate::things::{DEVELOPMENT, HELD_OUT};

/// Other seeds than those that the limits were chosen on.
const SEEDS: core::ops::Range<u64> = 7_000..7_004;

#[test]
fn boxes_and_playing_cards_are_no_documents_and_documents_are() {
    for (name, draw) in DEVELOPMENT.into_iter().chain(HELD_OUT) {
        if ["game box", "playing card"].contains(&name) {
            let told = count(draw, SEEDS, |_, _| {});
            assert!(told.found >= 3 && told.told + 1 >= told.found, "{name}: {told:?}");
        }
    }
    for (name, draw) in DOCUMENTS {
        let told = count(draw, SEEDS, |_, _| {});
        assert!(told.found >= 2 && told.told == 0, "{name}: {told:?}");
    }
}
