//! The machine readable zone of an image: found, read, and proved by its check digits.
//!
//! `idsnap-zone` finds lines and reads characters; here files become the grey image that it wants, and what it read
//! becomes an [`Mrz`](crate::document::mrz::Mrz).
//!
//! ```
//! use idsnap::rows::Size;
//! use idsnap::zone::{ReadMrzOptions, ReadStatus, read_pixels};
//!
//! let blank = vec![200; 320 * 240 * 4];
//! let reading = read_pixels(&blank, Size { width: 320, height: 240 }, &ReadMrzOptions::default())?;
//! assert_eq!((reading.status, reading.mrz), (ReadStatus::None, None));
//! # Ok::<(), Box<idsnap::Error>>(())
//! ```

mod frame;
mod grey;
mod reading;

use crate::document::mrz::{MrzFormat, ParseOptions};
use crate::image::decode::Source;
use crate::image::readable::Readable;
use crate::input::from_input;
use crate::quad::Quad;
use crate::rows::Size;
use crate::{Error, Result};
pub use frame::{FrameMrz, FrameMrzInput, FrameMrzMemory, ZoneSight, read_frame};
use grey::Grey;
use idsnap_zone::{LoneLine, Reader};
pub use reading::{MrzReading, MrzReadingCandidate, ReadStatus};

/// An image that is as many times wider than tall shows one line of a zone at most.
const LEAST_ASPECT: usize = 8;

/// How the zone of an image is read.
#[from_input(default)]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadMrzOptions {
    /// Where the document lies, in pixels of the upright source, as `analyzeImage` gives it. Only what is inside is
    /// searched, at a finer scale. Default: the whole image.
    pub corners: Option<Quad>,
    /// The formats that count: a zone of another one is none. Default: all.
    pub formats: Option<Vec<MrzFormat>>,
    /// The date today, `YYYY-MM-DD`, as of `parseMrz`. Default: that of the clock.
    pub today: Option<String>,
}

impl ReadMrzOptions {
    fn check(&self) -> Result<()> {
        let is_wrong = |corners: &Quad| !corners.is_convex() || !corners.sides().iter().all(|side| side.is_finite());
        if self.corners.as_ref().is_some_and(is_wrong) {
            return Err(Error::invalid("corners", "no convex quad", "four corners, clockwise from the top left"));
        }
        if self.formats.as_ref().is_some_and(Vec::is_empty) {
            return Err(Error::invalid("formats", "no format", "one format at least, or none of this option"));
        }
        self.parsing().check()
    }

    fn parsing(&self) -> ParseOptions {
        ParseOptions { today: self.today.clone(), repair: Some(false) }
    }
}

/// Reads the zone of an image file.
///
/// # Errors
/// `InvalidField` for an option; `EmptyImage`, `NotAnImage`, `UnsupportedFormat`, `DamagedImage` and `TooManyPixels` for
/// the file; `EngineFailed` when memory runs out: see [`Error`].
pub fn read(bytes: &[u8], options: &ReadMrzOptions) -> Result<MrzReading> {
    options.check()?;
    read_grey(Grey::of(Readable::File(&Source::inspect(bytes)?), options.corners.as_ref())?, options)
}

/// Reads the zone of pixels: red, green, blue and alpha, upright. They are taken as opaque.
///
/// # Errors
/// As [`read`], for pixels that do not have the size given too.
pub fn read_pixels(rgba: &[u8], size: Size, options: &ReadMrzOptions) -> Result<MrzReading> {
    options.check()?;
    read_grey(Grey::of(Readable::Pixels { rgba, size }, options.corners.as_ref())?, options)
}

/// Reads the zone of an image of one sample a pixel, which shows a whole one of the size `full`: what
/// [`scene::analyze_with_luma`](crate::scene::analyze_with_luma) gives.
///
/// # Errors
/// As [`read_pixels`].
pub fn read_luma(samples: Vec<u8>, size: Size, full: Size, options: &ReadMrzOptions) -> Result<MrzReading> {
    options.check()?;
    read_grey(Grey::of_luma(samples, size, full)?, options)
}

fn read_grey(grey: Grey, options: &ReadMrzOptions) -> Result<MrzReading> {
    let reader =
        Reader::new().ok_or(Error::EngineFailed { reason: "the weights are not those of the network".into() })?;
    if let Some(found) = reader.read(&grey.luma) {
        return Ok(MrzReading::of(&found, &grey, options));
    }
    let shows_one_line = grey.luma.width() >= LEAST_ASPECT * grey.luma.height() && options.formats.is_none();
    let line = if shows_one_line { reader.line(&grey.luma) } else { None };
    let line = line.filter(LoneLine::is_clear);
    Ok(line.map_or_else(MrzReading::none, |line| MrzReading::of_line(line, &grey)))
}
