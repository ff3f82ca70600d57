//! Where the ways to make an image fit part: by pixels, by bytes, by memory.

use super::made::to_jpeg;
use crate::support::picture::Picture;
use crate::support::{exif, files};
use idsnap::Error;
use idsnap::image::prepare::{Limits, Note, PrepareOptions, PreparedPath, prepare, prepare_all};
use idsnap::limits::{ImageFormat, ImageLimits, SizeLimit, SizeScope, SizeUnit};
use idsnap::scene::{Point, Quad};

/// A blank PNG file of one bit a pixel.
fn blank_png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let data = vec![0x55; (width.div_ceil(8) * height) as usize];
    encoder.write_header().unwrap().write_image_data(&data).unwrap();
    file
}

/// A file whose chroma has the size of luma.
fn busy_jpeg() -> Vec<u8> {
    files::jpeg(&Picture::busy(800, 600), 90)
}

/// The sampling factors of luma in the frame header.
fn luma_sampling(file: &[u8]) -> u8 {
    let frame = file.windows(2).position(|marker| matches!(marker, [0xFF, 0xC0 | 0xC2])).unwrap();
    file[frame + 11]
}

#[test]
fn an_image_of_more_than_12_megapixels_is_reduced_for_a_size_limit_alone() {
    let file = blank_png(4_100, 3_000);
    let free = prepare(&file, &to_jpeg(PrepareOptions::default())).unwrap();
    assert_eq!((free.width, free.height), (4_100, 3_000), "nothing asks for fewer pixels");
    let limited =
        prepare(&file, &to_jpeg(PrepareOptions { max_bytes: Some(10_000_000), ..Default::default() })).unwrap();
    let pixels = u64::from(limited.width) * u64::from(limited.height);
    assert!((11_980_000..=12_000_000).contains(&pixels), "{} x {}", limited.width, limited.height);
    assert!(limited.notes.contains(&Note::Reduced));
}

#[test]
fn a_crop_of_more_than_12_megapixels_is_reduced_for_a_size_limit_too() {
    let file = blank_png(4_200, 3_100);
    let places = [(10.0, 10.0), (4_190.0, 10.0), (4_190.0, 3_090.0), (10.0, 3_090.0)];
    let crop = Some(Quad::new(places.map(|(x, y)| Point { x, y })));
    let options = PrepareOptions { crop, crop_margin: Some(0.0), max_bytes: Some(10_000_000), ..Default::default() };
    let limited = prepare(&file, &options).unwrap();
    assert!(
        u64::from(limited.width) * u64::from(limited.height) <= 12_000_000,
        "{} x {}",
        limited.width,
        limited.height
    );
    assert!(limited.width > 3_900, "{}", limited.width);
}

#[test]
fn chroma_is_halved_once_less_than_half_of_the_bytes_may_stay() {
    let file = busy_jpeg();
    let half = file.len() as u64 / 2;
    for (max_bytes, sampling) in [(half, 0x11), (half - 1, 0x22)] {
        let options = PrepareOptions { max_bytes: Some(max_bytes), min_quality: Some(1), ..PrepareOptions::default() };
        let prepared = prepare(&file, &options).unwrap();
        assert_eq!(prepared.path, PreparedPath::Transcoded, "{max_bytes}");
        assert_eq!(luma_sampling(&prepared.bytes), sampling, "{max_bytes} of {}", file.len());
    }
}

#[test]
fn a_turned_file_that_fits_exactly_keeps_its_coefficients_and_one_byte_over_does_not() {
    let exif = files::exif_segment(&exif::orientation(6, true));
    let file = files::jpeg_with(&Picture::busy(320, 240), 90, &[exif]);
    let free = prepare(&file, &PrepareOptions::default()).unwrap();
    assert_eq!((free.path, free.quality), (PreparedPath::Transcoded, None));
    let within = |max_bytes| {
        let options = PrepareOptions { max_bytes: Some(max_bytes), min_quality: Some(1), ..PrepareOptions::default() };
        prepare(&file, &options).unwrap()
    };
    assert_eq!(within(free.byte_length).bytes, free.bytes);
    let smaller = within(free.byte_length - 1);
    assert!(smaller.byte_length < free.byte_length && smaller.quality.is_some(), "{:?}", smaller.quality);
}

/// Turning holds the file and four bytes for each of its bytes: 56 MiB are 11.7 MB of file. A trailer counts as the rest.
#[test]
fn a_file_that_takes_too_much_memory_to_be_turned_is_decoded() {
    let exif = files::exif_segment(&exif::orientation(6, true));
    let mut file = files::jpeg_with(&Picture::busy(320, 240), 90, &[exif]);
    let options = PrepareOptions { max_bytes: Some(20_000), min_quality: Some(1), ..PrepareOptions::default() };
    for (length, path) in [(11_600_000, PreparedPath::Transcoded), (11_800_000, PreparedPath::Encoded)] {
        file.resize(length, 0);
        assert_eq!(prepare(&file, &options).unwrap().path, path, "{length}");
    }
}

#[test]
fn images_that_cannot_fit_together_count_what_the_first_has_taken() {
    let (small, large) = (files::jpeg(&Picture::quarters(64, 48), 80), busy_jpeg());
    let small_length = prepare(&small, &PrepareOptions::default()).unwrap().byte_length;
    let alone = prepare(&large, &to_jpeg(PrepareOptions { max_bytes: Some(small_length), ..Default::default() }));
    let Err(Error::OverBudget { best, .. }) = alone.map_err(|error| *error) else {
        panic!("{small_length} are enough")
    };
    let size = SizeLimit { max: 2 * small_length, unit: SizeUnit::Bytes, scope: SizeScope::Request };
    let limits = ImageLimits { size: Some(size), max_edge: None, formats: vec![ImageFormat::Jpeg].into() };
    let options =
        PrepareOptions { limits: Some(Limits::Custom(limits)), quality: Some(98), ..PrepareOptions::default() };
    match prepare_all(&[&small, &large], &options).map_err(|error| *error) {
        Err(Error::OverBudget { best: together, .. }) => assert_eq!(together, small_length + best),
        other => panic!("{:?}", other.map(|prepared| prepared.len())),
    }
}

#[test]
fn a_quality_below_the_default_minimum_is_its_own_minimum() {
    let file = files::png(&Picture::busy(800, 600));
    let free = PrepareOptions { quality: Some(30), ..to_jpeg(PrepareOptions::default()) };
    let length = prepare(&file, &free).unwrap().byte_length;
    let smaller = PrepareOptions { max_bytes: Some(length * 3 / 4), ..free };
    let prepared = prepare(&file, &smaller).unwrap();
    assert_eq!(prepared.quality, Some(30), "the size gives way");
    assert!(prepared.width < 800 && prepared.byte_length <= length * 3 / 4);
}

#[test]
fn a_side_is_rounded_to_the_nearest_pixel() {
    for (height, expected) in [(600, 300), (599, 299), (601, 300)] {
        let file = files::jpeg(&Picture::smooth(801, height), 90);
        let prepared = prepare(&file, &PrepareOptions { max_edge: Some(400), ..PrepareOptions::default() }).unwrap();
        assert_eq!((prepared.width, prepared.height), (400, expected), "{height}");
    }
}
