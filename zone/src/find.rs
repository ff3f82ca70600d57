//! Lines of text in an image: bands with more upright edges than what is above and below them.

use crate::Luma;
use crate::curve::{Curve, Sample};
use crate::sort::greatest_first;

/// Columns of a strip: bands are looked for in each.
const STRIP: usize = 24;
/// Heights of characters that are tried, in pixels.
const HEIGHTS: [usize; 4] = [7, 9, 12, 16];
/// The least contrast of a band above its surroundings, in grey levels a pixel.
const LEAST_STEP: f32 = 2.5;
/// How many times the edges of its surroundings a band has.
const LEAST_RATIO: f32 = 1.25;
/// Strips of a line at least.
const SHORTEST: usize = 5;
/// Strips in a row where a line may be invisible.
const LARGEST_GAP: usize = 3;
/// How far a line may rise from strip to strip, in pixels.
const STEEPEST: f32 = 9.0;
/// Lines that are looked at.
const MOST_LINES: usize = 40;

/// A line of text.
#[derive(Debug, Clone)]
pub(crate) struct TextLine {
    /// The middle of its characters, in pixels, by the column.
    pub middle: Curve,
    pub from: f32,
    pub to: f32,
    /// The height of its characters, about, in pixels.
    pub tall: f32,
}

/// A part of a line in one strip.
#[derive(Debug, Clone, Copy)]
struct Band {
    strip: usize,
    y: f32,
    tall: f32,
    step: f32,
}

struct Chain {
    bands: Vec<Band>,
    rise: f32,
}

impl Chain {
    /// Where the line is expected in a strip, and how many strips after its last band that is.
    fn expected(&self, strip: usize) -> Option<(f32, usize)> {
        let last = self.bands.last()?;
        let steps = strip - last.strip;
        Some((last.y + self.rise * steps as f32, steps))
    }

    fn push(&mut self, band: Band) {
        if let Some(last) = self.bands.last() {
            let rise = (band.y - last.y) / (band.strip - last.strip) as f32;
            let share = if self.bands.len() == 1 { 1.0 } else { 0.35 };
            self.rise += (rise - self.rise) * share;
        }
        self.bands.push(band);
    }

    fn strength(&self) -> f32 {
        self.bands.iter().map(|band| band.step).sum()
    }
}

/// The lines of an image, the clearest first.
pub(crate) fn lines(luma: &Luma) -> Vec<TextLine> {
    let mut chains: Vec<Chain> = Vec::new();
    for strip in 0..luma.width() / STRIP {
        let mut bands = bands(luma, strip);
        greatest_first(&mut bands, |band| band.step);
        let mut taken = vec![false; chains.len()];
        for band in bands {
            match best_chain(&chains, &taken, &band) {
                Some(at) => {
                    taken[at] = true;
                    chains[at].push(band);
                }
                None => {
                    chains.push(Chain { bands: vec![band], rise: 0.0 });
                    taken.push(true);
                }
            }
        }
    }
    chains.retain(|chain| chain.bands.len() >= SHORTEST);
    greatest_first(&mut chains, Chain::strength);
    chains.truncate(MOST_LINES);
    chains.iter().filter_map(line).collect()
}

fn best_chain(chains: &[Chain], taken: &[bool], band: &Band) -> Option<usize> {
    let distance = |chain: &Chain| {
        let last = chain.bands.last()?;
        let (y, steps) = chain.expected(band.strip)?;
        let ratio = last.tall / band.tall;
        let room = if chain.bands.len() < 3 { STEEPEST } else { (band.tall * 0.4).max(3.0) };
        let far = (band.y - y).abs();
        let fits = (1..=LARGEST_GAP).contains(&steps) && far <= room && (0.5..2.0).contains(&ratio);
        fits.then_some(far + 2.0 * (steps - 1) as f32 - 0.1 * chain.bands.len().min(20) as f32)
    };
    let open = chains.iter().enumerate().filter(|(at, _)| !taken[*at]);
    let near = open.filter_map(|(at, chain)| Some((at, distance(chain)?)));
    near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at)
}

fn line(chain: &Chain) -> Option<TextLine> {
    let middle = |strip: usize| (strip * STRIP + STRIP / 2) as f32;
    let mut samples: Vec<_> =
        chain.bands.iter().map(|band| Sample { at: middle(band.strip), value: band.y, weight: band.step }).collect();
    let mut talls: Vec<_> = chain.bands.iter().map(|band| band.tall).collect();
    greatest_first(&mut talls, |tall| *tall);
    let tall = talls[talls.len() / 2];
    let curve = Curve::robust(&mut samples, 3, tall * 0.3)?;
    let (first, last) = (chain.bands.first()?, chain.bands.last()?);
    let half = STRIP as f32 / 2.0;
    Some(TextLine { middle: curve, from: middle(first.strip) - half, to: middle(last.strip) + half, tall })
}

/// The bands of a strip.
fn bands(luma: &Luma, strip: usize) -> Vec<Band> {
    let sums = edge_sums(luma, strip);
    let height = luma.height();
    // There are no edges outside the image.
    let mean = |from: usize, to: usize| (sums[to.min(height)] - sums[from.min(height)]) / (to - from) as f32;
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0); height];
    for tall in HEIGHTS {
        let gap = (tall * 2 / 5).max(3);
        for top in 0..height.saturating_sub(tall) {
            let core = mean(top, top + tall);
            let above = (sums[top] - sums[top.saturating_sub(gap)]) / gap as f32;
            let below = mean(top + tall, top + tall + gap);
            let step = core - (above + below) / 2.0;
            let is_band = core > LEAST_RATIO * above.max(below) && step > LEAST_STEP;
            let middle = &mut best[top + tall / 2];
            if is_band && step > middle.0 {
                *middle = (step, tall);
            }
        }
    }
    let mut bands = Vec::new();
    for (y, (step, tall)) in best.iter().enumerate().filter(|(_, (step, _))| *step > 0.0) {
        let reach = tall / 2;
        let near = &best[y.saturating_sub(reach)..(y + reach + 1).min(height)];
        let is_peak = near.iter().all(|(other, _)| other <= step);
        let odd = f32::from(u8::from(tall % 2 == 0)) / 2.0;
        if is_peak {
            bands.push(Band { strip, y: y as f32 - odd, tall: *tall as f32, step: *step });
        }
    }
    bands
}

/// For each row the edges above it, added up.
fn edge_sums(luma: &Luma, strip: usize) -> Vec<f32> {
    let from = strip * STRIP;
    let mut sums = Vec::with_capacity(luma.height() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for y in 0..luma.height() {
        let row = luma.row(y);
        let end = (from + STRIP + 2).min(row.len());
        let row = row.get(from..end).unwrap_or_default();
        let edges: u32 = row.iter().zip(row.iter().skip(2)).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        sum += edges as f32 / STRIP as f32;
        sums.push(sum);
    }
    sums
}
