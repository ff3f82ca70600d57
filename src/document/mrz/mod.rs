//! The machine readable zone (ICAO Doc 9303, parts 3 to 7), and those of the French identity card until 2021 and of the
//! French and Swiss driving licences: read, written, and proved.
//!
//! A zone is read as it stands. Where a check digit fails, a character is repaired only where it cannot stand and the
//! check digits prove what stands in its place; what they leave open is ambiguous, with every reading that they allow.

mod ambiguity;
mod check;
mod confusion;
mod dates;
mod fillers;
mod fit;
mod format;
mod glyph;
mod layout;
mod layouts;
mod read;
mod reading;
mod repair;
mod zone;

pub use check::check_digit;
pub use format::{MrzFields, format, transliterate};
pub use reading::{UnreadableZone, ZoneReading, read_zone};
pub use zone::{Mrz, MrzCandidate, MrzCheck, MrzCheckField, MrzDate, MrzFormat, MrzStatus};

use crate::input::from_input;
use crate::{Error, Result};
use fit::Candidate;

/// The longest text that is looked at: the longest zone has 90 characters, and some white space may stand between.
const MAX_BYTES: usize = 400;

/// How a zone is read.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParseOptions {
    /// The date today, `YYYY-MM-DD`: nobody is born after it. It tells the century of a birth where the document has no
    /// date of expiry. JavaScript takes it from the clock of the page or of Node where it is absent; the core, which
    /// reads no clock, takes the last day of the year in which this version appeared.
    pub today: Option<String>,
    /// Whether misread characters are put right where that can be proved. Absent is yes.
    pub repair: Option<bool>,
}

impl ParseOptions {
    /// Whether `today` is a date, for options that somebody else has written.
    ///
    /// # Errors
    /// [`Error::InvalidField`] where it is none.
    pub fn check(&self) -> Result<()> {
        match &self.today {
            Some(today) if !dates::is_iso(today) => Err(Error::invalid("today", "no date", "YYYY-MM-DD")),
            Some(_) | None => Ok(()),
        }
    }
}

/// Reads a machine readable zone.
///
/// The lines may also stand in one text, be in lower case or hold spaces, and lack fillers at their end. A character
/// that no zone has is an unknown one at its place. `None` for what has the form of no zone; a zone whose check digits
/// fail is read, and says so.
#[must_use]
pub fn parse(lines: &[&str]) -> Option<Mrz> {
    parse_with(lines, &ParseOptions::default())
}

/// Reads a machine readable zone as [`parse`] does, with options.
#[must_use]
pub fn parse_with(lines: &[&str], options: &ParseOptions) -> Option<Mrz> {
    if lines.iter().map(|line| line.len()).sum::<usize>() > MAX_BYTES {
        return None;
    }
    let repaired = |candidate| match options.repair {
        Some(false) => repair::as_read(candidate),
        Some(true) | None => repair::repaired(candidate),
    };
    let read = fit::candidates(lines).into_iter().map(|candidate| {
        let repaired = repaired(candidate);
        let mrz = read::read(&repaired, options);
        (repaired.candidate, mrz)
    });
    let is_likely = |Candidate { layout, text, exact }: &Candidate| {
        fit::is_read(text, 0) && (*exact || check::mostly_hold(text, layout))
    };
    let plausible = read.filter(|(candidate, _)| is_likely(candidate));
    // The first of the best: layouts are tried in the order of how common they are.
    let (candidate, mut mrz) =
        plausible.min_by_key(|(candidate, mrz)| (!mrz.valid, mrz.checks.len() - passed(mrz), !candidate.exact))?;
    mrz.candidates = ambiguity::candidates(&candidate.text, candidate.layout);
    if !mrz.candidates.is_empty() {
        mrz.status = MrzStatus::Ambiguous;
    }
    Some(mrz)
}

fn passed(mrz: &Mrz) -> usize {
    mrz.checks.iter().filter(|check| check.passed).count()
}
