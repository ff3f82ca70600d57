//! `idsnap-fidelity SOURCE CANDIDATE...`: a line for each candidate, its SSIMULACRA2 score (higher is better) and its
//! butteraugli distance, the 3-norm (lower is better).
//! `idsnap-fidelity --derive SOURCE TARGET`: another picture of the same kind, as PNG: the middle of the source, at two
//! thirds of its size.
//!
//! The reference is the source, decoded whole, turned upright, and reduced to the candidate's size by Lanczos with
//! three lobes in floating point on the gamma-encoded samples: what the peers approximate too, without rounding.

use butteraugli::{ButteraugliParams, butteraugli_linear};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Rgb32FImage, Rgba, imageops};
use imgref::Img;
use rgb::RGB;
use ssimulacra2::{ColorPrimaries, Rgb as Frame, TransferCharacteristic, compute_frame_ssimulacra2};
use std::error::Error;

/// The picture, decoded whole, turned upright, on white.
fn upright(path: &str) -> Result<Rgb32FImage, Box<dyn Error>> {
    let mut decoder = ImageReader::open(path)?.with_guessed_format()?.into_decoder()?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    if !picture.color().has_alpha() {
        return Ok(picture.into_rgb32f());
    }
    let over_white = |Rgba([red, green, blue, alpha]): &Rgba<f32>| {
        image::Rgb([red, green, blue].map(|sample| sample * alpha + 1.0 - alpha))
    };
    let rgba = picture.into_rgba32f();
    Ok(Rgb32FImage::from_fn(rgba.width(), rgba.height(), |x, y| over_white(rgba.get_pixel(x, y))))
}

fn frame(picture: &Rgb32FImage) -> Result<Frame, Box<dyn Error>> {
    let pixels = picture.pixels().map(|pixel| pixel.0.map(|sample| sample.clamp(0.0, 1.0))).collect();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    Ok(Frame::new(pixels, width, height, TransferCharacteristic::SRGB, ColorPrimaries::BT709)?)
}

/// The transfer function of sRGB (IEC 61966-2-1), from samples to light.
fn light(sample: f32) -> f32 {
    let sample = sample.clamp(0.0, 1.0);
    if sample <= 0.040_45 { sample / 12.92 } else { ((sample + 0.055) / 1.055).powf(2.4) }
}

fn distance(reference: &Rgb32FImage, candidate: &Rgb32FImage) -> Result<f64, Box<dyn Error>> {
    let linear = |picture: &Rgb32FImage| {
        let pixels: Vec<RGB<f32>> = picture.pixels().map(|pixel| RGB::from(pixel.0.map(light))).collect();
        Img::new(pixels, picture.width() as usize, picture.height() as usize)
    };
    let (reference, candidate) = (linear(reference), linear(candidate));
    Ok(butteraugli_linear(reference.as_ref(), candidate.as_ref(), &ButteraugliParams::default())?.pnorm_3)
}

/// The middle of `source`, seven tenths of each side, at two thirds of its size.
fn derive(source: &str, target: &str) -> Result<(), Box<dyn Error>> {
    let whole = upright(source)?;
    let (width, height) = (whole.width() * 7 / 10, whole.height() * 7 / 10);
    let middle = imageops::crop_imm(&whole, whole.width() * 3 / 20, whole.height() * 3 / 20, width, height).to_image();
    let reduced = imageops::resize(&middle, width * 2 / 3, height * 2 / 3, imageops::FilterType::Lanczos3);
    DynamicImage::ImageRgb32F(reduced).into_rgb8().save(target)?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    const USAGE: &str = "usage: idsnap-fidelity SOURCE CANDIDATE... | --derive SOURCE TARGET";
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next().ok_or(USAGE)?;
    if first == "--derive" {
        return derive(&arguments.next().ok_or(USAGE)?, &arguments.next().ok_or(USAGE)?);
    }
    let source = upright(&first)?;
    let mut reference = source.clone();
    for path in arguments {
        let candidate = upright(&path)?;
        let (width, height) = candidate.dimensions();
        // Candidates of one size follow each other, and reducing the source takes longest.
        if reference.dimensions() != (width, height) {
            reference = imageops::resize(&source, width, height, imageops::FilterType::Lanczos3);
        }
        let score = compute_frame_ssimulacra2(frame(&reference)?, frame(&candidate)?)?;
        println!("{score:.2} {:.3}", distance(&reference, &candidate)?);
    }
    Ok(())
}
