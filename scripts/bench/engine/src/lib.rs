//! The steps of the engine behind functions that take numbers, so that nothing but the steps is timed.
//!
//! A file is written to where `reserve` says; `run` does a step on it and gives a number that depends on all of its
//! work. A step that fails gives 0.

use idsnap::image::decode::Source;
use idsnap::image::prepare::{PrepareOptions, prepare};
use idsnap::jpeg::{
    CoefficientReader, Damaged, DecodeOptions, Decoder, EncodeOptions, McuRow, Scale, Subsampling, Target,
    TranscodeOptions, Transform, encode, read_header, transcode,
};
use idsnap::limits::MetadataPolicy;
use idsnap::raster::{InterleavedRows, PixelLayout};
use idsnap::resize::resized;
use idsnap::rows::{ColorModel, RowSource, Size};
use std::cell::RefCell;

thread_local! {
    static FILE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static PIXELS: RefCell<Option<(Size, Vec<u8>)>> = const { RefCell::new(None) };
}

/// Where the next file of so many bytes goes.
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    PIXELS.with_borrow_mut(|pixels| *pixels = None);
    FILE.with_borrow_mut(|file| {
        file.clear();
        file.resize(length, 0);
        file.as_mut_ptr()
    })
}

/// Does the step of this number; `parameter` is an edge in pixels, a quality or a number of bytes.
#[unsafe(no_mangle)]
pub extern "C" fn run(step: u32, parameter: u32) -> u32 {
    FILE.with_borrow(|file| step_on(file, step, parameter)).unwrap_or(0)
}

fn step_on(file: &[u8], step: u32, parameter: u32) -> Option<u32> {
    match step {
        0..=3 => decoded(file, [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth][step as usize]),
        4 => coefficients(file),
        5 => hold(file, parameter),
        6 => reduced(parameter),
        7 => encoded(Target::Quality(u8::try_from(parameter).unwrap_or(100))),
        8 => encoded(Target::Budget { max_bytes: parameter.into(), min_quality: 1, max_quality: 100 }),
        9 => transcoded(file, parameter),
        10 => rewritten(file),
        11 => decoded(file, scale_for(file, parameter)?),
        12 => whole(file, PrepareOptions { max_edge: Some(parameter), quality: Some(85), ..Default::default() }),
        13 => whole(file, PrepareOptions { max_bytes: Some(parameter.into()), ..Default::default() }),
        14 => whole(file, PrepareOptions::default()),
        _ => whole(file, PrepareOptions { verify: Some(false), ..Default::default() }),
    }
}

/// The smallest scale at which the picture is not smaller than `edge`.
fn scale_for(file: &[u8], edge: u32) -> Option<Scale> {
    let full = read_header(file).ok()?.size;
    let mut smaller = [Scale::Eighth, Scale::Quarter, Scale::Half].into_iter();
    Some(smaller.find(|scale| scale.apply(full).longest_edge() >= edge).unwrap_or(Scale::Full))
}

fn drained(rows: &mut dyn RowSource) -> Option<u32> {
    let mut row = vec![0; rows.row_length()];
    let mut sum = 1_u32;
    for _ in 0..rows.size().height {
        rows.next_row(&mut row).ok()?;
        sum = sum.wrapping_add(row[row.len() / 2].into());
    }
    Some(sum)
}

fn decoder(file: &[u8], scale: Scale) -> Option<Decoder<'_>> {
    Decoder::new(file, DecodeOptions { scale, damaged: Damaged::Refuse }).ok()
}

fn decoded(file: &[u8], scale: Scale) -> Option<u32> {
    drained(&mut decoder(file, scale)?)
}

fn coefficients(file: &[u8]) -> Option<u32> {
    let mut reader = CoefficientReader::new(file).ok()?;
    let (mut rows, mut count) = (McuRow::default(), 0);
    while reader.next_mcu_row(&mut rows).ok()? {
        count += 1;
    }
    Some(count)
}

/// Keeps the picture as the path to `edge` decodes it.
fn hold(file: &[u8], edge: u32) -> Option<u32> {
    let mut decoder = decoder(file, scale_for(file, edge)?)?;
    let (size, length) = (decoder.size(), decoder.row_length());
    let mut samples = vec![0; length * size.height as usize];
    samples.chunks_exact_mut(length).try_for_each(|row| decoder.next_row(row)).ok()?;
    PIXELS.with_borrow_mut(|pixels| *pixels = Some((size, interleaved(&samples, length))));
    Some(size.width)
}

fn interleaved(samples: &[u8], length: usize) -> Vec<u8> {
    let width = length / 3;
    samples
        .chunks_exact(length)
        .flat_map(|row| (0..width).flat_map(|x| [row[x], row[width + x], row[2 * width + x]]))
        .collect()
}

/// The rows held, as if they were red, green and blue: what they mean takes no time.
fn with_rows(work: impl FnOnce(Box<dyn RowSource + '_>) -> Option<u32>) -> Option<u32> {
    PIXELS.with_borrow(|pixels| {
        let (size, rgb) = pixels.as_ref()?;
        work(Box::new(InterleavedRows::new(*size, PixelLayout::Rgb, rgb.as_slice()).ok()?))
    })
}

fn reduced(edge: u32) -> Option<u32> {
    with_rows(|rows| {
        let Size { width, height } = rows.size();
        let fitted = |side: u32| (side * edge).div_ceil(width.max(height)).max(1);
        drained(resized(rows, Size { width: fitted(width), height: fitted(height) }).ok()?.as_mut())
    })
}

fn encoded(target: Target) -> Option<u32> {
    with_rows(|mut rows| {
        debug_assert_eq!(rows.model(), ColorModel::Rgb);
        let options = EncodeOptions { target, subsampling: Subsampling::Auto, metadata: &[], progressive: true };
        length(&encode(rows.as_mut(), &options).ok()?.bytes)
    })
}

fn transcoded(file: &[u8], max_bytes: u32) -> Option<u32> {
    let target = Target::Budget { max_bytes: max_bytes.into(), min_quality: 1, max_quality: 100 };
    let halves_chroma = (max_bytes as usize) < file.len() / 2;
    length(
        &transcode(
            file,
            &TranscodeOptions {
                target,
                metadata: &[],
                progressive: true,
                halves_chroma,
                transform: Transform::default(),
            },
        )
        .ok()?
        .bytes,
    )
}

fn rewritten(file: &[u8]) -> Option<u32> {
    length(&Source::inspect(file).ok()?.rewritten(MetadataPolicy::Strip)?)
}

fn whole(file: &[u8], options: PrepareOptions) -> Option<u32> {
    length(&prepare(file, &options).ok()?.bytes)
}

fn length(bytes: &[u8]) -> Option<u32> {
    u32::try_from(bytes.len()).ok()
}
