//! The outline of a document, found in generated scenes and in real pictures.

#[expect(dead_code, reason = "the measuring example uses the rest")]
mod scene;

mod corpus;
mod degenerate;
mod scenes;
