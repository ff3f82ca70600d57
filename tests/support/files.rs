//! Image files, written by other encoders or by hand.

use super::picture::Picture;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

pub fn jpeg(picture: &Picture, quality: u8) -> Vec<u8> {
    jpeg_with(picture, quality, &[])
}

/// A JPEG file with segments (marker code and payload) in front of the picture. Chroma is not subsampled.
pub fn jpeg_with(picture: &Picture, quality: u8, segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, quality);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    let (width, height) = (u16::try_from(picture.width).unwrap(), u16::try_from(picture.height).unwrap());
    encoder.encode(&picture.rgb, width, height, ColorType::Rgb).unwrap();
    with_segments(&file, segments)
}

/// The same JPEG file with segments (marker code and payload) right behind its start.
pub fn with_segments(file: &[u8], segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut spliced = file[..2].to_vec();
    segments.iter().for_each(|(code, payload)| spliced.extend(segment(*code, payload)));
    spliced.extend(&file[2..]);
    spliced
}

/// A segment of a JPEG file with its marker.
pub fn segment(code: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, code], &length[..], payload].concat()
}

pub fn exif_segment(block: &[u8]) -> (u8, Vec<u8>) {
    (0xE1, [b"Exif\0\0", block].concat())
}

pub fn png(picture: &Picture) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, picture.width, picture.height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().unwrap().write_image_data(&picture.rgb).unwrap();
    file
}

/// A PNG file with a chunk right behind its header.
pub fn with_chunk(png: &[u8], name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let header_end = 8 + 25;
    [&png[..header_end], &chunk(name, data), &png[header_end..]].concat()
}

/// A chunk of a PNG file with its length and checksum.
pub fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [name, data].concat();
    [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &body, &crc32(&body).to_be_bytes()].concat()
}

pub fn webp(picture: &Picture, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = image_webp::WebPEncoder::new(&mut file);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif);
        encoder.set_xmp_metadata(b"SECRET-XMP".to_vec());
    }
    encoder.encode(&picture.rgb, picture.width, picture.height, image_webp::ColorType::Rgb8).unwrap();
    file
}

/// A BMP file of 24 bits.
pub fn bmp(picture: &Picture) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in (0..picture.height).rev() {
        pixels.extend((0..picture.width).flat_map(|x| {
            let [red, green, blue] = picture.pixel(x, y);
            [blue, green, red]
        }));
        pixels.resize(pixels.len().next_multiple_of(4), 0);
    }
    bmp_of(picture.width, picture.height.cast_signed(), 24, 0, &[], &pixels)
}

/// A BMP file of the parts given, with a header of 40 bytes. A negative height begins at the top.
pub fn bmp_of(width: u32, height: i32, bits: u16, compression: u32, palette: &[u8], pixels: &[u8]) -> Vec<u8> {
    let data_at = 54 + u32::try_from(palette.len()).unwrap();
    let mut file = b"BM".to_vec();
    file.extend((data_at + u32::try_from(pixels.len()).unwrap()).to_le_bytes());
    file.extend([0; 4]);
    file.extend(data_at.to_le_bytes());
    file.extend(40u32.to_le_bytes());
    file.extend(width.to_le_bytes());
    file.extend(height.to_le_bytes());
    file.extend(1u16.to_le_bytes());
    file.extend(bits.to_le_bytes());
    file.extend(compression.to_le_bytes());
    file.extend([0; 20]);
    file.extend(palette);
    file.extend(pixels);
    file
}

/// The checksum of PNG (ISO 3309), bit by bit.
pub fn crc32(bytes: &[u8]) -> u32 {
    let step = |value: u32| if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), |sum, _| step(sum)))
}
