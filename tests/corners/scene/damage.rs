//! What light, lens, sensor and compression do to a picture.

use super::canvas::{Canvas, mix, scaled, ycbcr};
use super::random::Random;
use idsnap::jpeg::{self, Damaged, DecodeOptions, Decoder, EncodeOptions, Scale, Subsampling, Target};
use idsnap::raster::{Raster, RasterRows};
use idsnap::rows::{ColorModel, RowSource, Size};

/// Uneven light, shadows, glare, exposure.
pub fn light(picture: &mut Canvas, random: &mut Random) {
    let (width, height) = (picture.width as f32, picture.height as f32);
    if random.chance(0.4) {
        let (sine, cosine) = random.range(0.0, 6.3).sin_cos();
        let (edge, soft) = (random.range(-0.3, 0.3) * width, width * random.range(0.02, 0.5));
        let dark = random.range(0.1, 0.55);
        picture.paint(|[x, y], colour| {
            let away = (x - width / 2.0) * cosine + (y - height / 2.0) * sine - edge;
            scaled(colour, 1.0 - dark * (0.5 + away / soft).clamp(0.0, 1.0))
        });
    }
    if random.chance(0.25) {
        let centre = [random.range(0.0, width), random.range(0.0, height)];
        let half = width * random.range(0.03, 0.15);
        let strength = random.range(0.4, 1.0);
        picture.patch(centre, half * 2.0, |[x, y]| {
            let fall = 1.0 - x.hypot(y) / half / 2.0;
            ((strength * 2.0 * fall).clamp(0.0, 1.0), [255.0; 3])
        });
    }
    let gain = if random.chance(0.2) { random.range(0.15, 0.5) } else { random.range(0.6, 1.15) };
    let veil = if random.chance(0.2) { random.range(0.2, 0.6) } else { 0.0 };
    picture.paint(|_, colour| mix(scaled(colour, gain), [110.0 * gain; 3], veil).map(|part| part.min(255.0)));
}

/// Blur, noise, JPEG.
pub fn camera(mut picture: Canvas, random: &mut Random) -> Canvas {
    let unit = picture.width.max(picture.height) as f32 / 960.0;
    if random.chance(0.5) {
        let radius = (random.range(0.5, 3.5) * unit).round() as usize;
        picture = picture.box_blurred(radius).box_blurred(radius / 2);
    }
    let noise = if random.chance(0.6) { random.range(1.0, 14.0) * unit.max(0.5) } else { 0.5 };
    for pixel in &mut picture.pixels {
        let shared = random.normal();
        *pixel = pixel.map(|part| (part + noise * (0.8 * shared + 0.6 * random.normal())).clamp(0.0, 255.0));
    }
    if random.chance(0.8) { through_jpeg(&picture, random.between(25, 93) as u8) } else { picture }
}

fn through_jpeg(picture: &Canvas, quality: u8) -> Canvas {
    let file = jpeg_file(picture, quality);
    let decoder = Decoder::new(&file, DecodeOptions { scale: Scale::Full, damaged: Damaged::Refuse }).unwrap();
    from_rows(Box::new(decoder))
}

/// The picture as a JPEG file.
pub fn jpeg_file(picture: &Canvas, quality: u8) -> Vec<u8> {
    let size = Size { width: picture.width as u32, height: picture.height as u32 };
    let mut raster = Raster::blank(size, ColorModel::YCbCr).unwrap();
    for y in 0..picture.height {
        for component in 0..3 {
            let row = raster.plane_row_mut(y, component);
            for (x, value) in row.iter_mut().enumerate() {
                *value = ycbcr(picture.at(x, y))[component];
            }
        }
    }
    let options = EncodeOptions {
        target: Target::Quality(quality),
        subsampling: Subsampling::S420,
        metadata: &[],
        progressive: false,
    };
    jpeg::encode(&mut RasterRows::new(raster), &options).unwrap().bytes
}

/// A picture of rows.
pub fn from_rows(mut rows: Box<dyn RowSource + '_>) -> Canvas {
    let (width, height) = (rows.size().width as usize, rows.size().height as usize);
    let mut canvas = Canvas::new(width, height, [0.0; 3]);
    let mut row = vec![0; rows.row_length()];
    for y in 0..height {
        rows.next_row(&mut row).unwrap();
        if rows.model() == ColorModel::YCbCr {
            jpeg::ycbcr_row_to_rgb(&mut row);
        }
        for x in 0..width {
            let plane =
                |plane: usize| f32::from(row[if rows.model() == ColorModel::Gray { x } else { plane * width + x }]);
            canvas.pixels[y * width + x] = [plane(0), plane(1), plane(2)];
        }
    }
    canvas
}
