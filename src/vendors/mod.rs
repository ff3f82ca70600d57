//! The vendors: each a folder of the same shape.
//!
//! `mod` declares the vendor and holds its paths and the tables of its codes; `request` the order types and how they
//! become an [`HttpRequest`](crate::http::HttpRequest); `response` the wire structs and how they become a [`Reply`];
//! `document` how they become an [`IdentityDocument`](crate::document::IdentityDocument).

mod against;
pub mod beorg;
pub mod biometric_kz;
mod body;
pub mod cvs;
mod decision;
mod declare;
mod device;
mod extra;
mod operation;
pub mod proxy;
mod reply;
pub mod zoloz;
mod zone;

pub use device::Known;
pub use extra::Extra;
pub use operation::{Operation, Properties, Visitor};
pub use reply::{Answer, Reason, Reply, Verdict};

declare::vendors! { zoloz: Zoloz, beorg: Beorg, biometric_kz: BiometricKz, cvs: Cvs }
