//! What an image of a document is worth: where the document lies, how sharp, bright and glaring it is, and what a
//! person can do better.
//!
//! Stills and live frames are measured by the same code: [`analyze`], [`analyze_pixels`], and [`analyze_frame`], which
//! also knows the frames before, so that hints do not flicker.
//!
//! ```
//! use idsnap::rows::Size;
//! use idsnap::scene::{AnalyzeOptions, Hint, analyze_pixels};
//!
//! let night = vec![10; 320 * 240 * 4];
//! let analysis = analyze_pixels(&night, Size { width: 320, height: 240 }, &AnalyzeOptions::default())?;
//! assert_eq!(analysis.hints, [Hint::TooDark, Hint::NoDocument]);
//! # Ok::<(), Box<idsnap::Error>>(())
//! ```

use crate::corners::WORKING_EDGE;
use crate::image::decode::Source;
use crate::image::readable::{Readable, fit};
use crate::measure::View;
use crate::rows::Size;
use crate::{Error, Result};

mod analysis;
mod cells;
mod content;
mod detect;
mod fields;
mod frame;
mod hint;
mod layout;
mod options;
mod pose;
mod shape;
mod shown;
mod sight;
mod still;

pub use crate::quad::{Point, Quad};
pub use analysis::ImageAnalysis;
use analysis::measure;
pub use content::Evidence;
pub use fields::{Fields, WhiteField};
pub use frame::{Cause, FrameInput, FrameMemory, FrameReport};
pub use hint::{Hint, Issue};
pub use layout::FrameLayout;
pub use options::{AnalyzeOptions, DocumentSize, Strictness, Thresholds};
pub(crate) use pose::aspect;
use shown::{STILL_EDGE, Shown};
pub use sight::Sight;
pub use still::{Place, Stillness};

/// The longest side, in pixels, of what is measured: a card that fills it has 22 pixels a millimetre, nearly twice what
/// recognition wants. Larger images are reduced to it, which takes their noise off.
const MEASURED_EDGE: u32 = 1920;

/// Analyzes an image file.
///
/// # Errors
/// `InvalidField` for an option out of range; `EmptyImage`, `NotAnImage`, `UnsupportedFormat`, `DamagedImage` and
/// `TooManyPixels` for the file; `EngineFailed` when memory runs out: see [`Error`].
pub fn analyze(bytes: &[u8], options: &AnalyzeOptions) -> Result<ImageAnalysis> {
    Ok(analyze_with_luma(bytes, options)?.0)
}

/// Analyzes an image file, and gives the luma that it was measured on: who reads more of it need not decode it again.
///
/// # Errors
/// As [`analyze`].
pub fn analyze_with_luma(bytes: &[u8], options: &AnalyzeOptions) -> Result<(ImageAnalysis, LumaImage)> {
    options.check()?;
    Ok(finished(reduced(Readable::File(&Source::inspect(bytes)?))?, options))
}

/// An image of one sample a pixel, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LumaImage {
    /// The samples.
    pub samples: Vec<u8>,
    /// Width and height.
    pub size: Size,
}

/// Analyzes pixels: red, green, blue and alpha, upright. They are taken as opaque.
///
/// # Errors
/// As [`analyze`], for pixels that do not have the size given too.
pub fn analyze_pixels(rgba: &[u8], size: Size, options: &AnalyzeOptions) -> Result<ImageAnalysis> {
    Ok(analyze_pixels_with_luma(rgba, size, options)?.0)
}

/// Analyzes pixels as [`analyze_pixels`] does, and gives their luma as [`analyze_with_luma`] does.
///
/// # Errors
/// As [`analyze_pixels`].
pub fn analyze_pixels_with_luma(
    rgba: &[u8],
    size: Size,
    options: &AnalyzeOptions,
) -> Result<(ImageAnalysis, LumaImage)> {
    options.check()?;
    Ok(finished(pixels(rgba, size, true)?, options))
}

/// Analyzes a frame of a video, of which the frames before are known by their `memory`. Its samples stand as `layout` has
/// it, upright.
///
/// # Errors
/// As [`analyze_pixels`].
pub fn analyze_frame(samples: &[u8], size: Size, input: FrameInput) -> Result<FrameReport> {
    input.options.check()?;
    let shown = match &input.layout {
        Some(layout) => layout.shown(samples, size)?,
        None => pixels(samples, size, false)?,
    };
    Ok(frame::report(&shown, input))
}

fn finished(shown: Shown, options: &AnalyzeOptions) -> (ImageAnalysis, LumaImage) {
    let mut measured = measure(&shown, detect::find(&shown).map(|found| found.corners), options);
    let checks = measured.checks(options);
    content::judge_still(&shown, measured.corners.as_ref(), &mut measured.scores, &checks);
    let analysis = measured.finish(&measured.checks(options));
    (analysis, LumaImage { size: shown.view.size(), samples: shown.view.into_luma() })
}

fn pixels(rgba: &[u8], size: Size, is_still: bool) -> Result<Shown> {
    if size.longest_edge() > MEASURED_EDGE {
        return Ok(Shown { is_still, ..reduced(Readable::Pixels { rgba, size })? });
    }
    if is_still {
        return Ok(Shown::still(View::of_rgba(rgba, size, STILL_EDGE)?, size));
    }
    Ok(Shown { view: View::of_rgba(rgba, size, WORKING_EDGE)?, fine: None, full: size, is_still })
}

fn reduced(image: Readable<'_>) -> Result<Shown> {
    let full = image.upright_size();
    let mut rows = image.rows(fit(full, MEASURED_EDGE))?;
    Ok(Shown::still(View::of_rows(rows.as_mut(), STILL_EDGE)?, full))
}

impl AnalyzeOptions {
    /// Refuses thresholds that no measure can be compared with.
    fn check(&self) -> Result<()> {
        let own = self.thresholds.unwrap_or_default();
        let shares = [
            ("minBrightness", own.min_brightness),
            ("maxPrintLevel", own.max_print_level),
            ("maxCoverage", own.max_coverage),
            ("minCoverage", own.min_coverage),
            ("minSharpness", own.min_sharpness),
            ("maxGlare", own.max_glare),
        ];
        let wrong = shares.into_iter().find(|(_, value)| value.is_some_and(|value| !(0.0..=1.0).contains(&value)));
        wrong.map_or(Ok(()), |(name, _)| {
            Err(Error::invalid(format!("thresholds.{name}"), "a number out of range", "0 to 1"))
        })
    }
}
