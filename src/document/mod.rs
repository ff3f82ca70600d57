//! The normalized identity document: the same shape whatever the vendor.

mod address;
mod check;
mod cross_check;
mod field;
mod identity;
mod images;
pub mod mrz;
pub mod normalize;

pub use address::{AddressPart, AddressParts};
pub use check::{Check, CheckKind, CheckSource, CheckStatus};
pub use cross_check::{PrintedFields, cross_check, cross_check_fields, settle};
pub use field::{Field, FieldSource};
pub use identity::{DocumentKind, IdentityDocument};
pub use images::{DocumentImage, DocumentImages};
