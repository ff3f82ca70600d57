//! The machine readable zone (ICAO Doc 9303, parts 3 to 7), and those of the French identity card until 2021 and of the
//! French and Swiss driving licences: read, written, and proved.
//!
//! A zone is read as it stands. Where a check digit fails, a character is repaired only where it cannot stand and the
//! check digits prove what stands in its place; what they leave open is ambiguous, with every reading that they allow.

mod ambiguity;
mod check;
mod confusion;
mod dates;
mod edits;
mod fillers;
mod fit;
mod format;
mod glyph;
mod layout;
mod layouts;
mod read;
mod reading;
mod repair;
mod rivals;
mod select;
mod zone;

pub use check::check_digit;
pub(super) use format::transliterate::latin;
pub use format::{MrzFields, format, transliterate};
pub use reading::{UnreadableZone, ZoneReading, read_zone};
pub use zone::{Mrz, MrzCandidate, MrzCheck, MrzCheckField, MrzDate, MrzFormat, MrzStatus};

use fit::Candidate;
use layouts::LAYOUTS;
use repair::Repaired;

use crate::input::from_input;
use crate::{Error, Result};

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
    select::best(fit::candidates(lines), options)
}

/// What stands in the lines of a zone that was proved elsewhere: nothing is repaired, and no other format is tried. `None`
/// where the lines have not the size of the format.
#[must_use]
pub fn of_lines(format: MrzFormat, lines: &[String], options: &ParseOptions) -> Option<Mrz> {
    let text = lines.concat().into_bytes();
    let layout = LAYOUTS.iter().find(|layout| layout.format == format && layout.size() == text.len())?;
    Some(read::read(&Repaired { candidate: Candidate::exact(layout, text), changed: false }, options))
}
