//! Analyzing pictures of documents and cutting them out, through the public interface.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests fail by panicking and report")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pictures made by arithmetic"
)]

mod analysis;
mod card;
mod corpus;
mod corpus_stills;
mod covered;
mod crop;
mod cropped;
mod drawn;
mod forms;
mod glare;
mod hands;
mod live;
mod screens;
mod stage;
mod things_told;

#[path = "../corners/scene/mod.rs"]
#[expect(dead_code, reason = "the measuring tools use the rest")]
mod scene;

#[path = "../../tools/hint_cases/document.rs"]
#[expect(dead_code, reason = "the measuring tools use the rest")]
mod document;
#[path = "../../tools/hint_cases/grid.rs"]
mod grid;
#[path = "../../tools/hint_cases/hands.rs"]
mod hand_scenes;
#[path = "../../tools/hint_cases/lamps.rs"]
#[expect(dead_code, reason = "the measuring tools use the rest")]
mod lamps;
#[path = "../../tools/hint_cases/letters.rs"]
mod letters;
#[path = "../../tools/hint_cases/pose.rs"]
#[expect(dead_code, reason = "the measuring tools use the rest")]
mod pose;
#[path = "../../tools/hint_cases/screens.rs"]
#[expect(dead_code, reason = "the measuring tools use the rest")]
mod screen_scenes;

#[path = "../../tools/hint_cases/content.rs"]
#[expect(dead_code, reason = "the measuring tools use the rest")]
mod content;
#[path = "../../tools/hint_cases/sides.rs"]
mod sides;
#[path = "../../tools/hint_cases/things.rs"]
mod things;
#[path = "../../tools/hint_cases/wallet.rs"]
mod wallet;

#[path = "../support"]
mod support {
    pub mod corpus;
    pub mod skip;
}
