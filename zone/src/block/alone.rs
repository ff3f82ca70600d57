//! One line that is alone in an image.

use super::as_seen::{are_clear, likeliest};
use super::{Block, Seen};
use crate::cell::Vector;
use crate::group::grown;
use crate::line::{Eye, Line};
use crate::network::ALPHABET;

/// Characters in the lines of zones that have more than one.
const WIDTHS: [usize; 3] = [44, 36, 30];

/// A line of characters that is alone in an image.
#[derive(Debug, Clone)]
pub struct LoneLine {
    /// Its characters.
    pub text: String,
    /// How likely each is, from 0 to 1, by what is seen of it.
    pub confidence: Vec<f32>,
    /// The corners of the line, clockwise from its top left, in pixels.
    pub corners: [Vector; 4],
}

impl LoneLine {
    /// Whether almost all of its characters are clear, so that it may be given as it looks.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        are_clear(&self.confidence)
    }
}

/// The likeliest text of a line, and how clear its characters are in all.
pub(crate) fn text(line: &Line, eye: &mut Eye) -> Option<(f32, LoneLine)> {
    let block = Block::seen(vec![grown(line.clone(), eye)], eye)?;
    let seen = block.rows.first()?;
    let cells = i32::try_from(seen.sights.len()).unwrap_or_default();
    let places = WIDTHS.into_iter().flat_map(|width| (0..cells).map(move |start| (start, width)));
    let ranked = places.map(|(start, width)| (seen.edges(start, width), start, width));
    let (_, start, width) = ranked.max_by(|a, b| (a.0.0 + a.0.1).total_cmp(&(b.0.0 + b.0.1)))?;
    let mut text = String::new();
    let mut confidence = Vec::new();
    for sight in seen.sights.iter().skip(usize::try_from(start).unwrap_or_default()).take(width) {
        let class = likeliest(&sight.scores);
        text.push(char::from(*ALPHABET.get(class)?));
        confidence.push(sight.scores[class].exp());
    }
    let clarity = confidence.iter().sum();
    Some((clarity, LoneLine { text, confidence, corners: corners(seen, start as f32, width as f32) }))
}

fn corners(seen: &Seen, start: f32, width: f32) -> [Vector; 4] {
    let end = start + width;
    [(start, -0.6), (end, -0.6), (end, 0.6), (start, 0.6)].map(|(at, side)| seen.corner(at, side))
}
