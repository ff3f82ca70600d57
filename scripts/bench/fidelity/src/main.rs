//! `idsnap-fidelity SOURCE CANDIDATE...`: the SSIMULACRA2 score of each candidate, a line each.
//!
//! The reference is the source, decoded whole, turned upright, and reduced to the candidate's size by Lanczos with
//! three lobes in floating point on the gamma-encoded samples: what the peers approximate too, without rounding.

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, imageops};
use ssimulacra2::{ColorPrimaries, Rgb, TransferCharacteristic, compute_frame_ssimulacra2};
use std::error::Error;

fn upright(path: &str) -> Result<DynamicImage, Box<dyn Error>> {
    let mut decoder = ImageReader::open(path)?.with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn frame(picture: &image::Rgb32FImage) -> Result<Rgb, Box<dyn Error>> {
    let pixels = picture.pixels().map(|pixel| pixel.0.map(|sample| sample.clamp(0.0, 1.0))).collect();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    Ok(Rgb::new(pixels, width, height, TransferCharacteristic::SRGB, ColorPrimaries::BT709)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let source = upright(&arguments.next().ok_or("usage: idsnap-fidelity SOURCE CANDIDATE...")?)?.into_rgb32f();
    for path in arguments {
        let candidate = upright(&path)?.into_rgb32f();
        let (width, height) = candidate.dimensions();
        let reference = imageops::resize(&source, width, height, imageops::FilterType::Lanczos3);
        println!("{:.2}", compute_frame_ssimulacra2(frame(&reference)?, frame(&candidate)?)?);
    }
    Ok(())
}
