//! Quantization tables by quality.

use crate::jpeg::shared::frame::{BLOCK, QuantTable, ZIGZAG};

/// Luma steps at quality 50, in natural order: the proportions that jpegli publishes for `YCbCr`.
///
/// Hardly two steps are equal, so that they do not jump to the next whole number at the same quality.
#[rustfmt::skip]
const LUMA: [f32; BLOCK] = [
    8.1, 16.0, 27.2, 26.2, 31.1, 32.2, 35.7, 36.0,
    16.0, 19.5, 26.5, 25.2, 32.0, 29.5, 37.4, 37.5,
    27.2, 26.5, 27.5, 31.5, 33.7, 36.3, 35.0, 39.4,
    26.2, 25.2, 31.5, 31.4, 38.8, 44.7, 44.5, 42.8,
    31.1, 32.0, 33.7, 38.8, 42.6, 45.8, 51.9, 51.0,
    32.2, 29.5, 36.3, 44.7, 45.8, 50.6, 47.4, 56.6,
    35.7, 37.4, 35.0, 44.5, 51.9, 47.4, 50.6, 50.3,
    36.0, 37.5, 39.4, 42.8, 51.0, 56.6, 50.3, 40.7,
];

/// Chroma steps at quality 50: the proportions that N. Robidoux published for ImageMagick.
#[rustfmt::skip]
const CHROMA: [f32; BLOCK] = [
    10.8, 15.9, 16.5, 17.8, 25.6, 36.3, 57.0, 82.8,
    16.2, 16.4, 20.0, 28.0, 33.8, 41.2, 52.3, 76.8,
    15.7, 20.3, 23.3, 31.3, 41.5, 62.1, 94.4, 134.2,
    18.5, 26.6, 31.7, 39.1, 53.8, 71.9, 106.8, 150.3,
    25.0, 35.2, 42.7, 54.5, 68.0, 96.0, 128.1, 191.6,
    35.9, 40.2, 59.7, 73.9, 97.3, 122.9, 173.6, 234.1,
    57.1, 51.7, 92.1, 102.7, 131.7, 162.5, 225.4, 321.5,
    84.2, 77.0, 132.6, 158.9, 184.3, 240.7, 300.9, 419.6,
];

/// Chroma steps of a component that has the size of luma: three times coarser. Its frequencies are twice as high to the
/// eye, and the bits that finer steps take are worth more in luma: up to 5.7 points of SSIMULACRA2 at seven tenths of a
/// file, and a third less distance by butteraugli.
const FULL_CHROMA: [f32; BLOCK] = {
    let mut coarser = CHROMA;
    let mut at = 0;
    while at < BLOCK {
        coarser[at] *= 3.0;
        at += 1;
    }
    coarser
};

/// Which kind of steps a component takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Luma, and every component of an image without chroma.
    Luma,
    /// Cb and Cr.
    Chroma,
    /// Cb and Cr of the size of luma, where a budget decides what they get.
    FullChroma,
}

/// The steps of a quality from 1 to 100, fractions included: they shrink as it grows.
pub fn steps(kind: StepKind, quality: f32) -> QuantTable {
    let scale = scale_of_quality(quality);
    QuantTable(base(kind).map(|step| scaled(step * scale)))
}

/// The greatest scales at which each step does not exceed that of `table`.
pub fn scales_within(kind: StepKind, table: &QuantTable) -> impl Iterator<Item = f32> {
    table.0.iter().zip(base(kind)).map(|(&step, base)| (f32::from(step) + 0.49) / base)
}

/// The least scales at which each step reaches that of `table`; every scale reaches a step of 1.
pub fn scales_reaching(kind: StepKind, table: &QuantTable) -> impl Iterator<Item = f32> {
    let steps = table.0.iter().zip(base(kind)).filter(|(step, _)| **step > 1);
    steps.map(|(&step, base)| (f32::from(step) - 0.5) / base)
}

const fn base(kind: StepKind) -> &'static [f32; BLOCK] {
    match kind {
        StepKind::Luma => &LUMA,
        StepKind::Chroma => &CHROMA,
        StepKind::FullChroma => &FULL_CHROMA,
    }
}

/// The factor that a quality puts on the steps of quality 50, on the usual scale.
pub fn scale_of_quality(quality: f32) -> f32 {
    if quality < 50.0 { 50.0 / quality } else { (2.0 - quality / 50.0).max(FINEST) }
}

/// The quality that puts `scale` on the steps.
pub fn quality_of_scale(scale: f32) -> f32 {
    if scale > 1.0 {
        50.0 / scale
    } else if scale <= FINEST {
        100.0
    } else {
        50.0 * (2.0 - scale)
    }
}

/// The scale of quality 100: small enough that every step is 1.
const FINEST: f32 = 1.0 / 512.0;

/// The nearest step that an 8-bit table can hold.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1 to 255")]
pub fn scaled(step: f32) -> u16 {
    (step + 0.5).clamp(1.0, 255.0) as u16
}

/// A table in zigzag order.
pub fn zigzag(table: &QuantTable) -> [u16; BLOCK] {
    ZIGZAG.map(|at| table.0[usize::from(at)])
}
