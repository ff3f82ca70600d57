//! Damaged files: cut short, changed, parts missing.

use super::jpeg::Kind;
use super::{Expected, Made};
use crate::support::files;
use crate::support::picture::Picture;
use jpeg_encoder::SamplingFactor;

const SIDES: (u32, u32) = (160, 120);

/// Each kind of damage. JPEG alone can be shown as far as it goes.
pub fn files() -> Vec<Made> {
    let picture = Picture::smooth(SIDES.0, SIDES.1);
    let phone = Kind { sampling: SamplingFactor::F_1_1, ..Kind::PHONE };
    let restarts = Kind { restart_interval: Some(4), ..phone };
    let progressive = Kind { progressive: true, ..phone };
    let shown = |name: &str, purpose, bytes| damaged(name, purpose, bytes, Some(picture.clone()));
    let refused = |name: &str, purpose, bytes| damaged(name, purpose, bytes, None);
    vec![
        shown("cut.jpg", "an upload that broke off", cut(&phone.file(&picture), 70)),
        shown("cut-restarts.jpg", "an upload that broke off", cut(&restarts.file(&picture), 70)),
        shown(
            "cut-progressive.jpg",
            "the first scans are a whole, coarse picture",
            cut(&progressive.file(&picture), 60),
        ),
        shown(
            "cut-and-closed.jpg",
            "an end marker alone makes no whole file",
            closed(cut(&restarts.file(&picture), 70)),
        ),
        shown("hole.jpg", "a sector that cannot be read", hole(restarts.file(&picture))),
        refused("cut-in-header.jpg", "there is no size", phone.file(&picture)[..100].to_vec()),
        refused("no-scan.jpg", "headers and no picture", without_scan(&phone.file(&picture))),
        refused("cut.png", "an upload that broke off", cut(&files::png(&picture), 60)),
        refused("checksum.png", "a byte that was changed", changed(files::png(&picture))),
        refused("cut.bmp", "an upload that broke off", cut(&files::bmp(&picture), 60)),
        refused("cut.webp", "an upload that broke off", cut(&files::webp(&picture, None), 60)),
    ]
}

fn damaged(name: &str, purpose: &'static str, bytes: Vec<u8>, upper_half: Option<Picture>) -> Made {
    Made { name: name.into(), purpose, bytes, expected: Expected::Damaged(upper_half) }
}

pub fn cut(file: &[u8], per_cent: usize) -> Vec<u8> {
    file[..file.len() * per_cent / 100].to_vec()
}

/// With an end marker.
pub fn closed(mut file: Vec<u8>) -> Vec<u8> {
    file.extend([0xFF, 0xD9]);
    file
}

/// With bytes of the lower half overwritten, which are no markers.
fn hole(mut file: Vec<u8>) -> Vec<u8> {
    let at = file.len() * 7 / 10;
    file[at..at + 60].fill(0x55);
    file
}

fn without_scan(file: &[u8]) -> Vec<u8> {
    let scan = file.windows(2).position(|marker| marker == [0xFF, 0xDA]).unwrap();
    closed(file[..scan].to_vec())
}

fn changed(mut file: Vec<u8>) -> Vec<u8> {
    let at = file.len() / 2;
    file[at] ^= 0x10;
    file
}
