//! The zone in the frames of a video: searched now and then, and read where it was found before.

use super::grey::Grey;
use super::{MrzReading, ReadMrzOptions, ReadStatus, read_grey, read_pixels};
use crate::Result;
use crate::document::mrz::{Mrz, MrzFormat};
use crate::input::from_input;
use crate::quad::{Point, Quad};
use crate::rows::Size;
use crate::scene::FrameLayout;
use serde::Serialize;

/// Where no zone is known, every so many frames are searched.
const SEARCHED_EVERY: u32 = 4;
/// A zone that is not seen in so many frames in a row is searched for anew.
const MOST_MISSES: u32 = 2;
/// How far a zone may have moved from one frame to the next, as a share of its longer side.
const DRIFT: f64 = 0.12;

/// What is seen of a zone.
#[from_input(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub enum ZoneSight {
    /// No zone.
    #[default]
    None,
    /// A zone that cannot be proved.
    Seen,
    /// A zone whose check digits prove it.
    Valid,
}

/// What is known of the frames before. Plain data: hand back what the last frame gave, nothing at first.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct FrameMrzMemory {
    /// What was seen when a zone was looked for last.
    pub zone: ZoneSight,
    /// Where it was.
    pub place: Option<Quad>,
    /// Frames since it was looked for, or, where a place is known, frames in a row in which it was not seen there.
    pub frames: u32,
}

/// A frame's surroundings.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrameMrzInput {
    /// What the frame before gave.
    pub memory: FrameMrzMemory,
    /// Where the document lies in this frame, if that is known: only there is searched.
    pub corners: Option<Quad>,
    /// The formats that count. Default: all.
    pub formats: Option<Vec<MrzFormat>>,
    /// The date today, `YYYY-MM-DD`. Default: that of the clock.
    pub today: Option<String>,
    /// How the samples stand. Default: red, green, blue and alpha.
    pub layout: Option<FrameLayout>,
}

/// The zone of a frame, in the light of those before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct FrameMrz {
    /// What is seen of the zone, in this frame or in the last one that was searched.
    pub zone: ZoneSight,
    /// What stands in it, where it is valid in this very frame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mrz: Option<Box<Mrz>>,
    /// For the next frame.
    pub memory: FrameMrzMemory,
}

/// Reads the zone of a frame, of which the frames before are known by their `memory`. Its samples stand as `layout` has it,
/// upright.
///
/// # Errors
/// As [`read_pixels`].
pub fn read_frame(samples: &[u8], size: Size, input: FrameMrzInput) -> Result<FrameMrz> {
    let FrameMrzInput { memory, corners, formats, today, layout } = input;
    let looked = |corners| {
        let options = ReadMrzOptions { corners, formats, today };
        let Some(layout) = layout else { return read_pixels(samples, size, &options) };
        options.check()?;
        read_grey(Grey::of_frame(samples, size, &layout, options.corners.as_ref())?, &options)
    };
    if let Some(place) = memory.place {
        let near = grown(&place);
        let reading = looked(Some(near))?;
        return Ok(if reading.quad.is_none() { memory.missed() } else { FrameMrz::of(reading) });
    }
    if memory.frames > 0 {
        return Ok(FrameMrz::kept(FrameMrzMemory { frames: (memory.frames + 1) % SEARCHED_EVERY, ..memory }));
    }
    Ok(FrameMrz::of(looked(corners)?))
}

impl FrameMrzMemory {
    /// The zone is not where it was.
    fn missed(self) -> FrameMrz {
        let frames = self.frames + 1;
        // Searched in the whole of the next frame.
        FrameMrz::kept(if frames >= MOST_MISSES { Self::default() } else { Self { frames, ..self } })
    }
}

impl FrameMrz {
    const fn kept(memory: FrameMrzMemory) -> Self {
        Self { zone: memory.zone, mrz: None, memory }
    }

    fn of(reading: MrzReading) -> Self {
        let zone = match reading.status {
            ReadStatus::Valid => ZoneSight::Valid,
            ReadStatus::Ambiguous | ReadStatus::Unchecked => ZoneSight::Seen,
            ReadStatus::None => ZoneSight::None,
        };
        let frames = u32::from(reading.quad.is_none());
        Self { zone, mrz: reading.mrz, memory: FrameMrzMemory { zone, place: reading.quad, frames } }
    }
}

/// The upright rectangle in which a zone is that was at a place a frame ago.
fn grown(place: &Quad) -> Quad {
    let far = place.sides().iter().fold(0.0, |most: f64, side| most.max(*side)) * DRIFT;
    let corners = place.corners();
    let least = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::INFINITY, f64::min) - far;
    let most = |of: fn(&Point) -> f64| corners.iter().map(of).fold(f64::NEG_INFINITY, f64::max) + far;
    let (left, top) = (least(|point| point.x), least(|point| point.y));
    let (right, bottom) = (most(|point| point.x), most(|point| point.y));
    Quad::new([(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| Point { x, y }))
}
