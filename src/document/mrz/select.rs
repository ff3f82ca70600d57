//! Which of the readings counts.

use super::ambiguity;
use super::edits::{self, Edit};
use super::fit::{self, Candidate};
use super::repair::{self, Repaired};
use super::zone::{Mrz, MrzStatus};
use super::{MAX_BYTES, ParseOptions, check, read};

/// A candidate as it was read, and what stands in it.
struct Reading {
    repaired: Repaired,
    mrz: Mrz,
}

impl Reading {
    fn new(candidate: Candidate, options: &ParseOptions) -> Self {
        let repaired = match options.repair {
            Some(false) => repair::as_read(candidate),
            Some(true) | None => repair::repaired(candidate),
        };
        let mut mrz = read::read(&repaired, options);
        let Candidate { layout, text, misfits } = &repaired.candidate;
        if mrz.valid && !misfits.iter().all(|misfit| edits::stands(text, layout, &misfit.place)) {
            (mrz.valid, mrz.status) = (false, MrzStatus::Invalid);
        }
        Self { repaired, mrz }
    }

    /// Whether it can be read at all: where lines had to be filled up or cut, most check digits hold.
    fn is_likely(&self) -> bool {
        let Candidate { layout, text, misfits } = &self.repaired.candidate;
        fit::is_read(text, 0) && (misfits.is_empty() || check::mostly_hold(text, layout))
    }

    /// Whether check digits alone tell which line holds what.
    fn is_open(&self) -> bool {
        edits::misfit(&self.repaired.candidate).is_some()
    }

    /// Whether every line that check digits cover has its length.
    fn is_whole(&self) -> bool {
        self.repaired.candidate.covered_misfits().is_empty()
    }

    /// The less, the better: check digits that fail, then what had to be filled up or cut.
    fn rank(&self) -> usize {
        let failed = self.mrz.checks.iter().filter(|check| !check.passed).count() + usize::from(!self.mrz.valid) * 10;
        failed * 10 * MAX_BYTES + self.repaired.candidate.distance()
    }
}

/// The reading that is proved; else the likeliest, with every other one that check digits allow as well.
///
/// What explains the lines with no change goes before what needs one: a character that was misread, put in or taken out,
/// all alike. Whatever needs more proves nothing.
pub(super) fn best(candidates: Vec<Candidate>, options: &ParseOptions) -> Option<Mrz> {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for candidate in candidates {
        let reading = Reading::new(candidate, options);
        if reading.is_open() { open.push(reading) } else { closed.push(reading) }
    }
    let closed = likeliest(closed);
    if let Some(found) = &closed
        && found.mrz.valid
        && found.is_whole()
    {
        return closed.map(|found| found.mrz);
    }
    let mut edits = Vec::new();
    for reading in &open {
        edits.extend(edits::of(&reading.repaired));
    }
    let Some(mut found) = closed.filter(|found| edits.is_empty() || found.is_whole()) else {
        return by_edit(&edits, options).or_else(|| likeliest(open).map(|found| found.mrz));
    };
    if !found.mrz.valid {
        let Candidate { layout, text, .. } = &found.repaired.candidate;
        found.mrz.candidates = ambiguity::candidates(text, layout);
    }
    match (found.mrz.candidates.is_empty(), edits.is_empty()) {
        (true, true) => {}
        (true, false) => return by_edit(&edits, options),
        (false, _) => {
            found.mrz.candidates.extend(ambiguity::of_edits(&edits));
            found.mrz.status = MrzStatus::Ambiguous;
        }
    }
    Some(found.mrz)
}

/// The first of the best: layouts are tried in the order of how common they are.
fn likeliest(readings: Vec<Reading>) -> Option<Reading> {
    readings.into_iter().filter(Reading::is_likely).min_by_key(Reading::rank)
}

/// The zone in the only reading with one character put in or taken out, or with every one of them.
fn by_edit(edits: &[Edit], options: &ParseOptions) -> Option<Mrz> {
    let Edit { layout, text, is_filler, .. } = edits.first()?;
    let repaired = repair::repaired(Candidate::exact(layout, text.clone()));
    let changed = repaired.changed || !is_filler;
    let mut mrz = read::read(&Repaired { changed, ..repaired }, options);
    if edits.len() > 1 || (changed && options.repair == Some(false)) {
        mrz.candidates = ambiguity::of_edits(edits);
        mrz.valid = false;
        mrz.status = if mrz.candidates.is_empty() { MrzStatus::Invalid } else { MrzStatus::Ambiguous };
    }
    Some(mrz)
}
