//! Boxes, cards for games and documents: what is printed on them tells them apart.

use crate::content::{DOCUMENTS, count};
use crate::sides;
use crate::things::{DEVELOPMENT, HELD_OUT};
use crate::wallet;

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

#[test]
fn bank_cards_and_photographs_are_doubted_and_fronts_are_not() {
    let things = DEVELOPMENT.into_iter().chain(HELD_OUT).chain(wallet::THINGS);
    for (name, draw) in things {
        if ["game box", "photograph", "bank card", "book cover", "page on a monitor"].contains(&name) {
            let told = count(draw, SEEDS, |_, _| {});
            assert!(told.found >= 3 && told.taken <= 1 && told.doubtful > 0, "{name}: {told:?}");
        }
    }
    for (name, draw) in DOCUMENTS {
        let told = count(draw, SEEDS, |_, _| {});
        assert!(name.contains("back") || told.doubtful == 0, "{name}: {told:?}");
    }
}

#[test]
fn backs_with_an_mrz_and_club_cards_are_not_taken_for_fronts_and_fronts_with_a_chip_or_a_code_are() {
    for (name, draw) in sides::OTHERS {
        if ["back with an MRZ", "club card"].contains(&name) {
            let told = count(draw, SEEDS, |_, _| {});
            assert!(told.found >= 3 && told.taken == 0, "{name}: {told:?}");
            assert!(name == "club card" || told.backs >= 2, "{name}: {told:?}");
        }
    }
    for (name, draw) in sides::FRONTS {
        let told = count(draw, SEEDS, |_, _| {});
        assert!(told.found >= 3 && told.doubtful + told.backs == 0, "{name}: {told:?}");
    }
}
