//! Small files that are made to cost much: the work that they may ask for is bounded by their length.

use crate::support::files;
use crate::support::picture::Picture;
use idsnap::image::prepare::{DamagePolicy, PrepareOptions, prepare};
use idsnap::jpeg::{CoefficientReader, Damaged, DecodeOptions, Decoder, McuRow, Scale};
use idsnap::rows::RowSource;
use idsnap::{Error, ErrorCode};

#[track_caller]
fn assert_refused(file: &[u8], reason: &str) {
    for damaged in [DamagePolicy::Refuse, DamagePolicy::Allow] {
        let options = PrepareOptions { damaged: Some(damaged), max_edge: Some(100), ..PrepareOptions::default() };
        match prepare(file, &options).map_err(|error| *error) {
            Err(Error::DamagedImage { reason: found, .. }) => assert_eq!(found, reason),
            other => panic!("{other:?}"),
        }
    }
}

fn segment(code: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, code], &length[..], payload].concat()
}

/// A gray JPEG file of these sides without a scan; its AC table has one code, which ends 16,384 blocks and more.
fn gray(start_of_frame: u8, width: u16, height: u16) -> Vec<u8> {
    let sides = [height.to_be_bytes(), width.to_be_bytes()].concat();
    let mut one_code = [0; 18];
    (one_code[1], one_code[17]) = (1, 0);
    let mut end_of_band = one_code;
    (end_of_band[0], end_of_band[17]) = (0x10, 0xE0);
    [
        vec![0xFF, 0xD8],
        segment(0xDB, &[&[0][..], &[1; 64]].concat()),
        segment(start_of_frame, &[&[8][..], &sides, &[1, 1, 0x11, 0]].concat()),
        segment(0xC4, &one_code),
        segment(0xC4, &end_of_band),
    ]
    .concat()
}

fn scan([start, end, approximation]: [u8; 3], data: &[u8]) -> Vec<u8> {
    [&segment(0xDA, &[1, 1, 0, start, end, approximation]), data].concat()
}

/// A progressive file of 4,000 x 4,000 pixels with so many scans of a kind behind the first.
fn progressive(count: usize, parameters: [u8; 3]) -> Vec<u8> {
    let scans = scan(parameters, &[0; 30]).repeat(count);
    [gray(0xC2, 4_000, 4_000), scan([0, 0, 1], &[0; 30]), scans, vec![0xFF, 0xD9]].concat()
}

/// Blocks that are visited before the reader ends, and why it ends.
fn visited(file: &[u8]) -> (usize, String) {
    let mut reader = match CoefficientReader::new(file) {
        Ok(reader) => reader,
        Err(error) => return (0, error.to_string()),
    };
    let (mut rows, mut count) = (McuRow::default(), 0);
    loop {
        match reader.next_mcu_row(&mut rows) {
            Ok(true) => count += rows.components.iter().map(|rows| rows.blocks.len()).sum::<usize>(),
            Ok(false) => return (count, String::new()),
            Err(error) => return (count, error.to_string()),
        }
    }
}

#[test]
fn scans_that_the_file_cannot_fill_are_refused_before_any_is_read() {
    let refusal = "the JPEG file is damaged: there are more scans than the file can fill";
    // A refinement looks at all 63 coefficients of 250,000 blocks, whose data are a few bytes.
    assert_eq!(visited(&progressive(90, [1, 63, 0x10])), (0, refusal.to_owned()));
    assert_eq!(visited(&progressive(20, [1, 63, 0x10])), (0, refusal.to_owned()));
    assert_ne!(visited(&progressive(10, [1, 63, 0x10])).1, refusal);
    assert_ne!(visited(&progressive(90, [1, 63, 0x01])).1, refusal);
}

#[test]
fn a_thousand_scans_are_too_many_however_small_the_picture() {
    let mut file = [gray(0xC2, 8, 8), scan([0, 0, 1], &[0; 2])].concat();
    file.extend(scan([0, 0, 0x10], &[0]).repeat(1_000));
    file.extend([0xFF, 0xD9]);
    assert_eq!(visited(&file).1, "the JPEG file is damaged: there are over 100 scans");
}

#[test]
fn a_file_with_hardly_any_bytes_for_its_pixels_is_refused_before_it_is_decoded() {
    let reason = "it has too few bytes for so many pixels";
    assert_refused(&[gray(0xC0, 16_000, 16_000), scan([0, 63, 0], &[0; 40]), vec![0xFF, 0xD9]].concat(), reason);
    assert_refused(&blank_webp(8_000, 8_000), reason);
    // Every pair of bytes skips 255 rows.
    let runs = [[0, 2, 0, 255]; 80].concat();
    assert_refused(&files::bmp_of(2_554, 18_803, 8, 1, &[0; 1024], &runs), reason);
    assert_refused(&files::bmp_of(8_000, 8_000, 24, 0, &[], &[0; 100]), reason);
}

#[test]
fn a_blank_picture_of_a_usual_size_is_read_however_few_its_bytes() {
    let prepared = prepare(&blank_webp(4_000, 3_000), &PrepareOptions { max_edge: Some(400), ..Default::default() });
    assert_eq!(prepared.map(|prepared| prepared.width), Ok(400));
}

#[test]
fn more_pixels_than_any_camera_has_are_refused_by_the_header() {
    let file = [gray(0xC0, 65_535, 65_535), scan([0, 63, 0], &[0; 40])].concat();
    assert_eq!(prepare(&file, &PrepareOptions::default()).map_err(|error| error.code()), Err(ErrorCode::TooManyPixels));
}

#[test]
fn a_height_that_comes_behind_the_scan_is_bounded_as_one_that_comes_before() {
    let scan = scan([0, 63, 0], &[0; 40]);
    for (height, code) in [(65_535_u16, ErrorCode::TooManyPixels), (0, ErrorCode::DamagedImage)] {
        let lines = segment(0xDC, &height.to_be_bytes());
        let file = [gray(0xC0, 65_535, 0), scan.clone(), lines.repeat(1_000), vec![0xFF, 0xD9]].concat();
        assert_eq!(prepare(&file, &PrepareOptions::default()).map_err(|error| error.code()), Err(code), "{height}");
    }
}

#[test]
fn a_flood_of_restart_markers_is_passed_over_once() {
    let interval = segment(0xDD, &[0, 1]);
    for marker in [0xD0, 0xD1, 0xD6] {
        let flood = [0xFF, marker].repeat(30_000);
        let file = [gray(0xC0, 2_000, 2_000), interval.clone(), scan([0, 63, 0], &flood), vec![0xFF, 0xD9]].concat();
        assert!(!visited(&file).1.is_empty(), "{marker:02X}");
        let options = DecodeOptions { scale: Scale::Full, damaged: Damaged::ShowWhatIsThere };
        let mut decoder = Decoder::new(&file, options).unwrap();
        let mut row = vec![0; decoder.row_length()];
        (0..2_000).for_each(|_| decoder.next_row(&mut row).unwrap());
        assert!(decoder.is_damaged(), "{marker:02X}");
    }
}

#[test]
fn a_png_that_unpacks_to_more_than_its_pixels_takes_no_more_than_those() {
    let plain = files::png(&Picture::quarters(64, 48));
    let sound = prepare(&plain, &PrepareOptions { max_edge: Some(32), ..Default::default() }).unwrap();
    // 100 MB of zeros in the place of a colour profile, 1,000 to one.
    let zeros = zeros_in_deflate(100_000_000);
    let bomb = files::with_chunk(&plain, b"iCCP", &[b"x\0\0".as_slice(), &zeros].concat());
    let prepared = prepare(&bomb, &PrepareOptions { max_edge: Some(32), ..Default::default() }).unwrap();
    assert_eq!(prepared.bytes, sound.bytes);
}

/// So many zeros as `png` packs them: the data of one row, with its filter byte.
fn zeros_in_deflate(count: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, count - 1, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header().unwrap().write_image_data(&vec![0; count as usize - 1]).unwrap();
    let mut rest = &file[8..];
    let mut data = Vec::new();
    while let Some((head, behind)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if &head[4..] == b"IDAT" {
            data.extend_from_slice(&behind[..length]);
        }
        rest = &behind[length + 4..];
    }
    data
}

/// Lossless WebP in which every pixel has the one colour that the codes know (RFC 9649, 3.7.2.1.1): 0 bits a pixel.
fn blank_webp(width: u64, height: u64) -> Vec<u8> {
    let header = (width - 1) | (height - 1) << 14;
    // No transform, no colour cache, no groups of codes; then five codes of one symbol of one bit, 0.
    let codes = (0..5).fold(0_u64, |bits, nth| bits | 1 << (3 + 4 * nth));
    let bits = u128::from(header) | u128::from(codes) << 32;
    let mut data = vec![0x2F];
    data.extend(bits.to_le_bytes());
    data.push(0);
    let mut file = b"RIFF".to_vec();
    file.extend(u32::try_from(data.len() + 12).unwrap().to_le_bytes());
    file.extend(b"WEBPVP8L");
    file.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    file.extend(data);
    file
}

#[test]
fn a_webp_whose_picture_is_cut_off_is_not_passed_through_as_an_empty_shell() {
    let file = files::webp(&Picture::busy(64, 48), None);
    for length in [40, file.len() / 2, file.len() - 2] {
        let outcome = prepare(&file[..length], &PrepareOptions::default());
        assert_eq!(outcome.map_err(|error| error.code()).map(|_| ()), Err(ErrorCode::DamagedImage), "{length}");
    }
    let mut empty = file;
    empty[16..20].fill(0);
    assert!(prepare(&empty, &PrepareOptions::default()).is_err(), "a chunk of no bytes");
}
