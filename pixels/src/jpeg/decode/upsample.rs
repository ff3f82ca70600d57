//! Subsampled components brought to the size of the image, row by row.
//!
//! For the usual ratios (2:1 in one or both directions) the triangle filter of libjpeg, bit for bit: three parts the
//! nearer sample, one part the farther one. For all other ratios the nearest sample.

/// How a component gets to the width and height of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upsampling {
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
        /// Columns of the component for columns of the image.
        columns: Ratio,
        /// Rows of the component for rows of the image.
        rows: Ratio,
    },
}

/// A fraction of at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    pub numerator: usize,
    pub denominator: usize,
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
    pub fn new(columns: Ratio, rows: Ratio, width: usize, smooth: bool) -> Self {
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

    /// The component's row for row `y` of the image, and whether the next farther row is above (-1), below (1) or
    /// not needed (0).
    pub fn source_rows(self, y: usize) -> (usize, isize) {
        match self {
            Self::None | Self::Horizontal => (y, 0),
            Self::Vertical | Self::Both => (y / 2, if y.is_multiple_of(2) { -1 } else { 1 }),
            Self::Nearest { rows, .. } => (rows.of(y), 0),
        }
    }

    /// Writes a row of the image from the nearer and the farther row of the component.
    pub fn row(self, near: &[u8], (far, direction): (&[u8], isize), out: &mut [u8]) {
        match self {
            Self::None => out.copy_from_slice(&near[..out.len()]),
            Self::Horizontal => double_width(near, None, out),
            // The rounding alternates so that it does not drift, as in libjpeg.
            Self::Vertical => blend(near, far, if direction < 0 { 1 } else { 2 }, out),
            Self::Both => double_width(near, Some(far), out),
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

/// The triangle filter along a row that was made of one or two rows of the component.
#[derive(Debug, Clone, Copy)]
struct Triangle {
    /// Added before the shift where the neighbour is to the left, and to the right: it alternates, as in libjpeg.
    rounds: [u16; 2],
    shift: u32,
}

/// `near` has over 2 samples and exactly half as many as `out`, rounded up. `far` is a second row to blend with.
fn double_width(near: &[u8], far: Option<&[u8]>, out: &mut [u8]) {
    /// Columns taken at a time, to stay on the stack and in the cache.
    const STEP: usize = 256;
    let filter = match far {
        None => Triangle { rounds: [1, 2], shift: 2 },
        Some(_) => Triangle { rounds: [8, 7], shift: 4 },
    };
    let column = |at: usize| match far {
        None => u16::from(near[at]),
        Some(far) => 3 * u16::from(near[at]) + u16::from(far[at]),
    };
    let last = near.len() - 1;
    let mut columns = [0; STEP + 2];
    for (chunk, out) in out.chunks_mut(2 * STEP).enumerate() {
        let from = chunk * STEP;
        let count = out.len().div_ceil(2);
        // At the ends a column is its own neighbour.
        columns[0] = column(from.saturating_sub(1));
        columns[count + 1] = column((from + count).min(last));
        let inner = &mut columns[1..=count];
        match far {
            None => inner.iter_mut().zip(&near[from..]).for_each(|(column, &near)| *column = u16::from(near)),
            Some(far) => sum_rows(&near[from..], &far[from..], inner),
        }
        filter.apply(&columns[..count + 2], out);
    }
}

fn sum_rows(near: &[u8], far: &[u8], columns: &mut [u16]) {
    for ((column, &near), &far) in columns.iter_mut().zip(near).zip(far) {
        *column = 3 * u16::from(near) + u16::from(far);
    }
}

impl Triangle {
    /// `columns` has one more on either side than `out` takes.
    fn apply(self, columns: &[u16], out: &mut [u8]) {
        let (pairs, odd) = out.as_chunks_mut::<2>();
        let mut neighbours = columns.iter().zip(&columns[1..]).zip(&columns[2..]);
        for (pair, ((&before, &here), &after)) in pairs.iter_mut().zip(neighbours.clone()) {
            *pair = self.pair([before, here, after]);
        }
        if let ([sample], Some(((&before, &here), &after))) = (odd, neighbours.next_back()) {
            *sample = self.pair([before, here, after])[0];
        }
    }

    /// As one 16-bit value, which is stored at once.
    #[inline(always)]
    fn pair(self, [before, here, after]: [u16; 3]) -> [u8; 2] {
        let here = 3 * here;
        let left = (here + before + self.rounds[0]) >> self.shift;
        let right = (here + after + self.rounds[1]) >> self.shift;
        (left | right << 8).to_le_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upsampled(near: &[u8], far: &[u8], columns: usize, rows: usize, width: usize) -> Vec<u8> {
        let half = |halved: usize| Ratio { numerator: 1, denominator: halved };
        let mut out = vec![0; width];
        Upsampling::new(half(columns), half(rows), near.len(), true).row(near, (far, 1), &mut out);
        out
    }

    #[test]
    fn a_sample_takes_a_quarter_of_its_neighbour() {
        assert_eq!(upsampled(&[0, 100, 200], &[], 2, 1, 6), [0, 25, 75, 125, 175, 200]);
        assert_eq!(upsampled(&[0, 100, 200], &[], 2, 1, 5), [0, 25, 75, 125, 175]);
        assert_eq!(upsampled(&[0, 100], &[100, 0], 1, 2, 2), [25, 75]);
        assert_eq!(upsampled(&[0, 160, 0], &[160, 0, 160], 2, 2, 6), [40, 60, 100, 100, 60, 40]);
        assert_eq!(upsampled(&[1, 2], &[], 2, 1, 4), [1, 1, 2, 2]);
        assert_eq!(upsampled(&[1, 2], &[], 3, 3, 5), [1, 1, 1, 2, 2]);
    }

    #[test]
    fn long_rows_have_no_seams() {
        let near: Vec<u8> = (0..700_u32).map(|at| u8::try_from(at * 37 % 251).unwrap()).collect();
        for width in [1400, 1399, 1024, 1025, 513, 512] {
            let near = &near[..usize::div_ceil(width, 2)];
            let expected = |x: usize| {
                let (own, round) = (usize::from(near[x / 2]), if x.is_multiple_of(2) { 1 } else { 2 });
                let other =
                    if x.is_multiple_of(2) { (x / 2).saturating_sub(1) } else { (x / 2 + 1).min(near.len() - 1) };
                u8::try_from((3 * own + usize::from(near[other]) + round) / 4).unwrap()
            };
            assert_eq!(upsampled(near, &[], 2, 1, width), (0..width).map(expected).collect::<Vec<_>>(), "{width}");
        }
    }
}
