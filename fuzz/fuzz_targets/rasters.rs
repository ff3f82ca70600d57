//! PNG, WebP and BMP on the whole path; JPEG, which would be most of what is found, has targets of its own.
#![no_main]

use idsnap::image::format::detect;
use idsnap::image::prepare::prepare;
use idsnap::limits::ImageFormat;
use idsnap_fuzz::{Choices, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if matches!(detect(input), Err(_) | Ok(ImageFormat::Jpeg)) {
        return;
    }
    let options = Choices::new(input).options();
    if let Ok(prepared) = prepare(input, &options) {
        check(&prepared, &options);
    }
});
