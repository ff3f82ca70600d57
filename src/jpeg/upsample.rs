//! Subsampled components brought to the size of the picture, row by row.
//!
//! For the usual ratios (2:1 in one or both directions) the triangle filter of libjpeg, bit for bit: three parts the
//! nearer sample, one part the farther one. For all other ratios the nearest sample.

/// How a component gets to the width and height of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Upsampling {
    /// It has them.
    None,
    /// Triangle, half the width.
    Horizontal,
    /// Triangle, half the height.
    Vertical,
    /// Triangle, half of both.
    Both,
    /// Nearest sample: `numerator / denominator` of the width and of the height.
    Nearest {
        /// Columns of the component for columns of the picture.
        columns: Ratio,
        /// Rows of the component for rows of the picture.
        rows: Ratio,
    },
}

/// A fraction of at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    pub(super) numerator: usize,
    pub(super) denominator: usize,
}

impl Ratio {
    fn of(self, index: usize) -> usize {
        index * self.numerator / self.denominator
    }

    fn is(self, numerator: usize, denominator: usize) -> bool {
        self.numerator * denominator == self.denominator * numerator
    }
}

impl Upsampling {
    /// `width` is the component's own. Without `smooth` every ratio takes the nearest sample.
    pub(super) fn new(columns: Ratio, rows: Ratio, width: usize, smooth: bool) -> Self {
        let (whole_width, whole_height) = (columns.is(1, 1), rows.is(1, 1));
        let (half_width, half_height) = (columns.is(1, 2) && width > 2, rows.is(1, 2));
        match (whole_width, whole_height) {
            (true, true) => Self::None,
            (false, true) if smooth && half_width => Self::Horizontal,
            (true, false) if smooth && half_height => Self::Vertical,
            (false, false) if smooth && half_width && half_height => Self::Both,
            _ => Self::Nearest { columns, rows },
        }
    }

    /// The component's row for row `y` of the picture, and whether the next farther row is above (-1), below (1) or
    /// not needed (0).
    pub(super) fn source_rows(self, y: usize) -> (usize, isize) {
        match self {
            Self::None | Self::Horizontal => (y, 0),
            Self::Vertical | Self::Both => (y / 2, if y.is_multiple_of(2) { -1 } else { 1 }),
            Self::Nearest { rows, .. } => (rows.of(y), 0),
        }
    }

    /// Writes a row of the picture from the nearer and the farther row of the component.
    pub(super) fn row(self, near: &[u8], (far, direction): (&[u8], isize), out: &mut [u8]) {
        match self {
            Self::None => out.copy_from_slice(&near[..out.len()]),
            Self::Horizontal => double_width(near, out),
            // The rounding alternates so that it does not drift, as in libjpeg.
            Self::Vertical => blend(near, far, if direction < 0 { 1 } else { 2 }, out),
            Self::Both => double_both(near, far, out),
            Self::Nearest { columns, .. } => {
                out.iter_mut().enumerate().for_each(|(x, sample)| *sample = near[columns.of(x)]);
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a weighted mean of 8-bit samples")]
fn blend(near: &[u8], far: &[u8], round: u16, out: &mut [u8]) {
    for ((&near, &far), out) in near.iter().zip(far).zip(out) {
        *out = ((3 * u16::from(near) + u16::from(far) + round) >> 2) as u8;
    }
}

/// `near` has over 2 samples and exactly half as many as `out`, rounded up.
#[expect(clippy::cast_possible_truncation, reason = "a weighted mean of 8-bit samples")]
fn double_width(near: &[u8], out: &mut [u8]) {
    let pair = |before: u8, here: u8, after: u8| {
        let here = 3 * u16::from(here);
        [((here + u16::from(before) + 1) >> 2) as u8, ((here + u16::from(after) + 2) >> 2) as u8]
    };
    doubled(near, pair, out);
}

/// Writes the two samples that `pair` makes of each sample and its neighbours. At the ends the sample is its own
/// neighbour, which gives the sample itself.
#[inline(always)]
fn doubled<T: Copy>(source: &[T], pair: impl Fn(T, T, T) -> [u8; 2], out: &mut [u8]) {
    let (&[first, .., last], &[_, second, ..], &[.., before_last, _]) = (source, source, source) else { return };
    let (pairs, odd) = out.as_chunks_mut::<2>();
    if let Some(out) = pairs.first_mut() {
        *out = pair(first, first, second);
    }
    let inner = pairs.iter_mut().skip(1).zip(source).zip(&source[1..]).zip(&source[2..]);
    for (((out, &before), &here), &after) in inner {
        *out = pair(before, here, after);
    }
    match odd {
        [] => {
            if let Some(out) = pairs.last_mut() {
                *out = pair(before_last, last, last);
            }
        }
        odd => odd[0] = pair(before_last, last, last)[0],
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a weighted mean of 8-bit samples")]
fn double_both(near: &[u8], far: &[u8], out: &mut [u8]) {
    /// Columns blended at a time, to stay on the stack and in the cache.
    const STEP: usize = 256;
    let blended = |at: usize| 3 * u16::from(near[at]) + u16::from(far[at]);
    let last = near.len() - 1;
    let mut columns = [0_u16; STEP + 2];
    for (chunk, out) in out.chunks_mut(2 * STEP).enumerate() {
        let from = chunk * STEP;
        let count = out.len().div_ceil(2);
        columns[0] = blended(from.saturating_sub(1));
        let rows = near[from..from + count].iter().zip(&far[from..from + count]);
        for (column, (&near, &far)) in columns[1..].iter_mut().zip(rows) {
            *column = 3 * u16::from(near) + u16::from(far);
        }
        columns[count + 1] = blended((from + count).min(last));
        for ((out, window), _) in out.chunks_mut(2).zip(columns.windows(3)).zip(0..count) {
            let here = 3 * window[1];
            let samples = [((here + window[0] + 8) >> 4) as u8, ((here + window[2] + 7) >> 4) as u8];
            out.copy_from_slice(&samples[..out.len()]);
        }
    }
}
