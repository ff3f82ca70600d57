//! Preparing images, through the public interface.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests fail by panicking and report")]

mod corpus;
mod damaged;
mod formats;
mod hostile;
mod metadata;
mod orientation;
mod prepare;
mod support;
mod webp;
