//! From an image to a zone: lines are found, characters seen, and the text proved.

use crate::Luma;
use crate::block::{self, LoneLine};
use crate::cell::Vector;
use crate::group::Lines;
use crate::layout::Format;
use crate::line::{Eye, Pyramid};
use crate::network::Network;
use crate::others::beside_others;
use crate::rows::{self, View};
use core::cell::OnceCell;
use idsnap_zone_network::number::whole;
use idsnap_zone_network::quantized::Quantized;

/// The weights that `zone_cases fit` has written.
static WEIGHTS: &[u8] = include_bytes!("network.bin");

/// Lines are looked for in images whose longest side has at most this many pixels; larger ones are reduced.
const LARGEST: usize = 2100;
/// And where one that is reduced has at least this many.
const SMALLEST: usize = 200;
/// A reading that is likelier is not looked for at another size.
const CLEAR: f32 = 0.1;
/// Sets of lines that are read.
const MOST_BLOCKS: usize = 12;
/// How much work an image may be, in windows that the network looks at: pages of print have lines everywhere.
const MOST_WORK: u32 = 12_000;
/// The same of the surroundings of a zone that was found before, which takes a few hundred where it is clear.
const MOST_WORK_NEAR: u32 = 6000;
/// The share of what is left of it that is for one view, and the least.
const SHARE_OF_WORK: u32 = 3;
const LEAST_WORK: u32 = 1000;
/// Slopes of lines that are steeper than what is found as it is.
const SLOPES: [f32; 2] = [0.34, -0.34];
/// Such are looked for where the longest side has at most this many pixels.
const LARGEST_TILTED: usize = 1100;
/// What is found as it is, and the steepest slope.
const LEVEL_SLOPE: f32 = 0.1;
const STEEPEST: f32 = 0.6;
/// A zone that was found before is looked for where characters have at most this many pixels.
const LARGEST_PITCH: f32 = 14.0;
/// Characters with more pixels are seen as well as in a larger image.
const DETAILED: f32 = 14.0;
/// How far it may have moved, in characters.
const MOVED: f32 = 3.5;
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
    /// How likely the reading is among all that the format and its check digits allow, from 0 to 1; 0 where it is none of them.
    pub likelihood: f32,
    /// How much of what is seen speaks for any of those, from 0 to 1: little where check digits fail.
    pub support: f32,
    /// The format whose rules the likeliest reading meets.
    pub format: Format,
    /// The lines of the likeliest reading.
    pub lines: Vec<String>,
    /// How likely each character is, from 0 to 1, by what is seen of it alone; what looks alike and may not stand there counts.
    pub confidence: Vec<Vec<f32>>,
    /// The corners of the zone, clockwise from its top left, in pixels.
    pub corners: [Vector; 4],
    /// The likeliest readings with their likelihood, from 0 to 1, where it is ambiguous.
    pub candidates: Vec<Candidate>,
    /// Whether the image has another zone that is valid.
    pub(crate) has_other: bool,
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
        Network::from_bytes(WEIGHTS).map(Self::with)
    }

    /// A reader with other weights, to measure them.
    #[must_use]
    pub fn with(network: Network) -> Self {
        Self { network: Quantized::new(&network) }
    }

    /// Reads the zone of an image, which may be turned by quarters, and tilted by up to 25 degrees beside. `None` where
    /// none is found.
    #[must_use]
    pub fn read(&self, image: &Luma) -> Option<Reading> {
        let search = self.search(image);
        let scale = search.views.scale;
        search.best.map(|reading| self.closer(image, scale, reading))
    }

    fn search(&self, image: &Luma) -> Search<'_> {
        let mut search = Search {
            reader: self,
            views: Views::new(image, LARGEST),
            best: None,
            has_small_print: [false; 2],
            work: 0,
        };
        let levels = search.views.upright.len();
        let found = search.run(levels, 0.0) || SLOPES.into_iter().any(|slope| search.run(levels, slope));
        let is_large = search.views.scale > 1.0 && search.has_small_print != [false; 2];
        if !found && search.best.is_none() && is_large {
            search.views = Views::new(image, 2 * LARGEST);
            search.run_large();
        }
        search
    }

    /// The same reading from the image at its full size, where it is not sure in one that was reduced.
    fn closer(&self, image: &Luma, scale: f32, reading: Reading) -> Reading {
        let place = reading.place();
        if reading.status != Status::Ambiguous || reading.has_other || scale == 1.0 || place.pitch > DETAILED * scale {
            return reading;
        }
        match self.read_near(image, &place) {
            Some(closer) if closer.status != Status::Ambiguous || closer.support > reading.support => closer,
            _ => reading,
        }
    }

    /// Reads the zone again in an image that shows it almost where an image before has shown it, as the next frame of a
    /// film does. `None` where it is not there any more: then [`Self::read`] searches everywhere.
    ///
    /// It may have moved by three characters, and be turned or larger by some percent. Both images have the same size.
    #[must_use]
    pub fn read_near(&self, image: &Luma, place: &Place) -> Option<Reading> {
        let [from, size] = place.surroundings(image)?;
        let part = image.cropped(from, size)?;
        let views = Views::new(&part, usize::MAX);
        let mut pitch = place.pitch;
        let mut level = 0;
        while pitch > LARGEST_PITCH && level + 1 < views.upright.len() {
            (pitch, level) = (pitch / 2.0, level + 1);
        }
        let [start, end, ..] = place.corners;
        let along = end.plus(start, -1.0);
        let is_sideways = along.y.abs() > along.x.abs();
        // An image that is turned clockwise has its lower left corner at the upper left.
        let slope = if is_sideways { -along.x / along.y } else { along.y / along.x };
        let slope = if slope.abs() > LEVEL_SLOPE { slope.clamp(-STEEPEST, STEEPEST) } else { 0.0 };
        let mut reading = views.read(self, View { level, slope }, is_sideways, MOST_WORK_NEAR).reading?;
        let from = Vector { x: from[0] as f32, y: from[1] as f32 };
        reading.corners = reading.corners.map(|corner| corner.plus(from, 1.0));
        Some(reading)
    }

    /// The clearest line of an image that shows one alone, upright. `None` where there is none.
    ///
    /// Nothing is proved: a line alone may be of several formats.
    #[must_use]
    pub fn line(&self, image: &Luma) -> Option<LoneLine> {
        let (pyramid, _) = pyramid(image, LARGEST);
        let mut eye = Eye::new(Pyramid { upright: &pyramid, turned: None }, &self.network);
        let mut best: Option<(f32, LoneLine)> = None;
        for level in 0..pyramid.len() {
            let (lines, _) = rows::lines(View { level, slope: 0.0 }, &mut eye).unwrap_or_default();
            for line in lines {
                let Some((clarity, line)) = block::text(&line, &mut eye) else { continue };
                if best.as_ref().is_none_or(|(most, _)| clarity > *most) {
                    best = Some((clarity, line));
                }
            }
        }
        best.map(|(_, line)| line)
    }

    fn read_view(&self, pyramid: Pyramid, view: View, most_work: u32) -> Viewed {
        let mut eye = Eye::new(pyramid, &self.network);
        let (lines, has_small_print) = rows::lines(view, &mut eye).unwrap_or_default();
        let reading = Self::likeliest(Lines::new(lines), &mut eye, most_work);
        Viewed { reading, has_small_print, work: eye.work }
    }

    fn likeliest(mut lines: Lines, eye: &mut Eye, most_work: u32) -> Option<Reading> {
        let mut best: Option<Reading> = None;
        let blocks = lines.blocks();
        for block in blocks.iter().take(MOST_BLOCKS) {
            if eye.work > most_work {
                break;
            }
            let Some(reading) = lines.read(block, eye) else { continue };
            if best.as_ref().is_none_or(|best| best.support < reading.support) {
                best = Some(reading);
            }
            if best.as_ref().is_some_and(|best| best.status == Status::Valid) {
                return best.map(|best| beside_others(best, lines.found(), eye));
            }
            if best.as_ref().is_some_and(Reading::is_clear) {
                break;
            }
        }
        best
    }
}

impl Reading {
    /// Where the zone is, to read it again in the next frame.
    #[must_use]
    pub fn place(&self) -> Place {
        let [start, end, ..] = self.corners;
        let characters = self.lines.first().map_or(1, String::len).max(1);
        Place { corners: self.corners, pitch: end.plus(start, -1.0).length() / characters as f32 }
    }

    fn is_clear(&self) -> bool {
        self.status != Status::Ambiguous || self.support > CLEAR
    }
}

/// Where a zone was found: what [`Reader::read_near`] starts from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    corners: [Vector; 4],
    /// From one character to the next, in pixels.
    pitch: f32,
}

impl Place {
    /// The place of a zone with these corners, clockwise from its top left, whose characters are so many pixels apart.
    #[must_use]
    pub const fn new(corners: [Vector; 4], pitch: f32) -> Self {
        Self { corners, pitch }
    }

    /// From one character to the next, in pixels.
    pub(crate) const fn pitch(&self) -> f32 {
        self.pitch
    }

    /// The first pixel and the size of what may show the zone in the next frame.
    fn surroundings(&self, image: &Luma) -> Option<[[usize; 2]; 2]> {
        let (mut from, mut to) = ([f32::INFINITY; 2], [0.0f32; 2]);
        for Vector { x, y } in self.corners {
            for (at, value) in [x, y].into_iter().enumerate() {
                from[at] = from[at].min(value - MOVED * self.pitch).max(0.0);
                to[at] = to[at].max(value + MOVED * self.pitch);
            }
        }
        let is_there = from[0] < image.width() as f32 && from[1] < image.height() as f32 && self.pitch > 0.0;
        let [from, to] = [from, to].map(|point| point.map(whole));
        is_there.then(|| [from, [to[0].saturating_sub(from[0]) + 1, to[1].saturating_sub(from[1]) + 1]])
    }
}

/// What a view gave.
struct Viewed {
    reading: Option<Reading>,
    /// Whether there are lines whose characters are too small to be read at this size.
    has_small_print: bool,
    /// In windows that the network has looked at.
    work: u32,
}

/// The image at every size, upright and turned by a quarter.
struct Views {
    upright: Vec<Luma>,
    turned: Vec<OnceCell<Luma>>,
    /// How many times larger the image was than the largest of them.
    scale: f32,
}

impl Views {
    fn new(image: &Luma, largest: usize) -> Self {
        let (upright, scale) = pyramid(image, largest);
        let turned = vec![OnceCell::new(); upright.len()];
        Self { upright, turned, scale }
    }

    /// Reads a view, with the corners where they are in the image.
    fn read(&self, reader: &Reader, view: View, is_sideways: bool, most_work: u32) -> Viewed {
        let pyramid = Pyramid { upright: &self.upright, turned: is_sideways.then_some(&self.turned) };
        let mut viewed = reader.read_view(pyramid, view, most_work);
        let height = self.upright.first().map_or(0, Luma::height) as f32;
        if let Some(reading) = &mut viewed.reading {
            reading.corners = reading.corners.map(|corner| self.place(corner, is_sideways.then_some(height)));
        }
        viewed
    }

    /// Where a point of a view is in the image: of one that was turned, its height tells.
    fn place(&self, Vector { x, y }: Vector, turned: Option<f32>) -> Vector {
        let (x, y) = turned.map_or((x, y), |height| (y, height - 1.0 - x));
        // Centres of pixels have whole coordinates.
        Vector { x: (x + 0.5) * self.scale - 0.5, y: (y + 0.5) * self.scale - 0.5 }
    }
}

/// The search for a zone in an image, and the best reading so far.
struct Search<'a> {
    reader: &'a Reader,
    views: Views,
    best: Option<Reading>,
    /// Whether the largest size has lines that are too small for it: upright, and turned by a quarter.
    has_small_print: [bool; 2],
    /// How much work was done, in windows that the network looks at.
    work: u32,
}

impl Search<'_> {
    const fn left(&self) -> u32 {
        MOST_WORK.saturating_sub(self.work)
    }

    /// How much work the next view may be.
    fn share(&self) -> u32 {
        (self.left() / SHARE_OF_WORK).max(LEAST_WORK)
    }

    /// Looks for small print at the full size, the ways round that have some.
    fn run_large(&mut self) {
        for is_sideways in [false, true].into_iter().filter(|way| self.has_small_print[usize::from(*way)]) {
            let viewed = self.views.read(self.reader, View { level: 0, slope: 0.0 }, is_sideways, self.share());
            self.work += viewed.work;
            if viewed.reading.is_some() {
                self.best = viewed.reading;
                return;
            }
        }
    }

    /// Looks at the largest `levels` sizes, the smallest first; tells whether a clear reading was found.
    fn run(&mut self, levels: usize, slope: f32) -> bool {
        for level in (0..levels).rev() {
            let longest = self.views.upright.get(level).map_or(0, |luma| luma.width().max(luma.height()));
            if slope != 0.0 && (longest > LARGEST_TILTED || self.left() == 0) {
                continue;
            }
            for is_sideways in [false, true] {
                let viewed = self.views.read(self.reader, View { level, slope }, is_sideways, self.share());
                self.work += viewed.work;
                self.has_small_print[usize::from(is_sideways)] |= level == 0 && viewed.has_small_print;
                let Some(reading) = viewed.reading else { continue };
                if self.best.as_ref().is_none_or(|best| best.support < reading.support || reading.is_clear()) {
                    self.best = Some(reading);
                }
                if self.best.as_ref().is_some_and(Reading::is_clear) {
                    return true;
                }
            }
        }
        false
    }
}

/// The image at every size, the longest side at most so many pixels, and how many times larger it was.
fn pyramid(image: &Luma, largest: usize) -> (Vec<Luma>, f32) {
    let longest = |luma: &Luma| luma.width().max(luma.height());
    let (mut base, mut scale) = (None, 1.0);
    while longest(base.as_ref().unwrap_or(image)) > largest {
        let Some(half) = base.as_ref().unwrap_or(image).halved() else { break };
        (base, scale) = (Some(half), scale * 2.0);
    }
    let mut levels = vec![base.unwrap_or_else(|| image.clone())];
    while let Some(half) = levels.last().and_then(Luma::halved).filter(|half| longest(half) >= SMALLEST) {
        levels.push(half);
    }
    (levels, scale)
}

#[cfg(test)]
#[path = "work_tests.rs"]
mod tests;
