//! The encoding half of the JPEG engine, through its public functions.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests")]

use std::io::Write;
use std::process::{Command, Stdio};

use idsnap::PixelError as Error;
use idsnap::jpeg::{
    Block, CoefficientReader, EncodeOptions, Encoded, Frame, Lossless, LosslessOptions, McuRow, PartialEdges,
    Subsampling, Target, TranscodeOptions, Transform, encode, transcode, transform_lossless,
};
use idsnap::rows::{ColorModel, RowSource, Size};

type Sample = fn(u32, u32, u32) -> u8;

/// A picture made by a function of column, line and component.
struct Generated {
    size: Size,
    model: ColorModel,
    next: u32,
    sample: Sample,
}

impl RowSource for Generated {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        self.model
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Error> {
        for (component, samples) in (0..).zip(row.chunks_exact_mut(self.size.width as usize)) {
            for (x, sample) in (0..).zip(samples) {
                *sample = (self.sample)(x, self.next, component);
            }
        }
        self.next += 1;
        Ok(())
    }
}

fn byte(value: u32) -> u8 {
    u8::try_from(value.min(255)).unwrap()
}

fn gradient(x: u32, y: u32, component: u32) -> u8 {
    byte((x * 2 + y * 3) / 4 + component * 60)
}

/// Strokes two pixels wide on light paper, as print has them.
fn text(x: u32, y: u32, component: u32) -> u8 {
    let is_ink = (x / 2 * 7 + y / 2 * 5 + (x / 9) * (y / 11)).is_multiple_of(4) && y % 22 < 14;
    byte(if is_ink { 30 + 10 * component } else { 230 - 8 * component })
}

fn noise(x: u32, y: u32, component: u32) -> u8 {
    let mut state = x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B) ^ component.wrapping_mul(0xC2B2_AE35);
    state ^= state >> 15;
    byte(state.wrapping_mul(0x2C1B_3C6D) >> 24)
}

const PICTURES: [(&str, Sample); 3] = [("gradient", gradient), ("text", text), ("noise", noise)];

fn picture(width: u32, height: u32, model: ColorModel, sample: Sample) -> Generated {
    Generated { size: Size { width, height }, model, next: 0, sample }
}

const fn options(target: Target) -> EncodeOptions<'static> {
    EncodeOptions { target, subsampling: Subsampling::Auto, metadata: &[], progressive: true }
}

const fn budget(max_bytes: u64) -> Target {
    Target::Budget { max_bytes, min_quality: 1, max_quality: 100 }
}

fn encoded(picture: &mut Generated, options: &EncodeOptions<'_>) -> Encoded {
    encode(picture, options).unwrap()
}

/// What libjpeg-turbo makes of a file: PNM bytes. `None` where `djpeg` is not installed.
#[track_caller]
fn opened(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut command = Command::new("djpeg");
    let Ok(mut child) = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() else {
        println!("djpeg is not installed: files are not opened by an independent decoder");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let input = bytes.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

/// The samples of a PNM file: what follows its four words.
fn pnm_samples(pnm: &[u8]) -> &[u8] {
    let ends: Vec<usize> = (0..pnm.len()).filter(|&at| pnm[at].is_ascii_whitespace()).take(4).collect();
    &pnm[ends[3] + 1..]
}

#[test]
fn every_size_model_and_sampling_opens_without_a_warning() {
    let mut count = 0;
    for (width, height) in [(1, 1), (7, 5), (8, 8), (17, 33), (1, 1000), (1000, 1), (31, 16)] {
        for model in [ColorModel::Gray, ColorModel::Rgb, ColorModel::YCbCr] {
            for subsampling in [Subsampling::S444, Subsampling::S422, Subsampling::S420, Subsampling::Auto] {
                for progressive in [false, true] {
                    let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(80)) };
                    let file = encoded(&mut picture(width, height, model, text), &options);
                    if let Some(pnm) = opened(&file.bytes) {
                        let samples = (width * height) as usize * model.components();
                        assert_eq!(pnm_samples(&pnm).len(), samples, "{width}x{height}");
                    }
                    count += 1;
                }
            }
        }
    }
    assert_eq!(count, 7 * 3 * 4 * 2);
}

#[test]
fn a_high_quality_gives_back_nearly_the_same_samples() {
    for (name, sample) in PICTURES {
        for (subsampling, model) in [(Subsampling::S444, ColorModel::Rgb), (Subsampling::Auto, ColorModel::Gray)] {
            for progressive in [false, true] {
                let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(100)) };
                let file = encoded(&mut picture(50, 43, model, sample), &options);
                let Some(pnm) = opened(&file.bytes) else { return };
                for (at, &found) in (0..).zip(pnm_samples(&pnm)) {
                    let components = u32::try_from(model.components()).unwrap();
                    let (pixel, component) = (at / components, at % components);
                    let expected = sample(pixel % 50, pixel / 50, component);
                    // Steps of 1, a rounded colour conversion and coefficients not worth their bits.
                    assert!(found.abs_diff(expected) <= 8, "{name} {pixel}/{component}: {found}, not {expected}");
                }
            }
        }
    }
}

#[test]
fn a_budget_is_never_exceeded_and_well_used() {
    let mut filled = 0;
    for (name, sample) in PICTURES {
        for progressive in [false, true] {
            for max_bytes in [300, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 40_000, 100_000, 1_000_000] {
                let options = EncodeOptions { progressive, ..options(budget(max_bytes)) };
                match encode(&mut picture(200, 150, ColorModel::Rgb, sample), &options) {
                    Ok(file) => {
                        let length = file.bytes.len() as u64;
                        assert!(length <= max_bytes, "{name}: {length} of {max_bytes}");
                        // In 2,000 bytes all blocks of a gradient change at once.
                        let is_used = length * 100 >= max_bytes * 97 || max_bytes <= 2_000;
                        assert!(is_used || file.quality == 100, "{name}: {length} of {max_bytes} at {}", file.quality);
                        filled += usize::from(is_used);
                        opened(&file.bytes);
                    }
                    Err(Error::OverBudget { limit, best, .. }) => assert!(limit == max_bytes && best > limit, "{name}"),
                    Err(other) => panic!("{name}: {other}"),
                }
            }
        }
    }
    assert!(filled >= 18, "{filled}");
}

#[test]
fn the_lowest_quality_fits_exactly_and_a_byte_less_is_over_budget() {
    for progressive in [false, true] {
        let at = |max_bytes| {
            let target = Target::Budget { max_bytes, min_quality: 30, max_quality: 30 };
            encode(&mut picture(64, 48, ColorModel::Rgb, text), &EncodeOptions { progressive, ..options(target) })
        };
        let smallest = at(1_000_000).unwrap().bytes.len() as u64;
        assert_eq!(at(smallest).unwrap().bytes.len() as u64, smallest);
        let Err(Error::OverBudget { limit, best, .. }) = at(smallest - 1) else { panic!("a byte less must not fit") };
        assert_eq!((limit, best), (smallest - 1, smallest));
    }
}

#[test]
fn a_higher_quality_takes_more_bytes() {
    let mut before = 0;
    for quality in [1, 10, 30, 50, 70, 80, 90, 95, 100] {
        let file = encoded(&mut picture(160, 120, ColorModel::Rgb, noise), &options(Target::Quality(quality)));
        assert!(file.bytes.len() > before, "quality {quality}");
        assert_eq!(file.quality, quality);
        before = file.bytes.len();
    }
}

#[test]
fn metadata_stands_behind_the_jfif_segment_as_it_was_given() {
    let segment = [0xFF, 0xE1, 0, 6, b'a', b'b', b'c', b'd'];
    let segments: [&[u8]; 1] = [&segment];
    let options = EncodeOptions { metadata: &segments, ..options(Target::Quality(50)) };
    let file = encoded(&mut picture(9, 9, ColorModel::Gray, text), &options);
    assert_eq!(file.bytes[20..28], segment);
    opened(&file.bytes);
}

#[test]
fn sides_and_qualities_out_of_range_are_refused() {
    for (width, height, quality) in [(0, 1, 50), (1, 0, 50), (65_536, 1, 50), (1, 1, 0), (1, 1, 101)] {
        let found = encode(&mut picture(width, height, ColorModel::Gray, text), &options(Target::Quality(quality)));
        assert!(matches!(found, Err(Error::InvalidField { .. })), "{width}x{height} at {quality}");
    }
}

/// Blocks of every component, row by row, without padding; and how many stand side by side.
type Coefficients = Vec<(usize, Vec<Block>)>;

fn coefficients(file: &[u8]) -> (Frame, Coefficients) {
    let mut reader = CoefficientReader::new(file).unwrap();
    let frame = reader.frame().clone();
    let side =
        |edge: u32, factor: u8, most: u8| (edge * u32::from(factor)).div_ceil(u32::from(most)).div_ceil(8) as usize;
    let mut planes: Coefficients = Vec::new();
    for component in &frame.components {
        planes.push((side(frame.size.width, component.horizontal, frame.max_horizontal()), Vec::new()));
    }
    let mut rows = McuRow::default();
    while reader.next_mcu_row(&mut rows).unwrap() {
        for ((columns, blocks), rows) in planes.iter_mut().zip(&rows.components) {
            for row in rows.blocks.chunks_exact(rows.blocks_per_row) {
                blocks.extend_from_slice(&row[..*columns]);
            }
        }
    }
    for ((columns, blocks), component) in planes.iter_mut().zip(&frame.components) {
        blocks.truncate(*columns * side(frame.size.height, component.vertical, frame.max_vertical()));
    }
    (frame, planes)
}

fn lossless(file: &[u8], exif: u16, edges: PartialEdges, progressive: bool) -> Lossless {
    let transform = Transform::from_exif(exif).unwrap();
    transform_lossless(file, &LosslessOptions { transform, edges, metadata: &[], progressive }).unwrap()
}

#[track_caller]
fn done(result: Lossless) -> Encoded {
    match result {
        Lossless::Done(file) => file,
        Lossless::PartialBlocks { trimmed } => panic!("partial blocks: {trimmed:?}"),
    }
}

/// The EXIF orientation that undoes another.
const fn inverse(exif: u16) -> u16 {
    match exif {
        6 => 8,
        8 => 6,
        other => other,
    }
}

#[test]
fn coding_again_changes_no_coefficient() {
    for subsampling in [Subsampling::S444, Subsampling::S422, Subsampling::S420] {
        for (from, to) in [(false, false), (false, true), (true, false), (true, true)] {
            let options = EncodeOptions { subsampling, progressive: from, ..options(Target::Quality(85)) };
            let source = encoded(&mut picture(61, 45, ColorModel::Rgb, text), &options);
            let again = done(lossless(&source.bytes, 1, PartialEdges::Report, to));
            assert_eq!(coefficients(&again.bytes), coefficients(&source.bytes));
            opened(&again.bytes);
        }
    }
}

#[test]
fn turning_there_and_back_gives_every_coefficient_back() {
    for exif in 2..=8 {
        for subsampling in [Subsampling::S444, Subsampling::S422, Subsampling::S420] {
            let options = EncodeOptions { subsampling, ..options(Target::Quality(85)) };
            let source = encoded(&mut picture(64, 48, ColorModel::Rgb, text), &options);
            let turned = done(lossless(&source.bytes, exif, PartialEdges::Report, true));
            assert_eq!(turned.size.width, if exif >= 5 { 48 } else { 64 }, "orientation {exif}");
            assert_ne!(coefficients(&turned.bytes).1, coefficients(&source.bytes).1, "orientation {exif}");
            let back = done(lossless(&turned.bytes, inverse(exif), PartialEdges::Report, false));
            assert_eq!(coefficients(&back.bytes), coefficients(&source.bytes), "orientation {exif}");
        }
    }
}

#[test]
fn a_turned_file_shows_the_picture_turned() {
    let (width, height) = (32_u32, 16_u32);
    let options = EncodeOptions { subsampling: Subsampling::S444, ..options(Target::Quality(100)) };
    let source = encoded(&mut picture(width, height, ColorModel::Gray, gradient), &options);
    for exif in 1..=8 {
        let turned = done(lossless(&source.bytes, exif, PartialEdges::Report, false));
        let Some(pnm) = opened(&turned.bytes) else { return };
        let turned_width = turned.size.width;
        for (at, &found) in (0..).zip(pnm_samples(&pnm)) {
            let (x, y) = (at % turned_width, at / turned_width);
            // Where EXIF 2.32, 4.6.4 says that row 0 and column 0 of the source are seen.
            let (source_x, source_y) = match exif {
                1 => (x, y),
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let expected = gradient(source_x, source_y, 0);
            assert!(found.abs_diff(expected) <= 3, "orientation {exif} at {x},{y}: {found}, not {expected}");
        }
    }
}

#[test]
fn partial_blocks_are_reported_or_trimmed() {
    let options = EncodeOptions { subsampling: Subsampling::S420, ..options(Target::Quality(80)) };
    let source = encoded(&mut picture(40, 30, ColorModel::Rgb, text), &options);
    let size = |width, height| Some(Size { width, height });
    let expected = [
        (2, size(32, 30)),
        (3, size(32, 16)),
        (4, size(40, 16)),
        (6, size(16, 40)),
        (7, size(16, 32)),
        (8, size(30, 32)),
    ];
    for (exif, trimmed) in expected {
        let reported = lossless(&source.bytes, exif, PartialEdges::Report, true);
        assert_eq!(reported, Lossless::PartialBlocks { trimmed }, "orientation {exif}");
        let file = done(lossless(&source.bytes, exif, PartialEdges::Trim, true));
        assert_eq!(Some(file.size), trimmed, "orientation {exif}");
        opened(&file.bytes);
    }
    done(lossless(&source.bytes, 5, PartialEdges::Report, true));
    let small = encoded(&mut picture(5, 5, ColorModel::Rgb, text), &options);
    let reported = lossless(&small.bytes, 2, PartialEdges::Trim, true);
    assert_eq!(reported, Lossless::PartialBlocks { trimmed: None });
}

#[test]
fn transcoding_keeps_size_and_sampling_and_fills_the_budget() {
    let mut count = 0;
    for (name, sample) in PICTURES {
        for subsampling in [Subsampling::S444, Subsampling::S420] {
            for progressive in [false, true] {
                let options = EncodeOptions { subsampling, progressive, ..options(Target::Quality(95)) };
                let source = encoded(&mut picture(203, 150, ColorModel::Rgb, sample), &options);
                for tenths in [2, 5, 8] {
                    let max_bytes = source.bytes.len() as u64 * tenths / 10;
                    let options = TranscodeOptions { target: budget(max_bytes), metadata: &[], progressive };
                    let Ok(file) = transcode(&source.bytes, &options) else {
                        assert!(max_bytes < 1_000, "{name}: {max_bytes}");
                        continue;
                    };
                    let length = file.bytes.len() as u64;
                    assert!(length <= max_bytes, "{name}: {length} of {max_bytes}");
                    assert!(length * 100 >= max_bytes * 97 || max_bytes < 2_000, "{name}: {length} of {max_bytes}");
                    let (before, after) = (coefficients(&source.bytes).0, coefficients(&file.bytes).0);
                    assert_eq!(before.size, after.size);
                    for (before, after) in before.components.iter().zip(&after.components) {
                        assert_eq!((before.horizontal, before.vertical), (after.horizontal, after.vertical));
                        let mut steps = before.quant.0.iter().zip(&after.quant.0);
                        assert!(steps.all(|(before, after)| before <= after), "{name}: a step became finer");
                    }
                    opened(&file.bytes);
                    count += 1;
                }
            }
        }
    }
    assert!(count >= 24, "{count}");
}

#[test]
fn transcoding_a_damaged_file_is_an_error() {
    let source = encoded(&mut picture(64, 64, ColorModel::Rgb, noise), &options(Target::Quality(90)));
    let options = TranscodeOptions { target: budget(100_000), metadata: &[], progressive: true };
    for length in [0, 1, 20, 300, source.bytes.len() / 2] {
        assert!(transcode(&source.bytes[..length], &options).is_err(), "{length} bytes");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 48, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_size_and_budget_keeps_the_limit(
        width in 1_u32..90,
        height in 1_u32..90,
        max_bytes in 100_u64..20_000,
        kind in 0_usize..3,
        progressive: bool,
        is_gray: bool,
    ) {
        let model = if is_gray { ColorModel::Gray } else { ColorModel::Rgb };
        let options = EncodeOptions { progressive, ..options(budget(max_bytes)) };
        match encode(&mut picture(width, height, model, PICTURES[kind].1), &options) {
            Ok(file) => {
                assert!(file.bytes.len() as u64 <= max_bytes);
                assert_eq!(coefficients(&file.bytes).0.size, Size { width, height });
            }
            Err(Error::OverBudget { best, limit, .. }) => assert!(best > limit),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn any_bytes_are_transcoded_or_refused(change in 0_usize..2_000, value: u8) {
        let mut file = encoded(&mut picture(40, 40, ColorModel::Rgb, text), &options(Target::Quality(70))).bytes;
        let at = change % file.len();
        file[at] = value;
        let target = Target::Budget { max_bytes: 1_500, min_quality: 1, max_quality: 90 };
        if let Ok(made) = transcode(&file, &TranscodeOptions { target, metadata: &[], progressive: false }) {
            assert!(made.bytes.len() <= 1_500);
        }
        let options = LosslessOptions {
            transform: Transform::from_exif(7).unwrap(), edges: PartialEdges::Trim, metadata: &[], progressive: true,
        };
        let _ = transform_lossless(&file, &options);
    }
}
