//! Reading the machine readable zone of images and frames, through the public interface.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests fail by panicking and report")]

mod corpus;
mod frames;
mod grammar;
mod stills;

#[path = "../support"]
#[expect(dead_code, reason = "shared with the other tests")]
mod support {
    pub mod corpus;
    pub mod exif;
    pub mod files;
    pub mod picture;
    pub mod skip;
}

use std::path::Path;
use support::picture::Picture;

/// The lines of the fixture `card-on-a-table.png`.
const CARD: [&str; 3] =
    ["IRGBRISWW28CQP7E<<<<<<<<<<<<<<", "7701177F2405045KGZ<<<<<<<<<<<2", "KAXI<<KA<<<<<<<<<<<<<<<<<<<<<<"];
/// The lines of the fixture `passport-flat.png`.
const PASSPORT: [&str; 2] =
    ["PWPIESKIKABEK<<FRIZAH<ZAHWANQUI<<<<<<<<<<<<<", "ZVAU0O2<<6PIE8608044F291016179331<<<<<<<<<32"];

/// A fixture of the reader: a drawn zone as a PNG file.
fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("zone/tests/fixtures").join(name)).unwrap()
}

/// The picture in a fixture, which is grey.
fn picture(name: &str) -> Picture {
    let mut reader = png::Decoder::new(std::io::Cursor::new(fixture(name))).read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut samples).unwrap();
    Picture::from_fn(info.width, info.height, |x, y| [samples[(y * info.width + x) as usize]; 3])
}

/// A picture on a larger one of even grey, its top left corner at a place.
fn placed(picture: &Picture, (width, height): (u32, u32), (left, top): (u32, u32)) -> Picture {
    let inside = |at: u32, from: u32, length: u32| at.checked_sub(from).filter(|at| *at < length);
    Picture::from_fn(width, height, |x, y| match (inside(x, left, picture.width), inside(y, top, picture.height)) {
        (Some(x), Some(y)) => picture.pixel(x, y),
        _ => [150; 3],
    })
}
