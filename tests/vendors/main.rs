//! The vendors: requests built and responses parsed through the public API, a module for each vendor.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test fails by panicking, and tells what it skips"
)]

mod arbitrary;
mod beorg;
mod biometric_kz;
mod cvs;
mod device;
mod extra;
mod lossless;
mod neighbours;
mod normalized;
mod requests;
mod samples;
mod spelling;
mod verdicts;
mod zoloz;

#[path = "../support"]
mod support {
    pub mod skip;
}
