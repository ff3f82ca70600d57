//! Where each field stands. Positions count from the start of the first line through all lines.

use super::zone::MrzCheckField::{self, Composite, DateOfBirth, DateOfExpiry, DocumentNumber, OptionalData};
use super::zone::MrzFormat;
use super::{confusion, glyph};
use core::ops::Range;

/// One layout.
#[derive(Debug)]
pub(super) struct Layout {
    pub format: MrzFormat,
    /// Characters of each line.
    pub widths: &'static [usize],
    pub code: Range<usize>,
    /// The first letters that the document code may have.
    pub codes: &'static [u8],
    /// What tells the layout from others of its size: where it stands, and what may stand there.
    pub mark: Option<(usize, &'static [&'static str])>,
    pub state: Range<usize>,
    /// Both identifiers in one field, or each in its own.
    pub names: &'static [Range<usize>],
    pub number: Range<usize>,
    /// The parts of the document number and of the code that are digits in every document.
    pub digits: &'static [Range<usize>],
    pub nationality: Option<Range<usize>>,
    pub birth: Option<Range<usize>>,
    pub sex: Option<usize>,
    pub expiry: Option<Range<usize>>,
    pub optional: &'static [Range<usize>],
    pub checks: &'static [CheckDigit],
}

/// A check digit and what it covers.
#[derive(Debug)]
pub(super) struct CheckDigit {
    pub field: MrzCheckField,
    pub covers: &'static [Range<usize>],
    pub position: usize,
}

impl CheckDigit {
    /// Every position that is covered, in the order in which the weights go.
    pub(super) fn positions(&self) -> impl Iterator<Item = usize> {
        self.covers.iter().cloned().flatten()
    }
}

impl Layout {
    pub(super) fn size(&self) -> usize {
        self.widths.iter().sum()
    }

    pub(super) fn check(&self, field: MrzCheckField) -> Option<&'static CheckDigit> {
        self.checks.iter().find(|check| check.field == field)
    }

    /// The check digit of the one field that holds the position. The composite check digit covers many.
    pub(super) fn own_check(&self, position: usize) -> Option<&'static CheckDigit> {
        let covers = |check: &&CheckDigit| check.position == position || check.positions().any(|at| at == position);
        self.checks.iter().filter(|check| check.field != Composite).find(covers)
    }

    /// The dates: what they are, and where they stand.
    pub(super) fn dates(&self) -> impl Iterator<Item = (MrzCheckField, Range<usize>)> {
        let dates = [(DateOfBirth, self.birth.clone()), (DateOfExpiry, self.expiry.clone())];
        dates.into_iter().filter_map(|(field, range)| Some((field, range?)))
    }

    /// The field that the position belongs to, of those that candidates are given for.
    pub(super) fn field_at(&self, position: usize) -> Option<MrzCheckField> {
        if let Some(check) = self.checks.iter().find(|check| check.position == position) {
            return Some(check.field);
        }
        let date = self.dates().find(|(_, range)| range.contains(&position)).map(|(field, _)| field);
        let number = self.number.contains(&position).then_some(DocumentNumber);
        let optional = self.optional.iter().any(|range| range.contains(&position)).then_some(OptionalData);
        date.or(number).or(optional)
    }

    /// Every place where a digit stands, or a filler where something is not known.
    pub(super) fn digit_places(&self) -> impl Iterator<Item = usize> {
        let dates = self.dates().flat_map(|(_, range)| range);
        let digits = self.digits.iter().cloned().flatten();
        dates.chain(digits).chain(self.checks.iter().map(|check| check.position))
    }

    /// Whether a check digit covers the position, or stands there.
    pub(super) fn is_covered(&self, position: usize) -> bool {
        let covers = |check: &CheckDigit| {
            check.position == position || check.covers.iter().any(|range| range.contains(&position))
        };
        self.checks.iter().any(covers)
    }

    /// Whether the document code may begin with the character, as far as it looks like it.
    pub(super) fn may_begin_with(&self, first: u8) -> bool {
        self.codes.contains(&confusion::as_letter(glyph::look(first)))
    }

    /// Whether what tells the layout from others of its size is there, as far as it looks like it.
    pub(super) fn is_marked(&self, text: &[u8]) -> bool {
        self.mark.is_none_or(|(start, marks)| {
            let rest = text.get(start..).unwrap_or_default();
            let is_alike = |(letter, byte): (&u8, &u8)| *letter == confusion::as_letter(glyph::look(*byte));
            marks.iter().any(|mark| rest.len() >= mark.len() && mark.as_bytes().iter().zip(rest).all(is_alike))
        })
    }

    /// Every place of a name that a check digit covers.
    pub(super) fn proved_names(&self) -> impl Iterator<Item = usize> {
        let names = self.names.iter().cloned().flatten();
        names.filter(|position| self.checks.iter().any(|check| check.positions().any(|at| at == *position)))
    }

    /// Where each line stands.
    pub(super) fn lines(&self) -> impl Iterator<Item = Range<usize>> {
        self.widths.iter().scan(0, |start, width| {
            let line = *start..*start + width;
            *start = line.end;
            Some(line)
        })
    }

    /// Whether a check digit stands at the end of a line, rather than filler.
    pub(super) fn has_check_digit_before(&self, end: usize) -> bool {
        self.checks.iter().any(|check| check.position + 1 == end)
    }

    /// Whether a document number may overflow into the optional data (parts 5 and 6).
    pub(super) const fn number_may_overflow(&self) -> bool {
        matches!(self.format, MrzFormat::Td1 | MrzFormat::Td2)
    }
}
