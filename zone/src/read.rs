//! From an image to a zone: lines are found, characters seen, and the text proved.

use crate::block::{self, Block};
use crate::cell::Vector;
use crate::find;
use crate::layout::Format;
use crate::line::{Eye, Line, Pyramid};
use crate::network::Network;
use crate::quantized::Quantized;
use crate::sort::greatest_first;
use crate::{Luma, pitch};

/// The weights that `zone_cases fit` has written.
static WEIGHTS: &[u8] = include_bytes!("network.bin");

/// Lines are looked for in images whose longest side has at most this many pixels; larger ones are reduced.
const LARGEST: usize = 2100;
/// And where one that is reduced has at least this many.
const SMALLEST: usize = 200;
/// Lines of an image that the network looks at.
const MOST_ROWS: usize = 14;
/// A reading that is likelier is not looked for at another size.
const CLEAR: f32 = 0.1;
/// Sets of lines that are read.
const MOST_BLOCKS: usize = 12;
/// Characters that tell whether a line is one of a zone.
const TRIED: usize = 7;
/// How clear they are at least.
const LEAST_CLARITY: f32 = 0.3;
/// How much clearer a line is the right way up, so that the other way is out of the question.
const MUCH_CLEARER: f32 = 0.15;
/// A line that is as clear is the right way up.
const CERTAIN: f32 = 0.97;

/// How sure a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Every check digit holds, and no other reading of comparable likelihood has that.
    Valid,
    /// As [`Self::Valid`], of a format that has no check digit.
    Unchecked,
    /// Several readings are possible, or none is likely enough: see the candidates.
    Ambiguous,
}

/// What was read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// How sure it is.
    pub status: Status,
    /// How likely the reading is among all that the format and its check digits allow, from 0 to 1.
    pub likelihood: f32,
    /// How much of what is seen speaks for any of those, from 0 to 1: little where check digits fail.
    pub support: f32,
    /// The format whose rules the likeliest reading meets.
    pub format: Format,
    /// The lines of the likeliest reading.
    pub lines: Vec<String>,
    /// How likely each character is, from 0 to 1, by what is seen of it alone.
    pub confidence: Vec<Vec<f32>>,
    /// The corners of the zone, clockwise from its top left, in pixels.
    pub corners: [Vector; 4],
    /// The likeliest readings with their likelihood, from 0 to 1, where it is ambiguous.
    pub candidates: Vec<Candidate>,
}

/// One reading of several.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The lines.
    pub lines: Vec<String>,
    /// How likely it is, from 0 to 1.
    pub likelihood: f32,
}

/// What reads zones. Making one unpacks the weights, which later calls need not do again.
#[derive(Debug)]
pub struct Reader {
    network: Quantized,
}

impl Reader {
    /// A reader. `None` where the weights are not those of the network, which a test rules out.
    #[must_use]
    pub fn new() -> Option<Self> {
        Network::from_bytes(WEIGHTS).map(|network| Self::with(network))
    }

    /// A reader with other weights, to measure them.
    #[must_use]
    pub fn with(network: Network) -> Self {
        Self { network: Quantized::new(&network) }
    }

    /// Reads the zone of an image, which may be turned by quarters. `None` where none is found.
    #[must_use]
    pub fn read(&self, image: &Luma) -> Option<Reading> {
        let (upright, scale) = pyramid(image);
        let mut sideways = None;
        let mut best: Option<Reading> = None;
        for level in (0..upright.0.len()).rev() {
            for is_sideways in [false, true] {
                let pyramid = match is_sideways {
                    false => &upright,
                    true => sideways.get_or_insert_with(|| Pyramid(upright.0.iter().map(Luma::turned).collect())),
                };
                let Some(mut reading) = self.read_level(pyramid, level) else { continue };
                let height = upright.0.first().map_or(0, Luma::height) as f32;
                reading.corners = reading.corners.map(|corner| {
                    let Vector { x, y } =
                        if is_sideways { Vector { x: corner.y, y: height - 1.0 - corner.x } } else { corner };
                    // Centres of pixels have whole coordinates.
                    Vector { x: (x + 0.5) * scale - 0.5, y: (y + 0.5) * scale - 0.5 }
                });
                if reading.status != Status::Ambiguous || reading.support > CLEAR {
                    return Some(reading);
                }
                if best.as_ref().is_none_or(|best| best.support < reading.support) {
                    best = Some(reading);
                }
            }
        }
        best
    }

    /// The text of the clearest line, and how likely each character is. `None` where there is none.
    ///
    /// Nothing is proved: a line alone may be of several formats.
    #[must_use]
    pub fn line(&self, image: &Luma) -> Option<(String, Vec<f32>)> {
        let (pyramid, _) = pyramid(image);
        let mut eye = Eye::new(&pyramid, &self.network);
        let mut best: Option<(f32, (String, Vec<f32>))> = None;
        for level in 0..pyramid.0.len() {
            for line in lines(&pyramid, level, &mut eye).unwrap_or_default() {
                let Some((score, text)) = block::text(&line, &mut eye) else { continue };
                if best.as_ref().is_none_or(|(most, _)| score > *most) {
                    best = Some((score, text));
                }
            }
        }
        best.map(|(_, text)| text)
    }

    fn read_level(&self, pyramid: &Pyramid, level: usize) -> Option<Reading> {
        let mut eye = Eye::new(pyramid, &self.network);
        let lines = lines(pyramid, level, &mut eye)?;
        let blocks = block::blocks(&lines);
        let mut best: Option<Reading> = None;
        for block in blocks.iter().take(MOST_BLOCKS) {
            let Some(reading) = Block::read(block, &mut eye) else { continue };
            if best.as_ref().is_none_or(|best| best.support < reading.support) {
                best = Some(reading);
            }
            if best.as_ref().is_some_and(|best| best.status == Status::Valid || best.support > CLEAR) {
                break;
            }
        }
        best
    }
}

/// The lines of the image at a size, which may be of a zone.
fn lines(pyramid: &Pyramid, level: usize, eye: &mut Eye) -> Option<Vec<Line>> {
    let luma = pyramid.0.get(level)?;
    let mut rows: Vec<_> = find::lines(luma).iter().filter_map(|line| pitch::row(luma, line)).collect();
    greatest_first(&mut rows, weight);
    rows.truncate(MOST_ROWS);
    let mut scale = 1.0;
    for _ in 0..level {
        scale *= 2.0;
    }
    Some(rows.iter().flat_map(|row| upright(Line::new(row, scale), eye)).collect())
}

fn weight(row: &pitch::Row) -> f32 {
    row.evenness * (row.last - row.first).min(44.0)
}

/// The image at every size, and how many times larger it was than the largest of them.
fn pyramid(image: &Luma) -> (Pyramid, f32) {
    let longest = |luma: &Luma| luma.width().max(luma.height());
    let (mut base, mut scale) = (None, 1.0);
    while longest(base.as_ref().unwrap_or(image)) > LARGEST {
        let Some(half) = base.as_ref().unwrap_or(image).halved() else { break };
        (base, scale) = (Some(half), scale * 2.0);
    }
    let mut levels = vec![base.unwrap_or_else(|| image.clone())];
    while let Some(half) = levels.last().and_then(Luma::halved).filter(|half| longest(half) >= SMALLEST) {
        levels.push(half);
    }
    (Pyramid(levels), scale)
}

/// The line the right way up, roughly aligned: both ways where the network does not tell, none where it has no
/// characters.
fn upright(line: Line, eye: &mut Eye) -> Vec<Line> {
    let turned = line.turned();
    let mut ways: Vec<(f32, Line)> = Vec::new();
    for mut line in [line, turned] {
        let step = (line.last - line.first) / TRIED as f32;
        let numbers = (0..TRIED).map(|at| (line.first + step * (at as f32 + 0.5)).round());
        let sights: Vec<_> = numbers.filter_map(|number| Some((number, eye.look(&line.cell(number))?))).collect();
        let clarity = sights.iter().map(|(_, sight)| sight.clarity()).sum::<f32>() / TRIED as f32;
        line.align(&sights, 2);
        ways.push((clarity, line));
    }
    let most = ways.iter().fold(LEAST_CLARITY, |most, (clarity, _)| most.max(*clarity));
    let least = if most > CERTAIN { CERTAIN } else { most - MUCH_CLEARER };
    ways.retain(|(clarity, _)| *clarity > least.max(LEAST_CLARITY));
    ways.into_iter().map(|(_, line)| line).collect()
}
