//! Image files: containers and policy. What works on samples is in the crate `pixels`.
//!
//! [`prepare`] alone composes the stages: recognize the [`mod@format`], [`decode`], turn upright, resize, [`encode`] within
//! a budget, and rewrite the [`metadata`].

pub mod decode;
pub mod encode;
pub mod format;
pub mod metadata;
pub mod prepare;
pub mod readable;
