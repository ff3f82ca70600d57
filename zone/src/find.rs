//! Lines of text in an image: bands with more upright edges than what is above and below them.

use crate::Luma;
use crate::curve::{Curve, Sample};
use crate::sort::greatest_first;
use idsnap_zone_network::bands::{Band, Edges, STRIP};

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

    /// Whether a band of the strip may belong to it.
    fn is_open(&self, strip: usize) -> bool {
        self.bands.last().is_some_and(|last| strip <= last.strip + LARGEST_GAP)
    }

    const fn is_long(&self) -> bool {
        self.bands.len() >= SHORTEST
    }

    fn strength(&self) -> f32 {
        self.bands.iter().map(|band| band.step).sum()
    }
}

/// The lines of an image, the clearest first.
pub(crate) fn lines(luma: &Luma) -> Vec<TextLine> {
    let edges = Edges::new(luma);
    let (mut chains, mut lines): (Vec<Chain>, Vec<Chain>) = Default::default();
    for strip in 0..luma.width() / STRIP {
        let mut bands = edges.bands(strip);
        greatest_first(&mut bands, |band| band.step);
        // A texture has thousands of short chains, which would all be compared with every band.
        let (open, ended): (Vec<_>, Vec<_>) = chains.into_iter().partition(|chain| chain.is_open(strip));
        chains = open;
        lines.extend(ended.into_iter().filter(Chain::is_long));
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
    lines.extend(chains.into_iter().filter(Chain::is_long));
    greatest_first(&mut lines, Chain::strength);
    lines.truncate(MOST_LINES);
    lines.iter().filter_map(line).collect()
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
