//! The outline of a document, found in generated scenes and in real pictures.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "sides and colours are small, and tests fail by panicking and report"
)]

#[expect(dead_code, reason = "the measuring tools use the rest")]
mod scene;

mod corpus;
mod degenerate;
mod follow;
mod scenes;
