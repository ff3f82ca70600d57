//! Whether lines begin and end where their characters do.

use super::{Block, Fit, Seen};
use crate::layout::Format;
use crate::network::NONE;

/// How likely there is nothing behind a line that ends there, at least, as a logarithm: one in two.
const LEAST_END: f32 = -0.69;
/// How likely there is a character at the ends of a line, at least, in a valid reading.
const LEAST_AT_END: f32 = 0.9;

impl Block {
    /// Whether the lines of a format are whole: none goes on beyond its ends, where a part of a longer zone would hold as
    /// well, and none has an end where nothing is printed.
    pub(super) fn is_whole(&self, fit: &Fit, format: Format) -> bool {
        let is_alone = match format {
            Format::MrvA => self.is_begun(fit),
            Format::MrvB => self.is_begun(fit) && self.is_ended(fit),
            _ => true,
        };
        is_alone && self.is_filled(fit)
    }

    /// Whether each line has its first and its last character. Where one was passed over, the line goes on to where nothing is
    /// printed, and the check digit that is looked for there holds by chance: it tells which digit stands in a place, not
    /// that one does.
    fn is_filled(&self, fit: &Fit) -> bool {
        self.rows.iter().zip(&fit.starts).zip(fit.widths).all(|((row, start), columns)| {
            let last = start + i32::try_from(*columns).unwrap_or_default() - 1;
            [*start, last].into_iter().all(|at| row.sight(at).is_some_and(|sight| sight.presence() > LEAST_AT_END))
        })
    }

    /// Whether nothing is seen behind each line, within the image. A visa of 44 columns that the image cuts behind the
    /// 36th is a valid one of 36.
    fn is_ended(&self, fit: &Fit) -> bool {
        self.rows.iter().zip(&fit.starts).zip(fit.widths).all(|((row, start), columns)| {
            let end = start + i32::try_from(*columns).unwrap_or_default();
            self.is_empty(row, end, 0.5) == Some(true)
        })
    }

    /// Whether nothing is seen before each line, as far as the image goes. A passport whose first character is passed over
    /// has the first line of a visa, and no digit of a visa covers all of it.
    fn is_begun(&self, fit: &Fit) -> bool {
        self.rows.iter().zip(&fit.starts).all(|(row, start)| self.is_empty(row, start - 1, -0.5) != Some(false))
    }

    /// Whether nothing is seen in a cell beside a line, whose outer edge is so far along; `None` where the image ends.
    fn is_empty(&self, row: &Seen, at: i32, edge: f32) -> Option<bool> {
        let [width, height] = self.size;
        let cell = row.line.cell(row.from + at as f32);
        let edge = cell.center.plus(cell.along, edge);
        let is_inside = (0.0..width).contains(&edge.x) && (0.0..height).contains(&edge.y);
        is_inside.then(|| row.sight(at).is_some_and(|sight| sight.scores[NONE] > LEAST_END))
    }
}
