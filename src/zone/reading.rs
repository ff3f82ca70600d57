//! What was read of a zone.

use super::ReadMrzOptions;
use super::grey::Grey;
use crate::document::mrz::{self, Mrz, MrzFormat};
use crate::quad::Quad;
use idsnap_zone::{Candidate, Format, LoneLine, Reading, Status};
use serde::Serialize;

/// Lines whose characters are less clear than this in the mean are no zone: other text that stands in lines.
const LEAST_CLEAR: f32 = 0.5;

/// The machine readable zone of an image.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct MrzReading {
    /// How sure it is.
    pub status: ReadStatus,
    /// What stands in the zone; null unless the status is `valid`.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Mrz | null"))]
    pub mrz: Option<Box<Mrz>>,
    /// The size and layout of the likeliest reading; null where no zone is found, and of one line alone.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "MrzFormat | null"))]
    pub format: Option<MrzFormat>,
    /// The lines of the likeliest reading, also of one that is not proved; empty where no zone is found.
    pub lines: Vec<String>,
    /// For each character of `lines` how likely it is by what is seen of it alone, from 0 to 1. A zero and the letter O count
    /// as one where only one of them may stand.
    pub confidence: Vec<Vec<f32>>,
    /// How likely the reading is among all that the format and its check digits allow, from 0 to 1; 0 where it is none of them.
    pub likelihood: f32,
    /// Where the zone lies, in pixels of the upright source, from the top left corner of its text; null where none is
    /// found.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "Quad | null"))]
    pub quad: Option<Quad>,
    /// The likeliest readings where it is ambiguous, the likeliest first. A printed field that agrees with one settles it.
    pub candidates: Vec<MrzReadingCandidate>,
}

/// How sure the zone of an image is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum ReadStatus {
    /// Every check digit holds, the dates are of the calendar, and no other reading of comparable likelihood has that.
    Valid,
    /// There is a zone, and what is seen of it proves no reading.
    Ambiguous,
    /// One reading alone is likely, but the format has no check digit: the Swiss driving licence.
    Unchecked,
    /// No zone is found.
    None,
}

/// One reading of several.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
pub struct MrzReadingCandidate {
    /// The lines.
    pub lines: Vec<String>,
    /// How likely it is, from 0 to 1.
    pub likelihood: f32,
}

impl MrzReading {
    /// No zone.
    pub(super) const fn none() -> Self {
        Self {
            status: ReadStatus::None,
            mrz: None,
            format: None,
            lines: Vec::new(),
            confidence: Vec::new(),
            likelihood: 0.0,
            quad: None,
            candidates: Vec::new(),
        }
    }

    /// One clear line that is alone in the image: as it looks, of whatever format.
    pub(super) fn of_line(line: LoneLine, grey: &Grey) -> Self {
        Self {
            status: ReadStatus::Ambiguous,
            lines: vec![line.text],
            confidence: vec![line.confidence],
            quad: Some(Quad::new(line.corners.map(|corner| grey.point(corner.x, corner.y)))),
            ..Self::none()
        }
    }

    /// What the reader found.
    pub(super) fn of(found: &Reading, grey: &Grey, options: &ReadMrzOptions) -> Self {
        let format = format(found.format);
        let is_wanted = options.formats.as_ref().is_none_or(|formats| formats.contains(&format));
        if !is_wanted || (found.status == Status::Ambiguous && clarity(found) < LEAST_CLEAR) {
            return Self::none();
        }
        let proved = || mrz::of_lines(format, &found.lines, &options.parsing()).filter(|mrz| mrz.valid);
        let mrz = if found.status == Status::Valid { proved() } else { None };
        let status = match (found.status, &mrz) {
            (_, Some(_)) => ReadStatus::Valid,
            (Status::Unchecked, None) => ReadStatus::Unchecked,
            (Status::Valid | Status::Ambiguous, None) => ReadStatus::Ambiguous,
        };
        let candidate = |one: &Candidate| MrzReadingCandidate { lines: one.lines.clone(), likelihood: one.likelihood };
        Self {
            status,
            mrz: mrz.map(Box::new),
            format: Some(format),
            lines: found.lines.clone(),
            confidence: found.confidence.clone(),
            likelihood: found.likelihood,
            quad: Some(Quad::new(found.corners.map(|corner| grey.point(corner.x, corner.y)))),
            candidates: found.candidates.iter().map(candidate).collect(),
        }
    }
}

/// How clear the characters are in the mean.
fn clarity(found: &Reading) -> f32 {
    let (sum, count) =
        found.confidence.iter().flatten().fold((0.0, 0.0f32), |(sum, count), one| (sum + one, count + 1.0));
    sum / count.max(1.0)
}

const fn format(format: Format) -> MrzFormat {
    match format {
        Format::Td1 => MrzFormat::Td1,
        Format::Td2 => MrzFormat::Td2,
        Format::Td3 => MrzFormat::Td3,
        Format::MrvA => MrzFormat::MrvA,
        Format::MrvB => MrzFormat::MrvB,
        Format::FrenchIdCard => MrzFormat::FrenchIdCard,
        Format::FrenchDrivingLicence => MrzFormat::FrenchDrivingLicence,
        Format::SwissDrivingLicence => MrzFormat::SwissDrivingLicence,
    }
}
