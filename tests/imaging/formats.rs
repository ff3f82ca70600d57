//! Every variant of every format is read as another reader would; what is not read is refused with its reason.

use crate::support::files;
use crate::support::picture::Picture;
use idsnap::image::prepare::{Limits, Note, PrepareOptions, Prepared, PreparedPath, prepare};
use idsnap::limits::{ImageFormat, ImageLimits, MAX_PIXELS, MAX_RASTER_PIXELS};
use idsnap::{Error, ErrorCode, Result};
use proptest::prelude::*;

/// As a JPEG of the best quality, so that its pixels can be compared.
fn encode(bytes: &[u8]) -> Result<Prepared> {
    let limits = ImageLimits { size: None, max_edge: None, formats: vec![ImageFormat::Jpeg].into() };
    prepare(bytes, &PrepareOptions { limits: Some(Limits::Custom(limits)), quality: Some(100), ..Default::default() })
}

/// Tolerance: the steps of the best quality, and the rounding of colours; a channel in the wrong place is beyond 20.
fn assert_reads_as(file: &[u8], expected: &Picture, case: &str) {
    let prepared = encode(file).unwrap_or_else(|error| panic!("{case}: {error}"));
    let difference = Picture::from_jpeg(&prepared.bytes).difference_away_from_edges(expected);
    assert!(difference < 3.0, "{case}: {difference}");
}

fn png_of(width: u32, height: u32, kind: (png::ColorType, png::BitDepth), data: &[u8]) -> png_file::Builder<'_> {
    png_file::Builder { width, height, kind, data, palette: None, opacity: None }
}

mod png_file {
    pub struct Builder<'a> {
        pub width: u32,
        pub height: u32,
        pub kind: (png::ColorType, png::BitDepth),
        pub data: &'a [u8],
        pub palette: Option<Vec<u8>>,
        pub opacity: Option<Vec<u8>>,
    }

    impl Builder<'_> {
        pub fn file(self) -> Vec<u8> {
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, self.width, self.height);
            encoder.set_color(self.kind.0);
            encoder.set_depth(self.kind.1);
            if let Some(palette) = self.palette {
                encoder.set_palette(palette);
            }
            if let Some(opacity) = self.opacity {
                encoder.set_trns(opacity);
            }
            encoder.write_header().unwrap().write_image_data(self.data).unwrap();
            file
        }
    }
}

/// Gray levels 0 to 15 in squares of 8 pixels, which JPEG keeps exactly enough.
fn levels(max: u32) -> Picture {
    Picture::from_fn(128, 8, move |x, _| {
        let level = u8::try_from((x / 8).min(max) * 255 / max).unwrap();
        [level; 3]
    })
}

/// The row of levels in so many bits a pixel, the highest bits first.
fn packed(bits: u32, max: u32) -> Vec<u8> {
    let per_byte = 8 / bits;
    let row = (0..128 / per_byte).map(|byte| {
        let value = (0..per_byte).fold(0, |value, at| value << bits | ((byte * per_byte + at) / 8).min(max));
        u8::try_from(value).unwrap()
    });
    row.collect::<Vec<_>>().repeat(8)
}

#[test]
fn png_of_every_depth_and_colour_is_read() {
    use png::{BitDepth, ColorType};
    for (bits, depth) in [(1, BitDepth::One), (2, BitDepth::Two), (4, BitDepth::Four), (8, BitDepth::Eight)] {
        let max = ((1 << bits) - 1).min(15);
        let data = if bits == 8 { levels(max).rgb.iter().step_by(3).copied().collect() } else { packed(bits, max) };
        let gray = png_of(128, 8, (ColorType::Grayscale, depth), &data);
        assert_reads_as(&gray.file(), &levels(max), &format!("gray, {bits} bits"));
        let mut indexed = png_of(128, 8, (ColorType::Indexed, depth), &data);
        indexed.palette = Some((0..=u8::try_from((1u32 << bits) - 1).unwrap()).flat_map(|i| [i, 0, 255 - i]).collect());
        let index = |x: u32| match bits {
            8 => u8::try_from((x / 8).min(max) * 255 / max).unwrap(),
            _ => u8::try_from((x / 8).min(max)).unwrap(),
        };
        let expected = Picture::from_fn(128, 8, |x, _| [index(x), 0, 255 - index(x)]);
        assert_reads_as(&indexed.file(), &expected, &format!("palette, {bits} bits"));
    }
    let picture = Picture::quarters(64, 48);
    let wide: Vec<u8> = picture.rgb.iter().flat_map(|sample| [*sample, 77]).collect();
    assert_reads_as(&png_of(64, 48, (ColorType::Rgb, BitDepth::Sixteen), &wide).file(), &picture, "16 bits");
}

#[test]
fn transparent_parts_lie_on_white() {
    use png::{BitDepth, ColorType};
    let picture = Picture::quarters(64, 48);
    let expected = Picture::from_fn(64, 48, |x, y| if x < 32 { picture.pixel(x, y) } else { [255; 3] });
    let mut rgba = picture.rgba();
    rgba.chunks_exact_mut(4).enumerate().for_each(|(at, pixel)| pixel[3] = if at % 64 < 32 { 255 } else { 0 });
    assert_reads_as(&png_of(64, 48, (ColorType::Rgba, BitDepth::Eight), &rgba).file(), &expected, "PNG with opacity");
    let mut webp = Vec::new();
    let encoder = image_webp::WebPEncoder::new(&mut webp);
    encoder.encode(&rgba, 64, 48, image_webp::ColorType::Rgba8).unwrap();
    assert_reads_as(&webp, &expected, "WebP with opacity");
    let gray: Vec<u8> = (0..64 * 48).flat_map(|at| [100, if at % 64 < 32 { 255 } else { 128 }]).collect();
    let half = Picture::from_fn(64, 48, |x, _| if x < 32 { [100; 3] } else { [177; 3] });
    assert_reads_as(
        &png_of(64, 48, (ColorType::GrayscaleAlpha, BitDepth::Eight), &gray).file(),
        &half,
        "gray, opacity",
    );
    let indices: Vec<u8> = (0..64 * 48).map(|at| u8::from(at % 64 >= 32)).collect();
    let mut indexed = png_of(64, 48, (ColorType::Indexed, BitDepth::Eight), &indices);
    (indexed.palette, indexed.opacity) = (Some(vec![9, 99, 199, 1, 2, 3]), Some(vec![255, 0]));
    let expected = Picture::from_fn(64, 48, |x, _| if x < 32 { [9, 99, 199] } else { [255; 3] });
    assert_reads_as(&indexed.file(), &expected, "palette with opacity");
}

#[test]
fn bmp_of_every_depth_is_read() {
    let picture = Picture::quarters(61, 43);
    assert_reads_as(&files::bmp(&picture), &picture, "24 bits");
    let rows = |pixel: &dyn Fn([u8; 3]) -> Vec<u8>| -> Vec<u8> {
        let row = |y| (0..61).flat_map(|x| pixel(picture.pixel(x, y))).collect::<Vec<u8>>();
        (0..43)
            .flat_map(|y| {
                let mut row = row(y);
                row.resize(row.len().next_multiple_of(4), 0);
                row
            })
            .collect()
    };
    let pixels = rows(&|[red, green, blue]| vec![blue, green, red, 0]);
    assert_reads_as(&files::bmp_of(61, -43, 32, 0, &[], &pixels), &picture, "32 bits, from the top");
    let five = |value: u8| u16::from(value >> 3);
    let pixels = rows(&|[red, green, blue]| (five(red) << 10 | five(green) << 5 | five(blue)).to_le_bytes().to_vec());
    let spread = |value: u8| u8::try_from((u32::from(value >> 3) * 255 + 15) / 31).unwrap();
    let expected = Picture::from_fn(61, 43, |x, y| picture.pixel(x, y).map(spread));
    assert_reads_as(&files::bmp_of(61, -43, 16, 0, &[], &pixels), &expected, "16 bits");
    let masks: Vec<u8> = [0xFF00_0000u32, 0xFF_0000, 0xFF00].iter().flat_map(|mask| mask.to_le_bytes()).collect();
    let pixels = rows(&|[red, green, blue]| vec![99, blue, green, red]);
    assert_reads_as(&files::bmp_of(61, -43, 32, 3, &masks, &pixels), &picture, "32 bits with masks");
}

#[test]
fn bmp_with_a_palette_and_in_runs_is_read() {
    let palette = [[0u8, 0, 200, 0], [0, 200, 0, 0], [200, 0, 0, 0], [200, 200, 200, 0]].concat();
    let colors = [[200, 0, 0], [0, 200, 0], [0, 0, 200], [200; 3]];
    let expected = Picture::from_fn(32, 8, |x, _| colors[(x / 8) as usize]);
    let eight = [0u8, 1, 2, 3].iter().flat_map(|index| [*index; 8]).collect::<Vec<_>>().repeat(8);
    let four = [0u8, 0x11, 0x22, 0x33].iter().flat_map(|pair| [*pair; 4]).collect::<Vec<_>>().repeat(8);
    let two = [0u8, 0x55, 0xAA, 0xFF].iter().flat_map(|quad| [*quad; 2]).collect::<Vec<_>>().repeat(8);
    let runs = [[8, 0, 8, 1, 8, 2, 8, 3, 0, 0]; 8].concat();
    let runs_of_four = [[8, 0, 8, 0x11, 8, 0x22, 8, 0x33, 0, 0]; 8].concat();
    let cases = [(8, 0, eight), (4, 0, four), (2, 0, two), (8, 1, runs), (4, 2, runs_of_four)];
    for (bits, compression, pixels) in cases {
        // As long as the depth allows, so that the pixels begin where the header says.
        let mut palette = palette.clone();
        palette.resize(4 << bits, 0);
        let file = files::bmp_of(32, 8, bits, compression, &palette, &pixels);
        assert_reads_as(&file, &expected, &format!("{bits} bits, compression {compression}"));
    }
    let one = [0u8, 0, 0xFF, 0xFF].repeat(8);
    let expected = Picture::from_fn(32, 8, |x, _| colors[usize::from(x >= 16)]);
    assert_reads_as(&files::bmp_of(32, 8, 1, 0, &palette[..8], &one), &expected, "1 bit");
}

#[test]
fn an_acceptable_bmp_stays_and_loses_what_follows_it() {
    let mut file = files::bmp(&Picture::quarters(61, 43));
    let length = file.len();
    file.extend_from_slice(b"SECRET");
    let prepared = prepare(&file, &PrepareOptions::default()).unwrap();
    assert_eq!((prepared.path, prepared.mime_type), (PreparedPath::Original, ImageFormat::Bmp));
    assert_eq!(prepared.bytes, file[..length]);
}

#[test]
fn the_format_is_told_by_the_content() {
    let picture = Picture::quarters(64, 48);
    let cases = [
        (files::jpeg(&picture, 90), ImageFormat::Jpeg),
        (files::png(&picture), ImageFormat::Png),
        (files::bmp(&picture), ImageFormat::Bmp),
        (files::webp(&picture, None), ImageFormat::Webp),
    ];
    for (file, format) in cases {
        assert_reads_as(&file, &picture, format.name());
        let prepared = prepare(&file, &PrepareOptions::default()).unwrap();
        assert_eq!((prepared.source.mime_type, prepared.mime_type), (Some(format), format));
    }
}

#[test]
fn an_animation_gives_its_first_frame() {
    let png = files::with_chunk(&files::png(&Picture::quarters(64, 48)), b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]);
    let prepared = prepare(&png, &PrepareOptions::default()).unwrap();
    assert_eq!(prepared.notes, [Note::FirstFrameOnly]);
    assert!(!prepared.bytes.windows(4).any(|name| name == b"acTL"));
}

#[test]
fn too_many_pixels_are_refused_by_the_header_alone() {
    let mut png = files::png(&Picture::quarters(8, 8));
    png[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let checksum = files::crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    let mut jpeg = files::jpeg(&Picture::quarters(8, 8), 90);
    let frame = jpeg.windows(2).position(|marker| marker == [0xFF, 0xC0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xEA, 0x60, 0xEA, 0x60]);
    let bmp = files::bmp_of(60_000, 60_000, 24, 0, &[], &[]);
    let webp = [&b"RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x5F\xEA\0\x5F\xEA\0"[..], b"VP8L\0\0\0\0"].concat();
    for (file, max_pixels) in
        [(png, MAX_RASTER_PIXELS), (jpeg, MAX_PIXELS), (bmp, MAX_RASTER_PIXELS), (webp, MAX_RASTER_PIXELS)]
    {
        let error = prepare(&file, &PrepareOptions::default()).unwrap_err();
        assert_eq!(*error, Error::TooManyPixels { width: 60_000, height: 60_000, max_pixels });
    }
}

#[test]
fn as_many_pixels_as_are_allowed_are_not_too_many() {
    let width = 8_192u32;
    let most = u32::try_from(MAX_RASTER_PIXELS / u64::from(width)).unwrap();
    for (height, is_refused) in [(most, false), (most + 1, true)] {
        let mut png = files::png(&Picture::quarters(8, 8));
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let checksum = files::crc32(&png[12..29]);
        png[29..33].copy_from_slice(&checksum.to_be_bytes());
        let error = prepare(&png, &PrepareOptions::default()).unwrap_err();
        assert_eq!(matches!(*error, Error::TooManyPixels { .. }), is_refused, "{height}: {error}");
    }
}

#[test]
fn a_file_that_ends_early_is_damaged() {
    let picture = Picture::busy(64, 48);
    for file in [files::jpeg(&picture, 90), files::png(&picture), files::bmp(&picture), files::webp(&picture, None)] {
        let error = encode(&file[..file.len() / 2]).unwrap_err();
        assert_eq!(error.code(), ErrorCode::DamagedImage, "{error}");
    }
}

#[test]
fn bmp_that_holds_another_file_is_refused() {
    for compression in [4, 5] {
        let error = encode(&files::bmp_of(8, 8, 0, compression, &[], b"abc")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::UnsupportedFormat, "{error}");
    }
}

fn samples() -> Vec<Vec<u8>> {
    let picture = Picture::busy(40, 30);
    let exif = crate::support::exif::phone(6, false);
    let indexed = files::bmp_of(4, 2, 8, 1, &[0; 1024], &[3, 7, 0, 0, 0, 2, 1, 0, 0, 3, 1, 2, 3, 0, 0, 1]);
    vec![
        files::jpeg_with(&picture, 80, &[files::exif_segment(&exif)]),
        files::with_chunk(&files::png(&picture), b"eXIf", &exif),
        files::bmp(&picture),
        indexed,
        files::webp(&picture, Some(exif)),
    ]
}

/// Runs every path over the bytes.
fn try_all(bytes: &[u8]) {
    for options in [PrepareOptions::default(), PrepareOptions { max_edge: Some(7), ..PrepareOptions::default() }] {
        if let Ok(prepared) = prepare(bytes, &options) {
            assert_eq!(prepared.byte_length, prepared.bytes.len() as u64);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_an_image_or_an_error(mut bytes in prop::collection::vec(any::<u8>(), 0..400), start in 0usize..6) {
        let starts: [&[u8]; 6] = [b"", b"\xFF\xD8\xFF\xE1", b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR", b"BM", b"RIFF\0\0\0\0WEBPVP8X", b"\0\0\0\x20ftyp"];
        bytes.splice(0..0, starts[start].iter().copied());
        try_all(&bytes);
    }

    #[test]
    fn changed_and_cut_files_end_in_an_image_or_an_error(
        which in 0usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = samples().swap_remove(which);
        for (at, value) in changes {
            // Headers are short: half of the changes go there.
            let length = if value % 2 == 0 { bytes.len() } else { bytes.len().min(700) };
            let at = at.index(length);
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        try_all(&bytes);
    }
}
