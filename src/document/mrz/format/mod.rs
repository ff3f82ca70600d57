//! Zones written from fields.

mod transliterate;

pub(super) use transliterate::latin;
pub use transliterate::transliterate;
