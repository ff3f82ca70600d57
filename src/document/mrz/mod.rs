//! The machine readable zone (ICAO Doc 9303, parts 3 to 7), and that of the French identity card until 2021.
//!
//! A zone is read as it stands. Where a check digit fails, the usual confusions of optical character recognition are
//! tried, and a repair is kept only where the check digits prove it.

mod check;
mod fit;
mod layout;
mod read;
mod repair;
mod zone;

pub use check::check_digit;
pub use zone::{Mrz, MrzCheck, MrzCheckField, MrzDate, MrzFormat};

/// The longest text that is looked at: the longest zone has 90 characters, and some white space may stand between.
const MAX_BYTES: usize = 400;

/// Reads a machine readable zone.
///
/// The lines may also stand in one text, be in lower case or hold spaces, and lack fillers at their end. `None` for
/// what has the form of no zone; a zone whose check digits fail is read, and says so.
#[must_use]
pub fn parse(lines: &[&str]) -> Option<Mrz> {
    if lines.iter().map(|line| line.len()).sum::<usize>() > MAX_BYTES {
        return None;
    }
    let candidates = fit::candidates(lines).into_iter();
    let read = candidates.map(|candidate| (candidate.exact, read::read(&repair::repaired(candidate))));
    let plausible = read.filter(|(exact, mrz)| *exact || passed(mrz) * 2 >= mrz.checks.len());
    // The first of the best: layouts are tried in the order of how common they are.
    plausible.min_by_key(|(exact, mrz)| (!mrz.valid, mrz.checks.len() - passed(mrz), !exact)).map(|(_, mrz)| mrz)
}

fn passed(mrz: &Mrz) -> usize {
    mrz.checks.iter().filter(|check| check.passed).count()
}
