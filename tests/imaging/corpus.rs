//! Every file of the corpus of real images ends inside the limits, or in a typed error.

use crate::support::corpus::{corpus, root};
use idsnap::image::decode::Source;
use idsnap::image::prepare::{Limits, PrepareOptions, Prepared, PreparedPath, prepare};
use idsnap::limits::{ImageLimits, SizeLimit};
use idsnap::raster::PixelLayout;
use idsnap::vendors::VendorId;
use idsnap::{Error, ErrorCode};

/// A result keeps to the limits, and is a file of the size that it says.
#[track_caller]
pub fn assert_inside(name: &str, prepared: &Prepared, limits: &ImageLimits) {
    assert_eq!(prepared.byte_length, prepared.bytes.len() as u64, "{name}");
    assert!(limits.formats.contains(&prepared.mime_type), "{name}: {:?}", prepared.mime_type);
    if let Some(SizeLimit { max, unit, .. }) = limits.size {
        assert!(unit.measure(prepared.byte_length) <= max, "{name}: {} bytes", prepared.byte_length);
    }
    if let Some(max_edge) = limits.max_edge {
        assert!(prepared.width.max(prepared.height) <= max_edge, "{name}");
    }
    if prepared.path != PreparedPath::Original && prepared.source.width.max(prepared.source.height) < 4_000 {
        let again = prepare(&prepared.bytes, &PrepareOptions::default()).unwrap();
        assert_eq!((again.width, again.height), (prepared.width, prepared.height), "{name}");
    }
}

/// `count` is how many files the folder has at least.
#[track_caller]
fn every_vendor_limit(folder: &str, count: usize) {
    let Some(files) = corpus(folder) else { return };
    assert!(files.len() >= count, "{} files", files.len());
    for (name, bytes) in &files {
        for vendor in VendorId::ALL {
            let limits = Limits::Vendor(vendor);
            let options = PrepareOptions { limits: Some(limits.clone()), ..PrepareOptions::default() };
            match prepare(bytes, &options) {
                Ok(prepared) => assert_inside(name, &prepared, &limits.resolved()),
                Err(error) => assert_eq!(error.code(), ErrorCode::UnsupportedFormat, "{name} for {vendor}: {error}"),
            }
        }
    }
}

#[test]
fn every_photo_meets_every_vendors_limits() {
    every_vendor_limit("photos", 13);
}

#[test]
fn every_document_meets_every_vendors_limits() {
    every_vendor_limit("ids", 33);
}

#[test]
fn every_photo_and_document_meets_a_small_limit() {
    let (Some(photos), Some(ids)) = (corpus("photos"), corpus("ids")) else { return };
    let mut prepared_count = 0;
    for (name, bytes) in photos.into_iter().chain(ids) {
        let options = PrepareOptions { max_base64_length: Some(120_000), max_edge: Some(1_600), ..Default::default() };
        match prepare(&bytes, &options) {
            Ok(prepared) => {
                assert!(prepared.base64_length <= 120_000, "{name}: {}", prepared.base64_length);
                assert!(prepared.width.max(prepared.height) <= 1_600, "{name}");
                prepared_count += 1;
            }
            Err(error) => assert_eq!(error.code(), ErrorCode::UnsupportedFormat, "{name}: {error}"),
        }
    }
    // The lines of print are TIFF files.
    assert!(prepared_count >= 24, "{prepared_count} images");
}

#[test]
fn every_hostile_file_ends_in_an_image_or_a_typed_error() {
    let jpeg =
        ImageLimits { size: None, max_edge: Some(1_000), formats: vec![idsnap::limits::ImageFormat::Jpeg].into() };
    let (Some(robust), Some(heic)) = (corpus("robust"), corpus("heic")) else { return };
    let (mut images, mut refused) = (0, 0);
    for (name, bytes) in robust.into_iter().chain(heic) {
        for limits in [None, Some(Limits::Custom(jpeg.clone()))] {
            let options = PrepareOptions { limits: limits.clone(), ..PrepareOptions::default() };
            match prepare(&bytes, &options) {
                Ok(prepared) => {
                    images += 1;
                    if let Some(limits) = limits {
                        assert_inside(&name, &prepared, &limits.resolved());
                    }
                }
                Err(error) => {
                    refused += 1;
                    assert!(
                        !matches!(*error, Error::InvalidField { .. } | Error::EngineFailed { .. }),
                        "{name}: {error}"
                    );
                }
            }
        }
    }
    assert!(images > 100 && refused > 100, "{images} images, {refused} refusals");
}

#[test]
fn every_sound_file_of_the_suites_is_read() {
    let (Some(bmp), Some(png)) = (corpus("robust/bmpsuite/g"), corpus("robust/pngsuite")) else { return };
    assert!(bmp.len() >= 14 && png.len() >= 80, "{} and {} files", bmp.len(), png.len());
    for (name, bytes) in bmp.into_iter().chain(png) {
        // The suite marks its broken files with an x in front.
        let broken = name.rsplit('/').next().unwrap().starts_with('x');
        let options = PrepareOptions { max_edge: Some(16), ..PrepareOptions::default() };
        assert_eq!(prepare(&bytes, &options).is_err(), broken, "{name}");
    }
}

#[test]
fn png_files_have_the_pixels_that_another_decoder_reads() {
    let Some(files) = corpus("robust/pngsuite") else { return };
    let mut compared = 0;
    for (name, bytes) in &files {
        let Ok((layout, pixels)) = another_decoder(bytes) else { continue };
        // The other decoder gives samples as they are stored, whatever light they stand for.
        let bytes = without_chunk(bytes, b"gAMA");
        let source = Source::inspect(&bytes).unwrap();
        let mut rows = source.rows(source.size).unwrap();
        let width = source.size.width as usize;
        for (y, pixels) in pixels.chunks_exact(width * layout.channels()).enumerate() {
            let mut row = vec![0; rows.row_length()];
            rows.next_row(&mut row).unwrap();
            let mut expected = row.clone();
            layout.write_planar(pixels, &mut expected);
            assert_eq!(row, expected, "{name}, row {y}");
        }
        compared += 1;
    }
    // The suite marks its broken files with an x in front.
    let sound = files.iter().filter(|(name, _)| !name.rsplit('/').next().unwrap().starts_with('x')).count();
    assert_eq!(compared, sound, "of {} files", files.len());
    assert!(compared >= 60, "{compared} files");
}

/// The picture in 8 bits a sample, as the crate `png` reads it.
fn another_decoder(bytes: &[u8]) -> Result<(PixelLayout, Vec<u8>), png::DecodingError> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let mut reader = decoder.read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels)?;
    let layout = match reader.output_color_type().0 {
        png::ColorType::Grayscale => PixelLayout::Gray,
        png::ColorType::GrayscaleAlpha => PixelLayout::GrayAlpha,
        png::ColorType::Rgb => PixelLayout::Rgb,
        png::ColorType::Rgba | png::ColorType::Indexed => PixelLayout::Rgba,
    };
    Ok((layout, pixels))
}

#[test]
fn heic_and_avif_are_refused_by_name() {
    let Some(files) = corpus("heic") else { return };
    assert!(files.len() >= 10, "{} files", files.len());
    for (name, bytes) in files {
        let error = prepare(&bytes, &PrepareOptions::default()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::UnsupportedFormat, "{name}: {error}");
    }
}

#[test]
fn a_folder_that_the_corpus_does_not_have_is_a_failure_and_no_skip() {
    if root().is_some() {
        assert!(std::panic::catch_unwind(|| corpus("no-such-folder")).is_err());
    }
}

/// A PNG file without its chunk of a name.
fn without_chunk(png: &[u8], name: &[u8; 4]) -> Vec<u8> {
    let Some(at) = png.windows(4).position(|found| found == name) else { return png.to_vec() };
    let length = u32::from_be_bytes(png[at - 4..at].try_into().unwrap()) as usize;
    [&png[..at - 4], &png[at + 8 + length..]].concat()
}
