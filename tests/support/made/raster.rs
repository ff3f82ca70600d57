//! PNG, BMP and WebP: each colour type, depth and coding.

use super::Made;
use crate::support::files::{self, bmp_of, with_chunk};
use crate::support::picture::Picture;
use crate::support::webp::{Random, lossless, lossy, riff};
use png::{BitDepth, ColorType};

const SIDES: (u32, u32) = (61, 43);

/// A row of samples of so many bits, the highest bits of a byte first.
fn packed(samples: &[u8], bits: usize) -> Vec<u8> {
    let byte =
        |part: &[u8]| part.iter().enumerate().fold(0, |byte, (at, sample)| byte | sample << (8 - bits * (at + 1)));
    samples.chunks(8 / bits).map(byte).collect()
}

fn png_of(
    color: ColorType,
    depth: BitDepth,
    (width, height): (u32, u32),
    data: &[u8],
    palette: Option<Vec<u8>>,
) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if let Some(palette) = palette {
        encoder.set_palette(palette);
    }
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    file
}

/// Every colour type at every depth that it can have, plain and interlaced, and what is transparent by its colour.
pub fn png_files() -> Vec<Made> {
    let mut files = Vec::new();
    for (bits, depth) in [(1, BitDepth::One), (2, BitDepth::Two), (4, BitDepth::Four), (8, BitDepth::Eight)] {
        files.extend([gray(bits, depth), indexed(bits, depth)]);
    }
    files.extend(samples(ColorType::Rgb).into_iter().chain(samples(ColorType::Rgba)));
    files.extend(samples(ColorType::Grayscale).into_iter().chain(samples(ColorType::GrayscaleAlpha)));
    files.extend([transparent_gray(), interlaced(1), interlaced(8)]);
    files
}

/// The level of a place, of `2^bits`.
fn level(x: u32, y: u32, bits: usize) -> u8 {
    u8::try_from((x / 4 + y / 4) % (1 << bits)).unwrap()
}

fn levels(bits: usize) -> Vec<u8> {
    let (width, height) = SIDES;
    (0..height).flat_map(|y| packed(&(0..width).map(|x| level(x, y, bits)).collect::<Vec<_>>(), bits)).collect()
}

fn gray(bits: usize, depth: BitDepth) -> Made {
    let max = u8::try_from((1u32 << bits) - 1).unwrap();
    let picture = Picture::from_fn(SIDES.0, SIDES.1, |x, y| [level(x, y, bits) * (255 / max); 3]);
    let file = png_of(ColorType::Grayscale, depth, SIDES, &levels(bits), None);
    Made::shows(format!("gray-{bits}.png"), "a level of few bits is spread over eight", file, picture)
}

fn indexed(bits: usize, depth: BitDepth) -> Made {
    let color = |index: u8| [index, 255 - index, 128u8.wrapping_add(index.wrapping_mul(7))];
    let palette: Vec<u8> = (0..1u32 << bits).flat_map(|index| color(u8::try_from(index).unwrap())).collect();
    let picture = Picture::from_fn(SIDES.0, SIDES.1, |x, y| color(level(x, y, bits)));
    let file = png_of(ColorType::Indexed, depth, SIDES, &levels(bits), Some(palette));
    Made::shows(format!("palette-{bits}.png"), "a row ends with the byte that its last index is in", file, picture)
}

/// A colour type in 8 and in 16 bits. What is transparent lies on white.
fn samples(color: ColorType) -> [Made; 2] {
    let picture = Picture::smooth(SIDES.0, SIDES.1);
    let is_gray = matches!(color, ColorType::Grayscale | ColorType::GrayscaleAlpha);
    let has_alpha = matches!(color, ColorType::Rgba | ColorType::GrayscaleAlpha);
    let alpha = |x: u32| if x < SIDES.0 / 2 { 255 } else { 0 };
    let shown = Picture::from_fn(SIDES.0, SIDES.1, |x, y| {
        let [red, green, blue] = picture.pixel(x, y);
        let visible = if is_gray { [red; 3] } else { [red, green, blue] };
        if has_alpha && alpha(x) == 0 { [255; 3] } else { visible }
    });
    let places = (0..SIDES.1).flat_map(|y| (0..SIDES.0).map(move |x| (x, y)));
    let data: Vec<u8> = places
        .flat_map(|(x, y)| {
            let color = &picture.pixel(x, y)[..if is_gray { 1 } else { 3 }];
            [color, if has_alpha { &[255, 0][usize::from(alpha(x) == 0)..][..1] } else { &[] }].concat()
        })
        .collect();
    let wide: Vec<u8> = data.iter().flat_map(|sample| [*sample; 2]).collect();
    let eight = png_of(color, BitDepth::Eight, SIDES, &data, None);
    let sixteen = png_of(color, BitDepth::Sixteen, SIDES, &wide, None);
    let purpose = "each channel in its place, what is transparent on white";
    [
        Made::shows(format!("{color:?}-8.png"), purpose, eight, shown.clone()),
        Made::shows(format!("{color:?}-16.png"), purpose, sixteen, shown),
    ]
}

/// One level is transparent (chunk tRNS of two bytes), of 4 bits a sample.
fn transparent_gray() -> Made {
    let picture = Picture::from_fn(SIDES.0, SIDES.1, |x, y| match level(x, y, 4) {
        3 => [255; 3],
        level => [level * 17; 3],
    });
    let file = with_chunk(&png_of(ColorType::Grayscale, BitDepth::Four, SIDES, &levels(4), None), b"tRNS", &[0, 3]);
    Made::shows("transparent-gray-4.png", "the transparent level is one before it is spread", file, picture)
}

/// Interlaced by Adam7 (PNG 8.2), gray of 1 bit or colours of 8, which `png` does not write.
fn interlaced(bits: usize) -> Made {
    let (width, height) = SIDES;
    let picture = match bits {
        1 => Picture::from_fn(width, height, |x, y| [255 * level(x, y, 1); 3]),
        _ => Picture::smooth(width, height),
    };
    let mut lines = Vec::new();
    for (x0, y0, dx, dy) in
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    {
        for y in (y0..height).step_by(dy) {
            let row = (x0..width).step_by(dx);
            lines.push(0);
            match bits {
                1 => lines.extend(packed(&row.map(|x| level(x, y, 1)).collect::<Vec<_>>(), 1)),
                _ => lines.extend(row.flat_map(|x| picture.pixel(x, y))),
            }
        }
    }
    let (depth, color) = if bits == 1 { (1, 0) } else { (8, 2) };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, color, 0, 0, 1]].concat();
    let file = [
        b"\x89PNG\r\n\x1A\n".to_vec(),
        files::chunk(b"IHDR", &header),
        files::chunk(b"IDAT", &fdeflate::compress_to_vec(&lines)),
        files::chunk(b"IEND", &[]),
    ];
    Made::shows(format!("interlaced-{bits}.png"), "seven passes, some of them empty", file.concat(), picture)
}

/// Headers of each length, rows from the top and from the bottom, masks, palettes, runs.
pub fn bmp_files() -> Vec<Made> {
    let picture = Picture::smooth(SIDES.0, SIDES.1);
    let rows = |pixel: &dyn Fn([u8; 3]) -> Vec<u8>| -> Vec<u8> {
        let row = |y| {
            let mut row = (0..SIDES.0).flat_map(|x| pixel(picture.pixel(x, y))).collect::<Vec<u8>>();
            row.resize(row.len().next_multiple_of(4), 0);
            row
        };
        (0..SIDES.1).flat_map(row).collect()
    };
    let (width, up) = (SIDES.0, -SIDES.1.cast_signed());
    let bgr = rows(&|[red, green, blue]| vec![blue, green, red]);
    let of_565 = rows(&|[red, green, blue]| {
        (u16::from(red >> 3) << 11 | u16::from(green >> 2) << 5 | u16::from(blue >> 3)).to_le_bytes().to_vec()
    });
    let masks_565: Vec<u8> = [0xF800u32, 0x07E0, 0x001F].iter().flat_map(|mask| mask.to_le_bytes()).collect();
    let spread = |value: u8, bits: u32| {
        let max = (1u32 << bits) - 1;
        u8::try_from(((u32::from(value) >> (8 - bits)) * 255 + max / 2) / max).unwrap()
    };
    let coarse = Picture::from_fn(SIDES.0, SIDES.1, |x, y| {
        let [red, green, blue] = picture.pixel(x, y);
        [spread(red, 5), spread(green, 6), spread(blue, 5)]
    });
    let purpose = "rows in their order, channels in theirs";
    vec![
        Made::shows("24-bottom-up.bmp", purpose, files::bmp(&picture), picture.clone()),
        Made::shows("24-top-down.bmp", purpose, bmp_of(width, up, 24, 0, &[], &bgr), picture.clone()),
        Made::shows("24-core-header.bmp", "the oldest header has 12 bytes", core_header(&picture), picture.clone()),
        Made::shows("24-v5-header.bmp", "the newest header has 124 bytes", v5_header(&bgr), picture.clone()),
        Made::shows("16-565.bmp", purpose, bmp_of(width, up, 16, 3, &masks_565, &of_565), coarse),
        runs(),
    ]
}

/// The header of OS/2 1.x: sides of 16 bits, rows from the bottom.
fn core_header(picture: &Picture) -> Vec<u8> {
    let info = files::bmp(picture);
    let sides = [picture.width, picture.height].map(|side| u16::try_from(side).unwrap().to_le_bytes()).concat();
    [&info[..10], &26u32.to_le_bytes(), &12u32.to_le_bytes(), &sides, &[1, 0, 24, 0], &info[54..]].concat()
}

fn v5_header(bgr: &[u8]) -> Vec<u8> {
    let info = bmp_of(SIDES.0, -SIDES.1.cast_signed(), 24, 0, &[], bgr);
    [&info[..10], &138u32.to_le_bytes(), &124u32.to_le_bytes(), &info[18..54], &[0; 84], bgr].concat()
}

/// Runs of 8 bits with a jump: what is jumped over has the first colour.
fn runs() -> Made {
    let mut palette = [[0u8, 0, 200, 0], [0, 200, 0, 0]].concat();
    palette.resize(1024, 0);
    // From the bottom: a row of colour 1; then eight pixels are left out, and the rest is of colour 1.
    let codes = [32, 1, 0, 0, 0, 2, 8, 0, 24, 1, 0, 0, 0, 1];
    let picture = Picture::from_fn(32, 2, |x, y| if y == 0 && x < 8 { [200, 0, 0] } else { [0, 200, 0] });
    Made::shows("runs-8.bmp", "a jump leaves the first colour", bmp_of(32, 2, 8, 1, &palette, &codes), picture)
}

/// Lossless with and without opacity, lossy, lossy with opacity. What is lossy shows what `image-webp` decodes.
pub fn webp_files() -> Vec<Made> {
    let picture = Picture::smooth(SIDES.0, SIDES.1);
    let mut random = Random(7);
    let alpha = [vec![0], random.bytes(48 * 32)].concat();
    let lossy_file = loop {
        let file = riff(&[(b"VP8 ", lossy(&mut random, (48, 32)))]);
        if webp_as_decoded(&file).is_some() {
            break file;
        }
    };
    let header = vec![0x10, 0, 0, 0, 47, 0, 0, 31, 0, 0];
    let with_alpha = riff(&[(b"VP8X", header), (b"ALPH", alpha), (b"VP8 ", lossy_file[20..].to_vec())]);
    let random_lossless = riff(&[(b"VP8L", lossless(&mut random, (40, 30)))]);
    let shown = |file: &[u8]| webp_as_decoded(file).unwrap();
    let purpose = "every coding of WebP is read";
    vec![
        Made::shows("lossless.webp", purpose, files::webp(&picture, None), picture),
        Made::shows("lossless-any-transform.webp", purpose, random_lossless.clone(), shown(&random_lossless)),
        Made::shows("lossy.webp", purpose, lossy_file.clone(), shown(&lossy_file)),
        Made::shows("lossy-opacity.webp", "what is transparent lies on white", with_alpha.clone(), shown(&with_alpha)),
    ]
}

/// On white, as `image-webp` decodes it.
pub fn webp_as_decoded(file: &[u8]) -> Option<Picture> {
    let mut decoder = image_webp::WebPDecoder::new(std::io::Cursor::new(file)).ok()?;
    let mut pixels = vec![0; decoder.output_buffer_size()?];
    decoder.read_image(&mut pixels).ok()?;
    let (width, height) = decoder.dimensions();
    let on_white = |sample: u8, alpha: u8| {
        let (sample, alpha) = (u32::from(sample), u32::from(alpha));
        u8::try_from((sample * alpha + 255 * (255 - alpha) + 127) / 255).unwrap()
    };
    let rgb = match decoder.has_alpha() {
        true => {
            pixels.as_chunks::<4>().0.iter().flat_map(|[r, g, b, a]| [r, g, b].map(|one| on_white(*one, *a))).collect()
        }
        false => pixels,
    };
    Some(Picture { width, height, rgb })
}
