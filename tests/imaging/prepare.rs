//! The limit is a guarantee, and the picture is touched as little as it allows.

use crate::support::exif;
use crate::support::files;
use crate::support::picture::Picture;
use idsnap::image::prepare::{Limits, PrepareOptions, Prepared, PreparedPath, prepare, prepare_all, prepare_pixels};
use idsnap::limits::{ImageFormat, ImageLimits, SizeLimit, SizeScope, SizeUnit};
use idsnap::rows::Size;
use idsnap::{Error, ErrorCode};
use sha2::{Digest, Sha256};

fn custom(size: Option<SizeLimit>, formats: &[ImageFormat]) -> Option<Limits> {
    Some(Limits::Custom(ImageLimits { size, max_edge: None, formats: formats.to_vec().into() }))
}

fn original(bytes: &[u8], options: &PrepareOptions) -> bool {
    prepare(bytes, options).unwrap().path == PreparedPath::Original
}

fn max_bytes(max: usize) -> PrepareOptions {
    PrepareOptions { max_bytes: Some(max as u64), ..PrepareOptions::default() }
}

fn busy_jpeg() -> Vec<u8> {
    let file = files::jpeg(&Picture::busy(800, 600), 95);
    // Without metadata, so that what comes out untouched has the same length.
    prepare(&file, &PrepareOptions::default()).unwrap().bytes
}

#[test]
fn a_file_that_fits_exactly_is_untouched_and_one_byte_over_is_not() {
    let file = busy_jpeg();
    assert!(original(&file, &max_bytes(file.len())));
    let shrunk = prepare(&file, &max_bytes(file.len() - 1)).unwrap();
    assert_ne!(shrunk.path, PreparedPath::Original);
    assert!(shrunk.bytes.len() < file.len());
    assert_eq!((shrunk.width, shrunk.height), (800, 600));
}

#[test]
fn too_many_bytes_alone_are_coarsened_without_decoding() {
    let file = busy_jpeg();
    let prepared = prepare(&file, &PrepareOptions { min_quality: Some(5), ..max_bytes(file.len() * 2 / 3) }).unwrap();
    assert_eq!(prepared.path, PreparedPath::Transcoded);
    assert!(Picture::from_jpeg(&prepared.bytes).difference(&Picture::busy(800, 600)) < 12.0);
}

#[test]
fn a_jpeg_does_not_grow_by_being_reduced() {
    let file = files::jpeg(&Picture::busy(800, 600), 40);
    let prepared = prepare(&file, &PrepareOptions { max_edge: Some(790), min_quality: Some(5), ..Default::default() });
    let prepared = prepared.unwrap();
    assert_eq!(prepared.path, PreparedPath::Encoded);
    assert!(prepared.bytes.len() <= file.len(), "{} of {}", prepared.bytes.len(), file.len());
}

#[test]
fn the_base64_form_that_fits_exactly_is_untouched_and_one_character_over_is_not() {
    let file = busy_jpeg();
    let length = SizeUnit::Base64Characters.measure(file.len() as u64);
    let within = |max| PrepareOptions { max_base64_length: Some(max), ..PrepareOptions::default() };
    assert!(original(&file, &within(length)));
    let shrunk = prepare(&file, &within(length - 1)).unwrap();
    assert!(shrunk.path != PreparedPath::Original && shrunk.base64_length < length);
}

#[test]
fn an_edge_that_fits_exactly_is_untouched_and_one_pixel_over_is_not() {
    let file = busy_jpeg();
    let within = |max| PrepareOptions { max_edge: Some(max), ..PrepareOptions::default() };
    assert!(original(&file, &within(800)));
    let reduced = prepare(&file, &within(799)).unwrap();
    assert_eq!((reduced.path, reduced.width, reduced.height), (PreparedPath::Encoded, 799, 599));
}

#[test]
fn the_room_is_used_when_quality_has_to_give() {
    let file = busy_jpeg();
    for share in [3, 4, 5] {
        let max = file.len() / share;
        let prepared = prepare(&file, &PrepareOptions { min_quality: Some(5), ..max_bytes(max) }).unwrap();
        let used = prepared.bytes.len() * 100 / max;
        assert!(prepared.bytes.len() <= max && used >= 97, "{used} % of {max}");
        assert_eq!((prepared.width, prepared.height), (800, 600), "{max}");
    }
}

#[test]
fn the_size_gives_way_once_the_quality_must_not() {
    let file = busy_jpeg();
    let options = PrepareOptions { min_quality: Some(80), ..max_bytes(file.len() / 4) };
    let prepared = prepare(&file, &options).unwrap();
    assert!(prepared.bytes.len() <= file.len() / 4);
    assert!(prepared.quality.is_some_and(|quality| quality >= 80), "{:?}", prepared.quality);
    assert!(prepared.width < 800 && prepared.width >= idsnap::image::prepare::MIN_EDGE, "{}", prepared.width);
}

#[test]
fn what_cannot_fit_says_how_small_it_got_in_the_limits_own_unit() {
    let file = busy_jpeg();
    for (options, unit) in [
        (max_bytes(500), SizeUnit::Bytes),
        (PrepareOptions { max_base64_length: Some(500), ..Default::default() }, SizeUnit::Base64Characters),
    ] {
        match prepare(&file, &options).map_err(|error| *error) {
            Err(Error::OverBudget { limit: 500, best, unit: found }) => {
                assert_eq!(found, unit);
                assert!(best > 500 && best < file.len() as u64, "{best}");
            }
            other => panic!("{:?}", other.map(|prepared| prepared.byte_length)),
        }
    }
}

#[test]
fn a_format_that_is_not_accepted_becomes_a_jpeg() {
    let picture = Picture::quarters(64, 48);
    let options = PrepareOptions { limits: custom(None, &[ImageFormat::Jpeg]), ..PrepareOptions::default() };
    for file in [files::png(&picture), files::bmp(&picture), files::webp(&picture, None)] {
        let prepared = prepare(&file, &options).unwrap();
        assert_eq!((prepared.path, prepared.mime_type), (PreparedPath::Encoded, ImageFormat::Jpeg));
        assert_eq!(prepared.quality, Some(idsnap::image::prepare::DEFAULT_QUALITY));
    }
    let only_png = PrepareOptions { limits: custom(None, &[ImageFormat::Png]), ..PrepareOptions::default() };
    assert!(original(&files::png(&picture), &only_png));
    let error = prepare(&files::bmp(&picture), &only_png).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InvalidField, "{error}");
}

#[test]
fn sums_and_lengths_are_those_of_the_bytes() {
    let prepared = prepare(&busy_jpeg(), &PrepareOptions { max_edge: Some(300), ..Default::default() }).unwrap();
    let sum = Sha256::digest(&prepared.bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(prepared.sha256(), sum);
    assert_eq!(prepared.byte_length, prepared.bytes.len() as u64);
    assert_eq!(prepared.base64_length, prepared.byte_length.div_ceil(3) * 4);
    let shown = Picture::from_jpeg(&prepared.bytes);
    assert_eq!((shown.width, shown.height), (prepared.width, prepared.height));
}

#[test]
fn the_same_bytes_and_options_give_the_same_result() {
    let (file, options) = (busy_jpeg(), PrepareOptions { max_edge: Some(333), ..max_bytes(20_000) });
    assert_eq!(prepare(&file, &options), prepare(&file, &options));
}

#[test]
fn pixels_are_prepared_like_a_file() {
    let picture = Picture::quarters(640, 480);
    let size = Size { width: 640, height: 480 };
    let options = PrepareOptions { max_edge: Some(320), quality: Some(95), ..PrepareOptions::default() };
    let prepared = prepare_pixels(&picture.rgba(), size, &options).unwrap();
    assert_eq!((prepared.width, prepared.height, prepared.source.mime_type), (320, 240, None));
    assert!(Picture::from_jpeg(&prepared.bytes).difference(&Picture::quarters(320, 240)) < 3.0);
    for size in [Size { width: 640, height: 479 }, Size { width: 0, height: 480 }] {
        let error = prepare_pixels(&picture.rgba(), size, &options).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidField, "{error}");
    }
}

fn shared(max: u64, unit: SizeUnit) -> PrepareOptions {
    let size = SizeLimit { max, unit, scope: SizeScope::Request };
    PrepareOptions { limits: custom(Some(size), &[ImageFormat::Jpeg]), ..PrepareOptions::default() }
}

fn total(prepared: &[Prepared], unit: SizeUnit) -> u64 {
    prepared.iter().map(|image| unit.measure(image.byte_length)).sum()
}

#[test]
fn an_image_that_needs_little_leaves_its_room_to_the_others() {
    let (large, small) = (busy_jpeg(), files::jpeg(&Picture::quarters(200, 150), 80));
    for unit in [SizeUnit::Bytes, SizeUnit::Base64Characters] {
        let max = unit.measure(large.len() as u64) / 2;
        for order in [[&large[..], &small[..]], [&small[..], &large[..]]] {
            let prepared = prepare_all(&order, &shared(max, unit)).unwrap();
            let sum = total(&prepared, unit);
            assert!(sum <= max && sum * 100 >= max * 95, "{sum} of {max}");
            for (image, source) in prepared.iter().zip(order) {
                assert_eq!(image.path == PreparedPath::Original, source.len() == small.len(), "{:?}", image.path);
            }
        }
    }
}

#[test]
fn portraits_that_need_more_than_their_share_are_coarsened_and_what_is_cut_off_a_file_does_not_count() {
    let portrait = |file: &[u8]| files::with_segments(file, &[files::exif_segment(&exif::orientation(6, true))]);
    let large = portrait(&busy_jpeg());
    // The trailer makes it the longer file. Once it is gone, the image is the one that needs little.
    let small = portrait(&files::jpeg(&Picture::quarters(208, 160), 80));
    let small = [small, vec![0; 2 * large.len()]].concat();
    let max = large.len() as u64 * 3 / 4;
    for order in [[&large[..], &small[..]], [&small[..], &large[..]], [&large[..], &large[..]]] {
        let prepared = prepare_all(&order, &shared(max, SizeUnit::Bytes)).unwrap();
        let sum = total(&prepared, SizeUnit::Bytes);
        assert!(sum <= max && sum * 100 >= max * 95, "{sum} of {max}");
        for (image, source) in prepared.iter().zip(order) {
            let turned = prepare(source, &PrepareOptions::default()).unwrap();
            assert_eq!(
                (image.width, image.height, image.path),
                (turned.width, turned.height, PreparedPath::Transcoded)
            );
        }
    }
}

#[test]
fn images_that_fit_together_exactly_are_untouched_and_one_byte_less_touches_one() {
    let files = [busy_jpeg(), busy_jpeg()];
    let sources: Vec<&[u8]> = files.iter().map(Vec::as_slice).collect();
    let max = 2 * files[0].len() as u64;
    let fits = prepare_all(&sources, &shared(max, SizeUnit::Bytes)).unwrap();
    assert!(fits.iter().all(|image| image.path == PreparedPath::Original));
    let tight = prepare_all(&sources, &shared(max - 1, SizeUnit::Bytes)).unwrap();
    assert!(total(&tight, SizeUnit::Bytes) < max);
}

#[test]
fn an_only_image_is_prepared_as_if_the_limit_were_its_own() {
    let png = files::png(&Picture::quarters(200, 120));
    let options = shared(5_000_000, SizeUnit::Base64Characters);
    assert_eq!(prepare_all(&[&png], &options).unwrap(), [prepare(&png, &options).unwrap()]);
}

#[test]
fn images_that_cannot_fit_together_say_what_limit_they_exceed() {
    let file = busy_jpeg();
    match prepare_all(&[&file, &file, &file], &shared(3_000, SizeUnit::Bytes)).map_err(|error| *error) {
        Err(Error::OverBudget { limit: 3_000, best, unit: SizeUnit::Bytes }) => assert!(best > 3_000, "{best}"),
        other => panic!("{:?}", other.map(|prepared| prepared.len())),
    }
}

#[test]
fn options_are_read_from_their_published_names() {
    let read = |json: &str| idsnap::input::read::<PrepareOptions>("options", json.as_bytes(), &[]);
    let options = read(
        r#"{"limits":"biometric_kz","maxEdge":1920,"quality":80,"minQuality":40,"maxBytes":1,"maxBase64Length":4,"metadata":"camera"}"#,
    )
    .unwrap();
    assert_eq!((options.max_edge, options.quality, options.min_quality), (Some(1920), Some(80), Some(40)));
    assert_eq!(options.limits, Some(Limits::Vendor(idsnap::vendors::VendorId::BiometricKz)));
    let options =
        read(r#"{"limits":{"size":{"max":9,"unit":"base64_characters","scope":"image"},"formats":["image/png"]}}"#)
            .unwrap();
    assert!(matches!(options.limits, Some(Limits::Custom(_))));
    for wrong in [r#"{"maxedge":1}"#, r#"{"limits":"nobody"}"#, r#"{"quality":-1}"#] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn options_out_of_range_are_refused_by_name() {
    let file = busy_jpeg();
    let base = PrepareOptions::default;
    let cases = [
        ("quality", PrepareOptions { quality: Some(0), ..base() }),
        ("quality", PrepareOptions { quality: Some(101), ..base() }),
        ("minQuality", PrepareOptions { min_quality: Some(0), ..base() }),
        ("minQuality", PrepareOptions { min_quality: Some(91), ..base() }),
        ("maxEdge", PrepareOptions { max_edge: Some(0), ..base() }),
        ("maxBytes", PrepareOptions { max_bytes: Some(0), ..base() }),
        ("maxBase64Length", PrepareOptions { max_base64_length: Some(3), ..base() }),
    ];
    for (name, options) in cases {
        match prepare(&file, &options).map_err(|error| *error) {
            Err(Error::InvalidField { field, .. }) => assert_eq!(field, name),
            other => panic!("{name}: {:?}", other.map(|prepared| prepared.byte_length)),
        }
    }
}
