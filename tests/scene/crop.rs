//! Documents cut out of their pictures.

use crate::card::{CARD, Print, color};
use crate::stage::Stage;
use idsnap::image::prepare::{Note, PrepareOptions, Prepared, PreparedPath, prepare, prepare_pixels};
use idsnap::rows::Size;
use idsnap::scene::{Point, Quad};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

fn cut(stage: &Stage, options: PrepareOptions) -> Prepared {
    let options = PrepareOptions { crop: Some(stage.quad()), ..options };
    prepare_pixels(&stage.rgba(), stage.size, &options).unwrap()
}

/// Red, green and blue of a JPEG file, as another decoder reads it.
fn decoded(file: &[u8]) -> Vec<u8> {
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    JpegDecoder::new_with_options(ZCursor::new(file), options).decode().unwrap()
}

/// The mean difference, in levels of 255, between a picture and the card seen from the front with a margin around it.
fn difference(image: &Prepared, margin_mm: f64) -> f64 {
    let pixels = decoded(&image.bytes);
    let (width, height) = (image.width as usize, image.height as usize);
    let step = [(CARD[0] + 2.0 * margin_mm) / width as f64, (CARD[1] + 2.0 * margin_mm) / height as f64];
    let (mut sum, mut count) = (0.0, 0);
    for at in 0..width * height {
        let place = |dx: f64, dy: f64| {
            [((at % width) as f64 + dx) * step[0] - margin_mm, ((at / width) as f64 + dy) * step[1] - margin_mm]
        };
        let [x, y] = place(0.5, 0.5);
        if !(0.5..CARD[0] - 0.5).contains(&x) || !(0.5..CARD[1] - 0.5).contains(&y) {
            continue;
        }
        let samples = [place(0.25, 0.25), place(0.75, 0.25), place(0.25, 0.75), place(0.75, 0.75)]
            .map(|place| color(&Print::default(), place)[1] * 255.0);
        sum += (samples.iter().sum::<f64>() / 4.0 - f64::from(pixels[at * 3 + 1])).abs();
        count += 1;
    }
    sum / f64::from(count)
}

fn still() -> Stage {
    Stage { size: Size { width: 1600, height: 1200 }, pixels_per_mm: 13.0, blur: 0.4, noise: 0.0, ..Stage::default() }
}

#[test]
fn the_card_is_seen_straight_at_every_angle() {
    for (tilt, rotation) in [(0.0, 0.0), (25.0, 0.0), (0.0, 20.0), (20.0, -15.0), (0.0, 90.0), (10.0, 180.0)] {
        let stage = Stage { tilt, rotation, ..still() };
        let image = cut(&stage, PrepareOptions { crop_margin: Some(0.0), ..PrepareOptions::default() });
        let shape = f64::from(image.width) / f64::from(image.height);
        assert!((shape - CARD[0] / CARD[1]).abs() < 0.005, "{tilt} {rotation}: {shape}");
        assert_eq!(image.path, PreparedPath::Encoded);
        // Print is strokes of four pixels: shifted by one pixel it differs by 16 levels, turned over by 40.
        let found = difference(&image, 0.0);
        assert!(found < 9.0, "{tilt} {rotation}: {found}");
    }
}

#[test]
fn the_margin_is_a_share_of_the_longer_side() {
    let stage = Stage { tilt: 8.0, ..still() };
    for (crop_margin, share) in [(None, 0.05), (Some(0.0), 0.0), (Some(0.2), 0.2)] {
        let image = cut(&stage, PrepareOptions { crop_margin, ..PrepareOptions::default() });
        let margin_mm = CARD[0] * share;
        let expected = (CARD[0] + 2.0 * margin_mm) / (CARD[1] + 2.0 * margin_mm);
        assert!((f64::from(image.width) / f64::from(image.height) - expected).abs() < 0.005, "{crop_margin:?}");
        let found = difference(&image, margin_mm);
        assert!(found < 9.0, "{crop_margin:?}: {found}");
    }
}

#[test]
fn files_of_every_orientation_give_the_same_crop() {
    let stage = Stage { tilt: 15.0, rotation: 10.0, shift: [100.0, -60.0], ..still() };
    let upright = stage.rgba();
    for orientation in 1..=8u8 {
        let file = stored(&upright, stage.size, orientation);
        let options = PrepareOptions {
            crop: Some(stage.quad()),
            crop_margin: Some(0.0),
            max_edge: Some(900),
            ..PrepareOptions::default()
        };
        let image = prepare(&file, &options).unwrap();
        assert_eq!((image.width, image.notes.contains(&Note::Reduced)), (900, true), "{orientation}");
        let found = difference(&image, 0.0);
        assert!(found < 10.0, "{orientation}: {found}");
    }
}

#[test]
fn limits_are_kept_and_nothing_is_enlarged() {
    let stage = Stage { tilt: 10.0, ..still() };
    let full = cut(&stage, PrepareOptions::default());
    assert!(!full.notes.contains(&Note::Reduced));
    let [top, right, bottom, left] = stage.quad().sides();
    let nearest = top.max(bottom).max(right.max(left) * CARD[0] / CARD[1]);
    assert!((f64::from(full.width) - nearest * 1.1).abs() < 2.0, "{} for {nearest}", full.width);
    let image = cut(&stage, PrepareOptions { max_bytes: Some(40_000), ..PrepareOptions::default() });
    assert!(image.byte_length <= 40_000 && image.byte_length > 30_000, "{}", image.byte_length);
    let image = cut(&stage, PrepareOptions { max_edge: Some(300), ..PrepareOptions::default() });
    assert_eq!(image.width, 300);
    // Strokes are a pixel wide: what would alias differs by 25 levels and more.
    let found = difference(&image, CARD[0] * 0.05);
    assert!(found < 14.0, "{found}");
}

#[test]
fn corners_outside_the_picture_continue_its_border() {
    let stage = Stage { shift: [560.0, 0.0], ..still() };
    let image = cut(&stage, PrepareOptions { crop_margin: Some(0.0), ..PrepareOptions::default() });
    let pixels = decoded(&image.bytes);
    let row = |y: usize| (0..image.width as usize).map(move |x| (y * image.width as usize + x) * 3 + 1);
    let outside: Vec<u8> = row(40).skip(image.width as usize - 100).map(|at| pixels[at]).collect();
    assert!(outside.iter().all(|sample| sample.abs_diff(outside[0]) <= 6), "{outside:?}");
}

#[test]
fn a_crop_that_needs_too_much_memory_is_reduced() {
    let size = Size { width: 4_000, height: 3_000 };
    let rgba = vec![128; 4_000 * 3_000 * 4];
    let straight = [(200.0, 300.0), (3_800.0, 300.0), (3_800.0, 2_600.0), (200.0, 2_600.0)];
    let [a, b, c, d] = straight;
    for (places, is_reduced) in [(straight, false), ([d, a, b, c], true)] {
        let crop = Some(Quad::new(places.map(|(x, y)| Point { x, y })));
        let options = PrepareOptions { crop, crop_margin: Some(0.0), ..PrepareOptions::default() };
        let image = prepare_pixels(&rgba, size, &options).unwrap();
        assert_eq!(image.notes.contains(&Note::Reduced), is_reduced, "{places:?}: {} x {}", image.width, image.height);
        // Turned by a quarter, all of the source's rows are held: about as many pixels as the result has, 3 bytes each,
        // in 16 MiB. Rounding to whole rows and columns adds up to a fiftieth.
        let held = u64::from(image.width) * u64::from(image.height) * 3;
        assert_eq!(held <= (16 << 20) * 51 / 50, is_reduced, "{held}");
    }
}

#[test]
fn the_longest_of_two_opposite_sides_gives_the_size() {
    let size = Size { width: 1_600, height: 1_200 };
    let rgba = vec![90; 1_600 * 1_200 * 4];
    // The upper side is farther away: 800 pixels, where the lower one has 1,000.
    let places = [(300.0, 200.0), (1_100.0, 200.0), (1_200.0, 800.0), (200.0, 800.0)];
    let crop = Some(Quad::new(places.map(|(x, y)| Point { x, y })));
    let options = PrepareOptions { crop, crop_margin: Some(0.0), ..PrepareOptions::default() };
    let image = prepare_pixels(&rgba, size, &options).unwrap();
    assert!((999..=1_001).contains(&image.width), "{} x {}", image.width, image.height);
}

#[test]
fn what_is_seen_from_the_side_is_not_stretched_beyond_twice_its_longest_side() {
    let rgba = vec![90; 900 * 600 * 4];
    let places = [(450.0, 0.0), (520.0, 200.0), (520.0, 400.0), (450.0, 599.0)];
    let crop = Some(Quad::new(places.map(|(x, y)| Point { x, y })));
    let options = PrepareOptions { crop, crop_margin: Some(0.0), ..PrepareOptions::default() };
    let image = prepare_pixels(&rgba, Size { width: 900, height: 600 }, &options).unwrap();
    // Its left side has 599 pixels; the shape that perspective tells of would make it 1,314 wide.
    assert!(image.width <= 1_198, "{} x {}", image.width, image.height);
}

#[test]
fn slivers_do_not_become_large() {
    let rgba = vec![90; 900 * 600 * 4];
    let slivers = [
        [(0.0, 0.0), (890.0, 590.0), (890.0, 599.0), (0.0, 9.0)],
        [(0.0, 0.0), (899.0, 290.0), (899.0, 300.0), (0.0, 599.0)],
        [(440.0, 0.0), (460.0, 0.0), (899.0, 599.0), (0.0, 599.0)],
        [(0.0, 0.0), (9.0, 0.0), (899.0, 599.0), (-200.0, 580.0)],
    ];
    for places in slivers {
        let crop = Some(Quad::new(places.map(|(x, y)| Point { x, y })));
        let options = PrepareOptions { crop, crop_margin: Some(0.5), ..PrepareOptions::default() };
        match prepare_pixels(&rgba, Size { width: 900, height: 600 }, &options) {
            // Twice the longest side, and a margin of half of that at each end.
            Ok(image) => {
                assert!(image.width.max(image.height) <= 4_400, "{places:?}: {} x {}", image.width, image.height)
            }
            Err(error) => assert!(error.to_string().starts_with("crop: "), "{places:?}: {error}"),
        }
    }
}

#[test]
fn what_no_camera_sees_is_refused_by_name() {
    let refused = |places: [(f64, f64); 4], margin: Option<f64>| {
        let quad = Quad::new(places.map(|(x, y)| Point { x, y }));
        let options = PrepareOptions { crop: Some(quad), crop_margin: margin, ..PrepareOptions::default() };
        prepare_pixels(&[90; 60 * 40 * 4], Size { width: 60, height: 40 }, &options).unwrap_err().to_string()
    };
    let good = [(5.0, 5.0), (50.0, 5.0), (50.0, 35.0), (5.0, 35.0)];
    let [a, b, c, d] = good;
    for places in [[a, c, b, d], [b, a, d, c], [a, a, c, d], [a, b, (20.0, 8.0), d], [a, b, (50.0, 7.0), (5.0, 7.0)]] {
        assert!(refused(places, None).starts_with("crop: found corners that no document has"), "{places:?}");
    }
    let far = [(-500.0, 5.0), (50.0, 5.0), (50.0, 35.0), (5.0, 35.0)];
    assert!(refused(far, None).starts_with("crop: found corners far outside the picture"));
    assert!(refused(good, Some(0.6)).starts_with("cropMargin: found a number out of range"));
}

#[test]
fn options_are_read_as_callers_write_them() {
    let read = |json: &str| idsnap::input::read::<PrepareOptions>("options", json.as_bytes(), &[]);
    let corner = |name: &str| format!(r#""{name}": {{"x": 1, "y": 2.5}}"#);
    let corners = ["topLeft", "topRight", "bottomRight", "bottomLeft"].map(corner).join(", ");
    let options = read(&format!(r#"{{"crop": {{{corners}}}, "cropMargin": 0.1}}"#)).unwrap();
    assert_eq!(options.crop.unwrap().bottom_left, Point { x: 1.0, y: 2.5 });
    let missing = read(&format!(r#"{{"crop": {{{}}}}}"#, corner("topLeft"))).unwrap_err();
    assert_eq!(missing.to_string(), "options.crop.topRight is missing: expected a value");
    let wrong = read(r#"{"crop": {"topLeft": {"x": "1", "y": 2}}}"#).unwrap_err();
    assert_eq!(wrong.to_string(), "options.crop.topLeft.x: found a string, expected a number");
}

/// A JPEG file that shows `rgba` when it is turned as its EXIF orientation says.
fn stored(rgba: &[u8], size: Size, orientation: u8) -> Vec<u8> {
    let (width, height) = (size.width as usize, size.height as usize);
    let transposes = orientation >= 5;
    let (stored_width, stored_height) = if transposes { (height, width) } else { (width, height) };
    let mut pixels = vec![0; rgba.len()];
    for at in 0..width * height {
        let (x, y) = (at % width, at / width);
        // CIPA DC-008, "Orientation": where the stored first row and column belong.
        let (column, row) = match orientation {
            1 => (x, y),
            2 => (width - 1 - x, y),
            3 => (width - 1 - x, height - 1 - y),
            4 => (x, height - 1 - y),
            5 => (y, x),
            6 => (y, width - 1 - x),
            7 => (height - 1 - y, width - 1 - x),
            _ => (height - 1 - y, x),
        };
        let to = (row * stored_width + column) * 4;
        pixels[to..to + 4].copy_from_slice(&rgba[at * 4..at * 4 + 4]);
    }
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 95);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    encoder.encode(&pixels, stored_width as u16, stored_height as u16, ColorType::Rgba).unwrap();
    let exif =
        [b"\xFF\xE1\0\x22Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[orientation], &[0; 7]];
    file.splice(2..2, exif.concat());
    file
}
