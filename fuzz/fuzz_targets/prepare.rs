//! The whole path from a file of any format to a file within limits, at any size in pixels.
#![no_main]

use idsnap::image::prepare::prepare;
use idsnap_fuzz::{Choices, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let options = Choices::new(input).options();
    if let Ok(prepared) = prepare(input, &options) {
        check(&prepared, &options);
    }
});
