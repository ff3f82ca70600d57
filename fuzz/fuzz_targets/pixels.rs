//! Pixels of any size and content to a file within limits.
#![no_main]

use idsnap::image::prepare::prepare_pixels;
use idsnap::rows::Size;
use idsnap_fuzz::{Choices, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let mut choices = Choices::new(input);
    let (width, height) = (u32::from(choices.next()) + 1, u32::from(choices.next()) + 1);
    let options = choices.options();
    let length = 4 * (width * height) as usize;
    let rgba: Vec<u8> = input.iter().copied().cycle().take(length).collect();
    if rgba.len() == length
        && let Ok(prepared) = prepare_pixels(&rgba, Size { width, height }, &options)
    {
        check(&prepared, &options);
    }
});
