//! The even pitch of a line of text: one ink-rich column for each character, one after the other.

use crate::Luma;
use crate::curve::{Curve, Sample};
use crate::find::TextLine;
use core::f32::consts::TAU;
use idsnap_zone_network::luma::shear;
use idsnap_zone_network::number::whole;

/// Pitches that are tried, by the height of a character.
const PITCHES: [f32; 2] = [0.66, 1.6];
const PITCH_STEP: f32 = 1.03;
/// A window in which the pitch is taken to be constant, and from one to the next, in pitches.
const WINDOW: f32 = 9.0;
const HOP: f32 = 2.5;
/// How strong the pitch is at least, of all changes of ink along the line.
const LEAST_EVENNESS: f32 = 0.18;
/// Rows above and below the middle, by the height, that are searched for the edges of the characters.
const REACH: f32 = 1.1;

/// A line whose characters have one pitch.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Where character `n` stands, by its number.
    pub x: Curve,
    pub y: Curve,
    /// The height of a character, in pixels.
    pub tall: f32,
    /// Numbers of the first and of the last character, about.
    pub first: f32,
    pub last: f32,
    /// How even it is, from 0 to 1.
    pub evenness: f32,
}

impl Row {
    /// How far it falls for each pixel to the right.
    pub(crate) fn slope(&self) -> f32 {
        let along = |curve: &Curve| curve.at(self.last) - curve.at(self.first);
        along(&self.y) / along(&self.x)
    }

    /// The row in the image of the width that was sheared by the slope.
    pub(crate) fn unsheared(mut self, slope: f32, width: usize) -> Self {
        let points: Vec<_> = (0..=16u8)
            .map(|step| self.first + (self.last - self.first) * f32::from(step) / 16.0)
            .map(|at| {
                let value = self.y.at(at) - shear(slope, self.x.at(at), width);
                Sample { at, value, weight: 1.0 }
            })
            .collect();
        self.y = Curve::through(&points, 4).unwrap_or(self.y);
        // What is upright in the sheared image is not at right angles to the line.
        self.tall /= (1.0 + slope * slope).sqrt();
        self
    }
}

/// The characters of a line; `None` where they have no even pitch.
pub(crate) fn row(luma: &Luma, line: &TextLine) -> Option<Row> {
    let (line, rows) = trimmed(luma, line)?;
    let ink = ink(luma, &line, rows);
    let mut best: Option<(f32, f32)> = None;
    let mut pitch = line.tall * PITCHES[0];
    while pitch < line.tall * PITCHES[1] {
        let evenness = evenness(&ink, pitch);
        if best.is_none_or(|(most, _)| evenness > most) {
            best = Some((evenness, pitch));
        }
        pitch *= PITCH_STEP;
    }
    let (evenness, pitch) = best.filter(|(evenness, _)| *evenness > LEAST_EVENNESS)?;
    let mut samples = phases(&ink, pitch);
    for sample in &mut samples {
        // The number of a character at a place: turned round, the place of each number.
        (sample.at, sample.value) = (sample.value, sample.at + line.from);
    }
    let terms = if samples.len() > 8 { 4 } else { 3 };
    let x = Curve::robust(&mut samples, terms, pitch * 0.3)?;
    let first = samples.first()?.at - (samples.first()?.value - line.from) / pitch;
    let last = samples.last()?.at + (line.to - samples.last()?.value) / pitch;
    let points: Vec<_> = (0..=16u8)
        .map(|step| first + (last - first) * f32::from(step) / 16.0)
        .map(|at| Sample { at, value: line.middle.at(x.at(at)), weight: 1.0 })
        .collect();
    let y = Curve::through(&points, 4)?;
    (last - first > 6.0).then_some(Row { x, y, tall: line.tall, first, last, evenness })
}

/// The line with its true height and middle, by the rows in which its edges are.
fn trimmed(luma: &Luma, line: &TextLine) -> Option<(TextLine, usize)> {
    let reach = whole(line.tall * REACH);
    let columns = whole(line.from.max(1.0))..whole(line.to).min(luma.width().saturating_sub(2));
    let mut edges = vec![0.0; 2 * reach + 1];
    for x in columns {
        let x = x as f32;
        let top = line.middle.at(x) - reach as f32;
        for (row, edge) in edges.iter_mut().enumerate() {
            let y = top + row as f32;
            *edge += (luma.at(x + 1.0, y) - luma.at(x - 1.0, y)).abs();
        }
    }
    let core = &edges[reach - reach / 3..=reach + reach / 3];
    let level = core.iter().sum::<f32>() / core.len() as f32;
    let least = edges.iter().fold(f32::INFINITY, |least, edge| least.min(*edge));
    let threshold = (level + least) / 2.0;
    let crossing = |inner: f32, outer: f32| ((inner - threshold) / (inner - outer).max(1e-3)).clamp(0.0, 1.0);
    let top = (1..=reach).rev().find(|row| edges[row - 1] < threshold)?;
    let bottom = (reach..2 * reach).find(|row| edges[row + 1] < threshold)?;
    let from = top as f32 - crossing(edges[top], edges[top - 1]);
    let to = bottom as f32 + crossing(edges[bottom], edges[bottom + 1]);
    let shift = (from + to) / 2.0 - reach as f32;
    let tall = to - from;
    let points: Vec<_> = (0..=16u8)
        .map(|step| line.from + (line.to - line.from) * f32::from(step) / 16.0)
        .map(|at| Sample { at, value: line.middle.at(at) + shift, weight: 1.0 })
        .collect();
    let middle = Curve::through(&points, 4)?;
    (tall > 4.0).then_some((TextLine { middle, tall, ..line.clone() }, whole(tall)))
}

/// How dark each column of the line is, less the mean around it.
fn ink(luma: &Luma, line: &TextLine, rows: usize) -> Vec<f32> {
    let columns = whole(line.to - line.from);
    let dark = |column: usize| {
        let x = line.from + column as f32;
        let top = line.middle.at(x) - rows as f32 / 2.0;
        -(0..rows).map(|row| luma.at(x, top + row as f32)).sum::<f32>() / rows as f32
    };
    let dark: Vec<_> = (0..columns).map(dark).collect();
    let reach = whole(line.tall * 1.5);
    let mut sums = vec![0.0];
    sums.extend(dark.iter().scan(0.0, |sum, value| {
        *sum += value;
        Some(*sum)
    }));
    let mean = |at: usize| {
        let (from, to) = (at.saturating_sub(reach), (at + reach + 1).min(columns));
        (sums[to] - sums[from]) / (to - from) as f32
    };
    dark.iter().enumerate().map(|(at, value)| value - mean(at)).collect()
}

/// A turn by an angle: turns follow each other without a sine for each, whose code is kilobytes.
#[derive(Debug, Clone, Copy)]
struct Turn {
    cosine: f32,
    sine: f32,
}

impl Turn {
    const NONE: Self = Self { cosine: 1.0, sine: 0.0 };

    /// A turn by less than two thirds of half a circle, which the first terms of the series tell to a millionth.
    fn by(angle: f32) -> Self {
        let square = angle * angle;
        let terms = |first: f32| {
            let mut sum = 0.0;
            for term in (0..6u8).rev() {
                let at = f32::from(2 * term) + first;
                sum = 1.0 - sum * square / ((at + 1.0) * (at + 2.0));
            }
            sum
        };
        Self { cosine: terms(0.0), sine: angle * terms(1.0) }
    }

    const fn and(self, other: Self) -> Self {
        Self {
            cosine: self.cosine * other.cosine - self.sine * other.sine,
            sine: self.sine * other.cosine + self.cosine * other.sine,
        }
    }
}

/// Strength and phase of a pitch in a window, from where it starts, and the strength of everything.
struct Wave {
    start: f32,
    middle: f32,
    cosine: f32,
    sine: f32,
    all: f32,
}

fn waves(ink: &[f32], pitch: f32) -> Vec<Wave> {
    let size = whole(pitch * WINDOW).min(ink.len());
    let hop = whole(pitch * HOP).max(1);
    let [pitch_step, window_step] = [TAU / pitch, TAU / size.max(1) as f32].map(Turn::by);
    let half_step = Turn::by(TAU / 2.0 / size.max(1) as f32);
    let mut waves = Vec::new();
    let mut start = 0;
    while size > 0 && start + size <= ink.len() {
        let (mut cosine, mut sine, mut all, mut weights) = (0.0, 0.0, 0.0, 0.0);
        let (mut phase, mut window) = (Turn::NONE, half_step);
        for value in &ink[start..start + size] {
            let weight = 0.5 - 0.5 * window.cosine;
            cosine += weight * value * phase.cosine;
            sine += weight * value * phase.sine;
            all += weight * value * value;
            weights += weight;
            (phase, window) = (phase.and(pitch_step), window.and(window_step));
        }
        let scale = 1.0 / weights.max(1e-6);
        waves.push(Wave {
            start: start as f32,
            middle: start as f32 + size as f32 / 2.0,
            cosine: cosine * scale,
            sine: sine * scale,
            all: (all * scale).sqrt(),
        });
        start += hop;
    }
    waves
}

fn evenness(ink: &[f32], pitch: f32) -> f32 {
    let waves = waves(ink, pitch);
    let strong: f32 = waves.iter().map(|wave| wave.cosine.hypot(wave.sine)).sum();
    let all: f32 = waves.iter().map(|wave| wave.all).sum();
    strong / all.max(1e-3)
}

/// The number of a character, in fractions, at the middle of each window.
fn phases(ink: &[f32], pitch: f32) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    for wave in waves(ink, pitch) {
        // Ink is like a cosine whose greatest values are in the middle of characters.
        let number = (wave.middle - wave.start) / pitch - wave.sine.atan2(wave.cosine) / TAU;
        let number = match samples.last() {
            Some(last) => {
                let expected = last.value + (wave.middle - last.at) / pitch;
                number + (expected - number).round()
            }
            None => number,
        };
        samples.push(Sample { at: wave.middle, value: number, weight: wave.cosine.hypot(wave.sine) });
    }
    samples
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_those_of_the_sine_and_the_cosine() {
        for step in 0..=20u8 {
            let angle = f32::from(step) / 10.0;
            let turn = Turn::by(angle);
            assert!((turn.cosine - angle.cos()).abs() < 1e-5, "{angle}: {turn:?}");
            assert!((turn.sine - angle.sin()).abs() < 1e-5, "{angle}: {turn:?}");
        }
    }

    #[test]
    fn finds_the_pitch_and_the_phase_of_ink() {
        let (pitch, middle) = (11.3, 5.0);
        let ink: Vec<_> = (0..400u16).map(|x| (TAU * (f32::from(x) - middle) / pitch).cos()).collect();
        assert!(evenness(&ink, pitch) > 1.2 * evenness(&ink, pitch * 1.06));
        for sample in phases(&ink, pitch) {
            // Characters stand at whole numbers.
            let expected = (sample.at - middle) / pitch;
            let off = sample.value - expected;
            assert!((off - off.round()).abs() < 0.02, "{sample:?}");
        }
    }
}
