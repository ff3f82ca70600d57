//! The corpus of real pictures, in two halves: one to develop on, one to be measured on.

use super::Sources;
use super::canvas::Canvas;
use super::damage::from_rows;
use idsnap::image::decode::Source;
use idsnap::orientation::upright;
use idsnap::rows::Size;
use std::path::{Path, PathBuf};

/// Documents that fill their image to its edges.
const DOCUMENTS: [&[&str]; 2] = [
    &[
        "evermeer/DE_identity.jpg",
        "aws-textractor/tests/fixtures/fake_id.png",
        "azure-di/id-card/Passport.png",
        "docxpand/id_card_td2_b/front.png",
        "yushulx/images/1.png",
    ],
    &[
        "azure-di/id-card/id-license.png",
        "sidtd/aze01.jpg",
        "yushulx/examples/official/kyc-api/test_images/passport_eriksson.png",
    ],
];

const PHOTOS: [[&str; 4]; 2] = [
    [
        "pop-os/jake-hills-36605.jpg",
        "deb-lomiri-wallpapers-16.04/seeding_by_Clements_Engelhardt.jpg",
        "exif-orientation/Landscape_3.jpg",
        "kim/photo_1.jpg",
    ],
    [
        "ultra-hdr/Originals/Ultra_HDR_Samples_Originals_05.jpg",
        "pop-os/nasa-53884.jpg",
        "exif-orientation/Portrait_2.jpg",
        "libjxl/jxl/flower/flower_small.cmyk.jpg",
    ],
];

/// Where the corpus is, if it is here.
pub fn root() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    root.is_dir().then_some(root)
}

/// Half 0 is for development, half 1 for measuring. Empty without a corpus.
pub fn sources(half: usize) -> Sources {
    let Some(root) = root() else { return Sources::default() };
    let documents = DOCUMENTS[half].iter().map(|name| picture(&root.join("ids").join(name), 900));
    let photos = PHOTOS[half].iter().map(|name| picture(&root.join("photos").join(name), 1_600));
    Sources { documents: documents.collect(), photos: photos.collect() }
}

/// A file, upright, reduced to a longest side of `edge`.
pub fn picture(path: &Path, edge: usize) -> Canvas {
    let bytes = std::fs::read(path).unwrap();
    let source = Source::inspect(&bytes).unwrap();
    let upright_size = source.upright_size();
    let least = Size { width: upright_size.width.min(edge as u32), height: upright_size.height.min(edge as u32) };
    let rows = upright(source.rows(least).unwrap(), source.metadata.orientation).unwrap();
    let canvas = from_rows(rows);
    let scale = (edge as f32 / canvas.width.max(canvas.height) as f32).min(1.0);
    canvas.reduced((canvas.width as f32 * scale) as usize, (canvas.height as f32 * scale) as usize)
}
